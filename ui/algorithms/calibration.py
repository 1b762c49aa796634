"""``binn:calibration``."""

from __future__ import annotations

from ...binn_engine.settings import CalibrationJob
from .crossvalidate import FOLDS
from .learning import LEARNING, LearningAlgorithm
from .outputs import OutputFile
from .parameters import Choice, Number, Switch
from .profiles import CHECKPOINT


class CalibrationAlgorithm(LearningAlgorithm):
    """Train a model that knows how wrong it is."""

    id_ = "calibration"
    group_ = "model"
    title = "Calibrate BINN"
    brief = "Trains a model whose uncertainty you can rely on, and shows the evidence for this."
    summary = (
        "Trains BINN and measures how large its errors are.\n\n"
        "The spread of an ensemble and of Monte Carlo dropout is too small: of intervals that should hold 90 % of the values, "
        "the intervals of the raw spread hold well under half. For soil organic carbon (SOC), the spread is scaled by depth, "
        "with profiles that were held out. Parameters and processes cannot be observed. Their spread is scaled with simulated "
        "twins: known true parameters at your own sites. This correction is based on simulation, and is right only as far as "
        "nature's parameters are as smooth as those of the twins.\n\n"
        "The report shows how many observations and true values the intervals hold, for profiles and twins that were not used "
        "for training or calibration, and compares this with a quantile random forest. Use the model with 'Predict maps' to "
        "map calibrated uncertainty."
    )
    words = ("uncertainty", "coverage", "conformal", "interval", "twin", "quantile")
    job = CalibrationJob
    declared = (
        *LEARNING,
        *FOLDS,
        Switch("COMPARE_RANDOM", "Show random folds too", "compare_random", advanced=True),
        Number("CALIBRATION_SHARE", "Fraction of profiles for calibration", "calibration_share", minimum=0.01, maximum=0.89, advanced=True),
        Number("PASSES", "Number of Monte Carlo passes", "passes", minimum=0),
        Choice("SPREAD", "Source of uncertainty", "spread", advanced=True),
        Number("TWINS", "Number of twins for calibration", "twins", minimum=0),
        Number("TEST_TWINS", "Number of twins for testing", "test_twins", minimum=0),
        Number("TWIN_NOISE", "Noise of the twins", "twin_noise", minimum=0.0, maximum=0.5, advanced=True),
        Number("TRUTH_COVARIATES", "Covariates per true parameter", "truth_covariates", minimum=1, advanced=True),
        Number("TRUTH_LENGTH", "Length scale of true parameters", "truth_length", minimum=0.01, advanced=True),
        OutputFile("MODEL", "Calibrated model", "model", filter=CHECKPOINT),
        OutputFile("REPORT", "Calibration report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_JSON", "Scores as JSON", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_CSV", "Scores as CSV", "csv", filter="CSV files (*.csv)"),
        OutputFile("OUTPUT_PREDICTIONS", "Predicted intervals", "predictions", filter="CSV files (*.csv)"),
    )
