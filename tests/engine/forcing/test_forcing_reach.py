"""Places that are too far from the forcing: maps refuse them or leave them without a value, and profiles there are left out."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
import xarray

from binn_engine.forcing.grid import ForcingGrid
from tests.engine.commands import Finished, engine_here
from tests.engine.conftest import TrainedExample

NODATA = ("--beyond-forcing", "nodata")


def cells(longitude: np.ndarray, latitude: np.ndarray, ids: np.ndarray | None = None) -> ForcingGrid:
    """A grid of cells at some places, with nothing in them."""
    return ForcingGrid({}, longitude, latitude, ids)


@pytest.mark.parametrize("south", [0.0, 40.0, 50.0])
def test_the_spacing_of_a_grid_is_the_size_of_its_cells(south: float) -> None:
    longitude, latitude = (axis.ravel() for axis in np.meshgrid(np.arange(10.0, 20.0, 0.5), np.arange(south, south + 10.0, 0.5)))
    assert cells(longitude, latitude).spacing == pytest.approx(0.5, rel=0.02)


def test_single_cells_and_those_of_profiles_have_a_spacing_of_a_degree() -> None:
    near = np.array([10.0, 10.001, 10.002])
    assert cells(near[:1], near[:1]).spacing == 1.0
    assert cells(near, near, np.array(["a", "b", "c"])).spacing == 1.0


def test_every_cell_of_a_small_file_counts_in_its_spacing():
    """Every second cell lies by itself: among the first, third, fifth ... alone, the median would be another."""
    longitude = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 60.0, 100.0, 150.0])[[0, 1, 6, 2, 7, 3, 8, 4, 5]]
    assert cells(longitude, np.zeros(9)).spacing == pytest.approx(0.3, rel=0.02)


@pytest.fixture(scope="module")
def western(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's forcing, without the cells east of 75.9 degrees west; half a degree each."""
    path = tmp_path_factory.mktemp("forcing") / "western.nc"
    with xarray.open_dataset(trained_example.forcing, decode_times=False) as dataset:
        dataset.sel(lon=slice(-77.0, -75.9)).to_netcdf(path)
    return path


def inputs(example: TrainedExample, forcing: Path) -> list[str]:
    """Options of ``predict``."""
    return ["--model", example.model, "--covariates", *example.covariates, "--forcing", str(forcing)]


def told(done: Finished) -> list[str]:
    """The warnings about pixels or profiles beyond the forcing."""
    return [row["message"] for row in done.events if row["event"] == "warning" and row["code"] == "beyond_forcing"]


def soc_of(path: Path) -> tuple[np.ndarray, np.ndarray]:
    """The first band of a map, and the longitudes of its columns."""
    with rasterio.open(path) as file:
        return file.read(1, masked=True), file.xy(np.zeros(file.width), np.arange(file.width))[0]


@pytest.mark.parametrize("kind", ["predict", "simulate", "zonal", "compare"])
def test_a_map_beyond_the_forcing_is_refused_at_once(kind: str, trained_example: TrainedExample, western: Path, tmp_path: Path) -> None:
    model, rest = inputs(trained_example, western)[:2], inputs(trained_example, western)[2:]
    square = tmp_path / "zone.geojson"
    square.write_text(
        '{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", '
        '"coordinates": [[[-73.9, 42], [-73.7, 42], [-73.7, 42.2], [-73.9, 42.2], [-73.9, 42]]]}}'
    )
    words = {
        "predict": [*model, *rest, "--soc", tmp_path / "out.tif"],
        "simulate": [*rest[-2:], "--grid", trained_example.covariates[0], "--soc", tmp_path / "out.tif"],
        "zonal": [*model, *rest, "--polygons", square, "--zones", tmp_path / "out.gpkg", "--passes", 0],
        "compare": ["--first", model[1], "--second", model[1], *rest, "--report", tmp_path / "out.html", "--passes", 0],
    }
    done = engine_here(kind, *words[kind])
    assert done.status == 1
    assert "more than 3 forcing cells (167 km) from the nearest forcing cell" in done.stderr
    assert "beyond_forcing" in done.stderr
    assert re.search(r"(About|At least) [1-9][\d,]* pixels of the map are more than 3 forcing cells", done.stderr)
    assert not list(tmp_path.glob("out*"))


def test_the_refusal_of_a_map_says_how_many_pixels_are_too_far(trained_example: TrainedExample, western: Path, tmp_path: Path) -> None:
    words = inputs(trained_example, western)
    refused = engine_here("predict", *words, "--soc", tmp_path / "soc.tif")
    told_count = int(re.search(r"About ([\d,]+) pixels", refused.stderr)[1].replace(",", ""))
    done = engine_here("predict", *words, "--soc", tmp_path / "soc.tif", *NODATA)
    assert told_count == pytest.approx(done.last("result")["metrics"]["pixels_beyond_forcing"], rel=0.15)


def test_pixels_beyond_the_forcing_have_no_value_where_that_is_chosen(
    trained_example: TrainedExample, western: Path, tmp_path: Path
) -> None:
    words = inputs(trained_example, western)
    everywhere = engine_here("predict", *words, "--soc", tmp_path / "all.tif", "--max-forcing-distance", 100)
    done = engine_here("predict", *words, "--soc", tmp_path / "near.tif", *NODATA, "--tile-size", 16)
    assert (everywhere.status, done.status) == (0, 0), done.stderr
    every, longitude = soc_of(tmp_path / "all.tif")
    near, _ = soc_of(tmp_path / "near.tif")
    # The easternmost cell lies at 76.25 degrees west, and 167 km are two degrees of longitude here.
    assert near.mask[:, longitude > -73.9].all()
    assert (near.mask == every.mask)[:, longitude < -74.8].all()
    np.testing.assert_allclose(near[~near.mask], every[~near.mask], rtol=1e-6)
    lost = int((near.mask & ~every.mask).sum())
    metrics = done.last("result")["metrics"]
    assert lost == metrics["pixels_beyond_forcing"] > 0
    assert metrics["valid_pixels"] == int((~near.mask).sum())
    assert 200.0 < metrics["farthest_forcing_km"] < 240.0
    assert told(everywhere) == []
    assert len(told(done)) == 1
    assert f"{lost:,} pixels have no value" in told(done)[0]
    with rasterio.open(tmp_path / "near.tif") as file:
        assert f"{file.tags()['beyond_forcing']}." == told(done)[0]


def test_simulated_pixels_beyond_the_forcing_have_no_value_either(trained_example: TrainedExample, western: Path, tmp_path: Path) -> None:
    words = ["--forcing", western, "--grid", trained_example.covariates[0], "--soc", tmp_path / "soc.tif"]
    done = engine_here("simulate", *words, *NODATA)
    assert done.status == 0, done.stderr
    soc, longitude = soc_of(tmp_path / "soc.tif")
    assert soc.mask[:, longitude > -73.9].all()
    assert (~soc.mask[:, longitude < -74.8]).mean() > 0.9
    assert len(told(done)) == 1


@pytest.mark.parametrize("kind", ["predict", "simulate"])
def test_a_map_wholly_beyond_the_forcing_is_an_error_whatever_is_chosen(
    kind: str, trained_example: TrainedExample, western: Path, tmp_path: Path
) -> None:
    with rasterio.open(trained_example.covariates[0]) as file:
        values, profile = file.read(), file.profile
    moved = tmp_path / "a.tif"
    with rasterio.open(moved, "w", **profile | {"transform": profile["transform"].translation(85.0, 0.0) @ profile["transform"]}) as file:
        file.write(values)
    words = ["--grid", moved, "--forcing", western, "--soc", tmp_path / "soc.tif", *NODATA]
    if kind == "predict":
        words = [*inputs(trained_example, western), "--bounds", -73.7, 42.0, -73.6, 42.1, "--soc", tmp_path / "soc.tif", *NODATA]
    done = engine_here(kind, *words)
    assert done.status == 1
    assert "km)" in done.stderr
    assert not (tmp_path / "soc.tif").exists()


def test_profiles_beyond_the_forcing_are_left_out_with_a_warning(trained_example: TrainedExample, western: Path, tmp_path: Path) -> None:
    table = pd.read_csv(trained_example.folder / "soc_profiles.csv", dtype={"profile_id": str})
    longitude = next(name for name in table if name.lower() in ("lon", "longitude"))
    id_field = next(name for name in table if "id" in name.lower())
    places = table.groupby(id_field)[longitude].first()
    words = ["--observations", trained_example.folder / "soc_profiles.csv", "--covariates", *trained_example.covariates]
    words += ["--forcing", western, "--model", tmp_path / "m.safetensors", "--epochs", 1, "--members", 1, "--no-refit"]
    done = engine_here("train", "--teacher", "none", *words)
    assert done.status == 0, done.stderr
    assert len(told(done)) == 1
    left_out = int(told(done)[0].split(" of ")[0].replace(",", ""))
    assert (places > -73.9).sum() <= left_out <= (places > -74.8).sum()
    done = engine_here("train", "--teacher", "none", *words, "--max-forcing-distance", 0.001)
    assert done.status == 1
    assert "profiles are more than 0.001 forcing cells" in done.stderr


@pytest.mark.parametrize("words", [("--max-forcing-distance", 0), ("--max-forcing-distance", "nan")])
def test_a_distance_that_cannot_be_is_refused(words: tuple[object, ...], trained_example: TrainedExample, tmp_path: Path) -> None:
    done = engine_here("predict", *trained_example.inputs, "--soc", tmp_path / "soc.tif", *words)
    assert done.status == 1
