"""Maps of SOC by trees: what they show, how wide their intervals are, and that the machinery of maps holds for them too."""

from __future__ import annotations

import dataclasses
import io
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
from rasterio.windows import Window, bounds

from binn_engine import bands, tables
from binn_engine.learning.soc_trees import SocTrees, fit_soc_trees
from binn_engine.maps.tree_sites import TreeSites
from binn_engine.model.checkpoints import load_model
from binn_engine.model.scaling import LEVELS, at_level
from binn_engine.running.devices import Device
from binn_engine.running.events import Reporter
from binn_engine.running.steps import Step
from tests.engine.commands import Finished, engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.twin_sites import random_sites, warn_of_nothing

PRODUCTS = ("soc", "soc_sd", "soc_quantiles", "soc_exceedance", "domain")
DEPTHS = (0.1, 0.5)
STEP = Step(Device("cpu", "test"), Reporter(io.StringIO()).span(0.0, 1.0), warn_of_nothing)


def mapped(example: TrainedExample, folder: Path, *words: object, products: tuple[str, ...] = PRODUCTS) -> Finished:
    inputs = ["--observations", example.folder / "soc_profiles.gpkg", "--covariates", *example.covariates, "--forcing", example.forcing]
    outputs = [word for name in products for word in (f"--{name.replace('_', '-')}", folder / f"{name}.tif")]
    return engine_here("statistical_map", *inputs, *outputs, "--depths", *DEPTHS, "--thresholds", "0-30=5", *words)


def read(path: Path) -> np.ndarray:
    """All bands, NaN where there is no data."""
    with rasterio.open(path) as file:
        return file.read(masked=True).astype(float).filled(np.nan)


@pytest.fixture(scope="module")
def maps(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with maps by boosting, made in one tile."""
    folder = tmp_path_factory.mktemp("boosting")
    truth = ["--truth", trained_example.folder / "truth_soc.tif", "--report", folder / "report.html"]
    done = mapped(trained_example, folder, "--method", "boosting", "--tile-size", 1000, *truth)
    assert done.status == 0, done.stderr
    return folder


def test_the_map_shows_the_truth_and_says_what_made_it(trained_example: TrainedExample, maps: Path) -> None:
    found, truth = read(maps / "soc.tif"), read(trained_example.folder / "truth_soc.tif")
    both = np.isfinite(found[-1]) & np.isfinite(truth[-1])
    assert both.sum() > 0.8 * both.size
    assert np.corrcoef(found[-1][both], truth[-1][both])[0, 1] ** 2 > 0.7
    for name in PRODUCTS:
        expected = bands.product_bands(tables.PRODUCT_BY_NAME[name], DEPTHS, (0.05, 0.5, 0.95), ((2, 5.0),))
        with rasterio.open(maps / f"{name}.tif") as file:
            assert file.descriptions == tuple(band.name for band in expected)
            assert file.tags()["method"] == "gradient boosting"
            assert "model" not in file.tags()
    with rasterio.open(maps / "soc_sd.tif") as file:
        assert file.tags()["uncertainty"] == "calibrated with held-out profiles, of a new observation"
    report = (maps / "report.html").read_text(encoding="utf-8")
    assert "without a soil carbon model" in report
    assert "Comparison with the known true values" in report
    record = json.loads((maps / "soc.statistical_map.run.json").read_text(encoding="utf-8"))
    assert record["metrics"]["method"] == "gradient boosting"
    assert record["metrics"]["held_out_blocks"]["nse"] > 0.5
    assert 0.8 < record["metrics"]["held_out_blocks"]["coverage_90"] < 0.98


def test_quantiles_are_in_order_and_agree_with_the_exceedance(maps: Path) -> None:
    low, middle, high = read(maps / "soc_quantiles.tif").reshape(4, 3, *read(maps / "soc.tif").shape[1:]).swapaxes(0, 1)
    inside = np.isfinite(low[0])
    assert (low[:, inside] <= middle[:, inside]).all()
    assert (middle[:, inside] <= high[:, inside]).all()
    above = read(maps / "soc_exceedance.tif")[0]
    assert (above[inside & (low[2] > 5.0)] >= 0.94).all()
    assert (above[inside & (high[2] < 5.0)] <= 0.06).all()


@pytest.mark.long
@pytest.mark.parametrize(("tile", "workers"), [(23, 1), (40, 2)])
def test_neither_tiles_nor_workers_change_a_pixel(trained_example, maps, tmp_path: Path, tile: int, workers: int) -> None:
    done = mapped(trained_example, tmp_path, "--method", "boosting", "--tile-size", tile, "--workers", workers, "--memory", 4)
    assert done.status == 0, done.stderr
    for name in PRODUCTS:
        np.testing.assert_array_equal(read(tmp_path / f"{name}.tif"), read(maps / f"{name}.tif"))


@pytest.mark.long
def test_a_forest_learns_from_the_profiles_of_a_model(trained_example: TrainedExample, tmp_path: Path) -> None:
    """The model was trained without its test profiles; the map is a window of the same grid."""
    with rasterio.open(trained_example.covariates[0]) as file:
        window = bounds(Window(20, 10, 12, 9), file.transform)
    words = ["--model", trained_example.model, "--bounds", *window]
    done = mapped(trained_example, tmp_path, *words, products=("soc", "soc_quantiles"))
    assert done.status == 0, done.stderr
    metrics = done.last("result")["metrics"]
    model = load_model(trained_example.model)
    assert metrics["method"] == "quantile forest"
    assert metrics["profiles"] == len(set(model.training_hashes)) < 800
    assert metrics["pixels"] == 108
    assert set(metrics["outside_training"]) == set(model.encoding.names)
    assert np.nanmin(read(tmp_path / "soc.tif")) > 0.0


def test_profiles_that_a_model_was_not_trained_on_are_refused(trained_example: TrainedExample, tmp_path: Path) -> None:
    layers = pd.read_csv(trained_example.folder / "soc_profiles.csv")
    layers["lon"] += 1e-3
    layers.to_csv(tmp_path / "moved.csv", index=False)
    inputs = ["--covariates", *trained_example.covariates, "--forcing", trained_example.forcing, "--soc", tmp_path / "soc.tif"]
    done = engine_here("statistical_map", "--observations", tmp_path / "moved.csv", *inputs, "--model", trained_example.model)
    assert done.status == 1
    assert "was trained on none of the" in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["moved.csv"]


def test_settings_that_cannot_be_used_are_refused(trained_example: TrainedExample, tmp_path: Path) -> None:
    for words, said in (
        (("--quantiles", 0.001), "Quantiles (0.001,) are not all between 0.005 and 0.995"),
        (("--block-degrees", 0), "block_degrees is 0, but it must be positive"),
        (("--max-soc", 1), "layers have SOC up to 1 gC/m3, but 20 are needed"),
    ):
        done = mapped(trained_example, tmp_path, *words, products=("soc_quantiles",))
        assert done.status == 1, words
        assert said in done.stderr


class _Constant:
    """Trees that say one value at all depths, and quantiles around it."""

    name = "constant"
    trees = None

    def mean(self, values: np.ndarray, depth_m: np.ndarray, profile: np.ndarray) -> np.ndarray:
        return np.full(len(depth_m), 10_000.0)


def test_a_stock_of_soil_that_is_the_same_at_all_depths_is_density_times_depth() -> None:
    sites = TreeSites(_Constant(), None, None, ("soc",), (0.05, 0.3))  # type: ignore[arg-type]
    bands = sites._bands(np.full((3, 2 + 5), 10_000.0))
    np.testing.assert_allclose(bands, [[10_000.0, 10_000.0, 3.0, 10.0]] * 3)


@pytest.mark.parametrize("method", ["forest", "boosting"])
def test_intervals_hold_as_many_new_observations_as_they_say(method: str) -> None:
    """SOC that follows one covariate and depth, with errors of 40 %; trees learn from 300 profiles and are asked at 300 others."""
    sites, draw = random_sites(600), np.random.default_rng(2)
    profiles = sites.profiles
    level = np.exp(9.5 + 0.5 * sites.covariates.values[profiles.profile, 3] - profiles.depth)
    soc = level * np.exp(0.4 * draw.normal(size=len(level)))
    sites = dataclasses.replace(sites, profiles=dataclasses.replace(profiles, soc=soc))
    known, asked = sites.subset(np.arange(300)), sites.subset(np.arange(300, 600))
    trees, scores = fit_soc_trees(method, known, (1, 1e9, 0.25), STEP)
    assert isinstance(trees, SocTrees)
    found = trees.quantiles(asked.covariates.values, asked.profiles.depth, asked.profiles.profile)
    low, high = at_level(found, LEVELS, 0.05), at_level(found, LEVELS, 0.95)
    inside = (asked.profiles.soc >= low) & (asked.profiles.soc <= high)
    assert 0.85 < inside.mean() < 0.95
    assert 0.85 < scores["coverage_90"] < 0.95
