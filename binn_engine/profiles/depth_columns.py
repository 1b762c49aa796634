"""One feature per profile with a field per depth, turned into one row per layer.

``soc_0_30``, ``orgc_5_15cm``, ``soc_0-5cm_mean`` and ``OC (20-30 cm)`` are layers from a top to a bottom; ``soc_30cm`` is a point at
a depth. Fields of bulk density and coarse fragments are matched with those of SOC by their depths.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from ..errors import InputError
from ..settings import ProfileFields
from . import fields as names
from .layouts import Layout
from .vectors import field_list, field_named

_NUMBER = r"(\d+(?:p\d+|\.\d+)?)"
_RANGE = re.compile(rf"(?P<base>.+?)_{_NUMBER}_(?:to_|cm_|m_)?{_NUMBER}_?(?P<unit>cm|m)?(?:_(?:mean|avg|value))?")
_POINT = re.compile(rf"(?P<base>.+?)_{_NUMBER}_?(?P<unit>cm|m)(?:_(?:mean|avg|value))?")
TOP, BOTTOM, DEPTH, SOC, BULK_DENSITY, COARSE = (f"__{name}__" for name in ("top", "bottom", "depth", "soc", "bulk_density", "coarse"))


@dataclass(frozen=True)
class DepthColumn:
    """A field of one depth: its name, what it is of (``base``), its unit or an empty string, and its depths in metres: top and
    bottom, or both the same for a point."""

    column: str
    base: str
    unit: str
    top: float
    bottom: float


def depth_column(column: str, unit: str = "auto") -> DepthColumn | None:
    """What a field's name says of its depth; None where it says none. Depths are centimetres unless name or ``unit`` say metres.

    >>> depth_column("SOC_5-15cm_mean")
    DepthColumn(column='SOC_5-15cm_mean', base='soc', unit='', top=0.05, bottom=0.15)
    >>> depth_column("oc_g_kg_0_30").unit, depth_column("BIO12")
    ('g/kg', None)
    """
    for text, said in ((names.canonical(column), ""), names.split_unit(column)):
        found = _RANGE.fullmatch(text) or (_POINT.fullmatch(text) if not said else None)
        if found:
            base, base_unit = names.split_unit(found["base"])
            metres = 1.0 if (found["unit"] or unit) == "m" else 0.01
            depths = [float(number.replace("p", ".")) * metres for number in found.groups()[1:-1]]
            if depths[0] <= depths[-1]:
                return DepthColumn(column, base, "" if said in ("cm", "m") else said or base_unit, depths[0], depths[-1])
    return None


def _by_pattern(columns: Iterable[str], pattern: str, unit: str) -> list[DepthColumn]:
    """The fields whose names fit ``carbon_{top}_{bottom}`` or ``carbon_{depth}``."""
    text = re.escape(pattern)
    for part in ("top", "bottom", "depth"):
        text = text.replace(re.escape(f"{{{part}}}"), rf"(?P<{part}>\d+(?:\.\d+)?)", 1)
    try:
        expression = re.compile(text)
    except re.error as error:
        raise InputError(
            f"The pattern of depth columns {pattern!r} cannot be read: {error}.", "Write, for example, soc_{top}_{bottom}."
        ) from error
    given = set(expression.groupindex)
    if given not in ({"top", "bottom"}, {"depth"}):
        raise InputError(
            f"The pattern of depth columns {pattern!r} names no depths.", "Write, for example, soc_{top}_{bottom}, or soc_{depth}."
        )
    metres = 1.0 if unit == "m" else 0.01
    found = []
    for column in columns:
        match = expression.fullmatch(str(column))
        if match:
            depths = match.groupdict()
            top, bottom = (float(depths.get(part, depths.get("depth"))) * metres for part in ("top", "bottom"))
            found.append(DepthColumn(column, "soc", "", top, bottom))
    return found


def by_layer(table: pd.DataFrame, path: str, fields: ProfileFields, layout: Layout) -> tuple[pd.DataFrame, ProfileFields]:
    """A table with a field per depth as one row per layer, with the fields that then hold what; any other table as it is.

    Every feature gives one row per SOC field, empty or not. A table that also has a field of SOC with a depth of its own (LUCAS) keeps
    those rows beside them.

    Raises
    ------
    InputError
        For a pattern that no field fits, or SOC fields of different units.
    """
    known = [found for column in table.columns if (found := depth_column(str(column), fields.depth_unit))]
    if fields.depth_columns:
        soc = _by_pattern(table.columns, fields.depth_columns, fields.depth_unit)
        if not soc:
            raise InputError(f"{path} has no field that fits {fields.depth_columns!r}.", f"Its fields: {field_list(table)}.")
    else:
        given = fields.soc_field or fields.top_field or fields.bottom_field or fields.depth_field
        soc = (
            [] if given else [row for row in known if row.base in (*names.SOC_DENSITY, *names.SOC, *names.SOC_STOCK, *names.ORGANIC_MATTER)]
        )
    own = _own_field(table, path, fields, layout)
    if not (soc or own) or not (fields.depth_columns or layout.depths_cm or not _has_layers(table, layout)):
        return table, fields
    units = {row.unit for row in soc} or {names.split_unit(own)[1]}
    if len(units) > 1:
        raise InputError(
            f"{path}: the SOC fields {', '.join(row.column for row in soc)} are in different units.", "Name those of one unit by a pattern."
        )
    unit = fields.soc_unit or units.pop() or layout.soc_unit
    if not unit and soc and soc[0].base in names.ORGANIC_MATTER:
        unit = "% OM"
    if not unit and soc and soc[0].base in names.SOC_STOCK:
        raise InputError(
            f"{path}: field {soc[0].column!r} holds stocks, and its name says no unit.", "Set the SOC unit: kg/m2, t/ha or g/cm2."
        )
    parts = [_layer(table, row, known) for row in soc]
    if own:
        parts.insert(0, _own_layer(table, own, layout, known))
    stacked = pd.concat(parts, ignore_index=True)
    changes = {"top_field": TOP, "bottom_field": BOTTOM, "depth_field": DEPTH, "depth_unit": "m", "soc_field": SOC, "soc_unit": unit}
    changes |= {"bulk_density_field": BULK_DENSITY} if BULK_DENSITY in stacked and not fields.bulk_density_field else {}
    changes |= {"coarse_field": COARSE} if COARSE in stacked and not fields.coarse_field else {}
    return stacked, dataclasses.replace(fields, **changes)


def _own_field(table: pd.DataFrame, path: str, fields: ProfileFields, layout: Layout) -> str:
    """The SOC field of a database whose samples all have the same depth; empty for others, and where depths have fields."""
    depths = fields.top_field or fields.bottom_field or fields.depth_field or names.recognised(table.columns, layout.names("top"))
    if not layout.depths_cm or depths:
        return ""
    if fields.soc_field:
        return field_named(table, fields.soc_field, path, "soil organic carbon")
    return next(iter(names.recognised(table.columns, layout.soc)), "")


def _has_layers(table: pd.DataFrame, layout: Layout) -> bool:
    """Whether a table has a row per layer, whatever fields of other depths it has besides."""
    alone = names.recognised(table.columns, (*names.SOC_DENSITY, *names.SOC)) and names.recognised(table.columns, names.DEPTH)
    return bool(alone or names.recognised(table.columns, layout.names("top")))


def _layer(table: pd.DataFrame, soc: DepthColumn, known: list[DepthColumn]) -> pd.DataFrame:
    """The rows of one SOC field."""
    point = soc.top == soc.bottom
    top, bottom = (float("nan"),) * 2 if point else (soc.top, soc.bottom)
    new = {TOP: top, BOTTOM: bottom, DEPTH: (soc.top + soc.bottom) / 2.0, SOC: table[soc.column]}
    return table.assign(**new, **_companions(table, soc.top, soc.bottom, known))


def _companions(table: pd.DataFrame, top: float, bottom: float, known: list[DepthColumn]) -> dict[str, pd.Series]:
    """Bulk density and coarse fragments of the same depths."""
    found = {}
    for column in known:
        if (column.top, column.bottom) == (top, bottom):
            for name, bases in ((BULK_DENSITY, names.BULK_DENSITY), (COARSE, names.COARSE)):
                if column.base in bases:
                    found[name] = table[column.column]
    return found


def _own_layer(table: pd.DataFrame, soc: str, layout: Layout, known: list[DepthColumn]) -> pd.DataFrame:
    """The rows of a SOC field without a depth in its name: of the layer that the table's depth field names, else of the layout's."""
    depths = names.recognised(table.columns, names.DEPTH)
    top, bottom = (
        depth_ranges(table[depths[0]], partly=True)
        if depths
        else (pd.Series(depth / 100.0, index=table.index) for depth in layout.depths_cm)
    )
    new = {TOP: top, BOTTOM: bottom, DEPTH: (top + bottom) / 2.0, SOC: table[soc]}
    parts = []
    for depths, rows in pd.DataFrame({"top": top, "bottom": bottom}).groupby(["top", "bottom"], dropna=False).groups.items():
        parts.append(
            table.loc[rows].assign(
                **{name: values.loc[rows] for name, values in new.items()}, **_companions(table.loc[rows], *depths, known)
            )
        )
    return pd.concat(parts)


def depth_ranges(column: pd.Series, unit: str = "cm", partly: bool = False) -> tuple[pd.Series, pd.Series] | None:
    """Top and bottom in metres of entries such as ``0-20 cm`` or ``5 to 15``, NaN where an entry is another; None where half of them or
    more are, unless that may be so ``partly``."""
    entries = column.astype(object).where(column.notna(), "").astype(str).str.strip()
    parts = entries.str.extract(r"^(-?\d+(?:\.\d+)?)\s*(?:cm|m)?\s*(?:-|–|to)\s*(-?\d+(?:\.\d+)?)\s*(cm|m)?$")
    if not partly and 2 * int(parts[0].notna().sum()) <= int((entries != "").sum()):
        return None
    metres = parts[2].fillna(unit).map({"cm": 0.01, "m": 1.0})
    return parts[0].astype(float) * metres, parts[1].astype(float) * metres
