"""Try BINN: from a click to styled maps, in the background."""

from __future__ import annotations

import os
import tempfile
import time
from pathlib import Path

import pytest


@pytest.fixture
def desk(qgis_app):
    from desk import Desk

    return Desk()


@pytest.fixture
def menu(desk, monkeypatch):
    """The menu on a desk; files that it opens are noted in ``opened`` instead of starting a browser."""
    from binn.ui import menu as module

    made = module.Menu(desk)
    made.opened = []
    monkeypatch.setattr(module, "open_report", made.opened.append)
    made.install()
    yield made
    made.remove()


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """Where temporary folders are made."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.fixture
def small(monkeypatch):
    """A smaller landscape and fewer epochs than for users, whose trial runs in the test of the first minute."""
    from binn.ui.runs import trial

    for name, value in {"PROFILES": 120, "SIZE": 24, "EPOCHS": 3, "PASSES": 3}.items():
        monkeypatch.setattr(trial, name, value)


def ticks(qgis_app, running, at_most_s: float) -> list[float]:
    """Let the desktop's events run until ``running()`` is false; the seconds between two turns of the loop."""
    gaps, last = [], time.monotonic()
    start = last
    while running() and time.monotonic() - start < at_most_s:
        qgis_app.processEvents()
        time.sleep(0.01)
        now = time.monotonic()
        gaps.append(now - last)
        last = now
    return gaps


def test_a_click_gives_styled_maps_and_a_report_while_the_window_answers(qgis_app, menu, context, temporary, small):
    from binn.ui.panel.dock import PanelDock
    from qgis.core import QgsFeature, QgsGeometry, QgsPointXY, QgsProject, QgsRectangle, QgsVectorLayer
    from qgis.PyQt.QtWidgets import QDockWidget

    world = QgsVectorLayer("Polygon?crs=EPSG:4326", "world", "memory")
    everywhere = QgsFeature()
    everywhere.setGeometry(QgsGeometry.fromRect(QgsRectangle(-180, -90, 180, 90)))
    world.dataProvider().addFeatures([everywhere])
    QgsProject.instance().addMapLayer(world)
    dock = PanelDock()
    dock.install(menu.iface)
    start, computed = time.monotonic(), os.times().children_user
    menu.try_binn()
    gaps = ticks(qgis_app, lambda: menu._trial is not None, 400)
    seconds, computed = time.monotonic() - start, os.times().children_user - computed
    qgis_app.processEvents()
    print(f"Try BINN: {seconds:.1f} s, of which {computed:.1f} s of computing; longest wait of the window {sorted(gaps)[-2]:.2f} s")
    root = QgsProject.instance().layerTreeRoot()
    groups = {group.name(): len(group.findLayers()) for group in root.findGroup("BINN example model").findGroups()}
    assert groups["Processes"] == 6
    assert groups["Parameters"] == 21
    assert groups["Soil carbon"] > 3
    assert QgsProject.instance().mapLayersByName("SOC profiles")
    panel = menu.iface.mainWindow().findChild(QDockWidget, "binnPanelDock")
    assert panel.controls.observations.currentLayer().name() == "SOC profiles"
    assert panel.controls.runs.currentText() == "example model"
    shown = menu.iface.mapCanvas().extent()
    assert shown.contains(QgsPointXY(-75.0, 43.0))  # the trial, though a map of the world lies in the project
    assert shown.width() < 5.0
    (report,) = menu.opened
    assert "<html" in Path(report).read_text(encoding="utf-8")[:200]
    dock.remove()


def test_cancelling_ends_the_trial_within_two_seconds_and_leaves_nothing(qgis_app, menu, context, temporary):
    menu.try_binn()
    ticks(qgis_app, lambda: not list(temporary.glob("binn_try_*/job.json")), 30)
    task, cancelled = menu._trial, time.monotonic()
    task.cancel()
    ticks(qgis_app, lambda: menu._trial is not None, 20)
    assert time.monotonic() - cancelled < 2.0
    assert not list(temporary.glob("binn_try_*"))
    assert menu.opened == []


def test_without_the_engine_the_set_up_is_offered(menu, monkeypatch):
    monkeypatch.setenv("BINN_ENGINE_PYTHON", "/nowhere/python")
    asked = []
    monkeypatch.setattr(menu, "set_up_engine", lambda: asked.append(True))
    menu.try_binn()
    assert asked == [True]
    assert menu._trial is None


def test_the_diagnostics_come_to_the_clipboard(qgis_app, menu):
    from qgis.core import QgsApplication

    QgsApplication.clipboard().clear()
    menu.copy_diagnostics()
    ticks(qgis_app, lambda: not QgsApplication.clipboard().text(), 120)
    assert QgsApplication.clipboard().text().startswith("# BINN diagnostics")
