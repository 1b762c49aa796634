"""A desktop for the plugin without QGIS's main window: the calls of QgisInterface that it makes, on real widgets."""

from __future__ import annotations

from qgis.gui import QgsMapCanvas, QgsMessageBar
from qgis.PyQt.QtWidgets import QMainWindow


class Desk:
    """A window, a canvas, a message bar, and the plugin menus by name."""

    def __init__(self) -> None:
        self.window, self.menus = QMainWindow(), {}
        self.canvas, self.bar = QgsMapCanvas(self.window), QgsMessageBar(self.window)

    def mainWindow(self):
        return self.window

    def mapCanvas(self):
        return self.canvas

    def messageBar(self):
        return self.bar

    def addPluginToMenu(self, menu, action):
        self.menus.setdefault(menu, []).append(action)

    def removePluginMenu(self, menu, action):
        self.menus[menu].remove(action)

    def titles(self, menu: str = "BINN") -> list[str]:
        """The entries of a menu."""
        return [action.text() for action in self.menus.get(menu, [])]
