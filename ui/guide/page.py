"""A page of the guide: one step with its choices, what is found of them, and the button that runs it."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QEvent, QObject, QSize, Qt, pyqtSignal
from qgis.PyQt.QtWidgets import (
    QFrame,
    QGridLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyle,
    QVBoxLayout,
    QWidget,
)

from ..translation import tr
from .checks import FINE, NOTE, WARNING, Finding
from .inputs import GuideInputs
from .proposals import duration
from .running import AlgorithmRun, Outcome
from .survey import Survey

ICONS = {FINE: "/mIconSuccess.svg", NOTE: "/mIconInfo.svg", WARNING: "/mIconWarning.svg"}
WIDEST = 360  # pixels: about a third of a small screen
ICON_LINES = 1.2  # size of an icon, in heights of a line


def text_label(text: str = "") -> QLabel:
    """A label for plain text, of as many lines as it needs."""
    label = QLabel(text, wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
    return label


class FindingsView(QWidget):
    """Findings, one below the other, each with an icon."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._shown: list[Finding] = []

    @property
    def texts(self) -> list[str]:
        """What is shown."""
        return [finding.text for finding in self._shown]

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show these and no others."""
        if list(findings) == self._shown:
            return
        self._shown = list(findings)
        while self._grid.count():
            widget = self._grid.takeAt(0).widget()
            widget.hide()
            widget.deleteLater()
        side = round(self.fontMetrics().height() * ICON_LINES)
        for row, finding in enumerate(findings):
            icon = QLabel()
            icon.setPixmap(QgsApplication.getThemeIcon(ICONS[finding.kind]).pixmap(QSize(side, side)))
            self._grid.addWidget(icon, row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(text_label(finding.text), row, 1)


class GuidePage(QWidget):
    """The common parts of the five steps. ``edited`` tells that the user has chosen something, ``run`` that something is to run: its
    value gives the runs for the inputs."""

    edited = pyqtSignal()
    run = pyqtSignal(object)
    title = ""
    intro = ""
    action = ""  # of the button; none where the step runs nothing

    def __init__(self, iface, survey: Survey) -> None:
        super().__init__()
        self.iface, self.survey = iface, survey
        layout = QVBoxLayout(self)
        self.top = QVBoxLayout()  # for what the guide has to say first
        layout.addLayout(self.top)
        layout.addWidget(text_label(tr(self.intro)))
        self.findings = FindingsView()
        layout.addWidget(self.findings)
        self.body = QVBoxLayout()
        layout.addLayout(self.body)
        layout.addStretch(1)
        # It stays in sight when the page is scrolled, so it has no place in it.
        self.button = QPushButton()
        self.button.clicked.connect(lambda: self.run.emit(self.works))
        self.told: list[Finding] = []  # how the last run of the step has ended
        self.build()

    def build(self) -> None:
        """Make the widgets of the step."""

    def fill(self, inputs: GuideInputs) -> None:
        """Show choices; signals nothing."""

    def chosen(self, inputs: GuideInputs) -> GuideInputs:
        """The inputs with what the widgets show."""
        return inputs

    def findings_of(self, inputs: GuideInputs) -> list[Finding]:
        """What there is to say of the choices."""
        return []

    def missing(self, inputs: GuideInputs) -> str:
        """What the next step needs and does not have; empty where nothing is missing."""
        return ""

    def why_not(self, inputs: GuideInputs) -> str:
        """Why the step cannot run; empty where it can."""
        return ""

    def works(self, inputs: GuideInputs) -> list[AlgorithmRun]:
        """The runs of the step."""
        return []

    def taken(self, inputs: GuideInputs, outcome: Outcome) -> GuideInputs:
        """The inputs with the results of the runs that have ended, also where a later one failed."""
        return inputs

    def refresh(self, inputs: GuideInputs, busy: bool) -> None:
        """Show what is found, and whether the step can run and how long it takes."""
        self.findings.show_findings([*self.told, *self.findings_of(inputs)])
        reason = self.why_not(inputs)
        self.button.setEnabled(not busy and not reason)
        seconds = sum(run.seconds for run in self.works(inputs)) if self.action and not reason else 0.0
        self.button.setText(f"{self.label()} ({duration(seconds)})" if seconds else self.label())

    def label(self) -> str:
        """What the button does; empty where the step runs nothing."""
        return tr(self.action) if self.action else ""


class PageArea(QScrollArea):
    """Scrolls a page up and down; sideways only where its texts need more than ``WIDEST``."""

    def __init__(self, page: QWidget) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidget(page)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # Qt's own name
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            bar = self.style().pixelMetric(QStyle.PixelMetric.PM_ScrollBarExtent)
            self.setMinimumWidth(min(self.widget().minimumSizeHint().width() + bar, WIDEST))
        return super().eventFilter(watched, event)
