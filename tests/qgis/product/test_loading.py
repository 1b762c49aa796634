"""The plugin in QGIS: it loads without the engine's libraries, with and without a desktop."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SNAPSHOT = Path(__file__).parent.with_name("published_interface.json")
LOAD = """
import sys
class Wall:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("torch", "rasterio", "netCDF4", "pandas", "geopandas", "xarray"):
            raise ImportError("not in QGIS: " + name)
sys.meta_path.insert(0, Wall())
from qgis.core import QgsApplication
app = QgsApplication([], False)
app.initQgis()
from binn import classFactory
plugin = classFactory(None)
plugin.initGui()
names = sorted(algorithm.id() for algorithm in plugin.provider.algorithms())
assert "torch" not in sys.modules and "rasterio" not in sys.modules
plugin.unload()
print(",".join(names))
"""


def test_the_plugin_loads_where_torch_and_rasterio_cannot_be_imported(plugins):
    environment = {**os.environ, "PYTHONPATH": str(plugins), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", LOAD], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip().split(",") == sorted(json.loads(SNAPSHOT.read_text(encoding="utf-8")))


def test_unloading_takes_the_provider_back(qgis_app):
    from binn import classFactory
    from qgis.core import QgsApplication

    plugin = classFactory(None)
    plugin.initProcessing()
    plugin.initProcessing()
    assert QgsApplication.processingRegistry().providerById("binn") is not None
    plugin.unload()
    assert QgsApplication.processingRegistry().providerById("binn") is None


def test_the_menu_has_its_entries_and_loses_them_on_unload(qgis_app):
    from binn.plugin import BinnPlugin
    from binn.ui.menu import ENTRIES, Menu
    from desk import Desk

    desk = Desk()
    plugin = BinnPlugin(desk)
    plugin.initGui()
    titles = [action.text() for action in desk.menu.actions()]
    assert titles[:4] == ["New map…", "Try BINN", "Set up the engine", "Runs"]
    assert all(callable(getattr(Menu, entry.method)) for entry in ENTRIES)
    names = [action.objectName() for action in desk.menu.actions()]
    assert len(set(names)) == len(names)
    plugin.unload()
    assert desk.menu.actions() == []


LOAD_TIME = """
import sys, time
from qgis.core import QgsApplication
from qgis.gui import QgsMapCanvas
app = QgsApplication([], True)
app.initQgis()
from desk import Desk
desk = Desk()
start = time.perf_counter()
import json, dataclasses  # the yardstick: what QGIS itself has loaded long before
from processing.core.Processing import Processing
Processing.initialize()
processing = time.perf_counter() - start
start = time.perf_counter()
from binn import classFactory
plugin = classFactory(desk)
plugin.initGui()
print(f"{time.perf_counter() - start:.3f} {processing:.3f}")
plugin.unload()
"""


def test_the_plugin_loads_faster_than_processing_itself(plugins):
    here = str(Path(__file__).parents[1])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(plugins), here, "/usr/share/qgis/python/plugins"])}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    done = subprocess.run([sys.executable, "-c", LOAD_TIME], capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    ours, processing = map(float, done.stdout.split())
    print(f"the plugin loads in {ours:.3f} s, Processing in {processing:.3f} s")
    assert ours < 0.3 + processing  # a busy machine slows both


@pytest.mark.parametrize("name", ["train", "evaluate", "predict", "simulate", "exampledata"])
def test_without_the_engine_an_algorithm_says_how_to_set_it_up(provider, monkeypatch, name):
    from qgis import utils

    monkeypatch.setenv("BINN_ENGINE_PYTHON", "/nowhere/python")
    monkeypatch.setattr(utils, "iface", None)  # on a desktop, its dialog says it
    can, reason = provider.algorithm(name).canExecute()
    assert not can
    assert "/nowhere/python" in reason
    assert "Set up the engine" in reason


def test_the_setup_runs_without_the_engine(provider, monkeypatch):
    monkeypatch.setenv("BINN_ENGINE_PYTHON", "/nowhere/python")
    assert provider.algorithm("setupengine").canExecute()[0]


def test_the_engine_is_looked_for_in_the_variable_the_setting_and_beside_the_profile(qgis_app, monkeypatch):
    from binn.ui.engine import environment
    from qgis.core import QgsSettings

    monkeypatch.setenv("BINN_ENGINE_PYTHON", "/by/variable/python")
    environment.set_engine_python(Path("/by/setting/python"))
    try:
        assert environment.engine_python() == Path("/by/variable/python")
        monkeypatch.delenv("BINN_ENGINE_PYTHON")
        assert environment.engine_python() == Path("/by/setting/python")
    finally:
        QgsSettings().remove(environment.SETTING)
    assert environment.engine_python() == environment.python_in(environment.managed_environment())


def test_a_child_of_qgis_gets_an_environment_without_what_belongs_to_qgis(monkeypatch):
    from binn.ui.engine.environment import clean_environment

    for name in (
        "PYTHONPATH",
        "PYTHONHOME",
        "PROJ_LIB",
        "PROJ_DATA",
        "GDAL_DATA",
        "VIRTUAL_ENV",
        "QT_QPA_PLATFORM",
        "LD_PRELOAD",
        "LD_LIBRARY_PATH",
    ):
        monkeypatch.setenv(name, "/of/qgis")
    monkeypatch.setenv("HTTPS_PROXY", "kept")
    environment = clean_environment()
    assert "/of/qgis" not in environment.values()
    assert environment["HTTPS_PROXY"] == "kept"
    assert environment["PYTHONUTF8"] == "1"
