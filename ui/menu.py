"""The menu "BINN" of the desktop: its entries, and the action of each.

The code of an entry is imported when it is chosen, so that the plugin does not slow down the start of QGIS.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from qgis.core import Qgis, QgsApplication, QgsProject, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QDockWidget, QProgressBar, QPushButton, QWidget

from ..binn_engine.errors import Cancelled
from .compat import QAction
from .desktop import DOCUMENTATION, GUIDE_ACTION, MENU, PANEL_ACTION, PANEL_DOCK, SETUP_ACTION, open_address, open_report
from .icons import binn_icon
from .plain_text import literal
from .translation import mark, tr

if TYPE_CHECKING:  # loaded when they are first needed
    from .background import Background
    from .guide.dock import GuideDock
    from .runs.dialog import RunsDialog
    from .setup.dialog import SetupDialog


class Entry(NamedTuple):
    """An entry: its title, the action's object name, an icon of QGIS (BINN's own where empty), the method of :class:`Menu`."""

    title: str
    object_name: str
    icon: str
    method: str


ENTRIES = (
    Entry(mark("New map…"), GUIDE_ACTION, "", "new_map"),
    Entry(mark("Try BINN"), "binnTry", "", "try_binn"),
    Entry(mark("Set up the engine"), SETUP_ACTION, "mActionOptions.svg", "set_up_engine"),
    Entry(mark("Runs"), "binnRuns", "mActionHistory.svg", "show_runs"),
    Entry(mark("Copy diagnostics"), "binnDiagnostics", "mActionEditCopy.svg", "copy_diagnostics"),
    Entry(mark("Glossary"), "binnGlossary", "mActionHelpContents.svg", "open_glossary"),
    Entry(mark("Documentation"), "binnDocumentation", "mActionHelpContents.svg", "open_documentation"),
)


class Menu:
    """The entries on the desktop ``iface``; dialogs and tasks that they opened go with them."""

    def __init__(self, iface) -> None:
        self.iface = iface
        self._actions: list[QAction] = []
        self._trial: Background | None = None
        self._notice: QWidget | None = None  # in the message bar, with the trial's progress
        self._runs: RunsDialog | None = None
        self._setup: SetupDialog | None = None
        self.guide: GuideDock | None = None

    def install(self) -> None:
        """Add the entries."""
        for entry in ENTRIES:
            icon = QgsApplication.getThemeIcon(entry.icon) if entry.icon else binn_icon()
            action = QAction(QIcon(icon), tr(entry.title), self.iface.mainWindow())
            action.setObjectName(entry.object_name)
            action.triggered.connect(lambda _=False, method=entry.method: getattr(self, method)())
            self.iface.addPluginToMenu(MENU, action)
            self._actions.append(action)

    def remove(self) -> None:
        """Take the entries back and end what they started."""
        if self._trial is not None:
            self._trial.cancel()
        if self._setup is not None:
            self._setup.cancel()
        for dialog in (self._runs, self._setup):
            if dialog is not None:
                dialog.close()
                dialog.deleteLater()
        self._runs = self._setup = None
        if self.guide is not None:
            self.guide.shut()
            self.iface.removeDockWidget(self.guide)
            self.guide.deleteLater()
            self.guide = None
        for action in self._actions:
            self.iface.removePluginMenu(MENU, action)
            action.deleteLater()
        self._actions.clear()

    def new_map(self) -> None:
        """The guide from profiles to maps, beside the map; it goes on where the project left it."""
        # QGIS starts faster without it.
        from .guide.dock import GuideDock

        if self.guide is None:
            self.guide = GuideDock(self.iface)
            self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.guide)
            self.guide.widen()
        self.guide.show()
        self.guide.raise_()

    def try_binn(self) -> None:
        """Example landscape, small model, maps, panel and report; the set-up first where there is no engine."""
        # QGIS starts faster without it.
        from .background import Background
        from .engine.environment import why_no_engine
        from .runs.trial import run_trial

        if why_no_engine():
            self.set_up_engine()
            return
        if self._trial is not None:  # one at a time: the bar of the first is still there
            return
        self._trial = Background(tr("Try BINN"), run_trial, self._tried)
        self._notice = self._progress_notice(self._trial)
        self._trial.start()

    def _progress_notice(self, task):
        """A message with the task's progress and a button that cancels it."""
        bar = self.iface.messageBar()
        notice = bar.createMessage(MENU, tr("Making an example landscape, a small model and its maps. This takes about half a minute."))
        progress, cancel = QProgressBar(), QPushButton(tr("Cancel"))
        progress.setMaximum(100)
        progress.setMaximumWidth(220)
        task.feedback.told.percent.connect(lambda percent: progress.setValue(round(percent)))
        task.feedback.told.phase.connect(lambda phase: progress.setToolTip(literal(phase)))
        cancel.clicked.connect(task.cancel)
        for widget in (progress, cancel):
            notice.layout().addWidget(widget)
        bar.pushWidget(notice, Qgis.MessageLevel.Info)
        return notice

    def _tried(self, trial, error) -> None:
        """Show what the trial made, or say why there is nothing."""
        # QGIS starts faster without it.
        from .runs.trial import show_trial

        self.iface.messageBar().popWidget(self._notice)
        self._trial = self._notice = None
        if isinstance(error, Cancelled):
            return
        if error is not None:
            self.iface.messageBar().pushMessage(MENU, literal(str(error)), Qgis.MessageLevel.Critical, 0)
            return
        show_trial(trial, QgsProject.instance(), lambda profiles: self._look_at(trial, profiles))
        self.show_panel()
        open_report(trial.report)

    def _look_at(self, trial, profiles) -> None:
        """The map goes to the trial, whatever else the project shows, and the panel to its maps and profiles."""
        canvas = self.iface.mapCanvas()
        maps = QgsRasterLayer(trial.outputs["soc"], "", "gdal", QgsRasterLayer.LayerOptions(False))
        if canvas.mapSettings().destinationCrs().isValid():
            canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(maps, maps.extent()))
            canvas.refresh()
        else:
            canvas.zoomToFullExtent()
        panel = self.iface.mainWindow().findChild(QDockWidget, PANEL_DOCK)
        if panel is not None:
            panel.show_run(trial.outputs["soc"], profiles)

    def show_panel(self) -> None:
        """Open the panel, where the plugin has it."""
        action = self.iface.mainWindow().findChild(QAction, PANEL_ACTION)
        if action is not None and not action.isChecked():
            action.trigger()

    def set_up_engine(self) -> None:
        """The dialog that makes or chooses the engine's environment."""
        # QGIS starts faster without it.
        from .setup.dialog import SetupDialog

        if self._setup is None:
            self._setup = SetupDialog(self.iface.mainWindow())
        self._setup.show()
        self._setup.raise_()

    def show_runs(self) -> None:
        """Past runs: their settings, scores and outputs."""
        # QGIS starts faster without it.
        from .runs.dialog import RunsDialog

        if self._runs is None:
            self._runs = RunsDialog(self.iface, self.iface.mainWindow())
        else:
            self._runs.refresh()
        self._runs.show()
        self._runs.raise_()

    def copy_diagnostics(self) -> None:
        """Put what a report of a fault needs on the clipboard; the engine is asked in the background."""
        # QGIS starts faster without it.
        from .background import Background
        from .runs.diagnostics import diagnostics_text

        Background(tr("BINN diagnostics"), lambda feedback: diagnostics_text(), self._diagnosed).start()
        self.iface.messageBar().pushMessage(MENU, tr("Collecting information about the engine…"), Qgis.MessageLevel.Info, 4)

    def _diagnosed(self, text, error) -> None:
        """The text on the clipboard, or why there is none."""
        if error is not None:
            self.iface.messageBar().pushMessage(MENU, literal(str(error)), Qgis.MessageLevel.Critical, 0)
            return
        QgsApplication.clipboard().setText(text)
        self.iface.messageBar().pushMessage(MENU, tr("Diagnostics copied. Paste them into the bug report."), Qgis.MessageLevel.Success)

    def open_glossary(self) -> None:
        """The parameters, the processes and the words, in the browser."""
        # QGIS starts faster without it.
        from .help import glossary_address

        open_address(glossary_address())

    def open_documentation(self) -> None:
        """The documentation in the browser."""
        open_address(DOCUMENTATION)
