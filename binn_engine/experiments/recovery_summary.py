"""The summary of a recovery, in numbers and words: which parameters and processes are recovered, and which only seem to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..scoring.scores import SOC_SCORES
from ..tables import VARIABLES
from .recovery import NOISE_FREE, OBSERVED, OTHER_TRUTH, PARAMETER, PROCESS, SCORES, SHUFFLED, TRUTH, UNTAUGHT

LEAST_R = 0.4  # parameters without any gradient reach this by chance
NULL_SDS = 2.0
R, ERROR = "r", "error"
GIVEN_R, GIVEN_ERROR = 0.95, 0.01  # of a process where nothing was learned: what was prescribed decides it
HALF = 0.5
RECOVERED, ON_AVERAGE, NOT_RECOVERED, NO_GRADIENT, GIVEN = "recovered", "above chance on average", "not recovered", "no gradient", "given"


def summarise(scores: pd.DataFrame, answering: Mapping[str, float], constant: bool) -> pd.DataFrame:
    """One row per learned parameter and process.

    Parameters
    ----------
    scores
        Rows of :func:`binn_engine.experiments.recovery.score_values` of all twins.
    answering
        Share of the sites at which SOC follows from each parameter.
    constant
        Whether every true parameter has one value everywhere; then errors are judged, not correlations.

    Returns
    -------
    Columns ``kind``, ``name``, ``unit``, ``truths`` (their number), ``answering`` (NaN for processes), ``judged_by`` (``r`` or ``error``),
    ``verdict``, and for each of
    ``recovery.SCORES``: ``_mean`` and ``_sd`` over the truths, ``_null_mean`` and ``_null_sd`` against other truths, ``_shuffled`` with
    shuffled covariates and ``_untaught`` where nothing was learned (means). A standard deviation of one truth is NaN.
    """
    rows = []
    for (kind, name), group in scores.groupby(["kind", "name"], sort=False):
        row = {"kind": kind, "name": name, "unit": VARIABLES[name].unit, "truths": int((group["against"] == TRUTH).sum())}
        row |= {"answering": answering[name] if kind == PARAMETER else float("nan"), **_statistics(group, SCORES)}
        # A parameter that a file lacks has one value in it, whatever the others have.
        row["judged_by"] = ERROR if constant or not np.isfinite(row["skill_mean"]) else R
        rows.append({**row, "verdict": verdict(row)})
    return pd.DataFrame(rows)


def summarise_soc(scores: pd.DataFrame) -> pd.DataFrame:
    """The same for SOC, from rows of :func:`.score_soc`: a row against noise-free and one against observed SOC."""
    rows = []
    for name in (NOISE_FREE, OBSERVED):
        group = scores[scores["name"] == name]
        rows.append({"name": name, "truths": int((group["against"] == TRUTH).sum()), **_statistics(group, SOC_SCORES)})
    return pd.DataFrame(rows)


def verdict(row: Mapping[str, Any]) -> str:
    """Whether the parameter or process in a row of :func:`summarise` is recovered.

    Recovered is a mean r above 0.4 and above the mean of the null by two of its standard deviations, so that a single truth would stand
    out too. Above chance on average is what only the mean over the truths shows: by two standard errors of such a mean. A process must
    also be above what it is where nothing was learned, and is given where prescribed parameters already decide it. Judged by its error,
    a parameter is recovered with a RMSE at most half of that against other truths and of that at the middle of the range.
    """
    if row["kind"] == PARAMETER and row["answering"] == 0.0:
        return NO_GRADIENT
    by_error = row["judged_by"] == ERROR
    if row["kind"] != PARAMETER and _given(row, by_error):
        return GIVEN
    if by_error:
        bars = [value for value in (row["rmse_of_range_null_mean"], row["rmse_of_range_untaught"]) if np.isfinite(value)]
        return RECOVERED if row["rmse_of_range_mean"] <= HALF * min(bars) else NOT_RECOVERED
    return _verdict_by_r(row)


def _given(row: Mapping[str, Any], by_error: bool) -> bool:
    return row["rmse_of_range_untaught"] < GIVEN_ERROR if by_error else row["r_untaught"] > GIVEN_R


def _verdict_by_r(row: Mapping[str, Any]) -> str:
    spread = row["r_null_sd"] if np.isfinite(row["r_null_sd"]) else 0.0
    bars = [LEAST_R] + [row["r_untaught"]] * (row["kind"] != PARAMETER)
    if not row["r_mean"] > max(value for value in bars if np.isfinite(value)):
        return NOT_RECOVERED
    if row["r_mean"] > row["r_null_mean"] + NULL_SDS * spread:
        return RECOVERED
    return ON_AVERAGE if row["r_mean"] > row["r_null_mean"] + NULL_SDS * spread / np.sqrt(row["truths"]) else NOT_RECOVERED


def in_words(summary: pd.DataFrame) -> list[tuple[str, bool]]:
    """Sentences that say what is recovered and what is not, each with whether it is good news."""
    sentences = []
    for kind, what in ((PARAMETER, "parameters"), (PROCESS, "processes")):
        rows = summary[summary["kind"] == kind]
        by_verdict = {name: [row for row in rows.to_dict("records") if row["verdict"] == name] for name in _WORDS}
        if not by_verdict[RECOVERED]:
            sentences.append((f"No {'parameter' if kind == PARAMETER else 'process'} is recovered.", False))
        for name, (text, good) in _WORDS.items():
            if by_verdict[name]:
                sentences.append((text.format(what=what, rows=_listed(by_verdict[name], name)), good))
    return sentences


_WORDS = {
    RECOVERED: ("Recovered {what}: {rows}.", True),
    ON_AVERAGE: (
        "Better than chance only on average over the sets of true parameters. Do not trust a single map of these {what}: {rows}.", False,
    ),
    NOT_RECOVERED: ("Not recovered {what}: {rows}. Do not interpret their maps.", False),
    NO_GRADIENT: ("SOC at these profiles does not depend on these {what}, so any result for them is chance: {rows}.", False),
    GIVEN: ("Not tested {what}, because they are given or follow from fixed parameters: {rows}.", True),
}  # fmt: skip


def _listed(rows: Sequence[Mapping[str, Any]], name: str) -> str:
    return ", ".join(_label(row["name"]) + ("" if name == GIVEN else f" ({_evidence(row)})") for row in rows)


def _label(name: str) -> str:
    row = VARIABLES[name]
    return str(getattr(row, "label", row.name))


def _evidence(row: Mapping[str, Any]) -> str:
    if row["judged_by"] == R and np.isfinite(row["r_mean"]):
        spread = f" ± {row['r_null_sd']:.2f}" if np.isfinite(row["r_null_sd"]) else ""
        return f"r {row['r_mean']:.2f}, by chance {row['r_null_mean']:.2f}{spread}"
    if row["judged_by"] == R:
        return "the same everywhere, so no r"
    return f"error {100 * row['rmse_of_range_mean']:.0f} % of the range, by chance {100 * row['rmse_of_range_null_mean']:.0f} %"


def _statistics(group: pd.DataFrame, names: Sequence[str]) -> dict[str, float]:
    parts = {against: group[group["against"] == against] for against in (TRUTH, OTHER_TRUTH, SHUFFLED, UNTAUGHT)}
    found = {}
    for name in names:
        found[f"{name}_mean"], found[f"{name}_sd"] = parts[TRUTH][name].mean(), parts[TRUTH][name].std()
        found[f"{name}_null_mean"], found[f"{name}_null_sd"] = parts[OTHER_TRUTH][name].mean(), parts[OTHER_TRUTH][name].std()
        found[f"{name}_shuffled"], found[f"{name}_untaught"] = parts[SHUFFLED][name].mean(), parts[UNTAUGHT][name].mean()
    return {name: float(value) for name, value in found.items()}
