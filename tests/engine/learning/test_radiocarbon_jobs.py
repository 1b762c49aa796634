"""``train`` and ``crossvalidate`` with a table of radiocarbon: what is used, what is refused, and what is said of it."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from binn_engine.experiments.radiocarbon import BINN_WITH_BOTH, FOREST
from binn_engine.learning.baselines import DEPTH_CURVE
from binn_engine.learning.dataset import place_hashes
from binn_engine.model.checkpoints import load_model
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.reports import Page

SITES, OF_THEIR_OWN = 40, 10
DEPTHS = ((0.0, 10.0), (10.0, 30.0), (50.0, 80.0))


@pytest.fixture(scope="module")
def table(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Radiocarbon at places of profiles and at others, of 1991 and 2004, poorer at depth; the last three rows cannot be used."""
    profiles = pd.read_csv(trained_example.folder / "soc_profiles.csv").groupby("profile_id").first().reset_index()
    chosen = profiles.iloc[np.linspace(0, len(profiles) - 1, SITES).astype(int)].reset_index(drop=True)
    draw, rows = np.random.default_rng(1), []
    for number, site in chosen.iterrows():
        away = 0.004 if number < OF_THEIR_OWN else 0.0
        for top, bottom in DEPTHS:
            delta = 80.0 - 5.0 * (top + bottom) / 2.0 + draw.normal(0.0, 20.0)
            year = 1991 if number % 2 else 2004
            rows.append((f"c{number}", site["lon"] + away, site["lat"], top, bottom, year, delta, 4.0))
    rows.append(("no year", *rows[-1][1:5], np.nan, 10.0, 4.0))
    rows.append(("too much", *rows[-1][1:5], 2004, 2000.0, 4.0))
    rows.append(("abroad", 150.0, -30.0, 0.0, 10.0, 2004, 10.0, 4.0))
    path = tmp_path_factory.mktemp("radiocarbon") / "c14.csv"
    columns = ["profile_id", "lon", "lat", "top_cm", "bottom_cm", "year", "d14c_permil", "d14c_sigma"]
    pd.DataFrame(rows, columns=columns).to_csv(path, index=False)
    return path


def words(example: TrainedExample, table: Path) -> list[object]:
    inputs = ["--observations", example.folder / "soc_profiles.csv", "--covariates", *example.covariates, "--forcing", example.forcing]
    return [*inputs, "--teacher", "none", "--hidden", 16, "--members", 2, "--radiocarbon", table]


def test_training_says_what_it_learned_from_radiocarbon(trained_example: TrainedExample, table: Path, tmp_path: Path) -> None:
    out = ["--model", tmp_path / "m.safetensors", "--report", tmp_path / "r.html", "--no-refit", "--epochs", 1]
    done = engine_here("train", *words(trained_example, table), *out)
    assert done.status == 0, done.stderr
    found = done.last("result")["metrics"]["radiocarbon"]
    assert found["rows_read"] == 3 * SITES + 3 == found["layers_used"] + sum(found["left_out"].values())
    assert found["left_out"] == {"no_year": 1, "above_atmosphere": 1, "no_covariates": 1}
    fit = found["fit"]
    assert {"train", "validation", "blocked test"} <= set(fit)
    tests = sum(fit[name]["sites"] for name in ("random test", "blocked test") if name in fit)
    seen = {name: fit[name]["layers"] for name in ("train", "validation")}
    assert seen["train"] <= 3 * (SITES - tests - found["left_out_by_split"])
    assert set(fit["train"]["by_depth"]) == {"0-30 cm", "30-100 cm"}
    assert all(np.isfinite(row["bias"]) for row in fit["train"]["by_depth"].values())
    assert 10.0 <= found["errors_permil"]["site"] <= 1000.0
    card = load_model(tmp_path / "m.safetensors").card
    assert card["radiocarbon"] == found
    rows = pd.read_csv(table).groupby("profile_id", sort=False).first()[:OF_THEIR_OWN]
    places = set(place_hashes(rows["lon"].to_numpy(), rows["lat"].to_numpy()))
    assert 0 < len(places & set(card["training"]["profile_hashes"])) < OF_THEIR_OWN, "those that are held out may still test the model"
    text = Page(tmp_path / "r.html").text
    assert f"{found['layers_used']} of {found['rows_read']} layers at {found['sites_used']} sites were used" in text
    assert "No year of collection, without which radiocarbon cannot be compared" in text
    said = [row["message"] for row in done.events if row["event"] == "warning"]
    assert any("3 of 123 rows are left out" in text and "no year of collection" in text for text in said), said


def test_radiocarbon_needs_a_weight_and_a_network(trained_example: TrainedExample, table: Path, tmp_path: Path) -> None:
    out = ["--model", tmp_path / "m.safetensors", "--epochs", 2]
    done = engine_here("train", *words(trained_example, table), *out, "--radiocarbon-weight", 0)
    assert "radiocarbon_weight" in done.stderr
    done = engine_here("train", *words(trained_example, table), *out, "--learner", "fields")
    assert "Radiocarbon is learned by neural networks only" in done.stderr
    assert not (tmp_path / "m.safetensors").exists()


@pytest.mark.long
def test_cross_validation_scores_radiocarbon_of_held_out_places(trained_example: TrainedExample, table: Path, tmp_path: Path) -> None:
    files = {name: tmp_path / f"cv.{suffix}" for name, suffix in (("report", "html"), ("json", "json"), ("model", "safetensors"))}
    out = [word for name, path in files.items() for word in (f"--{name}", path)]
    done = engine_here("crossvalidate", *words(trained_example, table), *out, "--folds", 3, "--epochs", 2, "--block-degrees", 0.5)
    assert done.status == 0, done.stderr
    values = json.loads(files["json"].read_text(encoding="utf-8"))
    found, layers = values["radiocarbon"], pd.DataFrame(values["radiocarbon"]["layers"])
    assert list(found["fit"]) == ["BINN", BINN_WITH_BOTH, DEPTH_CURVE, FOREST]
    used = layers[layers["fold"] >= 0]
    for name, scores in found["fit"].items():
        error = used[name] - used["delta14c_permil"]
        spread = ((used["delta14c_permil"] - used["delta14c_permil"].mean()) ** 2).sum()
        assert abs(scores["nse"] - (1.0 - (error**2).sum() / spread)) < 1e-9
        deep = error[(used["depth_m"] >= 0.3) & (used["depth_m"] < 1.0)]
        assert abs(scores["by_depth"]["30-100 cm"]["bias"] - deep.mean()) < 1e-9
    assert found["fit"][DEPTH_CURVE]["nse"] > 0.7, "the table's radiocarbon follows from depth"
    profiles = pd.DataFrame({name: values["profiles"][name] for name in ("lon", "lat", "fold")}).round(5)
    both = used.round(5).merge(profiles, on=["lon", "lat"], suffixes=("", "_soc"))
    assert len(both) > 50
    assert (both["fold"] == both["fold_soc"]).all(), "SOC and radiocarbon of a place are held out together"
    assert BINN_WITH_BOTH in {row["model"] for row in values["scores"]}
    assert len(load_model(files["model"]).ensemble.networks) == 6
    assert "Radiocarbon on held-out folds" in Page(files["report"]).text
