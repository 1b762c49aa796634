"""``binn:recovery``."""

from __future__ import annotations

from ...binn_engine.settings import RecoveryJob
from .crossvalidate import FOLDS
from .shared.learning import LEARNING, LearningAlgorithm
from .shared.outputs import OutputFile
from .shared.parameters import Choice, InputFile, Number, Switch


class RecoveryAlgorithm(LearningAlgorithm):
    """Test whether known parameters are recovered."""

    id_ = "recovery"
    group_ = "evidence"
    title = "Test parameter recovery"
    brief = "Tests whether BINN can recover known parameters at your own sites."
    summary = (
        "This test uses simulated data, for which the true parameters are known. It draws true parameters "
        "and computes the SOC that they give at the sites, depths and forcing of your profiles. Then it adds "
        "noise and trains BINN on this SOC. At profiles that were held out, it compares the parameters and "
        "processes that BINN estimates with the true ones.\n\nThe true parameters are smooth functions of the "
        "covariates, or constant, or come from a raster or table whose bands or columns are named like the "
        "parameters. Parameters that are not learned are set to their true values. Two reference scores show "
        "what chance alone would give: the prediction for one set of true parameters compared with another "
        "set, and training with shuffled covariates. If a parameter is not recovered here, it cannot be "
        "estimated from real data at your sites either."
    )
    takes = (
        "Example: the profiles, covariates and forcing of 'Write example data' with one set of true parameters. It takes about "
        "half as long as 'Train BINN' for each set and fold."
    )
    words = ("twin", "identifiability", "synthetic", "truth", "experiment")
    job = RecoveryJob
    basic = ("OBSERVATIONS", "COVARIATES", "FORCING", "RECIPE", "EPOCHS", "TRUTH", "TRUTHS", "NOISE", "REPORT")
    declared = (
        *LEARNING,
        *FOLDS,
        Number("FOLDS_RUN", "Number of folds to run (0: all)", "folds_run", minimum=0),
        Choice("TRUTH", "Source of the true parameters", "truth"),
        InputFile("TRUTH_FILE", "Raster or table of true parameters", "truth_file"),
        Number("TRUTHS", "Number of true parameter sets", "truths", minimum=1),
        Number("NOISE", "Noise of the observations (0 to 0.5)", "noise", minimum=0.0, maximum=0.5),
        Number("TRUTH_COVARIATES", "Covariates per true parameter", "truth_covariates", minimum=1),
        Number("TRUTH_LENGTH", "Length scale of the true parameters", "truth_length", minimum=0.0),
        Switch("CONTROL", "Also train with shuffled covariates", "control"),
        OutputFile("REPORT", "Recovery report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_JSON", "Scores as JSON", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_CSV", "Scores as CSV", "csv", filter="CSV files (*.csv)"),
    )
