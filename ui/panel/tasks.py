"""Delayed work of the panel: tasks in the background, one at a time for each name, and timers."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsApplication, QgsTask
from qgis.PyQt.QtCore import QObject, QTimer


class Tasks:
    """Running tasks by name. A new task cancels the earlier one with the same name."""

    def __init__(self) -> None:
        self._running: dict[str, QgsTask] = {}

    def begin(self, name: str, task: QgsTask) -> None:
        """Start a task in place of the former one of that name."""
        self.cancel(name)
        self._running[name] = task
        QgsApplication.taskManager().addTask(task)

    def finish(self, name: str, task: QgsTask) -> bool:
        """Take a finished task off the list; False where another one has taken its place."""
        if self._running.get(name) is not task:
            return False
        del self._running[name]
        return True

    def cancel(self, name: str) -> None:
        """Cancel the task of a name, if there is one."""
        former = self._running.pop(name, None)
        if former is not None:
            former.cancel()

    def cancel_all(self) -> None:
        """Cancel every task."""
        for name in list(self._running):
            self.cancel(name)


def single_shot(parent: QObject, milliseconds: int, slot: Callable[[], None]) -> QTimer:
    """A timer that calls ``slot`` once after it is started."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(milliseconds)
    timer.timeout.connect(slot)
    return timer
