"""What the caller is told, and how a signal stops a run."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.engine.commands import ROOT

# A library that keeps every exception to itself is at work when the signal comes.
SWALLOWED = """
import io, os, signal
from binn_engine.errors import Cancelled
from binn_engine.running.events import Reporter
from binn_engine.running.stopping import stop_on_signals

reporter = Reporter(io.StringIO())
stop_on_signals()
reporter.progress(0.1, "before")
try:
    os.kill(os.getpid(), signal.{name})
    print("no signal came")
except Exception:
    pass
try:
    reporter.span(0.0, 1.0).part(0.2, 0.4)(0.5, "after")
    print("goes on")
except Cancelled:
    print("stopped")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself such a signal there")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT"])
def test_a_signal_that_a_library_swallowed_stops_the_run_at_its_next_step(name: str) -> None:
    """Later signals are ignored while a run cleans up, so that one lost would have been lost for good."""
    done = subprocess.run(
        [sys.executable, "-c", SWALLOWED.format(name=name)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout.split("\n")[0] == "stopped"


# Many outputs appear, while a signal comes.
PUBLISHED = """
import io, sys
from pathlib import Path
from binn_engine.errors import Cancelled
from binn_engine.running.events import Reporter
from binn_engine.running.stopping import stop_on_signals
from binn_engine.running.outputs import StagedOutputs

stop_on_signals()
with StagedOutputs() as outputs:
    for number in range(5000):
        outputs.stage(Path(sys.argv[1]) / f"{number}.txt").touch()
    print("now", flush=True)
try:
    Reporter(io.StringIO()).progress(1.0, "goes on")
except Cancelled:
    print("heard")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot be sent such a signal there")
def test_outputs_appear_together_though_a_signal_comes_meanwhile(tmp_path: Path) -> None:
    """All of them, and the signal counts afterwards: a tile's maps are whole, and no further tile is begun."""
    command = [sys.executable, "-c", PUBLISHED, str(tmp_path)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout.readline() == "now\n"
        while not any(path.suffix == ".txt" for path in tmp_path.iterdir()):
            time.sleep(0.001)
        running.terminate()
        said = running.stdout.read()
    assert len(list(tmp_path.glob("*.txt"))) == 5000
    assert not [path for path in tmp_path.iterdir() if path.suffix != ".txt"]
    assert said == "heard\n"


# A library keeps the signal to itself, and nothing more is told of before the outputs appear.
LAST_STEP = """
import os, signal, sys
from pathlib import Path
from binn_engine.errors import Cancelled
from binn_engine.running.stopping import stop_on_signals
from binn_engine.running.outputs import StagedOutputs

stop_on_signals()
try:
    with StagedOutputs() as outputs:
        outputs.stage(Path(sys.argv[1]) / "a.txt").touch()
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            print("no signal came")
        except Exception:
            pass
    print("published")
except Cancelled:
    print("stopped")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself such a signal there")
def test_a_signal_that_a_library_swallowed_in_the_last_step_leaves_no_output(tmp_path: Path) -> None:
    """As while a report is drawn."""
    done = subprocess.run(
        [sys.executable, "-c", LAST_STEP, str(tmp_path)], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert done.stdout == "stopped\n"
    assert not list(tmp_path.iterdir())


# A signal comes while an object of a library is made, whose finalizer needs what the rest of its making would have set.
HALF_MADE = """
import os, signal
from binn_engine.errors import Cancelled
from binn_engine.running.stopping import stop_on_signals

class Handle:
    def __init__(self, asked):
        if asked:
            os.kill(os.getpid(), signal.SIGTERM)
            print("no signal came")
        self.closed = False

    def __del__(self):
        if self.closed or self.name:
            pass

stop_on_signals()
Handle(False)
try:
    Handle(True)
except Cancelled:
    print("stopped")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself such a signal there")
def test_what_a_signal_left_half_made_prints_no_trace() -> None:
    """Before the signal, what a finalizer raises is told."""
    done = subprocess.run([sys.executable, "-c", HALF_MADE], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "stopped\n"
    assert "no attribute 'name'" in done.stderr
    assert "no attribute 'closed'" not in done.stderr
