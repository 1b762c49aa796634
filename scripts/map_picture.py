"""Draw the maps of a prediction with QGIS: its renderer, the plugin's own styles, a colour bar for each.

Usage: map_picture.py RESULTS PICTURE

RESULTS is a folder that holds ``soc.tif``, ``soc_sd.tif`` and ``processes.tif``. Runs in a Python that sees QGIS and, by
PYTHONPATH, the folder with the plugin's folder ``binn``; needs no display.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

from binn.binn_engine.tables import DEFAULT_DEPTHS_M, PROCESSES, PRODUCT_BY_NAME, Band, product_bands
from binn.ui.layers.styles import colour_ramp, style_layer
from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsRasterLayer
from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter

COLUMNS, PANEL, GAP, TOP = 4, 440, 28, 96
BAR_HEIGHT, LINE = 16, 26
INK, SOFT, LAND_WITHOUT_DATA = QColor("#1d2a33"), QColor("#5d6b75"), QColor("#cfd5d8")
TITLE = "Soil organic carbon, and the processes that keep it there"
LABELS = {row.name: row.label for row in PROCESSES}


class Panel(NamedTuple):
    """One map: a band (1-based) of a product's raster."""

    product: str
    number: int
    title: str


def panels() -> list[Panel]:
    """SOC stock, its standard deviation, and the six processes."""
    soc = [band.name for band in product_bands(PRODUCT_BY_NAME["soc"], DEFAULT_DEPTHS_M, ())]
    stock = soc.index("SOC stock 0-100 cm") + 1
    first = [Panel("soc", stock, "SOC stock 0-100 cm"), Panel("soc_sd", stock, "Its standard deviation")]
    return first + [Panel("processes", number, row.label) for number, row in enumerate(PROCESSES, start=1)]


def rendered(path: Path, panel: Panel, band: Band, width: int) -> QImage:
    """The band as QGIS draws it in the plugin's style, ``width`` pixels wide."""
    layer = QgsRasterLayer(str(path), panel.title, "gdal")
    if not layer.isValid():
        sys.exit(f"QGIS cannot open {path}")
    style_layer(layer, panel.number, band, PRODUCT_BY_NAME[panel.product].ramp)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setBackgroundColor(LAND_WITHOUT_DATA)
    settings.setOutputSize(QSize(width, round(width * layer.height() / layer.width())))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def draw_bar(painter: QPainter, left: float, top: float, panel: Panel, band: Band) -> None:
    """The band's ramp from its lower to its upper limit, with the unit between them."""
    box = QRectF(left, top, PANEL, BAR_HEIGHT)
    ramp = colour_ramp(PRODUCT_BY_NAME[panel.product].ramp)
    gradient = QLinearGradient(box.topLeft(), box.topRight())
    for step in range(33):
        gradient.setColorAt(step / 32, ramp.color(step / 32))
    painter.fillRect(box, gradient)
    painter.setFont(QFont("Open Sans", 11))
    painter.setPen(SOFT)
    line = QRectF(left, top + BAR_HEIGHT, PANEL, LINE)
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, f"{band.limits[0]:g}")
    painter.drawText(line, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, "" if band.unit == "1" else band.unit)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{band.limits[1]:g}")


def map_height(folder: Path) -> int:
    """Height of the maps in a panel, in pixels: all are on one grid; tall ones are cut to a square."""
    layer = QgsRasterLayer(str(folder / f"{panels()[0].product}.tif"), "grid", "gdal")
    if not layer.isValid():
        sys.exit(f"QGIS cannot open {layer.source()}")
    return min(PANEL, round(PANEL * layer.height() / layer.width()))


def draw_panel(painter: QPainter, left: float, top: float, panel: Panel, folder: Path, height: int) -> None:
    """Title, map and colour bar."""
    band = product_bands(PRODUCT_BY_NAME[panel.product], DEFAULT_DEPTHS_M, ())[panel.number - 1]
    painter.setFont(QFont("Open Sans", 13, QFont.Weight.DemiBold))
    painter.setPen(INK)
    painter.drawText(QRectF(left, top, PANEL, LINE), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, panel.title)
    image = rendered(folder / f"{panel.product}.tif", panel, band, PANEL)
    painter.drawImage(QRectF(left, top + LINE + 6, PANEL, height), image, QRectF(0, 0, PANEL, height))
    draw_bar(painter, left, top + LINE + height + 14, panel, band)


def draw(folder: Path, picture: Path) -> None:
    """Draw all panels and save the picture."""
    shown = panels()
    rows = -(-len(shown) // COLUMNS)
    height = map_height(folder)
    row_height = LINE + height + BAR_HEIGHT + LINE + 44
    image = QImage(COLUMNS * (PANEL + GAP) + GAP, TOP + rows * row_height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(QFont("Open Sans", 20, QFont.Weight.DemiBold))
    painter.setPen(INK)
    painter.drawText(QRectF(GAP, 0, image.width(), TOP), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, TITLE)
    for place, panel in enumerate(shown):
        draw_panel(painter, GAP + place % COLUMNS * (PANEL + GAP), TOP + place // COLUMNS * row_height, panel, folder, height)
    painter.end()
    if not image.save(str(picture)):
        sys.exit(f"The picture {picture} cannot be written")


def main() -> None:
    """Start QGIS without a display, draw, and stop it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    draw(Path(sys.argv[1]), Path(sys.argv[2]))
    application.exitQgis()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main()
