"""The runs of the guide: algorithms of the toolbox with history, progress, cancelling and errors; the forcing built from normals."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from climate_normals import normals, raster
from desk import Desk
from qgis.core import QgsProject
from shown import settle

__all__ = ["normals"]  # a fixture

pytestmark = pytest.mark.usefixtures("provider", "context")


@pytest.fixture
def guide(context, tmp_path, monkeypatch):
    """The guide on a saved project in a folder of its own."""
    from binn.ui.guide.dock import GuideDock
    from processing.gui import Postprocessing

    if hasattr(Postprocessing, "iface"):  # newer QGIS ask it for the layer tree's widget, which the tests' stand-in has not
        monkeypatch.setattr(Postprocessing, "iface", None)
    home = tmp_path / "project"
    home.mkdir()
    assert QgsProject.instance().write(str(home / "soils.qgs"))
    made = GuideDock(Desk())
    yield made
    made.shut()
    settle(lambda: not made.runner.busy)


@pytest.fixture
def building(guide, normals):
    """The guide at the forcing, with the rasters of climate normals chosen."""
    guide.tabs.setCurrentIndex(2)
    guide.page.make.setChecked(True)
    context = guide.page.form._generator.context
    for name in guide.page.form.wrappers:
        if name in normals:
            guide.page.form.wrappers[name].setParameterValue(str(normals[name]), context)
    assert guide.page.why_not(guide.inputs) == ""
    return guide


def test_forcing_is_built_in_the_project_s_folder_and_noted_in_the_history(building, tmp_path):
    from processing.core import ProcessingLog

    bars = []
    building.runner.progressed.connect(bars.append)
    building.page.button.click()
    assert not building.page.button.isEnabled()
    settle(lambda: not building.runner.busy)
    assert building.page.findings.texts[0] == "Done."
    assert building.inputs.forcing == str(tmp_path / "project" / "forcing.nc")
    assert Path(building.inputs.forcing).is_file()
    assert building.next.isEnabled()
    assert bars == sorted(bars)
    assert f": {building.inputs.forcing}" in building.progress.log.toPlainText()  # the output with its label
    log = getattr(ProcessingLog, "ProcessingLog", None)
    if hasattr(log, "getLogEntries"):
        assert "binn:build_forcing" in log.getLogEntries()[-1].text


def test_a_cancelled_run_ends_at_once_and_leaves_nothing(building, tmp_path):
    building.page.button.click()
    settle(lambda: building.progress.phase.text() != "")
    time.sleep(0.3)
    building.progress.cancel.click()
    assert settle(lambda: not building.runner.busy) < 2.0
    assert [path.name for path in (tmp_path / "project").iterdir()] == ["soils.qgs"]
    assert building.page.findings.texts[0].startswith("The run was cancelled.")
    assert building.inputs.forcing == ""
    assert building.page.button.isEnabled()


def test_a_failed_run_shows_the_error_with_its_remedy(building, tmp_path):
    context = building.page.form._generator.context
    wrong = raster(tmp_path / "one.tif", [280.0])
    building.page.form.wrappers["TEMPERATURE"].setParameterValue(str(wrong), context)
    building.page.button.click()
    settle(lambda: not building.runner.busy)
    text = building.page.findings.texts[0]
    assert "one.tif has 1 band" in text
    assert "Use a raster with one band for each month" in text
    assert building.inputs.forcing == ""


def test_a_run_that_cannot_start_says_why(guide, tmp_path, monkeypatch):
    from binn.ui.guide.running import FAILED, AlgorithmRun

    outcomes = []
    guide.runner.ended.connect(outcomes.append)
    guide.runner.start([AlgorithmRun("train", {"MODEL": str(tmp_path / "none" / "m.safetensors")}, 1.0)])
    assert outcomes[0].state == FAILED
    assert outcomes[0].text
    monkeypatch.setenv("BINN_ENGINE_PYTHON", str(tmp_path / "none"))
    guide.runner.start([AlgorithmRun("train", {}, 1.0)])
    assert "not set up" in outcomes[1].text
    assert not guide.runner.busy


def test_the_bar_of_several_runs_never_goes_back_and_weighs_them_by_their_time(guide):
    from binn.ui.guide.running import AlgorithmRun

    bars = []
    guide.runner.progressed.connect(bars.append)
    guide.runner._works, guide.runner._done = [AlgorithmRun("a", {}, 10.0), AlgorithmRun("b", {}, 30.0)], 0
    guide.runner._tell(100.0)
    guide.runner._done = 1
    for percent in (0.0, 50.0, 20.0):
        guide.runner._tell(percent)
    guide.runner._works = []
    assert bars == [25.0, 25.0, 62.5, 62.5]


def test_the_message_bar_says_what_a_step_has_made(building, monkeypatch):
    from binn.ui import ending
    from qgis import utils

    monkeypatch.setattr(utils, "iface", building.iface)
    ending._last.clear()
    building.page.button.click()
    settle(lambda: not building.runner.busy)
    assert "Forcing" in building.iface.bar.currentItem().text()


def test_what_two_runs_say_of_one_model_is_told_once(guide, monkeypatch):
    """Maps and totals rest on one model: each run says in its own words that it is not calibrated."""
    from binn.ui.guide.running import AlgorithmRun, GuideFeedback

    maps = "The uncertainty of SOC and processes is the raw spread, because the model is not calibrated for it."
    zones = "The uncertainty is the raw spread of the passes, because the model is not calibrated for it."
    outside = "3 % of the pixels lie outside the training.", "5 % of the pixels lie outside the training."
    outcomes, told = [], (((maps, "not_calibrated"), (outside[0], "outside")), ((zones, "not_calibrated"), (outside[1], "outside")))
    guide.runner.ended.connect(outcomes.append)
    monkeypatch.setattr("binn.ui.guide.running._load", lambda *_: None)
    monkeypatch.setattr(guide.runner, "_next", lambda: None)
    guide.runner.start([AlgorithmRun("predict", {}, 1.0), AlgorithmRun("zonal", {}, 1.0)])
    for warnings in told:
        guide.runner._context, guide.runner._feedback = object(), GuideFeedback()
        for text, code in warnings:
            guide.runner._feedback.codes[text] = code
            guide.runner._feedback.pushWarning(text)
        guide.runner._finished(True, {})
    assert outcomes[0].warnings == (maps, *outside)


def test_the_engine_s_codes_reach_the_guide(building):
    outcomes = []
    building.runner.ended.connect(outcomes.append)
    building.page.button.click()
    feedback = building.runner._feedback
    settle(lambda: not building.runner.busy)
    assert "approximate_forcing" in [feedback.codes.get(text) for text in outcomes[0].warnings]
