"""The icons, drawn for BINN."""

from __future__ import annotations

from pathlib import Path

from qgis.PyQt.QtGui import QIcon

ICONS = Path(__file__).resolve().parents[1] / "resources" / "icons"
ICON_PATH = ICONS / "binn.svg"
NORTH_ARROW_PATH = ICONS / "north_arrow.svg"


def binn_icon() -> QIcon:
    """The soil profile with a network above it."""
    return QIcon(str(ICON_PATH))
