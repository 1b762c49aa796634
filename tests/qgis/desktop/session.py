"""Runs inside a QGIS desktop (``qgis --code``): opens the toolbox, maps the example from the dialog, plays a projection, takes pictures.

The folder BINN_DESKTOP_FOLDER holds ``parameters.json`` and what ``series`` reads; it gets the pictures and, at the end, ``report.json``.
"""

from __future__ import annotations

import json

import processing
from qgis.core import Qgis, QgsLayerTreeGroup, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDockWidget, QMenu
from qgis.utils import iface, plugins
from series import open_series
from stage import FOLDER, open_toolbox, picture, report, step

report["elevation"] = int(hasattr(Qgis, "RasterElevationMode"))
dialogs: list = []


@step(3000)
def start() -> None:
    open_toolbox().raise_()
    menus = [menu for menu in iface.mainWindow().findChildren(QMenu) if menu.title().replace("&", "") == "BINN"]
    report["menu"] = [action.text() for menu in menus for action in menu.actions()]
    step(1000)(open_dialog)


def open_dialog() -> None:
    picture(iface.mainWindow(), "toolbox.png")
    parameters = json.loads((FOLDER / "parameters.json").read_text(encoding="utf-8"))
    dialog = processing.createAlgorithmDialog("binn:predict", parameters)
    dialogs.append(dialog)
    dialog.resize(1100, 850)
    dialog.show()
    step(1500)(run)


def run() -> None:
    picture(dialogs[0], "dialog.png")
    dialogs[0].runButton().click()
    step(1000)(wait)


def wait() -> None:
    """Until the maps are in the project, a minute at most."""
    report["waited"] = report.get("waited", 0) + 1
    if not QgsProject.instance().mapLayers() and report["waited"] < 60:
        step(1000)(wait)
        return
    step(2500)(look)


def look() -> None:
    picture(dialogs[0], "log.png")
    dialogs[0].close()
    root = QgsProject.instance().layerTreeRoot()
    report["tree"] = {
        top.name(): {group.name(): [layer.name() for layer in group.findLayers()] for group in top.children()}
        for top in root.children()
        if isinstance(top, QgsLayerTreeGroup)
    }
    report["visible"] = [layer.name() for layer in root.checkedLayers()]
    iface.mapCanvas().zoomToFullExtent()
    iface.mapCanvas().waitWhileRendering()
    step(2500)(last)


def last() -> None:
    picture(iface.mainWindow(), "maps.png")
    report["canvas_colours"] = len({iface.mapCanvas().grab().toImage().pixelColor(x, 200).name() for x in range(50, 600, 10)})
    iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox").hide()
    plugins["binn"].panel.action.trigger()
    step(3000)(look_at_a_place)


def look_at_a_place() -> None:
    """Two places of the map, one of them pinned."""
    panel = iface.mainWindow().findChild(QDockWidget, "binnPanelDock")
    for dock in iface.mainWindow().findChildren(QDockWidget):
        if dock.objectName().startswith("Browser"):
            dock.hide()
    iface.mainWindow().resizeDocks([panel], [430], Qt.Orientation.Horizontal)
    iface.mapCanvas().zoomToFullExtent()
    extent, crs = iface.mapCanvas().extent(), iface.mapCanvas().mapSettings().destinationCrs()
    panel.look(QgsPointXY(extent.center().x() - extent.height() / 5, extent.center().y()), crs)
    panel.controls.pin.trigger()
    panel.look(QgsPointXY(extent.center().x() + extent.height() / 5, extent.center().y() + extent.height() / 8), crs)
    panel.look_whole()
    report["profile"] = [[depth, found.lower, found.middle, found.upper] for depth, found in panel.place.depths]
    report["place"] = panel.controls.place.text()
    step(2500)(last_look)


def last_look() -> None:
    picture(iface.mainWindow(), "panel.png")
    panel = iface.mainWindow().findChild(QDockWidget, "binnPanelDock")
    panel.image().save(str(FOLDER / "place.png"))
    step(0)(open_series)
