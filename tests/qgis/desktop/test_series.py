"""The maps of a projection in a QGIS desktop on a virtual screen: two times are two maps."""

from __future__ import annotations

import json

import pytest
from conftest import run_engine
from qgis.PyQt.QtGui import QImage
from windowed import desktop_session, needs_desktop

pytestmark = [*needs_desktop, pytest.mark.long]
YEARS = (2030, 2090)


@pytest.fixture(scope="module")
def session(plugins, engine_python, example, covariates, model, tmp_path_factory) -> dict:
    """What the session reports; ``folder`` holds its pictures."""
    folder = tmp_path_factory.mktemp("series")
    change = folder / "change.tif"
    inputs = ("--model", model, "--covariates", *covariates, "--forcing", example / "clm5_forcing.nc")
    run_engine("project", *inputs, "--change-100", change, "--litter-factor", 0.5, "--years", *YEARS)
    (folder / "run.json").write_text(json.dumps({"maps": {"change_100": str(change)}, "years": YEARS}), encoding="utf-8")
    return desktop_session("series.py", folder, plugins, engine_python, 180)


def test_the_layers_of_all_years_are_ticked_and_the_project_has_their_time(session):
    assert session["visible"] == ["2090 (kgC/m²)", "2030 (kgC/m²)"]
    assert session["range"] == [2030, 2150]


def test_two_times_are_two_maps(session):
    """The pixels with a value differ, and those without are the same."""
    first, second = (QImage(str(session["folder"] / f"year-{year}.png")) for year in YEARS)
    assert first.size() == second.size()
    places = [(x, y) for x in range(0, first.width(), 5) for y in range(0, first.height(), 5)]
    different = sum(first.pixel(x, y) != second.pixel(x, y) for x, y in places)
    assert 0.05 * len(places) < different < len(places)
    assert len({first.pixel(x, y) for x, y in places}) > 5
    assert len({second.pixel(x, y) for x, y in places}) > 5
