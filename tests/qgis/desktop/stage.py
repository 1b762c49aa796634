"""What the scripts that drive a QGIS desktop share: steps after a while, pictures, the end."""

from __future__ import annotations

import json
import os
import traceback
from pathlib import Path

from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QRect, QTimer
from qgis.PyQt.QtWidgets import QApplication, QDockWidget
from qgis.utils import iface, loadPlugin, plugins, startPlugin

FOLDER = Path(os.environ["BINN_DESKTOP_FOLDER"])
report: dict = {"errors": []}


def step(delay_ms: int):
    """Run a function after a while; what goes wrong ends the session and is reported."""

    def plan(function):
        def guarded() -> None:
            try:
                function()
            except Exception:
                report["errors"].append(traceback.format_exc())
                finish()

        QTimer.singleShot(delay_ms, guarded)

    return plan


def algorithm_tree(toolbox: QDockWidget):
    """The tree of algorithms in the toolbox, wherever this release of QGIS keeps it."""
    return toolbox.processingToolbox.algorithmTree() if hasattr(toolbox, "processingToolbox") else toolbox.algorithmTree


def open_toolbox() -> QDockWidget:
    """The toolbox with BINN's algorithms in a window of a known size; the plugin is loaded where the profile has not done so."""
    window = iface.mainWindow()
    window.resize(1500, 900)
    if "binn" not in plugins:
        assert loadPlugin("binn")
        assert startPlugin("binn")
    toolbox = window.findChild(QDockWidget, "ProcessingToolbox")
    toolbox.show()
    toolbox.searchBox.setText("binn")
    algorithm_tree(toolbox).expandAll()
    return toolbox


def picture(widget, name: str, part: QRect | None = None) -> None:
    """Save a picture of a widget, or of a part of it."""
    QApplication.processEvents()
    widget.grab(part or widget.rect()).save(str(FOLDER / name))


def finish() -> None:
    """Write the report and leave."""
    (FOLDER / "report.json").write_text(json.dumps(report), encoding="utf-8")
    QgsProject.instance().clear()
    QgsApplication.instance().exit(0)
    os._exit(0)
