"""Common functions of the figures: numbers in, a PNG in base64 out; without state, without a display."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from matplotlib.figure import Figure

from ...scoring.scores import LEAST_SOC
from ...tables import PARAMETERS, PROCESSES, variable_label
from ..labels import wrapped
from .canvas import _axes, _styled

# The colours of Okabe and Ito, which colour-blind readers can distinguish.
SPLIT_COLOURS = {"train": "#9aa5ab", "validation": "#56b4e9", "random test": "#e69f00", "blocked test": "#d55e00"}
MARK = "#2b6f5c"
MOST_POINTS = 4000


@_styled
def split_map(longitude: np.ndarray, latitude: np.ndarray, split: Sequence[str]) -> Figure:
    """Where the profiles lie and what each was used for.

    Parameters
    ----------
    longitude, latitude
        Degrees, ``(profiles,)``.
    split
        Use of each profile, such as ``train`` or ``random test``, ``(profiles,)``.
    """
    figure, axes = _axes(1, 1, 5.2)
    axis = axes[0]
    parts = np.asarray(split)
    for name in [*[known for known in SPLIT_COLOURS if known in parts], *sorted(set(split) - set(SPLIT_COLOURS))]:
        chosen = parts == name
        label = f"{name} ({int(chosen.sum())})"
        axis.scatter(longitude[chosen], latitude[chosen], s=9, lw=0, color=SPLIT_COLOURS.get(name, "#000000"), label=label)
    axis.set(xlabel="longitude (degrees)", ylabel="latitude (degrees)")
    axis.set_aspect(1.0 / max(np.cos(np.radians(np.mean(latitude))), 0.1))
    axis.legend(loc="center left", bbox_to_anchor=(1.0, 0.5), markerscale=2)
    return figure


@_styled
def soc_by_depth(depth_m: np.ndarray, soc: np.ndarray) -> Figure:
    """SOC of layers against their depth; the axis of SOC is logarithmic.

    Parameters
    ----------
    depth_m
        Middle depths, m, ``(layers,)``.
    soc
        gC/m3, ``(layers,)``.
    """
    figure, axes = _axes(1, 1, 3.6)
    shown = _some(len(soc))
    axes[0].scatter(np.maximum(soc[shown], LEAST_SOC), depth_m[shown], s=5, lw=0, alpha=0.5, color=MARK)
    axes[0].set(xlabel="SOC (gC/m3)", ylabel="depth (m)", xscale="log")
    axes[0].invert_yaxis()
    return figure


@_styled
def covariate_correlations(names: Sequence[str], correlation: Sequence[Sequence[float]]) -> Figure:
    """Rank correlation of covariates with one another, ``(n, n)``."""
    figure, axes = _axes(1, 1, 1.6 + 0.17 * len(names))
    picture = axes[0].imshow(np.asarray(correlation, dtype=float), cmap="RdBu_r", vmin=-1.0, vmax=1.0)
    axes[0].set_xticks(range(len(names)), names, rotation=90, fontsize=6.5)
    axes[0].set_yticks(range(len(names)), names, fontsize=6.5)
    figure.colorbar(picture, ax=axes[0], label="Spearman's rank correlation", shrink=0.7)
    return figure


@_styled
def learning_curves(history: Sequence[Mapping[str, float]]) -> Figure:
    """Training loss, and NSE on the validation profiles, by epoch."""
    figure, (left, right) = _axes(1, 2, 3.0)
    epoch = [row["epoch"] for row in history]
    left.plot(epoch, [row["train_loss"] for row in history], color=MARK)
    left.set(title="Training loss", xlabel="epoch", yscale="log")
    for key, label, colour in (("validation_nse", "SOC", MARK), ("validation_log_nse", "log SOC", "#e69f00")):
        right.plot(epoch, [row[key] for row in history], color=colour, label=label)
    best = max(max(row["validation_nse"], row["validation_log_nse"]) for row in history)
    right.set(title="NSE on the validation profiles", xlabel="epoch", ylim=(min(0.0, best - 1.0), 1.0))
    right.legend(loc="lower right")
    return figure


@_styled
def observed_against_predicted(layers: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]]) -> Figure:
    """Observed against predicted SOC of the test layers, one panel a split; the axes are logarithmic.

    Parameters
    ----------
    layers
        By split: observed and predicted SOC, gC/m3, and depth, m, ``(n,)`` each.
    """
    figure, axes = _axes(1, max(len(layers), 2), 4.4)
    both = np.concatenate([np.concatenate(values[:2]) for values in layers.values()])
    limits = (max(LEAST_SOC, np.percentile(both, 0.2) / 2), both.max() * 1.5)
    for axis, (name, (observed, predicted, depth)) in zip(axes, layers.items()):
        some = _some(observed.size)
        shown = [np.maximum(values[some], limits[0]) for values in (observed, predicted)]
        points = axis.scatter(shown[0], shown[1], c=100 * depth[some], s=7, lw=0, cmap="cividis", vmin=0, vmax=150)
        axis.plot(limits, limits, color="#000000", lw=0.8)
        axis.set(title=f"{name} ({observed.size} layers)", xlabel="observed SOC (gC/m3)", ylabel="predicted SOC (gC/m3)")
        axis.set(xscale="log", yscale="log", xlim=limits, ylim=limits, aspect="equal")
        figure.colorbar(points, ax=axis, label="depth (cm)", shrink=0.8, extend="max")
    for axis in axes[len(layers) :]:
        axis.remove()
    return figure


@_styled
def error_by_depth(layers: Mapping[str, tuple[np.ndarray, np.ndarray, np.ndarray]]) -> Figure:
    """Median ratio of predicted to observed SOC by depth, and the middle half of the ratios, by split.

    Parameters
    ----------
    layers
        By split: observed and predicted SOC, gC/m3, and depth, m, ``(n,)`` each.
    """
    figure, axes = _axes(1, 1, 3.4)
    edges = np.array([0.0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75, 1.0, 1.5, 2.5])
    middle = 100 * 0.5 * (edges[1:] + edges[:-1])
    for name, (observed, predicted, depth) in layers.items():
        ratio = np.maximum(predicted, LEAST_SOC) / np.maximum(observed, LEAST_SOC)
        quartiles = np.full((3, middle.size), np.nan)
        for row, (top, bottom) in enumerate(zip(edges[:-1], edges[1:])):
            inside = (depth >= top) & (depth < bottom)
            if inside.sum() >= 5:
                quartiles[:, row] = np.percentile(ratio[inside], (25, 50, 75))
        colour = SPLIT_COLOURS.get(name, MARK)
        axes[0].plot(quartiles[1], middle, "o-", color=colour, label=name, ms=4)
        axes[0].fill_betweenx(middle, quartiles[0], quartiles[2], color=colour, alpha=0.15, lw=0)
    axes[0].axvline(1.0, color="#000000", lw=0.8)
    axes[0].set(xscale="log", xlabel="predicted / observed SOC", ylabel="depth (cm)")
    axes[0].set_xticks([0.25, 0.5, 1.0, 2.0, 4.0], ["1/4", "1/2", "1", "2", "4"], minor=False)
    axes[0].set_xlim(0.2, 5.0)
    axes[0].minorticks_off()
    axes[0].invert_yaxis()
    axes[0].legend(loc="upper left", bbox_to_anchor=(1.0, 1.0))
    return figure


@_styled
def parameter_ranges(parameters: np.ndarray, lower: np.ndarray, upper: np.ndarray, learned: Sequence[str]) -> Figure:
    """Spread of each parameter over the profiles within its range; those that are not learned are grey.

    Parameters
    ----------
    parameters
        ``(profiles, 21)``, in the units of the parameters.
    lower, upper
        Bounds of the ranges, ``(21,)``.
    learned
        Names of the learned parameters.
    """
    figure, axes = _axes(1, 1, 5.4)
    share = (parameters - lower) / (upper - lower)
    low, quarter, median, three, high = np.percentile(share, (5, 25, 50, 75, 95), axis=0)
    rows = np.arange(len(PARAMETERS))
    colours = [MARK if row.name in learned else "#b5bdc2" for row in PARAMETERS]
    axes[0].hlines(rows, 0, 1, color="#edf0f1", lw=8)
    axes[0].hlines(rows, low, high, color=colours, lw=1.5)
    axes[0].hlines(rows, quarter, three, color=colours, lw=6)
    axes[0].plot(median, rows, "o", color="white", ms=3)
    axes[0].set_yticks(rows, [variable_label(row.name) for row in PARAMETERS])
    axes[0].set(
        xlim=(-0.02, 1.02),
        ylim=(len(rows) - 0.4, -0.6),
        xlabel="position within the range of the parameter (0: lower bound, 1: upper bound)",
    )
    return figure


@_styled
def process_histograms(processes: np.ndarray) -> Figure:
    """Distribution over the profiles of the six processes.

    Parameters
    ----------
    processes
        In table order and their units, NaN where unknown, ``(profiles, 6)``.
    """
    figure, axes = _axes(2, 3, 4.4)
    for axis, row, values in zip(axes, PROCESSES, processes.T):
        axis.hist(values[np.isfinite(values)], bins=30, color=MARK)
        axis.set(title=row.label, xlabel=row.unit if row.unit != "1" else "", yticks=[])
    return figure


@_styled
def truth_scatters(pairs: Mapping[str, tuple[np.ndarray, np.ndarray]]) -> Figure:
    """Truth against map, one panel a band.

    Parameters
    ----------
    pairs
        By band: true and mapped values, in the unit of the band, ``(pixels,)`` each.
    """
    columns = min(3, max(len(pairs), 2))
    figure, axes = _axes(-(-len(pairs) // columns), columns, 3.0 * -(-len(pairs) // columns))
    for axis, (name, (truth, mapped)) in zip(axes, pairs.items()):
        some = _some(truth.size)
        axis.scatter(truth[some], mapped[some], s=4, lw=0, color=MARK, alpha=0.35)
        ends = (min(truth.min(), mapped.min()), max(truth.max(), mapped.max()))
        axis.plot(ends, ends, color="#000000", lw=0.8)
        axis.set(title=wrapped(name), xlabel="truth", ylabel="map")
        axis.locator_params(nbins=5)
    for axis in axes[len(pairs) :]:
        axis.remove()
    return figure


def _some(count: int) -> np.ndarray:
    """Which points to draw, at most ``MOST_POINTS``, evenly chosen."""
    return np.unique(np.linspace(0, count - 1, min(count, MOST_POINTS)).astype(int)) if count else np.zeros(0, dtype=int)
