"""The panel on a desktop whose map shows the landscape."""

from __future__ import annotations

import pytest
from desk import Desk
from landscape import DEPTHS, EPSG, centre, write_landscape
from qgis.core import QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QApplication

SIZE = 40
UTM = f"EPSG:{EPSG}"


@pytest.fixture(scope="module")
def maps(tmp_path_factory):
    """Paths of the landscape's rasters by product."""
    return write_landscape(tmp_path_factory.mktemp("hills"), SIZE)


@pytest.fixture
def desk(qgis_app):
    """A desktop whose map shows the landscape."""
    QgsProject.instance().clear()
    (west, north), (east, south) = centre(0, 0), centre(SIZE, SIZE)
    desk = Desk(UTM, QgsRectangle(west, south, east, north))
    yield desk
    QgsProject.instance().clear()
    desk.window.close()
    desk.window.deleteLater()
    QApplication.processEvents()


@pytest.fixture
def project_maps(maps):
    """The SOC raster as a layer of the project."""
    layer = QgsRasterLayer(maps["soc"], "SOC", "gdal")
    QgsProject.instance().addMapLayer(layer)
    return layer


@pytest.fixture
def dock(desk):
    """The panel installed on the desktop, not yet opened."""
    from binn.ui.panel.dock import PanelDock

    dock = PanelDock()
    dock.install(desk)
    yield dock
    dock.remove()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def panel(dock, project_maps, qtbot):
    """The panel open over the landscape, what is read in the background being there."""
    dock.action.trigger()
    qtbot.waitUntil(lambda: bool(dock.panel.distributions), timeout=10_000)
    return dock.panel


def soc_band(depth="5 cm"):
    from binn.binn_engine.bands import value_bands

    return next(band for band in value_bands("soc", DEPTHS) if band.name == f"SOC density at {depth}")
