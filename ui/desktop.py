"""Files and addresses that are opened in other programs of the desktop."""

from __future__ import annotations

import os

from qgis.PyQt.QtCore import QUrl
from qgis.PyQt.QtGui import QDesktopServices

# Object names of actions: those that open the panel, the guide and the set-up.
PANEL_ACTION, GUIDE_ACTION, SETUP_ACTION = "binnPanel", "binnNewMap", "binnSetUpEngine"
MENU = "BINN"  # in QGIS's menu of plugins, and over messages
PANEL_DOCK = "binnPanelDock"
DOCUMENTATION = "https://github.com/binn-qgis/binn/tree/main/docs"
REPORT_SUFFIXES = (".html", ".htm")


def is_report(path: str) -> bool:
    """Whether ``path`` is a report that is still there: a regular file called as HTML, also behind a link."""
    real = os.path.realpath(path) if path and "\0" not in path else ""
    return path.lower().endswith(REPORT_SUFFIXES) and real.lower().endswith(REPORT_SUFFIXES) and os.path.isfile(real)


def open_report(path: str) -> bool:
    """Open a report in the browser; returns False, and opens nothing, for any other file: a record may name a program."""
    return is_report(path) and QDesktopServices.openUrl(QUrl.fromLocalFile(os.path.realpath(path)))


def open_address(address: str) -> None:
    """Open a page in the browser."""
    QDesktopServices.openUrl(QUrl(address))
