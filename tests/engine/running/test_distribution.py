"""Maps made by several processes and machines: the same pixels, also where workers die on the way."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import psutil
import pytest

from tests.engine.commands import Finished, engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.streaming import assert_same_pixels, mapped, outputs, same_bytes
from tests.engine.support.unfinished import once_tiles_are_done

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def alone(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Maps made by one process, in small tiles."""
    folder = tmp_path_factory.mktemp("alone")
    mapped(trained_example, folder, "--tile-size", 10)
    return folder


def kill(pid: int, killed: list[int]) -> None:
    """Kill a worker, once it has finished tiles to lose, and note it."""
    os.kill(pid, signal.SIGKILL)
    killed.append(pid)


def local_worker() -> int:
    children = psutil.Process().children(recursive=True)
    return next(child.pid for child in children if "multiprocessing.spawn" in " ".join(child.cmdline()))


def test_a_local_worker_that_is_killed_loses_no_tile(trained_example, alone, tmp_path) -> None:
    killed: list[int] = []
    with once_tiles_are_done(tmp_path, lambda: kill(local_worker(), killed), least=4):
        done = mapped(trained_example, tmp_path, "--tile-size", 10, "--workers", 2, "--memory", 4)
    assert killed
    assert done.last("result")["metrics"]["plan"]["processes"] == 2
    assert_same_pixels(tmp_path, alone)
    assert same_bytes(tmp_path, alone)


def test_the_workers_of_a_scheduler_make_the_same_map_though_one_dies(trained_example, alone, tmp_path) -> None:
    """A Dask ``LocalCluster`` of two workers, known to the job by its address alone."""
    from distributed import LocalCluster

    killed: list[int] = []
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster:
        nannies = cluster.workers
        with once_tiles_are_done(tmp_path, lambda: kill(nannies[0].pid, killed), least=4):
            done = mapped(trained_example, tmp_path, "--tile-size", 10, "--scheduler", cluster.scheduler_address)
    assert killed
    assert "workers of the Dask scheduler" in next(row["message"] for row in done.events if row.get("message", "").startswith("Plan:"))
    assert_same_pixels(tmp_path, alone)


def test_a_scheduler_that_is_not_there_is_an_error_that_names_it(trained_example, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("binn_engine.running.schedulers.SECONDS_TO_CONNECT", 1)
    words = ["predict", *trained_example.inputs, *outputs(tmp_path), "--passes", 3, "--scheduler", "tcp://127.0.0.1:9"]
    done: Finished = engine_here(*words)
    assert done.status == 1
    assert "tcp://127.0.0.1:9" in done.stderr
    assert not list(tmp_path.iterdir())
