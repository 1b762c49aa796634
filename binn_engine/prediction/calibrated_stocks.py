"""Draws of the true stocks of a projection, from which totals of zones get their intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..model.calibration import DEPTH_RANGES, STOCK_NAMES, Calibration
from ..tables import STOCK_RANGES_M
from .projection import Projection

FEWEST_DRAWS = 100  # where passes are few, errors that they do not show are drawn several times with each, until there are so many


def calibrates_stocks(calibration: Calibration) -> bool:
    """Whether stocks of today are calibrated to the depth of all ``STOCK_RANGES_M``."""
    return all(name in calibration.soc for name, (top, _) in DEPTH_RANGES.items() if top < STOCK_RANGES_M[-1][1])


def draws_of_truth(draws: int) -> int:
    """How many draws of the truth there are of so many draws."""
    return draws * -(-FEWEST_DRAWS // draws)


@dataclass(frozen=True)
class CalibratedStocks:
    """Draws of a batch of sites with the parts of their change, and what they become intervals by."""

    projection: Projection
    calibration: Calibration

    def draws(self, rows: np.ndarray, of_start: np.ndarray, of_change: np.ndarray) -> np.ndarray:
        """Stocks at the start and their changes at the times, kgC/m2, ``(more draws, rows, (1 + times) * ranges)``.

        Parameters
        ----------
        rows
            Numbers of some sites, ``(rows,)``.
        of_start, of_change
            Standard normal errors that the draws do not show: of the stock at the start, ``(more draws, rows)``, and of the parts of its
            change, ``(parts, more draws, rows)``.
        """
        start = np.tile(self.projection.start[:, rows], (len(of_start) // len(self.projection.start), 1, 1))
        if calibrates_stocks(self.calibration):
            start = self.calibration.coherent("soc", start, of_start, ())
        found = np.zeros((*start.shape[:2], 1 + self.projection.stocks.shape[2], len(STOCK_NAMES)))
        found[:, :, 0] = start
        if self.projection.parts:
            for number, name in enumerate(STOCK_NAMES):
                parts = {part: values[..., number][:, rows] for part, values in self.projection.parts.items()}
                found[:, :, 1:, number] = self.calibration.change[name].of(parts).coherent(of_change[..., None])
        return found.reshape(*found.shape[:2], -1)
