"""Chooses the device to compute on, and says why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event
from typing import TypeVar

import torch

from ..errors import JobError
from .steps import Device

SMALLEST_SHARED_BATCH = 1024  # sites

Item = TypeVar("Item")
Result = TypeVar("Result")


@contextmanager
def threads_for(batch: int) -> Iterator[None]:
    """Torch threads that suit batches of this size: one for small batches.

    Steps of a small network last microseconds, and threads that wait for each other at the end of each cost more than they bring,
    above all where other programs want the cores too (four times the whole training time, measured on two busy cores).
    """
    before = torch.get_num_threads()
    torch.set_num_threads(1 if batch < SMALLEST_SHARED_BATCH else before)
    try:
        yield
    finally:
        torch.set_num_threads(before)


def map_in_threads(function: Callable[[Item, Event], Result], items: Sequence[Item]) -> list[Result]:
    """``function`` of every item, in order, the items shared among as many threads as torch would use within each.

    ``function`` gets the item and an event that is set when its result is no longer wanted, after an error or a cancelled run.
    Whole batches in threads of their own keep the cores busy where threads within each operation would wait for each other
    between operations.
    """
    stop = Event()
    threads = min(torch.get_num_threads(), len(items))
    if threads < 2:
        return [function(item, stop) for item in items]
    with threads_for(1), ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(function, item, stop) for item in items]
        try:
            return [future.result() for future in futures]
        finally:
            stop.set()
            pool.shutdown(cancel_futures=True)


def choose_device(device: str, precision: str = "float64") -> Device:
    """The device for ``auto``, ``cpu``, ``cuda`` or ``mps``, and the precision (``float64`` or ``float32``) to compute in there.

    ``auto`` takes a CUDA device where there is one, else the CPU; an Apple GPU, which has no float64, only where it is asked for.

    Raises
    ------
    JobError
        Where the wanted device is not there, or lacks the precision.
    """
    if device == "cpu":
        return Device("cpu", "as requested", precision)
    if device == "mps":
        return _apple_gpu(precision)
    if torch.cuda.is_available():
        return Device("cuda", f"{torch.cuda.get_device_name(0)} was found", precision)
    if device == "cuda":
        raise JobError("PyTorch found no CUDA device.", "Choose auto or cpu, or install PyTorch with CUDA in the engine's environment.")
    return Device("cpu", "no CUDA device was found", precision)


def _apple_gpu(precision: str) -> Device:
    if not torch.backends.mps.is_available():
        raise JobError("PyTorch found no Apple GPU (mps).", "Choose auto or cpu.")
    if precision != "float32":
        raise JobError("An Apple GPU (mps) cannot compute with float64.", "Choose the precision float32, or another device.")
    return Device("mps", "as requested", precision)
