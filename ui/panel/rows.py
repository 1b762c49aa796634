"""Processes compared with the whole map, and parameters within their bounds: one row each, its values and its drawing."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from qgis.PyQt.QtCore import QPointF, QRectF, Qt
from qgis.PyQt.QtGui import QFontMetrics, QPainter, QPolygonF

from ...binn_engine.tables import EVIDENCE, PARAMETERS, PROCESSES, unit_label
from ..layers.titles import variable_name
from ..translation import tr
from .distribution import Distribution
from .drawing import LEFT, RIGHT, Theme, described, mixed, number, pen, see_through, write
from .place import Estimate, Place

NOTHING = Estimate(math.nan)
NAMES_SHARE, NAMES_GAP = 0.4, 10  # of a row's width, at most; pixels behind a name
VALUES_GAP, MARGIN = 12, 6  # pixels before a value; beside a row


@dataclass(frozen=True)
class Row:
    """A variable at one place or two, on an axis from ``lower`` to ``upper``.

    ``shares`` is the distribution of the map over that axis, ``rank`` is the share of the map below the first place;
    ``mark`` is CLM5's own value. A row is ``dimmed``, and slanted, if the data do not determine the parameter.
    """

    label: str
    unit: str
    meaning: str
    lower: float
    upper: float
    places: tuple[Estimate, ...]
    shares: tuple[float, ...] = ()
    rank: float = math.nan
    mark: float = math.nan
    dimmed: bool = False

    @property
    def value(self) -> str:
        """The first place's value in words."""
        return described(self.places[0], self.unit) if self.places else "–"

    @property
    def short(self) -> str:
        """The same without its interval, which is drawn."""
        return described(replace(self.places[0], lower=math.nan), self.unit) if self.places else "–"

    @property
    def explanation(self) -> str:
        """What the row shows, for a tip under the cursor."""
        lines = [
            f"{self.label.partition(':')[0]}: {self.meaning}",
            tr("From {lower} to {upper} {unit}")
            .format(lower=number(self.lower), upper=number(self.upper), unit="" if self.unit == "1" else self.unit)
            .rstrip(),
        ]
        lines += [f"{name}: {described(place, self.unit)}" for name, place in zip((tr("Here"), tr("Pinned")), self.places)]
        if math.isfinite(self.rank):
            lines.append(tr("Higher than on {share:.0f} % of the map").format(share=100 * self.rank))
        if self.places and self.places[0].evidence:
            lines.append(tr("Based on: {evidence}").format(evidence=tr(self.places[0].evidence)))
        return "\n".join(lines)


def process_rows(places: Sequence[Place], distributions: Mapping[str, Distribution]) -> list[Row]:
    """The six processes; their axes hold 99 % of the map where it is known, else go to the table's limits."""
    rows = []
    for process in PROCESSES:
        values = tuple(place.parts.get("processes", {}).get(process.name, NOTHING) for place in places)
        spread = distributions.get(process.name)
        lower, upper = (spread.quantile(0.005), spread.quantile(0.995)) if spread else process.limits
        ends = [end for value in values for end in (value.middle, value.lower, value.upper) if math.isfinite(end)]
        lower, upper = min([lower, *ends]), max([upper, *ends])
        if not upper > lower:
            lower, upper = process.limits
        shares = tuple(spread.shares(lower, upper)) if spread else ()
        rank = spread.rank(values[0].middle) if spread and values and values[0].has_value else math.nan
        rows.append(Row(variable_name(process.name), unit_label(process.unit), tr(process.meaning), lower, upper, values, shares, rank))
    return rows


def parameter_rows(places: Sequence[Place], distributions: Mapping[str, Distribution]) -> list[Row]:
    """The 21 parameters within the bounds of their prior; those that rest on it alone are dimmed."""
    rows = []
    for parameter in PARAMETERS:
        values = tuple(place.parts.get("parameters", {}).get(parameter.name, NOTHING) for place in places)
        spread = distributions.get(parameter.name)
        shares = tuple(spread.shares(parameter.lower, parameter.upper)) if spread else ()
        rank = spread.rank(values[0].middle) if spread and values and values[0].has_value else math.nan
        mark = parameter.default if parameter.lower <= parameter.default <= parameter.upper else math.nan
        dimmed = any(value.evidence == EVIDENCE["prior"] for value in values)
        label, unit = variable_name(parameter.name), unit_label(parameter.unit)
        rows.append(Row(label, unit, tr(parameter.meaning), parameter.lower, parameter.upper, values, shares, rank, mark, dimmed))
    return rows


@dataclass(frozen=True)
class RowLayout:
    """Where the parts of rows stand in a width: in a line or, where names would be cut, each name in a line above its axis and value."""

    names: float
    values: float
    words: tuple[str, ...]
    stacked: bool
    height: int

    @classmethod
    def of(cls, rows: Sequence[Row], metrics: QFontMetrics, width: float) -> RowLayout:
        """The layout of rows in some pixels of width, the largest with all texts whole."""

        def widest(texts: Sequence[str], gap: int) -> float:
            return max(map(metrics.horizontalAdvance, texts), default=0) + gap

        labels, words, room = [row.label for row in rows], tuple(row.value for row in rows), width - 2 * MARGIN
        names = widest(labels, NAMES_GAP)
        stacked = names > width * NAMES_SHARE
        if widest(words, VALUES_GAP) > (0.6 * room if stacked else 0.4 * width):  # a narrow dock: the interval is drawn
            words = tuple(row.short for row in rows)
        values = widest(words, VALUES_GAP)
        stacked = stacked or names + values > 0.8 * width
        height = row_height(metrics.height()) + (metrics.height() if stacked else 0)
        return cls(0.0 if stacked else names, min(values, room), words, stacked, height)


def row_height(font_height: int) -> int:
    """Pixels of a row whose parts stand in a line."""
    return round(font_height * 1.75)


def draw_rows(painter: QPainter, rect: QRectF, theme: Theme, rows: Sequence[Row]) -> None:
    """Draw the rows from the top of a rectangle: name, axis with the map's spread and the places' intervals, value."""
    painter.fillRect(rect, theme.ground)
    metrics = painter.fontMetrics()
    layout = RowLayout.of(rows, metrics, rect.width())
    plain, slanted = painter.font(), painter.font()
    slanted.setItalic(True)
    for index, row in enumerate(rows):
        line = QRectF(rect.left() + MARGIN, rect.top() + index * layout.height, rect.width() - 2 * MARGIN, layout.height)
        lower = line.adjusted(0, metrics.height() if layout.stacked else 0, 0, 0)
        ink = theme.soft if row.dimmed else theme.text
        painter.setFont(slanted if row.dimmed else plain)
        if layout.stacked:
            write(painter, QRectF(line.left(), line.top() + 2, line.width(), metrics.height()), LEFT, row.label, ink)
        else:
            write(painter, QRectF(line.left(), line.top(), layout.names, line.height()), LEFT, row.label, ink)
        write(painter, QRectF(line.right() - layout.values, lower.top(), layout.values, lower.height()), RIGHT, layout.words[index], ink)
        strip = QRectF(line.left() + layout.names, lower.top() + 3, line.width() - layout.names - layout.values, lower.height() - 6)
        _draw_strip(painter, strip, theme, row)
    painter.setFont(plain)


def _draw_strip(painter: QPainter, strip: QRectF, theme: Theme, row: Row) -> None:
    """The axis of a row, its ends being the row's limits."""

    def x(value: float) -> float:
        share = (value - row.lower) / (row.upper - row.lower)
        return strip.left() + strip.width() * min(max(share, 0.0), 1.0)

    _draw_shares(painter, strip, theme, row)
    painter.setPen(pen(theme.soft if not row.dimmed else theme.faint))
    painter.drawLine(strip.bottomLeft(), strip.bottomRight())
    for end in (strip.left(), strip.right()):
        painter.drawLine(QPointF(end, strip.bottom() - 3), QPointF(end, strip.bottom()))
    if math.isfinite(row.mark):
        painter.setPen(pen(theme.soft))
        painter.drawLine(QPointF(x(row.mark), strip.bottom() - 4), QPointF(x(row.mark), strip.bottom() + 2))
    for index in reversed(range(len(row.places))):
        place = row.places[index]
        if not place.has_value:
            continue
        colour = mixed(theme.soft, theme.ground, 0.3) if row.dimmed else theme.place(index == 1)
        level = strip.center().y() + (2 if index == 1 else -2 if len(row.places) > 1 else 0)
        if place.has_interval:
            painter.setPen(pen(see_through(colour, 0.6), 3.0))
            painter.drawLine(QPointF(x(place.lower), level), QPointF(x(place.upper), level))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawEllipse(QPointF(x(place.middle), level), 4.0, 4.0)


def _draw_shares(painter: QPainter, strip: QRectF, theme: Theme, row: Row) -> None:
    """How the map is spread along the axis, as a silhouette."""
    if not row.shares:
        return
    step, most = strip.width() / len(row.shares), max(row.shares)
    outline = [strip.bottomLeft()]
    for index, share in enumerate(row.shares):
        level = strip.bottom() - strip.height() * share / most
        outline += [QPointF(strip.left() + index * step, level), QPointF(strip.left() + (index + 1) * step, level)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.faint)
    painter.drawPolygon(QPolygonF([*outline, strip.bottomRight()]))
