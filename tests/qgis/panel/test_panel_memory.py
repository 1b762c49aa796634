"""A project that is opened again: the panel is where it was, with its run, depth, places and observed profiles."""

from __future__ import annotations

import pytest
from landscape import DEPTHS, EPSG, centre, write_landscape
from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsRasterLayer, QgsRectangle, QgsVectorFileWriter, QgsVectorLayer
from qgis.PyQt.QtWidgets import QApplication

from desk import Desk  # isort: skip

SIZE = 40


@pytest.fixture
def opened(qgis_app, tmp_path):
    """A desk with the panel's action, and a project in a file with two runs and observed profiles."""
    from binn.ui.panel.dock import PanelDock

    project = QgsProject.instance()
    project.clear()
    (west, north), (east, south) = centre(0, 0), centre(SIZE, SIZE)
    desk = Desk(f"EPSG:{EPSG}", QgsRectangle(west, south, east, north))
    dock = PanelDock()
    dock.install(desk)
    for name in ("hills", "valleys"):
        maps = write_landscape(tmp_path / name, SIZE, ("soc", "soc_quantiles", "processes"))
        project.addMapLayer(QgsRasterLayer(maps["soc"], name, "gdal"))
    project.addMapLayer(profiles(tmp_path / "profiles.gpkg"))
    yield desk, dock, str(tmp_path / "project.qgz")
    dock.remove()
    project.clear()
    desk.window.close()
    QApplication.processEvents()


def profiles(path) -> QgsVectorLayer:
    layer = QgsVectorLayer(f"Point?crs=EPSG:{EPSG}&field=top_cm:double&field=bottom_cm:double&field=soc_gC_m3:double", "p", "memory")
    feature = QgsFeature(layer.fields())
    feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*centre(20, 20))))
    feature.setAttributes([0.0, 10.0, 20000.0])
    layer.dataProvider().addFeature(feature)
    options = QgsVectorFileWriter.SaveVectorOptions()
    QgsVectorFileWriter.writeAsVectorFormatV3(layer, str(path), QgsProject.instance().transformContext(), options)
    return QgsVectorLayer(str(path), "observed", "ogr")


def test_the_panel_comes_back_as_it_was(opened, qtbot):
    desk, dock, path = opened
    project = QgsProject.instance()
    dock.show()
    panel = dock.panel
    panel.controls.runs.setCurrentIndex(1)
    run = panel.runs.chosen.files[0].path
    panel.controls.depth.setValue(2)
    panel.controls.radius.setValue(7.5)
    (observed,) = project.mapLayersByName("observed")
    panel.controls.observations.setLayer(observed)
    desk.click(*centre(10, 12))
    panel.controls.pin.trigger()
    desk.click(*centre(30, 5))
    here, pinned = panel.look_whole(), panel.pinned
    assert project.write(path)
    assert not project.isDirty()
    panel.close()
    project.clear()
    assert project.read(path)
    assert dock.action.isChecked()
    assert panel.isVisible()
    assert panel.runs.chosen.files[0].path == run
    assert panel.map_depth.depth == DEPTHS[2]
    assert panel.controls.radius.value() == 7.5
    assert panel.controls.observations.currentLayer().name() == "observed"
    for now, before in ((panel.look_whole(), here), (panel.pinned, pinned)):
        assert (now.longitude, now.latitude) == pytest.approx((before.longitude, before.latitude))
        assert now.parts["soc"] == before.parts["soc"]
    assert panel.controls.pin.isChecked()
    qtbot.waitUntil(lambda: len(panel.observed) == 1, timeout=5000)


def test_a_project_without_the_panel_opens_without_it(opened):
    _, dock, path = opened
    project = QgsProject.instance()
    assert project.write(path)
    project.clear()
    assert project.read(path)
    assert dock.panel is None
    assert not dock.action.isChecked()


def test_a_run_that_is_gone_is_left_out(opened):
    _, dock, path = opened
    project = QgsProject.instance()
    dock.show()
    project.write(path)
    project.removeAllMapLayers()
    project.write(path)
    dock.panel.close()
    project.clear()
    project.read(path)
    assert dock.panel.isVisible()
    assert dock.panel.runs.chosen is None
