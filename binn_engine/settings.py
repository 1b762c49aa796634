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
SOC_UNITS = ("gC/m3", "kg/m3", "g/kg", "%", "kg/m2", "t/ha", "g/cm2", "g/kg OM", "% OM")
PEDOTRANSFER_NAMES = ("none", "manrique_jones_1991", "alexander_1980", "honeysett_ratkowsky_1989", "post_kwon_2000")
LITTER = ("exclude", "shift")
SAMPLING = ("nearest", "bilinear")
DEPTH_UNITS = ("auto", "m", "cm")
ENCODERS = ("none", "coordinates", "spatial", "gridcell")
RECIPES = ("recommended", "paper")
LOSSES = ("balanced", "sqrt", "log", "l1", "relative")
SPLITS = ("blocks", "random", "region")
TRUTHS = ("smooth", "constant", "raster", "table")
PRIORS = ("binn", "proda")
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
    """Where a table of SOC profiles keeps what. Empty names are recognised: those of WoSIS, NCSS, ISCN, LUCAS and ISRIC, and many more."""

    id_field: str = _option("Field with the profile id; empty: recognised by name, or made from the coordinates.", "")
    lon_field: str = _option("Field with the longitude or x, for tables without geometry; empty: recognised by name.", "")
    lat_field: str = _option("Field with the latitude or y, for tables without geometry; empty: recognised by name.", "")
    crs: str = _option("Reference system of the coordinates in those fields, such as EPSG:25832; empty: degrees on WGS 84.", "")
    crs_field: str = _option("Field with the reference system of each row's coordinates, such as EPSG:4326; empty: recognised by name.", "")
    top_field: str = _option("Field with the top depth of the layer; empty: recognised by name.", "")
    bottom_field: str = _option("Field with the bottom depth of the layer; empty: recognised by name.", "")
    depth_field: str = _option("Field with the mid depth of the layer, or with its range as text (0-20 cm), where top and bottom are unknown; empty: recognised by name.", "")
    depth_unit: str = _option("Unit of the depths; auto: from the field's name (_cm, _m), else metres for a mid depth and centimetres for top and bottom.", "auto", DEPTH_UNITS)
    depth_columns: str = _option("Names of SOC fields, for one feature per profile with a field per depth: carbon_{top}_{bottom} or carbon_{depth}; empty: recognised, such as soc_0_30 or orgc_5_15cm.", "")
    litter: str = _option("Litter layers, above the mineral soil: exclude them, or shift the profile down so that it begins with them.", "exclude", LITTER)
    soc_field: str = _option("Field with soil organic carbon; empty: recognised by name.", "")
    soc_unit: str = _option("Unit of soil organic carbon; empty: from the field's name or the database, else gC/m3. Contents (g/kg, %) need a bulk density; stocks (kg/m2, t/ha, g/cm2) are of the layer; OM is organic matter.", "", ("", *SOC_UNITS))
    organic_matter_factor: float = _option("Share of carbon in organic matter, for units of OM: 0.58 is 1/1.724.", 0.58)
    bulk_density_field: str = _option("Field with the bulk density of the fine earth in g/cm3, for contents; empty: recognised by name.", "")
    pedotransfer: str = _option("Pedotransfer function that fills bulk densities that were not measured; none: such layers are left out.", "none", PEDOTRANSFER_NAMES)
    coarse_field: str = _option("Field with the coarse fragments in volume %, for contents; empty: recognised by name.", "")


@dataclass(frozen=True)
class ExampleJob:
    """Write the example: a synthetic landscape whose parameters, processes and SOC are known."""

    kind: ClassVar[str] = "example"
    folder: str = _required("Folder for the example's files; made where absent.", "out")
    profiles: int = _option("Number of SOC profiles.", 2000)
    size: int = _option("Width and height of the landscape in pixels.", 120)
    seed: int = _option("Seed of every random draw.", 1)


@dataclass(frozen=True)
class PrepareProfilesJob(ProfileFields):
    """Make SOC profiles clean: one layout, one unit, every row kept or left out for a reason that is counted."""

    kind: ClassVar[str] = "prepare_profiles"
    observations: tuple[str, ...] = _required("SOC profiles: CSV or vector files that GDAL reads, each in its own layout and reference system; one row per layer, or a field per depth.", "in", several=True)
    layers: str = _required("GeoPackage of the clean layers to write (.gpkg).", "out")
    report: str = _option("HTML report to write; empty for none.", "", path="out")
    json: str = _option("JSON file with every count to write; empty for none.", "", path="out")
    rejected: str = _option("CSV file with every row that is left out, and why, to write; empty for none.", "", path="out")
    leave_out: tuple[str, ...] = _option("Flags of quality control whose profiles or layers are left out, beside those certainly wrong.", ())
    keep: tuple[str, ...] = _option("Flags of quality control, also of those certainly wrong, whose profiles and layers are kept all the same.", ())
    max_soc: float = _option("SOC (gC/m3) above which a layer is flagged.", 150000.0)


@dataclass(frozen=True)
class SampleFields(ProfileFields):
    """How covariates are brought to the profiles."""

    sampling: str = _option("How rasters are read at profiles: nearest takes the pixel a profile lies in, bilinear interpolates continuous covariates.", "nearest", SAMPLING)
    nearest_valid_km: float = _option("Distance in km within which a profile on a cell without a value takes the nearest cell with one, as on coasts; 0: such profiles are left out.", 0.0)
    covariate_fields: tuple[str, ...] = _option("Fields of the profiles themselves that are covariates; maps need rasters with bands of the same names.", ())


@dataclass(frozen=True)
class LearningFields(SampleFields):
    """What is learned, from what, and how: shared by the jobs that train."""

    observations: str = _required("SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer or a field per depth.", "in")
    covariates: tuple[str, ...] = _option("Covariates: rasters to sample at the profiles, or tables with one row per profile joined by profile id; none where the profiles have them as fields.", (), path="in")
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
class EvaluateJob(SampleFields):
    """Score a checkpoint on SOC profiles that it never saw."""

    kind: ClassVar[str] = "evaluate"
    model: str = _required("Checkpoint of a trained model (.safetensors).", "in")
    observations: str = _required("SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer or a field per depth.", "in")
    covariates: tuple[str, ...] = _option("Covariates with the names the model was trained with: rasters, or tables joined by profile id; none where the profiles have them as fields.", (), path="in")
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


Job = typing.Union[ExampleJob, PrepareProfilesJob, TrainJob, CrossvalidateJob, RecoveryJob, EvaluateJob, PredictJob, SimulateJob]
JOBS: dict[str, type] = {job.kind: job for job in typing.get_args(Job)}


def element_type(job_field: dataclasses.Field) -> tuple[type, bool]:
    """The type of a field's value, and whether the field holds several: ``(float, True)`` for ``tuple[float, ...]``."""
    name = str(job_field.type).removesuffix(" | None")
    several = name.startswith("tuple[")
    if several:
        name = name[len("tuple[") :].split(",")[0]
    return {"str": str, "int": int, "float": float, "bool": bool}[name], several
