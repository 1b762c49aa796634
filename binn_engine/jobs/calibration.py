"""The job ``calibration``: a model that estimates its own errors, and the evidence for these estimates."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..cells import write_csv
from ..errors import JobError, check_positive
from ..experiments.calibrating import CALIBRATED, Calibrated, CalibrationPlan, calibrate_profiles
from ..experiments.calibration_evidence import CHANGE, PARAMETER, PROCESS, soc_curves, soc_table, twin_summary, twin_table
from ..experiments.crossvalidation import ALL
from ..experiments.evidence import evidence_of
from ..experiments.job_folds import check_folds, folds_of
from ..experiments.results import CalibrationResult
from ..experiments.soc_errors import observation_errors, soc_scalings
from ..experiments.twin_calibration import TwinDraws, draw_twin, twin_scalings
from ..experiments.twins import ObservationNoise, Smoothness, TwinSeed, check_noise, observe, smooth_truth, twin_tensors
from ..json_text import to_json
from ..learning.costs import Cost, costs_of, seconds_to_calibrate, seconds_to_train
from ..learning.dataset import Sites
from ..learning.durations import Workload, calibration_work, expected_parts
from ..learning.fit import Fitted, fit_ensemble
from ..learning.site_sources import read_checked_sites
from ..learning.task import Task, task_of
from ..model.calibration import Calibration
from ..model.checkpoints import Model, save_model
from ..model.domain import fit_domain
from ..model.recipes import Recipe
from ..model.spread import Spread
from ..profiles.quality import MAX_SOC
from ..reports.calibration import prediction_table, report_values, write_calibration_report
from ..resampling.folds import validation_of
from ..resampling.splits import TrainingParts, place_of
from ..running.context import Run
from ..running.steps import Step
from ..settings import CalibrationJob
from ..settings.texts import parse_assignments

RANDOM = "random"


@dataclasses.dataclass(frozen=True)
class _Setting:
    """The inputs that all steps of a calibration share."""

    run: Run[CalibrationJob]
    task: Task
    sites: Sites
    spread: Spread
    shares: ProgressShares


def run(run: Run[CalibrationJob]) -> dict[str, Any]:
    """Calibrate with held-out profiles and with twins, train the model that is delivered, and write it with the evidence."""
    job, task = run.job, task_of(run.job)
    spread = Spread(job.passes, job.spread, 0.0, job.seed)
    check_job(job, task, spread)
    paths = run.wanted_outputs("report", "json", "csv", "predictions", "model")
    sites, control = read_checked_sites(run)
    setting = _Setting(run, task, sites, spread, ProgressShares(run, task.recipe, len(sites)))
    run.reporter.expect(*expected_parts(job, Workload(len(sites))))
    results = {name: _calibrate_with_profiles(setting, name) for name in splits_of(job)}
    twins, tests = _calibrate_with_twins(setting, results[job.split])
    delivered = _train_delivered(setting)
    model = delivered.model
    calibration = _calibration_of(setting, results[job.split], twins, model)
    run.reporter.progress(0.95, "computing how much information the data contain")
    evidence = evidence_of(task, model, sites, run.device, run.reporter.warning)
    limit = task.recipe.max_soc if np.isfinite(task.recipe.max_soc) else MAX_SOC
    scores = pd.concat([soc_table(row.tested, sites, limit, name) for name, row in results.items()], ignore_index=True)
    curves = {name: soc_curves(row.tested, sites) for name, row in results.items()}
    table = twin_table(tests, (calibration.parameters, calibration.processes, calibration.change), task.space) if tests else None
    summary = None if table is None else twin_summary(table)
    found = CalibrationResult(task, sites, control, results, calibration, scores, curves, table, summary, limit)
    metrics = metrics_of(found)
    run.reporter.progress(0.97, "writing the results")
    card = {"calibration": calibration.to_card(), "metrics": metrics, "identifiability": evidence, "job": dataclasses.asdict(job)}
    card["cost"] = _cost(delivered.cost, results, [*twins, *tests])
    domain = fit_domain(model.encoding, sites.covariates.values, results[job.split].folds.fold, job.seed)
    save_model(paths["model"], dataclasses.replace(model, card={**model.card, **card}, domain=domain))
    _write_files(paths, run, found)
    return metrics


def _write_files(paths: dict[str, Path], run: Run[CalibrationJob], result: CalibrationResult) -> None:
    if "csv" in paths:
        write_csv(result.scores, paths["csv"])
    if "predictions" in paths:
        write_csv(prediction_table(result), paths["predictions"])
    if "json" in paths:
        paths["json"].write_text(to_json(report_values(run, result)), encoding="utf-8")
    write_calibration_report(paths["report"], run, result)


def check_job(job: CalibrationJob, task: Task, spread: Spread) -> None:
    """Raise :class:`JobError` for a setting out of its range, before anything is read."""
    check_folds(job)
    spread.check_networks(task.recipe.members, task.recipe.varies)
    if spread.of_networks(task.recipe.members, task.recipe.varies) != "ensemble" and not spread.passes:
        raise JobError(
            "Calibration scales the spread of Monte Carlo passes, but passes is 0.", "Set passes to 20 or more, or set spread to ensemble."
        )
    if not 0.0 < job.calibration_share < 0.9:
        raise JobError(
            f"calibration_share is {job.calibration_share:g}, but it must be above 0 and below 0.9.", "Set it, for example, to 0.2."
        )
    if job.twins < 0 or job.test_twins < 0:
        raise JobError(f"twins is {job.twins} and test_twins is {job.test_twins}, but neither may be negative.", "Set both to 0 or more.")
    check_noise("twin_noise", job.twin_noise)
    for name in ("truth_covariates", "truth_length"):
        check_positive(name, getattr(job, name))


def tested_twins(job: CalibrationJob) -> int:
    """How many twins test: none where none calibrates."""
    return job.test_twins if job.twins else 0


def splits_of(job: CalibrationJob) -> list[str]:
    """The kinds of folds to test with, the job's own first."""
    return [job.split] + [RANDOM] * (job.compare_random and job.split != RANDOM)


class ProgressShares:
    """The share of each step of a calibration in the progress of the run, by the seconds that its trainings and passes may take."""

    def __init__(self, run: Run[CalibrationJob], recipe: Recipe, sites: int) -> None:
        self._run, self._done = run, 0.0
        self.fit, (fold, twin) = seconds_to_train(recipe, sites), seconds_to_calibrate(run.job.passes, sites)
        self.fold, self.twin = self.fit + fold, self.fit + twin
        folds, twins = calibration_work(run.job)
        self._whole = folds * self.fold + twins * self.twin + self.fit

    def step(self, seconds: float) -> Step:
        """What a step gets that may take so long."""
        first, self._done = self._done, self._done + seconds
        start, stop = (0.05 + 0.9 * min(now / self._whole, 1.0) for now in (first, self._done))
        return self._run.step(start, stop)


def _calibrate_with_profiles(setting: _Setting, split: str) -> Calibrated:
    """Calibrate and test on the folds of a kind."""
    run, job, sites = setting.run, setting.run.job, setting.sites
    chosen = job if split == job.split else dataclasses.replace(job, split=split, region_field="", folds=job.folds or 5)
    folds, _ = folds_of(chosen, sites, setting.task.recipe.max_soc)
    run.reporter.log(f"{len(folds)} folds ({split}) with {np.bincount(folds.fold).tolist()} profiles.")
    plan = CalibrationPlan(folds, setting.spread, job.calibration_share, job.validation_share)
    return calibrate_profiles(setting.task, sites, plan, setting.shares.step(len(folds) * setting.shares.fold))


def _calibrate_with_twins(setting: _Setting, result: Calibrated) -> tuple[list[TwinDraws], list[TwinDraws]]:
    """Twins that calibrate, and twins that test."""
    run, job, task, sites = setting.run, setting.run.job, setting.task, setting.sites
    warn, bedrock = run.reporter.warning, task.recipe.bedrock
    fixed, count, draws = parse_assignments(job.fixed, "fixed"), job.twins + tested_twins(job), []
    if not count:
        return [], []
    tensors = twin_tensors(sites, bedrock, run.device)
    plan = CalibrationPlan(result.folds, setting.spread, job.calibration_share, job.validation_share)
    for number in range(1, count + 1):
        run.reporter.log(f"Twin {number} of {count}.")
        draw = TwinSeed(job.seed, number)
        truth = smooth_truth(task.space, sites.covariates, Smoothness(job.truth_covariates, job.truth_length), draw, fixed)
        twin = observe(truth, tensors, bedrock, ObservationNoise(job.twin_noise, draw), warn)
        draws.append(draw_twin(task, sites, twin, plan, setting.shares.step(setting.shares.twin)))
    return draws[: job.twins], draws[job.twins :]


def _train_delivered(setting: _Setting) -> Fitted:
    """The model that is written, trained on all profiles."""
    task, sites = setting.task, setting.sites
    every, place = np.arange(len(sites)), place_of(sites.profiles.longitude, sites.profiles.latitude)
    validation = validation_of(every, place, setting.run.job.validation_share, task.seed)
    return fit_ensemble(task, sites, TrainingParts(np.setdiff1d(every, validation), validation), setting.shares.step(setting.shares.fit))


def _cost(delivered: Cost, results: dict[str, Calibrated], twins: list[TwinDraws]) -> dict[str, Any]:
    """What the model cost, its calibration and the test of that included."""
    folds = {f"folds ({name})": row.cost for name, row in results.items()}
    return costs_of({"delivered model": delivered, **folds, "twins": sum((row.cost for row in twins), Cost(0, 0, 0.0, 0.0))})


def _calibration_of(setting: _Setting, result: Calibrated, twins: list[TwinDraws], model: Model) -> Calibration:
    """The calibration that goes with the model: SOC of the calibration layers of all folds together, the rest of the twins."""
    task, sites, warn = setting.task, setting.sites, setting.run.reporter.warning
    soc = soc_scalings(sites, result.errors, warn)
    noise = observation_errors(sites, result.errors, task.seed, warn)
    parameters, processes, change = twin_scalings(task, twins) if twins else ({}, {}, {})
    layers = int(sum(len(row.layer) for row in result.errors))
    details = {"soc": f"{layers:,} predictions of held-out layers", "parameters, processes and change": f"{len(twins)} simulated twins"}
    return Calibration(setting.spread.resolved(model), soc, noise, parameters, processes, change, details)


def metrics_of(result: CalibrationResult) -> dict[str, Any]:
    """What the run's result says: coverage of the calibrated intervals."""
    rows = result.scores[(result.scores["layers"] == ALL) & (result.scores["method"] == CALIBRATED)]
    soc = {
        split: {
            row["depth"]: {name: row[name] for name in ("coverage_50", "coverage_90", "width_90", "crps")}
            for row in part.to_dict("records")
        }
        for split, part in rows.groupby("split", sort=False)
    }
    twins = {}
    if result.summary is not None:
        for kind, plural in ((PARAMETER, "parameters"), (PROCESS, "processes"), (CHANGE, "change")):
            part = result.summary[result.summary["kind"] == kind]
            twins[plural] = {
                row["name"]: {key: row[key] for key in ("raw_90", "calibrated_90", "least_90", "extremes")}
                for row in part.to_dict("records")
            }
    noise = {name: float(value) for name, value in result.calibration.noise.items()}
    return {"profiles": len(result.sites), "coverage_of_soc": soc, "coverage_in_twins": twins, "observation_error_of_log_soc": noise}
