"""The change of stocks in twins: computed as a projection does, and scaled to intervals of any scenario."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch
from scipy.stats import norm

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.errors import CheckpointError
from binn_engine.experiments.twin_change import LITTER_FACTOR, WARMING, YEARS, change_of, changes_of
from binn_engine.model.calibration import STOCK_NAMES, Calibration
from binn_engine.model.scaling import LEVELS, Errors, Scaling, fit_grouped_scaling
from binn_engine.prediction.projection import Projection, stocks_of
from tests.engine.support.clm5 import golden_forcing
from tests.engine.support.clm5_cases import prior_draws

NORMAL = tuple(norm.ppf(LEVELS).tolist())


def quiet(code: str, message: str) -> None:
    """No memory runs out here."""
    raise AssertionError(message)


def calibration(share: float = 4.0) -> Calibration:
    """Errors of the logarithm are normal, and as many times as large as the spread as the root of ``share``."""
    scaling = Scaling("log", 1e-9, 0.0, np.inf, share, 0.0, NORMAL)
    return Calibration("both", {}, {}, change=dict.fromkeys(STOCK_NAMES, scaling))


def test_the_change_is_that_of_the_soil_model() -> None:
    theta, forcing = prior_draws("binn", 12, 4), golden_forcing(9.0, 9.0).at(torch.zeros(12, dtype=torch.long)).gathered()
    clm5 = SoilCarbonModel()
    litter = LITTER_FACTOR * forcing.litter_input
    later = dataclasses.replace(forcing, soil_temperature=forcing.soil_temperature + WARMING, litter_input=litter)
    start = clm5(theta, forcing).pools
    end = clm5.transient(theta, start, [(float(YEARS), later)], [float(YEARS)]).pools[:, 0]
    found = change_of("clm5", theta.numpy(), forcing, quiet)
    np.testing.assert_allclose(found, (stocks_of(end) - stocks_of(start)).numpy(), rtol=1e-9)
    assert (found < 0.0).all()
    both = changes_of("clm5", np.stack([theta.numpy()[::-1], theta.numpy()]), forcing, quiet)
    np.testing.assert_allclose(both, np.stack([found[::-1], found]), rtol=1e-12)


def test_intervals_of_losses_and_gains_are_mirror_images_of_any_size() -> None:
    random = np.random.default_rng(1)
    draws = -np.exp(random.normal(0.0, 0.3, (30, 50)))
    levels = [0.05, 0.5, 0.95]
    losses = calibration().change_quantiles("0-30 cm", draws, levels)
    gains = calibration().change_quantiles("0-30 cm", -draws, levels)
    np.testing.assert_allclose(gains, -losses[..., ::-1], rtol=1e-12)
    np.testing.assert_allclose(calibration().change_quantiles("0-30 cm", 1e-3 * draws, levels), 1e-3 * losses, rtol=1e-9)
    assert (np.diff(losses, axis=-1) > 0.0).all()
    assert (losses < 0.0).all()


def test_where_draws_disagree_on_the_direction_their_own_quantiles_are_taken() -> None:
    draws = np.random.default_rng(2).normal(0.0, 1.0, (40, 5))
    found = calibration().change_quantiles("0-30 cm", draws, [0.05, 0.95])
    np.testing.assert_allclose(found, np.quantile(draws, (0.05, 0.95), axis=0).T)
    assert not calibration().change_quantiles("0-30 cm", np.zeros((4, 3)), [0.05, 0.95]).any()


def test_a_scaling_from_twins_covers_the_next_twins() -> None:
    """Losses whose errors are three times the spread, and differ from twin to twin: nine in ten are held where raw intervals hold few."""
    random = np.random.default_rng(3)

    def twin() -> tuple[np.ndarray, np.ndarray]:
        middle, bias = random.normal(0.0, 0.5, 300), random.normal(0.0, 0.1)
        draws = np.exp(middle + random.normal(0.0, 0.1, (30, 300)))
        return -draws, -np.exp(middle + bias + random.normal(0.0, 0.3, 300))

    empty = Scaling("log", 1e-9, 0.0, np.inf, 1.0, 0.0, ())
    groups = [Errors(-true, -draws.mean(0), empty.of(-draws).std(0, ddof=1)) for draws, true in (twin() for _ in range(8))]
    found = Calibration("both", {}, {}, change={"0-100 cm": fit_grouped_scaling(groups, "log", 1e-9, (0.0, np.inf))})
    covered, raw = [], []
    for draws, true in (twin() for _ in range(6)):
        low, high = np.moveaxis(found.change_quantiles("0-100 cm", draws, [0.05, 0.95]), -1, 0)
        covered.append(((true >= low) & (true <= high)).mean())
        low, high = np.quantile(draws, (0.05, 0.95), axis=0)
        raw.append(((true >= low) & (true <= high)).mean())
    assert np.mean(covered) == pytest.approx(0.9, abs=0.05)
    assert np.mean(raw) < 0.6


def test_limits_of_a_projection_use_the_calibration() -> None:
    random = np.random.default_rng(4)
    start = np.full((20, 6, 2), 10.0)
    stocks = start[:, :, None] - np.exp(random.normal(0.0, 0.1, (20, 6, 3, 2)))
    projection = Projection(stocks, start, start - 2.0, np.ones((20, 6, 3)), np.zeros(20, dtype=int))
    raw, scaled = (projection.product("change_100_high", 0.9, given) for given in (None, calibration()))
    low = projection.product("change_100_low", 0.9, calibration())
    mean = projection.product("change_100", 0.9)
    assert ((low < mean) & (mean < scaled)).all()
    assert (scaled > raw).all()


def test_models_of_earlier_versions_know_no_change() -> None:
    card = calibration().to_card()
    assert Calibration.from_card(card) == calibration()
    del card["change"]
    assert Calibration.from_card(card).change == {}
    with pytest.raises(CheckpointError, match="damaged"):
        Calibration.from_card({**card, "change": {"0-30 cm": 3.0}})
