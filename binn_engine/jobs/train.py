"""The job ``train``: from SOC profiles, covariates and forcing to a checkpoint, scored on profiles held out."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..experiments.identifiability import evidence_rows, identifiability, soc_sensitivity
from ..learning.baselines import (
    CONSTANT,
    DEPTH_CURVE,
    PURE_NETWORK,
    constant_prediction,
    fit_depth_curve,
    pure_network_prediction,
    train_pure_network,
)
from ..learning.dataset import Sites
from ..learning.ensembles import ensemble_layers
from ..learning.fit import check_taught, fit_ensemble
from ..learning.results import TESTS, TrainingResult
from ..learning.scores import HeldOut, held_out, soc_scores
from ..learning.site_sources import read_checked_sites
from ..learning.task import Task
from ..model.binn import parameter_space
from ..model.checkpoints import Model, save_model
from ..model.domain import Domain, domain_of
from ..model.recipes import recipe_of
from ..resampling.splits import Split, split_profiles
from ..running.context import Run
from ..settings import LearningFields, ProdaUpscaleJob, TrainJob
from ..settings.texts import parse_assignments

BINN = "BINN"


def run(job: TrainJob, run: Run) -> dict[str, Any]:
    """Train, score against the baselines, train again with the test profiles where wanted, and write the checkpoint and the report."""
    task = task_of(job)
    model_path = run.output("model", job.model)
    report_path = run.output("report", job.report) if job.report else None
    sites, control = read_checked_sites(job, run)
    split = split_sites(job, sites)
    apart = kept_apart(sites, split)
    check_taught(sites, split.train, split.validation, task.recipe.max_soc)
    reporter = run.reporter
    fitted = fit_ensemble(
        task, sites, split.train, split.validation, run.device, reporter.span(0.05, 0.45 if job.refit else 0.8), reporter.warning
    )
    parts = {name: task.tensors(sites, index, fitted.model.encoding, run.device) for name, index in split.parts().items() if len(index)}
    trained = TrainingResult(fitted, split, parts, apart, control)
    scores = score(task, trained, sites, run)
    delivered, cost = fitted.model, fitted.cost
    if job.refit:
        train = without_tests(split).train
        again = fit_ensemble(task, sites, train, split.validation, run.device, reporter.span(0.55, 0.95), reporter.warning)
        delivered, cost = again.model, cost + again.cost
    reporter.progress(0.95, "asking what the data say of each parameter")
    evidence = evidence_of(task, delivered, sites, run)
    card = {**delivered.card, "metrics": scores, "identifiability": evidence}
    card |= {"job": dataclasses.asdict(job), "cost": dataclasses.asdict(cost)}
    save_model(model_path, dataclasses.replace(delivered, card=card, domain=domain_of_model(job, delivered, sites)))
    if report_path:
        from ..reports.training import write_training_report

        reporter.progress(0.97, "writing the report")
        write_training_report(report_path, job, run, trained, sites, scores, evidence)
    sizes = {name: len(index) for name, index in split.parts().items()}
    return {
        "scores": scores,
        "profiles": sizes,
        "layers": len(sites.profiles.soc),
        "epochs": [len(history) for history in fitted.histories],
    }


def evidence_of(task: Task, model: Model, sites: Sites, run: Run) -> list[dict[str, Any]]:
    """What the data say of each learned parameter of ``model``: see :func:`binn_engine.experiments.identifiability.evidence_rows`."""
    tensors = task.tensors(sites, np.arange(len(sites)), model.encoding, run.device)
    warn = run.reporter.warning
    return evidence_rows(identifiability(model, tensors, warn), soc_sensitivity(model, tensors, warn, seed=task.seed))


def domain_of_model(job: TrainJob | ProdaUpscaleJob, model: Model, sites: Sites) -> Domain:
    """The domain of the sites that the model has seen."""
    seen = sites.subset(np.isin(sites.hashes(), model.training_hashes))
    place = seen.profiles.longitude, seen.profiles.latitude
    return domain_of(model.encoding, seen.covariates.values, *place, job.block_degrees, job.seed)


def task_of(job: LearningFields) -> Task:
    """What a job learns and how; raises :class:`JobError` for a setting out of its range."""
    return Task(parameter_space(job.prior, job.learned, parse_assignments(job.fixed, "fixed")), recipe_of(job), job.seed)


def split_sites(job: TrainJob, sites: Sites) -> Split:
    """The job's split of the sites."""
    place = sites.profiles.longitude, sites.profiles.latitude
    return split_profiles(*place, job.seed, job.validation_share, job.test_share, job.test_block_share, job.block_degrees)


def kept_apart(sites: Sites, split: Split, names: Mapping[str, str] = TESTS) -> dict[str, HeldOut]:
    """Whom every test is of, by its name; raises :class:`InputError` where a test profile, or another at its place, also taught."""
    ids, places, seen = sites.profiles.ids.tolist(), sites.hashes(), np.concatenate([split.train, split.validation])
    tests = {name: split.parts()[name] for name in names}
    return {names[name]: held_out(ids, places, seen, index) for name, index in tests.items() if len(index)}


def without_tests(split: Split) -> Split:
    """The same split with the test profiles moved to training; the validation stays."""
    nobody = split.train[:0]
    return Split(np.sort(np.concatenate([split.train, split.test_random, split.test_block])), split.validation, nobody, nobody)


def score(task: Task, trained: TrainingResult, sites: Sites, run: Run) -> dict[str, dict[str, dict[str, dict[str, Any]]]]:
    """Scores of BINN and the baselines: model, then test, then unit (``gC_m3`` or ``log``), then score; beside the units, under
    ``profiles``, whom the test is of."""
    parts, encoding, recipe = trained.parts, trained.model.encoding, task.recipe
    pure = train_pure_network(encoding, parts["train"], parts["validation"], recipe, task.seed, run.reporter.span(0.8, 0.95))
    taught = sites.profiles.subset(trained.fitted.seen)
    usable = taught.soc <= recipe.max_soc
    curve = fit_depth_curve(taught.depth[usable], taught.soc[usable])
    scores: dict[str, dict] = {BINN: {}, CONSTANT: {}, DEPTH_CURVE: {}, PURE_NETWORK: {}}
    for name, label in TESTS.items():
        if name not in parts:
            continue
        observed = parts[name].soc.cpu().numpy()
        depth = sites.profiles.subset(trained.split.parts()[name]).depth
        predictions = {
            BINN: ensemble_layers(trained.model, parts[name], run.reporter.warning),
            CONSTANT: constant_prediction(task.space, recipe.bedrock, parts[name]),
            DEPTH_CURVE: curve.predict(depth),
            PURE_NETWORK: pure_network_prediction(pure, parts[name]),
        }
        for model, predicted in predictions.items():
            scores[model][label] = {**soc_scores(observed, predicted), "profiles": dataclasses.asdict(trained.held_out[label])}
        run.reporter.log(f"{label}: " + ", ".join(f"{model} NSE {rows[label]['gC_m3']['nse']:.3f}" for model, rows in scores.items()))
    return scores
