"""Carbon stocks or their change by year at one or two places, from the maps of a projection."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QPointF, QRectF, QSize
from qgis.PyQt.QtGui import QPainter, QPolygonF
from qgis.PyQt.QtWidgets import QWidget

from ...binn_engine.tables import SOC_STOCK_UNIT, unit_label
from ..translation import tr
from .drawing import CENTRE, LEFT, RIGHT, Theme, number, pen, see_through, ticks, write
from .place import Estimate, Place
from .plots import Plot, natural_width

ROOM = 0.06  # of the range of values, above and below them
LEAST_LINES = 7  # heights of a line that the plot needs


@dataclass(frozen=True)
class YearAxes:
    """The axes of the plot: years to the right, kgC/m2 upwards."""

    area: QRectF
    years: tuple[float, float]
    values: tuple[float, float]

    def point(self, year: float, value: float) -> QPointF:
        """The place of a value in a year."""
        (first, last), (low, high) = self.years, self.values
        x = self.area.left() + self.area.width() * (year - first) / max(last - first, 1.0)
        return QPointF(x, self.area.bottom() - self.area.height() * (value - low) / (high - low))


class TrajectoryPlot(Plot):
    """Stocks or changes by year; hidden where no place has any."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Soil carbon by year"), parent)
        self.places: Sequence[Place] = ()
        self.hide()

    def show_places(self, places: Sequence[Place]) -> None:
        """Show the years of some places, or nothing where they have none."""
        self.places = places
        self.setVisible(any(place.trajectory for place in places))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(natural_width(self.fontMetrics()), 170)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, max(110, self.fontMetrics().height() * LEAST_LINES))

    def draw(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        draw_trajectory(painter, rect, theme, self.places)


def limits(rows: Sequence[tuple[int, Estimate]]) -> tuple[float, float]:
    """The values that the plot must hold: all of them, their intervals, and zero for changes."""
    values = [value for _, row in rows for value in (row.middle, row.lower, row.upper) if math.isfinite(value)]
    low, high = min([*values, 0.0]), max([*values, 0.0])
    room = ROOM * max(high - low, 1e-6)
    return low - room * (low < 0.0), high + room * (high > 0.0) or room


def draw_trajectory(painter: QPainter, rect: QRectF, theme: Theme, places: Sequence[Place]) -> None:
    """Draw the years of ``places``, the pinned one second."""
    painter.fillRect(rect, theme.ground)
    rows = [row for place in places for row in place.trajectory if row[1].has_value]
    if not rows:
        write(painter, rect, CENTRE, tr("The maps have no value here."), theme.soft)
        return
    height = painter.fontMetrics().height()
    area = rect.adjusted(height * 3.2, height * 1.7, -height * 1.2, -height * 1.5)
    years = (min(year for year, _ in rows), max(year for year, _ in rows))
    axes = YearAxes(area, years, limits(rows))
    title = tr("{name} ({unit})").format(name=tr(places[0].trajectory_title), unit=unit_label(SOC_STOCK_UNIT))
    write(painter, QRectF(rect.left() + 6, rect.top() + 0.2 * height, rect.width() - 12, height), CENTRE, title, theme.text)
    _draw_axes(painter, axes, theme, height)
    for index in reversed(range(len(places))):
        _draw_course(painter, axes, [row for row in places[index].trajectory if row[1].has_value], theme, index == 1)


def _draw_axes(painter: QPainter, axes: YearAxes, theme: Theme, height: int) -> None:
    area, (low, high) = axes.area, axes.values
    for value in ticks(low, high, min(5, max(2, int(area.height() / (1.5 * height))))):
        left = axes.point(axes.years[0], value)
        painter.setPen(pen(theme.soft if value == 0 else theme.faint))
        painter.drawLine(left, QPointF(area.right(), left.y()))
        write(painter, QRectF(left.x() - height * 3.2, left.y() - height / 2, height * 3.0, height), RIGHT, number(value), theme.soft)
    room = painter.fontMetrics().horizontalAdvance("2100") + height
    for year in ticks(*axes.years, min(6, max(1, int(area.width() / room)))):
        if year == round(year):
            place = axes.point(year, low)
            write(painter, QRectF(place.x() - room, area.bottom() + 0.2 * height, 2 * room, height), CENTRE, f"{year:g}", theme.soft)
    painter.setPen(pen(theme.soft))
    painter.drawLine(area.topLeft(), area.bottomLeft())


def _draw_course(painter: QPainter, axes: YearAxes, rows: Sequence[tuple[int, Estimate]], theme: Theme, pinned: bool) -> None:
    """The band of the intervals, and the line and points of the middles."""
    colour = theme.place(pinned)
    known = [(year, row) for year, row in rows if row.has_interval]
    outline = [axes.point(year, row.lower) for year, row in known] + [axes.point(year, row.upper) for year, row in reversed(known)]
    painter.setPen(pen(see_through(colour, 0.45)))
    painter.setBrush(see_through(colour, 0.2))
    painter.drawPolygon(QPolygonF(outline))
    points = [axes.point(year, row.middle) for year, row in rows]
    painter.setPen(pen(colour, 2.0))
    painter.drawPolyline(QPolygonF(points))
    painter.setBrush(colour)
    for point in points:
        painter.drawEllipse(point, 2.5, 2.5)
    if rows and not pinned:
        label = QRectF(points[-1].x() - 80, points[-1].y() - 1.4 * painter.fontMetrics().height(), 78, painter.fontMetrics().height())
        write(painter, label, RIGHT if points[-1].x() > 80 else LEFT, number(rows[-1][1].middle), colour)
