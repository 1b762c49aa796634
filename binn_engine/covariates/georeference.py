"""Checks the georeference of a raster: whether its place is known and possible."""

from __future__ import annotations

import math
from collections.abc import Mapping

import netCDF4
from rasterio.io import DatasetReader

from ..paths import is_remote, subdataset

# Places that rounding puts this far outside a raster's edge, in pixels, are on it.
EDGE = 1e-6
WARP = "Warp it to a grid whose rows run from west to east (in QGIS: Raster, Projections, Warp; or gdalwarp)."
LATITUDES = ("lat", "latitude", "nav_lat", "y")
LONGITUDES = ("lon", "long", "longitude", "nav_lon", "x")


def problem_of(dataset: DatasetReader) -> tuple[str, str] | None:
    """What keeps a raster from being read at places, in words that follow its name, and what to do; None where nothing does."""
    if dataset.count == 0:
        return "has no bands", "Use one of its subdatasets, with the name that GDAL gives it."
    return _order_of_axes(dataset) or _no_place(dataset) or _wrong_place(dataset) or _no_numbers(dataset)


def _no_place(dataset: DatasetReader) -> tuple[str, str] | None:
    if dataset.transform.is_identity and (dataset.gcps[0] or dataset.rpcs is not None):
        by = "control points (GCPs)" if dataset.gcps[0] else "rational polynomials (RPCs)"
        return f"is located only by {by}, and is not on a grid yet", f"{WARP[:-1]}, which uses them."
    if dataset.crs is None:
        return (
            "has no coordinate reference system (CRS)",
            "Assign the correct CRS (in QGIS: Raster, Projections, Assign Projection), then run again.",
        )
    if dataset.transform.is_identity:
        return (
            "has a CRS but no georeference, so it is not known where its pixels are",
            "Add a georeference (in QGIS: Raster, Georeferencer; or a world file beside it; or gdal_translate -a_ullr).",
        )
    return None


def _wrong_place(dataset: DatasetReader) -> tuple[str, str] | None:
    transform = dataset.transform
    if max(abs(transform.b), abs(transform.d)) > 1e-9 * abs(transform.a):
        return "is rotated", WARP
    if transform.a == 0.0 or transform.e == 0.0 or not all(map(math.isfinite, transform[:6])):
        return "has pixels of size zero", "Write it again with a correct georeference."
    if not dataset.crs.is_geographic:
        return None
    unit, size = dataset.crs.units_factor
    if abs(size - math.pi / 180.0) > 1e-9:
        return f"has coordinates in {unit}, not in degrees", "Warp it to WGS 84 (gdalwarp -t_srs EPSG:4326)."
    # The edges of a grid with its outermost cells at the poles lie beyond them; their centres do not.
    centres = transform.f + transform.e * 0.5, transform.f + transform.e * (dataset.height - 0.5)
    if max(map(abs, centres)) > 90.0 + EDGE * abs(transform.e):
        found = f"has latitudes from {min(centres):g} to {max(centres):g}, but latitudes are from -90 to 90"
        return found, "Correct its CRS and georeference. Perhaps longitude and latitude are exchanged."
    return None


def _order_of_axes(dataset: DatasetReader) -> tuple[str, str] | None:
    """NetCDF may store longitude before latitude, which GDAL takes for columns of latitude."""
    within = subdataset(dataset.name)
    path, name = within or (dataset.name, "")
    if dataset.driver != "netCDF" or is_remote(path):
        return None
    try:
        with netCDF4.Dataset(path) as file:
            variable = file.variables.get(name) if name else _only_variable(file)
            names = [] if variable is None else [_axis(file, dimension) for dimension in variable.dimensions[-2:]]
    except (OSError, RuntimeError):
        return None
    if names == ["lon", "lat"]:
        return (
            "stores longitude before latitude, so GDAL reads it with rows and columns exchanged",
            "Write it with latitude before longitude (ncpdq -a lat,lon; xarray's transpose).",
        )
    return None


def _only_variable(file: netCDF4.Dataset) -> netCDF4.Variable | None:
    found = [variable for variable in file.variables.values() if len(variable.dimensions) > 1]
    return found[0] if len(found) == 1 else None


def _axis(file: netCDF4.Dataset, dimension: str) -> str:
    """Whether a dimension is of latitude or longitude, by its coordinate's unit or its name; empty where neither says so."""
    units = str(getattr(file.variables.get(dimension), "units", "")).lower().replace("_", "").replace(" ", "")
    if units.startswith(("degreen", "degreesn")):
        return "lat"
    if units.startswith(("degreee", "degreese")):
        return "lon"
    plain = dimension.lower()
    return "lat" if plain in LATITUDES[:3] else "lon" if plain in LONGITUDES[:4] else ""


def _no_numbers(dataset: DatasetReader) -> tuple[str, str] | None:
    if any("complex" in kind for kind in dataset.dtypes):
        return "contains complex numbers", "Write a real quantity, such as the amplitude, as a raster."
    if not all(math.isfinite(scale) and scale != 0.0 and math.isfinite(offset) for scale, offset in zip(dataset.scales, dataset.offsets)):
        return "has a scale of zero, or a scale or offset that is not a number", "Correct the scale and offset of its bands."
    return None


def has_degree_axes(tags: Mapping[str, str]) -> bool:
    """Whether the tags of a NetCDF say that it has axes in degrees north and degrees east."""
    units = {value.lower().replace("_", "").rstrip("s") for key, value in tags.items() if key.endswith("#units")}
    north = {"degreesnorth", "degreenorth", "degreesn", "degreen"}
    return bool(units & north) and bool(units & {"degreeseast", "degreeeast", "degreese", "degreee"})


def turns_of(dataset: DatasetReader) -> bool:
    """Whether a raster goes once round the earth, so that its last column lies beside its first."""
    return bool(dataset.crs.is_geographic and abs(abs(dataset.transform.a) * dataset.width - 360.0) < 1e-3 * abs(dataset.transform.a))
