"""The job ``train``: from SOC profiles, covariates and forcing to a checkpoint, scored on held-out profiles."""

from __future__ import annotations

import dataclasses
from typing import Any

from ..experiments.evidence import evidence_of
from ..experiments.score_rows import BINN
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
from ..learning.durations import Workload, expected_parts
from ..learning.ensembles import ensemble_layers
from ..learning.fit import Fitted, check_taught, fit_ensemble
from ..learning.heard import Heard, final_task, heard_summary, learned_errors, with_radiocarbon
from ..learning.radiocarbon.scores import fit_in_words
from ..learning.results import TESTS, TrainingResult
from ..learning.seen import domain_of_model, held_out_by_test
from ..learning.site_sources import read_checked_sites
from ..learning.task import Task, task_of
from ..learning.training import Training
from ..model.checkpoints import save_model
from ..resampling.splits import Split, SplitShares, split_profiles
from ..running.callbacks import Progress
from ..running.context import Run
from ..scoring.scores import soc_scores
from ..settings import TrainJob


def run(run: Run[TrainJob]) -> dict[str, Any]:
    """Train, score against the baselines, train again with the test profiles where wanted, and write the checkpoint and the report."""
    job = run.job
    task = task_of(job)
    model_path = run.output("model", job.model)
    report_path = run.output("report", job.report) if job.report else None
    sites, control = read_checked_sites(run)
    split = split_sites(job, sites)
    apart = held_out_by_test(sites, split)
    check_taught(sites, split, task.recipe.max_soc)
    task, heard = with_radiocarbon(run, task, sites, split)
    reporter = run.reporter
    refit = job.refit and job.test
    reporter.expect(*expected_parts(job, Workload(len(sites), radiocarbon=len(heard.sites) if heard else 0)))
    fitted = fit_ensemble(task, sites, split, run.step(0.05, 0.45 if refit else 0.8))
    parts = {name: task.tensors(sites, index, fitted.model.encoding, run.device) for name, index in split.parts().items() if len(index)}
    trained = TrainingResult(fitted, sites, split, parts, apart, control)
    scores = score(task, trained, run, reporter.span(0.45, 0.55) if refit else reporter.span(0.8, 0.95))
    final, cost = fitted, fitted.cost
    trained = dataclasses.replace(trained, radiocarbon=tell_radiocarbon(task, fitted, heard, run))
    if refit:
        final = fit_ensemble(final_task(task, heard), sites, split.without_tests(), run.step(0.55, 0.95))
        cost = cost + final.cost
    delivered = final.model
    reporter.progress(0.95, "computing how much information the data contain")
    evidence = evidence_of(task, delivered, sites, run.device, reporter.warning)
    card = {**delivered.card, "metrics": scores, "identifiability": evidence}
    card |= {"job": dataclasses.asdict(job), "cost": dataclasses.asdict(cost)}
    if heard:
        card["radiocarbon"] = {**trained.radiocarbon, "errors_permil": learned_errors(final)}
    save_model(model_path, dataclasses.replace(delivered, card=card, domain=domain_of_model(delivered, sites, job.block_degrees, job.seed)))
    if report_path:
        from ..reports.training import write_training_report  # without a report, drawing need not be loaded

        reporter.progress(0.97, "writing the report")
        write_training_report(report_path, run, trained, scores, evidence)
    sizes = {name: len(index) for name, index in split.parts().items()}
    return {
        "scores": scores,
        "profiles": sizes,
        "layers": len(sites.profiles.soc),
        "epochs": [len(history) for history in fitted.histories],
        **({"radiocarbon": trained.radiocarbon} if heard else {}),
    }


def tell_radiocarbon(task: Task, fitted: Fitted, heard: Heard | None, run: Run[TrainJob]) -> dict[str, Any]:
    """What was learned from radiocarbon, which is told in the log too; empty where there was none.

    Parameters
    ----------
    task, fitted
        What was trained.
    heard
        Its sites with radiocarbon; None without.
    run
        The run, for its device and log.
    """
    if heard is None:
        return {}
    found = heard_summary(task, fitted, heard, run.device)
    errors = found["errors_permil"]
    run.reporter.log(f"radiocarbon: error of the model {errors['site']:.0f} permil at a site, {errors['layer']:.0f} permil at a layer.")
    for name, scores in found["fit"].items():
        run.reporter.log(f"radiocarbon, {name}: {scores['sites']} sites, {scores['layers']} layers, {fit_in_words(scores)}.")
    return found


def split_sites(job: TrainJob, sites: Sites) -> Split:
    """The job's split of the sites."""
    place = sites.profiles.longitude, sites.profiles.latitude
    tests = (job.test_share, job.test_block_share) if job.test else (0.0, 0.0)
    shares = SplitShares(job.validation_share, *tests)
    return split_profiles(*place, job.seed, shares, job.block_degrees)


def score(task: Task, trained: TrainingResult, run: Run[TrainJob], progress: Progress) -> dict[str, dict[str, dict[str, dict[str, Any]]]]:
    """Scores of BINN and the baselines: model, then test, then unit (``gC_m3`` or ``log``), then score; beside the units, under
    ``profiles``, the profiles on either side of the test."""
    sites = trained.sites
    parts, encoding, recipe = trained.parts, trained.model.encoding, task.recipe
    scores: dict[str, dict] = {BINN: {}, CONSTANT: {}, DEPTH_CURVE: {}, PURE_NETWORK: {}}
    if not any(name in parts for name in TESTS):
        return scores
    pure = train_pure_network(encoding, Training(parts["train"], parts["validation"], recipe, task.seed), progress)
    seen = sites.profiles.subset(trained.fitted.seen)
    usable = seen.soc <= recipe.max_soc
    curve = fit_depth_curve(seen.depth[usable], seen.soc[usable])
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
