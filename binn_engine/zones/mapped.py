"""Zones of existing maps: values and standard deviations of every pixel, with a given correlation of the errors."""

from __future__ import annotations

from contextlib import ExitStack
from types import TracebackType

import numpy as np
from rasterio.io import DatasetReader
from rasterio.windows import Window

from ..bands import band_depth
from ..covariates.bands import open_raster, read_values
from ..covariates.grids import Grid
from ..covariates.sample_warnings import warn_of_missing
from ..errors import InputError
from ..running.callbacks import Warn
from .sums import Variable


class MappedValues:
    """Rasters that ``predict`` wrote: ``values`` by kind (``soc``, ``processes``) and their standard deviations ``spreads``, on one grid.

    Use as a context manager.

    Raises
    ------
    InputError
        Where a raster cannot be read, lies on another grid, or lacks a band of ``variables``, naming it.
    """

    def __init__(self, values: dict[str, str], spreads: dict[str, str], variables: list[Variable], grid: Grid) -> None:
        self._open = ExitStack()
        self._files: dict[str, tuple[DatasetReader, list[int]]] = {}
        self._kinds = list(values)
        try:
            for kind in values:
                names = [row.band.name for row in variables if row.variables == kind]
                self._files[kind] = self._file(values[kind], names, grid)
                if kind in spreads:
                    self._files[f"{kind}_sd"] = self._file(spreads[kind], [f"{name} sd" for name in names], grid)
        except InputError:
            self._open.close()
            raise
        self.spreads = all(f"{kind}_sd" in self._files for kind in self._kinds)

    def _file(self, path: str, names: list[str], grid: Grid) -> tuple[DatasetReader, list[int]]:
        file = self._open.enter_context(open_raster(path))
        own = Grid.of(file)
        if own.offset_in(grid) != (0, 0) or (own.width, own.height) != (grid.width, grid.height):
            raise InputError(f"The raster {path} does not have the same grid as the other maps.", "Write all maps in one run of predict.")
        missing = [name for name in names if name not in file.descriptions]
        if missing:
            there = ", ".join(name or "unnamed" for name in file.descriptions)
            raise InputError(
                f"The raster {path} has no band {missing[0]!r}. Its bands are {there}.", "Use a raster that predict wrote, and its depths."
            )
        return file, [file.descriptions.index(name) + 1 for name in names]

    def warn_of_missing(self, warn: Warn) -> None:
        """Warn of values that are taken as missing though the rasters do not say so, by a sample of each."""
        for file, bands in self._files.values():
            warn_of_missing(file, [(file.descriptions[band - 1] or "", band) for band in bands], warn)

    def read(self, window: Window) -> tuple[np.ndarray, np.ndarray | None]:
        """Values and standard deviations of a window, ``(variables, rows, cols)`` each, NaN where there is none."""
        values = np.concatenate([read_values(*self._files[kind], window) for kind in self._kinds])
        if not self.spreads:
            return values, None
        return values, np.concatenate([read_values(*self._files[f"{kind}_sd"], window) for kind in self._kinds])

    def __enter__(self) -> MappedValues:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._open.close()


def soc_depths(path: str) -> tuple[float, ...]:
    """Depths, m, of the densities in a raster of SOC, from the names of its bands (``SOC density at 5 cm``)."""
    with open_raster(path) as file:
        depths = [band_depth(name or "") for name in file.descriptions]
    return tuple(depth for depth in depths if depth is not None)
