"""``binn:train``."""

from __future__ import annotations

from ...binn_engine.settings import TrainJob
from .shared.learning import LEARNING, RADIOCARBON, LearningAlgorithm
from .shared.outputs import OutputFile
from .shared.parameters import Number, Switch
from .shared.profiles import CHECKPOINT


class TrainAlgorithm(LearningAlgorithm):
    """Train BINN on SOC profiles."""

    id_ = "train"
    group_ = "model"
    title = "Train BINN"
    brief = "Trains BINN on profiles of soil organic carbon, together with the CLM5 soil carbon model."
    summary = (
        "Trains the Biogeochemistry-Informed Neural Network (BINN) on profiles of soil organic carbon "
        "(SOC).\n\nA neural network predicts the 21 parameters of the CLM5 soil carbon model from the "
        "covariates. The CLM5 model computes a SOC profile from these parameters. The network is trained so "
        "that the computed profiles match the predictions of a teacher: neural networks and boosted trees that learned from the "
        "observed profiles. Without a teacher, they match the observed profiles. Some of the profiles are held out to test "
        "the model: some at random places (random test) and some in whole spatial blocks (blocked test).\n\n"
        "Covariates come from rasters that are sampled at the profiles, or from a table with one row per "
        "profile. With radiocarbon of soil layers, the model learns from Δ14C too, which says more about the turnover of old "
        "carbon. The result is a model file (.safetensors) for 'Predict maps', and a report."
    )
    takes = (
        "Example: the profiles, covariates and forcing of 'Write example data', with all other settings as they are. It takes "
        "about 5 minutes on two cores. The time grows with the numbers of profiles, epochs and networks."
    )
    words = ("neural network", "machine learning", "training", "fit", "calibrate")
    job = TrainJob
    basic = ("OBSERVATIONS", "COVARIATES", "FORCING", "RECIPE", "EPOCHS", "MODEL", "REPORT")
    declared = (
        *LEARNING,
        Number("TEST_SHARE", "Fraction of profiles for the random test", "test_share", minimum=0.0, maximum=1.0),
        Number("TEST_BLOCK_SHARE", "Fraction of profiles for the blocked test", "test_block_share", minimum=0.0, maximum=1.0),
        Number("BLOCK_DEGREES", "Size of spatial blocks (degrees)", "block_degrees", minimum=0.0),
        Switch("TEST", "Test the model on held-out profiles", "test"),
        Switch("REFIT", "Train the final model on all profiles", "refit"),
        *RADIOCARBON,
        OutputFile("MODEL", "Trained model", "model", filter=CHECKPOINT),
        OutputFile("REPORT", "Training report", "report", filter="HTML files (*.html)", created=True),
    )
