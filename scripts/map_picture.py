"""Draw the maps of a prediction with QGIS: its renderer, the plugin's own styles and limits, a colour bar for each.

Usage: map_picture.py RESULTS PICTURE [YEAR ...]

RESULTS is a folder that holds ``soc.tif``, ``soc_sd.tif`` and ``processes.tif``; or with years, which are those of its bands,
``change_100.tif`` of a projection. Runs in a Python that sees QGIS and, by
PYTHONPATH, the folder with the plugin's folder ``binn``; needs no display.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NamedTuple

from binn.binn_engine.bands import Band, product_bands
from binn.binn_engine.tables import DEFAULT_DEPTHS_M, PROCESSES, PRODUCT_BY_NAME, unit_label
from binn.ui.layers.limits import Limits, product_limits
from binn.ui.layers.styles import NODATA_COLOUR, colour_ramp, style_layer, tick_labels
from qgis.core import QgsApplication, QgsMapRendererParallelJob, QgsMapSettings, QgsRasterLayer
from qgis.PyQt.QtCore import QRectF, QSize, Qt
from qgis.PyQt.QtGui import QColor, QFont, QImage, QLinearGradient, QPainter

COLUMNS, PANEL, GAP, TOP = 4, 440, 28, 96
BAR_HEIGHT, LINE, TICK = 16, 26, 100
INK, SOFT = QColor("#1d2a33"), QColor("#5d6b75")
CHANGE_TITLE = "Projected change of soil organic carbon"
TITLE = "Soil organic carbon, and the processes that keep it there"


class Panel(NamedTuple):
    """One map: a band (1-based) of a product's raster, of a projection to some ``years``."""

    product: str
    number: int
    title: str
    years: tuple[int, ...] = ()

    @property
    def bands(self) -> tuple[Band, ...]:
        return product_bands(PRODUCT_BY_NAME[self.product], DEFAULT_DEPTHS_M, (), (), self.years)

    @property
    def band(self) -> Band:
        return self.bands[self.number - 1]


def panels() -> list[Panel]:
    """SOC stock, its standard deviation, and the six processes."""
    soc = [band.name for band in product_bands(PRODUCT_BY_NAME["soc"], DEFAULT_DEPTHS_M, ())]
    stock = soc.index("SOC stock 0-100 cm") + 1
    first = [Panel("soc", stock, "SOC stock 0-100 cm"), Panel("soc_sd", stock, "Its standard deviation")]
    return first + [Panel("processes", number, row.label) for number, row in enumerate(PROCESSES, start=1)]


def rendered(path: Path, panel: Panel, limits: Limits, width: int) -> QImage:
    """The band as QGIS draws it in the plugin's style, ``width`` pixels wide."""
    layer = QgsRasterLayer(str(path), panel.title, "gdal")
    if not layer.isValid():
        sys.exit(f"QGIS cannot open {path}")
    style_layer(layer, panel.number, panel.band, PRODUCT_BY_NAME[panel.product].ramp, limits)
    settings = QgsMapSettings()
    settings.setLayers([layer])
    settings.setDestinationCrs(layer.crs())
    settings.setExtent(layer.extent())
    settings.setBackgroundColor(NODATA_COLOUR)
    settings.setOutputSize(QSize(width, round(width * layer.height() / layer.width())))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    return job.renderedImage()


def draw_bar(painter: QPainter, left: float, top: float, panel: Panel, limits: Limits) -> None:
    """The band's ramp with five values below it, as in the legend of its layer."""
    box = QRectF(left, top, PANEL, BAR_HEIGHT)
    ramp = colour_ramp(PRODUCT_BY_NAME[panel.product].ramp)
    gradient = QLinearGradient(box.topLeft(), box.topRight())
    for step in range(33):
        gradient.setColorAt(step / 32, ramp.color(step / 32))
    painter.fillRect(box, gradient)
    painter.setFont(QFont("Open Sans", 11))
    painter.setPen(SOFT)
    labels = tick_labels(limits, "1")
    sides = [Qt.AlignmentFlag.AlignLeft, *[Qt.AlignmentFlag.AlignHCenter] * (len(labels) - 2), Qt.AlignmentFlag.AlignRight]
    for place, (label, side) in enumerate(zip(labels, sides)):
        middle = left + PANEL * place / (len(labels) - 1)
        start = {Qt.AlignmentFlag.AlignLeft: middle, Qt.AlignmentFlag.AlignRight: middle - TICK}.get(side, middle - TICK / 2)
        painter.drawText(QRectF(start, top + BAR_HEIGHT, TICK, LINE), side | Qt.AlignmentFlag.AlignVCenter, label)


def map_height(folder: Path, product: str) -> int:
    """Height of the maps in a panel, in pixels: all are on one grid; tall ones are cut to a square."""
    layer = QgsRasterLayer(str(folder / f"{product}.tif"), "grid", "gdal")
    if not layer.isValid():
        sys.exit(f"QGIS cannot open {layer.source()}")
    return min(PANEL, round(PANEL * layer.height() / layer.width()))


def draw_panel(painter: QPainter, corner: tuple[float, float], panel: Panel, folder: Path, height: int) -> None:
    """Title, map and colour bar, from their upper left corner on."""
    left, top = corner
    path = folder / f"{panel.product}.tif"
    limits = product_limits(str(path), panel.bands, PRODUCT_BY_NAME[panel.product])[panel.number - 1]
    unit = "" if panel.band.unit == "1" else f" ({unit_label(panel.band.unit)})"
    painter.setFont(QFont("Open Sans", 13, QFont.Weight.DemiBold))
    painter.setPen(INK)
    painter.drawText(QRectF(left, top, PANEL, LINE), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, panel.title + unit)
    image = rendered(path, panel, limits, PANEL)
    painter.drawImage(QRectF(left, top + LINE + 6, PANEL, height), image, QRectF(0, 0, PANEL, height))
    draw_bar(painter, left, top + LINE + height + 14, panel, limits)


def draw(folder: Path, picture: Path, shown: list[Panel], heading: str) -> None:
    """Draw all panels and save the picture."""
    columns = min(COLUMNS, len(shown))
    rows = -(-len(shown) // columns)
    height = map_height(folder, shown[0].product)
    row_height = LINE + height + BAR_HEIGHT + LINE + 44
    image = QImage(columns * (PANEL + GAP) + GAP, TOP + rows * row_height, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(QFont("Open Sans", 20, QFont.Weight.DemiBold))
    painter.setPen(INK)
    painter.drawText(QRectF(GAP, 0, image.width(), TOP), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, heading)
    for place, panel in enumerate(shown):
        draw_panel(painter, (GAP + place % columns * (PANEL + GAP), TOP + place // columns * row_height), panel, folder, height)
    painter.end()
    if not image.save(str(picture)):
        sys.exit(f"The picture {picture} cannot be written")


def main() -> None:
    """Start QGIS without a display, draw, and stop it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = QgsApplication([], False)
    application.initQgis()
    folder, picture, *years = sys.argv[1:]
    if years:
        mapped = tuple(map(int, years))
        shown = [Panel("change_100", number, f"Change of SOC 0-100 cm until {year}", mapped) for number, year in enumerate(mapped, 1)]
        draw(Path(folder), Path(picture), shown, CHANGE_TITLE)
    else:
        draw(Path(folder), Path(picture), panels(), TITLE)
    application.exitQgis()


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    main()
