"""``binn:calibration``."""

from __future__ import annotations

from ...binn_engine.settings import CalibrationJob
from .crossvalidate import FOLDS
from .learning import LEARNING, LearningAlgorithm
from .outputs import OutputFile
from .parameters import Choice, Number, Switch
from .profiles import CHECKPOINT


class CalibrationAlgorithm(LearningAlgorithm):
    """Train a model that estimates its own errors."""

    id_ = "calibration"
    group_ = "model"
    title = "Calibrate BINN"
    brief = "Trains a model with calibrated uncertainty, and tests how reliable this uncertainty is."
    summary = (
        "Trains BINN and measures how large its errors are.\n\nThe spread of an ensemble or of Monte Carlo "
        "dropout (the raw spread) is too small: its 90 % intervals contain far less than half of the values. "
        "For soil organic carbon (SOC), the spread is scaled with profiles that were held out, separately "
        "for ranges of depth. Parameters and processes cannot be observed. Their spread is scaled with "
        "simulated twins: experiments at your own sites in which the true parameters are known. This "
        "correction depends on a simulation. It is right only if the real parameters vary as smoothly as "
        "those of the twins.\n\nThe report shows how many observations and true values lie within the "
        "intervals. It uses profiles and twins that were not used for training or calibration, and compares "
        "BINN with a quantile random forest. Use the model with 'Predict maps' to map calibrated uncertainty."
    )
    words = ("uncertainty", "coverage", "conformal", "interval", "twin", "quantile")
    job = CalibrationJob
    declared = (
        *LEARNING,
        *FOLDS,
        Switch("COMPARE_RANDOM", "Also test with random folds", "compare_random", advanced=True),
        Number("CALIBRATION_SHARE", "Fraction of profiles for calibration", "calibration_share", minimum=0.01, maximum=0.89, advanced=True),
        Number("PASSES", "Number of Monte Carlo passes", "passes", minimum=0),
        Choice("SPREAD", "Source of uncertainty", "spread", advanced=True),
        Number("TWINS", "Number of twins for calibration", "twins", minimum=0),
        Number("TEST_TWINS", "Number of twins for testing", "test_twins", minimum=0),
        Number("TWIN_NOISE", "Noise of the twins (0 to 0.5)", "twin_noise", minimum=0.0, maximum=0.5, advanced=True),
        Number("TRUTH_COVARIATES", "Covariates per true parameter", "truth_covariates", minimum=1, advanced=True),
        Number("TRUTH_LENGTH", "Length scale of true parameters", "truth_length", minimum=0.01, advanced=True),
        OutputFile("MODEL", "Calibrated model", "model", filter=CHECKPOINT),
        OutputFile("REPORT", "Calibration report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_JSON", "Scores as JSON", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_CSV", "Scores as CSV", "csv", filter="CSV files (*.csv)"),
        OutputFile("OUTPUT_PREDICTIONS", "Predicted intervals", "predictions", filter="CSV files (*.csv)"),
    )
