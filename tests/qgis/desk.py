"""A main window with a map, as much of a QGIS desktop as the panel needs, from real widgets."""

from __future__ import annotations

from qgis.core import QgsCoordinateReferenceSystem, QgsMapLayer, QgsPointXY, QgsRectangle
from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtCore import QEvent, QObject, QPointF, Qt, pyqtSignal
from qgis.PyQt.QtGui import QMouseEvent
from qgis.PyQt.QtWidgets import QApplication, QMainWindow, QMenu, QToolBar


class Desk(QObject):
    """Stands in for ``iface``."""

    currentLayerChanged = pyqtSignal(QgsMapLayer)

    def __init__(self, crs: str = "EPSG:4326", extent: QgsRectangle | None = None) -> None:
        super().__init__()
        self.active: QgsMapLayer | None = None
        self.window = QMainWindow()
        self.canvas = QgsMapCanvas(self.window)
        self.canvas.setDestinationCrs(QgsCoordinateReferenceSystem(crs))
        self.canvas.setExtent(extent or QgsRectangle(-1, -1, 1, 1))
        self.bar = QgsMessageBar(self.window)
        self.menu, self.tools = QMenu(self.window), QToolBar(self.window)
        self.window.setCentralWidget(self.canvas)
        self.window.resize(1200, 900)
        self.window.show()

    def activeLayer(self) -> QgsMapLayer | None:
        return self.active

    def mainWindow(self) -> QMainWindow:
        return self.window

    def mapCanvas(self) -> QgsMapCanvas:
        return self.canvas

    def messageBar(self) -> QgsMessageBar:
        return self.bar

    def addDockWidget(self, area, dock) -> None:
        self.window.addDockWidget(area, dock)
        dock.show()

    def removeDockWidget(self, dock) -> None:
        self.window.removeDockWidget(dock)

    def addPluginToMenu(self, name, action) -> None:
        self.menu.addAction(action)

    def removePluginMenu(self, name, action) -> None:
        self.menu.removeAction(action)

    def addToolBarIcon(self, action) -> None:
        self.tools.addAction(action)

    def removeToolBarIcon(self, action) -> None:
        self.tools.removeAction(action)

    def addCustomActionForLayerType(self, action, menu, kind, all_layers) -> None:
        self.layer_actions = {action: []}

    def addCustomActionForLayer(self, action, layer) -> None:
        self.layer_actions[action].append(layer)

    def removeCustomActionForLayerType(self, action) -> None:
        del self.layer_actions[action]

    def click(self, x: float, y: float) -> None:
        """A click of the mouse on the map, at coordinates of its reference system."""
        there = self.canvas.mapSettings().mapToPixel().transform(QgsPointXY(x, y))
        for kind in (QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease):
            buttons = Qt.MouseButton.LeftButton if kind == QEvent.Type.MouseButtonPress else Qt.MouseButton.NoButton
            where = QPointF(there.x(), there.y())
            event = QMouseEvent(kind, where, Qt.MouseButton.LeftButton, buttons, Qt.KeyboardModifier.NoModifier)
            QApplication.sendEvent(self.canvas.viewport(), event)
