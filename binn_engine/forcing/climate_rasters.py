"""Climate normals and soil from rasters, as means over the cells of a grid, in the units that forcing is built from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from rasterio.windows import Window

from ..clm5.geometry import DAYS_PER_YEAR, INTERFACE_DEPTH, N_LAYERS, N_MONTHS
from ..covariates.bands import band_names, open_raster
from ..covariates.grids import Grid
from ..errors import InputError
from ..running.callbacks import Warn
from ..settings import BuildForcingJob
from ..soil_climate import Normals
from .climate_cells import ClimateCells
from .soil_temperature_rasters import read_soil_temperature
from .stated_units import stated_unit, variables_of

MOST_CELLS = 1_100_000  # the world by quarter degrees; more would not fit into memory
DAYS_PER_MONTH = DAYS_PER_YEAR / N_MONTHS
# With it, 30 % of NPP becomes woody debris, as in CLM5's own forcing around New York (31 %); soil carbon hardly depends on it.
DEFAULT_TREE_COVER = 0.55
TO_DEGC = {"degC": 0.0, "K": -273.15}
TO_MM_PER_MONTH = {"mm/month": 1.0, "mm/day": DAYS_PER_MONTH, "mm/s": DAYS_PER_MONTH * 86400.0, "m/day": DAYS_PER_MONTH * 1000.0}
TO_GC_PER_YEAR = {"gC/m2/yr": 1.0, "kgC/m2/yr": 1000.0, "gC/m2/s": DAYS_PER_YEAR * 86400.0, "kgC/m2/s": DAYS_PER_YEAR * 86.4e6}
TO_MM = {"mm": 1.0, "m": 1000.0}
TO_PERCENT = {"%": 1.0, "1": 100.0, "g/kg": 0.1}
LITTLE_NPP = 5.0  # gC/m2/yr: where no cell has more, the unit is another
LITTLE_RAIN, MUCH_RAIN = 10.0, 8000.0  # mm/yr: where no cell has more, or half of them have more, the unit is another
# gC of productivity a mm of precipitation: half of all cells lie far within, from wet tundra to dry grassland.
USUAL_NPP_PER_RAIN = (0.05, 3.0)
MOST_PERCENT = 100.5  # rounding included
MOST_TEXTURE = 105.0  # % of sand and clay together: maps of each are made by themselves
TROPIC = 23.5  # degrees
USUAL_DEPTH_M = (0.1, 100.0)  # to bedrock, in half of all cells
TO_METRES = {"m": 1.0, "cm": 0.01}


@dataclass(frozen=True)
class PossibleValues:
    """From where to where values of ``what``, its unit included, can be."""

    what: str
    low: float
    high: float


@dataclass(frozen=True)
class CellNormals:
    """The normals of the cells that have all of them, and where these cells are in the window, ``(rows, cols)`` bool."""

    normals: Normals
    complete: np.ndarray


def read_normals(job: BuildForcingJob, grid: Grid, window: Window, warn: Warn = lambda code, message: None) -> CellNormals:
    """The normals of the window's cells, from the job's rasters; ``warn`` is called for values that are unusual in their units.

    Raises
    ------
    InputError
        For more cells than memory holds; for a raster that cannot be read, has not the bands that are needed, or holds values that its
        unit cannot have, naming it; where no cell has a value of every raster.
    """
    if window.width * window.height > MOST_CELLS:
        raise InputError(
            f"The forcing would have {window.width:,} x {window.height:,} cells, more than {MOST_CELLS:,}.",
            "Give a coarser grid, such as half a degree, or a smaller extent (bounds).",
        )
    cells = ClimateCells(grid, window, warn)
    fields = {
        "air_temperature": _temperature(cells, job),
        "precipitation": _precipitation(cells, job),
        "npp": _npp(cells, job),
        "sand": _texture(cells, job.sand, "sand", job.texture_unit),
        "clay": _texture(cells, job.clay, "clay", job.texture_unit),
        "latitude": cells.latitude,
        "soil_depth": _soil_depth(cells, job.bedrock, job.bedrock_unit) if job.bedrock else cells.filled(INTERFACE_DEPTH[-1]),
        "tree_cover": _tree_cover(cells, job.trees) if job.trees else cells.filled(DEFAULT_TREE_COVER),
    }
    if job.snow:
        fields["snow_water"] = _snow(cells, job.snow)
    if job.soil_temperature:
        fields["soil_temperature"] = read_soil_temperature(cells, job.soil_temperature, job.soil_temperature_depths)
    _check_texture(fields["sand"], fields["clay"], job)
    complete = fields["sand"] + fields["clay"] > 0.0
    for values in fields.values():
        complete &= np.isfinite(values).all(axis=tuple(range(values.ndim - 2)))
    if not complete.any():
        raise InputError("In no cell do all rasters have a value.", "Use rasters that cover the same land, and check their nodata values.")
    normals = Normals(**{name: values[..., complete].T for name, values in fields.items()})
    _warn_of_units(normals, job, warn)
    return CellNormals(normals, complete)


def with_known_variables(job: BuildForcingJob) -> BuildForcingJob:
    """The job with variables in place of files that have several, where one is known by its name."""
    names = ("temperature", "precipitation", "npp", "snow")
    temperature, precipitation, npp, snow = (variables_of(getattr(job, name), name)[0] for name in names)
    return replace(job, temperature=temperature, precipitation=precipitation, npp=npp, snow=snow)


def _warn_of_units(normals: Normals, job: BuildForcingJob, warn: Warn) -> None:
    """Tell of what is possible in each raster's unit, but hardly in all cells, or hardly together."""
    rain = normals.precipitation.sum(axis=1)
    ratio = float(np.median(normals.npp / np.maximum(rain, 1.0)))
    if not USUAL_NPP_PER_RAIN[0] <= ratio <= USUAL_NPP_PER_RAIN[1]:
        text = f"half of the cells have {np.median(normals.npp):.3g} gC/m2/yr of net primary production with {np.median(rain):.3g} mm/yr"
        warn("unit_of_normals", f"{job.npp} and {job.precipitation}: {text} of precipitation, which is unusual. Check both units.")
    depth = float(np.median(normals.soil_depth))
    if job.bedrock and not USUAL_DEPTH_M[0] <= depth <= USUAL_DEPTH_M[1]:
        warn(
            "unit_of_normals",
            f"{job.bedrock}: bedrock is at {depth:.3g} m in half of the cells. Check that {job.bedrock_unit} is the correct unit.",
        )
    if job.trees and 0.0 < normals.tree_cover.max() <= 0.01:
        warn(
            "unit_of_normals",
            f"{job.trees}: tree cover is at most {100.0 * normals.tree_cover.max():.3g} %. Check whether it is a "
            "fraction from 0 to 1; it must be in %.",
        )
    summer = normals.air_temperature[:, 5:8].mean(axis=1) - normals.air_temperature[:, [11, 0, 1]].mean(axis=1)
    seasonal = np.abs(normals.latitude) > TROPIC
    if seasonal.any() and np.median(summer[seasonal] * np.sign(normals.latitude[seasonal])) < 0.0:
        warn("order_of_months", f"{job.temperature}: the temperature is lowest in summer. Check that the first band is January.")


def _check_texture(sand: np.ndarray, clay: np.ndarray, job: BuildForcingJob) -> None:
    """Sand and clay are shares of the same soil."""
    both = sand + clay
    most = np.nanmax(np.where(np.isfinite(both), both, 0.0))
    if most > MOST_TEXTURE:
        raise InputError(
            f"{job.sand} and {job.clay}: sand and clay together are {most:.4g} % in a cell, which is impossible.",
            "Use sand and clay of the same soil, in the same unit.",
        )


def _in_unit(cells: ClimateCells, path: str, kind: str, unit: str, read: Callable[[str], np.ndarray]) -> np.ndarray:
    """The values that ``read`` gives for a unit: the job's or, where values cannot be in it, the one that the raster states itself.

    Parameters
    ----------
    cells
        Gets a warning where the raster's own unit is used.
    path, kind
        The raster, and which of ``stated_units.SPELLINGS`` its units are.
    unit
        The job's.
    read
        Takes a unit, gives checked values ``(..., rows, cols)``, or raises :class:`InputError`.
    """
    try:
        return read(unit)
    except InputError as error:
        stated = stated_unit(path, kind)
        if stated is None or stated == unit:
            raise
        try:
            values = read(stated)
        except InputError:
            raise error from None
    cells.warn("unit_of_file", f"{path}: its values are impossible in {unit}. Its own unit is used: {stated}.")
    return values


def _temperature(cells: ClimateCells, job: BuildForcingJob) -> np.ndarray:
    path, values = job.temperature, cells.mean(job.temperature, _months(job.temperature))

    def read(unit: str) -> np.ndarray:
        return _checked(values + TO_DEGC[unit], path, unit, PossibleValues("air temperature in degC", -80.0, 60.0))

    return _in_unit(cells, path, "temperature", job.temperature_unit, read)


def _precipitation(cells: ClimateCells, job: BuildForcingJob) -> np.ndarray:
    path, values = job.precipitation, cells.mean(job.precipitation, _months(job.precipitation))
    return _in_unit(cells, path, "precipitation", job.precipitation_unit, lambda unit: _rain(values, path, unit))


def _rain(values: np.ndarray, path: str, unit: str) -> np.ndarray:
    values = _checked(values * TO_MM_PER_MONTH[unit], path, unit, PossibleValues("precipitation in mm/month", 0.0, 5000.0))
    year = values.sum(axis=0)
    known = year[np.isfinite(year)]
    if len(known) and not (known.max() >= LITTLE_RAIN and np.median(known) <= MUCH_RAIN):
        found = f"precipitation is {np.median(known):.3g} mm a year in half of the cells, and at most {known.max():.3g}"
        raise InputError(
            f"{path}: read as {unit}, {found}.",
            f"Set precipitation_unit to its unit: {', '.join(TO_MM_PER_MONTH)}.",
        )
    return values


def _npp(cells: ClimateCells, job: BuildForcingJob) -> np.ndarray:
    path, values = job.npp, cells.mean(job.npp, _one_or_months(job.npp, "npp")).mean(axis=0)
    return _in_unit(cells, path, "npp", job.npp_unit, lambda unit: _production(values, path, unit))


def _production(values: np.ndarray, path: str, unit: str) -> np.ndarray:
    values = _checked(values * TO_GC_PER_YEAR[unit], path, unit, PossibleValues("net primary production in gC/m2/yr", -500.0, 5000.0))
    known = values[np.isfinite(values)]
    if len(known) and known.max() < LITTLE_NPP:
        raise InputError(
            f"{path}: with the unit {unit}, net primary production is at most {known.max():g} gC/m2/yr, which is unlikely.",
            "Set npp_unit to the unit of the raster.",
        )
    return values


def _tree_cover(cells: ClimateCells, path: str) -> np.ndarray:
    return (
        _checked(cells.mean(path, [_one_band(path, "trees")])[0], path, "%", PossibleValues("tree cover in %", 0.0, MOST_PERCENT)) / 100.0
    )


def _snow(cells: ClimateCells, path: str) -> np.ndarray:
    unit = stated_unit(path, "snow") or "mm"
    if unit != "mm":
        cells.warn("unit_of_file", f"{path}: its own unit is used: {unit} of water.")
    return _checked(TO_MM[unit] * cells.mean(path, _months(path)), path, unit, PossibleValues("snow in mm of water", 0.0, 1e5))


def _texture(cells: ClimateCells, path: str, name: str, unit: str) -> np.ndarray:
    values = cells.mean(path, [_one_band(path, name)])[0]
    return _in_unit(cells, path, "texture", unit, lambda one: _shares(values, path, name, one))


def _shares(values: np.ndarray, path: str, name: str, unit: str) -> np.ndarray:
    values = _checked(values * TO_PERCENT[unit], path, unit, PossibleValues(f"{name} in %", 0.0, MOST_PERCENT))
    known = values[np.isfinite(values)]
    if len(known) and known.max() <= 1.0:
        raise InputError(
            f"{path}: with the unit {unit}, {name} is at most {known.max():g} %, which is unlikely.",
            "Set texture_unit to the unit of the raster; 1 means a fraction.",
        )
    return values


def _soil_depth(cells: ClimateCells, path: str, unit: str) -> np.ndarray:
    values = cells.mean(path, _one_or_months(path, "bedrock"), classes=unit == "layer").mean(axis=0)
    if unit != "layer":
        return _checked(values * TO_METRES[unit], path, unit, PossibleValues("depth to bedrock in m", 0.0, 10_000.0))
    values = _checked(values, path, unit, PossibleValues("a soil layer", 1.0, float(N_LAYERS)))
    layer = np.rint(np.where(np.isfinite(values), values, 1.0)).astype(int)
    return np.where(np.isfinite(values), INTERFACE_DEPTH[layer - 1], np.nan)


def _checked(values: np.ndarray, path: str, unit: str, possible: PossibleValues) -> np.ndarray:
    """The values, none of which is outside what they can be."""
    known = values[np.isfinite(values)]
    if len(known) and not (possible.low <= known.min() and known.max() <= possible.high):
        raise InputError(
            f"{path}: with the unit {unit}, its values are from {known.min():g} to {known.max():g}, but {possible.what} "
            f"must be from {possible.low:g} to {possible.high:g}.",
            "Set the unit of this raster, or choose another raster.",
        )
    return values


def _months(path: str) -> list[int]:
    """The twelve bands of a raster of monthly values."""
    with open_raster(path) as dataset:
        bands = [index for _, index in band_names(dataset)]
    if len(bands) != N_MONTHS:
        raise InputError(
            f"The raster {path} has {len(bands)} bands, not {N_MONTHS}.", "Use a raster with one band for each month, January first."
        )
    return bands


def _one_or_months(path: str, name: str) -> list[int]:
    """The band of annual values, that called ``name``, or twelve of months."""
    with open_raster(path) as dataset:
        bands = band_names(dataset)
    return [index for _, index in bands] if len(bands) == N_MONTHS else [_one_band(path, name)]


def _one_band(path: str, name: str) -> int:
    """The raster's only band, or the one that is called ``name``."""
    with open_raster(path) as dataset:
        bands = band_names(dataset)
    called = [index for band, index in bands if band.lower() == name]
    if len(bands) == 1 or len(called) == 1:
        return called[0] if called else bands[0][1]
    raise InputError(
        f"The raster {path} has {len(bands)} bands, but none of them is named {name!r}: {', '.join((band for band, _ in bands))}.",
        f"Use a raster with one band, or name the band {name!r}.",
    )
