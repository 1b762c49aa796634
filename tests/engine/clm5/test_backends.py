"""The CLM5 layer against exact solutions, the published code's output, invariants and its own two solvers."""

from __future__ import annotations

import dataclasses
import functools
import itertools
import multiprocessing
import subprocess
import sys
from collections.abc import Callable

import pytest
import torch
from torch.overrides import TorchFunctionMode
from torch.profiler import ProfilerActivity, profile

from binn_engine.clm5 import PARAMETERS, Forcing, SoilCarbonModel, environment, precision, transport
from binn_engine.errors import InputError
from binn_engine.learning.losses import Spreads, soc_loss
from tests.engine.support.clm5 import MODES, SOLVERS, at_share, golden_forcing
from tests.engine.support.clm5_cases import case_forcing, case_parameters, prior_draws


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
    model = SoilCarbonModel(mode, solver)
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


@pytest.mark.parametrize("mode", MODES)
def test_float32_makes_no_float64_on_the_way(cases: dict, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Apple's GPUs have none: the tensor solver, its gradient, processes and stocks stay in float32."""
    monkeypatch.setattr(precision, "has_float64", lambda device: False)
    forcing = case_forcing(cases).to("cpu", torch.float32).at(torch.arange(120) % 60)
    theta = prior_draws("binn", 120).float().requires_grad_()
    with TypesMade() as made:
        state = SoilCarbonModel(mode, "tensor")(theta, forcing)
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


@pytest.mark.parametrize("kind", [torch.float32, torch.float64])
def test_two_threads_give_what_one_gives(cases: dict, kind: torch.dtype) -> None:
    """Soil carbon and its gradients by parameters and litter, to the bit; the sites make no whole number of groups."""
    sites = 333
    forcing, found = case_forcing(cases).to("cpu", kind).at(torch.arange(sites) % 60), []
    before = torch.get_num_threads()
    for threads in (1, 2):
        torch.set_num_threads(threads)
        try:
            theta, litter = prior_draws("binn", sites).to(kind).requires_grad_(), forcing.litter_input.clone().requires_grad_()
            soc = SoilCarbonModel(solver="compiled")(theta, dataclasses.replace(forcing, litter_input=litter)).soc
            found.append((soc.detach(), *torch.autograd.grad(torch.log1p(soc).sum(), (theta, litter))))
        finally:
            torch.set_num_threads(before)
    for one, two in zip(*found):
        assert torch.equal(one, two)


@pytest.mark.usefixtures("two_threads")
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
