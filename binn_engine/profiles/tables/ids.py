"""Ids of profiles, layers, regions, zones and tiles: text, exactly as in the file.

``007`` is not ``7``, ``3.0`` as text is not ``3``, and ``NA`` is an id; only an empty cell is no id. Numbers that a format stores as
numbers are written as whole numbers if they are whole: a library may have turned them into decimals because of an empty cell. A date is
written as ``2020-01-31``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time

import numpy as np
import pandas as pd

from ...errors import InputError
from ...limits import ID_LETTERS
from ...running.callbacks import Warn
from .. import fields as names
from .layouts import LAYOUTS

EXACT = 2.0**53  # beyond, neighbouring whole numbers are one real


def bare(name: str) -> str:
    """A field's name without case, punctuation and underscores: ``POINT_ID`` and ``PointID`` are one name."""
    return names.canonical(str(name)).replace("_", "")


_KNOWN = {bare(name) for name in (*names.ID, *names.LAYER_IDS, *(name for layout in LAYOUTS for name in layout.ids))}


def id_columns(columns: Iterable[str], named: Sequence[str] = ()) -> list[str]:
    """The columns that hold ids, or may: by their names, or because a user ``named`` them, whatever the case of the letters."""
    columns = [str(column) for column in columns]
    asked = {name.lower() for name in named}
    known = {*names.recognised(columns, names.ID)}
    return [column for column in columns if column in known or bare(column) in _KNOWN or column.lower() in asked]


def id_texts(column: pd.Series, path: str = "") -> np.ndarray:
    """Ids as text ``(rows,)``, without spaces at either end; empty where the cell is.

    Raises
    ------
    InputError
        For an id longer than :data:`ID_LETTERS`, or numbers so large that the file's format cannot tell one from the next.
    """
    texts = {value: _id_text(value) for value in column.dropna().unique()}
    longest = max(map(len, texts.values()), default=0)
    if longest > ID_LETTERS:
        row = next(number for number, value in enumerate(column) if len(texts.get(value, "")) > ID_LETTERS)
        raise InputError(
            f"{path or 'The table'}: field {column.name!r} has an id with {longest:,} characters in row {row + 1}.",
            f"Ids may have at most {ID_LETTERS} characters. Choose another id field, or shorten the id.",
        )
    if pd.api.types.is_float_dtype(column) and np.nanmax(np.abs(column.to_numpy(dtype=float, na_value=np.nan)), initial=0.0) >= EXACT:
        raise InputError(
            f"{path or 'The table'}: field {column.name!r} contains ids as decimal numbers of more than 15 "
            "digits, so their last digits are lost.",
            "Store the ids as text.",
        )
    return np.array([texts.get(value, "") for value in column.astype(object)], dtype=str)


def dates_as_texts(table: pd.DataFrame, columns: Iterable[str], path: str, warn: Warn) -> pd.DataFrame:
    """The table, dates in its columns of ids as text, as of :func:`id_texts`; a warning says so, for the file shows them its own way."""
    changed = {}
    for name in columns:
        values = table[name].dropna()
        if len(values) and values.map(lambda value: isinstance(value, date)).all():
            changed[name] = table[name].astype(object).map(_id_text, na_action="ignore")
            first = changed[name].dropna().iloc[0]
            warn(
                "dates_as_ids", f"{path}: field {name!r} contains dates, which are written as {first} when used as ids. Store ids as text."
            )
    return table.assign(**changed) if changed else table


def _id_text(value: object) -> str:
    if isinstance(value, datetime):  # without the time of day that a library adds to a date
        return (value if value.time() != time.min or value.tzinfo else value.date()).isoformat()
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))
    return str(value).strip()
