"""A summary of the zones: numbers of the run, the total of all zones in words, and warnings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from ..errors import InputError
from ..running.callbacks import Warn
from ..tables import MAPPED_SHARE, TONNES_PER_TG
from .polygons import ALL_ZONES, OVERLAP
from .result import ZonalResult
from .sums import PASSES
from .tables import TONNES_PER_KG, TOTAL_UNIT


def metrics_of(result: ZonalResult, warn: Warn) -> dict[str, Any]:
    """Numbers of the run; warns of zones that are not wholly on the map, or overlap.

    Raises
    ------
    InputError
        Where no zone has a mapped pixel.
    """
    zones = result.zones
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(zones.area_m2 > 0.0, result.sums.area / zones.area_m2, np.nan)
    outside, partial = result.sums.area == 0.0, (result.sums.area > 0.0) & (share < MAPPED_SHARE)
    if outside.all():
        raise InputError("In no polygon does the map have a value.", "Check the CRS of the polygons and of the rasters.")
    warn_of_empty_zones(zones.names, result.sums.area, warn)
    if partial.any():
        worst = int(np.nanargmin(np.where(partial, share, np.nan)))
        warn(
            "zones_partial",
            f"Zones that are only partly mapped: {int(partial.sum())}. Their totals are those of the mapped part "
            f"(smallest part: {zones.names[worst]}, {100 * share[worst]:.0f} %).",
        )
    _warn_overlap(result, warn)
    _warn_biased(result, warn)
    return {
        "zones": len(zones),
        "zones_outside": int(outside.sum()),
        "zones_partial": int(partial.sum()),
        "mapped_km2": float(result.total.sums.area[0] / 1e6),
        "assumption": result.headline,
        "total": total_values(result),
        **({"outside_training": result.outside} if result.outside else {}),
    }


def warn_of_empty_zones(names: Sequence[str] | np.ndarray, areas: np.ndarray, warn: Warn) -> None:
    """Warn of zones in which no pixel has a value.

    Parameters
    ----------
    names
        Of the zones, ``(zones,)``.
    areas
        Mapped area of each, ``(zones,)``, in any unit.
    warn
        Gets a code and a message.
    """
    empty = [str(name) for name, area in zip(names, areas) if area == 0.0]
    if empty:
        warn("zones_outside", f"Zones in which the map has no value: {len(empty)} (first: {empty[0]}).")


def total_values(result: ZonalResult) -> dict[str, dict[str, Any]]:
    """The stocks of all zones together, by variable: ``value`` and, with a spread, ``sd``, ``low`` and ``high``, in t."""
    found = {}
    area, means = result.total.sums.area[0] * TONNES_PER_KG, result.total.sums.means()[0]
    spread = result.total.distributions.get(result.headline)
    for number in result.stocks:
        limits = {} if spread is None else {"sd": spread.sd, "low": spread.lower, "high": spread.upper}
        numbers = {"value": means[number], **{what: values[0, number] for what, values in limits.items()}}
        found[result.variables[number].band.name] = {"unit": TOTAL_UNIT, **{what: float(area * value) for what, value in numbers.items()}}
    return found


def total_line(result: ZonalResult, interval: float) -> str:
    """The stocks of all zones together in a line, with their intervals."""
    parts = []
    for name, row in total_values(result).items():
        value, low, high = (row.get(what, np.nan) / TONNES_PER_TG for what in ("value", "low", "high"))
        limits = f" ({100 * interval:g} % interval: {low:.4g} to {high:.4g})" if "low" in row else ""
        parts.append(f"{name} {value:.4g} Tg C{limits}")
    mapped = f"{result.total.sums.area[0] / 1e6:,.0f} km2 mapped"
    return f"{ALL_ZONES}: {'; '.join([*parts, mapped])}."


def _warn_overlap(result: ZonalResult, warn: Warn) -> None:
    """Say so where land is in several zones."""
    parts, together = float(shapely.area(result.zones.shapes).sum()), float(result.total.zones.shapes[0].area)
    if parts > together * (1.0 + OVERLAP):
        warn(
            "zones_overlap",
            f"Zones overlap by {100.0 * (parts / together - 1.0):.2g} % of their area, so the sum of their totals "
            f"counts this area more than once. The total of '{ALL_ZONES}' counts it once.",
        )


def _warn_biased(result: ZonalResult, warn: Warn) -> None:
    """Say so where calibration tells that what was mapped is wrong on average."""
    if result.headline not in result.distributions or result.headline == PASSES:
        return
    spread, means = result.distributions[result.headline], result.sums.means()
    beside = (means < spread.lower) | (means > spread.upper)
    if beside.any():
        names = [result.variables[number].band.name for number in np.flatnonzero(beside.any(axis=0)).tolist()]
        warn(
            "biased",
            f"In some zones, the mapped value of {', '.join(names)} is outside the calibrated interval. Use the "
            "median of the interval there.",
        )
