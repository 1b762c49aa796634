"""What a comparison says where both models have seen all profiles."""

from __future__ import annotations

import json
from pathlib import Path

import geopandas
import numpy as np
import pytest

from binn_engine.learning.dataset import place_hashes
from binn_engine.model.checkpoints import read_card
from tests.engine.commands import engine_here


@pytest.mark.long
def test_where_no_profile_is_left_to_score_the_comparison_says_what_to_do(trained_example, tmp_path: Path) -> None:
    layers = geopandas.read_file(trained_example.folder / "soc_profiles.gpkg")
    seen = read_card(trained_example.model)["training"]["profile_hashes"]
    layers = layers[np.isin(place_hashes(layers.geometry.x.to_numpy(), layers.geometry.y.to_numpy()), seen)]
    layers.to_file(tmp_path / "seen.gpkg")
    models = ["--first", trained_example.model, "--second", trained_example.model]
    words = [*models, *trained_example.inputs[2:], "--observations", tmp_path / "seen.gpkg", "--passes", 0, "--block-degrees", 0.1]
    done = engine_here("compare", *words, "--report", tmp_path / "report.html")
    assert done.status == 0, done.stderr
    assert done.last("result")["metrics"]["soc"] is None
    (message,) = [row["message"] for row in done.events if row["event"] == "warning" and row["code"] == "training_profiles"]
    assert "SOC is not scored. Train the models again without refit (in the guide: keep the test profiles apart)" in message
    assert "with unseen_by" in message


@pytest.mark.long
def test_each_model_is_scored_beside_another_map_on_the_layers_that_it_covers(trained_example, tmp_path: Path) -> None:
    models = ["--first", trained_example.model, "--second", trained_example.model, "--first-name", "one", "--second-name", "two"]
    words = [*models, *trained_example.inputs[2:], "--observations", trained_example.folder / "soc_profiles.gpkg", "--passes", 0]
    words += ["--block-degrees", 0.1, "--report", tmp_path / "r.html", "--json", tmp_path / "r.json"]
    done = engine_here("compare", *words, "--soc-map", trained_example.folder / "truth_soc.tif")
    assert done.status == 0, done.stderr
    soc = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["soc"]
    for name, rows in zip(("one", "two"), soc["soc_map"], strict=True):
        scores = {row["model"]: row["value"] for row in rows if row["layers"] == "all" and row["score"] == "log_nse" and not row["against"]}
        assert set(scores) == {name, "map truth_soc"}
        assert scores["map truth_soc"] > scores[name]
        (gain,) = (row for row in rows if row["against"] == "map truth_soc" and row["layers"] == "all" and row["score"] == "log_nse")
        assert (gain["model"], gain["value"]) == (name, pytest.approx(scores[name] - scores["map truth_soc"]))
    assert "two beside another map of SOC" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_another_map_without_profiles_is_refused(trained_example, tmp_path: Path) -> None:
    models = ["--first", trained_example.model, "--second", trained_example.model]
    words = [*models, *trained_example.inputs[2:], "--report", tmp_path / "r.html", "--soc-map", trained_example.folder / "truth_soc.tif"]
    done = engine_here("compare", *words)
    assert done.status == 1
    assert "Give observations, or leave out soc_map." in done.stderr
