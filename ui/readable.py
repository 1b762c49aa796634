"""Keeps text readable where the desktop's colours or QGIS's themes do not, and windows within the screen."""

from __future__ import annotations

from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QColor, QPalette
from qgis.PyQt.QtWidgets import QApplication, QComboBox, QDoubleSpinBox, QFrame, QScrollArea, QToolButton, QWidget

READABLE = 4.5  # least contrast of text with its ground (WCAG 2, level AA)
GROUPS = (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive)
FRAME = QSize(16, 48)  # what a desktop adds to a window: its title and its borders
MENDED = {QToolButton: "QToolButton", QComboBox: "QComboBox", QDoubleSpinBox: "QAbstractSpinBox"}
_PROBE = QSize(200, 80)  # pixels of a widget that is looked at: its middle is free of text and arrows
_SELECTED = 6.0  # contrast of selected text: styles brighten the ground of the line that has the keyboard
_STEPS = 20


def contrast(one: QColor, other: QColor) -> float:
    """Contrast ratio of two colours, 1 to 21, as WCAG 2 defines it.

    >>> contrast(QColor("#000000"), QColor("#ffffff"))
    21.0
    """
    low, high = sorted((_luminance(one), _luminance(other)))
    return round((high + 0.05) / (low + 0.05), 3)


def _luminance(colour: QColor) -> float:
    """Relative luminance of WCAG 2."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.getRgbF()[:3])
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(ground: QColor, ink: QColor) -> QColor:
    """The ink where it can be read on the ground, else the one of black and white that can."""
    inks = (QColor("#000000"), QColor("#ffffff"))
    return ink if contrast(ink, ground) >= READABLE else max(inks, key=lambda other: contrast(other, ground))


def make_readable(window: QWidget) -> None:
    """Mend the colours of buttons and lists of choices in a window, where a theme with a style sheet makes them hard to read."""
    if QApplication.instance().styleSheet():
        window.setStyleSheet("\n".join(filter(None, (_sheet(kind, window) for kind in MENDED))))


def mend_selection(*views: QWidget) -> None:
    """Mend the colours of selected lines in views. Each has its own palette: with a style sheet, windows hand theirs on to none."""
    for view in views:
        palette = view.palette()
        for group in GROUPS:
            palette.setColor(group, QPalette.ColorRole.Highlight, _behind(palette, group))
        view.setPalette(palette)


def _behind(palette: QPalette, group: QPalette.ColorGroup) -> QColor:
    """The ground of selected text, as much darker or lighter as it takes to read the text."""
    ground, ink = (palette.color(group, role) for role in (QPalette.ColorRole.Highlight, QPalette.ColorRole.HighlightedText))
    darker = _luminance(ink) > _luminance(ground)
    for _ in range(_STEPS):
        if contrast(ink, ground) >= _SELECTED:
            break
        ground = ground.darker(106) if darker else ground.lighter(106)
    return ground


def _sheet(kind: type[QWidget], window: QWidget) -> str:
    """A rule for a kind of widget whose text a theme makes hard to read on what it paints behind; empty where it does not."""
    probe = kind(window)
    probe.resize(_PROBE)
    probe.ensurePolished()
    ground = probe.grab().toImage().pixelColor(_PROBE.width() // 2, _PROBE.height() // 2)
    ink = probe.palette().color(QPalette.ColorRole.ButtonText)
    probe.setParent(None)
    probe.deleteLater()
    mended = ink_on(ground, ink)
    return "" if mended == ink else f"{MENDED[kind]}:enabled {{ color: {mended.name()}; }}"


def open_size(window: QWidget, width: int, height: int) -> None:
    """Give a new window a size, as far as the screen has room."""
    screen = QApplication.primaryScreen()
    room = screen.availableGeometry().size() - FRAME if screen is not None else QSize(width, height)
    window.resize(QSize(width, height).boundedTo(room))


def scrolled(widget: QWidget) -> QScrollArea:
    """A widget that scrolls where there is less room than it needs, so that no window has to grow for it."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area
