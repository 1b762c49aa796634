"""What measures the looks of windows notices what is wrong with them; and the parts that keep windows small and readable."""

from __future__ import annotations

import pytest
from looks import NIGHT, cut, faint, lines_of, looking, sideways
from qgis.PyQt.QtCore import QPoint
from qgis.PyQt.QtWidgets import QApplication, QLabel, QPushButton, QToolButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

WORDS = "a text of some words"


@pytest.fixture
def window(qgis_app):
    """Makes a window of widgets below each other."""
    made = []

    def make(*widgets: QWidget, width: int = 300) -> QWidget:
        made.append(QWidget())
        layout = QVBoxLayout(made[-1])
        for widget in widgets:
            layout.addWidget(widget)
        made[-1].resize(width, made[-1].sizeHint().height())
        made[-1].show()
        QApplication.processEvents()
        return made[-1]

    yield make
    for one in made:
        one.close()


def narrow(widget: QWidget, tip: str = "") -> QWidget:
    widget.setFixedWidth(40)
    widget.setToolTip(tip)
    return widget


def table(tip: str) -> QTreeWidget:
    tree = QTreeWidget()
    item = QTreeWidgetItem([WORDS * 9])
    item.setToolTip(0, tip)
    tree.addTopLevelItem(item)
    return tree


def test_a_text_that_is_cut_is_found_unless_a_tip_tells_it(window):
    for widget in (QLabel(WORDS), QPushButton(WORDS), table("")):
        shown = window(narrow(widget) if not isinstance(widget, QTreeWidget) else widget)
        assert cut(shown, lines_of(shown)), widget
    for widget in (QLabel(WORDS), QPushButton(WORDS), table(WORDS), QPushButton("More…")):
        shown = window(widget)
        assert not cut(shown, lines_of(shown)), widget
    low = QLabel(WORDS * 5, wordWrap=True)
    low.setFixedHeight(20)
    shown = window(low)
    assert cut(shown, lines_of(shown))


@pytest.mark.parametrize(("style", "good"), [("color: #777777", False), ("color: #767676", True), ("color: red; background: black", True)])
def test_a_faint_text_is_found(window, style, good):
    """On white, #767676 has a contrast of 4.54, #777777 of 4.48."""
    label = QLabel(WORDS)
    label.setStyleSheet(f"QLabel {{ background: white; {style} }}")
    shown = window(label)
    assert (faint(shown, lines_of(shown)) == []) is good


def test_what_has_to_be_scrolled_sideways_is_found(window):
    from binn.ui.readable import scrolled

    shown = window(scrolled(QLabel(WORDS * 9)))
    assert sideways(shown)
    assert not cut(shown, lines_of(shown))


def test_widgets_that_have_no_room_begin_another_line(window):
    from binn.ui.flow_layout import FlowLayout

    buttons = [QPushButton(f"Button {number}") for number in range(4)]
    row = QWidget()
    row.setLayout(FlowLayout(*buttons))
    wide, shown = row.sizeHint(), window(row)
    shown.resize(wide.width() + 40, shown.height())
    QApplication.processEvents()
    assert len({button.y() for button in buttons}) == 1
    shown.resize(wide.width() // 2 + 20, shown.layout().heightForWidth(wide.width() // 2 + 20))
    QApplication.processEvents()
    assert len({button.y() for button in buttons}) == 2
    assert row.height() >= 2 * buttons[0].height()
    assert row.minimumSizeHint().width() == max(button.minimumSizeHint().width() for button in buttons)
    for button in buttons[1:]:
        button.hide()
    assert row.sizeHint().width() == buttons[0].sizeHint().width()


def test_a_theme_whose_buttons_cannot_be_read_is_mended(window):
    from binn.ui.readable import make_readable

    with looking(NIGHT):
        button = QToolButton(text=WORDS)
        shown = window(button)
        assert faint(shown, lines_of(shown)), "QGIS's theme is readable now"
        make_readable(shown)
        assert not faint(shown, lines_of(shown))


def test_names_of_rows_go_above_their_axes_where_they_have_no_room_beside_them(qgis_app):
    from binn.ui.panel.plots import RowsPlot
    from binn.ui.panel.rows import process_rows

    plot = RowsPlot("Processes")
    plot.rows = process_rows([], {})
    plot.resize(700, plot.heightForWidth(700))
    plot.show()
    beside = plot.height()
    assert not cut(plot, lines_of(plot))
    plot.resize(250, plot.heightForWidth(250))
    assert plot.height() > 1.3 * beside
    texts = {line.text for line in lines_of(plot)}
    assert {row.label for row in plot.rows} <= texts
    last = QPoint(5, plot.height() - 10)
    assert plot.tip_at(last) == plot.rows[-1].explanation
    plot.close()
