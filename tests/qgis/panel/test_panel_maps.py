"""What the panel does to the maps of the project: a map that fades where it is uncertain, and the limits of the colours."""

from __future__ import annotations

import pytest
from landscape import centre, half_width, middle
from panels import SIZE, desk, dock, maps, panel, project_maps, soc_band
from qgis.core import QgsPointXY, QgsProject, QgsRectangle
from qgis.PyQt.QtGui import QColor

__all__ = ["desk", "dock", "maps", "panel", "project_maps"]  # fixtures


def test_a_map_fades_where_it_is_unsure(panel, desk, project_maps):
    """By the coefficient of variation, opaque at the lower limit of its map: the top row is nearly opaque, the bottom row fainter."""
    from binn.binn_engine.tables import PRODUCT_BY_NAME
    from binn.ui.layers.limits import limits_alone
    from binn.ui.layers.limits_choice import table_bands
    from binn.ui.layers.styles import style_layer

    style_layer(project_maps, 1, soc_band(), PRODUCT_BY_NAME["soc"].ramp)
    panel.controls.fade.trigger()
    (layer,) = (found for found in QgsProject.instance().mapLayers().values() if found is not project_maps)
    assert layer.isValid()
    assert layer.renderer().alphaBand() == 2
    band = soc_band()
    spread = panel.reader.products.file("soc_cv").path
    limits = limits_alone(spread, table_bands(spread), 1)
    assert layer.name() == f"SOC density at 5 cm (gC/m³), fading with its uncertainty from {limits.low:g} to {limits.high:g} %"
    alphas = []
    for row in (0, SIZE - 1):
        cv = 100 * half_width(band, row, SIZE) / 1.645 / middle(band, 10, SIZE)
        alpha, known = layer.dataProvider().sample(QgsPointXY(*centre(10, row)), 2)
        assert known
        share = min(max((cv - limits.low) / (limits.high - limits.low), 0.0), 1.0)
        assert alpha == pytest.approx(255 - (255 - 25) * share, abs=1)
        alphas.append(alpha)
        value, _ = layer.dataProvider().sample(QgsPointXY(*centre(10, row)), 1)
        assert value == pytest.approx(1.1 * middle(band, 10, SIZE), rel=1e-6)
    assert alphas[0] > alphas[1] + 50
    drawn = layer.renderer().block(1, QgsRectangle(*centre(10, SIZE - 1), *centre(11, SIZE - 2)), 1, 1)
    assert QColor.fromRgba(drawn.color(0)).alpha() < 250


def test_the_fading_map_is_not_hidden_by_the_same_map_below_it(panel, desk, project_maps):
    """On the canvas, the certain side of the map is coloured and the uncertain one pale."""
    from qgis.core import QgsMapRendererParallelJob

    root = QgsProject.instance().layerTreeRoot()
    for _ in range(2):  # the second one replaces the file of the first, to which GDAL has added statistics
        panel.controls.fade.trigger()
        assert desk.bar.currentItem() is None
    shown = root.checkedLayers()
    assert [layer.renderer().alphaBand() for layer in shown] == [2]
    settings = desk.canvas.mapSettings()
    settings.setLayers(shown)
    settings.setBackgroundColor(QColor("white"))
    job = QgsMapRendererParallelJob(settings)
    job.start()
    job.waitForFinished()
    image, there = job.renderedImage(), settings.mapToPixel()
    top, bottom = (image.pixelColor(there.transform(*centre(20, row)).toQPointF().toPoint()) for row in (1, SIZE - 2))
    assert min(bottom.red(), bottom.green(), bottom.blue()) > min(top.red(), top.green(), top.blue()) + 60


def test_one_click_in_the_panel_makes_colours_comparable_and_the_next_takes_it_back(panel, project_maps):
    from binn.ui.layers.limits_choice import table_bands, use_limits

    use_limits([project_maps], of_map=True)
    own = project_maps.renderer().classificationMax()
    panel.controls.limits.trigger()
    assert project_maps.renderer().classificationMax() == table_bands(project_maps.source())[0].limits[1] != own
    assert panel.controls.limits.isChecked()
    panel.choose()
    assert panel.controls.limits.isChecked()
    panel.controls.limits.trigger()
    assert project_maps.renderer().classificationMax() == own
    assert not panel.controls.limits.isChecked()


def test_a_run_without_spread_cannot_fade_and_says_why(dock, desk, maps, tmp_path):
    import shutil

    shutil.copy(maps["soc"], tmp_path)
    dock.action.trigger()
    assert dock.panel.open_folder(str(tmp_path))
    dock.panel.controls.fade.trigger()
    assert "no map of its uncertainty (Soil carbon" in desk.bar.currentItem().text()
    assert not QgsProject.instance().mapLayers()
