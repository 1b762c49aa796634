"""The first minute in a QGIS desktop on a virtual screen. The pictures stay in ``build/desktop``; the documentation shows them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
PICTURES = HERE.parents[2] / "build" / "desktop"

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.skipif(shutil.which("qgis") is None or shutil.which("xvfb-run") is None, reason="needs the QGIS desktop and xvfb-run"),
]


@pytest.fixture(scope="module")
def session(plugins, engine_python, tmp_path_factory) -> dict:
    """What the session reports; ``folder`` holds its pictures."""
    folder = tmp_path_factory.mktemp("first_minute")
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    unwanted = ("QT_QPA_PLATFORM", "DISPLAY", "QGIS_CUSTOM_CONFIG_PATH")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment.update(
        BINN_DESKTOP_FOLDER=str(folder), BINN_ENGINE_PYTHON=str(engine_python), QGIS_PLUGINPATH=str(plugins), XDG_RUNTIME_DIR=str(runtime),
        PYTHONPATH=str(HERE),
    )  # fmt: skip
    command = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", "qgis", "--profiles-path", str(folder / "profiles"), "--nologo"]
    log = folder / "qgis.log"
    with log.open("w") as output:
        subprocess.run(
            [*command, "--noversioncheck", "--code", str(HERE / "first_minute.py")],
            env=environment, stdout=output, stderr=subprocess.STDOUT, timeout=600, check=False,
        )  # fmt: skip
    found = folder / "report.json"
    assert found.is_file(), log.read_text(encoding="utf-8", errors="replace")[-3000:]
    report = json.loads(found.read_text(encoding="utf-8"))
    assert report["errors"] == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    for picture in folder.glob("*.png"):
        shutil.copy(picture, PICTURES)
    return {**report, "folder": folder}


def test_try_binn_ends_on_grouped_maps_with_the_panel_open(session):
    print(f"Try BINN on the desktop: {session['seconds']:.1f} s")
    assert {"BINN example model", "Soil carbon", "Processes", "Parameters", "Uncertainty"} <= set(session["groups"])
    assert session["top"] == ["SOC profiles", "BINN example model"]
    assert session["panel"]


def test_the_runs_of_the_trial_are_listed_and_the_page_is_printed(session):
    assert session["runs"] == ["example", "predict", "train"]
    assert session["printed"] == 0


@pytest.mark.parametrize("name", ["toolbox", "setup", "trial", "first-minute", "runs", "predict", "print", "report"])
def test_pictures_are_taken(session, name):
    if name == "report" and not session["browser"]:
        pytest.skip("Qt has no browser here")
    assert (session["folder"] / f"{name}.png").stat().st_size > 10_000
