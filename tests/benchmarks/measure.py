"""Time and memory of a call."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from statistics import median
from typing import TypeVar

Result = TypeVar("Result")


def seconds(call: Callable[[], object], repeats: int = 5, warm_up: int = 1) -> float:
    """Median wall time of ``call`` over ``repeats``, after ``warm_up`` calls that do not count."""
    for _ in range(warm_up):
        call()
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return median(times)


def peak_bytes(call: Callable[[], object]) -> int:
    """How far the process's resident memory rises above its level before ``call`` (Linux)."""
    before = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # forget the earlier peak
    call()
    return 1024 * (_status("VmHWM") - before)


def in_own_process(function: Callable[..., Result], *values: object) -> Result:
    """``function`` of ``values`` in a new process, whose memory nothing has used before."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(function, *values).result()


def _status(name: str) -> int:
    rows = Path("/proc/self/status").read_text().splitlines()
    return int(next(row.split()[1] for row in rows if row.startswith(name)))
