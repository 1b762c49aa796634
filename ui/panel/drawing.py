"""Common functions of the plots: colours of the desktop's theme, numbers, ticks. Drawn by Qt, since matplotlib may be missing."""

from __future__ import annotations

import math
from dataclasses import dataclass

from qgis.PyQt.QtCore import QRectF, Qt
from qgis.PyQt.QtGui import QColor, QPainter, QPalette, QPen

from ..readable import READABLE, contrast, ink_on
from .place import Estimate

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Theme:
    """Colours of a plot: the palette's own for text and background, and two that colour-blind people can distinguish too."""

    ground: QColor
    text: QColor
    soft: QColor
    faint: QColor
    here: QColor
    pinned: QColor

    def place(self, pinned: bool) -> QColor:
        """The colour of the place under the cursor, or of the pinned one."""
        return self.pinned if pinned else self.here


def mixed(one: QColor, other: QColor, share: float) -> QColor:
    """``one`` with a share of ``other``."""
    return QColor(*(round(a + (b - a) * share) for a, b in zip(one.getRgb()[:3], other.getRgb()[:3])))


def theme_of(palette: QPalette) -> Theme:
    """The colours for a light or a dark desktop. The ground decides: a style sheet may leave a palette with black text on dark grey."""
    ground, text = palette.color(QPalette.ColorRole.Base), palette.color(QPalette.ColorRole.Text)
    text = ink_on(ground, text)
    soft = next((soft for share in (0.4, 0.3, 0.2, 0.1) if contrast(soft := mixed(text, ground, share), ground) >= READABLE), text)
    colours = (("#1b62ad", "#b6500a"), ("#6cb4ff", "#ffae5c"))
    here, pinned = max(colours, key=lambda pair: min(contrast(QColor(name), ground) for name in pair))
    return Theme(ground, text, soft, mixed(text, ground, 0.82), QColor(here), QColor(pinned))


def see_through(colour: QColor, opacity: float) -> QColor:
    """The colour with an opacity from 0 to 1."""
    copy = QColor(colour)
    copy.setAlphaF(opacity)
    return copy


def pen(colour: QColor, width: float = 1.0, dashed: bool = False) -> QPen:
    """A pen, solid or dashed."""
    return QPen(colour, width, Qt.PenStyle.DashLine if dashed else Qt.PenStyle.SolidLine)


def ticks(lower: float, upper: float, most: int = 5) -> list[float]:
    """Round numbers between two limits, ``most`` at most.

    >>> ticks(0, 47), ticks(0.0, 1.0)
    ([0, 10, 20, 30, 40], [0.0, 0.25, 0.5, 0.75, 1.0])
    """
    if not upper > lower:
        return [lower]
    raw = (upper - lower) / most
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(
        (
            factor * power
            for factor in (1, 2, 2.5, 5, 10, 20)
            if math.floor(upper / (factor * power)) - math.ceil(lower / (factor * power)) < most
        ),
        raw,
    )
    found = [round(number * step, 12) for number in range(math.ceil(lower / step - 1e-9), math.floor(upper / step + 1e-9) + 1)]
    return [int(value) if step >= 1 and value == int(value) else value for value in found]


def number(value: float) -> str:
    """A number with three significant digits, thousands apart; a dash where there is none.

    >>> number(23456.7), number(0.04321), number(0.00003), number(float("nan"))
    ('23 500', '0.0432', '3e-05', '–')
    """
    if not math.isfinite(value):
        return "–"
    rounded = float(f"{value:.3g}")
    return f"{rounded:,.0f}".replace(",", " ") if abs(rounded) >= 1000 else f"{rounded:g}"


def described(estimate: Estimate, unit: str = "") -> str:
    """An estimate in words: its middle, its interval in brackets, its unit."""
    if not estimate.has_value:
        return "–"
    ends = number(estimate.lower), number(estimate.upper)
    interval = f" ({ends[0]}–{ends[1]})" if estimate.has_interval and ends[0] != ends[1] else ""
    return f"{number(estimate.middle)}{interval}{'' if unit in ('', '1') else f' {unit}'}"


def write(painter: QPainter, rect: QRectF, flags: Qt.AlignmentFlag, text: str, colour: QColor) -> None:
    """Write a line of text into a rectangle, cut short where it does not fit.

    Parameters
    ----------
    painter, rect
        Where to write, in pixels.
    flags
        How the text is aligned in the rectangle.
    text, colour
        What to write, and in which colour.
    """
    painter.setPen(colour)
    painter.drawText(rect, int(flags), painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(rect.width())))
