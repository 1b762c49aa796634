"""Figures of zones: a map of polygons, and bars of totals with their intervals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from matplotlib.collections import PathCollection
from matplotlib.figure import Figure
from matplotlib.path import Path

from .canvas import _axes, _styled
from .drawing import MARK

MOST_BARS = 40


@_styled
def zone_map(polygons: Sequence[Any], values: np.ndarray, unit: str) -> Figure:
    """Polygons coloured by a value; grey where there is none.

    Parameters
    ----------
    polygons
        Shapely's, one a zone, in the reference system of their layer.
    values
        In ``unit``, NaN where there is none, ``(zones,)``.
    unit
        For the colour bar.
    """
    figure, axes = _axes(1, 1, 5.0)
    axis = axes[0]
    known = np.isfinite(values)
    axis.add_collection(PathCollection([_path(shape) for shape, one in zip(polygons, known) if not one], facecolor="#cfd5d8", lw=0.4))
    coloured = PathCollection([_path(shape) for shape, one in zip(polygons, known) if one], cmap="viridis", lw=0.4, edgecolor="#ffffff")
    coloured.set_array(values[known])
    axis.add_collection(coloured)
    axis.autoscale_view()
    axis.set_aspect("equal")
    axis.set(xticks=[], yticks=[])
    if known.any():
        figure.colorbar(coloured, ax=axis, shrink=0.8, label=unit)
    return figure


@_styled
def total_bars(names: Sequence[str] | np.ndarray, totals: np.ndarray, limits: Sequence[np.ndarray] | None) -> Figure:
    """Stocks of zones, the largest first, with their intervals.

    Parameters
    ----------
    names
        Of the zones, ``(zones,)``.
    totals
        Tg C, ``(zones,)``.
    limits
        Lower and upper ends of the intervals, Tg C, ``(zones,)`` each; None: none are drawn.
    """
    order = np.argsort(-np.where(np.isfinite(totals), totals, -np.inf), kind="stable")[:MOST_BARS]
    figure, axes = _axes(1, 1, 1.2 + 0.2 * len(order))
    rows = np.arange(len(order))
    axes[0].barh(rows, totals[order], color=MARK, alpha=0.6)
    if limits is not None:
        axes[0].hlines(rows, limits[0][order], limits[1][order], color="#1d2a33", lw=1.4)
    axes[0].set_yticks(rows, [str(names[number])[:40] for number in order])
    axes[0].invert_yaxis()
    axes[0].set(xlabel="Tg C", xlim=(0.0, None))
    return figure


def _path(shape: Any) -> Path:
    """A polygon with its holes, and all of its parts, as one path."""
    parts = getattr(shape, "geoms", [shape])
    rings = [np.asarray(ring.coords)[:, :2] for part in parts if not part.is_empty for ring in (part.exterior, *part.interiors)]
    return Path.make_compound_path(*(Path(ring, closed=True) for ring in rings)) if rings else Path(np.zeros((0, 2)))
