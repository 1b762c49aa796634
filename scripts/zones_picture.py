"""Print the page of zones that *SOC stocks by zone* wrote.

Usage: zones_picture.py ZONES FIELD PICTURE

FIELD holds the names of the zones. Runs in a Python that sees QGIS and, by PYTHONPATH, the folder with the plugin's folder ``binn``; needs
no display.
"""

from __future__ import annotations

import os
import sys

from binn.ui.printing.layouts import make_layout
from binn.ui.printing.pages import pages_of, title_of
from qgis.core import QgsApplication, QgsLayoutExporter, QgsProject

DPI = 110


def draw(zones: str, field: str, picture: str) -> None:
    """Make the layout of the page and save it."""
    outputs = {"zones": zones}
    (page,) = pages_of(outputs, field)
    made = make_layout(page, title_of(outputs), QgsProject.instance())
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = DPI
    settings.generateWorldFile = False
    if QgsLayoutExporter(made.layout).exportToImage(picture, settings) != QgsLayoutExporter.ExportResult.Success:
        sys.exit(f"The picture {picture} cannot be written")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    draw(*sys.argv[1:])
    application.exitQgis()
