"""The job ``evaluate``: score a checkpoint on SOC profiles that were not used to train it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from ..cells import write_csv
from ..covariates.samples import Sampling
from ..errors import InputError, JobError
from ..experiments.reliability import interval_scores
from ..experiments.rivals import rival_predictions, scored_layers, training_sites
from ..experiments.score_rows import BINN
from ..experiments.soc_maps import map_name, soc_of_map
from ..json_text import to_json
from ..learning.as_trained import as_trained
from ..learning.dataset import Sites, to_tensors
from ..learning.durations import Workload, expected_parts
from ..learning.ensembles import ensemble_layers
from ..learning.site_sources import SiteSources, read_model_sites
from ..model.calibration import DEPTH_RANGES
from ..model.checkpoints import Model, load_model
from ..model.ranges import outside_counts, tell_outside
from ..model.scaling import LEVELS, at_level
from ..model.spread import Spread
from ..prediction.profile_draws import draw_profiles, layer_quantiles
from ..running.callbacks import Warn
from ..running.context import Run
from ..scoring.scores import soc_scores
from ..settings import EvaluateJob

SHOWN_LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


def run(run: Run[EvaluateJob]) -> dict[str, Any]:
    """Score, and write the scores and the predictions where wanted."""
    model = load_model(run.job.model, run.device.name, run.device.dtype)
    job = as_trained(run.job, model.card.get("job", {}), run.reporter.log) if run.job.as_trained else run.job
    scores_path = run.output("json", job.json) if job.json else None
    predictions_path = run.output("predictions", job.predictions) if job.predictions else None
    report_path = run.output("report", job.report) if job.report else None
    spread = Spread(job.passes, job.spread, 0.0, job.seed)
    spread.check(model)
    calibration = model.calibration if job.calibrated else None
    if calibration and spread.active:
        calibration.check(spread.resolved(model))
    taught = _sites_of_training(run, job, model) if job.rivals else None
    sites = read_model_sites(SiteSources.of(job, model.forcing_interpolation), model.encoding, run)
    if not job.allow_training_profiles:
        sites = _without_training_profiles(sites, model, run)
    _warn_of_sampling(job, model, run.reporter.warning)
    run.reporter.expect(*expected_parts(job, Workload(len(sites))))
    run.reporter.progress(0.3 if job.rivals else 0.5, "predicting")
    tensors = to_tensors(sites, model.encoding, model.bedrock, run.device.name, run.device.dtype)
    predicted = ensemble_layers(model, tensors, run.reporter.warning)
    observed = sites.profiles.soc
    metrics = {**soc_scores(observed, predicted), "n_profiles": len(sites), "n_layers": len(observed)}
    counts = outside_counts(model.encoding, sites.covariates.values)
    metrics["outside_training"] = tell_outside(model.encoding, counts, len(sites), run.reporter, "profiles")
    table = _prediction_table(sites, predicted)
    if spread.active:
        levels = layer_quantiles(draw_profiles(model, tensors, spread, run.reporter.warning).soc, sites.profiles.depth, calibration)
        metrics["intervals"] = interval_metrics(sites, predicted, levels, calibration is not None)
        for level in SHOWN_LEVELS:
            table[f"q{100 * level:g}_gC_m3"] = at_level(levels, LEVELS, level)
    if taught:
        rivals = rival_predictions(model, taught, sites, run.step(0.35, 0.9))
        metrics["rivals"] = scored_layers(sites, model).rows({BINN: predicted, **rivals})
        for name, values in rivals.items():
            table[f"{name.replace(' ', '_')}_gC_m3"] = values
    if job.soc_map:
        mapped = soc_of_map(job, sites.profiles, Sampling(job.sampling, job.nearest_valid_km), run.reporter.warning)
        metrics["soc_map"] = scored_layers(sites, model).rows({BINN: predicted, map_name(job): mapped}, np.isfinite(mapped))
        table["soc_map_gC_m3"] = mapped
    if scores_path:
        scores_path.write_text(to_json(metrics), encoding="utf-8")
    if predictions_path:
        write_csv(table, predictions_path)
    if report_path:
        from ..reports.evaluation import write_evaluation_report  # without a report, drawing need not be loaded

        run.reporter.progress(0.95, "writing the report")
        write_evaluation_report(report_path, run, sites, predicted, metrics)
    return metrics


def _warn_of_sampling(job: EvaluateJob, model: Model, warn: Warn) -> None:
    """Say where rasters are sampled in another way than in the training."""
    sampling = model.card.get("job", {}).get("sampling", job.sampling)
    if sampling != job.sampling:
        message = f"The model was trained on rasters sampled with the method {sampling}, but here they are sampled with {job.sampling}."
        warn("sampling", message)


def _sites_of_training(run: Run[EvaluateJob], job: EvaluateJob, model: Model) -> Sites:
    """The sites that other models learn from: those that BINN was trained on."""
    if job.allow_training_profiles:
        raise JobError(
            "Profiles that the model was trained on cannot be scored beside other models, which would learn from them too.",
            "Leave out either rivals or allow_training_profiles.",
        )
    sites = read_model_sites(replace(SiteSources.of(job, model.forcing_interpolation), profiles=job.rivals), model.encoding, run)
    return training_sites(sites, model, job.rivals, run.reporter.warning)


def interval_metrics(sites: Sites, predicted: np.ndarray, levels: np.ndarray, calibrated: bool) -> dict[str, Any]:
    """Scores of predicted distributions, at all depths and in each range of depth.

    Parameters
    ----------
    sites
        The sites with their observed layers.
    predicted
        SOC of the layers, gC/m3, ``(layers,)``.
    levels
        Quantiles of SOC at ``LEVELS``, gC/m3, ``(layers, levels)``.
    calibrated
        Whether the quantiles are those of a new observation, calibrated; else they are of the raw spread.
    """
    depth, observed = sites.profiles.depth, sites.profiles.soc
    found: dict[str, Any] = {"of": "a new observation, calibrated" if calibrated else "the raw spread"}
    for name, (top, bottom) in {"all": (0.0, np.inf), **DEPTH_RANGES}.items():
        rows = (depth >= top) & (depth < bottom)
        if rows.any():
            found[name] = interval_scores(observed[rows], predicted[rows], levels[rows], LEVELS)
    return found


def _without_training_profiles(sites: Sites, model: Model, run: Run) -> Sites:
    """Leave out, with a warning, the profiles that the model was trained on; raise where no other is left."""
    seen = np.isin(sites.hashes(), model.training_hashes)
    if seen.all():
        raise InputError(
            f"All {len(sites)} profiles were used to train the model, or are at the places of training profiles.",
            "Use other profiles, or allow training profiles (the scores are then too good).",
        )
    if seen.any():
        run.reporter.warning(
            "training_profiles",
            f"{int(seen.sum())} of {len(sites)} profiles were used to train the model, or are at the places of "
            "training profiles. They are left out.",
        )
    return sites.subset(~seen)


def _prediction_table(sites: Sites, predicted: np.ndarray) -> pd.DataFrame:
    profiles = sites.profiles
    return pd.DataFrame(
        {
            "profile_id": profiles.ids[profiles.profile],
            "lon": profiles.longitude[profiles.profile],
            "lat": profiles.latitude[profiles.profile],
            "top_m": profiles.top,
            "bottom_m": profiles.bottom,
            "depth_m": profiles.depth,
            "soc_gC_m3": profiles.soc,
            "predicted_gC_m3": predicted,
        }
    )
