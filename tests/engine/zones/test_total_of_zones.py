"""The total of all zones: that of their union, in every pass, and the table with a row for each zone."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd
import pytest
import rasterio
import shapely

from tests.engine.commands import Finished, engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.zones import layer, write_soc

STOCK = "SOC stock 0-100 cm"
WHOLE = shapely.box(11.0, 48.3, 12.4, 49.4)
HALVES = [shapely.box(11.0, 48.3, 11.537, 49.4), shapely.box(11.537, 48.3, 12.4, 49.4)]


@pytest.fixture
def maps(tmp_path: Path) -> list:
    """SOC that differs from pixel to pixel, with a standard deviation, as options of the command line."""
    values = np.array([2e4, 1e4, 5.0, 12.0])[:, None, None] * np.random.default_rng(1).uniform(0.5, 1.5, (4, 40, 60))
    soc, sd = write_soc(tmp_path / "soc.tif", values), write_soc(tmp_path / "sd.tif", values / 4.0, " sd")
    return ["--soc", soc, "--soc-sd", sd, "--range-km", 30]


def summed(folder: Path, shapes: list, *words: object) -> tuple[pd.DataFrame, pd.DataFrame, Finished]:
    """Totals of the stock by zone and assumption: of every zone, and of all of them."""
    polygons = layer(folder / "p.gpkg", shapes, 4326)
    done = engine_here(
        "zonal", "--polygons", polygons, "--id-field", "name", *words, "--zones", folder / "z.gpkg", "--json", folder / "z.json"
    )
    assert done.status == 0, done.stderr
    values = json.loads((folder / "z.json").read_text(encoding="utf-8"))
    each, total = (pd.DataFrame(values[key]).query("variable == @STOCK and statistic == 'total'") for key in ("rows", "total_rows"))
    return each.set_index(["zone", "assumption"]), total.set_index("assumption"), done


@pytest.mark.parametrize("shapes", [HALVES, [WHOLE, *HALVES], [WHOLE, HALVES[0]]])
def test_zones_that_touch_or_overlap_have_the_total_of_their_union(shapes: list, maps: list, tmp_path: Path) -> None:
    """Under each assumption on the errors: their correlation goes across the border of two zones."""
    alone, _, _ = summed(tmp_path, [WHOLE], *maps)
    _, total, done = summed(tmp_path, shapes, *maps)
    for assumption in ("independent", "range", "full"):
        for what in ("area_km2", "mapped_km2", "value", "sd", "lower", "upper"):
            assert total.loc[assumption, what] == pytest.approx(alone.loc[("z0", assumption), what], rel=1e-4)
    found = done.last("result")["metrics"]["total"][STOCK]
    assert found["value"] == pytest.approx(total.loc["range", "value"])
    assert (found["low"], found["high"]) == pytest.approx((total.loc["range", "lower"], total.loc["range", "upper"]))
    assert any(row["event"] == "log" and row["message"].startswith("All zones: ") for row in done.events)


def test_passes_of_the_model_give_the_distribution_of_the_total(trained_example: TrainedExample, tmp_path: Path) -> None:
    """As if all zones were one: the passes are the same maps."""
    with rasterio.open(trained_example.covariates[0]) as file:
        west, south, east, north = file.bounds
    middle = 0.4 * west + 0.6 * east
    words = [*trained_example.inputs, "--passes", 12, "--no-calibrated"]
    alone, _, _ = summed(tmp_path, [shapely.box(west, south, east, north)], *words)
    each, total, _ = summed(tmp_path, [shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)], *words)
    for what in ("value", "sd", "lower", "median", "upper"):
        assert total.loc["passes", what] == pytest.approx(alone.loc[("z0", "passes"), what], rel=1e-5)
    assert total.loc["passes", "sd"] > np.hypot(*each["sd"]) * 1.01


def test_maps_without_a_spread_give_a_total_without_an_interval(maps: list, tmp_path: Path) -> None:
    _, _, done = summed(tmp_path, HALVES, *maps[:2])
    assert set(done.last("result")["metrics"]["total"][STOCK]) == {"unit", "value"}


@pytest.mark.parametrize("name", ["stocks.csv", "stocks.xlsx"])
def test_the_table_has_a_row_for_each_zone_and_one_for_all(name: str, maps: list, tmp_path: Path) -> None:
    each, total, _ = summed(tmp_path, [WHOLE, HALVES[0]], *maps, "--table", tmp_path / name)
    table = pd.read_csv(tmp_path / name) if name.endswith("csv") else geopandas.read_file(tmp_path / name, engine="pyogrio")
    assert list(table["Zone"]) == ["z0", "z1", "All zones"]
    assert list(table)[:5] == ["Zone", "Area (km²)", "Mapped area (km²)", "Mapped share of the area", "Pixels with a value"]
    for ending, what in (("", "value"), (": lower limit", "lower"), (": upper limit", "upper"), (": standard deviation", "sd")):
        column = table[f"{STOCK}, total{ending} (t C)"]
        assert column[0] == pytest.approx(each.loc[("z0", "range"), what])
        assert column[2] == pytest.approx(total.loc["range", what])
    assert "SOC density at 5 cm (gC/m³)" in table


def test_a_name_that_is_a_formula_is_text_in_the_table(maps: list, tmp_path: Path) -> None:
    polygons = layer(tmp_path / "p.gpkg", HALVES, 4326, label=["=1+1", "b"])
    words = ["--polygons", polygons, "--id-field", "label", *maps, "--zones", tmp_path / "z.gpkg"]
    for name in ("t.csv", "t.xlsx"):
        assert engine_here("zonal", *words, "--table", tmp_path / name).status == 0
    assert pd.read_csv(tmp_path / "t.csv")["Zone"][0] == "'=1+1"
    assert geopandas.read_file(tmp_path / "t.xlsx", engine="pyogrio")["Zone"][0] == "'=1+1"
