"""Limits of colours: a map's own by default, readable, shared by all depths; those of the tables with one click, and back."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer
from qgis.PyQt.QtGui import QColor

NAMES = ("SOC density at 5 cm", "SOC density at 100 cm", "SOC stock 0-30 cm")


def bands_of_soc():
    from binn.binn_engine.bands import value_bands

    return tuple(band for band in value_bands("soc", (0.05, 1.0)) if band.name in NAMES)


@pytest.fixture
def soc(tmp_path):
    """A map of SOC as the engine writes it: 900 pixels of two densities and a stock, the first pixel without a value."""
    values = np.linspace(0.0, 1.0, 900).reshape(30, 30)
    data = (8000.0 + 30_000.0 * values, 1000.0 + 2000.0 * values, 3.0 + 4.0 * values)
    path = str(tmp_path / "soc.tif")
    file = gdal.GetDriverByName("GTiff").Create(path, 30, 30, 3, gdal.GDT_Float32)
    file.SetGeoTransform((10.0, 0.1, 0.0, 50.0, 0.0, -0.1))
    file.SetMetadata({"product": "soc", "model": "m.safetensors"})
    for number, (row, pixels) in enumerate(zip(bands_of_soc(), data), 1):
        band = file.GetRasterBand(number)
        pixels[0, 0] = -9999.0
        band.WriteArray(pixels)
        band.SetNoDataValue(-9999.0)
        band.SetDescription(row.name)
        band.SetUnitType(row.unit)
        band.SetMetadata({"lower_limit": str(row.limits[0]), "upper_limit": str(row.limits[1]), "meaning": row.meaning})
    del file
    return path


@pytest.mark.parametrize(
    ("low", "high"), [(1137.0, 38410.0), (0.113, 0.168), (3e-5, 4.7e-4), (-12.3, 7.1), (99.9, 100.1), (0.0, 1.0), (1e-9, 3e7)]
)
def test_limits_are_readable_and_hold_what_they_should(qgis_app, low, high):
    from binn.ui.layers.limits import Limits, readable

    found = readable(low, high)
    assert found[0] <= low
    assert found[1] >= high
    assert found[1] - found[0] <= 2.1 * (high - low)
    assert all(len(f"{tick:.6g}".strip("-0.").replace(".", "")) <= 5 or "e" in f"{tick:.6g}" for tick in Limits(*found).ticks)


def test_depths_share_the_limits_of_the_map_and_a_stock_has_its_own(qgis_app, soc):
    from binn.ui.layers.limits import band_limits

    upper, lower, stock = band_limits(soc, bands_of_soc())
    assert (upper.low, upper.high) == (lower.low, lower.high)
    assert 0.0 <= upper.low <= 1100.0
    assert 36_000.0 <= upper.high <= 50_000.0
    assert (stock.low, stock.high) == (3.0, 7.0)
    assert (stock.below, stock.above) == (False, False)
    tables = band_limits(soc, bands_of_soc(), of_map=False)
    assert [(row.low, row.high) for row in tables] == [band.limits for band in bands_of_soc()]


def test_values_beyond_the_limits_are_marked_in_the_legend(qgis_app, soc):
    from binn.ui.layers.limits import Limits
    from binn.ui.layers.styles import band_renderer, tick_labels

    assert tick_labels(Limits(0.0, 8.0, True, True), "kgC/m2") == ["< 0 kgC/m²", "2 kgC/m²", "4 kgC/m²", "6 kgC/m²", "> 8 kgC/m²"]
    assert tick_labels(Limits(0.0, 1.0), "1") == ["0", "0.25", "0.5", "0.75", "1"]
    renderer = band_renderer(None, 1, bands_of_soc()[0], "Viridis", Limits(0.0, 8.0))
    items = renderer.shader().rasterShaderFunction().colorRampItemList()
    assert [item.value for item in items[:5]] == [0.0, 2.0, 4.0, 6.0, 8.0]


def test_nodata_is_light_grey_on_the_map_and_in_the_legend_of_its_layer(qgis_app, soc):
    """And values above the limits keep the last colour of the ramp."""
    from binn.ui.layers.limits import Limits
    from binn.ui.layers.styles import NODATA_COLOUR, colour_ramp, style_layer, write_style
    from qgis.core import QgsLayerTree, QgsLayerTreeModel
    from qgis.PyQt.QtCore import Qt

    write_style(soc, bands_of_soc()[0], "Viridis", Limits(0.0, 20_000.0, above=True))
    styled, opened = QgsRasterLayer(soc, "styled", "gdal"), QgsRasterLayer(soc, "opened with the style beside it", "gdal")
    style_layer(styled, 1, bands_of_soc()[0], "Viridis", Limits(0.0, 20_000.0, above=True))
    for layer in (styled, opened):
        tree = QgsLayerTree()
        model = QgsLayerTreeModel(tree)
        nodes = model.layerLegendNodes(tree.addLayer(layer))
        labels = [str(node.data(Qt.ItemDataRole.DisplayRole)) for node in nodes]
        assert labels[-2:] == ["> 20000 gC/m³", "no data"]
        assert layer.renderer().legendSymbologyItems()[-1] == ("no data", NODATA_COLOUR)
        assert layer.renderer().nodataColor() == NODATA_COLOUR
        block = layer.renderer().block(1, layer.extent(), 30, 30)
        assert block.color(0) == NODATA_COLOUR.rgb()
        assert QColor(block.color(899)).name() == colour_ramp("Viridis").color2().name()


def lab(colour: QColor) -> np.ndarray:
    """A colour in CIE L*a*b* (D65), in which distances are about those that people see."""
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour.getRgbF()[:3])
    x = (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.9505
    y = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    z = (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.089
    fx, fy, fz = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in (x, y, z))
    return np.array([116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)])


@pytest.mark.parametrize("ramp", ["Viridis", "Purples", "BrBG"])
def test_nodata_can_be_told_from_every_colour_of_a_map(qgis_app, ramp):
    """A distance of 2.3 can just be seen between fields side by side."""
    from binn.ui.layers.styles import NODATA_COLOUR, colour_ramp

    colours = [colour_ramp(ramp).color(share) for share in np.linspace(0.0, 1.0, 101)]
    assert min(np.linalg.norm(lab(colour) - lab(NODATA_COLOUR)) for colour in colours) > 10.0
    assert lab(NODATA_COLOUR)[0] > 80.0, "it is a light grey"


def test_a_map_that_does_not_vary_or_cannot_be_read_has_the_limits_of_the_tables(qgis_app, soc, tmp_path):
    from binn.ui.layers.limits import band_limits

    assert [(row.low, row.high) for row in band_limits(str(tmp_path / "none.tif"), bands_of_soc())] == [
        band.limits for band in bands_of_soc()
    ]
    file = gdal.Open(soc, gdal.GA_Update)
    file.GetRasterBand(3).WriteArray(np.linspace(4.0, 4.00002, 900).reshape(30, 30))  # as much as rounding does
    del file
    assert band_limits(soc, bands_of_soc())[2].high == bands_of_soc()[2].limits[1]


def test_one_click_gives_the_layers_of_a_run_comparable_limits_and_the_next_takes_them_back(qgis_app, soc):
    from binn.ui.layers.limits_choice import LimitsChoice, use_limits
    from binn.ui.layers.products import RUN_PROPERTY
    from desk import Desk

    desk = Desk()
    choice = LimitsChoice(desk)
    choice.install()
    layers = [QgsRasterLayer(soc, f"band {number}", "gdal") for number in (1, 2)]
    other = QgsRasterLayer(soc, "another run", "gdal")
    for layer in layers:
        layer.setCustomProperty(RUN_PROPERTY, "a")
    QgsProject.instance().addMapLayers([*layers, other])
    assert desk.layer_actions[choice.action] == [*layers, other]
    use_limits([*layers, other], of_map=True)
    own = layers[0].renderer().classificationMax()
    desk.active = layers[1]
    choice.action.trigger()
    assert [layer.renderer().classificationMax() for layer in (*layers, other)] == [60000.0, 60000.0, own]
    choice.action.trigger()
    assert [layer.renderer().classificationMax() for layer in layers] == [own, own]
    choice.remove()
    assert not desk.layer_actions
    QgsProject.instance().clear()
