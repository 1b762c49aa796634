"""Pages of reports on a narrow screen, as a browser draws them."""

from __future__ import annotations

import pytest

WORD = "a_very_long_name_of_a_file_or_a_covariate_without_any_space_" * 4
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


def shown(qgis_app, html: str, width: int):
    """A page as a browser of that width shows it."""
    widgets = pytest.importorskip("PyQt5.QtWebKitWidgets")
    from qgis.PyQt.QtCore import QEventLoop, QSize, QTimer

    page = widgets.QWebPage()
    page.setViewportSize(QSize(width, 800))
    loop = QEventLoop()
    page.loadFinished.connect(lambda _: loop.quit())
    QTimer.singleShot(5000, loop.quit)
    page.mainFrame().setHtml(html)
    loop.exec()
    return page


@pytest.mark.parametrize("width", [360, 500, 1200])
def test_a_page_is_never_wider_than_the_screen(qgis_app, width):
    from binn.binn_engine.reports import pages

    header, cells = [f"column {number}" for number in range(12)], [f"value {number} of a table" for number in range(12)]
    parts = [
        pages.cards({f"figure {number}": "12,345.678" for number in range(6)}),
        pages.notice(f"Mind {WORD}"),
        pages.table(header, [cells, cells]),
        pages.figure(PIXEL, "A picture."),
        pages.properties({"inputs./home/somebody/" + WORD: WORD, "short": "value"}),
        pages.code(f"python -m binn_engine run {WORD}"),
    ]
    page = shown(qgis_app, pages.page(f"BINN training: {WORD}", "A lead.", parts), width)
    assert page.mainFrame().contentsSize().width() <= width
