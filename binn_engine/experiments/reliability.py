"""Whether intervals have correct coverage: coverage, CRPS, PIT, sharpness, spread and skill."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..errors import InputError
from ..model.scaling import at_level

INTERVALS = (0.5, 0.8, 0.9, 0.95)
PIT_BINS = 20
SKILL_BINS = 10


def interval_levels(intervals: Sequence[float] = INTERVALS) -> np.ndarray:
    """Probabilities of the lower and upper ends of central intervals, ``(2, intervals)``."""
    inside = np.asarray(intervals, dtype=float)
    return np.stack([(1.0 - inside) / 2.0, (1.0 + inside) / 2.0])


def coverage(truth: np.ndarray, lower: np.ndarray, upper: np.ndarray) -> float:
    """Share of the values that lie within their interval, ends included; NaN where there is none.

    Parameters
    ----------
    truth
        What was observed, or is true, ``(n,)``.
    lower, upper
        Ends of the intervals, in the same unit, ``(n,)``.
    """
    return float(((truth >= lower) & (truth <= upper)).mean()) if len(truth) else float("nan")


def quantile_crps(truth: np.ndarray, quantiles: np.ndarray, levels: np.ndarray) -> float:
    """Mean continuous ranked probability score, in the unit of the values: twice the mean quantile loss over evenly spaced levels (Laio and
    Tamea 2007, eq. 15).

    Parameters
    ----------
    truth
        What was observed, or is true, ``(n,)``.
    quantiles
        Of the predicted distributions, ``(n, levels)``.
    levels
        Midpoints of equal parts of 0 to 1, ``(levels,)``.
    """
    away = truth[:, None] - quantiles
    return float(2.0 * (away * (levels - (away < 0.0))).mean()) if len(truth) else float("nan")


def pit(truth: np.ndarray, quantiles: np.ndarray, levels: np.ndarray) -> np.ndarray:
    """Probability integral transform: the predicted probability of a value up to the truth, ``(n,)``.

    Uniform where the predicted distributions are those of the truth (Gneiting et al. 2007). Beyond the outermost quantiles it is half-way
    to 0 or 1.

    Parameters
    ----------
    truth
        What was observed, or is true, ``(n,)``.
    quantiles
        Of the predicted distributions, ``(n, levels)``.
    levels
        Ascending, shares from 0 to 1, ``(levels,)``.
    """
    below = (quantiles < truth[:, None]).sum(1)
    first = np.clip(below, 1, len(levels) - 1)
    rows = np.arange(len(truth))
    low, high = quantiles[rows, first - 1], quantiles[rows, first]
    share = np.clip((truth - low) / np.where(high > low, high - low, 1.0), 0.0, 1.0)
    inner = levels[first - 1] + share * (levels[first] - levels[first - 1])
    return np.where(below == 0, levels[0] / 2.0, np.where(below == len(levels), (1.0 + levels[-1]) / 2.0, inner))


def pit_histogram(values: np.ndarray, bins: int = PIT_BINS) -> list[float]:
    """Share of the transforms in each of some equal parts of 0 to 1; each is 1 / bins where the distributions are right.

    Parameters
    ----------
    values
        Transforms, 0 to 1, of :func:`pit`, ``(n,)``.
    bins
        Number of parts.
    """
    counts = np.histogram(values, bins=bins, range=(0.0, 1.0))[0]
    return (counts / max(len(values), 1)).tolist()


def spread_skill(truth: np.ndarray, value: np.ndarray, deviation: np.ndarray, bins: int = SKILL_BINS) -> list[dict[str, float]]:
    """Root mean square error against root mean square predicted standard deviation, in groups of equal size from sure to unsure.

    Equal where the spread says how large errors are (Fortin et al. 2014).

    Parameters
    ----------
    truth, value
        What was observed, or is true, and the prediction, ``(n,)``.
    deviation
        Predicted standard deviation, in the same unit, ``(n,)``.
    bins
        Number of groups.
    """
    order = np.argsort(deviation, kind="stable")
    groups = [group for group in np.array_split(order, bins) if len(group)]
    error = value - truth
    return [
        {"spread": float(np.sqrt((deviation[g] ** 2).mean())), "error": float(np.sqrt((error[g] ** 2).mean())), "n": len(g)} for g in groups
    ]


def interval_scores(truth: np.ndarray, value: np.ndarray, quantiles: np.ndarray, levels: np.ndarray) -> dict[str, float]:
    """Coverage (``coverage_50`` and so on) and mean width (``width_50``) of central intervals, and ``crps``.

    Parameters
    ----------
    truth, value
        What was observed, or is true, and the prediction, ``(n,)``.
    quantiles
        Of the predicted distributions, ``(n, levels)``.
    levels
        ``(levels,)``, midpoints of equal parts of 0 to 1; ends of intervals lie between them.

    Raises
    ------
    InputError
        For quantiles that are not finite: no score is computed over a mask.
    """
    if not np.isfinite(quantiles).all():
        raise InputError(
            "The limits of predicted intervals are not finite numbers.", "Check the forcing at these places for impossible values."
        )
    found: dict[str, Any] = {}
    for inside, low, high in zip(INTERVALS, *interval_levels()):
        lower, upper = (at_level(quantiles, levels, level) for level in (low, high))
        name = f"{100 * inside:g}"
        found |= {
            f"coverage_{name}": coverage(truth, lower, upper),
            f"width_{name}": float((upper - lower).mean()) if len(truth) else float("nan"),
        }
    return {**found, "crps": quantile_crps(truth, quantiles, levels), "n": len(truth)}
