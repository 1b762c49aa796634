"""``binn:proda_invert``."""

from __future__ import annotations

from ...binn_engine.settings import ProdaInvertJob
from .shared.base import EngineAlgorithm
from .shared.outputs import OutputFile, OutputFolder
from .shared.parameters import Choice, Number, Rows, Text
from .shared.profiles import FIELDS, FORCING, FORCING_DISTANCE, FORCING_INTERPOLATION, OBSERVATIONS


class ProdaInvertAlgorithm(EngineAlgorithm):
    """Compute posteriors of single profiles."""

    id_ = "proda_invert"
    group_ = "proda"
    title = "PRODA: invert profiles"
    brief = "Estimates the parameters of the CLM5 soil carbon model for every profile, with Markov chains."
    summary = (
        "Estimates which parameters of the CLM5 soil carbon model agree with the observed soil organic "
        "carbon (SOC), separately for each soil profile. The method is Bayesian inversion with Markov "
        "chains; the priors are uniform over the ranges of the parameters.\n\nThis is the first half of PRODA, "
        "the method that BINN is compared with. The second half is 'PRODA: upscale'. The chains are written "
        "to a folder while they are computed. To resume a run that was stopped, run it again with the same "
        "folder; the result is exactly the same.\n\nThe output table has one row for each profile: means, "
        "standard deviations and quantiles of parameters and processes, how well the profile is fitted, and "
        "whether its chains agree (R-hat)."
    )
    takes = (
        "Example: the profiles and forcing of 'Write example data'. It takes about two seconds for each profile, shared by the "
        "cores, with the default number of steps."
    )
    words = ("proda", "bayes", "mcmc", "inversion", "posterior", "data assimilation")
    job = ProdaInvertJob
    scored = True
    basic = ("OBSERVATIONS", "FORCING", "METHOD", "STEPS", "CHAINS_FOLDER", "OUTPUT_TABLE", "REPORT")
    declared = (
        *OBSERVATIONS,
        *FORCING,
        FORCING_DISTANCE,
        *FIELDS,
        Rows("LEAVE_OUT", "Leave out data with these quality flags", "leave_out"),
        Rows("KEEP", "Keep data with these quality flags", "keep"),
        Choice("METHOD", "Sampling method", "method"),
        Number("STEPS", "Number of steps of each chain", "steps", minimum=1),
        Number("ERROR", "Error of log SOC", "error", minimum=0.0),
        Number("SEED", "Random seed", "seed", minimum=0),
        Text("PRIOR", "Parameter ranges: binn, proda or a CSV file", "prior"),
        Choice("BEDROCK", "Bedrock mode", "bedrock"),
        FORCING_INTERPOLATION,
        Rows("LEARNED", "Parameters to estimate", "learned"),
        Rows("FIXED", "Values of parameters that are not estimated", "fixed"),
        Number("MAX_SOC", "Highest SOC used (gC/m³)", "max_soc", minimum=0.0),
        Number("CHAINS", "Number of chains for each profile", "chains", minimum=2),
        Number("WARM_UP", "Number of warm-up steps", "warm_up", minimum=1),
        Number("THIN", "Thinning interval (steps)", "thin", minimum=1),
        Number("BLOCK_SITES", "Profiles per block", "block_sites", minimum=1),
        Number("PROCESSES", "Number of processes (0: as many as cores)", "processes", minimum=0),
        Text("SCHEDULER", "Address of a Dask scheduler", "scheduler"),
        OutputFolder("CHAINS_FOLDER", "Folder for the chains", "chains_folder"),
        OutputFile("OUTPUT_TABLE", "Table of posteriors", "table", filter="GeoPackage (*.gpkg);;CSV files (*.csv)"),
        OutputFile("REPORT", "Inversion report", "report", filter="HTML files (*.html)", created=True),
    )
