"""The engine's environment: made, gone on with where it stopped, or taken as it is; and checked by a real computation.

Nothing is ever installed into QGIS's own Python. The dialog and the algorithm both call :func:`set_up`.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess  # nosec B404 (pip is asked where it installs from)
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingFeedback

from ...binn_engine.errors import Cancelled, EngineError
from ..engine.child import Child
from ..engine.environment import PLUGIN_FOLDER, PROGRESS_FILE, Progress, child_options, clean_environment, managed_environment, python_in
from ..translation import mark, tr
from .failures import SetupError, failure
from .graphics import Driver, find_driver, torch_index
from .proxy import proxy_variables
from .pythons import base_python, why_unfit

REQUIREMENTS = PLUGIN_FOLDER / "binn_engine" / "requirements.txt"
DEVICES = ("cpu", "cuda")
# Installed and downloaded, with room to spare: PyTorch with CUDA brings NVIDIA's libraries.
NEEDED_BYTES = {"cpu": 3 * 1024**3, "cuda": 10 * 1024**3}
NO_CUDA = mark("or choose the processor (cpu).")
KEPT = mark("What is there is kept: set up the same folder again to go on, or delete it.")


def _option(help_text: str, choices: tuple[str, ...] = (), path: str = "in") -> Any:
    metadata = {"help": help_text, "choices": choices, "path": path, "required": False}
    return field(default=choices[0] if choices else "", metadata=metadata)


@dataclass(frozen=True)
class Installation:
    """What the user may choose about the engine's environment."""

    python: str = _option(
        "Python that already has the engine's packages (torch, rasterio and the others), to use as it is; empty: make an environment."
    )
    folder: str = _option("Folder for the environment, about 2 GB; empty: beside the QGIS profile.")
    wheels: str = _option(
        "Folder with the packages as wheel files, to install from without a network; empty: from the package index that pip is set to."
    )
    device: str = _option("PyTorch for the processor alone (cpu), or for an NVIDIA graphics card too (cuda, about 8 GB).", DEVICES, "")

    @property
    def place(self) -> Path:
        """The folder of the environment."""
        return whole(self.folder) if self.folder else managed_environment()


def whole(path: str) -> Path:
    """A path as a user writes it, ``~`` and relative ones too, made whole: the programs of a set-up run in another folder."""
    return Path(os.path.abspath(os.path.expanduser(path)))


@dataclass(frozen=True)
class Room:
    """Bytes that an environment needs, and that are free where it is to be."""

    needed: int
    free: int

    @property
    def enough(self) -> bool:
        return self.free >= self.needed

    @property
    def told(self) -> str:
        return tr("{needed:.0f} GB needed, {free:.1f} GB free").format(needed=self.needed / 1024**3, free=self.free / 1024**3)


def room_for(wanted: Installation) -> Room:
    """The room that an environment needs and has; folders that do not exist yet count as the one they are to be made in."""
    folder = wanted.place
    # Unlike Path.exists, this one raises nothing where a name is too long or a folder may not be looked into.
    while not os.path.exists(folder) and folder != folder.parent:
        folder = folder.parent
    return Room(NEEDED_BYTES[wanted.device], shutil.disk_usage(folder).free)


def set_up(wanted: Installation, feedback: QgsProcessingFeedback) -> Path:
    """Make or take the engine's environment, check that it works, and return its Python.

    An environment that a failed or cancelled set-up left is gone on with; nothing is left where no package was installed.

    Raises
    ------
    SetupError
        With its kind and remedy, where no base Python is found, a step fails, or the engine does not work in the result.
    Cancelled
        Where the user cancelled.
    """
    if wanted.python:
        check(whole(wanted.python), feedback)
        return whole(wanted.python)
    folder, driver = wanted.place, _driver_for(wanted, feedback)
    python, progress = python_in(folder), Progress.of(folder)
    if os.path.isfile(python) and not progress.unfinished and progress.device == wanted.device and _works(python, feedback):
        feedback.pushInfo(tr("The environment in {folder} is in order.").format(folder=folder))
        return python
    if progress.unfinished and progress.device == wanted.device and not why_unfit(python, "import pip; "):
        feedback.pushInfo(tr("Going on with the environment in {folder}").format(folder=folder))
    else:
        _clear(wanted)
        progress = Progress(wanted.device)
    try:
        _build(wanted, progress, driver, feedback)
        check(python, feedback, wanted.device)
    except (EngineError, Cancelled) as error:
        raise _left(error, folder) from error
    except OSError as error:
        raise _left(failure(tr("write to {folder}").format(folder=folder), error.errno, [str(error)], folder), folder) from error
    Progress(wanted.device, unfinished=False).write(folder)
    return python


def _left(error: EngineError | Cancelled, folder: Path) -> EngineError | Cancelled:
    """The same error, saying what remains; without a package installed, nothing does."""
    shutil.rmtree(folder / "tmp", ignore_errors=True)
    if not Progress.of(folder).done:
        shutil.rmtree(folder, ignore_errors=True)
        return error
    if isinstance(error, Cancelled):
        return Cancelled(tr(KEPT))
    return SetupError(error.message, f"{error.remedy} {tr(KEPT)}", getattr(error, "kind", "unknown"))


def _build(wanted: Installation, progress: Progress, driver: Driver | None, feedback: QgsProcessingFeedback) -> None:
    """Make the environment and install what it lacks, PyTorch first; ``progress`` is written after each step."""
    folder, python = wanted.place, python_in(wanted.place)
    folder.mkdir(exist_ok=True)
    progress.write(folder)  # before all else: it marks the folder as one that a set-up made, and may clear
    if not python.is_file():
        base = base_python()
        feedback.pushInfo(tr("Making an environment in {folder} with {base}").format(folder=folder, base=base))
        _step([base, "-m", "venv", str(folder)], tr("make the environment"), feedback, folder)
    feedback.setProgress(5)
    for name, words, low, high in _installations(wanted, python, driver):
        if name not in progress.done:
            feedback.pushInfo(tr("Installing {name}").format(name=name))
            _step([*_pip(python), *words], tr("install {name}").format(name=name), feedback, folder, (low, high))
            progress = progress.after(name)
            progress.write(folder)
        feedback.setProgress(high)
    shutil.rmtree(folder / "tmp", ignore_errors=True)


def _installations(wanted: Installation, python: Path, driver: Driver | None) -> list[tuple[str, list[str], float, float]]:
    """The steps of pip: a name, its words, and the share of the progress. PyTorch's index is asked for PyTorch alone."""
    lines = [line.strip() for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines()]
    torch = [line for line in lines if line.startswith("torch==")]
    everything = ["-r", str(REQUIREMENTS)]
    if wanted.wheels:
        offline = ["--no-index", "--find-links", str(whole(wanted.wheels))]
        first = [("PyTorch", [*offline, *torch], 5.0, 50.0)] if torch else []
        return [*first, (tr("the other packages"), [*offline, *everything], 50.0, 90.0)]
    index = torch_index(wanted.device, driver, _own_index(python))
    first = [("PyTorch", [*(["--index-url", index] if index else []), *torch], 5.0, 50.0)] if torch else []
    return [*first, (tr("the other packages"), everything, 50.0, 90.0)]


def _driver_for(wanted: Installation, feedback: QgsProcessingFeedback) -> Driver | None:
    """The driver that PyTorch is to use, where it is to come from an index; raises where there is none that it can use."""
    if wanted.device != "cuda" or wanted.wheels:
        return None
    driver = find_driver()
    if driver is None:
        raise SetupError(
            tr("CUDA was asked for, but no NVIDIA driver was found."),
            tr("Install the driver, {remedy}").format(remedy=tr(NO_CUDA)),
            "runtime",
        )
    if not driver.build:
        raise SetupError(
            tr("The driver is too old: {driver}.").format(driver=driver.told),
            tr("Update it to CUDA 12.6 or newer, {remedy}").format(remedy=tr(NO_CUDA)),
            "runtime",
        )
    feedback.pushInfo(tr("PyTorch for {driver}: {build}").format(driver=driver.told, build=driver.build))
    return driver


def _pip(python: Path) -> list[str]:
    """pip's install, told not to ask. It tries again once at least: only then does it say why an index cannot be reached."""
    return [
        *(str(python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check", "--progress-bar", "off"),
        *("--retries", "3", "--timeout", "30"),
    ]


def _own_index(python: Path) -> bool:
    """Whether pip is set to an index, or to wheels, other than the common ones; an extra index only adds to the common one."""
    done = subprocess.run(  # nosec B603 (a list of arguments, no shell)
        [str(python), "-m", "pip", "config", "list"],
        env=clean_environment(), capture_output=True, text=True, timeout=60, check=False, **child_options(),
    )  # fmt: skip
    return re.search(r"(?<!extra-)index-url|find-links", done.stdout) is not None


def check(python: Path, feedback: QgsProcessingFeedback, device: str = "") -> dict[str, Any]:
    """What the engine says of itself, after a forward and a backward pass in that Python, and on which device and why.

    Raises :class:`SetupError` where it does not work there. ``device`` is what the environment was made for; another is a warning.
    """
    if not python.is_file():
        raise SetupError(
            tr("There is no Python at {python}.").format(python=python),
            tr("Choose the program file of a Python, such as .../bin/python or ...\\python.exe."),
            "python",
        )
    unfit = why_unfit(python)
    if unfit:
        raise SetupError(unfit, tr("Choose another Python, or have an environment made."), "python")
    feedback.pushInfo(tr("Checking that the engine works: a forward and a backward pass through the soil carbon model"))
    lines = _step([str(python), "-m", "binn_engine", "check"], tr("run the engine"), feedback)
    for line in reversed(lines):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and found.get("ok") is True:
            feedback.pushInfo(tr("It works, on {device}: {reason}.").format(device=found.get("device"), reason=found.get("device_reason")))
            if device == "cuda" and not str(found.get("device", "")).startswith("cuda"):
                feedback.pushWarning(tr("CUDA was asked for, but the engine computes elsewhere; the line above says why."))
            return found
    raise SetupError(
        tr("The engine in {python} did not pass its check.").format(python=python),
        tr("Have an environment made, or report this."),
        "unknown",
    )


def _works(python: Path, feedback: QgsProcessingFeedback) -> bool:
    try:
        check(python, feedback)
    except EngineError as error:
        feedback.pushInfo(
            tr("The environment in {folder} is not in order: {message}").format(folder=python.parent.parent, message=error.message)
        )
        return False
    return True


def _clear(wanted: Installation) -> None:
    """Make way for an environment: one that a set-up made goes, anything else stays and is refused; the disk must have room."""
    folder = wanted.place
    try:
        # A virtual environment without that file is somebody's own, with packages of theirs.
        ours = (folder / PROGRESS_FILE).is_file() or folder == managed_environment()
        if folder.is_dir() and any(folder.iterdir()) and not ours:
            raise SetupError(
                tr("The folder {folder} is not empty.").format(folder=folder),
                tr("Choose an empty or a new folder for the environment."),
                "permission",
            )
        if ours:
            shutil.rmtree(folder, ignore_errors=True)
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise failure(tr("make the folder {folder}").format(folder=folder), error.errno, [str(error)]) from error
    room = room_for(wanted)
    if not room.enough:
        raise SetupError(
            tr("The disk has too little room for {folder}: {room}.").format(folder=folder, room=room.told),
            tr("Free some space or choose another FOLDER."),
            "disk",
        )


def _step(
    command: list[str], what: str, feedback: QgsProcessingFeedback, folder: Path | None = None, progress: tuple[float, float] | None = None
) -> list[str]:
    """Run a program to its end, its lines shown as they come, and return them.

    Raises :class:`SetupError` with its kind and last lines where it fails, :class:`Cancelled` where the user cancelled.
    """
    child = _started(command, what, folder)
    lines: list[str] = []
    try:
        for line in child.lines(feedback.isCanceled):
            lines.append(line)
            feedback.pushConsoleInfo(line)
            if progress:  # pip does not say how much is left: each line closes a part of the gap
                low, high = progress
                feedback.setProgress(high - (high - low) * 0.97 ** len(lines))
        status = child.wait(feedback.isCanceled)
    finally:
        child.stop()
    if feedback.isCanceled():
        raise Cancelled
    if status != 0:
        raise failure(what, status, lines, folder)
    return lines


def _started(command: list[str], what: str, folder: Path | None) -> Child:
    """The program, with QGIS's proxy; what it downloads lies in ``folder``, since that disk has the room."""
    more = proxy_variables()
    if folder is not None and folder.is_dir():
        temporary = folder / "tmp"
        temporary.mkdir(exist_ok=True)
        more.update(TMPDIR=str(temporary), TEMP=str(temporary), TMP=str(temporary))
    try:
        return Child(command, PLUGIN_FOLDER, merge_stderr=True, variables=more)
    except OSError as error:
        raise failure(what, error.errno, [f"{command[0]}: {error.strerror or os.fspath(command[0])}"], folder) from error
