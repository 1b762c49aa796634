"""The result of a comparison of two models."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..covariates.grids import Grid
from ..scoring.intervals import ScoreInterval
from .agreement import NAMES
from .sides import GROUPS, Side
from .soc import SocScores


@dataclass(frozen=True)
class SharedPixels:
    """Pixels at which both sides have values of the ``names`` that they share, by kind: ``both``, ``(rows, columns)`` bool, on the
    ``grid``."""

    sides: tuple[Side, Side]
    names: dict[str, list[str]]
    grid: Grid
    both: np.ndarray

    def pair(self, kind: str) -> tuple[np.ndarray, np.ndarray]:
        """Both sides' values of a kind where both have any, ``(pixels, names)`` each."""
        return pair_of(self.sides, kind, self.names[kind], self.both)


@dataclass(frozen=True)
class ComparisonResult(SharedPixels):
    """The results of a comparison. ``truth`` is None if it is unknown, ``soc`` if no profiles are given; ``means`` as of
    :func:`binn_engine.comparison.agreement.mean_agreement`."""

    agreement: pd.DataFrame
    means: dict[str, dict[str, ScoreInterval]]
    truth: pd.DataFrame | None
    soc: SocScores | None


def pair_of(sides: tuple[Side, Side], kind: str, names: Sequence[str], both: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Values of both sides where both have them, ``(pixels, names)`` each.

    Parameters
    ----------
    sides
        The two models on one grid.
    kind
        ``process`` or ``parameter``.
    names
        Processes or parameters to take, in this order.
    both
        Which pixels both sides have, ``(rows, columns)`` bool.
    """
    columns = [NAMES[kind].index(name) for name in names]
    first, second = (side.products[GROUPS[kind]][columns][:, both].T for side in sides)
    return first, second
