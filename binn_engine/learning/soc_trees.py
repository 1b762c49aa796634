"""Trees that predict SOC from covariates and depth, with intervals as wide as blocks that were held out need them.

They hold no soil carbon model: where all that is wanted is a map of SOC, they are often the best there is; processes and parameters they do
not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError
from ..model.calibration import DEPTH_RANGES, within
from ..model.scaling import FEWEST, LEVELS, at_level
from ..resampling.folds import blocks_or_places
from ..running.steps import Step
from ..scoring.conformal import conformal_steps, moved_quantiles
from ..scoring.scores import held_out, soc_scores
from .dataset import Sites
from .trees import BoostedTrees, KnownLayers, QuantileForest, fit_boosting, fit_forest

BOOSTING, FOREST = "gradient boosting", "quantile forest"
NAMES = {"forest": FOREST, "boosting": BOOSTING}  # by the setting
FOLDS = 5
NOMINAL = 0.9  # share that the interval holds whose coverage is told


@dataclass(frozen=True)
class SocTrees:
    """A forest or boosted trees, trained on all sites, and how far the ends of its intervals move.

    Parameters
    ----------
    name
        What it is called.
    trees
        The forest or the boosted trees.
    steps
        By range of ``DEPTH_RANGES``: see :func:`binn_engine.scoring.conformal.conformal_steps`.
    """

    name: str
    trees: BoostedTrees | QuantileForest
    steps: Mapping[str, np.ndarray]

    def mean(self, values: np.ndarray, depth_m: np.ndarray, profile: np.ndarray) -> np.ndarray:
        """SOC of every layer, ``(layers,)`` gC/m3.

        Parameters
        ----------
        values, depth_m, profile
            As of :meth:`quantiles`: ``(profiles, covariates)``, and ``(layers,)`` each.
        """
        return self.trees.predict(values, depth_m, profile)

    def quantiles(self, values: np.ndarray, depth_m: np.ndarray, profile: np.ndarray) -> np.ndarray:
        """Quantiles of SOC as it would be observed, at ``LEVELS``, ``(layers, levels)`` gC/m3.

        Parameters
        ----------
        values, depth_m, profile
            Raw covariates ``(profiles, covariates)``, and of each layer its depth in m and its row in them, ``(layers,)``.
        """
        return _moved(_own_quantiles(self.trees, values, depth_m, profile), depth_m, self.steps)


@dataclass(frozen=True)
class _HeldOutLayers:
    """Predictions of all layers, each by trees that did not learn from its block: ``value`` ``(layers,)`` and own ``quantiles`` ``(layers,
    levels)``, gC/m3, and the ``fold`` of each layer."""

    value: np.ndarray
    quantiles: np.ndarray
    fold: np.ndarray


def fit_soc_trees(method: str, sites: Sites, settings: tuple[int, float, float], step: Step) -> tuple[SocTrees, dict[str, Any]]:
    """Train on all sites, and once without each fold of spatial blocks, for the width of the intervals and for the scores.

    Parameters
    ----------
    method
        A key of ``NAMES``.
    sites
        The sites.
    settings
        Seed; SOC up to which layers are used, gC/m3; side of the blocks, degrees.
    step
        For the progress.

    Raises
    ------
    InputError
        Where the layers are too few to learn how wide intervals have to be.
    """
    seed, max_soc, _ = settings
    profiles = sites.profiles
    usable = profiles.soc <= max_soc
    if usable.sum() < FEWEST:
        raise InputError(
            f"{int(usable.sum())} layers have SOC up to {max_soc:g} gC/m3, but {FEWEST} are needed.",
            "Use more profiles, or check the unit of SOC.",
        )
    held = _held_out(method, sites, settings, step.part(0.0, 0.85))
    steps = _steps(held, profiles.depth, profiles.soc, usable)
    step.span(0.85, f"training: {NAMES[method]}")
    trees = _fit(method, sites, seed, max_soc)
    return SocTrees(NAMES[method], trees, steps), _scores(held, profiles.depth, profiles.soc, usable)


def _fit(method: str, sites: Sites, seed: int, max_soc: float) -> BoostedTrees | QuantileForest:
    known = KnownLayers.of(sites), seed, max_soc
    return fit_forest(*known) if NAMES[method] == FOREST else fit_boosting(*known)


def _own_quantiles(trees: BoostedTrees | QuantileForest, values: np.ndarray, depth_m: np.ndarray, profile: np.ndarray) -> np.ndarray:
    """Quantiles at ``LEVELS`` as the trees say them, ``(layers, levels)``: boosted trees say one value."""
    if isinstance(trees, QuantileForest):
        return trees.quantiles(values, depth_m, profile, LEVELS.tolist())
    return np.repeat(trees.predict(values, depth_m, profile)[:, None], len(LEVELS), axis=1)


def _held_out(method: str, sites: Sites, settings: tuple[int, float, float], step: Step) -> _HeldOutLayers:
    seed, max_soc, block_degrees = settings
    profiles = sites.profiles
    folds = blocks_or_places(profiles.longitude, profiles.latitude, min(FOLDS, len(sites)), seed, block_degrees)
    layers, ids, places = len(profiles.soc), profiles.ids.tolist(), sites.hashes()
    value, quantiles, fold = np.empty(layers), np.empty((layers, len(LEVELS))), np.empty(layers, dtype=int)
    for number, (train, test) in enumerate(folds.parts()):
        step.span(number / len(folds), f"training: {NAMES[method]} without fold {number + 1} of {len(folds)}")
        held_out(ids, places, train, test)
        trees, asked = _fit(method, sites.subset(train), seed, max_soc), sites.subset(test)
        wanted = asked.covariates.values, asked.profiles.depth, asked.profiles.profile
        rows = np.flatnonzero(np.isin(profiles.profile, test))
        value[rows], quantiles[rows], fold[rows] = trees.predict(*wanted), _own_quantiles(trees, *wanted), number
    return _HeldOutLayers(value, quantiles, fold)


def _steps(held: _HeldOutLayers, depth: np.ndarray, soc: np.ndarray, usable: np.ndarray) -> dict[str, np.ndarray]:
    """Steps of each range of depth from the ``usable`` layers; a range with too few takes those of all depths."""
    steps = {}
    for name in DEPTH_RANGES:
        rows = usable & within(depth, name)
        rows = rows if rows.sum() >= FEWEST else usable
        steps[name] = conformal_steps(held.quantiles[rows], soc[rows])
    return steps


def _moved(quantiles: np.ndarray, depth: np.ndarray, steps: Mapping[str, np.ndarray]) -> np.ndarray:
    found = np.empty_like(quantiles)
    for name, moves in steps.items():
        rows = within(depth, name)
        found[rows] = moved_quantiles(quantiles[rows], moves)
    return found


def _scores(held: _HeldOutLayers, depth: np.ndarray, soc: np.ndarray, usable: np.ndarray) -> dict[str, Any]:
    """How well held-out blocks are predicted: NSE of SOC and of its logarithm, and the share of layers in the 90 % interval, whose width
    comes from the other folds."""
    inside = np.zeros(len(soc), dtype=bool)
    for number in np.unique(held.fold):
        rows, others = held.fold == number, usable & (held.fold != number)
        if others.sum() < FEWEST:
            return {"layers": int(usable.sum()), **_nse(soc[usable], held.value[usable])}
        moved = _moved(held.quantiles[rows], depth[rows], _steps(held, depth, soc, others))
        low, high = (at_level(moved, LEVELS, level) for level in ((1.0 - NOMINAL) / 2.0, (1.0 + NOMINAL) / 2.0))
        inside[rows] = (soc[rows] >= low) & (soc[rows] <= high)
    return {"layers": int(usable.sum()), **_nse(soc[usable], held.value[usable]), "coverage_90": float(inside[usable].mean())}


def _nse(observed: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    scores = soc_scores(observed, predicted)
    return {"nse": scores["gC_m3"]["nse"], "log_nse": scores["log"]["nse"], "rmse": scores["gC_m3"]["rmse"]}
