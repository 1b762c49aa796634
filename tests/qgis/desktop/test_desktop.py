"""A QGIS desktop on a virtual screen: toolbox, dialog, maps. The pictures stay in ``build/desktop``."""

from __future__ import annotations

import pytest
from windowed import needs_desktop

pytestmark = needs_desktop


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
