"""``binn:recovery``."""

from __future__ import annotations

from ...binn_engine.settings import RecoveryJob
from .crossvalidate import FOLDS
from .learning import LEARNING, LearningAlgorithm
from .outputs import OutputFile
from .parameters import Choice, InputFile, Number, Switch


class RecoveryAlgorithm(LearningAlgorithm):
    """Find parameters again whose truth is known."""

    id_ = "recovery"
    group_ = "evidence"
    title = "Test parameter recovery"
    brief = "Tests how well BINN finds known parameters again at your own sites."
    summary = (
        "Draws true parameters and computes the SOC that they give at the sites, depths and forcing of your profiles. Then "
        "adds noise, trains BINN on this SOC, and compares the parameters and processes that BINN finds with the true ones, "
        "at profiles that were held out.\n\n"
        "The true parameters are smooth functions of the covariates, or constant, or come from a raster or table whose bands "
        "or columns are named like the parameters. Parameters that are not learned are set to their true values. Every score "
        "is shown next to two reference scores: the prediction for one set of true parameters compared with another set, and "
        "training with shuffled covariates. A parameter that is not recovered here cannot be found from real data at your "
        "sites either."
    )
    words = ("twin", "identifiability", "synthetic", "truth", "experiment")
    job = RecoveryJob
    declared = (
        *LEARNING,
        *FOLDS,
        Number("FOLDS_RUN", "Number of folds to run (0: all)", "folds_run", minimum=0, advanced=True),
        Choice("TRUTH", "Kind of true parameters", "truth"),
        InputFile("TRUTH_FILE", "Raster or table of true parameters", "truth_file"),
        Number("TRUTHS", "Number of true parameter sets", "truths", minimum=1),
        Number("NOISE", "Noise of the observations (0 to 0.5)", "noise", minimum=0.0, maximum=0.5),
        Number("TRUTH_COVARIATES", "Covariates per true parameter", "truth_covariates", minimum=1, advanced=True),
        Number("TRUTH_LENGTH", "Length scale of the true parameters", "truth_length", minimum=0.0, advanced=True),
        Switch("CONTROL", "Run the negative control", "control", advanced=True),
        OutputFile("REPORT", "Recovery report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_JSON", "Scores as JSON", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_CSV", "Scores as CSV", "csv", filter="CSV files (*.csv)"),
    )
