"""The job ``evaluate``: score a checkpoint on SOC profiles that it never saw."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from ..checkpoints import Model, load_model
from ..dataset import Sites, to_tensors
from ..ensembles import ensemble_layers
from ..errors import InputError
from ..protocol import to_json
from ..scores import soc_scores
from ..settings import EvaluateJob
from .context import Run
from .inputs import read_sites


def run(job: EvaluateJob, run: Run) -> dict[str, Any]:
    """Score, and write the scores and the predictions where wanted."""
    model = load_model(job.model, run.device.name, run.device.dtype)
    scores_path = run.output("json", job.json) if job.json else None
    predictions_path = run.output("predictions", job.predictions) if job.predictions else None
    sites = read_sites(job, run, model.encoding.categorical, names=model.encoding.names)
    if not job.allow_training_profiles:
        sites = _without_training_profiles(sites, model, run)
    taught = model.card.get("job", {}).get("sampling", job.sampling)
    if taught != job.sampling:
        message = f"The model was trained on rasters sampled by {taught}; here they are sampled by {job.sampling}."
        run.reporter.warning("sampling", message)
    run.reporter.progress(0.5, "predicting")
    tensors = to_tensors(sites, model.encoding, model.bedrock, run.device.name, run.device.dtype)
    predicted = ensemble_layers(model, tensors, run.reporter.warning)
    observed = sites.profiles.soc
    metrics = {**soc_scores(observed, predicted), "n_profiles": len(sites), "n_layers": len(observed)}
    if scores_path:
        scores_path.write_text(to_json(metrics), encoding="utf-8")
    if predictions_path:
        _prediction_table(sites, predicted).to_csv(predictions_path, index=False)
    return metrics


def _without_training_profiles(sites: Sites, model: Model, run: Run) -> Sites:
    """Leave out, with a warning, the profiles that the model was trained on; raise where no other is left."""
    seen = np.isin(sites.hashes(), model.training_hashes)
    if seen.all():
        raise InputError(
            f"All {len(sites)} profiles lie where the model was trained.", "Give profiles that it never saw, or allow training profiles."
        )
    if seen.any():
        run.reporter.warning(
            "training_profiles", f"{int(seen.sum())} of {len(sites)} profiles lie where the model was trained and are left out."
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
