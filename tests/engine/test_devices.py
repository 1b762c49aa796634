"""Where to compute, how much at a time, and what happens when memory runs out."""

from __future__ import annotations

import threading
import time

import pytest
import torch

from binn_engine.batches import CPU_SITES, in_halves, sites_at_once
from binn_engine.clm5 import SoilCarbonModel
from binn_engine.devices import choose_device, map_in_threads, threads_for
from binn_engine.errors import JobError
from tests.engine.clm5_cases import case_forcing, load_cases, prior_draws

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


def test_items_shared_among_threads_come_back_in_order() -> None:
    assert map_in_threads(lambda item, stop: item * item, list(range(50))) == [number * number for number in range(50)]


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


def test_small_batches_use_one_thread_and_the_setting_comes_back() -> None:
    before = torch.get_num_threads()
    with threads_for(128):
        assert torch.get_num_threads() == 1
    assert torch.get_num_threads() == before


def test_devices_say_why_they_were_chosen() -> None:
    assert choose_device("cpu").reason == "asked for"
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
    free, _total = torch.cuda.mem_get_info()
    assert 1 <= sites_at_once(torch.device("cuda")) * 40_000 <= free
