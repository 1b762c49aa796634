"""A trained model beside models that learn from the same profiles, and the settings of reading that scoring takes over."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from binn_engine.experiments.rivals import recipe_with_warning
from binn_engine.learning.as_trained import as_trained
from binn_engine.learning.baselines import DEPTH_CURVE, PURE_NETWORK
from binn_engine.learning.soc_trees import BOOSTING, FOREST
from binn_engine.model.checkpoints import load_model
from binn_engine.model.recipes import RECOMMENDED
from binn_engine.scoring.scores import soc_scores
from binn_engine.settings import EvaluateJob
from tests.engine.commands import Finished, engine_here
from tests.engine.conftest import TrainedExample

RIVALS = (PURE_NETWORK, BOOSTING, FOREST, DEPTH_CURVE)


@pytest.fixture(scope="module")
def halves(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's profiles in two files, the western ones to learn from, with SOC in kg/m3 in a field that no list knows, and a model."""
    folder = tmp_path_factory.mktemp("halves")
    layers = pd.read_csv(trained_example.folder / "soc_profiles.csv")
    layers["measured"] = layers.pop("soc_gC_m3") / 1000.0
    west = layers["lon"] < layers["lon"].median()
    layers[west].to_csv(folder / "west.csv", index=False)
    layers[~west].to_csv(folder / "east.csv", index=False)
    words = ["--observations", folder / "west.csv", "--covariates", *trained_example.covariates, "--forcing", trained_example.forcing]
    words += ["--soc-field", "measured", "--soc-unit", "kg/m3", "--sampling", "bilinear"]
    done = engine_here(
        "train", *words, "--model", folder / "west.safetensors", "--teacher", "none", "--epochs", 3, "--members", 2, "--hidden", 16
    )
    assert done.status == 0, done.stderr
    return folder


def evaluated(halves: Path, example: TrainedExample, *words: object) -> Finished:
    inputs = ["--model", halves / "west.safetensors", "--observations", halves / "east.csv"]
    return engine_here("evaluate", *inputs, "--covariates", *example.covariates, "--forcing", example.forcing, *words)


def test_rivals_learn_from_the_same_profiles_and_are_scored_on_the_same_layers(
    halves: Path, trained_example: TrainedExample, tmp_path: Path
) -> None:
    outputs = ["--json", tmp_path / "s.json", "--predictions", tmp_path / "p.csv", "--report", tmp_path / "r.html"]
    done = evaluated(halves, trained_example, "--rivals", halves / "west.csv", *outputs)
    assert done.status == 0, done.stderr
    rows, table = pd.DataFrame(json.loads((tmp_path / "s.json").read_text())["rivals"]), pd.read_csv(tmp_path / "p.csv")
    scores = rows[(rows["layers"] == "all") & (rows["against"] == "")].set_index(["model", "score"])["value"]
    assert set(scores.index.get_level_values("model")) == {"BINN", *RIVALS}
    columns = {"BINN": "predicted_gC_m3", **{name: f"{name.replace(' ', '_')}_gC_m3" for name in RIVALS}}
    for name, column in columns.items():
        again = soc_scores(table["soc_gC_m3"].to_numpy(), table[column].to_numpy())
        assert scores[name, "nse"] == pytest.approx(again["gC_m3"]["nse"], rel=1e-9)
        assert scores[name, "log_nse"] == pytest.approx(again["log"]["nse"], rel=1e-9)
    differences = rows[(rows["layers"] == "all") & (rows["against"] == BOOSTING)].set_index("score")
    assert differences.loc["nse", "value"] == pytest.approx(scores["BINN", "nse"] - scores[BOOSTING, "nse"])
    assert differences.loc["nse", "lower"] < differences.loc["nse", "value"] < differences.loc["nse", "upper"]
    assert set(rows["layers"]) == {"all", "up to 150 kg/m3"}
    assert "Beside models that learned from the same profiles" in (tmp_path / "r.html").read_text(encoding="utf-8")


def test_field_unit_and_sampling_are_those_of_the_training(halves: Path, trained_example: TrainedExample, tmp_path: Path) -> None:
    """Without the unit the values would be taken as gC/m3, a thousandth; given settings win."""
    done = evaluated(halves, trained_example, "--predictions", tmp_path / "p.csv")
    assert done.status == 0, done.stderr
    assert "As the model was trained: soc_field = measured, soc_unit = kg/m3, sampling = bilinear." in str(done.events)
    observed = pd.read_csv(tmp_path / "p.csv")["soc_gC_m3"]
    assert observed.sum() == pytest.approx(1000.0 * pd.read_csv(halves / "east.csv")["measured"].sum(), rel=1e-9)
    asked = evaluated(halves, trained_example, "--soc-unit", "gC/m3", "--soc-field", "measured", "--predictions", tmp_path / "g.csv")
    assert asked.status == 0, asked.stderr
    assert pd.read_csv(tmp_path / "g.csv")["soc_gC_m3"].sum() == pytest.approx(observed.sum() / 1000.0, rel=1e-9)


def test_a_field_that_the_profiles_do_not_have_is_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("profile_id,lon,lat,top_cm,bottom_cm,soc_gC_m3\na,-75,43,0,10,9000\n")
    job = EvaluateJob(model="m", observations=str(tmp_path / "other.csv"), forcing="f")
    told: list[str] = []
    taken = as_trained(job, {"soc_field": "measured", "soc_unit": "kg/m3", "nearest_valid_km": 2.0}, told.append)
    assert (taken.soc_field, taken.soc_unit, taken.nearest_valid_km) == ("", "", 2.0)
    assert "'measured'" in told[0]


def test_rivals_are_refused_where_they_could_not_be_fair(halves: Path, trained_example: TrainedExample) -> None:
    other = evaluated(halves, trained_example, "--rivals", halves / "east.csv")
    assert other.status == 1
    assert "The model was trained on none of the" in other.stderr
    both = evaluated(halves, trained_example, "--rivals", halves / "west.csv", "--allow-training-profiles")
    assert both.status == 1
    assert "Leave out either rivals or allow_training_profiles." in both.stderr


def test_training_profiles_that_are_missing_are_counted(halves: Path, trained_example: TrainedExample, tmp_path: Path) -> None:
    layers = pd.read_csv(halves / "west.csv")
    kept = layers["profile_id"].isin(sorted(set(layers["profile_id"]))[:-5])
    layers[kept].to_csv(tmp_path / "fewer.csv", index=False)
    done = evaluated(halves, trained_example, "--rivals", tmp_path / "fewer.csv")
    assert done.status == 0, done.stderr
    warned = [row["message"] for row in done.events if row["event"] == "warning" and row["code"] == "rivals"]
    assert len(warned) == 1
    assert "5 of the model's places are not in it" in warned[0]
    assert np.isfinite([row["value"] for row in done.last("result")["metrics"]["rivals"]]).all()


def test_a_setting_that_has_its_default_can_be_meant(halves: Path, trained_example: TrainedExample, tmp_path: Path) -> None:
    """The model was trained with bilinear sampling, and on a field that the profiles have under another name, in kg/m3."""
    words = ("--no-as-trained", "--soc-field", "measured", "--soc-unit", "kg/m3", "--sampling", "nearest")
    done = evaluated(halves, trained_example, *words, "--json", tmp_path / "s.json")
    assert done.status == 0, done.stderr
    assert "As the model was trained" not in str(done.events)
    warned = [row["message"] for row in done.events if row["event"] == "warning" and row["code"] == "sampling"]
    assert len(warned) == 1
    assert "here they are sampled with nearest" in warned[0]


def test_a_recipe_that_is_not_that_of_the_card_is_named(trained_example: TrainedExample) -> None:
    model = load_model(trained_example.model)
    told: list[str] = []

    def warn(code: str, message: str) -> None:
        told.append(message)

    assert recipe_with_warning(model, warn).epochs == 40
    assert told == []
    older = {name: value for name, value in model.card["recipe"].items() if name not in ("teacher", "rotating")}
    lacking = dataclasses.replace(model, card={**model.card, "recipe": older})
    assert recipe_with_warning(lacking, warn) == recipe_with_warning(model, warn)
    assert "lacks teacher, rotating" in told[0]
    of_proda = dataclasses.replace(model, card={**model.card, "job": {"chains_folder": "chains"}})
    assert recipe_with_warning(of_proda, warn) == RECOMMENDED
    assert "recommended recipe" in told[1]


@pytest.mark.long
def test_models_of_all_folds_are_scored_on_a_file_of_other_profiles(halves: Path, trained_example: TrainedExample, tmp_path: Path) -> None:
    """BINN's score is that of the ensemble of all folds; the file has other names for the fields, and some training places."""
    east, west = pd.read_csv(halves / "east.csv"), pd.read_csv(halves / "west.csv")
    other = pd.concat([east, west.head(3)]).rename(columns={"measured": "soc_kg_m3"})
    other.to_csv(tmp_path / "other.csv", index=False)
    words = ["--observations", halves / "west.csv", "--soc-field", "measured", "--soc-unit", "kg/m3", "--folds", 2, "--epochs", 1]
    words += ["--covariates", *trained_example.covariates, "--forcing", trained_example.forcing, "--members", 1, "--hidden", 8]
    outputs = ["--report", tmp_path / "r.html", "--json", tmp_path / "r.json", "--model", tmp_path / "m.safetensors"]
    done = engine_here(
        "crossvalidate", "--teacher", "none", *words, "--test-profiles", tmp_path / "other.csv", "--split", "random", *outputs
    )
    assert done.status == 0, done.stderr
    rows = pd.DataFrame(json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["test_profiles"])
    scores = rows[(rows["layers"] == "all") & (rows["against"] == "")].set_index(["model", "score"])["value"]
    assert set(scores.index.get_level_values("model")) == {"BINN", *RIVALS, "constant parameters", "CLM5 default parameters"}
    warned = [row["message"] for row in done.events if row["event"] == "warning" and row["code"] == "training_profiles"]
    assert len(warned) == 1
    assert "lie at places of profiles that the folds learn from" in warned[0]
    again = engine_here(
        "evaluate", "--model", tmp_path / "m.safetensors", "--observations", halves / "east.csv", "--soc-field", "measured", "--soc-unit",
        "kg/m3", "--covariates", *trained_example.covariates, "--forcing", trained_example.forcing,
    )  # fmt: skip
    assert again.status == 0, again.stderr
    assert scores["BINN", "nse"] == pytest.approx(again.last("result")["metrics"]["gC_m3"]["nse"], abs=1e-9)
    assert "On other profiles, which no fold was trained on" in (tmp_path / "r.html").read_text(encoding="utf-8")
