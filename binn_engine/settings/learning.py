"""Jobs that train BINN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .choices import (
    BEDROCK_MODES,
    DEVICES,
    ENCODERS,
    FORCING_INTERPOLATIONS,
    LEARNERS,
    LOSSES,
    PRECISIONS,
    RECIPES,
    SPLITS,
    SPREADS,
    TEACHERS,
    TRUTHS,
)
from .fields import (
    CHECKPOINT,
    CSV,
    HTML,
    INPUT,
    JSON,
    PRIOR,
    CovariateUseFields,
    QualityFields,
    SampleFields,
    option,
    required,
    setting,
)
from .help_texts import (
    BEDROCK_HELP,
    DEVICE_HELP,
    EPOCHS_HELP,
    FORCING_HELP,
    INTERPOLATION_HELP,
    MEMBERS_HELP,
    OBSERVATIONS_HELP,
    PRECISION_HELP,
    SCORES_HELP,
    SPREAD_HELP,
    TRAINING_SEED_HELP,
    VALIDATION_HELP,
)
from .radiocarbon import RadiocarbonUseFields
from .soc_maps import SocMapFields


@dataclass(frozen=True)
class LearningFields(SampleFields, CovariateUseFields, QualityFields):
    """What is learned, from what, and how: shared by the jobs that train."""

    observations: str = required(OBSERVATIONS_HELP, INPUT)
    covariates: tuple[str, ...] = option(
        "Covariates: rasters to sample at the profiles, or tables with one row per profile, joined by profile id. Leave empty if the profiles have the covariates as fields.",
        (),
        path=INPUT,
    )
    forcing: str = required(FORCING_HELP, INPUT)
    recipe: str = option(
        "Recipe for training: recommended, or paper, which reproduces the published BINN. The settings below change single parts of the recipe.",
        "recommended",
        RECIPES,
    )
    learner: str = option(
        "What gives the parameters from the covariates. network: a neural network. fields: sums of smooth functions of the covariates, with the uncertainty of their weights. Fields find parameters better if these change smoothly with the covariates; a network predicts SOC of real profiles better. both: a network and fields are trained, and the parameters are their mean.",
        "network",
        LEARNERS,
    )
    bedrock: str = setting(BEDROCK_HELP, BEDROCK_MODES)
    prior: str = option("Ranges of the parameters: binn, proda, or a CSV file with the columns name, lower, upper.", "binn", path=PRIOR)
    learned: tuple[str, ...] = option("Names of the parameters to learn. Leave empty to learn all 21.", ())
    fixed: tuple[str, ...] = option(
        "Values of parameters that are not learned, as name=value. Parameters without a value here take CLM5's default, within their range.",
        (),
    )
    encoder: str = setting(
        "Location as a covariate. none: not used. coordinates: scaled longitude and latitude. spatial: sines and cosines with wavelengths over 0.5 degrees. gridcell: as published; with it, the network memorises places.",
        ENCODERS,
    )
    hidden: tuple[int, ...] = option("Number of units in each hidden layer of the network. Leave empty to use the recipe's default.", ())
    dropout: float | None = setting("Dropout in the hidden layers. It must be above 0 for Monte Carlo passes.")
    members: int | None = setting(MEMBERS_HELP)
    loss: str = setting(
        "Loss function. sqrt or log: Huber loss of the square root or of the logarithm of SOC. balanced: both of these, and the error of the mean SOC. l1: absolute error in gC/m3, as published. relative: assumes an observation error of 60 %.",
        LOSSES,
    )
    teacher: str = setting(
        "Data that BINN is trained on. none: only the observed layers. learners: neural networks without CLM5 and boosted trees are trained on the observed layers first. BINN is then trained on their predictions, at imaginary places whose covariates lie between those of the profiles (distillation). The recipe recommended uses learners for training and cross-validation, which predicts SOC better, and none for calibration and recovery.",
        TEACHERS,
    )
    epochs: int | None = setting(EPOCHS_HELP)
    patience: int | None = setting("Training stops if the validation score has not improved for this number of epochs.")
    batch_size: int | None = setting("Batch size: the number of profiles in one training step.")
    learning_rate: float | None = setting("Highest learning rate during the training.")
    max_soc: float | None = setting("Layers with more SOC than this (gC/m3) are not used for training, but are used for testing.")
    forcing_interpolation: str = setting(INTERPOLATION_HELP, FORCING_INTERPOLATIONS)
    validation_share: float = option(VALIDATION_HELP, 0.1)
    seed: int = option(TRAINING_SEED_HELP, 1)
    precision: str = option(PRECISION_HELP, "float64", PRECISIONS)
    device: str = option(DEVICE_HELP, "auto", DEVICES)


@dataclass(frozen=True)
class HoldOutFields:
    """Which profiles test a new model, and whether it learns from them after that."""

    refit: bool = option("After testing, the final model is trained again on all profiles, including the test profiles.", True)
    test_share: float = option("Fraction of the profiles that is held out at random places for testing.", 0.1)
    test_block_share: float = option("Fraction of the profiles that is held out in whole spatial blocks for testing.", 0.2)
    block_degrees: float = option("Size of the spatial blocks in degrees.", 0.25)


@dataclass(frozen=True)
class TrainJob(LearningFields, HoldOutFields, RadiocarbonUseFields):
    """Train BINN on SOC profiles, or on what a teacher learned from them, end to end through the CLM5 layer."""

    kind: ClassVar[str] = "train"
    model: str = required("Model file to write (.safetensors).", CHECKPOINT)
    report: str = option("HTML report. Leave empty to skip this output.", "", path=HTML)
    test: bool = option(
        "Some profiles are held out to test the model. Without the test, the model is trained once, on all profiles, and has no scores.",
        True,
    )


@dataclass(frozen=True)
class FoldFields(LearningFields):
    """How profiles are divided into folds: shared by the jobs that train on each fold."""

    split: str = option(
        "How profiles are divided into folds: by spatial blocks, by random places, or by regions named in a field.", "blocks", SPLITS
    )
    folds: int = option(
        "Number of folds. If there are more regions than folds, several regions share a fold. 0: one fold for each region.", 5
    )
    block_degrees: float = option("Size of the spatial blocks in degrees. 0: the range of the variogram of SOC is used.", 0.25)
    region_field: str = option("Field of the profiles that contains the name of their region, for folds made of regions.", "")


@dataclass(frozen=True)
class CrossvalidateJob(FoldFields, SocMapFields, RadiocarbonUseFields):
    """Score BINN and simpler models by cross-validation on the same folds; the networks of all folds together are a model."""

    kind: ClassVar[str] = "crossvalidate"
    test_profiles: str = option(
        "File of other SOC profiles, which no fold is trained on. The models of all folds predict them, and the mean of their predictions is scored. Fields, units and covariates are those of the training profiles.",
        "",
        path=INPUT,
    )
    report: str = required("HTML report to write.", HTML)
    json: str = option(SCORES_HELP, "", path=JSON)
    csv: str = option("CSV file with the scores. Leave empty to skip this output.", "", path=CSV)
    predictions: str = option(
        "CSV file with the fold, the observed SOC and every model's prediction for every layer. Leave empty to skip this output.",
        "",
        path=CSV,
    )
    model: str = option(
        "Model file with the networks of all folds as an ensemble (.safetensors). Leave empty to skip this output.", "", path=CHECKPOINT
    )


@dataclass(frozen=True)
class RecoveryJob(FoldFields):
    """Test how well BINN finds known parameters again, at the sites, depths and forcing of the profiles."""

    kind: ClassVar[str] = "recovery"
    report: str = required("HTML report to write.", HTML)
    json: str = option(SCORES_HELP, "", path=JSON)
    csv: str = option("CSV file with the scores of every parameter and process. Leave empty to skip this output.", "", path=CSV)
    truth: str = option(
        "Source of the true parameters. smooth: smooth functions of the covariates. constant: the same value everywhere. raster or table: bands or columns named like the parameters.",
        "smooth",
        TRUTHS,
    )
    truth_file: str = option(
        "Raster or table of the true parameters. It is joined to the profiles in the same way as covariates.", "", path=INPUT
    )
    truth_covariates: int = option(
        "Number of covariates that each true parameter depends on, if the true parameters are smooth functions.", 3
    )
    truth_length: float = option(
        "Length scale of the smooth functions, in standard deviations of the covariates. Smaller values give rougher functions.", 4.0
    )
    truths: int = option("Number of sets of true parameters that are drawn and tested.", 5)
    noise: float = option("Relative error of the simulated observations: 0 to 0.5.", 0.0)
    folds_run: int = option("Number of folds that are run. Fewer folds give a quicker answer. 0: all.", 0)
    control: bool = option(
        "Also train BINN with covariates shuffled among the profiles. This shows what chance alone gives (negative control).", True
    )


@dataclass(frozen=True)
class CalibrationJob(FoldFields):
    """Train BINN with calibrated uncertainty: intervals are scaled with held-out profiles and simulated twins, and the evidence is shown."""

    kind: ClassVar[str] = "calibration"
    model: str = required("Calibrated model file to write (.safetensors).", CHECKPOINT)
    report: str = required("HTML report to write.", HTML)
    json: str = option(SCORES_HELP, "", path=JSON)
    csv: str = option("CSV file with the scores of the intervals. Leave empty to skip this output.", "", path=CSV)
    predictions: str = option(
        "CSV file with the observed SOC and the predicted intervals of every layer. Leave empty to skip this output.", "", path=CSV
    )
    compare_random: bool = option(
        "Also test the intervals with random folds, in addition to spatial blocks. This doubles the training time.", True
    )
    calibration_share: float = option(
        "Fraction of each fold's training profiles that is used only for calibration, not for training. Whole spatial blocks are taken.",
        0.2,
    )
    passes: int = option("Number of Monte Carlo dropout passes from which the spread is computed.", 50)
    spread: str = option(SPREAD_HELP, "auto", SPREADS)
    twins: int = option(
        "Number of simulated twins that calibrate the uncertainty of parameters and processes. 0: their spread is not scaled.", 12
    )
    test_twins: int = option("Number of twins that test the calibration. They are not used for the calibration itself.", 6)
    twin_noise: float = option("Relative error of the twins' simulated observations: 0 to 0.5.", 0.2)
    truth_covariates: int = option("Number of covariates that each true parameter of a twin depends on.", 3)
    truth_length: float = option(
        "Length scale of the twins' true parameters, in standard deviations of the covariates. Smaller values give rougher functions.", 4.0
    )
