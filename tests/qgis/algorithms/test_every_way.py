"""Every algorithm in every way that QGIS has: its dialog, batch, models, ``qgis_process``; all files in a folder that tries every sign.

The quick tests hold that each way asks for the same job, down to the last setting, and run by ``qgis_process`` what is not run so
elsewhere. The slow ones (``-m slow``) run every algorithm for real in each of the four ways.
"""

from __future__ import annotations

import csv
import inspect
import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import run_engine

PUBLISHED = json.loads(Path(__file__).parent.with_name("published_interface.json").read_text(encoding="utf-8"))
ALGORITHMS = sorted(name.removeprefix("binn:") for name in PUBLISHED)
# Those that no other test runs by qgis_process.
BY_QGIS_PROCESS = ("predicttiles", "zonal", "setupengine", "prepare_profiles")


@pytest.fixture(scope="session")
def land(example, model, tmp_path_factory) -> Path:
    """The example and a model, moved to a folder that tries every sign, with a raster table of tiles and polygons beside them."""
    from osgeo import gdal, ogr, osr

    folder = tmp_path_factory.mktemp("every_way") / "Größe ü 土 (1)"
    shutil.copytree(example, folder)
    shutil.copy(model, folder / "model.safetensors")
    rasters = sorted(path.name for path in (folder / "covariates").glob("*.tif"))
    (folder / "tiles.csv").write_text("tile,paths\nfirst," + ";".join(f"covariates/{name}" for name in rasters) + "\n", encoding="utf-8")
    with (folder / "soc_profiles.csv").open(encoding="utf-8", newline="") as file:
        places = list({row["profile_id"]: (row["lon"], row["lat"]) for row in csv.DictReader(file)}.values())[::8]
    rows = [f"{number},{lon},{lat},0,10,2005,{60 - number}" for number, (lon, lat) in enumerate(places)]
    text = "\n".join(["profile_id,lon,lat,top_cm,bottom_cm,year,d14c_permil", *rows])
    (folder / "c14.csv").write_text(f"{text}\n", encoding="utf-8")
    grid = gdal.Open(str(folder / "truth_soc.tif"))
    west, step, _, north, _, down = grid.GetGeoTransform()
    system = osr.SpatialReference(wkt=grid.GetProjection())
    polygons = ogr.GetDriverByName("GPKG").CreateDataSource(str(folder / "zones.gpkg"))
    layer = polygons.CreateLayer("zones", system, ogr.wkbPolygon)
    for number in range(2):
        left = west + (2 + 10 * number) * step
        right, top, bottom = left + 8 * step, north + 4 * down, north + 12 * down
        corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
        feature = ogr.Feature(layer.GetLayerDefn())
        text = ", ".join(f"{x} {y}" for x, y in [*corners, corners[0]])
        feature.SetGeometry(ogr.CreateGeometryFromWkt(f"POLYGON(({text}))"))
        layer.CreateFeature(feature)
    del feature, layer, polygons, grid
    return folder


@pytest.fixture
def call(land, engine_python, tmp_path_factory):
    """The values that an algorithm is called with, by its name; what it writes goes to a new folder of the same kind."""
    out = tmp_path_factory.mktemp("out") / "Größe ü 土 (1)"
    out.mkdir()
    rasters = sorted(str(path) for path in (land / "covariates").glob("*.tif"))
    forcing, model, points = str(land / "clm5_forcing.nc"), str(land / "model.safetensors"), str(land / "soc_profiles.gpkg")
    truth = {name: str(land / f"truth_{name}.tif") for name in ("soc", "processes")}
    inputs = {"OBSERVATIONS": points, "COVARIATES": rasters, "FORCING": forcing}
    learning = {**inputs, "EPOCHS": 1, "HIDDEN": "8", "MEMBERS": 1, "TEACHER": "none"}
    folds, written = {"FOLDS": 2, "REPORT": str(out / "report.html")}, {"MODEL": str(out / "model.safetensors")}
    calls: dict[str, dict[str, Any]] = {
        "exampledata": {"PROFILES": 100, "SIZE": 24, "SEED": 1, "LOAD": False, "OUTPUT": str(out / "example")},
        "build_forcing": _normals(out),
        "prepare_profiles": {"OBSERVATIONS": points, "OUTPUT": str(out / "clean.gpkg"), "OUTPUT_REPORT": str(out / "clean.html")},
        "prepare_radiocarbon": {"OBSERVATIONS": str(land / "c14.csv"), "OUTPUT": str(out / "c14.gpkg")},
        "train": {**learning, **written, "RADIOCARBON": str(land / "c14.csv"), "REPORT": str(out / "train.html")},
        "crossvalidate": {**learning, **folds, **written},
        "recovery": {**learning, **folds, "LEARNED": "tau_s3", "TRUTHS": 1, "NOISE": 0.1, "CONTROL": False},
        "calibration": {**learning, **folds, **written, "PASSES": 2, "TWINS": 1, "TEST_TWINS": 0, "COMPARE_RANDOM": False},
        "evaluate": {**inputs, "MODEL": model, "ALLOW_TRAINING_PROFILES": True, "OUTPUT_SCORES": str(out / "scores.json")},
        "predict": {
            "MODEL": model, "COVARIATES": rasters, "FORCING": forcing, "PASSES": 2, "DEPTHS": "0.1, 0.5",
            "OUTPUT_SOC": str(out / "soc.tif"), "OUTPUT_SOC_SD": str(out / "soc_sd.tif"),
        },
        "predicttiles": {
            "TILES": str(land / "tiles.csv"), "PATH_FIELDS": "paths", "NAME_FIELD": "tile", "MODEL": model, "FORCING": forcing, "PASSES": 0,
            "MAPS": [0], "OUTPUT": str(out / "tiles"),
        },
        "zonal": {
            "POLYGONS": str(land / "zones.gpkg"), "SOC": truth["soc"], "OUTPUT": str(out / "z.gpkg"), "OUTPUT_REPORT": str(out / "z.html"),
        },
        "simulate": {"FORCING": forcing, "GRID": truth["soc"], "VALUES": "tau_s3=400", "OUTPUT_SOC": str(out / "soc.tif")},
        "statistical_map": {**inputs, "METHOD": "boosting", "OUTPUT_SOC": str(out / "soc.tif"), "OUTPUT_SOC_SD": str(out / "soc_sd.tif")},
        "setupengine": {"PYTHON": str(engine_python)},
    }  # fmt: skip
    calls["project"] = _scenario(calls["predict"], land, out)
    calls |= _bayesian(inputs, model, land, out)
    missing = set(ALGORITHMS) - set(calls)
    assert not missing, f"add calls with sound values of these algorithms here: {sorted(missing)}"
    return calls.__getitem__


def _bayesian(inputs: dict[str, Any], model: str, land: Path, out: Path) -> dict[str, dict[str, Any]]:
    """What the algorithms of PRODA are called with."""
    rasters, forcing = inputs["COVARIATES"], inputs["FORCING"]
    return {
        "proda_invert": {
            "OBSERVATIONS": inputs["OBSERVATIONS"], "FORCING": forcing, "STEPS": 400, "WARM_UP": 200, "PROCESSES": 1,
            "CHAINS_FOLDER": str(out / "chains"), "REPORT": str(out / "invert.html"),
        },
        "proda_upscale": {
            "CHAINS_FOLDER": str(land / "chains"), "COVARIATES": rasters, "FORCING": forcing, "EPOCHS": 1, "HIDDEN": "8", "MEMBERS": 1,
            "MAX_RHAT": 99.0, "MIN_NSE": -99.0, "MODEL": str(out / "model.safetensors"), "REPORT": str(out / "upscale.html"),
        },
        "compare": {
            "FIRST": model, "SECOND": model, "COVARIATES": rasters, "FORCING": forcing, "PASSES": 2, "BLOCK_DEGREES": 0.2,
            "REPORT": str(out / "compare.html"),
        },
    }  # fmt: skip


def _scenario(predict: dict[str, Any], land: Path, out: Path) -> dict[str, Any]:
    """What a projection is called with, from the inputs of a prediction."""
    inputs = {name: predict[name] for name in ("MODEL", "COVARIATES", "FORCING", "PASSES")}
    outputs = {"OUTPUT_CHANGE_100": str(out / "change.tif"), "OUTPUT_CSV": str(out / "years.csv")}
    return {**inputs, "YEARS": "2030, 2050", "WARMING": 2, "RAMP_YEARS": 10, "POLYGONS": str(land / "zones.gpkg"), **outputs}


def _normals(out: Path) -> dict[str, Any]:
    """What a forcing is built from: twelve months and a soil, of four by three pixels."""
    from osgeo import gdal, osr

    def raster(name: str, *values: float) -> str:
        made = gdal.GetDriverByName("GTiff").Create(str(out / name), 4, 3, len(values), gdal.GDT_Float32)
        made.SetGeoTransform((-76.0, 0.5, 0.0, 44.5, 0.0, -0.5))
        system = osr.SpatialReference()
        system.ImportFromEPSG(4326)
        made.SetProjection(system.ExportToWkt())
        for number, value in enumerate(values, start=1):
            made.GetRasterBand(number).Fill(value)
        return str(out / name)

    return {
        "TEMPERATURE": raster("tavg.tif", 268, 269, 274, 281, 287, 292, 295, 294, 290, 283, 277, 271), "TEMPERATURE_UNIT": "K",
        "PRECIPITATION": raster("prec.tif", *[85.0] * 12), "NPP": raster("npp.tif", 450.0), "TEXTURE_UNIT": "%",
        "SAND": raster("sand.tif", 43.0), "CLAY": raster("clay.tif", 18.0), "OUTPUT_FORCING": str(out / "forcing.nc"),
    }  # fmt: skip


@pytest.fixture
def chains(land) -> Path:
    """Chains of an inversion, made once, for what is upscaled from them."""
    folder = land / "chains"
    if not folder.is_dir():
        inputs = ("--observations", land / "soc_profiles.gpkg", "--forcing", land / "clm5_forcing.nc")
        run_engine("proda-invert", *inputs, "--chains-folder", folder, "--steps", 400, "--warm-up", 200, "--processes", 1)
    return folder


@pytest.fixture
def desktop(qgis_app, monkeypatch):
    """What a dialog asks of the desktop and pytest-qgis has no more than a stand-in for."""
    from qgis.gui import QgsBrowserGuiModel
    from qgis.utils import iface

    browser = QgsBrowserGuiModel()
    monkeypatch.setattr(iface, "browserModel", lambda: browser)
    yield
    browser.deleteLater()


def settings(algorithm, values: dict, context, folder: Path) -> dict[str, Any]:
    """The job that an algorithm would run with these values; they must be acceptable."""
    from binn.ui.algorithms.shared.base import job_values
    from binn.ui.algorithms.shared.parameters import Call

    fine, why = algorithm.checkParameterValues(values, context)
    assert fine, why
    return job_values(algorithm.declared, Call(algorithm, values, context, folder))


def same(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Both ask for the same; a file may be written though the caller did not name it, as the dialog proposes."""
    assert {name: found.get(name) for name in wanted} == wanted


@pytest.fixture
def ready(call, provider, land):
    """An algorithm by name with the values for it; what must be there before is put there."""

    def get(name: str):
        if name == "proda_upscale":
            (land / "chains").mkdir(exist_ok=True)
        return provider.algorithm(name).create(), call(name)

    return get


def test_the_provider_has_no_algorithm_that_is_not_tried(provider):
    assert {algorithm.name() for algorithm in provider.algorithms()} == set(ALGORITHMS)


@pytest.mark.parametrize("name", ALGORITHMS)
def test_the_dialog_asks_for_the_job_that_its_widgets_show(ready, desktop, context, tmp_path, name):
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    algorithm, values = ready(name)
    dialog = AlgorithmDialog(algorithm)
    dialog.setParameters(values)
    shown = dialog.createProcessingParameters()
    same(settings(algorithm, shown, context, tmp_path), settings(algorithm, values, context, tmp_path))
    dialog.close()


@pytest.mark.parametrize("name", ALGORITHMS)
def test_a_row_of_a_batch_asks_for_the_same_job(ready, desktop, context, tmp_path, name):
    from processing.gui.BatchAlgorithmDialog import BatchAlgorithmDialog

    algorithm, values = ready(name)
    dialog = BatchAlgorithmDialog(algorithm)
    panel = dialog.mainWidget()
    for definition in algorithm.parameterDefinitions():
        if definition.name() in values:
            column = panel.parameter_to_column[definition.name()]
            if definition.isDestination():
                panel.tblParameters.cellWidget(1, column).setValue(values[definition.name()])
            else:
                panel.wrappers[0][column].setParameterValue(values[definition.name()], context)
    # Newer releases want the context too.
    wanted = {"context": context} if "context" in inspect.signature(panel.parametersForRow).parameters else {}
    shown, fine = panel.parametersForRow(0, **wanted)
    assert fine
    same(settings(algorithm, shown, context, tmp_path), settings(algorithm, values, context, tmp_path))
    dialog.close()


def model_of(algorithm, values: dict, path: Path):
    """A model with the algorithm as its only step, written to a file and read from it."""
    from qgis.core import QgsProcessingModelAlgorithm, QgsProcessingModelChildAlgorithm, QgsProcessingModelChildParameterSource

    step = QgsProcessingModelChildAlgorithm(algorithm.id())
    step.setChildId("step")
    # As the designer does, which fills in what the dialog shows.
    shown = {row.name(): row.defaultValue() for row in algorithm.parameterDefinitions() if row.defaultValue() is not None}
    for name, value in {**shown, **values}.items():
        step.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromStaticValue(value)])
    made = QgsProcessingModelAlgorithm("one", "step", "binn")
    made.addChildAlgorithm(step)
    assert made.toFile(str(path))
    read = QgsProcessingModelAlgorithm()
    assert read.fromFile(str(path))
    return read


@pytest.mark.parametrize("name", ALGORITHMS)
def test_a_model_keeps_an_algorithm_and_its_values_through_its_file(ready, context, tmp_path, name):
    algorithm, values = ready(name)
    model = model_of(algorithm, values, tmp_path / "Größe ü 土 (1).model3")
    fine, why = model.validate()
    assert fine, why
    sources = model.childAlgorithm("step").parameterSources()
    kept = {parameter: source[0].staticValue() for parameter, source in sources.items() if source}
    same(settings(algorithm, kept, context, tmp_path), settings(algorithm, values, context, tmp_path))


@pytest.mark.parametrize("name", BY_QGIS_PROCESS)
def test_it_runs_by_qgis_process_and_answers_in_json(call, run, name):
    check(name, run(f"binn:{name}", **call(name)))


def check(name: str, results: dict) -> None:
    """All that was promised is there."""
    paths = [value for key, value in results.items() if isinstance(value, str) and key not in ("METRICS", "ENGINE_PYTHON")]
    assert paths or name == "setupengine"
    assert all(Path(path).exists() for path in paths), paths
    if "METRICS" in results:
        assert json.loads(results["METRICS"])


@pytest.mark.slow
@pytest.mark.parametrize("name", ALGORITHMS)
def test_it_runs_by_qgis_process_whatever_it_takes(call, run, chains, name):
    check(name, run(f"binn:{name}", **call(name)))


@pytest.mark.slow
@pytest.mark.parametrize("name", ALGORITHMS)
def test_it_runs_as_a_step_of_a_model(call, provider, context, feedback, chains, tmp_path, name):
    values = call(name)
    model = model_of(provider.algorithm(name), values, tmp_path / "Größe ü 土 (1).model3")
    results, fine = model.create().run({}, context, feedback)
    assert fine, feedback.said
    check(name, results["CHILD_RESULTS"]["step"])


@pytest.mark.slow
@pytest.mark.parametrize("name", ALGORITHMS)
def test_it_runs_from_the_button_of_its_dialog(call, desktop, provider, chains, qtbot, name):
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    dialog = AlgorithmDialog(provider.algorithm(name).create())
    dialog.setParameters(call(name))
    with qtbot.waitSignal(dialog.algorithmFinished, timeout=300_000):
        dialog.runButton().click()
    assert dialog.wasExecuted()
    check(name, dialog.results())
    dialog.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", ALGORITHMS)
def test_it_runs_as_a_row_of_a_batch(call, provider, context, feedback, chains, name):
    from processing.gui.AlgorithmExecutor import execute

    fine, results = execute(provider.algorithm(name).create(), call(name), context, feedback)
    assert fine, feedback.said
    check(name, results)
