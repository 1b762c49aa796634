"""Where to compute, how much at a time, and what happens when memory runs out."""

from __future__ import annotations

import dataclasses
import io
import threading
import time

import numpy as np
import pytest
import torch

from binn_engine.clm5 import PARAMETERS, Forcing, SoilCarbon, SoilCarbonModel
from binn_engine.errors import JobError
from binn_engine.forcing.grid import ForcingGrid
from binn_engine.forcing.reach import ForcingReach
from binn_engine.jobs.simulate import Simulation
from binn_engine.learning.batches import BYTES_PER_SITE, CPU_SITES, gradients_in_halves, in_batches, in_halves, sites_at_once
from binn_engine.learning.dataset import Tensors
from binn_engine.learning.losses import Spreads, soc_loss
from binn_engine.learning.site_inputs import ModelSites
from binn_engine.learning.training import predict_layers
from binn_engine.model.binn import Binn, NetworkOutput, parameter_space
from binn_engine.model.network import Inputs, Network
from binn_engine.model.spread import Spread
from binn_engine.prediction import prediction
from binn_engine.prediction.product_request import ProductRequest
from binn_engine.running.context import Run
from binn_engine.running.devices import choose_device, map_in_threads, threads_for
from binn_engine.running.events import Reporter
from binn_engine.running.outputs import StagedOutputs
from binn_engine.settings import SimulateJob
from tests.engine.support.clm5_cases import case_forcing, load_cases, prior_draws

cuda = pytest.mark.skipif(not torch.cuda.is_available(), reason="there is no CUDA device here")


def test_a_batch_that_does_not_fit_is_halved_until_it_does() -> None:
    """Every site once and in order, and a warning for each time."""
    warnings: list[str] = []

    def fits_ten(index: torch.Tensor) -> list[int]:
        if len(index) > 10:
            raise torch.OutOfMemoryError("more than ten")
        return index.tolist()

    parts = in_halves(fits_ten, torch.arange(35), lambda code, message: warnings.append(message))
    assert [site for part in parts for site in part] == list(range(35))
    assert max(map(len, parts)) <= 10
    assert "35 sites" in warnings[0]


def test_a_single_site_that_does_not_fit_is_an_error() -> None:
    def never(index: torch.Tensor) -> None:
        raise torch.OutOfMemoryError("never")

    with pytest.raises(torch.OutOfMemoryError):
        in_halves(never, torch.arange(3), lambda code, message: None)


def test_after_running_out_of_memory_batches_stay_small() -> None:
    """Each site once and in order; the size that did not fit is tried no second time; Apple's message is understood, others are not."""
    asked: list[int] = []
    warnings: list[str] = []

    def fits_ten(index: torch.Tensor) -> list[int]:
        asked.append(len(index))
        if len(index) > 10:
            raise RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)")
        return index.tolist()

    parts = in_batches(fits_ten, torch.arange(100), 40, lambda code, message: warnings.append(code))
    assert [site for part in parts for site in part] == list(range(100))
    assert asked == [40, 20] + 10 * [10]
    assert warnings == 2 * ["out_of_memory"]
    assert in_batches(fits_ten, torch.arange(0), 40, lambda code, message: None) == [[]]

    def broken(index: torch.Tensor) -> None:
        raise RuntimeError("shapes do not fit")

    with pytest.raises(RuntimeError, match="shapes"):
        in_batches(broken, torch.arange(100), 40, lambda code, message: None)


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 GiB"),
        RuntimeError("MPS backend out of memory (MPS allocated: 9 GB)"),
        RuntimeError("[enforce fail at alloc_cpu.cpp:124] err == 0. DefaultCPUAllocator: can't allocate memory"),
        RuntimeError("[enforce fail at alloc_cpu.cpp:116] data. DefaultCPUAllocator: not enough memory"),
        RuntimeError("unable to mmap: can't allocate memory"),
        torch.AcceleratorError("CUDA error: out of memory\nCUDA kernel errors might be asynchronously reported", 2),
        RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"),
        MemoryError("Unable to allocate 9 GiB for an array"),
    ],
    ids=lambda error: str(error)[:24],
)
def test_every_way_to_say_that_memory_ran_out_is_understood(error: Exception) -> None:
    def fits_two(index: torch.Tensor) -> list[int]:
        if len(index) > 2:
            raise error
        return index.tolist()

    assert in_batches(fits_two, torch.arange(7), 4, lambda code, message: None) == [[0, 1], [2, 3], [4, 5], [6]]


def test_another_failure_of_a_gpu_is_no_lack_of_memory() -> None:
    def broken(index: torch.Tensor) -> None:
        raise torch.AcceleratorError("CUDA error: an illegal memory access was encountered", 700)

    with pytest.raises(torch.AcceleratorError, match="illegal"):
        in_batches(broken, torch.arange(4), 4, lambda code, message: None)


def test_the_cpus_own_failure_to_allocate_is_understood() -> None:
    """A real one: more bytes than any address space has."""

    def fill(index: torch.Tensor) -> int:
        return len(torch.empty(10**16 if len(index) > 1 else 1, dtype=torch.uint8))

    assert in_halves(fill, torch.arange(2), lambda code, message: None) == [1, 1]


@pytest.mark.parametrize("device", ["cpu", "meta"])
def test_full_prediction_out_of_memory_goes_on_with_smaller_batches(device: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pixel once and in order; away from the CPU a size that failed is tried once in all."""
    asked: list[int] = []

    def fits_ten(model: object, sites: ModelSites, *_others: object) -> prediction.SiteProducts:
        asked.append(len(sites))
        if len(sites) > 10:
            raise torch.OutOfMemoryError("more than ten")
        found = sites.inputs.location.cpu().numpy() if device == "cpu" else np.zeros((len(sites), 2))
        return prediction.SiteProducts({"soc": found}, np.ones(len(sites), dtype=int))

    monkeypatch.setattr(prediction, "_predict_batch", fits_ten)
    monkeypatch.setattr(Spread, "draws", lambda spread, model: [None])
    monkeypatch.setattr(prediction, "sites_at_once", lambda device: 40)
    position = torch.arange(200.0).reshape(100, 2)
    inputs = Inputs(torch.zeros(100, 1), torch.zeros(100, 0, dtype=torch.long), position).to(device)
    forcing = case_forcing(load_cases()).to(device).at(torch.zeros(100, dtype=torch.long, device=device))
    warnings: list[str] = []
    given = ProductRequest(("soc",), ())
    pairs = ModelSites(inputs, forcing)
    found = prediction.predict_sites(None, pairs, given, lambda code, message: warnings.append(code)).products
    assert found["soc"].shape == (100, 2)
    if device == "cpu":
        np.testing.assert_array_equal(found["soc"], position.numpy())
        assert set(warnings) == {"out_of_memory"}
    else:
        assert asked == [40, 20] + 10 * [10]
        assert warnings == 2 * ["out_of_memory"]


class Cramped(torch.nn.Module):
    """A model on a device that holds ``most`` sites."""

    def __init__(self, model: torch.nn.Module, most: int) -> None:
        super().__init__()
        self.model, self.most = model, most

    def forward(self, inputs: Inputs, forcing: Forcing, prescribed: torch.Tensor | None = None) -> NetworkOutput:
        """As the model; runs out of memory above ``most`` sites."""
        if len(inputs) > self.most:
            raise torch.OutOfMemoryError(f"more than {self.most} sites")
        return self.model(inputs, forcing, prescribed)


@pytest.fixture(scope="module")
def taught() -> tuple[Binn, Tensors]:
    """A network with two covariates on the CLM5 layer, and 90 sites of one to three layers for it."""
    torch.manual_seed(0)
    generator = torch.Generator().manual_seed(1)
    model = Binn(Network(2, [], 21, [8], 0.0), parameter_space("binn"), "clm5")
    inputs = Inputs(torch.randn(90, 2, generator=generator), torch.zeros(90, 0, dtype=torch.long), torch.zeros(90, 2))
    count = torch.arange(90) % 3 + 1
    layers = int(count.sum())
    weights = torch.eye(20, dtype=torch.float64)[torch.arange(layers) % 4]
    soc = 1e4 * (1.0 + torch.rand(layers, dtype=torch.float64, generator=generator))
    forcing = case_forcing(load_cases()).at(torch.arange(90) % 60)
    return model, Tensors(inputs, forcing, count.cumsum(0) - count, count, weights, soc)


def test_predictions_out_of_memory_go_on_in_halves(taught: tuple[Binn, Tensors]) -> None:
    """The same numbers and a warning; Python's own where nobody listens; an error where a single site does not fit."""
    model, sites = taught
    warnings: list[str] = []
    expected = predict_layers(model, sites)
    found = predict_layers(Cramped(model, 20), sites, lambda code, message: warnings.append(message))
    torch.testing.assert_close(found, expected, rtol=1e-6, atol=0.0)
    assert len(warnings) == 3
    assert "90 sites" in warnings[0]
    with pytest.warns(RuntimeWarning, match="sites at a time"):
        predict_layers(Cramped(model, 30), sites)
    with pytest.raises(torch.OutOfMemoryError):
        predict_layers(Cramped(model, 0), sites, lambda code, message: None)


@pytest.mark.parametrize("fails", ["forward", "backward"])
@pytest.mark.parametrize("most", [90, 40, 7])
def test_a_training_step_in_halves_has_the_gradients_of_the_whole(taught: tuple[Binn, Tensors], most: int, fails: str) -> None:
    """Of a loss that is a mean over layers plus a mean over sites, to rounding of float32; gradients of before do not count, nor does
    what an attempt did before it failed, at the end of its backward pass too."""
    model, sites = taught
    unused = torch.nn.Parameter(torch.ones(3))
    parameters = [*model.parameters(), unused]
    cramped = Cramped(model, most if fails == "forward" else 90)
    tried: list[int] = []

    def last_gradient(_gradient: torch.Tensor) -> None:
        if fails == "backward" and tried[-1] > most:
            raise torch.OutOfMemoryError("at the end")

    def loss_of(index: torch.Tensor, through: torch.nn.Module) -> torch.Tensor:
        tried.append(len(index))
        site, layer = sites.layers_of(index)
        prediction = through(sites.inputs.at(index), sites.forcing.at(index))
        fit = soc_loss((prediction.soc[site] * sites.weights[layer]).sum(-1), sites.soc[layer], Spreads(50.0, 1.0, 1e4), "sqrt")
        return fit * (len(layer) / len(sites.soc)) + 3e-4 * (prediction.logits**2).mean() * (len(index) / len(sites))

    index = torch.arange(90)
    loss = loss_of(index, model)
    expected = torch.autograd.grad(loss, list(model.parameters()))
    for parameter in parameters:
        parameter.grad = torch.full_like(parameter, 7.0)
    warnings: list[str] = []
    hook = model.network.hidden[0].weight.register_hook(last_gradient)
    found, fitting = gradients_in_halves(
        parameters, lambda some: loss_of(some, cramped), index, 128, lambda code, message: warnings.append(message)
    )
    hook.remove()
    assert float(found) == pytest.approx(float(loss.detach()), rel=1e-9)
    assert not found.requires_grad
    for parameter, gradient in zip(parameters, expected):
        torch.testing.assert_close(parameter.grad, gradient, rtol=1e-4, atol=1e-5 * float(gradient.abs().max()))
    assert unused.grad is None
    assert bool(warnings) == (most < 90)
    # For the next step: what was asked for as long as it fits, else what did.
    assert fitting == {90: 128, 40: 22, 7: 5}[most]


def test_a_part_that_teaches_nothing_has_no_gradient(taught: tuple[Binn, Tensors]) -> None:
    """Its loss counts, and the parameters get None."""
    parameter = torch.nn.Parameter(torch.ones(3))
    loss, sites = gradients_in_halves([parameter], lambda some: torch.tensor(2.0), torch.arange(4), 4, lambda code, message: None)
    assert (float(loss), sites) == (2.0, 4)
    assert parameter.grad is None


def test_simulation_out_of_memory_goes_on_in_halves(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same products, and a warning to the run."""
    forcing = case_forcing(load_cases())
    cells = {name: np.ascontiguousarray(field.numpy()) for name, field in list(vars(forcing).items())[:8]}
    grid = ForcingGrid(cells, np.arange(60.0), np.zeros(60))
    job = SimulateJob(forcing="", grid="", depths=(0.1, 1.0))
    places, names = np.arange(200) % 60 + 0.1, [row.name for row in PARAMETERS]
    solve = SoilCarbonModel.forward

    def cramped(model: SoilCarbonModel, parameters: torch.Tensor, forcing: Forcing) -> SoilCarbon:
        if len(parameters) > 60:
            raise torch.OutOfMemoryError("more than 60 sites")
        return solve(model, parameters, forcing)

    results = []
    for forward in (solve, cramped):
        monkeypatch.setattr(SoilCarbonModel, "forward", forward)
        run = Run(job, choose_device("cpu"), Reporter(io.StringIO()), StagedOutputs())
        results.append(Simulation(run, ForcingReach.of(job, grid), names, {})(prior_draws("binn", 200).numpy(), places, np.zeros(200)))
    assert [code for code, _ in run.reporter.warnings] == 2 * ["out_of_memory"]
    for name, values in results[0].items():
        np.testing.assert_array_equal(results[1][name], values)


def test_a_batch_follows_from_the_memory_that_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of it; what torch keeps for itself counts as free; never less than one site."""
    monkeypatch.setattr(torch.cuda, "mem_get_info", lambda device: (6_000 * BYTES_PER_SITE, 9_000 * BYTES_PER_SITE))
    monkeypatch.setattr(torch.cuda, "memory_reserved", lambda device: 3_000 * BYTES_PER_SITE)
    monkeypatch.setattr(torch.cuda, "memory_allocated", lambda device: 1_000 * BYTES_PER_SITE)
    assert sites_at_once(torch.device("cuda")) == 4_000
    monkeypatch.setattr(torch.mps, "recommended_max_memory", lambda: 500 * BYTES_PER_SITE)
    monkeypatch.setattr(torch.mps, "current_allocated_memory", lambda: 100 * BYTES_PER_SITE)
    assert sites_at_once(torch.device("mps")) == 200
    monkeypatch.setattr(torch.mps, "current_allocated_memory", lambda: 600 * BYTES_PER_SITE)
    assert sites_at_once(torch.device("mps")) == 1


@pytest.mark.usefixtures("two_threads")
def test_items_shared_among_threads_come_back_in_order() -> None:
    assert map_in_threads(lambda item, stop: item * item, list(range(50))) == [number * number for number in range(50)]


@pytest.mark.usefixtures("two_threads")
def test_an_error_in_one_thread_stops_the_others() -> None:
    """Items that wait are not begun, and those that run are told."""
    begun: list[int] = []

    def work(item: int, stop: threading.Event) -> None:
        begun.append(item)
        if item == 0:
            raise ValueError("first")
        stop.wait(10.0)

    asked = time.monotonic()
    with pytest.raises(ValueError, match="first"):
        map_in_threads(work, list(range(100)))
    assert time.monotonic() - asked < 5.0
    assert len(begun) < 100


@pytest.mark.usefixtures("two_threads")
def test_small_batches_use_one_thread_and_the_setting_comes_back() -> None:
    with threads_for(128):
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == 2


def test_devices_say_why_they_were_chosen() -> None:
    assert choose_device("cpu").reason == "as requested"
    assert choose_device("auto").reason.endswith("found")
    assert choose_device("cpu", "float32").dtype == torch.float32
    assert sites_at_once(torch.device("cpu")) == CPU_SITES


@pytest.mark.skipif(torch.cuda.is_available(), reason="there is a CUDA device here")
def test_a_device_that_is_not_there_is_refused() -> None:
    for name, word in (("cuda", "CUDA"), ("mps", "mps")):
        with pytest.raises(JobError, match=word):
            choose_device(name)


@cuda
@pytest.mark.gpu
@pytest.mark.parametrize("mode", ["clm5", "published"])
def test_the_gpu_gives_what_the_cpu_gives(mode: str) -> None:
    """Pools, processes and gradients in float64 to 1e-9."""
    forcing, theta = case_forcing(load_cases()), prior_draws("binn", 6000)
    cell = torch.arange(6000) % 60
    results = []
    for device in ("cpu", "cuda"):
        leaf = theta.to(device).requires_grad_()
        state = SoilCarbonModel(mode)(leaf, forcing.to(device).at(cell.to(device)))
        (state.soc[:, :8].sum() + sum(state.processes.values()).sum()).backward()
        results.append((state.pools.detach().cpu(), leaf.grad.cpu()))
    torch.testing.assert_close(results[1][0], results[0][0], rtol=1e-9, atol=1e-12)
    torch.testing.assert_close(results[1][1], results[0][1], rtol=1e-8, atol=1e-6)


@cuda
@pytest.mark.gpu
def test_a_gpu_batch_is_chosen_from_free_memory() -> None:
    """Some sites, and fewer than would fill the device."""
    _free, total = torch.cuda.mem_get_info()
    assert 1 <= sites_at_once(torch.device("cuda")) * BYTES_PER_SITE <= total


@cuda
@pytest.mark.gpu
def test_a_gpu_batch_of_shared_forcing_fits_the_memory_it_was_chosen_for() -> None:
    """100,000 sites in float64 without gradients stay within ``BYTES_PER_SITE``; so do gradients give the CPU's, by forcing too."""
    sites = 100_000
    forcing = case_forcing(load_cases()).to("cuda").at(torch.arange(sites, device="cuda") % 60)
    theta = prior_draws("binn", sites).to("cuda")
    before = torch.cuda.memory_allocated()
    torch.cuda.reset_peak_memory_stats()
    with torch.no_grad():
        SoilCarbonModel()(theta, forcing)
    assert torch.cuda.max_memory_allocated() - before < sites * BYTES_PER_SITE
    gradients = []
    for device in ("cpu", "cuda"):
        shared = case_forcing(load_cases()).to(device)
        water = shared.water_scalar.clone().requires_grad_()
        shared = dataclasses.replace(shared, water_scalar=water).at(torch.arange(600, device=device) % 60)
        torch.log1p(SoilCarbonModel()(theta[:600].to(device), shared).soc).sum().backward()
        gradients.append(water.grad.cpu())
    torch.testing.assert_close(gradients[1], gradients[0], rtol=1e-8, atol=1e-8 * float(gradients[0].abs().max()))


@cuda
@pytest.mark.gpu
def test_a_real_out_of_memory_error_is_met_by_halving() -> None:
    """A batch larger than the device is computed in parts that fit."""
    _free, total = torch.cuda.mem_get_info()
    warnings: list[str] = []

    def fill(index: torch.Tensor) -> int:
        rows = torch.empty(len(index), total // 8, dtype=torch.uint8, device="cuda")
        return len(rows)

    parts = in_halves(fill, torch.arange(16), lambda code, message: warnings.append(code))
    assert sum(parts) == 16
    assert warnings
