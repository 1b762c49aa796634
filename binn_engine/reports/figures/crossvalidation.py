"""The figures of cross-validation. As in ``figures``: numbers in, a PNG in base64 out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib import colormaps
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .canvas import _axes, _styled
from .drawing import LEAST_SOC, MARK, _some

# Okabe and Ito's colours, and grey; more folds take a continuous map.
_FOLD_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#e69f00", "#cc79a7", "#56b4e9", "#000000", "#9aa5ab")
_OTHER = "#8a949a"
MOST_NAMES = 12  # folds that a legend can hold


@_styled
def fold_map(longitude: np.ndarray, latitude: np.ndarray, fold: np.ndarray, names: Sequence[str]) -> Figure:
    """Where the profiles lie and which fold tests each.

    Parameters
    ----------
    longitude, latitude
        Degrees, ``(profiles,)``.
    fold
        Number of the fold that tests each profile, from 0, ``(profiles,)``.
    names
        Of the folds.
    """
    figure, axes = _axes(1, 1, 5.2)
    axis = axes[0]
    for number, (name, colour) in enumerate(zip(names, _colours(len(names)))):
        chosen = fold == number
        label = f"{_short(name)} ({int(chosen.sum())})" if number < MOST_NAMES else None
        axis.scatter(longitude[chosen], latitude[chosen], s=9, lw=0, color=colour, label=label)
    axis.set(xlabel="longitude (degrees)", ylabel="latitude (degrees)")
    axis.set_aspect(1.0 / max(np.cos(np.radians(np.mean(latitude))), 0.1))
    axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), markerscale=2, title="fold (number of profiles)")
    return figure


@_styled
def scores_with_intervals(scores: pd.DataFrame, binn_models: Sequence[str]) -> Figure:
    """NSE and NSE of log SOC of every model with its interval.

    ``scores`` has the columns ``model``, ``score`` (``nse`` and ``log_nse``), ``value``, ``lower``, ``upper``;
    ``binn_models`` are those to stand out.
    """
    figure, axes = _axes(1, 2, 0.9 + 0.34 * scores["model"].nunique())
    names = list(dict.fromkeys(scores["model"]))
    for axis, score, title in zip(axes, ("nse", "log_nse"), ("NSE of SOC", "NSE of log SOC")):
        rows = scores[scores["score"] == score].set_index("model").loc[names]
        _dots(axis, rows, [MARK if name in binn_models else _OTHER for name in names])
        low = max(-1.0, float(np.nanmin([rows["value"].min(), rows["lower"].min(), 0.0])) - 0.03)
        axis.set(title=title, xlim=(low, 1.0))
        for place, value in enumerate(rows["value"]):
            if value < low:
                axis.annotate(
                    f"{value:.2f}", (low, place), xytext=(12, 0), textcoords="offset points", va="center", fontsize=8, color=_OTHER
                )
                axis.plot(low + 0.02, place, "<", color=_OTHER, ms=5)
        axis.set_yticks(range(len(names)), names if score == "nse" else [])
    return figure


@_styled
def paired_differences(differences: pd.DataFrame) -> Figure:
    """BINN's NSE less that of every baseline with its interval; the columns ``against``, ``score``, ``value``, ``lower``, ``upper``."""
    names = list(dict.fromkeys(differences["against"]))
    figure, axes = _axes(1, 2, 1.0 + 0.34 * len(names))
    for axis, score, title in zip(axes, ("nse", "log_nse"), ("NSE of SOC", "NSE of log SOC")):
        rows = differences[differences["score"] == score].set_index("against").loc[names]
        colours = [MARK if row.lower > 0.0 else "#d55e00" if row.upper < 0.0 else _OTHER for row in rows.itertuples()]
        _dots(axis, rows, colours)
        axis.axvline(0.0, color="#000000", lw=0.8)
        ends = rows[["value", "lower", "upper"]].to_numpy().clip(-1.0, 1.0)
        margin = 0.08 * float(np.nanmax(np.abs(ends)))
        axis.set_xlim(min(float(np.nanmin(ends)), -margin) - margin, max(float(np.nanmax(ends)), margin) + margin)
        axis.set(title=f"{title}: BINN minus each baseline", xlabel="baseline is better  ←  0  →  BINN is better")
        axis.set_yticks(range(len(names)), names if score == "nse" else [])
    return figure


@_styled
def depth_scatters(observed: np.ndarray, predicted: np.ndarray, depth_m: np.ndarray, ranges: Mapping[str, tuple[float, float]]) -> Figure:
    """Observed against predicted SOC, out of fold, one panel a range of depth; the axes are logarithmic.

    Parameters
    ----------
    observed, predicted
        SOC of the layers, gC/m3, ``(layers,)``.
    depth_m
        Their middle depths, m, ``(layers,)``.
    ranges
        Names of the ranges, with top and bottom in m; ranges without a layer have no panel.
    """
    inside = {name: (depth_m >= top) & (depth_m < bottom) for name, (top, bottom) in ranges.items()}
    shown = {name: rows for name, rows in inside.items() if rows.any()}
    figure, axes = _axes(-(-len(shown) // 3), 3, 3.2 * -(-len(shown) // 3))
    both = np.concatenate([observed, predicted])
    limits = (max(LEAST_SOC, np.percentile(both, 0.5) / 2), both.max() * 1.5)
    for axis, (name, rows) in zip(axes, shown.items()):
        some = np.flatnonzero(rows)[_some(int(rows.sum()))]
        axis.scatter(np.maximum(observed[some], limits[0]), np.maximum(predicted[some], limits[0]), s=6, lw=0, color=MARK, alpha=0.4)
        axis.plot(limits, limits, color="#000000", lw=0.8)
        axis.set(title=f"{name} ({int(rows.sum())} layers)", xlabel="observed SOC (gC/m3)", ylabel="predicted SOC (gC/m3)")
        axis.set(xscale="log", yscale="log", xlim=limits, ylim=limits, aspect="equal")
    for axis in axes[len(shown) :]:
        axis.remove()
    return figure


@_styled
def nse_by_depth(scores: pd.DataFrame, binn_models: Sequence[str]) -> Figure:
    """NSE of every model in every range of depth; the columns ``model``, ``depth``, ``value``. Below -0.5 it is cut off."""
    depths, names = list(dict.fromkeys(scores["depth"])), list(dict.fromkeys(scores["model"]))
    figure, axes = _axes(1, 1, 3.6)
    width = 0.8 / len(names)
    for number, (name, colour) in enumerate(zip(names, _model_colours(names, binn_models))):
        values = scores[scores["model"] == name].set_index("depth")["value"].reindex(depths).to_numpy()
        place = np.arange(len(depths)) + (number - (len(names) - 1) / 2.0) * width
        axes[0].bar(place, np.maximum(values, -0.5), width * 0.9, color=colour, label=name)
    axes[0].axhline(0.0, color="#000000", lw=0.8)
    low = min(0.0, float(np.nanmin(scores["value"])))
    axes[0].set(ylabel="NSE of SOC", ylim=(max(-0.5, 1.1 * low), max(0.1, 1.1 * float(np.nanmax(scores["value"])))))
    axes[0].set_xticks(range(len(depths)), depths)
    axes[0].legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


@_styled
def nse_by_fold(scores: pd.DataFrame, binn_models: Sequence[str]) -> Figure:
    """NSE of every model in every fold; the columns ``model``, ``fold``, ``value``. Below -0.5 it is cut off."""
    folds, names = list(dict.fromkeys(scores["fold"])), list(dict.fromkeys(scores["model"]))
    figure, axes = _axes(1, 1, 3.4)
    for number, (name, colour) in enumerate(zip(names, _model_colours(names, binn_models))):
        values = scores[scores["model"] == name].set_index("fold")["value"].reindex(folds).to_numpy()
        place = np.arange(len(folds)) + 0.09 * (number - (len(names) - 1) / 2.0)
        axes[0].plot(
            place,
            np.maximum(values, -0.5),
            "D" if name in binn_models else "o",
            color=colour,
            ms=7 if name in binn_models else 5,
            label=name,
        )
    axes[0].set(ylabel="NSE of SOC", xlim=(-0.6, len(folds) - 0.4))
    axes[0].grid(axis="y", color="#edf0f1")
    axes[0].set_axisbelow(True)
    axes[0].set_xticks(range(len(folds)), [_short(name) for name in folds], rotation=0 if len(folds) < 9 else 90)
    axes[0].legend(loc="center left", bbox_to_anchor=(1.0, 0.5))
    return figure


@_styled
def fold_curves(histories: Sequence[Sequence[Sequence[Mapping[str, float]]]], names: Sequence[str]) -> Figure:
    """Training and validation loss by epoch of every network of every fold: ``histories[fold][member][epoch]``."""
    figure, (left, right) = _axes(1, 2, 3.2)
    for members, name, colour in zip(histories, names, _colours(len(names))):
        for number, history in enumerate(members):
            epoch = [row["epoch"] for row in history]
            label = _short(name) if number == 0 and len(names) <= MOST_NAMES else None
            left.plot(epoch, [row["train_loss"] for row in history], color=colour, lw=0.7, alpha=0.7)
            right.plot(epoch, [row["validation_nse"] for row in history], color=colour, lw=0.7, alpha=0.7, label=label)
    best = max(max(row["validation_nse"] for row in history) for members in histories for history in members)
    left.set(title="Training loss", xlabel="epoch", yscale="log")
    right.set(title="NSE of SOC on the validation profiles", xlabel="epoch", ylim=(min(0.0, best - 1.0), 1.0))
    figure.legend(*right.get_legend_handles_labels(), loc="outside lower center", ncols=6)
    return figure


def _dots(axis: Axes, rows: pd.DataFrame, colours: Sequence[str]) -> None:
    """A dot a row with its interval, the first row on top."""
    place = np.arange(len(rows))
    axis.hlines(place, rows["lower"], rows["upper"], color=colours, lw=2)
    axis.scatter(rows["value"], place, color=colours, s=26, zorder=3)
    axis.set_ylim(len(rows) - 0.5, -0.5)
    axis.grid(axis="x", color="#edf0f1")
    axis.set_axisbelow(True)


def _colours(count: int) -> list[str] | np.ndarray:
    return list(_FOLD_COLOURS[:count]) if count <= len(_FOLD_COLOURS) else colormaps["viridis"](np.linspace(0.0, 1.0, count))


def _model_colours(names: Sequence[str], binn_models: Sequence[str]) -> list[str]:
    """BINN in green, the other models in other colours."""
    others = iter(("#0072b2", "#e69f00", "#cc79a7", "#56b4e9", "#9aa5ab", "#d3d9dc", "#d55e00"))
    greens = iter((MARK, "#7fb8a6"))
    return [next(greens) if name in binn_models else next(others) for name in names]


def _short(name: str) -> str:
    return name if len(name) <= 18 else f"{name[:17]}…"
