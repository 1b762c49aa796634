"""The engine's environment: finding a base Python, making a virtual environment, checking that it works.

Nothing is ever installed into QGIS's own Python.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess  # nosec B404 (other Pythons are asked what they are)
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingFeedback

from ..binn_engine.errors import Cancelled, EngineError
from ..binn_engine.protocol import decode_event
from .child import Child
from .environment import PLUGIN_FOLDER, child_options, clean_environment, managed_environment, python_in

REQUIREMENTS = PLUGIN_FOLDER / "binn_engine" / "requirements.txt"
NEEDED_BYTES = 3 * 1024**3
_LEAST = (3, 11)
_PROBE = "import sys, venv, ensurepip; print('%d.%d' % sys.version_info[:2] if sys.maxsize > 2**32 else '0.0')"
_NAMES = ("python3.13", "python3.12", "python3.11", "python3.14", "python3", "python")


def _folder_option(help_text: str) -> Any:
    return field(default="", metadata={"help": help_text, "choices": (), "path": "in", "required": False})


@dataclass(frozen=True)
class Installation:
    """What the user may choose about the engine's environment."""

    python: str = _folder_option(
        "Python that already has the engine's packages (torch, rasterio and the others), to use as it is; empty: make an environment."
    )
    folder: str = _folder_option("Folder for the environment, about 2 GB; empty: beside the QGIS profile.")
    wheels: str = _folder_option(
        "Folder with the packages as wheel files, to install from without a network; empty: from the package index that pip is set to."
    )


def set_up(wanted: Installation, feedback: QgsProcessingFeedback) -> Path:
    """Make or take the engine's environment, check that it works, and return its Python.

    Raises
    ------
    EngineError
        Where no base Python is found, a step fails, or the engine does not work in the result; a half-made environment is removed.
    Cancelled
        Where the user cancelled; likewise.
    """
    if wanted.python:
        check(Path(wanted.python), feedback)
        return Path(wanted.python)
    folder = Path(wanted.folder) if wanted.folder else managed_environment()
    python = python_in(folder)
    if python.is_file() and _works(python, feedback):
        feedback.pushInfo(f"The environment in {folder} is in order.")
        return python
    _clear(folder)
    try:
        _build(folder, wanted.wheels, feedback)
        check(python, feedback)
    except (EngineError, Cancelled):
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return python


def _build(folder: Path, wheels: str, feedback: QgsProcessingFeedback) -> None:
    """Make the environment in ``folder`` and install the engine's packages."""
    base = base_python()
    feedback.pushInfo(f"Making an environment in {folder} with {base}")
    _step([base, "-m", "venv", str(folder)], "make the environment", feedback)
    feedback.setProgress(5)
    source = ["--no-index", "--find-links", wheels] if wheels else []
    pip = [str(python_in(folder)), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"]
    feedback.pushInfo("Installing the engine's packages")
    _step([*pip, *source, "-r", str(REQUIREMENTS)], "install the engine's packages", feedback, progress=(5.0, 90.0))


def check(python: Path, feedback: QgsProcessingFeedback) -> dict[str, Any]:
    """What the engine says of itself, after a real computation in that Python.

    Raises :class:`EngineError` where it does not work there.
    """
    if not python.is_file():
        raise EngineError(
            f"There is no Python at {python}.", "Choose the program file of a Python, such as .../bin/python or ...\\python.exe."
        )
    feedback.pushInfo("Checking that the engine works")
    lines = _step([str(python), "-m", "binn_engine", "check"], "run the engine", feedback)
    for line in reversed(lines):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and found.get("ok") is True:
            return found
    raise EngineError(f"The engine in {python} did not pass its check.", "Leave PYTHON empty to have an environment made.")


def base_python() -> str:
    """A Python of 3.11 or newer that can make virtual environments.

    Raises :class:`EngineError` where there is none.
    """
    found = [shutil.which(name) for name in _NAMES]
    beside = Path(sys.base_prefix) / ("python.exe" if sys.platform == "win32" else "bin/python3")
    candidates = [*found, str(beside), "/usr/bin/python3"]
    for candidate in dict.fromkeys(filter(None, candidates)):
        if _fits(candidate):
            return candidate
    raise EngineError(
        "No Python of 3.11 or newer that can make virtual environments was found.",
        "Install one (Debian, Ubuntu: apt install python3-venv; else python.org), or give PYTHON one that has the engine's packages.",
    )


def _fits(candidate: str) -> bool:
    """Whether a program is a 64-bit Python, new enough, with venv and pip."""
    try:
        done = subprocess.run(  # nosec B603 (a list of arguments, no shell)
            [candidate, "-c", _PROBE], env=clean_environment(), capture_output=True, text=True, timeout=30, check=False, **child_options()
        )
        return done.returncode == 0 and tuple(int(part) for part in done.stdout.split(".")) >= _LEAST
    except (OSError, ValueError, subprocess.TimeoutExpired):
        return False


def _works(python: Path, feedback: QgsProcessingFeedback) -> bool:
    try:
        check(python, feedback)
    except EngineError as error:
        feedback.pushInfo(f"The environment is not in order and is made anew: {error.message}")
        return False
    return True


def _clear(folder: Path) -> None:
    """Make way for an environment: an old one goes, anything else stays and is refused; the disk must have room."""
    if folder.is_dir() and any(folder.iterdir()):
        if not (folder / "pyvenv.cfg").is_file():
            raise EngineError(f"The folder {folder} is not empty.", "Choose an empty or a new folder for the environment.")
        shutil.rmtree(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise EngineError(f"The folder {folder} cannot be made: {error.strerror}.", "Choose another FOLDER.") from error
    free = shutil.disk_usage(folder.parent).free
    if free < NEEDED_BYTES:
        raise EngineError(
            f"Only {free / 1024**3:.1f} GB are free for {folder}; the engine needs {NEEDED_BYTES / 1024**3:.0f} GB.",
            "Free some space or choose another FOLDER.",
        )


def _step(command: list[str], what: str, feedback: QgsProcessingFeedback, progress: tuple[float, float] | None = None) -> list[str]:
    """Run a program to its end, its lines shown as they come, and return them.

    Raises :class:`EngineError` with its last lines where it fails, :class:`Cancelled` where the user cancelled.
    """
    child = _started(command, what)
    lines: list[str] = []
    try:
        for line in child.lines(feedback.isCanceled):
            lines.append(line)
            feedback.pushConsoleInfo(line)
            if progress:  # pip does not say how much is left: each line closes a part of the gap
                low, high = progress
                feedback.setProgress(high - (high - low) * 0.985 ** len(lines))
        status = child.wait(feedback.isCanceled)
    finally:
        child.stop()
    if feedback.isCanceled():
        raise Cancelled
    if status != 0:
        raise _failure(what, status, lines)
    return lines


def _failure(what: str, status: int | None, lines: list[str]) -> EngineError:
    """The error of a step that failed: in the engine's own words where it has some, else with the last lines of output."""
    events = [event for event in map(decode_event, lines) if event is not None and event["event"] == "error"]
    if events:
        return EngineError(f"Could not {what}: {events[-1].get('message', '')}", str(events[-1].get("remedy", "")))
    tail = "\n".join(lines[-15:])
    return EngineError(
        f"Could not {what} (exit status {status}):\n{tail}", "Check the network, the disk and the messages above, and run again."
    )


def _started(command: list[str], what: str) -> Child:
    try:
        return Child(command, PLUGIN_FOLDER, merge_stderr=True)
    except OSError as error:
        raise EngineError(
            f"Could not {what}: {command[0]}: {error.strerror or os.fspath(command[0])}.", "Choose another Python."
        ) from error
