"""The figures of calibration. As in ``figures``: numbers in, a PNG in base64 out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from ...experiments.reliability import INTERVALS
from .canvas import _axes, _styled
from .drawing import MARK

_COLOURS = (("raw", "#d55e00"), ("conformal", "#0072b2"), ("forest", "#56b4e9"))
_PLAIN = "#8a949a"


def colour_of(method: str) -> str:
    """The colour of a method: green for what is calibrated."""
    return next((colour for word, colour in _COLOURS if word in method), MARK)


@_styled
def coverage_curves(scores: Mapping[str, pd.DataFrame]) -> Figure:
    """Share of observations within central intervals against what the intervals claim, a panel a split.

    ``scores`` have the columns ``method`` and ``coverage_50`` and so on.
    """
    figure, axes = _axes(1, max(len(scores), 2), 4.0)
    claimed = 100 * np.array(INTERVALS)
    for axis, (split, table) in zip(axes, scores.items()):
        axis.plot((40, 100), (40, 100), color="#000000", lw=0.8)
        for row in table.to_dict("records"):
            axis.plot(
                claimed,
                [100 * row[f"coverage_{value:g}"] for value in claimed],
                "o-",
                color=colour_of(row["method"]),
                label=row["method"],
                ms=4,
            )
        axis.set(
            title=f"folds: {split}",
            xlabel="nominal level of the interval (%)",
            ylabel="observations within the interval (%)",
            xlim=(45, 100),
            ylim=(0, 100),
        )
        axis.legend(loc="lower right")
    for axis in axes[len(scores) :]:
        axis.remove()
    return figure


@_styled
def coverage_by_depth(scores: pd.DataFrame, interval: int = 90) -> Figure:
    """Coverage of one interval in every range of depth; the columns ``method``, ``depth``, ``coverage_90``."""
    depths, methods = list(dict.fromkeys(scores["depth"])), list(dict.fromkeys(scores["method"]))
    figure, axes = _axes(1, 1, 3.2)
    width = 0.8 / len(methods)
    for number, method in enumerate(methods):
        values = 100 * scores[scores["method"] == method].set_index("depth")[f"coverage_{interval}"].reindex(depths).to_numpy()
        place = np.arange(len(depths)) + (number - (len(methods) - 1) / 2.0) * width
        axes[0].bar(place, values, 0.9 * width, color=colour_of(method), label=method)
    axes[0].axhline(interval, color="#000000", lw=0.8)
    axes[0].set(ylabel=f"observations within {interval} % intervals (%)", ylim=(0, 100))
    axes[0].set_xticks(range(len(depths)), depths)
    axes[0].legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


@_styled
def pit_histograms(curves: Mapping[str, Mapping[str, Any]]) -> Figure:
    """PIT histograms by method; the line is what right distributions give."""
    figure, axes = _axes(1, len(curves), 2.6)
    for axis, (method, found) in zip(axes, curves.items()):
        shares = np.asarray(found["pit"])
        axis.bar((np.arange(len(shares)) + 0.5) / len(shares), len(shares) * shares, 0.95 / len(shares), color=colour_of(method))
        axis.axhline(1.0, color="#000000", lw=0.8)
        axis.set(title=method, xlabel="predicted probability", xlim=(0, 1), yticks=[])
        axis.title.set_fontsize(8)
    return figure


@_styled
def spread_against_skill(curves: Mapping[str, Mapping[str, Any]]) -> Figure:
    """Error of log SOC against the predicted standard deviation, in ten groups from sure to unsure; equal on the line."""
    shown = {method: found["spread_skill"] for method, found in curves.items() if "spread_skill" in found}
    figure, axes = _axes(1, 2, 3.6)
    for method, rows in shown.items():
        axes[0].plot([row["spread"] for row in rows], [row["error"] for row in rows], "o-", color=colour_of(method), label=method, ms=4)
    most = 1.1 * max(max(row["spread"], row["error"]) for rows in shown.values() for row in rows)
    axes[0].plot((0, most), (0, most), color="#000000", lw=0.8)
    axes[0].set(
        xlabel="predicted standard deviation of log SOC", ylabel="root mean square error of log SOC", xlim=(0, most), ylim=(0, most)
    )
    axes[0].legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    axes[1].remove()
    return figure


@_styled
def twin_coverage(summary: pd.DataFrame, labels: Sequence[str]) -> Figure:
    """Coverage of the truth by 90 % intervals in twins that calibrated nothing, raw and calibrated, a row a variable."""
    figure, axes = _axes(1, 1, 1.2 + 0.2 * len(summary))
    rows = np.arange(len(summary))
    axis = axes[0]
    axis.plot(100 * summary["raw_90"], rows, "o", color="#d55e00", label="raw spread")
    axis.plot(100 * summary["extremes"], rows, "|", color=_PLAIN, ms=8, label="smallest to largest draw")
    known = summary["calibrated_90"].notna().to_numpy()
    axis.hlines(rows[known], 100 * summary["least_90"][known], 100 * summary["calibrated_90"][known], color=MARK, lw=1)
    axis.plot(100 * summary["calibrated_90"][known], rows[known], "D", color=MARK, label="calibrated with twins (line: to the worst twin)")
    axis.axvline(90, color="#000000", lw=0.8)
    axis.set_yticks(rows, labels)
    axis.set(xlim=(0, 101), ylim=(len(rows) - 0.4, -0.6), xlabel="true values within 90 % intervals (%)")
    figure.legend(loc="outside lower left")  # beside the axes, no room would be left for them on a narrow page
    return figure
