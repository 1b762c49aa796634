"""Settings that are written as text, such as ``q10=1.5``, as numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..errors import JobError
from ..tables import PARAMETER_NAMES, STOCK_RANGES_M


def parse_assignments(rows: tuple[str, ...], what: str) -> dict[str, float]:
    """``("q10=1.5", ...)`` as a mapping from parameter names to values.

    Raises
    ------
    JobError
        For a row that is not ``name=number``, a number that is not finite, a parameter that is unknown or given twice, naming it.
    """
    values: dict[str, float] = {}
    for row in rows:
        name, _, number = (part.strip() for part in row.partition("="))
        try:
            value = float(number)
        except ValueError as error:
            raise JobError(f"{what} has {row!r}, which does not have the form name=number.", "Write, for example, q10=1.5.") from error
        if not math.isfinite(value):
            raise JobError(f"{what} has {row!r}, which is not a finite number.", "Write, for example, q10=1.5.")
        if name in values:
            raise JobError(f"{what} gives {name} more than once.", "Give every parameter once.")
        values[name] = value
    unknown = [name for name in values if name not in PARAMETER_NAMES]
    if unknown:
        raise JobError(f"{what} contains unknown parameters: {', '.join(unknown)}.", f"The parameters are {', '.join(PARAMETER_NAMES)}.")
    return values


def parse_thresholds(rows: Sequence[str], depths_m: Sequence[float]) -> tuple[tuple[int, float], ...]:
    """``("0-30=5", "30=20000", ...)`` as numbers of SOC bands, from 0, and the values to exceed.

    Raises
    ------
    JobError
        For a row that is not ``where=number``, or names neither a depth of ``depths_m`` nor a range of the stocks, naming it.
    """
    places = {f"{round(100.0 * depth, 3):g}": number for number, depth in enumerate(depths_m)}
    for band, (top, bottom) in enumerate(STOCK_RANGES_M, len(depths_m)):
        places[f"{100.0 * top:g}-{100.0 * bottom:g}"] = band
    found = []
    for row in rows:
        where, _, number = row.partition("=")
        try:
            value = float(number)
        except ValueError as error:
            raise JobError(f"thresholds has {row!r}, which does not have the form depth=number.", "Write, for example, 0-30=5.") from error
        if where.strip() not in places or not math.isfinite(value):
            raise JobError(
                f"thresholds has {row!r}. The part before = must be a depth or depth range of the SOC map, the part after it a number.",
                f"The depths and depth ranges in cm are {', '.join(places)}.",
            )
        found.append((places[where.strip()], value))
    return tuple(found)
