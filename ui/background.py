"""Work that QGIS does in the background: a function runs in another thread, and its progress and its end are reported in the main thread.

The function gets a feedback and must touch neither the project nor a widget; its return value is passed to the main thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import QgsApplication, QgsProcessingFeedback, QgsTask
from qgis.PyQt.QtCore import QObject, pyqtSignal

from ..binn_engine.errors import BinnError, Cancelled, EngineError
from .translation import tr

# QGIS owns a task in C++; without a reference in Python its methods would be gone before it runs.
_running: set[Background] = set()


class Told(QObject):
    """The signals of a worker, which Qt delivers in the main thread."""

    line = pyqtSignal(str)
    phase = pyqtSignal(str)
    percent = pyqtSignal(float)


class TellingFeedback(QgsProcessingFeedback):
    """A feedback that sends all its messages by the signals of ``told``."""

    def __init__(self) -> None:
        super().__init__(False)
        self.told = Told()
        self.progressChanged.connect(self.told.percent)

    def setProgressText(self, text: str) -> None:
        self.told.phase.emit(text)

    def pushInfo(self, text: str) -> None:
        self.told.line.emit(text)

    def pushWarning(self, text: str) -> None:
        self.told.line.emit(text)

    def pushConsoleInfo(self, text: str) -> None:
        self.told.line.emit(text)

    def pushDebugInfo(self, text: str) -> None:
        """Left out: nobody reads it here."""

    def reportError(self, text: str, fatalError: bool = False) -> None:
        self.told.line.emit(text)


class Part(QgsProcessingFeedback):
    """The share of a feedback's progress, from ``low`` to ``high`` %, that one of several steps fills."""

    def __init__(self, whole: QgsProcessingFeedback, low: float, high: float) -> None:
        super().__init__(False)
        self._whole = whole
        self.progressChanged.connect(lambda percent: whole.setProgress(low + (high - low) * percent / 100.0))

    def isCanceled(self) -> bool:
        return self._whole.isCanceled()

    def setProgressText(self, text: str) -> None:
        self._whole.setProgressText(text)

    def pushInfo(self, text: str) -> None:
        self._whole.pushInfo(text)

    def pushWarning(self, text: str) -> None:
        self._whole.pushWarning(text)

    def pushConsoleInfo(self, text: str) -> None:
        self._whole.pushConsoleInfo(text)

    def pushDebugInfo(self, text: str) -> None:
        self._whole.pushDebugInfo(text)


class Background(QgsTask):
    """Runs ``work(feedback)`` in a thread of QGIS's own; ``done(result, error)`` is called in the main thread at its end.

    Cancelling the task cancels the feedback, and ``error`` is then a :class:`Cancelled`.
    """

    def __init__(self, title: str, work: Callable[[QgsProcessingFeedback], Any], done: Callable[[Any, BinnError | None], None]) -> None:
        super().__init__(title, QgsTask.Flag.CanCancel)
        self._work, self._done = work, done
        self._result: Any = None
        self._error: BinnError | None = None
        self.feedback = TellingFeedback()
        self.feedback.progressChanged.connect(self.setProgress)

    def start(self) -> None:
        """Hand the task to QGIS."""
        _running.add(self)
        QgsApplication.taskManager().addTask(self)

    def run(self) -> bool:
        try:
            self._result = self._work(self.feedback)
        except BinnError as error:
            self._error = error
        except Exception as error:  # a fault of ours: told like any other, instead of a task that ends without a word
            self._error = EngineError(f"{type(error).__name__}: {error}.", tr("Please report this."))
        return self._error is None

    def cancel(self) -> None:
        self.feedback.cancel()
        super().cancel()

    def finished(self, succeeded: bool) -> None:
        _running.discard(self)
        error = self._error
        if error is None and not succeeded:  # cancelled before it began
            error = Cancelled()
        self._done(self._result, error)
