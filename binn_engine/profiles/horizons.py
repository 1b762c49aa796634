"""Soil organic carbon of soil layers as people record it, in gC/m3."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import InputError, JobError
from ..settings import SOC_UNITS, ProfileFields
from . import fields as names
from .audit import Audit
from .densities import BulkDensity, coarse_percent, needed_bulk_density
from .depths import measured
from .layouts import Layout
from .units import SOC_FACTORS, check_known
from .vectors import field_list, field_named

USUAL_MEDIAN_SOC = (500.0, 200_000.0)  # gC/m3; outside, the unit is probably another one
DENSITIES = {"gC/m3": 1.0, "kg/m3": 1000.0}  # to gC/m3
CONTENTS = {"g/kg": 0.1, "%": 1.0, "g/kg OM": 0.1, "% OM": 1.0}  # to % of the fine earth's mass
STOCKS = {"kg/m2": 1000.0, "t/ha": 100.0, "g/cm2": 10_000.0}  # to gC/m2


@dataclass(frozen=True)
class Carbon:
    """SOC of every row: ``soc`` ``(rows,)`` gC/m3, NaN where unknown; its ``relative_sd`` ``(rows,)`` from estimated bulk densities, 0
    where nothing was estimated; where the bulk density is from, ``(rows,)`` text, and the ``bulk_density`` used ``(rows,)`` g/cm3."""

    soc: np.ndarray
    relative_sd: np.ndarray
    density_source: np.ndarray
    bulk_density: np.ndarray


def grams_per_cubic_metre(
    soc: np.ndarray,
    unit: str,
    bulk_density: np.ndarray | float = np.nan,
    coarse_percent: np.ndarray | float = 0.0,
    thickness: np.ndarray | float = np.nan,
    organic_matter_factor: float = 0.58,
) -> np.ndarray:
    """Soil organic carbon in gC/m3.

    Density: ``kg/m3 * 1000``. Content: ``g/kg * bulk_density * 1000 * (1 - coarse_percent / 100)``, since 1 g/cm3 is 1000 kg/m3. Stock
    of a layer: ``kg/m2 * 1000 / thickness``; 1 t/ha is 0.1 kg/m2. Organic matter times its factor is carbon.

    Parameters
    ----------
    soc
        ``(layers,)`` in ``unit``, one of ``settings.SOC_UNITS``.
    bulk_density
        ``(layers,)`` g/cm3 of the fine earth, for contents.
    coarse_percent
        ``(layers,)`` volume % of coarse fragments, for contents.
    thickness
        ``(layers,)`` m, for stocks.
    organic_matter_factor
        Share of carbon in organic matter.
    """
    if unit in DENSITIES:
        return soc * DENSITIES[unit]
    if unit in STOCKS:
        return soc * STOCKS[unit] / thickness
    factor = organic_matter_factor if unit.endswith("OM") else 1.0
    return soc * factor * (CONTENTS[unit] * 10.0) * (bulk_density * 1000.0) * (1.0 - np.asarray(coarse_percent) / 100.0)


def soc_density(table: pd.DataFrame, fields: ProfileFields, layout: Layout, thickness: np.ndarray, audit: Audit) -> Carbon:
    """SOC of every row; ``thickness`` ``(rows,)`` is in metres, NaN for points.

    Raises
    ------
    InputError
        For an absent field, SOC of which most is more than the soil, and where the reading is strict for single values that cannot be.
    """
    if not 0.0 < fields.organic_matter_factor <= 1.0:
        raise JobError(f"The organic matter factor is {fields.organic_matter_factor:g}.", "Give the share of carbon in it: 0.58, or 0.5.")
    columns, unit, factor = _soc_fields(table, fields, layout, audit)
    values = np.full(len(table), np.nan)
    for column in columns:
        read = measured(table, column, audit) * factor
        audit.wrong(
            read < 0.0,
            "negative_soc",
            f"{audit.field(column)} has negative SOC",
            "Correct it; empty it where it stands for a missing value.",
        )
        values = np.where(np.isnan(values), read, values)
    audit.lacking(np.isnan(values), "no_soc")
    nothing = np.full(len(table), np.nan)
    density = BulkDensity(nothing, np.zeros(len(table)), np.full(len(table), "", dtype=object))
    if unit in CONTENTS:
        _check_content(values, unit, columns[0], audit)
        factor = fields.organic_matter_factor if unit.endswith("OM") else 1.0
        percent = np.where(audit.left_out, np.nan, values * CONTENTS[unit] * factor)
        density = needed_bulk_density(table, fields, layout, unit, percent, audit)
        coarse = coarse_percent(table, fields, layout, density.values, audit)
        soc = grams_per_cubic_metre(values, unit, density.values, coarse, organic_matter_factor=fields.organic_matter_factor)
    else:
        if unit in STOCKS:
            audit.lacking(~(thickness > 0.0), "no_thickness")
        soc = grams_per_cubic_metre(values, unit, thickness=np.where(thickness > 0.0, thickness, np.nan))
    _check_median(soc[~audit.left_out], unit, columns[0], audit)
    return Carbon(soc, density.relative_sd, density.source, density.values)


def _soc_fields(table: pd.DataFrame, fields: ProfileFields, layout: Layout, audit: Audit) -> tuple[list[str], str, float]:
    """The fields of SOC, the best first: the one named, else those of the database, else a density, else a content; their unit, and what
    turns their values into it."""
    if fields.soc_field:
        found = [field_named(table, fields.soc_field, audit.path, "soil organic carbon")]
    else:
        found = names.recognised(table.columns, layout.soc)
        if not found:
            generic = (*names.SOC_DENSITY, *names.SOC)
            found = names.recognised(table.columns, generic) or names.recognised(table.columns, (*names.SOC_STOCK, *names.ORGANIC_MATTER))
            found.sort(key=lambda column: not names.is_soc_density(column))  # stable: densities first
    if not found:
        raise InputError(f"{audit.path} has no field for soil organic carbon.", f"Name it. Its fields: {field_list(table)}.")
    of_database = bool(layout.soc) and not fields.soc_field and found[0] in names.recognised(table.columns, layout.soc)
    same = [column for column in found if names.split_unit(column)[1] == names.split_unit(found[0])[1]] if of_database else found[:1]
    if len(found) > len(same):
        others = ", ".join(column for column in found if column not in same)
        audit.warn("soc_field", f"{audit.path}: SOC is taken from field {', '.join(map(repr, same))}, not from {others}.")
    unit, factor = _unit(same[0], fields, layout, audit)
    return same, unit, factor


def _unit(field: str, fields: ProfileFields, layout: Layout, audit: Audit) -> tuple[str, float]:
    """The unit of a SOC field: the one set, else the one its name says, else the database's; and what turns values into it."""
    found = audit.said(field)
    base, known = found.base, (*SOC_UNITS, *SOC_FACTORS)
    matter = base in names.ORGANIC_MATTER
    if not fields.soc_unit:
        check_known(found, audit.field(field), audit.path, "SOC", known, found.unit not in ("cm", "m"))
    said, factor = SOC_FACTORS.get(found.unit, (found.unit if found.unit in SOC_UNITS else "", 1.0))
    if fields.soc_unit in SOC_FACTORS:  # of fields of depths, by their names
        said, factor = SOC_FACTORS[fields.soc_unit]
    elif fields.soc_unit:
        factor = 1.0
    if matter:
        said = f"{said} OM" if said in ("g/kg", "%") else said or "% OM"
    given = "" if fields.soc_unit in SOC_FACTORS else fields.soc_unit
    if given and found.unit in known and (said != given or found.unit in SOC_FACTORS) and not (matter and said == "% OM"):
        message = f"SOC is read in {given}, as set, though the name of {audit.field(field)} says {found.unit}"
        audit.warn("soc_unit", f"{audit.path}: {message}.")
    if base in names.SOC_STOCK and not (fields.soc_unit or said):
        raise InputError(
            f"{audit.path}: {audit.field(field)} holds stocks, and its name says no unit.", "Set the SOC unit: kg/m2, t/ha or g/cm2."
        )
    database = layout.soc_unit if names.canonical(field) in layout.soc else ""
    return given or said or database or "gC/m3", factor


def _check_content(values: np.ndarray, unit: str, field: str, audit: Audit) -> None:
    """Contents that exceed the soil itself: a slip where they are few, another unit where they are many."""
    most = 100.0 / CONTENTS[unit]
    excess = values > most
    known = np.isfinite(values) & ~audit.left_out
    what, remedy = f"{audit.field(field)} has more than {most:g} {unit} of SOC", "Set the SOC unit to that of the field."
    if known.any() and (excess & known).sum() > 0.5 * known.sum():
        raise InputError(f"{audit.path}: {what} in {int(excess.sum()):,} of {len(values):,} layers.", remedy)
    audit.wrong(excess, "too_much_carbon", what, remedy)


def _check_median(soc: np.ndarray, unit: str, field: str, audit: Audit) -> None:
    low, high = USUAL_MEDIAN_SOC
    known = soc[np.isfinite(soc) & (soc > 0.0)]
    if len(known) and not low <= np.median(known) <= high:
        message = f"with {audit.field(field)} in {unit}, the median of SOC is {np.median(known):.3g} gC/m3, which is unusual"
        audit.warn("soc_unit", f"{audit.path}: {message}. Is the unit right?")
