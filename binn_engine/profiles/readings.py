"""Values of a column as numbers: text is refused or left out, codes of missing values become NaN."""

from __future__ import annotations

import numpy as np

from .audit import Audit
from .tables.named_tables import ProfileColumn
from .tables.numerals import check_thousands, numbers_and_words

MISSING = (-9999.0, -999.0)  # codes of missing values that no depth, share or content can have


def measured(column: ProfileColumn, audit: Audit, codes: tuple[float, ...] = MISSING) -> np.ndarray:
    """A column as float64 ``(rows,)``, NaN where empty, infinite or one of the ``codes`` of missing values; rows with text are wrong."""
    check_thousands(column.values.rename(column.fields[0]), audit.path)
    values, words = numbers_and_words(column.values)
    first = str(column.values.iloc[int(np.argmax(words))]).strip() if words.any() else ""
    audit.wrong(
        words,
        "text",
        f"{column.label} has text instead of a number (first: {first!r})",
        "Correct these values, or leave them empty if they are unknown.",
    )
    return without_codes(values, np.isin(values, codes), column, audit)


def without_codes(values: np.ndarray, missing: np.ndarray, column: ProfileColumn, audit: Audit) -> np.ndarray:
    """The values, NaN where they are codes of missing values; a warning lists the codes that stood there.

    Parameters
    ----------
    values
        ``(rows,)``, in the unit of the column.
    missing
        Which of them are codes, ``(rows,)`` bool.
    column, audit
        The column, for the warning, and what gives it.
    """
    if missing.any():
        there = ", ".join(f"{code:g}" for code in np.unique(values[missing]))
        audit.warn("missing_codes", f"{audit.path}: {there} in {column.label} is treated as missing in {int(missing.sum()):,} rows.")
    return np.where(missing, np.nan, values)


def first_finite(readings: list[np.ndarray], size: int) -> np.ndarray:
    """Of every row the first reading that is not NaN, ``(rows,)``.

    Parameters
    ----------
    readings
        ``(rows,)`` each, the best first; all in one unit.
    size
        Number of rows.
    """
    values = np.full(size, np.nan)
    for reading in readings:
        values = np.where(np.isnan(values), reading, values)
    return values
