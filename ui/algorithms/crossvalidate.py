"""``binn:crossvalidate``."""

from __future__ import annotations

from ...binn_engine.settings import CrossvalidateJob
from .shared.layers import FieldName, Table
from .shared.learning import LEARNING, RADIOCARBON, LearningAlgorithm
from .shared.outputs import OutputFile
from .shared.parameters import Choice, Number
from .shared.profiles import CHECKPOINT, SOC_MAP

FOLDS = (
    Choice("SPLIT", "How profiles are divided into folds", "split"),
    Number("FOLDS", "Number of folds", "folds", minimum=0),
    Number("BLOCK_DEGREES", "Size of spatial blocks (degrees)", "block_degrees", minimum=0.0),
    FieldName("REGION_FIELD", "Region field", "region_field"),
)


class CrossvalidateAlgorithm(LearningAlgorithm):
    """Score BINN and its baselines on the same folds."""

    id_ = "crossvalidate"
    group_ = "evidence"
    title = "Cross-validate BINN"
    brief = "Scores BINN by cross-validation and compares it with simpler models on the same folds."
    summary = (
        "Divides the profiles into folds (groups). For each fold, BINN is trained on the other folds and "
        "scored on the profiles of this fold, which were not used to train it.\n\nFolds are spatial blocks (of "
        "a given size, or of the size of the variogram range), random places, or regions named by a field. "
        "On the same folds, BINN is compared with constant parameters, CLM5's default parameters, a curve "
        "that depends on depth only, the same network without CLM5, gradient boosting and a quantile random "
        "forest. Scores have bootstrap intervals. The report says where BINN is worse than another model and "
        "why, and how much information the data contain about each parameter.\n\nThe networks of all folds "
        "together are a model for 'Predict maps'. With radiocarbon of soil layers, BINN is also taught by both, "
        "and Δ14C on held-out folds is scored."
    )
    takes = (
        "Example: the profiles, covariates and forcing of 'Write example data' with 5 folds. It takes about 20 minutes on two "
        "cores, several times as long as 'Train BINN', because every fold trains a model and its baselines."
    )
    words = ("validation", "cross-validation", "folds", "scores", "benchmark", "random forest", "importance")
    job = CrossvalidateJob
    basic = ("OBSERVATIONS", "COVARIATES", "FORCING", "RECIPE", "EPOCHS", "SPLIT", "FOLDS", "REPORT", "MODEL")
    declared = (
        *LEARNING,
        *FOLDS,
        Table("TEST_PROFILES", "Other profiles, to test the models of all folds", "test_profiles"),
        *RADIOCARBON,
        *SOC_MAP,
        OutputFile("REPORT", "Cross-validation report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_JSON", "Scores as JSON", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_CSV", "Scores as CSV", "csv", filter="CSV files (*.csv)"),
        OutputFile("OUTPUT_PREDICTIONS", "Observed and predicted SOC", "predictions", filter="CSV files (*.csv)"),
        OutputFile("MODEL", "Model made of all folds", "model", filter=CHECKPOINT),
    )
