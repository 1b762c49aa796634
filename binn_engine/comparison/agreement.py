"""Agreement of two models, which of them is nearer to a known truth, and the cost of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..proda.plans import PUBLISHED_STEPS
from ..scoring.intervals import BlockBootstrap, ScoreInterval, correlation_intervals, mean_interval
from ..tables import GIVEN_PROCESS, PARAMETER_NAMES, PROCESS_NAMES, VARIABLES

PROCESS, PARAMETER = "process", "parameter"
NAMES = {PROCESS: PROCESS_NAMES, PARAMETER: PARAMETER_NAMES}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six")
VARIES = 1e-6  # relative spread below which a truth is the same everywhere, and two models are the same: more than float32 rounds off
PUBLISHED_EVALUATIONS = 3 * sum(PUBLISHED_STEPS)  # of three chains, at each profile
# Values of two models at the same places, ``(n, names)`` each, in the units of the names.
Pair = tuple[np.ndarray, np.ndarray]
PAPER_PEARSON = {"six processes": 0.86}  # BINN and PRODA over the conterminous US (Xu et al. 2025, arXiv 2502.00672, version 3)


def agreement_table(pair: Pair, names: Sequence[str], kind: str, bootstrap: BlockBootstrap) -> pd.DataFrame:
    """How two models agree, a row a process or parameter.

    Parameters
    ----------
    pair
        Processes or parameters of both models.
    names
        Of the processes or parameters.
    kind
        ``process`` or ``parameter``.
    bootstrap
        How places are drawn for the intervals: blocks of land.

    Returns
    -------
    ``kind``, ``name``, ``unit``; ``pearson`` and ``spearman`` with ``_lower`` and ``_upper`` bounds (NaN where one does not vary); ``bias``
    (second less first) and ``rmse`` in that unit; ``first_mean``, ``second_mean``, ``first_sd``, ``second_sd`` over the places; ``n``.
    """
    first, second = pair
    found = correlation_intervals(first, second, bootstrap)
    error = second - first
    rows = {
        "kind": kind,
        "name": list(names),
        "unit": [VARIABLES[name].unit for name in names],
        **{
            f"{score}{end}": [getattr(row, field) for row in found[score]]
            for score in ("pearson", "spearman")
            for end, field in (("", "estimate"), ("_lower", "lower"), ("_upper", "upper"))
        },
        "bias": error.mean(0),
        "rmse": np.sqrt((error**2).mean(0)),
        "first_mean": first.mean(0),
        "second_mean": second.mean(0),
        "first_sd": first.std(0),
        "second_sd": second.std(0),
        "n": len(first),
    }
    return pd.DataFrame(rows)


def mean_agreement(pair: Pair, names: Sequence[str], bootstrap: BlockBootstrap) -> dict[str, dict[str, ScoreInterval]]:
    """Mean correlation over some processes: of all, and of those that are learned; ``pearson`` and ``spearman``. Nothing where no learned
    process is there.

    Parameters
    ----------
    pair
        Processes of both models.
    names
        Of the processes.
    bootstrap
        How places are drawn for the intervals: blocks of land.
    """
    first, second = pair
    learned = [number for number, name in enumerate(names) if name != GIVEN_PROCESS]
    groups = {f"{NUMBERS[len(names)]} processes": list(range(len(names))), "without plant carbon input": learned}
    return {
        name: {score: rows[-1] for score, rows in correlation_intervals(first[:, columns], second[:, columns], bootstrap, True).items()}
        for name, columns in groups.items()
        if learned
    }


def truth_table(pair: Pair, truth: np.ndarray, names: Sequence[str], kind: str, bootstrap: BlockBootstrap) -> pd.DataFrame:
    """Which of two models is nearer to the truth, a row a name.

    ``kind``, ``name``, ``unit``; ``first_rmse``, ``second_rmse`` and ``truth_sd`` in that unit, ``first_pearson``, ``second_pearson``;
    ``difference`` of the mean squared errors (second less first: positive where the first is nearer) in squared ``truth_sd``, with its
    ``lower`` and ``upper`` bound; ``nearer``: ``first``, ``second``, ``either`` where chance may decide, ``same`` where both models have
    the same values, or ``constant`` where the truth is the same everywhere and tells nothing of maps.

    Parameters
    ----------
    pair
        Processes or parameters of both models.
    truth
        At the same places and in the same units, ``(n, names)``.
    names
        Of the processes or parameters.
    kind
        ``process`` or ``parameter``.
    bootstrap
        How places are drawn for the intervals: blocks of land.
    """
    rows = []
    for number, name in enumerate(names):
        one, other, known = pair[0][:, number], pair[1][:, number], truth[:, number]
        spread = float(known.std())
        varies = spread > VARIES * abs(float(known.mean()))
        scale = spread if varies else 1.0
        squares = [((values - known) / scale) ** 2 for values in (one, other)]
        apart = mean_interval(squares[1] - squares[0], bootstrap)
        both = np.stack([known, known], 1)
        r = correlation_intervals(np.stack([one, other], 1), both, bootstrap)["pearson"]
        rows.append(
            {
                "kind": kind,
                "name": name,
                "unit": VARIABLES[name].unit,
                "first_rmse": float(np.sqrt(squares[0].mean()) * scale),
                "second_rmse": float(np.sqrt(squares[1].mean()) * scale),
                "truth_sd": spread if varies else 0.0,
                "first_pearson": r[0].estimate,
                "second_pearson": r[1].estimate,
                "difference": apart.estimate,
                "lower": apart.lower,
                "upper": apart.upper,
                "nearer": _nearer(apart, varies, np.allclose(one, other, rtol=VARIES, atol=0.0)),
            }
        )
    return pd.DataFrame(rows)


def _nearer(difference: ScoreInterval, varies: bool, same: bool) -> str:
    """Which model is nearer to the truth, from the interval of the difference of their squared errors."""
    if not varies:
        # A model that knows nothing and stays in the middle of the range may be right about such a truth by chance.
        return "constant"
    if same:
        return "same"
    return "first" if difference.lower > 0.0 else "second" if difference.upper < 0.0 else "either"


def cost_ratio(first: Mapping[str, Any], second: Mapping[str, Any]) -> float:
    """How many times the evaluations of the CLM5 layer of the cheaper model the dearer one took, at each profile, since models may be of
    different numbers of profiles; NaN where one is unknown."""
    each = [per_profile(cost) for cost in (first, second)]
    return max(each) / min(each)


def per_profile(cost: Mapping[str, Any]) -> float:
    """Evaluations of the CLM5 layer at each profile that a model learned from; NaN where they are unknown."""
    return float(cost["evaluations"]) / cost["profiles"] if cost.get("evaluations") and cost.get("profiles") else float("nan")


def per_profile_and_network(cost: Mapping[str, Any]) -> float:
    """Evaluations of the CLM5 layer at each profile in the training of one network; NaN for a model that was not trained through it."""
    return float(cost["evaluations"]) / cost["lessons"] if cost.get("lessons") else float("nan")
