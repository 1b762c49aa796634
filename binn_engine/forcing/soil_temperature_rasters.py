"""Monthly soil temperature of another model from rasters: the months and depths of their bands, and the layers of CLM5."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rasterio.io import DatasetReader

from ..clm5.geometry import N_MONTHS
from ..covariates.bands import band_names, open_raster
from ..errors import InputError
from ..paths import subdataset
from ..soil_climate.soil_levels import at_layers
from .climate_cells import ClimateCells
from .stated_units import stated_unit, variables_of

# Middles of the layers of ERA5 and ERA5-Land, m.
ERA5_LEVELS = {"1": 0.035, "2": 0.175, "3": 0.64, "4": 1.945}
_ERA5_NAME = re.compile(r"stl([1-4])|soil_temperature_level_([1-4])|soil temperature level ([1-4])", re.IGNORECASE)
_DEPTH_NAME = re.compile(r"(?<![\d.])(\d+(?:\.\d+)?)[ _]?(cm|m)(?![a-z])", re.IGNORECASE)
KELVIN = 100.0  # soil temperatures above it are in K
COLDEST, HOTTEST = -60.0, 60.0  # degC
DEEPEST_FIRST = 0.5  # m: where the first level is deeper, nothing is known of the surface
METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001}
DEPTHS_REMEDY = "Give the depths of all levels in metres, in the order of the rasters (soil_temperature_depths)."


@dataclass(frozen=True)
class SoilLevel:
    """One level: its raster, the bands of the twelve months, and its depth in m; None where the raster does not say it."""

    path: str
    bands: tuple[int, ...]
    depth: float | None


def read_soil_temperature(cells: ClimateCells, paths: Sequence[str], depths: Sequence[float]) -> np.ndarray:
    """Soil temperature of CLM5's layers, degC, ``(12, 20, rows, cols)``; NaN in cells without it.

    Parameters
    ----------
    cells
        The cells of the forcing.
    paths
        Rasters: each of twelve months at one depth, or of twelve months at each of several depths.
    depths
        Of all levels in the order of the rasters, m; empty: as the rasters say.

    Raises
    ------
    InputError
        For bands that are not twelve months at each depth, depths that are not known, or values that no soil has.
    """
    levels = [level for path in paths for part in variables_of(path, "soil_temperature") for level in levels_of(part)]
    known = _depths(levels, depths, paths)
    order = np.argsort(known)
    values = np.stack([_degrees(cells.mean(levels[number].path, levels[number].bands), levels[number].path) for number in order])
    rows, cols = cells.shape
    by_cell = values.reshape(len(levels), N_MONTHS, rows * cols).transpose(2, 0, 1)
    return at_layers(by_cell, known[order]).transpose(2, 1, 0).reshape(N_MONTHS, -1, rows, cols)


def levels_of(path: str) -> list[SoilLevel]:
    """The levels of one raster, in the order of its bands."""
    with open_raster(path) as dataset:
        bands = [index for _, index in band_names(dataset)]
        if len(bands) == N_MONTHS:
            return [SoilLevel(path, tuple(bands), _named_depth(path, dataset))]
        depth = _band_depths(dataset)
    found: dict[float, list[int]] = {}
    for band, value in zip(bands, depth):
        found.setdefault(value, []).append(band)
    if len(depth) != len(bands) or any(len(some) != N_MONTHS for some in found.values()):
        raise InputError(
            f"The raster {path} has {len(bands)} bands, which are not the twelve months of each of its depths.",
            "Give one raster with twelve bands for each depth, January first, or a NetCDF variable of twelve months and all depths.",
        )
    return [SoilLevel(path, tuple(some), value) for value, some in found.items()]


def _band_depths(dataset: DatasetReader) -> list[float]:
    """The depth of every band of a NetCDF variable with months and depths, m; empty where it has not both."""
    names = dataset.tags().get("NETCDF_DIM_EXTRA", "").strip("{}").split(",")
    level = [name for name in names if "time" not in name.lower() and "month" not in name.lower()]
    if len(names) != 2 or len(level) != 1:
        return []
    unit = METRES.get(dataset.tags().get(f"{level[0]}#units", "m").strip().lower(), 1.0)
    return [unit * float(dataset.tags(band)[f"NETCDF_DIM_{level[0]}"]) for band in dataset.indexes]


def _named_depth(path: str, dataset: DatasetReader) -> float | None:
    """The depth that the name of a raster or of its variable says, m."""
    within = subdataset(path)
    names = (within[1] if within else path, dataset.descriptions[0] or "", dataset.tags(1).get("long_name", ""))
    for name in names:
        if match := _ERA5_NAME.search(name):
            return ERA5_LEVELS[next(filter(None, match.groups()))]
    for name in (names[0].replace("\\", "/").rpartition("/")[2], *names[1:]):
        if match := _DEPTH_NAME.search(name):
            return float(match[1]) * METRES[match[2].lower()]
    return None


def _depths(levels: list[SoilLevel], depths: Sequence[float], paths: Sequence[str]) -> np.ndarray:
    """The depth of every level, m; raises :class:`InputError` where they cannot be."""
    names = ", ".join(paths)
    if depths and len(depths) != len(levels):
        raise InputError(f"{len(depths)} depths are given, but {names} have {len(levels)} levels.", DEPTHS_REMEDY)
    found: list[float | None] = [*depths] or [level.depth for level in levels]
    if None in found:
        raise InputError(f"{levels[found.index(None)].path} does not say at which depth its soil temperature is.", DEPTHS_REMEDY)
    values = np.array(found, dtype=float)
    if len(np.unique(values)) < len(values) or not (np.isfinite(values) & (values >= 0.0)).all():
        raise InputError(f"The depths of {names} are {', '.join(f'{value:g}' for value in values)} m, which cannot be used.", DEPTHS_REMEDY)
    if values.min() > DEEPEST_FIRST:
        raise InputError(
            f"The uppermost level of {names} is at {values.min():g} m, so the soil temperature near the surface is not known.",
            f"Add a level above {DEEPEST_FIRST:g} m. If the depths are wrong, give them in metres (soil_temperature_depths).",
        )
    return values


def _degrees(values: np.ndarray, path: str) -> np.ndarray:
    """Soil temperature in degC: no soil is warmer than 60 degC, and none is colder than 100 K."""
    known = values[np.isfinite(values)]
    kelvin = stated_unit(path, "temperature") == "K" or (len(known) > 0 and float(np.median(known)) > KELVIN)
    values, known = (values - 273.15, known - 273.15) if kelvin else (values, known)
    if len(known) and not (known.min() >= COLDEST and known.max() <= HOTTEST):
        raise InputError(
            f"{path}: soil temperature is from {known.min():g} to {known.max():g} degC, which is impossible.",
            "Use a raster of soil temperature in degC or K, and declare its nodata value.",
        )
    return values
