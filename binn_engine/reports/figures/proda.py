"""The figures of an inversion and of a comparison of two models. As in ``figures``: numbers in, a PNG in base64 out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from ...tables import PARAMETER_NAMES, PROCESS_NAMES, variable_label
from ..labels import unit_in_brackets, wrapped
from .canvas import _axes, _styled
from .drawing import LEAST_SOC, MARK, _some

OTHER = "#e69f00"


@_styled
def convergence_histograms(rhat: np.ndarray, ess: np.ndarray, limit: float) -> Figure:
    """Over the profiles: the largest R-hat of each, and the smallest effective sample size.

    Parameters
    ----------
    rhat, ess
        ``(profiles,)``; NaN where the chains were too short, or never moved.
    limit
        R-hat below which chains agree, drawn as a line.
    """
    figure, (left, right) = _axes(1, 2, 3.0)
    # Chains that are too short, or never moved, have neither.
    rhat, ess = rhat[np.isfinite(rhat)], ess[np.isfinite(ess)]
    left.hist(np.clip(rhat, 1.0, 1.3), bins=30, color=MARK)
    left.axvline(limit, color="#000000", lw=0.8)
    left.set(title="Largest R-hat", xlabel="R-hat (1.3: or more)", ylabel="profiles")
    right.hist(ess, bins=30, color=MARK)
    right.set(title="Smallest effective sample size", xlabel="independent draws")
    return figure


@_styled
def shrinkage_ranges(ratio: np.ndarray, names: Sequence[str]) -> Figure:
    """Posterior over prior standard deviation of each parameter over the profiles: median, middle half and 90 %.

    Parameters
    ----------
    ratio
        1 where a profile says nothing, ``(profiles, parameters)``.
    names
        Of the parameters.
    """
    figure, axes = _axes(1, 1, 0.9 + 0.22 * len(names))
    low, quarter, median, three, high = np.percentile(ratio, (5, 25, 50, 75, 95), axis=0)
    rows = np.arange(len(names))
    axes[0].axvline(1.0, color="#000000", lw=0.8)
    axes[0].hlines(rows, low, high, color=MARK, lw=1.5)
    axes[0].hlines(rows, quarter, three, color=MARK, lw=6)
    axes[0].plot(median, rows, "o", color="white", ms=3)
    axes[0].set_yticks(rows, [variable_label(name) for name in names])
    axes[0].set(ylim=(len(rows) - 0.4, -0.6), xlabel="posterior / prior standard deviation (1: no information)")
    return figure


@_styled
def fitted_soc(observed: np.ndarray, simulated: np.ndarray, depth: np.ndarray) -> Figure:
    """Observed SOC of the layers and its posterior mean, coloured by depth; the axes are logarithmic.

    Parameters
    ----------
    observed, simulated
        gC/m3, ``(layers,)``.
    depth
        Middle depths, m, ``(layers,)``.
    """
    figure, axes = _axes(1, 1, 4.6)
    some = _some(observed.size)
    both = np.concatenate([observed, simulated])
    limits = (max(LEAST_SOC, np.percentile(both, 0.2) / 2), both.max() * 1.5)
    shown = [np.maximum(values[some], limits[0]) for values in (observed, simulated)]
    points = axes[0].scatter(shown[0], shown[1], c=100 * depth[some], s=7, lw=0, cmap="cividis", vmin=0, vmax=150)
    axes[0].plot(limits, limits, color="#000000", lw=0.8)
    axes[0].set(xlabel="observed SOC (gC/m3)", ylabel="posterior mean (gC/m3)", xscale="log", yscale="log")
    axes[0].set(xlim=limits, ylim=limits, aspect="equal")
    figure.colorbar(points, ax=axes[0], label="depth (cm)", shrink=0.8, extend="max")
    return figure


@_styled
def model_scatters(first: np.ndarray, second: np.ndarray, names: Sequence[str], labels: tuple[str, str]) -> Figure:
    """One model against the other, a panel for each process or parameter; the line is equality.

    Parameters
    ----------
    first, second
        Values at the same places, ``(n, names)``, in the units of the names.
    names
        Of the processes or parameters.
    labels
        What the two models are called.
    """
    columns = 3 if len(names) <= 6 else 5
    rows = -(-len(names) // columns)
    figure, axes = _axes(rows, columns, (3.0 if columns == 3 else 2.1) * rows)
    for axis, name, one, other in zip(axes, names, first.T, second.T):
        some = _some(one.size)
        axis.scatter(one[some], other[some], s=4, lw=0, color=MARK, alpha=0.4)
        ends = (min(one.min(), other.min()), max(one.max(), other.max()))
        axis.plot(ends, ends, color="#000000", lw=0.8)
        axis.set(title=wrapped(name) + unit_in_brackets(name))
        axis.locator_params(nbins=4)
    for axis in axes[len(names) :]:
        axis.remove()
    figure.supxlabel(labels[0], fontsize=9)
    figure.supylabel(labels[1], fontsize=9)
    return figure


@_styled
def correlation_bars(table: pd.DataFrame, kind: str) -> Figure:
    """Pearson and Spearman correlation of two models with their intervals, a row a process or parameter, of the ``kind`` in ``table``."""
    rows = table[table["kind"] == kind]
    figure, axes = _axes(1, 1, 1.2 + 0.3 * len(rows))
    place = np.arange(len(rows))
    for shift, score, colour in ((-0.15, "pearson", MARK), (0.15, "spearman", OTHER)):
        value = rows[score].to_numpy()
        axes[0].hlines(place + shift, rows[f"{score}_lower"], rows[f"{score}_upper"], color=colour, lw=1.5)
        axes[0].plot(value, place + shift, "o", color=colour, ms=4, label=score.capitalize())
    axes[0].axvline(0.0, color="#000000", lw=0.8)
    axes[0].set_yticks(place, [variable_label(name) for name in rows["name"]])
    axes[0].set(xlim=(-1.0, 1.02), ylim=(len(rows) - 0.4, -0.6), xlabel="correlation over the places, with 90 % intervals")
    axes[0].legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure


@_styled
def truth_bars(distances: Mapping[str, tuple[float, float]], labels: tuple[str, str]) -> Figure:
    """How far each of two models is from the truth, as a share of its spread, by parameter or process."""
    names = [name for name in (*PROCESS_NAMES, *PARAMETER_NAMES) if name in distances]
    figure, axes = _axes(1, 1, 1.2 + 0.24 * len(names))
    place = np.arange(len(names))
    for number, (label, colour) in enumerate(zip(labels, (MARK, OTHER))):
        axes[0].barh(place + 0.38 * (number - 0.5), [distances[name][number] for name in names], 0.36, color=colour, label=label)
    axes[0].axvline(1.0, color="#000000", lw=0.8)
    axes[0].set_yticks(place, [variable_label(name) for name in names])
    axes[0].set(ylim=(len(names) - 0.4, -0.6), xlabel="RMSE / standard deviation of the truth (1: no better than its mean)")
    axes[0].legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure
