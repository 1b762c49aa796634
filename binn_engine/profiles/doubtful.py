"""Possible but unlikely coordinates: exactly 0, 0; longitude and latitude exchanged; in radians."""

from __future__ import annotations

import numpy as np
from scipy import ndimage
from scipy.spatial import cKDTree

from .land import in_the_sea

CELL_DEGREES = 5  # of the raster whose cells with places, where they touch, make a region
NEAR_DEGREES = 1.0  # an exchanged place lies so near to others
FEWEST_IN_RADIANS = 10  # different places from which all of them near 0, 0 look like radians
FEWEST_MIRRORED, MIRRORED = 5, 0.6  # places of a region, and the share of them, that are those of another one exchanged
FEWEST_AT_SEA, AT_SEA, LESS_AT_SEA = 3, 0.15, 0.1  # places; the share of them in the sea, and of that share what may stay there
OUTNUMBERED = 3  # whose region has so many times the places of its own


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


def exchanged(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Which places lie apart from the others, and among them once longitude and latitude are exchanged, ``(n,)`` bool.

    Places that touch on a raster of 5 degrees are a region. A place is reported if its exchanged one lies within a degree of a place in a
    region that has three times the places of its own.

    Parameters
    ----------
    lon, lat
        Degrees, NaN where unknown, ``(n,)``.
    """
    return _exchange(lon, lat)[0]


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
    """Which places are :func:`exchanged`, and which are :func:`mirrored`."""
    odd, mirror = np.zeros(len(lon), dtype=bool), np.zeros(len(lon), dtype=bool)
    known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat) & (np.abs(lat) <= 90.0) & (np.abs(lon) <= 360.0))
    if len(known) < OUTNUMBERED + 1:
        return odd, mirror
    east = np.where(lon[known] > 180.0, lon[known] - 360.0, lon[known])
    places, of_place = np.unique(np.stack([east, lat[known]], axis=1), axis=0, return_inverse=True)
    region = _regions(places)
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


def _regions(places: np.ndarray) -> np.ndarray:
    """The number of the region of each place, ``(n,)``."""
    row = np.minimum(((places[:, 1] + 90.0) // CELL_DEGREES).astype(int), 180 // CELL_DEGREES - 1)
    column = np.minimum(((places[:, 0] + 180.0) // CELL_DEGREES).astype(int), 360 // CELL_DEGREES - 1)
    taken = np.zeros((180 // CELL_DEGREES, 360 // CELL_DEGREES), dtype=bool)
    taken[row, column] = True
    regions, _ = ndimage.label(taken, structure=np.ones((3, 3)))
    return regions[row, column]
