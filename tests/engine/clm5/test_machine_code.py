"""Machine code of the kernels on disk: damaged files are made again, whatever they hold."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.engine.commands import ROOT

KERNEL = """
import warnings
from numba import njit
from binn_engine.clm5.compiled.cache import with_sound_cache

@njit(cache=True)
def double(x):
    return 2 * x

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(with_sound_cache(lambda: double(21)), len(caught), flush=True)
"""
# Each line that is read runs the script in a new process, which has no machine code but that on disk. What takes seconds to import is
# imported once, before.
PROCESSES = """
import os, sys
import numba, binn_engine.clm5.compiled.cache
script = sys.argv[1]
code = compile(open(script).read(), script, "exec")
for line in sys.stdin:
    child = os.fork()
    if not child:
        exec(code, {"__name__": "__main__"})
        os._exit(0)
    if os.waitpid(child, 0)[1]:
        sys.exit("the script failed")
"""


@contextmanager
def processes(script: Path, cache: Path) -> Iterator[Callable[[], str]]:
    """Runs the script in a new process and returns what it prints."""
    environment = {**os.environ, "NUMBA_CACHE_DIR": str(cache)}
    words = [sys.executable, "-c", PROCESSES, str(script)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(words, cwd=ROOT, env=environment, text=True, bufsize=1, **pipes) as running:

        def run() -> str:
            running.stdin.write("again\n")
            return running.stdout.readline()

        yield run
        running.stdin.close()
    assert running.returncode == 0


@pytest.mark.long
def test_damaged_machine_code_is_deleted_and_made_again(tmp_path: Path) -> None:
    """Right, with a warning; right and without one the next time. What was made again can be damaged again."""
    script, cache = tmp_path / "kernel.py", tmp_path / "cache"
    script.write_text(KERNEL)
    with processes(script, cache) as run:
        assert run() == "42 0\n"
        for ending, content in (("nbc", b"\x80"), ("nbi", b""), ("nbi", b"garbage")):
            files = list(cache.rglob(f"*.{ending}"))
            assert files
            for path in files:
                path.write_bytes(content)
            assert run() == "42 1\n", (ending, content)
        assert run() == "42 0\n"


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
