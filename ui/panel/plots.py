"""Widgets that show the plots, and a picture of all plots together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from qgis.PyQt.QtCore import QEvent, QPoint, QRectF, QSize, Qt, pyqtSignal
from qgis.PyQt.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPalette
from qgis.PyQt.QtWidgets import QSizePolicy, QToolTip, QWidget

from ...binn_engine.tables import PROCESSES
from ..plain_text import literal
from ..translation import tr
from .depth_plot import DepthValues, draw_depths
from .drawing import LEFT, Theme, theme_of, write
from .observed import Observation
from .place import Place
from .rows import NAMES_GAP, NAMES_SHARE, Row, RowLayout, draw_rows

MOST_WIDTH = 560
LEAST_LINES = 10  # heights of a line that a depth profile needs
PlaceDrawing = Callable[[QPainter, QRectF, Theme, Sequence[Place]], None]  # draws places into a rectangle
ANOTHER_PLOT = 190  # pixels of the height of a further plot in a picture
TEXT_PIXELS = 12  # of a picture's text, before it is scaled
_STEPS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, 1), Qt.Key.Key_Down: (0, -1)}


def natural_width(metrics: QFontMetrics) -> int:
    """The width in pixels that a panel opens with: room for the names of the processes beside their axes and values."""
    names = max(metrics.horizontalAdvance(tr(row.label)) for row in PROCESSES) + NAMES_GAP
    return min(max(round(names / NAMES_SHARE) + 20, 320), MOST_WIDTH)


class Plot(QWidget):
    """A widget that one function draws, in the desktop's colours. Arrow keys go to the next pixel."""

    moved = pyqtSignal(int, int)
    painted = pyqtSignal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def draw(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        """Draw the plot; subclasses say how."""
        raise NotImplementedError

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self.palette())
        self.draw(painter, QRectF(self.rect()), theme)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme.here)
            painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()
        self.painted.emit()

    def keyPressEvent(self, event) -> None:
        step = _STEPS.get(event.key())
        if step is None:
            super().keyPressEvent(event)
            return
        far = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        self.moved.emit(step[0] * far, step[1] * far)


class DepthPlot(Plot):
    """SOC against depth."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("SOC against depth", parent)
        self.places: Sequence[Place] = ()
        self.observed: Sequence[Observation] = ()
        self.depth = 0.0

    def sizeHint(self) -> QSize:
        return QSize(natural_width(self.fontMetrics()), 300)

    def minimumSizeHint(self) -> QSize:
        return QSize(180, max(160, self.fontMetrics().height() * LEAST_LINES))

    def draw(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        draw_depths(painter, rect, theme, DepthValues(self.places, self.observed, self.depth))


class RowsPlot(Plot):
    """Rows of variables; a tip explains the one under the cursor."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._rows: list[Row] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)  # names go above their axes where there is no room beside them
        self.setSizePolicy(policy)

    @property
    def rows(self) -> list[Row]:
        """What is shown."""
        return self._rows

    @rows.setter
    def rows(self, rows: list[Row]) -> None:
        if len(rows) != len(self._rows):
            self.updateGeometry()
        self._rows = rows
        self.update()

    def layout_in(self, width: float) -> RowLayout:
        """Where the parts of the rows stand."""
        return RowLayout.of(self._rows, self.fontMetrics(), width)

    def heightForWidth(self, width: int) -> int:
        return self.layout_in(width).height * max(len(self._rows), 1) + 4

    def sizeHint(self) -> QSize:
        width = natural_width(self.fontMetrics())
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(180, self.layout_in(MOST_WIDTH).height * max(len(self._rows), 1) + 4)

    def draw(self, painter: QPainter, rect: QRectF, theme: Theme) -> None:
        draw_rows(painter, rect, theme, self._rows)

    def tip_at(self, where: QPoint) -> str:
        """What explains the row at a point; empty where there is none."""
        index = where.y() // self.layout_in(self.width()).height
        return self._rows[index].explanation if 0 <= index < len(self._rows) else ""

    def event(self, event) -> bool:
        if event.type() == QEvent.Type.ToolTip and self._rows:
            tip = self.tip_at(event.pos())
            QToolTip.showText(event.globalPos(), literal(tip) if tip else "", self)
            return True
        return super().event(event)


@dataclass(frozen=True)
class PictureParts:
    """What a picture of the plots shows.

    Parameters
    ----------
    lines
        Text above the plots.
    places, observed
        As in :func:`draw_depths`.
    groups
        Titles with rows of processes or parameters.
    plots
        What draws further plots, one below the other.
    """

    lines: Sequence[str]
    places: Sequence[Place]
    observed: Sequence[Observation]
    groups: Sequence[tuple[str, list[Row]]]
    plots: Sequence[PlaceDrawing] = ()


def picture(palette: QPalette, font: QFont, parts: PictureParts, scale: int = 2) -> QImage:
    """All plots under each other, in the colours and the font of the panel, with ``scale`` pixels for each pixel of the screen."""
    pixels = QFont(font)
    pixels.setPixelSize(TEXT_PIXELS)  # whatever resolution the picture says it has
    theme, metrics = theme_of(palette), QFontMetrics(pixels)
    line, width, profile = metrics.height() + 4, 560, 340
    heights = [RowLayout.of(rows, metrics, width - 12).height * len(rows) + line for _, rows in parts.groups]
    others = ANOTHER_PLOT * len(parts.plots)
    image = QImage(QSize(width, line * len(parts.lines) + profile + others + sum(heights) + 20) * scale, QImage.Format.Format_ARGB32)
    image.fill(theme.ground)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(pixels)
    painter.scale(scale, scale)
    top = 6.0

    def place(height: float, draw: Callable[[QRectF], None]) -> None:
        nonlocal top
        draw(QRectF(6, top, width - 12, height))
        top += height

    for text in parts.lines:
        place(line, partial(_write_line, painter, text, theme.text))
    place(profile, lambda rect: draw_depths(painter, rect, theme, DepthValues(parts.places, parts.observed)))
    for draw in parts.plots:
        place(ANOTHER_PLOT, partial(_draw_plot, draw, painter, theme, parts.places))
    for title, rows in parts.groups:
        place(line, partial(_write_line, painter, title, theme.soft))
        place(RowLayout.of(rows, metrics, width - 12).height * len(rows), partial(_draw_group, painter, theme, rows))
    painter.end()
    return image


def _write_line(painter: QPainter, text: str, colour: QColor, rect: QRectF) -> None:
    write(painter, rect, LEFT, text, colour)


def _draw_plot(draw: PlaceDrawing, painter: QPainter, theme: Theme, places: Sequence[Place], rect: QRectF) -> None:
    draw(painter, rect, theme, places)


def _draw_group(painter: QPainter, theme: Theme, rows: Sequence[Row], rect: QRectF) -> None:
    draw_rows(painter, rect, theme, rows)
