"""Where to compute, and why there."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

import torch

from .errors import JobError

SMALLEST_SHARED_BATCH = 1024  # sites

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True)
class Device:
    """A torch device's ``name`` and the ``reason`` it was chosen."""

    name: str
    reason: str


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


def choose_device(wanted: str) -> Device:
    """The device for ``auto``, ``cpu``, ``cuda`` or ``mps``.

    ``auto`` takes a CUDA device where there is one. An Apple GPU is never chosen: the CLM5 layer needs double precision,
    which it lacks.

    Raises
    ------
    JobError
        Where the wanted device is not there.
    """
    if wanted == "cpu":
        return Device("cpu", "asked for")
    if wanted == "mps":
        raise JobError("An Apple GPU (mps) has no double precision, which the CLM5 layer needs.", "Choose auto or cpu.")
    if torch.cuda.is_available():
        return Device("cuda", f"{torch.cuda.get_device_name(0)} was found")
    if wanted == "cuda":
        raise JobError(
            "No CUDA device was found by torch.", "Choose auto or cpu, or install a CUDA build of torch in the engine's environment."
        )
    return Device("cpu", "no CUDA device was found")
