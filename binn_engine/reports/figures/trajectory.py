"""The course of carbon stocks through time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from matplotlib.figure import Figure

from .canvas import _axes, _styled
from .drawing import MARK

NETWORK = "#9aa5ab"


@dataclass(frozen=True)
class StockCourse:
    """Stocks by year: their ``mean``, ``(years,)``, the ``limits`` of the interval, ``(2, years)`` or None, and the means of the
    ``networks``, ``(networks, years)``."""

    mean: np.ndarray
    limits: np.ndarray | None
    networks: np.ndarray


@_styled
def courses(years: Sequence[int], panels: Mapping[str, StockCourse], unit: str) -> Figure:
    """Stocks by year, one panel for each depth range: mean, interval, and every network.

    Parameters
    ----------
    years
        The start, and the years asked for.
    panels
        By title.
    unit
        Of the stocks.
    """
    figure, axes = _axes(1, len(panels), 3.2)
    for axis, (title, course) in zip(axes, panels.items()):
        if course.limits is not None:
            axis.fill_between(years, *course.limits, color=MARK, alpha=0.2, lw=0, label="interval")
        for number, network in enumerate(course.networks if len(course.networks) > 1 else ()):
            axis.plot(years, network, color=NETWORK, lw=0.9, label="each network" if number == 0 else None)
        axis.plot(years, course.mean, color=MARK, lw=1.8, marker="o", ms=3, label="mean")
        axis.set(title=title, xlabel="year", ylabel=unit)
        axis.locator_params(nbins=6)
        axis.legend()
    return figure
