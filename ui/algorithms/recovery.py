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
    title = "Parameter recovery"
    brief = "Tries how well BINN finds parameters again whose truth is known, at your own sites."
    summary = (
        "Draws true parameters, computes the SOC that they give at the profiles' own sites, depths and forcing, adds noise, "
        "trains BINN on it, and compares the parameters and processes found with the truth on profiles held out.\n\n"
        "The truth is smooth in the covariates, constant, or comes from a raster or table whose bands or columns are named as parameters. "
        "Parameters that are not learned are prescribed at their truth. "
        "Every score stands beside its null: the prediction for one truth against another, and training with shuffled covariates. "
        "What is not recovered here, at your sites, is not told by real data either."
    )
    words = ("twin", "identifiability", "synthetic", "truth", "experiment")
    job = RecoveryJob
    declared = (
        *LEARNING,
        *FOLDS,
        Number("FOLDS_RUN", "Folds to run (0: all)", "folds_run", minimum=0, advanced=True),
        Choice("TRUTH", "Truth", "truth"),
        InputFile("TRUTH_FILE", "Raster or table of true parameters", "truth_file"),
        Number("TRUTHS", "Number of truths", "truths", minimum=1),
        Number("NOISE", "Noise of the observations (0 to 0.5)", "noise", minimum=0.0, maximum=0.5),
        Number("TRUTH_COVARIATES", "Covariates of each true parameter", "truth_covariates", minimum=1, advanced=True),
        Number("TRUTH_LENGTH", "Length scale of the truth", "truth_length", minimum=0.0, advanced=True),
        Switch("CONTROL", "Run the negative control", "control", advanced=True),
        OutputFile("REPORT", "Report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_JSON", "Scores as JSON", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_CSV", "Scores as CSV", "csv", filter="CSV files (*.csv)"),
    )
