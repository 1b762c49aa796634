"""Estimates the errors of a model's parameters and processes from simulated twins of the sites.

Parameters and processes are never observed. For a twin they are known: true parameters are chosen, and the SOC that follows from them is
computed. A model that is trained on a twin shows how wide its intervals have to be. This is a simulation-based correction: it is valid as
far as real parameters vary with covariates as those of the twins do.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..errors import InputError
from ..learning.costs import Cost, of_draws, seconds_to_calibrate, seconds_to_train
from ..learning.dataset import Sites
from ..learning.fit import fit_ensemble
from ..learning.task import Task
from ..model.calibration import LEAST_CHANGE, STOCK_NAMES
from ..model.change_scaling import PARTS, ChangeScaling, correlation_of, normal_scores
from ..model.scaling import Errors, Scaling, fit_grouped_scaling
from ..prediction.profile_draws import draw_profiles
from ..resampling.folds import validation_of
from ..resampling.splits import TrainingParts, place_of
from ..running.steps import Step
from ..scoring.scores import held_out
from ..tables import GIVEN_PROCESS, PARAMETER_NAMES, PROCESS_NAMES
from .calibrating import CalibrationPlan
from .twin_change import CALIBRATES, ChangeParts, change_of, changes_of, parts_of_scenarios
from .twins import Twin, plausible

# Bounds of processes that are shares; the others are positive, and scaled by their logarithm.
SHARES = {"carbon_transfer_efficiency": (0.0, 1.0), "input_allocation": (0.0, 1.0)}
LEAST_PROCESS = 1e-9  # 1/yr and 1, below which a process is none


@dataclass(frozen=True)
class TwinDraws:
    """Predictions of a model trained on a twin, at sites that it was not trained on.

    ``site`` ``(n,)`` are their indices, ``layer`` ``(m,)`` those of their layers; ``parameters`` ``(draws, n, 21)``, ``processes``
    ``(draws, n, 6)`` and ``soc`` ``(draws, m)`` gC/m3; ``change`` ``(draws, n, ranges, runs)`` of SOC stocks in the runs of
    :mod:`.twin_change`, kgC/m2, and the ``true_change`` ``(n, ranges, runs)``; ``cost`` is that of the training and of the draws at steady
    state.
    """

    twin: Twin
    site: np.ndarray
    layer: np.ndarray
    parameters: np.ndarray
    processes: np.ndarray
    soc: np.ndarray
    change: np.ndarray
    true_change: np.ndarray
    cost: Cost


def draw_twin(task: Task, sites: Sites, twin: Twin, plan: CalibrationPlan, step: Step) -> TwinDraws:
    """Train on a twin's observations without one fold, which twins take in turn, and draw that fold's sites.

    Parameters
    ----------
    task, sites
        What is trained; all sites.
    twin
        The truth, and the SOC that it gives.
    plan
        The folds, the share that chooses the epoch, and how the draws are made.
    step
        The device and the reporter.

    Raises
    ------
    InputError
        Where the fold has no site with SOC that a soil can have.
    """
    folds, number = plan.folds, (twin.number - 1) % len(plan.folds)
    read = replace(sites, profiles=replace(sites.profiles, soc=twin.observed))
    kept = plausible(twin, sites)
    train, test = (np.flatnonzero(kept & mask) for mask in (folds.fold != number, folds.fold == number))
    if not len(test):
        raise InputError(
            f"Twin {twin.number} has no site that can be tested, because its SOC is above what soils can contain.",
            "Use fewer folds, or narrower ranges (prior).",
        )
    place = place_of(sites.profiles.longitude, sites.profiles.latitude)
    own = replace(task, prescribed=twin.parameters, seed=task.seed + 100 * twin.number)
    validation = validation_of(train, place, plan.validation_share, own.seed)
    fit, (_, rest) = seconds_to_train(task.recipe, len(sites)), seconds_to_calibrate(plan.spread.passes, len(sites))
    trained = fit / (fit + rest)
    fitted = fit_ensemble(own, read, TrainingParts(np.setdiff1d(train, validation), validation), step.part(0.0, trained))
    step.span(trained, f"drawing passes: twin {twin.number}")
    held_out(sites.profiles.ids.tolist(), sites.hashes(), fitted.seen, test)
    tensors = own.tensors(read, test, fitted.model.encoding, step.device)
    draws = draw_profiles(fitted.model, tensors, plan.spread, step.warn)
    layer = np.flatnonzero(np.isin(sites.profiles.profile, test))
    bedrock, forcing = own.recipe.bedrock, tensors.forcing
    change = changes_of(bedrock, draws.parameters, forcing, step.warn)
    true_change = change_of(bedrock, twin.parameters[test], forcing, step.warn)
    cost = fitted.cost + of_draws(len(plan.spread.draws(fitted.model)), len(test))
    return TwinDraws(twin, test, layer, draws.parameters, draws.processes, draws.soc, change, true_change, cost)


TwinScalings = tuple[Mapping[str, Scaling], Mapping[str, Scaling], Mapping[str, ChangeScaling]]


def twin_scalings(task: Task, twins: Sequence[TwinDraws]) -> TwinScalings:
    """Scalings of the learned parameters (of their places in the ranges), of the processes, and of changes of SOC stocks, from twins
    together."""
    parameters, processes, change = {}, {}, {}
    space = task.space
    for column, name in enumerate(PARAMETER_NAMES):
        if space.learned[column]:
            low, width = space.lower[column], space.upper[column] - space.lower[column]
            rows = [((row.parameters[..., column] - low) / width, (row.twin.parameters[row.site, column] - low) / width) for row in twins]
            parameters[name] = _fit_twins(rows, "identity", (0.0, 1.0))
    for column, name in enumerate(PROCESS_NAMES):
        if name == GIVEN_PROCESS:
            continue
        rows = [(row.processes[..., column], row.twin.processes[row.site, column]) for row in twins]
        bounds = SHARES.get(name, (0.0, np.inf))
        processes[name] = _fit_twins(rows, "identity" if name in SHARES else "log", bounds, LEAST_PROCESS)
    for column, name in enumerate(STOCK_NAMES):
        drawn = [parts_of_scenarios(row.change[:, :, column])[CALIBRATES] for row in twins]
        true = [parts_of_scenarios(row.true_change[:, column])[CALIBRATES] for row in twins]
        change[name] = fit_change(list(zip(drawn, true)))
    return parameters, processes, change


def fit_change(twins: Sequence[tuple[ChangeParts, ChangeParts]]) -> ChangeScaling:
    """The scaling of a change.

    Parameters
    ----------
    twins
        By twin the draws of the parts of the change, ``(draws, n)`` each, and the true parts, ``(n,)`` each.
    """
    rows = {part: [(np.abs(draws[part]), np.abs(truth[part])) for draws, truth in twins] for part in PARTS}
    parts = {part: _fit_twins(rows[part], "log", (0.0, np.inf), LEAST_CHANGE) for part in PARTS}
    scores = [np.stack([normal_scores(parts[part], draws[part], truth[part]) for part in PARTS]) for draws, truth in twins]
    return ChangeScaling(parts, correlation_of(scores))


def _fit_twins(rows: Sequence[tuple[np.ndarray, np.ndarray]], transform: str, bounds: tuple[float, float], least: float = 0.0) -> Scaling:
    """The scaling of a variable from its draws ``(draws, n)`` and truth ``(n,)`` in every twin, which all say the same of the next one."""
    empty = Scaling(transform, least, *bounds, 1.0, 0.0, ())
    groups = [Errors(true, draws.mean(0), empty.of(draws).std(0, ddof=1)) for draws, true in rows]
    return fit_grouped_scaling(groups, transform, least, bounds)
