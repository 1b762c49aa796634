"""``python -m tests.mutations COUNT SEED [--least CAUGHT]``: put faults into a copy of the engine, and count those that tests catch.

A fault counts as caught where a test fails within the limit of time that passes without the fault. Tests that run the function with the
fault are known from a record (see :mod:`tests.mutations.recording`): the quickest run first, then the others, then the files that import
the module or name it, for what runs in other processes. Where the record has none, as for compiled functions, all others follow those
files.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tests.engine.commands import SHARED

from .operators import ROOMS, Mutation, choose
from .record import RECORD, ROOT, functions

SECONDS = 420  # a fault
SECONDS_OF_FIRST = 15  # of the quickest tests, which run before the others
NOTHING_RUN = 5  # pytest's exit status where no test was selected
_CLOCK = itertools.count(1_600_000_000)


def main() -> int:
    """Show every fault with what became of it, and the count; 1 where fewer were caught than asked."""
    parser = argparse.ArgumentParser(prog="tests.mutations", description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int)
    parser.add_argument("seed", type=int)
    parser.add_argument("--least", type=int, default=0, help="caught faults below which the exit status is 1")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="limit of time for each fault")
    parser.add_argument("--only", type=int, nargs="+", help="numbers of the faults to try, of those of this count and seed")
    words = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="binn-mutations-") as folder:
        copy = Path(folder, "engine")
        _copy(copy)
        paths = [path for room in ROOMS for path in sorted((copy / "binn_engine" / room).rglob("*.py"))]
        faults = dict(enumerate(choose(paths, words.count, words.seed)))
        faults = {number: faults[number] for number in words.only or faults}
        _check_sound(copy)
        record = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {"functions": {}, "seconds": {}}
        caught, unsound = 0, set[str]()
        for number, fault in faults.items():
            began = time.monotonic()
            why = _caught(copy, fault, _stages(fault, copy, record), words.seconds, unsound)
            caught += bool(why)
            what = f"{fault.path.relative_to(copy)}:{fault.line}: {_short(fault.was)} -> {_short(fault.text)}"
            print(f"{number:3d} {'caught' if why else 'SURVIVED'} {time.monotonic() - began:.0f} s  {what}  {why}", flush=True)
        print(f"{caught} of {len(faults)} caught")
        return int(caught < words.least)


def _check_sound(copy: Path) -> None:
    """Stop where tests cannot even be collected without a fault: every fault would seem to be caught."""
    words = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider", "tests/engine"]
    done = subprocess.run(words, cwd=copy, env={**os.environ, "PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"the tests fail without a fault:\n{done.stdout[-2000:]}")


def _copy(copy: Path) -> None:
    """Every file that git knows, as it is in the checkout."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    if SHARED.is_dir():  # else tests with real data would be skipped
        (copy.parent / SHARED.name).symlink_to(SHARED)


def _stages(fault: Mutation, copy: Path, record: dict[str, dict[str, Any]]) -> list[list[str]]:
    """The tests to run one after the other until one fails."""
    quick, others = _recorded(fault, copy, record)
    near, far = _near(fault, copy)
    return [stage for stage in ((quick, others, near) if quick or others else (near, far)) if stage]


def _recorded(fault: Mutation, copy: Path, record: dict[str, dict[str, Any]]) -> tuple[list[str], list[str]]:
    """The tests that run the function with the fault: the quickest, and the others; none where the record has none."""
    within = [(last - first, name) for name, first, last in functions(fault.path) if first <= fault.line <= last]
    tests = record["functions"].get(fault.path.relative_to(copy).as_posix(), {}).get(min(within)[1], []) if within else []
    seconds = [record["seconds"].get(test, 0.0) for test in tests]
    tests = [test for _, test in sorted(zip(seconds, tests, strict=True))]
    quick = sum(total < SECONDS_OF_FIRST for total in itertools.accumulate(sorted(seconds)))
    return tests[:quick], tests[quick:]


def _near(fault: Mutation, copy: Path) -> tuple[list[str], list[str]]:
    """Test files that import the module with the fault or name it, and all others, those of its room first."""
    parts = fault.path.relative_to(copy).with_suffix("").parts
    module, room = ".".join(parts), parts[1]
    direct = re.compile(rf"{re.escape(module)}\b|from {re.escape('.'.join(parts[:-1]))} import [^\n]*\b{parts[-1]}\b")
    near, far = [], []
    for path in sorted((copy / "tests" / "engine").rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        named = parts[-1].rstrip("s") in path.stem or (room == "jobs" and parts[-1].replace("_", "-") in text)
        (near if named or direct.search(text) else far).append((room not in path.parts, len(text), str(path)))
    return [path for *_, path in sorted(near)], [path for *_, path in sorted(far)]


def _caught(copy: Path, fault: Mutation, stages: list[list[str]], seconds: float, unsound: set[str]) -> str:
    """The test that noticed the fault; empty where none did. Tests that fail in the copy without a fault too join ``unsound``, and have
    no say from then on."""
    sound = fault.path.read_text(encoding="utf-8")
    end = time.monotonic() + seconds
    for stage in stages:
        while True:
            _write(fault.path, fault.apply(sound))
            try:
                why = _first_failure(copy, stage, end - time.monotonic(), unsound)
            finally:
                _write(fault.path, sound)
            if "::" not in why or not _first_failure(copy, [why], seconds, set()):
                break
            unsound.add(why)
        if why:
            return why
    return ""


def _write(path: Path, text: str) -> None:
    """Write a source with a time of change of its own: Python takes compiled code by the second and the size of its source."""
    path.write_text(text, encoding="utf-8")
    now = next(_CLOCK)
    os.utime(path, (now, now))


def _first_failure(copy: Path, tests: list[str], seconds: float, unsound: set[str]) -> str:
    """The first of some tests that fails, or the exit status where none is named; empty where all pass, or time is up."""
    beside = {"PYTHONPYCACHEPREFIX": str(copy.parent / "compiled"), "XDG_CACHE_HOME": str(copy.parent / "cache")}
    environment = {**os.environ, "PYTHONPATH": str(copy), **beside}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "--tb=no", "-p", "no:cacheprovider"]
    command += [*tests, *(f"--deselect={name}" for name in sorted(unsound))]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True, "start_new_session": True}
    with subprocess.Popen(command, cwd=copy, env=environment, **pipes) as run:
        try:
            text, _ = run.communicate(timeout=max(1.0, seconds))
        except subprocess.TimeoutExpired:
            os.killpg(run.pid, signal.SIGKILL)
            run.communicate()
            return ""
    failed = re.search(r"^(?:FAILED|ERROR) (\S+)", text, re.MULTILINE)
    return failed[1] if failed else f"exit status {run.returncode}" if run.returncode not in (0, NOTHING_RUN) else ""


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:57]}..."


if __name__ == "__main__":
    sys.exit(main())
