"""Jobs that train BINN."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .choices import SPLITS, SPREADS, TRUTHS
from .fields import CHECKPOINT, CSV, HTML, INPUT, JSON, LearningFields, option, required


@dataclass(frozen=True)
class TrainJob(LearningFields):
    """Train BINN on SOC profiles, end to end through the CLM5 layer."""

    kind: ClassVar[str] = "train"
    model: str = required("Checkpoint to write (.safetensors).", CHECKPOINT)
    report: str = option("HTML report to write; empty for none.", "", path=HTML)
    refit: bool = option("After scoring, train the model that is written on the test profiles too.", True)
    test_share: float = option("Share of the profiles held out at random for testing.", 0.1)
    test_block_share: float = option("Share of the profiles held out in whole spatial blocks for testing.", 0.2)
    block_degrees: float = option("Size of the spatial blocks in degrees.", 0.25)


@dataclass(frozen=True)
class FoldFields(LearningFields):
    """How profiles are dealt into folds: shared by the jobs that train on each."""

    split: str = option("Folds: spatial blocks, random places, or regions named by a field.", "blocks", SPLITS)
    folds: int = option("Number of folds; more regions than folds are dealt into so many. 0: a fold for each region.", 5)
    block_degrees: float = option("Size of the spatial blocks in degrees; 0: from the variogram of SOC.", 0.25)
    region_field: str = option("Field of the profiles that names their region, for folds of regions.", "")


@dataclass(frozen=True)
class CrossvalidateJob(FoldFields):
    """Score BINN and what it has to beat by cross-validation, on the same folds; the folds' networks together are a model."""

    kind: ClassVar[str] = "crossvalidate"
    report: str = required("HTML report to write.", HTML)
    json: str = option("JSON file with every score to write; empty for none.", "", path=JSON)
    csv: str = option("CSV file with the scores to write; empty for none.", "", path=CSV)
    predictions: str = option(
        "CSV with the fold, observed SOC and every model's prediction of every layer to write; empty for none.", "", path=CSV
    )
    model: str = option("Checkpoint of the ensemble of all folds' networks to write (.safetensors); empty for none.", "", path=CHECKPOINT)


@dataclass(frozen=True)
class RecoveryJob(FoldFields):
    """Try how well parameters are found again whose truth is known, at the profiles' own sites, depths and forcing."""

    kind: ClassVar[str] = "recovery"
    report: str = required("HTML report to write.", HTML)
    json: str = option("JSON file with every score to write; empty for none.", "", path=JSON)
    csv: str = option("CSV file with the scores of every parameter and process to write; empty for none.", "", path=CSV)
    truth: str = option(
        "True parameters: smooth functions of covariates, constant, or from a raster or table whose bands or columns are named as parameters.",
        "smooth",
        TRUTHS,
    )
    truth_file: str = option("The raster or table of true parameters, joined as covariates are.", "", path=INPUT)
    truth_covariates: int = option("Covariates that each smooth parameter depends on.", 3)
    truth_length: float = option("Length scale of the smooth functions, in standard deviations of the covariates; smaller is rougher.", 4.0)
    truths: int = option("Number of truths to draw and recover.", 5)
    noise: float = option("Relative error of the synthetic observations: 0 to 0.5.", 0.0)
    folds_run: int = option("Folds to train, for a quicker answer; 0: all.", 0)
    control: bool = option("Also run the negative control: covariates shuffled among the profiles.", True)


@dataclass(frozen=True)
class CalibrationJob(FoldFields):
    """Train BINN so that its uncertainty can be relied on: intervals scaled with held-out profiles and simulated twins, and the evidence."""

    kind: ClassVar[str] = "calibration"
    model: str = required("Calibrated checkpoint to write (.safetensors).", CHECKPOINT)
    report: str = required("HTML report to write.", HTML)
    json: str = option("JSON file with every score to write; empty for none.", "", path=JSON)
    csv: str = option("CSV file with the scores of intervals to write; empty for none.", "", path=CSV)
    predictions: str = option("CSV with observed SOC and the predicted intervals of every layer to write; empty for none.", "", path=CSV)
    compare_random: bool = option("Show the evidence of random folds beside that of the blocks, for twice the training.", True)
    calibration_share: float = option("Share of each fold's training profiles that calibrate, in whole blocks, and teach nothing.", 0.2)
    passes: int = option("Monte Carlo dropout passes that the spread is of.", 50)
    spread: str = option(
        "Where the spread comes from: dropout (of the first network), ensemble (its networks), both, or auto (both, or what the model has).",
        "auto",
        SPREADS,
    )
    twins: int = option("Simulated twins that calibrate parameters and processes; 0: their spread stays raw.", 12)
    test_twins: int = option("Twins that test the calibration, none of which calibrated.", 6)
    twin_noise: float = option("Relative error of the twins' synthetic observations: 0 to 0.5.", 0.2)
    truth_covariates: int = option("Covariates that each true parameter of a twin depends on.", 3)
    truth_length: float = option(
        "Length scale of the twins' true parameters, in standard deviations of the covariates; smaller is rougher.", 4.0
    )
