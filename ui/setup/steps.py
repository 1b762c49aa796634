"""Programs that the set-up runs and waits for, and the check of an environment by the engine itself."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from qgis.core import QgsProcessingFeedback

from ...binn_engine.errors import Cancelled, EngineError
from ..engine.child import Child
from ..engine.environment import PLUGIN_FOLDER
from ..translation import tr
from .failures import SetupError, failure
from .proxy import proxy_variables
from .pythons import why_unfit
from .readable import Readable


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
        raise SetupError(unfit, tr("Choose another Python, or choose to create an environment."), "python")
    feedback.pushInfo(tr("Checking that the engine works: a forward and a backward pass through the soil carbon model"))
    lines = run_step([str(python), "-m", "binn_engine", "check"], tr("run the engine"), feedback)
    for line in reversed(lines):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and found.get("ok") is True:
            feedback.pushInfo(
                tr("The engine works, on {device}: {reason}.").format(device=found.get("device"), reason=found.get("device_reason"))
            )
            if device == "cuda" and not str(found.get("device", "")).startswith("cuda"):
                feedback.pushWarning(
                    tr("You chose CUDA, but the engine does not compute on the graphics card. The line above gives the reason.")
                )
            return found
    raise SetupError(
        tr("The engine in {python} did not pass its check.").format(python=python),
        tr("Create a new environment with 'Set up the engine', or report this problem."),
        "unknown",
    )


def works(python: Path, feedback: QgsProcessingFeedback) -> bool:
    try:
        check(python, feedback)
    except EngineError as error:
        feedback.pushInfo(
            tr("The environment in {folder} does not work: {message}").format(folder=python.parent.parent, message=error.message)
        )
        return False
    return True


def run_step(
    command: list[str], what: str, feedback: QgsProcessingFeedback, folder: Path | None = None, progress: tuple[float, float] | None = None
) -> list[str]:
    """Run a program to its end, its lines shown as they come, and return them.

    Raises :class:`SetupError` with its kind and last lines where it fails, :class:`Cancelled` where the user cancelled.

    Parameters
    ----------
    command
        The program and its arguments.
    what
        What the step does, for messages.
    feedback
        Gets the lines, and says whether the user cancelled.
    folder
        In which the program runs; None: the present one.
    progress
        Percent at the start and at the end of the step; None: it is not known.
    """
    child = _started(command, what, folder)
    lines: list[str] = []
    shown = Readable()
    try:
        for line in child.lines(feedback.isCanceled):
            lines.append(line)
            if text := shown.line(line):
                feedback.pushConsoleInfo(text)
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
