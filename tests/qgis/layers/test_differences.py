"""The rasters of a comparison's differences: loaded by the toolbox, one layer a band that differs, around zero."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from landscape import write_landscape
from osgeo import gdal
from qgis.core import QgsProject, QgsRasterLayer
from shown import load_results, tree


@pytest.fixture(scope="module")
def compared(qgis_app, engine_python, tmp_path_factory):
    """The tree and the layers after two maps were compared, and the results."""
    from binn import classFactory
    from qgis.core import QgsApplication

    folder = tmp_path_factory.mktemp("compared")
    first = write_landscape(folder / "first", 24, ("processes", "parameters"))
    second = write_landscape(folder / "second", 24, ("processes", "parameters"))
    for kind, factor in (("processes", 1.2), ("parameters", 0.9)):
        scale(Path(second[kind]), factor)
    QgsProject.instance().clear()
    plugin = classFactory(None)
    plugin.initProcessing()
    algorithm = QgsApplication.processingRegistry().providerById("binn").algorithm("compare").create()
    parameters = {
        "FIRST_RASTERS": list(first.values()),
        "SECOND_RASTERS": list(second.values()),
        "FIRST_NAME": "Alpha",
        "SECOND_NAME": "Beta",
        "BLOCK_DEGREES": 0.002,
        "REPORT": str(folder / "alpha_beta.html"),
        "OUTPUT_PROCESSES_DIFFERENCE": str(folder / "processes_difference.tif"),
        "OUTPUT_PARAMETERS_DIFFERENCE": str(folder / "parameters_difference.tif"),
    }
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BINN_ENGINE_PYTHON", str(engine_python))
        results, log = load_results(patch, algorithm, parameters, {})
    yield results, tree(), list(QgsProject.instance().mapLayers().values()), log
    plugin.unload()
    QgsProject.instance().clear()


def scale(path: Path, factor: float) -> None:
    """Multiply the values of a raster; not of plant carbon input, which is the same in two models of one forcing."""
    from osgeo import gdal

    shutil.copy(path, path.with_suffix(".old.tif"))
    file = gdal.Open(str(path), gdal.GA_Update)
    for number in range(1, file.RasterCount + 1):
        band = file.GetRasterBand(number)
        if band.GetDescription() == "plant_carbon_input":
            continue
        values = band.ReadAsArray()
        values[values != band.GetNoDataValue()] *= factor
        band.WriteArray(values)
    del file


def test_the_differences_are_loaded_in_a_group_of_their_run(compared):
    _, names, _, _ = compared
    assert list(names) == ["BINN Beta minus Alpha"]
    groups = names["BINN Beta minus Alpha"]
    assert list(groups) == ["Processes", "Parameters"]
    assert "Carbon transfer efficiency: difference" in groups["Processes"]
    assert "Vertical transport: difference (1/yr)" in groups["Processes"]
    assert len(groups["Processes"]) == 5
    assert len(groups["Parameters"]) == 21
    assert sum(shown for group in groups.values() for shown in group.values()) == 1


def test_what_is_the_same_in_both_models_is_told_and_the_first_map_shows_what_differs(compared):
    _, names, layers, log = compared
    groups = names["BINN Beta minus Alpha"]
    assert not any(name.startswith("Plant carbon input") for name in groups["Processes"])
    (seen,) = (name for group in groups.values() for name, shown in group.items() if shown)
    (layer,) = (layer for layer in layers if layer.name() == seen)
    found = layer.dataProvider().bandStatistics(layer.renderer().band())
    assert found.minimumValue < found.maximumValue
    assert "the same values everywhere: Plant carbon input." in log


def test_their_colours_are_as_far_below_zero_as_above(compared):
    from binn.binn_engine.tables import CHANGE_RAMP as RAMP
    from binn.ui.layers.styles import colour_ramp

    _, _, layers, _ = compared
    bands = set()
    for layer in layers:
        renderer = layer.renderer()
        assert renderer.classificationMin() == -renderer.classificationMax() < 0
        items = renderer.shader().rasterShaderFunction().colorRampItemList()
        assert [item.value for item in items][2] == 0.0
        assert items[2].color == colour_ramp(RAMP).color(0.5)
        bands.add((layer.source(), renderer.band()))
    assert len(bands) == 26
    (changed,) = (layer for layer in layers if layer.name().startswith("Vertical transport"))
    assert changed.metadata().abstract().startswith("Beta minus Alpha. ")
    assert changed.renderer().classificationMax() < 0.15  # of a fifth of the map, not of the whole map


def test_a_raster_of_differences_opens_styled_by_hand(compared):
    results, _, _, _ = compared
    layer = QgsRasterLayer(results["OUTPUT_PROCESSES_DIFFERENCE"], "by hand")
    assert layer.renderer().band() > 1  # the first band is the same in both
    assert layer.renderer().classificationMin() < 0 < layer.renderer().classificationMax()


def test_the_differences_of_a_past_run_open_from_the_list_of_runs(compared):
    from binn.ui.runs.maps_of_runs import open_maps, pages_of_run
    from binn.ui.runs.past_runs import read_run
    from qgis.PyQt.QtCore import QCoreApplication

    results, _, _, _ = compared
    (record,) = Path(results["REPORT"]).parent.glob("*.compare.run.json")
    run = read_run(record)
    (page,) = pages_of_run(run)
    assert page.name == "differences"
    assert page.title == "Differences: Beta minus Alpha"
    assert [part.labels[2] for part in page.parts] == ["0"] * 5
    open_maps(run, QgsProject.instance())
    QCoreApplication.processEvents()
    assert len(tree()["BINN Beta minus Alpha (2)"]["Processes"]) == 5


def test_maps_that_are_equal_everywhere_are_told_where_they_are_opened_from_the_list_of_runs(compared, tmp_path):
    from binn.ui.runs.maps_of_runs import open_maps
    from binn.ui.runs.past_runs import read_run

    results, _, _, _ = compared
    (record,) = Path(results["REPORT"]).parent.glob("*.compare.run.json")
    run = read_run(record)
    equal = {}
    for name, path in run.outputs.items():
        if name.endswith("_difference"):
            equal[name] = shutil.copy(path, tmp_path)
            file = gdal.Open(equal[name], gdal.GA_Update)
            for number in range(1, file.RasterCount + 1):
                file.GetRasterBand(number).Fill(0.0)
            file = None
    before = len(QgsProject.instance().mapLayers())
    assert open_maps(replace(run, outputs=equal), QgsProject.instance()).startswith("The maps of the two models are equal everywhere")
    assert len(QgsProject.instance().mapLayers()) == before


def test_without_a_project_nothing_is_loaded(qgis_app, tmp_path):
    from binn.ui.layers.differences import present_differences
    from qgis.core import QgsProcessingContext, QgsProcessingFeedback

    context = QgsProcessingContext()
    present_differences({"processes": str(tmp_path / "none.tif")}, ("a", "b"), context, QgsProcessingFeedback(False))
    assert not context.layersToLoadOnCompletion()
