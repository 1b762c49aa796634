"""Within a QGIS desktop session: opens the maps of a projection and plays them with the temporal controller.

The folder BINN_DESKTOP_FOLDER has ``series.json`` with the paths of the maps and their years; it gets the pictures.
"""

from __future__ import annotations

import json

from qgis.core import QgsDateTimeRange, QgsProject, QgsTemporalNavigationObject
from qgis.PyQt.QtCore import QDate, QDateTime, Qt, QTime
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface
from stage import FOLDER, finish, picture, report, step

RUN = json.loads((FOLDER / "series.json").read_text(encoding="utf-8"))


def open_series() -> None:
    """Open the maps in an empty project, look at them, and leave."""
    QgsProject.instance().clear()
    for dock in iface.mainWindow().findChildren(QDockWidget):
        if dock.objectName() != "Layers":
            dock.hide()
    from binn.ui.layers.opening import open_products

    open_products(RUN["maps"], "model.safetensors", ((), (), (), tuple(RUN["years"])), QgsProject.instance())
    step(2500)(look)


def look() -> None:
    project = QgsProject.instance()
    layer = next(iter(project.mapLayers().values()))
    iface.mapCanvas().setExtent(layer.extent())
    settings = project.timeSettings()
    report["series"] = {
        "years": RUN["years"],
        "range": [settings.temporalRange().begin().date().year(), settings.temporalRange().end().date().year()],
        "visible": [node.name() for node in project.layerTreeRoot().findLayers() if node.itemVisibilityChecked()],
    }
    step(500)(lambda: play(0))


def play(number: int) -> None:
    """Set the time of one year, as the temporal controller does, and take a picture of the map."""
    controller = iface.mapCanvas().temporalController() if hasattr(iface.mapCanvas(), "temporalController") else None
    begin = QDateTime(QDate(RUN["years"][number], 3, 1), QTime(0, 0), Qt.TimeSpec.UTC)
    moment = QgsDateTimeRange(begin, begin.addMonths(1))
    if isinstance(controller, QgsTemporalNavigationObject):
        controller.setTemporalExtents(moment)
    iface.mapCanvas().setTemporalRange(moment)
    iface.mapCanvas().refresh()
    step(2500)(lambda: taken(number))


def taken(number: int) -> None:
    iface.mapCanvas().waitWhileRendering()
    picture(iface.mapCanvas(), f"year-{RUN['years'][number]}.png")
    if number + 1 < len(RUN["years"]):
        step(200)(lambda: play(number + 1))
    else:
        finish()
