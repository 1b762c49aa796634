"""The dialog that sets up the engine."""

from __future__ import annotations

import time

import pytest
from shown import settle


@pytest.fixture
def dialog(qgis_app):
    from binn.ui.engine.environment import SETTING
    from binn.ui.setup.dialog import SetupDialog
    from qgis.core import QgsSettings

    made = SetupDialog()
    yield made
    made.cancel()
    settle(lambda: made.task is None, 20)
    made.deleteLater()
    QgsSettings().remove(SETTING)


def test_the_room_is_shown_and_a_choice_that_cannot_work_cannot_be_started(dialog, tmp_path):
    from binn.ui.setup.dialog import EXISTING, OFFLINE

    dialog.folder.setFilePath(str(tmp_path / "engine"))
    assert "GB needed" in dialog.room.text()
    dialog.ways[EXISTING].setChecked(True)
    assert not dialog.start_button.isEnabled()
    assert "program file" in dialog.room.text()
    dialog.ways[OFFLINE].setChecked(True)
    assert not dialog.start_button.isEnabled()
    dialog.wheels.setFilePath(str(tmp_path))
    assert dialog.installation().wheels == str(tmp_path)
    assert not dialog.python.isEnabled()


@pytest.mark.parametrize("name", ["x" * 300, "/etc/passwd/engine", "~/engine"])
def test_any_folder_may_be_typed_and_the_room_is_told(dialog, name):
    from binn.ui.setup.dialog import EXISTING, OFFLINE

    dialog.folder.setFilePath(name)
    assert "GB needed" in dialog.room.text()
    for way, widget in ((EXISTING, dialog.python), (OFFLINE, dialog.wheels)):
        dialog.ways[way].setChecked(True)
        widget.setFilePath(name)
        assert not dialog.start_button.isEnabled()


def test_cuda_is_offered_where_a_driver_runs_it_and_needs_more_room(qgis_app):
    from binn.ui.setup.dialog import SetupDialog
    from binn.ui.setup.graphics import Driver

    dialog = SetupDialog(driver=Driver(("NVIDIA A2000",), (12, 8)))
    before = dialog.room.text()
    assert "A2000" in dialog.device.itemText(1)
    dialog.device.setCurrentIndex(1)
    assert dialog.installation().device == "cuda"
    assert dialog.room.text() != before
    assert SetupDialog(driver=Driver(("NVIDIA K80",), (11, 4))).device.count() == 1


def test_an_existing_python_is_checked_and_kept(dialog, engine_python, qgis_app, monkeypatch):
    from binn.ui.engine.environment import engine_python as chosen
    from binn.ui.setup.dialog import EXISTING

    monkeypatch.delenv("BINN_ENGINE_PYTHON")
    dialog.ways[EXISTING].setChecked(True)
    dialog.python.setFilePath(str(engine_python))
    dialog.start()
    assert not dialog.start_button.isEnabled()
    settle(lambda: dialog.task is None, 120)
    assert "The engine works, on " in dialog.log.toPlainText()
    assert chosen() == engine_python
    assert "is set up" in dialog.state.text()


def test_a_failure_is_shown_with_its_remedy_and_another_try_is_possible(dialog, qgis_app, tmp_path):
    from binn.ui.setup.dialog import OFFLINE

    (tmp_path / "wheels").mkdir()
    dialog.folder.setFilePath(str(tmp_path / "engine"))
    dialog.ways[OFFLINE].setChecked(True)
    dialog.wheels.setFilePath(str(tmp_path / "wheels"))
    dialog.start()
    settle(lambda: dialog.task is None, 120)
    assert "a package is missing" in dialog.log.toPlainText()
    assert "folder of wheels" in dialog.log.toPlainText()
    assert dialog.start_button.isEnabled()


def test_cancelling_ends_it_within_two_seconds(dialog, qgis_app, tmp_path):
    dialog.folder.setFilePath(str(tmp_path / "engine"))
    dialog.start()
    settle(lambda: (tmp_path / "engine").exists(), 60)
    cancelled = time.monotonic()
    dialog.cancel()
    settle(lambda: dialog.task is None, 20)
    assert time.monotonic() - cancelled < 2.5
    assert "cancelled" in dialog.log.toPlainText()
    assert not (tmp_path / "engine").exists()
