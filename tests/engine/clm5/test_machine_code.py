"""Machine code of the kernels on disk: damaged files are made again, whatever they hold."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.engine.commands import ROOT

KERNEL = """
import sys, warnings
from numba import njit
from binn_engine.clm5.compiled.cache import with_sound_cache

@njit(cache=True)
def double(x):
    return 2 * x

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(with_sound_cache(lambda: double(21)), len(caught))
"""


def run(script: Path, cache: Path) -> str:
    """What the script prints in a process of its own."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache), "PYTHONPATH": str(ROOT)}
    return subprocess.run([sys.executable, script], env=environment, capture_output=True, text=True, check=True, timeout=120).stdout


@pytest.mark.long
def test_damaged_machine_code_is_deleted_and_made_again(tmp_path: Path) -> None:
    """Right, with a warning; right and without one the next time. What was made again can be damaged again."""
    script, cache = tmp_path / "kernel.py", tmp_path / "cache"
    script.write_text(KERNEL)
    assert run(script, cache) == "42 0\n"
    for ending, content in (("nbc", b"\x80"), ("nbi", b""), ("nbi", b"garbage")):
        files = list(cache.rglob(f"*.{ending}"))
        assert files
        for path in files:
            path.write_bytes(content)
        assert run(script, cache) == "42 1\n", (ending, content)
    assert run(script, cache) == "42 0\n"


def test_an_error_of_the_work_itself_is_not_mistaken_for_damage() -> None:
    """It comes through, and nothing is deleted."""
    from binn_engine.clm5.compiled.cache import with_sound_cache

    with pytest.raises(ValueError, match="of its own"):
        with_sound_cache(lambda: (_ for _ in ()).throw(ValueError("of its own")))


def test_kernels_that_cannot_be_loaded_leave_the_work_to_the_tensor_solver() -> None:
    """A library of numba's that the system lacks: a warning, and the same stock."""
    code = """
import importlib.abc, sys, warnings
class Broken(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.startswith("llvmlite"):
            raise OSError("cannot open shared object file")
sys.meta_path.insert(0, Broken())
from binn_engine.selfcheck import check_engine
with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(round(check_engine()["stock_kgC_m2"], 6), sum("tensor solver" in str(row.message) for row in caught))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout == "15.871488 1\n"


def test_a_run_that_is_cancelled_while_kernels_are_loaded_does_not_go_on() -> None:
    """The signal is taken for no broken library."""
    code = """
import importlib.abc, os, signal, sys
class Stopping(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "numba.core":
            os.kill(os.getpid(), signal.SIGTERM)
sys.meta_path.insert(0, Stopping())
from binn_engine.clm5.machine_code import kernels_available
from binn_engine.errors import Cancelled
from binn_engine.running.stopping import stop_on_signals
stop_on_signals()
try:
    print(kernels_available())
except Cancelled:
    print("cancelled")
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True, timeout=300)
    assert done.stdout == "cancelled\n"
