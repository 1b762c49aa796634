"""Recovery: are known parameters estimated correctly? Every score is compared with the score by chance.

A network gives a map of every parameter. A true and an estimated map that are smooth functions of the same covariates are similar by chance
too. So a correlation says little until it is compared with the correlation between the estimated map and the truth of another twin.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from ..covariates.table import CovariateTable
from ..learning.dataset import Sites, Tensors
from ..learning.ensembles import ensemble_layers, ensemble_sites
from ..learning.fit import fit_ensemble
from ..learning.task import Task
from ..learning.training import Epoch
from ..model.binn import ParameterSpace, constant_parameters
from ..resampling.folds import Folds, validation_of
from ..resampling.splits import TrainingParts, place_of
from ..running.callbacks import Warn
from ..running.steps import Step
from ..scoring.scores import HeldOut, held_out, profiles_hash, soc_scores
from ..tables import PARAMETER_NAMES, PROCESS_NAMES, PROCESSES
from .twins import ObservationNoise, Twin, TwinSeed, TwinTruth, observe, plausible

SCORES = ("r", "r2", "skill", "bias", "scatter", "rmse", "bias_of_range", "scatter_of_range", "rmse_of_range")
# What a prediction is compared with; the last two are other predictions for the same truth.
TRUTH, OTHER_TRUTH, SHUFFLED, UNTAUGHT = "truth", "another truth", "shuffled covariates", "nothing learned"
PARAMETER, PROCESS = "parameter", "process"
NOISE_FREE, OBSERVED = "noise-free", "observed"
VARIES = 1e-9  # relative spread below which values are one value


@dataclass(frozen=True)
class RecoveryTrial:
    """The settings for every twin: the task, the folds, how many of them are run, and the share of the training part for validation."""

    task: Task
    folds: Folds
    folds_run: int
    validation_share: float


@dataclass(frozen=True)
class FoldRun:
    """One fold of one twin: sites (indices) that trained or validated, sites that test, and the history of the first network."""

    fold: int
    seen: np.ndarray
    test: np.ndarray
    history: list[Epoch]


@dataclass(frozen=True)
class Recovered:
    """The predictions for a twin, at its test sites.

    Parameters
    ----------
    twin
        The twin, at all sites.
    runs
        The folds.
    site, layer
        Indices of the test sites ``(tested,)`` and of their layers among all; sites of folds that were not run are absent.
    fold
        ``(tested,)``.
    parameters, processes, soc
        Predicted: ``(tested, 21)``, ``(tested, 6)`` and ``(tested layers,)``.
    dropped
        Number of sites left out because their SOC is impossible.
    """

    twin: Twin
    runs: tuple[FoldRun, ...]
    site: np.ndarray
    layer: np.ndarray
    fold: np.ndarray
    parameters: np.ndarray
    processes: np.ndarray
    soc: np.ndarray
    dropped: int


def recover(trial: RecoveryTrial, sites: Sites, twin: Twin, step: Step, shuffle: bool = False) -> Recovered:
    """Train on a twin's observations and predict the sites that each fold holds out.

    Parameters that are not learned have their true values at every site.

    Parameters
    ----------
    trial
        The task, the folds, how many of them are run, and the share that validates.
    sites
        All sites.
    twin
        The truth, and the SOC that it gives at all sites.
    step
        The device and the reporter.
    shuffle
        Whether every site gets the covariates and coordinates of another one, in training and test alike: the network then reads noise.
    """
    profiles = sites.profiles
    read = _shuffled(sites, trial.task.seed) if shuffle else sites
    read = replace(read, profiles=replace(read.profiles, soc=twin.observed))
    place = place_of(profiles.longitude, profiles.latitude)
    kept = plausible(twin, sites)
    numbers = [number for number in range(trial.folds_run) if (kept & (trial.folds.fold == number)).any()]
    runs, found = [], []
    for done, number in enumerate(numbers):
        train, test = (np.flatnonzero(kept & mask) for mask in (trial.folds.fold != number, trial.folds.fold == number))
        task = replace(trial.task, prescribed=twin.parameters, seed=trial.task.seed + 100 * twin.number + number)
        validation = validation_of(train, place, trial.validation_share, task.seed)
        parts = TrainingParts(np.setdiff1d(train, validation), validation)
        fitted = fit_ensemble(task, read, parts, step.part(done / len(numbers), (done + 1) / len(numbers)))
        tensors = task.tensors(read, test, fitted.model.encoding, step.device)
        found.append((*ensemble_sites(fitted.model, tensors, step.warn), ensemble_layers(fitted.model, tensors, step.warn)))
        runs.append(FoldRun(number, fitted.seen, test, fitted.histories[0]))
    site = np.concatenate([run.test for run in runs])
    layers = [np.flatnonzero(np.isin(profiles.profile, run.test)) for run in runs]
    fold = np.concatenate([np.full(len(run.test), run.fold) for run in runs])
    parameters, processes, soc = (np.concatenate(rows).astype(float) for rows in zip(*found))
    return Recovered(twin, tuple(runs), site, np.concatenate(layers), fold, parameters, processes, soc, int((~kept).sum()))


def middle_of_ranges(space: ParameterSpace, bedrock: str, twin: Twin, tensors: Tensors, warn: Warn) -> Twin:
    """The twin as it is where nothing was learned: learned parameters at the middle of their ranges, the others at their truth.

    Parameters
    ----------
    space
        Ranges of the parameters, and which are learned.
    bedrock
        ``clm5`` or ``published``.
    twin
        The truth, at all sites.
    tensors
        The same sites, from :func:`binn_engine.experiments.twins.twin_tensors`.
    warn
        Called with a code and a message where a GPU's memory runs out.
    """
    middle = np.where(space.learned, constant_parameters(space), twin.parameters)
    return observe(TwinTruth(middle, {}), tensors, bedrock, ObservationNoise(0.0, TwinSeed(0, twin.number)), warn)


def value_scores(true: np.ndarray, predicted: np.ndarray, width: float) -> dict[str, float]:
    """Scores of one parameter or process.

    ``r`` is Pearson's correlation and ``r2`` its square, NaN where either has one value; ``skill`` is 1 - SSE/SST, NaN where the truth has
    one value; ``bias`` is predicted minus true, ``scatter`` the standard deviation of the error, ``rmse`` both together, in the unit of the
    values and as shares of the range.

    Parameters
    ----------
    true, predicted
        In the unit of the parameter or process, ``(n,)``.
    width
        Of its range, in the same unit.
    """
    error = predicted - true
    bias, scatter = float(error.mean()), float(error.std())
    rmse = float(np.sqrt((error**2).mean()))
    varied = _varies(true)
    r = float(np.corrcoef(true, predicted)[0, 1]) if varied and _varies(predicted) else float("nan")
    skill = 1.0 - float((error**2).sum() / ((true - true.mean()) ** 2).sum()) if varied else float("nan")
    shares = (value / width for value in (bias, scatter, rmse))
    return dict(zip(SCORES, (r, r**2, skill, bias, scatter, rmse, *shares), strict=True))


def checked_folds(recovered: Recovered, sites: Sites) -> list[HeldOut]:
    """Hashes of the profiles that trained and that test, by fold; an :class:`InputError` where they share a profile or a place."""
    ids, places = list(sites.profiles.ids), list(sites.hashes())
    return [held_out(ids, places, run.seen, run.test) for run in recovered.runs]


def score_values(
    recovered: Recovered, others: Sequence[Twin], idle: Twin, space: ParameterSpace, sites: Sites, shuffled: bool = False
) -> pd.DataFrame:
    """Scores of every learned parameter and every process, pooled over the folds' test sites.

    Parameters
    ----------
    recovered
        What was found for a twin.
    others
        Twins of other truths: what the prediction agrees with by chance.
    idle
        Of :func:`middle_of_ranges`.
    space
        Ranges of the parameters, and which are learned.
    sites
        All sites.
    shuffled
        Whether the prediction is that of shuffled covariates; then it is compared with its truth alone.

    Returns
    -------
    Columns ``truth``, ``against`` (``TRUTH``, ``OTHER_TRUTH`` with its number in ``other``, ``SHUFFLED`` or ``UNTAUGHT``),
    ``kind``, ``name``, those of ``SCORES``, and ``train_hash`` and ``test_hash``: hashes of the folds' hashes.

    Raises
    ------
    InputError
        Where a fold tests a profile that it was trained on.
    """
    hashes = _pooled_hashes(checked_folds(recovered, sites))
    twin, site = recovered.twin, recovered.site
    found = recovered.parameters, recovered.processes
    cases = [(SHUFFLED if shuffled else TRUTH, 0, found, twin)]
    if not shuffled:
        cases += [(OTHER_TRUTH, other.number, found, other) for other in others if other.number != twin.number]
        cases.append((UNTAUGHT, 0, (idle.parameters[site], idle.processes[site]), twin))
    rows: list[dict[str, Any]] = []
    for against, other, (parameters, processes), true in cases:
        head: dict[str, Any] = {"truth": twin.number, "against": against, "other": other}
        for name, width in _learned(space):
            column = PARAMETER_NAMES.index(name)
            scores = value_scores(true.parameters[site, column], parameters[:, column], width)
            rows.append({**head, "kind": PARAMETER, "name": name, **scores, **hashes})
        for column, row in enumerate(PROCESSES):
            scores = value_scores(true.processes[site, column], processes[:, column], row.limits[1] - row.limits[0])
            rows.append({**head, "kind": PROCESS, "name": row.name, **scores, **hashes})
    return pd.DataFrame(rows)


def score_soc(recovered: Recovered, others: Sequence[Twin], idle: Twin, sites: Sites, shuffled: bool = False) -> pd.DataFrame:
    """Scores of SOC, pooled over the folds' test layers; columns and errors as of :func:`score_values`.

    ``name`` is ``NOISE_FREE`` or ``OBSERVED``, what the prediction is held against; the scores are those of ``scores.agreement``, of the
    logarithm with the prefix ``log_``.

    Parameters
    ----------
    recovered, others, idle, sites, shuffled
        As of :func:`score_values`.
    """
    hashes = _pooled_hashes(checked_folds(recovered, sites))
    twin, layer = recovered.twin, recovered.layer
    cases = [(SHUFFLED if shuffled else TRUTH, 0, recovered.soc, twin)]
    if not shuffled:
        cases += [(OTHER_TRUTH, other.number, recovered.soc, other) for other in others if other.number != twin.number]
        cases.append((UNTAUGHT, 0, idle.soc[layer], twin))
    rows: list[dict[str, Any]] = []
    for against, other, predicted, true in cases:
        for name, soc in ((NOISE_FREE, true.soc), (OBSERVED, true.observed)):
            scores = soc_scores(soc[layer], predicted)
            flat = {**scores["gC_m3"], **{f"log_{key}": value for key, value in scores["log"].items()}}
            rows.append({"truth": twin.number, "against": against, "other": other, "kind": "soc", "name": name, **flat, **hashes})
    return pd.DataFrame(rows)


def _varies(values: np.ndarray) -> bool:
    return float(values.std()) > VARIES * max(float(np.abs(values).max()), 1e-300)


def _learned(space: ParameterSpace) -> list[tuple[str, float]]:
    """Names and widths of the ranges of the learned parameters."""
    rows = zip(PARAMETER_NAMES, space.lower, space.upper, space.learned)
    return [(name, upper - lower) for name, lower, upper, learned in rows if learned]


def _pooled_hashes(folds: Sequence[HeldOut]) -> dict[str, str]:
    return {name: profiles_hash([getattr(fold, name) for fold in folds]) for name in ("train_hash", "test_hash")}


def _shuffled(sites: Sites, seed: int) -> Sites:
    """The sites with the covariates and coordinates, which a location encoder reads, of each other; layers and forcing stay."""
    order = np.random.default_rng([seed, len(PROCESS_NAMES)]).permutation(len(sites))
    table, profiles = sites.covariates, sites.profiles
    moved = replace(profiles, longitude=profiles.longitude[order], latitude=profiles.latitude[order])
    return replace(sites, covariates=CovariateTable(table.names, table.categorical, table.values[order]), profiles=moved)
