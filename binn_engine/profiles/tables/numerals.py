"""Numbers that are stored as text: decimal commas, thousands separated by commas or points, words for a missing value.

Text with only one possible reading is read; ambiguous text is refused when it is used.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ...errors import InputError
from ...running.callbacks import Warn

# What stands for a missing number, besides an empty cell; in a field of ids these are ids.
MISSING_WORDS = (
    "#N/A", "#N/A N/A", "#NA", "-1.#IND", "-1.#QNAN", "-NaN", "-nan", "1.#IND", "1.#QNAN", "<NA>", "N/A", "NA", "NULL", "NaN", "None",
    "n/a", "nan", "null", "",
)  # fmt: skip
DECIMAL_COMMA = "decimal_comma"
_MISSING = {word.lower() for word in MISSING_WORDS}
_COMMA = re.compile(r"[+-]?\d+,\d+")
_POINT = re.compile(r"[+-]?\d*\.\d+")
_EITHER_COMMA, _EITHER_POINT = (re.compile(rf"[+-]?[1-9]\d{{0,2}}{sign}\d{{3}}") for sign in (",", r"\."))
# Only thousands can be parted so: twice, or with a decimal sign behind.
_BY_COMMAS = re.compile(r"[+-]?\d{1,3}(?:(?:,\d{3}){2,}(?:\.\d+)?|,\d{3}\.\d+)")
_BY_POINTS = re.compile(r"[+-]?\d{1,3}(?:(?:\.\d{3}){2,}(?:,\d+)?|\.\d{3},\d+)")


@dataclass(frozen=True)
class _Signs:
    """How a field of text uses commas and points: an example of each use, empty if there is none."""

    decimal_comma: str
    thousands_comma: str
    thousands_point: str
    either_comma: str
    either_point: str
    decimal_point: str


def _signs(entries: Collection[str]) -> _Signs:
    def first(fits: Callable[[str], object]) -> str:
        return next((text for text in entries if fits(text)), "")

    return _Signs(
        first(lambda text: _COMMA.fullmatch(text) and not _EITHER_COMMA.fullmatch(text)),
        first(_BY_COMMAS.fullmatch),
        first(_BY_POINTS.fullmatch),
        first(_EITHER_COMMA.fullmatch),
        first(_EITHER_POINT.fullmatch),
        first(lambda text: _POINT.fullmatch(text) and not _EITHER_POINT.fullmatch(text)),
    )


def with_plain_numbers(table: pd.DataFrame, path: str, ids: Collection[str], warn: Warn, expected: bool = False) -> pd.DataFrame:
    """The table with its fields of text that hold numbers in one plain form, a point before the decimals.

    Commas that may part thousands or be decimal signs (``1,365``) are decimal signs where another field of the table shows that commas are;
    else the text stays as it is, for :func:`check_thousands` to refuse where a number is wanted.

    Parameters
    ----------
    table
        As it was read.
    path
        The file, for messages.
    ids
        Fields that stay as they are.
    warn
        Called with a code and a message.
    expected
        Whether decimal commas are no surprise, as in a file whose fields are parted by semicolons: then nothing is said of them.
    """
    words = {}
    for number, column in enumerate(table.columns):
        if column not in ids and not pd.api.types.is_numeric_dtype(table.dtypes.iloc[number]):
            words[column] = table[column].dropna().astype(str).str.strip()
    signs = {column: _signs(entries.unique()) for column, entries in words.items()}
    decimal = any(row.decimal_comma or row.thousands_point for row in signs.values())
    decimal &= not any(row.thousands_comma for row in signs.values())
    changed = {}

    def tell(code: str, message: str) -> None:
        if not (expected and code == DECIMAL_COMMA):
            warn(code, f"{path}: {message}.")

    for column, row in signs.items():
        plain = _plain(column, words[column], row, decimal, tell)
        read = pd.to_numeric(plain, errors="coerce")
        if plain is not words[column]:
            # Text beside the numbers stays text, for whoever wants a number to name it.
            changed[column] = (read if read.notna().all() else plain).reindex(table.index)
        elif len(plain) and decimal and read.notna().all():
            changed[column] = read.reindex(table.index)
    return table.assign(**changed) if changed else table


def _plain(column: str, entries: pd.Series, signs: _Signs, decimal: bool, warn: Warn) -> pd.Series:
    """The entries of a field, those with commas or parted thousands in plain form; the same object where nothing is to be changed."""
    by_points = signs.decimal_point or signs.either_point
    if signs.thousands_comma and not (signs.decimal_comma or signs.thousands_point):
        parted = entries.str.fullmatch(_BY_COMMAS.pattern) | entries.str.fullmatch(_EITHER_COMMA.pattern)
        warn("thousands", f"commas in field {column!r} separate thousands, such as {signs.thousands_comma}; they are removed")
        return entries.where(~parted, entries.str.replace(",", ""))
    if signs.thousands_point and not (signs.thousands_comma or signs.decimal_point):
        warn("thousands", f"points in field {column!r} separate thousands, such as {signs.thousands_point}; they are removed")
        parted = entries.str.fullmatch(_BY_POINTS.pattern) | entries.str.fullmatch(_EITHER_POINT.pattern)
        plain = entries.where(~parted, entries.str.replace(".", ""))
        return plain.where(~plain.str.fullmatch(_COMMA.pattern), plain.str.replace(",", "."))
    sure = signs.decimal_comma or (signs.either_comma and decimal)
    if sure and not by_points and not signs.thousands_comma:
        example = signs.decimal_comma or signs.either_comma
        warn(DECIMAL_COMMA, f"field {column!r} is text with decimal commas, such as {example}; it is read as numbers")
        commas = entries.str.fullmatch(_COMMA.pattern)
        return entries.where(~commas, entries.str.replace(",", "."))
    if decimal and signs.either_point and not (signs.decimal_point or signs.decimal_comma):
        message = (
            f"points in field {column!r} may separate thousands, such as {signs.either_point}, because commas are decimal signs elsewhere"
        )
        warn("thousands", f"{message}; they are read as decimal points")
    return entries


def check_thousands(column: pd.Series, path: str) -> None:
    """Refuse a field of numbers whose commas may part thousands or be decimal signs, where nothing in the field shows which.

    Raises
    ------
    InputError
        Naming the field, with an example.
    """
    if pd.api.types.is_numeric_dtype(column):
        return
    entries = column.dropna().astype(str).str.strip()
    either = entries[entries.str.fullmatch(_EITHER_COMMA.pattern)]
    if either.empty or (pd.to_numeric(entries, errors="coerce").abs() >= 1000.0).any():  # who writes 1365 does not part thousands
        return
    raise InputError(
        f"{path}: field {column.name!r} has text instead of numbers: it is not clear whether the comma of {either.iloc[0]} "
        f"separates thousands or is a decimal sign, in {len(either):,} of {len(column):,} rows.",
        "Write numbers with a decimal point, and without thousands separators.",
    )


def numbers(column: pd.Series, path: str, ids: Sequence[str] = ()) -> np.ndarray:
    """A column as float64 ``(rows,)``, NaN where empty or infinite.

    Raises
    ------
    InputError
        For text that is no number, naming the field, the profile by ``ids`` ``(rows,)``, else the row, and the count.
    """
    check_thousands(column, path)
    values, words = numbers_and_words(column)
    if words.any():
        first = int(np.argmax(words))
        which = ids[first] if len(ids) else f"in row {first + 1}"
        raise InputError(
            f"{path}: field {column.name!r} has text instead of a number in {int(words.sum())} rows "
            f"(first: {str(column.iloc[first]).strip()!r}, profile {which}).",
            "Correct these values, or leave them empty if they are unknown.",
        )
    return values


def numbers_and_words(column: pd.Series) -> tuple[np.ndarray, np.ndarray]:
    """A column as float64, NaN where it holds no finite number, and where it holds text instead, both ``(rows,)``; words for a missing
    value (``NA``, ``null``) are no text, whatever the format of the file."""
    if pd.api.types.is_numeric_dtype(column):
        values = column.to_numpy(dtype=np.float64, na_value=np.nan)
        return np.where(np.isfinite(values), values, np.nan), np.zeros(len(values), dtype=bool)
    entries = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    known = ~entries.str.lower().isin(_MISSING)
    values = pd.to_numeric(entries.where(known, None), errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    return np.where(np.isfinite(values), values, np.nan), known.to_numpy() & np.isnan(values)
