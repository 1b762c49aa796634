"""What a content of carbon needs to become carbon per volume of soil: bulk density, measured or estimated, and coarse fragments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import InputError
from ..settings import ProfileFields
from . import fields as names
from .audit import Audit
from .depths import measured
from .layouts import Layout
from .numerals import numbers_and_words
from .pedotransfer import estimated_density
from .units import DENSITY_FACTORS, SHARE_FACTORS, check_known, soilgrids_unit
from .vectors import field_list, field_named

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
        ``(rows,)`` relative standard deviation that estimation brings; 0 where measured.
    source
        ``(rows,)`` text: ``measured``, the name of a pedotransfer function, or empty.
    """

    values: np.ndarray
    relative_sd: np.ndarray
    source: np.ndarray


def bulk_density(table: pd.DataFrame, fields: ProfileFields, layout: Layout, audit: Audit) -> np.ndarray | None:
    """Measured bulk density of every row for quality control, ``(rows,)`` g/cm3, NaN where there is none that a soil can have; None where
    no field holds it. :func:`needed_bulk_density` is the one that complains where it is needed."""
    columns = _fields_of(table, audit.path, fields.bulk_density_field, layout.names("bulk_density"), "the bulk density")
    values = _first_known([_grams(column, numbers_and_words(table[column])[0], audit, False) for column in columns], len(table))
    values = np.where((values >= LIGHTEST_SOIL) & (values <= DENSEST_SOIL), values, np.nan)
    return None if np.isnan(values).all() else values


def needed_bulk_density(
    table: pd.DataFrame, fields: ProfileFields, layout: Layout, unit: str, carbon_percent: np.ndarray, audit: Audit
) -> BulkDensity:
    """Bulk density of every row where SOC is a content in ``unit``.

    What was not measured is estimated from ``carbon_percent`` ``(rows,)`` by the pedotransfer function that ``fields`` name.

    Raises
    ------
    InputError
        Where there is neither a field nor a function, or where the reading is strict a bulk density that cannot be.
    """
    columns = _fields_of(table, audit.path, fields.bulk_density_field, layout.names("bulk_density"), "the bulk density")
    if not columns and fields.pedotransfer == "none":
        raise InputError(
            f"{audit.path}: SOC in {unit} needs a bulk density, and there is no field for it.",
            f"Name the field, choose a pedotransfer function, or give SOC per volume. Its fields: {field_list(table)}.",
        )
    read = []
    for column in columns:
        values = _grams(column, measured(table, column, audit), audit)
        impossible = (values < LIGHTEST_SOIL) | (values > DENSEST_SOIL)
        if audit.strict:
            remedy = "Correct it; empty it where it stands for a missing value."
            audit.wrong(values <= 0.0, "no_bulk_density", f"{audit.field(column)} has a bulk density of zero or less", remedy)
            what = f"{audit.field(column)} has a bulk density below {LIGHTEST_SOIL:g} or above {DENSEST_SOIL:g} g/cm3"
            audit.wrong(impossible, "no_bulk_density", what, remedy)
        elif impossible.any():
            limits = f"below {LIGHTEST_SOIL:g} or above {DENSEST_SOIL:g} g/cm3"
            message = f"{int(impossible.sum()):,} bulk densities in {audit.field(column)} are {limits}; they are taken as missing"
            audit.warn("bulk_density_impossible", f"{audit.path}: {message}.")
        read.append(np.where(impossible, np.nan, values))
    values = _first_known(read, len(table))
    found = np.where(np.isnan(values), "", MEASURED).astype(object)
    spread = np.where(np.isnan(values), np.nan, 0.0)
    if fields.pedotransfer != "none":
        values, spread, found = _estimated(values, spread, found, fields.pedotransfer, carbon_percent, audit)
    missing = np.isnan(values) & np.isfinite(carbon_percent) & ~audit.left_out
    if missing.any():
        audit.warn(
            "bulk_density_missing",
            f"{audit.path}: {int(missing.sum()):,} of {len(values):,} layers have no bulk density "
            f"({', '.join(map(audit.field, columns)) or 'no field'}); their SOC is unknown.",
        )
    audit.lacking(missing, "no_bulk_density")
    return BulkDensity(values, spread, found)


def _estimated(
    values: np.ndarray, spread: np.ndarray, found: np.ndarray, function: str, carbon_percent: np.ndarray, audit: Audit
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same with missing densities estimated where the function holds."""
    density, error = estimated_density(function, carbon_percent)
    fill = np.isnan(values) & np.isfinite(density)
    if (fill & ~audit.left_out).any():
        count = int((fill & ~audit.left_out).sum())
        audit.warn("bulk_density_estimated", f"{audit.path}: the bulk density of {count:,} layers is estimated by {function}.")
    return np.where(fill, density, values), np.where(fill, error, spread), np.where(fill, function, found)


def coarse_percent(table: pd.DataFrame, fields: ProfileFields, layout: Layout, density: np.ndarray, audit: Audit) -> np.ndarray:
    """Coarse fragments ``(rows,)`` volume %, zero where unknown.

    A share of mass ``w`` becomes one of volume by the density of stone, ``(w / 2.65) / (w / 2.65 + (1 - w) / density)``, with the
    ``density`` ``(rows,)`` of the fine earth in g/cm3.
    """
    masses = [] if fields.coarse_field else names.recognised(table.columns, layout.names("coarse_mass"))[:1]
    columns = _fields_of(table, audit.path, fields.coarse_field, layout.names("coarse"), "the coarse fragments")
    columns = [column for column in columns if column not in masses][:1]
    if not (columns or masses):
        audit.warn("no_coarse_fragments", f"{audit.path} has no field for coarse fragments; none are taken off.")
        return np.zeros(len(table))
    read = []
    for field in (*columns, *masses):
        values = _percent(field, measured(table, field, audit), audit)
        audit.wrong(
            (values < 0.0) | (values > 100.0),
            "wrong_coarse",
            f"{audit.field(field)} has coarse fragments outside 0-100 %",
            "Give them in volume %.",
        )
        if 0.0 < np.nanmax(values, initial=0.0) <= 1.0:
            text = f"{audit.field(field)} is read in %, but never exceeds 1. If it is a fraction, multiply it by 100"
            audit.warn("coarse_unit", f"{audit.path}: {text}.")
        read.append(_volume_percent(values, density) if field in masses else values)
    values = _first_known(read, len(table))
    missing = np.isnan(values) & ~audit.left_out
    if missing.any():
        audit.warn(
            "coarse_missing",
            f"{audit.path}: {int(missing.sum()):,} layers have no coarse fragments ({', '.join(map(audit.field, (*columns, *masses)))}); "
            "none are taken off there.",
        )
    return np.where(np.isnan(values), 0.0, values)


def _volume_percent(mass_percent: np.ndarray, density: np.ndarray) -> np.ndarray:
    stones = mass_percent / PARTICLE_DENSITY
    with np.errstate(invalid="ignore", divide="ignore"):
        return 100.0 * stones / (stones + (100.0 - mass_percent) / density)


def _fields_of(table: pd.DataFrame, path: str, given: str, known: Sequence[str], what: str) -> list[str]:
    """The field that the user named, else all that are recognised, the best first."""
    return [field_named(table, given, path, what)] if given else names.recognised(table.columns, known)


def _first_known(columns: Sequence[np.ndarray], size: int) -> np.ndarray:
    """Of every row the first value that is known."""
    values = np.full(size, np.nan)
    for column in columns:
        values = np.where(np.isnan(values), column, values)
    return values


def _percent(field: str, values: np.ndarray, audit: Audit) -> np.ndarray:
    """Coarse fragments in %, from the unit that the field's name says, or that of SoilGrids, whose names it may bear."""
    found = audit.said(field)
    check_known(found, audit.field(field), audit.path, "coarse fragments", tuple(SHARE_FACTORS), found.unit not in ("cm", "m"))
    unit = found.unit if found.unit in SHARE_FACTORS else ""
    if not unit and (unit := soilgrids_unit(audit.stacked.get(field, (field,))[0])):
        message = f"{audit.field(field)} is called as a layer of SoilGrids, and is read in its unit, {unit} (per mille)"
        audit.warn("soilgrids_unit", f"{audit.path}: {message}. If it is in %, say so in the name.")
    return values * SHARE_FACTORS[unit or "%"]


def _grams(field: str, values: np.ndarray, audit: Audit, needed: bool = True) -> np.ndarray:
    """Bulk densities in g/cm3, from the unit that the field's name says, else kg/m3 or SoilGrids' cg/cm3 where they are too large; with
    complaints where they are ``needed``."""
    found = audit.said(field)
    if needed:
        check_known(found, audit.field(field), audit.path, "a bulk density", tuple(DENSITY_FACTORS), found.unit not in ("cm", "m"))
    if found.unknown or (found.unit in DENSITY_FACTORS and found.unit != "g/cm3"):
        return values * DENSITY_FACTORS.get(found.unit, np.nan)
    median = float(np.nanmedian(values)) if np.isfinite(values).any() else 0.0
    grid = soilgrids_unit(audit.stacked.get(field, (field,))[0])
    if median <= (DENSEST_SOIL if grid else 100.0):
        return values
    if grid:
        if needed:
            message = f"{audit.field(field)} is called as a layer of SoilGrids, and is read in its unit, {grid}"
            audit.warn("soilgrids_unit", f"{audit.path}: {message}.")
        return values * DENSITY_FACTORS[grid]
    if needed:
        if median < LEAST_MEDIAN_KG_M3:
            raise InputError(
                f"{audit.path}: {audit.field(field)} has a median of {median:g}: too much for g/cm3, little for kg/m3.",
                "Convert it to g/cm3 (SoilGrids' bdod is to be divided by 100), or say kg/m3 in the field's name, where it is of peat.",
            )
        message = f"{audit.field(field)} has a median of {median:g} and is taken as kg/m3, not g/cm3"
        audit.warn("bulk_density_unit", f"{audit.path}: {message}.")
    return values / 1000.0
