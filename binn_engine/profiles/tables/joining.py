"""Databases with several tables: layers are joined with the places of their profiles, or with properties measured on them."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from ...errors import InputError
from ...running.callbacks import Warn
from .. import fields as names
from .ids import bare, id_texts
from .layouts import layout_of
from .vectors import field_list, field_named, read_table

_WOSIS = re.compile(r"wosis_[a-z0-9_]*?(?P<property>[a-z0-9]+)(\.[a-z.]+)?$")


def by_property(table: pd.DataFrame, path: str) -> pd.DataFrame:
    """A table of WoSIS since 2023, which has one property and names it in the file's name alone (``wosis_202312_orgc.tsv``), with the
    fields of the years before: ``value_avg`` as ``orgc_value_avg``."""
    found = _WOSIS.search(str(path).lower())
    plain = {names.canonical(str(column)): column for column in table.columns}
    if found is None or not {"value_avg", "layer_id"} <= plain.keys():
        return table
    return table.rename(columns={plain["value_avg"]: f"{found['property']}_value_avg"})


def joined(table: pd.DataFrame, path: str, others: Sequence[str], id_field: str, warn: Warn) -> pd.DataFrame:
    """The rows of a table with the fields that others have for them; what the table has itself stays.

    Rows are joined by an id of layers that both tables have, else by the id of profiles.

    Parameters
    ----------
    table
        The rows to complete.
    path, others
        The files of the table and of those that are joined with it, in order.
    id_field
        Field of the profile id in all of them; where it is empty, it is recognised.
    warn
        Called with a code and a message.

    Raises
    ------
    InputError
        For a file that cannot be read, one without an id that the table has, several rows of one id, or no row that fits; names the file.
    """
    ids = layout_of(table.columns).names("ids") if others else ()
    for other in others:
        more = by_property(read_table(other, warn, text=[id_field] if id_field else ()), other)
        own, theirs = _keys((table, path), (more, other), id_field, ids)
        new = [column for column in more.columns if column not in table.columns]
        key = id_texts(table[own], path)
        # Whole numbers that can be missing stay whole: they may be ids.
        whole = {column: "Int64" for column in new if pd.api.types.is_integer_dtype(more[column])}
        rows = _one_an_id(more[new].astype(whole).set_axis(id_texts(more[theirs], other)), other, theirs)
        found = pd.Series(key).isin(rows.index)
        if not found.any():
            raise InputError(
                f"No id from field {own!r} of {path} is found in field {theirs!r} of {other}.",
                "Join tables of the same database, with the same ids.",
            )
        if not found.all():
            warn("not_joined", f"{other} has no row for {int((~found).sum()):,} of {len(table):,} rows of {path}, by {own!r}.")
        table = pd.concat([table, rows.reindex(key).set_axis(table.index)], axis=1)
    return table


def _one_an_id(rows: pd.DataFrame, path: str, field: str) -> pd.DataFrame:
    """Rows that are indexed by id, without those that have none and those that say the same again."""
    rows = rows[(rows.index != "") & ~rows.assign(__id__=rows.index).duplicated().to_numpy()]
    twice = rows.index[rows.index.duplicated()]
    if len(twice):
        raise InputError(
            f"{path} has several rows for {twice.nunique():,} ids in {field!r} (first: {twice[0]}).",
            "Join a table that has one row for each id.",
        )
    return rows


def _keys(first: tuple[pd.DataFrame, str], second: tuple[pd.DataFrame, str], id_field: str, ids: Sequence[str]) -> tuple[str, str]:
    """The fields of two tables, each with its path, that hold the same ids."""
    (table, path), (other_table, other) = first, second
    if id_field:
        return field_named(table, id_field, path, "the profile id"), field_named(other_table, id_field, other, "the profile id")
    here, there = ({bare(column): column for column in frame.columns} for frame in (table, other_table))
    for name in (*names.LAYER_IDS, *ids):
        if bare(name) in here and bare(name) in there:
            return here[bare(name)], there[bare(name)]
    raise InputError(
        f"{path} and {other} have no id in common.",
        "Set id_field to the field with the profile id, which must have the same name in both tables. The "
        f"fields are: {field_list(table)}; {field_list(other_table)}.",
    )
