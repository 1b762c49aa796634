"""Raster bands as numbers: opened, named, and read at places, with NaN for whatever is no value.

Every value that the engine takes from a raster passes :func:`values_at` or :func:`read_values`: nodata, masks, NaN, infinity, scale
and offset are dealt with here and nowhere else.
"""

from __future__ import annotations

import math
import os
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyproj
import rasterio
from pyproj.exceptions import ProjError
from rasterio.enums import ColorInterp
from rasterio.errors import NotGeoreferencedWarning, RasterioError, RasterioIOError
from rasterio.io import DatasetReader
from rasterio.windows import Window

from ..errors import InputError
from ..protocol import subdataset
from .classic_netcdf import check_whole

# Values beyond this are fills that a file does not declare (1e36 in CLM's files, -3.4e38 in ESRI's).
LARGEST_VALUE = 1e30
# Fills as a file holds them, where it does not declare them: no covariate has these values.
FILLS = (-9999.0, -32768.0)
# Values read at once (32 MB in float64), and pixels read per point where points lie far apart.
VALUES_AT_ONCE = 2**22
# GDAL's cache of blocks, MB; its own choice, 5 % of the machine's memory, knows of no budget.
CACHE_MB = 64
os.environ.setdefault("GDAL_CACHEMAX", str(CACHE_MB))
PIXELS_PER_POINT = 2**14
# Places that rounding puts this far outside a raster's edge, in pixels, are on it.
EDGE = 1e-6


def open_raster(path: str) -> DatasetReader:
    """The raster, open; the caller closes it.

    Raises
    ------
    InputError
        For a file that is absent or no raster, one without a CRS, one whose rows do not run along the axes of its CRS, or one whose
        values are no real numbers or are scaled by none.
    """
    within = subdataset(path)
    check_whole(within[0] if within else path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", NotGeoreferencedWarning)
            # NetCDF gives places by its axes; where these are degrees, they are taken as WGS 84, as CF says.
            with rasterio.Env(GDAL_NETCDF_ASSUME_LONGLAT="YES"):
                dataset = rasterio.open(path)
    except RasterioIOError as error:
        raise InputError(
            f"The raster {path} cannot be opened: {error}.", "Check that the file exists, is complete and is a raster that GDAL reads."
        ) from error
    problem = _problem(dataset)
    if problem:
        dataset.close()
        raise InputError(f"The raster {path} {problem[0]}.", problem[1])
    return dataset


def _problem(dataset: DatasetReader) -> tuple[str, str] | None:
    if dataset.count == 0:
        return "has no bands", "Give one of its subdatasets, as GDAL names them."
    if dataset.crs is None:
        return (
            "has no coordinate reference system (CRS)",
            "Assign it its CRS (in QGIS: Raster, Projections, Assign Projection), then run again.",
        )
    transform = dataset.transform
    if max(abs(transform.b), abs(transform.d)) > 1e-9 * abs(transform.a):
        return "is rotated", "Warp it to a grid whose rows run from west to east (in QGIS: Raster, Projections, Warp)."
    if transform.a == 0.0 or transform.e == 0.0:
        return "has pixels without a size", "Write it again with its georeference."
    if any("complex" in kind for kind in dataset.dtypes):
        return "holds complex numbers", "Write its amplitude, or another real quantity, as a raster."
    if not all(math.isfinite(scale) and scale != 0.0 and math.isfinite(offset) for scale, offset in zip(dataset.scales, dataset.offsets)):
        return "has a scale of zero, or a scale or offset that is no number", "Correct the scale and offset of its bands."
    return None


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
        name = (description or "").strip() or (stem if dataset.count == 1 else f"{stem}_band{index}")
        if name in bands:
            raise InputError(
                f"The raster {dataset.name} calls both band {bands[name]} and band {index} {name!r}.",
                "Give every band a description of its own.",
            )
        bands[name] = index
    return list(bands.items())


def has_classes(dataset: DatasetReader, band: int) -> bool:
    """Whether a band says of itself that it holds classes: by a colour table or by names of categories."""
    try:
        dataset.colormap(band)
    except ValueError:
        sidecar = Path(f"{dataset.name}.aux.xml")
        return dataset.count == 1 and sidecar.is_file() and "<CategoryNames>" in sidecar.read_text(encoding="utf-8", errors="replace")
    return True


def read_values(dataset: DatasetReader, bands: Sequence[int], window: Window) -> np.ndarray:
    """Values of a window in the bands' units ``(bands, rows, cols)``, float64, NaN where there is none.

    Raises
    ------
    InputError
        Where the file's data cannot be read, as of a truncated one.
    """
    try:
        data = dataset.read(list(bands), window=window, masked=True)
    except RasterioError as error:
        cause = error.__cause__ or error
        raise InputError(f"The raster {dataset.name} is damaged or incomplete: {cause}.", "Copy or download the file again.") from error
    values = np.ma.getdata(data).astype(np.float64)
    missing = np.ma.getmaskarray(data) | ~(np.abs(values) < LARGEST_VALUE) | np.isin(values, FILLS)
    scale = np.array([dataset.scales[band - 1] for band in bands])[:, None, None]
    offset = np.array([dataset.offsets[band - 1] for band in bands])[:, None, None]
    return np.where(missing, np.nan, values * scale + offset)


def undeclared_fills(dataset: DatasetReader, bands: Sequence[int], x: np.ndarray, y: np.ndarray) -> dict[float, int]:
    """Values of :data:`FILLS` that a raster does not declare as nodata, and at how many of some places a band has them.

    Parameters
    ----------
    bands
        1-based.
    x, y
        ``(places,)`` in the CRS of the raster.
    """
    found = {}
    unknown = [band for band in bands if dataset.nodatavals[band - 1] not in FILLS]
    if not unknown or len(x) == 0:
        return found
    stored = np.array(list(dataset.sample(zip(x, y, strict=True), unknown)), dtype=float)
    return {fill: count for fill in FILLS if (count := int((stored == fill).any(axis=1).sum()))}


def transformer(source: rasterio.crs.CRS, target: rasterio.crs.CRS) -> pyproj.Transformer | None:
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
        return pyproj.Transformer.from_crs(*systems, always_xy=True)
    except ProjError as error:
        message = f"There is no way from the CRS {systems[0].name!r} of one input to {systems[1].name!r} of another."
        raise InputError(message, "Assign the raster or layer its true CRS: a local one lies nowhere on the earth.") from error


def values_at(dataset: DatasetReader, bands: Sequence[int], smooth: Sequence[bool], x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """Values of a raster at places, each place by itself: what other places are asked for changes nothing.

    A place has a value where the pixel it lies in has one. Where a band is not ``smooth`` that is the value; where it is, it is the
    bilinear interpolation between the centres of the four pixels around, of those that have a value.

    Parameters
    ----------
    bands, smooth
        1-based bands, and for each whether to interpolate.
    x, y
        ``(places,)`` in the CRS of the raster; longitudes may differ by turns.

    Returns
    -------
    numpy.ndarray
        ``(bands, places)`` in the bands' units, NaN where there is no value.
    """
    transform = dataset.transform
    if dataset.crs.is_geographic:
        west = min(transform.c, transform.c + transform.a * dataset.width)
        # Only what lies outside is turned, so that rounding moves no other place.
        x = np.where((x < west - EDGE * abs(transform.a)) | (x > west + 360.0), west + (x - west) % 360.0, x)
    with np.errstate(invalid="ignore"):
        col = _on_edge((x - transform.c) / transform.a, dataset.width)
        row = _on_edge((y - transform.f) / transform.e, dataset.height)
        inside = (col >= 0) & (col < dataset.width) & (row >= 0) & (row < dataset.height)
    values = np.full((len(bands), len(x)), np.nan)
    places = np.flatnonzero(inside)
    if len(places):
        _fill(values, dataset, bands, np.asarray(smooth, dtype=bool), col, row, places)
    return values


def _on_edge(position: np.ndarray, size: int) -> np.ndarray:
    """Pixel coordinates, those a rounding error outside the raster put just inside."""
    position = np.where((position < 0) & (position > -EDGE), 0.0, position)
    return np.where((position >= size) & (position < size + EDGE), np.nextafter(size, 0), position)


def _fill(
    values: np.ndarray,
    dataset: DatasetReader,
    bands: Sequence[int],
    smooth: np.ndarray,
    col: np.ndarray,
    row: np.ndarray,
    places: np.ndarray,
) -> None:
    """Fill ``values[:, places]``, in halves where they would need too large a window of the raster."""
    c, r = col[places], row[places]
    left, top = max(int(c.min()) - 1, 0), max(int(r.min()) - 1, 0)
    right, bottom = min(int(c.max()) + 2, dataset.width), min(int(r.max()) + 2, dataset.height)
    pixels = (right - left) * (bottom - top)
    if len(places) > 1 and (pixels * len(bands) > VALUES_AT_ONCE or pixels > PIXELS_PER_POINT * len(places)) and pixels > 9:
        longer = c if right - left > bottom - top else r
        order = np.argsort(longer, kind="stable")
        for half in np.array_split(order, 2):
            _fill(values, dataset, bands, smooth, col, row, places[half])
        return
    data = read_values(dataset, bands, Window(left, top, right - left, bottom - top))
    nearest = data[:, r.astype(int) - top, c.astype(int) - left]
    if smooth.any():
        blended = _bilinear(data[smooth], c - left, r - top)
        nearest[smooth] = np.where(np.isnan(nearest[smooth]), np.nan, blended)
    values[:, places] = nearest


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
