"""Calibration from the command line, and what predict and evaluate make of it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio
import torch
from scipy.stats import norm, spearmanr

from binn_engine import tables
from binn_engine.errors import JobError
from binn_engine.experiments.calibrating import CalibrationPlan, parts_of
from binn_engine.experiments.reliability import coverage
from binn_engine.experiments.soc_errors import LayerErrors, observation_errors
from binn_engine.experiments.twin_change import TESTS
from binn_engine.learning.site_inputs import ModelSites
from binn_engine.model.binn import parameter_space
from binn_engine.model.calibration import DEPTH_RANGES, MEAN, OBSERVATION, Calibration
from binn_engine.model.checkpoints import load_model
from binn_engine.model.scaling import LEVELS, Scaling
from binn_engine.model.spread import Spread, settled
from binn_engine.prediction.prediction import predict_sites
from binn_engine.prediction.product_request import ProductRequest
from binn_engine.resampling.folds import block_folds
from binn_engine.scoring.conformal import conformal_quantiles
from tests.benchmarks.inputs import sites as inputs_sites
from tests.engine.commands import Finished, engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.models import small_model
from tests.engine.support.twin_sites import random_sites

NORMAL = tuple(norm.ppf(LEVELS).tolist())
DEPTHS = (0.05, 0.3, 1.0)


def calibration(sigma: float = 0.5, noise: float = 0.3, method: str = "both") -> Calibration:
    """Normal errors of one size, whatever the spread."""
    soc = {name: Scaling("log", 30.0, 0.0, np.inf, 0.0, sigma**2, NORMAL) for name in DEPTH_RANGES}
    parameters = {name: Scaling("identity", 0.0, 0.0, 1.0, 0.0, 0.1**2, NORMAL) for name in tables.PARAMETER_NAMES}
    processes = {name: Scaling("log", 1e-9, 0.0, np.inf, 0.0, 0.2**2, NORMAL) for name in tables.PROCESS_NAMES[1:]}
    return Calibration(method, soc, dict.fromkeys(DEPTH_RANGES, noise), parameters, processes)


def draws(bands: int, sites: int = 4, scale: float = 1000.0) -> np.ndarray:
    """Draws of some sites that hardly differ."""
    base = scale * np.linspace(1.0, 2.0, sites)[:, None] * np.ones(bands)
    return np.stack([0.999 * base, 1.001 * base])


def test_densities_get_the_scaling_of_their_depth_and_the_mean_less_noise() -> None:
    """Lognormal of the sigma that calibrated; of the mean, its variance less that of observations."""
    stack, known = draws(len(DEPTHS) + 2), calibration()
    for of, sigma in ((OBSERVATION, 0.5), (MEAN, 0.4)):
        found = known.quantiles("soc", stack, [0.05, 0.5, 0.95], parameter_space("binn"), DEPTHS, of)
        expected = stack.mean(0)[:, :3, None] * np.exp(sigma * norm.ppf([0.05, 0.5, 0.95]))
        np.testing.assert_allclose(found[:, :3], expected, rtol=2e-3)


def test_a_stock_adds_up_its_ranges_and_rock_has_no_uncertainty() -> None:
    """Of 0-100 cm: the part above 30 cm and that below, errors going together."""
    stack, known = draws(len(DEPTHS) + 2, scale=1.0), calibration(noise=0.0)
    stack[..., -2], stack[..., -1] = 3.0, 8.0
    stack[:, -1] = 0.0
    found = known.quantiles("soc", stack, [0.5, 0.95], parameter_space("binn"), DEPTHS)
    factor = np.exp(0.5 * norm.ppf([0.5, 0.95]))
    np.testing.assert_allclose(found[0, -2], 3.0 * factor, rtol=2e-3)
    np.testing.assert_allclose(found[0, -1], 3.0 * factor + 5.0 * factor, rtol=2e-3)
    np.testing.assert_array_equal(found[-1], 0.0)


def test_parameters_stay_in_their_ranges_and_given_inputs_have_no_width() -> None:
    space = parameter_space("binn")
    middle = (np.array(space.lower) + np.array(space.upper)) / 2.0
    stack = np.tile(middle, (2, 3, 1))
    found = calibration().quantiles("parameters", stack, [0.01, 0.5, 0.95], space, DEPTHS)
    assert (found >= np.array(space.lower)[:, None]).all()
    np.testing.assert_allclose((found[0, :, 2] - middle) / (np.array(space.upper) - np.array(space.lower)), 0.1645, rtol=2e-3)
    processes = calibration().quantiles("processes", np.full((2, 3, 6), 0.2), [0.05, 0.95], space, DEPTHS)
    assert (processes[:, 0] == 0.2).all(), "plant carbon input is given"
    np.testing.assert_allclose(processes[0, 1], 0.2 * np.exp(0.2 * norm.ppf([0.05, 0.95])), rtol=2e-3)


def test_statistics_are_those_of_the_calibrated_distribution() -> None:
    """sd, cv and probability of exceeding of a lognormal, and of the raw draws where nothing is calibrated."""
    model, stack = small_model(), draws(len(DEPTHS) + 2)
    asked = ProductRequest(("soc_sd",), DEPTHS, Spread(2), thresholds=((0, 1500.0), (1, 900.0)), calibration=calibration(), of=OBSERVATION)
    rows = tables.PRODUCT_BY_NAME
    spread = asked.statistic(model, rows["soc_sd"], stack)
    mean = stack.mean(0)[:, 0]
    np.testing.assert_allclose(spread[:, 0], mean * np.exp(0.125) * np.sqrt(np.exp(0.25) - 1.0), rtol=0.06)
    own_mean = mean * np.exp(0.125)
    np.testing.assert_allclose(asked.statistic(model, rows["soc_cv"], stack)[:, 0], 100.0 * spread[:, 0] / own_mean, rtol=0.01)
    exceeds = asked.statistic(model, rows["soc_exceedance"], stack)
    np.testing.assert_allclose(exceeds[:, 0], norm.sf(np.log(1500.0 / mean) / 0.5), atol=0.011)
    raw = ProductRequest(("soc_sd",), DEPTHS, Spread(2), thresholds=((0, 1000.0),))
    np.testing.assert_allclose(raw.statistic(model, rows["soc_sd"], stack), stack.std(0, ddof=1))
    np.testing.assert_array_equal(raw.statistic(model, rows["soc_exceedance"], stack)[:, 0], [0.5, 1.0, 1.0, 1.0])


def test_another_spread_than_the_calibrated_one_is_refused() -> None:
    model = small_model()
    ProductRequest(("soc_sd",), DEPTHS, Spread(4), calibration=calibration()).check(model)
    with pytest.raises(JobError, match="calibrated for spread 'both'"):
        ProductRequest(("soc_sd",), DEPTHS, Spread(4, "dropout"), calibration=calibration()).check(model)
    with pytest.raises(JobError, match=r"0\.005"):
        ProductRequest(("soc_quantiles",), DEPTHS, Spread(4), (0.001,), calibration=calibration()).check(model)
    ProductRequest(("soc_quantiles",), DEPTHS, Spread(4), (0.001,)).check(model)


def test_sites_are_settled_when_their_standard_deviation_is_known() -> None:
    """For normal draws the relative error is about ``1 / sqrt(2 n)``; heavy tails need more; what does not vary is known."""
    draw = np.random.default_rng(0)
    stack = draw.normal(size=(200, 500, 1))
    assert settled([stack], 1.15 / np.sqrt(400.0)).mean() > 0.8
    assert settled([stack], 0.85 / np.sqrt(400.0)).mean() < 0.2
    assert settled([np.ones((20, 3, 2))], 1e-3).all()
    heavy = draw.standard_t(5, size=(200, 500, 1))
    assert settled([heavy], 1.15 / np.sqrt(400.0)).mean() < 0.5
    assert Spread(100, tolerance=0.1).rounds(100) == [20, 30, 40, 50, 60, 70, 80, 90, 100]
    assert Spread(100).rounds(100) == [100]


def test_conformal_quantiles_cover_where_the_held_out_said_how() -> None:
    """Quantiles that are far too narrow, corrected by 2,000 held-out values, cover 50 and 90 % of others."""
    draw = np.random.default_rng(0)
    truth = np.exp(8.0 + draw.normal(size=6000))
    narrow = np.tile(np.exp(8.0 + 0.3 * norm.ppf(LEVELS)), (6000, 1))
    found = conformal_quantiles(narrow[2000:], narrow[:2000], truth[:2000])
    assert coverage(truth[2000:], found[:, 5], found[:, -6]) == pytest.approx(0.89, abs=0.02)
    assert coverage(truth[2000:], found[:, 25], found[:, -26]) == pytest.approx(0.49, abs=0.03)


def test_profiles_that_calibrate_teach_nothing_and_are_not_tested() -> None:
    sites = random_sites(300, 2)
    folds = block_folds(sites.profiles.longitude, sites.profiles.latitude, 4, 1, 0.5)
    for part in parts_of(CalibrationPlan(folds, Spread(), 0.25, 0.1), sites, 1):
        groups = [part.train, part.validation, part.calibration, part.test]
        assert sorted(np.concatenate(groups)) == list(range(300))
        blocks = [set(folds.block[group]) for group in (part.seen, part.calibration, part.test)]
        assert not blocks[0] & blocks[1]
        assert not blocks[0] & blocks[2]
        assert 0.15 < len(part.calibration) / (300 - len(part.test)) < 0.35


@pytest.mark.parametrize("layered", [False, True])
def test_the_error_of_observations_is_what_neighbours_differ_by(layered: bool) -> None:
    """Pairs at one place share the model's error and differ by the observations': only the latter is found, whether all layers of a
    profile are off together or each by itself."""
    sites = random_sites(400, 3)
    twin = np.arange(400) // 2 * 2
    profiles = replace(sites.profiles, longitude=sites.profiles.longitude[twin], latitude=sites.profiles.latitude[twin])
    draw = np.random.default_rng(0)
    shared = 0.6 * draw.normal(size=400)[twin][profiles.profile]
    own = 0.25 * (draw.normal(size=len(profiles.soc)) if layered else draw.normal(size=400)[profiles.profile])
    value = np.full(len(profiles.soc), 8000.0)
    sites = replace(sites, profiles=replace(profiles, soc=value * np.exp(shared + own)))
    layer = np.flatnonzero(profiles.depth < 1.0)
    quiet: list[str] = []
    errors = LayerErrors(layer, value[layer], np.zeros(len(layer)))
    found = observation_errors(sites, [errors], 1, lambda code, message: quiet.append(message))
    assert found["0-30 cm"] == pytest.approx(0.25, rel=0.2)
    assert found["30-100 cm"] == pytest.approx(0.25, rel=0.2)
    assert found["below 100 cm"] == 0.0
    assert "below 100 cm" in quiet[0]


def test_few_held_out_values_widen_conformal_quantiles_enough() -> None:
    """Of 25 held-out values, 90 % intervals cover at least 90 % on average over samples."""
    covered = []
    for seed in range(200):
        truth = np.exp(np.random.default_rng(seed).normal(8.0, 1.0, 25))
        same = np.tile(np.exp(8.0 + 0.5 * norm.ppf(LEVELS)), (25, 1))
        found = np.log(conformal_quantiles(same[:1], same, truth)[0]) - 8.0
        covered.append(norm.cdf(found[-6]) - norm.cdf(found[5]))
    assert 0.89 < np.mean(covered) < 0.95


@pytest.fixture(scope="module")
def calibrated(trained_example: TrainedExample, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small calibrated model, its report and its files."""
    folder = tmp_path_factory.mktemp("calibrated")
    words = ["--observations", trained_example.folder / "soc_profiles.gpkg", "--covariates", *trained_example.covariates]
    files = ["--model", folder / "m.safetensors", "--report", folder / "r.html", "--json", folder / "r.json", "--csv", folder / "r.csv"]
    quick = ["--epochs", 8, "--members", 2, "--folds", 2, "--passes", 8, "--hidden", 32, 32, "--block-degrees", 0.03]
    quick += ["--twins", 2, "--test-twins", 1]
    done = engine_here("calibration", *words, "--forcing", trained_example.forcing, *files, *quick, "--predictions", folder / "p.csv")
    assert done.status == 0, done.stderr
    return folder


@pytest.mark.long
def test_coverage_and_width_in_the_report_can_be_computed_again_from_its_files(calibrated: Path) -> None:
    """From the table of predictions, at every depth; nothing is loaded from elsewhere."""
    values = json.loads((calibrated / "r.json").read_text(encoding="utf-8"))
    layers = pd.read_csv(calibrated / "p.csv")
    for row in values["scores"]:
        if row["layers"] == "all":
            top, bottom = {"all": (0.0, np.inf), **DEPTH_RANGES}[row["depth"]]
            part = layers[(layers["split"] == row["split"]) & (layers["depth_m"] >= top) & (layers["depth_m"] < bottom)]
            for inside, ends in ((50, ("25", "75")), (80, ("10", "90")), (90, ("5", "95")), (95, ("2.5", "97.5"))):
                low, high = (part[f"{row['method']} q{end}"] for end in ends)
                held = (part["soc_gC_m3"] >= low) & (part["soc_gC_m3"] <= high)
                assert held.mean() == pytest.approx(row[f"coverage_{inside}"], abs=1e-9)
                assert (high - low).mean() == pytest.approx(row[f"width_{inside}"], rel=1e-9)
            assert len(part) == row["n"]
    assert {row["split"] for row in values["scores"] if row["layers"] == "all"} == {"blocks", "random"}
    text = (calibrated / "r.html").read_text(encoding="utf-8")
    assert "simulation-based correction" in text
    assert "not a posterior" in text
    assert "://" not in text
    assert "<script" not in text


@pytest.mark.long
def test_a_report_without_twins_does_not_claim_that_any_tested(trained_example: TrainedExample, tmp_path: Path) -> None:
    """Twins test only where twins calibrate, whatever their number is set to."""
    words = ["--observations", trained_example.folder / "soc_profiles.gpkg", "--covariates", *trained_example.covariates]
    files = ["--model", tmp_path / "m.safetensors", "--report", tmp_path / "r.html", "--json", tmp_path / "r.json"]
    quick = ["--epochs", 1, "--members", 2, "--folds", 2, "--passes", 2, "--hidden", 8, "--block-degrees", 0.03, "--no-compare-random"]
    done = engine_here("calibration", *words, "--forcing", trained_example.forcing, *files, *quick, "--twins", 0, "--test-twins", 6)
    assert done.status == 0, done.stderr
    text = (tmp_path / "r.html").read_text(encoding="utf-8")
    assert "0 twins for calibration and 0 for testing" in text
    assert "No twin was simulated" in text
    assert json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))["twins"] is None


@pytest.mark.long
def test_who_calibrates_is_told_by_hashes_that_differ(calibrated: Path) -> None:
    values = json.loads((calibrated / "r.json").read_text(encoding="utf-8"))
    for rows in values["folds"].values():
        for row in rows:
            assert len({row["train_hash"], row["calibration_hash"], row["test_hash"]}) == 3


@pytest.mark.long
def test_even_a_poor_model_is_calibrated(calibrated: Path) -> None:
    """Two networks of eight epochs: 90 % intervals of observed SOC hold 90 +- 5 %, and those of a twin's parameters far more than raw."""
    values = json.loads((calibrated / "r.json").read_text(encoding="utf-8"))
    found = next(
        row
        for row in values["scores"]
        if (row["split"], row["method"], row["layers"], row["depth"]) == ("blocks", "BINN, calibrated", "all", "all")
    )
    assert found["coverage_90"] == pytest.approx(0.9, abs=0.05)
    rows = [row for row in values["twin_summary"] if row["kind"] == "parameter"]
    assert np.mean([row["calibrated_90"] for row in rows]) == pytest.approx(0.9, abs=0.1)
    assert np.mean([row["raw_90"] for row in rows]) < 0.6


@pytest.mark.long
def test_changes_of_stocks_are_calibrated_and_projected_with_it(calibrated: Path, trained_example: TrainedExample, tmp_path: Path) -> None:
    """Twins say how wide intervals of a change must be, wider than the raw ones; rasters and the report tell which they are."""
    values = json.loads((calibrated / "r.json").read_text(encoding="utf-8"))
    rows = {row["name"]: row for row in values["twin_summary"] if row["kind"] == "change"}
    assert list(rows) == [f"change {depth}: {scenario}" for depth in ("0-30 cm", "0-100 cm") for scenario in TESTS]
    assert all(row["calibrated_90"] > row["raw_90"] for row in rows.values())
    inputs = ["--model", calibrated / "m.safetensors", "--covariates", *trained_example.covariates, "--forcing", trained_example.forcing]
    width = {}
    for name, words in (("calibrated", ()), ("raw", ("--no-calibrated",))):
        low, high = tmp_path / f"{name}_low.tif", tmp_path / f"{name}_high.tif"
        scenario = ["--warming", 2, "--litter-factor", 0.8, "--years", 2050, "--passes", 8]
        done = engine_here("project", *inputs, *scenario, "--change-100-low", low, "--change-100-high", high, *words)
        assert done.status == 0, done.stderr
        told = read(low)[1]["uncertainty"]
        assert told == ("calibrated with simulated twins" if name == "calibrated" else "raw spread, not calibrated")
        assert [row["code"] for row in done.events if row.get("code") == "not_calibrated"] == (
            [] if name == "calibrated" else ["not_calibrated"]
        )
        width[name] = np.nanmean(read(high)[0] - read(low)[0])
    assert width["calibrated"] > 1.2 * width["raw"]
    for name, status in (("change-100", 0), ("change-100-low", 1)):  # the calibration is of another spread, which matters to limits alone
        done = engine_here("project", *inputs, "--warming", 2, "--years", 2030, "--spread", "ensemble", f"--{name}", tmp_path / "e.tif")
        assert done.status == status, done.stderr


def predict(calibrated: Path, example: TrainedExample, folder: Path, names: tuple[str, ...], *words: object) -> Finished:
    """Products of the calibrated model in ``folder``."""
    outputs = [word for name in names for word in (f"--{name.replace('_', '-')}", folder / f"{name}.tif")]
    inputs = ["--model", calibrated / "m.safetensors", "--covariates", *example.covariates, "--forcing", example.forcing]
    return engine_here("predict", *inputs, *outputs, *words)


def read(path: Path) -> tuple[np.ndarray, dict[str, str]]:
    """Bands, NaN where there is no data, and tags."""
    with rasterio.open(path) as file:
        return file.read(masked=True).astype(float).filled(np.nan), file.tags()


@pytest.mark.long
def test_maps_say_what_their_uncertainty_is(calibrated: Path, trained_example: TrainedExample, tmp_path: Path) -> None:
    """Calibrated is wider than raw, of an observation wider than of the mean; the rasters carry in words what they are."""
    names = ("soc", "soc_sd", "soc_quantiles", "processes_sd", "soc_exceedance", "domain")
    spread = {}
    for label, words in (
        ("mean", ()),
        ("observation", ("--intervals", "observation")),
        ("raw", ("--no-calibrated",)),
    ):
        folder = tmp_path / label
        folder.mkdir()
        done = predict(calibrated, trained_example, folder, names, "--passes", 8, "--thresholds", "0-30=3", "30=20000", *words)
        assert done.status == 0, done.stderr
        spread[label] = read(folder / "soc_sd.tif")
    assert spread["mean"][1]["uncertainty"] == "calibrated with held-out profiles, of the mean"
    assert spread["observation"][1]["uncertainty"] == "calibrated with held-out profiles, of a new observation"
    assert spread["raw"][1]["uncertainty"] == "raw spread, not calibrated"
    assert read(tmp_path / "mean" / "processes_sd.tif")[1]["uncertainty"] == "calibrated with simulated twins"
    means = {label: np.nanmean(values[0][0]) for label, values in spread.items()}
    # The example's profiles are too far apart to tell what neighbours differ by.
    assert means["raw"] < means["mean"] <= means["observation"]
    stock, _ = read(tmp_path / "mean" / "soc.tif")
    exceeds, _ = read(tmp_path / "mean" / "soc_exceedance.tif")
    known = np.isfinite(stock[-2])
    assert np.nanmin(exceeds) >= 0.0
    assert np.nanmax(exceeds) <= 1.0
    assert spearmanr(stock[-2][known], exceeds[0][known]).statistic > 0.9, "the richer, the likelier"
    with rasterio.open(tmp_path / "mean" / "soc_exceedance.tif") as file:
        assert file.descriptions == ("SOC stock 0-30 cm > 3 kgC/m2", "SOC density at 30 cm > 20000 gC/m3")
    domain, _ = read(tmp_path / "mean" / "domain.tif")
    assert set(np.unique(domain[2][np.isfinite(domain[2])])) <= {0.0, 1.0}
    assert np.nanmean(domain[2]) > 0.9, "the landscape that trained it lies inside"


@pytest.mark.long
def test_tiles_and_a_tolerance_change_no_uncertainty(calibrated: Path, trained_example: TrainedExample, tmp_path: Path) -> None:
    """Identical bands, also where pixels take no more passes than they need, and on one core as on two."""
    names = ("soc_sd", "parameters_quantiles", "processes_cv", "domain")
    found, threads = [], torch.get_num_threads()
    for number, (cores, words) in enumerate(((2, ()), (1, ("--tile-size", 64)), (2, ("--tile-size", 300)), (1, ("--tile-size", 23)))):
        folder = tmp_path / str(number)
        folder.mkdir()
        torch.set_num_threads(cores)
        try:
            done = predict(calibrated, trained_example, folder, names, "--passes", 40, "--tolerance", 0.14, *words)
        finally:
            torch.set_num_threads(threads)
        assert done.status == 0, done.stderr
        found.append([read(folder / f"{name}.tif")[0] for name in names])
    count = done.last("result")["metrics"]["draws"]
    assert count["least"] == 20
    assert count["most"] > count["least"]
    for others in found[1:]:
        for first, second in zip(found[0], others):
            np.testing.assert_array_equal(first, second)


def test_a_pixel_alone_is_the_same_as_among_others() -> None:
    """To the bit: a batch of a few rows is not computed another way."""
    model = small_model()
    inputs = model.encoding.encode(np.random.default_rng(1).random((50, 3)), np.zeros(50), np.zeros(50))
    asked = ProductRequest(("soc", "soc_sd", "parameters_quantiles"), (0.1,), Spread(12), (0.1, 0.9))

    def found(index: torch.Tensor) -> dict[str, np.ndarray]:
        return predict_sites(model, ModelSites(inputs, inputs_sites(50)).at(index), asked, print).products

    whole = found(torch.arange(50))
    for pixels in ([0], [7, 3], [49, 1, 2], list(range(11))):
        for name, values in found(torch.tensor(pixels)).items():
            np.testing.assert_array_equal(values, whole[name][pixels])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--passes", 0), "scales the spread"),
        (("--passes", 1), "one pass has no spread"),
        (("--members", 1, "--dropout", 0), "no spread"),
        (("--calibration-share", 0.95), "calibration_share"),
        (("--twin-noise", 0.9), "twin_noise"),
    ],
)
def test_a_calibration_that_cannot_be_is_refused_before_anything_is_trained(
    trained_example: TrainedExample, tmp_path: Path, words: tuple, said: str
) -> None:
    inputs = ["--observations", trained_example.folder / "soc_profiles.gpkg", "--covariates", *trained_example.covariates]
    files = ["--forcing", trained_example.forcing, "--model", tmp_path / "m.safetensors", "--report", tmp_path / "r.html"]
    done = engine_here("calibration", *inputs, *files, *words)
    assert done.status == 1
    assert said in done.last("error")["message"]
    assert not any("training" in row.get("phase", "") for row in done.events)
    assert not list(tmp_path.iterdir())


@pytest.mark.long
def test_evaluate_scores_the_intervals(calibrated: Path, trained_example: TrainedExample, tmp_path: Path) -> None:
    words = ["--observations", trained_example.folder / "soc_profiles.gpkg", "--covariates", *trained_example.covariates]
    inputs = ["--model", calibrated / "m.safetensors", "--forcing", trained_example.forcing, "--allow-training-profiles"]
    found = {}
    for label, extra in (("calibrated", ()), ("raw", ("--no-calibrated",))):
        done = engine_here("evaluate", *words, *inputs, "--passes", 8, "--predictions", tmp_path / "p.csv", *extra)
        assert done.status == 0, done.stderr
        found[label] = done.last("result")["metrics"]["intervals"]["all"]
        table = pd.read_csv(tmp_path / "p.csv")
        inside = (table["soc_gC_m3"] >= table["q5_gC_m3"]) & (table["soc_gC_m3"] <= table["q95_gC_m3"])
        assert inside.mean() == pytest.approx(found[label]["coverage_90"], abs=1e-9)
    assert found["raw"]["coverage_90"] < found["calibrated"]["coverage_90"]
    assert found["calibrated"]["coverage_90"] > 0.85


def test_a_model_without_calibration_warns_and_gives_its_raw_spread(trained_example: TrainedExample, tmp_path: Path) -> None:
    done = engine_here("predict", *trained_example.inputs, "--soc-sd", tmp_path / "s.tif", "--passes", 4, "--domain", tmp_path / "d.tif")
    assert done.status == 0, done.stderr
    assert "raw spread" in done.last("warning")["message"]
    assert done.last("result")["metrics"]["inside_domain"] > 0


@pytest.mark.long
@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--soc-sd", "x.tif"), "need several predictions"),
        (("--soc-exceedance", "x.tif", "--passes", 4), "no threshold"),
        (("--soc-exceedance", "x.tif", "--passes", 4, "--thresholds", "40=3"), "must be a depth or depth range"),
        (("--soc-exceedance", "x.tif", "--passes", 4, "--thresholds", "0-30=a"), "not have the form depth=number"),
        (("--soc-sd", "x.tif", "--passes", 4, "--tolerance", 2), "tolerance"),
        (("--soc-sd", "x.tif", "--passes", 4, "--spread", "dropout"), "calibrated for spread"),
        (("--soc-quantiles", "x.tif", "--passes", 4, "--quantiles", 0.001), "outside the range of the calibration"),
    ],
)
def test_uncertainty_that_cannot_be_had_is_refused(
    calibrated: Path, trained_example: TrainedExample, tmp_path: Path, words: tuple, said: str
) -> None:
    words = tuple(tmp_path / word if word == "x.tif" else word for word in words)
    done = predict(calibrated, trained_example, tmp_path, (), *words)
    assert done.status == 1
    assert said in done.last("error")["message"]
    assert not list(tmp_path.glob("*.tif"))


@pytest.mark.long
def test_the_card_counts_the_evaluations_of_all_that_a_calibrated_model_took(calibrated: Path) -> None:
    """Of 800 profiles: two networks and eight epochs for the delivered model, fewer profiles in each of two folds and three twins."""
    cost = load_model(calibrated / "m.safetensors").card["cost"]
    parts = cost["evaluations_of"]
    assert list(parts) == ["delivered model", "folds (blocks)", "folds (random)", "twins"]
    assert sum(parts.values()) == cost["evaluations"]
    assert 0.85 * 3 * 800 * 16 < parts["delivered model"] < 3 * 800 * 16
    assert parts["folds (blocks)"] < 2 * parts["delivered model"]
    assert parts["twins"] < 3 * parts["delivered model"]


@pytest.mark.long
def test_a_calibration_survives_its_checkpoint(calibrated: Path) -> None:
    model = load_model(calibrated / "m.safetensors")
    again = Calibration.from_card(model.calibration.to_card())
    assert again == model.calibration
    assert set(again.parameters) == set(tables.PARAMETER_NAMES)
    assert set(again.soc) == set(DEPTH_RANGES)
