"""The job ``train``: from SOC profiles, covariates and forcing to a checkpoint, scored on profiles held out."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import torch

from ..baselines import (
    CONSTANT,
    DEPTH_CURVE,
    PURE_NETWORK,
    constant_prediction,
    fit_depth_curve,
    pure_network_prediction,
    train_pure_network,
)
from ..binn import Binn, ParameterSpace, build_network, parameter_space
from ..checkpoints import Ensemble, Model, network_settings, save_model
from ..dataset import Sites, Tensors, to_tensors
from ..encoding import Encoding, fit_encoding
from ..errors import InputError, JobError
from ..protocol import TrainJob, parse_assignments
from ..scores import refuse_overlap, soc_scores
from ..splits import Split, split_profiles
from ..tables import PROCESS_NAMES
from ..training import Epoch, Recipe, predict_layers, train_network
from ..versions import versions
from .context import Run
from .inputs import read_sites

BINN = "BINN"
TESTS = {"test_random": "random test", "test_block": "blocked test"}


@dataclasses.dataclass(frozen=True)
class Trained:
    """What training leaves: the model, its histories (one per network), the split, and the sites as tensors by part."""

    model: Model
    histories: list[list[Epoch]]
    split: Split
    parts: dict[str, Tensors]


def run(job: TrainJob, run: Run) -> dict[str, Any]:
    """Train, score against the baselines, train again with the test profiles where wanted, and write the checkpoint and the report."""
    check_settings(job)
    space = parameter_space(job.prior, job.learned, parse_assignments(job.fixed, "fixed"))
    model_path = run.output("model", job.model)
    report_path = run.output("report", job.report) if job.report else None
    sites = read_sites(job, run, job.categorical, job.exclude)
    split = split_sites(job, sites)
    check_taught(job, sites, split)
    trained = train(job, sites, space, split, run, 0.05, 0.45 if job.refit else 0.8)
    scores = score(job, trained, sites, run)
    delivered = train(job, sites, space, without_tests(split), run, 0.55, 0.95).model if job.refit else trained.model
    card = {**delivered.card, "metrics": scores, "job": dataclasses.asdict(job)}
    save_model(model_path, dataclasses.replace(delivered, card=card))
    if report_path:
        from .training_report import write_training_report

        run.reporter.progress(0.97, "writing the report")
        write_training_report(report_path, job, run, trained, sites, scores)
    sizes = {name: len(index) for name, index in split.parts().items()}
    return {
        "scores": scores,
        "profiles": sizes,
        "layers": len(sites.profiles.soc),
        "epochs": [len(history) for history in trained.histories],
    }


def check_settings(job: TrainJob) -> None:
    """Raise :class:`JobError` for a setting out of its range, naming it."""
    positive = ("members", "epochs", "patience", "batch_size", "learning_rate", "max_soc")
    bad = [name for name in positive if not getattr(job, name) > 0]
    if bad:
        raise JobError(f"{bad[0]} is {getattr(job, bad[0])}.", "Give a positive number.")
    if not 0.0 <= job.dropout < 1.0:
        raise JobError(f"dropout is {job.dropout}.", "Give a share from 0 to below 1.")
    if not job.hidden or min(job.hidden) < 1:
        raise JobError(f"hidden is {job.hidden}.", "Give the width of at least one hidden layer.")


def split_sites(job: TrainJob, sites: Sites) -> Split:
    """The job's split of the sites, after asserting that no test profile is also taught."""
    place = sites.profiles.longitude, sites.profiles.latitude
    split = split_profiles(*place, job.seed, job.validation_share, job.test_share, job.test_block_share, job.block_degrees)
    hashes = np.array(sites.hashes())
    for name in TESTS:
        refuse_overlap(list(hashes[np.concatenate([split.train, split.validation])]), list(hashes[split.parts()[name]]))
    return split


def check_taught(job: TrainJob, sites: Sites, split: Split) -> None:
    """Raise :class:`InputError` where no layer of the training or of the validation profiles may teach."""
    for name in ("train", "validation"):
        soc = sites.profiles.subset(split.parts()[name]).soc
        if not (soc <= job.max_soc).any():
            raise InputError(
                f"{job.observations}: all {len(soc)} {name} layers are above max_soc, {job.max_soc:g} gC/m3"
                f" (the smallest is {soc.min():g}).",
                "Check the unit of SOC, or raise max_soc.",
            )


def without_tests(split: Split) -> Split:
    """The same split with the test profiles moved to training; the validation stays."""
    nobody = split.train[:0]
    return Split(np.sort(np.concatenate([split.train, split.test_random, split.test_block])), split.validation, nobody, nobody)


def train(job: TrainJob, sites: Sites, space: ParameterSpace, split: Split, run: Run, start: float, stop: float) -> Trained:
    """Train every network of the ensemble on one part of ``split``, stopped by another; progress goes from ``start`` to ``stop``."""
    seen = np.concatenate([split.train, split.validation])
    encoding = fit_encoding(sites.covariates.names, sites.covariates.categorical, sites.covariates.values[split.train])
    parts = {
        name: to_tensors(sites.subset(index), encoding, job.bedrock, run.device.name, run.device.dtype)
        for name, index in split.parts().items()
        if len(index)
    }
    networks, histories = [], []
    step = (stop - start) / job.members
    for member in range(job.members):
        model = _new_binn(job, space, encoding, sites, split, job.seed + member, run.device.dtype).to(run.device.name)
        span = run.reporter.span(start + step * member, start + step * (member + 1))
        histories.append(train_network(model, parts["train"], parts["validation"], recipe_of(job, member), span))
        networks.append(model)
    card = {
        "network": network_settings(job),
        "training": _training_card(job, sites, np.array(sites.hashes())[seen]),
        "versions": versions(),
        "device": run.device.name,
    }
    return Trained(Model(Ensemble(networks).eval(), encoding, space, job.bedrock, card), histories, split, parts)


def recipe_of(job: TrainJob, member: int = 0) -> Recipe:
    """The recipe of one network of the ensemble."""
    return Recipe(job.epochs, job.patience, job.batch_size, job.learning_rate, job.max_soc, job.seed + member)


def _new_binn(
    job: TrainJob, space: ParameterSpace, encoding: Encoding, sites: Sites, split: Split, seed: int, precision: torch.dtype
) -> Binn:
    torch.manual_seed(seed)
    network = build_network(encoding.n_continuous, encoding.n_classes, len(space.learned_names), network_settings(job))
    place = np.stack([sites.profiles.longitude, sites.profiles.latitude], 1)[split.train]
    network.location_center.copy_(torch.from_numpy(place.mean(0)))
    network.location_spread.copy_(torch.from_numpy(place.std(0).clip(min=1e-3)))
    return Binn(network, space, job.bedrock, precision)


def _training_card(job: TrainJob, sites: Sites, hashes: np.ndarray) -> dict[str, Any]:
    lon, lat = sites.profiles.longitude, sites.profiles.latitude
    return {
        "profile_hashes": sorted(str(value) for value in hashes),
        "extent": [float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())],
        "seed": job.seed,
    }


def score(job: TrainJob, trained: Trained, sites: Sites, run: Run) -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    """Scores of BINN and the baselines: model, then test, then unit (``gC_m3`` or ``log``), then score."""
    parts, encoding = trained.parts, trained.model.encoding
    pure = train_pure_network(
        encoding, network_settings(job), parts["train"], parts["validation"], recipe_of(job), run.reporter.span(0.8, 0.95)
    )
    taught = sites.profiles.subset(trained.split.train)
    usable = taught.soc <= job.max_soc
    curve = fit_depth_curve(taught.depth[usable], taught.soc[usable])
    scores: dict[str, dict] = {BINN: {}, CONSTANT: {}, DEPTH_CURVE: {}, PURE_NETWORK: {}}
    for name, label in TESTS.items():
        if name not in parts:
            continue
        observed = parts[name].soc.cpu().numpy()
        depth = sites.profiles.subset(trained.split.parts()[name]).depth
        predictions = {
            BINN: ensemble_layers(trained.model, parts[name]),
            CONSTANT: constant_prediction(trained.model.space, job.bedrock, parts[name]),
            DEPTH_CURVE: curve.predict(depth),
            PURE_NETWORK: pure_network_prediction(pure, parts[name]),
        }
        for model, predicted in predictions.items():
            scores[model][label] = soc_scores(observed, predicted)
        run.reporter.log(f"{label}: " + ", ".join(f"{model} NSE {rows[label]['gC_m3']['nse']:.3f}" for model, rows in scores.items()))
    return scores


def ensemble_layers(model: Model, sites: Tensors) -> np.ndarray:
    """SOC of every layer in gC/m3, the mean over the checkpoint's networks, ``(layers,)``."""
    return torch.stack([predict_layers(member, sites) for member in model.ensemble.members]).mean(0).cpu().numpy()


@torch.no_grad()
def ensemble_sites(model: Model, sites: Tensors) -> tuple[np.ndarray, np.ndarray]:
    """Parameters ``(n, 21)`` and processes ``(n, 6)`` of the sites, means over the checkpoint's networks."""
    predictions = [member(sites.inputs, sites.forcing) for member in model.ensemble.members]
    parameters = torch.stack([row.parameters for row in predictions]).mean(0)
    processes = torch.stack([torch.stack([row.state.processes[name] for name in PROCESS_NAMES], 1) for row in predictions]).mean(0)
    return parameters.cpu().numpy(), processes.cpu().numpy()
