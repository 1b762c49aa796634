"""A QGIS desktop on a virtual screen: toolbox, dialog, maps. The pictures stay in ``build/desktop``."""

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
def session(example, covariates, model, plugins, engine_python, tmp_path_factory) -> dict:
    """What the desktop session reports; ``folder`` holds its pictures."""
    folder = tmp_path_factory.mktemp("desktop")
    parameters = {
        "MODEL": str(model),
        "COVARIATES": covariates,
        "FORCING": str(example / "clm5_forcing.nc"),
        "PASSES": 4,
        "OUTPUT_SOC_SD": str(folder / "soc_sd.tif"),
    }
    (folder / "parameters.json").write_text(json.dumps(parameters), encoding="utf-8")
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    unwanted = ("QT_QPA_PLATFORM", "DISPLAY", "QGIS_CUSTOM_CONFIG_PATH")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment.update(
        BINN_DESKTOP_FOLDER=str(folder), BINN_ENGINE_PYTHON=str(engine_python), QGIS_PLUGINPATH=str(plugins), XDG_RUNTIME_DIR=str(runtime)
    )
    command = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", "qgis", "--profiles-path", str(folder / "profiles"), "--nologo"]
    log = folder / "qgis.log"
    with log.open("w") as output:
        subprocess.run(
            [*command, "--noversioncheck", "--code", str(HERE / "session.py")],
            env=environment, stdout=output, stderr=subprocess.STDOUT, timeout=240, check=False,
        )  # fmt: skip
    found = folder / "report.json"
    assert found.is_file(), log.read_text(encoding="utf-8", errors="replace")[-3000:]
    report = json.loads(found.read_text(encoding="utf-8"))
    assert report["errors"] == []
    PICTURES.mkdir(parents=True, exist_ok=True)
    for picture in folder.glob("*.png"):
        shutil.copy(picture, PICTURES)
    return {**report, "folder": folder}


def test_the_menu_offers_the_trial_the_setup_and_the_panel(session):
    assert {"Try BINN", "Set up the engine", "Runs", "Soil carbon at a place"} <= set(session["menu"])


def test_maps_from_the_dialog_are_grouped_and_one_is_shown(session):
    groups = session["tree"]["BINN small"]
    expected = {"Soil carbon": 7 + session["elevation"], "Processes": 6, "Parameters": 21, "Uncertainty": 7}
    assert {name: len(layers) for name, layers in groups.items()} == expected
    assert session["visible"] == ["SOC density at 5 cm (gC/m3)"]


def test_the_canvas_shows_a_map_in_colours(session):
    assert session["canvas_colours"] > 5


def test_the_panel_shows_a_profile_with_its_interval(session):
    profile = session["profile"]
    assert [row[0] for row in profile] == [0.05, 0.15, 0.3, 0.6, 1.0]
    assert all(lower < middle < upper for _, lower, middle, upper in profile)
    assert "0-30 cm" in session["place"]


@pytest.mark.parametrize("name", ["toolbox.png", "dialog.png", "log.png", "maps.png", "panel.png", "place.png"])
def test_pictures_are_taken(session, name):
    assert (session["folder"] / name).stat().st_size > 10_000
