"""The common parameters of algorithms that train: the learned parameters, the data, and the settings."""

from __future__ import annotations

from ....binn_engine.errors import JobError
from ....binn_engine.settings.texts import parse_assignments
from ....binn_engine.tables import PARAMETER_NAMES
from ...translation import tr
from .base import EngineAlgorithm
from .layers import Table
from .parameters import Call, Choice, Number, Rows, Text
from .profiles import COVARIATES, FIELDS, FORCING, FORCING_DISTANCE, FORCING_INTERPOLATION, OBSERVATIONS

LEARNING = (
    *OBSERVATIONS,
    *COVARIATES,
    *FORCING,
    FORCING_DISTANCE,
    *FIELDS,
    Rows("CATEGORICAL", "Categorical covariates", "categorical"),
    Rows("EXCLUDE", "Covariates to leave out", "exclude"),
    Rows("LEAVE_OUT", "Leave out data with these quality flags", "leave_out"),
    Rows("KEEP", "Keep data with these quality flags", "keep"),
    Choice("RECIPE", "Training recipe", "recipe"),
    Choice("LEARNER", "Neural network, fields or both", "learner"),
    Number("EPOCHS", "Maximum number of epochs", "epochs", minimum=1),
    Number("SEED", "Random seed", "seed", minimum=0),
    Text("PRIOR", "Parameter ranges: binn, proda or a CSV file", "prior"),
    Choice("BEDROCK", "Bedrock mode", "bedrock"),
    FORCING_INTERPOLATION,
    Rows("LEARNED", "Parameters to learn", "learned"),
    Rows("FIXED", "Values of parameters that are not learned", "fixed"),
    Choice("ENCODER", "Location as a covariate", "encoder"),
    Rows("HIDDEN", "Units in hidden layers", "hidden"),
    Number("DROPOUT", "Dropout", "dropout", minimum=0.0, maximum=0.9),
    Number("MEMBERS", "Number of networks in the ensemble", "members", minimum=1),
    Choice("LOSS", "Loss function", "loss"),
    Choice("TEACHER", "Teacher models", "teacher"),
    Number("PATIENCE", "Patience (epochs)", "patience", minimum=1),
    Number("BATCH_SIZE", "Batch size (profiles)", "batch_size", minimum=1),
    Number("LEARNING_RATE", "Peak learning rate", "learning_rate", minimum=0.0),
    Number("MAX_SOC", "Highest SOC used for training (gC/m³)", "max_soc", minimum=0.0),
    Number("VALIDATION_SHARE", "Fraction of profiles for validation", "validation_share", minimum=0.0, maximum=1.0),
    Choice("PRECISION", "Precision of the CLM5 layer", "precision"),
    Choice("DEVICE", "Device", "device"),
)

RADIOCARBON = (
    Table("RADIOCARBON", "Radiocarbon of soil layers", "radiocarbon"),
    Number("RADIOCARBON_WEIGHT", "Weight of radiocarbon in the loss", "radiocarbon_weight", minimum=0.0),
    Table("RADIOCARBON_AIR", "Radiocarbon of the air", "radiocarbon_air"),
)


class LearningAlgorithm(EngineAlgorithm):
    """An algorithm that trains networks; its metrics are an output."""

    scored = True

    def problem(self, call: Call) -> str:
        """Names of parameters that do not exist, and values that are not numbers."""
        fields = {parameter.name: parameter for parameter in self.declared}
        unknown = [name for name in fields["LEARNED"].values(call).get("learned", ()) if name not in PARAMETER_NAMES]
        if unknown:
            return tr("{name} has parameters that do not exist: {unknown}. The parameters are {parameter_names}.").format(
                name=fields["LEARNED"].called, unknown=", ".join(unknown), parameter_names=", ".join(PARAMETER_NAMES)
            )
        try:
            parse_assignments(fields["FIXED"].values(call).get("fixed", ()), "FIXED")
        except JobError as error:
            return str(error)
        return ""
