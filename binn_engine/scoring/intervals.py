"""Confidence intervals of scores: bootstrap of whole blocks, because the layers of a block are similar."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import InputError, JobError
from .scores import LEAST_SOC, shown_scores, soc_scores

RESAMPLES = 2000
LEVEL = 0.9
_MOST_DRAWS = 4_000_000  # blocks times resamples in memory at a time


@dataclass(frozen=True)
class BlockBootstrap:
    """How scores are resampled: as many blocks as there are, drawn with replacement, each with all its layers or places. The interval
    is between the percentiles that leave half of ``1 - level`` on each side (Davison and Hinkley 1997, 3.8 and 5.3).

    Parameters
    ----------
    block
        Number of the spatial block of each layer or place, ``(n,)``.
    seed
        Of the draws; the order of the layers has no influence.
    resamples
        Number of the draws.
    level
        Probability of the interval.
    """

    block: np.ndarray
    seed: int
    resamples: int = RESAMPLES
    level: float = LEVEL


@dataclass(frozen=True)
class ScoreInterval:
    """A score of all layers, and the percentile interval of its resamples; NaN where undefined."""

    estimate: float
    lower: float
    upper: float


def score_intervals(observed: np.ndarray, predicted: np.ndarray, bootstrap: BlockBootstrap) -> dict[str, ScoreInterval]:
    """Intervals of ``nse``, ``log_nse``, ``rmse`` and ``bias`` (predicted less observed) of pooled layers.

    Parameters
    ----------
    observed, predicted
        gC/m3, ``(layers,)``; the natural logarithm is taken of 1 gC/m3 at least.
    bootstrap
        How layers are drawn.

    Raises
    ------
    InputError
        For predictions that are not finite, or fewer than two blocks.
    JobError
        For no resamples, or a level outside 0 to 1.
    """
    estimates = shown_scores(observed, predicted)
    columns = np.stack([*_columns(observed, predicted), *_columns(_log(observed), _log(predicted))], axis=1)

    def of_sums(sums: np.ndarray) -> np.ndarray:
        count, error, squared, *_ = sums.T
        return np.stack([_nse(sums[:, :5]), _nse(sums[:, 5:]), np.sqrt(squared / count), error / count], axis=1)

    drawn = _resampled(columns, of_sums, bootstrap)
    return {name: ScoreInterval(estimate, *bounds) for (name, estimate), bounds in zip(estimates.items(), drawn, strict=True)}


def nse_differences(observed: np.ndarray, predicted: np.ndarray, other: np.ndarray, bootstrap: BlockBootstrap) -> dict[str, ScoreInterval]:
    """Intervals of ``nse`` and ``log_nse`` of ``predicted`` less those of ``other``, on the same layers in every resample.

    Layers that are hard are hard for both models, so that a difference is surer than the scores it is of. Raises what
    :func:`score_intervals` does.

    Parameters
    ----------
    observed, predicted, other
        gC/m3, ``(layers,)``.
    bootstrap
        How layers are drawn.
    """
    scores, others = soc_scores(observed, predicted), soc_scores(observed, other)
    pairs = [(observed, predicted, other), (_log(observed), _log(predicted), _log(other))]
    columns = np.stack([column for seen, first, second in pairs for column in (*_columns(seen, first), (second - seen) ** 2)], axis=1)

    def of_sums(sums: np.ndarray) -> np.ndarray:
        return np.stack([(part[:, 5] - part[:, 2]) / _spread(part) for part in (sums[:, :6], sums[:, 6:])], axis=1)

    drawn = _resampled(columns, of_sums, bootstrap)
    units = ("gC_m3", "log")
    return {
        name: ScoreInterval(scores[unit]["nse"] - others[unit]["nse"], *bounds)
        for name, unit, bounds in zip(("nse", "log_nse"), units, drawn, strict=True)
    }


def correlation_intervals(
    first: np.ndarray, second: np.ndarray, bootstrap: BlockBootstrap, averaged: bool = False
) -> dict[str, list[ScoreInterval]]:
    """Intervals of the correlations of the columns of ``first`` and ``second``, ``(n, k)`` each: ``pearson`` and ``spearman``.

    Spearman's is Pearson's of the ranks among all places, which resamples keep. NaN where a column does not vary.

    Parameters
    ----------
    first, second
        ``(n, k)``, each column in a unit of its own.
    bootstrap
        How places are drawn.
    averaged
        Whether a last interval is that of the mean over the columns.
    """
    found = {}
    for name, one, other in (
        ("pearson", first, second),
        ("spearman", *(pd.DataFrame(values).rank().to_numpy() for values in (first, second))),
    ):
        one, other = (_scaled(np.asarray(values, dtype=float)) for values in (one, other))
        count, width = one.shape
        columns = np.concatenate([np.ones((count, 1)), one, other, one**2, other**2, one * other], axis=1)

        def of_sums(sums: np.ndarray, width: int = width) -> np.ndarray:
            means = (sums[:, 1:] / sums[:, :1]).reshape(len(sums), 5, width)
            spread = (means[:, 2] - means[:, 0] ** 2) * (means[:, 3] - means[:, 1] ** 2)
            r = (means[:, 4] - means[:, 0] * means[:, 1]) / np.sqrt(np.where(spread > 1e-18, spread, np.nan))
            return np.concatenate([r, r.mean(1, keepdims=True)], axis=1)

        estimates = of_sums(columns.sum(0, keepdims=True))[0]
        bounds = _resampled(columns, of_sums, bootstrap)
        rows = [ScoreInterval(float(value), *ends) for value, ends in zip(estimates, bounds, strict=True)]
        found[name] = rows if averaged else rows[:-1]
    return found


def mean_interval(values: np.ndarray, bootstrap: BlockBootstrap) -> ScoreInterval:
    """The mean of some values, and its interval.

    Parameters
    ----------
    values
        Any unit, ``(n,)``.
    bootstrap
        How values are drawn.
    """
    columns = np.stack([np.ones(len(values)), values], axis=1)
    [bounds] = _resampled(columns, lambda sums: sums[:, 1:] / sums[:, :1], bootstrap)
    return ScoreInterval(float(np.mean(values)), *bounds)


def _scaled(values: np.ndarray) -> np.ndarray:
    """Columns about their means in their standard deviations, which keeps sums from cancelling; zero where they do not vary."""
    spread = values.std(0)
    varies = spread > 1e-12 * np.abs(values).max(0)
    return np.where(varies, (values - values.mean(0)) / np.where(varies, spread, 1.0), 0.0)


def _log(soc: np.ndarray) -> np.ndarray:
    return np.log(np.maximum(soc, LEAST_SOC))


def _columns(observed: np.ndarray, predicted: np.ndarray) -> tuple[np.ndarray, ...]:
    """What is summed: one, error, its square, the observation less the median of all, which keeps sums from cancelling, and its square."""
    error, away = predicted - observed, observed - np.median(observed)
    return np.ones(len(error)), error, error**2, away, away**2


def _spread(sums: np.ndarray) -> np.ndarray:
    """Squares about the mean of each resample, from sums of :func:`_columns`; NaN where observations do not vary."""
    spread = sums[:, 4] - sums[:, 3] ** 2 / sums[:, 0]
    return np.where(spread > 1e-9 * sums[:, 4], spread, np.nan)


def _nse(sums: np.ndarray) -> np.ndarray:
    return 1.0 - sums[:, 2] / _spread(sums)


def _resampled(columns: np.ndarray, of_sums: Callable[[np.ndarray], np.ndarray], bootstrap: BlockBootstrap) -> list[tuple[float, float]]:
    """Lower and upper bound of each score that ``of_sums`` makes of the sums of resamples, ``(resamples, columns)``.

    A resample is a weight per block, so its sums are one product of weights and the sums of the blocks.
    """
    resamples, level = bootstrap.resamples, bootstrap.level
    if resamples < 1 or not 0.0 < level < 1.0:
        raise JobError(
            f"The bootstrap has {resamples} resamples and a level of {level:g}, which cannot be used.",
            "Give 1 resample or more, and a level between 0 and 1.",
        )
    numbers, group = np.unique(bootstrap.block, return_inverse=True)
    n = len(numbers)
    if n < 2:
        raise InputError(
            f"The layers are in {n} block, but intervals need at least two spatial blocks.", "Use smaller blocks or more profiles."
        )
    # Sorted first: rounding would tell one order of layers from another.
    order = np.lexsort((*columns.T, group))
    sums = np.add.reduceat(columns[order], np.searchsorted(group[order], np.arange(n)), axis=0)
    generator = np.random.default_rng(bootstrap.seed)
    batch = max(1, _MOST_DRAWS // n)
    found = []
    for start in range(0, resamples, batch):
        rows = min(batch, resamples - start)
        drawn = generator.integers(n, size=(rows, n)) + np.arange(rows)[:, None] * n
        found.append(of_sums(np.bincount(drawn.ravel(), minlength=rows * n).reshape(rows, n) @ sums))
    scores = np.concatenate(found)
    tail = 50.0 * (1.0 - level)
    return [_bounds(column[np.isfinite(column)], tail) for column in scores.T]


def _bounds(scores: np.ndarray, tail: float) -> tuple[float, float]:
    if not len(scores):
        return float("nan"), float("nan")
    lower, upper = np.percentile(scores, [tail, 100.0 - tail])
    return float(lower), float(upper)
