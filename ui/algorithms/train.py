"""``binn:train``."""

from __future__ import annotations

from ...binn_engine.errors import JobError
from ...binn_engine.protocol import TrainJob, parse_assignments
from ...binn_engine.tables import PARAMETER_NAMES
from .base import EngineAlgorithm
from .outputs import OutputFile
from .parameters import Call, Choice, Number, Rows, Switch, Text
from .profiles import CHECKPOINT, COVARIATES, FIELDS, FORCING, OBSERVATIONS


class TrainAlgorithm(EngineAlgorithm):
    """Train BINN on SOC profiles."""

    id_ = "train"
    title = "Train BINN"
    brief = "Trains BINN on profiles of soil organic carbon, through the CLM5 soil carbon model."
    summary = (
        "Trains the Biogeochemistry-Informed Neural Network on profiles of soil organic carbon (SOC).\n\n"
        "A network reads the covariates and gives the 21 parameters of the CLM5 soil carbon model, which turns them into a SOC profile; "
        "both are fitted together to the observed profiles. "
        "Part of the profiles, at random and in whole spatial blocks, is held out to test the model.\n\n"
        "Covariates come from rasters, sampled at the profiles, or from a table with one row per profile. "
        "The result is a model file (.safetensors) for 'Map with BINN', and a report."
    )
    words = ("neural network", "machine learning", "fit", "calibrate")
    job = TrainJob
    scored = True
    declared = (
        *OBSERVATIONS,
        *COVARIATES,
        *FORCING,
        *FIELDS,
        Rows("CATEGORICAL", "Covariates that are classes", "categorical"),
        Rows("EXCLUDE", "Covariates to leave out", "exclude"),
        Number("EPOCHS", "Epochs at most", "epochs", minimum=1),
        Number("SEED", "Seed", "seed", minimum=0),
        Text("PRIOR", "Ranges of the parameters: binn, proda or a CSV file", "prior", advanced=True),
        Choice("BEDROCK", "Bedrock", "bedrock", advanced=True),
        Rows("LEARNED", "Parameters to learn", "learned", advanced=True),
        Rows("FIXED", "Values of parameters not learned", "fixed", advanced=True),
        Choice("ENCODER", "Location as a covariate", "encoder", advanced=True),
        Rows("HIDDEN", "Widths of hidden layers", "hidden", advanced=True),
        Number("DROPOUT", "Dropout", "dropout", minimum=0.0, maximum=0.9, advanced=True),
        Number("MEMBERS", "Networks in the ensemble", "members", minimum=1, advanced=True),
        Number("PATIENCE", "Patience in epochs", "patience", minimum=1, advanced=True),
        Number("BATCH_SIZE", "Profiles per step", "batch_size", minimum=1, advanced=True),
        Number("LEARNING_RATE", "Peak learning rate", "learning_rate", minimum=0.0, advanced=True),
        Number("MAX_SOC", "Highest SOC to train on (gC/m3)", "max_soc", minimum=0.0, advanced=True),
        Number("VALIDATION_SHARE", "Share of profiles for validation", "validation_share", minimum=0.0, maximum=1.0, advanced=True),
        Number("TEST_SHARE", "Share of profiles for the random test", "test_share", minimum=0.0, maximum=1.0, advanced=True),
        Number("TEST_BLOCK_SHARE", "Share of profiles for the spatial test", "test_block_share", minimum=0.0, maximum=1.0, advanced=True),
        Number("BLOCK_DEGREES", "Size of spatial blocks (degrees)", "block_degrees", minimum=0.0, advanced=True),
        Switch("REFIT", "Train the delivered model on test profiles too", "refit", advanced=True),
        Choice("PRECISION", "Precision of the CLM5 layer", "precision", advanced=True),
        Choice("DEVICE", "Device", "device", advanced=True),
        OutputFile("MODEL", "Trained model", "model", filter=CHECKPOINT, suffix=".safetensors"),
        OutputFile("REPORT", "Report", "report", filter="HTML files (*.html)", created=True),
    )

    def problem(self, call: Call) -> str:
        """Names of parameters that do not exist, and values that are not numbers."""
        fields = {parameter.name: parameter for parameter in self.declared}
        unknown = [name for name in fields["LEARNED"].values(call).get("learned", ()) if name not in PARAMETER_NAMES]
        if unknown:
            return f"LEARNED names unknown parameters: {', '.join(unknown)}. The parameters are {', '.join(PARAMETER_NAMES)}."
        try:
            parse_assignments(fields["FIXED"].values(call).get("fixed", ()), "FIXED")
        except JobError as error:
            return str(error)
        return ""
