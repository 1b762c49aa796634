"""A forcing file with one climatological year, read block by block of cells."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator

import numpy as np
import xarray

from ..clm5.geometry import N_LAYERS, N_MONTHS, NODE_DEPTH
from ..errors import InputError
from ..running.callbacks import Warn
from ..tables import LITTER_INPUTS
from .fluxes import monthly_scale
from .history_time import check_order
from .values import UndeclaredFill, check_bounds, degrees, without_fills

BLOCK_CELLS = 8192  # cells that are read at a time: some 60 MB of a variable by layer

TIME_NAMES = ("time", "month", "months")
LEVEL_NAMES = ("levsoi", "levgrnd", "levdcmp", "levsoil", "level", "lev", "depth")
LONGITUDE_NAMES = ("lon", "longitude", "LON", "LONGXY", "TLONG")
LATITUDE_NAMES = ("lat", "latitude", "LAT", "LATIXY", "TLAT")

LAYERED = {"soil_temperature": "TSOI", "water_scalar": "W_SCALAR", "oxygen_scalar": "O_SCALAR", "nitrogen_scalar": "FPI_vr"}
MONTHLY = {"active_layer_depth": "ALTMAX", "active_layer_depth_last_year": "ALTMAX_LASTYEAR"}
BEDROCK = "nbedrock"


class CellFile:
    """Reads variables of a data set as arrays with the cells first.

    Parameters
    ----------
    dataset
        The variables; those that are not in memory are read when they are needed.
    path
        Names the file in messages.
    there
        Names of all variables of the file.
    """

    def __init__(self, dataset: xarray.Dataset, path: str, there: list[str]) -> None:
        self.dataset, self.path, self.there = dataset, path, there
        self.fills: dict[str, UndeclaredFill] = {}
        first = self.variable(LAYERED["soil_temperature"])
        self.time = self._dimension(first, TIME_NAMES, N_MONTHS, "months")
        self.level = self._dimension(first, LEVEL_NAMES, N_LAYERS, "soil levels")
        self.cell_dims = [str(dim) for dim in first.dims if dim not in (self.time, self.level)]
        self.template = first.isel({self.time: 0, self.level: 0}, drop=True)
        self._check_levels()
        if self.time in dataset.coords:
            axis = dataset[self.time]
            units, calendar = (str(axis.attrs.get(name, default)) for name, default in (("units", ""), ("calendar", "noleap")))
            check_order(axis.values, units, calendar, path)

    def variable(self, name: str) -> xarray.DataArray:
        """A variable; an InputError names it where it is absent."""
        if name not in self.dataset.variables:
            raise InputError(
                f"The forcing file {self.path} has no variable {name!r}, which the CLM5 soil model needs.",
                f"Add it. The file has: {', '.join(self.there)}.",
            )
        return self.dataset[name]

    def has_time(self, name: str) -> bool:
        """Whether a variable varies by month."""
        return self.time in self.variable(name).dims

    def _dimension(self, variable: xarray.DataArray, names: tuple[str, ...], size: int, what: str) -> str:
        found = [str(dim) for dim in variable.dims if str(dim).lower() in names]
        if not found:
            raise InputError(
                f"{self.path}: {variable.name} has no dimension for {what}. Its dimensions are: {', '.join(map(str, variable.dims))}.",
                f"Name the dimension {names[0]!r}.",
            )
        if variable.sizes[found[0]] != size:
            raise InputError(
                f"{self.path}: {variable.name} has {variable.sizes[found[0]]} {what} ({found[0]}), not {size}.",
                f"Give CLM5's {size} {what}, in order from the first to the last.",
            )
        return found[0]

    def _check_levels(self) -> None:
        """Levels whose depths are given must be CLM5's: another spacing would give wrong carbon without a sign."""
        if self.level not in self.dataset.coords:
            return
        depths = self.dataset[self.level].values.astype(float)
        counted = np.array_equal(depths, np.arange(N_LAYERS)) or np.array_equal(depths, np.arange(1, N_LAYERS + 1))
        if not counted and not np.allclose(depths, NODE_DEPTH, rtol=0.05):
            raise InputError(
                f"{self.path}: the levels of {self.level} ({depths[0]:g} to {depths[-1]:g} m) are not those of CLM5 ({NODE_DEPTH[0]} "
                f"to {NODE_DEPTH[-1]} m, downwards).",
                "Interpolate the variables to CLM5's 20 soil levels.",
            )

    def values(self, name: str, leading: tuple[str, ...]) -> np.ndarray:
        """A variable as float64 ``(cells, *leading)``, NaN where missing."""
        variable = self.variable(name)
        dims = [{"level": self.level, "time": self.time}[dim] for dim in leading]
        wanted = {*self.cell_dims, *dims}
        if set(variable.dims) != wanted:
            raise InputError(
                f"{self.path}: {name} has the dimensions {', '.join(map(str, variable.dims))}, not {', '.join(sorted(wanted))}.",
                "Write the variable with the same dimensions as CLM5.",
            )
        values = variable.transpose(*self.cell_dims, *dims).values.astype(np.float64)
        values = values.reshape(-1, *values.shape[len(self.cell_dims) :])
        values = self._without_fills(name, values)
        unit = str(variable.attrs.get("units", ""))
        if name in LITTER_INPUTS and unit:
            values = values * monthly_scale(unit, f"{self.path}: {name}")
        check_bounds(name, values, self.path)
        return values

    def _without_fills(self, name: str, values: np.ndarray) -> np.ndarray:
        kept, fill = without_fills(values)
        if fill is not None:
            before = self.fills.get(name)
            self.fills[name] = fill if before is None else before.with_more(fill)
        return kept

    def warn_of_fills(self, warn: Warn) -> None:
        """Warn of the fills that were found so far, and that the file does not declare."""
        for name, fill in self.fills.items():
            fill.warn(f"{self.path}: {name}", self.variable(name).size, warn)

    def blocks(self, cells: np.ndarray) -> Iterator[tuple[CellFile, np.ndarray]]:
        """Parts of the file that hold the ``cells`` ``(cells,)``, and where the cells of a part stand in it, ``(part's cells,)``.

        Parameters
        ----------
        cells
            Numbers of the cells, ``(cells,)``.
        """
        shape = tuple(self.template.sizes[dim] for dim in self.cell_dims)
        number = np.arange(cells.size).reshape(shape)
        mask = cells.reshape(shape)
        across = [np.flatnonzero(mask.any(tuple(other for other in range(mask.ndim) if other != axis))) for axis in range(mask.ndim)]
        if not all(len(found) for found in across):
            return
        box = [slice(int(found[0]), int(found[-1]) + 1) for found in across]
        step = max(1, BLOCK_CELLS // max(1, math.prod(part.stop - part.start for part in box[1:])))
        for start in range(box[0].start, box[0].stop, step):
            part = (slice(start, min(start + step, box[0].stop)), *box[1:])
            if mask[part].any():
                yield self._part(dict(zip(self.cell_dims, part))), number[part].ravel()

    def _part(self, box: dict[str, slice]) -> CellFile:
        part = copy.copy(self)  # shares the counts of fills
        part.dataset = self.dataset.isel({dim: cut for dim, cut in box.items() if dim in self.dataset.dims})
        part.template = self.template.isel(box)
        return part

    def coordinate(self, names: tuple[str, ...]) -> np.ndarray:
        """Longitude or latitude of every cell ``(cells,)``, degrees; longitudes from -180 to 180."""
        found = [name for name in names if name in self.dataset.variables]
        if not found:
            raise InputError(
                f"The forcing file {self.path} has no variable {names[0]!r}, which gives the places of the cells.",
                f"Add it, on the dimensions {', '.join(self.cell_dims)}.",
            )
        axis = self.dataset[found[0]]
        if not set(axis.dims) <= set(self.cell_dims):
            dims = ", ".join(map(str, axis.dims))
            raise InputError(
                f"{self.path}: {found[0]} has the dimensions {dims}, not those of the cells, {', '.join(self.cell_dims)}.",
                "Write the variable with the same dimensions as CLM5.",
            )
        values = axis.broadcast_like(self.template).transpose(*self.cell_dims).values.astype(np.float64).ravel()
        values = degrees(values, str(axis.attrs.get("units", "")), found[0], self.path, names is LATITUDE_NAMES)
        return np.where(values > 180.0, values - 360.0, values) if names is LONGITUDE_NAMES else values
