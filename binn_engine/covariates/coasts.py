"""The nearest cell of a raster that has a value: for places on land that are sea in a coarse raster."""

from __future__ import annotations

import math

import numpy as np
from rasterio.io import DatasetReader
from rasterio.windows import Window

from ..errors import InputError
from ..resampling.distances import KM_PER_DEGREE, distance_km
from .bands import read_values, transformer
from .grids import WGS84, Grid

MOST_PIXELS = 1500  # from a place to the edge of its window


def nearest_valid(dataset: DatasetReader, band: int, lon: np.ndarray, lat: np.ndarray, within_km: float) -> tuple[np.ndarray, np.ndarray]:
    """Value of the nearest cell that has one, by the great circle to its centre.

    Parameters
    ----------
    dataset
        The open raster.
    band
        1-based.
    lon, lat
        Degrees on WGS 84, ``(places,)``.
    within_km
        Largest distance, km.

    Returns
    -------
    tuple of numpy.ndarray
        Values and distances in km, ``(places,)``, NaN where no cell is near enough.

    Raises
    ------
    InputError
        Where the distance spans too many of the raster's pixels.
    """
    to_raster = transformer(WGS84, dataset.crs)
    x, y = (lon, lat) if to_raster is None else to_raster.transform(lon, lat)
    transform = dataset.transform
    if dataset.crs.is_geographic:
        # The turn of the longitude that is nearest to the raster: places may lie just west of it.
        middle = transform.c + 0.5 * transform.a * dataset.width
        x = middle + (np.asarray(x) - middle + 180.0) % 360.0 - 180.0
    cols, rows = (x - transform.c) / transform.a, (y - transform.f) / transform.e
    # A raster's other end may be near by: beyond 180 degrees.
    turn = abs(360.0 / transform.a) if dataset.crs.is_geographic else 0.0
    values, distances = np.full(len(lon), np.nan), np.full(len(lon), np.nan)
    for place in np.flatnonzero(np.isfinite(cols) & np.isfinite(rows)):
        for col in {cols[place], cols[place] - turn, cols[place] + turn}:
            window = _window(dataset, col, rows[place], lat[place], within_km)
            value, away = (np.nan, np.inf) if window is None else _nearest_in(dataset, band, window, lon[place], lat[place])
            if away <= within_km and not distances[place] <= away:
                values[place], distances[place] = value, away
    return values, distances


def _nearest_in(dataset: DatasetReader, band: int, window: Window, lon: float, lat: float) -> tuple[float, float]:
    """Value and distance in km of the nearest cell of a window that has a value; infinitely far where none has."""
    data = read_values(dataset, [band], window)[0]
    valid = np.isfinite(data)
    if not valid.any():
        return np.nan, np.inf
    away = distance_km(lon, lat, *(axis[valid] for axis in Grid.of(dataset).lonlat(window)))
    nearest = int(np.argmin(away))
    return float(data[valid][nearest]), float(away[nearest])


def _window(dataset: DatasetReader, col: float, row: float, lat: float, within_km: float) -> Window | None:
    """The pixels that may lie within a distance of a place; None where that is off the raster."""
    across, down = abs(dataset.transform.a), abs(dataset.transform.e)
    shrink = max(math.cos(math.radians(lat)), 0.02)
    if dataset.crs.is_geographic:
        reach = within_km / (KM_PER_DEGREE * shrink * across), within_km / (KM_PER_DEGREE * down)
    else:
        metres = dataset.crs.linear_units_factor[1]
        # No projection in use stretches more than Mercator's.
        reach = tuple(within_km * 1000.0 / (metres * size * shrink) for size in (across, down))
    if max(reach) > MOST_PIXELS:
        raise InputError(
            f"The search radius of {within_km:g} km is {max(reach):,.0f} pixels of the raster {dataset.name}, which is too many.",
            "Set a smaller search radius (nearest_valid_km), or use a coarser raster.",
        )
    left, top = max(math.floor(col - reach[0]) - 1, 0), max(math.floor(row - reach[1]) - 1, 0)
    right, bottom = min(math.ceil(col + reach[0]) + 1, dataset.width), min(math.ceil(row + reach[1]) + 1, dataset.height)
    return Window(left, top, right - left, bottom - top) if right > left and bottom > top else None
