"""Chains on disk: the same whether they were stopped or not, and by however many processes; refused where they are others'."""

from __future__ import annotations

import dataclasses
import html
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import geopandas
import numpy as np
import pytest
import torch
from distributed import LocalCluster

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.clm5.interpolation import interpolated
from binn_engine.errors import BinnError, InputError, JobError
from binn_engine.forcing.cell_weights import CellWeights
from binn_engine.jobs.proda_invert import inversion_of, metrics_of, warn_of_convergence
from binn_engine.learning.costs import Cost
from binn_engine.learning.site_sources import interpolation_of
from binn_engine.proda.chains import open_chains, read_chains
from binn_engine.proda.inversion import cost_of, invert, run_block, summaries
from binn_engine.proda.posteriors import fit_table, posterior_table
from binn_engine.proda.summaries import summarise, worst_and_mean
from binn_engine.reports.figures.proda import convergence_histograms
from binn_engine.settings import ProdaInvertJob
from binn_engine.tables import PARAMETER_NAMES, PROCESS_NAMES
from tests.engine.commands import ROOT, engine_here
from tests.engine.support.proda_chains import Stopped, all_draws, ignored
from tests.engine.support.proda_sites import inversion, prior_sites, small_chains


@pytest.mark.parametrize("sampler", ["differential", "published"])
def test_a_block_that_is_stopped_anywhere_goes_on_to_the_same_draws(tmp_path, monkeypatch, sampler) -> None:
    monkeypatch.setattr("binn_engine.proda.inversion.SECONDS_BETWEEN_STATES", 0.0)
    whole, broken = (small_chains(tmp_path / name, count=3, sampler=sampler) for name in ("whole", "broken"))
    run_block(whole, 0)
    for stop in (0.05, 0.3, 0.31, 0.7):

        def watch(share: float, stop: float = stop) -> None:
            if share > stop:
                raise Stopped

        with pytest.raises(Stopped):
            run_block(broken, 0, watch)
        assert broken.load(0, "summary.npz") is None
        broken = read_chains(broken.folder)
    run_block(broken, 0)
    np.testing.assert_array_equal(whole.draws(0), broken.draws(0))
    expected, found = summaries(whole), summaries(broken)
    for name in expected.keys() - {"seconds", "memory"}:
        np.testing.assert_array_equal(expected[name], found[name], err_msg=name)


def test_profiles_between_forcing_cells_are_inverted_with_the_interpolated_forcing(tmp_path) -> None:
    """Block by block and after reading the folder again, the soil is that of the interpolated forcing; the folder says how it was read."""
    draw = np.random.default_rng(5)
    sites, places = prior_sites(tmp_path, 11)
    index = np.stack([draw.permutation(9)[:4] for _ in range(11)])
    cells = CellWeights(index, draw.dirichlet(np.ones(4), 11))
    between = dataclasses.replace(sites, cells=cells, forcing=dataclasses.replace(sites.forcing, interpolation="bilinear"))
    open_chains(tmp_path / "between", inversion(block=4), between)
    chains = read_chains(tmp_path / "between")
    assert chains.interpolation == "bilinear"
    assert open_chains(tmp_path / "nearest", inversion(block=4), sites).interpolation == "nearest"
    expected = chains.posterior(1).parameters(places[4:8])
    soc = SoilCarbonModel()(torch.from_numpy(expected), interpolated(between.forcing.forcing(cells[np.arange(4, 8)]))).soc
    found, _ = chains.posterior(1).simulate(places[4:8], np.arange(4))
    np.testing.assert_allclose(found, soc.numpy(), rtol=1e-9)
    apart = open_chains(tmp_path / "nearest", inversion(block=4), sites).posterior(1).simulate(places[4:8], np.arange(4))[0]
    assert np.abs(found[:, 0] / apart[:, 0] - 1.0).max() > 0.01


def test_the_published_method_inverts_with_the_nearest_cells_unless_told_otherwise() -> None:
    ways = [
        interpolation_of(ProdaInvertJob(observations="p.csv", forcing="f.nc", chains_folder="c", method=method, forcing_interpolation=way))
        for method, way in (("recommended", ""), ("published", ""), ("published", "bilinear"), ("recommended", "nearest"))
    ]
    assert ways == ["bilinear", "nearest", "bilinear", "nearest"]


@pytest.mark.long
def test_draws_depend_neither_on_the_size_of_blocks_nor_on_processes(finished, tmp_path) -> None:
    sites, _ = prior_sites(tmp_path, 11)
    other = open_chains(tmp_path / "other", inversion(block=4), sites)
    invert(other, 2, ignored)
    assert (finished.blocks, other.blocks) == (2, 3)
    np.testing.assert_array_equal(all_draws(finished), all_draws(other))
    few = open_chains(tmp_path / "few", inversion(), sites.subset(np.array([2, 9])))
    invert(few, 1, ignored)
    np.testing.assert_array_equal(all_draws(finished)[:, :, [2, 9]], all_draws(few))


LONG = {"steps": 4000, "block": 12}  # an inversion that can be disturbed on its way


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory) -> np.ndarray:
    """The draws of a long inversion of 24 sites that nothing disturbs."""
    chains = small_chains(tmp_path_factory.mktemp("undisturbed"), count=24, **LONG)
    invert(chains, 1, ignored)
    return all_draws(chains)


@pytest.mark.long
def test_a_killed_process_leaves_chains_that_go_on_to_the_same_draws(undisturbed, tmp_path) -> None:
    """SIGKILL of a process in the middle of its work; then the rest by this process, beside chains that were left alone."""
    killed = small_chains(tmp_path, count=24, **LONG)
    # States so often that there is one long before the end, however busy the machine.
    code = "import sys; from binn_engine.proda import chains, inversion\ninversion.SECONDS_BETWEEN_STATES = 0.05\n"
    code += "inversion.invert(chains.read_chains(sys.argv[1]), 1, lambda *_: None)"
    running = subprocess.Popen([sys.executable, "-c", code, str(killed.folder)], cwd=ROOT, start_new_session=True)
    try:
        deadline = time.monotonic() + 500.0
        while not list(killed.folder.glob("block-*.state.npz")) and time.monotonic() < deadline and running.poll() is None:
            time.sleep(0.02)
    finally:
        os.killpg(running.pid, signal.SIGKILL)
        running.wait()
    done = [block for block in range(killed.blocks) if killed.load(block, "summary.npz") is not None]
    begun = [block for block in range(killed.blocks) if killed.load(block, "state.npz") is not None]
    assert begun, "nothing was written before it was killed"
    assert len(done) < killed.blocks, "the run was over before it was killed"
    invert(killed, 1, ignored)
    np.testing.assert_array_equal(undisturbed, all_draws(killed))


@pytest.mark.long
def test_a_dask_cluster_shares_the_sites_and_a_worker_that_is_killed_changes_nothing(undisturbed, tmp_path, monkeypatch) -> None:
    """Two workers of a scheduler; the first that writes anything is killed, and another takes its block from where it stood."""
    shared = small_chains(tmp_path, count=24, **LONG)
    killed: list[int] = []
    with LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address=None, silence_logs="CRITICAL", memory_limit=0
    ) as cluster:

        def kill_one(share: float, phase: str) -> None:
            if share > 0.0 and not killed:
                killed.append(next(iter(cluster.workers.values())).pid)
                os.kill(killed[0], signal.SIGKILL)

        monkeypatch.setattr("binn_engine.proda.inversion.SECONDS_BETWEEN_LOOKS", 0.02)
        assert invert(shared, 1, kill_one, cluster.scheduler_address) == 2
    assert killed, "the run was over before a worker was killed"
    np.testing.assert_array_equal(undisturbed, all_draws(shared))
    assert not [path.name for path in shared.folder.iterdir() if path.suffix == ".new" or path.name == "wanted"]


@pytest.mark.long
def test_a_worker_that_fails_is_named_and_the_others_stop(tmp_path) -> None:
    chains = small_chains(tmp_path, count=8, block=4)
    chains.draws(1)
    with chains.path(1, "draws.npy").open("wb") as file:
        np.save(file, np.zeros(3))
    with pytest.raises(BinnError, match=r"block-00001\.draws\.npy"):
        invert(chains, 2, ignored)


def test_progress_rises_to_the_end(tmp_path) -> None:
    seen: list[tuple[float, str]] = []
    invert(small_chains(tmp_path), 1, lambda share, phase: seen.append((share, phase)))
    assert seen[0] == (0.0, "sampling: 0 of 2 blocks done, 0 in warm-up")
    assert seen[-1] == (1.0, "sampling: 2 of 2 blocks done, 0 in warm-up")
    assert seen == sorted(seen, key=lambda row: row[0])


def test_a_finished_inversion_is_left_as_it_is(finished) -> None:
    before = {path: path.stat().st_mtime_ns for path in finished.folder.iterdir()}
    assert invert(finished, 2, ignored) == 0
    assert {path: path.stat().st_mtime_ns for path in finished.folder.iterdir()} == before


@pytest.mark.long
def test_what_an_inversion_cost_stays_when_it_is_run_again(tmp_path) -> None:
    """Among two processes, then by a run that finds nothing left to do: neither time nor memory change."""
    chains = small_chains(tmp_path)
    started = time.monotonic()
    processes = invert(chains, 2, ignored)
    wall = time.monotonic() - started
    first = cost_of(chains, summaries(chains), processes, wall)
    assert processes == 2
    assert first.seconds == wall
    chains.describe({"cost": dataclasses.asdict(first)})
    assert cost_of(chains, summaries(chains), invert(chains, 2, ignored), 0.1) == first


def test_the_newest_run_in_a_folder_goes_on_and_the_other_is_told(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("binn_engine.proda.inversion.SECONDS_BETWEEN_STATES", 0.0)
    chains = small_chains(tmp_path)

    def another_starts(share: float, phase: str) -> None:
        chains.mark("another run")

    with pytest.raises(JobError, match="Another run is now computing"):
        invert(chains, 1, another_starts)
    assert chains.current_run == "another run"


def test_draws_take_their_room_on_the_disk_at_once(tmp_path) -> None:
    """A full disk is then an error that can be told: writing into a hole of a mapped file would end the process."""
    chains = small_chains(tmp_path)
    size = chains.draws(0).nbytes
    assert chains.path(0, "draws.npy").stat().st_blocks * 512 >= size


def test_a_profile_counts_as_converged_where_its_worst_parameter_or_the_mean_is_below_1_05(finished) -> None:
    """Eleven profiles: four converged in every parameter, three more but for one, four in none; parameters that never moved have no say."""
    rhat = np.full((11, 21), 1.01)
    rhat[4:7, 3], rhat[7:] = 1.4, 1.06
    rhat[:, 5] = np.nan
    largest, mean = worst_and_mean(rhat)
    np.testing.assert_allclose(largest, [1.01] * 4 + [1.4] * 3 + [1.06] * 4)
    np.testing.assert_allclose(mean, [1.01] * 4 + [1.01 + 0.39 / 20] * 3 + [1.06] * 4)
    assert np.isnan(worst_and_mean(np.full((1, 3), np.nan))).all()
    metrics = metrics_of(finished, {**summaries(finished), "rhat": rhat}, Cost(11, 1, 1.0, 1.0))
    assert metrics["converged_share"] == 4 / 11
    assert metrics["converged_share_mean_rhat"] == 7 / 11


def test_chains_too_short_to_tell_still_have_a_figure() -> None:
    assert convergence_histograms(np.full(3, np.nan), np.full(3, np.nan), 1.05)


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"error": float("inf")}, "error is inf"),
        ({"steps": 0}, "below the number of steps, 0"),
        ({"warm_up": 0}, "warm_up is 0, but it must be above 0 and below the number of steps, 20000"),
    ],
)
def test_settings_that_no_inversion_can_have_are_refused(setting, said) -> None:
    with pytest.raises(JobError, match=said):
        inversion_of(ProdaInvertJob(observations="a.csv", forcing="b.nc", chains_folder="c", **setting))


def test_half_of_the_steps_warm_up_in_whole_kept_states() -> None:
    """Half of 1,020 steps would be 510, of which one in 20 cannot be kept."""
    plan = inversion_of(ProdaInvertJob(observations="a.csv", forcing="b.nc", chains_folder="c", steps=1020)).plan
    assert (plan.steps, plan.warm_up, plan.thin) == (1020, 500, 20)


def test_chains_of_another_inversion_are_not_gone_on_with(finished, tmp_path) -> None:
    sites, _ = prior_sites(tmp_path, 11)
    with pytest.raises(JobError, match="another inversion"):
        open_chains(finished.folder, dataclasses.replace(inversion(), seed=2), sites)
    with pytest.raises(JobError, match="another inversion"):
        open_chains(finished.folder, inversion(), sites.subset(np.arange(5)))
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(JobError, match="other files"):
        open_chains(tmp_path / "full", inversion(), sites)


def test_a_folder_without_chains_is_refused_by_name(tmp_path) -> None:
    with pytest.raises(InputError, match="contains no chains"):
        read_chains(tmp_path)
    (tmp_path / "manifest.json").write_text(json.dumps({"format": "other"}), encoding="utf-8")
    with pytest.raises(InputError, match="describes chains that this version"):
        read_chains(tmp_path)


def test_the_table_holds_the_moments_of_the_draws(finished) -> None:
    found = summaries(finished)
    table = posterior_table(finished, found)
    assert table["profile_id"].tolist() == finished.ids.tolist()
    plan, space = finished.inversion.plan, finished.inversion.space
    kept = all_draws(finished)[plan.warm_records :]
    low, width = np.array(space.lower), np.array(space.upper) - np.array(space.lower)
    for k, name in enumerate(PARAMETER_NAMES):
        values = low[k] + width[k] * kept[..., k].astype(float).transpose(2, 0, 1).reshape(11, -1)
        np.testing.assert_allclose(table[f"{name}_mean"], values.mean(1), rtol=1e-9)
        np.testing.assert_allclose(table[f"{name}_sd"], values.std(1), rtol=1e-9)
        np.testing.assert_allclose(table[f"{name}_q95"], np.quantile(values, 0.95, axis=1), rtol=1e-9)
    np.testing.assert_allclose(table["input_allocation_mean"], table["beta_mean"], atol=0.02)
    assert (table[[f"{name}_sd" for name in PROCESS_NAMES]].drop(columns="plant_carbon_input_sd") > 0.0).all(axis=None)


def test_the_fit_is_that_of_the_simulated_soc(finished) -> None:
    """Of the mean over draws of SOC at the site's own layers, from the CLM5 layer itself."""
    found, observed = summaries(finished), finished.observed
    posterior, kept = finished.posterior(0), np.array(finished.draws(0))[finished.inversion.plan.warm_records :]
    places = kept[:, :, 5].reshape(-1, 21).astype(float)
    soc, _ = posterior.simulate(places, np.full(len(places), 5))
    assert posterior.evaluations == len(places)
    layers = soc @ observed.weights[observed.rows(5)].T
    np.testing.assert_allclose(found["layers_mean"][observed.rows(5)], layers.mean(0), rtol=1e-6)
    fit = fit_table(finished, found)
    error = np.log(found["layers_mean"]) - np.log(observed.soc)
    expected = [np.sqrt((error[observed.rows(site)] ** 2).mean()) for site in range(11)]
    np.testing.assert_allclose(fit["rmse_log"], expected, rtol=1e-9)


def test_the_published_posterior_is_that_of_the_chain_whose_mean_soc_is_nearest(finished) -> None:
    """Chains that stay about three places each; PRODA goes on with the one of the smallest squared error. R-hat is that of all three."""
    draw, posterior, observed = np.random.default_rng(3), finished.posterior(0), finished.observed
    centre = 0.1 + 0.8 * draw.random((3, 8, 21))
    draws = (centre + 0.01 * draw.normal(size=(20, 3, 8, 21))).astype(np.float32)
    found = summarise(posterior, draws, np.broadcast_to([0, 20], (8, 3, 2)), best_chain=True)
    chosen = []
    for site in range(8):
        rows = observed.rows(site)
        errors = []
        for chain in range(3):
            soc, _ = posterior.simulate(draws[:, chain, site].astype(float), np.full(20, site))
            errors.append((((soc @ observed.weights[rows].T).mean(0) - observed.soc[rows]) ** 2).mean())
        chosen.append(int(np.argmin(errors)))
        np.testing.assert_allclose(found["places_mean"][site], draws[:, chosen[-1], site].mean(0), atol=1e-6)
    assert len(set(chosen)) > 1
    assert (found["rhat"] > 1.5).mean() > 0.9


def test_the_likelihood_is_that_of_lognormal_errors_at_the_observed_layers(finished) -> None:
    draw = np.random.default_rng(5)
    places, site, observed = draw.random((6, 21)), np.array([0, 7, 3, 3, 1, 5]), finished.observed
    posterior = finished.posterior(0)
    values = posterior(places, site)
    for row in range(6):
        state = SoilCarbonModel("clm5", solver="tensor")(
            torch.from_numpy(posterior.parameters(places[row : row + 1])), posterior._forcing.at(torch.tensor([site[row]]))
        )
        layers = observed.weights[observed.rows(site[row])] @ state.soc[0].numpy()
        expected = -0.5 * (((np.log(layers) - np.log(observed.soc[observed.rows(site[row])])) / 0.3) ** 2).sum()
        assert values[row] == pytest.approx(expected, rel=1e-9)


def test_the_job_writes_a_table_a_report_and_its_record(tmp_path) -> None:
    made = engine_here("example", "--folder", tmp_path / "example", "--profiles", 12, "--size", 16)
    assert made.status == 0, made.stderr
    words = ["--observations", tmp_path / "example" / "soc_profiles.gpkg", "--forcing", tmp_path / "example" / "clm5_forcing.nc"]
    outputs = ["--chains-folder", tmp_path / "chains", "--table", tmp_path / "posteriors.gpkg", "--report", tmp_path / "inversion.html"]
    done = engine_here("proda-invert", *words, *outputs, "--steps", 400, "--processes", 1)
    assert done.status == 0, done.stderr
    metrics = done.last("result")["metrics"]
    assert metrics["cost"]["evaluations"] >= 3 * 400 * metrics["profiles"]
    page = (tmp_path / "inversion.html").read_text(encoding="utf-8")
    assert "R-hat" in page
    assert "proda-invert" in page
    (warned,) = (row["message"] for row in done.events if row.get("code") == "not_converged")
    count = round(metrics["converged_share"] * metrics["profiles"])
    some = f"The chains of only {count} of {metrics['profiles']} profiles have converged"
    assert (some if count else "The chains of no profile have converged") in warned
    assert "more than 400 steps" in warned
    assert warned in html.unescape(page)
    assert len(geopandas.read_file(tmp_path / "posteriors.gpkg")) == metrics["profiles"]
    assert (tmp_path / "chains.proda_invert.run.json").exists()
    refused = engine_here("proda-invert", *words, *outputs, "--steps", 400, "--error", 0)
    assert refused.status == 1
    assert "error is 0" in refused.last("error")["message"]
    assert Path(done.last("result")["outputs"]["chains_folder"]).is_dir()


def test_the_warning_of_chains_that_have_not_converged_says_of_which_profiles() -> None:
    told = []
    for share in (0.0, 0.25):
        warn_of_convergence({"converged_share": share, "profiles": 12}, 400, lambda code, message: told.append(message))
    assert told[0].startswith("The chains of no profile have converged")
    assert "Do not trust the posteriors of these profiles." in told[0]
    assert told[1].startswith("The chains of only 3 of 12 profiles have converged")
    assert "Do not trust the posteriors of the other profiles." in told[1]
