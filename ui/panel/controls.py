"""The widgets of the panel and their layout; their actions are in ``panel``."""

from __future__ import annotations

from qgis.core import QgsApplication
from qgis.gui import QgsMapLayerComboBox
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QKeySequence
from qgis.PyQt.QtWidgets import (
    QComboBox,
    QDoubleSpinBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSlider,
    QSplitter,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ..compat import MENU_AT_ONCE, POINT_LAYERS, QAction
from ..flow_layout import FlowLayout
from ..readable import make_readable, scrolled
from ..translation import tr
from .plots import DepthPlot, RowsPlot
from .trajectory import TrajectoryPlot

RADIUS_KM = 5.0
TAB_LINES = 14  # heights of a line that six processes and the names of the tabs need


class Controls(QWidget):
    """All visible parts of the panel, from top to bottom."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        make_readable(self)
        self._make_actions()
        self._make_widgets()
        self._lay_out()

    def _make_actions(self) -> None:
        self.pick = self._switch(
            "binnPanelPick", tr("Click"), tr("Show the place that you click on the map"), "Ctrl+Shift+L", "/mActionIdentify.svg"
        )
        self.follow = self._switch(
            "binnPanelFollow", tr("Follow"), tr("Follow the cursor over the map"), "Ctrl+Shift+F", "/mActionMapTips.svg"
        )
        self.pin = self._switch(
            "binnPanelPin", tr("Pin"), tr("Keep this place, to compare other places with it"), "Ctrl+Shift+P", "/mActionPinLabels.svg"
        )
        self.copy_csv = self._action(
            "binnPanelCopyCsv", tr("Copy as CSV"), tr("Copy the numbers as a table"), QKeySequence.StandardKey.Copy
        )
        self.copy_png = self._action("binnPanelCopyPng", tr("Copy as picture"), tr("Copy the plots as a picture"), "Ctrl+Shift+C")
        self.save_csv = self._action("binnPanelSaveCsv", tr("Save as CSV…"))
        self.save_png = self._action("binnPanelSavePng", tr("Save as picture…"))
        self.folder = self._action("binnPanelFolder", tr("Open a folder of maps…"), tr("Read rasters that are not in the project"))
        self.fade = self._action(
            "binnPanelFade",
            tr("Add a map that fades where it is uncertain"),
            tr("Shows value and uncertainty together, at the depth of the map"),
        )

        self.limits = self._switch(
            "binnPanelLimits",
            tr("Comparable colours"),
            tr("Colour the maps of this run between limits that are the same for all maps, or between their own limits"),
            "",
            "/mIconRaster.svg",
        )

    def _make_widgets(self) -> None:
        self.runs = QComboBox()
        self.runs.setToolTip(tr("Run whose maps are shown"))
        self.runs.setAccessibleName(tr("Run"))
        self.place = QLabel()
        self.place.setTextFormat(Qt.TextFormat.PlainText)
        self.place.setWordWrap(True)
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.new_map = QPushButton(tr("New map…"))
        self.new_map.setToolTip(tr("The guide from soil profiles to maps"))
        self.new_map.setObjectName("binnPanelNewMap")
        self.new_map.hide()
        self.warning = QLabel()
        self.warning.setTextFormat(Qt.TextFormat.PlainText)
        self.warning.setWordWrap(True)
        self.warning.setObjectName("binnPanelWarning")
        self.warning.setStyleSheet("background: #f6c344; color: #3a2a00; padding: 4px; border-radius: 3px;")
        self.warning.hide()
        self.depths = DepthPlot()
        self.trajectory = TrajectoryPlot()
        self.processes = RowsPlot(tr("Processes, compared with all values on the map"))
        self.parameters = RowsPlot(tr("Parameters, within their ranges"))
        self.depth = QSlider(Qt.Orientation.Horizontal)
        self.depth.setAccessibleName(tr("Depth of the map"))
        self.depth.setToolTip(tr("Depth of soil carbon that the map shows"))
        self.depth.setPageStep(1)
        self.depth_label = QLabel()
        self.depth_label.setTextFormat(Qt.TextFormat.PlainText)
        self.observations = QgsMapLayerComboBox()
        self.observations.setFilters(POINT_LAYERS)
        self.observations.setAllowEmptyLayer(True)
        self.observations.setCurrentIndex(0)
        self.observations.setToolTip(tr('A layer of observed profiles, written by "Prepare SOC profiles"'))
        self.observations.setAccessibleName(tr("Observed profiles"))
        self.radius = QDoubleSpinBox()
        self.radius.setRange(0.01, 500.0)
        self.radius.setValue(RADIUS_KM)
        self.radius.setSuffix(" km")
        self.radius.setToolTip(tr("Observed profiles within this distance are shown"))
        self.radius.setAccessibleName(tr("Radius of observed profiles"))
        self.tabs = QTabWidget()

    @property
    def tab_part(self) -> str:
        """The part of a run that the tab in front shows."""
        return ("processes", "parameters")[self.tabs.currentIndex()]

    def uncheck_pin(self) -> None:
        """Take the tick off the pin without a signal."""
        self.pin.blockSignals(True)
        self.pin.setChecked(False)
        self.pin.blockSignals(False)

    def _switch(self, name: str, text: str, tip: str, keys: str, icon: str) -> QAction:
        """An action that is on or off."""
        action = self._action(name, text, tip, keys, icon)
        action.setCheckable(True)
        return action

    def _action(self, name: str, text: str, tip: str = "", keys="", icon: str = "") -> QAction:
        """An action of the panel; its shortcut holds while the panel has the keyboard."""
        action = QAction(text, self)
        action.setObjectName(name)
        if icon:
            action.setIcon(QgsApplication.getThemeIcon(icon))
        if keys:
            action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            tip = f"{tip} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})"
        action.setToolTip(tip or text)
        self.addAction(action)
        return action

    def _button(self, action: QAction) -> QToolButton:
        button = QToolButton()
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def _more(self) -> QToolButton:
        button = QToolButton()
        button.setText(tr("More"))
        button.setPopupMode(MENU_AT_ONCE)
        menu = QMenu(button)
        menu.addActions([self.copy_csv, self.copy_png, self.save_csv, self.save_png])
        menu.addSeparator()
        menu.addActions([self.fade, self.folder])
        button.setMenu(menu)
        return button

    def _lay_out(self) -> None:
        buttons = FlowLayout(self._button(self.pick), self._button(self.follow), self._button(self.pin), self._more())
        self.tabs.setMinimumHeight(max(240, self.fontMetrics().height() * TAB_LINES))
        self.tabs.addTab(scrolled(self.processes), tr("Processes"))
        self.tabs.addTab(scrolled(self.parameters), tr("Parameters"))
        splitter = QSplitter(Qt.Orientation.Vertical)
        splitter.addWidget(self.depths)
        splitter.addWidget(self.trajectory)
        splitter.addWidget(self.tabs)
        splitter.setSizes([400, 180, 260])
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 1)
        splitter.setStretchFactor(2, 2)
        splitter.setChildrenCollapsible(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(6, 6, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self.runs)
        layout.addLayout(buttons)
        layout.addWidget(self.place)
        layout.addWidget(self.new_map)
        layout.addWidget(self.warning)
        layout.addWidget(splitter, 1)
        map_depth, observed = QWidget(), QWidget()
        map_depth.setLayout(_line(QLabel(tr("Map")), self.depth, self.depth_label))
        observed.setLayout(_line(QLabel(tr("Observed")), self.observations))
        layout.addLayout(FlowLayout(map_depth, self._button(self.limits)))
        layout.addLayout(FlowLayout(observed, self.radius))


def _line(*widgets: QWidget) -> QHBoxLayout:
    """Widgets side by side; sliders and lists take the room that there is."""
    layout = QHBoxLayout()
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget, 1 if isinstance(widget, (QSlider, QComboBox)) else 0)
    return layout
