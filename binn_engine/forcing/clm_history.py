"""Climatologies from CLM output as CESM writes it: monthly history files, one or many, of any number of years.

Variables may be together in files of one month (``CASE.clm2.h0.0001-01.nc``) or each in its own files, as after post-processing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import xarray

from ..clm5.geometry import INTERFACE_DEPTH, LAYER_THICKNESS, N_LAYERS, N_MONTHS, NODE_DEPTH
from ..covariates.classic_netcdf import check_whole
from ..errors import InputError
from ..running.callbacks import Warn
from .cell_file import LAYERED
from .fluxes import is_per_area, monthly_scale
from .grid_cut import COORDINATES, GridCut
from .history_time import BOUNDS_NAMES, Month, OneSimulation, months_of
from .region import Near
from .values import without_fills

LEVELS = ("levgrnd", "levsoi", "levdcmp")
COLUMN_KIND, SOIL_KIND = "cols1d_itype_lunit", 1  # land units of columns, and that of soil with vegetation
MONTHLY = ("ALTMAX", "ALTMAX_LASTYEAR")
_UNCHANGING = ("nbedrock", "zbedrock")
# The inputs to each pool, by the names of CLM5's fluxes; a file may say them in capitals and with _vr at the end. The first is needed,
# land use, fire and harvest may be absent.
LITTER = {
    "CWD_INPUT": ("gap_mortality_c_to_cwdc", "fire_mortality_c_to_cwdc", "harvest_c_to_cwdc", "dwt_livecrootc_to_cwdc",
    "dwt_deadcrootc_to_cwdc"), **{
        f"LITR{number}_INPUT": tuple(
            pattern.format(pool)
            for pattern in ("phenology_c_to_litr_{}_c", "gap_mortality_c_to_litr_{}_c", "m_c_to_litr_{}_fire", "harvest_c_to_litr_{}_c",
            "dwt_frootc_to_litr_{}_c")
        )
        for number, pool in ((1, "met"), (2, "cel"), (3, "lig"))
    },
}  # fmt: skip
FLUXES = {flux for fluxes in LITTER.values() for flux in fluxes}


def is_history(dataset: xarray.Dataset) -> bool:
    """Whether a data set is a history file of CLM, and not a climatology on CLM5's soil levels: by its time bounds or its 25 levels of
    ground."""
    deep = any(dataset.sizes.get(level, 0) > N_LAYERS for level in LEVELS)
    return deep or any(name in dataset.variables for name in (*BOUNDS_NAMES, "mcdate"))


def climatology(paths: Sequence[str], warn: Warn, near: Near | None = None) -> xarray.Dataset:
    """Monthly means over all years of the files, on land cells and CLM5's 20 soil levels, with the names and units of a forcing file.

    With ``near``, a part of the grid that holds all cells there; all of it where the first file does not say where cells are.

    Raises
    ------
    InputError
        For a file that cannot be read, is not of months, or lies on another grid than the first, and for a variable that none of them has.
    """
    collected, cut = _Collected(warn), None
    for path in paths:
        with _opened(path) as dataset:
            cut = GridCut.of(dataset, near) if cut is None else cut
            collected.add(cut.of_file(dataset, path), path)
    return collected.mean(paths[0])


def unreadable_forcing(path: str, error: Exception, remedy: str) -> InputError:
    """The error for a NetCDF of forcing that cannot be opened."""
    return InputError(f"The forcing file {path} cannot be read: {error}.", remedy)


def _opened(path: str) -> xarray.Dataset:
    check_whole(path)
    try:
        return xarray.open_dataset(path, engine="netcdf4", decode_times=False)
    except (OSError, ValueError, RuntimeError) as error:
        raise unreadable_forcing(path, error, "Use complete history files of CLM.") from error


@dataclass
class _Sums:
    """Sums over years and the number of years, by month: ``(12, [20,] cells)`` and ``(12,)``."""

    total: np.ndarray
    count: np.ndarray = field(default_factory=lambda: np.zeros(N_MONTHS, dtype=int))

    def add(self, month: int, record: np.ndarray) -> None:
        self.total[month] += record
        self.count[month] += 1

    def mean(self) -> np.ndarray:
        return self.total / self.count.reshape(-1, *(1,) * (self.total.ndim - 1))


class _Collected:
    """Values collected while files are read one after another: sums of varying variables, and constant variables."""

    def __init__(self, warn: Warn) -> None:
        self.warn = warn
        self.simulation = OneSimulation(warn)
        self.sums: dict[str, _Sums] = {}
        self.constant: dict[str, np.ndarray] = {}
        self.names: dict[str, str] = {}  # the file's own spelling of a flux
        self.place: dict[str, np.ndarray] = {}
        self.shape: tuple[int, ...] = ()
        self.seen: set[str] = set()

    def add(self, dataset: xarray.Dataset, path: str) -> None:
        """Add a file's records."""
        self.seen.update(map(str, dataset.variables))
        months, meaning = months_of(dataset, path) if "time" in dataset.variables else ([], "")
        if months:
            self.simulation.add(dataset, path, meaning)
        for name, variable in _needed_variables(dataset):
            cells = _cell_dims(variable)
            self._locate(dataset, cells, path, variable)
            values = _arranged(variable, cells, path, self.warn)
            if not values.shape[-1]:
                raise InputError(f"{path}: {name} has no cells.", "Copy or download the file again.")
            if name in _UNCHANGING:
                self.constant.setdefault(name, values.reshape(-1, values.shape[-1])[0])
            elif name in FLUXES or name in LITTER:
                self._sum(name, months, _column_flux(variable, values, path), path)
            else:
                self._sum(name, months, values, path)

    def _sum(self, name: str, months: list[Month], values: np.ndarray, path: str) -> None:
        sums = self.sums.setdefault(name, _Sums(np.zeros((N_MONTHS, *values.shape[1:]))))
        for month, record in zip(months, values):
            if self.simulation.is_new(name, month, record, path):
                sums.add(month[1], record)

    def _locate(self, dataset: xarray.Dataset, cells: list[str], path: str, variable: xarray.DataArray) -> None:
        shape = tuple(variable.sizes[dim] for dim in cells)
        if self.shape and shape != self.shape:
            raise InputError(
                f"{path}: {variable.name} has a grid of {shape}, but the files before have {self.shape}.", "Use files of one simulation."
            )
        self.shape = shape
        found = next((pair for pair in COORDINATES if all(name in dataset.variables for name in pair)), None)
        if self.place or found is None:
            return
        for target, name in zip(("lon", "lat"), found):
            axis = dataset[name]
            if not set(axis.dims) <= set(cells):
                return
            template = variable.isel({dim: 0 for dim in variable.dims if dim not in cells}, drop=True)
            self.place[target] = axis.broadcast_like(template).transpose(*cells).values.astype(float).ravel()
        if COLUMN_KIND in dataset.variables:
            self.constant[COLUMN_KIND] = dataset[COLUMN_KIND].values.astype(float).ravel()

    def mean(self, path: str) -> xarray.Dataset:
        """The climatology of all that was added; ``path`` names the files in errors."""
        if not self.place:
            raise InputError(
                f"{path} has no lon and lat with the dimensions of its variables.",
                "Use history files in the format in which CESM writes them.",
            )
        litter = {pool: self._litter(pool, path) for pool in LITTER}
        means = {name: self._mean_of(name, path) for name in (*LAYERED.values(), *MONTHLY)}
        self._check_years(self.warn)
        bedrock = self._bedrock(path)
        land = np.isfinite(means["TSOI"]).any(axis=(0, 1))
        if COLUMN_KIND in self.constant:
            land &= self.constant[COLUMN_KIND] == SOIL_KIND
        variables: dict[str, Any] = {name: (("time", "levsoi", "cell"), means[name][..., land]) for name in LAYERED.values()}
        variables |= {name: (("time", "cell"), means[name][..., land]) for name in MONTHLY}
        variables |= {name: (("time", "cell"), values[:, land], {"units": "gC m-2 month-1"}) for name, values in litter.items()}
        variables["nbedrock"] = (("cell",), bedrock[land])
        coordinates = {"levsoi": NODE_DEPTH, **{name: (("cell",), values[land]) for name, values in self.place.items()}}
        return xarray.Dataset(variables, coordinates)

    def _mean_of(self, name: str, path: str) -> np.ndarray:
        if name not in self.sums:
            raise InputError(
                f"None of the history files ({path} and others) has {name}, which the CLM5 soil model needs.",
                f"Add it to hist_fincl1 in CLM's namelist, and run CLM again. The files have: {', '.join(sorted(self.seen))}.",
            )
        sums = self.sums[name]
        if (sums.count == 0).any():
            raise InputError(
                f"{path} and the other files have no record of {name} for month {int(np.argmin(sums.count)) + 1}.",
                "Use files of whole years.",
            )
        return sums.mean()

    def _litter(self, pool: str, path: str) -> np.ndarray:
        """gC/m2/month, ``(12, cells)``."""
        if pool in self.sums:
            return self._mean_of(pool, path)
        needed, *others = LITTER[pool]
        return self._mean_of(needed, path) + sum(self._mean_of(name, path) for name in others if name in self.sums)

    def _check_years(self, warn: Warn) -> None:
        years = {count for sums in self.sums.values() for count in sums.count}
        if len(years) > 1:
            warn(
                "uneven_years",
                f"The months and variables of the forcing are means over different numbers of years: {min(years)} to {max(years)}.",
            )

    def _bedrock(self, path: str) -> np.ndarray:
        if "nbedrock" in self.constant:
            return self.constant["nbedrock"]
        if "zbedrock" in self.constant:
            depth = self.constant["zbedrock"]
            return np.where(np.isfinite(depth), np.clip(np.searchsorted(INTERFACE_DEPTH, depth - 1e-9) + 1, 3, N_LAYERS), np.nan)
        raise InputError(
            f"Neither nbedrock nor zbedrock is in {path} and the other files, so the depth of bedrock is not known.",
            "Add the first history file of the run, which has nbedrock, or the surface data set, which has zbedrock.",
        )


def _needed_variables(dataset: xarray.Dataset) -> Iterator[tuple[str, xarray.DataArray]]:
    """The variables that are read, under their plain names."""
    for name in map(str, dataset.data_vars):
        plain = re.sub(r"(_vr|_col)$", "", name.lower())
        if name in (*LAYERED.values(), *MONTHLY, *_UNCHANGING, *LITTER):
            yield name, dataset[name]
        elif plain in FLUXES:
            yield plain, dataset[name]


def _cell_dims(variable: xarray.DataArray) -> list[str]:
    return [str(dim) for dim in variable.dims if dim != "time" and dim not in LEVELS]


def _arranged(variable: xarray.DataArray, cells: list[str], path: str, warn: Warn) -> np.ndarray:
    """Values ``(records, [20,] cells)``, NaN where missing; the first 20 levels, which must be CLM5's."""
    levels = [str(dim) for dim in variable.dims if dim in LEVELS]
    wanted = {**dict.fromkeys(LAYERED.values(), (1,)), **dict.fromkeys((*MONTHLY, *_UNCHANGING), (0,))}.get(str(variable.name), (0, 1))
    if len(levels) not in wanted:
        dims = ", ".join(map(str, variable.dims))
        what = f"has {len(levels)} dimensions of levels ({', '.join(LEVELS)}) among its dimensions {dims}, not {wanted[-1]}"
        raise InputError(f"{path}: {variable.name} {what}.", "Use history files in the format in which CESM writes them.")
    if levels:
        variable = _first_levels(variable, levels[0], path)
    if "time" not in variable.dims:
        variable = variable.expand_dims("time")
    ordered = variable.transpose("time", *levels, *cells).values.astype(np.float64)
    values = ordered.reshape(*ordered.shape[: 1 + len(levels)], -1)
    kept, fill = without_fills(values)
    if fill is not None:
        fill.warn(f"{path}: {variable.name}", values.size, warn)
    return kept


def _first_levels(variable: xarray.DataArray, level: str, path: str) -> xarray.DataArray:
    if variable.sizes[level] < N_LAYERS:
        raise InputError(
            f"{path}: {variable.name} has {variable.sizes[level]} levels ({level}), not the 20 soil levels of CLM5.",
            "Use output with CLM5's 20 soil levels.",
        )
    depths = variable.coords[level].values.astype(float)[:N_LAYERS] if level in variable.coords else NODE_DEPTH
    if not np.allclose(depths, NODE_DEPTH, rtol=0.05) and not np.allclose(np.diff(depths), 1.0):
        raise InputError(
            f"{path}: the levels of {variable.name} ({depths[0]:g} to {depths[-1]:g} m) are not those of CLM5.",
            "Use output with CLM5's 20 soil levels.",
        )
    return variable.isel({level: slice(N_LAYERS)})


def _column_flux(variable: xarray.DataArray, values: np.ndarray, path: str) -> np.ndarray:
    """A flux in gC/m2/month, ``(records, cells)``: by layer it is per volume, or per area by its unit, and summed over the soil."""
    unit = str(variable.attrs.get("units", ""))
    scale = monthly_scale(unit, f"{path}: {variable.name}")
    if values.ndim == 3:
        return np.einsum("tlc,l->tc", values, np.ones_like(LAYER_THICKNESS) if is_per_area(unit) else LAYER_THICKNESS) * scale
    if not is_per_area(unit):
        raise InputError(
            f"{path}: {variable.name} is in {unit!r}, but has no layers.", "Use its sum over the soil, or its values for each layer."
        )
    return values * scale
