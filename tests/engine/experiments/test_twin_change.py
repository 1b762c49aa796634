"""The change of stocks in twins: computed as a projection does, and scaled to intervals of any scenario."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from scipy.stats import norm

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.errors import CheckpointError
from binn_engine.experiments.twin_calibration import fit_change
from binn_engine.experiments.twin_change import CALIBRATES, LESS, MIXED, MORE, YEARS, change_of, changes_of, parts_of_scenarios
from binn_engine.model.calibration import STOCK_NAMES, Calibration
from binn_engine.model.change_scaling import LITTER, PARTS, TEMPERATURE, ChangeScaling
from binn_engine.model.scaling import LEVELS, Scaling
from binn_engine.prediction.projection import Projection
from binn_engine.prediction.scenario_run import stocks_of
from tests.engine.support.clm5 import golden_forcing
from tests.engine.support.clm5_cases import prior_draws

NORMAL = tuple(norm.ppf(LEVELS).tolist())
HALF = ((1.0, 0.5, 0.0), (0.5, 1.0, 0.0), (0.0, 0.0, 1.0))


def quiet(code: str, message: str) -> None:
    """No memory runs out here."""
    raise AssertionError(message)


def scaling(share: float = 4.0, constant: float = 0.0) -> ChangeScaling:
    """Errors of the logarithm of each part are normal, and as many times as large as the spread as the root of ``share``."""
    return ChangeScaling(dict.fromkeys(PARTS, Scaling("log", 1e-9, 0.0, np.inf, share, constant, NORMAL)), HALF)


def calibration() -> Calibration:
    """The same for all ranges."""
    return Calibration("both", {}, {}, change=dict.fromkeys(STOCK_NAMES, scaling()))


def test_the_parts_are_those_of_the_soil_model_and_add_up_to_its_change() -> None:
    theta, forcing = prior_draws("binn", 12, 4), golden_forcing(9.0, 9.0).at(torch.zeros(12, dtype=torch.long)).gathered()
    clm5 = SoilCarbonModel()
    start = clm5(theta, forcing).pools

    def change(litter: float, warming: float, water: float) -> np.ndarray:
        """Of the stocks, by the soil model itself."""
        soil, scalar = forcing.soil_temperature + warming, water * forcing.water_scalar
        later = dataclasses.replace(forcing, soil_temperature=soil, litter_input=litter * forcing.litter_input, water_scalar=scalar)
        end = clm5.transient(theta, start, [(float(YEARS), later)], [float(YEARS)]).pools[:, 0]
        return (stocks_of(end) - stocks_of(start)).numpy()

    runs = change_of("clm5", theta.numpy(), forcing, quiet)
    found = parts_of_scenarios(runs)
    for name, values in {LESS: (0.8, 2.0, 1.0), MORE: (1.2, 0.0, 1.0), MIXED: (1.1, 2.0, 1.0), CALIBRATES: (0.8, 2.0, 0.9)}.items():
        np.testing.assert_allclose(sum(found[name].values()), change(*values), rtol=1e-8, atol=1e-10)
    np.testing.assert_allclose(found[MIXED][LITTER], change(1.1, 0.0, 1.0), rtol=1e-8)
    both = changes_of("clm5", np.stack([theta.numpy()[::-1], theta.numpy()]), forcing, quiet)
    np.testing.assert_allclose(both, np.stack([runs[::-1], runs]), rtol=1e-12)


def test_intervals_of_losses_and_gains_are_mirror_images_of_any_size() -> None:
    draws = -np.exp(np.random.default_rng(1).normal(0.0, 0.3, (30, 50)))
    levels = [0.05, 0.5, 0.95]
    losses, gains, small = (scaling().of({LITTER: values}).quantiles(levels) for values in (draws, -draws, 1e-3 * draws))
    np.testing.assert_allclose(gains, -losses[..., ::-1], rtol=1e-9)
    np.testing.assert_allclose(small, 1e-3 * losses, rtol=1e-9)
    assert (np.diff(losses, axis=-1) > 0.0).all()
    assert (losses < 0.0).all()
    sigma = 2.0 * np.log(-draws).std(0, ddof=1)
    exact = -np.exp(np.log(-draws.mean(0)) - norm.ppf(0.05) * sigma)
    np.testing.assert_allclose(losses[:, 0], exact, rtol=0.03)


def test_parts_that_cancel_leave_no_narrow_interval() -> None:
    """A litter that brings what warming takes: the sum is near zero, and its error is that of the parts."""
    loss = -np.exp(np.random.default_rng(5).normal(0.0, 0.1, (30, 40)))
    both = scaling(0.0, 0.2**2).of({LITTER: -loss, TEMPERATURE: loss}).quantiles([0.05, 0.5, 0.95])
    size = np.abs(loss).mean(0)
    errors = np.random.default_rng(6).multivariate_normal([0.0, 0.0], 0.2**2 * np.array([[1.0, 0.5], [0.5, 1.0]]), 200_000)
    exact = np.quantile(np.exp(errors[:, 0]) - np.exp(errors[:, 1]), [0.05, 0.95])
    np.testing.assert_allclose(both[:, [0, 2]], size[:, None] * exact, rtol=0.05)
    assert (np.abs(both[:, 1]) < 0.01 * size).all()
    assert not scaling().of({LITTER: np.zeros((4, 3))}).quantiles([0.05, 0.95]).any()


def test_where_draws_disagree_on_the_direction_of_a_part_its_interval_is_as_wide_to_both_sides() -> None:
    draws = np.random.default_rng(2).normal(0.0, 1.0, (40, 5))
    found = scaling().of({TEMPERATURE: draws}).quantiles([0.05, 0.5, 0.95])
    np.testing.assert_allclose(found[:, 1], draws.mean(0), atol=0.02)
    np.testing.assert_allclose(found[:, 2] - found[:, 1], found[:, 1] - found[:, 0], rtol=0.05)
    np.testing.assert_allclose(found[:, 2] - found[:, 1], 2.0 * norm.ppf(0.95) * draws.std(0, ddof=1), rtol=0.05)


@pytest.mark.parametrize("several", [True, False])
def test_coherent_draws_have_the_quantiles_of_each_place(several: bool) -> None:
    """Of parts whose draws go together as their errors do, and of one on whose direction the draws disagree."""
    random = np.random.default_rng(7)
    common, own = random.normal(0.0, 0.07, (400, 6)), random.normal(0.0, 0.07, (2, 400, 6))
    draws = {LITTER: np.exp(common + own[0]), TEMPERATURE: -np.exp(common + own[1])} if several else {TEMPERATURE: 3.0 * own[0]}
    known = scaling(4.0, 0.1**2).of(draws)
    found = known.coherent(random.normal(size=(3, 40_000, 6)))
    np.testing.assert_allclose(np.quantile(found, [0.05, 0.5, 0.95], axis=0).T, known.quantiles([0.05, 0.5, 0.95]), atol=0.06)
    hidden = scaling(0.0, 0.1**2).of(draws)
    same = hidden.coherent(np.repeat(random.normal(size=(3, 4000, 1)), 6, 2)).sum(1).std()
    alone = hidden.coherent(random.normal(size=(3, 4000, 6))).sum(1).std()
    assert same == pytest.approx(np.sqrt(6.0) * alone, rel=0.1), "errors that go together do not average out"


def test_a_scaling_from_one_scenario_covers_others_of_the_next_twins() -> None:
    """Parts whose errors are three times the spread, go together and differ from twin to twin: nine in ten are held, also where the parts
    cancel, where raw intervals hold few."""
    random = np.random.default_rng(3)

    def twin(signs: tuple[float, ...]) -> tuple[dict[str, np.ndarray], dict[str, np.ndarray]]:
        common, drawn, true = random.normal(0.0, 0.2, 300), {}, {}
        for part, sign in zip(PARTS, signs):
            middle, bias = random.normal(0.0, 0.5, 300), random.normal(0.0, 0.05)
            drawn[part] = sign * np.exp(middle + random.normal(0.0, 0.1, (30, 300)))
            true[part] = sign * np.exp(middle + bias + common + random.normal(0.0, 0.2, 300))
        return drawn, true

    found = fit_change([twin((-1.0, -1.0, -1.0)) for _ in range(8)])
    assert found.correlation[0][1] == pytest.approx(0.5, abs=0.1)
    for signs in ((-1.0, -1.0, 1.0), (1.0, -1.0, 1.0)):
        covered, raw = [], []
        for drawn, true in (twin(signs) for _ in range(6)):
            truth, change = sum(true.values()), sum(drawn.values())
            for kept, limits in ((covered, found.of(drawn).quantiles([0.05, 0.95]).T), (raw, np.quantile(change, (0.05, 0.95), axis=0))):
                kept.append(((truth >= limits[0]) & (truth <= limits[1])).mean())
        assert np.mean(covered) == pytest.approx(0.9, abs=0.06)
        assert np.mean(raw) < 0.6


def test_limits_of_a_projection_use_the_calibration() -> None:
    random = np.random.default_rng(4)
    start = np.full((20, 6, 2), 10.0)
    change = -np.exp(random.normal(0.0, 0.1, (20, 6, 3, 2)))
    told = (start[:, :, None] + change, start, start - 2.0, np.ones((20, 6, 3)), np.zeros(20, dtype=int))
    projection = Projection(*told, parts={TEMPERATURE: change})
    raw, scaled = (projection.product("change_100_high", 0.9, given) for given in (None, calibration()))
    low = projection.product("change_100_low", 0.9, calibration())
    mean = projection.product("change_100", 0.9)
    assert ((low < mean) & (mean < scaled)).all()
    assert (scaled > raw).all()
    assert not Projection(*told, parts={}).product("change_100_high", 0.9, calibration()).any()


def test_models_of_earlier_versions_know_no_change() -> None:
    card = calibration().to_card()
    assert Calibration.from_card(card) == calibration()
    del card["change"]
    assert Calibration.from_card(card).change == {}
    with pytest.raises(CheckpointError, match="damaged"):
        Calibration.from_card({**card, "change": {"0-30 cm": 3.0}})
