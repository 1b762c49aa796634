"""The grid that maps are made on: a CRS, a transform, a width and a height."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rasterio import Affine
from rasterio.crs import CRS
from rasterio.io import DatasetReader
from rasterio.windows import Window

from ..errors import InputError
from ..limits import MOST_PIXELS
from .bands import WGS84, open_raster, transformer
from .georeference import EDGE

__all__ = ["WGS84", "Grid"]


@dataclass(frozen=True)
class Grid:
    """Pixels in rows and columns along the axes of a CRS.

    Parameters
    ----------
    crs
        Coordinate reference system.
    transform
        From (column, row) of a pixel's corner to (x, y); not rotated.
    width, height
        Columns and rows.
    """

    crs: CRS
    transform: Affine
    width: int
    height: int

    @classmethod
    def of(cls, dataset: DatasetReader) -> Grid:
        """The grid of an open raster."""
        return cls(dataset.crs, dataset.transform, dataset.width, dataset.height)

    @classmethod
    def from_raster(cls, path: str) -> Grid:
        """The grid of a raster.

        Raises
        ------
        InputError
            For a raster that cannot be opened, or has no CRS or a rotated grid, naming it.
        """
        with open_raster(path) as dataset:
            return cls.of(dataset)

    @property
    def whole(self) -> Window:
        """The window of all pixels."""
        return Window(0, 0, self.width, self.height)

    def window_of(self, bounds: Sequence[float]) -> Window:
        """The pixels that touch ``bounds`` (xmin, ymin, xmax, ymax in the grid's CRS), within the grid; all for empty bounds.

        Raises
        ------
        InputError
            Where bounds are no four numbers in order, or lie outside the grid.
        """
        if len(bounds) == 0:
            return self._checked(self.whole)
        if len(bounds) != 4 or not (bounds[0] < bounds[2] and bounds[1] < bounds[3]):
            raise InputError(
                f"The bounds {tuple(bounds)} do not have the order xmin, ymin, xmax, ymax.",
                "Give four numbers with xmin < xmax and ymin < ymax.",
            )
        cols = sorted((x - self.transform.c) / self.transform.a for x in (bounds[0], bounds[2]))
        rows = sorted((y - self.transform.f) / self.transform.e for y in (bounds[1], bounds[3]))
        left, top = max(math.floor(cols[0] + EDGE), 0), max(math.floor(rows[0] + EDGE), 0)
        right, bottom = min(math.ceil(cols[1] - EDGE), self.width), min(math.ceil(rows[1] - EDGE), self.height)
        if right <= left or bottom <= top:
            raise InputError(
                f"The bounds {tuple(bounds)} are outside the grid, which covers {self.bounds}.", "Give bounds within the grid, in its CRS."
            )
        return self._checked(Window(left, top, right - left, bottom - top))

    @staticmethod
    def _checked(window: Window) -> Window:
        if window.width * window.height > MOST_PIXELS:
            raise InputError(
                f"The map would have {window.width:,} x {window.height:,} pixels, more than {MOST_PIXELS:,}.",
                "Give a smaller extent (bounds) or a coarser grid, or map several tiles one after the other with predict_tiles.",
            )
        return window

    @property
    def bounds(self) -> tuple[float, float, float, float]:
        """xmin, ymin, xmax, ymax in the grid's CRS."""
        x = sorted((self.transform.c, self.transform.c + self.transform.a * self.width))
        y = sorted((self.transform.f, self.transform.f + self.transform.e * self.height))
        return x[0], y[0], x[1], y[1]

    def centres(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """x and y of the centres of a window's pixels, each ``(rows, cols)``, in the grid's CRS."""
        return self.places(window.col_off + np.arange(window.width), window.row_off + np.arange(window.height))

    def places(self, cols: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """x and y of the centres of the pixels in some columns and rows, each ``(rows, cols)``, in the grid's CRS.

        Parameters
        ----------
        cols
            Numbers of the columns, ``(cols,)``.
        rows
            Numbers of the rows, ``(rows,)``.
        """
        x = self.transform.c + self.transform.a * (cols + 0.5)
        y = self.transform.f + self.transform.e * (rows + 0.5)
        x, y = np.meshgrid(x, y)
        return x, y

    def lonlat(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Longitude and latitude of the centres of a window's pixels; see :meth:`lonlat_of`."""
        return self.lonlat_of(window.col_off + np.arange(window.width), window.row_off + np.arange(window.height))

    def lonlat_of(self, cols: np.ndarray, rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Longitude and latitude of the centres of the pixels in some columns and rows, each ``(rows, cols)``, degrees on WGS 84.

        Longitudes run from -180 to 180; both are infinite where the CRS does not reach.

        Parameters
        ----------
        cols
            Numbers of the columns, ``(cols,)``.
        rows
            Numbers of the rows, ``(rows,)``.
        """
        x, y = self.places(cols, rows)
        to_wgs84 = transformer(self.crs, WGS84)
        if to_wgs84 is not None:
            x, y = to_wgs84.transform(x, y)
        return np.where(x > 180.0, x - 360.0, np.where(x < -180.0, x + 360.0, x)), y

    def offset_in(self, other: Grid) -> tuple[int, int] | None:
        """Column and row of this grid's first pixel in another grid; None where their pixels do not coincide, or do a turn of 360 degrees
        further."""
        if self.crs != other.crs:
            return None
        steps = ((self.transform.a, other.transform.a, self.width), (self.transform.e, other.transform.e, self.height))
        if any(abs(mine - theirs) * size > EDGE * abs(mine) for mine, theirs, size in steps):
            return None
        col = (self.transform.c - other.transform.c) / other.transform.a
        row = (self.transform.f - other.transform.f) / other.transform.e
        if max(abs(col - round(col)), abs(row - round(row))) > EDGE:
            return None
        if self.crs.is_geographic:
            turn = 360.0 / abs(other.transform.a)
            if any(-self.width < col + turned < other.width for turned in (-turn, turn)):
                return None
        return round(col), round(row)
