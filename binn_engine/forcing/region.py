"""Which part of a forcing file is needed: the cells that a place of a map, or a profile, may read."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from rasterio.windows import Window
from scipy.spatial import cKDTree

from ..covariates.grids import Grid
from .sphere import arc, on_sphere

MARGINS = (3.0, 8.0, 12.0, 24.0, 180.0)  # degrees around the places that are read, one after the other, until no farther cell counts
SAMPLES = 64  # of a map's rows and columns


@dataclass(frozen=True)
class Region:
    """Places that need forcing.

    Parameters
    ----------
    longitude, latitude
        Sample places, ``(n,)`` degrees.
    spacing
        No place of the region is farther than this from a sample, in degrees.
    memory
        Largest size of the cells in bytes; infinite: no limit.
    """

    longitude: np.ndarray
    latitude: np.ndarray
    spacing: float = 0.0
    memory: float = np.inf
    _tree: cKDTree = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tree", cKDTree(on_sphere(self.longitude, self.latitude)))

    def holds(self, lon: np.ndarray, lat: np.ndarray, margin: float) -> np.ndarray:
        """Which places ``(cells,)`` lie within ``margin`` degrees of a sample.

        Parameters
        ----------
        lon, lat
            Degrees, ``(cells,)``.
        margin
            Degrees.
        """
        known = np.isfinite(lon) & np.isfinite(lat)
        found = np.zeros(lon.shape, dtype=bool)
        found[known] = arc(self._tree.query(on_sphere(lon[known], lat[known]))[0]) <= margin
        return found

    def is_served(self, lon: np.ndarray, lat: np.ndarray, margin: float, around: float = 0.0) -> bool:
        """Whether, of all complete cells, those at ``lon``, ``lat`` within ``margin`` degrees hold those that every place reads.

        The distance to the nearest cell changes from place to place by no more than the places are apart.

        Parameters
        ----------
        lon, lat
            Degrees, ``(cells,)``.
        margin
            Degrees.
        around
            How much farther than the nearest cell a cell may be that a place reads, degrees.
        """
        if not len(lon):
            return False
        farthest = float(arc(cKDTree(on_sphere(lon, lat)).query(self._tree.data)[0]).max())
        return farthest + around + 2.0 * self.spacing <= margin


@dataclass(frozen=True)
class Near:
    """Places within ``margin`` degrees of a region's samples."""

    region: Region
    margin: float

    def holds(self, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
        """Which places ``(cells,)`` do.

        Parameters
        ----------
        lon, lat
            Degrees, ``(cells,)``.
        """
        return self.region.holds(lon, lat, self.margin)


def region_of_places(lon: np.ndarray, lat: np.ndarray) -> Region | None:
    """The region of profiles at ``lon``, ``lat`` ``(n,)``; None where none of them has a place.

    Parameters
    ----------
    lon, lat
        Degrees, ``(n,)``.
    """
    known = np.isfinite(lon) & np.isfinite(lat)
    return Region(lon[known], lat[known]) if known.any() else None


def region_of_map(grid: Grid, window: Window, memory: float = np.inf) -> Region | None:
    """The region of a window of a grid; None where that reaches beyond its projection."""
    columns, rows = sampled_lines(window)
    lon, lat = grid.lonlat_of(columns, rows)
    if not (np.isfinite(lon) & np.isfinite(lat)).all():
        return None
    points = on_sphere(lon, lat)
    steps = [np.linalg.norm(np.diff(points, axis=axis), axis=-1).max(initial=0.0) for axis in (0, 1)]
    return Region(lon.ravel(), lat.ravel(), float(arc(np.array(sum(steps)))), memory)


def sampled_lines(window: Window) -> tuple[np.ndarray, np.ndarray]:
    """Columns and rows of a window that are looked at in place of all, spread evenly from edge to edge."""
    extents = (window.col_off, window.width), (window.row_off, window.height)
    columns, rows = (
        np.unique(np.linspace(start, start + length - 1, int(min(SAMPLES, length))).round().astype(int)) for start, length in extents
    )
    return columns, rows
