"""The guide on small screens, with large letters, and in the themes of QGIS: nothing forces the window's height, texts can be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from desk import Desk
from qgis.core import QgsApplication, QgsProject
from qgis.PyQt.QtCore import QPoint, QRect
from qgis.PyQt.QtGui import QImage
from qgis.PyQt.QtWidgets import QApplication, QLabel

pytestmark = pytest.mark.usefixtures("provider", "context")

# What the docks of QGIS have of a screen of 1024 x 600 beside its menu, tool bars and status bar; half of the width is the map's.
ROOM = (512, 470)
LEAST_CONTRAST = 4.5  # of text with its ground (WCAG 2, level AA)
THEMES = ("default", "Night Mapping")


@pytest.fixture
def letters(qgis_app):
    """Makes the letters of all widgets larger, until the end of the test."""
    before = QApplication.font()

    def larger(factor: float) -> None:
        font = QApplication.font()
        font.setPointSizeF(before.pointSizeF() * factor)
        QApplication.setFont(font)

    yield larger
    QApplication.setFont(before)


@pytest.fixture
def guide(context, tmp_path):
    """Makes the guide on a saved project, with rasters and findings."""
    made = []

    def make(covariates):
        from binn.ui.guide.dock import GuideDock

        assert QgsProject.instance().write(str(tmp_path / "soils.qgs"))
        dock = GuideDock(Desk())
        made.append(dock)
        dock.setFloating(True)
        dock.resize(*ROOM)
        dock.show()
        dock.tabs.setCurrentIndex(1)
        dock.page.add_files([*covariates[:10], str(tmp_path / "none.tif")])
        dock.tabs.setCurrentIndex(0)
        return dock

    yield make
    for dock in made:
        dock.shut()
        dock.close()


def keep_picture(widget, name: str) -> None:
    """Save a picture where BINN_PICTURES names a folder."""
    if os.environ.get("BINN_PICTURES"):
        widget.grab().save(str(Path(os.environ["BINN_PICTURES"]) / f"{name}.png"))


@pytest.mark.parametrize("factor", [1.0, 1.5, 2.0])
def test_every_step_fits_a_small_screen(guide, letters, covariates, factor):
    letters(factor)
    dock = guide(covariates)
    for step in range(5):
        dock.tabs.setCurrentIndex(step)
        QApplication.processEvents()
        least = dock.minimumSizeHint()
        assert least.width() <= ROOM[0], f"step {step + 1} needs {least.width()} pixels of width"
        assert least.height() <= ROOM[1], f"step {step + 1} needs {least.height()} pixels of height"
        dock.resize(*ROOM)
        keep_picture(dock, f"letters-{factor:g}-{step + 1}")


@pytest.mark.parametrize("theme", THEMES)
def test_texts_can_be_read_in_every_theme(guide, covariates, theme):
    QgsApplication.setUITheme(theme)
    try:
        dock = guide(covariates)
        for step in range(5):
            dock.tabs.setCurrentIndex(step)
            QApplication.processEvents()
            keep_picture(dock, f"{theme.replace(' ', '-')}-{step + 1}")
            picture = dock.grab().toImage()
            labels = [label for label in dock.findChildren(QLabel) if label.text() and label.visibleRegion().boundingRect() == label.rect()]
            assert labels
            found = {label.text(): contrast_of(picture.copy(QRect(label.mapTo(dock, QPoint(0, 0)), label.size()))) for label in labels}
            assert not {text: contrast for text, contrast in found.items() if contrast < LEAST_CONTRAST}
    finally:
        QgsApplication.setUITheme("default")


def contrast_of(image: QImage) -> float:
    """The contrast of a text with its ground: of the pixel that differs most from the corner."""
    from binn.ui.panel.drawing import contrast

    pixels = {image.pixel(x, y): image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())}
    return max(contrast(colour, image.pixelColor(0, image.height() - 1)) for colour in pixels.values())
