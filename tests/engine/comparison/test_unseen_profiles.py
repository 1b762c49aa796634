"""What a comparison says where both models have seen all profiles."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np

from binn_engine.learning.dataset import place_hashes
from binn_engine.model.checkpoints import read_card
from tests.engine.commands import engine_here


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
