"""Rows of profiles at places that are probably not meant: at 0, 0, or with longitude and latitude exchanged.

Quick checks while the profiles are chosen; *Prepare SOC profiles* checks more, and flags the rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...binn_engine.land import SOUTHERNMOST_SOIL, is_sea

Lonlat = tuple[float, float]
CELL = 5.0  # degrees, of the raster whose cells with places, where they touch, make a region
OUTNUMBERED = 3  # whose region has so many times the places of its own


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
    sizes: dict[int, int] = {}
    for number in regions.values():
        sizes[number] = sizes.get(number, 0) + 1
    cells = {_cell(place): number for place, number in regions.items()}
    odd = [place for place in regions if _is_exchanged(place, regions[place], cells, sizes)]
    return DoubtfulRows(rows.get((0.0, 0.0), 0), sum(rows[place] for place in odd), odd[0] if odd else None)


def _is_exchanged(place: Lonlat, region: int, cells: Mapping[tuple[int, int], int], sizes: Mapping[int, int]) -> bool:
    """Whether a place has no soil, or lies apart from most others, and its exchanged place does not."""
    x, y = place
    if not (abs(x) <= 90.0 and abs(y) <= 90.0):
        return False
    if _without_soil(x, y):
        return not _without_soil(y, x)
    other = cells.get(_cell((y, x)), region)
    return other != region and sizes[other] >= OUTNUMBERED * sizes[region]


def _without_soil(x: float, y: float) -> bool:
    return y < SOUTHERNMOST_SOIL or is_sea(x, y)


def _cell(place: Lonlat) -> tuple[int, int]:
    return int(place[0] // CELL), int(place[1] // CELL)


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
            near = {(column + east, row + north) for east in (-1, 0, 1) for north in (-1, 0, 1)} & left
            left -= near
            edge += near
    return {place: numbers[_cell(place)] for place in places}
