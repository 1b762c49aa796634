"""Errors that the draws do not show: how they go together over a part of a grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window

from ..covariates.bands import transformer
from ..covariates.grids import WGS84, Grid
from .correlation import Correlation, FieldExtent, RandomField
from .ellipsoid import pixel_areas, plane_around

Bounds = tuple[float, float, float, float]  # xmin, ymin, xmax, ymax


def extent_of(grid: Grid, bounds: Bounds) -> tuple[tuple[float, float], FieldExtent]:
    """The longitude and latitude in the middle of a part of a grid, and its extent and pixels in metres.

    Parameters
    ----------
    grid
        The grid.
    bounds
        Of the part, in the grid's CRS.
    """
    west, south, east, north = bounds
    window = grid.window_of(bounds)
    to_wgs84 = transformer(grid.crs, WGS84)
    x, y = np.array([(west + east) / 2.0, west, east, west, east]), np.array([(south + north) / 2.0, south, south, north, north])
    x, y = (x, y) if to_wgs84 is None else to_wgs84.transform(x, y)
    corners = np.stack(plane_around(x[0], y[0])(x[1:], y[1:]))
    extent = 2.0 * float(np.nanmax(np.where(np.isfinite(corners), np.abs(corners), np.nan)))
    one = Window(window.col_off + window.width // 2, window.row_off + window.height // 2, 1, 1)
    return (float(x[0]), float(y[0])), FieldExtent(extent, float(np.sqrt(pixel_areas(grid, one)[0, 0])))


def bounds_of(grid: Grid, window: Window) -> Bounds:
    """The bounds of a window of a grid, in its CRS."""
    x = sorted(grid.transform.c + grid.transform.a * (window.col_off + shift) for shift in (0, window.width))
    y = sorted(grid.transform.f + grid.transform.e * (window.row_off + shift) for shift in (0, window.height))
    return x[0], y[0], x[1], y[1]


ANYWHERE = FieldExtent(1.0, 0.0)  # of errors that are the same at all places


@dataclass(frozen=True)
class HiddenErrors:
    """How errors that the draws do not show go together from place to place.

    Parameters
    ----------
    correlation
        Without a nugget, so that a place alone says what its errors are.
    middle
        Longitude and latitude around which distances are measured, degrees.
    region
        The extent of the fields.
    """

    correlation: Correlation
    middle: tuple[float, float] = (0.0, 0.0)
    region: FieldExtent = ANYWHERE

    @classmethod
    def over(cls, grid: Grid, window: Window, range_km: float) -> HiddenErrors:
        """With a range of correlation over a window of a grid; the same everywhere for 0.

        Parameters
        ----------
        grid, window
            The grid, and the part of it.
        range_km
            At this distance, 5 % of the correlation are left.
        """
        if range_km == 0.0:
            return SHARED
        middle, region = extent_of(grid, bounds_of(grid, window))
        return cls(Correlation(1000.0 * max(range_km, 1.01e-3 * region.pixel_m)), middle, region)

    def fields(self, seed: int, count: int) -> list[RandomField]:
        """So many fields, each a function of the place."""
        return [RandomField(self.correlation, self.region, seed, number) for number in range(count)]

    def at(self, fields: Sequence[RandomField], longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
        """Standard normal errors at places ``(n,)`` in degrees, ``(fields, n)``.

        Parameters
        ----------
        fields
            Of :meth:`fields`.
        longitude, latitude
            Degrees, ``(n,)``.
        """
        place, nowhere = plane_around(*self.middle)(longitude, latitude), np.zeros(len(longitude), dtype=np.int64)
        return np.stack([field.at(*place, nowhere) for field in fields])


SHARED = HiddenErrors(Correlation(np.inf))  # the same at all places: the upper limit of the uncertainty of a total
