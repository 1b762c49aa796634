"""The dialog of an algorithm: Processing's own, with advanced outputs folded away, a button for folders and several files of forcing, the
covariates of the project, and the set-up where there is no engine."""

from __future__ import annotations

import os
from typing import Any

from processing.gui.AlgorithmDialog import AlgorithmDialog
from processing.gui.ParametersPanel import ParametersPanel
from qgis.core import Qgis, QgsApplication, QgsProcessingAlgorithm, QgsProcessingParameterDefinition, QgsProject
from qgis.gui import QgsFileWidget
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QToolButton,
    QWidget,
)

from ...compat import ADVANCED, MENU_AT_ONCE
from ...engine.environment import why_no_engine
from ...layers.project_inputs import known_covariates
from ...translation import tr
from .checklist import Checklist
from .layers import RasterList, Table
from .parameters import InputFiles, ToolParameter

COVARIATES = "COVARIATES"
SHARE = 0.55  # of the screen's width, that the parameters have beside the help

# Set-ups that go on after their dialog was closed.
_going_on: list[QWidget] = []


def form_of(algorithm: QgsProcessingAlgorithm, parent: QWidget | None) -> Form:
    """The dialog of an algorithm, filled in with what the project knows."""
    form = Form(algorithm, False, parent)
    known = known_covariates(QgsProject.instance())
    if known and any(isinstance(row, RasterList) and row.name == COVARIATES for row in declared_by(algorithm)):
        form.setParameters({COVARIATES: known})
    return form


def declared_by(algorithm: Any) -> tuple[ToolParameter, ...]:
    """The declarations of an algorithm of BINN, which QGIS knows by its own class."""
    return algorithm.declared


class Form(AlgorithmDialog):
    """The dialog of an algorithm of BINN."""

    def __init__(self, algorithm: QgsProcessingAlgorithm, in_place: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(algorithm, in_place, parent)
        self._notice: QWidget | None = None
        self._renew()

    def getParametersPanel(self, algorithm: QgsProcessingAlgorithm, parent: QWidget) -> ParametersForm:
        return ParametersForm(parent, algorithm, self.in_place, self.active_layer)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and hasattr(self, "_notice"):
            self._renew()

    def _renew(self) -> None:
        """Say that there is no engine as long as there is none."""
        reason = why_no_engine()
        if reason and self._notice is None:
            notice = self.messageBar().createMessage("BINN", tr("The engine of BINN is not set up yet, so this cannot run."))
            button = QPushButton(tr("Set up the engine"), notice)
            button.setObjectName("binnOfferSetUp")
            button.clicked.connect(lambda _=False: self.set_up())
            notice.layout().addWidget(button)
            self._notice = notice
            self.messageBar().pushWidget(notice, Qgis.MessageLevel.Warning, 0)
        elif not reason and self._notice is not None:
            self.messageBar().popWidget(self._notice)
            self._notice = None

    def set_up(self) -> None:
        """The dialog of the set-up, before this one; a set-up that still works when it is closed goes on."""
        from ...setup.dialog import SetupDialog  # loaded when it is wanted, which is seldom

        dialog = SetupDialog(self)
        dialog.exec()
        if dialog.task is not None:
            dialog.setParent(None)
            _going_on[:] = [other for other in (*_going_on, dialog) if other.task is not None]
        self._renew()


class ParametersForm(ParametersPanel):
    """The parameters of an algorithm: its advanced outputs are among the advanced parameters, which QGIS does for inputs only."""

    def initWidgets(self) -> None:
        super().initWidgets()
        declared = {row.name for row in declared_by(self.algorithm()) if isinstance(row, Table) and not row.optional(self.algorithm().job)}
        for name in declared & self.wrappers.keys():
            choose_the_only_layer(self.wrappers[name].wrappedWidget())

    def addOutputLabel(self, label: QWidget) -> None:
        output = self._newest()
        if output.flags() & ADVANCED:
            self.addParameterLabel(output, label)
        else:
            super().addOutputLabel(label)

    def addOutputWidget(self, widget: QWidget, *stretch: int) -> None:
        output = self._newest()
        if output.flags() & ADVANCED:
            self.addParameterWidget(output, widget, *stretch)
        else:
            super().addOutputWidget(widget, *stretch)

    def addParameterWidget(self, parameter: QgsProcessingParameterDefinition, widget: QWidget, *stretch: int) -> None:
        rows = {row.name: row for row in declared_by(self.algorithm())}
        if isinstance(rows.get(parameter.name()), Checklist):
            in_one_column(widget)
        several = isinstance(widget, QgsFileWidget) and isinstance(rows.get(parameter.name()), InputFiles)
        super().addParameterWidget(parameter, with_folder_button(widget) if several else widget, *stretch)

    def _newest(self) -> Any:
        """The output whose widget is being made: the last to have a wrapper."""
        return self.algorithm().parameterDefinition(next(reversed(self.wrappers)))


def choose_the_only_layer(widget: QWidget) -> None:
    """Choose the one layer that a list offers, where QGIS leaves it empty: it looks at the active layer alone."""
    for layers in widget.findChildren(QComboBox):
        if layers.currentIndex() < 0 and layers.count() == 1:
            layers.setCurrentIndex(0)


def in_one_column(checklist: QWidget) -> None:
    """Put the ticks of a checklist below each other where two columns are too wide for the dialog on this screen."""
    grid, screen = checklist.layout(), QApplication.primaryScreen()
    if isinstance(grid, QGridLayout) and checklist.sizeHint().width() > screen.availableGeometry().width() * SHARE:
        for row, tick in enumerate(checklist.findChildren(QCheckBox)):
            grid.addWidget(tick, row, 0)


def with_folder_button(widget: QgsFileWidget) -> QWidget:
    """The widget for a file beside a button that chooses a folder, or several files."""
    both, button, menu = QWidget(), QToolButton(), QMenu()
    layout = QHBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(widget)
    layout.addWidget(button)
    button.setIcon(QgsApplication.getThemeIcon("mActionFileOpen.svg"))
    button.setToolTip(tr("Choose several files or a folder"))
    button.setAccessibleName(button.toolTip())
    menu.setParent(button, menu.windowFlags())
    menu.addAction(tr("Several files…"), lambda: _choose_files(widget))
    menu.addAction(tr("Folder…"), lambda: _choose_folder(widget))
    button.setMenu(menu)
    button.setPopupMode(MENU_AT_ONCE)
    return both


def _choose_files(widget: QgsFileWidget) -> None:
    paths, _ = QFileDialog.getOpenFileNames(widget, tr("Choose several files"), _start(widget), widget.filter())
    if paths:
        widget.setFilePath(";".join(paths))


def _choose_folder(widget: QgsFileWidget) -> None:
    path = QFileDialog.getExistingDirectory(widget, tr("Choose a folder"), _start(widget))
    if path:
        widget.setFilePath(path)


def _start(widget: QgsFileWidget) -> str:
    return os.path.dirname(widget.filePath().split(";")[0]) or QgsProject.instance().homePath()
