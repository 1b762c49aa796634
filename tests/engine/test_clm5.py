"""The CLM5 layer against exact solutions, the published code's output, invariants and its own two solvers."""

from __future__ import annotations

import ast
import dataclasses
import functools
import itertools
import multiprocessing
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.overrides import TorchFunctionMode
from torch.profiler import ProfilerActivity, profile

from binn_engine.clm5 import PARAMETERS, PROCESSES, Forcing, SoilCarbon, SoilCarbonModel, environment, machine_code, transport
from binn_engine.clm5 import model as clm5_model
from binn_engine.clm5.geometry import INTERFACE_DEPTH, NODE_DEPTH, layer_overlap, mean_weights, point_weights
from binn_engine.errors import InputError
from binn_engine.learning.losses import Spreads, soc_loss
from tests.engine.clm5_cases import REFERENCE_PROCESSES, case_forcing, case_parameters, load_cases, prior_draws, respired

SOLVERS = ("compiled", "tensor", "recorded")
MODES = ("clm5", "published")
DRAWS = 100_000
CHUNK = 20_000


@pytest.fixture(scope="module")
def cases() -> dict[str, np.ndarray]:
    """The reference cases."""
    return load_cases()


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("mode", MODES)
def test_every_pool_of_the_reference_cases_is_exact(cases: dict, mode: str, solver: str) -> None:
    """Within 1e-9 of the solution with 60 digits."""
    pools = SoilCarbonModel(mode, solver=solver)(case_parameters(cases), case_forcing(cases)).pools.numpy()
    exact = cases[f"exact_{mode}_pools"]
    visible = np.abs(exact) > 1e-30
    np.testing.assert_allclose(pools[visible], exact[visible], rtol=1e-9)
    assert np.abs(pools[~visible]).max(initial=0.0) < 1e-29


@pytest.mark.parametrize("solver", SOLVERS)
def test_published_mode_reproduces_the_published_code(cases: dict, solver: str) -> None:
    """Pools of layers 1 to nbedrock + 1 within 1e-6 of what PRODA's own code gave."""
    pools = SoilCarbonModel("published", solver=solver)(case_parameters(cases), case_forcing(cases)).pools.numpy()
    scale = np.maximum(np.abs(cases["exact_published_pools"]), 1e-3)
    active = np.arange(1, 21) <= cases["nbedrock"][:, :1] + 1
    error = np.abs(pools - cases["proda_pools"]) / scale
    assert error[np.broadcast_to(active[:, None], error.shape)].max() < 1e-6


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("mode", MODES)
def test_the_processes_of_the_reference_cases_are_exact(cases: dict, mode: str, solver: str) -> None:
    """Within 1e-9; vertical transport of fully frozen soil is zero to round-off."""
    processes = SoilCarbonModel(mode, solver=solver)(case_parameters(cases), case_forcing(cases)).processes
    for number, name in enumerate(REFERENCE_PROCESSES):
        np.testing.assert_allclose(processes[name].numpy(), cases[f"exact_{mode}_processes"][:, number], rtol=1e-9, atol=1e-15)
    assert set(processes) == {row.name for row in PROCESSES}
    assert torch.equal(processes["input_allocation"], case_parameters(cases)[:, 20])


@pytest.mark.parametrize("solver", SOLVERS)
def test_input_equals_respiration_where_bedrock_is_closed(cases: dict, solver: str) -> None:
    """To 1e-10 of the input."""
    parameters, forcing = case_parameters(cases), case_forcing(cases)
    pools = SoilCarbonModel("clm5", solver=solver)(parameters, forcing).pools
    np.testing.assert_allclose(respired(parameters, pools, forcing), forcing.litter_input.sum(1).numpy(), rtol=1e-10)


def test_the_published_mode_leaks_carbon_at_bedrock(cases: dict) -> None:
    """The known flaw is there under ``published``, up to a fifth of the input."""
    parameters, forcing = case_parameters(cases), case_forcing(cases)
    pools = SoilCarbonModel("published")(parameters, forcing).pools
    leak = 1.0 - respired(parameters, pools, forcing) / forcing.litter_input.sum(1).numpy()
    assert 0.2 < leak.max() < 0.25


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("mode", MODES)
def test_gradients_agree_with_finite_differences(cases: dict, mode: str, solver: str) -> None:
    """By parameters and by every field of the forcing, for deep and shallow thaw and shallow bedrock."""
    chosen = [0, 1, 6, 9]
    forcing = case_forcing(cases).at(torch.tensor(chosen)).gathered()
    inputs = [
        case_parameters(cases)[chosen],
        forcing.soil_temperature,
        forcing.water_scalar,
        forcing.oxygen_scalar,
        forcing.nitrogen_scalar,
    ]
    inputs += [forcing.active_layer_depth, forcing.active_layer_depth_last_year, forcing.litter_input]
    model = SoilCarbonModel(mode, solver=solver)

    def outputs(parameters, temperature, water, oxygen, nitrogen, thaw, thaw_before, litter):
        state = model(parameters, Forcing(temperature, water, oxygen, nitrogen, thaw, thaw_before, forcing.bedrock_layer, litter))
        return (torch.log(state.soc[:, :2]), torch.log(state.pools[:, :, 0]), *state.processes.values())

    assert torch.autograd.gradcheck(outputs, [tensor.clone().requires_grad_() for tensor in inputs], fast_mode=True, rtol=1e-4, atol=1e-7)


@pytest.mark.parametrize("mode", MODES)
def test_gradients_of_everything_agree_also_below_bedrock_and_at_the_rate_floor(cases: dict, mode: str) -> None:
    """A loss over all layers, those without soil too; and e-folding depths so small that deep rates lie at their floor."""
    forcing = case_forcing(cases)
    for factor, layers in ((1.0, 20), (0.05, 3)):
        theta = case_parameters(cases).clone()
        theta[:, 3] *= factor
        gradients = {}
        for solver in SOLVERS:
            leaf = theta.clone().requires_grad_()
            soc = SoilCarbonModel(mode, solver=solver)(leaf, forcing).soc[:, :layers]
            torch.log(soc + 1.0).sum().backward()
            gradients[solver] = leaf.grad
        scale = gradients["recorded"].abs().amax(1, keepdim=True).clamp(min=1e-12)
        for solver in ("compiled", "tensor"):
            assert float(((gradients[solver] - gradients["recorded"]).abs() / scale).max()) < 1e-8, (factor, solver)


@pytest.mark.parametrize("mode", MODES)
def test_the_adjoint_equals_the_gradient_through_the_elimination(cases: dict, mode: str) -> None:
    """To 1e-8, for random weights on all pools and processes, by parameters and by all forcing, forcing shared by index."""
    chosen = torch.arange(240) % 60
    parameters = case_parameters(cases)[chosen] * torch.linspace(0.95, 1.0, 240, dtype=torch.float64)[:, None]
    weights = torch.rand(240, 7, 20, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    gradients = {}
    for solver in SOLVERS:
        theta = parameters.clone().requires_grad_()
        base = case_forcing(cases)
        fields = [base.soil_temperature, base.water_scalar, base.oxygen_scalar, base.nitrogen_scalar]
        fields = [
            field.clone().requires_grad_()
            for field in (*fields, base.active_layer_depth, base.active_layer_depth_last_year, base.litter_input)
        ]
        state = SoilCarbonModel(mode, solver=solver)(theta, Forcing(*fields[:6], base.bedrock_layer, fields[6], cell=chosen))
        above = torch.arange(20) < base.bedrock_layer[chosen][:, None, None]
        size = state.pools.detach().abs().clamp(min=1.0)
        loss = (weights * above * state.pools / size).sum() + sum(state.processes.values()).sum()
        gradients[solver] = torch.autograd.grad(loss, [theta, *fields], allow_unused=True)
    for solver in ("compiled", "tensor"):
        for found, recorded in zip(gradients[solver], gradients["recorded"]):
            scale = recorded.abs().flatten(1).amax(1).reshape(-1, *[1] * (recorded.ndim - 1)).clamp(min=1e-12)
            assert float(((found - recorded).abs() / scale).max()) < 1e-8


FIELDS = (
    "soil_temperature",
    "water_scalar",
    "oxygen_scalar",
    "nitrogen_scalar",
    "active_layer_depth",
    "active_layer_depth_last_year",
    "litter_input",
)


def leaf_forcing(cases: dict, names: tuple[str, ...] = FIELDS) -> Forcing:
    """The cases' forcing, with gradients by the named fields."""
    forcing = case_forcing(cases)
    return dataclasses.replace(forcing, **{name: getattr(forcing, name).clone().requires_grad_() for name in names})


@pytest.mark.parametrize("mode", MODES)
def test_the_adjoint_adds_up_soc_pools_and_processes_over_more_sites_than_it_holds_at_a_time(cases: dict, mode: str) -> None:
    """One loss of all of them over 4,097 sites in cells in no order: by parameters and all forcing to 1e-8, of each cell's size or a
    millionth of the field's."""
    sites = 4097
    generator = torch.Generator().manual_seed(5)
    cell = torch.randperm(60, generator=generator)[torch.arange(sites) % 60]
    weights = [torch.rand(sites, *shape, generator=generator, dtype=torch.float64) for shape in ((20,), (7, 20), (6,))]
    gradients = {}
    for solver in ("compiled", "recorded"):
        theta, forcing = prior_draws("binn", sites, seed=5).requires_grad_(), leaf_forcing(cases)
        state = SoilCarbonModel(mode, solver=solver)(theta, forcing.at(cell))
        values = (torch.log1p(state.soc), torch.log1p(state.pools), torch.stack([state.processes[row.name] for row in PROCESSES], 1))
        loss = sum((weight * value).sum() for weight, value in zip(weights, values))
        gradients[solver] = torch.autograd.grad(loss, [theta, *(getattr(forcing, name) for name in FIELDS)])
    for found, recorded in zip(gradients["compiled"], gradients["recorded"]):
        scale = recorded.abs().flatten(1).amax(1).reshape(-1, *[1] * (recorded.ndim - 1))
        assert float(((found - recorded).abs() / scale.clamp(min=1e-6 * float(scale.max()))).max()) < 1e-8


def rows_of(state: SoilCarbon) -> dict[str, torch.Tensor]:
    """SOC, pools and processes, ``(batch, ...)`` each."""
    return {"soc": state.soc, "pools": state.pools, **state.processes}


@pytest.mark.parametrize("solver", ["compiled", "tensor"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("prior", ["binn", "proda"])
def test_float32_is_right_with_and_without_gradients(cases: dict, prior: str, mode: str, solver: str) -> None:
    """Over 20,000 draws: SOC, pools and processes with gradients are those without to rounding, and within 1e-3 of float64 above bedrock
    (of at least 1e-3 gC/m3, 1e-6 for processes); gradients of all of them are finite."""
    forcing, theta = case_forcing(cases).at(torch.arange(CHUNK) % 60), prior_draws(prior, CHUNK, seed=7)
    model, narrow = SoilCarbonModel(mode, solver=solver), forcing.to("cpu", torch.float32)
    with torch.no_grad():
        exact, plain = rows_of(model(theta, forcing)), rows_of(model(theta.float(), narrow))
    leaf = theta.float().requires_grad_()
    found = rows_of(model(leaf, narrow))
    above = torch.arange(20) < forcing.of_sites(forcing.bedrock_layer)[:, None]
    for name, right in exact.items():
        layers = right.ndim > 1
        seen = (above.reshape(CHUNK, *[1] * (right.ndim - 2), 20) & (right < 1e30)) if layers else torch.ones(CHUNK, dtype=torch.bool)
        size = right.abs().clamp(min=1e-3 if layers else 1e-6)
        assert found[name].dtype == plain[name].dtype == torch.float32
        for value, other, bound in ((plain[name], right, 1e-3), (found[name], plain[name], 1e-5)):
            assert float(((value.detach().double() - other.double()).abs() / size)[seen].max()) < bound, name
    loss = sum(torch.log1p(values).sum() for values in found.values())
    assert bool(torch.isfinite(torch.autograd.grad(loss, leaf)[0]).all())


@pytest.mark.parametrize("solver", ["compiled", "tensor"])
def test_sites_below_the_range_of_float32_have_the_gradients_of_float64(cases: dict, solver: str) -> None:
    """E-folding depths of a few centimetres: by parameters and forcing to 1e-4 of the largest of each."""
    gradients = []
    for kind in (torch.float64, torch.float32):
        theta = case_parameters(cases).clone()
        theta[:, 3] = 0.05
        leaf, forcing = theta.to(kind).requires_grad_(), leaf_forcing(cases)
        state = SoilCarbonModel(solver=solver)(leaf, forcing)
        loss = torch.log1p(state.soc[:, :4]).sum() + sum(torch.log1p(values).sum() for values in state.processes.values())
        gradients.append(
            [gradient.double() for gradient in torch.autograd.grad(loss, [leaf, *(getattr(forcing, name) for name in FIELDS)])]
        )
    for right, found in zip(*gradients):
        scale = right.abs().flatten(1).amax(1).reshape(-1, *[1] * (right.ndim - 1))
        assert float(((found - right).abs() / scale.clamp(min=1e-4 * float(scale.max()))).max()) < 1e-3


@pytest.mark.parametrize("solver", SOLVERS)
@pytest.mark.parametrize("kind", [torch.float64, torch.float32])
def test_processes_keep_their_gradients_wherever_they_are_read(cases: dict, kind: torch.dtype, solver: str) -> None:
    """First under ``no_grad`` or ``inference_mode``, then in a loss; and none where the state has none."""
    leaf, forcing = case_parameters(cases).to(kind).requires_grad_(), case_forcing(cases)
    model = SoilCarbonModel(solver=solver)
    gradients = []
    for reading in (torch.enable_grad, torch.no_grad, torch.inference_mode):
        state = model(leaf, forcing)
        with reading():
            assert float(state.processes["baseline_decomposition"].detach().mean()) > 0.0
        gradients.append(torch.autograd.grad(sum(state.processes.values()).sum(), leaf)[0])
    # The recorded solver's gradients overflow at some sites in float32.
    torch.testing.assert_close(gradients[1], gradients[0], rtol=0.0, atol=0.0, equal_nan=True)
    torch.testing.assert_close(gradients[2], gradients[0], rtol=0.0, atol=0.0, equal_nan=True)
    with torch.no_grad():
        state = model(leaf, forcing)
    assert not state.processes["baseline_decomposition"].requires_grad


@pytest.mark.parametrize("variant", ["standard", "binn_code"])
@pytest.mark.parametrize("solver", SOLVERS)
def test_processes_are_those_of_the_parameters_that_were_given(cases: dict, solver: str, variant: str) -> None:
    """Though parameters and litter change in place before the processes are read, as in an optimiser's step."""
    if (solver, variant) == ("compiled", "binn_code"):
        solver = "auto"
    model = SoilCarbonModel("clm5", variant, solver)
    leaf, forcing = case_parameters(cases).contiguous().requires_grad_(), case_forcing(cases)
    forcing = dataclasses.replace(forcing, litter_input=forcing.litter_input.clone())
    expected = {name: values.detach().clone() for name, values in model(leaf, forcing).processes.items()}
    state = model(leaf, forcing)
    with torch.no_grad():
        leaf.mul_(0.9)
        forcing.litter_input.mul_(2.0)
    for name, values in expected.items():
        torch.testing.assert_close(state.processes[name].detach(), values, rtol=0.0, atol=0.0, equal_nan=True)


@pytest.mark.parametrize("solver", SOLVERS)
def test_where_all_thaws_deeply_the_gradient_by_active_layer_depth_is_zero(cases: dict, solver: str) -> None:
    """Not an error: alone, and beside the parameters'."""
    forcing = leaf_forcing(cases, ("active_layer_depth", "active_layer_depth_last_year"))
    with torch.no_grad():
        forcing.active_layer_depth.fill_(8.6)
        forcing.active_layer_depth_last_year.fill_(8.0)
    for theta in (case_parameters(cases), case_parameters(cases).requires_grad_()):
        soc = SoilCarbonModel(solver=solver)(theta, forcing).soc
        for gradient in torch.autograd.grad(soc.sum(), [forcing.active_layer_depth, forcing.active_layer_depth_last_year]):
            assert torch.equal(gradient, torch.zeros(60, 12, dtype=torch.float64))


@pytest.mark.parametrize("solver", ["auto", "tensor", "recorded"])
def test_functional_transforms_over_forcing(cases: dict, solver: str) -> None:
    """``grad`` and ``vmap`` by monthly fields, litter and thaw give what plain calls give, of processes too; ``vmap`` over thaw is
    refused with what to do."""
    theta, forcing, model = case_parameters(cases), case_forcing(cases), SoilCarbonModel(solver=solver)

    def value(field: torch.Tensor, name: str) -> torch.Tensor:
        state = model(theta, dataclasses.replace(forcing, **{name: field}))
        return torch.log1p(state.soc).sum() + sum(state.processes.values()).sum()

    for name in FIELDS:
        given = getattr(forcing, name)
        leaf = given.clone().requires_grad_()
        (expected,) = torch.autograd.grad(value(leaf, name), leaf)
        found = torch.func.grad(value)(given, name)
        torch.testing.assert_close(found, expected, rtol=1e-7, atol=1e-9 * float(expected.abs().max()))
        several = torch.stack([given, 0.9 * given])
        mapped = torch.func.vmap(functools.partial(value, name=name))
        if name.startswith("active_layer_depth"):
            with pytest.raises(InputError, match=name) as refusal:
                mapped(several)
            assert "sites of one batch" in str(refusal.value.remedy)
        else:
            torch.testing.assert_close(mapped(several), torch.stack([value(one, name) for one in several]), rtol=1e-10, atol=0.0)


def test_the_compiled_solver_refuses_transformed_forcing(cases: dict) -> None:
    theta, forcing = case_parameters(cases), case_forcing(cases)

    def total(water: torch.Tensor) -> torch.Tensor:
        return SoilCarbonModel(solver="compiled")(theta, dataclasses.replace(forcing, water_scalar=water)).soc.sum()

    with pytest.raises(InputError, match="plain"):
        torch.func.grad(total)(forcing.water_scalar)


def test_functional_transforms_take_float32(cases: dict) -> None:
    """Also at draws below its range: SOC of ``vmap`` and gradients of ``grad`` are those of plain calls to 1e-3."""
    forcing, model = case_forcing(cases).to("cpu", torch.float32).at(torch.arange(200) % 60), SoilCarbonModel()
    draws = prior_draws("proda", 400, seed=2).float().reshape(2, 200, 21)
    mapped = torch.func.vmap(lambda theta: torch.log1p(model(theta, forcing).soc))(draws)
    assert mapped.dtype == torch.float32
    torch.testing.assert_close(mapped, torch.stack([torch.log1p(model(theta, forcing).soc) for theta in draws]), rtol=1e-3, atol=1e-3)
    found = torch.func.grad(lambda theta: torch.log1p(model(theta, forcing).soc[:, :4]).sum())(draws[0])
    assert bool(torch.isfinite(found).all())


def test_machine_code_is_named_after_all_modules_compiled_into_it() -> None:
    """Every module that compiles functions, and every module of the layer that those import."""
    folder = Path(machine_code.__file__).parent
    seen = set()
    for path in folder.rglob("*.py"):
        imports = [node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.ImportFrom)]
        if any(node.level == 0 and node.module.startswith("numba") and any(name.name == "njit" for name in node.names) for node in imports):
            seen |= {path.stem, *(node.module for node in imports if node.level in (1, 2))}
    assert {"exchange", "geometry", "transport"} <= seen <= {path.stem for path in machine_code.SOURCES}


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
    """SOC, processes and stock of a simple site at the middle of both priors, and the BINN code's own variant of K."""
    forcing = golden_forcing(9.0, 9.0)
    state = SoilCarbonModel("published")(at_share("binn", 0.5), forcing)
    soc = [38490.746, 35747.543, 29682.490, 23749.861, 18982.979, 15388.373, 12680.643, 10639.289, 9099.420, 7897.912]
    np.testing.assert_allclose(state.soc[0, :10].numpy(), soc, rtol=1e-7)
    np.testing.assert_allclose(
        [float(state.processes[name]) for name in REFERENCE_PROCESSES], [0.418341, 0.032998, 0.110585, 0.0463914], rtol=1e-5
    )
    assert float(state.stock(0.0, 8.6)) / 1000.0 == pytest.approx(32.878, rel=2e-5)
    variant = SoilCarbonModel("published", "binn_code")(at_share("binn", 0.5), forcing)
    assert float(variant.processes["baseline_decomposition"]) == pytest.approx(0.294292, rel=2e-6)
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

    with pytest.raises(InputError, match="plain"):
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


def at_share(prior: str, share: float) -> torch.Tensor:
    """All parameters at the same share of their ranges, ``(1, 21)``."""
    low = torch.tensor([row.lower if prior == "binn" else row.proda_lower for row in PARAMETERS], dtype=torch.float64)
    high = torch.tensor([row.upper if prior == "binn" else row.proda_upper for row in PARAMETERS], dtype=torch.float64)
    return (low + share * (high - low))[None]


def golden_forcing(thaw: float, thaw_before: float) -> Forcing:
    """The simple site of the golden vectors."""
    month = np.arange(12)
    temperature = 283.15 + 12.0 * np.exp(-NODE_DEPTH / 2.0)[:, None] * np.sin(2.0 * np.pi * (month - 3) / 12.0)
    water = np.clip(0.3 + 0.2 * np.exp(-NODE_DEPTH)[:, None] + 0.1 * np.cos(2.0 * np.pi * month / 12.0), 0.05, 1.0)
    one = torch.ones(1, 20, 12, dtype=torch.float64)
    depth = torch.ones(1, 12, dtype=torch.float64)
    litter = torch.tensor([[60.0, 150.0, 180.0, 60.0]], dtype=torch.float64)
    return Forcing(
        torch.from_numpy(temperature)[None],
        torch.from_numpy(water)[None],
        one,
        0.9 * one,
        thaw * depth,
        thaw_before * depth,
        torch.tensor([15]),
        litter,
    )


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("prior", ["binn", "proda"])
def test_float32_agrees_with_float64_over_the_prior(cases: dict, prior: str, mode: str) -> None:
    """SOC above bedrock within 1e-3 (of at least 1e-3 gC/m3) in all of 100,000 draws, those below float32's range solved in float64."""
    forcing, model = case_forcing(cases), SoilCarbonModel(mode)
    narrow = forcing.to("cpu", torch.float32)
    worst = []
    with torch.no_grad():
        for parameters in prior_draws(prior, DRAWS, seed=7).split(CHUNK):
            cell = torch.arange(len(parameters)) % forcing.n_cells
            exact, found = model(parameters, forcing.at(cell)).soc, model(parameters.float(), narrow.at(cell)).soc
            assert found.dtype == torch.float32
            assert bool(torch.isfinite(found).all())
            assert float(found.min()) >= 0.0
            above = torch.arange(1, 21) <= forcing.bedrock_layer[cell][:, None]
            visible = above & (exact < 1e30)
            worst.append((((found.double() - exact).abs() / exact.clamp(min=1e-3)) * visible).amax(1))
    assert float(torch.cat(worst).max()) < 1e-3


@pytest.mark.parametrize("solver", ["compiled", "tensor"])
def test_float32_gradients_are_finite_over_the_prior(cases: dict, solver: str) -> None:
    """Of the logarithm of SOC in the first metre, by parameters, over BINN's ranges; and close to those in float64."""
    count = 20_000 if solver == "compiled" else 2_000
    forcing, model = case_forcing(cases).to("cpu", torch.float32), SoilCarbonModel(solver=solver)
    cell = torch.arange(count) % 60
    gradients = []
    for kind in (torch.float32, torch.float64):
        theta = prior_draws("binn", count, seed=3).to(kind).requires_grad_()
        soc = model(theta, forcing.to("cpu", kind).at(cell)).soc[:, :8]
        inside = torch.arange(1, 9) <= forcing.bedrock_layer[cell][:, None]
        torch.log(torch.where(inside & (soc > 1e-3), soc, torch.ones_like(soc))).sum().backward()
        gradients.append(theta.grad.double() * torch.from_numpy(np.array([row.upper - row.lower for row in PARAMETERS])))
    assert bool(torch.isfinite(gradients[0]).all())
    scale = gradients[1].abs().amax(1, keepdim=True).clamp(min=1e-3)
    relative = ((gradients[0] - gradients[1]).abs() / scale).amax(1)
    assert float(torch.quantile(relative, 0.999)) < 1e-2


def peak_bytes(work: Callable[[], object]) -> int:
    """The most memory that torch holds at a time of what ``work`` allocates."""
    with profile(activities=[ProfilerActivity.CPU], profile_memory=True) as record:
        work()
    events = sorted(record.events(), key=lambda event: event.time_range.start)
    return max(itertools.accumulate((event.self_cpu_memory_usage for event in events), initial=0))


def test_memory_is_counted() -> None:
    """Two of three arrays live at a time."""

    def work() -> None:
        first = torch.ones(1000, dtype=torch.float64)
        second = 2.0 * first
        del first
        second + 1.0

    assert peak_bytes(work) == pytest.approx(16_000, abs=100)


@pytest.mark.parametrize("kind", [torch.float32, torch.float64])
def test_the_tensor_solver_never_holds_shared_forcing_site_by_site(cases: dict, kind: torch.dtype, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without gradients: the scalars take less than one monthly field for all sites would, the whole layer less than the four fields."""
    monkeypatch.setattr(environment, "SITES_AT_ONCE", 256)
    sites = 4096
    field = sites * 240 * kind.itemsize
    forcing = case_forcing(cases).to("cpu", kind).at(torch.arange(sites) % 60)
    theta = prior_draws("binn", sites).to(kind)
    with torch.no_grad():
        columns = (theta[:, [row.name for row in PARAMETERS].index(name)] for name in ("q10", "efolding", "w_scaling"))
        scalars = functools.partial(environment.environmental_scalars, *columns, forcing)
        assert peak_bytes(scalars) < field
        assert peak_bytes(lambda: SoilCarbonModel(solver="tensor")(theta, forcing)) < 4 * field


@pytest.mark.parametrize("solver", ["tensor", "recorded"])
@pytest.mark.parametrize("mode", MODES)
def test_forcing_by_index_gives_what_copied_forcing_gives(cases: dict, mode: str, solver: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same bits, with more sites than cells and with fewer, some sites at a time too; gradients add up in the cells."""
    theta = prior_draws("binn", 200, seed=4)
    model = SoilCarbonModel(mode, "binn_code", solver)
    # In one layout in memory, on which the order of sums depends.
    forcing = Forcing(*(field.contiguous() for field in list(vars(case_forcing(cases)).values())[:8]))
    for cell in (torch.arange(200) * 7 % 60, torch.tensor([59, 10, 10, 37])):
        some = theta[: len(cell)]
        temperature, thaw = (tensor.clone().requires_grad_() for tensor in (forcing.soil_temperature, forcing.active_layer_depth))
        shared = dataclasses.replace(forcing, soil_temperature=temperature, active_layer_depth=thaw, cell=cell)
        copied = shared.gathered()
        states, gradients = [], []
        for one, at_once in ((copied, 10**6), (shared, 10**6), (shared, 37), (copied, 37)):
            monkeypatch.setattr(environment, "SITES_AT_ONCE", at_once)
            monkeypatch.setattr(transport, "SHALLOW_AT_ONCE", at_once)
            state = model(some, one)
            states.append(torch.cat([state.pools.flatten(1), torch.stack(list(state.processes.values()), 1)], 1).detach())
            gradients.append(torch.autograd.grad(torch.log1p(state.soc).sum(), [temperature, thaw], retain_graph=True))
        for state, gradient in zip(states[1:], gradients[1:]):
            assert torch.equal(state.nan_to_num(), states[0].nan_to_num())
            for found, expected in zip(gradient, gradients[0]):
                assert found.shape[0] == 60
                torch.testing.assert_close(found, expected, rtol=1e-9, atol=1e-9 * float(expected.abs().max()))


def test_functional_transforms_take_shared_forcing(cases: dict) -> None:
    """``vmap`` over draws and ``torch.func.grad`` by parameters, with forcing by index, give what plain calls give."""
    forcing, model = case_forcing(cases).at(torch.tensor([6, 9, 6])), SoilCarbonModel()
    draws = prior_draws("binn", 12).reshape(4, 3, 21)
    mapped = torch.func.vmap(lambda theta: model(theta, forcing).soc)(draws)
    torch.testing.assert_close(mapped, torch.stack([model(theta, forcing).soc for theta in draws]), rtol=1e-10, atol=1e-20)
    leaf = draws[0].clone().requires_grad_()
    (expected,) = torch.autograd.grad(torch.log1p(model(leaf, forcing).soc).sum(), leaf)
    found = torch.func.grad(lambda theta: torch.log1p(model(theta, forcing).soc).sum())(draws[0])
    torch.testing.assert_close(found, expected, rtol=1e-8, atol=1e-10)


class TypesMade(TorchFunctionMode):
    """Collects the types of all floating-point tensors that torch's functions return."""

    def __init__(self) -> None:
        super().__init__()
        self.types: set[torch.dtype] = set()

    def __torch_function__(self, func, types, args=(), kwargs=None):
        result = func(*args, **(kwargs or {}))
        parts = result if isinstance(result, (tuple, list)) else (result,)
        self.types |= {part.dtype for part in parts if isinstance(part, torch.Tensor) and part.is_floating_point()}
        return result


@pytest.mark.parametrize("variant", ["standard", "binn_code"])
@pytest.mark.parametrize("mode", MODES)
def test_float32_makes_no_float64_on_the_way(cases: dict, mode: str, variant: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Apple's GPUs have none: the tensor solver, its gradient, processes and stocks stay in float32."""
    monkeypatch.setattr(clm5_model, "has_float64", lambda device: False)
    forcing = case_forcing(cases).to("cpu", torch.float32).at(torch.arange(120) % 60)
    theta = prior_draws("binn", 120).float().requires_grad_()
    with TypesMade() as made:
        state = SoilCarbonModel(mode, variant, "tensor")(theta, forcing)
        (torch.log1p(state.soc).sum() + state.stock(0.0, 1.0).sum() * 1e-6 + sum(state.processes.values()).sum()).backward()
    assert made.types == {torch.float32}


@pytest.mark.parametrize("solver", ["compiled", "tensor"])
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("prior", ["binn", "proda"])
def test_gradients_are_finite_over_both_priors(cases: dict, prior: str, mode: str, solver: str) -> None:
    """Of training's loss and of the logarithm of SOC, all layers of 2,000 draws, none left out, also where pools exceed 1e30 gC/m3; in
    float64 of SOC itself too."""
    count = 2000
    largest = 0.0
    for kind in (torch.float32, torch.float64):
        forcing = case_forcing(cases).to("cpu", kind).at(torch.arange(count) % 60)
        theta = prior_draws(prior, count, seed=3).to(kind).requires_grad_()
        state = SoilCarbonModel(mode, solver=solver)(theta, forcing)
        flat = state.soc.flatten()
        losses = [soc_loss(flat, torch.full_like(flat, 1e4), Spreads(50.0, 1.0, 1e4), "balanced"), torch.log1p(flat).sum()]
        for loss in losses if kind == torch.float32 else (*losses, flat.sum()):
            (gradient,) = torch.autograd.grad(loss, theta, retain_graph=True)
            assert bool(torch.isfinite(gradient).all())
            assert bool((gradient != 0.0).any(1).all())
        largest = max(largest, float(state.pools.detach().max()))
    assert largest > 1e30 or (prior, mode) != ("proda", "published")


def test_vmap_and_a_second_backward_pass_work() -> None:
    """``torch.func.vmap`` over draws gives the draws' own solutions; a graph that is kept can be used again."""
    forcing = golden_forcing(9.0, 9.0)
    draws = prior_draws("binn", 6).reshape(6, 1, 21)
    model = SoilCarbonModel()
    mapped = torch.func.vmap(lambda theta: model(theta, forcing).pools)(draws)
    torch.testing.assert_close(mapped, torch.stack([model(theta, forcing).pools for theta in draws]), rtol=1e-12, atol=0.0)
    leaf = draws[0].clone().requires_grad_()
    stock = model(leaf, forcing).stock(0.0, 1.0).sum()
    first, second = torch.autograd.grad(stock, leaf, retain_graph=True), torch.autograd.grad(stock, leaf)
    assert torch.equal(first[0], second[0])


@pytest.mark.parametrize("solver", SOLVERS)
def test_forcing_that_points_nowhere_is_refused(cases: dict, solver: str) -> None:
    """Indices and layers out of range, and a thaw depth that is not a number: a clear error, no memory of others, no endless loop."""
    forcing, theta = case_forcing(cases), case_parameters(cases)
    nowhere = forcing.active_layer_depth.clone()
    nowhere[3, 0] = torch.nan
    index = torch.arange(60)
    for wrong, word in (
        (dataclasses.replace(forcing, active_layer_depth=nowhere), "active_layer_depth"),
        (dataclasses.replace(forcing, bedrock_layer=torch.full((60,), 21)), "bedrock_layer"),
        (dataclasses.replace(forcing, bedrock_layer=torch.zeros(60, dtype=torch.long)), "bedrock_layer"),
        (dataclasses.replace(forcing, cell=index + 30), "cell"),
        (dataclasses.replace(forcing, cell=index - 1), "cell"),
        (dataclasses.replace(forcing, cell=index[:, None]), "cell"),
        (dataclasses.replace(forcing, cell=index.double()), "cell"),
    ):
        with pytest.raises(InputError, match=word):
            SoilCarbonModel(solver=solver)(theta, wrong)


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_type_of_the_parameters_decides(cases: dict, solver: str) -> None:
    """float32 parameters with float64 forcing give float32, forward and backward; half precision is refused."""
    leaf = case_parameters(cases).float().requires_grad_()
    soc = SoilCarbonModel(solver=solver)(leaf, case_forcing(cases)).soc
    assert soc.dtype == torch.float32
    soc[:, :3].sum().backward()
    assert leaf.grad.dtype == torch.float32
    with pytest.raises(InputError, match="float16"):
        SoilCarbonModel(solver=solver)(leaf.half(), case_forcing(cases))


def _solve_in_a_fork(queue: multiprocessing.Queue) -> None:
    forcing = golden_forcing(9.0, 9.0).at(torch.zeros(1500, dtype=torch.long))
    theta = at_share("binn", 0.5).expand(1500, -1)
    # Few enough numbers for torch to use no threads of its own, which do not survive a fork either.
    queue.put(float(SoilCarbonModel(solver="compiled")(theta, forcing).pools[-1].sum()))


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="this system does not fork")
def test_the_layer_works_after_a_fork() -> None:
    """A child does not wait for threads that stayed with its parent."""
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    _solve_in_a_fork(queue)
    expected = queue.get(timeout=60)
    child = context.Process(target=_solve_in_a_fork, args=(queue,), daemon=True)
    child.start()
    assert queue.get(timeout=60) == expected
    child.join(timeout=60)


def test_without_numba_the_tensor_solver_takes_over() -> None:
    """In a process where numba cannot be imported; ``compiled`` is refused clearly there."""
    script = (
        "import sys; sys.modules['numba'] = None\n"
        "import torch\n"
        "from binn_engine.selfcheck import check_engine, example_forcing\n"
        "from binn_engine.clm5 import SoilCarbonModel\n"
        "from binn_engine.errors import InputError\n"
        "assert check_engine()['ok']\n"
        "try:\n"
        "    SoilCarbonModel(solver='compiled')(torch.full((1, 21), 0.5, dtype=torch.float64), example_forcing())\n"
        "except InputError as error:\n"
        "    print(error)\n"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr
    assert "numba" in done.stdout
