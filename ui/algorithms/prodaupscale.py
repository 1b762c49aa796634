"""``binn:proda_upscale``."""

from __future__ import annotations

from ...binn_engine.settings import ProdaUpscaleJob
from .shared.base import EngineAlgorithm
from .shared.layers import FieldName, RasterList, Table
from .shared.model_file import ModelFile
from .shared.outputs import OutputFile
from .shared.parameters import Choice, InputFile, Number, Rows, Switch
from .shared.profiles import CHECKPOINT, FORCING


class ProdaUpscaleAlgorithm(EngineAlgorithm):
    """Train a network that predicts posteriors."""

    id_ = "proda_upscale"
    group_ = "proda"
    title = "PRODA: upscale"
    brief = "Trains networks that predict the parameters at places without profiles, from the posteriors at profiles."
    summary = (
        "Trains an ensemble of neural networks that predict parameters from covariates. The networks are "
        "trained on the posteriors from 'PRODA: invert profiles'. The result is a model file like that of "
        "'Train BINN': use it with 'Predict maps' and 'Evaluate a BINN model'.\n\nProfiles whose chains do not "
        "agree, or that are fitted badly, are not used for training. The loss function compares parameters, "
        "not soil organic carbon (SOC). SOC is scored on profiles that were held out.\n\nUse 'Compare two "
        "models' to compare the result with BINN."
    )
    takes = (
        "Example: the folder of chains of 'PRODA: invert profiles', with the covariates that 'Train BINN' used. It takes about "
        "a minute for 1,000 profiles."
    )
    words = ("proda", "upscaling", "network", "posterior", "ensemble")
    job = ProdaUpscaleJob
    scored = True
    basic = ("CHAINS_FOLDER", "COVARIATES", "FORCING", "METHOD", "EPOCHS", "MODEL", "REPORT")
    declared = (
        InputFile("CHAINS_FOLDER", "Folder with the chains", "chains_folder", folder=True),
        RasterList("COVARIATES", "Covariate rasters", "covariates", another=("COVARIATES_TABLE",)),
        Table("COVARIATES_TABLE", "Covariate table, joined by profile id", "covariates", many=True),
        *FORCING,
        FieldName("ID_FIELD", "Profile id field of the table", "id_field", parent="COVARIATES_TABLE"),
        Rows("CATEGORICAL", "Categorical covariates", "categorical"),
        Rows("EXCLUDE", "Covariates to leave out", "exclude"),
        Choice("METHOD", "Upscaling method", "method"),
        Number("EPOCHS", "Maximum number of epochs", "epochs", minimum=1),
        Number("SEED", "Random seed", "seed", minimum=0),
        Number("MAX_RHAT", "Largest mean R-hat of a profile", "max_rhat", minimum=1.0),
        Number("MIN_NSE", "Smallest NSE of log SOC of a profile", "min_nse"),
        Switch("BOOTSTRAP", "Train each network on a bootstrap sample", "bootstrap"),
        Number("MEMBERS", "Number of networks in the ensemble", "members", minimum=1),
        Rows("HIDDEN", "Units in hidden layers", "hidden"),
        Number("DROPOUT", "Dropout", "dropout", minimum=0.0, maximum=0.9),
        Switch("REFIT", "Train the final model on all profiles", "refit"),
        Number("VALIDATION_SHARE", "Fraction of profiles for validation", "validation_share", minimum=0.0, maximum=1.0),
        Number("TEST_SHARE", "Fraction of profiles for the random test", "test_share", minimum=0.0, maximum=1.0),
        Number("TEST_BLOCK_SHARE", "Fraction of profiles for the blocked test", "test_block_share", minimum=0.0, maximum=1.0),
        Number("BLOCK_DEGREES", "Size of spatial blocks (degrees)", "block_degrees", minimum=0.0),
        ModelFile("UNSEEN_BY", "Use the test profiles of this model", "unseen_by"),
        OutputFile("MODEL", "Model", "model", filter=CHECKPOINT),
        OutputFile("REPORT", "Upscaling report", "report", filter="HTML files (*.html)", created=True),
    )
