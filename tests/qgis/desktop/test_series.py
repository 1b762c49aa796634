"""The maps of a projection in a QGIS desktop on a virtual screen: two times are two maps."""

from __future__ import annotations

from qgis.PyQt.QtGui import QImage
from windowed import needs_desktop

pytestmark = needs_desktop


def test_the_layers_of_all_years_are_ticked_and_the_project_has_their_time(session):
    assert session["series"]["visible"] == ["2090 (kgC/m²)", "2030 (kgC/m²)"]
    assert session["series"]["range"] == [2030, 2150]


def test_two_times_are_two_maps(session):
    """The pixels with a value differ, and those without are the same."""
    first, second = (QImage(str(session["folder"] / f"year-{year}.png")) for year in session["series"]["years"])
    assert first.size() == second.size()
    places = [(x, y) for x in range(0, first.width(), 5) for y in range(0, first.height(), 5)]
    different = sum(first.pixel(x, y) != second.pixel(x, y) for x, y in places)
    assert 0.05 * len(places) < different < len(places)
    assert len({first.pixel(x, y) for x, y in places}) > 5
    assert len({second.pixel(x, y) for x, y in places}) > 5
