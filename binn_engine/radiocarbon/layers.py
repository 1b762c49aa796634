"""Observed radiocarbon of soil layers: from a table in any layout to Delta14C by place, depth and year; every row is kept or left out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import InputError
from ..profiles import fields as names
from ..profiles.audit import Audit
from ..profiles.observations import placed_rows
from ..profiles.readings import measured
from ..profiles.tables.columns import depth_columns, first_column, layer_columns, needed_columns, place_columns
from ..profiles.tables.named_tables import NamedTable, ProfileColumn
from ..profiles.tables.vectors import field_list, read_table
from ..running.callbacks import Warn
from ..settings import RadiocarbonFields
from .atmosphere import AirRadiocarbon, zones_of
from .conversions import PER_MILLE, delta_of_fraction, delta_slope, fraction_of_age

AGREEMENT = 5.0  # permil by which Delta14C of a row may differ from that of its F14C
FEWEST_VALUES = 5  # of a table, from which their range says something of their unit
ERRORS_ABOVE = 3.0  # standard errors by which a sample may exceed the air


@dataclass(frozen=True)
class UnitDoubt:
    """Values from ``lowest`` to ``highest`` are ``read_as`` one unit, but are probably in another; ``remedy``: which, and what to do."""

    lowest: float
    highest: float
    read_as: str
    remedy: str


LIKE_FRACTION = UnitDoubt(0.0, 2.0, "Delta14C in permil", "F14C, set fraction_field")
LIKE_PERCENT = UnitDoubt(20.0, 200.0, "F14C", "percent modern carbon, name it pMC")


@dataclass(frozen=True, eq=False)
class RadiocarbonColumns:
    """The columns of radiocarbon; None if the table has none. At least one of the first four is there."""

    delta: ProfileColumn | None
    fraction: ProfileColumn | None
    percent: ProfileColumn | None
    age: ProfileColumn | None
    year: ProfileColumn
    sigma: ProfileColumn | None
    fraction_sigma: ProfileColumn | None
    peat: ProfileColumn | None
    part: ProfileColumn | None


@dataclass(frozen=True, eq=False)
class RadiocarbonLayers:
    """The rows of a table.

    Parameters
    ----------
    table
        One row each: ``id``, ``lon``, ``lat`` (degrees), ``top``, ``bottom``, ``depth`` (m), ``year``, ``delta`` (permil, in that year),
        ``sigma`` (permil), ``sigma_source`` and ``source`` (what was measured, or taken), ``zone`` of the air, ``difference`` (permil,
        Delta14C of the row minus that of its F14C, NaN without both) and ``source_row``, from 1.
    audit
        Which rows are left out, and why.
    """

    table: pd.DataFrame
    audit: Audit

    @property
    def kept(self) -> pd.DataFrame:
        """The rows that can be used."""
        return self.table[~self.audit.left_out].reset_index(drop=True)


def read_radiocarbon(path: str, fields: RadiocarbonFields, air: AirRadiocarbon, warn: Warn) -> RadiocarbonLayers:
    """The radiocarbon of soil layers in a file.

    Delta14C is taken where it is there, else it is computed from F14C, percent modern carbon or the conventional age, and the year.

    Parameters
    ----------
    path
        The file; see :func:`binn_engine.profiles.tables.vectors.read_table`.
    fields
        Which field holds what; empty names are recognised.
    air
        Radiocarbon of the air.
    warn
        Called with a code and a message.

    Raises
    ------
    InputError
        For a table without fields that are needed, or no row of which can be used.
    """
    table = read_table(path, warn, text=[fields.id_field] if fields.id_field else ())
    named = NamedTable.of(table, path)
    needed_columns(named, (place_columns, depth_columns, _year_column, _values), fields)
    columns, carbon = layer_columns(named, fields, warn), _radiocarbon_columns(named, fields)
    audit = Audit(path, len(table), warn, strict=False)
    rows = placed_rows(columns, fields.crs, "exclude", audit)
    rows |= _measured(carbon, fields, audit)
    rows["zone"] = zones_of(rows["lat"])
    rows["source_row"] = np.arange(1, len(table) + 1)
    found = RadiocarbonLayers(pd.DataFrame(rows), audit)
    _check_air(found.table, air, audit)
    if not fields.keep_disagreeing:
        audit.lacking(np.abs(found.table["difference"].to_numpy()) > AGREEMENT, "disagreeing")
    if audit.left_out.all():
        raise InputError(
            f"{path} has no layer whose radiocarbon can be used. Of {len(audit):,} rows, {audit.summary()}.",
            "Each layer needs radiocarbon, the year of collection, a depth, coordinates and a profile id.",
        )
    return found


def _year_column(named: NamedTable, fields: RadiocarbonFields) -> ProfileColumn:
    found = named.matching(fields.year_field, names.YEAR, "the year of collection")
    if not found:
        raise InputError(
            f"{named.path}: no field for the year of collection was found.", f"Set year_field. The fields are: {field_list(named.table)}."
        )
    return found[0]


def _values(named: NamedTable, fields: RadiocarbonFields) -> tuple[ProfileColumn | None, ...]:
    """The columns of Delta14C, F14C, percent modern carbon and age, one of which has to be there."""
    roles = (
        (fields.delta_field, names.DELTA14C, "Delta14C"),
        (fields.fraction_field, names.F14C, "F14C"),
        ("", names.PERCENT_MODERN, "the percent modern carbon"),
        (fields.age_field, names.AGE14C, "the radiocarbon age"),
    )
    found = tuple(first_column(named.matching(given, known, what)) for given, known, what in roles)
    if not any(found):
        raise InputError(
            f"{named.path}: no field for radiocarbon was found.",
            f"Set delta_field (Delta14C in permil), fraction_field (F14C) or age_field. The fields are: {field_list(named.table)}.",
        )
    return found


def _radiocarbon_columns(named: NamedTable, fields: RadiocarbonFields) -> RadiocarbonColumns:
    def optional(field: str, role: tuple[str, ...], what: str = "") -> ProfileColumn | None:
        return first_column(named.matching(field, role, what))

    delta, fraction, percent, age = _values(named, fields)
    return RadiocarbonColumns(
        delta=delta,
        fraction=fraction,
        percent=percent,
        age=age,
        year=_year_column(named, fields),
        sigma=optional(fields.sigma_field, names.DELTA14C_ERROR, "the error of Delta14C"),
        fraction_sigma=optional("", names.F14C_ERROR),
        peat=optional("", names.PEAT),
        part=optional("", names.FRACTION),
    )


def _measured(columns: RadiocarbonColumns, fields: RadiocarbonFields, audit: Audit) -> dict[str, np.ndarray]:
    """Year, Delta14C and its error of every row, and where they are from; rows without are left out."""
    unknown = np.full(len(audit), np.nan)
    values = {name: measured(column, audit) if column else unknown for name, column in _numeric(columns).items()}
    year, delta = values["year"], values["delta"]
    _ask_for_unit(columns.delta, delta, LIKE_FRACTION, audit)
    _ask_for_unit(columns.fraction, values["fraction"], LIKE_PERCENT, audit)
    fraction = np.where(np.isnan(values["fraction"]), values["percent"] / 100.0, values["fraction"])
    converted = (delta, delta_of_fraction(fraction, year), delta_of_fraction(fraction_of_age(values["age"]), year))
    found, source = unknown, np.full(len(audit), "", dtype=object)
    for reading, name in zip(converted, ("Delta14C", "F14C", "age")):
        taken = np.isnan(found) & np.isfinite(reading)
        found, source = np.where(taken, reading, found), np.where(taken, name, source)
    audit.lacking(np.isnan(delta) & np.isnan(fraction) & np.isnan(values["age"]), "no_radiocarbon")
    audit.lacking(np.isnan(year), "no_year")
    audit.lacking(found <= -PER_MILLE, "impossible_radiocarbon")
    for column, reason in ((columns.peat, "peat"), (columns.part, "fraction")):
        if column is not None:
            audit.lacking(_said(column), reason)
    of_fraction = values["fraction_sigma"] * delta_slope(year)
    sigma = np.where(values["sigma"] > 0.0, values["sigma"], of_fraction)
    known = sigma > 0.0
    return {
        "year": year, "delta": found, "source": source, "difference": delta - converted[1],
        "sigma": np.where(known, sigma, fields.sigma), "sigma_source": np.where(known, "measured", "assumed"),
    }  # fmt: skip


def _ask_for_unit(column: ProfileColumn | None, values: np.ndarray, doubt: UnitDoubt, audit: Audit) -> None:
    """Ask whether the values ``(rows,)`` of a column are in another unit, where all of them look like it."""
    known = values[np.isfinite(values)]
    if column is None or len(known) < FEWEST_VALUES or known.min() < doubt.lowest or known.max() > doubt.highest:
        return
    message = f"{column.label} is read as {doubt.read_as}, but all its values lie between {known.min():g} and {known.max():g}"
    audit.warn("radiocarbon_unit", f"{audit.path}: {message}. If it is {doubt.remedy}.")


def _numeric(columns: RadiocarbonColumns) -> dict[str, ProfileColumn | None]:
    return {name: getattr(columns, name) for name in ("delta", "fraction", "percent", "age", "year", "sigma", "fraction_sigma")}


def _said(column: ProfileColumn) -> np.ndarray:
    """In which rows a column says something other than no, ``(rows,)`` bool."""
    words = column.values.astype(object).where(column.values.notna(), "").astype(str).str.strip().str.lower()
    return ~words.isin((*names.NO, "nan", "none")).to_numpy()


def _check_air(table: pd.DataFrame, air: AirRadiocarbon, audit: Audit) -> None:
    """Leave out what was collected outside the years of the air, or has more radiocarbon than the air had until then."""
    year = table["year"].to_numpy()
    audit.lacking((year < air.years[0]) | (year >= air.end), "year_beyond_curve")
    highest = air.highest_until(table["zone"].to_numpy(), np.nan_to_num(year, nan=float(air.years[0])))
    allowed = highest + ERRORS_ABOVE * table["sigma"].to_numpy()
    audit.lacking(table["delta"].to_numpy() > allowed, "above_atmosphere")
