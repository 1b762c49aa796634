"""Forcing: the monthly climate and litter input of CLM5 that drive the soil carbon model, by cell of its grid."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import torch
import xarray
from scipy.spatial import cKDTree

from ..clm5 import Forcing
from ..clm5.geometry import N_LAYERS, N_MONTHS, NODE_DEPTH
from ..covariates.classic_netcdf import check_whole
from ..errors import InputError
from ..profiles.vectors import Warn
from ..protocol import files_of
from .clm_history import climatology, is_history
from .files import APPROXIMATION
from .fluxes import monthly_scale
from .history_time import check_order
from .table import SITE, TABLE_SUFFIX, read_forcing_table
from .values import check_bounds, degrees, without_fills

TIME_NAMES = ("time", "month", "months")
LEVEL_NAMES = ("levsoi", "levgrnd", "levdcmp", "levsoil", "level", "lev", "depth")
LONGITUDE_NAMES = ("lon", "longitude", "LON", "LONGXY", "TLONG")
LATITUDE_NAMES = ("lat", "latitude", "LAT", "LATIXY", "TLAT")

LAYERED = {"soil_temperature": "TSOI", "water_scalar": "W_SCALAR", "oxygen_scalar": "O_SCALAR", "nitrogen_scalar": "FPI_vr"}
MONTHLY = {"active_layer_depth": "ALTMAX", "active_layer_depth_last_year": "ALTMAX_LASTYEAR"}
BEDROCK = "nbedrock"
LITTER = ("CWD_INPUT", "LITR1_INPUT", "LITR2_INPUT", "LITR3_INPUT")  # coarse woody debris, metabolic, cellulose, lignin


@dataclass(frozen=True)
class ForcingGrid:
    """The complete cells of a forcing file.

    Parameters
    ----------
    cells
        Arrays named as the fields of :class:`binn_engine.clm5.Forcing`: ``soil_temperature`` (K), ``water_scalar``, ``oxygen_scalar``
        and ``nitrogen_scalar`` ``(n_cells, 20, 12)``; ``active_layer_depth`` and ``active_layer_depth_last_year`` ``(n_cells, 12)`` m;
        ``bedrock_layer`` ``(n_cells,)`` 1-based; ``litter_input`` ``(n_cells, 4)`` gC/m2/yr: CWD, metabolic, cellulose, lignin.
    longitude, latitude
        ``(n_cells,)`` degrees; longitudes from -180 to 180.
    ids
        The profile that each cell belongs to, ``(n_cells,)`` text; None: cells belong to places.
    """

    cells: dict[str, np.ndarray]
    longitude: np.ndarray
    latitude: np.ndarray
    ids: np.ndarray | None = None
    _tree: cKDTree = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tree", cKDTree(_on_sphere(self.longitude, self.latitude)))

    def __len__(self) -> int:
        """The number of complete cells."""
        return len(self.longitude)

    def nearest(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The nearest complete cell of each place, and its distance along the great circle in degrees, both in the shape of ``lon``.

        A place that is not finite gets cell 0 at an infinite distance.
        """
        lon, lat = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        cell, distance = np.zeros(lon.shape, dtype=np.int64), np.full(lon.shape, np.inf)
        known = np.isfinite(lon) & np.isfinite(lat)
        chord, cell[known] = self._tree.query(_on_sphere(lon[known], lat[known]))
        distance[known] = np.degrees(2.0 * np.arcsin(np.minimum(chord / 2.0, 1.0)))
        return cell, distance

    def cells_of(self, ids: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The cell of each profile and its distance in degrees, ``(n,)``: its own where one has its id, at distance 0, else the nearest."""
        cell, distance = self.nearest(lon, lat)
        if self.ids is not None:
            own = {name: number for number, name in enumerate(self.ids.tolist())}
            found = np.array([own.get(str(name), -1) for name in ids])
            cell, distance = np.where(found >= 0, found, cell), np.where(found >= 0, 0.0, distance)
        return cell, distance

    def forcing(self, cell: np.ndarray | None = None) -> Forcing:
        """The forcing of sites that lie in the cells ``(sites,)``, or of every cell, as float64 tensors; a cell stands in it once."""
        if cell is None:
            return Forcing(**{name: torch.as_tensor(values) for name, values in self.cells.items()})
        rows, index = np.unique(np.asarray(cell), return_inverse=True)
        fields = {name: torch.as_tensor(values[rows]) for name, values in self.cells.items()}
        return Forcing(**fields, cell=torch.as_tensor(index))


def _on_sphere(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Points of the unit sphere ``(n, 3)``."""
    lon, lat = np.radians(lon), np.radians(lat)
    return np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)


def read_forcing(path: str, warn: Warn) -> ForcingGrid:
    """The complete cells of CLM5's forcing: a NetCDF, history files of CLM, or a table of sites.

    A cell is complete where no value is missing, litter reaches the soil, bedrock is a layer, and every layer above bedrock has
    water and oxygen for decomposition in some month: without them carbon there would pile up for ever.

    Parameters
    ----------
    path
        A NetCDF, a folder of them, or a pattern such as ``h0.*.nc``; or a CSV (see :mod:`binn_engine.forcing.table`). One file with
        ``TSOI`` (K), ``W_SCALAR``, ``O_SCALAR``, ``FPI_vr``, ``ALTMAX``, ``ALTMAX_LASTYEAR`` (m), ``nbedrock`` (1-based) and ``CWD_INPUT``,
        ``LITR1_INPUT``, ``LITR2_INPUT``, ``LITR3_INPUT``, on 12 months and CLM5's 20 soil levels, in any order of dimensions, on a regular,
        curvilinear or unstructured grid; or files as CESM writes them (see :mod:`binn_engine.forcing.clm_history`).
    warn
        Called with a code and a message.

    Raises
    ------
    InputError
        For a file that cannot be read, a variable, dimension or coordinate that is absent or in another unit, a wrong number of
        levels or months, or no complete cell; names the file and the variable.
    """
    paths = files_of(path)
    if not paths:
        raise InputError(
            f"The forcing {path} cannot be read: there is no such file, and no NetCDF in it or of that pattern.", "Check the path."
        )
    if path.lower().endswith(TABLE_SUFFIX):
        return _read(_File(read_forcing_table(path, warn), path, [], warn), warn)
    if len(paths) > 1:
        return _read(_File(climatology(paths, warn), path, [], warn), warn)
    dataset, there = _loaded(paths[0])
    if dataset is None:
        return _read(_File(climatology(paths, warn), paths[0], there, warn), warn)
    if dataset.attrs.get(APPROXIMATION):
        warn("approximate_forcing", f"The forcing {path} is an approximation. {dataset.attrs[APPROXIMATION]}")
    return _read(_File(dataset, paths[0], there, warn), warn)


def _loaded(path: str) -> tuple[xarray.Dataset | None, list[str]]:
    """What is wanted of a file, None for a history file of CLM, and the names of all its variables."""
    wanted = {*LAYERED.values(), *MONTHLY.values(), BEDROCK, *LITTER, *LONGITUDE_NAMES, *LATITUDE_NAMES}
    check_whole(path)
    try:
        with xarray.open_dataset(path, engine="netcdf4", decode_times=False) as dataset:
            there = [str(name) for name in dataset.variables]
            if is_history(dataset):
                return None, there
            return dataset[[name for name in there if name in wanted]].load(), there
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"The forcing file {path} cannot be read: {error}.", "Give a complete NetCDF with CLM5's variables.") from error


def _read(file: _File, warn: Warn) -> ForcingGrid:
    path = file.path
    cells = {name: file.values(variable, ("level", "time")) for name, variable in LAYERED.items()}
    cells |= {name: file.values(variable, ("time",)) for name, variable in MONTHLY.items()}
    bedrock = file.values(BEDROCK, ("time",) if file.has_time(BEDROCK) else ())
    cells["bedrock_layer"] = bedrock if bedrock.ndim == 1 else bedrock.mean(axis=1)
    cells["litter_input"] = np.stack([file.values(variable, ("time",)).sum(axis=1) for variable in LITTER], axis=1)
    lon, lat = file.coordinate(LONGITUDE_NAMES), file.coordinate(LATITUDE_NAMES)
    complete = np.isfinite(lon) & np.isfinite(lat)
    for values in cells.values():
        complete &= np.isfinite(values).all(axis=tuple(range(1, values.ndim)))
    if not complete.any():
        raise InputError(f"{path} has no cell with a value of every variable.", "Give a forcing whose variables share cells with data.")
    land = np.isfinite(cells["soil_temperature"]).any(axis=(1, 2))
    cells = {name: values[complete] for name, values in cells.items()}
    cells["bedrock_layer"] = np.rint(cells["bedrock_layer"]).astype(np.int64)
    able = _sustains_soil(cells)
    if not able.any():
        raise InputError(
            f"In no cell of {path} does litter reach a soil that decomposes it.",
            "Check the litter inputs, nbedrock, W_SCALAR and O_SCALAR of the file.",
        )
    if (left := int(land.sum()) - int(able.sum())) > 0:
        message = f"{left:,} of its {int(land.sum()):,} cells with soil temperature lack another value, litter, water or oxygen"
        warn("incomplete_forcing", f"{path}: {message}; they are left out, and places there take the nearest cell.")
    cells = {name: np.ascontiguousarray(values[able]) for name, values in cells.items()}
    ids = file.dataset[SITE].values.astype(str)[complete][able] if SITE in file.dataset.coords else None
    return ForcingGrid(cells, lon[complete][able], lat[complete][able], ids)


def _sustains_soil(cells: dict[str, np.ndarray]) -> np.ndarray:
    """Which cells ``(n_cells,)`` have litter, bedrock below the first layer's top, and water and oxygen at once in every layer above it."""
    bedrock = cells["bedrock_layer"]
    below = np.arange(1, N_LAYERS + 1) > bedrock[:, None]
    alive = (cells["water_scalar"] * cells["oxygen_scalar"]).mean(axis=2) > 0.0
    return (cells["litter_input"].sum(axis=1) > 0.0) & (bedrock >= 1) & (alive | below).all(axis=1)


class _File:
    """Reads variables of a data set as arrays with the cells first."""

    def __init__(self, dataset: xarray.Dataset, path: str, there: list[str], warn: Warn) -> None:
        self.dataset, self.path, self.there, self.warn = dataset, path, there, warn
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
            raise InputError(f"The forcing file {self.path} has no variable {name!r}.", f"Add it; there are: {', '.join(self.there)}.")
        return self.dataset[name]

    def has_time(self, name: str) -> bool:
        """Whether a variable varies by month."""
        return self.time in self.variable(name).dims

    def _dimension(self, variable: xarray.DataArray, names: tuple[str, ...], size: int, what: str) -> str:
        found = [str(dim) for dim in variable.dims if str(dim).lower() in names]
        if not found:
            raise InputError(
                f"{self.path}: {variable.name} has no dimension for {what}, only {', '.join(map(str, variable.dims))}.",
                f"Call it {names[0]!r}.",
            )
        if variable.sizes[found[0]] != size:
            raise InputError(
                f"{self.path}: {variable.name} has {variable.sizes[found[0]]} {what} ({found[0]}), not {size}.",
                f"Give CLM5's {size} {what}, the first first.",
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
                f"{self.path}: the levels of {self.level} ({depths[0]:g} to {depths[-1]:g} m) are not CLM5's "
                f"({NODE_DEPTH[0]} to {NODE_DEPTH[-1]} m, downwards).",
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
                "Write it as CLM5 does.",
            )
        values = variable.transpose(*self.cell_dims, *dims).values.astype(np.float64)
        values = values.reshape(-1, *values.shape[len(self.cell_dims) :])
        values = without_fills(values, f"{self.path}: {name}", self.warn)
        unit = str(variable.attrs.get("units", ""))
        if name in LITTER and unit:
            values = values * monthly_scale(unit, f"{self.path}: {name}")
        check_bounds(name, values, self.path)
        return values

    def coordinate(self, names: tuple[str, ...]) -> np.ndarray:
        """Longitude or latitude of every cell ``(cells,)``, degrees; longitudes from -180 to 180."""
        found = [name for name in names if name in self.dataset.variables]
        if not found:
            raise InputError(
                f"The forcing file {self.path} has no variable {names[0]!r}.", f"Add it, on the dimensions {', '.join(self.cell_dims)}."
            )
        axis = self.dataset[found[0]]
        if not set(axis.dims) <= set(self.cell_dims):
            dims = ", ".join(map(str, axis.dims))
            raise InputError(
                f"{self.path}: {found[0]} has the dimensions {dims}, not those of the cells, {', '.join(self.cell_dims)}.",
                "Write it as CLM5 does.",
            )
        values = axis.broadcast_like(self.template).transpose(*self.cell_dims).values.astype(np.float64).ravel()
        values = degrees(values, str(axis.attrs.get("units", "")), found[0], self.path, names is LATITUDE_NAMES)
        return np.where(values > 180.0, values - 360.0, values) if names is LONGITUDE_NAMES else values
