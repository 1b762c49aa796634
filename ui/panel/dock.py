"""The panel in QGIS: an action that opens and closes it, added and removed with the plugin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from qgis.core import QgsProject
from qgis.PyQt.QtCore import Qt

from ..compat import QAction
from ..desktop import MENU, PANEL_ACTION, PANEL_DOCK
from ..icons import binn_icon
from ..translation import tr

if TYPE_CHECKING:  # loaded when they are first needed
    from qgis.gui import QgisInterface

    from .panel import Panel

MARGINS = 40  # pixels of the panel beside its plots


class PanelDock:
    """Installs the panel. The dock itself is made when it is first opened, so that it does not slow down the start."""

    def __init__(self) -> None:
        self._iface: QgisInterface | None = None
        self.action: QAction | None = None
        self.panel: Panel | None = None

    def install(self, iface) -> None:
        """Offer the panel in the menu and the toolbar; nothing where there is no desktop."""
        if iface is None or self.action is not None:
            return
        self._iface = iface
        self.action = QAction(binn_icon(), tr("Soil carbon at a place"), iface.mainWindow())
        self.action.setObjectName(PANEL_ACTION)
        self.action.setCheckable(True)
        self.action.setToolTip(tr("Depth profile, processes and parameters from BINN's maps under the cursor"))
        self.action.toggled.connect(self.show)
        iface.addPluginToMenu(MENU, self.action)
        iface.addToolBarIcon(self.action)
        QgsProject.instance().readProject.connect(self._bring_back)
        QgsProject.instance().writeProject.connect(self._keep)

    def show(self, on: bool = True) -> None:
        """Open the panel, or close it."""
        if on and self.panel is None:
            from .panel import Panel  # Qt's and QGIS's widgets are loaded when they are first needed

            self.panel = Panel(self._iface)
            self.panel.setObjectName(PANEL_DOCK)
            self.panel.closed.connect(lambda: self.action.setChecked(False))
            self._iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.panel)
            self._widen()
        if self.panel is not None:
            self.panel.setVisible(on)
            if on:
                self.panel.raise_()
        self.action.setChecked(on)

    def _keep(self, *document) -> None:
        """Have the project that is saved remember what the panel shows."""
        from .memory import keep  # QGIS starts faster without it

        keep(self.panel, QgsProject.instance())

    def _bring_back(self, *document) -> None:
        """Show what the panel showed when the project that is opened was saved."""
        from .memory import bring_back, was_open  # QGIS starts faster without it

        if was_open(QgsProject.instance()):
            self.show()
            bring_back(self.panel, QgsProject.instance())

    def _widen(self) -> None:
        """Give the new dock room for its labels, a third of the window at most: else it gets the least that it can do with."""
        window = self._iface.mainWindow()
        wanted = min(self.panel.controls.depths.sizeHint().width() + MARGINS, window.width() // 3)
        if self.panel.width() < wanted:
            window.resizeDocks([self.panel], [wanted], Qt.Orientation.Horizontal)  # type: ignore[attr-defined]  # a QMainWindow

    def remove(self) -> None:
        """Take the panel and its action back."""
        if self.action is None:
            return
        QgsProject.instance().readProject.disconnect(self._bring_back)
        QgsProject.instance().writeProject.disconnect(self._keep)
        if self.panel is not None:
            self.panel.shut()
            self._iface.removeDockWidget(self.panel)
            self.panel.deleteLater()
            self.panel = None
        self._iface.removePluginMenu(MENU, self.action)
        self._iface.removeToolBarIcon(self.action)
        self.action.deleteLater()
        self.action = None
