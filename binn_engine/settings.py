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
SPREADS = ("auto", "dropout", "ensemble", "both")
INTERVALS = ("mean", "observation")
METHODS = ("recommended", "published")
DEVICES = ("auto", "cpu", "cuda", "mps")
PRECISIONS = ("float64", "float32")
TEMPERATURE_UNITS = ("degC", "K")
PRECIPITATION_UNITS = ("mm/month", "mm/day", "mm/s")
NPP_UNITS = ("gC/m2/yr", "kgC/m2/yr", "gC/m2/s")
TEXTURE_UNITS = ("%", "1", "g/kg")
BEDROCK_UNITS = ("m", "cm", "layer")


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


FORCING_HELP = "CLM5 forcing: a NetCDF with CLM5's variable names and units, a folder or a pattern (h0.*.nc) of CLM's history files, or a table of sites (.csv)."


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
    forcing: str = _required(FORCING_HELP, "in")
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
class CalibrationJob(LearningFields):
    """Train BINN so that its uncertainty can be relied on: intervals scaled with held-out profiles and simulated twins, and the evidence."""

    kind: ClassVar[str] = "calibration"
    model: str = _required("Calibrated checkpoint to write (.safetensors).", "out")
    report: str = _required("HTML report to write.", "out")
    json: str = _option("JSON file with every score to write; empty for none.", "", path="out")
    csv: str = _option("CSV file with the scores of intervals to write; empty for none.", "", path="out")
    predictions: str = _option("CSV with observed SOC and the predicted intervals of every layer to write; empty for none.", "", path="out")
    split: str = _option("Folds: spatial blocks, random places, or regions named by a field.", "blocks", SPLITS)
    folds: int = _option("Number of folds; more regions than folds are dealt into so many. 0: a fold for each region.", 5)
    block_degrees: float = _option("Size of the spatial blocks in degrees; 0: from the variogram of SOC.", 0.25)
    region_field: str = _option("Field of the profiles that names their region, for folds of regions.", "")
    compare_random: bool = _option("Show the evidence of random folds beside that of the blocks, for twice the training.", True)
    calibration_share: float = _option("Share of each fold's training profiles that calibrate, in whole blocks, and teach nothing.", 0.2)
    passes: int = _option("Monte Carlo dropout passes that the spread is of.", 50)
    spread: str = _option("Where the spread comes from: dropout (of the first network), ensemble (its networks), both, or auto (both, or what the model has).", "auto", SPREADS)
    twins: int = _option("Simulated twins that calibrate parameters and processes; 0: their spread stays raw.", 8)
    test_twins: int = _option("Twins that test the calibration, none of which calibrated.", 4)
    twin_noise: float = _option("Relative error of the twins' synthetic observations: 0 to 0.5.", 0.2)
    truth_covariates: int = _option("Covariates that each true parameter of a twin depends on.", 3)
    truth_length: float = _option("Length scale of the twins' true parameters, in standard deviations of the covariates; smaller is rougher.", 4.0)


@dataclass(frozen=True)
class EvaluateJob(SampleFields):
    """Score a checkpoint on SOC profiles that it never saw."""

    kind: ClassVar[str] = "evaluate"
    model: str = _required("Checkpoint of a trained model (.safetensors).", "in")
    observations: str = _required("SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer or a field per depth.", "in")
    covariates: tuple[str, ...] = _option("Covariates with the names the model was trained with: rasters, or tables joined by profile id; none where the profiles have them as fields.", (), path="in")
    forcing: str = _required(FORCING_HELP, "in")
    json: str = _option("JSON file with the scores to write; empty for none.", "", path="out")
    predictions: str = _option("CSV with observed and predicted SOC of every layer to write; empty for none.", "", path="out")
    passes: int = _option("Monte Carlo dropout passes; with them, intervals are scored too.", 0)
    spread: str = _option("Where the spread comes from: dropout, ensemble, both, or auto (both, or what the model has).", "auto", SPREADS)
    calibrated: bool = _option("Score calibrated intervals of a new observation where the model has them; else those of the raw spread.", True)
    seed: int = _option("Seed of the Monte Carlo passes.", 1)
    allow_training_profiles: bool = _option("Score profiles that the model was trained on too, instead of refusing them.", False)
    device: str = _option("Where to compute.", "auto", DEVICES)


@dataclass(frozen=True)
class PredictJob:
    """Map parameters, processes and SOC over covariate rasters."""

    kind: ClassVar[str] = "predict"
    model: str = _required("Checkpoint of a trained model (.safetensors).", "in")
    covariates: tuple[str, ...] = _required("Covariate rasters, whose bands are matched by name with the model's covariates.", "in", several=True)
    forcing: str = _required(FORCING_HELP, "in")
    parameters: str = _option("GeoTIFF of the 21 parameters to write; empty for none.", "", path="out")
    processes: str = _option("GeoTIFF of the six processes to write; empty for none.", "", path="out")
    soc: str = _option("GeoTIFF of SOC at depths and of stocks to write; empty for none.", "", path="out")
    parameters_sd: str = _option("GeoTIFF of the parameters' standard deviations to write (needs a spread); empty for none.", "", path="out")
    processes_sd: str = _option("GeoTIFF of the processes' standard deviations to write (needs a spread); empty for none.", "", path="out")
    soc_sd: str = _option("GeoTIFF of SOC's standard deviations to write (needs a spread); empty for none.", "", path="out")
    parameters_cv: str = _option("GeoTIFF of the parameters' coefficients of variation (%) to write (needs a spread); empty for none.", "", path="out")
    parameters_quantiles: str = _option("GeoTIFF of the parameters' quantiles to write (needs a spread); empty for none.", "", path="out")
    processes_cv: str = _option("GeoTIFF of the processes' coefficients of variation (%) to write (needs a spread); empty for none.", "", path="out")
    processes_quantiles: str = _option("GeoTIFF of the processes' quantiles to write (needs a spread); empty for none.", "", path="out")
    soc_cv: str = _option("GeoTIFF of SOC's coefficients of variation (%) to write (needs a spread); empty for none.", "", path="out")
    soc_quantiles: str = _option("GeoTIFF of SOC's quantiles to write (needs a spread); empty for none.", "", path="out")
    soc_exceedance: str = _option("GeoTIFF of the probability that SOC exceeds the thresholds to write (needs a spread); empty for none.", "", path="out")
    domain: str = _option("GeoTIFF of the distance from the training profiles' covariates, and of the domain inside which the model holds, to write; empty for none.", "", path="out")
    report: str = _option("HTML report with the maps to write; empty for none.", "", path="out")
    grid: str = _option("Raster whose grid the products take; empty: that of the first covariate raster.", "", path="in")
    bounds: tuple[float, ...] = _option("Window to map, in the grid's CRS: xmin, ymin, xmax, ymax; empty: the whole grid.", ())
    depths: tuple[float, ...] = _option("Depths of SOC density in metres.", DEFAULT_DEPTHS_M)
    passes: int = _option("Monte Carlo dropout passes, at most; 0 gives no uncertainty.", 0)
    spread: str = _option("Where the spread comes from: dropout (of the first network), ensemble (its networks, no passes needed), both, or auto (both, or what the model has).", "auto", SPREADS)
    tolerance: float = _option("Relative standard error of the standard deviations at which a pixel needs no more passes, such as 0.1; 0: all passes.", 0.0)
    calibrated: bool = _option("Give calibrated uncertainty where the model has it; else the raw spread.", True)
    intervals: str = _option("Whose uncertainty SOC gets, where calibrated: the mean of the place, or a new observation with its own error.", "mean", INTERVALS)
    quantiles: tuple[float, ...] = _option("Quantiles to map.", (0.05, 0.5, 0.95))
    thresholds: tuple[str, ...] = _option("Thresholds of the exceedance, as where=value: a range of depths in cm for a stock in kgC/m2 (0-30=5), a depth in cm for a density in gC/m3 (30=20000).", ())
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
    forcing: str = _required(FORCING_HELP, "in")
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
class BuildForcingJob:
    """Build CLM5 forcing from climate normals, where no CLM5 output is at hand: an approximation."""

    kind: ClassVar[str] = "build_forcing"
    temperature: str = _required("Monthly mean air temperature: a raster of twelve bands, January first.", "in")
    precipitation: str = _required("Monthly precipitation, rain and snow together: a raster of twelve bands, January first.", "in")
    npp: str = _required("Net primary production: a raster of one band, or of twelve months, whose mean counts.", "in")
    sand: str = _required("Sand content of the soil: a raster of one band, or with a band called sand.", "in")
    clay: str = _required("Clay content of the soil: a raster of one band, or with a band called clay.", "in")
    bedrock: str = _option("Depth to bedrock: a raster of one band; empty: bedrock lies below 8.6 m everywhere.", "", path="in")
    trees: str = _option("Tree cover in %: a raster of one band; empty: 55 %.", "", path="in")
    snow: str = _option("Monthly mean water equivalent of snow on the ground in mm: a raster of twelve bands; empty: from temperature and precipitation.", "", path="in")
    forcing: str = _required("NetCDF of CLM5 forcing to write.", "out")
    grid: str = _option("Raster whose pixels are the cells of the forcing; empty: that of the air temperature.", "", path="in")
    bounds: tuple[float, ...] = _option("Window to build, in the grid's CRS: xmin, ymin, xmax, ymax; empty: the whole grid.", ())
    temperature_unit: str = _option("Unit of the air temperature.", "degC", TEMPERATURE_UNITS)
    precipitation_unit: str = _option("Unit of precipitation; mm/s is kg per m2 and second.", "mm/month", PRECIPITATION_UNITS)
    npp_unit: str = _option("Unit of net primary production.", "gC/m2/yr", NPP_UNITS)
    texture_unit: str = _option("Unit of sand and clay; 1 is a share.", "%", TEXTURE_UNITS)
    bedrock_unit: str = _option("Unit of the depth to bedrock; layer is CLM5's nbedrock, the last soil layer above it.", "m", BEDROCK_UNITS)


@dataclass(frozen=True)
class ProdaInvertJob(ProfileFields):
    """Invert SOC profiles one by one: posteriors of the CLM5 layer's parameters by Markov chains (PRODA, first half)."""

    kind: ClassVar[str] = "proda_invert"
    observations: str = _required("SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer.", "in")
    forcing: str = _required(FORCING_HELP, "in")
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
    forcing: str = _required(FORCING_HELP, "in")
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
    forcing: str = _required(FORCING_HELP, "in")
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


Job = typing.Union[ExampleJob, BuildForcingJob, PrepareProfilesJob, TrainJob, CrossvalidateJob, RecoveryJob, CalibrationJob, EvaluateJob, PredictJob, SimulateJob, ProdaInvertJob, ProdaUpscaleJob, CompareJob]
JOBS: dict[str, type] = {job.kind: job for job in typing.get_args(Job)}


def element_type(job_field: dataclasses.Field) -> tuple[type, bool]:
    """The type of a field's value, and whether the field holds several: ``(float, True)`` for ``tuple[float, ...]``."""
    name = str(job_field.type).removesuffix(" | None")
    several = name.startswith("tuple[")
    if several:
        name = name[len("tuple[") :].split(",")[0]
    return {"str": str, "int": int, "float": float, "bool": bool}[name], several
