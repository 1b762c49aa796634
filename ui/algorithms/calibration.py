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
    title = "Calibrate BINN"
    brief = "Trains a model whose uncertainty can be relied on, and shows the evidence."
    summary = (
        "Trains BINN, and learns how wrong it is.\n\n"
        "The spread of networks and of Monte Carlo dropout is too small: of intervals that claim 90 %, well under half hold. "
        "For soil organic carbon (SOC) the spread is scaled with profiles that were held out, by depth. Parameters and processes cannot be "
        "observed: theirs is scaled with simulated twins of your own sites, whose truth is known. That is a simulation-based correction, "
        "right as far as nature's parameters are as smooth as the twins'.\n\n"
        "The report shows, on profiles and twins that took no part, how many observations and true values the intervals hold, "
        "beside a quantile random forest. The model is for 'Map with BINN', which then maps calibrated uncertainty."
    )
    words = ("uncertainty", "coverage", "conformal", "interval", "twin", "quantile")
    job = CalibrationJob
    declared = (
        *LEARNING,
        *FOLDS,
        Switch("COMPARE_RANDOM", "Show random folds too", "compare_random", advanced=True),
        Number("CALIBRATION_SHARE", "Share of profiles that calibrate", "calibration_share", minimum=0.01, maximum=0.89, advanced=True),
        Number("PASSES", "Monte Carlo passes", "passes", minimum=0),
        Choice("SPREAD", "Where the spread comes from", "spread", advanced=True),
        Number("TWINS", "Twins that calibrate", "twins", minimum=0),
        Number("TEST_TWINS", "Twins that test", "test_twins", minimum=0),
        Number("TWIN_NOISE", "Noise of the twins", "twin_noise", minimum=0.0, maximum=0.5, advanced=True),
        Number("TRUTH_COVARIATES", "Covariates of each true parameter", "truth_covariates", minimum=1, advanced=True),
        Number("TRUTH_LENGTH", "Length scale of true parameters", "truth_length", minimum=0.01, advanced=True),
        OutputFile("MODEL", "Calibrated model", "model", filter=CHECKPOINT),
        OutputFile("REPORT", "Report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_JSON", "Scores as JSON", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_CSV", "Scores as CSV", "csv", filter="CSV files (*.csv)"),
        OutputFile("OUTPUT_PREDICTIONS", "Predicted intervals", "predictions", filter="CSV files (*.csv)"),
    )
