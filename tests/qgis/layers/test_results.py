"""Results on the canvas: styles with the tables' limits, one layer a band, grouped."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from qgis.core import Qgis, QgsProject, QgsRasterLayer, QgsSingleBandPseudoColorRenderer
from shown import load_results, tree


@dataclass(frozen=True)
class Look:
    """How a layer is shown: its file and band, the limits and the last colour of its ramp; its metadata's abstract, and its run."""

    source: str
    band: int
    limits: tuple[float, float]
    last_colour: str
    abstract: str
    run: str


@dataclass(frozen=True)
class Shown:
    """What the toolbox has loaded: the algorithm's results, the layer tree as names, and how each layer looks, by its name."""

    results: dict[str, str]
    tree: dict
    layers: dict[str, Look]


@pytest.fixture(scope="module")
def two_runs(qgis_app, engine_python, example, covariates, model, tmp_path_factory) -> list[Shown]:
    """What is shown after a mapping as the toolbox runs it, and after a second one, with uncertainty, in the same project."""
    from binn import classFactory
    from qgis.core import QgsApplication

    project = QgsProject.instance()
    project.clear()
    plugin = classFactory(None)
    plugin.initProcessing()
    algorithm = QgsApplication.processingRegistry().providerById("binn").algorithm("predict")
    inputs = {"MODEL": str(model), "COVARIATES": covariates, "FORCING": str(example / "clm5_forcing.nc"), "DEPTHS": "0.05, 0.3"}
    maps = ("OUTPUT_SOC", "OUTPUT_PROCESSES", "OUTPUT_PARAMETERS")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BINN_ENGINE_PYTHON", str(engine_python))
        found = []
        for passes, names in ((0, maps), (4, (*maps, "OUTPUT_SOC_SD", "OUTPUT_SOC_QUANTILES"))):
            outputs = {name: str(tmp_path_factory.mktemp("maps") / f"{name.lower()}.tif") for name in names}
            found.append(loaded(patch, algorithm, {**inputs, "PASSES": passes}, outputs))
    plugin.unload()
    project.clear()
    return found


def loaded(patch: pytest.MonkeyPatch, algorithm, inputs: dict, outputs: dict[str, str]) -> Shown:
    """What is shown once the toolbox has run an algorithm and loaded its outputs."""
    results, _ = load_results(patch, algorithm, inputs, outputs)
    own = [layer for layer in QgsProject.instance().mapLayers().values() if layer.source() in outputs.values()]
    return Shown(results, tree(), {layer.name(): look_of(layer) for layer in own})


def look_of(layer) -> Look:
    """How a layer is shown."""
    renderer = layer.renderer()
    assert isinstance(renderer, QgsSingleBandPseudoColorRenderer)
    limits = renderer.classificationMin(), renderer.classificationMax()
    last_colour = renderer.shader().rasterShaderFunction().sourceColorRamp().color2().name()
    return Look(layer.source(), renderer.band(), limits, last_colour, layer.metadata().abstract(), layer.customProperty("binn/run"))


def test_layers_are_grouped_named_with_units_and_only_one_is_shown(two_runs):
    (title, groups), = two_runs[0].tree.items()  # fmt: skip
    assert title == "BINN small"
    assert list(groups) == ["Soil carbon", "Processes", "Parameters"]
    by_depth = {"SOC density by depth (gC/m³)": False} if hasattr(Qgis, "RasterElevationMode") else {}
    assert groups["Soil carbon"] == {
        "SOC density at 5 cm (gC/m³)": False,
        "SOC density at 30 cm (gC/m³)": False,
        "SOC stock 0-30 cm (kgC/m²)": True,
        "SOC stock 0-100 cm (kgC/m²)": False,
        **by_depth,
    }
    assert list(groups["Soil carbon"])[:2] == ["SOC stock 0-30 cm (kgC/m²)", "SOC stock 0-100 cm (kgC/m²)"]  # the one that is shown first
    assert len(groups["Processes"]) == 6
    assert "Carbon transfer efficiency" in groups["Processes"]
    *informed, prior = groups["Parameters"]
    assert prior == "From the prior, not from data"
    assert len(informed) + len(groups["Parameters"][prior]) == 21
    names = [*informed, *groups["Parameters"][prior]]
    assert "tau_s3: turnover time of passive soil carbon (yr)" in names
    assert "q10: temperature sensitivity" in names
    assert not any("prior" in name for name in names)  # the group says it
    assert max(map(len, names)) <= 60


def test_each_layer_shows_its_own_band_of_one_file_within_the_limits_of_the_map(two_runs):
    from binn.binn_engine.bands import value_bands
    from binn.ui.layers.limits import band_limits

    bands = {band.name: (number, band) for number, band in enumerate(value_bands("soc", (0.05, 0.3)), start=1)}
    layers = {name: look for name, look in two_runs[0].layers.items() if look.source == two_runs[0].results["OUTPUT_SOC"]}
    assert len(layers) == len(bands) + hasattr(Qgis, "RasterElevationMode")  # and one of all depths
    limits = band_limits(two_runs[0].results["OUTPUT_SOC"], value_bands("soc", (0.05, 0.3)))
    for name, look in layers.items():
        number, band = bands.get(name.split(" (")[0], (1, bands["SOC density at 5 cm"][1]))
        assert look.band == number
        assert look.limits == (limits[number - 1].low, limits[number - 1].high) != band.limits
    assert len({look.limits for name, look in layers.items() if "density" in name}) == 1


def test_uncertainty_has_a_group_and_a_ramp_of_its_own(two_runs):
    results, groups = two_runs[1].results, two_runs[1].tree["BINN small (2)"]
    uncertainty = groups["Uncertainty"]
    assert {name: len(layers) for name, layers in uncertainty.items()} == {"SOC: uncertainty (sd)": 4, "SOC: quantiles": 4 * 3}
    assert "SOC density at 5 cm, q95 (gC/m³)" in uncertainty["SOC: quantiles"]
    ramps = {look.source: look.last_colour for look in two_runs[1].layers.values()}
    assert ramps[results["OUTPUT_SOC"]] != ramps[results["OUTPUT_SOC_SD"]]


def test_below_the_uncertainty_soc_comes_first_then_processes_then_parameters_with_short_names(qgis_app):
    """Whatever is loaded first: QGIS goes by the names of the files. A layer tree of usual width shows some forty letters."""
    from binn.binn_engine.bands import product_bands
    from binn.binn_engine.tables import DEFAULT_DEPTHS_M, PRODUCT_BY_NAME
    from binn.ui.layers.titles import MAP_TITLES, tree_title
    from binn.ui.layers.tree import RunGroup
    from qgis.PyQt.QtCore import QCoreApplication

    project, run = QgsProject.instance(), RunGroup("BINN hills")
    project.clear()
    wanted = ("soc_sd", "soc_quantiles", "processes_sd", "processes_quantiles", "parameters_sd", "parameters_quantiles")
    for product in sorted(wanted):
        layer = QgsRasterLayer("", product, "gdal", QgsRasterLayer.LayerOptions(False))
        project.addMapLayer(layer, False)
        run.add(("Uncertainty", MAP_TITLES[product]), [layer.id()], project)
        QCoreApplication.processEvents()
        bands = product_bands(PRODUCT_BY_NAME[product], DEFAULT_DEPTHS_M, (0.05, 0.5, 0.95))
        assert max(len(tree_title(band)) for band in bands) <= 40
    assert list(tree()["BINN hills"]["Uncertainty"]) == [MAP_TITLES[product] for product in wanted]
    project.clear()


def test_a_second_run_gets_a_group_of_its_own(two_runs):
    assert list(two_runs[1].tree) == ["BINN small (2)", "BINN small"]


def test_a_raster_opens_styled_from_the_file_beside_it(two_runs):
    from binn.ui.layers.limits import band_limits
    from binn.ui.layers.limits_choice import table_bands

    results = two_runs[0].results
    for name in ("OUTPUT_SOC", "OUTPUT_PARAMETERS", "OUTPUT_PROCESSES"):
        assert Path(results[name]).with_suffix(".qml").is_file()
        layer = QgsRasterLayer(results[name], "opened by hand")  # the renderer goes with it
        renderer = layer.renderer()
        assert isinstance(renderer, QgsSingleBandPseudoColorRenderer)
        limits = band_limits(results[name], table_bands(results[name]))[0]
        assert (renderer.classificationMin(), renderer.classificationMax()) == pytest.approx((limits.low, limits.high))


def test_ends_of_the_limits_get_the_ends_of_the_ramp(qgis_app):
    from binn.binn_engine.bands import value_bands
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
    from binn.binn_engine.bands import value_bands
    from binn.ui.layers.styles import band_renderer

    renderer = band_renderer(None, 1, value_bands("soc")[0], "Viridis")
    function = renderer.shader().rasterShaderFunction()
    assert [item.label for item in function.colorRampItemList()][::4] == ["0 gC/m³", "60000 gC/m³"]


def test_every_ramp_of_the_tables_is_in_qgis(qgis_app):
    from binn.binn_engine.tables import PRODUCTS
    from qgis.core import QgsStyle

    assert {product.ramp for product in PRODUCTS} <= set(QgsStyle.defaultStyle().colorRampNames())


def test_a_ramp_that_was_deleted_is_replaced(qgis_app):
    from binn.ui.layers.styles import colour_ramp

    assert colour_ramp("No such ramp").color1().name() == "#440154"


def test_bands_have_names_units_and_one_nodata_value(two_runs):
    from osgeo import gdal

    for path in two_runs[0].results.values():
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


def test_parameters_that_rest_on_the_prior_say_so_in_their_group_and_metadata(two_runs):
    """A group of their own in the tree, and in the layer's metadata what it rests on; maps of processes say nothing of the kind."""
    layers = two_runs[0].layers
    named = list(two_runs[0].tree["BINN small"]["Parameters"]["From the prior, not from data"])
    assert any(name.startswith("tau_cwd") for name in named)
    assert all("Based on: prior, not data" in layers[name].abstract for name in named)
    (run,) = {look.run for look in layers.values()}
    assert run
    assert all("Based on" not in look.abstract for name, look in layers.items() if "SOC" in name)
