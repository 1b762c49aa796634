"""Recovery of known parameters: what must be found is found, what cannot be is said so, and every score can be computed again."""

from __future__ import annotations

import dataclasses
import io
import json
import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import rasterio

from binn_engine.errors import BinnError, InputError
from binn_engine.experiments.recovery import (
    NOISE_FREE,
    OTHER_TRUTH,
    SHUFFLED,
    TRUTH,
    UNTAUGHT,
    Recovered,
    RecoveryTrial,
    middle_of_ranges,
    recover,
    score_soc,
    score_values,
    value_scores,
)
from binn_engine.experiments.recovery_summary import (
    GIVEN,
    NO_GRADIENT,
    NOT_RECOVERED,
    ON_AVERAGE,
    RECOVERED,
    in_words,
    summarise,
    verdict,
)
from binn_engine.experiments.twins import (
    ObservationNoise,
    Smoothness,
    Twin,
    TwinSeed,
    answering_share,
    constant_truth,
    observe,
    smooth_truth,
    twin_tensors,
)
from binn_engine.jobs.runner import run_job
from binn_engine.learning.dataset import Sites
from binn_engine.learning.task import Task
from binn_engine.model.binn import parameter_space
from binn_engine.model.recipes import PAPER, RECOVERY, recipe_of
from binn_engine.protocol import job_from_dict
from binn_engine.resampling.folds import block_folds
from binn_engine.running.devices import Device
from binn_engine.running.events import Reporter
from binn_engine.running.steps import Step
from binn_engine.scoring.scores import profiles_hash
from binn_engine.settings import RecoveryJob
from binn_engine.tables import PARAMETER_NAMES, PARAMETERS, PROCESS_NAMES
from tests.engine.commands import engine_here
from tests.engine.support.twin_sites import random_sites, warn_of_nothing

CPU = Device("cpu", "test")
QUICK = dataclasses.replace(RECOVERY, hidden=(32, 32), epochs=60, batch_size=32, members=1, rotating=False)


def silent_step(tmp_path: Path) -> Step:
    """A step on the CPU whose progress nobody sees."""
    return Step(CPU, Reporter((tmp_path / "events").open("w", encoding="utf-8")).span(0.0, 1.0), warn_of_nothing)


@dataclasses.dataclass(frozen=True)
class Case:
    """Sites, twins of several truths, and a trial of the learned parameters."""

    sites: Sites
    trial: RecoveryTrial
    twins: list[Twin]

    def recovered(self, tmp_path: Path, shuffle: bool = False) -> Recovered:
        """What is found of the first twin."""
        return recover(self.trial, self.sites, self.twins[0], silent_step(tmp_path), shuffle)

    def idle(self) -> Twin:
        """The first twin where nothing was learned."""
        tensors = twin_tensors(self.sites, "clm5", CPU)
        return middle_of_ranges(self.trial.task.space, "clm5", self.twins[0], tensors, warn_of_nothing)

    def scores(self, recovered: Recovered, shuffled: bool = False) -> pd.DataFrame:
        """Scores of what was found."""
        return score_values(recovered, self.twins, self.idle(), self.trial.task.space, self.sites, shuffled)


def case(
    learned: tuple[str, ...] = ("tau_s3",),
    truth: str = "smooth",
    noise: float = 0.0,
    folds_run: int = 1,
    count: int = 300,
    epochs: int = 60,
) -> Case:
    """A case on small sites."""
    sites, space = random_sites(count), parameter_space("binn", learned)
    twins, tensors = [], twin_tensors(sites, "clm5", CPU)
    for draw in (TwinSeed(1, number) for number in range(1, 5)):
        smooth = smooth_truth(space, sites.covariates, Smoothness(2, 3.0), draw, {})
        row = smooth if truth == "smooth" else constant_truth(space, len(sites), draw, {})
        twins.append(observe(row, tensors, "clm5", ObservationNoise(noise, draw), warn_of_nothing))
    folds = block_folds(sites.profiles.longitude, sites.profiles.latitude, 3, 1, 0.5)
    return Case(sites, RecoveryTrial(Task(space, dataclasses.replace(QUICK, epochs=epochs), 1), folds, folds_run, 0.1), twins)


def own(scores: pd.DataFrame, name: str, against: str = TRUTH) -> pd.Series:
    """The scores of a parameter or process."""
    rows = scores[(scores["name"] == name) & (scores["against"] == against)]
    assert len(rows) == 1
    return rows.iloc[0]


def test_a_single_parameter_is_recovered_without_noise_in_blocks_that_never_taught(tmp_path: Path) -> None:
    """And it is no chance: against other truths r is low, and with covariates shuffled among the sites it is near zero."""
    trial = case()
    found = trial.recovered(tmp_path)
    scores = trial.scores(found)
    assert own(scores, "tau_s3")["r"] > 0.9
    assert own(scores, "tau_s3")["skill"] > 0.8
    others = scores[(scores["name"] == "tau_s3") & (scores["against"] == OTHER_TRUTH)]
    assert set(others["other"]) == {2, 3, 4}
    assert own(scores, "tau_s3")["r"] > others["r"].max()
    assert np.isnan(own(scores, "tau_s3", UNTAUGHT)["r"])
    soc = score_soc(found, trial.twins, trial.idle(), trial.sites)
    assert own(soc, NOISE_FREE)["log_nse"] > 0.9
    shuffled = trial.recovered(tmp_path, shuffle=True)
    assert abs(own(trial.scores(shuffled, shuffled=True), "tau_s3", SHUFFLED)["r"]) < 0.35
    assert set(trial.scores(shuffled, shuffled=True)["against"]) == {SHUFFLED}


def test_a_constant_truth_is_recovered_with_small_bias(tmp_path: Path) -> None:
    """r has no meaning and is not given; the error is small beside that against other truths."""
    trial = case(truth="constant")
    scores = trial.scores(trial.recovered(tmp_path))
    row = own(scores, "tau_s3")
    assert np.isnan(row["r"])
    assert np.isnan(row["skill"])
    assert abs(row["bias_of_range"]) < 0.05
    assert row["scatter_of_range"] < 0.08
    summary = summarise(scores, dict.fromkeys(PARAMETER_NAMES, 1.0), constant=True)
    assert summary.set_index("name").loc["tau_s3", "verdict"] == RECOVERED


def test_prescribed_parameters_are_their_truth_in_the_predictions(tmp_path: Path) -> None:
    """At every test site, though they vary; and what was learned is not."""
    trial = case(learned=("tau_s3", "efolding"), count=120, epochs=2)
    found = trial.recovered(tmp_path)
    learned = [PARAMETER_NAMES.index(name) for name in ("tau_s3", "efolding")]
    true = trial.twins[0].parameters[found.site]
    np.testing.assert_allclose(np.delete(found.parameters, learned, 1), np.delete(true, learned, 1), rtol=1e-12)
    assert not np.isclose(found.parameters[:, learned], true[:, learned], rtol=1e-6).any()
    np.testing.assert_allclose(found.processes[:, PROCESS_NAMES.index("input_allocation")], true[:, PARAMETER_NAMES.index("beta")])


def test_folds_hold_out_all_they_test_and_a_seed_repeats_the_result(tmp_path: Path) -> None:
    """All sites are tested once where all folds run; a fold that tests its training profiles is refused; hashes are those of the ids."""
    trial = case(folds_run=3, count=90, epochs=2)
    found, again = trial.recovered(tmp_path), trial.recovered(tmp_path)
    assert sorted(found.site) == list(range(90))
    assert all(len(np.intersect1d(run.seen, run.test)) == 0 for run in found.runs)
    np.testing.assert_array_equal(found.fold, trial.trial.folds.fold[found.site])
    np.testing.assert_array_equal(trial.sites.profiles.profile[found.layer], np.repeat(found.site, 4))
    np.testing.assert_array_equal(found.parameters, again.parameters)
    np.testing.assert_array_equal(found.soc, again.soc)
    ids = trial.sites.profiles.ids
    row = trial.scores(found).iloc[0]
    assert row["test_hash"] == profiles_hash([profiles_hash(ids[run.test]) for run in found.runs])
    assert row["train_hash"] == profiles_hash([profiles_hash(ids[run.seen]) for run in found.runs])
    first = found.runs[0]
    leaky = dataclasses.replace(first, seen=np.append(first.seen, first.test[0]))
    with pytest.raises(InputError, match=r"1 of .* test profiles were used in training"):
        trial.scores(dataclasses.replace(found, runs=(leaky, *found.runs[1:])))
    with pytest.raises(InputError, match="used in training"):
        score_soc(dataclasses.replace(found, runs=(leaky,)), trial.twins, trial.idle(), trial.sites)


def test_a_profile_at_the_place_of_one_that_taught_is_refused(tmp_path: Path) -> None:
    """Ids may differ: one place is one place."""
    trial = case(count=90, epochs=1)
    found = trial.recovered(tmp_path)
    lon, lat = trial.sites.profiles.longitude.copy(), trial.sites.profiles.latitude.copy()
    one, other = found.runs[0].test[0], found.runs[0].seen[0]
    lon[one], lat[one] = lon[other], lat[other]
    moved = dataclasses.replace(trial.sites, profiles=dataclasses.replace(trial.sites.profiles, longitude=lon, latitude=lat))
    with pytest.raises(InputError, match="used in training"):
        score_values(found, trial.twins, trial.idle(), trial.trial.task.space, moved)


def test_sites_with_soc_that_no_soil_has_neither_teach_nor_test(tmp_path: Path) -> None:
    """They are counted."""
    trial = case(folds_run=3, count=90, epochs=2)
    twin = trial.twins[0]
    soc = twin.soc.copy()
    soc[[4, 5, 41]] = 2e6
    found = recover(trial.trial, trial.sites, dataclasses.replace(twin, soc=soc), silent_step(tmp_path))
    assert found.dropped == 2
    assert not np.isin([1, 10], np.concatenate([found.site, *(run.seen for run in found.runs)])).any()
    assert len(found.site) == 88


def test_scores_of_values_are_those_of_their_definitions() -> None:
    """Against numbers by hand, and undefined ones are NaN."""
    true, predicted = np.array([1.0, 2.0, 3.0, 6.0]), np.array([2.0, 2.0, 4.0, 6.0])
    scores = value_scores(true, predicted, 10.0)
    assert scores["r"] == pytest.approx(12.0 / np.sqrt(14.0 * 11.0))
    assert scores["r2"] == pytest.approx(144.0 / 154.0)
    assert scores["skill"] == pytest.approx(1.0 - 2.0 / 14.0)
    assert (scores["bias"], scores["scatter"], scores["rmse"]) == pytest.approx((0.5, 0.5, np.sqrt(0.5)))
    assert scores["bias_of_range"] == pytest.approx(0.05)
    assert scores["rmse"] ** 2 == pytest.approx(scores["bias"] ** 2 + scores["scatter"] ** 2)
    flat = value_scores(np.full(4, 3.0), predicted, 10.0)
    assert np.isnan([flat["r"], flat["skill"]]).all()
    assert np.isnan(value_scores(true, np.full(4, 0.1 + 0.2), 10.0)["r"])


def judged(kind: str = "parameter", **changes: object) -> str:
    """The verdict on a row that is recovered but for the changes."""
    row = {"kind": kind, "name": "beta", "answering": 1.0 if kind == "parameter" else float("nan"), "judged_by": "r", "truths": 4,
           "r_mean": 0.8, "r_null_mean": 0.1, "r_null_sd": 0.3, "r_untaught": float("nan") if kind == "parameter" else 0.3,
           "skill_mean": 0.5, "rmse_of_range_mean": 0.1, "rmse_of_range_null_mean": 0.3, "rmse_of_range_untaught": 0.25}  # fmt: skip
    return verdict({**row, **changes})


def test_verdicts_keep_their_rules_both_ways() -> None:
    """0.4 and two standard deviations of the null; on average two standard errors; errors half of those by chance."""
    assert judged() == RECOVERED
    assert judged(r_mean=0.69) == ON_AVERAGE
    assert judged(r_mean=0.69, truths=1) == NOT_RECOVERED
    assert judged(r_mean=0.41) == ON_AVERAGE
    assert judged(r_mean=0.39, r_null_sd=0.01) == NOT_RECOVERED
    assert judged(r_mean=float("nan")) == NOT_RECOVERED
    assert judged(answering=0.0, r_mean=0.99) == NO_GRADIENT
    assert judged("process") == RECOVERED
    assert judged("process", r_untaught=0.85) == NOT_RECOVERED
    assert judged("process", r_untaught=0.97, r_mean=1.0) == GIVEN
    assert judged(judged_by="error") == RECOVERED
    assert judged(judged_by="error", rmse_of_range_mean=0.13) == NOT_RECOVERED
    assert judged(judged_by="error", rmse_of_range_null_mean=0.1) == NOT_RECOVERED
    assert judged("process", judged_by="error", rmse_of_range_untaught=0.001) == GIVEN


def test_a_parameter_without_a_gradient_is_reported_as_such(tmp_path: Path) -> None:
    """Whatever r the network happens to give it."""
    trial = case(learned=("tau_s3", "cryo"), count=120, epochs=2)
    tensors = twin_tensors(trial.sites, "clm5", CPU)
    share = answering_share(trial.twins[0], tensors, "clm5", trial.trial.task.space)
    summary = summarise(trial.scores(trial.recovered(tmp_path)), dict(zip(PARAMETER_NAMES, share)), constant=False)
    by_name = summary.set_index("name")["verdict"]
    assert by_name["cryo"] == NO_GRADIENT
    assert by_name["tau_s3"] != NO_GRADIENT
    assert by_name["plant_carbon_input"] == GIVEN
    texts = [text for text, _ in in_words(summary)]
    assert any("does not depend on these parameters, so any result" in text and "cryo" in text for text in texts)
    assert sum("cryo" in text for text in texts) == 1


def test_words_name_every_parameter_and_process_once() -> None:
    """With what it is held against, and what is not recovered is no good news."""
    verdicts = [RECOVERED, ON_AVERAGE, NOT_RECOVERED]
    rows = [
        {"kind": "parameter", "name": name, "verdict": verdicts[number % 3], "judged_by": "r", "r_mean": 0.5, "r_null_mean": 0.1,
         "r_null_sd": 0.2, "skill_mean": 0.1, "rmse_of_range_mean": 0.1, "rmse_of_range_null_mean": 0.3}
        for number, name in enumerate(PARAMETER_NAMES)
    ]  # fmt: skip
    found = in_words(pd.DataFrame(rows))
    for name in PARAMETER_NAMES:
        assert sum(re.search(rf"\b{name}\b", text) is not None for text, _ in found) == 1
    assert [good for text, good in found if text.startswith("Not recovered parameters")] == [False]
    assert "diffus (r 0.50, by chance 0.10 ± 0.20)" in found[0][0]


def test_summaries_are_means_over_truths_and_over_pairs_of_truths() -> None:
    """By hand, from rows of two truths."""
    base = dict.fromkeys(("r2", "skill", "bias", "scatter", "rmse", "bias_of_range", "scatter_of_range", "rmse_of_range"), 0.25)
    values = [(1, TRUTH, 0.8), (2, TRUTH, 0.6), (1, OTHER_TRUTH, 0.3), (2, OTHER_TRUTH, -0.1), (1, SHUFFLED, 0.05), (1, UNTAUGHT, np.nan)]
    rows = [{"kind": "parameter", "name": "beta", "truth": truth, "against": against, "r": r, **base} for truth, against, r in values]
    row = summarise(pd.DataFrame(rows), dict.fromkeys(PARAMETER_NAMES, 1.0), constant=False).iloc[0]
    assert (row["r_mean"], row["r_sd"]) == pytest.approx((0.7, np.std([0.8, 0.6], ddof=1)))
    assert (row["r_null_mean"], row["r_null_sd"]) == pytest.approx((0.1, np.std([0.3, -0.1], ddof=1)))
    assert row["r_shuffled"] == pytest.approx(0.05)
    assert row["truths"] == 2
    assert row["verdict"] == RECOVERED


def test_the_recipe_of_recovery_is_its_own_and_the_paper_keeps_the_papers() -> None:
    """Settings that a job gives win."""
    job = RecoveryJob(observations="a", covariates=("b",), forcing="c", report="d")
    assert recipe_of(job) == RECOVERY
    assert (RECOVERY.network, RECOVERY.loss, RECOVERY.epochs, RECOVERY.max_soc) == ("wide", "log", 200, float("inf"))
    assert recipe_of(dataclasses.replace(job, recipe="paper")) == PAPER
    changed = recipe_of(dataclasses.replace(job, loss="sqrt", epochs=3))
    assert changed == dataclasses.replace(RECOVERY, loss="sqrt", epochs=3)


def inputs_of(new_york: Path) -> list[object]:
    """Options that name the New York data."""
    return [
        "--observations",
        new_york / "soc_layers.csv",
        "--covariates",
        new_york / "covariates.csv",
        "--forcing",
        new_york / "clm5_forcing.nc",
    ]


@pytest.fixture(scope="module")
def done(new_york: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a recovery of four parameters on New York, with few epochs and networks."""
    folder = tmp_path_factory.mktemp("recovery")
    words = ["--learned", "efolding", "tau_s3", "cryo", "--truths", 2, "--noise", 0.2, "--folds", 3, "--folds-run", 2, "--epochs", 3]
    words += ["--members", 2]
    outputs = ["--report", folder / "r.html", "--json", folder / "r.json", "--csv", folder / "r.csv"]
    finished = engine_here("recovery", *inputs_of(new_york), *words, *outputs)
    assert finished.status == 0, finished.stderr
    return folder


def test_scores_in_the_json_file_are_those_of_its_own_arrays(done: Path) -> None:
    """Parameters, processes and SOC of every truth, and of the shuffled control; and the CSV has the means."""
    values = json.loads((done / "r.json").read_text(encoding="utf-8"))
    scores, soc_scores = pd.DataFrame(values["scores"]), pd.DataFrame(values["soc_scores"])
    width = {row.name: row.upper - row.lower for row in PARAMETERS}
    for twin, against in ((values["truths"][0], TRUTH), (values["truths"][1], TRUTH), (values["shuffled"], SHUFFLED)):
        rows = scores[(scores["truth"] == twin["truth"]) & (scores["against"] == against)].set_index("name")
        assert set(rows.index) == {"efolding", "tau_s3", "cryo", *PROCESS_NAMES}
        for name, pair in {**twin["parameters"], **twin["processes"]}.items():
            true, predicted = np.array(pair["true"]), np.array(pair["predicted"])
            error = predicted - true
            expected = [
                np.corrcoef(true, predicted)[0, 1],
                error.mean(),
                error.std(),
                1.0 - (error**2).sum() / ((true - true.mean()) ** 2).sum(),
            ]
            np.testing.assert_allclose(rows.loc[name, ["r", "bias", "scatter", "skill"]].astype(float), expected, rtol=1e-4, atol=1e-6)
            if name in width:
                assert rows.loc[name, "scatter_of_range"] == pytest.approx(error.std() / width[name], rel=1e-4)
        layers = {name: np.array(column) for name, column in twin["layers"].items()}
        by_name = soc_scores[(soc_scores["truth"] == twin["truth"]) & (soc_scores["against"] == against)].set_index("name")
        for name, column in ((NOISE_FREE, "soc_gC_m3"), ("observed", "observed_gC_m3")):
            for score, change in (("nse", np.asarray), ("log_nse", lambda soc: np.log(np.maximum(soc, 1.0)))):
                true, predicted = change(layers[column]), change(layers["predicted_gC_m3"])
                expected = 1.0 - ((predicted - true) ** 2).sum() / ((true - true.mean()) ** 2).sum()
                assert by_name.loc[name, score] == pytest.approx(expected, rel=1e-4)
    table = pd.read_csv(done / "r.csv").set_index("name")
    own_rows = scores[scores["against"] == TRUTH]
    for name, group in own_rows.groupby("name"):
        assert table.loc[name, "r_mean"] == pytest.approx(group["r"].mean())
        assert table.loc[name, "bias_sd"] == pytest.approx(group["bias"].std())
    assert table.loc["cryo", "verdict"] == NO_GRADIENT


def test_the_null_is_over_ten_truths_and_every_score_has_its_hashes(done: Path) -> None:
    """Two twins against nine other truths each; hashes of the folds are those of the ids of the profiles they hold."""
    values = json.loads((done / "r.json").read_text(encoding="utf-8"))
    scores = pd.DataFrame(values["scores"])
    null = scores[(scores["against"] == OTHER_TRUTH) & (scores["name"] == "tau_s3")]
    assert len(null) == 18
    assert (null["truth"] != null["other"]).all()
    ids, site_fold = np.array(values["sites"]["profile_id"]), np.array(values["sites"]["fold"])
    twin = values["truths"][0]
    rows = [row for row in values["folds"] if row["truth"] == 1 and not row["shuffled"]]
    assert len(rows) == 2
    for number, row in enumerate(rows):
        tested = np.array(twin["site"])[np.array(twin["fold"]) == number]
        assert row["test_hash"] == profiles_hash(ids[tested])
        assert set(site_fold[tested]) == {number}
        assert row["test_profiles"] == len(tested)
    pooled = scores[(scores["truth"] == 1) & (scores["against"] == TRUTH)].iloc[0]
    assert pooled["test_hash"] == profiles_hash([row["test_hash"] for row in rows])
    assert (site_fold == -1).sum() > 300


def test_the_report_is_one_file_that_says_what_is_not_recovered(done: Path) -> None:
    """Nothing from elsewhere, no script; every sentence of the result is in it, and the command that repeats it."""
    page = (done / "r.html").read_text(encoding="utf-8")
    values = json.loads((done / "r.json").read_text(encoding="utf-8"))
    assert "<script" not in page
    assert not re.search(r"""(src|href)\s*=\s*["']?\s*(https?:|//)""", page)
    for text in values["words"]:
        assert text.replace("&", "&amp;") in page
    assert "python -m binn_engine recovery" in page
    assert page.count("data:image/png") >= 5
    assert (done / "r.recovery.run.json").exists()


def run_here(new_york: Path, report: Path, **settings: object) -> Reporter:
    """Run a recovery on New York in this process."""
    inputs = {"observations": "soc_layers.csv", "forcing": "clm5_forcing.nc"}
    values = {name: str(new_york / file) for name, file in inputs.items()} | {"covariates": [str(new_york / "covariates.csv")]}
    reporter = Reporter(io.StringIO())
    run_job(job_from_dict({"kind": "recovery", **values, "report": str(report), **settings}), reporter)
    return reporter


def refusal(new_york: Path, report: Path, **settings: object) -> str:
    """The message with which a recovery on New York is refused."""
    with pytest.raises(BinnError) as refused:
        run_here(new_york, report, **settings)
    return refused.value.message


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"noise": 0.9}, "noise is 0.9"),
        ({"noise": -0.1}, "noise is -0.1"),
        ({"learned": ["tau_s9"]}, "Unknown parameters: tau_s9"),
        ({"folds": 1}, "folds is 1"),
        ({"folds_run": 9}, "folds_run is 9"),
        ({"truths": 0}, "truths is 0"),
        ({"truth_length": 0.0}, "truth_length is 0"),
        ({"truth_covariates": 0}, "truth_covariates is 0"),
        ({"truth": "table"}, "no file with the true parameters"),
        ({"split": "region"}, "field"),
        ({"epochs": 0}, "epochs is 0"),
    ],
)
def test_bad_settings_are_refused_by_name(new_york: Path, tmp_path: Path, settings: dict[str, object], said: str) -> None:
    """Before anything is read or written."""
    assert said in refusal(new_york, tmp_path / "r.html", **settings)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("kind", "file", "said"),
    [
        ("table", "truth.csv", "no column that is named like a parameter"),
        ("raster", "truth.tif", "no band that is named like a parameter"),
        ("raster", "truth.csv", "is not a raster"),
        ("table", "truth.tif", "is not a table"),
        ("smooth", "truth.csv", "truth_file is used only if truth is raster or table"),
    ],
)
def test_a_truth_file_without_parameters_or_of_another_kind_is_refused(
    new_york: Path, tmp_path: Path, kind: str, file: str, said: str
) -> None:
    """The covariates themselves hold no parameter."""
    given = {"truth.csv": "covariates.csv", "truth.tif": "covariates_0p5deg.tif"}[file]
    (tmp_path / file).write_bytes((new_york / given).read_bytes())
    message = refusal(new_york, tmp_path / "r.html", truth=kind, truth_file=str(tmp_path / file))
    assert said in message
    assert "parameter" in message or file in message or "truth_file" in message
    assert [path.name for path in tmp_path.iterdir()] == [file]


def test_a_table_of_true_parameters_is_what_the_recovery_is_held_against(new_york: Path, tmp_path: Path) -> None:
    """By profile id; parameters that it lacks have their fixed values, and profiles without a value are left out with a warning."""
    ids = pd.read_csv(new_york / "covariates.csv")["profile_id"]
    table = pd.DataFrame({"profile_id": ids, "tau_s3": np.linspace(50.0, 390.0, len(ids)), "note": 1.0})
    table.loc[:9, "tau_s3"] = np.nan
    table.to_csv(tmp_path / "truth.csv", index=False)
    settings = {"truth": "table", "truth_file": str(tmp_path / "truth.csv"), "learned": ["tau_s3", "beta"], "truths": 1, "folds_run": 1}
    reporter = run_here(new_york, tmp_path / "r.html", json=str(tmp_path / "r.json"), epochs=1, control=False, device="cpu", **settings)
    assert "unknown_truth" in {code for code, _ in reporter.warnings}
    values = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    twin, known = values["truths"][0], table.set_index(table["profile_id"].astype(str))["tau_s3"]
    tested = np.array(values["sites"]["profile_id"])[twin["site"]]
    np.testing.assert_allclose(twin["parameters"]["tau_s3"]["true"], known[tested], rtol=1e-6)
    assert set(twin["parameters"]["beta"]["true"]) == {0.95}
    assert values["shuffled"] is None
    scores = pd.DataFrame(values["scores"])
    assert len(scores[(scores["against"] == OTHER_TRUTH) & (scores["name"] == "tau_s3")]) == 10


def test_a_raster_of_true_parameters_is_sampled_at_the_profiles(new_york: Path, tmp_path: Path) -> None:
    """Its pixels' values, by name of band, whatever the order of the bands; a value outside the range is refused."""
    with rasterio.open(new_york / "covariates_0p5deg.tif") as source:
        profile, shape = source.profile, (source.height, source.width)
        transform = source.transform
    column = np.tile(np.arange(shape[1], dtype="float32"), (shape[0], 1))
    bands = {"elsewhere": column, "q10": 1.3 + column / 100.0, "tau_s3": 100.0 + column}
    with rasterio.open(tmp_path / "truth.tif", "w", **{**profile, "count": 3, "dtype": "float32", "nodata": -9999.0}) as file:
        for number, (name, values) in enumerate(bands.items(), 1):
            file.write(values, number)
            file.set_band_description(number, name)
    settings = {"truth": "raster", "truth_file": str(tmp_path / "truth.tif"), "learned": ["tau_s3", "q10"], "truths": 1, "folds_run": 1}
    run_here(new_york, tmp_path / "r.html", json=str(tmp_path / "r.json"), epochs=1, control=False, noise=0.1, **settings)
    values = json.loads((tmp_path / "r.json").read_text(encoding="utf-8"))
    twin = values["truths"][0]
    longitude = np.array(values["sites"]["longitude"])[twin["site"]]
    expected = np.floor((longitude - transform.c) / transform.a)
    np.testing.assert_allclose(twin["parameters"]["tau_s3"]["true"], 100.0 + expected, rtol=1e-6)
    np.testing.assert_allclose(twin["parameters"]["q10"]["true"], 1.3 + expected / 100.0, rtol=1e-6)
    narrow = tmp_path / "prior.csv"
    narrow.write_text("name,lower,upper\ntau_s3,101.5,400\n", encoding="utf-8")
    assert "tau_s3 is outside its range, 101.5 to 400" in refusal(new_york, tmp_path / "s.html", prior=str(narrow), **settings)
