"""Protects cells of CSV files against being read as formulas by a spreadsheet: every CSV that the product writes passes here.

Text that begins with a sign of a formula (``=cmd``, ``+1+1``, ``-x``, ``@x``) gets an apostrophe before it, which marks it as text in
spreadsheets; numbers stay as they are. Text that already begins with such apostrophes gets one more, so that reading can remove one.

Plain standard-library Python: the QGIS side reads this module too.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path
from typing import Any

_SIGNS, _CONTROLS = "=+-@＝＋－＠", "\t\r\n"
_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?|-?(?:inf|nan)", re.IGNORECASE)


def plain_cell(value: Any) -> Any:
    """The value of a cell as a CSV may hold it: text that would be a formula with an apostrophe before it, anything else as it is.

    >>> [plain_cell(value) for value in ("=cmd", "-75.5", "-x", "'=x", "a=b", 3)]
    ["'=cmd", '-75.5', "'-x", "''=x", 'a=b', 3]
    """
    if not isinstance(value, str) or not _begins_formula(value) or _NUMBER.fullmatch(value):
        return value
    return "'" + value


def _begins_formula(text: str) -> bool:
    """Whether a text, behind apostrophes and signs that nobody sees, begins with a sign of a formula."""
    text = text.lstrip("'")
    if text[:1] in _CONTROLS:
        return text != ""
    first = next((sign for sign in text if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf")), "")
    return first != "" and first in _SIGNS


def listed(names: Iterable[str], most: int = 20, letters: int = 60) -> str:
    """Names for a message: the first ones, each cut where it is long, and how many more there are.

    >>> listed(["clay", "sand", "silt"], most=2)
    'clay, sand and 1 more'
    """
    found = list(names)
    shown = ", ".join(name if len(name) <= letters else f"{name[:letters]}..." for name in found[:most])
    return shown if len(found) <= most else f"{shown} and {len(found) - most:,} more"


def meant_cells(values: Iterable[str]) -> dict[str, str] | None:
    """What the texts of a field of a CSV stand for, by text; None where they stand for themselves.

    A field that this product wrote has no text that :func:`plain_cell` would change, save behind an apostrophe.
    """
    texts = {value for value in values if isinstance(value, str)}
    marked = {text for text in texts if text.startswith("'") and _begins_formula(text)}
    if not marked or any(plain_cell(text) != text for text in texts - marked):
        return None
    return {text: text[1:] for text in marked}


def plain_cells(table: Any) -> Any:
    """A pandas table in which no text and no name of a column is a formula."""
    kinds = [getattr(kind, "kind", "O") for kind in table.dtypes]
    safe = table.copy()
    for number, kind in enumerate(kinds):
        if kind in "OUSTV":
            safe.isetitem(number, table.iloc[:, number].astype(object).map(plain_cell))
    safe.columns = [plain_cell(name) for name in safe.columns]
    return safe


def write_csv(table: Any, path: str | Path, **how: Any) -> None:
    """Write a pandas table as CSV without its index; ``how`` as of :meth:`pandas.DataFrame.to_csv`."""
    plain_cells(table).to_csv(path, index=False, **how)
