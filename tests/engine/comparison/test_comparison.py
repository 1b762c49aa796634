"""Agreement of two models: estimates by their formulas, intervals by resamples put together place by place, and the nearer to a truth."""

from __future__ import annotations

from dataclasses import asdict

import numpy as np
import pytest
from scipy.stats import spearmanr

from binn_engine.comparison.agreement import agreement_table, cost_ratio, mean_agreement, per_profile_and_network, truth_table
from binn_engine.learning.costs import Cost
from binn_engine.resampling.splits import block_of
from binn_engine.scoring.intervals import BlockBootstrap, correlation_intervals, mean_interval
from binn_engine.tables import PROCESS_NAMES


def maps(seed: int = 0, count: int = 120) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Six values of two models at places in twelve blocks; the first value is the same in both."""
    draw = np.random.default_rng(seed)
    block = np.repeat(np.arange(12), count // 12)
    shared = draw.normal(size=(12, 6))[block]
    first, second = (shared + 0.7 * draw.normal(size=(count, 6)) for _ in range(2))
    second[:, 0] = first[:, 0]
    return 1e4 + 10.0 * first, 2e4 + 30.0 * second, block


def test_correlations_are_those_of_numpy_and_scipy() -> None:
    first, second, block = maps()
    found = correlation_intervals(first, second, BlockBootstrap(block, 1))
    for k in range(6):
        assert found["pearson"][k].estimate == pytest.approx(np.corrcoef(first[:, k], second[:, k])[0, 1], abs=1e-9)
        assert found["spearman"][k].estimate == pytest.approx(spearmanr(first[:, k], second[:, k]).statistic, abs=1e-9)


def test_intervals_of_correlations_are_those_of_resamples_put_together_place_by_place() -> None:
    first, second, block = maps()
    found = correlation_intervals(first, second, BlockBootstrap(block, 7, 60), averaged=True)["pearson"]
    drawn = np.random.default_rng(7).integers(12, size=(60, 12))
    values = []
    for chosen in drawn:
        rows = np.concatenate([np.flatnonzero(block == number) for number in chosen])
        values.append([np.corrcoef(first[rows, k], second[rows, k])[0, 1] for k in range(6)])
    bounds = np.percentile(np.column_stack([values, np.mean(values, axis=1)]), [5.0, 95.0], axis=0)
    np.testing.assert_allclose([row.lower for row in found], bounds[0], atol=1e-9)
    np.testing.assert_allclose([row.upper for row in found], bounds[1], atol=1e-9)


def test_what_does_not_vary_has_no_correlation() -> None:
    first, second, block = maps()
    second[:, 2] = 5.0
    found = correlation_intervals(first, second, BlockBootstrap(block, 1))
    assert np.isnan(found["pearson"][2].estimate)
    assert np.isnan(found["spearman"][2].lower)
    assert np.isfinite(found["pearson"][3].estimate)


def test_the_interval_of_a_mean_covers_it_where_blocks_are_alike() -> None:
    """Independent blocks: 90 % intervals of the mean cover the true mean in about 90 % of 200 data sets."""
    draw, covered = np.random.default_rng(1), 0
    block = np.repeat(np.arange(40), 5)
    for seed in range(200):
        values = draw.normal(size=40)[block] + 0.1 * draw.normal(size=200)
        found = mean_interval(values, BlockBootstrap(block, seed, 300))
        covered += found.lower < 0.0 < found.upper
    assert covered / 200 == pytest.approx(0.9, abs=0.06)


def test_the_table_has_bias_and_error_in_the_unit_of_the_values() -> None:
    first, second, block = maps()
    table = agreement_table((first, second), PROCESS_NAMES, "process", BlockBootstrap(block, 1)).set_index("name")
    assert list(table.index) == list(PROCESS_NAMES)
    assert table["bias"]["vertical_transport"] == pytest.approx((second[:, 5] - first[:, 5]).mean())
    assert table["rmse"]["vertical_transport"] == pytest.approx(np.sqrt(((second[:, 5] - first[:, 5]) ** 2).mean()))
    assert table["pearson"]["plant_carbon_input"] == pytest.approx(1.0)
    assert table["unit"].tolist() == ["gC/m2/yr", "1", "1", "1/yr", "1", "1/yr"]


def test_the_mean_is_given_without_the_shared_input_too() -> None:
    first, second, block = maps()
    means = mean_agreement((first, second), PROCESS_NAMES, BlockBootstrap(block, 1))
    five = [np.corrcoef(first[:, k], second[:, k])[0, 1] for k in range(1, 6)]
    assert means["without plant carbon input"]["pearson"].estimate == pytest.approx(np.mean(five))
    assert means["six processes"]["pearson"].estimate == pytest.approx((1.0 + sum(five)) / 6.0)


def test_the_nearer_model_is_named_unless_chance_may_decide() -> None:
    draw = np.random.default_rng(2)
    block = np.repeat(np.arange(30), 10)
    truth = draw.normal(size=(300, 3))
    first, second = truth + 0.1 * draw.normal(size=(300, 3)), truth + 0.1 * draw.normal(size=(300, 3))
    first[:, 0] += 0.5
    second[:, 1] += 0.5
    truth, first, second = (np.column_stack([values, np.full(300, level)]) for values, level in ((truth, 1.0), (first, 1.0), (second, 2.0)))
    table = truth_table((first, second), truth, ("diffus", "cryo", "q10", "efolding"), "parameter", BlockBootstrap(block, 1))
    assert table["nearer"].tolist() == ["second", "first", "either", "constant"]
    for name, maps_of in (("first_rmse", first), ("second_rmse", second)):
        assert table[name].tolist() == pytest.approx(np.sqrt(((maps_of - truth) ** 2).mean(0)).tolist())


def test_models_that_are_the_same_up_to_rounding_have_no_nearer_one() -> None:
    """Plant carbon input comes with the forcing; a map of it is float32, a checkpoint's is not. A whole unit apart is another matter."""
    draw = np.random.default_rng(4)
    block, truth = np.repeat(np.arange(30), 10), 500.0 + 40.0 * draw.normal(size=(300, 1))
    given = truth + 1e-3 * np.abs(draw.normal(size=(300, 1)))
    rounded = given.astype(np.float32).astype(float)
    for second, nearer in ((rounded, "same"), (given + 1.0, "first")):
        table = truth_table((given, second), truth, ("plant_carbon_input",), "process", BlockBootstrap(block, 1))
        assert table["nearer"].tolist() == [nearer]


def test_blocks_of_land_are_told_apart_on_both_sides_of_zero() -> None:
    block = block_of(np.array([-0.5, 0.5, 0.6, 0.5]), np.array([10.0, 10.0, 10.0, 11.5]), 1.0)
    assert block[1] == block[2]
    assert len(set(block.tolist())) == 3


def test_the_ratio_of_costs_is_unknown_where_one_is() -> None:
    for unknown in ({}, {"evaluations": 500}, {"profiles": 10}, {"evaluations": 500, "profiles": 0}):
        assert np.isnan(cost_ratio(unknown, {"evaluations": 500, "profiles": 10}))


def test_costs_of_models_of_different_numbers_of_profiles_are_compared_at_each_profile() -> None:
    """An ensemble of two networks on 10 profiles, and trained again on 20: 60 lessons of 3 evaluations. Chains of 900 at 40 profiles."""
    trained = Cost(10, 60, 1.0, 1.0, 2, 20) + Cost(20, 120, 1.0, 1.0, 2, 40)
    chains = {"evaluations": 36_000, "profiles": 40, "trainings": 0}
    assert per_profile_and_network(asdict(trained)) == 3.0
    assert cost_ratio(asdict(trained), chains) == cost_ratio(chains, asdict(trained)) == 900.0 / 9.0
    assert np.isnan(per_profile_and_network(chains))
