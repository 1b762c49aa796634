"""Forcing of single sites as a table: a CSV with one row for each site, month and level."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray

from ..clm5.geometry import N_LAYERS, N_MONTHS, NODE_DEPTH
from ..errors import InputError
from ..profiles.places import outside_globe
from ..profiles.tables.ids import id_texts
from ..profiles.tables.numerals import check_thousands, numbers_and_words
from ..profiles.tables.vectors import read_table
from ..running.callbacks import Warn
from ..tables import LITTER_INPUTS
from .cell_file import LAYERED

TABLE_SUFFIX = ".csv"
PLACE = ("lon", "lat")
SITE = "profile_id"
MONTHLY = ("ALTMAX", "ALTMAX_LASTYEAR", "nbedrock", *LITTER_INPUTS)
COLUMNS = (*PLACE, "month", "level", *LAYERED.values(), *MONTHLY)


def read_forcing_table(path: str, warn: Warn) -> xarray.Dataset:
    """The sites of a table as a data set with the names and units of a forcing file, on the dimension ``cell``.

    Columns are ``lon`` and ``lat`` in degrees, ``month`` 1 to 12, ``level`` 1 to 20 from the surface, and CLM5's variables in the units of
    a forcing file. A variable without levels (``ALTMAX``, ``nbedrock``, litter, ...) may be in any row of a month, or in all of them.
    A column ``profile_id`` identifies the sites and the profile of each; without it, sites are identified by their places.

    Raises
    ------
    InputError
        For a table that cannot be read, lacks a column, has a site without all months and levels, or two values of one; names the place.
    """
    table = read_table(path, warn, text=[SITE], located=False)
    missing = [name for name in COLUMNS if name not in table.columns]
    if missing:
        there = ", ".join(map(str, table.columns))
        raise InputError(
            f"The forcing table {path} has no column {missing[0]!r}, which is needed.", f"Add it. The columns found are: {there}."
        )
    numbers = _numbers(table, path)
    named = SITE in table.columns
    ids = id_texts(table[SITE], path) if named else np.empty(0, dtype=str)
    if (ids == "").any():
        raise InputError(
            f"{path}: row {int(np.argmax(ids == '')) + 2} has no {SITE}, but other rows have one.",
            "Give a site to every row, or to no row.",
        )
    sites = numbers.groupby(pd.Series(ids, table.index) if named else list(PLACE), sort=False)
    first = sites[list(PLACE)].first()
    _check_complete(sites, path)
    in_order = numbers.assign(site=sites.ngroup()).sort_values(["site", "month", "level"])
    shape = (len(first), N_MONTHS, N_LAYERS)
    variables: dict[str, Any] = {name: (("cell", "time", "levsoi"), in_order[name].to_numpy().reshape(shape)) for name in LAYERED.values()}
    for name in MONTHLY:
        variables[name] = (("cell", "time"), _one_a_month(in_order[name].to_numpy().reshape(shape), name, path))
    place = {name: (("cell",), first[name].to_numpy()) for name in PLACE}
    if named:
        place[SITE] = (("cell",), first.index.to_numpy(dtype=str))
    return xarray.Dataset(variables, {"levsoi": NODE_DEPTH, **place})


def _numbers(table: pd.DataFrame, path: str) -> pd.DataFrame:
    """The columns of the table as numbers; an InputError names the first that is none."""
    found = {}
    for name in COLUMNS:
        check_thousands(table[name], path)
        found[name], words = numbers_and_words(table[name])
        if words.any():
            row = int(np.argmax(words))
            raise _unusable(path, name, repr(table[name].iloc[row]), row, "Give a number.")
    numbers = pd.DataFrame(found, index=table.index)
    _check_rows(table, numbers, path)
    return numbers


def _unusable(path: str, name: str, value: str, row: int, remedy: str) -> InputError:
    return InputError(f"{path}: {name} is {value} in row {row + 2}, which cannot be used.", remedy)


def _check_rows(table: pd.DataFrame, numbers: pd.DataFrame, path: str) -> None:
    for name, last in (("month", N_MONTHS), ("level", N_LAYERS)):
        wrong = ~numbers[name].isin(range(1, last + 1))
        if wrong.any():
            row = int(np.argmax(wrong.to_numpy()))
            raise _unusable(path, name, str(table[name].iloc[row]), row, f"Give a whole number from 1 to {last}.")
    if numbers[list(PLACE)].isna().to_numpy().any():
        raise InputError(f"{path}: a row has no lon or lat.", "Give lon and lat in every row.")
    outside = outside_globe(numbers["lon"].to_numpy(), numbers["lat"].to_numpy())
    if outside.any():
        row = int(np.argmax(outside))
        first = f"row {row + 2}, longitude {numbers['lon'].iloc[row]:g}, latitude {numbers['lat'].iloc[row]:g}"
        message = f"{path}: {int(outside.sum()):,} rows have impossible coordinates (first: {first})."
        raise InputError(message, "Give longitude and latitude in degrees (WGS 84).")


def _check_complete(sites: pd.core.groupby.DataFrameGroupBy, path: str) -> None:
    for place, rows in sites:
        twice = rows.duplicated(["month", "level"])
        if twice.any() or len(rows) != N_MONTHS * N_LAYERS:
            what = "a month and level twice" if twice.any() else f"{len(rows)} rows, not {N_MONTHS * N_LAYERS}"
            site = f"site {place}" if isinstance(place, str) else f"the site at {place[0]:g}, {place[1]:g}"
            raise InputError(f"{path}: {site} has {what}.", "Give one row for each month and level.")


def _one_a_month(values: np.ndarray, name: str, path: str) -> np.ndarray:
    """The one value of each month, ``(sites, 12)``, of rows by level ``(sites, 12, 20)``; NaN where there is none."""
    known = np.isfinite(values)
    low, high = np.where(known, values, np.inf).min(axis=2), np.where(known, values, -np.inf).max(axis=2)
    if (high > low).any():
        raise InputError(
            f"{path}: {name} has more than one value for the same month of a site.", "Give the same value in all rows of the month."
        )
    return np.where(known.any(axis=2), low, np.nan)
