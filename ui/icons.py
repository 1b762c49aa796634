"""The icons, drawn for BINN."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtGui import QIcon

ICON_PATH = Path(__file__).resolve().parents[1] / "resources" / "icons" / "binn.svg"


def binn_icon() -> QIcon:
    """The soil profile with a network above it."""
    return QIcon(str(ICON_PATH))
