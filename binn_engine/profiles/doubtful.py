"""Possible but unlikely coordinates: exactly 0, 0; longitude and latitude exchanged; in radians."""

from __future__ import annotations

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

from ..land import NEAR_DEGREES, OUTNUMBERED, REGION_DEGREES, SOUTHERNMOST_SOIL
from .land import in_the_sea

FEWEST_IN_RADIANS = 10  # different places from which all of them near 0, 0 look like radians
FEWEST_MIRRORED, MIRRORED = 5, 0.6  # places of a region, and the share of them, that are those of another one exchanged
FEWEST_AT_SEA, AT_SEA, LESS_AT_SEA = 3, 0.15, 0.1  # places; the share of them in the sea, and of that share what may stay there
FEWEST_OF_COUNTRY, OUTNUMBERED_AT_HOME = 3, 2  # different places of a country, and the same number among them


def at_zero(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Which places are exactly 0, 0, ``(n,)`` bool: in the sea, and what programs write for a missing place.

    Parameters
    ----------
    lon, lat
        Degrees, NaN where unknown, ``(n,)``.
    """
    return (lon == 0.0) & (lat == 0.0)


def in_radians(lon: np.ndarray, lat: np.ndarray) -> bool:
    """Whether places look like radians: more than a few different ones, all of them within pi by half of pi around 0, 0.

    Parameters
    ----------
    lon, lat
        In the unit that is in question, NaN where unknown, ``(n,)``.
    """
    known = np.isfinite(lon) & np.isfinite(lat) & ~at_zero(lon, lat)
    lon, lat = lon[known], lat[known]
    if not len(lon) or np.abs(lon).max() > np.pi or np.abs(lat).max() > np.pi / 2.0:
        return False
    return len(np.unique(np.stack([lon, lat]), axis=1).T) > FEWEST_IN_RADIANS


def exchanged(lon: np.ndarray, lat: np.ndarray, country: np.ndarray | None = None) -> np.ndarray:
    """Which places are probably exchanged, ``(n,)`` bool: they are :func:`apart` from the others, :func:`abroad`, or only
    :func:`on_land_if_exchanged`.

    Parameters
    ----------
    lon, lat
        Degrees, NaN where unknown, ``(n,)``.
    country
        The country of each place in words, ``(n,)`` text, empty where unknown; None where none is known.
    """
    found = apart(lon, lat) | on_land_if_exchanged(lon, lat)
    return found if country is None else found | abroad(lon, lat, country)


def apart(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Which places lie apart from the others, and among them once longitude and latitude are exchanged, ``(n,)`` bool.

    Places that touch on a raster of 5 degrees are a region. A place is reported if its exchanged one lies within a degree of a place in a
    region that has three times the places of its own.

    Parameters
    ----------
    lon, lat
        Degrees, NaN where unknown, ``(n,)``.
    """
    return _exchange(lon, lat)[0]


def on_land_if_exchanged(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Which places lie in the sea or in the Antarctic, and on other land once longitude and latitude are exchanged, ``(n,)`` bool.

    Parameters
    ----------
    lon, lat
        Degrees, NaN where unknown, ``(n,)``.
    """
    found = np.zeros(len(lon), dtype=bool)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat) & ~at_zero(lon, lat) & (np.abs(lat) <= 90.0) & (np.abs(_west(lon)) <= 90.0))
    east, north = _west(lon[known]), lat[known]
    found[known] = _without_soil(east, north) & ~_without_soil(north, east)
    return found


def _without_soil(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    return (lat < SOUTHERNMOST_SOIL) | in_the_sea(lon, lat)


def abroad(lon: np.ndarray, lat: np.ndarray, country: np.ndarray) -> np.ndarray:
    """Which places lie apart from the others of their country, and among them once longitude and latitude are exchanged, ``(n,)`` bool.

    The places of each country that touch on a raster of 5 degrees are a region. A place is reported if its exchanged one lies in a region
    that has twice the places of its own, or more.

    Parameters
    ----------
    lon, lat
        Degrees, NaN where unknown, ``(n,)``.
    country
        The country of each place in words, ``(n,)`` text, empty where unknown.
    """
    found = np.zeros(len(lon), dtype=bool)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) <= 90.0) & (np.abs(lon) <= 360.0) & (country != ""))
    order = known[np.argsort(country[known], kind="stable")]
    _, first = np.unique(country[order], return_index=True)
    for rows in np.split(order, first[1:]):
        places, of_place = np.unique(np.stack([_west(lon[rows]), lat[rows]], axis=1), axis=0, return_inverse=True)
        if len(places) < FEWEST_OF_COUNTRY:
            continue
        grid = _region_grid(places)
        region, possible = grid[_cells(places)], np.abs(places[:, 0]) <= 90.0
        other = np.where(possible, grid[_cells(np.where(possible[:, None], places[:, ::-1], 0.0))], 0)
        size = np.bincount(region)
        odd = (other > 0) & (other != region) & (size[other] >= OUTNUMBERED_AT_HOME * size[region])
        found[rows] = odd[of_place.reshape(-1)]
    return found


def mirrored(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Which places lie in two regions of similar size that are each other with longitude and latitude exchanged, ``(n,)`` bool: one of the
    two is wrong, but which cannot be told.

    Parameters
    ----------
    lon, lat
        Degrees, NaN where unknown, ``(n,)``.
    """
    return _exchange(lon, lat)[1]


def all_exchanged(lon: np.ndarray, lat: np.ndarray) -> float:
    """The share of the places that lie in the sea, where this says that the longitudes and latitudes of all are exchanged: a good part of
    them lies in the sea, and next to none once they are exchanged. Else 0.

    Parameters
    ----------
    lon, lat
        Degrees, NaN where unknown, ``(n,)``.
    """
    known = np.isfinite(lon) & np.isfinite(lat) & ~at_zero(lon, lat) & (np.abs(lat) <= 90.0)
    places = np.unique(np.stack([lon[known], lat[known]], axis=1), axis=0)
    if len(places) < FEWEST_AT_SEA or np.abs(places[:, 0]).max() > 90.0:
        return 0.0
    share, exchanged_share = (float(in_the_sea(*axes).mean()) for axes in (places.T, places.T[::-1]))
    return share if share >= AT_SEA and exchanged_share <= LESS_AT_SEA * share else 0.0


def _exchange(lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which places are :func:`apart`, and which are :func:`mirrored`."""
    odd, mirror = np.zeros(len(lon), dtype=bool), np.zeros(len(lon), dtype=bool)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) <= 90.0) & (np.abs(lon) <= 360.0))
    if len(known) < OUTNUMBERED + 1:
        return odd, mirror
    places, of_place = np.unique(np.stack([_west(lon[known]), lat[known]], axis=1), axis=0, return_inverse=True)
    region = _region_grid(places)[_cells(places)]
    size = np.bincount(region)
    distance, nearest = cKDTree(places).query(places[:, ::-1], distance_upper_bound=NEAR_DEGREES)
    near = np.isfinite(distance) & (np.abs(places[:, 0]) <= 90.0)
    other = region[np.where(near, nearest, 0)]
    across = near & (other != region)
    outnumbered = across & (size[other] >= OUTNUMBERED * size[region])
    share = np.bincount(region, across) / np.maximum(size, 1)
    similar = (size[region] >= FEWEST_MIRRORED) & (size[region] < OUTNUMBERED * size[other])
    alike = across & ~outnumbered & similar & (share[region] >= MIRRORED)
    odd[known], mirror[known] = outnumbered[of_place.reshape(-1)], alike[of_place.reshape(-1)]
    return odd, mirror


def _west(lon: np.ndarray) -> np.ndarray:
    """Longitudes from -180 to 180."""
    return np.where(lon > 180.0, lon - 360.0, lon)


def _cells(places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and column of places ``(n, 2)`` on the raster of 5 degrees, ``(n,)`` each."""
    row = np.minimum(((places[:, 1] + 90.0) // REGION_DEGREES).astype(int), 180 // REGION_DEGREES - 1)
    column = np.minimum(((places[:, 0] + 180.0) // REGION_DEGREES).astype(int), 360 // REGION_DEGREES - 1)
    return row, column


def _region_grid(places: np.ndarray) -> np.ndarray:
    """The number of the region of each cell of the raster, ``(36, 72)``; 0 where there is no place."""
    taken = np.zeros((180 // REGION_DEGREES, 360 // REGION_DEGREES), dtype=bool)
    taken[_cells(places)] = True
    return ndimage.label(taken, structure=np.ones((3, 3)))[0]
