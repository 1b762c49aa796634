"""Statistical models that are trained on the same profiles as BINN, and scored beside it on the same layers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np

from ..errors import InputError
from ..learning.baselines import DEPTH_CURVE, PURE_NETWORK, fit_depth_curve, pure_ensemble_predictions
from ..learning.dataset import Sites
from ..learning.soc_trees import BOOSTING, FOREST
from ..learning.task import Task
from ..learning.trees import BoostedTrees, KnownLayers, QuantileForest, fit_boosting, fit_forest
from ..model.checkpoints import Model
from ..model.recipes import CALIBRATION, RECOMMENDED, Recipe
from ..resampling.folds import BLOCK_DEGREES, validation_of
from ..resampling.splits import TrainingParts, block_of, place_of
from ..running.callbacks import Warn
from ..running.steps import Step
from .score_rows import ScoredLayers

OF_PRODA = "chains_folder"  # a setting of the jobs that make models from chains
VALIDATION_SHARE = 0.1  # where the model's card names none


def predict_without_network(seen: Sites, tested: Sequence[Sites], seed: int, max_soc: float) -> list[dict[str, np.ndarray]]:
    """SOC of the layers of each set of ``tested`` sites, gC/m3, ``(layers,)``, by the trees and the depth curve, which learn from all
    ``seen`` layers up to ``max_soc`` gC/m3."""
    learned, known = seen.profiles, (KnownLayers.of(seen), seed, max_soc)
    usable = learned.soc <= max_soc
    trees: dict[str, BoostedTrees | QuantileForest] = {BOOSTING: fit_boosting(*known), FOREST: fit_forest(*known)}
    curve = fit_depth_curve(learned.depth[usable], learned.soc[usable])
    found = []
    for sites in tested:
        asked = sites.profiles
        rows = {name: model.predict(sites.covariates.values, asked.depth, asked.profile) for name, model in trees.items()}
        found.append({**rows, DEPTH_CURVE: curve.predict(asked.depth)})
    return found


def training_sites(sites: Sites, model: Model, path: str, warn: Warn) -> Sites:
    """Those of the sites that the model was trained on.

    Parameters
    ----------
    sites
        The sites of a file that is said to hold the training profiles.
    model
        Knows the profiles that it was trained on.
    path, warn
        The file; called where some training profiles are not in it.

    Raises
    ------
    InputError
        If none of the sites is among them.
    """
    trained, places = set(model.training_hashes), sites.hashes()
    seen = np.isin(places, list(trained))
    if not seen.any():
        raise InputError(
            f"The model was trained on none of the {len(sites)} profiles of {path}.",
            "Give the file of profiles that the model was trained on: the other models have to learn from the same profiles.",
        )
    missing = len(trained - set(places))
    if missing:
        warn("rivals", f"{path} has {int(seen.sum())} training profiles; {missing} of the model's places are not in it.")
    return sites.subset(seen)


def rival_predictions(model: Model, seen: Sites, tested: Sites, step: Step) -> dict[str, np.ndarray]:
    """SOC of the layers of the ``tested`` sites, gC/m3, ``(layers,)``, by the same networks without CLM5, gradient boosting, a quantile
    forest and a depth curve.

    Parameters
    ----------
    model
        Whose recipe, seed and share of validation profiles the networks have.
    seen, tested
        Sites to learn from, and to predict.
    step
        The device and the reporter.
    """
    card: dict[str, Any] = model.card.get("job", {})
    task = Task(model.space, recipe_with_warning(model, step.warn), int(card.get("seed", 1)))
    place = place_of(seen.profiles.longitude, seen.profiles.latitude)
    everyone = np.arange(len(seen))
    validation = validation_of(everyone, place, float(card.get("validation_share", VALIDATION_SHARE)), task.seed)
    parts = TrainingParts(np.setdiff1d(everyone, validation), validation)
    asked = task.tensors(tested, np.arange(len(tested)), model.encoding, step.device)
    (pure,) = pure_ensemble_predictions(task, seen, parts, [asked], model.encoding, step.part(0.0, 0.9))
    step.span(0.9, "trees")
    (others,) = predict_without_network(seen, [tested], task.seed, task.recipe.max_soc)
    return {PURE_NETWORK: pure, **others}


def scored_layers(tested: Sites, model: Model) -> ScoredLayers:
    """The layers of the sites, with the size of the blocks and the limit of SOC of the model's training."""
    card, profiles = model.card.get("job", {}), tested.profiles
    block = block_of(profiles.longitude, profiles.latitude, float(card.get("block_degrees") or BLOCK_DEGREES))[profiles.profile]
    return ScoredLayers(profiles.soc, block, _recipe(model).max_soc, int(card.get("seed", 1)))


def _recipe(model: Model) -> Recipe:
    """The recipe in the model's card, with the recommended value of what the card lacks; the recommended one for a model of PRODA, whose
    recipe is for posteriors."""
    given = model.card.get("recipe") or {}
    if OF_PRODA in model.card.get("job", {}):
        return RECOMMENDED
    known = {row.name: given[row.name] for row in fields(Recipe) if given.get(row.name) is not None}
    known |= {"hidden": tuple(known["hidden"])} if "hidden" in known else {}
    known |= {"max_soc": float(given["max_soc"] or math.inf)} if "max_soc" in given else {}
    return replace(CALIBRATION, **known)  # a card that names no teacher is from before there were any


def recipe_with_warning(model: Model, warn: Warn) -> Recipe:
    """The recipe of the models beside BINN, with a warning where it is not that of BINN."""
    given = model.card.get("recipe") or {}
    # Models from before there were fields have none.
    missing = [row.name for row in fields(Recipe) if row.name not in given and row.name != "with_fields"]
    if OF_PRODA in model.card.get("job", {}):
        warn("rivals", "The model was made by PRODA, so the network without CLM5 is trained with the recommended recipe of BINN.")
    elif missing:
        text = f"The recipe in the model's card lacks {', '.join(missing)}; the other models take the recommended values of these settings."
        warn("rivals", text)
    return _recipe(model)
