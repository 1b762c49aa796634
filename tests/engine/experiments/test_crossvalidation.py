"""Cross-validation: nothing leaks, every number can be computed again, and the report says plainly where BINN loses."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import astuple, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import torch

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.covariates.table import CovariateTable
from binn_engine.errors import InputError, JobError
from binn_engine.experiments.crossvalidation import BINN, Crossvalidated, Fold, fold_held_out, parts_of, score_table
from binn_engine.experiments.job_folds import check_folds, folds_of, soc_variogram
from binn_engine.learning.baselines import CLM5_DEFAULTS, CONSTANT, DEPTH_CURVE, PURE_NETWORK, clm5_default_prediction
from binn_engine.learning.dataset import Sites
from binn_engine.learning.site_sources import read_regions
from binn_engine.learning.soc_trees import BOOSTING, FOREST
from binn_engine.learning.task import Task, member_parts
from binn_engine.model.binn import parameter_space
from binn_engine.model.checkpoints import load_model
from binn_engine.model.recipes import RECOMMENDED
from binn_engine.profiles.observations import Profiles, read_profiles
from binn_engine.reports.crossvalidation_values import verdict
from binn_engine.resampling.folds import Folds, block_folds, random_folds
from binn_engine.scoring.intervals import BlockBootstrap, nse_differences, score_intervals
from binn_engine.scoring.scores import held_out, profiles_hash
from binn_engine.settings import CrossvalidateJob
from binn_engine.tables import PARAMETERS
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.crossvalidation import FOLDS, MEMBERS, OUTPUTS, inputs
from tests.engine.support.reports import Page

BASELINES = (PURE_NETWORK, BOOSTING, FOREST, DEPTH_CURVE, CONSTANT, CLM5_DEFAULTS)


@pytest.fixture(scope="module")
def folder(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All that a short cross-validation by blocks writes."""
    folder = tmp_path_factory.mktemp("blocks")
    outputs = [word for name, file in OUTPUTS.items() for word in (f"--{name}", folder / file)]
    settings = ["--teacher", "none", "--folds", FOLDS, "--members", MEMBERS, "--epochs", 6, "--block-degrees", 0.5]
    done = engine_here("crossvalidate", *inputs(trained_example, trained_example.folder / "soc_profiles.csv"), *outputs, *settings)
    assert done.status == 0, done.stderr
    assert set(done.last("result")["outputs"]) == {*OUTPUTS, "record"}
    return folder


@pytest.fixture(scope="module")
def values(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "r.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def layers(folder: Path) -> pd.DataFrame:
    return pd.read_csv(folder / "p.csv")


@pytest.fixture(scope="module")
def counties(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-validation by a field of the profiles."""
    folder = tmp_path_factory.mktemp("regions")
    table = pd.read_csv(trained_example.folder / "soc_profiles.csv")
    table = table[table["profile_id"].isin(sorted(table["profile_id"].unique())[::3])].reset_index(drop=True)
    lon = table["lon"]
    table["county"] = np.where(lon < lon.quantile(0.3), "west", np.where(lon < lon.quantile(0.7), "middle", "east"))
    table.to_csv(folder / "layers.csv", index=False)
    words = inputs(trained_example, folder / "layers.csv")
    settings = ["--teacher", "none", "--members", 1, "--epochs", 1, "--split", "region", "--region-field", "county"]
    done = engine_here(
        "crossvalidate", *words, *settings, "--report", folder / "r.html", "--json", folder / "r.json", "--predictions", folder / "p.csv"
    )
    assert done.status == 0, done.stderr
    return folder


def made_of(lon: np.ndarray, lat: np.ndarray, soc: np.ndarray | None = None) -> Sites:
    """Sites with a layer each, of which nothing but places and SOC is read."""
    n = len(lon)
    depth = np.random.default_rng(n).uniform(0.1, 0.9, n)
    observed = np.linspace(5e3, 4e4, n) if soc is None else soc
    profiles = Profiles(np.array([f"p{k}" for k in range(n)]), lon, lat, np.arange(n), depth - 0.1, depth + 0.1, depth, observed)
    return Sites(profiles, CovariateTable(("a",), (False,), np.zeros((n, 1))), np.zeros(n, dtype=int), None)  # type: ignore[arg-type]


def scattered(n: int, seed: int = 1) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return random.uniform(-76.0, -73.0, n), random.uniform(42.0, 45.0, n)


def dummy_result(sites: Sites, folds: Folds, parts: list[Fold]) -> Crossvalidated:
    soc = sites.profiles.soc
    random = np.random.default_rng(1)
    predictions = {model: soc * random.lognormal(0.0, 0.3, len(soc)) for model in (BINN, *BASELINES)}
    nothing = np.zeros((len(sites), 0))
    return Crossvalidated(folds, parts, [], None, predictions, nothing, nothing)  # type: ignore[arg-type]


def nse(observed: pd.Series, predicted: pd.Series) -> float:
    return float(1.0 - ((predicted - observed) ** 2).sum() / ((observed - observed.mean()) ** 2).sum())


def test_a_leak_planted_in_the_folds_is_refused_where_scores_are_computed() -> None:
    sites = made_of(*scattered(60))
    folds = random_folds(sites.profiles.longitude, sites.profiles.latitude, 3, 1)
    parts = parts_of(folds, sites, 0.1, 1)
    assert len(score_table(dummy_result(sites, folds, parts), sites, 150e3, 1))
    leaking = [*parts[:2], replace(parts[2], validation=np.append(parts[2].validation, parts[2].test[0]))]
    with pytest.raises(InputError, match="1 of 20 test profiles were used in training"):
        score_table(dummy_result(sites, folds, leaking), sites, 150e3, 1)


def test_a_profile_at_the_place_of_a_training_profile_is_refused_too() -> None:
    lon, lat = scattered(10)
    lon[9], lat[9] = lon[0], lat[0]
    with pytest.raises(InputError, match="1 of 2 test profiles"):
        fold_held_out(made_of(lon, lat), Fold(np.arange(6), np.array([6, 7]), np.array([8, 9])))
    found = fold_held_out(made_of(lon, lat), Fold(np.arange(1, 6), np.array([6, 7]), np.array([8, 9])))
    assert (found.train_profiles, found.test_profiles) == (7, 2)


def test_a_profile_that_taught_is_refused_by_its_id_even_where_its_place_is_another() -> None:
    with pytest.raises(InputError, match="1 of 2 test profiles"):
        held_out(["a", "b", "a", "c"], ["1", "2", "3", "4"], np.array([0, 1]), np.array([2, 3]))


def test_pooled_intervals_and_differences_draw_the_blocks_of_the_folds() -> None:
    """Not layers, and BINN less the other, not the other less BINN."""
    sites = made_of(*scattered(80))
    profiles = sites.profiles
    folds = block_folds(profiles.longitude, profiles.latitude, 3, 1, 1.0)
    result = dummy_result(sites, folds, parts_of(folds, sites, 0.1, 1))
    table = score_table(result, sites, 150e3, 4)
    rows = table[(table["layers"] == "all") & (table["depth"] == "all") & (table["fold"] == "pooled") & (table["score"] == "nse")]
    found = rows.set_index(["model", "against"])[["value", "lower", "upper"]]
    own, predicted = (profiles.soc, result.predictions[BINN]), result.predictions
    assert tuple(found.loc[BINN, ""]) == pytest.approx(astuple(score_intervals(*own, BlockBootstrap(folds.block, 4))["nse"]))
    for other in BASELINES:
        wanted = nse_differences(*own, predicted[other], BlockBootstrap(folds.block, 4))["nse"]
        assert tuple(found.loc[BINN, other]) == pytest.approx(astuple(wanted))


def test_the_hash_of_profiles_is_that_of_their_sorted_ids() -> None:
    assert profiles_hash(["b", "a", "ö"]) == hashlib.sha256("a\nb\nö".encode()).hexdigest()[:16]
    apart = held_out(["x", "y", "z"], ["1", "2", "3"], np.array([2, 0]), np.array([1]))
    assert (apart.train_hash, apart.test_hash) == (profiles_hash(["x", "z"]), profiles_hash(["y"]))


def test_hashes_in_the_json_are_those_of_the_profiles_in_the_predictions(values: dict[str, Any], layers: pd.DataFrame) -> None:
    assert [row["fold"] for row in values["folds"]] == ["fold 1", "fold 2", "fold 3"]
    for row in values["folds"]:
        inside = layers["fold"] == row["fold"]
        for kind, chosen in (("train", ~inside), ("test", inside)):
            ids = sorted(layers["profile_id"][chosen].unique())
            assert row[f"{kind}_hash"] == hashlib.sha256("\n".join(ids).encode()).hexdigest()[:16]
            assert row[f"{kind}_profiles"] == len(ids)
    scores = pd.DataFrame(values["scores"])
    assert scores[["train_hash", "test_hash"]].notna().all(axis=None)
    for row in values["folds"]:
        assert set(scores[scores["fold"] == row["fold"]]["test_hash"]) == {row["test_hash"]}


def test_no_block_and_no_place_is_in_two_folds(layers: pd.DataFrame) -> None:
    square = np.floor(layers["lon"].round(5) / 0.5).astype(str) + np.floor(layers["lat"].round(5) / 0.5).astype(str)
    assert (layers.groupby(square)["fold"].nunique() == 1).all()
    assert layers["fold"].nunique() == FOLDS


def test_validation_rotates_within_the_training_part() -> None:
    sites = made_of(*scattered(200))
    part = parts_of(random_folds(sites.profiles.longitude, sites.profiles.latitude, 4, 1), sites, 0.1, 1)[0]
    task = Task(parameter_space("binn"), replace(RECOMMENDED, members=4), 1)
    members = list(member_parts(task, sites, part))
    assert len(members) == 4
    assert len({tuple(own.validation) for own in members}) == 4
    for own in members:
        np.testing.assert_array_equal(np.sort(np.concatenate([own.train, own.validation])), part.seen)
        assert len(own.validation) == len(part.validation)


def test_pooled_scores_are_those_of_the_predictions(values: dict[str, Any], layers: pd.DataFrame) -> None:
    scores = pd.DataFrame(values["scores"])
    own = scores[(scores["against"] == "") & (scores["fold"] == "pooled") & (scores["depth"] == "all")].set_index(
        ["model", "layers", "score"]
    )
    models = [BINN, *BASELINES]
    assert set(own.index.get_level_values("model")) == set(models)
    for kind, chosen in (("all", layers), ("up to 150 kg/m3", layers[layers["soc_gC_m3"] <= 150e3])):
        observed = chosen["soc_gC_m3"]
        for model in models:
            predicted = chosen[model]
            logs = (np.log(column.clip(lower=1.0)) for column in (observed, predicted))
            expected = {
                "nse": nse(observed, predicted),
                "log_nse": nse(*logs),
                "rmse": float(np.sqrt(((predicted - observed) ** 2).mean())),
                "bias": float((predicted - observed).mean()),
            }
            for name, value in expected.items():
                assert own.loc[(model, kind, name), "value"] == pytest.approx(value, rel=1e-9, abs=1e-9)
            assert own.loc[(model, kind, "nse"), "n_layers"] == len(chosen)


def test_scores_of_folds_and_depths_are_those_of_their_layers(values: dict[str, Any], layers: pd.DataFrame) -> None:
    scores = pd.DataFrame(values["scores"])
    found = scores[(scores["model"] == BINN) & (scores["against"] == "") & (scores["score"] == "nse") & (scores["layers"] == "all")]
    for row in found[found["fold"] != "pooled"].itertuples():
        inside = layers[layers["fold"] == row.fold]
        assert row.value == pytest.approx(nse(inside["soc_gC_m3"], inside[BINN]), rel=1e-9)
    depths = found[found["depth"] != "all"]
    assert depths["n_layers"].sum() == len(layers)
    inside = layers[(layers["depth_m"] >= 0.1) & (layers["depth_m"] < 0.3)]
    assert depths.set_index("depth").loc["10-30 cm", "value"] == pytest.approx(nse(inside["soc_gC_m3"], inside[BINN]), rel=1e-9)


def test_differences_are_those_of_the_scores_and_intervals_contain_them(values: dict[str, Any]) -> None:
    scores = pd.DataFrame(values["scores"])
    pooled = scores[(scores["fold"] == "pooled") & (scores["depth"] == "all")]
    assert (pooled["lower"] <= pooled["value"]).all()
    assert (pooled["value"] <= pooled["upper"]).all()
    assert (pooled["lower"] < pooled["upper"]).all()
    own = pooled[pooled["against"] == ""].set_index(["model", "layers", "score"])["value"]
    differences = pooled[pooled["against"] != ""]
    assert set(differences["against"]) == {*BASELINES}
    for row in differences.itertuples():
        expected = own[row.model, row.layers, row.score] - own[row.against, row.layers, row.score]
        assert row.value == pytest.approx(expected, abs=1e-12)


def test_the_csv_says_what_the_json_says(folder: Path, values: dict[str, Any]) -> None:
    table = pd.read_csv(folder / "r.csv", keep_default_na=False, na_values={name: [""] for name in ("value", "lower", "upper")})
    expected = pd.DataFrame(values["scores"])
    assert list(table.columns) == list(expected.columns)
    for name in table.columns:
        if table[name].dtype.kind == "f":
            np.testing.assert_allclose(table[name], expected[name].astype(float), rtol=1e-12)
        else:
            assert table[name].tolist() == expected[name].tolist()


def test_what_the_pictures_show_is_in_the_json(values: dict[str, Any], layers: pd.DataFrame) -> None:
    assert values["layers"][BINN] == pytest.approx(layers[BINN].tolist())
    assert len(values["histories"]) == FOLDS
    assert all(len(member["epoch"]) == 6 for members in values["histories"] for member in members)
    parameters, bounds = values["profiles"]["parameters"], values["bounds"]
    assert len(parameters) == 21
    for name, (lower, upper) in bounds.items():
        assert len(parameters[name]) == layers["profile_id"].nunique()
        assert lower <= min(parameters[name]) <= max(parameters[name]) <= upper
    assert len(values["profiles"]["processes"]) == 6
    assert {row["covariate"] for row in values["why"]["importance"]} == set(values["why"]["partial_dependence"]["covariate"])
    assert {row["parameter"] for row in values["why"]["sensitivity"]} == set(bounds)
    assert values["why"]["process_control"][0]["process"] == "control"


def test_clm5_defaults_are_used_where_they_lie_outside_the_ranges() -> None:
    """The decline with depth of CLM5, 10 m, is beyond BINN's range; every site by itself, without sharing cells."""
    from tests.benchmarks.training import synthetic

    sites = synthetic(12, 3)
    defaults = torch.tensor([row.default for row in PARAMETERS], dtype=torch.float64).expand(len(sites), -1)
    soc = SoilCarbonModel("clm5")(defaults, sites.forcing.at(torch.arange(len(sites)))).soc
    site, layer = sites.layers_of(torch.arange(len(sites)))
    expected = (soc[site] * sites.weights[layer]).sum(-1).numpy()
    np.testing.assert_allclose(clm5_default_prediction("clm5", sites), expected, rtol=1e-9)


def test_the_ensemble_of_all_folds_maps_and_knows_all_its_profiles(folder: Path, trained_example: TrainedExample, tmp_path: Path) -> None:
    model = load_model(folder / OUTPUTS["model"])
    assert len(model.ensemble.members) == FOLDS * MEMBERS
    table = pd.read_csv(trained_example.folder / "soc_profiles.csv").drop_duplicates("profile_id")
    places = {hashlib.sha256(f"{lon:.5f}|{lat:.5f}".encode()).hexdigest()[:16] for lon, lat in zip(table["lon"], table["lat"])}
    assert set(model.training_hashes) == places
    words = ["--model", folder / OUTPUTS["model"], "--covariates", *trained_example.covariates, "--forcing", trained_example.forcing]
    done = engine_here("predict", *words, "--soc", tmp_path / "soc.tif")
    assert done.status == 0, done.stderr
    assert (tmp_path / "soc.tif").exists()
    done = engine_here("evaluate", *words, "--observations", trained_example.folder / "soc_profiles.csv")
    assert done.status == 1
    assert "All 800 profiles were used to train the model" in done.last("error")["message"]


def test_the_report_is_one_file_that_loads_nothing(folder: Path, values: dict[str, Any]) -> None:
    page = Page(folder / "r.html")
    assert not {"script", "link", "iframe", "object", "form"} & set(page.tags)
    assert len(page.addresses) >= 14
    assert all(address.startswith("data:image/png;base64,") for address in page.addresses)
    for name in (
        BINN,
        *BASELINES,
        "Quality control",
        "python -m binn_engine crossvalidate",
        values["folds"][0]["test_hash"],
    ):
        assert name in page.text
    assert "all learned parameters" in page.text
    assert "all_parameters" not in page.text
    assert len(values["verdicts"]) == 4
    verdicts = page.text.split("Where BINN is better and where it is worse")[1]
    for name in BASELINES:
        assert re.search(rf"{re.escape(name)}.{{0,300}}?\b(better|tie|worse)\b", verdicts, re.DOTALL), name


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        ((-0.03, -0.05, -0.01), "BINN (0.600) is worse than gradient boosting by 0.030 (90 % interval 0.010 to 0.050)."),
        (
            (-0.01, -0.03, 0.01),
            "BINN (0.600) is worse than gradient boosting by 0.010 (90 % interval -0.010 to 0.030, difference not significant).",
        ),
        ((0.02, 0.01, 0.04), "BINN (0.600) is better than gradient boosting by 0.020 (90 % interval 0.010 to 0.040)."),
        (
            (0.02, -0.01, 0.04),
            "BINN (0.600) is better than gradient boosting by 0.020 (90 % interval -0.010 to 0.040, difference not significant).",
        ),
        ((0.0, 0.0, 0.0), "BINN (0.600) is as good as gradient boosting."),
    ],
)
def test_the_sentence_says_whether_binn_is_below_or_above(difference: tuple[float, float, float], said: str) -> None:
    table = pd.DataFrame([("gradient boosting", *difference)], columns=["against", "value", "lower", "upper"])
    assert verdict("All layers, NSE", 0.6, table) == f"All layers, NSE: {said}"


def test_the_sentence_names_what_binn_is_below_first_and_counts_an_undefined_score_as_no_success() -> None:
    rows = [("depth curve", 0.1, 0.05, 0.2), ("forest", float("nan"), float("nan"), float("nan"))]
    said = verdict("x", 0.5, pd.DataFrame(rows, columns=["against", "value", "lower", "upper"]))
    assert (
        said == "x: BINN (0.500) is not known to be better than forest and better than depth curve by 0.100 (90 % interval 0.050 to 0.200)."
    )
    rows[1] = ("forest", -0.2, -0.3, -0.1)
    said = verdict("x", 0.5, pd.DataFrame(rows, columns=["against", "value", "lower", "upper"]))
    assert said.startswith("x: BINN (0.500) is worse than forest by 0.200 (90 % interval 0.100 to 0.300) and better than depth curve")


@pytest.mark.long
def test_regions_of_a_field_are_left_out_one_by_one(counties: Path) -> None:
    values = json.loads((counties / "r.json").read_text(encoding="utf-8"))
    assert [row["fold"] for row in values["folds"]] == ["east", "middle", "west"]
    given, tested = pd.read_csv(counties / "layers.csv"), pd.read_csv(counties / "p.csv")
    county = given.drop_duplicates("profile_id").set_index("profile_id")["county"]
    assert (tested["fold"] == tested["profile_id"].map(county)).all()


def test_regions_are_text_whatever_their_type_and_one_in_a_profile(tmp_path: Path) -> None:
    table = pd.DataFrame({"id": ["a", "a", "b", "c"], "lon": [1, 1, 2, 3], "lat": 2.0, "depth_m": 0.1, "soc_gC_m3": 3e4})
    table = table.assign(number=[1, 1, 2, None], text=["01", "01", "1", "x"], torn=["x", "y", "z", "z"])
    path = str(tmp_path / "layers.csv")
    table.to_csv(path, index=False)
    job = CrossvalidateJob(observations=path)
    profiles = read_profiles(path, job, lambda code, message: None)
    assert read_regions(job, "number", profiles).tolist() == ["1.0", "2.0", ""]  # as the file has them
    assert read_regions(job, "text", profiles).tolist() == ["01", "1", "x"]
    with pytest.raises(InputError, match=r"in 1 profile, field 'torn' has more than one value \(first: profile a\)"):
        read_regions(job, "torn", profiles)
    # A profile that is left out may be anything.
    assert read_regions(job, "torn", profiles.subset([1, 2])).tolist() == ["z", "z"]


def bare_job(**settings: Any) -> CrossvalidateJob:
    return CrossvalidateJob(observations="o.csv", covariates=("c.csv",), forcing="f.nc", report="r.html", **settings)


def wavy(length: float) -> Sites:
    """Sites whose SOC is a random smooth function of place with a length scale in degrees."""
    lon, lat = scattered(500, 3)
    random = np.random.default_rng(5)
    waves = random.normal(size=(2, 200)) / length
    field = np.cos(np.stack([lon * np.cos(np.radians(43.5)), lat], 1) @ waves + random.uniform(0, 2 * np.pi, 200)).mean(1) * np.sqrt(
        2 * 200
    )
    return made_of(lon, lat, (150.0 + 20.0 * field).clip(20.0) ** 2)


def test_the_block_size_follows_how_far_soc_reaches() -> None:
    sizes = []
    for length in (0.1, 0.4):
        sites = wavy(length)
        folds, variogram = folds_of(bare_job(block_degrees=0.0), sites, 150e3)
        assert variogram is not None
        assert folds.block_degrees == variogram.block_degrees(sites.profiles.latitude)
        expected = block_folds(sites.profiles.longitude, sites.profiles.latitude, 5, 1, folds.block_degrees)
        np.testing.assert_array_equal(folds.fold, expected.fold)
        sizes.append(folds.block_degrees)
    # A Gaussian field of length l is as good as uncorrelated beyond about 2.5 l.
    assert 0.1 <= sizes[0] < 0.5 < sizes[1] < 2.0


def test_outliers_have_no_say_in_the_variogram() -> None:
    sites = wavy(0.3)
    peat = sites.profiles.soc.copy()
    peat[::10] = 5e5
    with_peat = replace(sites, profiles=replace(sites.profiles, soc=peat))
    kept = np.arange(len(sites)) % 10 != 0
    alone = soc_variogram(sites.subset(kept), 150e3, 1)
    assert soc_variogram(with_peat, 150e3, 1).range_km == pytest.approx(alone.range_km)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"folds": 1}, "folds is 1"),
        ({"folds": 0}, "folds is 0"),
        ({"block_degrees": -0.1}, "block_degrees is -0.1"),
        ({"split": "region"}, "need a field"),
        ({"region_field": "county"}, "split is blocks"),
    ],
)
def test_folds_that_cannot_be_are_refused(settings: dict[str, Any], said: str) -> None:
    with pytest.raises(JobError, match=said):
        check_folds(bare_job(**settings))


def test_the_reports_list_quality_control(folder: Path, trained_example: TrainedExample) -> None:
    for path in (folder / "r.html", trained_example.folder / "training.html"):
        text = Page(path).text
        assert "SOC increases with depth" in text
        assert "800 profiles with" in text
    card = load_model(trained_example.model).card
    for tests in card["metrics"].values():
        assert len(tests["random test"]["profiles"]["train_hash"]) == 16
        assert tests["random test"]["profiles"]["test_hash"] != tests["blocked test"]["profiles"]["test_hash"]
