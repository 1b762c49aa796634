"""``binn:evaluate``."""

from __future__ import annotations

from ...binn_engine.settings import EvaluateJob
from .base import EngineAlgorithm
from .outputs import OutputFile
from .parameters import Choice, InputFile, Number, Switch
from .profiles import CHECKPOINT, COVARIATES, FIELDS, FORCING, OBSERVATIONS


class EvaluateAlgorithm(EngineAlgorithm):
    """Score a trained model on profiles that it never saw."""

    id_ = "evaluate"
    title = "Evaluate a BINN model"
    brief = "Scores a trained model on soil profiles that it never saw."
    summary = (
        "Applies a trained model to profiles of soil organic carbon (SOC) that it never saw, and scores it.\n\n"
        "Gives the Nash-Sutcliffe efficiency, r2, root mean square error and bias, of SOC and of its logarithm, as JSON and, on request, "
        "observed and predicted SOC of every soil layer as a CSV. With Monte Carlo passes it also says how many "
        "observations its intervals hold."
    )
    words = ("validation", "test", "score", "accuracy")
    job = EvaluateJob
    scored = True
    declared = (
        InputFile("MODEL", "Trained model", "model", filter=CHECKPOINT),
        *OBSERVATIONS,
        *COVARIATES,
        *FORCING,
        *FIELDS,
        Number("PASSES", "Monte Carlo passes", "passes", minimum=0, advanced=True),
        Choice("SPREAD", "Where the spread comes from", "spread", advanced=True),
        Switch("CALIBRATED", "Calibrated intervals, where the model has them", "calibrated", advanced=True),
        Number("SEED", "Seed of the passes", "seed", minimum=0, advanced=True),
        Switch("ALLOW_TRAINING_PROFILES", "Score profiles of the training too", "allow_training_profiles", advanced=True),
        Choice("DEVICE", "Device", "device", advanced=True),
        OutputFile("OUTPUT_SCORES", "Scores", "json", filter="JSON files (*.json)", created=True),
        OutputFile("OUTPUT_PREDICTIONS", "Observed and predicted SOC", "predictions", filter="CSV files (*.csv)"),
    )
