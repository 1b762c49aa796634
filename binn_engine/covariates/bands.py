"""Raster bands as numbers: opened, named, and read at places, with NaN for missing values.

Every value that the engine takes from a raster passes :func:`values_at` or :func:`read_values`: only these treat nodata, masks, NaN,
infinity, scale and offset.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyproj
from pyproj.exceptions import ProjError
from rasterio._err import CPLE_BaseError  # GDAL's own errors, which rasterio lets through here and there
from rasterio.crs import CRS
from rasterio.enums import ColorInterp
from rasterio.errors import RasterioError
from rasterio.io import DatasetReader
from rasterio.windows import Window

from ..errors import InputError
from ..files.opening import opened, read_or_say
from ..paths import subdataset
from .classes import has_classes, looks_categorical, marked
from .classic_netcdf import check_whole
from .fills import Rule, reasons_of, rule_of, state_of
from .georeference import EDGE, has_degree_axes, problem_of, turns_of

# Values read at once (32 MB in float64), and pixels read per point where points lie far apart.
VALUES_AT_ONCE = 2**22
# GDAL's cache of blocks, MB; its own choice, 5 % of the machine's memory, knows of no budget.
CACHE_MB = 64
os.environ.setdefault("GDAL_CACHEMAX", str(CACHE_MB))
PIXELS_PER_POINT = 2**14
WGS84 = CRS.from_epsg(4326)
MOST_KNOWN = 10_000  # sets of bands whose rules are kept
_known: dict[tuple[object, ...], list[Rule]] = {}


class RasterFile(DatasetReader):
    """An open NetCDF that is on WGS 84 because its axes are in degrees, although it names no reference system. GDAL finds none there,
    because the edges of its outermost cells lie beyond the poles, as in CESM's grids."""

    @property
    def crs(self) -> CRS:
        """WGS 84."""
        return WGS84


def open_raster(path: str) -> DatasetReader:
    """The raster, open; the caller closes it.

    Raises
    ------
    InputError
        For a file that is absent or no raster, one without a CRS or a place, one whose rows do not run along the axes of its CRS, or one
        whose values are no real numbers or are scaled by none; and for a virtual raster that reads what it must not.
    """
    within = subdataset(path)
    check_whole(within[0] if within else path)
    try:
        dataset = opened(path)
        if dataset.crs is None and dataset.driver == "netCDF" and has_degree_axes(dataset.tags()):
            dataset.close()
            dataset = opened(path, kind=RasterFile)
    except (RasterioError, CPLE_BaseError) as error:
        raise InputError(
            f"The raster {path} cannot be opened: {error}.", "Check that the file exists, is complete and is a raster that GDAL can read."
        ) from error
    problem = problem_of(dataset)
    if problem:
        dataset.close()
        raise InputError(f"The raster {path} {problem[0]}.", problem[1])
    return dataset


def covariate_bands(path: str) -> list[tuple[str, int]]:
    """Name and 1-based index of every band of a raster, alpha bands left out.

    A band's name is its description; a band without one is called after the file, or after the variable in it (``NETCDF:"a.nc":NPP``):
    ``stem``, or ``stem_bandN`` where there are several.

    Raises
    ------
    InputError
        For a raster that cannot be opened (see :func:`open_raster`), or two bands of one name.
    """
    with open_raster(path) as dataset:
        return band_names(dataset)


def band_names(dataset: DatasetReader) -> list[tuple[str, int]]:
    """:func:`covariate_bands` of an open raster."""
    within = subdataset(dataset.name)
    stem = within[1] if within else Path(dataset.name).stem
    bands: dict[str, int] = {}
    for index, description, meaning in zip(dataset.indexes, dataset.descriptions, dataset.colorinterp, strict=True):
        if meaning == ColorInterp.alpha and not description:
            continue
        if dataset.driver == "GPKG" and description == "Height":  # GDAL's word for whatever a GeoPackage's raster holds
            description = ""
        name = (description or "").strip() or (stem if dataset.count == 1 else f"{stem}_band{index}")
        if name in bands:
            raise InputError(
                f"The raster {dataset.name} has two bands named {name!r}: band {bands[name]} and band {index}.",
                "Give each band a different name (band description).",
            )
        bands[name] = index
    return list(bands.items())


def read_values(dataset: DatasetReader, bands: Sequence[int], window: Window) -> np.ndarray:
    """Values of a window in the bands' units ``(bands, rows, cols)``, float64, NaN where there is none.

    Raises
    ------
    InputError
        Where the file's data cannot be read, as of a truncated one.
    """
    data = read_or_say(dataset, lambda: dataset.read(list(bands), window=window, masked=True))
    stored = np.ma.getdata(data).astype(np.float64)
    scale = np.array([dataset.scales[band - 1] for band in bands])[:, None, None]
    offset = np.array([dataset.offsets[band - 1] for band in bands])[:, None, None]
    with np.errstate(over="ignore", invalid="ignore"):
        values = stored * scale + offset
    missing = np.ma.getmaskarray(data).copy()
    for number, rule in enumerate(rules_of(dataset, bands)):
        missing[number] |= rule.missing(stored[number], values[number])
    return np.where(missing, np.nan, values)


def rules_of(dataset: DatasetReader, bands: Sequence[int]) -> list[Rule]:
    """What is missing in each of some bands, beside what the file declares; made once for a file as it is."""
    said = marked(dataset)
    key = (dataset.name, state_of(dataset.name), said, *bands)
    if key not in _known:
        names = {band: name for name, band in band_names(dataset)}
        if len(_known) > MOST_KNOWN:
            _known.clear()
        named = [(band, names.get(band, "")) for band in bands]
        _known[key] = [
            rule_of(dataset, band, name, band in said or looks_categorical(name) or has_classes(dataset, band)) for band, name in named
        ]
    return _known[key]


def undeclared_missing(dataset: DatasetReader, band: int, x: np.ndarray, y: np.ndarray) -> tuple[dict[tuple[float, str], int], np.ndarray]:
    """Undeclared missing values of a band: value, reason, and number of sampled places; and the values that are impossible for its
    covariate, in the band's units.

    Parameters
    ----------
    dataset
        The open raster.
    band
        1-based.
    x, y
        In the CRS of the raster, ``(places,)``; longitudes may differ by turns.
    """
    if len(x) == 0:
        return {}, np.empty(0)
    x = _turned(dataset, x)
    inside = np.isfinite(x) & np.isfinite(y)
    places = list(zip(x[inside], y[inside], strict=True))
    data = read_or_say(dataset, lambda: list(dataset.sample(places, [band], masked=True)))
    stored = np.array([float(row[0]) for row in data if not np.ma.getmaskarray(row)[0]])
    return reasons_of(stored, dataset.scales[band - 1], dataset.offsets[band - 1], rules_of(dataset, [band])[0])


def transformer(source: CRS, target: CRS) -> pyproj.Transformer | None:
    """What takes coordinates (x, y) from one CRS to another, exactly; None where they are the same.

    Raises
    ------
    InputError
        Where nothing does, as for a local CRS, which lies nowhere on the earth.
    """
    if source == target:
        return None
    systems = [pyproj.CRS.from_wkt(system.to_wkt()) for system in (source, target)]
    try:
        return pyproj.Transformer.from_crs(systems[0], systems[1], always_xy=True)
    except ProjError as error:
        message = (
            f"Coordinates cannot be converted from the CRS {systems[0].name!r} of one input to the CRS {systems[1].name!r} of another."
        )
        raise InputError(
            message, "Assign the correct CRS to the raster or layer. A local CRS without a known place on Earth cannot be used."
        ) from error


def values_at(dataset: DatasetReader, bands: Sequence[int], smooth: Sequence[bool], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Values of a raster at places, each place by itself: what other places are asked for changes nothing.

    A place has a value where the pixel it lies in has one. Where a band is not ``smooth`` that is the value; where it is, it is the
    bilinear interpolation between the centres of the four pixels around, of those that have a value.

    Parameters
    ----------
    dataset
        The open raster.
    bands, smooth
        1-based bands, and for each whether to interpolate.
    x, y
        In the CRS of the raster, ``(places,)``; longitudes may differ by turns.

    Returns
    -------
    numpy.ndarray
        ``(bands, places)`` in the bands' units, NaN where there is no value.
    """
    transform = dataset.transform
    x = _turned(dataset, x)
    with np.errstate(invalid="ignore"):
        col = _on_edge((x - transform.c) / transform.a, dataset.width)
        row = _on_edge((y - transform.f) / transform.e, dataset.height)
        inside = (col >= 0) & (col < dataset.width) & (row >= 0) & (row < dataset.height)
    values = np.full((len(bands), len(x)), np.nan)
    if inside.any():
        values[:, inside] = _values_within(dataset, bands, np.asarray(smooth, dtype=bool), col[inside], row[inside])
    return values


def _turned(dataset: DatasetReader, x: np.ndarray) -> np.ndarray:
    """Longitudes ``(places,)`` turned round the globe to where a raster in degrees counts them; other coordinates as they are."""
    if not dataset.crs.is_geographic:
        return x
    transform = dataset.transform
    west = min(transform.c, transform.c + transform.a * dataset.width)
    # Only what lies outside is turned, so that rounding moves no other place.
    return np.where((x < west - EDGE * abs(transform.a)) | (x > west + 360.0), west + (x - west) % 360.0, x)


def _on_edge(position: np.ndarray, size: int) -> np.ndarray:
    """Pixel coordinates, those a rounding error outside the raster put just inside."""
    position = np.where((position < 0) & (position > -EDGE), 0.0, position)
    return np.where((position >= size) & (position < size + EDGE), np.nextafter(size, 0), position)


def _values_within(dataset: DatasetReader, bands: Sequence[int], smooth: np.ndarray, col: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Values ``(bands, places)`` at pixel coordinates in the raster, read in halves where they would need too large a window of it."""
    left, top = int(col.min()) - 1, max(int(row.min()) - 1, 0)
    right, bottom = int(col.max()) + 2, min(int(row.max()) + 2, dataset.height)
    if not (smooth.any() and turns_of(dataset)):  # else the pixels beyond either edge are those at the other
        left, right = max(left, 0), min(right, dataset.width)
    pixels = (right - left) * (bottom - top)
    if len(col) > 1 and (pixels * len(bands) > VALUES_AT_ONCE or pixels > PIXELS_PER_POINT * len(col)) and pixels > 9:
        longer = col if right - left > bottom - top else row
        values = np.empty((len(bands), len(col)))
        for half in np.array_split(np.argsort(longer, kind="stable"), 2):
            values[:, half] = _values_within(dataset, bands, smooth, col[half], row[half])
        return values
    data = _read_round(dataset, bands, (left, right), (top, bottom))
    nearest = data[:, row.astype(int) - top, col.astype(int) - left]
    if smooth.any():
        blended = _bilinear(data[smooth], col - left, row - top)
        nearest[smooth] = np.where(np.isnan(nearest[smooth]), np.nan, blended)
    return nearest


def _read_round(dataset: DatasetReader, bands: Sequence[int], columns: tuple[int, int], rows: tuple[int, int]) -> np.ndarray:
    """Values of some columns and rows, first and last but one; columns beyond the raster's edges are those at its other end."""
    (left, right), (top, bottom) = columns, rows
    inside = max(left, 0), min(right, dataset.width)
    parts = [read_values(dataset, bands, Window(inside[0], top, inside[1] - inside[0], bottom - top))]
    if left < 0:
        parts.insert(0, read_values(dataset, bands, Window(dataset.width + left, top, -left, bottom - top)))
    if right > dataset.width:
        parts.append(read_values(dataset, bands, Window(0, top, right - dataset.width, bottom - top)))
    return np.concatenate(parts, axis=2) if len(parts) > 1 else parts[0]


def _bilinear(data: np.ndarray, col: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Bilinear interpolation of ``data (bands, rows, cols)`` at pixel coordinates, over the neighbours with a value."""
    total, weights = (np.zeros((len(data), len(col))) for _ in range(2))
    west, north = np.floor(col - 0.5), np.floor(row - 0.5)
    for down in (0, 1):
        for across in (0, 1):
            weight = np.abs(1 - across - (col - 0.5 - west)) * np.abs(1 - down - (row - 0.5 - north))
            c, r = (west + across).astype(int), (north + down).astype(int)
            there = (c >= 0) & (c < data.shape[2]) & (r >= 0) & (r < data.shape[1])
            value = data[:, np.where(there, r, 0), np.where(there, c, 0)]
            use = there & ~np.isnan(value)
            total += np.where(use, weight * value, 0.0)
            weights += np.where(use, weight, 0.0)
    with np.errstate(invalid="ignore", divide="ignore"):
        return total / weights
