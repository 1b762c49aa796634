"""Processes at work on tasks: all results, whatever dies, and nothing left behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from binn_engine.errors import BinnError, Cancelled, EngineError, InputError, JobError
from binn_engine.running.clusters import open_cluster
from tests.engine.commands import ROOT
from tests.engine.support.clusters import sleeps, squared_slowly


def fails_at_three(offset: int, task: int) -> int:
    if task == 3:
        raise InputError("The raster a.tif is damaged.", "Copy it again.")
    return task


def dies_once(marker: str, task: int) -> int:
    """Takes its own worker down, the first time that task 2 runs."""
    if task == 2:
        try:
            os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
        except FileExistsError:
            return task
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def always_dies(shared: None, task: int) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def children() -> set[int]:
    return {child.pid for child in psutil.Process().children(recursive=True) if "resource_tracker" not in " ".join(child.cmdline())}


@pytest.mark.parametrize("workers", [1, 2])
def test_every_task_gives_its_result_whoever_computes_it(workers: int) -> None:
    before = children()
    with open_cluster(workers) as cluster:
        found = dict(cluster.map(squared_slowly, 10, range(12)))
    assert {number: value for number, (value, _) in found.items()} == {number: 10 + number * number for number in range(12)}
    processes = {process for _, process in found.values()}
    assert processes == {os.getpid()} if workers == 1 else len(processes) == 2 and os.getpid() not in processes
    assert children() <= before


def test_a_task_of_a_worker_that_dies_goes_to_another(tmp_path: Path) -> None:
    with open_cluster(2) as cluster:
        found = dict(cluster.map(dies_once, str(tmp_path / "marker"), range(6)))
    assert (tmp_path / "marker").exists()
    assert found == {number: number for number in range(6)}


def test_a_task_that_kills_every_worker_is_an_error_that_says_so() -> None:
    with pytest.raises(BinnError, match="ended 4 workers"), open_cluster(2) as cluster:
        list(cluster.map(always_dies, None, range(1)))


@pytest.mark.parametrize("workers", [1, 2])
def test_an_error_of_a_task_arrives_as_it_was_raised(workers: int) -> None:
    with pytest.raises(InputError, match=r"a\.tif is damaged") as caught, open_cluster(workers) as cluster:
        list(cluster.map(fails_at_three, 0, range(8)))
    assert caught.value.remedy == "Copy it again."


def test_a_scheduler_that_cannot_be_reached_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("binn_engine.running.schedulers.SECONDS_TO_CONNECT", 1)
    with pytest.raises(JobError, match=r"tcp://127\.0\.0\.1:9"), open_cluster(scheduler="tcp://127.0.0.1:9"):
        pass


@pytest.mark.parametrize("said", [b"HTTP/1.1 400 Bad Request\r\n\r\n", b""])
def test_what_listens_there_and_is_no_scheduler_is_not_taken_for_one(monkeypatch: pytest.MonkeyPatch, said: bytes) -> None:
    """The first eight bytes of an answer are read as a length: those of a web server's are more than any memory. Another says nothing."""
    monkeypatch.setattr("binn_engine.running.schedulers.SECONDS_TO_CONNECT", 1)
    heard = []

    def answer(server: socket.socket) -> None:
        with suppress(OSError):
            while True:
                heard.append(server.accept()[0])
                heard[-1].sendall(said)

    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=answer, args=(server,), daemon=True).start()
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        with pytest.raises(JobError, match=address), open_cluster(scheduler=address):
            pass


def test_a_negative_number_of_workers_is_refused() -> None:
    with pytest.raises(JobError, match="-1"), open_cluster(-1):
        pass


def test_work_in_hand_is_dropped_within_two_seconds_and_no_process_stays() -> None:
    before = children()

    def cancel(*_: object) -> None:
        raise Cancelled

    old = signal.signal(signal.SIGALRM, cancel)
    asked = []

    def work() -> None:
        with open_cluster(2) as cluster:
            signal.setitimer(signal.ITIMER_REAL, 1.0)
            asked.append(time.monotonic() + 1.0)
            list(cluster.map(sleeps, None, range(8)))

    try:
        with pytest.raises(Cancelled):
            work()
    finally:
        signal.signal(signal.SIGALRM, old)
    assert time.monotonic() - asked[0] < 2.0
    assert children() <= before


def test_workers_end_with_an_engine_that_is_killed() -> None:
    script = (
        "from binn_engine.running.clusters import open_cluster\nfrom tests.engine.support.clusters import sleeps\n"
        "if __name__ == '__main__':\n    with open_cluster(2) as cluster:\n        print('up', flush=True)\n"
        "        list(cluster.map(sleeps, None, range(4)))\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as engine:
        assert engine.stdout.readline() == b"up\n"
        time.sleep(0.5)
        workers = psutil.Process(engine.pid).children(recursive=True)
        assert len(workers) >= 2
        engine.kill()
    _, alive = psutil.wait_procs(workers, timeout=5)
    assert not alive


def dask_process(*words: str) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-m", "distributed.cli." + words[0], *words[1:]], cwd=ROOT, stderr=subprocess.PIPE, text=True)


@pytest.fixture
def scheduler() -> Iterator[str]:
    """The address of a Dask scheduler on the loopback interface, without workers."""
    words = ["dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
    with dask_process(*words) as process:
        for line in process.stderr:
            if "tcp://127.0.0.1:" in line:
                break
        try:
            yield line[line.index("tcp://") :].strip()
        finally:
            process.kill()


def with_worker(scheduler: str, *words: str) -> subprocess.Popen:
    return dask_process("dask_worker", scheduler, "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", *words)


def test_tasks_run_at_a_scheduler_once_workers_come(scheduler: str) -> None:
    with open_cluster(scheduler=scheduler) as cluster:
        assert cluster.workers == 0
        with with_worker(scheduler) as worker:
            try:
                found = dict(cluster.map(squared_slowly, 1, range(4)))
            finally:
                worker.terminate()
    assert {number: value for number, (value, _) in found.items()} == {0: 1, 1: 2, 2: 5, 3: 10}


def test_a_worker_without_the_engine_is_an_error_that_says_so(scheduler: str, tmp_path: Path) -> None:
    preload = tmp_path / "without_engine.py"
    preload.write_text("import sys\nsys.modules['binn_engine'] = None\n")
    with with_worker(scheduler, "--no-nanny", "--preload", str(preload)) as worker:
        try:
            with pytest.raises(JobError, match="has no engine"), open_cluster(scheduler=scheduler) as cluster:
                list(cluster.map(squared_slowly, 1, range(4)))
        finally:
            worker.terminate()


CONNECTING = """
import sys
import distributed
from binn_engine.running.clusters import open_cluster
from binn_engine.errors import Cancelled
from binn_engine.running.stopping import stop_on_signals
from tests.engine.support.clusters import squared_slowly

stop_on_signals()
print("now", flush=True)
try:
    with open_cluster(scheduler=sys.argv[1]) as cluster:
        list(cluster.map(squared_slowly, 0, [1]))
except Cancelled:
    print("left", flush=True)
"""


def cancelled_at(scheduler: str) -> float:
    """Seconds until a run that connects to a scheduler, or waits there, is done with it once it is asked to stop."""
    with subprocess.Popen([sys.executable, "-c", CONNECTING, scheduler], cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout.readline() == "now\n"
        time.sleep(2.0)
        asked = time.monotonic()
        running.terminate()
        assert running.stdout.readline() == "left\n"
        took = time.monotonic() - asked
        running.kill()
    return took


def test_a_run_that_connects_to_what_says_nothing_is_cancelled_within_two_seconds() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        assert cancelled_at(f"tcp://127.0.0.1:{server.getsockname()[1]}") < 2.0


def test_a_run_that_waits_for_workers_is_cancelled_within_two_seconds(scheduler: str) -> None:
    assert cancelled_at(scheduler) < 2.0


def killing_at_three(process: psutil.Process, results: Iterator[tuple[int, object]]) -> Iterator[None]:
    """Go through results, and kill a process at the fourth."""
    for number, _ in results:
        if number == 3:
            process.kill()
        yield


def test_a_scheduler_that_goes_away_is_an_error_that_says_so(scheduler: str) -> None:
    """While tasks are waited for; the port is what tells the process that listens there."""
    port = int(scheduler.rpartition(":")[2])
    process = next(row for row in psutil.Process().children() if any(here.laddr.port == port for here in row.net_connections()))
    with with_worker(scheduler, "--no-nanny") as worker:
        try:
            with pytest.raises(EngineError, match="scheduler was lost"), open_cluster(scheduler=scheduler) as cluster:
                list(killing_at_three(process, cluster.map(squared_slowly, 1, range(10_000))))
        finally:
            worker.kill()
