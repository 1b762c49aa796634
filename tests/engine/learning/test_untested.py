"""Training once on all profiles, without a test."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from binn_engine.learning.baselines import PURE_NETWORK
from binn_engine.model.checkpoints import load_model
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample


def test_without_a_test_a_model_is_trained_once_on_all_profiles_and_says_that_it_has_no_scores(
    trained_example: TrainedExample, tmp_path: Path
) -> None:
    profiles = trained_example.folder / "soc_profiles.csv"
    words = ["--observations", profiles, "--covariates", *trained_example.covariates, "--forcing", trained_example.forcing]
    words += ["--teacher", "none", "--epochs", 2, "--members", 2, "--hidden", 16, "--no-test"]
    done = engine_here("train", *words, "--model", tmp_path / "all.safetensors", "--report", tmp_path / "all.html")
    assert done.status == 0, done.stderr
    metrics, model = done.last("result")["metrics"], load_model(tmp_path / "all.safetensors")
    count = pd.read_csv(profiles)["profile_id"].nunique()
    assert metrics["profiles"]["train"] + metrics["profiles"]["validation"] == count
    assert metrics["scores"]["BINN"] == metrics["scores"][PURE_NETWORK] == {}
    assert len(model.ensemble.networks) == len(metrics["epochs"]) == 2
    assert model.card["cost"]["evaluations"] < 2 * 2 * 3 * count, "two epochs of two networks, and no second training"
    assert "The model was not tested" in (tmp_path / "all.html").read_text(encoding="utf-8")
