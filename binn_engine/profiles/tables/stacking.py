"""Turns tables with one feature per profile and one field per depth into tables with one row per layer."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ...errors import InputError
from ...running.callbacks import Warn
from ...settings import ProfileFields
from .. import fields as names
from .depth_columns import CARBON, DepthColumn, columns_of_pattern, cut_columns, depth_column
from .depth_texts import depth_ranges
from .named_tables import NamedTable, ProfileColumn
from .soc_units import stock_without_unit
from .units import SHALLOWEST_MAXIMUM_CM, soilgrids_unit
from .vectors import field_list

TOP, BOTTOM, DEPTH, SOC, BULK_DENSITY, COARSE = (f"__{name}__" for name in ("top", "bottom", "depth", "soc", "bulk_density", "coarse"))


def by_layer(named: NamedTable, fields: ProfileFields, warn: Warn) -> tuple[NamedTable, ProfileFields]:
    """A table with a field per depth as one row per layer, and the settings that name its new columns; any other table as it is.

    Every feature gives one row per SOC field, empty or not. A table that also has a field of SOC with a depth of its own (LUCAS) keeps
    those rows beside them.

    Raises
    ------
    InputError
        For a pattern that no field fits, or SOC fields of different units.
    """
    table, layout = named.table, named.layout
    depth_columns = [row for column in table.columns if (row := depth_column(str(column), fields.depth_unit))]
    layered = _has_layers(named)
    if not layered:
        depth_columns += cut_columns(table.columns, depth_columns, fields.depth_unit, named.path, warn)
    soc = _soc_of_depths(named, fields, depth_columns)
    single = _soc_of_one_depth(named, fields)
    if not (soc or single) or not (fields.depth_columns or layout.depths_cm or not layered):
        return named, fields
    unit = _unit(soc, single, named, fields, warn)
    _check_shallow(soc, fields, named.path, warn)
    parts = [_rows_of_one_depth(named, single, depth_columns)] if single else []
    stacked = pd.concat([*parts, *(_rows(table, row, depth_columns) for row in soc)], ignore_index=True)
    changes: dict[str, Any] = {"top_field": TOP, "bottom_field": BOTTOM, "depth_field": DEPTH, "depth_unit": "m"}
    changes |= {"soc_field": SOC, "soc_unit": unit}
    changes |= {"bulk_density_field": BULK_DENSITY} if BULK_DENSITY in stacked and not fields.bulk_density_field else {}
    changes |= {"coarse_field": COARSE} if COARSE in stacked and not fields.coarse_field else {}
    sources = _sources(soc, single, depth_columns)
    return dataclasses.replace(named, table=stacked, sources=sources), dataclasses.replace(fields, **changes)


def _has_layers(named: NamedTable) -> bool:
    """Whether a table has a row per layer, whatever fields of other depths it has besides."""
    columns = named.table.columns
    alone = names.recognised(columns, (*names.SOC_DENSITY, *names.SOC)) and names.recognised(columns, names.DEPTH)
    return bool(alone or named.find("", "top", ""))


def _soc_of_depths(named: NamedTable, fields: ProfileFields, depth_columns: Sequence[DepthColumn]) -> list[DepthColumn]:
    """The fields of SOC of one depth each: those that fit the pattern of the settings, else those among the ``depth_columns``."""
    if fields.depth_columns:
        soc = columns_of_pattern(named.table.columns, fields.depth_columns, fields.depth_unit)
        if not soc:
            raise InputError(
                f"{named.path} has no field that matches the pattern {fields.depth_columns!r}.",
                f"The fields are: {field_list(named.table)}.",
            )
        return soc
    by_row = fields.soc_field or fields.top_field or fields.bottom_field or fields.depth_field
    return [] if by_row else [row for row in depth_columns if row.base in CARBON]


def _soc_of_one_depth(named: NamedTable, fields: ProfileFields) -> ProfileColumn | None:
    """The SOC field of a database whose samples all have the same depth; None for others, and where depths have fields."""
    depths = fields.top_field or fields.bottom_field or fields.depth_field or named.find("", "top", "")
    if not named.layout.depths_cm or depths:
        return None
    return next(iter(named.matching(fields.soc_field, named.layout.soc, "soil organic carbon")), None)


def _unit(soc: Sequence[DepthColumn], single: ProfileColumn | None, named: NamedTable, fields: ProfileFields, warn: Warn) -> str:
    """The unit of SOC in all fields; empty where nothing says one."""
    units = {row.unit for row in soc} or {names.split_unit(column.fields[0])[1] for column in (single,) if column}
    if len(units) > 1:
        raise InputError(
            f"{named.path}: the SOC fields {', '.join(row.column for row in soc)} are in different units.",
            "Choose those of one unit with a pattern (depth_columns).",
        )
    unit = fields.soc_unit or units.pop() or named.layout.soc_unit or _soilgrids(soc, named.path, warn)
    if not unit and soc and soc[0].base in names.ORGANIC_MATTER:
        unit = "% OM"
    if not unit and soc and soc[0].base in names.SOC_STOCK:
        raise stock_without_unit(named.path, f"field {soc[0].column!r}")
    return unit


def _soilgrids(soc: Sequence[DepthColumn], path: str, warn: Warn) -> str:
    """The unit of SOC in fields that are called as SoilGrids calls its layers; empty for others."""
    unit = soilgrids_unit(soc[0].column) if soc else ""
    if unit:
        warn(
            "soilgrids_unit",
            f"{path}: field {soc[0].column!r} has a name like a layer of SoilGrids and is read in the unit of SoilGrids, {unit}.",
        )
    return unit


def _check_shallow(soc: Sequence[DepthColumn], fields: ProfileFields, path: str, warn: Warn) -> None:
    """Ask whether depths without a unit that reach no deeper than 5 cm are metres."""
    deepest = max((row.bottom for row in soc), default=np.inf)
    said = fields.depth_unit in ("cm", "m") or any(re.search(r"\dc?m(_|$)", names.canonical(row.column)) for row in soc)
    if not said and deepest <= SHALLOWEST_MAXIMUM_CM / 100.0:
        message = f"the depths in the names of fields, such as {soc[-1].column!r}, are read in centimetres, but the largest is"
        warn("depth_unit", f"{path}: {message} {100.0 * deepest:g}. If these are metres, set depth_unit to m.")


def _sources(soc: Sequence[DepthColumn], single: ProfileColumn | None, depth_columns: Sequence[DepthColumn]) -> dict[str, list[str]]:
    """Of each new column the fields that it was stacked from; of depths, which stand in names, those of SOC."""
    carbon = [row.column for row in soc] + ([single.fields[0]] if single else [])
    sources = {name: carbon for name in (SOC, TOP, BOTTOM, DEPTH)}
    for row in soc:
        for name, column in _companions(row.top, row.bottom, depth_columns).items():
            sources.setdefault(name, []).append(column)
    return sources


def _companions(top: float, bottom: float, depth_columns: Sequence[DepthColumn]) -> dict[str, str]:
    """The fields of bulk density and coarse fragments of the same depths, by the name of the new column."""
    kinds = ((BULK_DENSITY, names.BULK_DENSITY), (COARSE, names.COARSE))
    same = [row for row in depth_columns if (row.top, row.bottom) == (top, bottom)]
    return {name: row.column for row in same for name, bases in kinds if row.base in bases}


def _rows(table: pd.DataFrame, soc: DepthColumn, depth_columns: Sequence[DepthColumn]) -> pd.DataFrame:
    """The rows of one SOC field."""
    point = soc.top == soc.bottom
    top, bottom = (float("nan"),) * 2 if point else (soc.top, soc.bottom)
    new = {TOP: top, BOTTOM: bottom, DEPTH: (soc.top + soc.bottom) / 2.0, SOC: table[soc.column]}
    return table.assign(**new, **{name: table[column] for name, column in _companions(soc.top, soc.bottom, depth_columns).items()})


def _rows_of_one_depth(named: NamedTable, soc: ProfileColumn, depth_columns: Sequence[DepthColumn]) -> pd.DataFrame:
    """The rows of a SOC field without a depth in its name: of the layer that the table's depth field names, else of the layout's."""
    table = named.table
    depths = named.matching("", names.DEPTH, "")
    if depths:
        top, bottom = depth_ranges(depths[0].values)
    else:
        top, bottom = (pd.Series(depth / 100.0, index=table.index) for depth in named.layout.depths_cm or ())
    layers = table.assign(**{TOP: top, BOTTOM: bottom, DEPTH: (top + bottom) / 2.0, SOC: soc.values})
    parts = []
    for (upper, lower), rows in layers.groupby([TOP, BOTTOM], dropna=False).groups.items():
        same = layers.loc[rows]
        parts.append(same.assign(**{name: same[column] for name, column in _companions(upper, lower, depth_columns).items()}))
    return pd.concat(parts)
