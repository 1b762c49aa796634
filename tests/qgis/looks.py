"""What can be read of a window: the texts that it paints, whether they are cut, and their contrast with what is behind them."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QPoint, QRect, QSize, Qt
from qgis.PyQt.QtGui import QColor, QImage, QPaintDevice, QPaintEngine, QPalette, QRegion
from qgis.PyQt.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QHeaderView,
    QLabel,
    QLineEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

LEAST_CONTRAST = 4.5  # of text with its ground (WCAG 2, level AA)
SCREENS = ((1024, 600), (1366, 768))
LETTERS = (1.0, 1.5, 2.0)
LIGHT, DARK, NIGHT = THEMES = ("light", "dark", "Night Mapping")
# The desktop of QGIS always has a style sheet, with which palettes are not handed on to what is in a window.
DESKTOP_SHEET = "QgsPropertyOverrideButton { background: none; }"
POINTS = 10.0  # of letters at 100 %
SLACK = 2  # pixels: what a letter has beside it, and rounding
ENLARGED = 2  # thin strokes of letters have their colour only where a pixel lies within them


class Recorder(QPaintEngine):
    """Keeps the lines of text that are painted, and paints nothing."""

    def __init__(self) -> None:
        super().__init__(QPaintEngine.PaintEngineFeature.AllFeatures)
        self.lines: list[tuple[str, QRect]] = []
        self._shift = QPoint()

    def begin(self, device) -> bool:
        return True

    def end(self) -> bool:
        return True

    def type(self):
        return QPaintEngine.Type.User

    def updateState(self, state) -> None:
        if state.state() & QPaintEngine.DirtyFlag.DirtyTransform:
            self._shift = QPoint(round(state.transform().dx()), round(state.transform().dy()))

    def drawTextItem(self, where, item) -> None:
        top = round(where.y() - item.ascent())
        rect = QRect(round(where.x()), top, round(item.width()), round(item.ascent() + item.descent()))
        self.lines.append((item.text(), rect.translated(self._shift)))

    def _nothing(self, *shapes) -> None:
        pass

    drawPixmap = drawImage = drawTiledPixmap = drawPath = drawPolygon = drawRects = drawLines = drawEllipse = drawPoints = _nothing


class Page(QPaintDevice):
    """A device of a size, for a :class:`Recorder`."""

    def __init__(self, size: QSize) -> None:
        super().__init__()
        self._size, self.recorder = size, Recorder()

    def paintEngine(self) -> Recorder:
        return self.recorder

    def metric(self, wanted) -> int:
        kinds = QPaintDevice.PaintDeviceMetric
        known = {
            kinds.PdmWidth: self._size.width(),
            kinds.PdmHeight: self._size.height(),
            kinds.PdmNumColors: 1 << 24,
            kinds.PdmDepth: 32,
            kinds.PdmDevicePixelRatio: 1,
            kinds.PdmDevicePixelRatioScaled: int(QPaintDevice.devicePixelRatioFScale()),
        }
        return known.get(wanted, 96)  # the rest are dots per inch


@dataclass(frozen=True)
class Line:
    """A line of text as a widget paints it; ``rect`` is within the widget."""

    text: str
    widget: QWidget
    rect: QRect

    @property
    def scrolls(self) -> bool:
        """Whether the widget itself moves its text into view."""
        tabs = isinstance(self.widget, QTabBar) and self.widget.usesScrollButtons()
        return tabs or isinstance(self.widget, QLineEdit) or isinstance(self.widget.parentWidget(), QAbstractScrollArea)

    def __str__(self) -> str:
        names = [type(self.widget).__name__, self.widget.objectName(), self.widget.accessibleName()]
        return f"{self.text!r} ({', '.join(filter(None, names))})"


def lines_of(window: QWidget) -> list[Line]:
    """All lines of text in a window, whether they can be seen or not."""
    found = []
    for widget in (window, *window.findChildren(QWidget)):
        if widget.isVisible():
            page = Page(widget.size())
            widget.render(page, QPoint(), QRegion(), QWidget.RenderFlags(0))
            found += [Line(text, widget, rect) for text, rect in page.recorder.lines if text.strip("\u200b \xa0|")]
    return found


def cut(window: QWidget, lines: list[Line]) -> list[str]:
    """The lines that are cut, without a tip that tells them whole and without a way to scroll to the rest."""
    labels = {line.widget: line for line in lines if isinstance(line.widget, QLabel) and line.widget.wordWrap()}
    # Qt paints no line that is outside a label.
    low = [f"{line} and more: too low" for label, line in labels.items() if label.heightForWidth(label.width()) > label.height() + SLACK]
    return [*low, *(f"{line}: {why}" for line in lines if (why := _why_cut(window, line)))]


def _why_cut(window: QWidget, line: Line) -> str:
    if _is_shortened(line):
        return "" if _tip(line) else "shortened"
    if line.scrolls:
        return ""
    if not line.widget.rect().adjusted(-SLACK, -SLACK, SLACK, SLACK).contains(line.rect):
        return f"at {line.rect.getRect()} in {line.widget.width()} x {line.widget.height()}"
    return "" if _is_in_scroll_area(window, line.widget) or _in_view(line) else "outside the window"


def _is_shortened(line: Line) -> bool:
    return "…" in line.text and line.text.replace("&", "") not in {text.replace("&", "") for text in _own_texts(line)}


def _own_texts(line: Line) -> set[str]:
    """The texts of a widget that may end in dots."""
    widget, view = line.widget, line.widget.parentWidget()
    if isinstance(widget, QTabBar):
        return {widget.tabText(number) for number in range(widget.count())}
    if isinstance(view, QHeaderView):
        return {str(view.model().headerData(number, view.orientation()) or "") for number in range(view.count())}
    if isinstance(view, QAbstractItemView):
        return {str(view.indexAt(line.rect.center()).data() or "")}
    return {found() for name in ("text", "currentText", "placeholderText", "title") if callable(found := getattr(widget, name, None))}


def _tip(line: Line) -> str:
    widget, view = line.widget, line.widget.parentWidget()
    if isinstance(view, QHeaderView):
        return ""
    if isinstance(view, QAbstractItemView):
        return str(view.indexAt(line.rect.center()).data(Qt.ItemDataRole.ToolTipRole) or "")
    if isinstance(widget, QTabBar):
        return widget.tabToolTip(widget.tabAt(line.rect.center()))
    return widget.toolTip() or str(getattr(widget, "tip_at", lambda where: "")(line.rect.center()))


def _is_in_scroll_area(window: QWidget, widget: QWidget) -> bool:
    while widget is not window and widget is not None:
        if isinstance(widget, QScrollArea):
            return True
        widget = widget.parentWidget()
    return False


def _in_view(line: Line) -> bool:
    seen = line.widget.visibleRegion().boundingRect().adjusted(-SLACK, -SLACK, SLACK, SLACK)
    return seen.contains(line.rect & line.widget.rect())


def sideways(window: QWidget) -> list[str]:
    """Pages that have to be scrolled to the side."""
    bars = [area.horizontalScrollBar() for area in window.findChildren(QScrollArea) if area.isVisible()]
    return [f"must be scrolled {bar.maximum()} pixels to the side" for bar in bars if bar.maximum() > 0]


def faint(window: QWidget, lines: list[Line]) -> list[str]:
    """The lines whose contrast is too small, save those of controls that cannot be used now. What scrolls is looked at whole."""
    pages = [area.widget() for area in window.findChildren(QScrollArea) if area.isVisible() and area.widget() is not None]
    found: list[str] = []
    for root in (*reversed(pages), window):  # what is innermost comes first
        inside = [line for line in lines if line.widget is root or root.isAncestorOf(line.widget)]
        lines = [line for line in lines if line not in inside]
        found += _faint_in(root, inside)
    return found


def _faint_in(window: QWidget, lines: list[Line]) -> list[str]:
    pixels, found = pixels_of(window), []
    for line in lines:
        seen = line.rect & line.widget.rect()
        hidden = seen.height() < line.rect.height() or seen.width() < (line.rect.width() if isinstance(line.widget, QTabBar) else 4)
        if hidden or not line.widget.isEnabled() or _is_disabled_item(line):
            continue
        corner = line.widget.mapTo(window, seen.topLeft()) * ENLARGED
        part = pixels[corner.y() : corner.y() + seen.height() * ENLARGED, corner.x() : corner.x() + seen.width() * ENLARGED]
        if part.size and (measured := contrast_of(part)) < LEAST_CONTRAST:
            found.append(f"{line}: {measured:.2f}")
    return found


def _is_disabled_item(line: Line) -> bool:
    view = line.widget.parentWidget()
    if isinstance(line.widget, QTabBar):
        return not line.widget.isTabEnabled(line.widget.tabAt(line.rect.center()))
    if isinstance(view, QHeaderView) or not isinstance(view, QAbstractItemView):
        return False
    index = view.indexAt(line.rect.center())
    return index.isValid() and not index.flags() & Qt.ItemFlag.ItemIsEnabled


def pixels_of(window: QWidget) -> np.ndarray:
    """A window's pixels, rows by columns, as 0xRRGGBB."""
    image = QImage(window.size() * ENLARGED, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ENLARGED)
    image.fill(window.palette().color(QPalette.ColorRole.Window))
    window.render(image)
    return pixels_in(image)


def pixels_in(image: QImage) -> np.ndarray:
    """The pixels of a picture, rows by columns, as 0xRRGGBB."""
    data = image.constBits()
    data.setsize(image.sizeInBytes())
    return np.frombuffer(data, np.uint32).reshape(image.height(), -1) & 0xFFFFFF


def contrast_of(part: np.ndarray) -> float:
    """The contrast (WCAG 2) of a text: of the commonest colour with the one that differs most from it."""
    colours, counts = np.unique(part, return_counts=True)
    parts = np.stack([colours >> 16, colours >> 8 & 255, colours & 255]) / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    light = np.array([0.2126, 0.7152, 0.0722]) @ linear + 0.05
    ground = light[counts.argmax()]
    return float(max(light.max() / ground, ground / light.min()))


@contextlib.contextmanager
def looking(theme: str = LIGHT, letters: float = 1.0) -> Iterator[None]:
    """QGIS in a theme, with letters of a size."""
    font, palette, style = QApplication.font(), QApplication.palette(), QApplication.style().objectName()
    larger = QApplication.font()
    larger.setPointSizeF(POINTS * letters)
    try:
        QApplication.setStyle("Fusion")
        QApplication.setPalette(dark_palette() if theme == DARK else palette)
        QgsApplication.setUITheme(theme if theme == NIGHT else "default")
        if theme != NIGHT:
            QApplication.setPalette(dark_palette() if theme == DARK else palette)
            QApplication.instance().setStyleSheet(DESKTOP_SHEET)
        QApplication.setFont(larger)
        yield
    finally:
        QgsApplication.setUITheme("default")
        QApplication.setStyle(style)
        QApplication.setPalette(palette)
        QApplication.setFont(font)


def dark_palette() -> QPalette:
    """The colours of a dark desktop."""
    roles, palette = QPalette.ColorRole, QPalette(QColor("#2d2f31"))
    for role, colour in (
        *((roles.Window, "#2d2f31"), (roles.WindowText, "#eff0f1"), (roles.Base, "#1d1f20"), (roles.AlternateBase, "#26282a")),
        *((roles.Text, "#eff0f1"), (roles.Button, "#36393b"), (roles.ButtonText, "#eff0f1"), (roles.BrightText, "#ffffff")),
        *((roles.ToolTipBase, "#36393b"), (roles.ToolTipText, "#eff0f1"), (roles.Link, "#6cb4ff")),
        *((roles.Highlight, "#2a5f8f"), (roles.HighlightedText, "#ffffff"), (roles.PlaceholderText, "#a0a4a8")),
    ):
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor("#767a7e"))
    return palette


def keep_picture(window: QWidget, name: str) -> None:
    """Save a picture of a window where BINN_PICTURES names a folder."""
    if os.environ.get("BINN_PICTURES"):
        keep_image(window.grab().toImage(), name)


def keep_image(image: QImage, name: str) -> None:
    """Save a picture where BINN_PICTURES names a folder."""
    if os.environ.get("BINN_PICTURES"):
        image.save(str(Path(os.environ["BINN_PICTURES"]) / f"{name.replace(' ', '-')}.png"))
