"""The job that scores a trained model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .choices import DEVICES, SPREADS
from .fields import CSV, HTML, INPUT, JSON, SampleFields, option, required
from .help_texts import DEVICE_HELP, FORCING_HELP, OBSERVATIONS_HELP, SPREAD_HELP
from .soc_maps import SocMapFields


@dataclass(frozen=True)
class EvaluateJob(SampleFields, SocMapFields):
    """Score a trained model on SOC profiles that were not used to train it."""

    kind: ClassVar[str] = "evaluate"
    model: str = required("File of a trained model (.safetensors).", INPUT)
    observations: str = required(OBSERVATIONS_HELP, INPUT)
    covariates: tuple[str, ...] = option(
        "Covariates with the names that the model was trained with: rasters, or tables joined by profile id. Leave empty if the profiles have the covariates as fields.",
        (),
        path=INPUT,
    )
    forcing: str = required(FORCING_HELP, INPUT)
    json: str = option("JSON file with the scores. Leave empty to skip this output.", "", path=JSON)
    predictions: str = option("CSV file with the observed and predicted SOC of every layer. Leave empty to skip this output.", "", path=CSV)
    report: str = option("HTML report. Leave empty to skip this output.", "", path=HTML)
    rivals: str = option(
        "SOC profiles that the model was trained on. If they are given, the same networks without CLM5, gradient boosting, a quantile forest and a depth curve learn from them and are scored on the same layers.",
        "",
        path=INPUT,
    )
    as_trained: bool = option(
        "Settings that you do not change (SOC field, unit of SOC, sampling method, search radius) are taken from the training. Without this option, the settings count as they are.",
        True,
    )
    passes: int = option("Number of Monte Carlo dropout passes. With 2 or more, the intervals are scored too.", 0)
    spread: str = option(SPREAD_HELP, "auto", SPREADS)
    calibrated: bool = option(
        "Score the calibrated intervals of a new observation if the model is calibrated, otherwise the intervals of the raw spread.", True
    )
    seed: int = option("Random seed of the Monte Carlo passes.", 1)
    allow_training_profiles: bool = option(
        "Also score profiles that the model was trained on. Without this option, they are left out.", False
    )
    device: str = option(DEVICE_HELP, "auto", DEVICES)
