"""The job ``crossvalidate``: BINN and its baselines on the same folds, and explanations of BINN's predictions."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ..cells import write_csv
from ..covariates.samples import Sampling
from ..experiments.attribution import marginal_sensitivity, process_control
from ..experiments.crossvalidation import (
    ALL,
    POOLED,
    Crossvalidated,
    cross_validate,
    encoding_of,
    ensemble_of_folds,
    score_table,
)
from ..experiments.evidence import evidence_rows, of_fields
from ..experiments.identifiability import identifiability
from ..experiments.importance import DependencePlan, PermutationPlan, partial_dependence, permutation_importance
from ..experiments.job_folds import check_folds, folds_of
from ..experiments.radiocarbon import BINN_WITH_BOTH, HeardFolds, cross_validate_radiocarbon
from ..experiments.results import CrossvalidationResult, Explanation
from ..experiments.score_rows import ScoredLayers
from ..experiments.sensitivity import SensitivityPlan, soc_sensitivity
from ..experiments.soc_maps import map_name, soc_of_map
from ..json_text import to_json
from ..learning.dataset import Sites
from ..learning.durations import Workload, expected_parts
from ..learning.radiocarbon.reading import read_radiocarbon_sites
from ..learning.radiocarbon.scores import fit_in_words
from ..learning.radiocarbon.sites import RadiocarbonSites
from ..learning.site_sources import read_checked_sites, read_test_sites
from ..learning.task import Task, task_of
from ..model.checkpoints import save_model
from ..model.domain import fit_domain
from ..profiles.quality import MAX_SOC
from ..reports.crossvalidation import write_crossvalidation_report
from ..reports.crossvalidation_values import prediction_table, report_values
from ..resampling.folds import BLOCK_DEGREES
from ..resampling.splits import block_of
from ..running.context import Run
from ..settings import CrossvalidateJob

TRAINED = 0.85  # share of the run that training takes
TAUGHT = 0.35  # of it, until BINN is taught by radiocarbon too, where there is any


def run(run: Run[CrossvalidateJob]) -> dict[str, Any]:
    """Cross-validate, and write the report, the scores, the predictions and the ensemble of all folds where wanted."""
    job, task = run.job, task_of(run.job)
    check_folds(job)
    paths = run.wanted_outputs("report", "json", "csv", "predictions", "model")
    sites, control = read_checked_sites(run)
    apart = read_test_sites(run, sites, encoding_of(task, sites)) if job.test_profiles else None
    others = read_radiocarbon_sites(run, task.recipe, sites) if job.radiocarbon else None
    folds, variogram = folds_of(job, sites, task.recipe.max_soc)
    run.reporter.log(f"{len(folds)} folds with {np.bincount(folds.fold).tolist()} profiles.")
    load = Workload(len(sites), radiocarbon=len(others) if others else 0)
    run.reporter.expect(*expected_parts(dataclasses.replace(job, folds=len(folds)), load))
    result = cross_validate(task, sites, folds, job.validation_share, run.step(0.05, TAUGHT if others else TRAINED), apart)
    heard = hear_folds(task, result, sites, others, run)
    limit = task.recipe.max_soc if np.isfinite(task.recipe.max_soc) else MAX_SOC
    if not (sites.profiles.soc <= limit).any():
        limit = float(sites.profiles.soc.max())
    run.reporter.progress(TRAINED, "scoring")
    scores = score_table(result, sites, limit, job.seed)
    metrics = pooled_metrics(scores)
    _log_scores(metrics, run)
    why = explain(task, result, sites, run, limit)
    beside = beside_map(result, sites, run, limit), scores_apart(result, apart, run, limit)
    findings = CrossvalidationResult(task, sites, control, result, scores, limit, variogram, why, *beside, heard)
    run.reporter.progress(0.96, "writing the results")
    _write_files(paths, run, findings, metrics)
    sizes = {"profiles": len(sites), "layers": len(sites.profiles.soc), "folds": len(folds)}
    told = {"radiocarbon": heard.values} if heard else {}
    return {"scores": metrics, **sizes, **({"test_profiles": len(apart)} if apart is not None else {}), **told}


def _write_files(paths: dict[str, Path], run: Run[CrossvalidateJob], findings: CrossvalidationResult, metrics: dict[str, Any]) -> None:
    job, sites, why = run.job, findings.sites, findings.why
    if "csv" in paths:
        write_csv(findings.scores, paths["csv"])
    if "predictions" in paths:
        write_csv(prediction_table(findings), paths["predictions"])
    if "json" in paths:
        paths["json"].write_text(to_json(report_values(run, findings)), encoding="utf-8")
    if "model" in paths:
        heard = findings.radiocarbon
        result = dataclasses.replace(findings.result, fitted=heard.fitted) if heard else findings.result
        model = ensemble_of_folds(result, sites, findings.task)
        everywhere = findings.task.tensors(sites, np.arange(len(sites)), model.encoding, run.device)
        evidence = of_fields(evidence_rows(why.identifiability, why.sensitivity), model, everywhere)
        card = {**model.card, "metrics": metrics, "identifiability": evidence, "job": dataclasses.asdict(job)}
        if heard:
            places = sorted({*card["training"]["profile_hashes"], *heard.hashes})
            card |= {"radiocarbon": heard.values, "training": {**card["training"], "profile_hashes": places}}
        domain = fit_domain(model.encoding, sites.covariates.values, findings.result.folds.fold, job.seed)
        save_model(paths["model"], dataclasses.replace(model, card=card, domain=domain))
    write_crossvalidation_report(paths["report"], run, findings)


def hear_folds(
    task: Task, result: Crossvalidated, sites: Sites, others: RadiocarbonSites | None, run: Run[CrossvalidateJob]
) -> HeardFolds | None:
    """BINN taught by SOC and radiocarbon on the same folds, whose predictions of SOC join the others'; None without radiocarbon.

    Parameters
    ----------
    task, result, sites
        What was trained; the folds and their models, which get one more; all sites.
    others
        The sites with radiocarbon.
    run
        The run, for its job, log and warnings.
    """
    if others is None:
        return None
    heard = cross_validate_radiocarbon(task, sites, result, (others, run.job.radiocarbon_weight), run.step(TAUGHT, TRAINED))
    result.predictions[BINN_WITH_BOTH] = heard.soc
    values = heard.values
    if values["left_out_by_split"]:
        text = f"{values['left_out_by_split']} of {len(others)} sites with radiocarbon are not used: they would be in two folds."
        run.reporter.warning("radiocarbon_split", text)
    for name, scores in values["fit"].items():
        run.reporter.log(f"radiocarbon, {name}: {fit_in_words(scores)}.")
    return heard


def beside_map(result: Crossvalidated, sites: Sites, run: Run[CrossvalidateJob], limit: float) -> list[dict[str, Any]]:
    """Scores of BINN, its rivals and another map of SOC, where one is given, on the layers that the map covers.

    Parameters
    ----------
    result, sites
        The folds and the predictions of all models; all sites.
    run
        The run, for its job and its warnings.
    limit
        SOC in gC/m3 up to which layers are also scored apart.
    """
    job, profiles = run.job, sites.profiles
    if not job.soc_map:
        return []
    mapped = soc_of_map(job, profiles, Sampling(job.sampling, job.nearest_valid_km), run.reporter.warning)
    layers = ScoredLayers(profiles.soc, result.folds.block[profiles.profile], limit, job.seed)
    return layers.rows({**result.predictions, map_name(job): mapped}, np.isfinite(mapped))


def scores_apart(result: Crossvalidated, apart: Sites | None, run: Run[CrossvalidateJob], limit: float) -> list[dict[str, Any]]:
    """Scores of BINN and its rivals on the sites of a file that no fold learned from; none without such a file.

    Parameters
    ----------
    result
        The predictions of all folds.
    apart
        The sites of the file.
    run
        The run, for its job.
    limit
        SOC in gC/m3 up to which layers are also scored apart.
    """
    if apart is None:
        return []
    profiles = apart.profiles
    block = block_of(profiles.longitude, profiles.latitude, result.folds.block_degrees or BLOCK_DEGREES)
    return ScoredLayers(profiles.soc, block[profiles.profile], limit, run.job.seed).rows(result.apart)


def explain(task: Task, result: Crossvalidated, sites: Sites, run: Run, limit: float) -> Explanation:
    """What the first fold's model depends on.

    Parameters
    ----------
    task, result, sites
        What was trained; the folds and their models; all sites.
    run
        The run, for its device, progress and warnings.
    limit
        SOC in gC/m3 up to which layers are scored.
    """
    warn, model = run.reporter.warning, result.fitted[0].model
    everywhere = task.tensors(sites, np.arange(len(sites)), result.encoding, run.device)
    tested = task.tensors(sites, result.parts[0].test, result.encoding, run.device)
    steps: list[tuple[str, Callable[[], Any]]] = [
        ("sensitivity of SOC", lambda: soc_sensitivity(model, everywhere, warn, SensitivityPlan(seed=task.seed))),
        ("identifiability", lambda: identifiability(model, everywhere, warn)),
        ("importance of covariates", lambda: permutation_importance(model, tested, warn, PermutationPlan(seed=task.seed, max_soc=limit))),
        ("partial dependence", lambda: partial_dependence(model, everywhere, warn, DependencePlan(seed=task.seed))),
        ("process control", lambda: process_control(model, everywhere, warn, limit)),
        ("marginal sensitivity", lambda: marginal_sensitivity(model, everywhere, warn)),
    ]
    found = []
    for number, (phase, step) in enumerate(steps):
        run.reporter.progress(TRAINED + 0.01 + 0.09 * number / len(steps), phase)
        found.append(step())
    return Explanation(*found)


def pooled_metrics(scores: pd.DataFrame) -> dict[str, dict[str, dict[str, dict[str, float]]]]:
    """Pooled scores as ``train`` gives them: model, then kind of layers, then unit (``gC_m3`` or ``log``), then score."""
    rows = scores[(scores["fold"] == POOLED) & (scores["depth"] == ALL) & (scores["against"] == "")]
    found: dict[str, dict] = {}
    for (model, layers), part in rows.groupby(["model", "layers"], sort=False):
        value = part.set_index("score")["value"]
        units = {"gC_m3": {name: float(value[name]) for name in ("nse", "rmse", "bias")}, "log": {"nse": float(value["log_nse"])}}
        found.setdefault(model, {})[f"cross-validation, {layers} layers" if layers == ALL else f"cross-validation, layers {layers}"] = units
    return found


def _log_scores(metrics: dict[str, Any], run: Run) -> None:
    for kind, tests in metrics.items():
        text = "; ".join(f"{name}: NSE {units['gC_m3']['nse']:.3f}, log {units['log']['nse']:.3f}" for name, units in tests.items())
        run.reporter.log(f"{kind}: {text}.")
