"""How well parameters could be recovered by one who knows more than a network does, and from more profiles.

``scripts/benchmark.sh recovery_limit JOB [--who WHO ...] [--times N] [--json FILE]``. ``JOB`` is a job file of ``recovery``,
or the record ``NAME.recovery.run.json`` of a run: its sites, smooth truths, noise and folds are taken. For every truth and fold, parameters
are found by their posterior mean (see :mod:`tests.benchmarks.oracle`), which knows how smooth the truth is and how large the error of the
observations: ``known`` knows too which covariates each parameter hangs on, ``unknown`` only how many. ``network`` is the job's recipe.
``linear`` and ``linear-known`` know as much as ``unknown`` and ``known`` and also the place about which the problem is linear, the
truth (see :mod:`tests.benchmarks.linear_limit`); ``own`` likewise, but of a site no more than its own layers, of tested sites too.

``--times N`` runs one fold, and adds N - 1 profiles for each that teaches in it. Such a profile has the depths, forcing, classes and
place of a real one, the place moved by up to a thousandth of a degree, and continuous covariates that lie at random between those of this
profile and of one of its five nearest in covariates, both of them teaching. The test profiles stay the real ones. Figures of the real
number of profiles are given for the same truths, which are drawn over all profiles together. With more profiles the network passes
over them less often, so that it takes twice the steps.
"""

from __future__ import annotations

import argparse
import io
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

import numpy as np
import pandas as pd
import torch
from scipy.spatial import cKDTree

from binn_engine.covariates.table import CovariateTable
from binn_engine.experiments.attribution import observed_layers, simulate
from binn_engine.experiments.job_folds import folds_of
from binn_engine.experiments.recovery import RecoveryTrial, recover, value_scores
from binn_engine.experiments.twins import (
    ObservationNoise,
    Smoothness,
    Twin,
    TwinSeed,
    observe,
    plausible,
    smooth_truth,
    standardised,
    twin_tensors,
)
from binn_engine.forcing.cell_weights import CellWeights
from binn_engine.learning.dataset import Sites
from binn_engine.learning.site_sources import read_checked_sites
from binn_engine.learning.task import Task
from binn_engine.model.binn import parameter_space
from binn_engine.model.recipes import recipe_of
from binn_engine.profiles.observations import Profiles
from binn_engine.profiles.quality import MAX_SOC
from binn_engine.protocol import read_job
from binn_engine.resampling.folds import Folds
from binn_engine.running.context import Run
from binn_engine.running.devices import choose_device
from binn_engine.running.events import Reporter
from binn_engine.running.outputs import StagedOutputs
from binn_engine.running.steps import Step
from binn_engine.scoring.scores import soc_scores
from binn_engine.settings import RecoveryJob
from binn_engine.tables import PARAMETER_NAMES, PROCESS_NAMES
from tests.benchmarks.linear_limit import covariance, linear_parameters
from tests.benchmarks.oracle import Posterior, covariance_factor, gaussian_column, unknown_column, with_observed

KNOWN, UNKNOWN, NETWORK = "known", "unknown", "network"
LINEAR, LINEAR_KNOWN, OWN = "linear", "linear-known", "own"
WHO = (KNOWN, UNKNOWN, NETWORK, LINEAR, LINEAR_KNOWN, OWN)
MEAN = "mean of parameters"
NEIGHBOURS = 5
STEP = 1e-3  # degrees by which an added profile's place is moved, at most
MOST_KNOWN = 120  # columns of a parameter's covariance
MOST_UNKNOWN = 2000  # of all together, where covariates are not known; the smallest directions are left out beyond
SMALLEST_ERROR = 0.02  # of the logarithm, assumed where there is no noise


@dataclass(frozen=True)
class Setting:
    """What is tried: the job, its task, the sites, the folds and how many of them are run."""

    job: RecoveryJob
    task: Task
    sites: Sites
    folds: Folds
    folds_run: int


def with_sampled(sites: Sites, folds: Folds, times: int, seed: int) -> tuple[Sites, Folds]:
    """The sites and ``times - 1`` sampled ones for each that the first fold does not test, which teach in that fold alone."""
    draw = np.random.default_rng(seed)
    teach = np.flatnonzero(folds.fold != 0)
    source = np.tile(teach, times - 1)
    table = sites.covariates
    numeric = ~np.array(table.categorical)
    spread = table.values[:, numeric].std(0).clip(min=1e-12)
    _, near = cKDTree(table.values[teach][:, numeric] / spread).query(table.values[source][:, numeric] / spread, NEIGHBOURS + 1)
    other = teach[near[np.arange(len(source)), draw.integers(1, NEIGHBOURS + 1, len(source))]]
    share = draw.uniform(size=(len(source), 1))
    values = table.values[source].copy()
    values[:, numeric] += share * (table.values[other] - table.values[source])[:, numeric]
    profiles = sites.profiles
    added = profiles.subset(source)
    moved = draw.uniform(-STEP, STEP, (2, len(source)))
    ids = np.array([f"{name} sampled {number}" for number, name in enumerate(added.ids)])
    added = replace(added, ids=ids, longitude=added.longitude + moved[0], latitude=added.latitude + moved[1])
    both = Sites(
        joined(profiles, added),
        CovariateTable(table.names, table.categorical, np.concatenate([table.values, values])),
        CellWeights(*(np.concatenate([part, part[source]]) for part in (sites.cells.index, sites.cells.weight))),
        sites.forcing,
    )
    fold = np.concatenate([np.minimum(folds.fold, 1), np.ones(len(source), dtype=folds.fold.dtype)])
    return both, Folds(fold, ("tested", "taught"), np.concatenate([folds.block, folds.block[source]]), folds.block_degrees)


def joined(first: Profiles, second: Profiles) -> Profiles:
    """Two sets of profiles as one."""
    values = {name: np.concatenate([value, getattr(second, name)]) for name, value in vars(first).items() if isinstance(value, np.ndarray)}
    return replace(first, **{**values, "profile": np.concatenate([first.profile, second.profile + len(first)])})


def scores_of(setting: Setting, twin: Twin, tested: np.ndarray, parameters: np.ndarray) -> dict[str, float]:
    """Correlations of the learned parameters and the processes, and NSE of the SOC without noise, at the ``tested`` sites (indices)."""
    sites, tensors = setting.sites, twin_tensors(setting.sites, setting.task.recipe.bedrock, choose_device("cpu"))
    found = twin.parameters.copy()
    found[tested] = parameters
    simulated = simulate(setting.task.recipe.bedrock, torch.from_numpy(found), tensors.forcing, ignored)
    columns = np.flatnonzero(setting.task.space.learned)
    scores = {PARAMETER_NAMES[n]: value_scores(twin.parameters[tested, n], found[tested, n], 1.0)["r"] for n in columns}
    # A parameter that the data do not touch is found the same everywhere, which is no agreement.
    scores[MEAN] = float(np.mean(np.nan_to_num(list(scores.values()))))
    rows = zip(PROCESS_NAMES, twin.processes[tested].T, simulated.processes[tested].T)
    scores |= {name: value_scores(true, value, 1.0)["r"] for name, true, value in rows}
    layer = np.isin(sites.profiles.profile, tested)
    soc = soc_scores(twin.soc[layer], observed_layers(tensors, simulated.soc)[layer])
    return {**scores, "nse": soc["gC_m3"]["nse"], "log_nse": soc["log"]["nse"]}


def oracle(setting: Setting, twin: Twin, known: bool) -> dict[str, float]:
    """Scores of the posterior mean, pooled over the folds."""
    job, sites, space = setting.job, setting.sites, setting.task.space
    names, standard = standardised(sites.covariates)
    if known:
        wanted = [[names.index(name) for name in twin.truth.depends_on[parameter]] for parameter in space.learned_names]
        columns = (gaussian_column(standard[:, chosen], job.truth_length) for chosen in wanted)
        factors = [covariance_factor(column, len(sites), MOST_KNOWN) for column in columns]
    else:
        learned = len(space.learned_names)
        column = unknown_column(standard, job.truth_covariates, job.truth_length)
        factors = [covariance_factor(column, len(sites), MOST_UNKNOWN // learned)] * learned
    tensors = with_observed(twin_tensors(sites, setting.task.recipe.bedrock, choose_device("cpu")), twin.observed)
    posterior = Posterior(space, setting.task.recipe.bedrock, factors, twin.parameters)
    error = error_of(job.noise)
    kept, tested, parameters = plausible(twin, sites), [], []
    for number in range(setting.folds_run):
        taught, test = (np.flatnonzero(kept & part) for part in (setting.folds.fold != number, setting.folds.fold == number))
        tested.append(test)
        parameters.append(posterior.find(tensors, taught, error).parameters[test])
    return scores_of(setting, twin, np.concatenate(tested), np.concatenate(parameters))


def linear(setting: Setting, twin: Twin, who: str) -> dict[str, float]:
    """Scores of the posterior mean of the problem linearised at the truth, pooled over the folds."""
    job, sites, space = setting.job, setting.sites, setting.task.space
    tensors, everyone = twin_tensors(sites, setting.task.recipe.bedrock, choose_device("cpu")), np.arange(len(sites))
    kept, tested, parameters = plausible(twin, sites), [], []
    covariances = [np.eye(len(sites))] * len(space.learned_names) if who == OWN else field_covariances(setting, twin, who == LINEAR_KNOWN)
    for number in range(setting.folds_run):
        test = np.flatnonzero(kept & (setting.folds.fold == number))
        taught = everyone[kept] if who == OWN else np.flatnonzero(kept & (setting.folds.fold != number))
        found = linear_parameters(space, setting.task.recipe.bedrock, twin, tensors, taught, covariances, error_of(job.noise))
        tested.append(test)
        parameters.append(found[test])
    return scores_of(setting, twin, np.concatenate(tested), np.concatenate(parameters))


def field_covariances(setting: Setting, twin: Twin, known: bool) -> list[np.ndarray]:
    """Of every learned parameter the covariance of its scores between the sites, as one has it who knows its covariates, or how many."""
    job, sites, space = setting.job, len(setting.sites), setting.task.space
    names, standard = standardised(setting.sites.covariates)
    if not known:
        return [covariance(unknown_column(standard, job.truth_covariates, job.truth_length), sites)] * len(space.learned_names)
    wanted = ([names.index(name) for name in twin.truth.depends_on[parameter]] for parameter in space.learned_names)
    return [covariance(gaussian_column(standard[:, chosen], job.truth_length), sites) for chosen in wanted]


def error_of(noise: float) -> float:
    """The standard deviation of the logarithm of an observation with this relative error."""
    return max(float(np.sqrt(np.log1p(noise**2))), SMALLEST_ERROR)


def network(setting: Setting, twin: Twin) -> dict[str, float]:
    """Scores of the job's recipe, likewise; processes and SOC are those of its parameters."""
    trial = RecoveryTrial(setting.task, setting.folds, setting.folds_run, setting.job.validation_share)
    step = Step(choose_device("cpu"), Reporter(io.StringIO()).span(0.0, 1.0), ignored)
    found = recover(trial, setting.sites, twin, step)
    return scores_of(setting, twin, found.site, found.parameters)


def compared(setting: Setting, cases: dict[str, Setting], who: Sequence[str]) -> Iterator[dict]:
    """Scores of every truth, drawn over the sites of ``setting``, in every case and by everyone: a row each."""
    job, bedrock = setting.job, setting.task.recipe.bedrock
    tensors = twin_tensors(setting.sites, bedrock, choose_device("cpu"))
    for number in range(1, job.truths + 1):
        truth = smooth_truth(
            setting.task.space, setting.sites.covariates, Smoothness(job.truth_covariates, job.truth_length), TwinSeed(job.seed, number), {}
        )
        twin = observe(truth, tensors, bedrock, ObservationNoise(job.noise, TwinSeed(job.seed, number)), ignored)
        for (name, case), one in product(cases.items(), who):
            own = of_first(twin, len(case.sites), len(case.sites.profiles.soc))
            started = time.perf_counter()
            scores = scores_by(one, case, own)
            print(f"truth {number}, {name}, {one}: {scores[MEAN]:.3f} ({time.perf_counter() - started:.0f} s)", flush=True)
            yield {"truth": number, "sites": name, "who": one, **scores}


def scores_by(who: str, setting: Setting, twin: Twin) -> dict[str, float]:
    """Scores of one who recovers."""
    if who == NETWORK:
        return network(setting, twin)
    return oracle(setting, twin, who == KNOWN) if who in (KNOWN, UNKNOWN) else linear(setting, twin, who)


def of_first(twin: Twin, sites: int, layers: int) -> Twin:
    """The twin at the first sites and their layers."""
    truth = replace(twin.truth, parameters=twin.parameters[:sites])
    return Twin(twin.number, truth, twin.processes[:sites], twin.soc[:layers], twin.observed[:layers])


def ignored(code: str, message: str) -> None:
    """Warnings are the job's own, and were said there."""


def main() -> None:
    """Compare, and print means over the truths."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("job", help="Job file of recovery, or the record of a run of it.")
    parser.add_argument("--times", type=int, default=1, help="Profiles for each that there is; the first fold alone is run then.")
    parser.add_argument("--who", nargs="+", choices=WHO, default=(KNOWN, UNKNOWN), help="Who recovers.")
    parser.add_argument("--json", help="File for every score.")
    options = parser.parse_args()
    job = read_job(options.job).job
    if not isinstance(job, RecoveryJob) or job.truth != "smooth":
        parser.error(f"{options.job} is no job of recovery with smooth truths")
    sites, _ = read_checked_sites(Run(job, choose_device("cpu"), Reporter(io.StringIO()), StagedOutputs()))
    task = Task(parameter_space(job.prior, job.learned), recipe_of(job), job.seed)
    folds, _ = folds_of(job, sites, MAX_SOC)
    setting = Setting(job, task, sites, folds, min(job.folds_run or len(folds), len(folds)))
    cases = {f"{len(sites):,} sites": setting}
    if options.times > 1:
        more, parts = with_sampled(sites, folds, options.times, job.seed)
        first = replace(setting, folds=replace(folds, fold=parts.fold[: len(sites)], names=parts.names), folds_run=1)
        recipe = replace(task.recipe, epochs=max(1, 2 * task.recipe.epochs // options.times))
        setting = Setting(job, replace(task, recipe=recipe), more, parts, 1)
        cases = {f"{len(sites):,} sites": first, f"{len(more):,} sites": setting}
    table = pd.DataFrame(compared(setting, cases, options.who))
    means = table.drop(columns="truth").groupby(["sites", "who"], sort=False).mean()
    print(means.T.round(3).to_string())
    if options.json:
        Path(options.json).write_text(json.dumps(table.to_dict("records"), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
