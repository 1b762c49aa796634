"""Maps that are computed tile by tile in one process, for jobs that do not plan their memory."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window

from ..covariates.stacks import CovariateStack
from ..errors import InputError, JobError, check_positive
from ..limits import TILE_PIXELS
from ..running.callbacks import Progress
from .rasters import ProductWriter

# Gets raw covariates (n, covariates), longitude and latitude (n,); gives product name -> (n, bands).
SiteFunction = Callable[[np.ndarray, np.ndarray, np.ndarray], Mapping[str, np.ndarray]]


@dataclass(frozen=True)
class MapSummary:
    """How much of the grid was mapped."""

    pixels: int
    valid: int
    tiles: int


def tiles_of(window: Window, size: int) -> Iterator[Window]:
    """Square tiles that cover ``window``, row by row."""
    for row in range(0, window.height, size):
        for column in range(0, window.width, size):
            width, height = min(size, window.width - column), min(size, window.height - row)
            yield Window(window.col_off + column, window.row_off + row, width, height)


def check_tile(size: int, window: Window) -> None:
    """Raise :class:`JobError` for tiles of ``size`` pixels a side that are none, or too large for a job that does not plan its memory."""
    check_positive("tile_size", size, "Give a positive number of pixels.")
    if min(size, window.width) * min(size, window.height) > TILE_PIXELS:
        raise JobError(f"Tiles of {size:,} x {size:,} pixels are too large.", f"Set tile_size to at most {math.isqrt(TILE_PIXELS):,}.")


def map_products(stack: CovariateStack, tile_size: int, sites: SiteFunction, writer: ProductWriter, progress: Progress) -> MapSummary:
    """Run ``sites`` over the valid pixels of every tile of the writer's window and write what it gives.

    A pixel outside any covariate is nodata in every product. ``sites`` gets the pixels' raw covariates and centres.

    Parameters
    ----------
    stack, tile_size
        The covariate rasters, and the width and height of a tile in pixels.
    sites
        Gets the pixels' raw covariates ``(n, covariates)`` and their longitudes and latitudes in degrees ``(n,)``, and gives the products.
    writer, progress
        Writes the products; the run's progress.

    Raises
    ------
    InputError
        Where no pixel has all covariates, or a product has no value anywhere.
    """
    window = writer.window
    check_tile(tile_size, window)
    tiles = list(tiles_of(window, tile_size))
    read, mapped = 0, 0
    for number, tile in enumerate(tiles):
        progress(number / len(tiles), "mapping")
        values = stack.read(tile)
        longitude, latitude = stack.grid.lonlat(tile)
        valid = np.isfinite(values).all(0) & np.isfinite(longitude) & np.isfinite(latitude)
        products: Mapping[str, np.ndarray] = {}
        if valid.any():
            products = sites(values[:, valid].T, longitude[valid], latitude[valid])
        mapped += writer.write(tile, valid, products)
        read += int(valid.sum())
    if not read:
        raise InputError("No pixel of the grid has a value of every covariate.", "Check the nodata values, and that the rasters overlap.")
    writer.check_filled()
    progress(1.0, "mapping")
    return MapSummary(window.width * window.height, mapped, len(tiles))
