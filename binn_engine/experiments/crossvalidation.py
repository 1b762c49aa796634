"""Cross-validation: BINN and its baselines, trained and tested on the same folds, and scored together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

import numpy as np
import pandas as pd

from ..learning.baselines import (
    CLM5_DEFAULTS,
    CONSTANT,
    PURE_NETWORK,
    clm5_default_prediction,
    constant_prediction,
    pure_ensemble_predictions,
)
from ..learning.costs import costs_of
from ..learning.dataset import Sites
from ..learning.ensembles import ensemble_layers, ensemble_sites
from ..learning.fit import Fitted, fit_ensemble, training_card
from ..learning.task import Task
from ..model.checkpoints import Ensemble, Model
from ..model.encoding import Encoding, fit_encoding
from ..resampling.folds import Folds, validation_of
from ..resampling.splits import TrainingParts, place_of
from ..running.steps import Step
from ..scoring.scores import HeldOut, held_out, profiles_hash
from .rivals import predict_without_network
from .score_rows import BINN, paired_rows, score_rows, scores_alone

# Middle depths in m, lower limit included.
DEPTH_RANGES = {
    "0-10 cm": (0.0, 0.1),
    "10-30 cm": (0.1, 0.3),
    "30-60 cm": (0.3, 0.6),
    "60-100 cm": (0.6, 1.0),
    "below 100 cm": (1.0, np.inf),
}
ALL, POOLED = "all", "pooled"
FITTED, COMPARED = 0.48, 0.7  # shares of the time of a fold until BINN is trained, and of the rest until the networks without CLM5 are


@dataclass(frozen=True)
class Fold(TrainingParts):
    """Indices of the training, validation and test sites of one fold."""

    test: np.ndarray


@dataclass(frozen=True)
class Crossvalidated:
    """The result of a cross-validation.

    Parameters
    ----------
    folds, parts, fitted
        The folds, and of each its sites and its BINN.
    encoding
        Of the covariates, one for all folds.
    predictions
        SOC of every layer, gC/m3, ``(layers,)``, predicted in the fold that tests it; by model.
    parameters, processes
        Of every site, ``(sites, 21)`` and ``(sites, 6)``, by BINN of the fold that tests it.
    apart
        SOC of every layer of sites that are in no fold, gC/m3: the mean of the predictions of all folds; by model.
    """

    folds: Folds
    parts: list[Fold]
    fitted: list[Fitted]
    encoding: Encoding
    predictions: dict[str, np.ndarray]
    parameters: np.ndarray
    processes: np.ndarray
    apart: dict[str, np.ndarray] = field(default_factory=dict)


def parts_of(folds: Folds, sites: Sites, validation_share: float, seed: int) -> list[Fold]:
    """The sites of every fold; validation places are drawn from the training part. Raises where a fold would test what it learns from."""
    place = place_of(sites.profiles.longitude, sites.profiles.latitude)
    parts = []
    for train, test in folds.parts():
        validation = validation_of(train, place, validation_share, seed)
        parts.append(Fold(np.setdiff1d(train, validation), validation, test))
        fold_held_out(sites, parts[-1])
    return parts


def fold_held_out(sites: Sites, part: Fold) -> HeldOut:
    """The hashes of a fold's training and test profiles; raises :class:`InputError` where they share a profile or a place."""
    return held_out(sites.profiles.ids.tolist(), sites.hashes(), part.seen, part.test)


def encoding_of(task: Task, sites: Sites) -> Encoding:
    """The encoding of all folds: covariates are scaled and their classes numbered by all sites, for the folds' networks to be one ensemble
    afterwards; no SOC enters that."""
    table = sites.covariates
    return fit_encoding(table.names, table.categorical, table.values, task.recipe.scaling)


def cross_validate(
    task: Task, sites: Sites, folds: Folds, validation_share: float, step: Step, apart: Sites | None = None
) -> Crossvalidated:
    """Train BINN and every baseline on each fold's training part and predict its test part.

    Parameters
    ----------
    task, sites, folds
        What is trained; all sites; which fold tests each of them.
    validation_share
        Share of a fold's training part that chooses the epoch, between 0 and 1.
    step
        The device and the reporter.
    apart
        Sites that are in no fold, which the models of all folds predict too.
    """
    parts = parts_of(folds, sites, validation_share, task.seed)
    encoding = encoding_of(task, sites)
    empty = np.full((len(sites), 21), np.nan), np.full((len(sites), 6), np.nan)
    result = Crossvalidated(folds, parts, [], encoding, {}, *empty)
    beyond: dict[str, list[np.ndarray]] = {}
    for number, part in enumerate(parts):
        own = step.part(number / len(parts), (number + 1) / len(parts), f"fold {number + 1} of {len(parts)}")
        fitted = fit_ensemble(task, sites, part, own.part(0.0, FITTED), encoding)
        result.fitted.append(fitted)
        tested = [sites.subset(part.test), *([apart] if apart is not None else [])]
        predicted, *others = _predict_fold(task, sites, part, tested, fitted, own.part(FITTED, 1.0))
        rows = layers_of(sites, part.test)
        for model, values in predicted.items():
            result.predictions.setdefault(model, np.full(len(sites.profiles.soc), np.nan))[rows] = values
        for model, values in (others[0] if others else {}).items():
            beyond.setdefault(model, []).append(values)
        test = task.tensors(sites, part.test, encoding, step.device)
        result.parameters[part.test], result.processes[part.test] = ensemble_sites(fitted.model, test, step.warn)
    result.apart.update({model: np.mean(rows, axis=0) for model, rows in beyond.items()})
    return result


def _predict_fold(task: Task, sites: Sites, part: Fold, tested: list[Sites], fitted: Fitted, step: Step) -> list[dict[str, np.ndarray]]:
    """SOC of the layers of each set of tested sites, gC/m3, by BINN of a fold and its baselines."""
    encoding = fitted.model.encoding
    asked = [task.tensors(some, np.arange(len(some)), encoding, step.device) for some in tested]
    pure = pure_ensemble_predictions(task, sites, part, asked, encoding, step.part(0.0, COMPARED))
    step.span(COMPARED, "trees")
    others = predict_without_network(sites.subset(part.seen), tested, task.seed, task.recipe.max_soc)
    return [
        {
            BINN: ensemble_layers(fitted.model, some, step.warn),
            PURE_NETWORK: without_clm5,
            **rows,
            CONSTANT: constant_prediction(task.space, task.recipe.bedrock, some),
            CLM5_DEFAULTS: clm5_default_prediction(task.recipe.bedrock, some),
        }
        for some, without_clm5, rows in zip(asked, pure, others)
    ]


def layers_of(sites: Sites, index: np.ndarray) -> np.ndarray:
    """Rows of the layers of some sites, ascending.

    Parameters
    ----------
    sites
        All sites.
    index
        Of the sites wanted, ascending, ``(n,)``.
    """
    return np.flatnonzero(np.isin(sites.profiles.profile, index))


def ensemble_of_folds(result: Crossvalidated, sites: Sites, task: Task) -> Model:
    """The networks of all folds as one model. Together they have seen every site, and their card says so."""
    networks = [network for fitted in result.fitted for network in fitted.model.ensemble.networks]
    card = {**result.fitted[0].model.card, "training": training_card(sites, np.arange(len(sites)), task.seed)}
    card["cost"] = costs_of({f"fold {number}": fitted.cost for number, fitted in enumerate(result.fitted, 1)})
    return Model(Ensemble(networks).eval(), result.encoding, task.space, task.recipe.bedrock, card)


def limit_label(limit: float) -> str:
    """The name of the layers up to a limit of SOC, gC/m3."""
    return f"up to {limit / 1000.0:g} kg/m3"


def score_table(result: Crossvalidated, sites: Sites, limit: float, seed: int) -> pd.DataFrame:
    """Every score, one a row, pooled over the folds, by depth and by fold.

    Columns: ``model``; ``against``, empty for the model's own score, else the model whose score is taken off; ``layers``, ``all`` or those
    up to ``limit`` gC/m3; ``depth``, ``all`` or a range; ``fold``, ``pooled`` or its name; ``score``: ``nse``, ``log_nse``, ``rmse`` and
    ``bias`` (gC/m3); ``value`` with ``lower`` and ``upper`` of its 90 % block-bootstrap interval (NaN for single folds); ``n_layers``;
    ``train_hash`` and ``test_hash`` (:func:`profiles_hash`; pooled: of the folds' hashes).

    Raises
    ------
    InputError
        Where a fold's training and test profiles overlap, or a prediction is not finite.
    """
    apart = [fold_held_out(sites, part) for part in result.parts]
    pooled = {"train_hash": profiles_hash([row.train_hash for row in apart]), "test_hash": profiles_hash([row.test_hash for row in apart])}
    fold = result.folds.fold[sites.profiles.profile]
    rows: list[dict] = []
    for layers, depth, kept in _subsets(sites, limit):
        rows += [{"layers": layers, "depth": depth, "fold": POOLED, **row, **pooled} for row in _pooled(result, sites, kept, depth, seed)]
        if depth != ALL:
            continue
        for number, name in enumerate(result.folds.names):
            own = {key: asdict(apart[number])[key] for key in ("train_hash", "test_hash")}
            found = _single(result, sites, kept & (fold == number))
            rows += [{"layers": layers, "depth": depth, "fold": name, **row, **own} for row in found]
    columns = ["model", "against", "layers", "depth", "fold", "score", "value", "lower", "upper", "n_layers", "train_hash", "test_hash"]
    return pd.DataFrame(rows, columns=columns)


def _subsets(sites: Sites, limit: float) -> Iterator[tuple[str, str, np.ndarray]]:
    """Names of layers and of depths, and which layers they are, ``(layers,)`` bool; those without a layer are left out."""
    soc, middle = sites.profiles.soc, sites.profiles.depth
    for layers, usable in ((ALL, np.ones(len(soc), dtype=bool)), (limit_label(limit), soc <= limit)):
        for depth, (top, bottom) in {ALL: (0.0, np.inf), **DEPTH_RANGES}.items():
            kept = usable & (middle >= top) & (middle < bottom)
            if kept.any():
                yield layers, depth, kept


def _pooled(result: Crossvalidated, sites: Sites, kept: np.ndarray, depth: str, seed: int) -> Iterator[dict]:
    """Scores of the kept layers of all folds together with their intervals, and over all depths the differences from BINN."""
    predictions = {model: values[kept] for model, values in result.predictions.items()}
    for row in paired_rows(sites.profiles.soc[kept], predictions, result.folds.block[sites.profiles.profile[kept]], seed):
        if depth == ALL or not row["against"]:
            yield row


def _single(result: Crossvalidated, sites: Sites, kept: np.ndarray) -> Iterator[dict]:
    """Scores of one fold, where it has layers."""
    if kept.any():
        for model, values in result.predictions.items():
            yield from score_rows(model, "", scores_alone(sites.profiles.soc[kept], values[kept]), int(kept.sum()))
