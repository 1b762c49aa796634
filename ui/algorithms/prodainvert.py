"""``binn:proda_invert``."""

from __future__ import annotations

from ...binn_engine.settings import ProdaInvertJob
from .base import EngineAlgorithm
from .outputs import OutputFile, OutputFolder
from .parameters import Choice, Number, Rows, Text
from .profiles import FIELDS, FORCING, OBSERVATIONS


class ProdaInvertAlgorithm(EngineAlgorithm):
    """Posteriors of single profiles."""

    id_ = "proda_invert"
    title = "PRODA: invert profiles"
    brief = "Infers the parameters of the CLM5 soil carbon model at every profile, by Markov chains."
    summary = (
        "Infers, for each soil profile by itself, which parameters of the CLM5 soil carbon model its soil organic carbon (SOC) allows: "
        "Bayesian inversion by Markov chains, with uniform priors on the ranges of the parameters.\n\n"
        "This is the first half of PRODA, the method that BINN is measured against; 'PRODA: upscale' is the second. "
        "The chains are written to a folder as they come. A run that was stopped goes on when it is run again into the same folder, to the "
        "very same chains.\n\n"
        "The table has a row for each profile: means, standard deviations and quantiles of parameters and processes, how well the profile "
        "is fitted, and whether its chains agree (R-hat)."
    )
    words = ("proda", "bayes", "mcmc", "inversion", "posterior", "data assimilation")
    job = ProdaInvertJob
    scored = True
    declared = (
        *OBSERVATIONS,
        *FORCING,
        *FIELDS,
        Rows("LEAVE_OUT", "Quality flags to leave out", "leave_out", advanced=True),
        Rows("KEEP", "Quality flags to keep", "keep", advanced=True),
        Choice("METHOD", "Method", "method"),
        Number("STEPS", "Steps of each chain", "steps", minimum=1),
        Number("ERROR", "Error of log SOC", "error", minimum=0.0),
        Number("SEED", "Seed", "seed", minimum=0),
        Text("PRIOR", "Ranges of the parameters: binn, proda or a CSV file", "prior", advanced=True),
        Choice("BEDROCK", "Bedrock", "bedrock", advanced=True),
        Rows("LEARNED", "Parameters to infer", "learned", advanced=True),
        Rows("FIXED", "Values of parameters not inferred", "fixed", advanced=True),
        Number("MAX_SOC", "Highest SOC to use (gC/m3)", "max_soc", minimum=0.0, advanced=True),
        Number("CHAINS", "Chains at each profile", "chains", minimum=2, advanced=True),
        Number("WARM_UP", "Steps of warm-up", "warm_up", minimum=1, advanced=True),
        Number("THIN", "Keep one state in", "thin", minimum=1, advanced=True),
        Number("BLOCK_SITES", "Profiles worked on together", "block_sites", minimum=1, advanced=True),
        Number("PROCESSES", "Processes (0: as many as cores)", "processes", minimum=0, advanced=True),
        Text("SCHEDULER", "Address of a Dask scheduler", "scheduler", advanced=True),
        OutputFolder("CHAINS_FOLDER", "Folder for the chains", "chains_folder"),
        OutputFile("OUTPUT_TABLE", "Table of posteriors", "table", filter="GeoPackage (*.gpkg);;CSV files (*.csv)"),
        OutputFile("REPORT", "Report", "report", filter="HTML files (*.html)", created=True),
    )
