"""One feature per profile with a field per depth, turned into one row per layer.

``soc_0_30``, ``orgc_5_15cm``, ``soc_0-5cm_mean`` and ``OC (20-30 cm)`` are layers from a top to a bottom; ``soc_30cm`` is a point at
a depth. Fields of bulk density and coarse fragments are matched with those of SOC by their depths. Years (``soc_2009_2015``) are no depths.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import InputError
from ..settings import ProfileFields
from . import fields as names
from .layouts import Layout
from .numerals import Warn
from .units import METRES, soilgrids_unit
from .vectors import field_list, field_named

_NUMBER = r"(\d+(?:p\d+|\.\d+)?)"
_RANGE = re.compile(rf"(?P<base>.+?)_{_NUMBER}_(?:to_|cm_|m_)?{_NUMBER}_?(?P<unit>cm|m)?(?:_(?:mean|avg|value))?")
_POINT = re.compile(rf"(?P<base>.+?)_{_NUMBER}_?(?P<unit>cm|m)(?:_(?:mean|avg|value))?")
_BASES = (*names.SOC_DENSITY, *names.SOC, *names.SOC_STOCK, *names.ORGANIC_MATTER, *names.BULK_DENSITY, *names.COARSE)
_CARBON = _BASES[: -len(names.BULK_DENSITY) - len(names.COARSE)]
# DBF cuts names to ten characters. Where that leaves half a depth, these are what it was cut from.
CUT = 10
BOUNDS_CM = (5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200)
_CUT = re.compile(r"(?P<base>.+?)_(?P<top>\d+)_(?P<bottom>\d+)_?(?P<unit>c|cm)?")
YEARS = range(1900, 2101)
SHALLOWEST_MAXIMUM_CM = 5.0  # where no layer reaches 5 "cm", these are metres
_TEXT_RANGE = r"^(-?\d+(?:[.,]\d+)?)\s*(?:cm|mm|m)?\s*(?:-|–|—|to)\s*(-?\d+(?:[.,]\d+)?)\s*(cm|mm|m)?$"
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
        if found and not _are_years(found):
            base, base_unit = names.split_unit(found["base"])
            metres = 1.0 if (found["unit"] or unit) == "m" else 0.01
            depths = [float(number.replace("p", ".")) * metres for number in found.groups()[1:-1]]
            if depths[0] < depths[-1] or len(depths) == 1:
                return DepthColumn(column, base, "" if said in ("cm", "m") else said or base_unit, depths[0], depths[-1])
    return None


def _are_years(found: re.Match[str]) -> bool:
    """Whether the numbers in a name are a span of years, not depths."""
    numbers = [float(number.replace("p", ".")) for number in found.groups()[1:-1]]
    return not found["unit"] and all(number in YEARS for number in numbers)


def cut_columns(columns: Iterable[str], known: Sequence[DepthColumn], unit: str, path: str, warn: Warn) -> list[DepthColumn]:
    """Fields of ten characters whose names were cut within a depth, such as ``soc_100_20`` of ``soc_100_200``, where there is but one
    depth that it can be; of others that have a depth upside down, a warning says that they are not read."""
    tops = {row.top for row in known} | {row.bottom for row in known}
    found = []
    for column in map(str, columns):
        match = _CUT.fullmatch(names.canonical(column))
        if match is None or any(row.column == column for row in known):
            continue
        base, base_unit = names.split_unit(match["base"])
        if base not in _BASES or (unit == "m" and not match["unit"]) or _are_years(match):
            continue
        top, cut = int(match["top"]), match["bottom"]
        bottoms = [int(cut)] if match["unit"] and int(cut) > top else []
        if not bottoms and len(column) == CUT:
            bottoms = [bound for bound in BOUNDS_CM if bound > top and str(bound).startswith(cut)]
            bottoms = [bound for bound in bottoms if bound / 100.0 in tops] or bottoms
        if len(bottoms) == 1:
            found.append(DepthColumn(column, base, base_unit, top / 100.0, bottoms[0] / 100.0))
            warn("cut_field", f"{path}: the name of field {column!r} is cut; it is read as {base} from {top} to {bottoms[0]} cm.")
        else:
            warn("unread_depth_field", f"{path}: field {column!r} is not read: its name says no depth that can be.")
    return found


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


def by_layer(
    table: pd.DataFrame, path: str, fields: ProfileFields, layout: Layout, warn: Warn
) -> tuple[pd.DataFrame, ProfileFields, Mapping[str, Sequence[str]]]:
    """A table with a field per depth as one row per layer, with the fields that then hold what, and of each of those the fields that it
    was stacked from; any other table as it is.

    Every feature gives one row per SOC field, empty or not. A table that also has a field of SOC with a depth of its own (LUCAS) keeps
    those rows beside them.

    Raises
    ------
    InputError
        For a pattern that no field fits, or SOC fields of different units.
    """
    known = [found for column in table.columns if (found := depth_column(str(column), fields.depth_unit))]
    layered = _has_layers(table, layout)
    if not layered:
        known += cut_columns(table.columns, known, fields.depth_unit, path, warn)
    if fields.depth_columns:
        soc = _by_pattern(table.columns, fields.depth_columns, fields.depth_unit)
        if not soc:
            raise InputError(f"{path} has no field that fits {fields.depth_columns!r}.", f"Its fields: {field_list(table)}.")
    else:
        given = fields.soc_field or fields.top_field or fields.bottom_field or fields.depth_field
        soc = [] if given else [row for row in known if row.base in _CARBON]
    own = _own_field(table, path, fields, layout)
    if not (soc or own) or not (fields.depth_columns or layout.depths_cm or not layered):
        return table, fields, {}
    units = {row.unit for row in soc} or {names.split_unit(own)[1]}
    if len(units) > 1:
        raise InputError(
            f"{path}: the SOC fields {', '.join(row.column for row in soc)} are in different units.", "Name those of one unit by a pattern."
        )
    unit = fields.soc_unit or units.pop() or layout.soc_unit or _soilgrids(soc, path, warn)
    _check_shallow(soc, fields, path, warn)
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
    sources = {SOC: [row.column for row in soc] + [own] * bool(own)}
    sources |= {name: [] for name in (TOP, BOTTOM, DEPTH)}
    for row in soc:
        for name, column in _companion_columns(row.top, row.bottom, known).items():
            sources.setdefault(name, []).append(column)
    sources = {name: columns or sources[SOC] for name, columns in sources.items()}
    return stacked, dataclasses.replace(fields, **changes), sources


def _soilgrids(soc: Sequence[DepthColumn], path: str, warn: Warn) -> str:
    """The unit of SOC in fields that are called as SoilGrids calls its layers; empty for others."""
    unit = soilgrids_unit(soc[0].column) if soc else ""
    if unit:
        warn("soilgrids_unit", f"{path}: field {soc[0].column!r} is called as a layer of SoilGrids, and is read in its unit, {unit}.")
    return unit


def _check_shallow(soc: Sequence[DepthColumn], fields: ProfileFields, path: str, warn: Warn) -> None:
    """Ask whether depths without a unit that reach no deeper than 5 cm are metres."""
    deepest = max((row.bottom for row in soc), default=np.inf)
    said = fields.depth_unit in ("cm", "m") or any(re.search(r"\dc?m(_|$)", names.canonical(row.column)) for row in soc)
    if not said and deepest <= SHALLOWEST_MAXIMUM_CM / 100.0:
        message = f"the depths in the names of fields, such as {soc[-1].column!r}, are read in centimetres, but none exceeds"
        warn("depth_unit", f"{path}: {message} {100.0 * deepest:g}. If these are metres, set the depth unit to m.")


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
    return {name: table[column] for name, column in _companion_columns(top, bottom, known).items()}


def _companion_columns(top: float, bottom: float, known: list[DepthColumn]) -> dict[str, str]:
    """The fields of bulk density and coarse fragments of some depths."""
    kinds = ((BULK_DENSITY, names.BULK_DENSITY), (COARSE, names.COARSE))
    same = [row for row in known if (row.top, row.bottom) == (top, bottom)]
    return {name: row.column for row in same for name, bases in kinds if row.base in bases}


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
    parts = entries.str.extract(_TEXT_RANGE, flags=re.IGNORECASE)
    if not partly and 2 * int(parts[0].notna().sum()) <= int((entries != "").sum()):
        return None
    metres = parts[2].str.lower().fillna(unit).map(METRES)
    return parts[0].str.replace(",", ".").astype(float) * metres, parts[1].str.replace(",", ".").astype(float) * metres


def says_unit(column: pd.Series) -> bool:
    """Whether any entry such as ``0-20 cm`` says its unit."""
    entries = column.dropna().astype(str).str.strip()
    return bool(entries.str.extract(_TEXT_RANGE, flags=re.IGNORECASE)[2].notna().any())
