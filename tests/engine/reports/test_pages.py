"""What all reports share: tables that scroll in their own box, units and parameters as people write them, verdicts, the dark."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from binn_engine.reports import pages
from binn_engine.reports.figures.drawing import process_histograms
from binn_engine.reports.figures.maps import DOTS, MAP_WIDTH, MapPanel, map_panels
from binn_engine.reports.labels import powers
from binn_engine.reports.picture import Picture
from binn_engine.tables import PARAMETER_NAMES, variable_label


def test_every_table_scrolls_in_a_box_of_its_own() -> None:
    made = pages.table(("a",), [["b"]]) + pages.properties({"long": "x" * 500})
    assert len(re.findall(r'<div class="scroll"><table', made)) == made.count("<table") == 2
    style = pages.page("t", "l", [])
    assert ".scroll { overflow-x: auto;" in style
    assert "img { max-width: 100%" in style
    assert "width=device-width" in style


def colours(style: str) -> dict[str, str]:
    return dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", style))


def contrast(one: str, other: str) -> float:
    """Of two colours, as WCAG 2 defines it."""

    def light(colour: str) -> float:
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))

    high, low = sorted((light(one), light(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_can_be_read_on_its_ground_by_day_and_by_night(theme: str) -> None:
    style = pages.page("t", "l", [])
    light, _, rest = style.partition("@media (prefers-color-scheme: dark)")
    named = colours(light) if theme == "light" else {**colours(light), **colours(rest.partition("@media print")[0])}
    for ink in ("ink", "soft", "mark", "bad"):
        for ground in ("paper", "wash"):
            assert contrast(named[ink], named[ground]) >= 4.5, (ink, ground)
    for ground in ("warned", "praised"):
        assert contrast(named["ink"], named[ground]) >= 4.5, ground
    assert "background: #ffffff" in light  # of pictures, whose own ground is white


def test_units_are_written_with_powers_and_code_is_left_as_it_is() -> None:
    assert "kgC/m²" in pages.table(("stock (kgC/m2)",), [["1"]])
    assert "gC/m³" in pages.paragraph("NSE of SOC in gC/m3.")
    assert "km²" in pages.cards({"mapped": "5 km2"})
    assert powers("m2/yr") == "m²/yr"
    for name in ("form2 item3 /data/m2x", "m2", "/data/m2/soc.tif", "BINN m2 and PRODA", "plots (m2).tif", "5 m2.tif", "../m3"):
        assert powers(name) == name
    assert "gC/m3" in pages.code("--unit gC/m3")


def test_every_parameter_is_called_by_a_name_beside_its_code() -> None:
    made = pages.table(("parameter", "with"), [["tau_s3", "diffus (-0.41), q10 (+0.30)"], ["vertical_transport", "SOC"]])
    assert "tau_s3: turnover time of passive soil carbon" in made
    assert "diffus: bioturbation (-0.41), q10: temperature sensitivity (+0.30)" in made
    assert "Vertical transport" in made
    assert len({variable_label(name) for name in PARAMETER_NAMES}) == len(PARAMETER_NAMES)
    assert all(variable_label(name).startswith(f"{name}: ") for name in PARAMETER_NAMES)


@pytest.mark.parametrize(
    ("difference", "word"),
    [((0.2, 0.1, 0.3), "better"), ((0.2, -0.1, 0.5), "tie"), ((-0.2, -0.4, -0.1), "worse"), ((float("nan"),) * 3, "not known")],
)
def test_a_difference_is_better_worse_or_a_tie(difference: tuple[float, float, float], word: str) -> None:
    verdict = pages.verdict(*difference)
    kind = {"not known": "worse"}.get(word, word)
    assert f'<td class="{kind}">{word}</td>' in pages.table(("BINN is",), [[verdict]])


def test_ties_are_not_shown_as_a_warning() -> None:
    style = pages.page("t", "l", [])
    assert ".tie { color: var(--soft); }" in style


def test_a_narrow_screen_gets_narrow_pictures_and_scrolls_those_that_have_none() -> None:
    page = pages.page("t", "l", [pages.figure(Picture("AAAA", "BBBB"), "both"), pages.figure(Picture("CCCC"), "one")])
    assert re.findall(r'<img class="(\w+)"[^>]*base64,(\w+)"', page) == [("wide", "AAAA"), ("narrow", "BBBB"), ("scrolled", "CCCC")]
    narrow = page.partition("@media (max-width: 640px)")[2].partition("@media")[0]
    assert "img.wide { display: none; }" in narrow
    assert "img.narrow { display: block; }" in narrow
    assert "img.scrolled { min-width: 900px; }" in narrow


def sizes(picture: Picture) -> list[tuple[int, int]]:
    forms = [tile.png for tile in picture.tiles] or [picture.wide, picture.narrow]
    return [Image.open(io.BytesIO(base64.b64decode(form))).size for form in forms if form]


@pytest.mark.usefixtures("pictures_as_for_users")
def test_letters_of_narrow_pictures_are_as_large_as_those_of_the_text() -> None:
    """A picture of 550 pixels on a screen of 500 has letters of 11 pixels; panels go below each other."""
    values = np.random.default_rng(1).uniform(0.0, 1.0, (20, 6))
    wide, narrow = sizes(process_histograms(values))
    assert (wide[0], narrow[0]) == (1056, 550)
    assert narrow[1] == pytest.approx(1.5 * wide[1], rel=0.02)  # three rows of two in place of two rows of three


@pytest.mark.parametrize("shape", [(20, 30), (90, 10), (10, 90)])
def test_maps_are_tiles_of_one_size_however_many_there_are_and_of_whatever_shape(shape: tuple[int, int]) -> None:
    values, drawn = np.random.default_rng(1).uniform(0.0, 1.0, shape), []
    picture = map_panels([MapPanel(name, "1", (0.0, 1.0), values) for name in PARAMETER_NAMES], lambda: drawn.append(1))
    assert len(drawn) == len(set(picture.tiles)) == 21
    assert len(set(sizes(picture))) == 1
    assert [tile.name for tile in picture.tiles][:2] == [variable_label(name) for name in PARAMETER_NAMES[:2]]
    page = pages.page("t", "l", [pages.figure(picture, "All parameters.")])
    wide, _, narrow = page.partition("@media (max-width: 640px)")
    assert ".tiles img { display: inline-block; width: 33.3%;" in wide
    assert ".tiles img { width: 50%; }" in narrow.partition("@media")[0]


def test_a_tile_has_its_unit_and_its_map_between_the_limits_of_its_colours() -> None:
    """Half of the map is at its lowest colour, half at its highest, and a part has no value."""
    values = np.repeat([[0.0, 1.0]], 10, axis=1).repeat(20, axis=0)
    values[:, :2] = np.nan
    (tile,) = map_panels([MapPanel("SOC density at 5 cm", "gC/m3", (0.0, 1.0), values)]).tiles
    assert tile.name == "SOC density at 5 cm (gC/m³)"
    pixels = np.asarray(Image.open(io.BytesIO(base64.b64decode(tile.png))).convert("RGB"))
    for colour, share in (((68, 1, 84), 0.4), ((253, 231, 37), 0.5), ((207, 213, 216), 0.1)):
        found = (np.abs(pixels.astype(int) - colour).max(-1) <= 1).sum() / (MAP_WIDTH * DOTS) ** 2
        assert found == pytest.approx(share, rel=0.12), colour  # the left and lower edges are lines
