"""The engine's environment: created, resumed, or used unchanged; and checked by a real computation.

Nothing is ever installed into QGIS's own Python. The dialog and the algorithm both call :func:`set_up`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess  # nosec B404 (pip is asked where it installs from)
from pathlib import Path

from qgis.core import QgsProcessingFeedback

from ...binn_engine.errors import Cancelled, EngineError
from ..engine.environment import (
    PLUGIN_FOLDER,
    PROGRESS_FILE,
    SetupProgress,
    child_options,
    clean_environment,
    managed_environment,
    python_in,
)
from ..translation import mark, tr
from .choices import Installation, room_for, whole
from .failures import SetupError, failure
from .graphics import Driver, find_driver, torch_index
from .pythons import base_python, why_unfit
from .steps import check, run_step, works

REQUIREMENTS = PLUGIN_FOLDER / "binn_engine" / "requirements.txt"
NO_CUDA = mark("or choose the processor (cpu).")
KEPT = mark("What was installed is kept. Run the set-up again with the same folder to resume it, or delete the folder.")


def set_up(installation: Installation, feedback: QgsProcessingFeedback) -> Path:
    """Make or take the engine's environment, check that it works, and return its Python.

    An environment of a failed or cancelled set-up is resumed; if no package was installed, the folder is removed.

    Raises
    ------
    SetupError
        With its kind and remedy, where no base Python is found, a step fails, or the engine does not work in the result.
    Cancelled
        Where the user cancelled.
    """
    if installation.python:
        check(whole(installation.python), feedback)
        return whole(installation.python)
    folder, driver = installation.place, _driver_for(installation, feedback)
    python, progress = python_in(folder), SetupProgress.of(folder)
    if os.path.isfile(python) and not progress.unfinished and progress.device == installation.device and works(python, feedback):
        feedback.pushInfo(tr("The environment in {folder} works.").format(folder=folder))
        return python
    if progress.unfinished and progress.device == installation.device and not why_unfit(python, "import pip; "):
        feedback.pushInfo(tr("Resuming the set-up in {folder}").format(folder=folder))
    else:
        _clear(installation)
        progress = SetupProgress(installation.device)
    try:
        _build(installation, progress, driver, feedback)
        check(python, feedback, installation.device)
    except (EngineError, Cancelled) as error:
        raise _left(error, folder) from error
    except OSError as error:
        raise _left(failure(tr("write to {folder}").format(folder=folder), error.errno, [str(error)], folder), folder) from error
    SetupProgress(installation.device, unfinished=False).write(folder)
    return python


def _left(error: EngineError | Cancelled, folder: Path) -> EngineError | Cancelled:
    """The same error, saying what remains; without a package installed, nothing does."""
    shutil.rmtree(folder / "tmp", ignore_errors=True)
    if not SetupProgress.of(folder).done:
        shutil.rmtree(folder, ignore_errors=True)
        return error
    if isinstance(error, Cancelled):
        return Cancelled(tr(KEPT))
    return SetupError(error.message, f"{error.remedy} {tr(KEPT)}", getattr(error, "kind", "unknown"))


def _build(installation: Installation, progress: SetupProgress, driver: Driver | None, feedback: QgsProcessingFeedback) -> None:
    """Make the environment and install what it lacks, PyTorch first; ``progress`` is written after each step."""
    folder, python = installation.place, python_in(installation.place)
    folder.mkdir(exist_ok=True)
    progress.write(folder)  # before all else: it marks the folder as one that a set-up made, and may clear
    if not python.is_file():
        base = base_python()
        feedback.pushInfo(tr("Creating an environment in {folder} with {base}").format(folder=folder, base=base))
        run_step([base, "-m", "venv", str(folder)], tr("create the environment"), feedback, folder)
    feedback.setProgress(5)
    for name, words, low, high in _installations(installation, python, driver):
        if name not in progress.done:
            feedback.pushInfo(tr("Installing {name}").format(name=name))
            run_step([*_pip(python), *words], tr("install {name}").format(name=name), feedback, folder, (low, high))
            progress = progress.after(name)
            progress.write(folder)
        feedback.setProgress(high)
    shutil.rmtree(folder / "tmp", ignore_errors=True)


def _installations(installation: Installation, python: Path, driver: Driver | None) -> list[tuple[str, list[str], float, float]]:
    """The steps of pip: a name, its words, and the share of the progress. PyTorch's index is asked for PyTorch alone."""
    lines = [line.strip() for line in REQUIREMENTS.read_text(encoding="utf-8").splitlines()]
    torch = [line for line in lines if line.startswith("torch==")]
    everything = ["-r", str(REQUIREMENTS)]
    if installation.wheels:
        offline = ["--no-index", "--find-links", str(whole(installation.wheels))]
        first = [("PyTorch", [*offline, *torch], 5.0, 50.0)] if torch else []
        return [*first, (tr("the other packages"), [*offline, *everything], 50.0, 90.0)]
    index = torch_index(installation.device, driver, _own_index(python))
    first = [("PyTorch", [*(["--index-url", index] if index else []), *torch], 5.0, 50.0)] if torch else []
    return [*first, (tr("the other packages"), everything, 50.0, 90.0)]


def _driver_for(installation: Installation, feedback: QgsProcessingFeedback) -> Driver | None:
    """The driver that PyTorch is to use, where it is to come from an index; raises where there is none that it can use."""
    if installation.device != "cuda" or installation.wheels:
        return None
    driver = find_driver()
    if driver is None:
        raise SetupError(
            tr("You chose CUDA, but no NVIDIA driver was found."),
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
    """The install command of pip, without questions. It tries at least twice: only then does pip say why an index cannot be reached."""
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


def _clear(installation: Installation) -> None:
    """Make way for an environment: one that a set-up made goes, anything else stays and is refused; the disk must have room."""
    folder = installation.place
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
        raise failure(tr("create the folder {folder}").format(folder=folder), error.errno, [str(error)]) from error
    room = room_for(installation)
    if not room.enough:
        raise SetupError(
            tr("The disk does not have enough space for {folder}: {room}.").format(folder=folder, room=room.told),
            tr("Free some space or choose another FOLDER."),
            "disk",
        )
