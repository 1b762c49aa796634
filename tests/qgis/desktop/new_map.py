"""Runs inside a QGIS desktop (``qgis --code``): the guide from a CSV and ten rasters to a trained model, then the project is saved.

With ``"resume": true`` in ``inputs.json``: the saved project is opened, and the guide goes on to maps and totals. Every step is cancelled
once before it is run. The folder BINN_DESKTOP_FOLDER holds ``inputs.json``; it gets the pictures and, at the end, ``report.json``.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from clicks import click, open_menu_entry, pick, play
from qgis.core import QgsProject, QgsSettings, QgsVectorLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QDialog, QDockWidget
from qgis.utils import iface, plugins
from stage import FOLDER, open_toolbox, picture, report, step

INPUTS = json.loads((FOLDER / "inputs.json").read_text(encoding="utf-8"))
SIZES = ((1600, 1000), (1024, 600))
project, window = QgsProject.instance(), iface.mainWindow()


def guide():
    return plugins["binn"].menu.guide


def pictures(name: str, zoom: bool = True):
    """Pictures of the window in two sizes."""
    if zoom:
        iface.mapCanvas().zoomToFullExtent()
    for width, height in reversed(SIZES):
        window.resize(width, height)
        window.resizeDocks([window.findChild(QDockWidget, "Layers")], [380 if width > 1500 else 200], Qt.Orientation.Horizontal)
        yield 1.0
        yield lambda: not iface.mapCanvas().isDrawing()
        report.setdefault("sizes", []).append([window.width(), window.height()])
        picture(window, f"guide-{name}-{height}.png")


def files() -> set[str]:
    return {path.name for path in Path(INPUTS["project"]).parent.rglob("*")}


def cancelled():
    """The step is begun, cancelled while the engine works, and leaves no file."""
    dock, before, clicks = guide(), files(), report["clicks"]
    click(dock.page.button)
    yield lambda: dock.progress.bar.isVisible() and dock.progress.cancel.isEnabled()
    yield INPUTS["cancel_after"]
    if not dock.runner.busy:
        report.setdefault("too_quick", []).append(dock.page.title)
    else:
        click(dock.progress.cancel)
        start = time.monotonic()
        yield lambda: not dock.runner.busy
        report.setdefault("cancelled", {})[dock.page.title] = time.monotonic() - start
        report.setdefault("left", {})[dock.page.title] = sorted(files() - before)
        report.setdefault("told", {})[dock.page.title] = [finding.text for finding in dock.page.told]
    report["clicks"] = clicks


def made(name: str):
    """The step is run to its end; the bar never goes back."""
    dock, bars = guide(), []
    dock.runner.progressed.connect(bars.append)
    click(dock.page.button)
    yield 1.5
    yield from pictures(f"{name}-running") if dock.runner.busy and name == "model" else iter(())
    yield lambda: not dock.runner.busy
    dock.runner.progressed.disconnect(bars.append)
    report.setdefault("bars", {})[name] = bars
    report.setdefault("messages", {})[name] = [finding.text for finding in dock.page.told]
    yield 0.5
    yield from pictures(name, zoom=name != "maps")


def first():
    yield from profiles()
    yield from rasters()
    yield from forcing()
    yield from cancelled()
    dock = guide()
    dock.page.choice.setFocus()
    QTest.keyClick(dock.page.choice, Qt.Key.Key_Down)
    yield from made("model")
    report["scores"] = dock.page.findings.texts
    assert project.write()
    report["saved"] = Path(project.fileName()).read_text(encoding="utf-8")


def profiles():
    project.setFileName(INPUTS["project"])
    open_menu_entry("binnNewMap")
    dock = guide()
    yield dock.isVisible
    report["missing"] = [dock.missing.text()]
    dock.page.form.wrappers["OBSERVATIONS"].setParameterValue(INPUTS["profiles"], dock.page.form._generator.context)
    yield lambda: dock.survey.profiles is not None
    yield from pick(dock.page.form.wrappers["SOC_FIELD"].wrappedWidget(), INPUTS["soc_field"])
    yield from pictures("profiles-chosen")
    yield from cancelled()
    yield from made("profiles")
    report["prepared"] = dock.inputs.prepared
    click(dock.next)


def rasters():
    from binn.ui.guide import rasters_page

    dock = guide()
    report["missing"].append(dock.missing.text())
    rasters_page.QFileDialog.getOpenFileNames = lambda *_: (INPUTS["rasters"], "")
    report["clicks"] -= 1  # this one chooses files
    click(dock.page.add)
    yield lambda: dock.survey.profiles is not None and dock.survey.profiles.places
    report["rasters"] = dock.page.findings.texts
    yield from pictures("rasters")
    click(dock.next)


def forcing():
    dock = guide()
    report["missing"].append(dock.missing.text())
    dock.page.file.setFilePath(INPUTS["forcing"])
    yield lambda: dock.survey.forcing is not None
    report["forcing"] = dock.page.findings.texts
    yield from pictures("forcing")
    click(dock.next)


def as_dialog():
    """The algorithm's own dialog, filled with the choices of the guide."""
    clicks = report["clicks"]
    click(guide().dialog)
    yield 1.0
    (dialog,) = [found for found in window.findChildren(QDialog) if found.isVisible() and hasattr(found, "createProcessingParameters")]
    parameters = dialog.createProcessingParameters()
    report["dialog"] = {name: str(parameters.get(name)) for name in ("MODEL", "PASSES", "FORCING")}
    report["dialog"]["COVARIATES"] = len(parameters["COVARIATES"])
    report["dialog"]["OUTPUT_SOC"] = parameters["OUTPUT_SOC"].sink.staticValue()
    picture(dialog, "guide-dialog.png")
    dialog.close()
    report["clicks"] = clicks


def second():
    assert project.read(INPUTS["project"])
    open_menu_entry("binnNewMap")
    report["clicks"] = 0  # the menu again, because QGIS was closed
    dock = guide()
    yield dock.isVisible
    report["step"], report["inputs"] = dock.step, {name: value for name, value in vars(dock.inputs).items()}
    yield lambda: dock.survey.profiles is not None and dock.survey.forcing is not None
    report["scores"] = dock.page.findings.texts
    from binn.ui.guide import results as module

    module.open_report = lambda path: report.update(opened=path)
    click(dock.next)
    counties = QgsVectorLayer(INPUTS["polygons"], "counties")
    project.addMapLayer(counties, False)
    dock.page.form.wrappers["POLYGONS"].setParameterValue(counties.id(), dock.page.form._generator.context)
    yield 0.5
    yield from pictures("maps-chosen")
    yield from as_dialog()
    yield from cancelled()
    yield from made("maps")
    root = project.layerTreeRoot()
    root.findGroup("Inputs of the map").setExpanded(False)
    yield from pictures("finished", zoom=False)
    report["groups"] = [group.name() for group in root.findGroups(True)]
    report["layers"] = sorted(layer.name() for layer in project.mapLayers().values())
    report["panel"] = window.findChild(QDockWidget, "binnPanelDock") is not None
    report["zones"] = dock.inputs.zones
    report["soc"] = dock.inputs.soc


@step(3000)
def start() -> None:
    open_toolbox()
    window.resize(*SIZES[0])
    for dock in window.findChildren(QDockWidget):
        if dock.objectName() != "Layers":
            dock.hide()
    report["pid"] = os.getpid()
    QgsSettings().setValue("app/projections/promptWhenMultipleTransformsExist", False)  # of layers in several reference systems
    play(second() if INPUTS.get("resume") else first())
