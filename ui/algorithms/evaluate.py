"""``binn:evaluate``."""

from __future__ import annotations

from ...binn_engine.settings import EvaluateJob
from .shared.base import EngineAlgorithm
from .shared.layers import Table
from .shared.model_file import ModelFile
from .shared.outputs import OutputFile
from .shared.parameters import Choice, Number, Switch
from .shared.profiles import COVARIATES, FIELDS, FORCING, FORCING_DISTANCE, OBSERVATIONS, SOC_MAP


class EvaluateAlgorithm(EngineAlgorithm):
    """Score a trained model on profiles that were not used to train it."""

    id_ = "evaluate"
    group_ = "evidence"
    title = "Evaluate a BINN model"
    brief = "Scores a trained model on soil profiles that were not used to train it."
    summary = (
        "Applies a trained model to profiles of soil organic carbon (SOC) that were not used to train it, "
        "and scores its predictions.\n\nThe scores are Nash-Sutcliffe efficiency, r2, root mean square error "
        "and bias, both for SOC and for the logarithm of SOC. They are written to a JSON file. If you want, "
        "a CSV file gives the observed and predicted SOC of every soil layer. With Monte Carlo passes, the "
        "scores also say how many observations lie within the predicted intervals.\n\nIf you also give the profiles that the model was "
        "trained on, other models learn from them (a network without CLM5, gradient boosting, a quantile forest, a depth curve), and the "
        "report says where BINN is better and where it is worse."
    )
    takes = (
        "Example: a model trained in one region, and the profiles and covariates of another region. It takes about ten seconds "
        "for 1,000 profiles."
    )
    words = ("validation", "test", "scores", "accuracy")
    job = EvaluateJob
    scored = True
    basic = ("MODEL", "OBSERVATIONS", "COVARIATES", "FORCING", "OUTPUT_SCORES", "OUTPUT_PREDICTIONS", "OUTPUT_REPORT")
    declared = (
        ModelFile("MODEL", "Trained model", "model"),
        *OBSERVATIONS,
        *COVARIATES,
        *FORCING,
        FORCING_DISTANCE,
        *FIELDS,
        Table("RIVALS", "Training profiles, to compare with other models", "rivals"),
        *SOC_MAP,
        Switch("AS_TRAINED", "Read profiles and rasters as in the training", "as_trained"),
        Number("PASSES", "Number of Monte Carlo passes", "passes", minimum=0),
        Choice("SPREAD", "Source of uncertainty", "spread"),
        Switch("CALIBRATED", "Use calibrated intervals if the model has them", "calibrated"),
        Number("SEED", "Random seed of the passes", "seed", minimum=0),
        Switch("ALLOW_TRAINING_PROFILES", "Also score profiles used for training", "allow_training_profiles"),
        Choice("DEVICE", "Device", "device"),
        OutputFile("OUTPUT_SCORES", "Scores", "json", filter="JSON files (*.json)", created=True),
        OutputFile("OUTPUT_PREDICTIONS", "Observed and predicted SOC", "predictions", filter="CSV files (*.csv)"),
        OutputFile("OUTPUT_REPORT", "Evaluation report", "report", filter="HTML files (*.html)", created=True),
    )
