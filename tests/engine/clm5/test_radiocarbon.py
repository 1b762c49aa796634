"""Radiocarbon of the soil against exact numbers, one pool on paper, identities, and derivatives."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from binn_engine.clm5 import PARAMETERS, Forcing, SoilCarbonModel
from binn_engine.clm5.contour import exponential_weights, hyperbola
from binn_engine.errors import InputError
from tests.engine.commands import SHARED
from tests.engine.support.clm5 import MODES, at_share, golden_forcing
from tests.engine.support.clm5_cases import case_forcing, case_parameters, load_cases
from tests.engine.support.time_cases import layers_to_compare, load_time_cases, ramp_pieces

METHODS = ("compiled", "tensor")
NAMES = ("delta_pools", "delta_soc_layers", "delta_soc", "delta_respired_layers", "delta_respired")
TOTALS = ("delta_soc", "delta_respired")
PERMIL = 0.001
FLAT = ((1950, 1951, 1952), (0.0, 0.0, 0.0))


def compare(cases: dict[str, np.ndarray], found: object, prefix: str, mode: str) -> None:
    """Every number of the reference that its description says to compare, within 0.001 permil."""
    layers = layers_to_compare(cases, mode)
    for name in NAMES:
        if name in TOTALS and mode == "published":
            continue
        exact, values = cases[f"{prefix}_{name}_{mode}"], getattr(found, name).numpy()
        assert exact.shape == values.shape
        compared = np.isfinite(exact)
        if name not in TOTALS:
            compared &= layers.reshape(len(exact), *[1] * (exact.ndim - 2), 20)
            assert np.isnan(values)[np.isnan(exact) & layers.reshape(len(exact), *[1] * (exact.ndim - 2), 20)].all()
        np.testing.assert_allclose(values[compared], exact[compared], rtol=0.0, atol=PERMIL, err_msg=name)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("mode", MODES)
def test_the_reference_is_met_at_steady_state(mode: str, method: str) -> None:
    cases = load_time_cases()
    atmosphere = (cases["c14_years"], cases["c14_atm_delta"])
    model = SoilCarbonModel(mode, solver=method)
    compare(cases, model.radiocarbon(case_parameters(cases), case_forcing(cases), atmosphere, cases["c14_times"]), "c14", mode)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("mode", MODES)
def test_the_reference_is_met_along_a_ramp(mode: str, method: str) -> None:
    cases = load_time_cases()
    forcing, atmosphere = case_forcing(cases), (cases["c14_years"], cases["c14_atm_delta"])
    pieces = [(40.0, forcing), *ramp_pieces(cases, forcing)]
    found = SoilCarbonModel(mode, solver=method).radiocarbon(case_parameters(cases), forcing, atmosphere, cases["c14ramp_times"], pieces)
    compare(cases, found, "c14ramp", mode)


def test_pieces_of_the_same_forcing_change_nothing_but_the_way_of_computing() -> None:
    """Also at times within a year, at the first and at the last time that the atmosphere has."""
    cases = load_time_cases()
    forcing, atmosphere = case_forcing(cases), (cases["c14_years"], cases["c14_atm_delta"])
    times = (1950.0, 1950.25, 1951.0, 1963.7, 2009.5, 2020.0)
    model, theta = SoilCarbonModel(), case_parameters(cases)
    one = model.radiocarbon(theta, forcing, atmosphere, times)
    other = model.radiocarbon(theta, forcing, atmosphere, times, [(13.3, forcing), (80.0, forcing)])
    for name in NAMES:
        torch.testing.assert_close(getattr(one, name), getattr(other, name), rtol=0.0, atol=PERMIL, equal_nan=True)


def test_one_pool_has_the_radiocarbon_of_its_equation() -> None:
    """Woody debris that decays at a rate k: c / x = k / (k + lambda) before the bomb, and a sum of years after it."""
    theta, place = at_share("binn", 0.5), golden_forcing(9.0, 9.0)
    theta[:, 19] = 1.0
    warm = dataclasses.replace(
        place, soil_temperature=torch.full_like(place.soil_temperature, 298.15), water_scalar=torch.ones_like(place.water_scalar)
    )
    excess = np.array([0.0, 800.0, 400.0, -50.0]) / 1000.0
    found = SoilCarbonModel().radiocarbon(theta, warm, (range(2000, 2004), 1000.0 * excess), (2000.0, 2004.0)).delta_pools[0, :, 0, 0]
    rate, decay = float(theta[0, 4]) ** -1 * np.exp(-0.01 / float(theta[0, 3])), 1.0 / 8267.0
    total = rate + decay
    exact = rate / total
    np.testing.assert_allclose(float(found[0]), 1000.0 * (exact - 1.0), atol=1e-6)
    for number, value in enumerate(excess):
        exact += value * rate / total * (1.0 - np.exp(-total)) * np.exp(-total * (len(excess) - 1 - number))
    np.testing.assert_allclose(float(found[1]), 1000.0 * (exact - 1.0), atol=1e-6)


def test_before_any_bomb_older_carbon_has_less() -> None:
    """It is that of no age, less decay: a mean of decays is more than the decay at the mean age (Jensen's inequality)."""
    theta, forcing = at_share("binn", 0.5), golden_forcing(9.0, 9.0)
    found, ages = SoilCarbonModel().radiocarbon(theta, forcing, FLAT, (1950.0,)), SoilCarbonModel().ages(theta, forcing)
    pairs = ((ages.mean_age_pools, found.delta_pools), (ages.mean_age_soc, found.delta_soc), (ages.mean_transit_time, found.delta_respired))
    for age, delta in pairs:
        known = torch.isfinite(age)
        assert bool(known.any())
        assert bool((1000.0 * torch.expm1(-age[known] / 8267.0) - 1e-9 <= delta[:, 0][known]).all())
        assert bool((delta[:, 0][known] < 0.0).all())


def test_derivatives_are_those_of_the_reference() -> None:
    """By the 21 normalised parameters, within 1e-6 of the largest of a site."""
    path = SHARED / "reference" / "time_sensitivity.npz"
    if not path.exists():
        pytest.skip(f"the derivatives {path.name} are not beside the checkout (../shared/reference)")
    with np.load(path) as file:
        exact = dict(file)
    cases = {name: values[exact["case_index"]] if len(values) == 60 else values for name, values in load_cases().items()}
    low, high = (torch.from_numpy(cases[name]) for name in ("parameter_lower", "parameter_upper"))
    place = torch.from_numpy(cases["parameters_normalised"]).requires_grad_()
    reference = load_time_cases()
    atmosphere, years = (reference["c14_years"], reference["c14_atm_delta"]), [float(year) for year in exact["years"]]
    found = SoilCarbonModel().radiocarbon(low + place * (high - low), case_forcing(cases), atmosphere, years)
    both = torch.cat([found.delta_soc_layers, found.delta_respired[..., None]], -1)
    wanted = np.concatenate([exact["ddelta_soc_layers_du"], exact["ddelta_respired_du"][:, :, None]], 2)
    known = torch.from_numpy(np.isfinite(wanted).all(-1))
    rng = torch.Generator().manual_seed(1)
    one_by_one = [(time, layer) for time in range(len(years)) for layer in (0, 4, 8, 20)]
    for direction in (*one_by_one, *range(8)):
        asked = torch.zeros_like(both)
        if isinstance(direction, tuple):
            asked[:, direction[0], direction[1]] = 1.0
        else:
            asked = torch.randn(both.shape, generator=rng, dtype=torch.float64)
        asked = torch.where(known, asked, torch.zeros_like(asked))
        (slope,) = torch.autograd.grad(torch.where(known, both, torch.zeros_like(both)), place, asked, retain_graph=True)
        sums = np.einsum("ntl,ntlu->nu", asked.numpy(), np.nan_to_num(wanted))
        size = np.abs(sums).max(-1, keepdims=True)
        assert (np.abs(slope.numpy() - sums) <= 1e-6 * size + 1e-12).all(), direction


@pytest.mark.parametrize(("shortest", "longest"), [(1.0, 1.0), (1.0, 2.0), (1.0, 69.0), (1.0, 170.0)])
def test_the_contour_gives_the_exponential_for_every_rate(shortest: float, longest: float) -> None:
    contour, rates = hyperbola(shortest, longest), np.concatenate([[0.0], np.geomspace(1e-6, 1e6, 500)])
    for time in np.geomspace(shortest, longest, 9):
        weights = exponential_weights(contour, [1.0], [time])
        found = (weights[:, None] / (rates + contour.points[:, None])).real.sum(0)
        np.testing.assert_allclose(found, np.exp(-rates * time), rtol=0.0, atol=1e-11)


def one_site() -> tuple[torch.Tensor, Forcing]:
    return at_share("binn", 0.5), golden_forcing(9.0, 9.0)


@pytest.mark.parametrize(
    ("atmosphere", "times", "told"),
    [
        (((1950, 1952), (0.0, 1.0)), (1950.0,), "whole years one after another"),
        (((1950.5, 1951.5), (0.0, 1.0)), (1951.0,), "whole years one after another"),
        (((1950, 1951), (0.0,)), (1950.0,), "whole years one after another"),
        (((), ()), (1950.0,), "whole years one after another"),
        (((1950, 1951), (0.0, float("nan"))), (1950.0,), "no Delta14C"),
        (((1950, 1951), (0.0, -1001.0)), (1950.0,), "no Delta14C"),
        (((1950, 1951), (0.0, 0.0)), (1949.0,), "from 1950 to 1952"),
        (((1950, 1951), (0.0, 0.0)), (1952.1,), "from 1950 to 1952"),
        (((1950, 1951), (0.0, 0.0)), (1951.0, 1950.0), "times"),
        (((1950, 1951), (0.0, 0.0)), (), "times"),
    ],
)
def test_an_atmosphere_or_times_that_cannot_be_used_are_refused(atmosphere: tuple, times: tuple, told: str) -> None:
    with pytest.raises(InputError, match=told):
        SoilCarbonModel().radiocarbon(*one_site(), atmosphere, times)


def test_parameters_carry_their_type() -> None:
    theta, forcing = one_site()
    narrow = SoilCarbonModel().radiocarbon(theta.float(), forcing, FLAT, (1951.0,)).delta_soc
    assert narrow.dtype == torch.float32
    wide = SoilCarbonModel().radiocarbon(theta, forcing, FLAT, (1951.0,)).delta_soc
    torch.testing.assert_close(narrow.double(), wide, rtol=0.0, atol=0.05)
    assert len(PARAMETERS) == theta.shape[1]
