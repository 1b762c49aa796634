"""Clicks of the mouse and waiting, for scripts that drive a QGIS desktop through several windows."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator

from qgis.PyQt.QtCore import Qt, QTimer
from qgis.PyQt.QtTest import QTest
from qgis.PyQt.QtWidgets import QAction, QApplication, QComboBox, QScrollArea, QWidget
from qgis.utils import iface
from stage import finish, report

POLL_MS = 50
POPUP_S = 0.7  # a list takes no click in the time of a double click after it has opened


def play(script: Iterator[Callable[[], object] | float]) -> None:
    """Run a generator: at each condition that it yields it waits until the condition holds, at each number that many seconds."""
    try:
        wanted = next(script)
    except StopIteration:
        finish()
        return
    except Exception:
        report["errors"].append(traceback.format_exc())
        finish()
        return
    _wait(script, wanted, time.monotonic())


def _wait(script, wanted, since: float) -> None:
    waited = time.monotonic() - since
    try:
        done = waited >= wanted if isinstance(wanted, (int, float)) else wanted()
    except Exception:
        report["errors"].append(traceback.format_exc())
        finish()
        return
    if done:
        play(script)
    elif waited > 150:
        report["errors"].append(f"waited for 150 s: {wanted}")
        finish()
    else:
        QTimer.singleShot(POLL_MS, lambda: _wait(script, wanted, since))


def parents(widget: QWidget) -> Iterator[QWidget]:
    """The widgets around a widget, the nearest first."""
    while widget.parentWidget() is not None:
        widget = widget.parentWidget()
        yield widget


def click(widget: QWidget) -> None:
    """A click of the left button in the middle of a widget that can be seen and used, scrolled to where it is; it is counted."""
    area = next((parent for parent in parents(widget) if isinstance(parent, QScrollArea)), None)
    if area is not None:
        area.ensureWidgetVisible(widget)
        QApplication.processEvents()
    assert not widget.visibleRegion().isEmpty(), f"{widget.objectName()} {getattr(widget, 'text', str)()} cannot be seen"
    assert widget.isEnabled(), f"{widget.objectName()} {getattr(widget, 'text', str)()} cannot be used"
    report["clicks"] = report.get("clicks", 0) + 1
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def pick(combo: QComboBox, text: str) -> Iterator[Callable[[], object] | float]:
    """Two clicks: on a list of choices, and on one of them."""
    click(combo)
    view = combo.view()
    yield view.isVisible
    yield POPUP_S
    row = combo.findText(text)
    assert row >= 0, f"{text} is not among {[combo.itemText(i) for i in range(combo.count())]}"
    where = view.visualRect(combo.model().index(row, 0, combo.rootModelIndex())).center()
    report["clicks"] += 1
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, where)
    yield lambda: combo.currentText() == text


def open_menu_entry(name: str) -> None:
    """A click on an entry of the BINN menu, whose menus need no choice."""
    action = iface.mainWindow().findChild(QAction, name)
    assert action is not None
    report["clicks"] = report.get("clicks", 0) + 1
    action.trigger()
