"""Reads forcing from files: a climatology, history files of CLM, or a table of sites; only the part that is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import numpy as np
import xarray

from ..clm5.geometry import N_LAYERS
from ..covariates.classic_netcdf import check_whole
from ..errors import InputError, JobError
from ..paths import files_of
from ..running.callbacks import Warn
from ..tables import LITTER_INPUTS
from .cell_file import BEDROCK, LATITUDE_NAMES, LAYERED, LONGITUDE_NAMES, MONTHLY, CellFile
from .clm_history import climatology, is_history, unreadable_forcing
from .files import APPROXIMATION
from .grid import NEAREST, ForcingGrid
from .lattice import Axes, Curves, lattice_of, lattice_of_list
from .region import MARGINS, Near, Region
from .table import SITE, TABLE_SUFFIX, read_forcing_table


def read_forcing(path: str, warn: Warn, region: Region | None = None, interpolation: str = NEAREST) -> ForcingGrid:
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
    region
        The places that need forcing: cells that none of them reads are not kept and, if possible, not read. None: all.
    interpolation
        How places read the cells: ``nearest``, or ``bilinear`` between rows and columns. Cells in no rows and columns are read as the
        nearest, with a warning.

    Raises
    ------
    JobError
        Where the cells take more memory than the region allows.
    InputError
        For a file that cannot be read, a variable, dimension or coordinate that is absent or in another unit, a wrong number of
        levels or months, or no complete cell; names the file and the variable.
    """
    paths = files_of(path)
    if not paths:
        raise InputError(
            f"The forcing {path} cannot be read: no NetCDF file was found at this path, in a folder of that name or by that pattern.",
            "Check the path.",
        )
    if path.lower().endswith(TABLE_SUFFIX):
        return _complete(CellFile(read_forcing_table(path, warn), path, []), warn, None).read_by(interpolation)
    check_whole(paths[0])
    try:
        with xarray.open_dataset(paths[0], engine="netcdf4", decode_times=False) as dataset:
            if len(paths) == 1 and not is_history(dataset):
                return _warn_if_not_interpolated(_of_climatology(dataset, paths[0], warn, region).read_by(interpolation), path, warn)
            there = [str(name) for name in dataset.variables] if len(paths) == 1 else []
    except (OSError, ValueError, RuntimeError) as error:
        raise unreadable_forcing(paths[0], error, "Give a complete NetCDF with CLM5's variables.") from error
    return _warn_if_not_interpolated(_within(region, warn, partial(_of_history, paths, path, there)).read_by(interpolation), path, warn)


def _warn_if_not_interpolated(grid: ForcingGrid, path: str, warn: Warn) -> ForcingGrid:
    """The same grid; warns where its cells cannot be read as they are meant to be."""
    if grid.interpolation != grid.read_as:
        text = f"The cells of the forcing {path} do not lie in rows and columns, so they are not interpolated: places use the nearest cell."
        warn("forcing_not_interpolated", text)
    return grid


def _of_climatology(dataset: xarray.Dataset, path: str, warn: Warn, region: Region | None) -> ForcingGrid:
    if dataset.attrs.get(APPROXIMATION):
        warn("approximate_forcing", f"The forcing {path} is an approximation. {dataset.attrs[APPROXIMATION]}")
    there = [str(name) for name in dataset.variables]

    def read(warn: Warn, near: Near | None) -> ForcingGrid:
        return _complete(CellFile(dataset, path, there), warn, near)

    return _within(region, warn, read)


def _of_history(paths: Sequence[str], path: str, there: list[str], warn: Warn, near: Near | None) -> ForcingGrid:
    return _complete(CellFile(climatology(paths, warn, near), path, there), warn, near)


def _within(region: Region | None, warn: Warn, read: Callable[[Warn, Near | None], ForcingGrid]) -> ForcingGrid:
    """The cells around a region, from ever farther, until a place can read no cell that was not read here."""
    if region is None:
        return read(warn, None)
    for margin in MARGINS:
        told: list[tuple[str, str]] = []
        last = margin == MARGINS[-1]
        try:
            grid = read(_keep_in(told), Near(region, margin))
        except NoCell:
            if last:
                raise
            continue
        if last or region.is_served(grid.longitude, grid.latitude, margin, grid.reach_around):
            break
    for code, message in told:
        warn(code, message)
    return grid


class NoCell(InputError):
    """No complete cell in the part of a file that was read."""


def _complete(file: CellFile, warn: Warn, near: Near | None) -> ForcingGrid:
    """The complete cells of a file, those near a region alone."""
    lon, lat = file.coordinate(LONGITUDE_NAMES), file.coordinate(LATITUDE_NAMES)
    wanted = np.isfinite(lon) & np.isfinite(lat)
    if near is not None:
        wanted &= near.holds(lon, lat)
    parts, places, land, known, size = [], [], 0, 0, 0.0
    for block, number in file.blocks(wanted):
        cells = _cells_of(block)
        land += int((np.isfinite(cells["soil_temperature"]).any(axis=(1, 2)) & wanted[number]).sum())
        complete = wanted[number] & np.logical_and.reduce(
            [np.isfinite(values).all(axis=tuple(range(1, values.ndim))) for values in cells.values()]
        )
        known += int(complete.sum())
        cells = {name: values[complete] for name, values in cells.items()}
        cells["bedrock_layer"] = np.rint(cells["bedrock_layer"]).astype(np.int64)
        able = _sustains_soil(cells)
        parts.append({name: _as_stored(values[able], file, name) for name, values in cells.items()})
        places.append(number[complete][able])
        size += sum(values.nbytes for values in parts[-1].values())
        if near is not None and size > near.region.memory:
            raise JobError(
                f"The forcing {file.path} needs more than {near.region.memory / 1e9:.2g} GB of memory for the area of the map.",
                "Set a larger memory, or map a smaller extent (bounds).",
            )
    file.warn_of_fills(warn)
    if not known:
        raise NoCell(
            f"{file.path} has no cell in which all variables have a value.", "Use a forcing whose variables have values in the same cells."
        )
    place = np.concatenate(places)
    if not len(place):
        raise NoCell(
            f"In {file.path}, no cell has both litter input and decomposition, so soil carbon cannot be computed.",
            "Check the litter inputs, nbedrock, W_SCALAR and O_SCALAR of the file.",
        )
    if (left := land - len(place)) > 0:
        message = f"{left:,} of its {land:,} cells with soil temperature have no litter, water or oxygen"
        warn("incomplete_forcing", f"{file.path}: {message}. They are left out; places there use the nearest other cell.")
    joined = {name: _joined([part.pop(name) for part in parts]) for name in list(parts[0])}
    ids = file.dataset[SITE].values.astype(str)[place] if SITE in file.dataset.coords else None
    rows = None if ids is not None else _lattice(file, lon, lat, wanted)
    return ForcingGrid(joined, lon[place], lat[place], ids, *((rows[0], rows[1][place]) if rows else ()))


def _lattice(file: CellFile, lon: np.ndarray, lat: np.ndarray, near: np.ndarray) -> tuple[Axes | Curves, np.ndarray] | None:
    """The rows and columns around the cells that are read, and the node of each cell of the file, ``(cells,)``; or None."""
    shape = tuple(file.template.sizes[dim] for dim in file.cell_dims)
    if len(shape) != 2:
        known = np.flatnonzero(np.isfinite(lon) & np.isfinite(lat))
        if len(shape) != 1 or (listed := lattice_of_list(lon[known], lat[known])) is None:
            return None
        nodes = np.zeros(len(lon), dtype=np.int64)
        nodes[known] = listed[1]
        return listed[0], nodes
    mask = near.reshape(shape)
    across = [np.flatnonzero(mask.any(1 - axis)) for axis in (0, 1)]
    box = tuple(slice(int(inside[0]), int(inside[-1]) + 1) for inside in across)
    lattice = lattice_of(lon.reshape(shape)[box], lat.reshape(shape)[box])
    if lattice is None:
        return None
    row, column = np.indices(shape)
    return lattice, ((row - box[0].start) * lattice.shape[1] + column - box[1].start).ravel()


def _cells_of(file: CellFile) -> dict[str, np.ndarray]:
    cells = {name: file.values(variable, ("level", "time")) for name, variable in LAYERED.items()}
    cells |= {name: file.values(variable, ("time",)) for name, variable in MONTHLY.items()}
    bedrock = file.values(BEDROCK, ("time",) if file.has_time(BEDROCK) else ())
    cells["bedrock_layer"] = bedrock if bedrock.ndim == 1 else bedrock.mean(axis=1)
    cells["litter_input"] = np.stack([file.values(variable, ("time",)).sum(axis=1) for variable in LITTER_INPUTS], axis=1)
    return cells


def _as_stored(values: np.ndarray, file: CellFile, name: str) -> np.ndarray:
    """The values in half the memory where the file has them in float32."""
    variable = {**LAYERED, **MONTHLY}.get(name)
    single = variable is not None and file.variable(variable).dtype == np.float32
    return np.ascontiguousarray(values, dtype=np.float32 if single else values.dtype)


def _joined(parts: list[np.ndarray]) -> np.ndarray:
    return parts[0] if len(parts) == 1 else np.concatenate(parts)


def _sustains_soil(cells: dict[str, np.ndarray]) -> np.ndarray:
    """Which cells ``(n_cells,)`` have litter, bedrock below the first layer's top, and water and oxygen at once in every layer above it."""
    bedrock = cells["bedrock_layer"]
    below = np.arange(1, N_LAYERS + 1) > bedrock[:, None]
    alive = (cells["water_scalar"] * cells["oxygen_scalar"]).mean(axis=2) > 0.0
    return (cells["litter_input"].sum(axis=1) > 0.0) & (bedrock >= 1) & (alive | below).all(axis=1)


def _keep_in(messages: list[tuple[str, str]]) -> Callable[[str, str], None]:
    """What takes warnings and keeps them."""

    def keep(code: str, message: str) -> None:
        messages.append((code, message))

    return keep
