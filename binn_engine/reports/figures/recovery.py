"""The figures of a recovery: scores compared with chance, truth against predictions, and a map of the folds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from ...experiments.recovery import PARAMETER, PROCESS, TRUTH
from ...experiments.recovery_summary import GIVEN, NO_GRADIENT, NOT_RECOVERED, NULL_SDS, ON_AVERAGE, RECOVERED
from ...tables import VARIABLES, variable_label
from ..labels import wrapped
from .canvas import WIDTH, _axes, _styled
from .drawing import LEAST_SOC, MARK

VERDICT_COLOURS = {RECOVERED: MARK, ON_AVERAGE: "#56b4e9", NOT_RECOVERED: "#d55e00", NO_GRADIENT: "#b5bdc2", GIVEN: "#9ecae1"}
# Okabe and Ito's colours, then darker ones; folds beyond them begin anew.
FOLD_COLOURS = ("#0072b2", "#e69f00", "#009e73", "#d55e00", "#cc79a7", "#56b4e9", "#5d6b75", "#000000")
CHANCE = "#d5dadd"
COLUMNS = 4
CELLS = 45  # hexagons across a panel
_DENSITY: dict[str, Any] = {"cmap": "Greens", "bins": "log", "mincnt": 1, "linewidths": 0.1, "vmin": 0.5}


@_styled
def recovery_bars(summary: pd.DataFrame, scores: pd.DataFrame, score: str) -> Figure:
    """Bars of one score, ``r`` or ``rmse_of_range``, per learned parameter and per process, each before what chance gives.

    ``summary`` as of ``recovery_summary.summarise``, ``scores`` as of ``recovery.score_values``.
    """
    kinds = [summary[summary["kind"] == kind] for kind in (PARAMETER, PROCESS)]
    figure, axes = _axes(1, 2, 1.5 + 0.27 * max(map(len, kinds)))
    words = {"r": "correlation r of true and predicted values", "rmse_of_range": "error (RMSE) as a share of the range"}
    for axis, rows, title in zip(axes, kinds, ("Parameters", "Processes")):
        _bars(axis, rows, scores[scores["against"] == TRUTH], score)
        axis.set(title=title, xlabel=words[score])
        axis.set_yticks(np.arange(len(rows)), [variable_label(name) for name in rows["name"]])
        axis.set_ylim(max(map(len, kinds)) - 0.4, -0.6)
    shown: list[Any] = [Patch(color=colour, label=name) for name, colour in VERDICT_COLOURS.items() if (summary["verdict"] == name).any()]
    shown.append(Patch(color=CHANCE, label=f"by chance: mean ± {NULL_SDS:g} sd over other sets"))
    shown += axes[0].plot([], [], "o", color="#000000", ms=3, label="each set of true parameters")
    shown += axes[0].plot([], [], "x", color="#000000", ms=5, label="shuffled covariates")
    shown += axes[0].plot([], [], "|", color="#000000", ms=9, mew=1.5, label="nothing learned")
    figure.legend(handles=shown, loc="outside lower center", ncols=3)
    return figure


@_styled
def truth_against_found(
    pairs: Mapping[str, tuple[np.ndarray, np.ndarray]], notes: Mapping[str, str], ranges: Mapping[str, tuple[float, float]]
) -> Figure:
    """Truth (x) against prediction (y), one panel a parameter or process; darker where sites are many.

    Parameters
    ----------
    pairs
        By parameter or process: true and predicted values, in its unit, ``(sites,)`` each.
    notes
        What the titles say besides the name.
    ranges
        Ends of the axes; those of the values where a name has none.
    """
    columns = min(COLUMNS, max(len(pairs), 2))
    rows = -(-len(pairs) // columns)
    figure, axes = _axes(rows, columns, rows * (0.55 + 0.85 * WIDTH / columns))
    for axis, (name, (true, found)) in zip(axes, pairs.items()):
        unit = VARIABLES[name].unit
        low, high = ranges.get(name) or _limits(true, found)
        axis.hexbin(true, found, gridsize=CELLS, extent=(low, high, low, high), **_DENSITY)
        axis.plot((low, high), (low, high), color="#000000", lw=0.8)
        axis.set(xlim=(low, high), ylim=(low, high), aspect="equal")
        axis.set_title(f"{wrapped(name)}{'' if unit == '1' else f' ({unit})'}\n{notes.get(name, '')}", fontsize=8.5)
        axis.locator_params(nbins=4)
        axis.tick_params(labelsize=7)
        axis.ticklabel_format(scilimits=(-3, 5))
    for axis in axes[len(pairs) :]:
        axis.remove()
    figure.supxlabel("truth", fontsize=9)
    figure.supylabel("found", fontsize=9)
    return figure


@_styled
def soc_against_found(true: np.ndarray, observed: np.ndarray, recovered: np.ndarray) -> Figure:
    """SOC of the test layers: noise-free and observed (x) against predicted (y), on logarithmic axes.

    Parameters
    ----------
    true, observed, recovered
        SOC without and with noise, and as predicted, gC/m3, ``(layers,)`` each.
    """
    figure, axes = _axes(1, 2, 4.4)
    every = np.concatenate([true, observed, recovered])
    limits = (max(LEAST_SOC, float(np.percentile(every, 0.2)) / 2.0), float(every.max()) * 1.5)
    for axis, values, title in zip(axes, (true, observed), ("Compared with SOC without noise", "Compared with the simulated observations")):
        shown = (np.maximum(soc, limits[0]) for soc in (values, recovered))
        extent = (*np.log10(limits), *np.log10(limits))
        axis.hexbin(*shown, gridsize=70, extent=extent, xscale="log", yscale="log", **_DENSITY)
        axis.plot(limits, limits, color="#000000", lw=0.8)
        axis.set(title=title, xlabel="SOC of the twin (gC/m3)", ylabel="predicted SOC (gC/m3)", xlim=limits, ylim=limits, aspect="equal")
    return figure


@_styled
def fold_map(longitude: np.ndarray, latitude: np.ndarray, fold: np.ndarray, names: Sequence[str]) -> Figure:
    """Which fold tests each profile.

    Parameters
    ----------
    longitude, latitude
        Degrees, ``(profiles,)``.
    fold
        Number of the fold, -1 where it was not run, ``(profiles,)``.
    names
        Of the folds.
    """
    figure, axes = _axes(1, 1, 5.2)
    axis = axes[0]
    for number in (-1, *range(len(names))):
        chosen = fold == number
        if chosen.any():
            colour = FOLD_COLOURS[number % len(FOLD_COLOURS)] if number >= 0 else CHANCE
            label = f"{names[number] if number >= 0 else 'not tested'} ({int(chosen.sum()):,})"
            axis.scatter(longitude[chosen], latitude[chosen], s=9, lw=0, color=colour, label=label)
    axis.set(xlabel="longitude (degrees)", ylabel="latitude (degrees)")
    axis.set_aspect(1.0 / max(float(np.cos(np.radians(np.mean(latitude)))), 0.1))
    axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), markerscale=2)
    return figure


def _bars(axis: Axes, rows: pd.DataFrame, scores: pd.DataFrame, score: str) -> None:
    places = np.arange(len(rows))
    middle, spread = rows[f"{score}_null_mean"].to_numpy(), NULL_SDS * rows[f"{score}_null_sd"].fillna(0.0).to_numpy()
    low, high = (-1.0, 1.0) if score == "r" else (0.0, np.inf)
    left, right = np.clip(middle - spread, low, high), np.clip(middle + spread, low, high)
    axis.barh(places, right - left, left=left, height=0.86, color=CHANCE)
    axis.barh(places, rows[f"{score}_mean"], height=0.5, color=[VERDICT_COLOURS[name] for name in rows["verdict"]])
    for place, name in zip(places, rows["name"]):
        values = scores.loc[scores["name"] == name, score].to_numpy()
        axis.plot(values, np.full(len(values), place), "o", color="#000000", ms=2.5, zorder=3)
    axis.plot(rows[f"{score}_shuffled"], places, "x", color="#000000", ms=5, zorder=3)
    axis.plot(rows[f"{score}_untaught"], places, "|", color="#000000", ms=9, mew=1.5, zorder=3)
    axis.axvline(0.0, color="#000000", lw=0.8)
    if score == "r":
        axis.set_xlim(min(-0.3, float(np.nanmin([*left, *scores[score], -0.3]))) - 0.03, 1.03)


def _limits(true: np.ndarray, recovered: np.ndarray) -> tuple[float, float]:
    low, high = min(true.min(), recovered.min()), max(true.max(), recovered.max())
    margin = 0.03 * (high - low) or max(abs(high), 1e-9) * 0.05
    return float(low - margin), float(high + margin)
