"""Scalings of raw spread: on errors whose distribution is known."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, t

from binn_engine.errors import CheckpointError, InputError
from binn_engine.experiments.reliability import coverage, interval_levels
from binn_engine.model.scaling import LEVELS, Errors, Scaling, fit_grouped_scaling, fit_scaling

N = 20_000


def normal_errors(share: float, constant: float, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Truth, prediction and spread of which ``share spread^2 + constant`` is the variance of the error."""
    draw = np.random.default_rng(seed)
    spread = draw.gamma(2.0, 0.3, N)
    value = draw.normal(size=N)
    return value + np.sqrt(share * spread**2 + constant) * draw.normal(size=N), value, spread


def test_the_variance_of_normal_errors_is_found_again() -> None:
    """Standard deviations of the sure and the unsure within 4 %, and standardised errors with the quantiles of the normal distribution."""
    for share, constant in ((4.0, 0.04), (0.5, 0.5), (9.0, 0.5)):
        found = fit_scaling(*normal_errors(share, constant))
        spread = np.array([0.1, 0.5, 1.0, 2.0])
        np.testing.assert_allclose(found.sigma(spread), np.sqrt(share * spread**2 + constant), rtol=0.04)
        np.testing.assert_allclose(found.errors, norm.ppf(LEVELS), atol=0.15)
        np.testing.assert_allclose(found.errors[10:90], norm.ppf(LEVELS)[10:90], atol=0.05)


def test_spread_that_says_nothing_gets_no_weight() -> None:
    """Errors of one size whatever the spread: the scaling is that size."""
    draw = np.random.default_rng(1)
    spread, error = draw.gamma(2.0, 0.3, N), 0.7 * draw.normal(size=N)
    found = fit_scaling(error, np.zeros(N), spread)
    np.testing.assert_allclose(found.sigma(np.quantile(spread, [0.05, 0.5, 0.95])), 0.7, rtol=0.03)


@pytest.mark.parametrize("transform", ["identity", "log"])
def test_intervals_cover_what_they_claim_on_new_values_of_any_distribution(transform: str) -> None:
    """Skewed, heavy-tailed errors with an offset: 50 to 95 % intervals cover within 2 % on values that did not fit them."""

    def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        draw = np.random.default_rng(seed)
        value, spread = np.exp(draw.normal(8.0, 1.0, N)), draw.gamma(2.0, 0.1, N)
        error = 0.2 + np.sqrt(spread**2 + 0.05) * (np.exp(0.5 * draw.normal(size=N)) - 1.0 + 0.3 * t.rvs(4, size=N, random_state=draw))
        return (value * np.exp(error) if transform == "log" else value + error), value, spread

    found = fit_scaling(*drawn(1), transform, 1.0)
    truth, value, spread = drawn(2)
    ends = found.quantiles(value, spread, interval_levels().ravel().tolist()).reshape(N, 2, -1)
    for number, inside in enumerate((0.5, 0.8, 0.9, 0.95)):
        assert coverage(truth, ends[:, 0, number], ends[:, 1, number]) == pytest.approx(inside, abs=0.02)


def test_small_samples_are_not_too_sure() -> None:
    """The k-th of 20 errors is the quantile k / 21: 90 % intervals cover 90 % on average over samples, where k / 20 would cover 86 %."""
    covered = []
    for seed in range(600):
        draw = np.random.default_rng(seed)
        found = fit_scaling(draw.normal(size=20), np.zeros(20), np.ones(20))
        low, high = found.quantiles(np.zeros(1), np.ones(1), [0.05, 0.95])[0]
        covered.append(norm.cdf(high) - norm.cdf(low))
    assert np.mean(covered) == pytest.approx(0.9, abs=0.015)


def test_wild_errors_do_not_blow_up_the_size_of_the_others() -> None:
    """One error in fifty is a hundred times too large: the scale stays that of the rest, the tails show in the quantiles alone."""
    draw = np.random.default_rng(0)
    error = 0.5 * draw.normal(size=2000)
    error[::50] *= 100.0
    found = fit_scaling(error, np.zeros(2000), np.ones(2000))
    assert float(found.sigma(np.ones(1))[0]) == pytest.approx(0.6, abs=0.15)
    assert found.errors[-1] > 5.0


def test_quantiles_between_levels_lie_on_a_line_of_normal_probability() -> None:
    """In the tails a straight line between levels would be off."""
    found = Scaling("identity", 0.0, -np.inf, np.inf, 0.0, 1.0, tuple(norm.ppf(LEVELS)))
    levels = [0.0075, 0.0125, 0.3333, 0.9925]
    np.testing.assert_allclose(found.quantiles(np.zeros(1), np.zeros(1), levels)[0], norm.ppf(levels), atol=1e-9)


def test_an_offset_stays_where_noise_is_taken_out() -> None:
    """Predictions 0.5 too low on average, model error 0.3, observation error 0.4: the mean's interval is 0.5 + N(0, 0.3)."""
    draw = np.random.default_rng(5)
    truth = np.exp(8.0 + 0.5 + 0.3 * draw.normal(size=N) + 0.4 * draw.normal(size=N))
    found = fit_scaling(truth, np.full(N, np.exp(8.0)), np.zeros(N), "log", 1.0)
    low, middle, high = np.log(found.quantiles(np.full(1, np.exp(8.0)), np.zeros(1), [0.05, 0.5, 0.95], noise=0.4)[0]) - 8.0
    assert middle == pytest.approx(0.5, abs=0.02)
    assert high - low == pytest.approx(2.0 * 1.645 * 0.3, rel=0.05)


def test_noise_is_taken_out_of_the_variance() -> None:
    """With normal errors of model (0.3) and observation (0.4), intervals of the mean are those of 0.3."""
    draw = np.random.default_rng(3)
    truth = np.exp(8.0 + 0.3 * draw.normal(size=N) + 0.4 * draw.normal(size=N))
    found = fit_scaling(truth, np.full(N, np.exp(8.0)), np.zeros(N), "log", 1.0)
    low, high = np.log(found.quantiles(np.full(1, np.exp(8.0)), np.zeros(1), [0.05, 0.95], noise=0.4)[0]) - 8.0
    assert high - low == pytest.approx(2.0 * 1.645 * 0.3, rel=0.04)
    everything = found.quantiles(np.full(1, np.exp(8.0)), np.zeros(1), [0.05, 0.95], noise=5.0)[0]
    assert everything[1] > everything[0], "some of the variance always stays with the model"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.floats(0.01, 0.99), st.floats(0.01, 0.99))
def test_quantiles_rise_with_their_level_and_stay_within_bounds(seed: int, first: float, second: float) -> None:
    draw = np.random.default_rng(seed)
    found = fit_scaling(draw.uniform(size=50), draw.uniform(size=50), draw.gamma(1.0, 0.2, 50), bounds=(0.0, 1.0))
    low, high = np.moveaxis(found.quantiles(draw.uniform(size=30), draw.gamma(1.0, 0.5, 30), sorted((first, second))), -1, 0)
    assert (low <= high).all()
    assert (low >= 0.0).all()
    assert (high <= 1.0).all()


def test_a_scaling_survives_its_card() -> None:
    found = fit_scaling(*normal_errors(1.0, 0.1), bounds=(0.0, np.inf))
    assert Scaling.from_card(json.loads(json.dumps(found.to_card()))) == found
    with pytest.raises(CheckpointError):
        Scaling.from_card({"transform": "log"})


def test_a_handful_of_errors_is_refused() -> None:
    with pytest.raises(InputError, match="19 held-out"):
        fit_scaling(np.ones(19), np.zeros(19), np.ones(19))


def test_perfect_predictions_have_intervals_of_no_width() -> None:
    """No error, no spread: nothing divides by zero."""
    found = fit_scaling(np.ones(30), np.ones(30), np.zeros(30))
    np.testing.assert_allclose(found.quantiles(np.ones(2), np.zeros(2), [0.05, 0.95]), 1.0, atol=1e-4)


def test_intervals_learned_from_a_few_groups_hold_for_the_next_group() -> None:
    """Errors that share an offset in each of eight groups: pooled, 90 % intervals hold too few of a new group; widened, 90 % on average."""

    def group(seed: int) -> Errors:
        draw = np.random.default_rng(seed)
        offset = draw.normal(scale=0.8)
        return Errors(offset + 0.5 * draw.normal(size=200), np.zeros(200), np.ones(200))

    held = {"pooled": [], "grouped": []}
    for trial in range(60):
        known, new = [group(1000 * trial + number) for number in range(8)], [group(1000 * trial + 500 + number) for number in range(5)]
        pooled = fit_scaling(*(np.concatenate([getattr(row, name) for row in known]) for name in ("truth", "value", "spread")))
        for name, found in (("pooled", pooled), ("grouped", fit_grouped_scaling(known, "identity"))):
            low, high = found.quantiles(np.zeros(1), np.ones(1), [0.05, 0.95])[0]
            held[name] += [coverage(row.truth, low, high) for row in new]
            assert (np.diff(found.errors) >= 0.0).all()
    assert np.mean(held["pooled"]) < 0.86
    assert np.mean(held["grouped"]) == pytest.approx(0.9, abs=0.03)


def test_groups_that_are_alike_are_not_widened() -> None:
    """Independent errors: the same intervals as those of all together, within 4 %."""
    draw = np.random.default_rng(0)
    groups = [Errors(draw.normal(size=2000), np.zeros(2000), np.ones(2000)) for _ in range(6)]
    found = fit_grouped_scaling(groups, "identity")
    np.testing.assert_allclose(found.errors[3:-3], norm.ppf(LEVELS)[3:-3], atol=0.08)
    assert fit_grouped_scaling(groups[:1], "identity") == fit_scaling(*vars(groups[0]).values())
