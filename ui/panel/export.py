"""The values at a place as text: one row for each variable at each place, and for each observation."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator, Sequence

from ...binn_engine.bands import band_depth
from ...binn_engine.cells import plain_cell
from ...binn_engine.tables import SOC_DENSITY_UNIT, SOC_STOCK_UNIT, VARIABLES
from .observed import Observation
from .place import Place

COLUMNS = (
    "place",
    "run",
    "longitude",
    "latitude",
    "part",
    "variable",
    "unit",
    "depth_m",
    "middle",
    "lower",
    "upper",
    "mean",
    "meaning",
    "rests_on",
)


def as_csv(places: Sequence[Place], observed: Sequence[Observation] = ()) -> str:
    """The places, the first ``here`` and the second ``pinned``, and the observations as a table with a header; empty cells are unknown."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    for name, place in zip(("here", "pinned"), places):
        writer.writerows([plain_cell(cell) for cell in row] for row in _rows(name, place))
    for row in observed:
        where = [f"{row.longitude:.6f}", f"{row.latitude:.6f}"]
        name = plain_cell(row.profile)
        depth = f"{(row.top + row.bottom) / 2:g}"
        layer = f"observed from {row.top:g} to {row.bottom:g} m"
        writer.writerow([name, "", *where, "observed", "SOC density", SOC_DENSITY_UNIT, depth, _cell(row.density), "", "", "", layer, ""])
    return text.getvalue()


def _rows(name: str, place: Place) -> Iterator[list[str]]:
    for part, estimates in place.parts.items():
        interval = place.intervals[part]
        meaning = ", ".join(filter(None, (interval.middle, interval.interval, interval.kind)))
        for variable, found in estimates.items():
            depth = band_depth(variable) if part == "soc" else None
            known = VARIABLES[variable].unit if variable in VARIABLES else "1"
            stock = part == "series" or (part == "soc" and depth is None)
            unit = SOC_STOCK_UNIT if stock else SOC_DENSITY_UNIT if part == "soc" else known
            numbers = [_cell(value) for value in (found.middle, found.lower, found.upper, found.mean)]
            where = [f"{place.longitude:.6f}", f"{place.latitude:.6f}"]
            yield [
                name,
                place.title,
                *where,
                part,
                variable,
                unit,
                "" if depth is None else f"{depth:g}",
                *numbers,
                meaning,
                found.evidence,
            ]


def _cell(value: float) -> str:
    return f"{value:.7g}" if math.isfinite(value) else ""
