"""Soil organic carbon of soil layers, from the recorded quantities to gC/m3."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError, JobError
from ..settings import ProfileFields
from .audit import Audit
from .densities import BulkDensity, coarse_percent, needed_bulk_density
from .readings import first_finite, measured, without_codes
from .tables.columns import ProfileColumns
from .tables.named_tables import ProfileColumn
from .tables.units import CONTENTS, DENSITIES, STOCKS

USUAL_MEDIAN_SOC = (500.0, 200_000.0)  # gC/m3; outside, the unit is probably another one
# gC/m3. Organic matter without pores has 0.8 g of carbon in a cubic centimetre (1.4 g/cm3, 58 % carbon), charcoal little more.
MOST_CARBON = 1_000_000.0
# Fills of integers and of NetCDF that may pass for SOC; what is larger than any unit's numbers is one too.
FILLS, LEAST_FILL = (32767.0, 65535.0, 99999.0, 999999.0, 9999999.0), 1e10


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
        ``(layers,)`` in ``unit``.
    unit
        One of ``settings.SOC_UNITS``.
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


def soc_density(columns: ProfileColumns, fields: ProfileFields, thickness: np.ndarray, audit: Audit) -> Carbon:
    """SOC of every row.

    Parameters
    ----------
    columns, fields
        Which column holds what; the settings, for the pedotransfer function and the organic matter factor.
    thickness
        Of the layers, m, NaN for points, ``(rows,)``.
    audit
        Leaves out rows whose SOC is unknown, and warns.

    Raises
    ------
    InputError
        For SOC of which most is more than the soil, and where the reading is strict for single values that cannot be.
    JobError
        For an organic matter factor outside 0 to 1.
    """
    matter = fields.organic_matter_factor
    if not 0.0 < matter <= 1.0:
        raise JobError(
            f"organic_matter_factor is {matter:g}, but it must be above 0 and not above 1.",
            "Set it to the fraction of carbon in organic matter, such as 0.58 or 0.5.",
        )
    values, unit, column = _readings(columns, audit), columns.soc_unit, columns.soc[0]
    unknown = np.full(len(audit), np.nan)
    density = BulkDensity(unknown, np.zeros(len(audit)), np.full(len(audit), "", dtype=object))
    if unit in CONTENTS:
        _check_content(values, unit, column, audit)
        percent = np.where(audit.left_out, np.nan, values * CONTENTS[unit] * (matter if unit.endswith("OM") else 1.0))
        density = needed_bulk_density(columns, fields.pedotransfer, percent, audit)
        coarse = coarse_percent(columns, density.values, audit)
        soc = grams_per_cubic_metre(values, unit, density.values, coarse, organic_matter_factor=matter)
    else:
        if unit in STOCKS:
            audit.lacking(~(thickness > 0.0), "no_thickness")
        soc = grams_per_cubic_metre(values, unit, thickness=np.where(thickness > 0.0, thickness, np.nan))
    _check_density(soc, unit, column, audit)
    _check_median(soc[~audit.left_out], unit, column, audit)
    return Carbon(soc, density.relative_sd, density.source, density.values)


def _readings(columns: ProfileColumns, audit: Audit) -> np.ndarray:
    """SOC of every row ``(rows,)`` in the unit of the columns, from the first one that has it."""
    read = []
    for column in columns.soc:
        values = measured(column, audit)
        values = without_codes(values, np.isin(values, FILLS) | (values >= LEAST_FILL), column, audit) * columns.soc_factor
        remedy = "Correct the value, or leave it empty if it means missing."
        audit.wrong(values < 0.0, "negative_soc", f"{column.label} has negative SOC", remedy)
        read.append(values)
    values = first_finite(read, len(audit))
    audit.lacking(np.isnan(values), "no_soc")
    return values


def _check_content(values: np.ndarray, unit: str, column: ProfileColumn, audit: Audit) -> None:
    """Contents that exceed the soil itself: a slip where they are few, another unit where they are many."""
    most = 100.0 / CONTENTS[unit]
    _check_excess(values, most, f"{column.label} has more than {most:g} {unit} of SOC", audit)


def _check_density(soc: np.ndarray, unit: str, column: ProfileColumn, audit: Audit) -> None:
    """Densities ``(rows,)`` gC/m3 that exceed that of any organic matter: a slip, or another unit, as with contents."""
    _check_excess(soc, MOST_CARBON, f"{column.label}, read in {unit}, gives SOC above {MOST_CARBON / 1000.0:,.0f} kg/m3", audit)


def _check_excess(values: np.ndarray, most: float, what: str, audit: Audit) -> None:
    remedy = "Set soc_unit to the unit of the field. Correct single wrong values, or leave them empty if they are unknown."
    excess = values > most
    known = np.isfinite(values) & ~audit.left_out
    if known.any() and (excess & known).sum() > 0.5 * known.sum():
        raise InputError(f"{audit.path}: {what} in {int(excess.sum()):,} of {len(values):,} layers.", remedy)
    audit.wrong(excess, "too_much_carbon", what, remedy)


def _check_median(soc: np.ndarray, unit: str, column: ProfileColumn, audit: Audit) -> None:
    low, high = USUAL_MEDIAN_SOC
    known = soc[np.isfinite(soc) & (soc > 0.0)]
    if len(known) and not low <= np.median(known) <= high:
        message = f"with {column.label} in {unit}, the median of SOC is {np.median(known):.3g} gC/m3, which is unusual"
        audit.warn("soc_unit", f"{audit.path}: {message}. Check the unit.")
