"""Scores of intervals, against distributions whose scores are known."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import norm

from binn_engine.errors import InputError
from binn_engine.experiments.reliability import coverage, interval_scores, pit, pit_histogram, quantile_crps, spread_skill
from binn_engine.model.scaling import LEVELS, at_level

N = 40_000
DRAW = np.random.default_rng(0)
TRUTH = DRAW.normal(size=N)


def predicted(scale: float, shift: float = 0.0) -> np.ndarray:
    """Quantiles of a normal distribution predicted for every value."""
    return np.tile(shift + scale * norm.ppf(LEVELS), (N, 1))


def test_right_distributions_cover_and_are_uniform() -> None:
    scores = interval_scores(TRUTH, np.zeros(N), predicted(1.0), LEVELS)
    for inside in (50, 80, 90, 95):
        assert scores[f"coverage_{inside}"] == pytest.approx(inside / 100, abs=0.01)
        assert scores[f"width_{inside}"] == pytest.approx(2.0 * norm.ppf(0.5 + inside / 200), rel=0.02)
    np.testing.assert_allclose(pit_histogram(pit(TRUTH, predicted(1.0), LEVELS), 10), 0.1, atol=0.01)


def test_crps_is_that_of_the_normal_distribution() -> None:
    """Gneiting and Raftery 2007, eq. 21: mean ``1/sqrt(pi)`` for a right standard normal, more for wrong ones."""
    assert quantile_crps(TRUTH, predicted(1.0), LEVELS) == pytest.approx(1.0 / np.sqrt(np.pi), rel=0.01)
    z = (TRUTH - 0.5) / 2.0
    expected = (2.0 * (z * (2.0 * norm.cdf(z) - 1.0) + 2.0 * norm.pdf(z) - 1.0 / np.sqrt(np.pi))).mean()
    assert quantile_crps(TRUTH, predicted(2.0, 0.5), LEVELS) == pytest.approx(expected, rel=0.01)


def test_too_sure_distributions_show_in_every_score() -> None:
    """Half as wide as they should be: coverage of 90 % is that of 0.5 x 1.645, and PIT piles up at both ends."""
    scores = interval_scores(TRUTH, np.zeros(N), predicted(0.5), LEVELS)
    assert scores["coverage_90"] == pytest.approx(2.0 * norm.cdf(0.5 * 1.645) - 1.0, abs=0.01)
    histogram = pit_histogram(pit(TRUTH, predicted(0.5), LEVELS), 10)
    assert min(histogram[0], histogram[-1]) > 0.2 > 2.0 * max(histogram[3:7])
    assert quantile_crps(TRUTH, predicted(0.5), LEVELS) > quantile_crps(TRUTH, predicted(1.0), LEVELS)


def test_the_transform_is_the_predicted_probability() -> None:
    values = np.array([-9.0, -1.0, 0.0, 1.2, 9.0])
    found = pit(values, np.tile(norm.ppf(LEVELS), (5, 1)), LEVELS)
    np.testing.assert_allclose(found, [LEVELS[0] / 2, *norm.cdf([-1.0, 0.0, 1.2]), (1.0 + LEVELS[-1]) / 2], atol=1e-3)


def test_spread_that_says_how_large_errors_are_lies_on_the_line() -> None:
    """And spread that says nothing lies on a flat one."""
    deviation = np.random.default_rng(1).uniform(0.2, 2.0, N)
    error = deviation * TRUTH
    for row in spread_skill(error, np.zeros(N), deviation):
        assert row["error"] == pytest.approx(row["spread"], rel=0.08)
    rows = spread_skill(TRUTH, np.zeros(N), deviation)
    assert max(row["error"] for row in rows) / min(row["error"] for row in rows) < 1.1
    assert sum(row["n"] for row in rows) == N


def test_levels_between_are_interpolated_and_nothing_is_masked() -> None:
    quantiles = predicted(1.0)[:2]
    np.testing.assert_allclose(at_level(quantiles, LEVELS, 0.05), norm.ppf(0.05), atol=0.005)
    assert np.isnan(coverage(np.empty(0), np.empty(0), np.empty(0)))
    quantiles[0, 3] = np.nan
    with pytest.raises(InputError, match="not finite"):
        interval_scores(TRUTH[:2], np.zeros(2), quantiles, LEVELS)
