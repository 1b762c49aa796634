"""The settings of every kind of job: frozen dataclasses, whose fields carry their help.

Plain standard-library Python, since the plugin reads it too. The command line, the toolbox and the job file are made from these fields.
"""

from __future__ import annotations

import dataclasses
import typing
from dataclasses import dataclass, field
from typing import Any, ClassVar

from .tables import DEFAULT_DEPTHS_M

BEDROCK_MODES = ("clm5", "published")
SOC_UNITS = ("gC/m3", "kg/m3", "g/kg", "%")
DEPTH_UNITS = ("auto", "m", "cm")
ENCODERS = ("none", "coordinates", "spatial", "gridcell")
RECIPES = ("recommended", "paper")
LOSSES = ("balanced", "sqrt", "log", "l1", "relative")
SPLITS = ("blocks", "random", "region")
TRUTHS = ("smooth", "constant", "raster", "table")
PRIORS = ("binn", "proda")
METHODS = ("recommended", "published")
DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("float64", "float32")


def _option(help_text: str, default: Any, choices: tuple[str, ...] = (), path: str = "", required: bool = False) -> Any:
    """A field with its help; ``path`` is ``in`` or ``out`` where the value names a file to read or to write."""
    metadata = {"help": help_text, "choices": choices, "path": path, "required": required}
    return field(default=default, metadata=metadata)


def _setting(help_text: str, choices: tuple[str, ...] = ()) -> Any:
    """A field of a recipe that a job may change; None, or empty: as the recipe has it."""
    return _option(f"{help_text} Empty: as the recipe has it.", "" if choices else None, ("", *choices) if choices else ())


def _required(help_text: str, path: str, several: bool = False) -> Any:
    """A field that a job cannot do without: a path, or several."""
    return _option(help_text, () if several else "", path=path, required=True)


@dataclass(frozen=True)
class ProfileFields:
    """Where a table of SOC profiles, one row per soil layer, keeps what. Empty names are recognised."""

    id_field: str = _option("Field with the profile id; empty: recognised by name, or made from the coordinates.", "")
    lon_field: str = _option("Field with the longitude, for tables without geometry; empty: recognised by name.", "")
    lat_field: str = _option("Field with the latitude, for tables without geometry; empty: recognised by name.", "")
    top_field: str = _option("Field with the top depth of the layer; empty: recognised by name.", "")
    bottom_field: str = _option("Field with the bottom depth of the layer; empty: recognised by name.", "")
    depth_field: str = _option("Field with the mid depth of the layer, where top and bottom are unknown; empty: recognised by name.", "")
    depth_unit: str = _option("Unit of the depths; auto: from the field's name (_cm, _m), else metres for a mid depth and centimetres for top and bottom.", "auto", DEPTH_UNITS)
    soc_field: str = _option("Field with soil organic carbon; empty: recognised by name.", "")
    soc_unit: str = _option("Unit of soil organic carbon; empty: from the field's name, else gC/m3. g/kg and % need a bulk density.", "", ("", *SOC_UNITS))
    bulk_density_field: str = _option("Field with the bulk density in g/cm3, for SOC in g/kg or %; empty: recognised by name.", "")
    coarse_field: str = _option("Field with the coarse fragments in volume %, for SOC in g/kg or %; empty: recognised by name.", "")


@dataclass(frozen=True)
class ExampleJob:
    """Write the example: a synthetic landscape whose parameters, processes and SOC are known."""

    kind: ClassVar[str] = "example"
    folder: str = _required("Folder for the example's files; made where absent.", "out")
    profiles: int = _option("Number of SOC profiles.", 2000)
    size: int = _option("Width and height of the landscape in pixels.", 120)
    seed: int = _option("Seed of every random draw.", 1)


@dataclass(frozen=True)
class LearningFields(ProfileFields):
    """What is learned, from what, and how: shared by the jobs that train."""

    observations: str = _required("SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer.", "in")
    covariates: tuple[str, ...] = _required("Covariates: rasters to sample at the profiles, or tables with one row per profile joined by profile id.", "in", several=True)
    forcing: str = _required("CLM5 forcing: a NetCDF with CLM5's variable names and units.", "in")
    categorical: tuple[str, ...] = _option("Names of covariates that are classes; known ones, such as land cover and soil classes, are recognised.", ())
    exclude: tuple[str, ...] = _option("Names of covariates to leave out.", ())
    leave_out: tuple[str, ...] = _option("Flags of quality control whose profiles or layers are left out, beside those certainly wrong.", ())
    keep: tuple[str, ...] = _option("Flags of quality control, also of those certainly wrong, whose profiles and layers are kept all the same.", ())
    recipe: str = _option("How to train: recommended, or paper to reproduce the published BINN. The settings below change it.", "recommended", RECIPES)
    bedrock: str = _setting("Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes, which leak carbon there.", BEDROCK_MODES)
    prior: str = _option("Ranges of the parameters: binn, proda, or a CSV file with the columns name, lower, upper.", "binn")
    learned: tuple[str, ...] = _option("Names of the parameters to learn; empty: all 21.", ())
    fixed: tuple[str, ...] = _option("Values of parameters that are not learned, as name=value; others take CLM5's default within their range.", ())
    encoder: str = _setting("Location as a covariate: none, coordinates (scaled longitude and latitude), spatial (sines and cosines of wavelengths over 0.5 degrees) or gridcell (as published, which memorises places).", ENCODERS)
    hidden: tuple[int, ...] = _option("Widths of the network's hidden layers. Empty: as the recipe has it.", ())
    dropout: float | None = _setting("Dropout in the hidden layers; Monte Carlo passes need it above 0.")
    members: int | None = _setting("Networks trained from different seeds, whose mean is the prediction.")
    loss: str = _setting("Loss: sqrt or log (Huber loss of the root or logarithm of SOC), balanced (of both, and of the mean), l1 (gC/m3, as published) or relative (60 % observation error).", LOSSES)
    epochs: int | None = _setting("Passes over the profiles at most.")
    patience: int | None = _setting("Epochs without a better validation score after which training stops.")
    batch_size: int | None = _setting("Profiles per step.")
    learning_rate: float | None = _setting("Peak learning rate.")
    max_soc: float | None = _setting("Layers above this SOC (gC/m3) are left out of training, not of testing.")
    validation_share: float = _option("Share of the profiles that decide when to stop.", 0.1)
    seed: int = _option("Seed of splits, initial weights and dropout.", 1)
    precision: str = _option("Precision of the CLM5 layer: float32 is faster, and needed on Apple GPUs.", "float64", PRECISIONS)
    device: str = _option("Where to compute.", "auto", DEVICES)


@dataclass(frozen=True)
class TrainJob(LearningFields):
    """Train BINN on SOC profiles, end to end through the CLM5 layer."""

    kind: ClassVar[str] = "train"
    model: str = _required("Checkpoint to write (.safetensors).", "out")
    report: str = _option("HTML report to write; empty for none.", "", path="out")
    refit: bool = _option("After scoring, train the model that is written on the test profiles too.", True)
    test_share: float = _option("Share of the profiles held out at random for testing.", 0.1)
    test_block_share: float = _option("Share of the profiles held out in whole spatial blocks for testing.", 0.2)
    block_degrees: float = _option("Size of the spatial blocks in degrees.", 0.25)


@dataclass(frozen=True)
class CrossvalidateJob(LearningFields):
    """Score BINN and what it has to beat by cross-validation, on the same folds; the folds' networks together are a model."""

    kind: ClassVar[str] = "crossvalidate"
    report: str = _required("HTML report to write.", "out")
    json: str = _option("JSON file with every score to write; empty for none.", "", path="out")
    csv: str = _option("CSV file with the scores to write; empty for none.", "", path="out")
    predictions: str = _option("CSV with the fold, observed SOC and every model's prediction of every layer to write; empty for none.", "", path="out")
    model: str = _option("Checkpoint of the ensemble of all folds' networks to write (.safetensors); empty for none.", "", path="out")
    split: str = _option("Folds: spatial blocks, random places, or regions named by a field.", "blocks", SPLITS)
    folds: int = _option("Number of folds; more regions than folds are dealt into so many. 0: a fold for each region.", 5)
    block_degrees: float = _option("Size of the spatial blocks in degrees; 0: from the variogram of SOC.", 0.25)
    region_field: str = _option("Field of the profiles that names their region, for folds of regions.", "")
    residual: bool = _option("Also score BINN with a learner of its residuals (gradient boosting) on top, which has no mechanism.", False)


@dataclass(frozen=True)
class RecoveryJob(LearningFields):
    """Try how well parameters are found again whose truth is known, at the profiles' own sites, depths and forcing."""

    kind: ClassVar[str] = "recovery"
    report: str = _required("HTML report to write.", "out")
    json: str = _option("JSON file with every score to write; empty for none.", "", path="out")
    csv: str = _option("CSV file with the scores of every parameter and process to write; empty for none.", "", path="out")
    truth: str = _option("True parameters: smooth functions of covariates, constant, or from a raster or table whose bands or columns are named as parameters.", "smooth", TRUTHS)
    truth_file: str = _option("The raster or table of true parameters, joined as covariates are.", "", path="in")
    truth_covariates: int = _option("Covariates that each smooth parameter depends on.", 3)
    truth_length: float = _option("Length scale of the smooth functions, in standard deviations of the covariates; smaller is rougher.", 4.0)
    truths: int = _option("Number of truths to draw and recover.", 5)
    noise: float = _option("Relative error of the synthetic observations: 0 to 0.5.", 0.0)
    split: str = _option("Folds: spatial blocks, random places, or regions named by a field.", "blocks", SPLITS)
    folds: int = _option("Number of folds; more regions than folds are dealt into so many. 0: a fold for each region.", 5)
    folds_run: int = _option("Folds to train, for a quicker answer; 0: all.", 0)
    block_degrees: float = _option("Size of the spatial blocks in degrees; 0: from the variogram of SOC.", 0.25)
    region_field: str = _option("Field of the profiles that names their region, for folds of regions.", "")
    control: bool = _option("Also run the negative control: covariates shuffled among the profiles.", True)


@dataclass(frozen=True)
class EvaluateJob(ProfileFields):
    """Score a checkpoint on SOC profiles that it never saw."""

    kind: ClassVar[str] = "evaluate"
    model: str = _required("Checkpoint of a trained model (.safetensors).", "in")
    observations: str = _required("SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer.", "in")
    covariates: tuple[str, ...] = _required("Covariates with the names the model was trained with: rasters, or tables joined by profile id.", "in", several=True)
    forcing: str = _required("CLM5 forcing: a NetCDF with CLM5's variable names and units.", "in")
    json: str = _option("JSON file with the scores to write; empty for none.", "", path="out")
    predictions: str = _option("CSV with observed and predicted SOC of every layer to write; empty for none.", "", path="out")
    allow_training_profiles: bool = _option("Score profiles that the model was trained on too, instead of refusing them.", False)
    device: str = _option("Where to compute.", "auto", DEVICES)


@dataclass(frozen=True)
class PredictJob:
    """Map parameters, processes and SOC over covariate rasters."""

    kind: ClassVar[str] = "predict"
    model: str = _required("Checkpoint of a trained model (.safetensors).", "in")
    covariates: tuple[str, ...] = _required("Covariate rasters, whose bands are matched by name with the model's covariates.", "in", several=True)
    forcing: str = _required("CLM5 forcing: a NetCDF with CLM5's variable names and units.", "in")
    parameters: str = _option("GeoTIFF of the 21 parameters to write; empty for none.", "", path="out")
    processes: str = _option("GeoTIFF of the six processes to write; empty for none.", "", path="out")
    soc: str = _option("GeoTIFF of SOC at depths and of stocks to write; empty for none.", "", path="out")
    parameters_sd: str = _option("GeoTIFF of the parameters' standard deviations to write (needs passes); empty for none.", "", path="out")
    processes_sd: str = _option("GeoTIFF of the processes' standard deviations to write (needs passes); empty for none.", "", path="out")
    soc_sd: str = _option("GeoTIFF of SOC's standard deviations to write (needs passes); empty for none.", "", path="out")
    parameters_quantiles: str = _option("GeoTIFF of the parameters' quantiles to write (needs passes); empty for none.", "", path="out")
    processes_quantiles: str = _option("GeoTIFF of the processes' quantiles to write (needs passes); empty for none.", "", path="out")
    soc_quantiles: str = _option("GeoTIFF of SOC's quantiles to write (needs passes); empty for none.", "", path="out")
    report: str = _option("HTML report with the maps to write; empty for none.", "", path="out")
    grid: str = _option("Raster whose grid the products take; empty: that of the first covariate raster.", "", path="in")
    bounds: tuple[float, ...] = _option("Window to map, in the grid's CRS: xmin, ymin, xmax, ymax; empty: the whole grid.", ())
    depths: tuple[float, ...] = _option("Depths of SOC density in metres.", DEFAULT_DEPTHS_M)
    passes: int = _option("Monte Carlo dropout passes; 0 gives no uncertainty.", 0)
    quantiles: tuple[float, ...] = _option("Quantiles over the passes.", (0.05, 0.5, 0.95))
    truth: str = _option("Raster of known SOC with the bands of the soc product, to compare with in the report; empty for none.", "", path="in")
    truth_processes: str = _option("Raster of the six known processes, to compare with in the report; empty for none.", "", path="in")
    tile_size: int = _option("Width and height of the tiles in pixels.", 256)
    seed: int = _option("Seed of the Monte Carlo passes.", 1)
    precision: str = _option("Precision of the CLM5 layer: float32 is faster, and needed on Apple GPUs; rates below its range are solved in float64.", "float64", PRECISIONS)
    device: str = _option("Where to compute.", "auto", DEVICES)


@dataclass(frozen=True)
class SimulateJob:
    """Run the CLM5 soil carbon model with given parameters, without a network."""

    kind: ClassVar[str] = "simulate"
    forcing: str = _required("CLM5 forcing: a NetCDF with CLM5's variable names and units.", "in")
    grid: str = _required("Raster whose grid the products take; where its bands are named as parameters, these are the parameters' values.", "in")
    values: tuple[str, ...] = _option("Values of parameters as name=value; others come from the grid's bands, then from CLM5's defaults.", ())
    parameters: str = _option("GeoTIFF of the 21 parameters used to write; empty for none.", "", path="out")
    processes: str = _option("GeoTIFF of the six processes to write; empty for none.", "", path="out")
    soc: str = _option("GeoTIFF of SOC at depths and of stocks to write; empty for none.", "", path="out")
    depths: tuple[float, ...] = _option("Depths of SOC density in metres.", DEFAULT_DEPTHS_M)
    bedrock: str = _option("Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes.", "clm5", BEDROCK_MODES)
    tile_size: int = _option("Width and height of the tiles in pixels.", 256)
    device: str = _option("Where to compute.", "auto", DEVICES)


@dataclass(frozen=True)
class ProdaInvertJob(ProfileFields):
    """Invert SOC profiles one by one: posteriors of the CLM5 layer's parameters by Markov chains (PRODA, first half)."""

    kind: ClassVar[str] = "proda_invert"
    observations: str = _required("SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer.", "in")
    forcing: str = _required("CLM5 forcing: a NetCDF with CLM5's variable names and units.", "in")
    chains_folder: str = _required("Folder for the chains; made where absent. A run into the folder of one that was stopped goes on with it.", "out")
    table: str = _option("Table of the posteriors to write, a row a profile (.csv or .gpkg); empty for none.", "", path="out")
    report: str = _option("HTML report to write; empty for none.", "", path="out")
    leave_out: tuple[str, ...] = _option("Flags of quality control whose profiles or layers are left out, beside those certainly wrong.", ())
    keep: tuple[str, ...] = _option("Flags of quality control, also of those certainly wrong, whose profiles and layers are kept all the same.", ())
    method: str = _option("How to sample: recommended (differential evolution, exact), or published to reproduce PRODA's sampler and cost.", "recommended", METHODS)
    bedrock: str = _option("Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes. Empty: as the method has it.", "", ("", *BEDROCK_MODES))
    prior: str = _option("Ranges of the parameters, within which priors are uniform: binn, proda, or a CSV file with the columns name, lower, upper.", "binn")
    learned: tuple[str, ...] = _option("Names of the parameters to infer; empty: all 21.", ())
    fixed: tuple[str, ...] = _option("Values of parameters that are not inferred, as name=value; others take CLM5's default within their range.", ())
    error: float = _option("Standard deviation of the error of the logarithm of SOC, of observations and model together; published has its own, 60 % of SOC.", 0.5)
    max_soc: float = _option("Layers above this SOC (gC/m3) are left out, as in training.", 150_000.0)
    chains: int = _option("Chains at each profile.", 3)
    steps: int | None = _option("Steps of each chain, warm-up included. Empty: as the method has it (20,000; published 70,000).", None)
    warm_up: int | None = _option("Steps that do not count. Empty: as the method has it (half; published its first stage of 20,000).", None)
    thin: int = _option("One state in so many is kept.", 20)
    block_sites: int = _option("Profiles that are worked on, and written, together; has no say in the results.", 128)
    processes: int = _option("Processes that share the profiles; 0: as many as there are cores.", 0)
    seed: int = _option("Seed of the chains.", 1)


@dataclass(frozen=True)
class ProdaUpscaleJob:
    """Carry inverted parameters to all places by a network of the covariates; writes a model for predict (PRODA, second half)."""

    kind: ClassVar[str] = "proda_upscale"
    chains_folder: str = _required("Folder with the chains of a finished inversion.", "in")
    covariates: tuple[str, ...] = _required("Covariates: rasters to sample at the profiles, or tables with one row per profile joined by profile id.", "in", several=True)
    forcing: str = _required("CLM5 forcing: a NetCDF with CLM5's variable names and units.", "in")
    model: str = _required("Checkpoint to write (.safetensors).", "out")
    report: str = _option("HTML report to write; empty for none.", "", path="out")
    id_field: str = _option("Field with the profile id in tables of covariates; empty: recognised by name.", "")
    categorical: tuple[str, ...] = _option("Names of covariates that are classes; known ones, such as land cover and soil classes, are recognised.", ())
    exclude: tuple[str, ...] = _option("Names of covariates to leave out.", ())
    method: str = _option("How to upscale: recommended (BINN's network, errors weighed by the posterior), or published to reproduce PRODA's network and loss.", "recommended", METHODS)
    max_rhat: float = _option("Profiles whose mean R-hat over the parameters is larger teach nothing.", 1.1)
    min_nse: float = _option("Profiles whose fit, the NSE of log SOC of their layers, is smaller teach nothing; those with a single layer have none and stay.", 0.0)
    bootstrap: bool = _option("Teach every network of the ensemble a bootstrap sample of the profiles.", False)
    members: int | None = _setting("Networks trained from different seeds, whose mean is the prediction.")
    hidden: tuple[int, ...] = _option("Widths of the network's hidden layers. Empty: as the method has it.", ())
    dropout: float | None = _setting("Dropout in the hidden layers.")
    epochs: int | None = _setting("Passes over the profiles at most.")
    refit: bool = _option("After scoring, train the model that is written on the test profiles too.", True)
    validation_share: float = _option("Share of the profiles that decide when to stop.", 0.1)
    test_share: float = _option("Share of the profiles held out at random for testing.", 0.1)
    test_block_share: float = _option("Share of the profiles held out in whole spatial blocks for testing.", 0.2)
    block_degrees: float = _option("Size of the spatial blocks in degrees.", 0.25)
    seed: int = _option("Seed of splits, initial weights and dropout.", 1)


@dataclass(frozen=True)
class CompareJob(ProfileFields):
    """Compare two models, such as BINN and PRODA: parameters, processes, SOC, spread and cost, on a grid and at profiles."""

    kind: ClassVar[str] = "compare"
    first: str = _required("Checkpoint of the first model (.safetensors).", "in")
    second: str = _required("Checkpoint of the second model (.safetensors).", "in")
    covariates: tuple[str, ...] = _required("Covariate rasters of the grid to compare on, with the names the models were trained with.", "in", several=True)
    forcing: str = _required("CLM5 forcing: a NetCDF with CLM5's variable names and units.", "in")
    report: str = _required("HTML report to write.", "out")
    json: str = _option("JSON file with all numbers to write; empty for none.", "", path="out")
    csv: str = _option("CSV file with the agreement of every process and parameter to write; empty for none.", "", path="out")
    processes_difference: str = _option("GeoTIFF of the second model's processes less the first's to write; empty for none.", "", path="out")
    parameters_difference: str = _option("GeoTIFF of the second model's parameters less the first's to write; empty for none.", "", path="out")
    first_name: str = _option("What to call the first model.", "BINN")
    second_name: str = _option("What to call the second model.", "PRODA")
    observations: str = _option("SOC profiles to score both models on, those that taught neither; empty for none.", "", path="in")
    site_covariates: tuple[str, ...] = _option("Covariates of the profiles, as tables or rasters; empty: the rasters of the grid.", (), path="in")
    truth_processes: str = _option("Raster of the six known processes, to tell which model is nearer; empty for none.", "", path="in")
    truth_parameters: str = _option("Raster of the known parameters, to tell which model is nearer; empty for none.", "", path="in")
    passes: int = _option("Monte Carlo passes for the spread of each model; 0 for none.", 30)
    block_degrees: float = _option("Size of the blocks of land that are drawn together for the intervals, in degrees.", 1.0)
    seed: int = _option("Seed of passes and intervals.", 1)
    device: str = _option("Where to compute.", "auto", DEVICES)


Job = typing.Union[ExampleJob, TrainJob, CrossvalidateJob, RecoveryJob, EvaluateJob, PredictJob, SimulateJob, ProdaInvertJob, ProdaUpscaleJob, CompareJob]
JOBS: dict[str, type] = {job.kind: job for job in typing.get_args(Job)}


def element_type(job_field: dataclasses.Field) -> tuple[type, bool]:
    """The type of a field's value, and whether the field holds several: ``(float, True)`` for ``tuple[float, ...]``."""
    name = str(job_field.type).removesuffix(" | None")
    several = name.startswith("tuple[")
    if several:
        name = name[len("tuple[") :].split(",")[0]
    return {"str": str, "int": int, "float": float, "bool": bool}[name], several
