"""Soil carbon through time against exact solutions, one pool on paper, and invariants."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
import torch

from binn_engine.clm5 import Forcing, SoilCarbonModel
from binn_engine.clm5.geometry import LAYER_THICKNESS, NODE_DEPTH
from binn_engine.clm5.rational import COEFFICIENTS, POLES
from binn_engine.errors import InputError
from tests.engine.support.clm5 import MODES, at_share, golden_forcing
from tests.engine.support.clm5_cases import case_forcing, case_parameters, prior_draws
from tests.engine.support.time_cases import layers_to_compare, load_time_cases, ramp_pieces, step_forcing

METHODS = ("compiled", "tensor")


@pytest.fixture(scope="module")
def time_cases() -> dict[str, np.ndarray]:
    """The reference cases in time."""
    return load_time_cases()


def sites(count: int, seed: int = 0) -> tuple[torch.Tensor, Forcing]:
    """Draws from BINN's ranges at one simple place."""
    return prior_draws("binn", count, seed), golden_forcing(9.0, 9.0).at(torch.zeros(count, dtype=torch.long))


def more_litter(forcing: Forcing, factor: float) -> Forcing:
    """The forcing with its litter input times a factor."""
    return dataclasses.replace(forcing, litter_input=factor * forcing.litter_input)


def warmer(forcing: Forcing, kelvin: float) -> Forcing:
    """The forcing with warmer soil."""
    return dataclasses.replace(forcing, soil_temperature=forcing.soil_temperature + kelvin)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("course", ["step", "ramp"])
@pytest.mark.parametrize("mode", MODES)
def test_the_reference_cases_are_exact(time_cases: dict, mode: str, course: str, method: str) -> None:
    """Pools at 1 to 100 years within 1e-9 of at least 1 gC/m3, respiration of every year within 1e-8, balance within 1e-12 of the stock."""
    parameters, forcing, model = case_parameters(time_cases), case_forcing(time_cases), SoilCarbonModel(mode, solver=method)
    pieces = [(1.0, step_forcing(time_cases))] if course == "step" else ramp_pieces(time_cases, forcing)
    found = model.transient(parameters, model(parameters, forcing).pools, pieces, time_cases["times"])
    compared = np.broadcast_to(layers_to_compare(time_cases, mode)[:, None, None], found.pools.shape)
    exact = time_cases[f"{course}_pools_{mode}"]
    error = np.abs(found.pools.numpy() - exact) / np.maximum(exact, 1.0)
    assert error[compared].max() < 1e-9
    assert float(found.pools.min()) >= 0.0
    stock, respired, lost = found.stock.numpy(), found.respiration.numpy(), found.bedrock_loss.numpy()
    came = np.stack([pieces[min(year, len(pieces) - 1)][1].litter_input.sum(1).numpy() for year in range(100)], 1)
    assert (np.abs(np.diff(stock, axis=1) - (came - respired - lost)) / stock[:, 1:]).max() < 1e-12
    if mode == "clm5":
        np.testing.assert_allclose(respired, time_cases[f"{course}_respiration_{mode}"], rtol=1e-8)
        np.testing.assert_allclose(stock, time_cases[f"{course}_stock_{mode}"], rtol=1e-9)
        assert np.abs(lost).max() == 0.0


def test_the_rational_function_is_the_exponential() -> None:
    """Within 1.3e-13 of exp(z) for all z <= 0; 1 with slope 1 at zero, to rounding."""
    poles, coefficients = np.array(POLES), np.array(COEFFICIENTS)
    z = np.concatenate([[0.0], -np.logspace(-8, 8, 2000)])
    value = 2.0 * (coefficients / (z[:, None] - poles)).sum(1).real
    assert np.abs(value - np.exp(z)).max() < 1.5e-13
    assert abs(value[0] - 1.0) < 5e-15
    assert abs(-2.0 * (coefficients / poles**2).sum().real - 1.0) < 1e-15


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("stepper", ["exponential", "euler"])
def test_one_pool_decays_as_on_paper(stepper: str, method: str) -> None:
    """All input to woody debris that passes nothing on within the soil: stock and respiration of a first-order pool; Euler's are those
    of (1 + k)^-n."""
    theta, place = at_share("binn", 0.5), golden_forcing(9.0, 9.0)
    at_reference = dataclasses.replace(
        place,
        soil_temperature=torch.full_like(place.soil_temperature, 298.15),
        water_scalar=torch.ones_like(place.water_scalar),
        litter_input=torch.tensor([[100.0, 0.0, 0.0, 0.0]], dtype=torch.float64),
    )
    theta[:, 19] = 1.0
    rate = np.exp(-NODE_DEPTH[:15] / float(theta[0, 3])) / float(theta[0, 4])
    start = torch.zeros(1, 7, 20, dtype=torch.float64)
    start[0, 0, :15] = 500.0
    found = SoilCarbonModel(solver=method).transient(theta, start, [(1.0, at_reference)], [1.0, 2.5, 40.0], stepper)
    steady = SoilCarbonModel(solver=method)(theta, at_reference).pools[0, 0, :15].numpy()
    for row, time in enumerate((1.0, 2.5, 40.0)):
        whole, rest = divmod(time, 1.0)
        # At 2.5 years the step to the third year is cut in two.
        cut = (1.0 + 0.5 * rate) ** 2 / (1.0 + rate) if time > 3.0 else 1.0 + rest * rate
        left = np.exp(-rate * time) if stepper == "exponential" else 1.0 / ((1.0 + rate) ** whole * cut)
        np.testing.assert_allclose(found.pools[0, row, 0, :15].numpy(), steady + left * (500.0 - steady), rtol=1e-10)
    assert found.stock.shape == (1, 41)
    assert float(found.stock[0, 0]) == pytest.approx(500.0 * LAYER_THICKNESS[:15].sum())


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("stepper", ["exponential", "euler"])
def test_without_a_change_nothing_drifts(stepper: str, method: str) -> None:
    """Pools after 50 years of the forcing of their steady state, within 1e-10; the respiration of every year is the input."""
    theta, forcing = sites(50)
    model = SoilCarbonModel(solver=method)
    steady = model(theta, forcing).pools
    found = model.transient(theta, steady, [(10.0, forcing)] * 3, [0.0, 25.0, 50.0], stepper)
    for row in range(3):
        torch.testing.assert_close(found.pools[:, row], steady, rtol=1e-10, atol=1e-10)
    torch.testing.assert_close(found.respiration, torch.full_like(found.respiration, 450.0), rtol=1e-10, atol=0.0)


@pytest.mark.parametrize("stepper", ["exponential", "euler"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("prior", ["binn", "proda"])
def test_carbon_is_balanced_and_never_negative_over_the_prior(cases: dict, prior: str, mode: str, stepper: str) -> None:
    """Over 2,000 draws under the forcing of the reference cases, warmer with half the litter: finite; the balance of every year within
    1e-12 of the stock; and without a change none, within 1e-12 of at least 1 gC/m3."""
    theta, forcing, model = prior_draws(prior, 2000, seed=5), case_forcing(cases).at(torch.arange(2000) % 60), SoilCarbonModel(mode)
    steady, changed = model(theta, forcing).pools, more_litter(warmer(forcing, 3.0), 0.5)
    found = model.transient(theta, steady, [(1.0, changed), (1.0, forcing)], [0.5, 4.0], stepper)
    assert bool(torch.isfinite(found.pools).all())
    assert float(found.pools.min()) >= 0.0
    litter = forcing.of_sites(forcing.litter_input).sum(1, keepdim=True)
    came = litter * torch.tensor([[0.5, 1.0, 1.0, 1.0]], dtype=torch.float64)
    balance = found.stock.diff(dim=1) - (came - found.respiration - found.bedrock_loss)
    assert float((balance.abs() / found.stock[:, 1:]).max()) < 1e-12
    same = model.transient(theta, steady, [(1.0, forcing)], [3.0], stepper).pools[:, 0]
    assert float(((same - steady).abs() / steady.clamp(min=1.0)).max()) < 1e-12


@pytest.mark.parametrize("method", METHODS)
def test_carbon_is_linear_in_start_and_input(method: str) -> None:
    """Twice the start and twice the litter are twice the pools, stock and respiration; two starts and inputs add up."""
    theta, forcing = sites(20)
    model = SoilCarbonModel("published", solver=method)
    steady = model(theta, forcing).pools
    none = torch.zeros_like(steady)

    def run(start: torch.Tensor, factor: float) -> torch.Tensor:
        found = model.transient(theta, start, [(3.0, more_litter(warmer(forcing, 4.0), factor))], [7.0])
        return torch.cat([found.pools[:, 0].flatten(1), found.stock, found.respiration, found.bedrock_loss], 1)

    scale = run(steady, 1.0).abs() + 1.0
    for one, other in ((run(2.0 * steady, 2.0), 2.0 * run(steady, 1.0)), (run(steady, 0.0) + run(none, 1.0), run(steady, 1.0))):
        assert float(((one - other).abs() / scale).max()) < 1e-11


@pytest.mark.parametrize("method", METHODS)
def test_input_times_f_ends_at_f_times_the_carbon(method: str) -> None:
    """After 100 years where every pool turns over in a few."""
    theta, forcing = sites(1)
    theta = at_share("binn", 0.5)
    theta[:, [3, 4, 8, 9]] = torch.tensor([50.0, 0.3, 0.3, 0.3], dtype=torch.float64)
    model = SoilCarbonModel(solver=method)
    steady = model(theta, forcing).pools
    found = model.transient(theta, steady, [(1.0, more_litter(forcing, 1.4))], [100.0])
    torch.testing.assert_close(found.pools[:, 0], 1.4 * steady, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_half_a_course_after_the_other_is_the_whole(method: str) -> None:
    """A ramp of six years in one run, and in two runs of three; and the same forcing in one piece or in two."""
    theta, forcing = sites(20)
    model = SoilCarbonModel(solver=method)
    start = model(theta, forcing).pools
    pieces = [(1.0, more_litter(warmer(forcing, 0.5 * year), 1.0 - 0.05 * year)) for year in range(1, 7)]
    whole = model.transient(theta, start, pieces, [3.0, 6.0])
    first = model.transient(theta, start, pieces[:3], [3.0])
    second = model.transient(theta, first.pools[:, 0], pieces[3:], [3.0])
    torch.testing.assert_close(second.pools[:, 0], whole.pools[:, 1], rtol=1e-12, atol=0.0)
    torch.testing.assert_close(torch.cat([first.respiration, second.respiration], 1), whole.respiration, rtol=1e-12, atol=0.0)
    one, two = (model.transient(theta, start, some, [5.0]).pools for some in ([(1.0, pieces[0][1])], [(2.0, pieces[0][1])] * 2))
    assert torch.equal(one, two)


@pytest.mark.parametrize("method", METHODS)
def test_the_length_of_a_step_makes_no_difference(method: str) -> None:
    """Pools at 2 years, and respiration of both years, with stops in between and a forcing that changes within a year."""
    theta, forcing = sites(20)
    model = SoilCarbonModel(solver=method)
    start, hot = model(theta, forcing).pools, warmer(forcing, 5.0)
    plain = model.transient(theta, start, [(1.25, hot), (1.0, forcing)], [2.0])
    stopped = model.transient(theta, start, [(0.25, hot), (0.5, warmer(forcing, 5.0)), (0.5, hot), (1.0, forcing)], [0.1, 0.7, 1.9, 2.0])
    torch.testing.assert_close(stopped.pools[:, -1], plain.pools[:, 0], rtol=1e-10, atol=1e-10)
    for name in ("stock", "respiration"):
        torch.testing.assert_close(getattr(stopped, name), getattr(plain, name), rtol=1e-9, atol=0.0)


def test_euler_is_of_first_order_and_never_negative() -> None:
    """Half the step halves the error; the rational step has none to speak of."""
    theta, forcing = sites(20)
    model = SoilCarbonModel()
    start, hot = model(theta, forcing).pools, [(1.0, more_litter(warmer(forcing, 4.0), 0.0))]
    exact = model.transient(theta, start, hot, [4.0]).stock[:, -1]
    whole = model.transient(theta, start, hot, [4.0], "euler")
    half = model.transient(theta, start, hot, [0.5, 1.5, 2.5, 3.5, 4.0], "euler")
    ratio = (whole.stock[:, -1] - exact) / (half.stock[:, -1] - exact)
    assert 1.6 < float(ratio.median()) < 2.2
    assert float(whole.pools.min()) >= 0.0


@pytest.mark.parametrize("method", METHODS)
def test_float32_is_float64_to_its_rounding(method: str) -> None:
    """Parameters, start and results in float32."""
    theta, forcing = sites(100)
    theta, model = theta.float(), SoilCarbonModel(solver=method)
    start, course = model(theta, forcing).pools, ([(1.0, warmer(forcing, 3.0))], [10.0])
    narrow, wide = model.transient(theta, start, *course), model.transient(theta.double(), start.double(), *course)
    assert narrow.pools.dtype == narrow.stock.dtype == narrow.respiration.dtype == torch.float32
    torch.testing.assert_close(narrow.pools.double(), wide.pools, rtol=1e-6, atol=1e-30)


def test_what_cannot_be_run_is_refused_with_its_name() -> None:
    """Bedrock that moves, a start below it, times that do not increase, and shapes that do not fit."""
    theta, forcing = sites(2)
    model = SoilCarbonModel()
    start = model(theta, forcing).pools
    other = dataclasses.replace(forcing.gathered(), bedrock_layer=torch.tensor([15, 14]))
    for pieces, times, pools, stepper, word in (
        ([(1.0, forcing), (1.0, other)], [1.0], start, "exponential", "bedrock_layer"),
        ([(1.0, forcing)], [2.0, 1.0], start, "exponential", "times"),
        ([(1.0, forcing)], [], start, "exponential", "times"),
        ([], [1.0], start, "exponential", "pieces"),
        ([(0.0, forcing)], [1.0], start, "exponential", "0.0 years"),
        ([(1.0, forcing)], [1.0], start[:1], "exponential", "start"),
        ([(1.0, forcing)], [1.0], start - 1.0, "exponential", "below zero"),
        ([(1.0, forcing)], [1.0], start + 1.0, "exponential", "below bedrock"),
        ([(1.0, forcing)], [1.0], start * torch.nan, "exponential", "finite"),
        ([(1.0, forcing)], [1.0], start, "trapezoid", "trapezoid"),
        ([(1.0, forcing.at(torch.tensor([0])))], [1.0], start, "exponential", "sites"),
    ):
        with pytest.raises(InputError, match=word):
            model.transient(theta, pools, pieces, times, stepper)


def test_functional_transforms_take_runs_and_ages() -> None:
    """``grad`` and ``vmap`` over parameters and start give what plain calls give."""
    theta, forcing = sites(3)
    model = SoilCarbonModel()
    start, pieces = model(theta, forcing).pools, [(1.0, warmer(forcing, 2.0))]

    def stock(parameters: torch.Tensor, pools: torch.Tensor = start) -> torch.Tensor:
        return model.transient(parameters, pools, pieces, [2.0]).stock[:, -1].sum()

    leaf = theta.clone().requires_grad_()
    (expected,) = torch.autograd.grad(stock(leaf), leaf)
    torch.testing.assert_close(torch.func.grad(stock)(theta), expected, rtol=1e-9, atol=1e-9)
    several, starts = torch.stack([theta, 0.99 * theta]), torch.stack([start, 0.9 * start])
    mapped = torch.func.vmap(stock)(several, starts)
    torch.testing.assert_close(mapped, torch.stack([stock(one, other) for one, other in zip(several, starts)]), rtol=1e-12, atol=0.0)
    transit = torch.func.vmap(lambda parameters: model.ages(parameters, forcing).mean_transit_time)(several)
    torch.testing.assert_close(transit, torch.stack([model.ages(one, forcing).mean_transit_time for one in several]), rtol=1e-11, atol=0.0)


def test_two_threads_give_what_one_gives() -> None:
    """Pools and their gradients, to the bit; the sites make no whole number of groups."""
    theta, forcing = sites(333)
    start, found = SoilCarbonModel()(theta, forcing).pools, []
    before = torch.get_num_threads()
    for threads in (1, 2):
        torch.set_num_threads(threads)
        try:
            leaf = theta.clone().requires_grad_()
            result = SoilCarbonModel(solver="compiled").transient(leaf, start, [(1.0, warmer(forcing, 2.0))], [3.0])
            found.append((result.pools.detach(), result.stock.detach(), *torch.autograd.grad(result.stock[:, -1].sum(), leaf)))
        finally:
            torch.set_num_threads(before)
    for one, two in zip(*found):
        assert torch.equal(one, two)


@pytest.mark.parametrize("method", METHODS)
def test_a_run_takes_forcing_between_cells(method: str) -> None:
    """Cells mixed by shares give what the mixed values give, in a run and in ages."""
    theta, model = prior_draws("binn", 3), SoilCarbonModel(solver=method)
    one = golden_forcing(9.0, 9.0)
    cells = Forcing(*(torch.cat([field, field]) for field in list(vars(one).values())[:8]))
    cells = dataclasses.replace(cells, litter_input=cells.litter_input * torch.tensor([[1.0], [2.0]], dtype=torch.float64))
    around, shares = torch.tensor([[0, 1]] * 3), torch.tensor([[1.0, 0.0], [0.5, 0.5], [0.2, 0.8]], dtype=torch.float64)
    between = dataclasses.replace(warmer(cells, 1.0), cell=torch.zeros(3, dtype=torch.long), neighbours=around, shares=shares)
    results = []
    for forcing in (between, between.gathered()):
        found = model.transient(theta, model(theta, forcing).pools, [(1.0, warmer(forcing, 2.0))], [2.0])
        results.append(torch.cat([found.stock, found.respiration, model.ages(theta, forcing).age_fraction_soc], 1))
    torch.testing.assert_close(*results, rtol=1e-12, atol=0.0)
