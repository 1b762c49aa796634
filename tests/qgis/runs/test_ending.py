"""What a run says at its end: a summary in the log, warnings last, and one message with buttons on the desktop."""

from __future__ import annotations

import gc

import pytest
from desk import Desk
from qgis.core import Qgis, QgsProcessingFeedback
from qgis.PyQt.QtCore import QEvent
from qgis.PyQt.QtWidgets import QPushButton


class QgsProcessingAlgorithmDialogFeedback(QgsProcessingFeedback):
    """Called as the feedback of an algorithm's dialog is."""

    def __init__(self) -> None:
        super().__init__(False)
        self.lines: list[tuple[str, str]] = []

    def pushInfo(self, text):
        self.lines.append(("info", text))

    def pushWarning(self, text):
        self.lines.append(("warning", text))


def ending(tmp_path, warnings=()):
    from binn.ui.ending import Ending

    report = tmp_path / "r.html"
    report.write_text("<html></html>", encoding="utf-8")
    outputs = {"Processes": str(tmp_path / "p.tif"), "Map report": str(report)}
    return Ending("Predict maps", outputs, warnings, {"processes": str(tmp_path / "p.tif")})


def buttons(item) -> dict[str, QPushButton]:
    return {button.text(): button for button in item.findChildren(QPushButton) if button.text()}


@pytest.mark.parametrize("warnings", [(), ("Far <b>forcing</b>.",), ("One.", "Two."), ("One.", "Two.", "Three.")])
def test_the_message_bar_has_one_message_that_leads_on(qgis_app, tmp_path, monkeypatch, warnings):
    from binn.ui import ending as endings

    opened = []
    monkeypatch.setattr(endings, "open_report", opened.append)
    desk = Desk()
    for _ in range(3):  # as a batch of runs
        endings.announce(ending(tmp_path, warnings), desk)
    assert len(desk.bar.items()) == 1
    item = desk.bar.currentItem()
    assert item.level() == (Qgis.MessageLevel.Warning if warnings else Qgis.MessageLevel.Success)
    assert "Predict maps: Processes, Map report." in item.text()
    assert "<b>" not in item.text()
    counts = {0: "", 1: "Far", 2: "1 more warning is in the log", 3: "2 more warnings are in the log"}
    assert counts[len(warnings)] in item.text()
    assert set(buttons(item)) == {"Report", "Print"}
    assert buttons(item)["Print"].menu() is not None
    buttons(item)["Report"].click()
    assert opened == [str(tmp_path / "r.html")]


def test_the_print_menu_of_every_message_works_after_the_one_before_is_gone(qgis_app, tmp_path):
    """Python's part of the menu was lost with the older message, whose end comes late."""
    from binn.ui import ending as endings

    desk = Desk()
    for _ in range(3):
        endings.announce(ending(tmp_path), desk)
        qgis_app.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        qgis_app.processEvents()
        gc.collect()
        assert [item.text() for item in desk.bar.items()] == [desk.bar.currentItem().text()]
        menu = buttons(desk.bar.currentItem())["Print"].menu()
        menu.aboutToShow.emit()
        assert [action.text() for action in menu.actions()][-2:] == ["Save all pages as PDF…", "Save all pages as PNG…"]


def test_the_panel_is_offered_where_there_is_one(qgis_app, tmp_path):
    from binn.ui.compat import QAction
    from binn.ui.ending import PANEL_ACTION, announce

    desk = Desk()
    action = QAction("panel", desk.mainWindow())
    action.setObjectName(PANEL_ACTION)
    action.setCheckable(True)
    announce(ending(tmp_path), desk)
    buttons(desk.bar.currentItem())["Panel"].click()
    assert action.isChecked()


def test_a_page_that_cannot_be_made_is_told(qgis_app, tmp_path):
    from binn.ui.ending import announce

    desk = Desk()
    announce(ending(tmp_path), desk)
    (tmp_path / "p.tif").write_text("no raster")
    buttons(desk.bar.currentItem())["Print"].menu().aboutToShow.emit()
    assert "p.tif" in desk.bar.currentItem().text()
    assert desk.bar.currentItem().level() == Qgis.MessageLevel.Critical


def test_the_log_of_a_dialog_ends_with_a_summary_and_the_warnings(provider, context, covariates, example, tmp_path):
    """And without a page of JSON, which the record has."""
    feedback = QgsProcessingAlgorithmDialogFeedback()
    parameters = {
        "GRID": covariates[0],
        "FORCING": str(example / "clm5_forcing.nc"),
        "VALUES": "q10=3, efolding=0.1",
        "SOC_LIMIT": 1,
        "OUTPUT_SOC": str(tmp_path / "soc.tif"),
    }
    results, fine = provider.algorithm("simulate").create().run(parameters, context, feedback)
    assert fine
    said = [text for _, text in feedback.lines]
    assert said[-3] == f"Soil carbon: {tmp_path / 'soc.tif'}"
    assert said[-2] == "Warnings of this run:"
    assert feedback.lines[-1][0] == "warning"
    assert "SOC is above 1 kg/m3" in said[-1]
    assert said.count(said[-1]) == 2
    assert results == {"OUTPUT_SOC": str(tmp_path / "soc.tif")}


def test_metrics_are_given_to_scripts_and_not_to_dialogs(provider, context, feedback, example, tmp_path):
    parameters = {"OBSERVATIONS": str(example / "soc_profiles.gpkg"), "OUTPUT": str(tmp_path / "clean.gpkg")}
    found = []
    for told in (feedback, QgsProcessingAlgorithmDialogFeedback()):
        results, fine = provider.algorithm("prepare_profiles").create().run(parameters, context, told)
        assert fine
        found.append("METRICS" in results)
    assert found == [True, False]


def test_nothing_is_offered_to_print_where_there_is_nothing(qgis_app, tmp_path):
    from binn.ui.ending import Ending, announce

    desk = Desk()
    announce(Ending("Predict maps", {}, (), {"parameters": str(tmp_path / "p.tif")}), desk)
    assert "Print" not in buttons(desk.bar.currentItem())


def test_pages_are_called_by_the_model_of_their_maps(qgis_app, tmp_path):
    from binn.ui.printing.pages import title_of
    from landscape import write_landscape

    maps = write_landscape(tmp_path / "maps", 8, ("soc",))
    assert title_of(maps) == "BINN hills"
    assert title_of({"zones": "/data/counties.gpkg"}) == "BINN counties"
    assert title_of({"zones": "/data/zonal_zones.gpkg"}, {"job": {"model": "/data/hills.safetensors"}}) == "BINN hills"
    assert title_of({"zones": "/tmp/processing_AbCdEf/0a1b/OUTPUT.gpkg"}) == "BINN"


def test_each_warning_is_told_once_and_those_of_results_are_told_first(qgis_app, tmp_path):
    from binn.ui.ending import log_ending

    swapped, scored = "Rows have no place.", "SOC is not scored."
    end = ending(tmp_path, (swapped, swapped, *(f"Input {number}." for number in range(5)), swapped, scored))
    assert scored in end.line
    assert "6 more warnings" in end.line
    feedback = QgsProcessingAlgorithmDialogFeedback()
    log_ending(end, feedback)
    told = [text for kind, text in feedback.lines if kind == "warning"]
    assert told == ["Input 1.", "Input 2.", "Input 3.", "Input 4.", scored]
    at = [text for _, text in feedback.lines].index("2 more, above.")  # no warning itself: the guide lists those
    assert feedback.lines[at][0] == "info"
    assert feedback.lines[at + 1][1] == "Input 1."


def test_the_weightiest_warning_is_on_the_bar_whatever_comes_after_it(qgis_app, tmp_path):
    import dataclasses

    from binn.ui.ending import log_ending

    far, depth, coded = "Pixels have no value.", "Thick layers.", "Read as ISO-8859-1."
    codes = {far: "beyond_forcing", depth: "thick_layers", coded: "encoding"}
    end = dataclasses.replace(ending(tmp_path, (far, depth, coded)), codes=codes)
    assert end.line.startswith(f"Predict maps: {far} 2 more warnings are in the log. Made: Processes, Map report.")
    assert coded not in end.line
    end_of_parts = dataclasses.replace(ending(tmp_path, (far,)), codes={far: "few_passes"}, finding="5 Tg C in all.")
    assert end_of_parts.line == f"Predict maps: 5 Tg C in all. Made: Processes, Map report. {far}"
    feedback = QgsProcessingAlgorithmDialogFeedback()
    log_ending(end, feedback)
    assert [text for kind, text in feedback.lines if kind == "warning"] == [depth, coded, far]


def test_every_code_that_has_a_weight_is_one_of_the_engine(qgis_app):
    from binn.ui.weights import PARTLY, TEMPORARY, WRONG
    from conftest import REPOSITORY

    source = "".join(path.read_text(encoding="utf-8") for path in (REPOSITORY / "binn_engine").rglob("*.py"))
    assert not [code for code in (WRONG | PARTLY) - {TEMPORARY} if f'"{code}"' not in source]
    assert not WRONG & PARTLY


def test_temporary_results_are_among_the_warnings_of_the_end(provider, context, covariates, example, monkeypatch):
    import qgis.utils
    from qgis.core import QgsProcessing

    desk = Desk()
    monkeypatch.setattr(qgis.utils, "iface", desk)
    parameters = {
        "GRID": covariates[0],
        "FORCING": str(example / "clm5_forcing.nc"),
        "VALUES": "q10=3, efolding=0.1",
        "SOC_LIMIT": 1e6,  # what weighs more would be on the bar
        "OUTPUT_SOC": QgsProcessing.TEMPORARY_OUTPUT,
    }
    algorithm, feedback = provider.algorithm("simulate").create(), QgsProcessingAlgorithmDialogFeedback()
    _, fine = algorithm.run(parameters, context, feedback)
    assert fine
    assert "Temporary results, which QGIS deletes when it closes: Soil carbon." in desk.bar.currentItem().text()
    assert desk.bar.currentItem().level() == Qgis.MessageLevel.Warning
