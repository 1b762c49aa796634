"""The panel over the maps of a projection: the trajectory at a place, beside the depth profile where the run has one."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from desk import Desk
from landscape import EPSG, centre, write_landscape
from osgeo import gdal
from qgis.core import QgsCoordinateReferenceSystem, QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QApplication

SIZE, YEARS = 24, (2030, 2050, 2090)
UTM = f"EPSG:{EPSG}"


def value(row: int, column: int, number: int) -> float:
    """The change at a pixel in the year of a number, kgC/m2."""
    return -0.5 * (number + 1) - 0.01 * row + 0.001 * column


def write_series(like: str, path: str, product: str, add: float) -> str:
    """A raster of a projection on the grid of another raster, with its tags; without a value in its last column."""
    from binn.binn_engine.bands import series_bands
    from binn.binn_engine.tables import NODATA, PRODUCT_BY_NAME

    source = gdal.Open(like)
    raster = gdal.GetDriverByName("GTiff").Create(path, SIZE, SIZE, len(YEARS), gdal.GDT_Float32)
    raster.SetGeoTransform(source.GetGeoTransform())
    raster.SetProjection(source.GetProjection())
    raster.SetMetadata({**source.GetMetadata(), "product": product, "uncertainty": "raw spread, not calibrated"})
    for number, band in enumerate(series_bands(PRODUCT_BY_NAME[product], YEARS)):
        target = raster.GetRasterBand(number + 1)
        target.SetNoDataValue(NODATA)
        target.SetDescription(band.name)
        rows = [[NODATA if column == SIZE - 1 else value(row, column, number) + add for column in range(SIZE)] for row in range(SIZE)]

        target.WriteArray(np.array(rows, dtype=np.float32))
    return path


@pytest.fixture(scope="module")
def maps(tmp_path_factory) -> dict[str, str]:
    """A landscape's SOC with, in the same folder, the change that the same model projects, and its limits; and the change alone."""
    folder, alone = tmp_path_factory.mktemp("hills"), tmp_path_factory.mktemp("alone")
    found = write_landscape(folder, SIZE, ("soc", "domain"))
    for product, add in (("change_100", 0.0), ("change_100_low", -0.2), ("change_100_high", 0.3)):
        found[product] = write_series(found["soc"], str(folder / f"{product}.tif"), product, add)
    found["alone"] = write_series(found["soc"], str(alone / "change.tif"), "change_100", 0.0)
    return found


@pytest.fixture
def panel(qgis_app):
    """The panel, open, and a function that adds rasters to the project."""
    from binn.ui.panel.dock import PanelDock

    QgsProject.instance().clear()
    (west, north), (east, south) = centre(0, 0), centre(SIZE, SIZE)
    desk, dock = Desk(UTM, QgsRectangle(west, south, east, north)), PanelDock()
    dock.install(desk)
    dock.action.trigger()
    yield dock.panel
    dock.remove()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QgsProject.instance().clear()
    desk.window.close()
    desk.window.deleteLater()
    QApplication.processEvents()


def look(panel, path: str, row: int, column: int):
    """The place at a pixel of a raster of the project."""
    if not any(layer.source() == path for layer in QgsProject.instance().mapLayers().values()):
        QgsProject.instance().addMapLayer(QgsRasterLayer(path, "map", "gdal"))
    panel.scan()
    panel.look(QgsPointXY(*centre(column, row)), QgsCoordinateReferenceSystem(UTM))
    return panel.look_whole()


def test_the_years_are_shown_beside_the_depths(panel, maps):
    place = look(panel, maps["soc"], 5, 7)
    assert place.depths
    assert [year for year, _ in place.trajectory] == list(YEARS)
    for number, (_, found) in enumerate(place.trajectory):
        assert found.middle == pytest.approx(value(5, 7, number), abs=1e-5)
        assert (found.lower, found.upper) == pytest.approx((value(5, 7, number) - 0.2, value(5, 7, number) + 0.3), abs=1e-5)
    assert panel.controls.trajectory.isVisibleTo(panel.controls)
    assert place.intervals["series"].kind == "raw spread, not calibrated"


def test_a_projection_alone_is_a_run_too(panel, maps):
    place = look(panel, maps["alone"], 3, 4)
    assert not place.depths
    assert [found.middle for _, found in place.trajectory] == pytest.approx([value(3, 4, number) for number in range(3)], abs=1e-5)
    assert not any(found.has_interval for _, found in place.trajectory)


def test_a_run_without_years_has_no_such_plot_and_a_place_without_a_value_says_so(panel, maps, tmp_path):
    soc = write_landscape(tmp_path, SIZE, ("soc",))["soc"]
    look(panel, soc, 5, 7)
    assert not panel.controls.trajectory.isVisibleTo(panel.controls)
    place = look(panel, maps["alone"], 3, SIZE - 1)
    panel.runs.choose_file(maps["alone"])
    place = panel.look_whole()
    assert not any(found.has_value for _, found in place.trajectory)
    panel.controls.trajectory.grab()


def test_the_picture_and_the_table_have_the_years(panel, maps):
    look(panel, maps["soc"], 5, 7)
    without = 560
    assert panel.image().width() >= without
    rows = [row for row in csv.DictReader(io.StringIO(panel.csv())) if row["part"] == "series"]
    assert [row["variable"][-4:] for row in rows] == ["2030", "2050", "2090"]
    assert {row["unit"] for row in rows} == {"kgC/m2"}
    assert float(rows[1]["lower"]) < float(rows[1]["middle"]) < float(rows[1]["upper"])


def test_the_drawing_has_the_colour_of_the_place(panel, maps):
    """The line is drawn, above a band, within the widget."""
    from binn.ui.panel.drawing import theme_of

    look(panel, maps["soc"], 5, 7)
    plot = panel.controls.trajectory
    plot.resize(320, 180)
    image, here = plot.grab().toImage(), theme_of(plot.palette()).here
    same = sum(image.pixelColor(x, y) == here for x in range(image.width()) for y in range(image.height()))
    assert 100 < same < 5000
