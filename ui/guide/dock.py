"""The guide's window: a dock beside the map with five pages, a notice of what must be set up first, the progress, and Back and Next."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QSize, Qt, QTimer
from qgis.PyQt.QtWidgets import (
    QDockWidget,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..compat import QAction
from ..desktop import DOCUMENTATION, SETUP_ACTION, open_address
from ..engine.environment import why_no_engine
from ..flow_layout import FlowLayout
from ..readable import make_readable
from ..translation import tr
from .checks import WARNING, Finding
from .forcing_page import ForcingPage
from .inputs import GuideInputs, read_inputs, write_inputs
from .maps_page import MAPPING, MapsPage
from .page import ICON_LINES, FindingsView, GuidePage, PageArea, text_label
from .profiles_page import ProfilesPage
from .progress import ProgressArea, ending
from .rasters_page import RastersPage
from .results import open_dialogs, show_results
from .running import MADE, AlgorithmRun, Outcome, Runner
from .survey import Survey
from .training_page import TrainingPage

PAGES = (ProfilesPage, RastersPage, ForcingPage, TrainingPage, MapsPage)
GUIDE_DOCK = "binnGuideDock"
COLUMNS = 62  # characters that a line of the guide should have room for
NEXT_BESIDE = 0.9  # heights of a line beside the text of a button
PAGE_LINES = 3  # of a page that are seen, at least
ENGINE_MS = 1500  # between looks whether the engine has been set up


class GuideDock(QDockWidget):
    """The guide. Its choices are kept in the project whenever they change."""

    def __init__(self, iface) -> None:
        super().__init__(tr("BINN: new map"), iface.mainWindow())
        self.setObjectName(GUIDE_DOCK)
        self.iface = iface
        make_readable(self)
        self.inputs = GuideInputs()
        self.survey, self.runner = Survey(self), Runner(self)
        self.pages: list[GuidePage] = [page(iface, self.survey) for page in PAGES]
        self._running: GuidePage | None = None
        self._build()
        self._connect()
        self.load()

    def _build(self) -> None:
        self.tabs, self.stack, self.buttons = QTabBar(), QStackedWidget(), QStackedWidget()
        self.tabs.setAccessibleName(tr("Steps"))
        self.tabs.setUsesScrollButtons(False)
        for number, page in enumerate(self.pages, 1):
            self.tabs.addTab(str(number))
            self.tabs.setTabToolTip(number - 1, tr(page.title))
            self.stack.addWidget(PageArea(page))
            self.buttons.addWidget(page.button)
        self.stack.setMinimumHeight(self.fontMetrics().lineSpacing() * PAGE_LINES)
        self.buttons.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.notice, self.notice_button = FindingsView(), QPushButton()
        self.progress, self.missing = ProgressArea(self.runner), text_label()
        self.back, self.next = _tool(tr("Back"), "/mActionArrowLeft.svg"), QPushButton(tr("Next"))
        # Narrow, so that the buttons have room in one line of a dock.
        letters = self.next.fontMetrics()
        self.next.setMaximumWidth(letters.horizontalAdvance(self.next.text()) + round(NEXT_BESIDE * letters.height()))
        self.log = _tool(tr("Log"), "/mMessageLog.svg")
        self.log.setCheckable(True)
        self.log.toggled.connect(self.progress.log.setVisible)
        self.help = _tool(tr("Help"), "/mActionHelpContents.svg")
        self.dialog = _tool(
            tr("Open the dialog of this algorithm with these choices, for all settings and for batch"), "/mActionOptions.svg"
        )
        content = QWidget()
        layout = QVBoxLayout(content)
        layout.addWidget(self.tabs)
        layout.addWidget(self.stack, 1)
        for widget in (self.missing, self.buttons, self.progress):
            layout.addWidget(widget)
        between = QWidget()
        between.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout.addLayout(FlowLayout(self.help, self.dialog, self.log, between, self.back, self.next))
        self.setWidget(content)

    def _connect(self) -> None:
        for page in self.pages:
            page.edited.connect(self._edited)
            page.run.connect(self._run)
        self.tabs.currentChanged.connect(self.show_step)
        self.back.clicked.connect(lambda: self.tabs.setCurrentIndex(self.step - 1))
        self.next.clicked.connect(lambda: self.tabs.setCurrentIndex(self.step + 1))
        self.dialog.clicked.connect(lambda: open_dialogs(self.page.works(self.inputs)[:1]))
        self.help.clicked.connect(lambda: open_address(f"{DOCUMENTATION}/new-map.md"))
        self.notice_button.clicked.connect(lambda: self._mend())
        self.survey.changed.connect(self.refresh)
        self.runner.ended.connect(self._ended)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.refresh)
        self._engine = QTimer(self)
        self._engine.setInterval(ENGINE_MS)
        self._engine.timeout.connect(self.refresh)
        project = QgsProject.instance()
        self._connected: tuple = (
            (project.readProject, lambda *_: self.load()),
            (project.cleared, lambda *_: self.load()),
            (project.writeProject, lambda *_: self._keep()),
            (project.layersAdded, lambda *_: self._soon.start()),
            (project.layersRemoved, lambda *_: self._soon.start()),
            (project.homePathChanged, lambda *_: self._soon.start()),
        )
        for signal, slot in self._connected:
            signal.connect(slot)

    def shut(self) -> None:
        """Leave the project alone and end what runs."""
        self.runner.cancel()
        for signal, slot in self._connected:
            signal.disconnect(slot)
        self._connected = ()
        self._engine.stop()
        self.survey.forget()

    def load(self) -> None:
        """Show what the project keeps of the guide."""
        self.survey.forget()
        self.inputs = read_inputs(QgsProject.instance())
        self._propose_folder()
        step = int(self.inputs.step) if self.inputs.step.isdigit() else 0
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(min(step, len(self.pages) - 1))
        self.tabs.blockSignals(False)
        self.stack.setCurrentIndex(self.step)
        self.survey.look(self.inputs)
        for page in self.pages:
            page.fill(self.inputs)
        self.refresh()

    def _propose_folder(self) -> None:
        home = QgsProject.instance().homePath()
        if not self.inputs.folder and home:
            self.inputs = self.inputs.with_(folder=home)

    def _keep(self) -> None:
        write_inputs(self.inputs, QgsProject.instance())

    def _set(self, inputs: GuideInputs) -> None:
        """Take in other inputs: keep them, look at what is new, show them."""
        if inputs != self.inputs:
            self.inputs = inputs
            self._keep()
            self.survey.look(inputs)

    @property
    def step(self) -> int:
        """The step that is shown, from 0."""
        return self.tabs.currentIndex()

    @property
    def page(self) -> GuidePage:
        """The page that is shown."""
        return self.pages[self.step]

    def show_step(self, step: int) -> None:
        """Show a step."""
        self.stack.setCurrentIndex(step)
        self._set(self.inputs.with_(step=str(step)))
        self.refresh()

    def widen(self) -> None:
        """Give the new dock room for its texts, a third of the window at most."""
        window = self.iface.mainWindow()
        wanted = min(self.fontMetrics().averageCharWidth() * COLUMNS, window.width() // 3)
        if self.width() < wanted:
            window.resizeDocks([self], [wanted], Qt.Orientation.Horizontal)

    def _edited(self) -> None:
        self._set(self.page.chosen(self.inputs))
        self.refresh()

    def refresh(self) -> None:
        """Show what is found of the inputs, what is missing, and what can be done."""
        self._propose_folder()
        page, busy = self.page, self.runner.busy
        page.fill(self.inputs)
        page.refresh(self.inputs, busy)
        missing = page.missing(self.inputs)
        last = self.step == len(self.pages) - 1
        for number, other in enumerate(self.pages):
            self.tabs.setTabText(number, f"{number + 1} {tr(other.title)}" if other is page else str(number + 1))
        self.buttons.setCurrentIndex(self.step)
        self.buttons.setVisible(bool(page.label()) and not busy)
        reason = page.why_not(self.inputs) if page.label() else ""
        self.missing.setText(reason or (tr("For the next step: {missing}").format(missing=missing) if missing and not last else ""))
        self.missing.setVisible(bool(self.missing.text()))
        self.back.setEnabled(self.step > 0)
        self.next.setEnabled(not last and not missing)
        self.dialog.setVisible(bool(page.label()))
        self.dialog.setEnabled(not busy and not reason and bool(page.works(self.inputs)))
        if self.next.isEnabled():
            self.next.setDefault(True)
        self._show_notice()

    def _show_notice(self) -> None:
        """What must be set up first: the engine, then the project's file."""
        no_engine = bool(why_no_engine())
        unsaved = not QgsProject.instance().fileName()
        found = []
        if no_engine:
            found.append(Finding(WARNING, tr("The BINN engine is not set up yet. The steps need it.")))
            self.notice_button.setText(tr("Set up the engine…"))
        elif unsaved:
            found.append(Finding(WARNING, tr("Save the project, so that the guide keeps your choices and proposes names for the results.")))
            self.notice_button.setText(tr("Save the project…"))
        self.notice.show_findings(found)
        self.page.top.addWidget(self.notice)  # it scrolls with the page: two docks have little height
        self.page.top.addWidget(self.notice_button, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self.notice, self.notice_button):
            widget.setVisible(bool(found))
        (self._engine.start if no_engine else self._engine.stop)()

    def _mend(self) -> None:
        """Open what the notice asks for."""
        if why_no_engine():
            action = self.iface.mainWindow().findChild(QAction, SETUP_ACTION)
        else:
            action = self.iface.actionSaveProject()
        if action is not None:
            action.trigger()
        self.refresh()

    def _run(self, works_of: Callable[[GuideInputs], list[AlgorithmRun]]) -> None:
        works = works_of(self.inputs)
        if self.runner.busy or not works:
            return
        self._running, self.page.told = self.page, []
        self.progress.begin()
        self.runner.start(works)
        self.refresh()

    def _ended(self, outcome: Outcome) -> None:
        page, self._running = self._running, None
        if page is not None:
            page.told = ending(outcome)
            self._set(page.taken(self.inputs, outcome))
            self.stack.widget(self.pages.index(page)).verticalScrollBar().setValue(0)
        for other in self.pages:
            other.fill(self.inputs)
        self.refresh()
        if outcome.state == MADE and MAPPING in outcome.results:
            show_results(self.iface, self, self.inputs)


def _tool(text: str, icon: str) -> QToolButton:
    """A small button with an icon of QGIS; ``text`` says what it does."""
    button = QToolButton()
    button.setIcon(QgsApplication.getThemeIcon(icon))
    button.setIconSize(QSize(*(round(button.fontMetrics().height() * ICON_LINES) for _ in range(2))))
    button.setToolTip(text)
    button.setAccessibleName(text)
    return button
