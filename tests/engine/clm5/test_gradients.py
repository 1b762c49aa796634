"""The CLM5 layer against exact solutions, the published code's output, invariants and its own two solvers."""

from __future__ import annotations

import dataclasses
import functools

import pytest
import torch

from binn_engine.clm5 import PROCESSES, Forcing, SoilCarbon, SoilCarbonModel
from binn_engine.errors import InputError
from tests.engine.support.clm5 import CHUNK, MODES, SOLVERS
from tests.engine.support.clm5_cases import case_forcing, case_parameters, prior_draws


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


@pytest.mark.parametrize("solver", SOLVERS)
def test_processes_are_those_of_the_parameters_that_were_given(cases: dict, solver: str) -> None:
    """Though parameters and litter change in place before the processes are read, as in an optimiser's step."""
    model = SoilCarbonModel("clm5", solver)
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

    with pytest.raises(InputError, match="ordinary tensors"):
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
