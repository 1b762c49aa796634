"""The items of a printed page: text, maps, colour bars, scale bar, north arrow; A4, landscape, in mm."""

from __future__ import annotations

from collections.abc import Sequence

from qgis.core import (
    QgsColorRamp,
    QgsDistanceArea,
    QgsFillSymbol,
    QgsGradientFillSymbolLayer,
    QgsLayoutItem,
    QgsLayoutItemLabel,
    QgsLayoutItemLegend,
    QgsLayoutItemMap,
    QgsLayoutItemPicture,
    QgsLayoutItemScaleBar,
    QgsLayoutItemShape,
    QgsLayoutPoint,
    QgsLayoutSize,
    QgsLegendStyle,
    QgsMapLayer,
    QgsPointXY,
    QgsPrintLayout,
    QgsProject,
    QgsRectangle,
    QgsTextFormat,
)
from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QColor, QFont

from ..compat import OF_A_RAMP, RECTANGLE, kilometres, metres, millimetres
from ..icons import NORTH_ARROW_PATH
from ..plain_text import without_expressions

INK, SOFT = QColor("#1d2a33"), QColor("#5d6b75")
FONT = "Open Sans"
BAR, TICKS_HEIGHT = 3.0, 4.0
LEAST_POINTS = 5.0
SHORT_M = 8000.0  # width of a map below which its scale is in metres


class PageItems:
    """Adds items to a layout."""

    def __init__(self, layout: QgsPrintLayout) -> None:
        self.layout = layout

    def place(self, item: QgsLayoutItem, box: QRectF) -> None:
        """Put an item where it belongs."""
        self.layout.addLayoutItem(item)
        item.attemptMove(QgsLayoutPoint(box.left(), box.top(), millimetres()))
        item.attemptResize(QgsLayoutSize(box.width(), box.height(), millimetres()))

    def label(
        self, text: str, box: QRectF, points: float, colour: QColor = INK, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> QgsLayoutItemLabel:
        """A line of text, in which nothing is computed.

        Parameters
        ----------
        text
            As it is to be read.
        box
            Place and size on the page, mm.
        points
            Size of the font; smaller if the text does not fit.
        colour, align
            Of the text.
        """
        label = QgsLayoutItemLabel(self.layout)
        label.setText(without_expressions(text))
        font = QFont(FONT)
        font.setPointSizeF(points)
        label.setFont(font)
        label.setFontColor(colour)
        label.setHAlign(align)
        label.setVAlign(Qt.AlignmentFlag.AlignVCenter)
        label.setMarginX(0.0)
        self.place(label, box)
        wide = label.sizeForText().width()
        if wide > box.width():  # a smaller font rather than a second line, for which there is no room
            font.setPointSizeF(max(points * box.width() / wide, LEAST_POINTS))
            label.setFont(font)
        return label

    def heading(self, text: str, box: QRectF, points: float) -> None:
        """A line of bold text."""
        label = self.label(text, box, points)
        font = label.font()
        font.setBold(True)
        font.setPointSizeF(min(font.pointSizeF(), 0.92 * points * box.width() / max(label.sizeForText().width(), 1.0)))
        label.setFont(font)

    def map(self, layer: QgsMapLayer, box: QRectF, extent: QgsRectangle | None = None) -> QgsLayoutItemMap:
        """A map of ``extent``, else of the whole layer, in its own reference system, that shows this layer whatever the canvas shows."""
        item = QgsLayoutItemMap(self.layout)
        self.place(item, box)
        item.setCrs(layer.crs())
        item.setLayers([layer])
        item.setKeepLayerSet(True)
        item.setExtent(_shaped(extent or layer.extent(), box.width() / box.height()))
        item.setFrameEnabled(True)
        item.setFrameStrokeColor(SOFT)
        return item

    def colour_bar(self, ramp: QgsColorRamp, labels: Sequence[str], box: QRectF) -> None:
        """A ramp from left to right, with its labels below it, evenly apart."""
        gradient = QgsGradientFillSymbolLayer()
        gradient.setGradientColorType(OF_A_RAMP)
        gradient.setColorRamp(ramp.clone())
        gradient.setReferencePoint1(QPointF(0.0, 0.5))
        gradient.setReferencePoint2(QPointF(1.0, 0.5))
        self._box(QgsFillSymbol([gradient]), QRectF(box.left(), box.top(), box.width(), BAR))
        width = box.width() / (len(labels) - 1)
        for place, text in enumerate(labels):
            align = Qt.AlignmentFlag.AlignHCenter
            left = box.left() + (place - 0.5) * width
            if place in (0, len(labels) - 1):
                align = Qt.AlignmentFlag.AlignRight if place else Qt.AlignmentFlag.AlignLeft
                left = box.right() - width if place else box.left()
            self.label(text, QRectF(left, box.top() + BAR + 0.4, width, TICKS_HEIGHT), 7, INK, align)

    def key(self, colour: QColor, text: str, at: QPointF) -> None:
        """A box of a colour, and what it means."""
        symbol = QgsFillSymbol.createSimple({"color": colour.name(), "outline_color": SOFT.name(), "outline_width": "0.2"})
        self._box(symbol, QRectF(at.x(), at.y(), 5.0, 3.0))
        self.label(text, QRectF(at.x() + 6.5, at.y() - 0.5, 30.0, 4.0), 7)

    def _box(self, symbol: QgsFillSymbol, box: QRectF) -> None:
        shape = QgsLayoutItemShape(self.layout)
        shape.setShapeType(RECTANGLE)
        shape.setSymbol(symbol)
        self.place(shape, box)

    def legend(self, layer: QgsMapLayer, shown: QgsLayoutItemMap, box: QRectF) -> None:
        """The classes of a layer, one below the other."""
        legend = QgsLayoutItemLegend(self.layout)
        self.place(legend, box)
        legend.setLinkedMap(shown)
        legend.setAutoUpdateModel(False)
        root = legend.model().rootGroup()
        root.removeAllChildren()
        node = root.addLayer(layer)
        node.setCustomProperty("legend/title-style", "hidden")
        legend.model().refreshLayerLegend(node)
        legend.rstyle(QgsLegendStyle.Style.SymbolLabel).setFont(QFont(FONT, 8))
        legend.setBoxSpace(0.0)
        legend.setBackgroundEnabled(False)
        legend.setResizeToContents(True)

    def scale(self, shown: QgsLayoutItemMap, at: QPointF) -> None:
        """A scale bar, in metres or kilometres."""
        bar = QgsLayoutItemScaleBar(self.layout)
        self.layout.addLayoutItem(bar)
        bar.setLinkedMap(shown)
        text = QgsTextFormat()
        text.setFont(QFont(FONT))
        text.setSize(7)
        bar.setTextFormat(text)
        bar.setHeight(1.5)
        bar.applyDefaultSize(metres() if _width_m(shown) < SHORT_M else kilometres())
        bar.setUnitsPerSegment(2.0 * bar.unitsPerSegment())  # one piece, whose labels have room
        bar.setNumberOfSegments(1)
        bar.update()
        bar.attemptMove(QgsLayoutPoint(at.x() - bar.rect().width(), at.y(), millimetres()))

    def north_arrow(self, shown: QgsLayoutItemMap, box: QRectF) -> None:
        """An arrow to the north of a map, whichever way it is turned."""
        arrow = QgsLayoutItemPicture(self.layout)
        self.place(arrow, box)
        arrow.setPicturePath(str(NORTH_ARROW_PATH))
        arrow.setLinkedMap(shown)


def _shaped(extent: QgsRectangle, ratio: float) -> QgsRectangle:
    """``extent`` with a little more around it, wide or high enough for a width of ``ratio`` heights: a map takes no other as it is."""
    height = 1.02 * max(extent.height(), extent.width() / ratio)
    return QgsRectangle.fromCenterAndSize(extent.center(), height * ratio, height)


def _width_m(shown: QgsLayoutItemMap) -> float:
    """The width of a map in metres, measured through its middle."""
    extent = shown.extent()
    area = QgsDistanceArea()
    area.setSourceCrs(shown.crs(), QgsProject.instance().transformContext())
    area.setEllipsoid(shown.crs().ellipsoidAcronym() or "EPSG:7030")
    middle = extent.center().y()
    return area.measureLine(QgsPointXY(extent.xMinimum(), middle), QgsPointXY(extent.xMaximum(), middle))
