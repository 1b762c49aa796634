"""Where results go: proposed in the project's folder, told of where QGIS deletes them, grouped under a name that means something."""

from __future__ import annotations

from pathlib import Path

import pytest
from qgis.core import QgsProcessing, QgsProcessingMultiStepFeedback, QgsProcessingUtils, QgsProject

ZONES = {"OUTPUT": ".gpkg", "OUTPUT_REPORT": ".html"}


def defaults(provider, name: str) -> dict[str, object]:
    """The defaults of an algorithm's outputs."""
    algorithm = provider.algorithm(name).create()
    return {row.name(): row.defaultValue() for row in algorithm.destinationParameterDefinitions()}


@pytest.fixture
def saved(context, tmp_path):
    """The folder of a saved project."""
    QgsProject.instance().setFileName(str(tmp_path / "soils.qgz"))
    return tmp_path


def test_results_are_proposed_in_the_folder_of_the_project_under_free_names(provider, saved):
    assert defaults(provider, "train")["MODEL"] == str(saved / "train_model.safetensors")
    (saved / "train_model.safetensors").touch()
    assert defaults(provider, "train")["MODEL"] == str(saved / "train_model_2.safetensors")
    maps = defaults(provider, "predict")
    assert maps["OUTPUT_FOLDER"] == str(saved / "predict_maps")
    assert maps["OUTPUT_SOC"] is None
    (saved / "predict_maps").mkdir()
    assert defaults(provider, "predict")["OUTPUT_FOLDER"] == str(saved / "predict_maps_2")
    assert {name: Path(defaults(provider, "zonal")[name]).suffix for name in ZONES} == ZONES


def test_nothing_is_proposed_without_a_saved_project_or_a_desktop(provider, context, tmp_path, monkeypatch):
    from qgis import utils

    assert set(defaults(provider, "train").values()) == {None}
    QgsProject.instance().setFileName(str(tmp_path / "soils.qgz"))
    monkeypatch.setattr(utils, "iface", None)
    assert set(defaults(provider, "train").values()) == {None}


def test_maps_and_the_spread_of_soc_are_made_unless_they_are_unticked(provider):
    algorithm = provider.algorithm("predict").create()
    made = {row.name() for row in algorithm.destinationParameterDefinitions() if row.createByDefault()}
    assert made == {"OUTPUT_FOLDER"}
    assert algorithm.parameterDefinition("MAPS").defaultValue() == [0, 1]
    assert algorithm.parameterDefinition("PASSES").defaultValue() == 20


def test_passes_are_made_for_a_map_of_uncertainty_only(provider, context, covariates, example, model, tmp_path):
    from binn.ui.algorithms.shared.base import job_values
    from binn.ui.algorithms.shared.parameters import Call

    algorithm = provider.algorithm("predict").create()
    (passes,) = (row for row in algorithm.declared if row.name == "PASSES")
    wanted = {"OUTPUT_SOC_SD": str(tmp_path / "sd.tif")}
    for given, expected in (({}, {}), (wanted, {"passes": 20}), ({**wanted, "PASSES": 7}, {"passes": 7}), ({"PASSES": 7}, {"passes": 7})):
        assert job_values([passes], Call(algorithm, given, context)) == expected


@pytest.mark.parametrize("step_of_a_model", [False, True])
def test_temporary_results_are_told_of(provider, context, feedback, covariates, example, step_of_a_model):
    parameters = {
        "GRID": covariates[0],
        "FORCING": str(example / "clm5_forcing.nc"),
        "OUTPUT_SOC": QgsProcessing.TEMPORARY_OUTPUT,
    }
    told = QgsProcessingMultiStepFeedback(1, feedback) if step_of_a_model else feedback
    _, fine = provider.algorithm("simulate").create().run(parameters, context, told)
    assert fine, feedback.said
    warned = [text for text in feedback.said["warning"] if "Temporary results" in text]
    assert len(warned) == (0 if step_of_a_model else 1)
    assert all("Soil carbon" in text for text in warned)


def test_layers_of_a_temporary_model_are_grouped_under_the_time(qgis_app):
    from binn.ui.layers.places import run_title

    assert run_title("/data/new_york.safetensors") == "BINN new_york"
    title = run_title(f"{QgsProcessingUtils.tempFolder()}/ab12/MODEL.safetensors")
    assert "MODEL" not in title
    assert title.startswith("BINN 20")


def test_no_page_or_list_names_the_file_of_a_temporary_model(qgis_app, tmp_path):
    """Its name was made up, and its folder is gone, also that of an earlier session of QGIS."""
    from binn.ui.layers.places import is_temporary
    from binn.ui.layers.products import product_sets
    from binn.ui.printing.layouts import make_layout
    from binn.ui.printing.pages import pages_of, title_of
    from landscape import write_landscape
    from osgeo import gdal
    from qgis.core import QgsLayoutItemLabel

    maps = write_landscape(tmp_path / "maps", 8, ("soc",))
    raster = gdal.Open(maps["soc"], gdal.GA_Update)
    raster.SetMetadataItem("model", "/tmp/processing_AbCdEf/0a1b2c/MODEL.safetensors")
    del raster
    assert is_temporary("/tmp/processing_AbCdEf/0a1b2c/MODEL.safetensors")
    assert not is_temporary("/data/processing/new_york.safetensors")
    assert title_of(maps) == "BINN soc"
    (page,) = pages_of(maps)
    layout = make_layout(page, title_of(maps), QgsProject.instance()).layout
    told = " ".join(item.text() for item in layout.items() if isinstance(item, QgsLayoutItemLabel))
    assert "Model: a temporary file, not kept." in told
    assert "MODEL" not in told
    assert "processing_" not in told
    (run,) = product_sets([(maps["soc"], "")])
    assert run.title == "maps"
