"""Ages and transit times of soil carbon at steady state against exact numbers, one pool on paper, and identities."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.clm5.geometry import NODE_DEPTH
from binn_engine.errors import InputError
from tests.engine.support.clm5 import MODES, at_share, golden_forcing
from tests.engine.support.clm5_cases import case_forcing, case_parameters, prior_draws
from tests.engine.support.time_cases import layers_to_compare, load_time_cases

METHODS = ("compiled", "tensor")
BY_LAYER = {"mean_age_pools": 1e-9, "mean_age_soc_layers": 1e-9, "age_fraction_soc_layers": 1e-8}
TOTALS = {
    "mean_age_soc": 1e-9,
    "mean_age_system": 1e-9,
    "mean_transit_time": 1e-9,
    "turnover_time": 1e-9,
    "age_fraction_soc": 1e-8,
    "age_fraction_respired": 1e-8,
}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("mode", MODES)
def test_the_reference_ages_are_exact(mode: str, method: str) -> None:
    """Ages within 1e-9, fractions within 1e-8; under ``published`` the layers to bedrock and one more, and no totals."""
    cases = load_time_cases()
    found = SoilCarbonModel(mode, solver=method).ages(case_parameters(cases), case_forcing(cases))
    for name, bound in (BY_LAYER if mode == "published" else {**BY_LAYER, **TOTALS}).items():
        exact, values = cases[f"{name}_{mode}"], getattr(found, name).numpy()
        compared = np.ones(exact.shape, dtype=bool)
        if name in BY_LAYER:
            compared &= layers_to_compare(cases, mode).reshape(len(exact), *[1] * (exact.ndim - 2), 20)
        np.testing.assert_allclose(values[compared], exact[compared], rtol=bound, err_msg=name)


@pytest.mark.parametrize("method", METHODS)
def test_one_pool_is_as_old_as_on_paper(method: str) -> None:
    """Woody debris that decays at a rate k: mean age 1/k in every layer; carbon leaves the pool at the age that it has."""
    theta, place = at_share("binn", 0.5), golden_forcing(9.0, 9.0)
    theta[:, 19:] = torch.tensor([1.0, 0.98], dtype=torch.float64)
    warm = dataclasses.replace(
        place, soil_temperature=torch.full_like(place.soil_temperature, 298.15), water_scalar=torch.ones_like(place.water_scalar)
    )
    found = SoilCarbonModel(solver=method).ages(theta, warm).mean_age_pools[0, 0].numpy()
    np.testing.assert_allclose(found[:15], float(theta[0, 4]) * np.exp(NODE_DEPTH[:15] / float(theta[0, 3])), rtol=1e-12)
    assert np.isnan(found[15:]).all()


@pytest.mark.parametrize("method", METHODS)
def test_transit_time_is_stock_over_input_and_older_carbon_is_less(method: str) -> None:
    """Over draws from both priors in closed soil; carbon of no age limit is all of it, of a high one none."""
    for prior in ("binn", "proda"):
        theta, forcing = prior_draws(prior, 200, 3), golden_forcing(9.0, 9.0).at(torch.zeros(200, dtype=torch.long))
        theta[:, 3] = theta[:, 3].clamp(min=0.2)
        found = SoilCarbonModel(solver=method).ages(theta, forcing, limits=(1e-9, 10.0, 100.0, 1000.0, 1e9))
        torch.testing.assert_close(found.mean_transit_time, found.turnover_time, rtol=1e-12, atol=0.0)
        for fraction in (found.age_fraction_soc, found.age_fraction_respired):
            assert bool((fraction.diff(dim=1) <= 0.0).all())
            assert float(fraction.min()) >= 0.0
        torch.testing.assert_close(found.age_fraction_soc[:, 0], torch.ones(200, dtype=torch.float64), rtol=1e-6, atol=0.0)


def test_limits_that_do_not_increase_are_refused() -> None:
    for limits in ((), (0.0, 10.0), (100.0, 10.0), (float("nan"),)):
        with pytest.raises(InputError, match="limits"):
            SoilCarbonModel().ages(at_share("binn", 0.5), golden_forcing(9.0, 9.0), limits)
