"""Totals by zone and year: stocks and their change since the start, in every draw."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..tables import STOCK_RANGES_M, depth_label

WHOLE_MAP = "Whole map"
KG_PER_TONNE, M2_PER_KM2 = 1000.0, 1e6

# Of a zone with a part in a tile: its number, the mapped area in m2, and sums of area times stock, by draw and number.
ZoneDraws = tuple[int, float, tuple[tuple[float, ...], ...]]


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
    """

    names: Sequence[str]
    years: Sequence[int]
    area: np.ndarray
    stocks: np.ndarray
    members: np.ndarray

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
        shape = (len(names), len(members), len(years), len(STOCK_RANGES_M))
        area, sums = np.zeros(len(names)), np.zeros(shape)
        for zone, mapped, rows in parts:
            area[zone] += mapped
            sums[zone] += np.asarray(rows).reshape(shape[1:])
        first = 1 if len(years) > 1 and years[1] == years[0] else 0
        return cls(names, years[first:], area, sums[:, :, first:] / KG_PER_TONNE, members)

    @property
    def changes(self) -> np.ndarray:
        """Change since the start, t C, ``(zones, draws, years, ranges)``: the same draw at the start and later."""
        return self.stocks - self.stocks[:, :, :1]

    @property
    def by_network(self) -> np.ndarray:
        """Means of the draws of each network, t C, ``(networks, zones, years, ranges)``."""
        return np.stack([self.stocks[:, self.members == member].mean(1) for member in np.unique(self.members)])

    def table(self, interval: float | None) -> pd.DataFrame:
        """A row for each zone and year: means of the draws and, with the probability ``interval`` of intervals, their limits."""
        columns = {f"stock_{_name(bottom)}": self.stocks[..., number] for number, (_, bottom) in enumerate(STOCK_RANGES_M)}
        columns |= {f"change_{_name(bottom)}": self.changes[..., number] for number, (_, bottom) in enumerate(STOCK_RANGES_M)}
        rows = len(self.names) * len(self.years)
        found: dict[str, np.ndarray] = {
            "zone": np.repeat(np.array(self.names, dtype=object), len(self.years)),
            "year": np.tile(np.array(self.years), len(self.names)),
            "mapped_km2": np.repeat(self.area / M2_PER_KM2, len(self.years)),
        }
        for name, values in columns.items():
            found[f"{name}_t"] = values.mean(1).reshape(rows)
            if interval is not None:
                found[f"{name}_t_sd"] = values.std(1, ddof=1).reshape(rows)
                for ending, level in (("low", 0.5 - interval / 2.0), ("high", 0.5 + interval / 2.0)):
                    found[f"{name}_t_{ending}"] = np.quantile(values, level, axis=1).reshape(rows)
        return pd.DataFrame(found)


def _name(bottom: float) -> str:
    """The end of a field's name: ``0_30_cm``."""
    return f"0_{depth_label(bottom).replace(' ', '_')}"
