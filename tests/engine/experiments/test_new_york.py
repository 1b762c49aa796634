"""The main job on real profiles, covariates and forcing: the two commands of the command line as a user types them."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio

from tests.engine.commands import engine_here

pytestmark = pytest.mark.long
EPOCHS = 40  # of the 100 of a training without a number; the best of them is taken, so that fewer make no score better


@pytest.fixture(scope="module")
def halves(new_york: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """New York's profiles in two files, by blocks of a quarter degree: every fifth block is kept from training."""
    folder = tmp_path_factory.mktemp("new_york")
    layers, covariates = pd.read_csv(new_york / "soc_layers.csv"), pd.read_csv(new_york / "covariates.csv")
    block = np.floor(layers["lon"] / 0.25).astype(int) * 7919 + np.floor(layers["lat"] / 0.25).astype(int)
    other = block % 5 == 0
    layers[~other].to_csv(folder / "layers.csv", index=False)
    layers[other].to_csv(folder / "other_layers.csv", index=False)
    covariates.to_csv(folder / "covariates.csv", index=False)
    return folder


@pytest.fixture(scope="module")
def trained(halves: Path, new_york: Path) -> dict:
    """The result of training on one of the files."""
    words = ["--observations", halves / "layers.csv", "--covariates", halves / "covariates.csv", "--forcing", new_york / "clm5_forcing.nc"]
    words += ["--teacher", "none", "--epochs", EPOCHS, "--members", 1, "--no-refit", "--model", halves / "ny.safetensors"]
    done = engine_here("train", *words)
    assert done.status == 0, done.stderr
    return done.last("result")["metrics"]


def test_binn_beats_constant_parameters_and_a_depth_curve_on_blocks_it_never_saw(new_york: Path, tmp_path: Path) -> None:
    """NSE of SOC in gC/m3 on spatially blocked test profiles, all data and defaults; the pure network is reported beside it.

    Fewer epochs, and one of the four networks, which alone is no better than all; the model that would be delivered is not trained.
    """
    words = ["--observations", new_york / "soc_layers.csv", "--covariates", new_york / "covariates.csv", "--members", 1, "--no-refit"]
    words += ["--epochs", EPOCHS]
    done = engine_here("train", *words, "--forcing", new_york / "clm5_forcing.nc", "--model", tmp_path / "ny.safetensors", "--seed", 1)
    assert done.status == 0, done.stderr
    scores = done.last("result")["metrics"]["scores"]
    nse = {model: tests["blocked test"]["gC_m3"]["nse"] for model, tests in scores.items()}
    assert set(nse) == {"BINN", "constant parameters", "depth curve", "pure network"}
    assert nse["BINN"] > max(nse["constant parameters"], nse["depth curve"])
    assert nse["BINN"] < 0.9, "too good: look for leakage"


def test_evaluate_scores_profiles_of_another_file(trained: dict, halves: Path, new_york: Path) -> None:
    """The scores are in the JSON file, and agree with those computed from the table of predictions."""
    words = ["--model", halves / "ny.safetensors", "--observations", halves / "other_layers.csv", "--covariates", halves / "covariates.csv"]
    words += ["--forcing", new_york / "clm5_forcing.nc", "--json", halves / "scores.json", "--predictions", halves / "predictions.csv"]
    done = engine_here("evaluate", *words)
    assert done.status == 0, done.stderr
    scores = json.loads((halves / "scores.json").read_text(encoding="utf-8"))
    assert scores == done.last("result")["metrics"]
    table = pd.read_csv(halves / "predictions.csv")
    assert scores["n_layers"] == len(table)
    assert scores["n_profiles"] == table["profile_id"].nunique()
    for unit, change in (("gC_m3", lambda x: x), ("log", lambda x: np.log(np.maximum(x, 1.0)))):
        observed, predicted = change(table["soc_gC_m3"]), change(table["predicted_gC_m3"])
        error = predicted - observed
        expected = {
            "nse": 1.0 - (error**2).sum() / ((observed - observed.mean()) ** 2).sum(),
            "r2": np.corrcoef(observed, predicted)[0, 1] ** 2,
            "rmse": np.sqrt((error**2).mean()),
            "bias": error.mean(),
        }
        assert scores[unit] == pytest.approx(expected, rel=1e-9)
    assert scores["gC_m3"]["nse"] > 0.35


def test_evaluate_leaves_out_what_the_model_was_trained_on(trained: dict, halves: Path, new_york: Path) -> None:
    """Training and validation profiles are left out with a warning; the test profiles of training are scored as then."""
    words = ["--model", halves / "ny.safetensors", "--observations", halves / "layers.csv", "--covariates", halves / "covariates.csv"]
    done = engine_here("evaluate", *words, "--forcing", new_york / "clm5_forcing.nc")
    assert done.status == 0, done.stderr
    sizes = trained["profiles"]
    assert done.last("result")["metrics"]["n_profiles"] == sizes["test_random"] + sizes["test_block"]
    assert any(row["code"] == "training_profiles" for row in done.events if row["event"] == "warning")


def test_the_model_maps_the_real_grid(trained: dict, halves: Path, new_york: Path) -> None:
    """Every pixel with all covariates has SOC that a soil can have, and no other has any."""
    words = [
        "--model",
        halves / "ny.safetensors",
        "--covariates",
        new_york / "covariates_0p5deg.tif",
        "--forcing",
        new_york / "clm5_forcing.nc",
    ]
    outputs = ["--soc", halves / "soc.tif", "--processes", halves / "processes.tif", "--parameters", halves / "parameters.tif"]
    done = engine_here("predict", *words, *outputs, "--soc-sd", halves / "soc_sd.tif", "--passes", 10)
    assert done.status == 0, done.stderr
    with rasterio.open(halves / "soc.tif") as file, rasterio.open(new_york / "covariates_0p5deg.tif") as given:
        soc = file.read(masked=True)
        complete = ~np.ma.getmaskarray(given.read(masked=True)).any(0)
        assert file.transform == given.transform
    np.testing.assert_array_equal(~np.ma.getmaskarray(soc), np.broadcast_to(complete, soc.shape))
    assert 100 < complete.sum() < complete.size
    assert 1.0 < float(np.median(soc[5].compressed())) < 40.0
