"""``binn:crossvalidate``."""

from __future__ import annotations

from ...binn_engine.settings import CrossvalidateJob
from .layers import FieldName
from .learning import LEARNING, LearningAlgorithm
from .outputs import OutputFile
from .parameters import Choice, Number
from .profiles import CHECKPOINT

FOLDS = (
    Choice("SPLIT", "Folds", "split"),
    Number("FOLDS", "Number of folds", "folds", minimum=0),
    Number("BLOCK_DEGREES", "Size of spatial blocks (degrees)", "block_degrees", minimum=0.0),
    FieldName("REGION_FIELD", "Region field", "region_field"),
)


class CrossvalidateAlgorithm(LearningAlgorithm):
    """Score BINN and its rivals on the same folds."""

    id_ = "crossvalidate"
    title = "Cross-validate BINN"
    brief = "Scores BINN by cross-validation, beside what it has to beat on the same folds."
    summary = (
        "Trains BINN once for each fold of the profiles and scores it on the profiles of that fold, which it never saw.\n\n"
        "Folds are spatial blocks (of a given size, or of the range of the variogram), random places, or regions named by a field. "
        "On the same folds stand constant parameters, CLM5's default parameters, a curve of depth alone, the same network without CLM5, "
        "gradient boosting and a quantile random forest. "
        "Scores come with bootstrap intervals; the report says plainly where BINN loses, what the data tell of each parameter, and why.\n\n"
        "The networks of all folds together are a model for 'Map with BINN'."
    )
    words = ("validation", "folds", "score", "benchmark", "random forest", "importance")
    job = CrossvalidateJob
    declared = (
        *LEARNING,
        *FOLDS,
        OutputFile("REPORT", "Report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_JSON", "Scores as JSON", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_CSV", "Scores as CSV", "csv", filter="CSV files (*.csv)"),
        OutputFile("OUTPUT_PREDICTIONS", "Observed and predicted SOC", "predictions", filter="CSV files (*.csv)"),
        OutputFile("MODEL", "Model of all folds", "model", filter=CHECKPOINT),
    )
