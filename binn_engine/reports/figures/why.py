"""Figures that explain a model: how well the data determine the parameters, and what SOC and its processes depend on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch

from ...tables import PROCESS_NAMES, PROCESSES, variable_label
from ..labels import unit_in_brackets
from .canvas import _axes, _styled, _wide
from .drawing import MARK

# By what a parameter is informed, see identifiability.
EVIDENCE_COLOURS = {"profile": MARK, "all profiles": "#e69f00", "prior": "#b5bdc2"}
# One colour a process, in the order of the table (Okabe and Ito, without the yellow that white swallows).
PROCESS_COLOURS = ("#000000", "#0072b2", "#009e73", "#d55e00", "#cc79a7", "#56b4e9")
STRAIGHT = 0.8  # r2 of a line below which its slope says nothing
MOST_COVARIATES = 40  # rows of a heat map that can still be read
# Short enough for the head of a narrow panel.
_SHORT = {
    "plant_carbon_input": "Plant carbon\ninput",
    "input_allocation": "Input\nallocation",
    "carbon_transfer_efficiency": "Transfer\nefficiency",
    "baseline_decomposition": "Baseline\ndecomposition",
    "environmental_modifier": "Environmental\nmodifier",
    "vertical_transport": "Vertical\ntransport",
}


@_wide
def sensitivity_and_shrinkage(sensitivity: pd.DataFrame, parameters: pd.DataFrame) -> Figure:
    """Bars per learned parameter: share of the variance of SOC, and what a profile leaves of the prior's standard deviation.

    ``sensitivity`` as of ``sensitivity.soc_sensitivity``, ``parameters`` as of ``identifiability.identifiability``.
    """
    both = parameters.merge(sensitivity, on="parameter")
    figure, (left, right) = _axes(1, 2, 1.2 + 0.23 * len(both))
    rows = np.arange(len(both))
    colours = [EVIDENCE_COLOURS[name] for name in both["informed_by"]]
    left.barh(rows, both["total_order"], color="#dfe5e3", height=0.75, label="with interactions")
    left.barh(rows, both["first_order"].clip(lower=0.0), color="#0072b2", height=0.4, label="alone")
    left.errorbar(both["first_order"], rows, xerr=both["first_order_error"], fmt="none", ecolor="#000000", lw=0.8)
    left.set(title="Fraction of the variance of SOC over the prior", xlabel="Sobol index (line: standard error)")
    left.set_xlim(0.0, max(0.1, 1.1 * float((both["first_order"] + both["first_order_error"]).max()), 1.1 * both["total_order"].max()))
    right.barh(rows, both["posterior_over_prior_sd"], color=colours, height=0.75)
    right.plot(both["pooled_over_prior_sd"], rows, "|", color="#000000", ms=9, mew=1.5)
    right.set(title="Uncertainty after one profile", xlabel="posterior / prior standard deviation", xlim=(0.0, 1.02))
    handles: list[Any] = [Patch(color=colour, label=f"determined by: {name}") for name, colour in EVIDENCE_COLOURS.items()]
    handles += right.plot([], [], "|", color="#000000", ms=9, mew=1.5, label="all profiles, one value everywhere")
    figure.legend(*left.get_legend_handles_labels(), loc="outside lower left", ncols=2)
    figure.legend(handles=handles, loc="outside lower right", ncols=2)
    left.set_yticks(rows, [variable_label(name) for name in both["parameter"]])
    right.set_yticks(rows, [])
    for axis in (left, right):
        axis.set_ylim(len(both) - 0.4, -0.6)
    return figure


@_wide
def correlation_map(correlation: pd.DataFrame) -> Figure:
    """Mean posterior correlation of the parameters, ``(p, p)`` with names; ``identifiability.Identifiability.correlation``."""
    names = list(correlation.columns)
    figure, axes = _axes(1, 1, 1.4 + 0.3 * len(names))
    values = correlation.to_numpy().copy()
    limit = max(0.1, float(np.abs(values[~np.eye(len(names), dtype=bool)]).max())) if len(names) > 1 else 1.0
    np.fill_diagonal(values, np.nan)
    picture = axes[0].imshow(values, cmap="RdBu_r", vmin=-limit, vmax=limit)
    axes[0].set_facecolor("#cfd5d8")
    axes[0].set_xticks(range(len(names)), names, rotation=90)
    axes[0].set_yticks(range(len(names)), [variable_label(name) for name in names])
    _plain(axes[0])
    for row, column in zip(*np.nonzero(np.abs(np.nan_to_num(values)) >= 0.5 * limit)):
        axes[0].text(column, row, f"{values[row, column]:+.2f}", ha="center", va="center", fontsize=6.5, color="white")
    figure.colorbar(picture, ax=axes[0], label="mean posterior correlation", shrink=0.7)
    return figure


@_wide
def importance_heat_map(importance: pd.DataFrame) -> Figure:
    """Covariates by SOC and processes; ``importance.permutation_importance``. At most 40 covariates, the most important for SOC first."""
    soc = importance[(importance["target"] == "soc") & (importance["measure"] == "nse_drop")].set_index("covariate")
    lost = importance[importance["measure"] == "lost_r2"].pivot_table(index="covariate", columns="target", values="mean", dropna=False)
    soc = soc.sort_values("mean", ascending=False)[:MOST_COVARIATES]
    learned = [row.name for row in PROCESSES if row.name in lost and lost[row.name].max() > 0.0]
    figure, (left, right) = _axes(1, 2, 1.6 + 0.2 * len(soc))
    rows = np.arange(len(soc))
    left.barh(rows, soc["mean"], xerr=soc["sd"].fillna(0.0), color=MARK, height=0.7, error_kw={"lw": 0.8})
    left.axvline(0.0, color="#000000", lw=0.8)
    left.set(title="SOC: decrease of NSE if shuffled", xlabel="decrease of NSE (line: sd over repeats)", ylim=(len(soc) - 0.5, -0.5))
    left.set_yticks(rows, soc.index)
    values = lost.loc[soc.index, learned].to_numpy()
    highest = max(1e-6, float(np.nanmax(values)))
    picture = right.imshow(values, cmap="Greens", vmin=0.0, vmax=highest, aspect="auto")
    right.set(title="Processes: fraction of the pattern that is lost")
    right.set_xticks(range(len(learned)), [variable_label(name) for name in learned], rotation=25, ha="right", rotation_mode="anchor")
    right.set_yticks(rows, [])
    _plain(right)
    for row, column in zip(*np.nonzero(values >= 0.005)):
        colour = "white" if values[row, column] > 0.6 * highest else "#000000"
        right.text(column, row, f"{values[row, column]:.2f}"[1:] if values[row, column] < 0.995 else "1", ha="center", va="center",
                   fontsize=6.5, color=colour)  # fmt: skip
    figure.colorbar(picture, ax=right, label="1 - r2 of the ranks of the process if shuffled", shrink=0.5)
    return figure


@_wide
def partial_dependence_curves(curves: pd.DataFrame, covariates: Sequence[str]) -> Figure:
    """Processes (columns) by covariates (rows): mean over the sites and their middle half; ``importance.partial_dependence``.

    Give the covariates to show, six or so. Processes that none of all the covariates moves are left out.
    """
    moves = curves.groupby(["process", "covariate"])["mean"].agg(lambda values: values.max() - values.min()).groupby("process").max()
    shown = [row.name for row in PROCESSES if moves.get(row.name, 0.0) > 0.0]
    figure, axes = _axes(len(covariates), len(shown), 1.5 * len(covariates) + 0.6)
    grid = np.array(axes, dtype=object).reshape(len(covariates), len(shown))
    chosen = curves[curves["covariate"].isin(covariates)]
    for column, process in enumerate(shown):
        here = chosen[chosen["process"] == process]
        low, high = here[["lower_quartile", "mean"]].min(axis=None), here[["upper_quartile", "mean"]].max(axis=None)
        margin = 0.05 * (high - low) or 1e-3
        grid[0, column].set_title(_SHORT[process] + unit_in_brackets(process), fontsize=8.5)
        for row, covariate in enumerate(covariates):
            axis = grid[row, column]
            _dependence(axis, here[here["covariate"] == covariate])
            axis.set_ylim(low - margin, high + margin)
            axis.tick_params(labelsize=7)
            if column == len(shown) // 2:
                axis.set_xlabel(covariate, fontsize=8.5, fontweight="bold")
    return figure


@_styled
def marginal_curves(curves: pd.DataFrame, slopes: pd.DataFrame) -> Figure:
    """Mean SOC stock against the mean of each process as that process changes; ``attribution.marginal_sensitivity``."""
    figure, (left, right) = _axes(1, 2, 4.2)
    slopes = slopes.set_index("process")
    for row, colour in zip(PROCESSES, PROCESS_COLOURS):
        curve = curves[curves["process"] == row.name]
        if curve.empty:
            continue
        middle = curve[curve["change"] == 0.0].iloc[0]
        elasticity, r2 = slopes.loc[row.name, ["elasticity", "r2"]]
        label = f"{row.label} ({elasticity:+.2f})" if r2 >= STRAIGHT else f"{row.label} (no line)"
        left.plot(100 * curve["change"], curve["soc_stock"], "o-", ms=3, color=colour)
        relative = 100 * (curve[["process_value", "soc_stock"]] / middle[["process_value", "soc_stock"]].astype(float) - 1.0)
        right.plot(relative["process_value"], relative["soc_stock"], "o-", ms=3, color=colour, label=label)
    left.set(title="SOC stock", xlabel="relative change of the normalised parameters (%)", ylabel="mean stock 0-100 cm (kgC/m2)")
    right.set(title="SOC stock against process", xlabel="change of the process (%)", ylabel="change of the stock (%)")
    figure.legend(*right.get_legend_handles_labels(), loc="outside lower center", ncols=3, title="process (elasticity of the stock)")
    return figure


@_styled
def process_control_bars(control: pd.DataFrame) -> Figure:
    """What is lost of the explained variation when a process is the same everywhere; ``attribution.process_control``."""
    figure, axes = _axes(1, 2, 3.0)
    rows = control[control["process"] != "control"]
    labels = [variable_label(name) if name in PROCESS_NAMES else "All parameters" for name in rows["process"]]
    whole = control[control["process"] == "control"].iloc[0]
    for axis, score, title in zip(axes, ("nse", "log_nse"), ("SOC", "log SOC")):
        axis.barh(np.arange(len(rows)), rows[f"{score}_drop"], color=MARK, height=0.7)
        axis.axvline(0.0, color="#000000", lw=0.8)
        axis.set(title=f"{title}: NSE {whole[score]:.2f} with all", xlabel="decrease of NSE without its spatial variation")
        axis.set_yticks(np.arange(len(rows)), labels if score == "nse" else [])
        axis.invert_yaxis()
    return figure


def _dependence(axis: Axes, curve: pd.DataFrame) -> None:
    """One partial dependence: a line with its middle half, or points with theirs where the covariate has classes."""
    if curve["categorical"].any():
        place = np.arange(len(curve))
        axis.vlines(place, curve["lower_quartile"], curve["upper_quartile"], color=MARK, alpha=0.35, lw=3)
        axis.plot(place, curve["mean"], "o", color=MARK, ms=3.5)
        axis.set_xticks(place, [f"{code:g}" for code in curve["value"]], rotation=90)
        axis.set_xlim(-0.6, len(curve) - 0.4)
        return
    axis.fill_between(curve["value"], curve["lower_quartile"], curve["upper_quartile"], color=MARK, alpha=0.18, lw=0)
    axis.plot(curve["value"], curve["mean"], color=MARK, lw=1.5)
    axis.locator_params(axis="x", nbins=4)


def _plain(axis: Axes) -> None:
    """No frame and no ticks about a picture of cells."""
    axis.tick_params(length=0)
    for side in axis.spines.values():
        side.set_visible(False)
