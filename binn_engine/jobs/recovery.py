"""The job ``recovery``: whether training recovers parameters whose true values are known."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ..cells import write_csv
from ..covariates.bands import band_names, open_raster
from ..covariates.table import CovariateChoice, Joining, read_covariates
from ..errors import InputError, JobError, check_positive
from ..experiments.job_folds import check_folds, folds_of
from ..experiments.recovery import PARAMETER, PROCESS, Recovered, RecoveryTrial, middle_of_ranges, recover, score_soc, score_values
from ..experiments.recovery_summary import in_words, summarise, summarise_soc
from ..experiments.results import RecoveryResult
from ..experiments.twins import (
    LARGEST_SOC,
    ObservationNoise,
    Smoothness,
    Twin,
    TwinSeed,
    TwinTruth,
    answering_share,
    check_noise,
    constant_truth,
    given_truth,
    observe,
    smooth_truth,
    twin_tensors,
)
from ..json_text import to_json
from ..learning.dataset import Sites
from ..learning.durations import Workload, expected_parts
from ..learning.site_sources import QualityControl, read_checked_sites
from ..learning.task import Task
from ..model.binn import parameter_space
from ..model.recipes import recipe_of
from ..profiles.quality import MAX_SOC
from ..profiles.tables.vectors import is_table, read_table
from ..reports.recovery import result_values, write_recovery_report
from ..running.context import Run
from ..settings import RecoveryJob
from ..settings.texts import parse_assignments
from ..tables import PARAMETER_NAMES

NULL_TRUTHS = 10  # truths at least that a prediction is held against, though only the job's are trained on
FROM_FILE = ("raster", "table")


def run(run: Run[RecoveryJob]) -> dict[str, Any]:
    """Draw the truths, train on what they look like, score what is found, and write the report and the scores where wanted."""
    job = run.job
    check_job(job)
    held = parse_assignments(job.fixed, "fixed")
    task = Task(parameter_space(job.prior, job.learned, held), recipe_of(job), job.seed)
    names = names_in_truth(run)
    paths = run.wanted_outputs("report", "json", "csv")
    sites, control = read_checked_sites(run)
    sites, given = with_given_truth(names, task, sites, run)
    folds, _ = folds_of(job, sites, MAX_SOC)
    run.reporter.expect(*expected_parts(dataclasses.replace(job, folds=len(folds)), Workload(len(sites))))
    trial = RecoveryTrial(task, folds, min(job.folds_run or len(folds), len(folds)), job.validation_share)
    result = recover_twins(run, trial, sites, control, make_twins(task, sites, given, held, run))
    for text, _good in result.words:
        run.reporter.log(text)
    run.reporter.progress(0.97, "writing the results")
    if "csv" in paths:
        write_csv(result.summary, paths["csv"])
    if "json" in paths:
        paths["json"].write_text(to_json(result_values(run, result)), encoding="utf-8")
    write_recovery_report(paths["report"], run, result)
    return metrics_of(result)


def check_job(job: RecoveryJob) -> None:
    """Raise :class:`JobError` for a setting out of its range, before anything is read."""
    check_folds(job)
    check_noise("noise", job.noise)
    for name in ("truths", "truth_covariates", "truth_length"):
        check_positive(name, getattr(job, name))
    if job.folds_run < 0 or (job.folds and job.folds_run > job.folds):
        raise JobError(
            f"folds_run is {job.folds_run}, but it must be from 0 to the number of folds.",
            f"Give a number from 1 to {job.folds}, or 0 to run all folds.",
        )
    if job.truth in FROM_FILE and not job.truth_file:
        raise JobError(f"truth is {job.truth}, but no file with the true parameters is given.", "Set truth_file to this file.")
    if job.truth_file and job.truth not in FROM_FILE:
        raise JobError(
            f"truth_file is used only if truth is raster or table, but truth is {job.truth}.",
            "Set truth to raster or table, or leave truth_file empty.",
        )
    if job.truth_file and is_table(job.truth_file) != (job.truth == "table"):
        raise JobError(
            f"truth is {job.truth}, but {job.truth_file} is not a {job.truth}.",
            f"Set truth to {'table' if job.truth == 'raster' else 'raster'}.",
        )


def names_in_truth(run: Run[RecoveryJob]) -> list[str]:
    """The parameters that the truth's file holds; none where there is no file. An :class:`InputError` where it holds none."""
    job = run.job
    path = job.truth_file
    if not path:
        return []
    if job.truth == "table":
        held = read_table(path, run.reporter.warning, text=[job.id_field] if job.id_field else (), located=False).columns
    else:
        with open_raster(path) as dataset:
            held = [name for name, _ in band_names(dataset)]
    names = [name for name in PARAMETER_NAMES if name in held]
    if not names:
        column = "column" if job.truth == "table" else "band"
        raise InputError(f"{path} has no {column} that is named like a parameter.", f"The parameters are {', '.join(PARAMETER_NAMES)}.")
    return names


def with_given_truth(names: list[str], task: Task, sites: Sites, run: Run[RecoveryJob]) -> tuple[Sites, TwinTruth | None]:
    """The sites at which the truth's file has all of the parameters ``names``, and the truth there; without them all sites and None."""
    job = run.job
    if not names:
        return sites, None
    path, warn = job.truth_file, run.reporter.warning
    values = read_covariates([path], sites.profiles, CovariateChoice(names=names), warn=warn, joining=Joining(id_field=job.id_field)).values
    known = np.isfinite(values).all(1)
    if not known.any():
        raise InputError(
            f"{path} does not have values of all of {', '.join(names)} at any profile ({len(sites):,} profiles).",
            "Check its extent, its CRS and its missing values.",
        )
    if not known.all():
        warn("unknown_truth", f"{path} has no true value at {int((~known).sum()):,} of {len(sites):,} profiles, which are left out.")
    return sites.subset(known), given_truth(task.space, dict(zip(names, values[known].T)), path)


def make_twins(
    task: Task, sites: Sites, file_truth: TwinTruth | None, held: dict[str, float], run: Run[RecoveryJob]
) -> tuple[list[Twin], list[Twin]]:
    """The twins to recover, and twins of other truths, which tell what agrees by chance.

    The truths of a file are all the same; its twins differ in their noise and networks, and the others are smooth truths.

    Parameters
    ----------
    task, sites
        Ranges, bedrock mode and recipe; all sites.
    file_truth
        The truth of a file; None: truths are drawn.
    held
        Values of parameters that are the same everywhere, by name, in their units.
    run
        The run, for its settings, device, progress and warnings.
    """
    job = run.job

    def drawn(number: int) -> TwinTruth:
        if job.truth == "constant":
            return constant_truth(task.space, len(sites), TwinSeed(job.seed, number), held)
        smoothness = Smoothness(job.truth_covariates, job.truth_length)
        return smooth_truth(task.space, sites.covariates, smoothness, TwinSeed(job.seed, number), held)

    run.reporter.progress(0.05, "drawing true parameters")
    tensors = twin_tensors(sites, task.recipe.bedrock, run.device)
    wanted, most = range(1, job.truths + 1), max(job.truths, NULL_TRUTHS)
    numbers = range(1, most + 1) if file_truth is None else range(1, job.truths + NULL_TRUTHS + 1)
    truths = [drawn(number) if file_truth is None or number not in wanted else file_truth for number in numbers]
    twins = [
        observe(truth, tensors, task.recipe.bedrock, ObservationNoise(job.noise, TwinSeed(job.seed, number)), run.reporter.warning)
        for number, truth in zip(numbers, truths, strict=True)
    ]
    return twins[: job.truths], twins if file_truth is None else twins[job.truths :]


def recover_twins(
    run: Run[RecoveryJob], trial: RecoveryTrial, sites: Sites, control: QualityControl, twins: tuple[list[Twin], list[Twin]]
) -> RecoveryResult:
    """Recover every twin, and the first with shuffled covariates where wanted, and score what is found.

    Parameters
    ----------
    run, trial
        The run; the task and the folds that are tried on every twin.
    sites, control
        All sites, and what quality control left out.
    twins
        Those to recover, and those whose agreement with a prediction is chance.
    """
    job, task = run.job, trial.task
    chosen, others = twins
    warn, bedrock, space = run.reporter.warning, task.recipe.bedrock, task.space
    tensors = twin_tensors(sites, bedrock, run.device)
    cases = [(twin, False) for twin in chosen] + [(chosen[0], True)] * job.control
    recovered, scores, soc = [], [], []
    for number, (twin, shuffle) in enumerate(cases):
        step = run.step(0.06 + 0.9 * number / len(cases), 0.06 + 0.9 * (number + 1) / len(cases))
        recovered.append(recover(trial, sites, twin, step, shuffle))
        idle = middle_of_ranges(space, bedrock, twin, tensors, warn)
        scores.append(score_values(recovered[-1], others, idle, space, sites, shuffle))
        soc.append(score_soc(recovered[-1], others, idle, sites, shuffle))
    _warn_of_dropped(recovered[: len(chosen)], len(sites), run)
    shares = np.mean([answering_share(twin, tensors, bedrock, space) for twin in chosen], 0)
    answering = dict(zip(PARAMETER_NAMES, shares.tolist()))
    table, soc_table = pd.concat(scores, ignore_index=True), pd.concat(soc, ignore_index=True)
    summary = summarise(table, answering, job.truth == "constant")
    shuffled = recovered[-1] if job.control else None
    words = in_words(summary)
    socs = soc_table, summarise_soc(soc_table)
    return RecoveryResult(
        task, sites, control, trial.folds, recovered[: len(chosen)], shuffled, table, socs[0], summary, socs[1], answering, words
    )


def metrics_of(result: RecoveryResult) -> dict[str, Any]:
    """What the run's result says: the mean scores, verdicts and sentences."""
    shown = ("r_mean", "r_null_mean", "r_null_sd", "r_shuffled", "skill_mean", "bias_mean", "scatter_mean", "verdict")
    values = result.summary.to_dict("records")
    soc = result.soc_summary.to_dict("records")
    return {
        "profiles": len(result.sites),
        "truths": len(result.recovered),
        "folds": len(result.recovered[0].runs),
        "dropped": [row.dropped for row in result.recovered],
        **{
            plural: {row["name"]: {key: row[key] for key in shown} for row in values if row["kind"] == kind}
            for kind, plural in ((PARAMETER, "parameters"), (PROCESS, "processes"))
        },
        "soc": {row["name"]: {key: row[key] for key in ("nse_mean", "log_nse_mean", "nse_null_mean", "log_nse_null_mean")} for row in soc},
        "words": [text for text, _ in result.words],
    }


def _warn_of_dropped(recovered: Sequence[Recovered], sites: int, run: Run) -> None:
    dropped = {row.twin.number: row.dropped for row in recovered if row.dropped}
    if dropped:
        counts = ", ".join(f"{count:,} in set {number}" for number, count in dropped.items())
        text = f"Profiles are left out if their simulated SOC is above {LARGEST_SOC:g} gC/m3, which no soil has: {counts} (of {sites:,})."
        run.reporter.warning("no_soil", text)
