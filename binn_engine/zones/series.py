"""Totals by zone and year: stocks and their change since the start, in every draw."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix

from ..tables import STOCK_RANGES_M, depth_label
from .sums import weighted_draws

WHOLE_MAP = "Whole map"
KG_PER_TONNE, M2_PER_KM2 = 1000.0, 1e6
NUMBERS = "<f8"  # as sums are written
NUMBERS_AT_ONCE = 2**13  # of pixels, of each of which there are a hundred draws of the truth or more


@dataclass(frozen=True)
class DrawnTotals:
    """What zones add up of the pixels of a tile.

    Parameters
    ----------
    stocks
        Stocks at the start and at the times, kgC/m2, ``(draws, pixels, (1 + times) * ranges)``.
    calibrated
        Gives, for the numbers of some pixels, draws of the truth: stocks at the start and their changes, in the same units and order,
        ``(more draws, some pixels, (1 + times) * ranges)``; None where the spread is raw.
    """

    stocks: np.ndarray
    calibrated: Callable[[np.ndarray], np.ndarray] | None = None


@dataclass(frozen=True)
class ZoneDraws:
    """The part of a tile in a zone: the number of the ``zone``, its mapped ``area`` in m2, and sums of area times what
    :class:`DrawnTotals` holds, ``(draws, numbers)`` each, as text (:func:`packed`); ``calibrated`` is empty where the spread is raw."""

    zone: int
    area: float
    stocks: str
    calibrated: str = ""


def packed(values: np.ndarray) -> str:
    """Numbers as text, exactly: it takes a third of the memory of a list of numbers, and there are many tiles.

    Parameters
    ----------
    values
        Of any shape.
    """
    return base64.b64encode(np.ascontiguousarray(values, dtype=NUMBERS).tobytes()).decode("ascii")


def unpacked(text: str) -> np.ndarray:
    """The numbers of :func:`packed`, in one row."""
    return np.frombuffer(base64.b64decode(text), dtype=NUMBERS)


def zone_sums(areas: csr_matrix, totals: DrawnTotals) -> tuple[ZoneDraws, ...]:
    """The sums over the zones that have a part in a tile; pixels whose numbers are none are in no zone.

    Parameters
    ----------
    areas
        Of the pixels within the zones, m2, ``(zones, pixels)``.
    totals
        Of the pixels.
    """
    known = np.flatnonzero(np.isfinite(totals.stocks).all((0, 2)))
    areas = areas[:, known]
    within = np.flatnonzero(areas.getnnz(1))
    areas = areas[within]
    stocks, mapped = weighted_draws(areas, totals.stocks[:, known]), np.asarray(areas.sum(1)).ravel()
    calibrated = [""] * len(within)
    if totals.calibrated is not None and len(within):
        step = max(1, NUMBERS_AT_ONCE // totals.stocks.shape[2])
        parts = (slice(first, first + step) for first in range(0, len(known), step))
        drawn = sum(weighted_draws(areas[:, part], totals.calibrated(known[part])) for part in parts)
        calibrated = [packed(rows) for rows in np.asarray(drawn)]
    rows = zip(within, mapped, stocks, calibrated)
    return tuple(ZoneDraws(int(zone), float(area), packed(part), text) for zone, area, part, text in rows)


@dataclass(frozen=True)
class SeriesTotals:
    """Totals by zone and year.

    Parameters
    ----------
    names
        Of the zones, the whole map first, ``(zones,)``.
    years
        The start, and the years asked for.
    area
        Mapped area, m2, ``(zones,)``.
    stocks
        t C, ``(zones, draws, years, ranges)``, of the ranges ``STOCK_RANGES_M``.
    members
        Number of the network of each draw, ``(draws,)``.
    calibrated
        Stocks in draws of the truth, t C, ``(zones, more draws, years, ranges)``; None where the spread is raw.
    """

    names: Sequence[str]
    years: Sequence[int]
    area: np.ndarray
    stocks: np.ndarray
    members: np.ndarray
    calibrated: np.ndarray | None = None

    @classmethod
    def of(cls, names: Sequence[str], years: Sequence[int], parts: Iterable[ZoneDraws], members: np.ndarray) -> SeriesTotals:
        """Added up over the parts of all tiles, in their order.

        Parameters
        ----------
        names, years
            As in the class; the start may be the first of the years asked for, too.
        parts
            Of all tiles.
        members
            Number of the network of each draw, ``(draws,)``.
        """
        shape = (len(members), len(years), len(STOCK_RANGES_M))
        area, sums, drawn = np.zeros(len(names)), np.zeros((len(names), *shape)), None
        for part in parts:
            area[part.zone] += part.area
            sums[part.zone] += unpacked(part.stocks).reshape(shape)
            if part.calibrated:
                rows = unpacked(part.calibrated).reshape(-1, *shape[1:])
                drawn = np.zeros((len(names), *rows.shape)) if drawn is None else drawn
                drawn[part.zone] += rows
        if drawn is not None:  # from the start and the changes to stocks
            drawn[:, :, 1:] += drawn[:, :, :1]
            drawn /= KG_PER_TONNE
        first = 1 if len(years) > 1 and years[1] == years[0] else 0
        return cls(names, years[first:], area, sums[:, :, first:] / KG_PER_TONNE, members, None if drawn is None else drawn[:, :, first:])

    @property
    def changes(self) -> np.ndarray:
        """Change since the start, t C, ``(zones, draws, years, ranges)``: the same draw at the start and later."""
        return self.stocks - self.stocks[:, :, :1]

    @property
    def spread(self) -> np.ndarray:
        """The stocks from which intervals are taken, t C, ``(zones, draws, years, ranges)``: calibrated ones where there are some."""
        return self.stocks if self.calibrated is None else self.calibrated

    @property
    def spread_of_changes(self) -> np.ndarray:
        """The changes from which intervals are taken, as :attr:`spread`."""
        return self.spread - self.spread[:, :, :1]

    @property
    def by_network(self) -> np.ndarray:
        """Means of the draws of each network, t C, ``(networks, zones, years, ranges)``."""
        return np.stack([self.stocks[:, self.members == member].mean(1) for member in np.unique(self.members)])

    def table(self, interval: float | None) -> pd.DataFrame:
        """A row for each zone and year: means of the draws and, with the probability ``interval`` of intervals, their limits."""
        columns = {}
        for title, means, draws in (("stock", self.stocks, self.spread), ("change", self.changes, self.spread_of_changes)):
            for number, (_, bottom) in enumerate(STOCK_RANGES_M):
                columns[f"{title}_{_name(bottom)}"] = means[..., number], draws[..., number]
        rows = len(self.names) * len(self.years)
        found: dict[str, np.ndarray] = {
            "zone": np.repeat(np.array(self.names, dtype=object), len(self.years)),
            "year": np.tile(np.array(self.years), len(self.names)),
            "mapped_km2": np.repeat(self.area / M2_PER_KM2, len(self.years)),
        }
        for name, (means, draws) in columns.items():
            found[f"{name}_t"] = means.mean(1).reshape(rows)
            if interval is not None:
                found[f"{name}_t_sd"] = draws.std(1, ddof=1).reshape(rows)
                for ending, level in (("low", 0.5 - interval / 2.0), ("high", 0.5 + interval / 2.0)):
                    found[f"{name}_t_{ending}"] = np.quantile(draws, level, axis=1).reshape(rows)
        return pd.DataFrame(found)


def _name(bottom: float) -> str:
    """The end of a field's name: ``0_30_cm``."""
    return f"0_{depth_label(bottom).replace(' ', '_')}"
