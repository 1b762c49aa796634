"""A QGIS desktop on a virtual screen: toolbox, dialog, maps. The pictures stay in ``build/desktop``."""

from __future__ import annotations

import json

import pytest
from windowed import desktop_session, needs_desktop

pytestmark = needs_desktop


@pytest.fixture(scope="module")
def session(example, covariates, model, plugins, engine_python, tmp_path_factory) -> dict:
    """What the desktop session reports; ``folder`` holds its pictures."""
    from binn.ui.algorithms.shared.checklist import MAPS

    folder = tmp_path_factory.mktemp("desktop")
    parameters = {
        "MODEL": str(model),
        "COVARIATES": covariates,
        "FORCING": str(example / "clm5_forcing.nc"),
        "PASSES": 4,
        "MAPS": [MAPS.index(name) for name in ("soc", "soc_sd", "processes", "parameters")],
        "OUTPUT_FOLDER": str(folder / "maps"),
        "OUTPUT_SOC_SD": str(folder / "soc_sd.tif"),
    }
    (folder / "parameters.json").write_text(json.dumps(parameters), encoding="utf-8")
    return desktop_session("session.py", folder, plugins, engine_python, 240)


def test_the_menu_offers_the_trial_the_setup_and_the_panel(session):
    assert {"Try BINN", "Set up the engine", "Runs", "Soil carbon at a place"} <= set(session["menu"])


def test_maps_from_the_dialog_are_grouped_and_one_is_shown(session):
    groups = session["tree"]["BINN small"]
    expected = {"Soil carbon": 7 + session["elevation"], "Processes": 6, "Parameters": 21, "Uncertainty": 7}
    assert {name: len(layers) for name, layers in groups.items()} == expected
    assert session["visible"] == ["SOC stock 0-30 cm (kgC/m²)"]


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
