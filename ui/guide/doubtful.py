"""Rows of profiles at places that are probably not meant: at 0, 0, or with longitude and latitude exchanged.

Quick checks while the profiles are chosen; *Prepare SOC profiles* checks more, and flags the rows.
"""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from ...binn_engine.land import NEAR_DEGREES, OUTNUMBERED, REGION_DEGREES, SOUTHERNMOST_SOIL, is_sea

Lonlat = tuple[float, float]
_AROUND = tuple(itertools.product((-1, 0, 1), repeat=2))  # a cell and its neighbours


@dataclass(frozen=True)
class DoubtfulRows:
    """Rows at 0, 0; rows whose coordinates are probably exchanged, and the first of their places."""

    at_zero: int = 0
    exchanged: int = 0
    first: Lonlat | None = None


NONE_DOUBTFUL = DoubtfulRows()


def doubtful_rows(rows: Mapping[Lonlat, int]) -> DoubtfulRows:
    """The doubtful ones among places, which have so many rows each."""
    regions = _regions([place for place in rows if place != (0.0, 0.0)])
    sizes = Counter(regions.values())
    by_degree: dict[tuple[int, int], list[Lonlat]] = defaultdict(list)
    for place in regions:
        by_degree[_cell(place, NEAR_DEGREES)].append(place)
    odd = [place for place in regions if _is_exchanged(place, regions, sizes, by_degree)]
    return DoubtfulRows(rows.get((0.0, 0.0), 0), sum(rows[place] for place in odd), odd[0] if odd else None)


def _is_exchanged(
    place: Lonlat, regions: Mapping[Lonlat, int], sizes: Mapping[int, int], by_degree: Mapping[tuple[int, int], list[Lonlat]]
) -> bool:
    """Whether a place has no soil and the exchanged one has; or lies apart from most others, and the exchanged one among them."""
    x, y = place
    if not (abs(x) <= 90.0 and abs(y) <= 90.0):
        return False
    if _without_soil(x, y) and not _without_soil(y, x):
        return True
    column, row = _cell((y, x), NEAR_DEGREES)
    around = [by_degree.get((column + east, row + north), []) for east, north in _AROUND]
    nearest = min((math.hypot(there[0] - y, there[1] - x), regions[there]) for group in around for there in group) if any(around) else None
    if nearest is None or nearest[0] > NEAR_DEGREES or nearest[1] == regions[place]:
        return False
    return sizes[nearest[1]] >= OUTNUMBERED * sizes[regions[place]]


def _without_soil(x: float, y: float) -> bool:
    return y < SOUTHERNMOST_SOIL or is_sea(x, y)


def _cell(place: Lonlat, degrees: float = REGION_DEGREES) -> tuple[int, int]:
    return int(place[0] // degrees), int(place[1] // degrees)


def _regions(places: list[Lonlat]) -> dict[Lonlat, int]:
    """The number of the region of each place."""
    left = {_cell(place) for place in places}
    numbers: dict[tuple[int, int], int] = {}
    number = 0
    while left:
        number += 1
        edge = [left.pop()]
        while edge:
            column, row = edge.pop()
            numbers[column, row] = number
            near = {(column + east, row + north) for east, north in _AROUND} & left
            left -= near
            edge += near
    return {place: numbers[_cell(place)] for place in places}
