"""``binn:calibration``."""

from __future__ import annotations

from ...binn_engine.settings import CalibrationJob
from .crossvalidate import FOLDS
from .shared.learning import LEARNING, LearningAlgorithm
from .shared.outputs import OutputFile
from .shared.parameters import Choice, Number, Switch
from .shared.profiles import CHECKPOINT


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
        "BINN with a quantile random forest. Use the model with 'Predict maps' to map calibrated uncertainty, and "
        "with 'Project soil carbon' for calibrated intervals of change."
    )
    takes = (
        "Example: the profiles, covariates and forcing of 'Write example data'. It takes about 7 times as long as 'Train "
        "BINN', because every fold and every twin trains a model. For a first try, set the number of epochs to 20."
    )
    words = ("uncertainty", "coverage", "conformal", "interval", "twin", "quantile")
    job = CalibrationJob
    basic = ("OBSERVATIONS", "COVARIATES", "FORCING", "RECIPE", "EPOCHS", "TWINS", "TEST_TWINS", "MODEL", "REPORT")
    declared = (
        *LEARNING,
        *FOLDS,
        Switch("COMPARE_RANDOM", "Also test with random folds", "compare_random"),
        Number("CALIBRATION_SHARE", "Fraction of profiles for calibration", "calibration_share", minimum=0.01, maximum=0.89),
        Number("PASSES", "Number of Monte Carlo passes", "passes", minimum=0),
        Choice("SPREAD", "Source of uncertainty", "spread"),
        Number("TWINS", "Number of twins for calibration", "twins", minimum=0),
        Number("TEST_TWINS", "Number of twins for testing", "test_twins", minimum=0),
        Number("TWIN_NOISE", "Noise of the twins (0 to 0.5)", "twin_noise", minimum=0.0, maximum=0.5),
        Number("TRUTH_COVARIATES", "Covariates per true parameter", "truth_covariates", minimum=1),
        Number("TRUTH_LENGTH", "Length scale of true parameters", "truth_length", minimum=0.01),
        OutputFile("MODEL", "Calibrated model", "model", filter=CHECKPOINT),
        OutputFile("REPORT", "Calibration report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_JSON", "Scores as JSON", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_CSV", "Scores as CSV", "csv", filter="CSV files (*.csv)"),
        OutputFile("OUTPUT_PREDICTIONS", "Predicted intervals", "predictions", filter="CSV files (*.csv)"),
    )
