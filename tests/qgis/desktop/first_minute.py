"""Runs inside a QGIS desktop (``qgis --code``): the first minute, from the menu to maps, panel, runs, report and printed page.

The folder BINN_DESKTOP_FOLDER gets the pictures and, at the end, ``report.json``.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

import processing
from qgis.core import QgsLayoutExporter, QgsPointXY, QgsProject
from qgis.PyQt.QtCore import QRect, Qt, QUrl
from qgis.PyQt.QtWidgets import QDockWidget
from qgis.utils import iface, plugins
from stage import FOLDER, algorithm_tree, finish, open_toolbox, picture, report, step

AT_MOST_S = 400
WIDE = 340  # px, for names of algorithms and layers that are not cut
MUCH, LITTLE = (0.966, 0.873), (0.43, 0.08)  # places of the example with much and with little carbon, from the map's lower left corner
# Of the dialog's picture; it shows no folder of this machine.
FIRST_CHOICES = {
    "MODEL": "/home/me/soils/model.safetensors",
    "FORCING": "/home/me/soils/forcing.nc",
    "OUTPUT_FOLDER": "/home/me/soils/maps",
}
shown: dict = {}


@step(3000)
def start() -> None:
    window, toolbox = iface.mainWindow(), open_toolbox()
    for dock in iface.mainWindow().findChildren(QDockWidget):
        if dock.objectName() not in ("Layers", "ProcessingToolbox"):
            dock.hide()
    window.resizeDocks([window.findChild(QDockWidget, "Layers"), toolbox], [WIDE, WIDE], Qt.Orientation.Horizontal)
    step(1500)(set_up)


def set_up() -> None:
    toolbox = iface.mainWindow().findChild(QDockWidget, "ProcessingToolbox")
    algorithm_tree(toolbox).clearSelection()
    picture(toolbox, "toolbox.png", QRect(0, 0, toolbox.width(), 560))
    toolbox.hide()
    # The picture is of a machine without an engine, and shows no folder of this one.
    shown["python"] = os.environ.pop("BINN_ENGINE_PYTHON")
    menu = plugins["binn"].menu
    menu.set_up_engine()
    menu._setup.folder.setFilePath("/home/me/binn-engine")
    step(1000)(try_binn)


def try_binn() -> None:
    from binn.ui import menu as module

    menu = plugins["binn"].menu
    picture(menu._setup, "setup.png")
    menu._setup.close()
    os.environ["BINN_ENGINE_PYTHON"] = shown["python"]
    module.open_report = lambda path: shown.update(report=path)
    shown["started"] = time.monotonic()
    menu.try_binn()
    step(4000)(at_work)


def at_work() -> None:
    picture(iface.mainWindow(), "trial.png")
    wait()


def wait() -> None:
    """Until the report is opened, which is the trial's last act."""
    if "report" in shown:
        report["seconds"] = time.monotonic() - shown["started"]
        step(2500)(place)
    else:
        assert time.monotonic() - shown["started"] < AT_MOST_S, "the trial does not end"
        step(300)(wait)


def place() -> None:
    """A click in the middle of the map."""
    canvas = iface.mapCanvas()
    panel = plugins["binn"].panel.panel
    report["panel"] = panel is not None and panel.isVisible()
    if report["panel"]:
        layer = panel.controls.observations.currentLayer()
        report["observed"] = layer.name() if layer is not None else ""
        rows = panel.controls.processes
        names = max(rows.fontMetrics().horizontalAdvance(row.label) for row in rows.rows)
        report["names"] = names / rows.width()
        panel.look(canvas.center(), canvas.mapSettings().destinationCrs())
    step(2500)(maps)


def maps() -> None:
    picture(iface.mainWindow(), "first-minute.png")
    root = QgsProject.instance().layerTreeRoot()
    report["top"] = [child.name() for child in root.children()]
    report["groups"] = [group.name() for group in root.findGroups(True)]
    panel, canvas = plugins["binn"].panel.panel, iface.mapCanvas()
    area, crs = canvas.extent(), canvas.mapSettings().destinationCrs()
    side = min(area.width(), area.height())
    for across, up in (LITTLE, MUCH):
        x, y = area.center().x() + (across - 0.5) * side, area.center().y() + (up - 0.5) * side
        panel.look(QgsPointXY(x, y), crs)
        if (across, up) == LITTLE:
            panel.controls.pin.trigger()
    panel.look_whole()
    step(2500)(two_places)


def two_places() -> None:
    picture(iface.mainWindow(), "two-places.png")
    plugins["binn"].menu.show_runs()
    step(1000)(runs)


def runs() -> None:
    dialog = plugins["binn"].menu._runs
    report["runs"] = sorted(run.kind for run in dialog.runs)
    row = next(number for number, run in enumerate(dialog.runs) if run.kind == "predict")
    dialog.choose(row)
    dialog.resize(1300, 660)
    picture(dialog, "runs.png")
    dialog.run_again()
    step(2000)(again)


def again() -> None:
    dialog = plugins["binn"].menu._runs
    dialog.dialogs[0].close()
    rasters = Path(dialog.chosen()[0].outputs["soc"]).parent.glob("example/covariates/*.tif")
    fresh = shown["dialog"] = processing.createAlgorithmDialog(
        "binn:predict", {**FIRST_CHOICES, "COVARIATES": [str(path) for path in rasters]}
    )
    fresh.show()
    fresh.resize(1000, 800)
    step(1500)(printed)


def printed() -> None:
    from binn.ui.printing.layouts import add_layout
    from binn.ui.printing.pages import pages_of

    picture(shown["dialog"], "predict.png")
    shown["dialog"].close()
    dialog = plugins["binn"].menu._runs
    run = dialog.chosen()[0]
    dialog.close()
    page = next(page for page in pages_of(run.outputs) if page.name == "soil_carbon")
    layout = add_layout(page, f"BINN {run.model}", QgsProject.instance())
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = 110
    settings.generateWorldFile = False
    report["printed"] = int(QgsLayoutExporter(layout).exportToImage(str(FOLDER / "print.png"), settings))
    show_report()


def show_report() -> None:
    """The report as a browser shows it, where Qt has one."""
    try:
        from qgis.PyQt.QtWebKitWidgets import QWebView
    except ImportError:
        report["browser"] = False
        finish()
    report["browser"] = True
    view = shown["view"] = QWebView()
    view.resize(1120, 1300)
    for bar in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
        view.page().mainFrame().setScrollBarPolicy(bar, Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.load(QUrl.fromLocalFile(shown["report"]))
    view.show()
    step(3000)(last)


def last() -> None:
    picture(shown["view"], "report.png")
    finish()
