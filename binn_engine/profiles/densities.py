"""Inputs that turn a content of carbon into carbon per volume of soil: bulk density, measured or estimated, and coarse fragments."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from .audit import Audit
from .pedotransfer import estimated_density
from .readings import first_finite, measured
from .tables.columns import ProfileColumns
from .tables.named_tables import ProfileColumn
from .tables.numerals import numbers_and_words
from .tables.units import DENSITY_FACTORS, SHARE_FACTORS

DENSEST_SOIL = 2.65  # g/cm3: quartz
LIGHTEST_SOIL = 0.01  # g/cm3: half of the loosest moss peat
PARTICLE_DENSITY = 2.65  # g/cm3, of coarse fragments
# A median of bulk densities below is that of peat in kg/m3, or of mineral soil in cg/cm3.
LEAST_MEDIAN_KG_M3 = 300.0
MEASURED = "measured"


@dataclass(frozen=True)
class BulkDensity:
    """Bulk density of every row.

    Parameters
    ----------
    values
        ``(rows,)`` g/cm3 of the fine earth, NaN where unknown.
    relative_sd
        ``(rows,)`` relative standard deviation of the estimate; 0 where measured.
    source
        ``(rows,)`` text: ``measured``, the name of a pedotransfer function, or empty.
    """

    values: np.ndarray
    relative_sd: np.ndarray
    source: np.ndarray


def bulk_density(columns: ProfileColumns, audit: Audit) -> np.ndarray:
    """Measured bulk density of every row for quality control, ``(rows,)`` g/cm3, NaN where there is none that a soil can have.

    It refuses nothing; :func:`needed_bulk_density` does, where SOC needs it.
    """
    read = [_grams(column, numbers_and_words(column.values)[0], audit, False) for column in columns.bulk_density]
    values = first_finite(read, len(audit))
    return np.where((values >= LIGHTEST_SOIL) & (values <= DENSEST_SOIL), values, np.nan)


def needed_bulk_density(columns: ProfileColumns, pedotransfer: str, carbon_percent: np.ndarray, audit: Audit) -> BulkDensity:
    """Bulk density of every row where SOC is a content.

    Parameters
    ----------
    columns
        Which column holds what.
    pedotransfer
        Function that estimates what was not measured; ``none``: nothing is estimated.
    carbon_percent
        Organic carbon of every row, % by weight, NaN where unknown, ``(rows,)``.
    audit
        Leaves out rows without a bulk density, and warns.

    Raises
    ------
    InputError
        For a unit that cannot be, or where the reading is strict a bulk density that cannot be.
    """
    values = first_finite([_possible(column, audit) for column in columns.bulk_density], len(audit))
    unknown = np.isnan(values)
    density = BulkDensity(values, np.where(unknown, np.nan, 0.0), np.where(unknown, "", MEASURED).astype(object))
    if pedotransfer != "none":
        density = _estimated(density, pedotransfer, carbon_percent, audit)
    missing = np.isnan(density.values) & np.isfinite(carbon_percent) & ~audit.left_out
    if missing.any():
        there = ", ".join(column.label for column in columns.bulk_density) or "no field"
        audit.warn(
            "bulk_density_missing",
            f"{audit.path}: {int(missing.sum()):,} of {len(values):,} layers have no bulk density ({there}), "
            "so their SOC cannot be computed.",
        )
    audit.lacking(missing, "no_bulk_density")
    return density


def _possible(column: ProfileColumn, audit: Audit) -> np.ndarray:
    """Bulk densities of a column ``(rows,)`` g/cm3, without those that no soil has; the audit says of these."""
    values = _grams(column, measured(column, audit), audit)
    impossible = (values < LIGHTEST_SOIL) | (values > DENSEST_SOIL)
    limits = f"below {LIGHTEST_SOIL:g} or above {DENSEST_SOIL:g} g/cm3"
    if audit.strict:
        remedy = "Correct the value, or leave it empty if it means missing."
        audit.wrong(values <= 0.0, "no_bulk_density", f"{column.label} has a bulk density of zero or less", remedy)
        audit.wrong(impossible, "no_bulk_density", f"{column.label} has a bulk density {limits}", remedy)
    elif impossible.any():
        message = f"{int(impossible.sum()):,} bulk densities in {column.label} are {limits}. They are treated as missing"
        audit.warn("bulk_density_impossible", f"{audit.path}: {message}.")
    return np.where(impossible, np.nan, values)


def _estimated(measurements: BulkDensity, function: str, carbon_percent: np.ndarray, audit: Audit) -> BulkDensity:
    """The same with missing densities estimated where the function holds."""
    density, error = estimated_density(function, carbon_percent)
    fill = np.isnan(measurements.values) & np.isfinite(density)
    if (fill & ~audit.left_out).any():
        count = int((fill & ~audit.left_out).sum())
        audit.warn(
            "bulk_density_estimated",
            f"{audit.path}: the bulk density of {count:,} layers is estimated with the pedotransfer function {function}.",
        )
    return BulkDensity(
        np.where(fill, density, measurements.values),
        np.where(fill, error, measurements.relative_sd),
        np.where(fill, function, measurements.source),
    )


def coarse_percent(columns: ProfileColumns, density: np.ndarray, audit: Audit) -> np.ndarray:
    """Coarse fragments of every row, volume %, ``(rows,)``, zero where unknown.

    A share of mass ``w`` becomes one of volume by the density of stone, ``(w / 2.65) / (w / 2.65 + (1 - w) / density)``.

    Parameters
    ----------
    columns
        Which column holds what.
    density
        Bulk density of the fine earth, g/cm3, ``(rows,)``.
    audit
        Leaves out rows with shares that cannot be, and warns.

    Raises
    ------
    InputError
        Where the reading is strict and a share lies outside 0 to 100 %.
    """
    used = [column for column in (columns.coarse, columns.coarse_mass) if column is not None]
    if not used:
        audit.warn("no_coarse_fragments", f"{audit.path} has no field for coarse fragments. SOC is computed as if there were none.")
        return np.zeros(len(audit))
    read = []
    for column in used:
        values = _percent(column, measured(column, audit), audit)
        what = f"{column.label} has coarse fragments outside 0-100 %"
        audit.wrong((values < 0.0) | (values > 100.0), "wrong_coarse", what, "Give them in volume %.")
        if 0.0 < np.nanmax(values, initial=0.0) <= 1.0:
            text = f"{column.label} is read in %, but its values are never above 1. If it is a fraction, multiply it by 100"
            audit.warn("coarse_unit", f"{audit.path}: {text}.")
        read.append(_volume_percent(values, density) if column is columns.coarse_mass else values)
    values = first_finite(read, len(audit))
    missing = np.isnan(values) & ~audit.left_out
    if missing.any():
        labels = ", ".join(column.label for column in used)
        message = f"{int(missing.sum()):,} layers have no value of coarse fragments ({labels}). They are treated as having none"
        audit.warn("coarse_missing", f"{audit.path}: {message}.")
    return np.where(np.isnan(values), 0.0, values)


def _volume_percent(mass_percent: np.ndarray, density: np.ndarray) -> np.ndarray:
    stones = mass_percent / PARTICLE_DENSITY
    with np.errstate(invalid="ignore", divide="ignore"):
        return 100.0 * stones / (stones + (100.0 - mass_percent) / density)


def _percent(column: ProfileColumn, values: np.ndarray, audit: Audit) -> np.ndarray:
    """Coarse fragments in %, from the unit that the column's name says, or that of SoilGrids, whose names it may bear."""
    unit = column.name_unit.unit if column.name_unit.unit in SHARE_FACTORS else ""
    if not unit and (unit := column.soilgrids_unit):
        message = f"{column.label} has a name like a layer of SoilGrids and is read in the unit of SoilGrids, {unit} (per mille)"
        audit.warn("soilgrids_unit", f"{audit.path}: {message}. If it is in %, add the unit to its name.")
    return values * SHARE_FACTORS[unit or "%"]


def _grams(column: ProfileColumn, values: np.ndarray, audit: Audit, needed: bool = True) -> np.ndarray:
    """Bulk densities in g/cm3, from the unit that the column's name says, else kg/m3 or SoilGrids' cg/cm3 where they are too large; with
    complaints where they are ``needed``."""
    name_unit, grid = column.name_unit, column.soilgrids_unit
    if name_unit.unknown or (name_unit.unit in DENSITY_FACTORS and name_unit.unit != "g/cm3"):
        return values * DENSITY_FACTORS.get(name_unit.unit, np.nan)
    median = float(np.nanmedian(values)) if np.isfinite(values).any() else 0.0
    if median <= (DENSEST_SOIL if grid else 100.0):
        return values
    if grid:
        if needed:
            message = f"{column.label} has a name like a layer of SoilGrids and is read in the unit of SoilGrids, {grid}"
            audit.warn("soilgrids_unit", f"{audit.path}: {message}.")
        return values * DENSITY_FACTORS[grid]
    if needed:
        if median < LEAST_MEDIAN_KG_M3:
            raise InputError(
                f"{audit.path}: {column.label} has a median of {median:g}, which is too high for g/cm3 and low for kg/m3.",
                "Convert it to g/cm3 (divide bdod of SoilGrids by 100), or, for peat in kg/m3, add the unit to the name of the field.",
            )
        message = f"{column.label} has a median of {median:g}, so it is read in kg/m3, not in g/cm3"
        audit.warn("bulk_density_unit", f"{audit.path}: {message}.")
    return values / 1000.0
