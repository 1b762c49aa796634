"""Projections that start from observed stocks of zones."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
import pytest
import rasterio
from shapely.geometry import box

from tests.engine.commands import Finished, engine_here
from tests.engine.conftest import TrainedExample

GIVEN = {"west": 7.0, "east": 12.0}  # kgC/m2 in 0-100 cm


@pytest.fixture(scope="module")
def corner(trained_example: TrainedExample) -> tuple[float, float, float, float]:
    """A corner of the map."""
    with rasterio.open(trained_example.covariates[0]) as file:
        west, north, step = file.bounds.left, file.bounds.top, file.res[0]
    return west, north - 24 * step, west + 24 * step, north


@pytest.fixture(scope="module")
def zones(trained_example: TrainedExample, corner: tuple[float, ...], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two zones side by side, whose edges are edges of pixels; some of the corner lies in none."""
    west, south, east, north = corner
    step = (east - west) / 24
    shapes = [box(west, south, west + 12 * step, north), box(west + 12 * step, south, west + 20 * step, north)]
    path = tmp_path_factory.mktemp("zones") / "zones.gpkg"
    with rasterio.open(trained_example.covariates[0]) as file:
        geopandas.GeoDataFrame({"name": list(GIVEN), "soc": list(GIVEN.values())}, geometry=shapes, crs=file.crs).to_file(path)
    return path


def project(example: TrainedExample, corner: tuple[float, ...], folder: Path, *words: Any) -> Finished:
    """Stocks of the start and of ten years later."""
    files = ("--stock-100", folder / "stock.tif", "--csv", folder / "years.csv", "--report", folder / "report.html")
    return engine_here("project", *example.inputs, "--bounds", *corner, "--years", 2020, 2030, *files, *words)


def stocks(folder: Path) -> np.ndarray:
    with rasterio.open(folder / "stock.tif") as file:
        return file.read(masked=True).astype(float).filled(np.nan)


def test_each_zone_has_its_stock_and_one_factor(
    trained_example: TrainedExample, corner: tuple[float, ...], zones: Path, tmp_path: Path
) -> None:
    given = ("--start-zones", zones, "--start-field", "soc", "--start-depth", "0-100", "--polygons", zones, "--id-field", "name")
    assert project(trained_example, corner, tmp_path).status == 0
    steady = stocks(tmp_path)
    done = project(trained_example, corner, tmp_path, *given)
    assert done.status == 0, done.stderr
    start, later = stocks(tmp_path)
    table = pd.read_csv(tmp_path / "years.csv").set_index(["zone", "year"])
    for name, columns in (("west", slice(0, 12)), ("east", slice(12, 20))):
        first = table.loc[(name, 2020)]
        assert first["stock_0_100_cm_t"] == pytest.approx(1000.0 * GIVEN[name] * first["mapped_km2"], rel=1e-3)
        factor = (start / steady[0])[:, columns]
        np.testing.assert_allclose(factor[np.isfinite(factor)], np.nanmean(factor), rtol=1e-4)
        moves = (later - start)[:, columns]
        towards = np.sign((steady[0] - start)[:, columns])
        known = np.isfinite(moves)
        assert (np.sign(moves[known]) == towards[known]).mean() > 0.99, "the soil moves towards its steady state"
    assert np.isnan(start[:, 20:]).all()
    (message,) = [row["message"] for row in done.events if row.get("code") == "no_start_there"]
    assert "zones.gpkg have no value" in message
    assert "one factor, so that the mean stock of the zone at the start is the given one" in (tmp_path / "report.html").read_text("utf-8")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--start-field", "name"), "has no stock in 2 zones (first: 1)"),
        (("--start-field", "carbon"), "no field"),
        ((), "need either"),
    ],
)
def test_zones_without_stocks_are_refused(
    trained_example: TrainedExample, corner: tuple[float, ...], zones: Path, tmp_path: Path, words: tuple[str, ...], told: str
) -> None:
    done = project(trained_example, corner, tmp_path, "--start-zones", zones, *words)
    assert done.status == 1
    assert told in done.last("error")["message"]


def test_stocks_in_another_unit_are_told(trained_example: TrainedExample, corner: tuple[float, ...], zones: Path, tmp_path: Path) -> None:
    words = ("--start-zones", zones, "--start-field", "soc", "--start-unit", "tC/ha", "--start-depth", "0-100")
    done = project(trained_example, corner, tmp_path, *words)
    assert done.status == 0, done.stderr
    (message,) = [row["message"] for row in done.events if row.get("code") == "start_unlike_model"]
    assert "zones.gpkg (tC/ha)" in message
