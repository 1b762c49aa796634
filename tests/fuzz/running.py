"""Runs a fuzzer's case in a process of its own, and judges what it did."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import json
import os
import re
import signal
import stat
import sys
import time
import traceback
from pathlib import Path

from .cases import Case

SECONDS, BYTES = 20.0, 2 * 1024**3  # of processor time, which a busy machine does not stretch
WAITED = 90.0  # seconds by the clock, for a case that waits for something
LOOKS = 0.02  # seconds between two looks at a running case


@dataclasses.dataclass(frozen=True)
class Outcome:
    """How a case ended: its exit status, what is wrong with it (nothing, where all is well), seconds, and most memory in bytes."""

    status: int
    faults: tuple[str, ...]
    seconds: float
    memory: int


def run_case(case: Case, world: Path, folder: Path) -> Outcome:
    """Run a case in a forked process, which has all that the engine imports, and compare the world before and after.

    Parameters
    ----------
    case
        What to run.
    world
        The case's own copy of the world.
    folder
        Gets the case's standard output and error, and a temporary folder, which must be empty in the end.
    """
    temporary = folder / "tmp"
    temporary.mkdir()
    before, started = _tree(world), time.monotonic()
    child = os.fork()
    if child == 0:
        _work(case, world, folder, temporary)
    status, memory, faults = _waited(child, started)
    seconds = time.monotonic() - started
    out, err = ((folder / name).read_text(encoding="utf-8", errors="replace") for name in ("out", "err"))
    faults += _said(status, out, err, info=case.words[0] == "info")
    faults += _changed(before, _tree(world), case.outputs, failed=status != 0)
    faults += [f"left in the temporary folder: {path.name}" for path in temporary.iterdir()]
    return Outcome(status, tuple(faults), seconds, memory)


def _work(case: Case, world: Path, folder: Path, temporary: Path) -> None:
    """The forked process: the command line, as a user's shell would run it."""
    status = 70
    try:
        os.setsid()
        os.chdir(world)
        os.environ["TMPDIR"] = str(temporary)
        for number, name in ((0, os.devnull), (1, str(folder / "out")), (2, str(folder / "err"))):
            opened = os.open(name, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(opened, number)
        sys.stdout, sys.stderr = os.fdopen(1, "w", encoding="utf-8"), os.fdopen(2, "w", encoding="utf-8", errors="backslashreplace")
        import tempfile

        tempfile.tempdir = None
        from binn_engine.cli import main

        status = main(list(case.words))
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status)


def _waited(child: int, started: float) -> tuple[int, int, list[str]]:
    """Wait for a case's end, or end it where it takes too long or too much."""
    faults: list[str] = []
    page = os.sysconf("SC_PAGE_SIZE")
    largest = 0
    while True:
        done, status, usage = os.wait4(child, os.WNOHANG)
        if done:
            break
        with contextlib.suppress(OSError, ValueError, IndexError):
            largest = max(largest, page * int(Path(f"/proc/{child}/statm").read_text().split()[1]))
        seconds, waited = _processor_seconds(child), time.monotonic() - started
        if seconds > SECONDS or waited > WAITED or largest > BYTES:
            faults.append("took more than 2 GB" if largest > BYTES else f"took {seconds:.0f} s of processor time, {waited:.0f} s in all")
            os.killpg(child, signal.SIGKILL)
            _, status, usage = os.wait4(child, 0)
            break
        time.sleep(LOOKS)
    largest = max(largest, usage.ru_maxrss * 1024)
    if largest > BYTES and not faults:
        faults.append("took more than 2 GB")
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child, signal.SIGKILL)  # what it left
    return os.waitstatus_to_exitcode(status), largest, faults


def _processor_seconds(child: int) -> float:
    """What a process has used so far; 0 where it is gone."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        fields = Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _said(status: int, out: str, err: str, info: bool) -> list[str]:
    """What is wrong with what a case printed."""
    faults = []
    if status not in (0, 1):
        faults.append(f"exit status {status}")
    for text in ("Traceback (most recent call last)", "The engine failed", "please report", "Segmentation"):
        if text.lower() in (out + err).lower():
            faults.append(f"said {text!r}: {err.strip()[-300:]}")
            break
    if info and status == 0:
        return faults
    try:
        events = [json.loads(line) for line in out.splitlines()]
        last = events[-1] if events else {}
    except ValueError:
        return [*faults, f"a line that is no event: {out[-200:]!r}"]
    if status == 0 and last.get("event") != "result":
        faults.append("ended well without a result")
    if status == 1 and not (last.get("event") == "error" and last.get("message") and last.get("remedy")):
        faults.append(f"ended badly without an error that has a remedy: {last}")
    if any(re.search(r"__\w+__", str(row.get("message", ""))) and "but BINN needs this name" not in str(row) for row in events):
        faults.append("an internal name in a message")
    return faults


def _tree(folder: Path) -> dict[str, tuple]:
    """Everything in a folder: kind, size and content of each path."""
    found: dict[str, tuple] = {}
    for path in folder.rglob("*"):
        kind = path.lstat()
        content = hashlib.sha256(path.read_bytes()).hexdigest() if stat.S_ISREG(kind.st_mode) else ""
        found[str(path.relative_to(folder))] = (stat.S_IFMT(kind.st_mode), content)
    return found


def _changed(before: dict[str, tuple], after: dict[str, tuple], outputs: tuple[str, ...], failed: bool) -> list[str]:
    """What changed outside the outputs; and what a failed case left in them."""
    names = sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))
    outside = [name for name in names if not any(name == output or name.startswith(f"{output}/") for output in outputs)]
    faults = [f"changed outside the outputs: {', '.join(outside[:5])}"] if outside else []
    left = [name for name in names if ".binn-partial" in name or name.endswith(".new")]
    if left:
        faults.append(f"left behind: {', '.join(left[:5])}")
    half = [
        name
        for name in names
        if name in after and name.startswith("OUT/") and Path(name).suffix in (".tif", ".gpkg", ".csv", ".nc", ".html")
    ]
    if failed and half:
        faults.append(f"a failed run left {', '.join(half[:5])}")
    return faults
