"""Writes maps from their finished tiles: by one writer, from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from rasterio.windows import Window

from ..tables import NODATA
from .rasters import BLOCK, ProductWriter
from .tiles import Tiling
from .unfinished import UnfinishedMap

COLUMNS = 4 * BLOCK  # written at once


class Assembly:
    """Writes strips of blocks of the maps as soon as all their tiles are done.

    Every block is written once and completely, and always in the same order, so that the files do not depend on the order of the tiles.

    Parameters
    ----------
    tiling, finished
        The tiles, and those that are finished; both stay attributes.
    bands
        Number of bands of every product, in their order in the tiles.
    writer
        The maps.
    check
        Called between pieces of work; may raise to stop them.
    """

    def __init__(
        self, tiling: Tiling, finished: UnfinishedMap, bands: Mapping[str, int], writer: ProductWriter, check: Callable[[], None]
    ) -> None:
        self.tiling, self.finished, self._bands, self._writer, self._check = tiling, finished, bands, writer, check
        window = tiling.window
        self._strips = [
            Window(window.col_off, window.row_off + row, window.width, min(BLOCK, window.height - row))
            for row in range(0, window.height, BLOCK)
        ]
        self._next = 0

    def advance(self, progress: Callable[[float], None] = lambda share: None) -> None:
        """Write all strips that can be."""
        while self._next < len(self._strips):
            strip = self._strips[self._next]
            if any(number not in self.finished.done for number in self.tiling.touching(strip)):
                return
            self._write(strip)
            self._next += 1
            progress(self._next / len(self._strips))

    def _write(self, strip: Window) -> None:
        for first in range(0, strip.width, COLUMNS):
            part = Window(strip.col_off + first, strip.row_off, min(COLUMNS, strip.width - first), strip.height)
            values = self._values(part)
            band = 0
            for name, count in self._bands.items():
                self._check()
                self._writer.put(name, part, values[band : band + count])
                band += count

    def _values(self, part: Window) -> np.ndarray:
        """Values of a part of the grid from all tiles that touch it, ``(bands, rows, columns)``."""
        values = np.full((sum(self._bands.values()), int(part.height), int(part.width)), NODATA, dtype=np.float32)
        for number in self.tiling.touching(part):
            tile = self.tiling.tiles[number]
            top, left = max(part.row_off, tile.row_off), max(part.col_off, tile.col_off)
            bottom = min(part.row_off + part.height, tile.row_off + tile.height)
            right = min(part.col_off + part.width, tile.col_off + tile.width)
            held = self.finished.values(number, slice(top - tile.row_off, bottom - tile.row_off))
            if held is not None:
                there = (slice(top - part.row_off, bottom - part.row_off), slice(left - part.col_off, right - part.col_off))
                values[:, there[0], there[1]] = held[:, :, left - tile.col_off : right - tile.col_off]
        return values
