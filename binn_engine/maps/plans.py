"""The resources that a map needs, estimated from file headers alone: pixels, tiles, bytes, memory, disk."""

from __future__ import annotations

import math
import shutil
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from rasterio.windows import Window

from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack, SourceBands
from ..errors import OutputError
from .memory import size
from .tiles import Tiling

PLACES_LOOKED_AT, SECONDS_TO_LOOK = 200, 1.5
SMALL_WINDOW = 128 * 128  # pixels that are read at once in less time than single places


@dataclass(frozen=True)
class MapPlan:
    """The resources that a map needs.

    Parameters
    ----------
    width, height
        Pixels of the maps.
    valid_share
        Share of the sampled places that have all covariates.
    tile_width, tile_height, tiles
        Size of the largest tile in pixels, and how many there are.
    covariates, rasters
        How many covariates are read, of how many rasters.
    bytes_to_read, bytes_to_write
        Uncompressed: of the covariates over the maps, and of the maps.
    memory, budget
        Largest size in bytes: estimated, and allowed.
    processes, sites
        Processes that compute (0: those of a scheduler), and how many sites each thread computes at a time.
    device
        Where.
    disk
        Bytes needed by folder.
    """

    width: int
    height: int
    valid_share: float
    tile_width: int
    tile_height: int
    tiles: int
    covariates: int
    rasters: int
    bytes_to_read: float
    bytes_to_write: float
    memory: float
    budget: float
    processes: int
    sites: int
    device: str
    disk: Mapping[str, float]

    @property
    def text(self) -> str:
        """The plan in words."""
        share = f"about {100.0 * self.valid_share:.0f} % of them with values of all covariates"
        where = (
            f"{self.processes} processes"
            if self.processes > 1
            else "the workers of the Dask scheduler"
            if not self.processes
            else "this process"
        )
        disk = ", ".join(f"{size(need)} in {folder}" for folder, need in self.disk.items())
        return (
            f"Plan: {self.width:,} x {self.height:,} pixels, {share}, "
            f"in {self.tiles:,} tiles of {self.tile_width:,} x {self.tile_height:,}; "
            f"reads {size(self.bytes_to_read)} of {self.covariates} covariates in {self.rasters} rasters, "
            f"writes {size(self.bytes_to_write)} of maps; memory {size(self.memory)} of {size(self.budget)}; "
            f"disk {disk}; on {self.device} by {where}."
        )


def tiling_of(window: Window, pixels: int, sources: Sequence[SourceBands]) -> Tiling:
    """Tiles of at most ``pixels`` that fit the blocks of the raster with the most bands among those on the grid."""
    side = math.isqrt(pixels)
    aligned = [(source, source.offset) for source in sources if source.offset is not None]
    if not aligned:
        return Tiling(window, min(side, window.width), min(side, window.height), window.col_off, window.row_off)
    source, offset = max(aligned, key=lambda row: len(row[0].bands))
    block_height, block_width = source.dataset.block_shapes[source.bands[0] - 1]
    if block_width >= source.dataset.width:  # strips are read whole
        width = min(window.width, pixels)
    else:
        width = min(block_width * max(1, side // block_width), pixels) if block_width <= pixels else side
    height = max(1, pixels // min(width, window.width))
    height = min(height, max(side, block_height)) if width < window.width else height
    height -= height % block_height if height > block_height else 0
    return Tiling(window, width, height, -offset[0] % width, -offset[1] % height)


def look(stack: CovariateStack, window: Window) -> tuple[int, int]:
    """How many of how many places have all covariates: all of a small window, else as many as there is time for, scattered evenly."""
    if window.width * window.height <= SMALL_WINDOW:
        return len(stack.valid(window)[0]), window.width * window.height
    deadline = time.monotonic() + SECONDS_TO_LOOK
    valid, places = 0, 0
    while places < min(PLACES_LOOKED_AT, window.width * window.height) and time.monotonic() < deadline:
        places += 1
        # The additive recurrence of the plastic number, which fills the square evenly from the first place on (Roberts 2018).
        column, row = (int(step * places % 1.0 * extent) for step, extent in ((0.7548776662, window.width), (0.5698402910, window.height)))
        valid += len(stack.valid(Window(window.col_off + column, window.row_off + row, 1, 1))[0])
    return valid, places


def bytes_to_read(sources: Sequence[SourceBands], grid: Grid, window: Window) -> float:
    """Uncompressed bytes of the sources' pixels over the window, roughly for those on another grid."""
    total = 0.0
    share = window.width * window.height / (grid.width * grid.height)
    for source in sources:
        file = source.dataset
        pixels = window.width * window.height if source.offset is not None else file.width * file.height * share
        total += pixels * sum(np.dtype(file.dtypes[band - 1]).itemsize for band in source.bands)
    return total


def disk_needed(tiles_folder: Path, outputs: Mapping[Path, int], pixels: float, share: float, copies: float) -> dict[str, float]:
    """Bytes that tiles and maps need, by folder.

    A tile holds all bands, and a bit for every pixel, which says whether it has values. In maps, pixels without a value take next to
    nothing.

    Parameters
    ----------
    tiles_folder
        Where the tiles are kept.
    outputs
        Files of the maps, each with its number of bands.
    pixels
        Of the maps.
    share
        Of the pixels that have values, 0 to 1.
    copies
        How often the layout of the maps needs each pixel on disk.
    """
    needed = {str(tiles_folder): 4.0 * pixels * share * sum(outputs.values()) + pixels / 8.0}
    for folder, need in maps_disk(outputs, pixels * share, copies).items():
        needed[folder] = needed.get(folder, 0.0) + need
    return needed


def maps_disk(outputs: Mapping[Path, int], pixels: float, copies: float = 1.0) -> dict[str, float]:
    """Bytes that maps need, by folder.

    Parameters
    ----------
    outputs
        Files of the maps, each with its number of bands.
    pixels
        Number of pixels with values.
    copies
        How often the layout of the maps needs each pixel on disk.
    """
    needed: dict[str, float] = {}
    for path, bands in outputs.items():
        needed[str(path.parent)] = needed.get(str(path.parent), 0.0) + 4.0 * pixels * bands * copies
    return needed


def check_disk(disk: Mapping[str, float], there: float = 0.0) -> None:
    """Raise :class:`OutputError` where a drive has less room than its folders need together; ``there`` bytes are written already."""
    drives: dict[int, tuple[str, float]] = {}
    for folder, need in disk.items():
        drive = Path(folder).stat().st_dev
        first, sum_ = drives.get(drive, (folder, 0.0))
        drives[drive] = (first, sum_ + need)
    for folder, need in drives.values():
        free = shutil.disk_usage(folder).free
        if need - there > free:
            raise OutputError(
                f"The maps need about {size(need)} on the disk of {folder}, including finished tiles that are kept "
                f"during the run, but only {size(free)} are free.",
                "Free some disk space, choose another folder, or map a smaller extent (bounds).",
            )
