"""Pages of reports on a narrow screen, as a browser draws them."""

from __future__ import annotations

import json

import pytest
from looks import ENLARGED, LEAST_CONTRAST, contrast_of, keep_image, pixels_in

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


def parts() -> list[str]:
    """One of each thing that reports are made of."""
    from binn.binn_engine.reports import pages
    from binn.binn_engine.reports.picture import Picture

    header, cells = [f"column {number}" for number in range(12)], [f"value {number} of a table" for number in range(12)]
    return [
        pages.heading("A heading"),
        pages.paragraph("A paragraph."),
        pages.cards({f"figure {number}": "12,345.678" for number in range(6)}),
        pages.notice(f"Mind {WORD}"),
        pages.table(header, [cells, cells]),
        pages.figure(Picture(PIXEL, PIXEL), "A picture."),
        pages.properties({"inputs./home/somebody/" + WORD: WORD, "short": "value"}),
        pages.code(f"python -m binn_engine run {WORD}"),
    ]


@pytest.mark.parametrize("width", [360, 500, 1200])
def test_a_page_is_never_wider_than_the_screen(qgis_app, width):
    from binn.binn_engine.reports import pages

    page = shown(qgis_app, pages.page(f"BINN training: {WORD}", "A lead.", parts()), width)
    assert page.mainFrame().contentsSize().width() <= width


@pytest.mark.parametrize(("width", "forms"), [(500, ["narrow", "scrolled"]), (1200, ["wide", "scrolled"])])
def test_a_narrow_screen_shows_the_narrow_form_of_a_picture(qgis_app, width, forms):
    from binn.binn_engine.reports import pages
    from binn.binn_engine.reports.picture import Picture

    figures = [pages.figure(Picture(PIXEL, PIXEL), "Two forms."), pages.figure(Picture(PIXEL), "One form.")]
    page = shown(qgis_app, pages.page("BINN", "A lead.", figures), width)
    visible = "[].filter.call(document.images, function (each) { return each.offsetWidth > 0; })"
    script = f"JSON.stringify({visible}.map(function (each) {{ return each.className; }}))"
    assert json.loads(page.mainFrame().evaluateJavaScript(script)) == forms


# The box of every line of text on a page: left, top, width, height, text.
BOXES = """
(function () {
    var found = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, null, false);
    while (walker.nextNode()) {
        if (!walker.currentNode.data.trim()) continue;
        var range = document.createRange();
        range.selectNodeContents(walker.currentNode);
        var boxes = range.getClientRects();
        for (var i = 0; i < boxes.length; i++)
            found.push([boxes[i].left, boxes[i].top, boxes[i].width, boxes[i].height, walker.currentNode.data]);
    }
    return JSON.stringify(found);
})()
"""


@pytest.mark.parametrize("night", [False, True])
def test_all_texts_of_a_page_can_be_read_by_day_and_by_night(qgis_app, night):
    """Qt's browser does not know whether it is night: it is told."""
    from binn.binn_engine.reports import pages
    from qgis.PyQt.QtGui import QImage, QPainter

    html = pages.page("BINN training", "A lead.", parts())
    asked = "@media (prefers-color-scheme: dark)"
    assert asked in html
    page = shown(qgis_app, html.replace(asked, "@media all") if night else html, 800)
    size = page.mainFrame().contentsSize()
    page.setViewportSize(size)
    image = QImage(size * ENLARGED, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    painter.scale(ENLARGED, ENLARGED)
    page.mainFrame().render(painter)
    painter.end()
    keep_image(image, f"report-{'night' if night else 'day'}")
    assert (image.pixelColor(2, 2).lightness() < 128) is night
    pixels, found = pixels_in(image), {}
    for left, top, width, height, text in json.loads(page.mainFrame().evaluateJavaScript(BOXES)):
        rows = slice(max(round(ENLARGED * top), 0), round(ENLARGED * (top + height)))
        part = pixels[rows, max(round(ENLARGED * left), 0) : round(ENLARGED * (left + width))]
        if part.size:
            found[text] = contrast_of(part)
    assert len(found) > 20
    assert not {text: contrast for text, contrast in found.items() if contrast < LEAST_CONTRAST}
