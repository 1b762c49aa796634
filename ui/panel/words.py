"""Words of the panel in the user's language."""

from __future__ import annotations

from qgis.PyQt.QtCore import QCoreApplication


def tr(text: str) -> str:
    """The text in the language of the desktop, where there is a translation."""
    return QCoreApplication.translate("BinnPanel", text)
