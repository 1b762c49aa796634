"""Runs algorithms of the toolbox one after the other, in the background, as their dialogs do: with history, log, styles and cancelling."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
)
from qgis.gui import QgsGui
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..background import TellingFeedback
from ..translation import tr
from ..weights import told_once
from .proposals import remember_speed

MADE, CANCELLED, FAILED = "made", "cancelled", "failed"


@dataclass(frozen=True)
class AlgorithmRun:
    """One run of an algorithm: its name without that of the provider, its parameters, and about how long it takes in seconds."""

    algorithm: str
    parameters: dict[str, Any]
    seconds: float


@dataclass(frozen=True)
class Outcome:
    """How runs ended: ``made``, ``cancelled`` or ``failed``; the reason of the last two; results by algorithm; warnings."""

    state: str
    text: str = ""
    results: dict[str, dict[str, Any]] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()


class GuideFeedback(TellingFeedback):
    """The feedback of a run: it keeps errors, warnings and their codes. At its end, the desktop's message bar says what was made."""

    announces = True

    def __init__(self) -> None:
        super().__init__()
        self.errors: list[str] = []
        self.warnings: list[str] = []
        self.codes: dict[str, str] = {}

    def reportError(self, text: str, fatalError: bool = False) -> None:
        self.errors.append(text)
        super().reportError(text, fatalError)

    def pushWarning(self, text: str) -> None:
        self.warnings.append(text)
        super().pushWarning(text)


def loaded(path: str) -> QgsProcessingOutputLayerDefinition:
    """An output that is added to the project."""
    return QgsProcessingOutputLayerDefinition(path, QgsProject.instance())


class Runner(QObject):
    """Runs works in order; the first that fails or is cancelled ends them. ``progressed`` never goes back."""

    progressed = pyqtSignal(float)
    phase = pyqtSignal(str)
    line = pyqtSignal(str)
    ended = pyqtSignal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._works: list[AlgorithmRun] = []
        self._done = 0
        self._percent = 0.0
        self._results: dict[str, dict[str, Any]] = {}
        self._warnings: list[str] = []
        self._codes: dict[str, str] = {}
        self._task: QgsProcessingAlgRunnerTask | None = None
        self._algorithm: QgsProcessingAlgorithm | None = None
        self._context: QgsProcessingContext | None = None
        self._feedback: GuideFeedback | None = None
        self._started = 0.0

    @property
    def busy(self) -> bool:
        """Whether something runs."""
        return bool(self._works)

    def start(self, works: Sequence[AlgorithmRun]) -> None:
        """Begin; nothing where something runs."""
        if self.busy or not works:
            return
        self._works, self._done, self._percent = list(works), 0, 0.0
        self._results, self._warnings, self._codes = {}, [], {}
        self._next()

    def cancel(self) -> None:
        """End the run; unfinished outputs are removed."""
        if self._task is not None:
            self._task.cancel()
        if self._feedback is not None:
            self._feedback.cancel()

    def _next(self) -> None:
        work = self._works[self._done]
        self._algorithm = QgsApplication.processingRegistry().createAlgorithmById(f"binn:{work.algorithm}")
        self._context, self._feedback = QgsProcessingContext(), GuideFeedback()
        self._context.setProject(QgsProject.instance())
        self._context.setFeedback(self._feedback)
        told = self._feedback.told
        told.percent.connect(self._tell)
        told.phase.connect(self.phase)
        told.line.connect(self.line)
        can, reason = self._algorithm.canExecute()
        fine, problem = self._algorithm.checkParameterValues(work.parameters, self._context) if can else (False, reason)
        if not fine:
            self._end(Outcome(FAILED, problem))
            return
        self.phase.emit(self._algorithm.displayName())
        self._started = time.monotonic()
        _add_to_history(self._algorithm, work.parameters, self._context)
        self._task = QgsProcessingAlgRunnerTask(self._algorithm, work.parameters, self._context, self._feedback)
        if self._task.isCanceled():  # its inputs could not be made ready
            self._finished(False, {})
            return
        self._task.executed.connect(self._finished)
        QgsApplication.taskManager().addTask(self._task)

    def _tell(self, percent: float) -> None:
        """The progress of all works together; the last percent is the end."""
        seconds = [max(work.seconds, 1.0) for work in self._works]
        if not seconds:
            return
        now = (sum(seconds[: self._done]) + seconds[self._done] * percent / 100.0) / sum(seconds)
        self._percent = max(self._percent, min(100.0 * now, 99.0))
        self.progressed.emit(self._percent)

    def _finished(self, succeeded: bool, results: dict[str, Any]) -> None:
        feedback = self._feedback
        if feedback is None or self._context is None:
            return
        self._task = None
        self._warnings += feedback.warnings
        self._codes |= feedback.codes
        if not succeeded:
            state = CANCELLED if feedback.isCanceled() else FAILED
            self._end(Outcome(state, feedback.errors[-1] if feedback.errors else "", dict(self._results)))
            return
        work = self._works[self._done]
        remember_speed(work.algorithm, work.seconds, time.monotonic() - self._started)
        _load(self._algorithm, self._context, feedback, results)
        self._results[work.algorithm] = results
        self._done += 1
        self._tell(0.0) if self._done < len(self._works) else None
        if self._done < len(self._works):
            self._next()
            return
        self.progressed.emit(100.0)
        self._end(Outcome(MADE, "", dict(self._results), told_once(self._warnings, self._codes)))

    def _end(self, outcome: Outcome) -> None:
        self._works = []
        self._task = self._algorithm = self._context = self._feedback = None
        self.ended.emit(outcome)


def _load(algorithm: Any, context: QgsProcessingContext, feedback: GuideFeedback, results: dict[str, Any]) -> None:
    """Add the results to the project, styled and grouped, as the dialog of the algorithm does."""
    from processing.gui.Postprocessing import handleAlgorithmResults  # QGIS's own plugin, on the path only once QGIS has loaded it

    if not handleAlgorithmResults(algorithm, context, feedback, parameters=results):
        feedback.reportError(tr("Some results could not be added to the project."))


def _add_to_history(algorithm: Any, parameters: dict[str, Any], context: QgsProcessingContext) -> None:
    """Note a run in Processing's history and among the algorithms used last."""
    QgsGui.instance().processingRecentAlgorithmLog().push(algorithm.id())
    command = algorithm.asPythonCommand(parameters, context)
    registry = getattr(QgsGui, "historyProviderRegistry", None)
    if registry is None:
        from processing.core.ProcessingLog import ProcessingLog  # QGIS's own plugin, on the path only once QGIS has loaded it

        ProcessingLog.addToLog(command)
        return
    entry = {"python_command": command, "algorithm_id": algorithm.id(), "parameters": algorithm.asMap(parameters, context)}
    registry().addEntry("processing", entry)
