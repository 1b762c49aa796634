"""What the caller is told, and how a signal stops a run."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.engine.commands import ROOT

# A library that keeps every exception to itself is at work when the signal comes.
SWALLOWED = """
import io, os, signal
from binn_engine.errors import Cancelled
from binn_engine.events import Reporter, stop_on_signals

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
