"""Places outside of rasters, and whether they would be inside if longitude and latitude were exchanged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from rasterio.io import DatasetReader

from ..errors import first_few
from ..profiles.observations import Profiles
from ..profiles.tables.vectors import is_table
from ..running.callbacks import Warn
from .bands import open_raster, transformer
from .grids import WGS84

MOST_OUTSIDE, LEAST_INSIDE = 0.5, 0.8  # shares of the places as they are, and of them exchanged, that say that they are exchanged
EXCHANGE = (
    "Check the coordinates: if they are exchanged, set lon_field to the field of the longitude and lat_field to that of the latitude."
)


def in_raster(dataset: DatasetReader, longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Coordinates of places in the reference system of a raster, ``(n,)`` each.

    Parameters
    ----------
    dataset
        The raster.
    longitude, latitude
        Degrees on WGS 84, ``(n,)``.
    """
    to_raster = transformer(WGS84, dataset.crs)
    return (longitude, latitude) if to_raster is None else to_raster.transform(longitude, latitude)


def outside_raster(path: str, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Which places ``(n,)`` lie outside of a raster, whichever turn of the globe its longitudes count.

    Parameters
    ----------
    path
        Of the raster.
    longitude, latitude
        Degrees on WGS 84, ``(n,)``.
    """
    with open_raster(path) as dataset:
        west, south, east, north = dataset.bounds
        x, y = in_raster(dataset, longitude, latitude)
        turns = (-360.0, 0.0, 360.0) if dataset.crs is not None and dataset.crs.is_geographic else (0.0,)
    low, high = min(south, north), max(south, north)
    within = np.any([(np.asarray(x) + turn >= west) & (np.asarray(x) + turn <= east) for turn in turns], axis=0)
    return ~(within & (np.asarray(y) >= low) & (np.asarray(y) <= high))


def outside_all(paths: Sequence[str], longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Which places ``(n,)`` lie outside of every raster; none where there is no raster.

    Parameters
    ----------
    paths
        Of the rasters.
    longitude, latitude
        Degrees on WGS 84, ``(n,)``.
    """
    nowhere = np.full(len(longitude), bool(paths))
    for path in paths:
        nowhere &= outside_raster(path, longitude, latitude)
    return nowhere


def are_exchanged(paths: Sequence[str], longitude: np.ndarray, latitude: np.ndarray) -> bool:
    """Whether most places lie outside of every raster, and nearly all in one of them once longitude and latitude are exchanged.

    Parameters
    ----------
    paths
        Of the rasters; tables among them say nothing.
    longitude, latitude
        Degrees on WGS 84, ``(n,)``.
    """
    rasters = [path for path in paths if not is_table(path)]
    possible = np.abs(longitude) <= 90.0  # as a latitude
    if not rasters or not possible.any() or outside_all(rasters, longitude, latitude).mean() <= MOST_OUTSIDE:
        return False
    inside = ~outside_all(rasters, latitude[possible], longitude[possible])
    return bool(inside.sum() >= LEAST_INSIDE * len(longitude))


def warn_of_outside(paths: Iterable[str], profiles: Profiles, warn: Warn) -> None:
    """Count the profiles that lie outside of every raster, and those of them that would not once longitude and latitude are exchanged."""
    rasters = [path for path in paths if not is_table(path)]
    lon, lat = profiles.longitude, profiles.latitude
    nowhere = outside_all(rasters, lon, lat)
    if not nowhere.any():
        return
    text = f"{int(nowhere.sum()):,} of {len(profiles):,} profiles are outside all rasters ({first_few(profiles.ids[nowhere])})."
    if are_exchanged(rasters, lon, lat):
        text = f"{text} Most would lie on them if longitude and latitude were exchanged. {EXCHANGE}"
    elif (back := inside_if_exchanged(rasters, lon, lat, nowhere)).any():
        text = f"{text} Of these, {int(back.sum()):,} would lie on them if longitude and latitude were exchanged"
        text = f"{text} ({first_few(profiles.ids[back])}). Correct their coordinates."
    warn("outside_rasters", text)


def inside_if_exchanged(paths: Sequence[str], longitude: np.ndarray, latitude: np.ndarray, nowhere: np.ndarray) -> np.ndarray:
    """Which places outside of every raster lie in one once longitude and latitude are exchanged, ``(n,)`` bool.

    Parameters
    ----------
    paths
        Of the rasters.
    longitude, latitude
        Degrees on WGS 84, ``(n,)``.
    nowhere
        Which places lie outside of every raster, ``(n,)`` bool.
    """
    found = np.zeros(len(longitude), dtype=bool)
    rows = np.flatnonzero(nowhere & (np.abs(longitude) <= 90.0))
    if len(rows):
        found[rows] = ~outside_all(paths, latitude[rows], longitude[rows])
    return found
