"""Covariate rasters on one common grid, read window by window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from types import TracebackType

import numpy as np
import pyproj
from rasterio.io import DatasetReader
from rasterio.windows import Window

from ..errors import InputError
from ..paths import holds_raster
from ..profiles.tables.vectors import is_table
from ..running.callbacks import Warn
from .bands import band_names, open_raster, read_values, transformer, values_at
from .classes import mark_classes
from .grids import Grid
from .sample_warnings import warn_of_missing

VALUES_AT_ONCE = 2**20  # read and converted (some 50 bytes each meanwhile)


@dataclass(frozen=True)
class SourceBands:
    """An open raster, the ``bands`` to read, and the position of the grid's first pixel in it if their pixels coincide."""

    dataset: DatasetReader
    bands: tuple[int, ...]
    offset: tuple[int, int] | None


@dataclass(frozen=True)
class StackRasters:
    """What a stack is opened from.

    Parameters
    ----------
    paths, names, categorical, grid
        As of :class:`CovariateStack`.
    further
        How many of the names, the last ones, are no covariates of the model.
    """

    paths: tuple[str, ...]
    names: tuple[str, ...]
    categorical: tuple[str, ...]
    grid: Grid
    further: int = 0

    def open(self) -> CovariateStack:
        """The stack."""
        return CovariateStack(self.paths, self.names, self.categorical, self.grid)


class CovariateStack:
    """The named covariates of some rasters, on a target grid.

    A raster whose pixels coincide with the grid's is read as it is. For any other raster, each pixel gets the value at its centre:
    interpolated between pixels for a continuous covariate, of the nearest pixel for a categorical one. Every pixel is computed by
    itself, so a window's values do not depend on the window.

    Parameters
    ----------
    paths
        The rasters.
    names
        The covariates wanted, in their order.
    categorical
        Those of ``names`` that are classes.
    grid
        The target grid.

    Raises
    ------
    InputError
        For a raster that cannot be used, a covariate that is in none or in two, or a raster that lies off the grid.
    """

    def __init__(self, paths: Sequence[str], names: Sequence[str], categorical: Iterable[str], grid: Grid) -> None:
        self.names = tuple(names)
        self.grid = grid
        self._classes = frozenset(categorical)
        self._open = ExitStack()
        try:
            self._sources = self._find([str(path) for path in paths])
            for source in self._sources:
                _check_overlap(source.dataset, grid)
        except InputError:
            self._open.close()
            raise

    def _find(self, paths: Sequence[str]) -> list[_CovariateRaster]:
        places: dict[str, tuple[str, int]] = {}
        datasets: dict[str, DatasetReader] = {}
        for path in dict.fromkeys(paths):
            if is_table(path) and not holds_raster(path):
                raise InputError(f"{path} is a table, but maps need rasters.", f"Give rasters with the covariates {', '.join(self.names)}.")
            datasets[path] = self._open.enter_context(open_raster(path))
            for name, band in band_names(datasets[path]):
                if name in places and name in self.names:
                    raise InputError(
                        f"The covariate {name!r} is in two rasters: {places[name][0]} and {path}.",
                        "Use only one of them, or rename a band.",
                    )
                places.setdefault(name, (path, band))
        for name in self.names:
            if name not in places:
                raise InputError(
                    f"The model needs the covariate {name!r}, but no band of the rasters {', '.join(paths)} has this name.",
                    f"Add the raster that contains it, or name its band {name!r}. The bands found are: {', '.join(places)}.",
                )
        sources = []
        for path, dataset in datasets.items():
            rows = [row for row, name in enumerate(self.names) if places[name][0] == path]
            if rows:
                bands = [places[self.names[row]][1] for row in rows]
                smooth = [self.names[row] not in self._classes for row in rows]
                mark_classes(dataset, (band for band, blended in zip(bands, smooth, strict=True) if not blended))
                sources.append(_CovariateRaster(dataset, rows, bands, smooth, self.grid))
        return sources

    def warn_of_missing(self, warn: Warn) -> None:
        """Warn of values that are taken as missing though their rasters do not say so, by a sample of each.

        Raises
        ------
        InputError
            Where most values of a well-known covariate lie beyond the same bound of what it can have.
        """
        for source in self._sources:
            names = [self.names[row] for row in source.rows]
            warn_of_missing(source.dataset, list(zip(names, source.bands, strict=True)), warn)

    def read(self, window: Window) -> np.ndarray:
        """Values of a window of the grid ``(n_covariates, rows, cols)``, float64, NaN where there is none.

        Raises
        ------
        InputError
            Where a file's data cannot be read, as of a truncated one.
        """
        values = np.full((len(self.names), int(window.height), int(window.width)), np.nan)
        for rows, part in self._parts(window):
            values[rows] = part
        return values

    def valid(self, window: Window, check: Callable[[], None] = lambda: None) -> tuple[np.ndarray, np.ndarray]:
        """Values of the pixels that have all covariates ``(n, n_covariates)``, and which these are ``(rows, cols)``.

        Rasters are read no further once no pixel is left. ``check`` is called between readings, and may raise to stop them.
        """
        return self.valid_and_lost(window, check, len(self.names))[:2]

    def valid_and_lost(self, window: Window, check: Callable[[], None], first: int) -> tuple[np.ndarray, np.ndarray, int]:
        """As :meth:`valid`, and how many more pixels have the ``first`` covariates, but not all of those after them."""
        valid = np.ones((int(window.height), int(window.width)), dtype=bool)
        with_first = valid.copy()
        found: list[tuple[list[int], np.ndarray]] = []
        for rows, part in self._parts(window):
            check()
            found.append((rows, part.reshape(len(rows), -1)))
            finite = np.isfinite(part)
            valid &= finite.all(0)
            with_first &= finite[[row < first for row in rows]].all(0)
            if not valid.any():
                return np.empty((0, len(self.names))), valid, int(with_first.sum())
        values = np.empty((int(valid.sum()), len(self.names)))
        while found:
            rows, part = found.pop()
            values[:, rows] = part[:, valid.ravel()].T
        return values, valid, int(with_first.sum() - valid.sum())

    def _parts(self, window: Window) -> Iterator[tuple[list[int], np.ndarray]]:
        """Rows of covariates and their values ``(covariates, rows, cols)`` in a window, a bounded number of values at a time."""
        centres: dict[str, tuple[np.ndarray, np.ndarray]] = {}
        bands = max(1, VALUES_AT_ONCE // max(1, int(window.height) * int(window.width)))
        for source in self._sources:
            for first in range(0, len(source.rows), bands):
                some = slice(first, first + bands)
                yield source.rows[some], source.read(window, centres, some)

    @property
    def bands(self) -> list[SourceBands]:
        """What is read of each raster."""
        return [SourceBands(source.dataset, tuple(source.bands), source.offset) for source in self._sources]

    def __enter__(self) -> CovariateStack:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the rasters."""
        self._open.close()


class _CovariateRaster:
    """The wanted bands of one raster, on the target grid."""

    def __init__(self, dataset: DatasetReader, rows: list[int], bands: list[int], smooth: list[bool], grid: Grid) -> None:
        self.dataset, self.rows, self.bands, self.smooth, self.grid = dataset, rows, bands, smooth, grid
        self.offset = grid.offset_in(Grid.of(dataset))
        self.to_source: pyproj.Transformer | None = transformer(grid.crs, dataset.crs)

    def read(self, window: Window, centres: dict[str, tuple[np.ndarray, np.ndarray]], some: slice) -> np.ndarray:
        """Values of ``some`` of the bands ``(bands, rows, cols)``; ``centres`` keeps the pixels' places in each CRS from one raster to
        the next."""
        shape = (int(window.height), int(window.width))
        if self.offset is not None:
            return self._read_aligned(window, self.offset, shape, self.bands[some])
        key = self.dataset.crs.to_wkt()
        if key not in centres:
            x, y = (axis.ravel() for axis in self.grid.centres(window))
            centres[key] = (x, y) if self.to_source is None else self.to_source.transform(x, y)
        return values_at(self.dataset, self.bands[some], self.smooth[some], *centres[key]).reshape(-1, *shape)

    def _read_aligned(self, window: Window, offset: tuple[int, int], shape: tuple[int, int], bands: list[int]) -> np.ndarray:
        values = np.full((len(bands), *shape), np.nan)
        left, top = int(window.col_off) + offset[0], int(window.row_off) + offset[1]
        west, north = max(left, 0), max(top, 0)
        east, south = min(left + shape[1], self.dataset.width), min(top + shape[0], self.dataset.height)
        if east > west and south > north:
            part = read_values(self.dataset, bands, Window(west, north, east - west, south - north))
            values[:, north - top : south - top, west - left : east - left] = part
        return values


def _check_overlap(dataset: DatasetReader, grid: Grid) -> None:
    """Raise an InputError where the raster and the grid lie apart."""
    source = Grid.of(dataset)
    # Either may be so small that a sample of the other's pixels misses it.
    if not (_reaches(grid, source) or _reaches(source, grid)):
        raise InputError(
            f"The raster {dataset.name} does not overlap the grid of the map.", "Check its CRS, or choose another grid or extent."
        )


def _reaches(one: Grid, other: Grid) -> bool:
    """Whether any of a sample of up to 128 x 128 pixels of one grid lies in the other."""
    rows, cols = (np.unique(np.linspace(0, size - 1, 128).astype(int)) for size in (one.height, one.width))
    x, y = one.places(cols, rows)
    to_other = transformer(one.crs, other.crs)
    if to_other is not None:
        x, y = to_other.transform(x, y)
    west, south, east, north = other.bounds
    if other.crs.is_geographic:
        x = west + (x - west) % 360.0
    return bool(((x >= west) & (x <= east) & (y >= south) & (y <= north)).any())
