"""Upscaling: losses as they are defined, posteriors carried over by covariates, and a model that everything else takes."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import numpy as np
import pytest
import rasterio
import torch

from binn_engine.jobs.proda_upscale import warn_of_convergence
from binn_engine.model.binn import Binn, parameter_space
from binn_engine.model.checkpoints import load_model, read_card
from binn_engine.model.dense_network import DenseNetwork
from binn_engine.model.network import Inputs, Network
from binn_engine.proda.chains import read_chains
from binn_engine.proda.inversion import summaries
from binn_engine.proda.upscaling import (
    PUBLISHED_UPSCALING,
    UPSCALING,
    Targets,
    UpscalingSites,
    bootstrap_sample,
    precision_loss,
    published_loss,
    train_upscaling,
)
from binn_engine.reports.pages import number
from binn_engine.resampling.splits import TrainingParts
from binn_engine.tables import PARAMETER_NAMES, PARAMETERS, PROCESSES
from tests.engine.commands import Finished, engine_here

SPACE = parameter_space("binn")


def inputs(count: int = 240) -> Inputs:
    draw = torch.Generator().manual_seed(0)
    return Inputs(torch.randn(count, 3, generator=draw), torch.zeros(count, 0, dtype=torch.int64), torch.zeros(count, 2))


def silent(share: float, phase: str) -> None:
    """Progress that nobody looks at."""


def test_the_precision_loss_counts_errors_in_posterior_standard_deviations() -> None:
    """Errors of 0.1 and 0.2 where the posterior has 0.1 and 0.05: squares 1 and 16. A spread beyond the prior's counts as the prior's."""
    targets = Targets(torch.tensor([[0.5, 0.5, 0.5]]), torch.tensor([[0.1, 0.05, 9.0]]))
    loss = precision_loss(torch.tensor([[0.6, 0.3, 0.5 + 12.0**-0.5]]), targets)
    assert float(loss) == pytest.approx((1.0 + 16.0 + 1.0) / 3.0, rel=1e-5)


def test_the_published_loss_is_the_product_of_both_errors() -> None:
    """Errors of 0.1 on 0.5 and of 0.3 on 0.6: mean square 0.05, mean relative 0.35; 500 * 0.05 * 25 * 0.35."""
    targets = Targets(torch.tensor([[0.5, 0.6]]), torch.ones(1, 2))
    assert float(published_loss(torch.tensor([[0.6, 0.3]]), targets)) == pytest.approx(500 * 0.05 * 25 * 0.35, rel=1e-5)


@pytest.mark.parametrize("published", [False, True])
def test_a_posterior_that_follows_a_covariate_is_learned(published) -> None:
    """One parameter follows the first covariate, all others are the same everywhere."""
    recipe = dataclasses.replace(
        PUBLISHED_UPSCALING if published else UPSCALING, epochs=80, patience=80, hidden=(32,), dropout=0.0, batch_size=32
    )
    given = inputs()
    mean = torch.full((240, 21), 0.5)
    mean[:, 9] = 0.5 + 0.3 * torch.tanh(given.continuous[:, 0])
    targets = Targets(mean, torch.full((240, 21), 0.1))
    torch.manual_seed(1)
    network = DenseNetwork(3, (), 21, (32,), 0.0) if published else Network(3, (), 21, (32,), 0.0)
    model = Binn(network, SPACE, "clm5")
    sites = UpscalingSites(given, targets, TrainingParts(np.arange(200), np.arange(200, 240)))
    history = train_upscaling(model, sites, recipe, 1, silent)
    with torch.no_grad():
        _, places = model.places(given.at(torch.arange(200, 240)))
    assert np.corrcoef(places[:, 9].numpy(), mean[200:, 9].numpy())[0, 1] > 0.95
    assert float(places[:, 4].std()) < 0.05
    best = min(row["validation_loss"] for row in history)
    assert best < 0.2 * history[0]["validation_loss"]


def test_the_dense_network_is_cut_off_at_the_ranges() -> None:
    network = DenseNetwork(3, (), 21, (8,), 0.0)
    with torch.no_grad():
        network.head.bias.copy_(torch.linspace(-3.0, 3.0, 21))
        logits, places = Binn(network, SPACE, "clm5").places(inputs(5))
    assert float(logits.max()) > 1.0
    assert (float(places.min()), float(places.max())) == (0.0, 1.0)


def test_a_bootstrap_sample_is_as_large_and_holds_some_sites_twice() -> None:
    index = np.arange(100, 200)
    drawn = bootstrap_sample(index, 1)
    assert len(drawn) == 100
    assert set(drawn) < set(index)
    assert not np.array_equal(drawn, bootstrap_sample(index, 2))


@dataclasses.dataclass(frozen=True)
class Landscape:
    """The example, its chains and models."""

    folder: Path
    covariates: list[str]

    def file(self, name: str) -> str:
        return str(self.folder / name)

    @property
    def inputs(self) -> list[str]:
        return ["--covariates", *self.covariates, "--forcing", self.file("clm5_forcing.nc")]

    def upscale(self, *words: object) -> Finished:
        return engine_here("proda-upscale", "--chains-folder", self.file("chains"), *self.inputs, *words)


@pytest.fixture(scope="module")
def landscape(tmp_path_factory) -> Landscape:
    """An example of 90 profiles, inverted by short chains, upscaled, and BINN trained for a few epochs on it."""
    folder = tmp_path_factory.mktemp("landscape")
    made = engine_here("example", "--folder", folder, "--profiles", 90, "--size", 24)
    assert made.status == 0, made.stderr
    found = Landscape(folder, sorted(map(str, (folder / "covariates").glob("*.tif"))))
    profiles = ["--observations", found.file("soc_profiles.gpkg")]
    done = engine_here(
        "proda-invert", *profiles, *found.inputs[-2:], "--chains-folder", found.file("chains"), "--steps", 800, "--processes", 1
    )
    assert done.status == 0, done.stderr
    done = found.upscale(
        "--model",
        found.file("proda.safetensors"),
        "--report",
        found.file("proda.html"),
        "--max-rhat",
        3,
        "--members",
        2,
        "--epochs",
        40,
        "--no-refit",
    )
    assert done.status == 0, done.stderr
    done = engine_here(
        "train",
        *profiles,
        *found.inputs,
        "--model",
        found.file("binn.safetensors"),
        "--teacher",
        "none",
        "--epochs",
        12,
        "--members",
        1,
        "--no-refit",
        "--seed",
        1,
    )
    assert done.status == 0, done.stderr
    return found


def test_the_upscaled_model_maps_and_is_scored_as_any_other(landscape, tmp_path) -> None:
    model = ["--model", landscape.file("proda.safetensors")]
    done = engine_here(
        "predict", *model, *landscape.inputs, "--soc", tmp_path / "soc.tif", "--processes-sd", tmp_path / "sd.tif", "--passes", 4
    )
    assert done.status == 0, done.stderr
    with rasterio.open(tmp_path / "soc.tif") as file:
        assert float(file.read(6, masked=True).mean()) > 1.0
    scored = engine_here("evaluate", *model, "--observations", landscape.file("soc_profiles.gpkg"), *landscape.inputs)
    assert scored.status == 0, scored.stderr
    assert scored.last("result")["metrics"]["log"]["nse"] > 0.3


def test_the_card_says_what_it_was_taught_and_what_that_cost(landscape) -> None:
    card, chains = read_card(landscape.file("proda.safetensors")), read_chains(landscape.file("chains"))
    assert card["method"] == "PRODA"
    assert card["cost"]["evaluations"] == int(summaries(chains)["evaluations"].sum())
    assert card["cost"]["evaluations"] > 3 * 800 * len(chains.ids)
    assert len(card["training"]["profile_hashes"]) < len(chains.ids)
    assert load_model(landscape.file("proda.safetensors")).space == chains.inversion.space
    trained = read_card(landscape.file("binn.safetensors"))
    history = len(trained["training"]["profile_hashes"])
    assert trained["cost"]["lessons"] == trained["cost"]["trainings"] * history == history
    # Each epoch has a forward pass and its adjoint at training profiles, and a forward pass at the tenth that validates.
    epochs = trained["cost"]["evaluations"] / history
    assert 2.0 * 12 < epochs <= 3.0 * 12


def test_chains_that_do_not_agree_are_told_of_whether_they_are_used_or_not() -> None:
    rhat = np.array([1.05, 1.2, 1.3, np.nan])
    told: list[str] = []

    def warn(code: str, message: str) -> None:
        assert code == "not_converged"
        told.append(message)

    warn_of_convergence(rhat, rhat <= 1.1, 1.1, warn)
    assert len(told) == 1
    assert "At 3 of 4 profiles the chains have not converged" in told[0]
    assert "learns from 1 profiles" in told[0]
    told.clear()
    warn_of_convergence(rhat, rhat <= 5.0, 5.0, warn)
    assert "max_rhat is 5, so that 2 of the 3 profiles" in told[1]
    told.clear()
    warn_of_convergence(np.array([1.0, 1.0, 1.2]), np.array([True, True, False]), 1.1, warn)
    assert told == []


def test_filters_leave_out_what_has_not_converged_or_does_not_fit(landscape, tmp_path) -> None:
    refused = landscape.upscale("--model", tmp_path / "model.safetensors", "--max-rhat", 1.0)
    assert refused.status == 1
    assert "have not converged" in refused.last("error")["message"]
    assert not (tmp_path / "model.safetensors").exists()
    chains = read_chains(landscape.file("chains"))
    found, observed = summaries(chains), chains.observed
    limit = float(np.median(found["rhat"].mean(1)))
    fit = []
    for site in range(len(chains.ids)):
        seen, simulated = (np.log(values[observed.rows(site)]) for values in (observed.soc, found["layers_mean"]))
        fit.append(1.0 - ((simulated - seen) ** 2).sum() / ((seen - seen.mean()) ** 2).sum())
    least = float(np.quantile(fit, 0.2))
    agreed, fitted = found["rhat"].mean(1) <= limit, np.array(fit) >= least
    words = ["--max-rhat", limit, "--min-nse", least, "--members", 1, "--epochs", 2, "--no-refit"]
    done = landscape.upscale("--model", tmp_path / "model.safetensors", *words)
    assert done.status == 0, done.stderr
    metrics = done.last("result")["metrics"]
    left_out = metrics["left_out"]
    assert left_out["not_converged"] == (~agreed).sum() > 0
    assert left_out["badly_fitted"] == (agreed & ~fitted).sum() > 0
    assert sum(metrics["profiles"].values()) == (agreed & fitted).sum()
    # A profile's own spread that comparisons show: its median over the training profiles.
    own = read_card(tmp_path / "model.safetensors")["posterior_sd"]
    assert own["beta"] == pytest.approx(np.median(found["parameters_sd"][agreed & fitted, PARAMETER_NAMES.index("beta")]))
    assert own["vertical_transport"] == pytest.approx(np.median(found["processes_sd"][agreed & fitted, 5]))


def test_a_bootstrap_teaches_another_model(landscape, tmp_path) -> None:
    words = ["--max-rhat", 9, "--members", 1, "--epochs", 1, "--no-refit"]
    paths = [tmp_path / f"{name}.safetensors" for name in ("all", "again", "drawn")]
    for path, more in zip(paths, ([], [], ["--bootstrap"])):
        done = landscape.upscale("--model", path, *words, *more)
        assert done.status == 0, done.stderr
    every, again, drawn = (torch.cat([weights.flatten() for weights in load_model(path).ensemble.parameters()]) for path in paths)
    assert torch.equal(every, again)
    assert not torch.equal(every, drawn)


def test_the_published_upscaling_runs_and_loads_again(landscape, tmp_path) -> None:
    done = landscape.upscale(
        "--model", tmp_path / "model.safetensors", "--method", "published", "--epochs", 3, "--members", 2, "--max-rhat", 3, "--bootstrap"
    )
    assert done.status == 0, done.stderr
    model = load_model(tmp_path / "model.safetensors")
    assert isinstance(model.ensemble.members[0].network, DenseNetwork)
    assert not model.encoding.categorical
    done = engine_here(
        "predict", "--model", tmp_path / "model.safetensors", *landscape.inputs, "--soc-sd", tmp_path / "sd.tif", "--passes", 2
    )
    assert done.status == 0, done.stderr


def test_an_unfinished_inversion_is_refused(landscape, tmp_path) -> None:
    summary = next(Path(landscape.file("chains")).glob("*.summary.npz"))
    away = summary.rename(tmp_path / "away.npz")
    try:
        refused = landscape.upscale("--model", tmp_path / "model.safetensors")
    finally:
        away.rename(summary)
    assert refused.status == 1
    assert "not finished" in refused.last("error")["message"]


@pytest.mark.long
def test_the_comparison_of_two_models_holds_what_their_maps_say(landscape, tmp_path) -> None:
    """Correlation, bias and difference are those of the rasters that predict writes; the truth is that of the landscape."""
    models = ["--first", landscape.file("binn.safetensors"), "--second", landscape.file("proda.safetensors"), *landscape.inputs]
    outputs = ["--report", tmp_path / "c.html", "--json", tmp_path / "c.json", "--processes-difference", tmp_path / "d.tif"]
    outputs += ["--csv", tmp_path / "c.csv"]
    truth = ["--truth-processes", landscape.file("truth_processes.tif"), "--truth-parameters", landscape.file("truth_parameters.tif")]
    profiles = ["--observations", landscape.file("soc_profiles.gpkg")]
    done = engine_here("compare", *models, *outputs, *truth, *profiles, "--block-degrees", 0.1, "--passes", 3)
    assert done.status == 0, done.stderr
    maps = []
    for name in ("binn", "proda"):
        words = ["--model", landscape.file(f"{name}.safetensors"), "--processes", tmp_path / f"{name}.tif", "--passes", 3]
        assert engine_here("predict", *words, *landscape.inputs).status == 0
        with rasterio.open(tmp_path / f"{name}.tif") as file:
            maps.append(file.read(masked=True))
    values = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    rows = {row["name"]: row for row in values["agreement"]}
    shown = ~np.ma.getmaskarray(maps[0]).any(0)
    one, other = maps[0][3][shown].data.astype(float), maps[1][3][shown].data.astype(float)
    found = rows["baseline_decomposition"]
    assert found["n"] == values["pixels"] == shown.sum()
    assert found["pearson"] == pytest.approx(np.corrcoef(one, other)[0, 1], abs=1e-5)
    assert found["bias"] == pytest.approx((other - one).mean(), rel=1e-3)
    assert found["pearson_lower"] < found["pearson"] < found["pearson_upper"]
    assert rows["plant_carbon_input"]["pearson"] == pytest.approx(1.0)
    means = values["mean_correlation"]
    learned = [row["pearson"] for name, row in rows.items() if row["kind"] == "process" and name != "plant_carbon_input"]
    assert means["without plant carbon input"]["pearson"]["estimate"] == pytest.approx(np.mean(learned))
    assert means["six processes"]["pearson"]["estimate"] == pytest.approx(np.mean([1.0, *learned]))
    with rasterio.open(tmp_path / "d.tif") as file:
        np.testing.assert_allclose(file.read(4)[shown], other - one, atol=1e-6)
        assert file.descriptions[3] == "baseline_decomposition difference"
    with rasterio.open(landscape.file("truth_processes.tif")) as file:
        known = file.read(4)[shown].astype(float)
    against = next(row for row in values["truth"] if row["name"] == "baseline_decomposition")
    assert against["first_rmse"] == pytest.approx(np.sqrt(((one - known) ** 2).mean()), rel=1e-3)
    assert against["second_rmse"] == pytest.approx(np.sqrt(((other - known) ** 2).mean()), rel=1e-3)
    trained, inverted = (values["costs"][side] for side in ("first", "second"))
    each = [cost["evaluations"] / cost["profiles"] for cost in (trained, inverted)]
    assert values["evaluations_ratio"] == pytest.approx(each[1] / each[0])
    _check_page((tmp_path / "c.html").read_text(encoding="utf-8"), values, each[1] / each[0])


def _check_page(page: str, values: dict, ratio: float) -> None:
    """The report of a comparison says what its numbers say."""
    assert f"The inversion of PRODA needed {number(ratio)} times as many evaluations for each profile as BINN." in page
    assert "Which model is closer to the true values?" in page
    assert next(row for row in values["truth"] if row["name"] == "plant_carbon_input")["nearer"] == "same"
    assert "both models are equal: 1;" in page
    units = {row.name: row.unit for row in (*PROCESSES, *PARAMETERS)}
    assert all(row["unit"] == units[row["name"]] for row in (*values["agreement"], *values["truth"]))
    lines = [re.sub(r"<[^>]+>", "|", line) for line in re.findall(r"<tr>.*?</tr>", page, re.DOTALL)]
    # Once with the agreement, and once for each model.
    assert len([line for line in lines if "Vertical transport" in line and "|1/yr|" in line]) == 3


def test_a_model_compared_with_itself_agrees_in_everything(landscape, tmp_path) -> None:
    model = landscape.file("proda.safetensors")
    done = engine_here(
        "compare",
        "--first",
        model,
        "--second",
        model,
        *landscape.inputs,
        "--report",
        tmp_path / "c.html",
        "--passes",
        0,
        "--block-degrees",
        0.1,
    )
    assert done.status == 0, done.stderr
    mean = done.last("result")["metrics"]["mean_correlation"]["six processes"]
    assert mean["pearson"]["estimate"] == pytest.approx(1.0)
    assert mean["spearman"]["lower"] == pytest.approx(1.0)


@pytest.mark.long
def test_rasters_stand_for_a_model(landscape, tmp_path) -> None:
    """The rasters that predict writes compare as the checkpoint does; SOC is scored on what the checkpoint never saw, with a warning."""
    model, rasters = landscape.file("binn.safetensors"), [str(tmp_path / f"{name}.tif") for name in ("processes", "parameters", "soc")]
    written = ["--processes", rasters[0], "--parameters", rasters[1], "--soc", rasters[2]]
    assert engine_here("predict", "--model", model, *landscape.inputs, *written).status == 0
    profiles = ["--observations", landscape.file("soc_profiles.gpkg"), "--block-degrees", 0.1, "--passes", 0]
    both = ["--second", landscape.file("proda.safetensors"), *landscape.inputs, *profiles]
    found = []
    for name, side in (("checkpoint", ["--first", model]), ("rasters", ["--first-rasters", *rasters])):
        done = engine_here("compare", *side, *both, "--report", tmp_path / f"{name}.html", "--json", tmp_path / f"{name}.json")
        assert done.status == 0, done.stderr
        found.append(json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8")))
    one, other = ({row["name"]: row for row in values["agreement"]} for values in found)
    assert one.keys() == other.keys()
    for name, row in one.items():
        assert other[name]["first_mean"] == pytest.approx(row["first_mean"], rel=1e-5)
        assert other[name]["bias"] == pytest.approx(row["bias"], rel=1e-4, abs=1e-6 * abs(row["first_mean"]))
    # Between bands and pixels rasters are interpolated; their training profiles are unknown: only the other side leaves some out.
    assert found[1]["soc"]["first"]["log_nse"]["estimate"] == pytest.approx(found[0]["soc"]["first"]["log_nse"]["estimate"], abs=0.3)
    assert (found[0]["soc"]["unseen_by_both"], found[1]["soc"]["unseen_by_both"]) == (True, False)
    assert found[1]["soc"]["profiles"] >= found[0]["soc"]["profiles"] > 0
    assert any("It is not known which profiles" in text for text in found[1]["warnings"])
    assert not found[1]["costs"]["first"]


def test_rasters_need_neither_covariates_nor_forcing(landscape, tmp_path) -> None:
    """The truth against itself agrees in everything; bands that one side lacks are not compared."""
    truth = landscape.file("truth_processes.tif")
    words = ["--first-rasters", truth, "--second-rasters", truth, landscape.file("truth_parameters.tif"), "--truth-processes", truth]
    done = engine_here("compare", *words, "--report", tmp_path / "c.html", "--json", tmp_path / "c.json", "--block-degrees", 0.1)
    assert done.status == 0, done.stderr
    values = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert {row["kind"] for row in values["agreement"]} == {"process"}
    assert values["mean_correlation"]["six processes"]["pearson"]["estimate"] == pytest.approx(1.0)
    assert {row["first_rmse"] for row in values["truth"]} == {0.0}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--first", "binn.safetensors"], "second model has neither"),
        (
            ["--first", "binn.safetensors", "--first-rasters", "truth_processes.tif", "--second", "proda.safetensors"],
            "first model has both",
        ),
        (["--first", "binn.safetensors", "--second-rasters", "truth_processes.tif"], "covariates and forcing are needed"),
        (["--first-rasters", "covariates/*", "--second-rasters", "truth_processes.tif"], "with the name of a process or a parameter"),
        (["--first-rasters", "truth_processes.tif", "--second-rasters", "truth_parameters.tif"], "no process and no parameter in common"),
        (
            ["--first-rasters", "truth_processes.tif", "--second-rasters", "truth_processes.tif", "--observations", "soc_profiles.gpkg"],
            "SOC at 0 depths",
        ),
        (
            ["--first-rasters", "truth_processes.tif", "--second-rasters", "truth_processes.tif", "--block-degrees", "50"],
            "in one block of 50 degrees",
        ),
    ],
)
def test_sides_that_cannot_be_compared_are_refused(landscape, tmp_path, words, said) -> None:
    given = [landscape.covariates[0] if word == "covariates/*" else landscape.file(word) if "." in word else word for word in words]
    done = engine_here("compare", *given, "--report", tmp_path / "c.html")
    assert done.status == 1
    assert said in done.last("error")["message"]
    assert list(tmp_path.iterdir()) == []


def test_a_truth_that_is_known_at_one_pixel_is_refused_by_name(landscape, tmp_path) -> None:
    with rasterio.open(landscape.file("truth_processes.tif")) as file:
        values, profile, names = file.read(masked=True), file.profile, file.descriptions
    row, column = np.argwhere(~np.ma.getmaskarray(values).any(0))[0]
    known = np.full(values.shape, profile["nodata"], dtype=profile["dtype"])
    known[:, row, column] = values[:, row, column]
    with rasterio.open(tmp_path / "sparse.tif", "w", **profile) as file:
        file.write(known)
        file.descriptions = names
    sides = [word for side in ("first", "second") for word in (f"--{side}-rasters", landscape.file("truth_processes.tif"))]
    given = ["--report", tmp_path / "c.html", "--block-degrees", 0.1, "--truth-processes", tmp_path / "sparse.tif"]
    done = engine_here("compare", *sides, *given)
    assert done.status == 1
    assert "sparse.tif has values at 1 of the" in done.last("error")["message"]


def test_a_model_is_tested_on_what_another_never_saw(landscape, tmp_path) -> None:
    """Both are then scored on all of them, and share no profile with the training of either."""
    other, model = landscape.file("binn.safetensors"), tmp_path / "model.safetensors"
    done = landscape.upscale("--model", model, "--unseen-by", other, "--max-rhat", 9, "--min-nse", -99, "--members", 1, "--epochs", 2)
    assert done.status == 0, done.stderr
    seen = [set(read_card(path)["training"]["profile_hashes"]) for path in (other, model)]
    assert seen[1] <= seen[0]
    tested = done.last("result")["metrics"]["profiles"]["test_random"]
    words = ["--first", other, "--second", model, *landscape.inputs, "--observations", landscape.file("soc_profiles.gpkg")]
    done = engine_here("compare", *words, "--report", tmp_path / "c.html", "--passes", 0, "--block-degrees", 0.1)
    assert done.status == 0, done.stderr
    soc = done.last("result")["metrics"]["soc"]
    assert soc["unseen_by_both"]
    assert soc["profiles"] == tested > 10


def test_a_model_that_saw_all_profiles_leaves_none_to_test_on(landscape, tmp_path) -> None:
    words, seen_all = ("--max-rhat", 9, "--min-nse", -99, "--members", 1, "--epochs", 1), tmp_path / "all.safetensors"
    assert landscape.upscale("--model", seen_all, *words).status == 0
    refused = landscape.upscale("--model", tmp_path / "no.safetensors", "--unseen-by", seen_all, *words)
    assert refused.status == 1
    assert "was trained on 90 of the 90 profiles" in refused.last("error")["message"]


def test_the_upscaled_model_knows_where_it_may_be_asked(landscape, tmp_path) -> None:
    """Inside its domain are nearly all of its training profiles, and none whose covariates are far off."""
    model = load_model(landscape.file("proda.safetensors"))
    assert model.domain is not None
    assert model.domain.measure(model.domain.points)[:, 2].mean() > 0.95
    assert model.domain.measure(model.domain.points + 50.0)[:, 2].max() == 0.0
    done = engine_here("predict", "--model", landscape.file("proda.safetensors"), *landscape.inputs, "--domain", tmp_path / "domain.tif")
    assert done.status == 0, done.stderr
    assert done.last("result")["metrics"]["inside_domain"] > 0
