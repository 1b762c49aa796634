"""100 damaged inputs of every kind through the command line; ``scripts/fuzz.sh SECONDS SEED`` goes on from there."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.engine.commands import ROOT
from tests.fuzz.world import ALONE

pytestmark = pytest.mark.long

CASES, SEED = 100, 20_261_129


def test_no_damaged_input_ends_in_a_trace_or_changes_what_is_not_its_output() -> None:
    """Each in a process of its own, within 20 s of processor time and 2 GB; both ways to end come often."""
    words = [sys.executable, "-m", "tests.fuzz", "3600", str(SEED), "--cases", str(CASES)]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, **ALONE}, capture_output=True, text=True, check=False, timeout=850)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    counts = {line.strip().split(maxsplit=1)[1]: int(line.split()[0]) for line in done.stdout.splitlines() if line.startswith("  ")}
    assert sum(counts.values()) == CASES
    endings = {ending: sum(count for name, count in counts.items() if name.endswith(ending)) for ending in ("done", "refused")}
    assert min(endings.values()) > CASES / 10, counts
