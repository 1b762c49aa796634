"""Results on the canvas: styles with the tables' limits, one layer a band, grouped."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import Qgis, QgsProject, QgsRasterLayer, QgsSingleBandPseudoColorRenderer


@pytest.fixture
def mapped(provider, context, feedback, example, covariates, model, tmp_path, qtbot, monkeypatch):
    """Runs mapping as the toolbox does, results loaded; returns the outputs."""
    from processing.gui import Postprocessing
    from processing.gui.Postprocessing import handleAlgorithmResults
    from qgis.core import QgsLayerTreeModel, QgsProcessingOutputLayerDefinition
    from qgis.gui import QgsLayerTreeView
    from qgis.utils import iface

    # pytest-qgis has no more than a stand-in for it, which newer releases do not take.
    view = QgsLayerTreeView()
    view.setModel(QgsLayerTreeModel(QgsProject.instance().layerTreeRoot(), view))
    monkeypatch.setattr(iface, "layerTreeView", lambda: view)

    if hasattr(Postprocessing, "iface"):  # newer QGIS ask it for the layer tree's widget, which the tests' stand-in has not
        monkeypatch.setattr(Postprocessing, "iface", None)

    def run(**extra):
        algorithm = provider.algorithm("predict")
        project = QgsProject.instance()
        outputs = {name: tmp_path / f"{name.lower()}.tif" for name in ("OUTPUT_SOC", "OUTPUT_PROCESSES", "OUTPUT_PARAMETERS", *extra)}
        parameters = {
            "MODEL": str(model),
            "COVARIATES": covariates,
            "FORCING": str(example / "clm5_forcing.nc"),
            "DEPTHS": "0.05, 0.3",
            "PASSES": 4 if extra else 0,
            **{name: QgsProcessingOutputLayerDefinition(str(path), project) for name, path in outputs.items()},
        }
        results, fine = algorithm.run(parameters, context, feedback, {}, False)
        assert fine, feedback.said
        handleAlgorithmResults(algorithm, context, feedback, parameters=parameters)
        qtbot.wait(50)
        context.setLayersToLoadOnCompletion({})
        return results

    return run


def tree() -> dict:
    """The layer tree as names; a group is a dictionary, a layer whether it is checked."""
    from qgis.core import QgsLayerTreeGroup

    def names(group):
        return {
            node.name(): names(node) if isinstance(node, QgsLayerTreeGroup) else node.itemVisibilityChecked() for node in group.children()
        }

    return names(QgsProject.instance().layerTreeRoot())


def test_layers_are_grouped_named_with_units_and_only_one_is_shown(mapped):
    mapped()
    (title, groups), = tree().items()  # fmt: skip
    assert title == "BINN small"
    assert list(groups) == ["Soil carbon", "Processes", "Parameters"]
    by_depth = {"SOC density by depth (gC/m3)": False} if hasattr(Qgis, "RasterElevationMode") else {}
    assert groups["Soil carbon"] == {
        "SOC density at 5 cm (gC/m3)": True,
        "SOC density at 30 cm (gC/m3)": False,
        "SOC stock 0-30 cm (kgC/m2)": False,
        "SOC stock 0-100 cm (kgC/m2)": False,
        **by_depth,
    }
    assert len(groups["Processes"]) == 6
    assert len(groups["Parameters"]) == 21
    assert "tau_s3 (yr)" in groups["Parameters"]
    assert "q10" in groups["Parameters"]


def test_each_layer_shows_its_own_band_of_one_file_with_the_tables_limits(mapped):
    from binn.binn_engine.tables import value_bands

    results = mapped()
    bands = {band.name: (number, band) for number, band in enumerate(value_bands("soc", (0.05, 0.3)), start=1)}
    layers = [layer for layer in QgsProject.instance().mapLayers().values() if layer.source() == results["OUTPUT_SOC"]]
    assert len(layers) == len(bands) + hasattr(Qgis, "RasterElevationMode")  # and one of all depths
    for layer in layers:
        number, band = bands.get(layer.name().split(" (")[0], (1, bands["SOC density at 5 cm"][1]))
        renderer = layer.renderer()
        assert isinstance(renderer, QgsSingleBandPseudoColorRenderer)
        assert renderer.band() == number
        assert (renderer.classificationMin(), renderer.classificationMax()) == band.limits
    densities = {layer.renderer().classificationMax() for layer in layers if "density" in layer.name()}
    assert len(densities) == 1


def test_uncertainty_has_a_group_and_a_ramp_of_its_own(mapped):
    results = mapped(OUTPUT_SOC_SD=True, OUTPUT_SOC_QUANTILES=True)
    groups = tree()["BINN small"]
    assert len(groups["Uncertainty"]) == 4 + 4 * 3
    assert "SOC density at 5 cm q95 (gC/m3)" in groups["Uncertainty"]
    ramps = {}
    for layer in QgsProject.instance().mapLayers().values():
        if layer.source() in (results["OUTPUT_SOC"], results["OUTPUT_SOC_SD"]):
            ramps[layer.source()] = layer.renderer().shader().rasterShaderFunction().sourceColorRamp().color2().name()
    assert len(set(ramps.values())) == 2


def test_a_second_run_gets_a_group_of_its_own(mapped):
    mapped()
    mapped()
    assert list(tree()) == ["BINN small (2)", "BINN small"]


def test_a_raster_opens_styled_from_the_file_beside_it(mapped):
    results = mapped()
    for name, limits in (("OUTPUT_SOC", (0.0, 60000.0)), ("OUTPUT_PARAMETERS", (3e-5, 5e-4)), ("OUTPUT_PROCESSES", (0.0, 800.0))):
        assert Path(results[name]).with_suffix(".qml").is_file()
        renderer = QgsRasterLayer(results[name], "opened by hand").renderer()
        assert isinstance(renderer, QgsSingleBandPseudoColorRenderer)
        assert (renderer.classificationMin(), renderer.classificationMax()) == pytest.approx(limits)


def test_ends_of_the_limits_get_the_ends_of_the_ramp(qgis_app):
    from binn.binn_engine.tables import value_bands
    from binn.ui.layers.styles import band_renderer, colour_ramp

    band = value_bands("soc")[0]
    renderer = band_renderer(None, 1, band, "Viridis")
    function = renderer.shader().rasterShaderFunction()
    ramp = colour_ramp("Viridis")
    for value, colour in ((0.0, ramp.color1()), (60000.0, ramp.color2()), (1e6, ramp.color2()), (30000.0, ramp.color(0.5))):
        shown, red, green, blue, _ = function.shade(value)
        assert shown
        assert (red, green, blue) == pytest.approx((colour.red(), colour.green(), colour.blue()), abs=3)


def test_the_legend_carries_the_unit(qgis_app):
    from binn.binn_engine.tables import value_bands
    from binn.ui.layers.styles import band_renderer

    renderer = band_renderer(None, 1, value_bands("soc")[0], "Viridis")
    function = renderer.shader().rasterShaderFunction()
    assert function.legendSettings().suffix() == " gC/m3"


def test_every_ramp_of_the_tables_is_in_qgis(qgis_app):
    from binn.binn_engine.tables import PRODUCTS
    from qgis.core import QgsStyle

    assert {product.ramp for product in PRODUCTS} <= set(QgsStyle.defaultStyle().colorRampNames())


def test_a_ramp_that_was_deleted_is_replaced(qgis_app):
    from binn.ui.layers.styles import colour_ramp

    assert colour_ramp("No such ramp").color1().name() == "#440154"


def test_bands_have_names_units_and_one_nodata_value(mapped):
    from osgeo import gdal

    results = mapped()
    for path in results.values():
        data = gdal.Open(path)
        bands = [data.GetRasterBand(number) for number in range(1, data.RasterCount + 1)]
        assert {band.GetNoDataValue() for band in bands} == {-9999.0}
        assert all(band.GetDescription() and band.GetUnitType() for band in bands)


def test_the_icon_is_drawn(qgis_app):
    from binn.ui.icons import ICON_PATH, binn_icon

    assert ICON_PATH.is_file()
    image = binn_icon().pixmap(32, 32).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(32) for y in range(32)}
    assert len(colours) > 5


def test_the_example_loads_its_points_and_covariates_when_asked(provider, context, feedback, engine_python, tmp_path):
    results, fine = provider.algorithm("exampledata").run(
        {"OUTPUT": str(tmp_path / "example"), "PROFILES": 100, "SIZE": 16, "LOAD": True}, context, feedback, {}, False
    )
    assert fine, feedback.said
    names = {Path(path).name for path in context.layersToLoadOnCompletion()}
    assert "soc_profiles.gpkg" in names
    assert len(names) > 8
    assert not any("truth" in name for name in names)
    assert Path(results["OUTPUT"], "clm5_forcing.nc").is_file()


def test_parameters_that_rest_on_the_prior_say_so_in_name_and_metadata(mapped):
    """A name of its own in the tree, and in the layer's metadata what it rests on; maps of processes say nothing of the kind."""
    mapped()
    layers = {layer.name(): layer for layer in QgsProject.instance().mapLayers().values()}
    named = [name for name in layers if name.endswith(": prior, not data")]
    assert any(name.startswith("tau_cwd") for name in named)
    assert "Based on: prior, not data" in layers[named[0]].metadata().abstract()
    (run,) = {layer.customProperty("binn/run") for layer in layers.values()}
    assert run
    assert all("Based on" not in layer.metadata().abstract() for name, layer in layers.items() if "SOC" in name)
