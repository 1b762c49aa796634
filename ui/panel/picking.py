"""The place on the map that the panel shows: a click, or the moving cursor; and the marks of the places."""

from __future__ import annotations

from collections.abc import Callable

from qgis.core import QgsCoordinateReferenceSystem, QgsCoordinateTransform, QgsCsException, QgsPointXY, QgsProject  # type: ignore[attr-defined]  # absent from the stubs
from qgis.gui import QgsMapCanvas, QgsMapTool, QgsMapToolEmitPoint, QgsVertexMarker
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtGui import QColor

from ...binn_engine.tables import WGS84
from ..compat import CIRCLE

FOLLOW_EVERY_MS = 60


class Picker:
    """Calls ``looked(point, crs, clicked)`` for places on a canvas, and marks them. Nothing is connected until it is started."""

    def __init__(self, canvas: QgsMapCanvas, looked: Callable[[QgsPointXY, QgsCoordinateReferenceSystem, bool], None]) -> None:
        self._canvas, self._looked = canvas, looked
        self._tool: QgsMapToolEmitPoint | None = None
        self._former: QgsMapTool | None = None
        self._following = False
        self._latest: QgsPointXY | None = None
        self._timer = QTimer()
        self._timer.setSingleShot(True)
        self._timer.setInterval(FOLLOW_EVERY_MS)
        self._timer.timeout.connect(self._tell_latest)
        self._marks: dict[str, QgsVertexMarker] = {}

    def pick(self, on: bool) -> None:
        """Clicks on the map are places from now on, or no longer; the former tool comes back."""
        if on and self._tool is None:
            self._former = self._canvas.mapTool()
            self._tool = QgsMapToolEmitPoint(self._canvas)
            self._tool.canvasClicked.connect(self._clicked)
            self._canvas.setMapTool(self._tool)
        elif not on and self._tool is not None:
            tool, self._tool = self._tool, None
            tool.canvasClicked.disconnect(self._clicked)
            if self._canvas.mapTool() is tool:
                self._canvas.unsetMapTool(tool)
                if self._former is not None:
                    self._canvas.setMapTool(self._former)
            self._former = None
            tool.deleteLater()

    def is_tool(self, tool) -> bool:
        """Whether a map tool is the picker's own."""
        return self._tool is not None and tool is self._tool

    def follow(self, on: bool) -> None:
        """The place under the cursor is looked at as it moves, a few times a second, or no longer."""
        if on and not self._following:
            self._canvas.xyCoordinates.connect(self._moved)
        elif not on and self._following:
            self._canvas.xyCoordinates.disconnect(self._moved)
            self._timer.stop()
        self._following = on

    def mark(self, name: str, longitude: float, latitude: float, colour: QColor) -> None:
        """Mark a place, in degrees, on the canvas; each name has one mark."""
        if name not in self._marks:
            marker = self._marks[name] = QgsVertexMarker(self._canvas)
            marker.setIconType(CIRCLE)
            marker.setFillColor(QColor("white"))  # stands out on every ramp
            marker.setIconSize(12)
            marker.setPenWidth(3)
        wgs84 = QgsCoordinateReferenceSystem(WGS84)
        transform = QgsCoordinateTransform(wgs84, self._canvas.mapSettings().destinationCrs(), QgsProject.instance().transformContext())
        self._marks[name].setColor(colour)
        try:
            self._marks[name].setCenter(transform.transform(QgsPointXY(longitude, latitude)))
        except QgsCsException:
            self.unmark(name)

    def unmark(self, name: str) -> None:
        """Take a mark away."""
        marker = self._marks.pop(name, None)
        if marker is not None:
            self._canvas.scene().removeItem(marker)

    def stop(self) -> None:
        """Leave the canvas as it was."""
        self.pick(False)
        self.follow(False)
        for name in list(self._marks):
            self.unmark(name)

    def _clicked(self, point: QgsPointXY, button: object = None) -> None:
        self._looked(point, self._canvas.mapSettings().destinationCrs(), True)

    def _moved(self, point: QgsPointXY) -> None:
        self._latest = point
        if not self._timer.isActive():
            self._timer.start()

    def _tell_latest(self) -> None:
        if self._latest is not None:
            self._looked(self._latest, self._canvas.mapSettings().destinationCrs(), False)
