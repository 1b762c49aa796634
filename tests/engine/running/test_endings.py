"""However a run is ended, and whatever it waits for: it is gone within two seconds, with all that it started and left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from binn_engine.cli import job_of
from binn_engine.running.started import TOKEN
from binn_engine.settings import JOBS
from tests.engine.commands import ROOT
from tests.engine.running.signals import KINDS, Inputs, until_it_is_ours

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be sent such a signal there")
ENGINE = [sys.executable, "-m", "binn_engine"]
PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}


@contextmanager
def running(command: list[str], folder: Path) -> Iterator[subprocess.Popen]:
    """A process whose temporary files lie in ``folder / "tmp"``; killed where it is still there in the end."""
    (folder / "tmp").mkdir()
    with subprocess.Popen(command, cwd=ROOT, env={**os.environ, "TMPDIR": str(folder / "tmp")}, **PIPES) as process:
        try:
            yield process
        finally:
            process.kill()


def end(process: subprocess.Popen, how: str) -> float:
    """End a process, and give the seconds that this takes."""
    start = time.monotonic()
    if how == "closed input":
        process.stdin.close()
    else:
        process.send_signal(signal.Signals[how])
    process.wait(30)
    return time.monotonic() - start


def with_token(token: str) -> list[psutil.Process]:
    """The processes of a run."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get(TOKEN) == token:
                found.append(process)
        except psutil.Error:
            continue
    return found


def gone(processes: list[psutil.Process], seconds: float) -> bool:
    """Whether all processes have ended in so many seconds; those that their parent has not asked about yet have."""
    deadline = time.monotonic() + seconds
    while any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.parametrize("name", ["soc.csv", "soc.gpkg"])
@pytest.mark.parametrize("how", ["closed input", "SIGTERM"])
def test_a_run_that_reads_a_pipe_nobody_writes_to_ends_within_two_seconds(tmp_path: Path, name: str, how: str) -> None:
    os.mkfifo(tmp_path / name)
    job = {"kind": "prepare_profiles", "observations": [str(tmp_path / name)], "layers": str(tmp_path / "o.gpkg")}
    (tmp_path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    before = set(tmp_path.iterdir())
    with running([*ENGINE, "run", str(tmp_path / "job.json"), "--watch-stdin"], tmp_path) as process:
        assert '"progress"' in process.stdout.readline()  # before the libraries are loaded
        assert any('"started"' in process.stdout.readline() for _ in range(100))
        time.sleep(1.0)
        if process.poll() is None:  # a reader may refuse a pipe, which is as good
            assert end(process, how) < 2.0
            last = json.loads(process.stdout.read().splitlines()[-1])
            # On a busy machine the reader may refuse the pipe just before it is asked to stop.
            assert (process.returncode, last["code"]) in ((130, "cancelled"), (1, "input"))
        assert "Traceback" not in process.stderr.read()
    assert set(tmp_path.iterdir()) == before | {tmp_path / "tmp"}
    assert not list((tmp_path / "tmp").iterdir())


STUCK = """
import ctypes, os, subprocess, sys, time
if sys.argv[2] == "without a guard":
    def fork():
        raise BlockingIOError(11, "no more processes")
    os.fork = fork
from binn_engine.running import guard
from binn_engine.running.started import TOKEN
from binn_engine.running.stopping import leave_cancelled, stop_on_signals
from binn_engine.running.outputs import StagedOutputs

guard.begin(leave_cancelled)
stop_on_signals()
outputs = StagedOutputs()
outputs.stage(sys.argv[1] + "/map.tif").write_text("half")
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
time.sleep(0.5)
print(os.environ[TOKEN], flush=True)
# Waits for ever within a library, which no signal interrupts; other threads go on, or not.
library = ctypes.PyDLL(None) if sys.argv[2] == "alone" else ctypes.CDLL(None)
mutex = ctypes.create_string_buffer(256)
library.pthread_mutex_lock(mutex)
library.pthread_mutex_lock(mutex)
"""


@pytest.mark.parametrize("threads", ["beside others", "alone", "without a guard"])
@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT", "SIGHUP", "SIGKILL"])
def test_a_run_that_is_stuck_in_a_library_ends_with_all_that_it_started_and_leaves_nothing(tmp_path: Path, how: str, threads: str) -> None:
    if how == "SIGKILL" and threads == "without a guard":
        pytest.skip("nobody is left to clear away; the next run does")
    with running([sys.executable, "-c", STUCK, str(tmp_path), threads], tmp_path) as process:
        token = process.stdout.readline().strip()
        time.sleep(0.3)
        started = with_token(token)
        assert len(started) == 1
        assert end(process, how) < 2.0
        assert process.returncode == {"SIGKILL": -9}.get(how, -9 if threads == "alone" else 130)
        assert gone(started, 1.0)
        assert "Traceback" not in process.stderr.read()
    for _ in range(50):  # after a SIGKILL the guard is still at it
        if {path.name for path in tmp_path.iterdir()} == {"tmp"}:
            break
        time.sleep(0.02)
    assert {path.name for path in tmp_path.iterdir()} == {"tmp"}


@pytest.mark.parametrize("seconds", [0.03, 0.1, 0.3, 0.6, 1.0, 1.6])
@pytest.mark.parametrize("how", ["SIGTERM", "SIGINT"])
def test_a_signal_while_the_engine_starts_is_a_plain_cancel(tmp_path: Path, how: str, seconds: float) -> None:
    with running([*ENGINE, "example", "--folder", str(tmp_path / "out")], tmp_path) as process:
        if how == "SIGINT":
            until_it_is_ours(process)
        time.sleep(seconds)
        took = end(process, how)
        assert process.returncode in (130, -signal.Signals[how])
        assert took < 2.0
        assert process.stderr.read() in ("", "Error: The run was cancelled. Nothing was written.\n")
    assert not list(tmp_path.rglob("*binn*"))


ENDING = """
import os, signal, sys
from binn_engine import __main__ as engine, cli
from binn_engine.running import guard

def before(module, name):
    whole = getattr(module, name)
    def then_go_on(*values):
        os.kill(os.getpid(), signal.SIGTERM)
        return whole(*values)
    setattr(module, name, then_go_on)

before(*{"telling the error": (cli, "_report"), "ending the guard": (guard, "end")}[sys.argv[1]])
sys.argv[1:] = ["run", sys.argv[2]]
engine.run()
"""


@pytest.mark.parametrize("moment", ["telling the error", "ending the guard"])
def test_a_signal_after_the_end_of_a_run_changes_nothing_of_what_it_says(tmp_path: Path, moment: str) -> None:
    job = {"kind": "prepare_profiles", "observations": [str(tmp_path / "none.csv")], "layers": str(tmp_path / "o.gpkg")}
    (tmp_path / "job.json").write_text(json.dumps(job), encoding="utf-8")
    with running([sys.executable, "-c", ENDING, moment, str(tmp_path / "job.json")], tmp_path) as process:
        events, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert json.loads(events.splitlines()[-1])["code"] == "input"
    assert errors.startswith("Error: ")
    assert "none.csv" in errors
    assert "Traceback" not in errors


LOADING = """
import importlib, os, signal, sys
from binn_engine import __main__ as engine

whole = importlib.import_module
def import_module(*names):
    if names[0] == ".example":
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            print("no signal came")
        except BaseException:  # as C++ code that calls Python
            os.abort()
    return whole(*names)

importlib.import_module = import_module
sys.argv[1:] = ["example", "--folder", sys.argv[1]]
engine.run()
"""


def test_a_signal_while_libraries_are_loaded_raises_nothing_in_them(tmp_path: Path) -> None:
    with running([sys.executable, "-c", LOADING, str(tmp_path / "out")], tmp_path) as process:
        events, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert json.loads(events.splitlines()[-1])["code"] == "cancelled"
    assert errors == "Error: The run was cancelled. Nothing was written.\n"
    for _ in range(100):  # until the guard has cleared away
        if not list((tmp_path / "tmp").iterdir()):
            break
        time.sleep(0.02)
    assert [path.name for path in tmp_path.rglob("*")] == ["tmp"]


FOLDERS = """
import os, signal, sys
from binn_engine import __main__ as engine

def fork():  # what the guard would clear away, the engine must
    raise BlockingIOError(11, "no more processes")

make, name = os.mkdir, sys.argv.pop()
def mkdir(path, *values, **more):
    make(path, *values, **more)
    if name in str(path):
        os.kill(os.getpid(), signal.SIGTERM)

os.fork, os.mkdir = fork, mkdir
engine.run()
"""


@pytest.mark.parametrize("folder", ["binn-run-", ".binn-partial-", "new"])
def test_a_signal_just_after_a_folder_is_made_leaves_nothing_when_the_engine_is_gone(tmp_path: Path, folder: str) -> None:
    command = [sys.executable, "-c", FOLDERS, "example", "--folder", str(tmp_path / "new" / "out"), folder]
    with running(command, tmp_path) as process:
        process.communicate(timeout=30)
    assert process.returncode == 130
    assert [path.name for path in tmp_path.rglob("*")] == ["tmp"]


WORKERS = """
import os, time
from binn_engine.running import guard
from binn_engine.running.started import TOKEN
from binn_engine.running.clusters import open_cluster
from binn_engine.errors import Cancelled
from binn_engine.running.stopping import leave_cancelled, stop_on_signals
from tests.engine.support.clusters import sleeps

if __name__ == "__main__":
    guard.begin(leave_cancelled)
    stop_on_signals()
    try:
        with open_cluster(2) as cluster:
            print(os.environ[TOKEN], flush=True)
            list(cluster.map(sleeps, None, range(4)))
    except Cancelled:
        os._exit(130)
"""


@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM"])
def test_workers_are_gone_within_two_seconds_of_their_engines_end(tmp_path: Path, how: str) -> None:
    with running([sys.executable, "-c", WORKERS], tmp_path) as process:
        token = process.stdout.readline().strip()
        time.sleep(0.5)
        workers = with_token(token)
        assert len(workers) >= 2
        start = time.monotonic()
        end(process, how)
        assert gone(workers, 5.0)
        assert time.monotonic() - start < 2.0


@pytest.mark.parametrize("kind", JOBS)
def test_every_kind_of_job_is_among_those_that_signals_end(kind: str, tmp_path: Path) -> None:
    """By ``scripts/signals.sh``, and all of its words are understood."""
    assert kind in KINDS, "add the kind to KINDS, and its words to Inputs.words, in tests/engine/running/signals.py"
    (tmp_path / "covariates").mkdir()
    (tmp_path / "covariates" / "clay.tif").touch()
    assert job_of(Inputs(tmp_path).words(kind, tmp_path / "out")).kind == kind
