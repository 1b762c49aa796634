"""Projections over a landscape: bands by year, the same whatever the tiles and workers, intervals of the change, totals and the report."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import rasterio
import xarray
from shapely.geometry import box

from binn_engine.bands import band_year
from binn_engine.jobs.project import read_scenario
from binn_engine.prediction.scenario import scenario_of
from binn_engine.reports.projection import what_changes
from binn_engine.settings import ProjectJob
from binn_engine.tables import DEFAULT_DEPTHS_M, SERIES_NAMES
from binn_engine.zones.series import WHOLE_MAP
from tests.engine.commands import ROOT, Finished, engine_here
from tests.engine.conftest import TrainedExample

SCENARIO = ("--warming", 2, "--litter-factor", 0.8, "--ramp-years", 10, "--years", 2020, 2030, 2060)


def project(example: TrainedExample, folder: Path, *words: Any, names: tuple[str, ...] = ("change_100",)) -> Finished:
    """Run ``project``; rasters are called as their products."""
    outputs = [word for name in names for word in (f"--{name.replace('_', '-')}", folder / f"{name}.tif")]
    return engine_here("project", *example.inputs, *outputs, *words)


def read(path: Path) -> np.ndarray:
    """All bands, NaN where there is no data."""
    with rasterio.open(path) as file:
        return file.read(masked=True).astype(float).filled(np.nan)


@pytest.fixture(scope="module")
def projected(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every product of a projection, a table of two zones, and the report."""
    folder = tmp_path_factory.mktemp("projected")
    with rasterio.open(trained_example.covariates[0]) as file:
        west, south, east, north = file.bounds
        middle = (west + east) / 2.0
        shapes = [box(west, south, middle, north), box(middle, south, east, north)]
        geopandas.GeoDataFrame({"name": ["west", "east"]}, geometry=shapes, crs=file.crs).to_file(folder / "zones.gpkg")
    words = ("--passes", 6, "--csv", folder / "years.csv", "--report", folder / "report.html", "--polygons", folder / "zones.gpkg")
    done = project(trained_example, folder, *SCENARIO, *words, "--id-field", "name", names=SERIES_NAMES)
    assert done.status == 0, done.stderr
    return folder


def test_each_raster_has_a_band_for_each_year(projected: Path) -> None:
    for name in SERIES_NAMES:
        with rasterio.open(projected / f"{name}.tif") as file:
            years = [band_year(band) for band in file.descriptions]
            repeats = {"densities": len(DEFAULT_DEPTHS_M), "pools": 7}.get(name, 1)
            assert years == ([None, None] if name == "committed" else [2020, 2030, 2060] * repeats), name
            assert file.tags()["product"] == name
            assert file.tags()["start_year"] == "2020"


def test_change_is_the_stock_less_that_of_the_start(projected: Path) -> None:
    for depth in ("30", "100"):
        stock, change = read(projected / f"stock_{depth}.tif"), read(projected / f"change_{depth}.tif")
        np.testing.assert_allclose(change, stock - stock[:1], atol=2e-5)
        assert np.nanmax(np.abs(change[0])) == 0.0
        assert np.nanmean(change[2]) < np.nanmean(change[1]) < 0.0


def test_the_share_of_the_committed_change_grows_towards_one(projected: Path) -> None:
    reached, committed, change = (read(projected / f"{name}.tif") for name in ("reached", "committed", "change_100"))
    known = np.isfinite(reached[0])
    assert known.sum() > 1000
    assert (reached[2][known] > reached[1][known]).all()
    assert (reached[2][known] < 1.0).all()
    np.testing.assert_allclose(reached[2][known] * committed[1][known], change[2][known], rtol=1e-4, atol=1e-5)


def test_intervals_are_those_of_the_change(projected: Path) -> None:
    """They hold the mean, and are none at the start."""
    for depth in ("30", "100"):
        low, change, high = (read(projected / f"{name}.tif") for name in (f"change_{depth}_low", f"change_{depth}", f"change_{depth}_high"))
        known = np.isfinite(change[2])
        assert np.nanmax(np.abs(high[0] - low[0])) == 0.0
        assert (low[2][known] <= high[2][known]).all()
        assert ((low[2] <= change[2] + 1e-5) & (change[2] <= high[2] + 1e-5))[known].mean() > 0.95
        assert np.nanmean(read(projected / f"change_{depth}_models.tif")[2]) > 0.0


def test_the_change_is_known_better_than_the_stock(trained_example: TrainedExample, projected: Path, tmp_path: Path) -> None:
    """The same passes are at both ends, so that an interval of the change is narrower than that of the stock at the start."""
    path = tmp_path / "quantiles.tif"
    done = engine_here("predict", *trained_example.inputs, "--soc-quantiles", path, "--quantiles", 0.05, 0.95, "--passes", 6)
    assert done.status == 0, done.stderr
    with rasterio.open(path) as file:
        numbers = {name: number for number, name in enumerate(file.descriptions)}
    stocks = read(path)
    for depth in ("30", "100"):
        low, high = (read(projected / f"change_{depth}_{end}.tif")[2] for end in ("low", "high"))
        stock = stocks[numbers[f"SOC stock 0-{depth} cm q95"]] - stocks[numbers[f"SOC stock 0-{depth} cm q5"]]
        known = np.isfinite(stock) & np.isfinite(low)
        assert known.sum() > 1000
        assert ((high - low)[known] < stock[known]).mean() > 0.9, depth


def test_pools_add_up_to_the_stock_and_densities_fall_with_depth(projected: Path) -> None:
    """The three pools of the soil are SOC; each year is a band of its own."""
    pools, stock = read(projected / "pools.tif").reshape(7, 3, -1), read(projected / "stock_100.tif").reshape(3, -1)
    np.testing.assert_allclose(pools[4:].sum(0), stock, rtol=1e-5)
    assert np.nanmean(pools[6, 2]) > 0.0
    densities = read(projected / "densities.tif").reshape(len(DEFAULT_DEPTHS_M), 3, -1)
    assert (np.diff(np.nanmean(densities, axis=2), axis=0) < 0.0).all()
    assert np.nanmean(densities[0, 2]) < np.nanmean(densities[0, 0])


def test_respiration_rises_with_warming_and_falls_with_the_input(trained_example: TrainedExample, tmp_path: Path) -> None:
    """At once with warming, until the carbon that decomposes more easily is gone; with less input, until as much comes as goes."""
    found = {}
    for name, words in {"warming": ("--warming", 2), "input": ("--litter-factor", 0.8)}.items():
        (tmp_path / name).mkdir()
        done = project(trained_example, tmp_path / name, *words, "--years", 2020, 2021, 2100, names=("respiration",))
        assert done.status == 0, done.stderr
        found[name] = read(tmp_path / name / "respiration.tif")
    start, warm, later = found["warming"]
    known = np.isfinite(start)
    assert known.sum() > 1000
    assert (warm[known] > start[known]).all()
    assert (later[known] < warm[known]).all()
    start, fewer, later = found["input"]
    assert (fewer[known] < start[known]).all()
    assert (later[known] < fewer[known]).all()
    assert (later[known] > 0.8 * start[known]).all()


def test_totals_of_zones_are_those_of_the_maps_with_the_same_draw_at_both_ends(projected: Path) -> None:
    table = pd.read_csv(projected / "years.csv")
    assert list(table["zone"].unique()) == [WHOLE_MAP, "west", "east", "All zones"]
    assert list(table["year"]) == [2020, 2030, 2060] * 4
    last = table[table["year"] == 2060].set_index("zone")
    for column in ("change_0_100_cm_t", "stock_0_30_cm_t", "mapped_km2"):
        assert last.loc["west", column] + last.loc["east", column] == pytest.approx(last.loc[WHOLE_MAP, column], rel=1e-9)
    mean = np.nanmean(read(projected / "change_100.tif")[2])
    assert last.loc[WHOLE_MAP, "change_0_100_cm_t"] / last.loc[WHOLE_MAP, "mapped_km2"] / 1e3 == pytest.approx(mean, rel=0.02)
    width = last["change_0_100_cm_t_high"] - last["change_0_100_cm_t_low"]
    assert (width > 0.0).all()
    assert width[WHOLE_MAP] < (last["stock_0_100_cm_t_high"] - last["stock_0_100_cm_t_low"])[WHOLE_MAP]


def test_the_report_says_what_was_assumed(projected: Path) -> None:
    text = (projected / "report.html").read_text(encoding="utf-8")
    for words in (
        "litter input times 0.8",
        "soil temperature +2 K",
        "evenly until 2030",
        "steady state",
        "assumption of yours",
        "Trajectory",
    ):
        assert words in text, words
    assert "://" not in text


@pytest.mark.long
def test_tiles_and_workers_change_no_pixel_and_no_total(trained_example: TrainedExample, projected: Path, tmp_path: Path) -> None:
    names = ("change_100", "change_100_low", "respiration")
    for number, words in enumerate((("--tile-size", 17), ("--workers", 2, "--tile-size", 40))):
        folder = tmp_path / str(number)
        folder.mkdir()
        done = project(trained_example, folder, *SCENARIO, "--passes", 6, *words, "--csv", folder / "years.csv", names=names)
        assert done.status == 0, done.stderr
        for name in names:
            np.testing.assert_allclose(read(folder / f"{name}.tif"), read(projected / f"{name}.tif"), rtol=1e-6, atol=1e-6)
        found, whole = pd.read_csv(folder / "years.csv"), pd.read_csv(projected / "years.csv")
        pd.testing.assert_frame_equal(found, whole[whole["zone"] == WHOLE_MAP].reset_index(drop=True), rtol=1e-9)


def test_a_run_without_change_has_none(trained_example: TrainedExample, tmp_path: Path) -> None:
    done = project(trained_example, tmp_path, "--years", 2120, names=("change_30", "change_100", "stock_100", "committed", "reached"))
    assert done.status == 1
    assert "reached" in done.last("error")["message"]  # there is no committed change of which a share could be reached
    done = project(trained_example, tmp_path, "--years", 2120, names=("change_30", "change_100", "stock_100", "committed"))
    assert done.status == 0, done.stderr
    for name in ("change_30", "change_100", "committed"):
        assert np.nanmax(np.abs(read(tmp_path / f"{name}.tif"))) <= 1e-10 * np.nanmax(read(tmp_path / "stock_100.tif")), name


@pytest.mark.long
def test_a_raster_a_table_and_numbers_give_the_same_change(trained_example: TrainedExample, tmp_path: Path) -> None:
    with rasterio.open(trained_example.covariates[0]) as file:
        profile = {**file.profile, "count": 2, "dtype": "float32", "nodata": None}
    with rasterio.open(tmp_path / "raster.tif", "w", **profile) as file:
        for number, (name, value) in enumerate((("warming", 2.0), ("litter_factor", 0.75)), 1):
            file.write(np.full(file.shape, value, dtype=np.float32), number)
            file.set_band_description(number, name)
    rows = pd.DataFrame({"year": [2021, 2022], "warming": [1.0, 2.0], "litter_factor": [0.875, 0.75]})
    rows.to_csv(tmp_path / "table.csv", index=False)
    ways = {
        "numbers": ("--warming", 2, "--litter-factor", 0.75, "--ramp-years", 2),
        "raster": ("--change", tmp_path / "raster.tif", "--ramp-years", 2),
        "table": ("--change-table", tmp_path / "table.csv"),
    }
    found = {}
    for name, words in ways.items():
        (tmp_path / name).mkdir()
        done = project(trained_example, tmp_path / name, "--years", 2030, *words)
        assert done.status == 0, done.stderr
        found[name] = read(tmp_path / name / "change_100.tif")
    assert np.nanmean(found["numbers"]) < 0.0
    for name in ("raster", "table"):
        np.testing.assert_allclose(found[name], found["numbers"], rtol=1e-5, atol=1e-7, err_msg=name)


def test_a_later_forcing_that_is_todays_changes_nothing(trained_example: TrainedExample, tmp_path: Path) -> None:
    words = ("--later-forcing", trained_example.forcing, "--later-years", 2025, "--years", 2100, "--ramp-years", 5)
    done = project(trained_example, tmp_path, *words, names=("change_100", "stock_100"))
    assert done.status == 0, done.stderr
    assert np.nanmax(np.abs(read(tmp_path / "change_100.tif"))) <= 1e-7 * np.nanmax(read(tmp_path / "stock_100.tif"))


@pytest.mark.long
def test_a_map_of_the_start_scales_the_pools(trained_example: TrainedExample, projected: Path, tmp_path: Path) -> None:
    """From half of the steady state the soil gains carbon without any change, and the start is that of the map."""
    steady = projected / "stock_30.tif"
    with rasterio.open(steady) as file:
        profile = {**file.profile, "count": 1}
        half = np.where(file.read(1) == file.nodata, file.nodata, 0.5 * file.read(1))
    with rasterio.open(tmp_path / "start.tif", "w", **profile) as file:
        file.write(half, 1)
    done = project(
        trained_example, tmp_path, "--start", tmp_path / "start.tif", "--years", 2020, 2050, "--passes", 6, "--report", tmp_path / "r.html",
        names=("stock_30", "change_30"),
    )  # fmt: skip
    assert done.status == 0, done.stderr
    np.testing.assert_allclose(read(tmp_path / "stock_30.tif")[0], 0.5 * read(steady)[0], rtol=1e-5)
    assert np.nanmin(read(tmp_path / "change_30.tif")[1]) > 0.0
    assert "All pools were multiplied by one factor" in (tmp_path / "r.html").read_text(encoding="utf-8")


@pytest.mark.long
def test_a_run_that_was_killed_goes_on_and_gives_the_same_bytes(trained_example: TrainedExample, tmp_path: Path) -> None:
    words = (*SCENARIO, "--passes", 4, "--tile-size", 20)
    for name in ("whole", "killed"):
        (tmp_path / name).mkdir()
    outputs = {
        name: ("--change-100", tmp_path / name / "change.tif", "--csv", tmp_path / name / "years.csv") for name in ("whole", "killed")
    }
    assert engine_here("project", *trained_example.inputs, *words, *outputs["whole"]).status == 0
    left = tmp_path / "killed" / "change.project.unfinished"
    command = [sys.executable, "-m", "binn_engine", "project", *trained_example.inputs, *map(str, (*words, *outputs["killed"]))]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        while running.poll() is None and len(list(left.glob("tile-*.f32"))) < 4:  # the last one may not be listed
            time.sleep(0.005)
        running.kill()
    assert not (tmp_path / "killed" / "change.tif").exists()
    done = engine_here("project", *trained_example.inputs, *words, *outputs["killed"])
    assert done.status == 0, done.stderr
    record = json.loads((tmp_path / "killed" / "change.project.run.json").read_text(encoding="utf-8"))
    assert record["metrics"]["tiles_kept"] >= 3
    for name in ("change.tif", "years.csv"):
        assert (tmp_path / "killed" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


@pytest.mark.parametrize(
    ("words", "names", "told"),
    [
        ((), (), "No map was chosen"),
        ((), ("change_30_low",), "need several predictions"),
        (("--spread", "dropout", "--passes", 2), ("change_30_models",), "need several networks"),
        (("--interval", 1.5), ("change_30",), "interval is 1.5"),
        (("--years", 1990), ("change_30",), "1990"),
    ],
)
def test_what_cannot_be_mapped_is_refused(trained_example: TrainedExample, tmp_path: Path, words, names, told: str) -> None:
    done = project(trained_example, tmp_path, *words, names=names)
    assert done.status == 1
    assert re.search(told, done.last("error")["message"])


@pytest.mark.long
def test_air_temperature_of_a_climate_model_warms_the_soil(trained_example: TrainedExample, tmp_path: Path) -> None:
    """A change that is the same everywhere and in all months is that warming, in a table by year."""
    with rasterio.open(trained_example.covariates[0]) as file:
        lon, lat = file.lnglat()
    axes = {"lat": lat + np.array([-5.0, 5.0]), "lon": lon + np.array([-5.0, 5.0]), "year": np.array([2030, 2040])}
    values = np.array([1.0, 3.0])[:, None, None] * np.ones((2, 2, 2))
    xarray.Dataset({"dtas": (("year", "lat", "lon"), values)}, axes).to_netcdf(tmp_path / "air.nc")
    pd.DataFrame({"year": [2030, 2040], "warming": [1.0, 3.0]}).to_csv(tmp_path / "table.csv", index=False)
    found = {}
    for name, words in {"air": ("--air-temperature", tmp_path / "air.nc"), "table": ("--change-table", tmp_path / "table.csv")}.items():
        (tmp_path / name).mkdir()
        done = project(trained_example, tmp_path / name, "--years", 2035, 2050, *words)
        assert done.status == 0, done.stderr
        found[name] = read(tmp_path / name / "change_100.tif")
    assert np.nanmean(found["air"][1]) < np.nanmean(found["air"][0]) < 0.0
    np.testing.assert_allclose(found["air"], found["table"], rtol=1e-5, atol=1e-7)


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"warming": 2.0}, "What changes: soil temperature +2 K, from 2021 on."),
        ({"litter_factor": 0.8, "ramp_years": 9}, "What changes: litter input times 0.8, evenly until 2029."),
        ({"air_temperature": "/a/tas.nc"}, "What changes: air temperature as in tas.nc, year by year."),
        (
            {"warming": 1.0, "air_temperature": "/a/tas.nc"},
            "What changes: soil temperature +1 K, from 2021 on; air temperature as in tas.nc, year by year.",
        ),
        ({"later_forcing": ("/a/b.nc",), "later_years": (2040,)}, "What changes: the forcing of b.nc, from 2041 on."),
        (
            {"later_forcing": ("/a/b.nc",), "later_years": (2040,), "ramp_years": 5},
            "What changes: the forcing of b.nc, evenly from 2041 to 2045.",
        ),
        ({"later_forcing": ("/a/b.nc",), "later_years": (2050,), "warming": 1.0}, "What changes: soil temperature +1 K, from 2021 on."),
        ({"warming": 2.0, "start_year": 2050}, "The maps show the start alone, before any change."),
        ({}, "Nothing changes in litter input, temperature and moisture. Stocks stay as they are."),
        ({"start": "/a/s.tif"}, "Nothing changes in litter input, temperature and moisture."),
    ],
)
def test_the_change_is_told_in_a_sentence(values: dict[str, Any], words: str) -> None:
    job = ProjectJob(years=(2050,), **values)
    assert what_changes(job, scenario_of(job)) == words


def warned(done: Finished, code: str) -> list[str]:
    """The messages of the warnings with a code."""
    return [row["message"] for row in done.events if row.get("event") == "warning" and row.get("code") == code]


def like(example: TrainedExample, path: Path, values: np.ndarray | float, name: str) -> Path:
    """A raster on the grid of the covariates with one band, NaN where there is no data."""
    with rasterio.open(example.covariates[0]) as file:
        profile = {**file.profile, "count": 1, "dtype": "float64", "nodata": np.nan}
    with rasterio.open(path, "w", **profile) as file:
        file.write(np.broadcast_to(values, file.shape).astype(float), 1)
        file.set_band_description(1, name)
    return path


@pytest.mark.long
def test_what_is_committed_does_not_depend_on_the_years_that_are_mapped(trained_example: TrainedExample, tmp_path: Path) -> None:
    """In the middle of a ramp, all of its change is committed."""
    found = []
    for year in (2025, 2050):
        (tmp_path / str(year)).mkdir()
        words = ("--warming", 3, "--ramp-years", 30, "--years", year)
        assert project(trained_example, tmp_path / str(year), *words, names=("committed",)).status == 0
        found.append(read(tmp_path / str(year) / "committed.tif"))
    np.testing.assert_allclose(*found, rtol=1e-6)
    assert np.nanmean(found[0]) < 0.0


def test_a_later_forcing_must_reach_as_far_as_todays(trained_example: TrainedExample, tmp_path: Path) -> None:
    with xarray.open_dataset(trained_example.forcing, decode_times=False) as dataset:
        dataset.assign_coords(lon=dataset["lon"] + 40.0).to_netcdf(tmp_path / "far.nc")
    done = project(trained_example, tmp_path, "--later-forcing", tmp_path / "far.nc", "--later-years", 2025, "--years", 2030)
    assert done.status == 1
    assert re.search(r"the nearest forcing cell of \S*far\.nc \(up to [\d,]+ km\)", done.last("error")["message"])
    words = ("--later-forcing", tmp_path / "far.nc", "--later-years", 2025, "--years", 2030, "--beyond-forcing", "nodata")
    done = project(trained_example, tmp_path, *words)
    assert re.search(rf"cell of {re.escape(trained_example.forcing)} or \S*far\.nc \(up to", done.last("error")["message"])


def test_a_file_of_air_temperature_far_away_is_refused(trained_example: TrainedExample, tmp_path: Path) -> None:
    axes = {"lat": [-40.0, -39.0], "lon": [140.0, 141.0], "year": [2030, 2040]}
    xarray.Dataset({"dtas": (("year", "lat", "lon"), np.ones((2, 2, 2)))}, axes).to_netcdf(tmp_path / "air.nc")
    done = project(trained_example, tmp_path, "--air-temperature", tmp_path / "air.nc", "--years", 2035)
    assert done.status == 1
    assert re.search(r"About [\d,]+ pixels are more than 167 km \(1.5 cells\) from .*air\.nc", done.last("error")["message"])


def test_stocks_in_another_unit_are_told_before_the_work(trained_example: TrainedExample, projected: Path, tmp_path: Path) -> None:
    median = float(np.nanmedian(read(projected / "stock_30.tif")[0]))
    start = like(trained_example, tmp_path / "start.tif", 10.0 * median, "stock")
    words = ("--start", start, "--years", 2020, 2030)
    done = project(trained_example, tmp_path, *words, names=("respiration",))
    assert done.status == 0, done.stderr
    (message,) = warned(done, "start_unlike_model")
    assert f"start.tif (kgC/m2) have a median of {10.0 * median:.3g} kgC/m2" in message
    assert np.isnan(read(tmp_path / "respiration.tif")[0]).all(), "the soil of the year before is not known"
    assert np.isfinite(read(tmp_path / "respiration.tif")[1]).any()
    done = project(trained_example, tmp_path, *words, "--start-unit", "tC/ha", names=("change_30",))
    assert warned(done, "start_unlike_model") == []


def test_a_stock_below_zero_is_refused_with_its_raster_and_unit(trained_example: TrainedExample, tmp_path: Path) -> None:
    start = like(trained_example, tmp_path / "start.tif", -5.0, "stock")
    done = project(trained_example, tmp_path, "--start", start, "--years", 2030)
    assert done.status == 1
    assert "start.tif (kgC/m2) has the value -5" in done.last("error")["message"]


def test_pixels_that_only_the_change_leaves_empty_are_counted(trained_example: TrainedExample, projected: Path, tmp_path: Path) -> None:
    valid = np.isfinite(read(projected / "change_100.tif")[0])
    half = np.full(valid.shape, 0.8)
    half[: len(half) // 2] = np.nan
    change = like(trained_example, tmp_path / "change.tif", half, "litter_factor")
    done = project(trained_example, tmp_path, "--change", change, "--years", 2030, "--tile-size", 20)
    assert done.status == 0, done.stderr
    (message,) = warned(done, "no_change_there")
    assert message.startswith(f"{int(valid[: len(half) // 2].sum()):,} pixels have no value")
    assert str(change) in message


def test_polygons_beside_the_map_are_refused(trained_example: TrainedExample, tmp_path: Path) -> None:
    geopandas.GeoDataFrame({"name": ["far"]}, geometry=[box(10, 42, 11, 43)], crs=4326).to_file(tmp_path / "far.gpkg")
    done = project(trained_example, tmp_path, "--years", 2030, "--polygons", tmp_path / "far.gpkg")
    assert done.status == 1
    assert "No polygon overlaps the map" in done.last("error")["message"]


def test_a_table_with_a_change_before_the_start_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    path = tmp_path / "table.csv"
    for row, number in (("1990,0.5", 1), ("2020,0.9", 2), ("2021,0.9", 2), ("2020,1", 2)):
        path.write_text(f"year,litter_factor\n{row}\n2050,0.6\n", encoding="utf-8")
        read_scenario(ProjectJob(years=(2050,), change_table=str(path)), lambda code, text: told.append(f"{code}: {text}"))
        assert len(told) == number, row
    assert "litter_factor 0.55" in told[0]
    assert "change_before_start" in told[1]


def test_a_raster_stands_in_place_of_the_number_of_its_kind() -> None:
    job = ProjectJob(years=(2050,), change="/a/c.tif", litter_factor=0.5, warming=1.0)
    words = "What changes: soil temperature +1 K, from 2021 on; litter input by the raster c.tif, pixel by pixel, from 2021 on."
    assert what_changes(job, scenario_of(job), ["litter_factor"]) == words


def test_a_table_that_returns_to_no_change_is_told_with_its_extremes() -> None:
    job = ProjectJob(years=(2030,), change_table="/a/t.csv")
    table = {"year": np.array([2020.0, 2025.0, 2030.0]), "warming": np.array([0.0, 2.0, 0.0])}
    words = "What changes: by the table t.csv until 2030: soil temperature +0 to +2 K."
    assert what_changes(job, scenario_of(job, table)) == words
