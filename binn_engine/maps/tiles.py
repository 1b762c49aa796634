"""Tiles: how a map is divided, and how one tile is computed, in this process or on a cluster."""

from __future__ import annotations

import bisect
import functools
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from rasterio.windows import Window
from scipy.sparse import csr_matrix

from ..covariates.stacks import StackRasters
from ..errors import Cancelled
from ..forcing.reach import FarPixels
from ..model.ranges import Counts
from ..tables import NODATA
from ..zones.coverage import Coverage, MapCoverage
from ..zones.series import ZoneDraws, zone_sums
from .rasters import written_values
from .sites import PixelModel


@dataclass(frozen=True)
class Tiling:
    """A window of a grid in tiles of ``width`` x ``height`` pixels, row by row.

    Between their edges and the grid's column ``column`` and row ``row`` there is a whole number of tiles, so that tiles can coincide
    with the blocks of the input rasters.
    """

    window: Window
    width: int
    height: int
    column: int = 0
    row: int = 0

    @functools.cached_property
    def columns(self) -> list[tuple[int, int]]:
        """First and last but one column of the tiles beside each other, in the grid."""
        return _cuts(self.window.col_off, self.window.width, self.width, self.column)

    @functools.cached_property
    def rows(self) -> list[tuple[int, int]]:
        """First and last but one row of the tiles above each other, in the grid."""
        return _cuts(self.window.row_off, self.window.height, self.height, self.row)

    @functools.cached_property
    def tiles(self) -> list[Window]:
        """The tiles, in their order."""
        return [Window(left, top, right - left, bottom - top) for top, bottom in self.rows for left, right in self.columns]

    @property
    def largest(self) -> tuple[int, int]:
        """Columns and rows of the largest tile, which is smaller than ``width`` x ``height`` where the window is."""
        return max(right - left for left, right in self.columns), max(bottom - top for top, bottom in self.rows)

    def touching(self, part: Window) -> list[int]:
        """Numbers of the tiles that have pixels in a part of the grid."""
        down, across = _touching(self.rows, part.row_off, part.height), _touching(self.columns, part.col_off, part.width)
        return [row * len(self.columns) + column for row in down for column in across]


def _cuts(first: int, size: int, step: int, phase: int) -> list[tuple[int, int]]:
    """Runs that cover ``size`` pixels from ``first`` on, cut at ``phase`` and whole steps from it."""
    edges = [first, *range(first + step - (first - phase) % step, first + size, step), first + size]
    return list(zip(edges[:-1], edges[1:]))


def _touching(runs: list[tuple[int, int]], first: int, size: int) -> range:
    """Which of some runs, one behind the other, have a part within ``size`` pixels from ``first`` on."""
    begins, ends = [begin for begin, _ in runs], [end for _, end in runs]
    return range(bisect.bisect_right(ends, first), bisect.bisect_left(begins, first + size))


@dataclass(frozen=True)
class TileNotes:
    """Facts about a tile, besides its values: valid pixels, those inside the domain, the largest distance to the forcing
    (degrees), draws (smallest and largest number, sum), seconds of reading and of computing, warnings (code and message), counts of pixels
    outside the range of the training (see :mod:`binn_engine.model.ranges`), those with impossibly large SOC, those without a value
    because they are too far from the forcing, with the largest distance (degrees), the sums over zones, and those that are lost because
    only the rasters beside the covariates have no value."""

    valid: int
    inside: int
    distance: float
    draws: tuple[int, int, int] | None
    reading: float
    computing: float
    warnings: tuple[tuple[str, str], ...] = ()
    outside: Counts = ()
    beyond: int = 0
    far: int = 0
    farthest: float = 0.0
    sums: tuple[ZoneDraws, ...] = ()
    lost: int = 0


@dataclass(frozen=True)
class TileResult:
    """``values`` of a tile's products, one after the other, ``(bands, rows, columns)`` float32; None if no pixel has a value."""

    values: np.ndarray | None
    notes: TileNotes


@dataclass(frozen=True)
class TileInputs:
    """The inputs that were read for a tile: raw covariates ``(n, covariates)``, longitude and latitude ``(n,)`` of its ``valid`` pixels
    ``(rows, columns)``, the ``seconds`` that it took, and how many pixels were too ``far`` from the forcing, the
    ``farthest`` in degrees; ``areas`` of the valid pixels in zones, ``(zones, n)`` m2; and pixels that are ``lost`` (see
    :class:`TileNotes`)."""

    covariates: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    valid: np.ndarray
    seconds: float
    far: int = 0
    farthest: float = 0.0
    areas: csr_matrix | None = None
    lost: int = 0


class TileWork:
    """Everything that is needed to compute a tile; it is sent to other processes, and opens the rasters there.

    Parameters
    ----------
    rasters
        The covariates, and what is read beside them.
    sites
        The model.
    products
        Names of the products, in their order.
    at_a_time
        Tiles that one process computes at a time, while its other threads read; 0: as many as it has threads.
    zones
        Over which the draws of the totals are summed; None: over none.
    """

    def __init__(
        self,
        rasters: StackRasters,
        sites: PixelModel,
        products: Sequence[str],
        at_a_time: int = 0,
        zones: Coverage | MapCoverage | None = None,
    ) -> None:
        self._rasters, self._sites, self._products, self._at_a_time, self._zones = rasters, sites, tuple(products), at_a_time, zones
        self._covariates = len(rasters.names) - rasters.further
        self._prepare()

    def _prepare(self) -> None:
        # Open rasters belong to the thread that opened them.
        self._opened = threading.local()
        self._room = threading.BoundedSemaphore(self._at_a_time or 2**16)
        self._stop = threading.Event()

    def __getstate__(self) -> dict[str, Any]:
        """What travels: not what is open here."""
        return {name: value for name, value in self.__dict__.items() if name not in ("_opened", "_room", "_stop")}

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._prepare()

    def stop(self) -> None:
        """Let other threads that are at work on tiles leave off."""
        self._stop.set()

    def check(self) -> None:
        """Raise :class:`Cancelled` in a thread that is to leave off."""
        if self._stop.is_set():
            raise Cancelled

    def read(self, tile: Window) -> TileInputs:
        """The covariates of a tile's pixels."""
        started = time.monotonic()
        stack = getattr(self._opened, "stack", None)
        if stack is None:
            stack = self._opened.stack = self._rasters.open()
        values, valid, lost = stack.valid_and_lost(tile, self.check, self._covariates)
        longitude, latitude = stack.grid.lonlat(tile)
        placed = np.isfinite(longitude) & np.isfinite(latitude)  # a projection does not reach everywhere
        values, valid = values[placed[valid]], valid & placed
        far = FarPixels(self._sites.reach)
        near = far.near(longitude[valid], latitude[valid])
        values = values[near]
        valid[valid] = near
        areas = None if self._zones is None else self._zones.areas(tile)[:, np.flatnonzero(valid)]
        seconds = time.monotonic() - started
        return TileInputs(values, longitude[valid], latitude[valid], valid, seconds, far.count, far.farthest, areas, lost)

    def compute(self, tile: TileInputs) -> TileResult:
        """The products of a tile that was read."""
        if not len(tile.covariates):
            return TileResult(None, TileNotes(0, 0, 0.0, None, tile.seconds, 0.0, far=tile.far, farthest=tile.farthest, lost=tile.lost))
        with self._room:
            started, warnings = time.monotonic(), []
            found = self._sites(tile.covariates, tile.longitude, tile.latitude, lambda *told: warnings.append(told))
            rows = np.concatenate([found.products[name] for name in self._products], 1)
            values = np.full((rows.shape[1], *tile.valid.shape), NODATA, dtype=np.float32)
            for band, column in zip(values, rows.T):
                band[tile.valid] = written_values(column)
            sums = () if tile.areas is None or found.totals is None else zone_sums(tile.areas, found.totals)
            seconds = time.monotonic() - started
        kept = int((values != NODATA).any(0).sum())
        notes = TileNotes(
            kept,
            found.inside,
            found.distance,
            found.draws,
            tile.seconds,
            seconds,
            tuple(warnings),
            found.outside,
            found.beyond,
            tile.far,
            tile.farthest,
            sums,
            tile.lost,
        )
        return TileResult(values if kept else None, notes)


def map_tile(work: TileWork, tile: Window) -> TileResult:
    """A tile's products, as a task of a cluster."""
    return work.compute(work.read(tile))
