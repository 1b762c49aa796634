"""What is handed to the desktop's other programs."""

from __future__ import annotations

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices


def open_file(path: str) -> None:
    """Open a file with the program that the desktop has for it: a report, in the browser."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(path))


def open_address(address: str) -> None:
    """Open a page in the browser."""
    QDesktopServices.openUrl(QUrl(address))
