"""The cells of a forcing that is built, and means of rasters over them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from rasterio.windows import Window

from ..covariates.bands import band_names, open_raster, transformer, values_at
from ..covariates.grids import Grid
from ..covariates.sample_warnings import warn_of_missing
from ..running.callbacks import Warn

# Places along either side of a cell, whose mean is the cell's value.
PLACES = 5
COARSER = 1.5  # pixels of so many cells' width are interpolated between


class ClimateCells:
    """The cells of a grid's window, and means of rasters over them."""

    def __init__(self, grid: Grid, window: Window, warn: Warn) -> None:
        self.grid, self.warn = grid, warn
        self.shape = (int(window.height), int(window.width))
        _, self.latitude = grid.lonlat(window)
        steps = (np.arange(PLACES) + 0.5) / PLACES - 0.5
        cols = (window.col_off + np.arange(self.shape[1]))[:, None] + steps
        rows = (window.row_off + np.arange(self.shape[0]))[:, None] + steps
        self.x, self.y = grid.places(cols.ravel(), rows.ravel())

    def filled(self, value: float) -> np.ndarray:
        """One value in all cells, ``(rows, cols)``."""
        return np.full(self.shape, value)

    def mean(self, path: str, bands: Sequence[int], classes: bool = False) -> np.ndarray:
        """Means over the cells, ``(bands, rows, cols)``, of the places in each that have a value; NaN where less than half have one.

        Between the pixels of a raster that is coarser than the cells values are interpolated, unless they are ``classes``.
        """
        with open_raster(path) as dataset:
            to_raster = transformer(self.grid.crs, dataset.crs)
            x, y = self.x, self.y
            if to_raster is not None:
                x, y = (np.asarray(axis).reshape(self.x.shape) for axis in to_raster.transform(x.ravel(), y.ravel()))
            cell = PLACES * np.nanmedian(np.abs(np.diff(x, axis=1)))
            smooth = not classes and abs(dataset.transform.a) > COARSER * cell
            values = values_at(dataset, bands, [smooth] * len(bands), x.ravel(), y.ravel())
            warn_of_missing(dataset, [(name, band) for name, band in band_names(dataset) if band in bands], self.warn)
        rows, cols = self.shape
        places = values.reshape(len(bands), rows, PLACES, cols, PLACES).transpose(0, 1, 3, 2, 4).reshape(len(bands), rows, cols, -1)
        known = np.isfinite(places)
        count = known.sum(axis=-1)
        total = np.where(known, places, 0.0).sum(axis=-1)
        return np.where(2 * count >= PLACES**2, total / np.maximum(count, 1), np.nan)


def cell_coordinates(grid: Grid, window: Window) -> tuple[tuple[str, str], dict[str, tuple[Any, np.ndarray]]]:
    """The forcing's two spatial dimensions, and ``lat`` and ``lon`` with their dimensions: along the axes of a grid in degrees, else by
    cell."""
    lon, lat = grid.lonlat(window)
    if grid.crs.is_geographic:
        return ("lat", "lon"), {"lat": ("lat", lat[:, 0]), "lon": ("lon", lon[0])}
    return ("y", "x"), {"lat": (("y", "x"), lat), "lon": (("y", "x"), lon)}
