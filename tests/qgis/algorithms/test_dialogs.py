"""The dialogs: short at first sight, one checklist of maps, and the set-up where there is no engine."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from qgis.core import QgsProcessingParameterDefinition as Definition
from qgis.core import QgsProcessingParameterField, QgsProject
from qgis.PyQt.QtCore import QTimer
from qgis.PyQt.QtWidgets import QApplication, QGroupBox, QPushButton, QToolButton

MOST = 10
PICKED_TO_PREPARE = {
    "prepare_profiles": {"SOC_FIELD", "TOP_FIELD", "BOTTOM_FIELD", "LON_FIELD", "LAT_FIELD", "BULK_DENSITY_FIELD"},
    "prepare_radiocarbon": {"DELTA_FIELD", "FRACTION_FIELD", "YEAR_FIELD"},
}
# The choices of checklists in the order in which they were published.
SOC = ("soc", "soc_sd", "soc_quantiles", "soc_cv", "soc_exceedance")
OTHERS = (
    *("processes", "processes_sd", "processes_quantiles", "processes_cv"),
    *("parameters", "parameters_sd", "parameters_quantiles", "parameters_cv", "domain"),
)
PUBLISHED = {
    "predict": (*SOC, *OTHERS, "report", "ages", "ages_sd"),
    "predicttiles": (*SOC, *OTHERS, "ages", "ages_sd"),
    "statistical_map": (*SOC, "domain", "report"),
    "project": (
        *("change_100", "change_30", "stock_100", "stock_30", "respiration", "committed", "reached", "change_100_low"),
        *("change_100_high", "change_30_low", "change_30_high", "change_100_models", "change_30_models", "report", "densities", "pools"),
    ),
}


def checklists(provider) -> dict:
    """The checklists of maps, by the names of their algorithms."""
    from binn.ui.algorithms.shared.checklist import Checklist

    return {
        algorithm.name(): row
        for algorithm in provider.algorithms()
        for row in getattr(algorithm, "declared", ())
        if isinstance(row, Checklist)
    }


def basic(algorithm) -> list:
    """The parameters that a dialog shows at once, outputs among them."""
    return [row for row in algorithm.parameterDefinitions() if not row.flags() & Definition.Flag.FlagAdvanced]


def test_a_dialog_shows_ten_parameters_at_most_and_among_them_all_that_must_be_chosen(provider):
    for algorithm in provider.algorithms():
        shown = {row.name() for row in basic(algorithm)}
        assert shown == set(algorithm.basic), f"{algorithm.id()} names a parameter that it does not have"
        assert 2 <= len(shown) <= MOST, f"{algorithm.id()}: {len(shown)}"
        needed = [row for row in algorithm.parameterDefinitions() if not row.flags() & Definition.Flag.FlagOptional]
        assert {row.name() for row in needed if row.defaultValue() is None} <= shown, algorithm.id()


def test_fields_are_picked_at_first_sight_only_to_prepare_tables(provider):
    for algorithm in provider.algorithms():
        picked = {row.name() for row in basic(algorithm) if isinstance(row, QgsProcessingParameterField)}
        assert picked == PICKED_TO_PREPARE.get(algorithm.name(), set()), algorithm.id()


def test_every_algorithm_says_what_it_takes_with_an_example(provider):
    for algorithm in provider.algorithms():
        assert "Example: " in algorithm.shortHelpString(), algorithm.id()
        assert "It takes " in algorithm.shortHelpString(), algorithm.id()


def test_the_checklist_has_every_map_under_a_number_that_never_changes(provider):
    from binn.binn_engine.tables import PRODUCT_NAMES
    from binn.ui.algorithms.shared.checklist import MAPS

    assert set(MAPS) == set(PRODUCT_NAMES)
    found = checklists(provider)
    assert set(found) == set(PUBLISHED), "write down here in which order the choices of a new checklist are published"
    for name, published in PUBLISHED.items():
        assert found[name].choices[: len(published)] == published, f"{name}: scripts name a map by its number; add new ones to the end"
        assert len(set(found[name].choices)) == len(found[name].choices), name


def test_every_choice_of_a_checklist_is_one_that_its_job_can_write(provider):
    from binn.binn_engine.tables import PRODUCT_NAMES

    for name, checklist in checklists(provider).items():
        job = provider.algorithm(name).job
        # The job that maps tiles has the names of its products in one field.
        possible = set(PRODUCT_NAMES) if name == "predicttiles" else {row.name for row in dataclasses.fields(job)}
        assert set(checklist.choices) - {"report"} <= possible, name
        assert set(checklist.usual) <= set(checklist.choices), name


def job_of(provider, name: str, context, folder: Path, **values) -> dict:
    from binn.ui.algorithms.shared.base import job_values
    from binn.ui.algorithms.shared.parameters import Call

    algorithm = provider.algorithm(name).create()
    return job_values(algorithm.declared, Call(algorithm, values, context, folder))


@pytest.fixture
def maps(provider, context, covariates, example, model, tmp_path):
    """The files, by field, that a call of Predict maps asks for, and its passes."""
    inputs = {"MODEL": str(model), "COVARIATES": covariates, "FORCING": str(example / "clm5_forcing.nc")}

    def asked(**values) -> dict[str, str]:
        job = job_of(provider, "predict", context, tmp_path, **inputs, **values)
        found = {name: value for name, value in job.items() if isinstance(value, str) and Path(value).suffix in (".tif", ".html")}
        return found | {"passes": job.get("passes", 0)}

    return asked


def test_what_is_ticked_goes_to_the_folder_and_a_file_name_of_its_own_wins(maps, tmp_path):
    folder = tmp_path / "maps"
    usual = {"soc": str(folder / "soc.tif"), "soc_sd": str(folder / "soc_sd.tif"), "passes": 20}
    assert maps(OUTPUT_FOLDER=str(folder)) == usual
    assert maps(OUTPUT_FOLDER=str(folder), MAPS=[0, 1]) == usual
    own = str(tmp_path / "mine.tif")
    assert maps(OUTPUT_FOLDER=str(folder), MAPS=[0, 1], OUTPUT_SOC=own) == {**usual, "soc": own}
    both = maps(OUTPUT_FOLDER=str(folder), MAPS=["5", "14"], OUTPUT_SOC=own)
    assert both == {"soc": own, "processes": str(folder / "processes.tif"), "report": str(folder / "report.html"), "passes": 0}


def test_a_script_or_model_that_names_its_maps_writes_no_others(maps, tmp_path):
    """A model from the designer stores what its dialog shows, and has no folder where none is named."""
    own = str(tmp_path / "mine.tif")
    assert maps(OUTPUT_SOC=own) == {"soc": own, "passes": 0}
    assert maps(OUTPUT_SOC=own, MAPS=[0, 1]) == {"soc": own, "passes": 0}
    assert maps(OUTPUT_SOC=own, MAPS=[0, 1], OUTPUT_FOLDER=None) == {"soc": own, "passes": 0}


def test_no_map_at_all_is_refused_with_what_to_set(provider, context, covariates, example, model):
    inputs = {"MODEL": str(model), "COVARIATES": covariates, "FORCING": str(example / "clm5_forcing.nc")}
    fine, why = provider.algorithm("predict").create().checkParameterValues({**inputs, "MAPS": [0]}, context)
    assert not fine
    assert "What to map, Output folder" in why


def test_tiles_take_the_checklist_where_the_names_are_left_as_they_are(provider, context, tmp_path):
    def products(**values) -> tuple:
        job = job_of(provider, "predicttiles", context, tmp_path, OUTPUT=str(tmp_path), **values)
        return job.get("products", ()), job.get("passes", 0)

    assert products() == ((), 0)
    assert products(PRODUCTS="soc, processes") == (("soc", "processes"), 0)
    assert products(PRODUCTS="soc, processes", MAPS=[0, 1]) == (("soc", "soc_sd"), 20)
    assert products(MAPS=[0, 1], PASSES=7) == (("soc", "soc_sd"), 7)
    assert products(MAPS=[0, 1], SPREAD="ensemble") == (("soc", "soc_sd"), 0)
    assert products(PRODUCTS="domain", MAPS=[0]) == (("domain",), 0)


def test_maps_are_written_into_a_new_folder_that_goes_again_where_a_run_fails(
    provider, context, feedback, covariates, example, model, tmp_path
):
    inputs = {"MODEL": str(model), "COVARIATES": covariates, "FORCING": str(example / "clm5_forcing.nc"), "PASSES": 2}
    algorithm, folder = provider.algorithm("predict").create(), tmp_path / "new" / "maps"
    results, fine = algorithm.run({**inputs, "OUTPUT_FOLDER": str(folder)}, context, feedback)
    assert fine, feedback.said
    assert sorted(path.name for path in folder.glob("*.tif")) == ["soc.tif", "soc_sd.tif"]
    assert results["OUTPUT_FOLDER"] == str(folder)
    assert results["OUTPUT_SOC_SD"] == str(folder / "soc_sd.tif")
    empty = tmp_path / "empty"
    _, fine = algorithm.create().run({**inputs, "OUTPUT_FOLDER": str(empty), "EXTENT": "50,51,1,2 [EPSG:4326]"}, context, feedback)
    assert not fine
    assert not empty.exists()


@pytest.fixture
def desktop(qgis_app, monkeypatch):
    """What a dialog asks of the desktop and pytest-qgis has no more than a stand-in for."""
    from qgis.gui import QgsBrowserGuiModel
    from qgis.utils import iface

    browser = QgsBrowserGuiModel()
    monkeypatch.setattr(iface, "browserModel", lambda: browser)
    yield
    browser.deleteLater()


@pytest.fixture
def form(provider, desktop):
    """The dialog of an algorithm, as the toolbox opens it."""
    opened = []

    def make(name: str):
        algorithm = provider.algorithm(name).create()
        assert algorithm.canExecute()[0]
        opened.append(algorithm.createCustomParametersWidget(None))
        return opened[-1]

    yield make
    for dialog in opened:
        dialog.close()


def test_advanced_outputs_are_folded_away_and_the_dialog_still_asks_for_them(form, model, covariates, example, tmp_path):
    dialog = form("predict")
    panel = dialog.mainWidget()
    (folded,) = [box for box in panel.findChildren(QGroupBox) if box.objectName() == "grpAdvanced"]
    inside = {name for name, wrapper in panel.wrappers.items() if folded.isAncestorOf(wrapper.wrappedWidget())}
    assert {name for name in panel.wrappers if name.startswith("OUTPUT_")} - inside == {"OUTPUT_FOLDER"}
    assert set(panel.wrappers) - inside == set(dialog.algorithm().basic)
    inputs = {"MODEL": str(model), "COVARIATES": covariates, "FORCING": str(example / "clm5_forcing.nc")}
    dialog.setParameters({**inputs, "OUTPUT_DOMAIN": str(tmp_path / "d.tif")})
    shown = dialog.createProcessingParameters()
    assert shown["MAPS"] == [0, 1]
    assert "d.tif" in str(shown["OUTPUT_DOMAIN"].sink.staticValue())
    assert shown["OUTPUT_FOLDER"]


def test_forcing_is_a_file_several_files_or_a_folder(form, provider, context, example, tmp_path, monkeypatch):
    from binn.ui.algorithms.shared import form as forms

    parts = [tmp_path / name for name in ("a.nc", "b.nc")]
    for path in parts:
        path.touch()
    monkeypatch.setattr(forms.QFileDialog, "getOpenFileNames", lambda *_: ([str(path) for path in parts], ""))
    monkeypatch.setattr(forms.QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    dialog = form("train")
    (button,) = [button for button in dialog.findChildren(QToolButton) if button.accessibleName() == "Choose several files or a folder"]
    several, folder = button.menu().actions()
    (forcing,) = [row for row in dialog.algorithm().declared if row.name == "FORCING"]
    for action, expected in ((several, ";".join(map(str, parts))), (folder, str(tmp_path))):
        action.trigger()
        values = dialog.mainWidget().wrappers["FORCING"].parameterValue()
        assert values == expected
        from binn.ui.algorithms.shared.parameters import Call

        call = Call(dialog.algorithm(), {"FORCING": values}, context)
        assert forcing.values(call) == {"forcing": expected}
        assert forcing.problem(call) == ""


def test_the_covariates_of_the_project_are_proposed(form, covariates, qgis_app):
    from binn.ui.layers.project_inputs import known_covariates, remember_covariates

    project = QgsProject.instance()
    assert form("train").mainWidget().wrappers["COVARIATES"].parameterValue() in (None, [])
    remember_covariates(project, [*covariates, "/no/such/table.csv"])
    assert known_covariates(project) == covariates
    assert form("predict").mainWidget().wrappers["COVARIATES"].parameterValue() == covariates
    project.clear()
    assert known_covariates(project) == []


def test_without_an_engine_a_dialog_says_so_at_once_and_leads_to_the_set_up(form, monkeypatch, engine_python, context):
    monkeypatch.setenv("BINN_ENGINE_PYTHON", "/nowhere/python")
    dialog = form("predict")
    notice = dialog.messageBar().currentItem()
    assert "not set up" in notice.text()
    seen = []

    def look() -> None:
        seen.append(QApplication.activeModalWidget().objectName())
        QApplication.activeModalWidget().close()

    QTimer.singleShot(200, look)
    notice.findChild(QPushButton, "binnOfferSetUp").click()
    assert seen == ["binnSetupDialog"]
    assert dialog.messageBar().currentItem() is not None
    fine, why = dialog.algorithm().checkParameterValues({}, context)
    assert not fine
    assert "Set up the engine" in why
    monkeypatch.setenv("BINN_ENGINE_PYTHON", str(engine_python))
    dialog._renew()
    assert dialog.messageBar().currentItem() is None


def test_only_layers_of_polygons_are_offered_for_zones(provider, context):
    """QGIS proposes the first layer that fits: a layer of points would be taken for the zones."""
    from qgis.core import QgsProject, QgsVectorLayer
    from qgis.gui import QgsGui, QgsProcessingGui
    from qgis.PyQt.QtWidgets import QComboBox

    points, zones = (QgsVectorLayer(f"{kind}?crs=EPSG:4326", name, "memory") for kind, name in (("Point", "a"), ("Polygon", "b")))
    QgsProject.instance().addMapLayers([points, zones])
    algorithm = provider.algorithm("zonal").create()
    definition = algorithm.parameterDefinition("POLYGONS")
    wrapper = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(definition, QgsProcessingGui.WidgetType.Standard)
    widget = wrapper.createWrappedWidget(context)
    (combo,) = widget.findChildren(QComboBox)
    assert [combo.itemText(row).split(" ")[0] for row in range(combo.count())] == ["b"]


def test_the_only_layer_of_polygons_is_chosen_whatever_layer_is_active(form, tmp_path, monkeypatch):
    """QGIS looks at the active layer alone, and leaves the list empty where that is a raster."""
    from landscape import write_landscape
    from qgis.core import QgsRasterLayer, QgsVectorLayer
    from qgis.utils import iface

    zones = QgsVectorLayer("Polygon?crs=EPSG:4326", "counties", "memory")
    raster = QgsRasterLayer(write_landscape(tmp_path, 8, ("soc",))["soc"], "soc")
    QgsProject.instance().addMapLayers([zones, raster])
    monkeypatch.setattr(iface, "activeLayer", lambda: raster)
    panel = form("zonal").mainWidget()
    assert panel.wrappers["POLYGONS"].parameterValue() == zones.id()
    QgsProject.instance().clear()
