"""Schedulers in trouble, each followed by a cluster of this machine in the same process: an error in time, and no hang."""

from __future__ import annotations

import subprocess
import sys

import pytest

from binn_engine.errors import EngineError
from binn_engine.running import schedulers
from binn_engine.running.clusters import open_cluster
from tests.engine.commands import ROOT

pytestmark = pytest.mark.long


def test_schedulers_in_trouble_hold_up_no_later_cluster_of_the_same_process() -> None:
    """Two hundred rounds: ``python -m tests.engine.running.troubled_schedulers 200 SEED``."""
    words = [sys.executable, "-m", "tests.engine.running.troubled_schedulers", "8", "7"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stdout.count("\nround ") + done.stdout.startswith("round ") == 8, done.stdout
    assert "FAULT" not in done.stdout, done.stdout


def test_workers_that_do_not_start_in_time_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedulers, "SECONDS_TO_START", 0.01)
    with pytest.raises(EngineError, match="2 processes"), open_cluster(2):
        pass
    monkeypatch.undo()
    with open_cluster(2) as cluster:
        assert cluster.workers == 2
