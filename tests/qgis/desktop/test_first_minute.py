"""The first minute in a QGIS desktop on a virtual screen. The pictures stay in ``build/desktop``; the documentation shows them."""

from __future__ import annotations

import pytest
from windowed import desktop_session, needs_desktop

pytestmark = [pytest.mark.long, *needs_desktop]


@pytest.fixture(scope="module")
def session(plugins, engine_python, tmp_path_factory) -> dict:
    """What the session reports; ``folder`` holds its pictures."""
    return desktop_session("first_minute.py", tmp_path_factory.mktemp("first_minute"), plugins, engine_python, 600)


def test_try_binn_ends_on_grouped_maps_with_the_panel_open(session):
    print(f"Try BINN on the desktop: {session['seconds']:.1f} s")
    assert {"BINN example model", "Soil carbon", "Processes", "Parameters", "Uncertainty"} <= set(session["groups"])
    assert session["top"] == ["SOC profiles", "BINN example model"]
    assert session["panel"]
    assert session["observed"] == "SOC profiles"
    assert session["names"] < 0.4, "the names of the processes are cut short in the panel"


def test_the_runs_of_the_trial_are_listed_and_the_page_is_printed(session):
    assert session["runs"] == ["example", "predict", "train"]
    assert session["printed"] == 0


@pytest.mark.parametrize("name", ["toolbox", "setup", "trial", "first-minute", "two-places", "runs", "predict", "print", "report"])
def test_pictures_are_taken(session, name):
    if name == "report" and not session["browser"]:
        pytest.skip("Qt has no browser here")
    assert (session["folder"] / f"{name}.png").stat().st_size > 10_000
