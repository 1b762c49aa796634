"""Take a picture of a part of a report, as a browser shows it.

Usage: report_picture.py REPORT PICTURE HEIGHT [HEADING]

HEIGHT is in pixels, from the top of the report or from the section whose heading begins with HEADING. Needs a Qt with QtWebKit; needs no
display.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.PyQt.QtCore import QEventLoop, QPoint, Qt, QTimer, QUrl
from qgis.PyQt.QtWebKitWidgets import QWebView
from qgis.PyQt.QtWidgets import QApplication

WIDTH = 1000
ABOVE = 20  # px between the upper edge and a heading
SETTLE_MS = 500


def wait(view: QWebView) -> None:
    """Until the report is drawn."""
    loop = QEventLoop()
    view.loadFinished.connect(lambda _: QTimer.singleShot(SETTLE_MS, loop.quit))
    loop.exec()


def top_of(view: QWebView, heading: str) -> int:
    """Where the section with a heading begins."""
    found = [element for element in view.page().mainFrame().findAllElements("h2") if element.toPlainText().startswith(heading)]
    if not found:
        sys.exit(f"The report has no section {heading}")
    return found[0].geometry().top() - ABOVE


def main(report: Path, picture: str, height: int, heading: str) -> None:
    """Show the report without scroll bars, and save what is seen."""
    application = QApplication([])
    view = QWebView()
    view.resize(WIDTH, height)
    for bar in (Qt.Orientation.Horizontal, Qt.Orientation.Vertical):
        view.page().mainFrame().setScrollBarPolicy(bar, Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.load(QUrl.fromLocalFile(str(report.resolve())))
    view.show()
    wait(view)
    if heading:
        view.page().mainFrame().setScrollPosition(QPoint(0, top_of(view, heading)))
    application.processEvents()
    if not view.grab().save(picture):
        sys.exit(f"The picture {picture} cannot be written")


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] if len(sys.argv) == 5 else "")
