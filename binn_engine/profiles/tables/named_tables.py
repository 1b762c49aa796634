"""Tables whose columns are found by role, and the unit in the name of a column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from ...errors import InputError
from .. import fields as names
from .layouts import Layout, layout_of
from .units import NameUnit, soilgrids_unit, unit_in_name
from .vectors import field_named

# Why a column has its role.
NAMED, BY_DATABASE, BY_NAME = "named in the settings", "field of the database", "recognised by its name"
BY_DEPTH, GEOMETRY = "stacked from fields of depths", "geometry of the features"
LISTED = 4  # fields that a message names


@dataclass(frozen=True, eq=False)
class ProfileColumn:
    """A column with a role.

    Parameters
    ----------
    values
        ``(rows,)`` as the table has them.
    fields
        The field of the file, or of a table with a field per depth the fields that the column was stacked from.
    why
        Why the column has its role, such as :data:`NAMED`.
    unit
        The unit of the values; empty if neither the settings nor the name give one.
    """

    values: pd.Series
    fields: tuple[str, ...]
    why: str
    unit: str = ""

    @property
    def stacked(self) -> bool:
        """Whether the column was made of fields of several depths."""
        return self.why == BY_DEPTH

    @property
    def label(self) -> str:
        """How messages call the column: by the fields of the file that it is from."""
        some = ", ".join(map(repr, self.fields[:LISTED])) + (", ..." if len(self.fields) > LISTED else "")
        return f"field {some}" if len(self.fields) == 1 else f"fields {some}"

    @property
    def name_unit(self) -> NameUnit:
        """What the name of the first field says of the unit."""
        return unit_in_name(self.fields[0])

    @property
    def soilgrids_unit(self) -> str:
        """The unit of the layer of SoilGrids that the first field is called after; empty for any other name."""
        return soilgrids_unit(self.fields[0])

    def check_unit(self, path: str, what: str, units: Sequence[str], lengths: bool = False) -> None:
        """Refuse a unit that the name says and that ``what`` is not read in.

        A ``cm`` or ``m`` in the name belongs to a depth, not to the values, unless ``lengths`` are read.

        Raises
        ------
        InputError
            Naming the field and the unit.
        """
        name_unit = self.name_unit
        of_depth = name_unit.unit in ("cm", "m") and not lengths
        wrong = name_unit.unknown or ("" if of_depth or name_unit.unit in units else name_unit.unit)
        if wrong:
            raise InputError(
                f"{path}: the name of {self.label} gives the unit {wrong}, which cannot be used for {what}.",
                f"Convert the field and rename it, or set the unit where there is a setting. The units are {', '.join(units)}.",
            )


@dataclass(frozen=True, eq=False)
class NamedTable:
    """A table whose columns are looked up by role.

    Parameters
    ----------
    table
        The rows.
    path
        Their file, for messages.
    layout
        The layout of the database that the table is from.
    sources
        For columns that were stacked from one field per depth: those fields.
    """

    table: pd.DataFrame
    path: str
    layout: Layout
    sources: Mapping[str, Sequence[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, table: pd.DataFrame, path: str) -> NamedTable:
        """A table as it was read; its layout is recognised by its fields."""
        return cls(table, path, layout_of(table.columns))

    def find(self, named: str, role: str, what: str) -> tuple[ProfileColumn, ...]:
        """The column that the settings name, else all whose names are those of a role of the layout, the best first.

        Raises
        ------
        InputError
            For a named column that is absent; ``what`` it was to hold is in the message.
        """
        return self.matching(named, self.layout.names(role), what, getattr(self.layout, role, ()))

    def matching(self, named: str, candidates: Sequence[str], what: str, database: Sequence[str] = ()) -> tuple[ProfileColumn, ...]:
        """The same for ``candidates``, names of which some are those of the ``database``."""
        if named:
            return (self.column(field_named(self.table, named, self.path, what), NAMED),)
        found = names.recognised(self.table.columns, candidates)
        return tuple(self.column(name, BY_DATABASE if names.canonical(name) in database else BY_NAME) for name in found)

    def column(self, name: str, why: str) -> ProfileColumn:
        """A column of the table by its name."""
        sources = self.sources.get(name)
        return ProfileColumn(self.table[name], tuple(sources or (name,)), BY_DEPTH if sources else why)
