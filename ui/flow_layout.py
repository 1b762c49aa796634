"""A layout that begins another line where widgets side by side have no room, so that no window has to be wider for them."""

from __future__ import annotations

from qgis.PyQt.QtCore import QPoint, QRect, QSize, Qt
from qgis.PyQt.QtWidgets import QLayout, QLayoutItem, QWidget

ACROSS = Qt.Orientation.Horizontal


class FlowLayout(QLayout):
    """Lines of widgets. What can grow sideways takes the rest of its line."""

    def __init__(self, *widgets: QWidget) -> None:
        super().__init__()
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientations:
        return ACROSS

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        lines = self._lines(width)
        return sum(map(_height, lines)) + self._gap * max(len(lines) - 1, 0)

    def sizeHint(self) -> QSize:
        widths = [item.sizeHint().width() for item in self._shown]
        return QSize(sum(widths) + self._gap * max(len(widths) - 1, 0), _height(self._shown))

    def minimumSize(self) -> QSize:
        return QSize(max((item.minimumSize().width() for item in self._shown), default=0), _height(self._shown))

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        top = rect.top()
        for line in self._lines(rect.width()):
            height, left = _height(line), rect.left()
            rest = rect.width() - sum(_width(item, rect.width()) for item in line) - self._gap * (len(line) - 1)
            growing = [item for item in line if item.expandingDirections() & ACROSS]
            for item in line:
                width = _width(item, rect.width()) + (max(rest, 0) // len(growing) if item in growing else 0)
                item.setGeometry(QRect(QPoint(left, top), QSize(width, height)))
                left += width + self._gap
            top += height + self._gap

    @property
    def _gap(self) -> int:
        return max(self.spacing(), 0)

    @property
    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _lines(self, room: int) -> list[list[QLayoutItem]]:
        """The items line by line, in some pixels of width."""
        lines: list[list[QLayoutItem]] = []
        left = 0
        for item in self._shown:
            width = _width(item, room)
            if not lines or left + width > room:
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += width + self._gap
        return lines


def _width(item: QLayoutItem, room: int) -> int:
    return max(min(item.sizeHint().width(), room), item.minimumSize().width())


def _height(line: list[QLayoutItem]) -> int:
    return max((item.sizeHint().height() for item in line), default=0)
