"""What the guide opens at its end: the new map, the panel and the report; and the dialogs of algorithms, filled with its choices."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import QgsRasterLayer
from qgis.PyQt.QtWidgets import QDockWidget

from ..compat import QAction
from ..desktop import PANEL_ACTION, PANEL_DOCK, open_report
from .inputs import GuideInputs
from .running import AlgorithmRun


def show_results(iface, guide: QDockWidget, inputs: GuideInputs) -> None:
    """Show the new map whole, the panel at it, behind the guide, and the report in the browser."""
    canvas, soc = iface.mapCanvas(), QgsRasterLayer(inputs.soc, "", "gdal", QgsRasterLayer.LayerOptions(False))
    if soc.isValid():
        canvas.setExtent(canvas.mapSettings().layerExtentToOutputExtent(soc, soc.extent()))
        canvas.refresh()
    window = iface.mainWindow()
    action = window.findChild(QAction, PANEL_ACTION)
    if action is not None and not action.isChecked():
        action.trigger()
    panel = window.findChild(QDockWidget, PANEL_DOCK)
    if panel is not None and soc.isValid():
        panel.show_run(inputs.soc)
        window.tabifyDockWidget(panel, guide)
        guide.raise_()
    open_report(inputs.map_report)


def open_dialogs(works: Sequence[AlgorithmRun]) -> None:
    """Open the dialogs of runs, filled with their parameters."""
    import processing  # QGIS's own plugin, on the path only once QGIS has loaded it

    for work in works:
        dialog = processing.createAlgorithmDialog(f"binn:{work.algorithm}", work.parameters)
        if dialog is not None:
            dialog.show()
