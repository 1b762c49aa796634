"""Cross-validation with radiocarbon: BINN taught by SOC alone and by both, on folds that hold out both kinds of data at the same places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..covariates.table import CovariateTable
from ..errors import InputError
from ..learning.baselines import DEPTH_CURVE
from ..learning.dataset import Sites
from ..learning.ensembles import ensemble_layers
from ..learning.fit import Fitted, fit_ensemble
from ..learning.heard import check_apart, learned_errors
from ..learning.radiocarbon.prediction import ensemble_delta
from ..learning.radiocarbon.scores import radiocarbon_scores
from ..learning.radiocarbon.sites import RadiocarbonSites
from ..learning.radiocarbon.teaching import TaughtRadiocarbon, places_of_sites
from ..learning.task import Task
from ..learning.trees import KnownLayers, fit_forest
from ..resampling.folds import BLOCK_DEGREES
from ..resampling.following import NOWHERE, parts_that_follow
from ..running.steps import Step
from .crossvalidation import Crossvalidated, layers_of
from .score_rows import BINN

BINN_WITH_BOTH, FOREST = "BINN with radiocarbon", "random forest"
ABOVE = 1000.0  # permil: Delta14C is more than this below zero nowhere
DEGREE, SHALLOWEST = 3, 0.02  # of the depth curve; m


@dataclass(frozen=True, eq=False)
class HeardFolds:
    """BINN taught by SOC and radiocarbon on every fold.

    Parameters
    ----------
    sites
        With radiocarbon.
    fold
        That tests each site, ``(sites,)``; ``NOWHERE``: the site is not used.
    fitted
        BINN of each fold.
    soc
        SOC of every layer of the profiles, by the fold that tests it, gC/m3.
    predictions
        Delta14C of every layer with radiocarbon by the fold that tests it, permil, ``(layers,)``, by model; NaN where it is not used.
    """

    sites: RadiocarbonSites
    fold: np.ndarray
    fitted: list[Fitted]
    soc: np.ndarray
    predictions: dict[str, np.ndarray]

    @property
    def hashes(self) -> list[str]:
        """One hash for each place that a fold learned from."""
        return [name for name, fold in zip(self.sites.sites.hashes(), self.fold) if fold != NOWHERE]

    @property
    def values(self) -> dict[str, Any]:
        """Sites and layers used and left out, the errors of the model, and the scores of every model, ready for JSON."""
        used = np.flatnonzero(self.fold[self.sites.site] != NOWHERE)
        depth, site = self.sites.sites.profiles.depth[used], self.sites.site[used]
        errors = [learned_errors(fitted) for fitted in self.fitted]
        return {
            **{name: value for name, value in self.sites.account.items() if name != "summary"},
            "left_out_by_split": int((self.fold == NOWHERE).sum()),
            "errors_permil": {name: float(np.mean([row[name] for row in errors])) for name in ("site", "layer")},
            "fit": {name: radiocarbon_scores(self.sites.delta[used], row[used], depth, site) for name, row in self.predictions.items()},
        }

    @property
    def layers(self) -> dict[str, list]:
        """Every layer with radiocarbon: where and when, what was observed, and what each model predicts, ready for JSON."""
        profiles, of = self.sites.sites.profiles, self.sites.site
        columns = {
            "profile_id": profiles.ids[of], "lon": profiles.longitude[of], "lat": profiles.latitude[of], "fold": self.fold[of],
            "top_m": profiles.top, "bottom_m": profiles.bottom, "depth_m": profiles.depth, "year": self.sites.year,
            "delta14c_permil": self.sites.delta, "sigma_permil": self.sites.sigma, **self.predictions,
        }  # fmt: skip
        return {name: values.tolist() for name, values in columns.items()}


@dataclass(frozen=True)
class RadiocarbonCurve:
    """Mean Delta14C by depth: a cubic polynomial of the logarithm of depth, constant beyond the depths that it was fitted on."""

    coefficients: tuple[float, ...]
    shallowest: float
    deepest: float

    @classmethod
    def of(cls, sites: RadiocarbonSites) -> RadiocarbonCurve:
        """The curve of some sites, each of which weighs the same."""
        depth = sites.sites.profiles.depth
        weight = 1.0 / np.bincount(sites.site)[sites.site]
        degree = min(DEGREE, len(np.unique(depth)) - 1)
        coefficients = np.polyfit(np.log(depth + SHALLOWEST), sites.delta, degree, w=np.sqrt(weight))
        return cls(tuple(coefficients.tolist()), float(depth.min()), float(depth.max()))

    def predict(self, depth_m: np.ndarray) -> np.ndarray:
        """Delta14C at depths, permil.

        Parameters
        ----------
        depth_m
            m, ``(n,)``.
        """
        return np.polyval(self.coefficients, np.log(np.clip(depth_m, self.shallowest, self.deepest) + SHALLOWEST))


def folds_that_follow(sites: Sites, result: Crossvalidated, others: RadiocarbonSites) -> np.ndarray:
    """The fold that tests each site with radiocarbon: that of the profiles of its place, or of its block, ``(others,)``.

    Parameters
    ----------
    sites, result
        With SOC, and their folds.
    others
        With radiocarbon.
    """
    everywhere = places_of_sites(sites, np.arange(len(sites))), places_of_sites(others.sites, np.arange(len(others)))
    return parts_that_follow(everywhere[0], result.folds.fold, everywhere[1], result.folds.block_degrees or BLOCK_DEGREES)


def cross_validate_radiocarbon(
    task: Task, sites: Sites, result: Crossvalidated, taught: tuple[RadiocarbonSites, float], step: Step
) -> HeardFolds:
    """Teach BINN by SOC and radiocarbon on each fold of a cross-validation, and predict what the fold holds out.

    Parameters
    ----------
    task, sites, result
        What was cross-validated with SOC alone.
    taught
        Sites with radiocarbon, and the weight of one in the loss, relative to a profile.
    step
        The device and the reporter.

    Raises
    ------
    InputError
        Where a fold has no site with radiocarbon to learn from.
    """
    others, weight = taught
    fold = folds_that_follow(sites, result, others)
    soc = np.full(len(sites.profiles.soc), np.nan)
    heard = HeardFolds(others, fold, [], soc, {})
    degrees = result.folds.block_degrees or BLOCK_DEGREES
    for number, part in enumerate(result.parts):
        own = step.part(number / len(result.parts), (number + 1) / len(result.parts), f"radiocarbon, fold {number + 1}")
        seen = np.flatnonzero((fold != number) & (fold != NOWHERE))
        check_apart(sites, part.seen, others, seen, fold)
        if len(seen) < 2:
            raise InputError(
                f"{result.folds.names[number]} leaves {len(seen)} of {len(others)} sites with radiocarbon to learn from.",
                "Give radiocarbon of more sites, or use smaller blocks.",
            )
        both = replace(task, radiocarbon=TaughtRadiocarbon(others, seen, weight, degrees))
        fitted = fit_ensemble(both, sites, part, own, result.encoding)
        heard.fitted.append(fitted)
        tested = task.tensors(sites, part.test, result.encoding, step.device)
        soc[layers_of(sites, part.test)] = ensemble_layers(fitted.model, tested, step.warn)
        held = np.flatnonzero(fold == number)
        if len(held):
            _predict_held_out(both, heard, result.fitted[number], (seen, held), step)
    return heard


def _predict_held_out(task: Task, heard: HeardFolds, alone: Fitted, parts: tuple[np.ndarray, np.ndarray], step: Step) -> None:
    """Delta14C of the sites that a fold holds out, by all models; ``parts`` are the indices of the sites that are seen and held out."""
    seen, held = heard.sites.subset(parts[0]), heard.sites.subset(parts[1])
    asked = task.radiocarbon_tensors(parts[1], alone.model.encoding, step.device)
    found = {
        BINN: ensemble_delta(alone.model.ensemble.networks, asked),
        BINN_WITH_BOTH: ensemble_delta(heard.fitted[-1].model.ensemble.networks, asked),
        DEPTH_CURVE: RadiocarbonCurve.of(seen).predict(held.sites.profiles.depth),
        FOREST: forest_prediction(seen, held, task.seed),
    }
    rows = heard.sites.layers_of(parts[1])
    for name, values in found.items():
        heard.predictions.setdefault(name, np.full(len(heard.sites.delta), np.nan))[rows] = values


def forest_prediction(seen: RadiocarbonSites, asked: RadiocarbonSites, seed: int) -> np.ndarray:
    """Delta14C of layers by a random forest of covariates, depth and year of collection, permil, ``(layers,)``.

    Parameters
    ----------
    seen, asked
        Sites to learn from, and to predict.
    seed
        Of the forest.
    """

    def by_layer(sites: RadiocarbonSites) -> CovariateTable:
        table = sites.sites.covariates
        values = np.column_stack([table.values[sites.site], sites.year])
        return CovariateTable((*table.names, "year of collection"), (*table.categorical, False), values)

    known, wanted = by_layer(seen), by_layer(asked)
    layers = KnownLayers(known, seen.sites.profiles.depth, np.arange(len(seen.delta)), seen.delta + ABOVE)
    forest = fit_forest(layers, seed, float("inf"))
    return forest.predict(wanted.values, asked.sites.profiles.depth, np.arange(len(asked.delta))) - ABOVE
