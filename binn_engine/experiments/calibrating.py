"""Estimates the errors of a model's SOC from observed profiles that were held out.

A tested profile is used neither to train the networks nor to fit the scalings of the uncertainty. The profiles that are used to fit the
scalings are not used to train the networks or to stop their training.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..learning.costs import Cost, of_draws, seconds_to_calibrate, seconds_to_train
from ..learning.dataset import Sites
from ..learning.fit import Fitted, fit_ensemble
from ..learning.soc_trees import FOREST
from ..learning.task import Task
from ..learning.trees import KnownLayers, QuantileForest, fit_forest
from ..model.calibration import DEPTH_RANGES, log_soc, within
from ..model.scaling import FEWEST, LEVELS
from ..model.spread import Spread
from ..prediction.profile_draws import draw_profiles
from ..resampling.folds import Folds, validation_of
from ..resampling.splits import TrainingParts, place_of
from ..running.callbacks import Warn
from ..running.steps import Step
from ..scoring.conformal import conformal_quantiles
from ..scoring.scores import held_out
from .soc_errors import LayerErrors, soc_scalings


@dataclass(frozen=True)
class CalibrationPlan:
    """The settings of a calibration with observed profiles.

    Parameters
    ----------
    folds
        Which fold tests each profile.
    spread
        How the draws are made.
    calibration_share
        Share of a fold's training part that is used for calibration, between 0 and 1.
    validation_share
        Share of the rest that chooses the epoch, between 0 and 1.
    """

    folds: Folds
    spread: Spread
    calibration_share: float
    validation_share: float


@dataclass(frozen=True)
class CalibrationFold(TrainingParts):
    """Indices of the sites of one fold: for training, for early stopping, for calibration, and for the test."""

    calibration: np.ndarray
    test: np.ndarray


@dataclass(frozen=True)
class Tested:
    """The layers that folds tested, each by the fold that held it out.

    Parameters
    ----------
    layer, fold, value
        ``(n,)``: row among all layers, number of the fold, predicted SOC in gC/m3.
    quantiles
        Of SOC as it would be observed, at ``LEVELS``, ``(n, levels)``, by method: ``RAW``, ``CALIBRATED``, ``FOREST`` and
        ``FOREST_CONFORMAL``.
    """

    layer: np.ndarray
    fold: np.ndarray
    value: np.ndarray
    quantiles: Mapping[str, np.ndarray]


RAW, CALIBRATED = "BINN, raw spread", "BINN, calibrated"
FOREST_CONFORMAL = f"{FOREST}, conformal"


@dataclass(frozen=True)
class Calibrated:
    """The result of a calibration with observed profiles: folds with their parts, the errors of every fold's calibration layers, the
    tested layers, and what it cost."""

    folds: Folds
    parts: list[CalibrationFold]
    errors: list[LayerErrors]
    tested: Tested
    cost: Cost


def parts_of(plan: CalibrationPlan, sites: Sites, seed: int) -> list[CalibrationFold]:
    """The sites of every fold. Calibration takes whole blocks of the training part, then validation whole places.

    Raises
    ------
    InputError
        Where a site would be on two sides.
    """
    place = place_of(sites.profiles.longitude, sites.profiles.latitude)
    ids, hashes = sites.profiles.ids.tolist(), sites.hashes()
    parts = []
    for rest, test in plan.folds.parts():
        calibration = validation_of(rest, plan.folds.block, plan.calibration_share, seed)
        learning = np.setdiff1d(rest, calibration)
        validation = validation_of(learning, place, plan.validation_share, seed)
        parts.append(CalibrationFold(np.setdiff1d(learning, validation), validation, calibration, test))
        held_out(ids, hashes, parts[-1].seen, np.concatenate([calibration, test]))
        held_out(ids, hashes, calibration, test)
    return parts


def calibrate_profiles(task: Task, sites: Sites, plan: CalibrationPlan, step: Step) -> Calibrated:
    """Train BINN and the quantile forest on each fold, calibrate both with held-out profiles, and predict the test profiles.

    Raises
    ------
    InputError
        Where a fold has fewer than 20 layers to calibrate with.
    """
    folds, parts = plan.folds, parts_of(plan, sites, task.seed)
    for name, part in zip(folds.names, parts):
        layers = int(np.isin(sites.profiles.profile, part.calibration).sum())
        if layers < FEWEST:
            raise InputError(
                f"Fold {name} has {layers} held-out layers for calibration, but needs {FEWEST}.",
                "Use more profiles, fewer folds, or a larger calibration_share.",
            )
    errors, tests, cost = [], [], Cost(0, 0, 0.0, 0.0)
    fit, (rest, _) = seconds_to_train(task.recipe, len(sites)), seconds_to_calibrate(plan.spread.passes, len(sites))
    trained = fit / (fit + rest)
    for number, part in enumerate(parts):
        own = step.part(number / len(parts), (number + 1) / len(parts), f"fold {number + 1} of {len(parts)}")
        fitted = fit_ensemble(task, sites, part, own.part(0.0, trained))
        own.span(trained, "calibrating")
        fold = _TrainedFold(task, sites, part, fitted)
        held, _ = fold.layer_errors(part.calibration, plan.spread, step)
        asked, draws = fold.layer_errors(part.test, plan.spread, step)
        cost += fitted.cost + of_draws(len(plan.spread.draws(fitted.model)), len(part.calibration) + len(part.test))
        errors.append(held)
        tests.append((number, asked, fold.distributions(held, asked, draws, step.warn)))
    layer = np.concatenate([asked.layer for _, asked, _ in tests])
    numbers = np.concatenate([np.full(len(asked.layer), number) for number, asked, _ in tests])
    value = np.concatenate([asked.value for _, asked, _ in tests])
    quantiles = {name: np.concatenate([found[name] for _, _, found in tests]) for name in tests[0][2]}
    return Calibrated(folds, parts, errors, Tested(layer, numbers, value, quantiles), cost)


@dataclass(frozen=True)
class _TrainedFold:
    """A fold with its trained model."""

    task: Task
    sites: Sites
    part: CalibrationFold
    fitted: Fitted

    def layer_errors(self, index: np.ndarray, spread: Spread, step: Step) -> tuple[LayerErrors, np.ndarray]:
        """The layers of some sites as the model predicts them, and its draws of them, ``(draws, layers)``."""
        model = self.fitted.model
        draws = draw_profiles(model, self.task.tensors(self.sites, index, model.encoding, step.device), spread, step.warn).soc
        layer = np.flatnonzero(np.isin(self.sites.profiles.profile, index))
        return LayerErrors(layer, draws.mean(0), log_soc(draws).std(0, ddof=1)), draws

    def distributions(self, held: LayerErrors, asked: LayerErrors, draws: np.ndarray, warn: Warn) -> dict[str, np.ndarray]:
        """Predicted distributions of the test layers, ``(layers, levels)``, by method, from the errors of those held out and tested."""
        sites, own = self.sites, soc_scalings(self.sites, [held], warn)
        depth = sites.profiles.depth
        found = {RAW: np.quantile(draws, LEVELS, axis=0).T, CALIBRATED: np.empty((len(asked.layer), len(LEVELS)))}
        for name in DEPTH_RANGES:
            rows = within(depth[asked.layer], name)
            found[CALIBRATED][rows] = own[name].quantiles(asked.value[rows], asked.spread[rows], list(LEVELS))
        forest = _forest(self.task, sites, self.part.seen)
        found[FOREST] = _forest_quantiles(forest, sites, self.part.test)
        calibrating = _forest_quantiles(forest, sites, self.part.calibration)
        found[FOREST_CONFORMAL] = np.empty_like(found[FOREST])
        for name in DEPTH_RANGES:
            rows, base = within(depth[asked.layer], name), within(depth[held.layer], name)
            base = base if base.sum() >= FEWEST else np.ones_like(base)
            truth = sites.profiles.soc[held.layer][base]
            found[FOREST_CONFORMAL][rows] = conformal_quantiles(found[FOREST][rows], calibrating[base], truth)
        return found


def _forest(task: Task, sites: Sites, index: np.ndarray) -> QuantileForest:
    return fit_forest(KnownLayers.of(sites.subset(index)), task.seed, task.recipe.max_soc)


def _forest_quantiles(forest: QuantileForest, sites: Sites, index: np.ndarray) -> np.ndarray:
    asked = sites.subset(index)
    return forest.quantiles(asked.covariates.values, asked.profiles.depth, asked.profiles.profile, LEVELS.tolist())
