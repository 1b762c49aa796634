"""The panel with a real canvas, project and clipboard; values come from rasters that are known."""

from __future__ import annotations

import csv
import io
import os
import shutil
from pathlib import Path

import pytest
from landscape import PIXEL, PRIOR, centre, half_width, middle
from panels import SIZE, UTM, desk, dock, maps, panel, project_maps, soc_band
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsFeature,
    QgsGeometry,
    QgsPointXY,
    QgsProject,
    QgsRasterLayer,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor, QFont, QPalette
from qgis.PyQt.QtWidgets import QApplication

__all__ = ["desk", "dock", "maps", "panel", "project_maps"]  # fixtures


def open_files() -> list[str]:
    """The files that this process has open."""
    found = []
    for entry in Path("/proc/self/fd").iterdir():
        try:
            found.append(os.readlink(entry))
        except OSError:  # the one that looked
            continue
    return found


def test_the_action_opens_and_closes_the_dock_and_closing_the_dock_unchecks_it(dock, desk):
    assert dock.action.objectName() == "binnPanel"
    assert dock.action in desk.menu.actions()
    dock.action.trigger()
    assert dock.panel.isVisible()
    dock.panel.close()
    assert not dock.action.isChecked()
    dock.action.trigger()
    assert dock.panel.isVisible()
    dock.action.trigger()
    assert not dock.panel.isVisible()


def test_nothing_is_installed_without_a_desktop():
    from binn.ui.panel.dock import PanelDock

    dock = PanelDock()
    dock.install(None)
    assert dock.action is None
    dock.remove()


def test_a_project_without_maps_says_what_to_do(dock):
    dock.action.trigger()
    assert "Predict maps" in dock.panel.controls.place.text()


def test_a_click_on_the_map_shows_the_profile_the_processes_and_the_parameters(panel, desk, qtbot):
    with qtbot.waitSignal(panel.shown, timeout=5000):
        desk.click(*centre(17, 9))
    band = soc_band()
    depth, found = panel.controls.depths.places[0].depths[0]
    assert depth == 0.05
    assert found.middle == pytest.approx(middle(band, 17, SIZE), rel=1e-6)
    assert found.upper == pytest.approx(middle(band, 17, SIZE) + half_width(band, 9, SIZE), rel=1e-6)
    assert [len(plot.rows) for plot in (panel.controls.processes, panel.controls.parameters)] == [6, 21]
    assert all(row.places[0].has_value and row.shares for row in (*panel.controls.processes.rows, *panel.controls.parameters.rows))
    assert [row.label for row in panel.controls.parameters.rows if row.dimmed] == [f"{PRIOR}: turnover time of coarse woody debris"]
    assert "0-30 cm: " in panel.controls.place.text()


def test_a_canvas_in_another_reference_system_finds_the_same_pixel(panel, desk, qtbot):
    system = QgsCoordinateReferenceSystem("EPSG:3978")
    point = QgsCoordinateTransform(QgsCoordinateReferenceSystem(UTM), system, QgsProject.instance()).transform(QgsPointXY(*centre(23, 31)))
    with qtbot.waitSignal(panel.shown, timeout=5000):
        panel.look(point, system)
    assert panel.place.depths[0][1].middle == pytest.approx(middle(soc_band(), 23, SIZE), rel=1e-6)


def test_the_cursor_is_followed_at_a_measured_pace_and_only_what_is_seen_is_read(panel, desk, qtbot, monkeypatch):
    looked = []
    real = panel.look
    panel.picker._looked = lambda point, crs, clicked: (looked.append(point), real(point, crs, clicked))
    panel.controls.follow.setChecked(True)
    for column in range(1, SIZE):
        desk.canvas.xyCoordinates.emit(QgsPointXY(*centre(column, 5)))
    qtbot.wait(250)
    assert 1 <= len(looked) <= 4
    assert panel.place.depths[0][1].middle == pytest.approx(middle(soc_band(), SIZE - 1, SIZE), rel=1e-6)
    assert "parameters" not in panel.place.parts
    with qtbot.waitSignal(panel.shown, timeout=5000):
        panel.controls.tabs.setCurrentIndex(1)
    assert panel.place.parts["parameters"]["q10"].has_value
    panel.controls.follow.setChecked(False)
    desk.canvas.xyCoordinates.emit(QgsPointXY(*centre(3, 5)))
    qtbot.wait(150)
    assert panel.place.depths[0][1].middle == pytest.approx(middle(soc_band(), SIZE - 1, SIZE), rel=1e-6)


def test_outside_the_domain_there_is_a_warning(panel, desk, qtbot):
    for row in (9, SIZE - 1):
        assert not panel.controls.warning.isVisible()
        with qtbot.waitSignal(panel.shown, timeout=5000):
            desk.click(*centre(17, row))
    assert panel.controls.warning.isVisible()
    assert "Outside the model's domain" in panel.controls.warning.text()


def test_a_pinned_place_stays_beside_the_next_one_until_it_is_let_go(panel, desk):
    desk.click(*centre(5, 9))
    panel.controls.pin.trigger()
    desk.click(*centre(30, 9))
    values = [place.depths[0][1].middle for place in panel.controls.depths.places]
    assert values == pytest.approx([middle(soc_band(), 30, SIZE), middle(soc_band(), 5, SIZE)], rel=1e-6)
    panel.look_whole()
    assert all(len(row.places) == 2 and row.places[0].middle > row.places[1].middle for row in panel.controls.parameters.rows)
    panel.controls.pin.trigger()
    assert len(panel.controls.depths.places) == 1


def test_arrow_keys_go_from_pixel_to_pixel(panel, desk, qtbot):
    desk.click(*centre(17, 9))
    for key, modifier, column, row in (
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, 18, 9),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, 18, 19),
    ):
        qtbot.keyClick(panel.controls.depths, key, modifier)
        found = panel.place.depths[0][1]
        assert found.middle == pytest.approx(middle(soc_band(), column, SIZE), rel=1e-6)
        assert found.upper - found.middle == pytest.approx(half_width(soc_band(), row, SIZE), rel=1e-4)


def observed_layer(rows):
    """A layer of observed soil layers: column, row, profile, top and bottom (cm), density."""
    layer = QgsVectorLayer(
        f"Point?crs={UTM}&field=profile_id:string&field=top_cm:double&field=bottom_cm:double&field=soc_gC_m3:double", "seen", "memory"
    )
    features = []
    for column, row, *values in rows:
        feature = QgsFeature(layer.fields())
        feature.setGeometry(QgsGeometry.fromPointXY(QgsPointXY(*centre(column, row))))
        feature.setAttributes(values)
        features.append(feature)
    layer.dataProvider().addFeatures(features)
    return layer


def test_observed_profiles_within_the_radius_are_drawn_with_the_place(panel, desk, qtbot):
    layer = observed_layer(
        [(17, 9, "near", 0, 10, 9000.0), (17, 9, "near", 10, 30, 7000.0), (37, 9, "far", 0, 10, 5000.0), (17, 9, "odd", None, 10, 1.0)]
    )
    QgsProject.instance().addMapLayer(layer)
    panel.controls.radius.setValue(10 * PIXEL / 1000)
    panel.controls.observations.setLayer(layer)
    qtbot.waitUntil(lambda: panel.observed_layer.profiles is not None, timeout=5000)
    assert panel.observed_layer.profiles.count == 3
    desk.click(*centre(16, 9))
    assert [(row.profile, row.top, row.density) for row in panel.controls.depths.observed] == [("near", 0.0, 9000.0), ("near", 0.1, 7000.0)]
    panel.controls.radius.setValue(25 * PIXEL / 1000)
    assert {row.profile for row in panel.controls.depths.observed} == {"near", "far"}


def test_a_layer_of_contents_is_refused_with_the_way_out(panel, desk):
    layer = QgsVectorLayer(f"Point?crs={UTM}&field=top_cm:double&field=bottom_cm:double&field=soc_g_kg:double", "contents", "memory")
    QgsProject.instance().addMapLayer(layer)
    panel.controls.observations.setLayer(layer)
    said = desk.bar.currentItem().text()
    assert "contents" in said
    assert "Prepare SOC profiles" in said


def test_profiles_that_a_file_holds_as_multipoints_are_observed_too(panel, desk, qtbot):
    fields = "field=profile_id:string&field=top_cm:double&field=bottom_cm:double&field=soc_gC_m3:double"
    layer = QgsVectorLayer(f"MultiPoint?crs={UTM}&{fields}", "several", "memory")
    x, y = centre(17, 9)
    rows = []
    for text in (f"MultiPoint (({x} {y}))", "MultiPoint EMPTY"):
        row = QgsFeature(layer.fields())
        row.setGeometry(QgsGeometry.fromWkt(text))
        row.setAttributes(["a", 0, 10, 9000.0])
        rows.append(row)
    layer.dataProvider().addFeatures(rows)
    QgsProject.instance().addMapLayer(layer)
    panel.controls.observations.setLayer(layer)
    qtbot.waitUntil(lambda: panel.observed_layer.profiles is not None, timeout=5000)
    desk.click(x, y)
    assert [row.density for row in panel.controls.depths.observed] == [9000.0]


def test_points_of_a_layer_go_with_it(panel, desk, qtbot):
    """Where another is chosen that has none, where it is removed, and where it is still being read when another is chosen."""
    layer = observed_layer([(17, 9, "near", 0, 10, 9000.0)])
    unfit = QgsVectorLayer(f"Point?crs={UTM}&field=name:string", "unfit", "memory")
    QgsProject.instance().addMapLayers([layer, unfit])
    desk.click(*centre(17, 9))

    def read() -> None:
        panel.controls.observations.setLayer(layer)
        qtbot.waitUntil(lambda: len(panel.controls.depths.observed) == 1, timeout=5000)

    read()
    panel.controls.observations.setLayer(unfit)
    assert panel.controls.depths.observed == []
    panel.controls.observations.setLayer(layer)
    panel.controls.observations.setLayer(unfit)
    qtbot.wait(300)
    assert panel.controls.depths.observed == []
    read()
    QgsProject.instance().removeMapLayer(layer)
    assert panel.controls.depths.observed == []


def test_a_layer_without_a_readable_profile_says_so(panel, desk, qtbot):
    layer = observed_layer([(17, 9, "odd", None, 10, 1.0)])
    QgsProject.instance().addMapLayer(layer)
    panel.controls.observations.setLayer(layer)
    qtbot.waitUntil(lambda: desk.bar.currentItem() is not None, timeout=5000)
    assert "no soil layer" in desk.bar.currentItem().text()


def test_the_clipboard_gets_the_numbers_and_the_picture(panel, desk):
    desk.click(*centre(17, 9))
    panel.controls.copy_csv.trigger()
    rows = list(csv.DictReader(io.StringIO(QApplication.clipboard().text())))
    assert len(rows) == 37
    panel.controls.copy_png.trigger()
    image = QApplication.clipboard().image()
    assert image.width() > 800
    colours = {image.pixelColor(x, y).name() for x in range(0, image.width(), 3) for y in range(0, image.height(), 7)}
    assert len(colours) > 20


def test_maps_in_a_folder_are_read_without_being_in_the_project(dock, maps, desk, qtbot):
    dock.action.trigger()
    assert dock.panel.open_folder(str(Path(maps["soc"]).parent))
    desk.click(*centre(17, 9))
    assert dock.panel.place.depths[0][1].middle == pytest.approx(middle(soc_band(), 17, SIZE), rel=1e-6)
    assert not dock.panel.open_folder(str(Path(maps["soc"]).parent.parent / "nothing"))


def test_the_slider_shows_the_map_of_its_depth(panel, maps, project_maps):
    from binn.binn_engine.tables import PRODUCT_BY_NAME
    from binn.ui.layers.styles import style_layer

    style_layer(project_maps, 1, soc_band(), PRODUCT_BY_NAME["soc"].ramp)
    panel.controls.depth.setValue(2)
    assert project_maps.renderer().usesBands() == [3]
    assert panel.controls.depth_label.text() == "30 cm"
    other = QgsRasterLayer(maps["soc"], "SOC 5 cm", "gdal")
    style_layer(other, 1, soc_band(), PRODUCT_BY_NAME["soc"].ramp)
    QgsProject.instance().addMapLayer(other)
    root = QgsProject.instance().layerTreeRoot()
    for index, visible in ((0, other), (2, project_maps)):
        panel.controls.depth.setValue(index)
        assert root.checkedLayers() == [visible]


@pytest.mark.parametrize(
    ("ground", "ink"),
    # The third is of a style sheet that leaves the palette's black text on its dark grey.
    [("#ffffff", "#000000"), ("#202124", "#eeeeee"), ("#323232", "#000000"), ("#535353", "#dddddd"), ("#f0f0f0", "#ffffff")],
)
def test_text_and_lines_stand_out_on_any_ground_whatever_the_palette_says(panel, desk, ground, ink):
    from binn.ui.panel.drawing import theme_of

    palette = QPalette(panel.palette())
    palette.setColor(QPalette.ColorRole.Base, QColor(ground))
    palette.setColor(QPalette.ColorRole.Text, QColor(ink))
    theme = theme_of(palette)

    def luminance(colour):
        channels = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in colour.getRgbF()[:3]]
        return 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]

    def contrast(one, other):
        high, low = sorted((luminance(one), luminance(other)), reverse=True)
        return (high + 0.05) / (low + 0.05)

    assert all(contrast(colour, theme.ground) >= 4.5 for colour in (theme.text, theme.soft))
    assert all(contrast(colour, theme.ground) > 3 for colour in (theme.here, theme.pinned))
    desk.click(*centre(17, 9))
    panel.look_whole()
    panel.setPalette(palette)
    image = panel.image()
    assert image.pixelColor(2, 2).name() == ground


@pytest.mark.parametrize("points", [10, 15, 20])
def test_the_panel_fits_low_windows_and_large_fonts(panel, points):
    font = panel.font()
    font.setPointSize(points)
    panel.setFont(font)
    assert panel.minimumSizeHint().height() <= 400
    area = panel.widget()
    assert area.minimumSizeHint().height() < panel.controls.minimumSizeHint().height()
    panel.setFloating(True)
    panel.resize(400, 300)
    panel.grab()
    assert area.verticalScrollBar().maximum() > 0


def test_a_plot_of_nothing_has_no_axes(qgis_app):
    from binn.ui.panel.plots import DepthPlot

    plot = DepthPlot()
    plot.resize(300, 300)
    image = plot.grab().toImage()
    ground = image.pixelColor(1, 1)
    drawn = [y for y in range(image.height()) for x in range(image.width()) if image.pixelColor(x, y) != ground]
    assert drawn  # what to do
    assert max(drawn) - min(drawn) < 40  # in a line, without axes


def test_a_new_project_leaves_nothing_of_the_last(panel, desk, qtbot):
    desk.click(*centre(17, 9))
    panel.controls.pin.trigger()
    QgsProject.instance().clear()
    qtbot.wait(300)
    assert panel.state.places == []
    assert panel.reader is None
    assert not panel.controls.pin.isChecked()


def test_a_layer_that_is_removed_takes_its_run_along_and_frees_its_files(panel, desk, maps, qtbot):
    desk.click(*centre(17, 9))
    assert maps["domain"] in open_files()
    QgsProject.instance().removeAllMapLayers()
    qtbot.waitUntil(lambda: panel.reader is None, timeout=3000)
    assert not set(open_files()) & set(maps.values())


def test_what_was_shown_of_a_run_goes_with_its_layers(panel, desk, project_maps, qtbot):
    desk.click(*centre(17, 9))
    panel.controls.pin.trigger()
    QgsProject.instance().removeMapLayer(project_maps.id())
    qtbot.waitUntil(lambda: panel.reader is None, timeout=3000)
    assert panel.controls.depths.places == []
    assert not panel.controls.pin.isChecked()
    assert not panel.controls.copy_csv.isEnabled()
    assert len(panel.csv().splitlines()) == 1
    assert {row.value for row in panel.controls.processes.rows} == {"–"}


def test_a_place_that_a_reference_system_does_not_reach_shows_nothing_of_the_last(panel, desk):
    desk.click(*centre(17, 9))
    panel.controls.pin.trigger()
    panel.look(QgsPointXY(float("nan"), 1e300), QgsCoordinateReferenceSystem(UTM))
    assert "cannot be converted" in panel.controls.place.text()
    here, pinned = panel.controls.depths.places
    assert here.depths == []
    assert pinned.depths[0][1].has_value
    assert panel.image().width() > 800
    assert "nan" not in panel.csv()
    desk.click(*centre(18, 9))
    assert panel.controls.depths.places[0].depths[0][1].has_value


def test_two_runs_of_one_model_are_told_apart_by_their_groups_or_folders(dock, desk, maps, qtbot, tmp_path):
    layers = []
    for folder in ("first", "second"):
        (tmp_path / folder).mkdir()
        for path in maps.values():
            shutil.copy(path, tmp_path / folder)
        layers.append(QgsRasterLayer(str(tmp_path / folder / Path(maps["soc"]).name), "SOC", "gdal"))
    QgsProject.instance().addMapLayers(layers, False)
    root = QgsProject.instance().layerTreeRoot()
    root.insertGroup(0, "BINN hills (2)").insertGroup(0, "Soil carbon").addLayer(layers[1])
    root.addLayer(layers[0])
    dock.action.trigger()
    runs = dock.panel.controls.runs
    assert [runs.itemText(index) for index in range(runs.count())] == ["BINN hills (2)", "hills, first"]
    dock.panel.show_run(layers[0].source())
    assert runs.currentText() == "hills, first"
    assert dock.panel.reader.products.title == "hills, first"


def test_the_panel_opens_wide_enough_for_the_names_of_the_processes(dock, desk, project_maps, qtbot):
    from binn.binn_engine.tables import PROCESSES

    dock.action.trigger()
    plot = dock.panel.controls.processes
    small = QFont(plot.font())
    small.setPixelSize(8)
    plot.setFont(small)
    assert [row.label for row in plot.rows] == [row.label for row in PROCESSES]
    longest = max(plot.fontMetrics().horizontalAdvance(row.label) for row in plot.rows)
    assert longest + 10 <= 0.4 * (plot.sizeHint().width() - 12)
    assert plot.sizeHint().width() < 560


def test_a_click_is_no_longer_the_panels_once_another_tool_is_chosen(panel, desk):
    from qgis.gui import QgsMapToolPan

    pan = QgsMapToolPan(desk.canvas)
    desk.canvas.setMapTool(pan)
    assert not panel.controls.pick.isChecked()
    assert desk.canvas.mapTool() is pan
    panel.controls.pick.trigger()
    panel.controls.pick.trigger()
    assert desk.canvas.mapTool() is pan
