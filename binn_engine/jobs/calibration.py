"""The job ``calibration``: a model that knows how wrong it is, and the evidence that it does."""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
import pandas as pd

from ..cells import write_csv
from ..errors import JobError
from ..experiments.calibrating import CALIBRATED, Calibrated, calibrate_profiles, observation_errors, soc_scalings
from ..experiments.calibration_evidence import PARAMETER, PROCESS, soc_curves, soc_table, twin_summary, twin_table
from ..experiments.crossvalidation import ALL
from ..experiments.results import CalibrationResult
from ..experiments.twin_calibration import TwinDraws, draw_twin, twin_scalings
from ..experiments.twins import MOST_NOISE, observe, smooth_truth, twin_tensors
from ..json_text import to_json
from ..learning.dataset import Sites
from ..learning.fit import fit_ensemble
from ..learning.site_sources import read_checked_sites
from ..learning.task import Task
from ..model.calibration import Calibration
from ..model.checkpoints import Model, save_model
from ..model.domain import fit_domain
from ..model.spread import Spread
from ..profiles.quality import MAX_SOC
from ..resampling.folds import validation_of
from ..resampling.splits import place_of
from ..running.context import Run
from ..settings import CalibrationJob
from ..settings.texts import parse_assignments
from .crossvalidate import check_folds, folds_of
from .train import evidence_of, task_of

RANDOM = "random"


def run(job: CalibrationJob, run: Run) -> dict[str, Any]:
    """Calibrate with held-out profiles and with twins, train the model that is delivered, and write it with the evidence."""
    from ..reports.calibration import prediction_table, report_values, write_calibration_report

    task = task_of(job)
    spread = Spread(job.passes, job.spread, 0.0, job.seed)
    check_job(job, task, spread)
    paths = {name: run.output(name, getattr(job, name)) for name in ("report", "json", "csv", "predictions", "model") if getattr(job, name)}
    sites, control = read_checked_sites(job, run)
    plan = _Plan(job, run)
    results = {name: _with_profiles(job, task, sites, name, spread, run, plan) for name in plan.splits}
    twins, tests = _with_twins(job, task, sites, results[job.split], spread, run, plan)
    model = delivered(job, task, sites, run, plan)
    calibration = calibration_of(task, sites, results[job.split], twins, spread, model, run)
    run.reporter.progress(0.95, "asking what the data say of each parameter")
    evidence = evidence_of(task, model, sites, run)
    limit = task.recipe.max_soc if np.isfinite(task.recipe.max_soc) else MAX_SOC
    scores = pd.concat([soc_table(row.tested, sites, limit, name) for name, row in results.items()], ignore_index=True)
    curves = {name: soc_curves(row.tested, sites) for name, row in results.items()}
    table = twin_table(tests, (calibration.parameters, calibration.processes), task.space) if tests else None
    summary = None if table is None else twin_summary(table)
    found = CalibrationResult(task, sites, control, results, calibration, scores, curves, table, summary, limit)
    metrics = metrics_of(job, found)
    run.reporter.progress(0.97, "writing")
    card = {"calibration": calibration.to_card(), "metrics": metrics, "identifiability": evidence, "job": dataclasses.asdict(job)}
    folds = results[job.split].folds
    domain = fit_domain(model.encoding, sites.covariates.values, folds.fold, job.seed)
    save_model(paths["model"], dataclasses.replace(model, card={**model.card, **card}, domain=domain))
    if "csv" in paths:
        write_csv(scores, paths["csv"])
    if "predictions" in paths:
        write_csv(prediction_table(found), paths["predictions"])
    if "json" in paths:
        paths["json"].write_text(to_json(report_values(job, run, found)), encoding="utf-8")
    write_calibration_report(paths["report"], job, run, found)
    return metrics


def check_job(job: CalibrationJob, task: Task, spread: Spread) -> None:
    """Raise :class:`JobError` for a setting out of its range, before anything is read."""
    check_folds(job)
    spread.check_networks(task.recipe.members, task.recipe.dropout)
    if spread.of_networks(task.recipe.members, task.recipe.dropout) != "ensemble" and not spread.passes:
        raise JobError("A calibration scales a spread, and passes is 0.", "Give 20 passes or more, or choose the spread of the ensemble.")
    if not 0.0 < job.calibration_share < 0.9:
        raise JobError(f"calibration_share is {job.calibration_share:g}.", "Give a share above 0 and below 0.9, such as 0.2.")
    if job.twins < 0 or job.test_twins < 0:
        raise JobError(f"twins is {job.twins} and test_twins {job.test_twins}.", "Give 0 or more of each.")
    if not 0.0 <= job.twin_noise <= MOST_NOISE:
        raise JobError(f"twin_noise is {job.twin_noise:g}.", f"Give a relative error from 0 to {MOST_NOISE:g}.")
    for name in ("truth_covariates", "truth_length"):
        if not getattr(job, name) > 0:
            raise JobError(f"{name} is {getattr(job, name):g}.", "Give a positive number.")


def tested_twins(job: CalibrationJob) -> int:
    """How many twins test: none where none calibrates."""
    return job.test_twins if job.twins else 0


class _Plan:
    """Which steps train how many ensembles, and where they stand in the progress of the run."""

    def __init__(self, job: CalibrationJob, run: Run) -> None:
        self.splits = [job.split] + [RANDOM] * (job.compare_random and job.split != RANDOM)
        self._run, self._done = run, 0
        self._steps = len(self.splits) * (job.folds or 5) + tested_twins(job) + job.twins + 1

    def span(self, ensembles: int) -> Any:
        """Progress of a step that trains so many ensembles."""
        first, self._done = self._done, self._done + ensembles
        ends = (0.05 + 0.9 * min(number / self._steps, 1.0) for number in (first, self._done))
        return self._run.reporter.span(*ends)


def _with_profiles(job: CalibrationJob, task: Task, sites: Sites, split: str, spread: Spread, run: Run, plan: _Plan) -> Calibrated:
    chosen = job if split == job.split else dataclasses.replace(job, split=split, region_field="", folds=job.folds or 5)
    folds, _ = folds_of(chosen, sites, task.recipe.max_soc)
    run.reporter.log(f"{len(folds)} folds ({split}) of {np.bincount(folds.fold).tolist()} profiles.")
    shares = job.validation_share, job.calibration_share
    return calibrate_profiles(task, sites, folds, shares, spread, run.device, plan.span(len(folds)), run.reporter.warning)


def _with_twins(
    job: CalibrationJob, task: Task, sites: Sites, result: Calibrated, spread: Spread, run: Run, plan: _Plan
) -> tuple[list[TwinDraws], list[TwinDraws]]:
    """Twins that calibrate, and twins that test."""
    tensors = twin_tensors(sites, task.recipe.bedrock, run.device) if job.twins else None
    held, found = parse_assignments(job.fixed, "fixed"), []
    for number in range(1, job.twins + tested_twins(job) + 1):
        run.reporter.log(f"Twin {number} of {job.twins + tested_twins(job)}.")
        truth = smooth_truth(task.space, sites.covariates, job.truth_covariates, job.truth_length, job.seed, number, held)
        twin = observe(truth, tensors, task.recipe.bedrock, job.twin_noise, job.seed, number, run.reporter.warning)
        drawn = draw_twin(task, sites, twin, result.folds, job.validation_share, spread, run.device, plan.span(1), run.reporter.warning)
        found.append(drawn)
    return found[: job.twins], found[job.twins :]


def delivered(job: CalibrationJob, task: Task, sites: Sites, run: Run, plan: _Plan) -> Model:
    """The model that is written, taught by all profiles."""
    every = np.arange(len(sites))
    validation = validation_of(every, place_of(sites.profiles.longitude, sites.profiles.latitude), job.validation_share, task.seed)
    warn = run.reporter.warning
    return fit_ensemble(task, sites, np.setdiff1d(every, validation), validation, run.device, plan.span(1), warn).model


def calibration_of(
    task: Task, sites: Sites, result: Calibrated, twins: list[TwinDraws], spread: Spread, model: Model, run: Run
) -> Calibration:
    """The calibration that goes with the model: SOC of the calibration layers of all folds together, the rest of the twins."""
    warn = run.reporter.warning
    soc = soc_scalings(sites, result.errors, warn)
    noise = observation_errors(sites, result.errors, task.seed, warn)
    parameters, processes = twin_scalings(task, twins) if twins else ({}, {})
    layers = int(sum(len(row.layer) for row in result.errors))
    details = {"soc": f"{layers:,} predictions of held-out layers", "parameters and processes": f"{len(twins)} simulated twins"}
    return Calibration(spread.resolved(model), soc, noise, parameters, processes, details)


def metrics_of(job: CalibrationJob, found: CalibrationResult) -> dict[str, Any]:
    """What the run's result says: coverage of the calibrated intervals."""
    rows = found.scores[(found.scores["layers"] == ALL) & (found.scores["method"] == CALIBRATED)]
    soc = {
        split: {
            row["depth"]: {name: row[name] for name in ("coverage_50", "coverage_90", "width_90", "crps")}
            for row in part.to_dict("records")
        }
        for split, part in rows.groupby("split", sort=False)
    }
    twins = {}
    if found.summary is not None:
        for kind, plural in ((PARAMETER, "parameters"), (PROCESS, "processes")):
            part = found.summary[found.summary["kind"] == kind]
            twins[plural] = {
                row["name"]: {key: row[key] for key in ("raw_90", "calibrated_90", "least_90", "extremes")}
                for row in part.to_dict("records")
            }
    noise = {name: float(value) for name, value in found.calibration.noise.items()}
    return {"profiles": len(found.sites), "coverage_of_soc": soc, "coverage_in_twins": twins, "observation_error_of_log_soc": noise}
