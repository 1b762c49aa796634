"""SOC against depth: median and interval at one or two places, and the observations around the first place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from qgis.PyQt.QtCore import QPointF, QRectF
from qgis.PyQt.QtGui import QColor, QFontMetrics, QPainter, QPolygonF

from ...binn_engine.tables import SOC_DENSITY_UNIT, unit_label
from ..translation import tr
from .drawing import CENTRE, LEFT, RIGHT, Theme, number, pen, see_through, ticks, write
from .observed import Observation
from .place import Estimate, Place

MARGIN, KEY_GAP = 6, 10  # pixels beside the key; between its parts
_MOST_ROOM = 1.06  # of the axis over the largest value


@dataclass(frozen=True)
class DepthAxes:
    """The axes of the plot: SOC density (gC/m3) to the right, depth (m) downwards."""

    area: QRectF
    most: float
    deepest: float

    def point(self, density: float, depth: float) -> QPointF:
        """The place of a density at a depth."""
        x = self.area.left() + self.area.width() * density / self.most
        return QPointF(x, self.area.top() + self.area.height() * depth / self.deepest)


def runs(rows: Sequence[tuple[float, Estimate]]) -> list[list[tuple[float, Estimate]]]:
    """Stretches of depths with values: a gap is left open, never bridged."""
    found: list[list[tuple[float, Estimate]]] = [[]]
    for row in rows:
        if row[1].has_value:
            found[-1].append(row)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def limits(places: Sequence[Place], observed: Sequence[Observation], current_depth: float) -> tuple[float, float]:
    """The largest density and the largest depth that the plot must hold."""
    estimates = [(depth, estimate) for place in places for depth, estimate in place.depths if estimate.has_value]
    deepest = max([depth for depth, _ in estimates] + [current_depth, 0.1]) * 1.05
    tops = [max(value for value in (e.middle, e.upper, e.mean) if math.isfinite(value)) for _, e in estimates]
    return max([*tops, *(row.density for row in observed if row.top < deepest), 1.0]) * _MOST_ROOM, deepest


@dataclass(frozen=True)
class DepthValues:
    """What the plot shows: one place, or two of which the second is pinned, none before one is chosen; layers of profiles nearby; and the
    depth in metres of the map, which a line marks (0: none)."""

    places: Sequence[Place] = ()
    observed: Sequence[Observation] = ()
    depth: float = 0.0


def draw_depths(painter: QPainter, rect: QRectF, theme: Theme, shown: DepthValues) -> None:
    """Draw the plot.

    Parameters
    ----------
    painter, rect
        Where to draw, in pixels.
    theme
        Colours.
    shown
        What is drawn.
    """
    places, observed, depth = shown.places, shown.observed, shown.depth
    painter.fillRect(rect, theme.ground)
    if not any(estimate.has_value for place in places for _, estimate in place.depths) and not observed:
        write(painter, rect, CENTRE, tr("Choose a place on the map"), theme.soft)
        return
    height = painter.fontMetrics().height()
    key = _lines_of_key(_key(theme, places, observed), painter.fontMetrics(), rect.width() - 2 * MARGIN)
    area = rect.adjusted(height * 2.9, height * 2.6, -height * 1.7, -height * (0.5 + 1.1 * len(key)))
    axes = DepthAxes(area, *limits(places, observed, depth))
    _draw_axes(painter, axes, theme, height)
    if depth:
        painter.setPen(pen(theme.soft, 1.0, dashed=True))
        painter.drawLine(axes.point(0, depth), axes.point(axes.most, depth))
    for index in reversed(range(len(places))):
        _draw_interval(painter, axes, places[index], theme, index == 1)
    for row in observed:
        _draw_observation(painter, axes, row, theme)
    for index in reversed(range(len(places))):
        _draw_profile(painter, axes, places[index], theme, index == 1)
    _draw_key(painter, QRectF(rect.left() + MARGIN, area.bottom() + 0.4 * height, rect.width() - 2 * MARGIN, height * 1.1), key)


def _draw_axes(painter: QPainter, axes: DepthAxes, theme: Theme, height: int) -> None:
    area = axes.area
    title = area.adjusted(-height * 2.7, 0, height * 1.5, 0)
    write(
        painter,
        QRectF(title.left(), area.top() - height * 2.5, title.width(), height),
        CENTRE,
        tr("SOC density ({unit})").format(unit=unit_label(SOC_DENSITY_UNIT)),
        theme.text,
    )
    write(painter, QRectF(area.left() - height * 2.8, area.top() - height * 1.4, height * 2.6, height), LEFT, "cm", theme.soft)
    room = painter.fontMetrics().horizontalAdvance(number(axes.most)) + height
    for value in ticks(0, axes.most, min(4, max(1, int(area.width() / room)))):
        top = axes.point(value, 0)
        painter.setPen(pen(theme.faint))
        painter.drawLine(top, axes.point(value, axes.deepest))
        write(painter, QRectF(top.x() - room, top.y() - height * 1.4, 2 * room, height), CENTRE, number(value), theme.soft)
    for value in ticks(0, axes.deepest * 100, min(6, max(1, int(area.height() / height)))):
        left = axes.point(0, value / 100)
        painter.setPen(pen(theme.faint))
        painter.drawLine(left, axes.point(axes.most, value / 100))
        write(painter, QRectF(left.x() - height * 2.8, left.y() - height / 2, height * 2.6, height), RIGHT, f"{value:g}", theme.soft)
    painter.setPen(pen(theme.soft))
    painter.drawLine(area.topLeft(), area.topRight())
    painter.drawLine(area.topLeft(), area.bottomLeft())


def _draw_interval(painter: QPainter, axes: DepthAxes, place: Place, theme: Theme, pinned: bool) -> None:
    for run in runs(place.depths):
        known = [(depth, estimate) for depth, estimate in run if estimate.has_interval]
        outline = [axes.point(estimate.lower, depth) for depth, estimate in known]
        outline += [axes.point(estimate.upper, depth) for depth, estimate in reversed(known)]
        painter.setPen(pen(see_through(theme.place(pinned), 0.45)))
        painter.setBrush(see_through(theme.place(pinned), 0.2))
        painter.drawPolygon(QPolygonF(outline))


def _draw_profile(painter: QPainter, axes: DepthAxes, place: Place, theme: Theme, pinned: bool) -> None:
    colour = theme.place(pinned)
    for run in runs(place.depths):
        means = [axes.point(estimate.mean, depth) for depth, estimate in run if math.isfinite(estimate.mean)]
        painter.setPen(pen(see_through(colour, 0.8), 1.0, dashed=True))
        painter.drawPolyline(QPolygonF(means))
        painter.setPen(pen(colour, 2.0))
        points = [axes.point(estimate.middle, depth) for depth, estimate in run]
        painter.drawPolyline(QPolygonF(points))
        painter.setBrush(colour)
        for point in points:
            painter.drawEllipse(point, 2.5, 2.5)


def _draw_observation(painter: QPainter, axes: DepthAxes, row: Observation, theme: Theme) -> None:
    """A bar from top to bottom and a dot between, as far as the plot reaches."""
    middle = (row.top + row.bottom) / 2
    if middle > axes.deepest:
        return
    painter.setPen(pen(see_through(theme.text, 0.45)))
    painter.drawLine(axes.point(row.density, row.top), axes.point(row.density, min(row.bottom, axes.deepest)))
    painter.setBrush(theme.ground)
    painter.setPen(pen(theme.text))
    painter.drawEllipse(axes.point(row.density, middle), 3.0, 3.0)


def _key(theme: Theme, places: Sequence[Place], observed: Sequence[Observation]) -> list[tuple[str, QColor]]:
    """What the marks are, each in its colour."""
    words = []
    interval = places[0].intervals.get("soc") if places else None
    if interval:
        several = interval.middle == "median" and any(math.isfinite(estimate.mean) for _, estimate in places[0].depths)
        told = [tr(interval.middle), tr(interval.interval), tr("mean dashed") if several else ""]
        words += [(text, theme.here) for text in ", ".join(filter(None, told)).replace(", ", ",\n").split("\n")]
    if len(places) > 1:
        words.append((tr("pinned place"), theme.pinned))
    if observed:
        profiles = len({(row.profile, row.longitude, row.latitude) for row in observed})
        words.append((tr("○ observed profiles: {count}").format(count=profiles), theme.text))
    return words


def _lines_of_key(words: Sequence[tuple[str, QColor]], metrics: QFontMetrics, room: float) -> list[list[tuple[str, QColor, float]]]:
    """The words in as many lines as they need, each with its place in the line; at least one line."""
    lines: list[list[tuple[str, QColor, float]]] = [[]]
    x = 0.0
    for text, colour in words:
        width = metrics.horizontalAdvance(text)
        if lines[-1] and x + width > room:
            lines.append([])
            x = 0.0
        lines[-1].append((text, colour, x))
        x += width + metrics.horizontalAdvance(" ") + (0 if text.endswith(",") else KEY_GAP)
    return lines


def _draw_key(painter: QPainter, first: QRectF, lines: Sequence[Sequence[tuple[str, QColor, float]]]) -> None:
    """Write the lines of the key, below each other, from the rectangle of the first."""
    for index, line in enumerate(lines):
        for text, colour, x in line:
            write(painter, first.translated(0, index * first.height()).adjusted(x, 0, 0, 0), LEFT, text, colour)
