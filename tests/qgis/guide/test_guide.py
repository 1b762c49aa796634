"""The guide "New map": what it keeps in the project, what it finds of the inputs, and what it proposes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest
from desk import Desk
from guides import guide, rectangle
from qgis.core import QgsApplication, QgsCoordinateReferenceSystem, QgsProject, QgsRectangle
from qgis.PyQt.QtCore import Qt
from shown import settle

__all__ = ["guide"]  # a fixture

pytestmark = pytest.mark.usefixtures("provider", "context")


def test_choices_are_kept_in_the_project_with_relative_paths_and_read_again(tmp_path):
    from binn.ui.guide.inputs import GuideInputs, read_inputs, write_inputs

    project = QgsProject.instance()
    inputs = GuideInputs(
        folder=str(tmp_path),
        profiles=str(tmp_path / "my = profiles.csv"),
        reading=("SOC_FIELD=C = x", "SOC_UNIT=g/kg"),
        covariates=(str(tmp_path / "a.tif"), str(tmp_path / "ü b.tif")),
        normals=(f"SAND={tmp_path / 'sand.tif'}", "TEXTURE_UNIT=%"),
        source="build",
        step="2",
    )
    for path in (inputs.profiles, *inputs.covariates, str(tmp_path / "sand.tif")):
        Path(path).touch()
    write_inputs(inputs, project)  # not saved yet: paths are absolute
    project.writeProject.connect(lambda _: write_inputs(inputs, project))
    assert project.write(str(tmp_path / "soils.qgs"))
    project.writeProject.disconnect()
    text = (tmp_path / "soils.qgs").read_text(encoding="utf-8")
    assert str(tmp_path / "a.tif") not in text
    assert "./a.tif" in text
    project.clear()
    assert read_inputs(project) == GuideInputs()
    assert project.read(str(tmp_path / "soils.qgs"))
    assert read_inputs(project) == inputs
    assert project.readListEntry("binn", "covariates")[0] == ["./a.tif", "./ü b.tif"]


def test_choices_that_are_taken_back_leave_the_project(tmp_path):
    from binn.ui.guide.inputs import GuideInputs, read_inputs, write_inputs

    project = QgsProject.instance()
    write_inputs(GuideInputs(profiles="/p.csv", covariates=("/a.tif",)), project)
    write_inputs(GuideInputs(), project)
    assert read_inputs(project) == GuideInputs()
    project.setDirty(False)
    write_inputs(GuideInputs(), project)
    assert not project.isDirty()


def test_rasters_without_a_place_apart_or_of_one_name_are_named():
    from binn.ui.guide.checks import raster_findings

    rasters = [rectangle("a", (0, 0, 2, 2)), rectangle("b", (1, 1, 3, 3)), rectangle("c", (40, 40, 41, 41))]
    (apart,) = raster_findings(rasters)
    assert apart.kind == "warning"
    assert "do not overlap with the others: 'c'" in apart.text
    (twice,) = raster_findings([rectangle("a", (0, 0, 2, 2), bands=["npp"]), rectangle("b", (0, 0, 2, 2), bands=["npp"])])
    assert "'npp'" in twice.text
    (unfit,) = raster_findings([rectangle("a", (0, 0, 2, 2)), rectangle("d", (), "The raster layer 'd' has no CRS.")])
    assert "'d' has no CRS" in unfit.text
    (fine,) = raster_findings(rasters[:2])
    assert fine.kind == "fine"


def test_profiles_outside_all_rasters_are_counted_and_the_raster_that_misses_most_is_named():
    from binn.ui.guide.checks import profile_findings
    from binn.ui.guide.places import ProfilePlaces

    profiles = ProfilePlaces(8, ((0.5, 0.5), (1.5, 1.5), (9.0, 9.0)))
    found = profile_findings(profiles, [rectangle("a", (0, 0, 2, 2)), rectangle("b", (0, 0, 1, 1))])
    assert [row.kind for row in found] == ["fine", "warning", "note"]
    assert "1 of 3" in found[1].text
    assert "'b' does not reach 2" in found[2].text


def test_a_forcing_that_does_not_reach_is_told(example):
    from binn.ui.guide.checks import forcing_findings
    from binn.ui.guide.places import ProfilePlaces
    from binn.ui.guide.reach import ForcingExtent, forcing_extent

    forcing = forcing_extent(str(example / "clm5_forcing.nc"))
    assert forcing.area.contains(QgsRectangle(-76.5, 41.5, -73.5, 44.5))
    assert forcing.beyond == pytest.approx(1.5)
    profiles = ProfilePlaces(2, ((-75.0, 43.0), (10.0, 50.0)))
    here, far = rectangle("here", (-76, 42, -74, 44)), rectangle("europe", (5, 45, 15, 55))
    found = forcing_findings(forcing, profiles, [here, far])
    assert ["1 of 2 profiles" in found[0].text, "'europe'" in found[1].text] == [True, True]
    assert [row.kind for row in forcing_findings(forcing, ProfilePlaces(1, profiles.places[:1]), [here])] == ["fine"]
    assert [row.kind for row in forcing_findings(ForcingExtent(), profiles, [])] == ["note"]


def test_the_area_of_a_table_of_sites_is_that_of_its_places(tmp_path):
    from binn.ui.guide.reach import forcing_extent

    (tmp_path / "sites.csv").write_text("site,lon,lat\na,10,50\nb,12,51\n", encoding="utf-8")
    assert forcing_extent(str(tmp_path / "sites.csv")).area == QgsRectangle(10, 50, 12, 51)
    (tmp_path / "other.csv").write_text("a\n1\n", encoding="utf-8")
    assert not forcing_extent(str(tmp_path / "other.csv")).is_known
    assert not forcing_extent(str(tmp_path / "none.nc")).is_known


def test_covariates_of_the_model_that_no_raster_has_are_named(model, tmp_path):
    from binn.ui.guide.checks import model_card, model_covariates, model_findings, score_findings

    card = model_card(str(model))
    names = model_covariates(card)
    assert {"clay", "npp"} <= set(names)
    assert not any("forcing" in name for name in names)
    (told,) = model_findings(names, [rectangle("r", (0, 0, 1, 1), bands=[name for name in names if name != "npp"])])
    assert "'npp'" in told.text
    assert len(score_findings(card)) == 2
    (tmp_path / "broken.safetensors").write_bytes(b"\x01\x02")
    assert model_card(str(tmp_path / "broken.safetensors")) == {}
    assert model_card(str(tmp_path / "none")) == {}


def test_times_grow_with_the_work_and_follow_this_machine():
    from binn.ui.guide import proposals
    from qgis.core import QgsSettings

    few, many = (proposals.training_seconds(proposals.TRAININGS[0], count) for count in (100, 10_000))
    assert few < many
    assert proposals.choice_of("", 100).key == "recommended"
    assert proposals.choice_of("", 100_000).key == "quick"
    proposals.remember_speed("train", many, 3 * many)
    assert proposals.training_seconds(proposals.TRAININGS[0], 10_000) == pytest.approx(3 * many)
    QgsSettings().remove(proposals.SPEED_SETTING)
    told = [proposals.duration(seconds) for seconds in (1, 44, 119, 2800, 7300)]
    assert told == [
        "about 10 s",
        "about 40 s",
        "about 2 min",
        "about 45 min",
        "about 2.0 h",
    ]


def test_files_that_belong_together_get_one_number(tmp_path):
    from binn.ui.guide.proposals import free_paths

    (tmp_path / "soc.html").touch()
    assert [Path(path).name for path in free_paths(str(tmp_path), ("soc.tif", "soc.html"))] == ["soc_2.tif", "soc_2.html"]


def test_rasters_are_added_ticked_and_unread_files_are_told(guide, covariates, tmp_path):
    (tmp_path / "text.tif").write_text("none", encoding="utf-8")
    guide.tabs.setCurrentIndex(1)
    page = guide.page
    page.add_files([*covariates[:3], str(tmp_path / "text.tif")])
    assert guide.inputs.covariates == tuple(covariates[:3])
    assert any("text.tif cannot be read" in text for text in page.findings.texts)
    shown = QgsProject.instance().layerTreeRoot().findGroup("Inputs of the map")
    assert [node.isVisible() for node in shown.findLayers()] == [True, False, False]
    page.list.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert guide.inputs.covariates == tuple(covariates[1:3])
    QgsProject.instance().removeMapLayers([node.layerId() for node in shown.findLayers()])
    settle(lambda: page.list.count() == 2)


def test_a_raster_without_a_crs_is_named_and_holds_the_next_step_back(guide, covariates, tmp_path):
    from binn.ui.guide.layers import add_raster

    layer = add_raster(covariates[0], QgsProject.instance())
    layer.setCrs(QgsCoordinateReferenceSystem())
    guide.tabs.setCurrentIndex(1)
    guide.page.tick_all()
    assert any("has no coordinate reference system" in text for text in guide.page.findings.texts)
    assert not guide.next.isEnabled()
    assert "Correct these rasters" in guide.missing.text()


def test_clean_layers_need_no_preparation_and_are_shown_on_the_map(guide, example, covariates):
    guide.page.form.wrappers["OBSERVATIONS"].setParameterValue(str(example / "soc_profiles.gpkg"), guide.page.form._generator.context)
    settle(lambda: guide.survey.profiles is not None)
    assert guide.next.isEnabled()
    assert any("clean layers already" in text for text in guide.page.findings.texts)
    (layer,) = [layer for layer in QgsProject.instance().mapLayers().values() if layer.customProperty("binn/guide")]
    assert [rule.label() for rule in layer.renderer().rootRule().children()] == ["Profiles"]


def test_the_guide_goes_on_where_the_project_left_it(guide, example, covariates, tmp_path):
    from binn.ui.guide.dock import GuideDock

    guide.page.form.wrappers["OBSERVATIONS"].setParameterValue(str(example / "soc_profiles.gpkg"), guide.page.form._generator.context)
    guide.tabs.setCurrentIndex(1)
    guide.page.add_files(covariates[:2])
    guide.tabs.setCurrentIndex(2)
    guide.page.file.setFilePath(str(example / "clm5_forcing.nc"))
    inputs = guide.inputs
    assert QgsProject.instance().write()
    guide.shut()
    QgsProject.instance().clear()
    assert QgsProject.instance().read(str(tmp_path / "soils.qgs"))
    again = GuideDock(Desk())
    assert (again.step, again.inputs) == (2, inputs)
    assert again.page.file.filePath() == str(example / "clm5_forcing.nc")
    settle(lambda: again.survey.forcing is not None and again.survey.profiles is not None)
    assert again.next.isEnabled()
    again.shut()


def test_an_open_guide_follows_the_project(guide, tmp_path):
    guide.tabs.setCurrentIndex(3)
    QgsProject.instance().clear()
    assert guide.step == 0
    assert guide.inputs.folder == ""
    assert "Save the project" in guide.notice.texts[0]


def test_without_an_engine_the_set_up_is_offered_at_once(guide, monkeypatch, tmp_path):
    from binn.ui.compat import QAction
    from binn.ui.desktop import SETUP_ACTION

    opened = []
    action = QAction("set up", guide.iface.mainWindow())
    action.setObjectName(SETUP_ACTION)
    action.triggered.connect(lambda: opened.append(1))
    monkeypatch.setenv("BINN_ENGINE_PYTHON", str(tmp_path / "none"))
    guide.refresh()
    assert "engine is not set up" in guide.notice.texts[0]
    guide.notice_button.click()
    assert opened == [1]


def test_every_widget_can_be_reached_and_has_a_name(guide):
    from qgis.PyQt.QtWidgets import QAbstractButton

    for page in guide.pages:
        for wrapper in getattr(getattr(page, "form", None), "wrappers", {}).values():
            assert wrapper.wrappedWidget().accessibleName()
    buttons = [button for button in guide.findChildren(QAbstractButton) if button.text() and button.isVisibleTo(guide)]
    assert buttons
    assert all(button.focusPolicy() != Qt.FocusPolicy.NoFocus for button in buttons)


@pytest.mark.parametrize("locale", ["en", "de"])
def test_the_buttons_of_a_narrow_guide_stand_in_one_line(guide, monkeypatch, locale):
    from binn.ui import translation
    from binn.ui.guide.dock import GuideDock

    monkeypatch.setattr(translation, "QgsApplication", SimpleNamespace(locale=lambda: locale))
    made = GuideDock(Desk())
    made.setFloating(True)
    made.show()
    made.resize(250, 500)
    made.tabs.setCurrentIndex(3)
    settle(lambda: made.next.y() > 0)
    buttons = (made.help, made.dialog, made.log, made.back, made.next)
    made.dialog.show()
    settle(lambda: len({button.geometry().center().y() for button in buttons}) <= 2)
    lines = sorted(button.geometry().center().y() for button in buttons)
    assert lines[-1] - lines[0] <= 2
    assert made.next.fontMetrics().horizontalAdvance(made.next.text()) < made.next.width()
    made.shut()
    made.close()


def test_test_profiles_are_kept_apart_where_that_is_chosen(guide, tmp_path):
    page = guide.pages[3]
    inputs = guide.inputs.with_(folder=str(tmp_path), choice="recommended")
    page.fill(inputs)
    assert not page.apart.isChecked()
    (training,) = page.works(inputs)
    assert "REFIT" not in training.parameters
    page.apart.click()
    kept = page.chosen(inputs)
    (again,) = page.works(kept)
    assert again.parameters["REFIT"] is False
    assert again.seconds < training.seconds
    page.fill(kept.with_(choice="quick"))
    assert page.apart.isChecked()
    assert not page.apart.isEnabled()
    assert page.chosen(kept.with_(choice="quick")).apart == kept.apart


def test_calibration_is_offered_and_its_model_is_the_one_that_maps(guide, tmp_path):
    from binn.ui.guide.running import MADE, Outcome

    page = guide.pages[3]
    inputs = guide.inputs.with_(folder=str(tmp_path), covariates=("a.tif",), forcing="f.nc", choice="quick", model="/m/model.safetensors")
    (run,) = page.calibrations(inputs)
    assert run.algorithm == "calibration"
    algorithm = QgsApplication.processingRegistry().createAlgorithmById("binn:calibration")
    assert set(run.parameters) <= {row.name() for row in algorithm.parameterDefinitions()}
    assert run.parameters["MODEL"].endswith("calibrated.safetensors")
    asked = []
    page.run.connect(asked.append)
    page.calibrate.setEnabled(True)
    page.calibrate.click()
    assert [works(inputs)[0].algorithm for works in asked] == ["calibration"]
    taken = page.taken(inputs, Outcome(MADE, "", {"calibration": {"MODEL": "/m/calibrated.safetensors", "REPORT": "/m/c.html"}}))
    assert (taken.model, taken.training_report) == ("/m/calibrated.safetensors", "/m/c.html")


def test_only_the_selected_profiles_are_used_where_that_is_ticked_also_when_the_guide_is_opened_again(guide, example):
    from binn.ui.guide.dock import GuideDock
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsVectorLayer

    layer = QgsVectorLayer(str(example / "soc_profiles.gpkg"), "profiles", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.selectByIds([feature.id() for feature in list(layer.getFeatures())[:7]])
    form = guide.page.form
    form.wrappers["OBSERVATIONS"].setParameterValue(layer.id(), form._generator.context)
    assert guide.inputs.selected == ""
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    form.wrappers["OBSERVATIONS"].setParameterValue(chosen, form._generator.context)
    settle(lambda: guide.survey.profiles is not None)
    assert guide.inputs.selected == "yes"
    assert "Only the selected features of the layer are used: 7." in guide.page.findings.texts
    assert not guide.next.isEnabled()  # the layer is clean, but not all of it is meant
    again = GuideDock(Desk())
    settle(lambda: again.survey.profiles is not None)
    (run,) = again.page.works(again.inputs)
    value = run.parameters["OBSERVATIONS"]
    assert isinstance(value, QgsProcessingFeatureSourceDefinition)
    assert value.selectedFeaturesOnly
    again.shut()


def test_a_project_is_closed_while_one_of_its_layers_is_chosen(guide, example):
    """The map's layer of profiles must not go while QGIS removes all layers: that ended QGIS."""
    from qgis.core import QgsVectorLayer

    layer = QgsVectorLayer(str(example / "soc_profiles.gpkg"), "profiles", "ogr")
    QgsProject.instance().addMapLayer(layer)
    form = guide.page.form
    form.wrappers["OBSERVATIONS"].setParameterValue(layer.id(), form._generator.context)
    settle(lambda: guide.survey.profiles is not None and len(QgsProject.instance().mapLayers()) == 2)
    QgsProject.instance().clear()
    settle(lambda: not QgsProject.instance().mapLayers())


def test_a_selection_that_is_gone_when_the_project_is_opened_again_is_told(guide, example):
    """QGIS does not keep it."""
    guide._set(guide.inputs.with_(profiles=str(example / "soc_profiles.gpkg"), selected="yes"))
    settle(lambda: guide.survey.profiles is not None)
    guide.refresh()
    assert any("none is selected now, so all are used" in text for text in guide.page.findings.texts)


def test_the_field_of_the_polygons_names_is_passed_whatever_its_widget_says(guide, tmp_path):
    """The widget of a field gives nothing while its layer is read again."""
    from binn.ui.guide.inputs import GuideInputs

    page = guide.pages[-1]
    inputs = GuideInputs(folder=str(tmp_path), model="m.safetensors", covariates=("a.tif",), passes="20", polygons="p.shp", id_field="NAME")
    assert page.form.raw("ID_FIELD") in (None, "")
    totals = page.works(inputs)[-1]
    assert (totals.algorithm, totals.parameters["ID_FIELD"]) == ("zonal", "NAME")
