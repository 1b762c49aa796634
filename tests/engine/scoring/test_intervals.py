"""Intervals of scores by a bootstrap of blocks."""

from __future__ import annotations

import time

import numpy as np
import pytest

from binn_engine.errors import InputError, JobError
from binn_engine.scoring.intervals import BlockBootstrap, ScoreInterval, nse_differences, score_intervals
from binn_engine.scoring.scores import soc_scores


def layers(seed: int, blocks: int = 12, each: int = 9) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Observed SOC, two predictions of it, and the block of each layer; errors of a block's layers are alike."""
    generator = np.random.default_rng(seed)
    block = np.repeat(np.arange(blocks), each)
    observed = 20_000.0 * np.exp(generator.standard_normal(len(block)))
    shared = np.exp(0.4 * generator.standard_normal(blocks))[block]
    first = observed * shared * np.exp(0.3 * generator.standard_normal(len(block)))
    second = observed * shared * np.exp(0.5 * generator.standard_normal(len(block)))
    observed[3] = 0.0
    return observed, first, second, block


def brute_force(observed: np.ndarray, predicted: np.ndarray, block: np.ndarray, seed: int, resamples: int) -> np.ndarray:
    """Scores of resamples put together layer by layer, ``(resamples, 4)``."""
    numbers = np.unique(block)
    rows_of = [np.flatnonzero(block == number) for number in numbers]
    drawn = np.random.default_rng(seed).integers(len(numbers), size=(resamples, len(numbers)))
    found = []
    for chosen in drawn:
        rows = np.concatenate([rows_of[index] for index in chosen])
        scores = soc_scores(observed[rows], predicted[rows])
        found.append([scores["gC_m3"]["nse"], scores["log"]["nse"], scores["gC_m3"]["rmse"], scores["gC_m3"]["bias"]])
    return np.array(found)


def test_intervals_are_those_of_resamples_put_together_layer_by_layer() -> None:
    observed, first, _, block = layers(1)
    intervals = score_intervals(observed, first, BlockBootstrap(block, 7, resamples=300))
    slow = brute_force(observed, first, block, 7, 300)
    for column, name in enumerate(("nse", "log_nse", "rmse", "bias")):
        lower, upper = np.percentile(slow[:, column], [5.0, 95.0])
        assert intervals[name].lower == pytest.approx(lower, rel=1e-9)
        assert intervals[name].upper == pytest.approx(upper, rel=1e-9)
    scores = soc_scores(observed, first)
    assert intervals["nse"].estimate == scores["gC_m3"]["nse"]
    assert intervals["log_nse"].estimate == scores["log"]["nse"]
    assert intervals["rmse"].estimate == scores["gC_m3"]["rmse"]
    assert intervals["bias"].estimate == scores["gC_m3"]["bias"]


def test_differences_are_those_of_the_same_resamples_of_both_models() -> None:
    observed, first, second, block = layers(2)
    found = nse_differences(observed, first, second, BlockBootstrap(block, 5, resamples=300))
    slow = brute_force(observed, first, block, 5, 300) - brute_force(observed, second, block, 5, 300)
    for column, name in enumerate(("nse", "log_nse")):
        lower, upper = np.percentile(slow[:, column], [5.0, 95.0])
        assert found[name].lower == pytest.approx(lower, rel=1e-8)
        assert found[name].upper == pytest.approx(upper, rel=1e-8)


def test_a_model_differs_from_itself_by_nothing_at_all() -> None:
    observed, first, _, block = layers(3)
    assert nse_differences(observed, first, first, BlockBootstrap(block, 1)) == {
        name: ScoreInterval(0.0, 0.0, 0.0) for name in ("nse", "log_nse")
    }


def test_exchanged_models_have_the_opposite_difference() -> None:
    observed, first, second, block = layers(4)
    one, other = (nse_differences(observed, *pair, BlockBootstrap(block, 1))["nse"] for pair in ((first, second), (second, first)))
    assert one.lower == pytest.approx(-other.upper)
    assert one.upper == pytest.approx(-other.lower)
    assert one.estimate == -other.estimate


def test_nine_in_ten_intervals_hold_the_true_score_where_blocks_are_drawn_but_not_where_layers_are() -> None:
    """Errors share a term within a block. In truth the bias is 0 and NSE is 1 - (1 + 0.25) / 9."""
    held = {"bias": 0, "nse": 0, "layers drawn": 0}
    trials = 150
    for trial in range(trials):
        generator = np.random.default_rng(1000 + trial)
        block = np.repeat(np.arange(60), 6)
        observed = 100.0 + 3.0 * generator.standard_normal(360)
        predicted = observed + generator.standard_normal(60)[block] + 0.5 * generator.standard_normal(360)
        intervals = score_intervals(observed, predicted, BlockBootstrap(block, trial, resamples=400))
        held["bias"] += intervals["bias"].lower <= 0.0 <= intervals["bias"].upper
        held["nse"] += intervals["nse"].lower <= 1.0 - 1.25 / 9.0 <= intervals["nse"].upper
        naive = score_intervals(observed, predicted, BlockBootstrap(np.arange(360), trial, resamples=400))["bias"]
        held["layers drawn"] += naive.lower <= 0.0 <= naive.upper
    # Three standard errors of 150 trials are 0.07; percentile intervals of 60 blocks are a little narrow.
    assert 0.81 <= held["bias"] / trials <= 0.97
    assert 0.78 <= held["nse"] / trials <= 0.97
    assert held["layers drawn"] / trials < 0.7


def test_the_order_of_the_layers_changes_nothing_and_the_seed_does() -> None:
    observed, first, _, block = layers(5)
    order = np.random.default_rng(0).permutation(len(block))
    one, again = (
        score_intervals(observed, first, BlockBootstrap(block, 1)),
        score_intervals(observed[order], first[order], BlockBootstrap(block[order], 1)),
    )
    for name in one:
        assert (again[name].lower, again[name].upper) == (one[name].lower, one[name].upper)
    assert score_intervals(observed, first, BlockBootstrap(block, 2))["nse"].lower != one["nse"].lower


def test_many_blocks_are_drawn_in_batches_that_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    observed, first, _, block = layers(6)
    whole = score_intervals(observed, first, BlockBootstrap(block, 1, resamples=100))
    monkeypatch.setattr("binn_engine.scoring.intervals._MOST_DRAWS", 50)
    for name, interval in score_intervals(observed, first, BlockBootstrap(block, 1, resamples=100)).items():
        assert (interval.lower, interval.upper) == pytest.approx((whole[name].lower, whole[name].upper), rel=1e-12)


def test_resamples_without_spread_are_left_out() -> None:
    """Of two blocks, each constant, half of the resamples hold one block alone, where NSE is undefined."""
    observed, block = np.repeat([1.1, 3.1], 7) * 1e4 / 3.0, np.repeat([0, 1], 7)
    interval = score_intervals(observed, observed + 1e2, BlockBootstrap(block, 1))["nse"]
    expected = 1.0 - (1e2 / (1e4 / 3.0)) ** 2
    assert (interval.lower, interval.upper) == pytest.approx((expected, expected))


def test_observations_without_spread_have_no_nse() -> None:
    interval = score_intervals(np.full(4, 5e3), np.full(4, 6e3), BlockBootstrap(np.array([0, 0, 1, 1]), 1))
    assert np.isnan([interval["nse"].estimate, interval["nse"].lower, interval["nse"].upper]).all()
    assert (interval["bias"].lower, interval["bias"].upper) == pytest.approx((1e3, 1e3))


def test_two_thousand_resamples_take_less_than_a_second() -> None:
    observed, first, _, block = layers(7, blocks=400, each=20)
    started = time.process_time()
    score_intervals(observed, first, BlockBootstrap(block, 1))
    assert time.process_time() - started < 1.0


def test_what_cannot_be_drawn_from_is_refused() -> None:
    observed, first, second, block = layers(8)
    with pytest.raises(InputError, match="1 block"):
        score_intervals(observed, first, BlockBootstrap(np.zeros(len(block)), 1))
    with pytest.raises(JobError, match="0 resamples"):
        score_intervals(observed, first, BlockBootstrap(block, 1, resamples=0))
    with pytest.raises(JobError, match="level of 90"):
        score_intervals(observed, first, BlockBootstrap(block, 1, level=90.0))
    with pytest.raises(InputError, match="not finite"):
        nse_differences(observed, first, np.where(block == 0, np.nan, second), BlockBootstrap(block, 1))
