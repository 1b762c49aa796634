"""Print the page of zones that *SOC stocks by zone* wrote.

Usage: zones_picture.py RECORD PICTURE

RECORD is that of the run (NAME.zonal.run.json), which has the names and the total of the zones. Runs in a Python that sees QGIS and, by
PYTHONPATH, the folder with the plugin's folder ``binn``; needs no display.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from binn.ui.printing.layouts import make_layout
from binn.ui.printing.pages import title_of
from binn.ui.runs.maps_of_runs import pages_of_run
from binn.ui.runs.past_runs import read_run
from qgis.core import QgsApplication, QgsLayoutExporter, QgsProject

DPI = 110


def draw(record: str, picture: str) -> None:
    """Make the layout of the page and save it."""
    run = read_run(Path(record))
    (page,) = pages_of_run(run)
    made = make_layout(page, title_of({"zones": run.outputs["zones"]}), QgsProject.instance())
    settings = QgsLayoutExporter.ImageExportSettings()
    settings.dpi = DPI
    settings.generateWorldFile = False
    if QgsLayoutExporter(made.layout).exportToImage(picture, settings) != QgsLayoutExporter.ExportResult.Success:
        sys.exit(f"The picture {picture} cannot be written")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    draw(*sys.argv[1:])
    application.exitQgis()
