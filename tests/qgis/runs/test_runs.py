"""Past runs: found by their records, opened, compared, run again, printed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def mapped(example, covariates, model, tmp_path_factory) -> Path:
    """A folder with two runs of the mapping, the second with other depths and without a report."""
    from conftest import run_engine

    folder = tmp_path_factory.mktemp("runs") / "Größe ü 土 (1)"
    folder.mkdir()
    inputs = ["--model", model, "--covariates", *covariates, "--forcing", example / "clm5_forcing.nc"]
    run_engine("predict", *inputs, "--soc", folder / "a_soc.tif", "--processes", folder / "a_processes.tif", "--report", folder / "a.html")
    run_engine("predict", *inputs, "--soc", folder / "b_soc.tif", "--depths", 0.1, 0.6)
    return folder


@pytest.fixture
def runs(qgis_app, mapped):
    from binn.ui.runs.past_runs import find_runs

    return sorted(find_runs([mapped]), key=lambda run: run.name)


@pytest.fixture
def dialog(context, mapped, monkeypatch):
    """The dialog with the runs of ``mapped`` alone."""
    from binn.ui.runs import dialog as runs_dialog
    from binn.ui.runs import past_runs

    monkeypatch.setattr(past_runs, "remembered_folders", lambda: [str(mapped)])
    return runs_dialog.RunsDialog(None)


def test_runs_are_found_with_settings_and_outputs_and_other_files_are_passed_over(mapped, runs):
    from binn.ui.runs.past_runs import find_runs

    assert [run.kind for run in runs] == ["predict", "predict"]
    assert runs[1].settings["depths"] == [0.1, 0.6]
    assert Path(runs[0].report).name == "a.html"
    assert runs[1].report == ""
    other = mapped / "other.predict.run.json"
    other.write_text('{"by": "another program"}', encoding="utf-8")
    try:
        assert len(find_runs([mapped, mapped, mapped / "nowhere"])) == 2
    finally:
        other.unlink()


def test_a_file_that_is_no_record_is_named(qgis_app, tmp_path):
    from binn.binn_engine.errors import InputError
    from binn.ui.runs.past_runs import read_run

    (tmp_path / "x.predict.run.json").write_text("[1]", encoding="utf-8")
    with pytest.raises(InputError, match=r"x\.predict\.run\.json"):
        read_run(tmp_path / "x.predict.run.json")


RECORD = {
    "job": {"kind": "predict", "model": "/m/small.safetensors"},
    "outputs": {"soc": "/gone/soc.tif"},
    "metrics": {},
    "warnings": [],
    "started": "2026-01-01T00:00:00Z",
    "seconds": 1.0,
    "device": {"name": "cpu"},
}


@pytest.mark.parametrize(
    "wrong",
    [
        *(
            {"started": 5},
            {"started": None},
            {"metrics": [1]},
            {"metrics": "x"},
            {"outputs": ["a"]},
            {"warnings": ["x"]},
            {"seconds": "soon"},
        ),
        *(
            {"seconds": float("inf")},
            {"device": "cpu"},
            {"device": {"name": 5}},
            {"job": {"kind": 5}},
            {"job": {"kind": "predict", "model": 5}},
        ),
        *({"job": {"kind": "a kind of tomorrow"}}, {"job": {"kind": "predict", "covariates": [{"a": 1}]}}, {"warnings": [{"message": 5}]}),
    ],
)
def test_a_record_that_was_changed_or_damaged_hides_no_other(qgis_app, tmp_path, monkeypatch, qtbot, wrong):
    from binn.ui.runs import dialog as runs_dialog
    from binn.ui.runs import past_runs

    (tmp_path / "good.predict.run.json").write_text(json.dumps(RECORD), encoding="utf-8")
    (tmp_path / "odd.predict.run.json").write_text(json.dumps({**RECORD, **wrong}), encoding="utf-8")
    (tmp_path / "cut.predict.run.json").write_text(json.dumps(RECORD)[:40], encoding="utf-8")
    monkeypatch.setattr(past_runs, "remembered_folders", lambda: [str(tmp_path)])
    shown = runs_dialog.RunsDialog(None)
    assert "good" in [run.name for run in shown.runs]
    for row in range(len(shown.runs)):
        shown.choose(row)
    shown.choose(*range(len(shown.runs)))
    assert shown.command.toPlainText()


def test_a_record_is_found_under_a_new_name_and_in_a_new_folder_with_its_maps(qgis_app, mapped, tmp_path):
    import shutil

    from binn.ui.runs.past_runs import find_runs

    (record,) = mapped.glob("a_soc*.run.json") if list(mapped.glob("a_soc*.run.json")) else mapped.glob("a_*.run.json")
    fields = json.loads(record.read_text(encoding="utf-8"))
    fields["outputs"] = {name: f"/gone/{Path(path).name}" for name, path in fields["outputs"].items()}
    for path in mapped.glob("a*"):
        shutil.copy(path, tmp_path)
    (tmp_path / record.name).unlink()
    (tmp_path / "summer.run.json").write_text(json.dumps(fields), encoding="utf-8")
    (run,) = find_runs([tmp_path])
    assert run.title == "small: summer"
    assert run.outputs["soc"] == str(tmp_path / "a_soc.tif")
    assert run.report == str(tmp_path / "a.html")


def test_outputs_that_are_gone_are_named(qgis_app, tmp_path, monkeypatch):
    from binn.ui.runs import dialog as runs_dialog
    from binn.ui.runs import past_runs

    (tmp_path / "good.predict.run.json").write_text(json.dumps(RECORD), encoding="utf-8")
    monkeypatch.setattr(past_runs, "remembered_folders", lambda: [str(tmp_path)])
    shown = runs_dialog.RunsDialog(None)
    shown.choose(0)
    assert "/gone/soc.tif" in shown.hint.text()
    assert not shown.buttons["Open maps"].isEnabled()


def test_a_page_of_maps_that_are_no_longer_what_they_were_says_why(dialog, tmp_path):
    import dataclasses

    (tmp_path / "broken.tif").write_bytes(b"no raster")
    dialog.runs = [dataclasses.replace(run, outputs={**run.outputs, "processes": str(tmp_path / "broken.tif")}) for run in dialog.runs]
    dialog.choose(1)
    dialog.buttons["Print"].menu().aboutToShow.emit()
    assert "broken.tif" in dialog.hint.text()


def test_a_run_is_printed_from_its_menu(dialog, qgis_app):
    from qgis.core import QgsProject

    dialog.choose(1)
    menu = dialog.buttons["Print"].menu()
    menu.aboutToShow.emit()
    assert [action.text() for action in menu.actions()][:2] == ["Soil carbon", "Processes"]
    menu.actions()[1].trigger()
    (layout,) = QgsProject.instance().layoutManager().printLayouts()
    assert layout.name() == "BINN small: The processes that govern soil carbon"
    QgsProject.instance().clear()


def test_the_folder_of_a_finished_run_is_remembered(provider, feedback, tmp_path):
    from binn.ui.engine.run_folders import remembered_folders
    from qgis.core import QgsProcessingContext

    algorithm = provider.algorithm("exampledata").create()
    _, fine = algorithm.run({"OUTPUT": str(tmp_path / "land"), "PROFILES": 100, "SIZE": 16}, QgsProcessingContext(), feedback)
    assert fine
    assert remembered_folders()[0] == str(tmp_path / "land")


def test_the_command_line_of_a_run_is_the_job_again(runs):
    import shlex

    from binn.binn_engine.protocol import job_to_dict

    words = shlex.split(runs[1].command())
    assert words[1:4] == ["-m", "binn_engine", "predict"]
    assert words[words.index("--depths") + 1 :][:2] == ["0.1", "0.6"]
    assert job_to_dict(runs[1].job)["depths"] == (0.1, 0.6)


def test_a_chosen_run_shows_its_settings_and_two_show_what_differs(dialog):
    dialog.choose(0)
    settings = dialog.tables["Settings"]
    rows = {settings.topLevelItem(row).text(0): settings.topLevelItem(row).text(1) for row in range(settings.topLevelItemCount())}
    assert rows["Depths of SOC (m)"] == "0.1, 0.6"
    assert rows["File layout of the maps"] == "Plain GeoTIFF"
    assert not any("_" in name for name in rows)
    scores = dialog.tables["Scores"]
    named = [scores.topLevelItem(row).text(0) for row in range(scores.topLevelItemCount())]
    assert any(name.startswith("Fraction outside the range of training: ") for name in named)
    assert not [name for name in named if "_" in name]
    assert not dialog.buttons["Open report"].isEnabled()
    dialog.choose(0, 1)
    dialog.only_differences.setChecked(True)
    rows = {settings.topLevelItem(row).text(0) for row in range(settings.topLevelItemCount())}
    assert {"Depths of SOC (m)", "Soil carbon"} <= rows
    assert "Trained model" not in rows
    kinds = {dialog.list.topLevelItem(row).text(1) for row in range(dialog.list.topLevelItemCount())}
    assert kinds == {"Predict maps"}
    assert settings.columnCount() == 3


def test_the_maps_of_a_run_open_styled_and_grouped(dialog, qgis_app):
    from qgis.core import QgsProject

    dialog.choose(1)
    dialog.open_maps()
    qgis_app.processEvents()
    group = QgsProject.instance().layerTreeRoot().findGroup("BINN small")
    counts = {child.name(): len(child.findLayers()) for child in group.findGroups()}
    assert set(counts) == {"Soil carbon", "Processes"}
    assert counts["Processes"] == 6
    assert counts["Soil carbon"] >= 7  # newer QGIS have a layer for the depth slider too


def test_the_report_opens(dialog, mapped, monkeypatch):
    from binn.ui.runs import dialog as runs_dialog

    opened = []
    monkeypatch.setattr(runs_dialog, "open_report", opened.append)
    dialog.choose(1)
    dialog.open_report()
    assert [Path(path).resolve() for path in opened] == [(mapped / "a.html").resolve()]


def test_running_again_gives_the_same_job(provider, context, runs):
    """The way through the algorithm's own parameters, as its dialog takes it."""
    from binn.ui.algorithms.rerun import algorithm_of, parameters_of
    from binn.ui.algorithms.shared.base import job_values
    from binn.ui.algorithms.shared.parameters import Call

    for run in runs:
        kind = algorithm_of(run.kind)
        values, gone = parameters_of(kind, run.job)
        assert gone == []
        algorithm = provider.algorithm(kind.id_).create()
        assert algorithm.checkParameterValues(values, context) == (True, "")
        again = algorithm.job(**job_values(algorithm.declared, Call(algorithm, values, context)))
        assert again == run.job


def test_running_a_mapping_again_ticks_its_maps_and_names_their_folder(provider, context):
    from binn.binn_engine.settings import PredictJob
    from binn.ui.algorithms.rerun import algorithm_of, parameters_of
    from binn.ui.algorithms.shared.base import job_values
    from binn.ui.algorithms.shared.checklist import MAPS
    from binn.ui.algorithms.shared.parameters import Call

    made = {"soc": "/maps/soc.tif", "soc_sd": "/maps/soc_sd.tif", "processes": "/elsewhere/why.tif"}
    job = PredictJob(model="/m.safetensors", covariates=("/c.tif",), forcing="/f.nc", **made)
    values, _ = parameters_of(algorithm_of("predict"), job)
    assert [MAPS[place] for place in values["MAPS"]] == ["soc", "soc_sd", "processes"]
    assert (values["OUTPUT_FOLDER"], values["OUTPUT_SOC"], values["OUTPUT_PROCESSES"]) == ("/maps", None, "/elsewhere/why.tif")
    algorithm = provider.algorithm("predict").create()
    again = job_values([row for row in algorithm.declared if row.name.startswith("OUTPUT")], Call(algorithm, values, context))
    assert {name: path for name, path in again.items() if path} == made


def test_inputs_that_are_gone_are_left_empty_and_named(runs):
    import dataclasses

    from binn.ui.algorithms.rerun import algorithm_of, parameters_of

    job = dataclasses.replace(runs[0].job, forcing="/nowhere/forcing.nc")
    values, gone = parameters_of(algorithm_of("predict"), job)
    assert gone == ["/nowhere/forcing.nc"]
    assert "FORCING" not in values


def test_every_kind_of_job_has_an_algorithm_that_can_run_it_again(qgis_app):
    from binn.binn_engine.settings import JOBS
    from binn.ui.algorithms.rerun import algorithm_of

    assert [kind for kind in JOBS if algorithm_of(kind) is None] == []
