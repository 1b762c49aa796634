"""The CLM5 layer against exact solutions, the published code's output, invariants and its own two solvers."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st

from binn_engine.clm5 import PARAMETERS, Forcing, SoilCarbonModel
from binn_engine.clm5.compiled import cache
from binn_engine.clm5.geometry import INTERFACE_DEPTH, NODE_DEPTH, layer_overlap, mean_weights, point_weights
from binn_engine.errors import InputError
from tests.engine.support.clm5 import CHUNK, DRAWS, MODES, at_share, golden_forcing
from tests.engine.support.clm5_cases import REFERENCE_PROCESSES, case_forcing, prior_draws


def test_machine_code_is_named_after_all_modules_compiled_into_it() -> None:
    """Every module that compiles functions, and every module of the layer that those import."""
    folder = Path(cache.__file__).parents[1]
    seen = set()
    for path in folder.rglob("*.py"):
        imports = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
        if any(node.level == 0 and node.module.startswith("numba") and any(name.name == "njit" for name in node.names) for node in imports):
            seen |= {path.stem, *(node.module for node in imports if node.level in (1, 2))}
    assert {"exchange", "geometry", "transport"} <= seen <= {path.stem for path in cache.SOURCES}


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("prior", ["binn", "proda"])
def test_no_pool_is_negative_or_infinite_over_the_prior(cases: dict, prior: str, mode: str) -> None:
    """Over 100,000 uniform draws."""
    forcing, model = case_forcing(cases), SoilCarbonModel(mode)
    with torch.no_grad():
        for number, parameters in enumerate(prior_draws(prior, DRAWS).split(CHUNK)):
            cell = (torch.arange(len(parameters)) + number) % forcing.n_cells
            state = model(parameters, forcing.at(cell))
            assert bool(torch.isfinite(state.pools).all())
            assert float(state.pools.min()) >= 0.0
            assert all(bool(torch.isfinite(values).all()) for values in state.processes.values())


def test_the_tensor_solver_is_never_negative_either(cases: dict) -> None:
    """Over 20,000 draws of PRODA's ranges, the harder ones."""
    forcing = case_forcing(cases)
    with torch.no_grad():
        pools = SoilCarbonModel("clm5", solver="tensor")(prior_draws("proda", CHUNK), forcing.at(torch.arange(CHUNK) % 60)).pools
    assert bool(torch.isfinite(pools).all())
    assert float(pools.min()) >= 0.0


def test_a_site_does_not_depend_on_the_batch_it_is_in(cases: dict) -> None:
    """The same bits alone, among others, and with its forcing by index or copied."""
    parameters, forcing = prior_draws("binn", 500), case_forcing(cases).at(torch.arange(500) % 60)
    model = SoilCarbonModel()
    together = model(parameters, forcing).pools
    copied = model(parameters, forcing.gathered()).pools
    alone = torch.cat([model(parameters[site : site + 1], forcing.at(torch.tensor([site]))).pools for site in range(0, 500, 37)])
    assert torch.equal(together, copied)
    assert torch.equal(together[::37], alone)


def test_the_golden_vectors_of_the_published_model_come_out() -> None:
    """SOC, processes and stock of a simple site at the middle of both priors."""
    forcing = golden_forcing(9.0, 9.0)
    state = SoilCarbonModel("published")(at_share("binn", 0.5), forcing)
    soc = [38490.746, 35747.543, 29682.490, 23749.861, 18982.979, 15388.373, 12680.643, 10639.289, 9099.420, 7897.912]
    np.testing.assert_allclose(state.soc[0, :10].numpy(), soc, rtol=1e-7)
    np.testing.assert_allclose(
        [float(state.processes[name]) for name in REFERENCE_PROCESSES], [0.418341, 0.032998, 0.110585, 0.0463914], rtol=1e-5
    )
    assert float(state.stock(0.0, 8.6)) / 1000.0 == pytest.approx(32.878, rel=2e-5)
    shallow = SoilCarbonModel("published")(at_share("proda", 0.5), golden_forcing(1.2, 1.0))
    assert float(shallow.soc[0, 0]) == pytest.approx(59855.437, rel=1e-7)
    assert float(shallow.processes["vertical_transport"]) == pytest.approx(0.0860656, rel=2e-6)


def test_a_batch_takes_whatever_number_of_sites() -> None:
    """Also none, and numbers that do not fill the kernels' lanes."""
    for sites in (0, 1, 15, 16, 17, 200):
        forcing = golden_forcing(9.0, 9.0).at(torch.zeros(sites, dtype=torch.long))
        assert SoilCarbonModel()(at_share("binn", 0.5).expand(sites, -1), forcing).pools.shape == (sites, 7, 20)


def test_a_second_derivative_is_refused_clearly() -> None:
    """An adjoint is differentiable once; torch says so instead of giving a wrong number. Recorded steps give it."""
    theta = at_share("binn", 0.5).requires_grad_()

    def differentiate_twice(solver: str) -> None:
        stock = SoilCarbonModel(solver=solver)(theta, golden_forcing(9.0, 9.0)).stock(0.0, 1.0).square().sum()
        (gradient,) = torch.autograd.grad(stock, theta, create_graph=True)
        gradient.sum().backward()

    for solver in ("compiled", "tensor"):
        with pytest.raises(RuntimeError, match="once_differentiable"):
            differentiate_twice(solver)
    theta.grad = None
    differentiate_twice("recorded")
    assert bool(torch.isfinite(theta.grad).all())


def test_functional_transforms_are_refused_clearly_or_use_the_tensor_solver() -> None:
    """``torch.func`` cannot look into a compiled kernel, and says so; ``auto`` takes the tensor solver then."""
    forcing, theta = golden_forcing(9.0, 9.0), at_share("binn", 0.5)

    def stock(parameters: torch.Tensor, solver: str) -> torch.Tensor:
        return SoilCarbonModel(solver=solver)(parameters, forcing).stock(0.0, 1.0).sum()

    with pytest.raises(InputError, match="ordinary tensors"):
        torch.func.grad(stock)(theta, "compiled")
    leaf = theta.clone().requires_grad_()
    (expected,) = torch.autograd.grad(stock(leaf, "compiled"), leaf)
    torch.testing.assert_close(torch.func.grad(stock)(theta, "auto"), expected, rtol=1e-9, atol=1e-12)


def test_wrong_shapes_are_refused_with_their_names() -> None:
    """Parameters and forcing."""
    forcing = golden_forcing(9.0, 9.0)
    with pytest.raises(InputError, match="parameters"):
        SoilCarbonModel()(torch.ones(2, 21, dtype=torch.float64), forcing)
    with pytest.raises(InputError, match="bedrock"):
        SoilCarbonModel("open")
    with pytest.raises(InputError, match="litter_input"):
        SoilCarbonModel()(at_share("binn", 0.5), Forcing(*list(vars(forcing).values())[:7], torch.ones(1, 3)))


def test_a_stock_adds_whole_layers_and_the_share_of_the_cut_one() -> None:
    """0-30 cm is four layers and 5/6 of the fifth; parts add up to the whole."""
    np.testing.assert_allclose(layer_overlap(0.0, 0.3), [0.02, 0.04, 0.06, 0.08, 0.10] + [0.0] * 15, atol=1e-12)
    state = SoilCarbonModel()(at_share("binn", 0.5), golden_forcing(9.0, 9.0))
    parts = state.stock(0.0, 0.3) + state.stock(0.3, 1.0) + state.stock(1.0, 8.6)
    torch.testing.assert_close(parts, state.stock(0.0, 8.6))


@settings(max_examples=60, deadline=None)
@given(top=st.floats(0.0, 8.0), thickness=st.floats(0.005, 3.0), slope=st.floats(-5.0, 5.0), last=st.integers(1, 20))
def test_the_observation_operator_is_exact_for_linear_profiles(top: float, thickness: float, slope: float, last: int) -> None:
    """Point and mean of a profile that is linear between the first node and that of the last layer, constant beyond."""
    profile = 100.0 + slope * NODE_DEPTH
    depths = np.linspace(top, top + thickness, 20001)
    line = 100.0 + slope * np.clip(depths, NODE_DEPTH[0], NODE_DEPTH[last - 1])
    bottom = np.array([top + thickness])
    np.testing.assert_allclose(point_weights(depths[[0, -1]], last) @ profile, line[[0, -1]], rtol=1e-12)
    np.testing.assert_allclose(mean_weights(np.array([top]), bottom, last) @ profile, np.trapezoid(line, depths) / thickness, rtol=1e-6)


@settings(max_examples=40, deadline=None)
@given(factor=st.floats(0.1, 10.0), seed=st.integers(0, 10_000))
def test_pools_scale_with_the_input(factor: float, seed: int) -> None:
    """The model is linear in the litter input; the five other processes do not see it."""
    forcing = golden_forcing(9.0, 9.0)
    more = Forcing(*list(vars(forcing).values())[:7], factor * forcing.litter_input)
    theta = prior_draws("binn", 1, seed)
    a, b = SoilCarbonModel()(theta, forcing), SoilCarbonModel()(theta, more)
    torch.testing.assert_close(b.pools, factor * a.pools, rtol=1e-12, atol=0.0)
    for name in REFERENCE_PROCESSES:
        torch.testing.assert_close(a.processes[name], b.processes[name])


def test_slower_passive_turnover_stores_more_carbon() -> None:
    """Monotone in the turnover time of the passive pool and in the transfer to it."""
    for name in ("tau_s3", "fs1s3", "fs2s3"):
        stocks = []
        for share in (0.1, 0.5, 0.9):
            theta, column = at_share("binn", 0.5), [row.name for row in PARAMETERS].index(name)
            theta[:, column] = PARAMETERS[column].lower + share * (PARAMETERS[column].upper - PARAMETERS[column].lower)
            stocks.append(float(SoilCarbonModel()(theta, golden_forcing(9.0, 9.0)).stock(0.0, 1.0)))
        assert stocks[0] < stocks[1] < stocks[2]


def test_nothing_lies_below_closed_bedrock() -> None:
    """Pools are zero from the layer below ``bedrock_layer`` on."""
    forcing = golden_forcing(9.0, 9.0)
    for last in (1, 5, 20):
        state = SoilCarbonModel()(
            at_share("binn", 0.5), Forcing(*list(vars(forcing).values())[:6], torch.tensor([last]), forcing.litter_input)
        )
        assert bool((state.pools[:, :, last:] == 0.0).all())
        assert bool((state.pools[:, :, :last] > 0.0).all())
        assert float(state.stock(float(INTERFACE_DEPTH[last - 1]), 9.0)) == 0.0
