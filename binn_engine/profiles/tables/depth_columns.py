"""Reads the depth from a field's name, in tables with one feature per profile and one field per depth.

``soc_0_30``, ``orgc_5_15cm``, ``soc_0-5cm_mean`` and ``OC (20-30 cm)`` are layers from a top to a bottom; ``soc_30cm`` is a point at
a depth. Fields of bulk density and coarse fragments are matched with those of SOC by their depths. Years (``soc_2009_2015``) are ignored.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ...errors import InputError
from ...running.callbacks import Warn
from .. import fields as names

_NUMBER = r"(\d+(?:p\d+|\.\d+)?)"
_RANGE = re.compile(rf"(?P<base>.+?)_{_NUMBER}_(?:to_|cm_|m_)?{_NUMBER}_?(?P<unit>cm|m)?(?:_(?:mean|avg|value))?")
_POINT = re.compile(rf"(?P<base>.+?)_{_NUMBER}_?(?P<unit>cm|m)(?:_(?:mean|avg|value))?")
_BASES = (*names.SOC_DENSITY, *names.SOC, *names.SOC_STOCK, *names.ORGANIC_MATTER, *names.BULK_DENSITY, *names.COARSE)
CARBON = _BASES[: -len(names.BULK_DENSITY) - len(names.COARSE)]
# DBF cuts names to ten characters. Where that leaves half a depth, these are what it was cut from.
CUT = 10
BOUNDS_CM = (5, 10, 15, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200)
_CUT = re.compile(r"(?P<base>.+?)_(?P<top>\d+)_(?P<bottom>\d+)_?(?P<unit>c|cm)?")
YEARS = range(1900, 2101)


@dataclass(frozen=True)
class DepthColumn:
    """A field of one depth: its name, its variable (``base``), its unit or an empty string, and its depths in metres: top and
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


def _are_years(match: re.Match[str]) -> bool:
    """Whether the numbers in a name are a span of years, not depths."""
    numbers = [float(number.replace("p", ".")) for number in match.groups()[1:-1]]
    return not match["unit"] and all(number in YEARS for number in numbers)


def cut_columns(columns: Iterable[str], depth_columns: Sequence[DepthColumn], unit: str, path: str, warn: Warn) -> list[DepthColumn]:
    """Fields of ten characters whose names were cut within a depth, such as ``soc_100_20`` of ``soc_100_200``, where there is but one
    depth that it can be; of others that have a depth upside down, a warning says that they are not read.

    Parameters
    ----------
    columns
        Names of all fields.
    depth_columns
        The fields whose depths are known; their bounds decide between depths that a cut name may have had.
    unit
        Of the depths in names: ``m``, or anything else for centimetres.
    path
        The file, for messages.
    warn
        Called with a code and a message.
    """
    tops = {row.top for row in depth_columns} | {row.bottom for row in depth_columns}
    found = []
    for column in map(str, columns):
        match = _CUT.fullmatch(names.canonical(column))
        if match is None or any(row.column == column for row in depth_columns):
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
            warn("cut_field", f"{path}: the name of field {column!r} is incomplete. It is read as {base} from {top} to {bottoms[0]} cm.")
        else:
            warn("unread_depth_field", f"{path}: field {column!r} is not read, because its name does not give a possible depth.")
    return found


def columns_of_pattern(columns: Iterable[str], pattern: str, unit: str) -> list[DepthColumn]:
    """The fields whose names fit ``carbon_{top}_{bottom}`` or ``carbon_{depth}``; depths are centimetres unless ``unit`` is ``m``.

    Raises
    ------
    InputError
        For a pattern that cannot be read.
    """
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
            f"The pattern of depth columns {pattern!r} contains no depths.", "Write, for example, soc_{top}_{bottom}, or soc_{depth}."
        )
    metres = 1.0 if unit == "m" else 0.01
    found = []
    for column in columns:
        match = expression.fullmatch(str(column))
        if match:
            depths = match.groupdict()
            top, bottom = (float(depths[part if part in depths else "depth"]) * metres for part in ("top", "bottom"))
            found.append(DepthColumn(column, "soc", "", top, bottom))
    return found
