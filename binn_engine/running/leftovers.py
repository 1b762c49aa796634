"""Folders that a run removes at its end: one for unfinished outputs, and one for all temporary files.

A run that is killed cannot remove them, and its guard may be killed too. So their names contain the process, and the next run at the same
place removes the folders of processes that have ended. Folders of other machines, which may share the disk, are not touched.
"""

from __future__ import annotations

import functools
import hashlib
import os
import platform
import re
import secrets
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import EngineError
from ..protocol import STAGING_PREFIX
from . import guard

RUN_PREFIX = "binn-run-"
# Process, machine, its start, the start of the process, and letters that make the name unique.
_OWNER = re.compile(r"(?P<pid>\d+)-(?P<machine>[0-9a-f]{8})(?P<session>[0-9a-f]{8})-(?P<start>\d+)-\w+")
# The variables by which programs find their place for temporary files, here and on other systems.
PLACES = ("TMPDIR", "TEMP", "TMP")


def staging_folder(parent: Path) -> Path:
    """A new hidden folder for unfinished outputs; those of runs that were killed are removed first. Raises OSError where it cannot be."""
    return _new(parent, STAGING_PREFIX)


def removed(folder: Path) -> None:
    """Remove a folder of this module's."""
    shutil.rmtree(folder, ignore_errors=True)
    guard.keep(folder)


@contextmanager
def one_place_for_temporary_files() -> Iterator[Path]:
    """Within, all temporary files of this process, of libraries and of processes that it starts lie in one folder, removed at the end.

    Raises
    ------
    EngineError
        Where there is no place for temporary files.
    """
    kept = {name: os.environ.get(name) for name in PLACES}
    try:
        folder = _new(Path(tempfile.gettempdir()), RUN_PREFIX)
    except OSError as error:
        raise EngineError(
            f"A folder for temporary files cannot be created: {error.strerror or error}.",
            "Free some disk space, or set the environment variable TMPDIR to another folder.",
        ) from error
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    os.environ.update({name: str(folder) for name in PLACES})
    try:
        yield folder
    finally:
        tempfile.tempdir = before
        for name, value in kept.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
        removed(folder)


def _new(parent: Path, prefix: str) -> Path:
    remove_stale(parent, prefix)
    machine, session = _machine(), _session()
    folder = parent.absolute() / f"{prefix}{os.getpid()}-{machine}{session}-{_started(os.getpid())}-{secrets.token_hex(4)}"
    guard.remove_at_end(folder)
    folder.mkdir(mode=0o700)
    return folder


def remove_stale(parent: Path, prefix: str) -> None:
    """Remove the folders in ``parent`` of runs of this machine whose process is gone."""
    with suppress(OSError):
        for entry in os.scandir(parent):
            if entry.name.startswith(prefix) and entry.is_dir(follow_symlinks=False):
                owner = _OWNER.fullmatch(entry.name.removeprefix(prefix))
                if owner and owner["machine"] == _machine() and _gone(owner, entry.stat().st_mtime):
                    shutil.rmtree(entry.path, ignore_errors=True)


def _gone(owner: re.Match[str], changed: float) -> bool:
    """Whether the process that made a folder of this machine is gone."""
    if owner["session"] != _session():  # before the machine started anew, or within a container of it, whose processes nobody sees
        return changed < _booted()
    return str(_started(int(owner["pid"]))) != owner["start"]


@functools.cache
def _machine() -> str:
    return _digest(platform.node(), _text("/etc/machine-id"))


@functools.cache
def _session() -> str:
    """What differs between two starts of the machine, and between two sets of process ids."""
    with suppress(OSError):
        return _digest(_text("/proc/sys/kernel/random/boot_id"), os.readlink("/proc/self/ns/pid"))
    return _digest()


def _digest(*words: str) -> str:
    return hashlib.blake2b("\n".join(words).encode(), digest_size=4).hexdigest()


def _text(path: str) -> str:
    try:
        return Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""


def _booted() -> float:
    """When the machine started, in seconds of the clock; 0 where that is not known."""
    running = _text("/proc/uptime").split()
    return time.time() - float(running[0]) if running else 0.0


def _started(pid: int) -> int:
    """When a process started, in units of the system's; 0 where there is none."""
    line = _text(f"/proc/{pid}/stat")
    if line:
        # The name, in brackets, may hold spaces; the 22nd field is the start.
        fields = line.rpartition(")")[2].split()
        return 0 if fields[0] in "ZX" else int(fields[19])
    if os.path.exists("/proc/self/stat"):
        return 0
    # Systems without /proc alone need it.
    import psutil

    try:
        return int(psutil.Process(pid).create_time())
    except psutil.Error:
        return 0
