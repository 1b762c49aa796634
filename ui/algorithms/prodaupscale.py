"""``binn:proda_upscale``."""

from __future__ import annotations

from ...binn_engine.settings import ProdaUpscaleJob
from .base import EngineAlgorithm
from .layers import FieldName, RasterList, Table
from .outputs import OutputFile
from .parameters import Choice, InputFile, Number, Rows, Switch
from .profiles import CHECKPOINT, FORCING


class ProdaUpscaleAlgorithm(EngineAlgorithm):
    """From posteriors to a model."""

    id_ = "proda_upscale"
    title = "PRODA: upscale"
    brief = "Trains networks that carry inverted parameters to places without profiles."
    summary = (
        "Trains an ensemble of networks on the posteriors that 'PRODA: invert profiles' found, from covariates to parameters, and writes a "
        "model as 'Train BINN' does: 'Map with BINN' and 'Evaluate a BINN model' take it unchanged.\n\n"
        "Profiles whose chains do not agree, or that are badly fitted, teach nothing. Soil organic carbon (SOC) is not in the loss; it is "
        "scored on profiles held out.\n\n"
        "'Compare two models' sets the result beside BINN."
    )
    words = ("proda", "upscaling", "network", "posterior", "ensemble")
    job = ProdaUpscaleJob
    scored = True
    declared = (
        InputFile("CHAINS_FOLDER", "Folder with the chains", "chains_folder", folder=True),
        RasterList("COVARIATES", "Covariate rasters", "covariates", another=("COVARIATES_TABLE",)),
        Table("COVARIATES_TABLE", "Covariate table, joined by profile id", "covariates", many=True),
        *FORCING,
        FieldName("ID_FIELD", "Profile id field of the table", "id_field", parent="COVARIATES_TABLE"),
        Rows("CATEGORICAL", "Covariates that are classes", "categorical"),
        Rows("EXCLUDE", "Covariates to leave out", "exclude"),
        Choice("METHOD", "Method", "method"),
        Number("EPOCHS", "Epochs at most", "epochs", minimum=1),
        Number("SEED", "Seed", "seed", minimum=0),
        Number("MAX_RHAT", "Largest mean R-hat", "max_rhat", minimum=1.0),
        Number("MIN_NSE", "Smallest NSE of log SOC", "min_nse"),
        Switch("BOOTSTRAP", "Bootstrap the profiles", "bootstrap"),
        Number("MEMBERS", "Networks in the ensemble", "members", minimum=1, advanced=True),
        Rows("HIDDEN", "Widths of hidden layers", "hidden", advanced=True),
        Number("DROPOUT", "Dropout", "dropout", minimum=0.0, maximum=0.9, advanced=True),
        Switch("REFIT", "Train on the test profiles too in the end", "refit", advanced=True),
        Number("VALIDATION_SHARE", "Share of profiles for validation", "validation_share", minimum=0.0, maximum=1.0, advanced=True),
        Number("TEST_SHARE", "Share of profiles for a random test", "test_share", minimum=0.0, maximum=1.0, advanced=True),
        Number("TEST_BLOCK_SHARE", "Share of profiles for a blocked test", "test_block_share", minimum=0.0, maximum=1.0, advanced=True),
        Number("BLOCK_DEGREES", "Size of spatial blocks (degrees)", "block_degrees", minimum=0.0, advanced=True),
        InputFile("UNSEEN_BY", "Test on the profiles unseen by this model", "unseen_by", filter=CHECKPOINT, advanced=True),
        OutputFile("MODEL", "Model", "model", filter=CHECKPOINT),
        OutputFile("REPORT", "Report", "report", filter="HTML files (*.html)", created=True),
    )
