"""The lower part of the guide: progress, phase, Cancel and the log of a run; and how the run has ended, in sentences."""

from __future__ import annotations

from qgis.PyQt.QtWidgets import QGridLayout, QPlainTextEdit, QProgressBar, QPushButton, QWidget

from ..translation import tr
from .checks import FINE, NOTE, WARNING, Finding
from .page import text_label
from .running import CANCELLED, FAILED, Outcome, Runner

LOG_LINES, LOG_ROWS = 5000, (1, 10)  # lines that are kept; lines that are seen, at least and at most


class ProgressArea(QWidget):
    """Shows the run of a :class:`Runner`, and its log where that is asked for."""

    def __init__(self, runner: Runner) -> None:
        super().__init__()
        self.runner = runner
        self.bar, self.phase = QProgressBar(), text_label()
        self.bar.setRange(0, 100)
        self.bar.setAccessibleName(tr("Progress"))
        self.cancel = QPushButton(tr("Cancel"))
        self.cancel.clicked.connect(lambda: self._cancel())
        self.log = QPlainTextEdit(readOnly=True)
        self.log.setMaximumBlockCount(LOG_LINES)
        line = self.log.fontMetrics().lineSpacing()
        self.log.setMinimumHeight(line * LOG_ROWS[0])
        self.log.setMaximumHeight(line * LOG_ROWS[1])
        self.log.setAccessibleName(tr("Log"))
        self.log.hide()
        self._lay_out()
        runner.progressed.connect(lambda percent: self.bar.setValue(int(percent)))
        runner.phase.connect(self._begin_phase)
        runner.line.connect(self.log.appendPlainText)
        runner.ended.connect(self._ended)

    def _lay_out(self) -> None:
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setColumnStretch(0, 1)
        layout.addWidget(self.bar, 0, 0)
        layout.addWidget(self.cancel, 0, 1)
        layout.addWidget(self.phase, 1, 0, 1, 2)
        layout.addWidget(self.log, 2, 0, 1, 2)
        for widget in (self.bar, self.cancel, self.phase):
            widget.hide()

    def begin(self) -> None:
        """A run begins."""
        self.bar.setValue(0)
        self.log.clear()
        self.phase.clear()
        for widget in (self.bar, self.cancel, self.phase):
            widget.show()
        self.cancel.setEnabled(True)

    def _begin_phase(self, text: str) -> None:
        self.log.appendPlainText(text)
        self.phase.setText(text)

    def _cancel(self) -> None:
        self.cancel.setEnabled(False)
        self._begin_phase(tr("Cancelling…"))
        self.runner.cancel()

    def _ended(self, outcome: Outcome) -> None:
        for widget in (self.bar, self.cancel, self.phase):
            widget.hide()


def ending(outcome: Outcome) -> list[Finding]:
    """How a run has ended, in sentences."""
    if outcome.state == CANCELLED:
        return [Finding(NOTE, outcome.text or tr("Cancelled."))]
    if outcome.state == FAILED:
        return [Finding(WARNING, outcome.text or tr("The run failed without a message. Read the log."))]
    return [Finding(FINE, tr("Done.")), *(Finding(WARNING, text) for text in outcome.warnings)]
