"""A page to print: the six processes of a map, each with its legend; A4, landscape.

The page is an ordinary print layout of the project: every item can be moved and changed in the designer, and the page saved as a template.
"""

from __future__ import annotations

from pathlib import Path

from qgis.core import (
    QgsColorRampLegendNodeSettings,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemScaleBar,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsMapLayer,
    QgsMapLayerLegendUtils,
    QgsPrintLayout,
    QgsProject,
    QgsRasterLayer,
    QgsRectangle,
    QgsTextFormat,
)
from qgis.PyQt.QtCore import QDate, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont

from ...binn_engine.errors import InputError
from ...binn_engine.tables import PROCESSES, PRODUCT_BY_NAME, Band, product_bands
from ..compat import kilometres, millimetres
from ..plain_text import without_expressions
from ..translation import mark, tr
from .styles import style_layer

HEADLINE = mark("The processes that govern soil carbon")
WIDTH, HEIGHT = 297.0, 210.0
MARGIN, GAP, TOP, FOOT = 12.0, 8.0, 28.0, 14.0
COLUMNS, ROWS = 3, 2
HEADING, NOTE, LEGEND = 6.0, 5.0, 13.0
INK, SOFT = QColor("#1d2a33"), QColor("#5d6b75")


def processes_layout(raster: str, title: str, project: QgsProject) -> QgsPrintLayout:
    """A layout of the project with a map of each process in ``raster``, called ``title``, or like it where the name is taken.

    Raises
    ------
    InputError
        Where the raster cannot be opened or lacks a process.
    """
    bands = product_bands(PRODUCT_BY_NAME["processes"], (), ())
    layers = [_layer(raster, number, band, project) for number, band in enumerate(bands, start=1)]
    layout = QgsPrintLayout(project)
    layout.initializeDefaults()
    layout.setName(_free_name(title, project))
    _label(layout, tr(HEADLINE), QRectF(MARGIN, 9.0, WIDTH - 2 * MARGIN, 10.0), 18, bold=True)
    _label(layout, title, QRectF(MARGIN, 18.5, WIDTH - 2 * MARGIN, 6.0), 10, SOFT)
    for place, (layer, process) in enumerate(zip(layers, PROCESSES)):
        box = _cell(place)
        _label(layout, tr(process.label), QRectF(box.left(), box.top(), box.width(), HEADING), 11, bold=True)
        _label(layout, tr(process.meaning), QRectF(box.left(), box.top() + HEADING, box.width(), NOTE), 7, SOFT)
        shown = _map(layout, layer, QRectF(box.left(), box.top() + HEADING + NOTE, box.width(), box.height() - HEADING - NOTE - LEGEND))
        _legend(layout, layer, shown, QRectF(box.left(), box.bottom() - LEGEND + 1.0, box.width(), LEGEND))
    _scale(layout, shown)
    today = QDate.currentDate().toString(Qt.DateFormat.ISODate)
    note = tr("BINN, with the CLM5 soil carbon model. Processes are estimated, not observed.") + f" {Path(raster).name}, {today}"
    _label(layout, note, QRectF(MARGIN, HEIGHT - FOOT + 2.0, WIDTH - 2 * MARGIN - 60.0, 8.0), 7, SOFT)
    project.layoutManager().addLayout(layout)
    return layout


def _cell(place: int) -> QRectF:
    """The part of the page, in mm, that a map with its title and legend has."""
    width = (WIDTH - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS
    height = (HEIGHT - TOP - FOOT - (ROWS - 1) * 3.0) / ROWS
    row, column = divmod(place, COLUMNS)
    return QRectF(MARGIN + column * (width + GAP), TOP + row * (height + 3.0), width, height)


def _free_name(title: str, project: QgsProject) -> str:
    taken = {layout.name() for layout in project.layoutManager().printLayouts()}
    names = (title if number == 1 else f"{title} ({number})" for number in range(1, len(taken) + 2))
    return next(name for name in names if name not in taken)


def _layer(raster: str, number: int, band: Band, project: QgsProject) -> QgsRasterLayer:
    """The layer of a band, styled, in the project but not in its layer tree: the page must not change with what the canvas shows."""
    layer = QgsRasterLayer(raster, band.name, "gdal", QgsRasterLayer.LayerOptions(False))
    if not layer.isValid() or layer.bandCount() < number:
        raise InputError(
            tr("The raster {raster} has no band {number} ({name}), which the print layout needs.").format(
                raster=raster, number=number, name=band.name
            ),
            tr("Choose a raster of the six processes."),
        )
    style_layer(layer, number, band, PRODUCT_BY_NAME["processes"].ramp)
    function = layer.renderer().shader().rasterShaderFunction()  # type: ignore[attr-defined]  # absent from the stubs
    legend = QgsColorRampLegendNodeSettings(function.legendSettings())
    legend.setOrientation(Qt.Orientation.Horizontal)
    legend.setUseContinuousLegend(True)
    function.setLegendSettings(legend)
    layer.setFlags(layer.flags() | QgsMapLayer.LayerFlag.Private)
    project.addMapLayer(layer, False)
    return layer


def _place(item: QgsLayoutItem, box: QRectF) -> None:
    item.attemptMove(QgsLayoutPoint(box.left(), box.top(), millimetres()))
    item.attemptResize(QgsLayoutSize(box.width(), box.height(), millimetres()))


def _label(layout: QgsPrintLayout, text: str, box: QRectF, points: int, colour: QColor = INK, bold: bool = False) -> None:
    label = QgsLayoutItemLabel(layout)
    label.setText(without_expressions(text))
    font = QFont("Open Sans", points)
    font.setBold(bold)
    label.setFont(font)
    label.setFontColor(colour)
    label.setVAlign(Qt.AlignmentFlag.AlignVCenter)
    layout.addLayoutItem(label)
    _place(label, box)


def _map(layout: QgsPrintLayout, layer: QgsRasterLayer, box: QRectF) -> QgsLayoutItemMap:
    """A map of the whole layer, in its own reference system, that shows this layer whatever the canvas shows."""
    item = QgsLayoutItemMap(layout)
    layout.addLayoutItem(item)
    _place(item, box)
    item.setCrs(layer.crs())
    item.setLayers([layer])
    item.setKeepLayerSet(True)
    item.setExtent(_shaped(layer.extent(), box.width() / box.height()))
    item.setFrameEnabled(True)
    item.setFrameStrokeColor(SOFT)
    return item


def _shaped(extent: QgsRectangle, ratio: float) -> QgsRectangle:
    """``extent`` with a little more around it, wide or high enough for a width of ``ratio`` heights: a map takes no other as it is."""
    height = 1.02 * max(extent.height(), extent.width() / ratio)
    centre = extent.center()
    return QgsRectangle.fromCenterAndSize(centre, height * ratio, height)


def _legend(layout: QgsPrintLayout, layer: QgsRasterLayer, shown: QgsLayoutItemMap, box: QRectF) -> None:
    """The layer's colour bar with its limits and unit."""
    legend = QgsLayoutItemLegend(layout)
    layout.addLayoutItem(legend)
    legend.setLinkedMap(shown)
    legend.setAutoUpdateModel(False)
    root = legend.model().rootGroup()
    root.removeAllChildren()
    node = root.addLayer(layer)
    node.setCustomProperty("legend/title-style", "hidden")
    QgsMapLayerLegendUtils.setLegendNodeOrder(node, [1])  # the colours alone, without the band's name before them
    legend.model().refreshLayerLegend(node)
    legend.rstyle(QgsLegendStyle.Style.SymbolLabel).setFont(QFont("Open Sans", 8))
    legend.setBoxSpace(0.0)
    legend.setSymbolWidth(box.width())
    legend.setSymbolHeight(3.0)
    legend.setBackgroundEnabled(False)
    legend.setResizeToContents(True)
    _place(legend, box)


def _scale(layout: QgsPrintLayout, shown: QgsLayoutItemMap) -> None:
    """The scale of the maps, all of which have the same."""
    bar = QgsLayoutItemScaleBar(layout)
    layout.addLayoutItem(bar)
    bar.setLinkedMap(shown)
    bar.applyDefaultSize(kilometres())
    text = QgsTextFormat()
    text.setFont(QFont("Open Sans"))
    text.setSize(7)
    bar.setTextFormat(text)
    bar.setHeight(1.5)
    bar.update()
    bar.attemptMove(QgsLayoutPoint(WIDTH - MARGIN - 55.0, HEIGHT - FOOT + 1.0, millimetres()))
