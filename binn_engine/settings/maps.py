"""Jobs that use a trained model, or the soil carbon model alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..tables import DEFAULT_DEPTHS_M
from .choices import BEDROCK_MODES, DEVICES, INTERVALS, LAYOUTS, PRECISIONS, SPREADS
from .fields import CSV, FOLDER, FORCING_HELP, HTML, INPUT, JSON, ZONES, ClusterFields, SampleFields, option, raster, required

SOC_LIMIT = 200.0
SOC_LIMIT_HELP = "SOC in kg/m3 that no soil exceeds: pixels above it are counted, and there is a warning."


@dataclass(frozen=True)
class EvaluateJob(SampleFields):
    """Score a checkpoint on SOC profiles that it never saw."""

    kind: ClassVar[str] = "evaluate"
    model: str = required("Checkpoint of a trained model (.safetensors).", INPUT)
    observations: str = required(
        "SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer or a field per depth.", INPUT
    )
    covariates: tuple[str, ...] = option(
        "Covariates with the names the model was trained with: rasters, or tables joined by profile id; none where the profiles have them as fields.",
        (),
        path=INPUT,
    )
    forcing: str = required(FORCING_HELP, INPUT)
    json: str = option("JSON file with the scores to write; empty for none.", "", path=JSON)
    predictions: str = option("CSV with observed and predicted SOC of every layer to write; empty for none.", "", path=CSV)
    passes: int = option("Monte Carlo dropout passes; with them, intervals are scored too.", 0)
    spread: str = option("Where the spread comes from: dropout, ensemble, both, or auto (both, or what the model has).", "auto", SPREADS)
    calibrated: bool = option(
        "Score calibrated intervals of a new observation where the model has them; else those of the raw spread.", True
    )
    seed: int = option("Seed of the Monte Carlo passes.", 1)
    allow_training_profiles: bool = option("Score profiles that the model was trained on too, instead of refusing them.", False)
    device: str = option("Where to compute.", "auto", DEVICES)


@dataclass(frozen=True)
class MappingFields(ClusterFields):
    """What a prediction may take, and how its maps are laid out."""

    memory: float = option(
        "Memory in GB that the run may take on this machine, all its processes together; at a scheduler, that each worker may take. It decides the size of tiles and batches.",
        2.0,
    )
    tile_size: int = option("Width and height of the tiles in pixels; 0: as memory allows.", 0)
    layout: str = option(
        "Layout of the maps: plain, overviews (with smaller copies in the file, for fast display), or cog (cloud-optimised GeoTIFF, for the web too).",
        "plain",
        LAYOUTS,
    )
    soc_limit: float = option(SOC_LIMIT_HELP, SOC_LIMIT)


@dataclass(frozen=True)
class PredictJob(MappingFields):
    """Map parameters, processes and SOC over covariate rasters."""

    kind: ClassVar[str] = "predict"
    left: ClassVar[str] = (
        "Tiles that were finished, if any, stay beside the map in NAME.predict.unfinished: run it again to go on with them."
    )
    model: str = required("Checkpoint of a trained model (.safetensors).", INPUT)
    covariates: tuple[str, ...] = required(
        "Covariate rasters, whose bands are matched by name with the model's covariates.", INPUT, several=True
    )
    forcing: str = required(FORCING_HELP, INPUT)
    parameters: str = raster("GeoTIFF of the 21 parameters to write; empty for none.")
    processes: str = raster("GeoTIFF of the six processes to write; empty for none.")
    soc: str = raster("GeoTIFF of SOC at depths and of stocks to write; empty for none.")
    parameters_sd: str = raster("GeoTIFF of the parameters' standard deviations to write (needs a spread); empty for none.")
    processes_sd: str = raster("GeoTIFF of the processes' standard deviations to write (needs a spread); empty for none.")
    soc_sd: str = raster("GeoTIFF of SOC's standard deviations to write (needs a spread); empty for none.")
    parameters_cv: str = raster("GeoTIFF of the parameters' coefficients of variation (%) to write (needs a spread); empty for none.")
    parameters_quantiles: str = raster("GeoTIFF of the parameters' quantiles to write (needs a spread); empty for none.")
    processes_cv: str = raster("GeoTIFF of the processes' coefficients of variation (%) to write (needs a spread); empty for none.")
    processes_quantiles: str = raster("GeoTIFF of the processes' quantiles to write (needs a spread); empty for none.")
    soc_cv: str = raster("GeoTIFF of SOC's coefficients of variation (%) to write (needs a spread); empty for none.")
    soc_quantiles: str = raster("GeoTIFF of SOC's quantiles to write (needs a spread); empty for none.")
    soc_exceedance: str = raster("GeoTIFF of the probability that SOC exceeds the thresholds to write (needs a spread); empty for none.")
    domain: str = raster(
        "GeoTIFF of the distance from the training profiles' covariates, and of the domain inside which the model holds, to write; empty for none."
    )
    report: str = option("HTML report with the maps to write; empty for none.", "", path=HTML)
    grid: str = option("Raster whose grid the products take; empty: that of the first covariate raster.", "", path=INPUT)
    bounds: tuple[float, ...] = option("Window to map, in the grid's CRS: xmin, ymin, xmax, ymax; empty: the whole grid.", ())
    depths: tuple[float, ...] = option("Depths of SOC density in metres.", DEFAULT_DEPTHS_M)
    passes: int = option("Monte Carlo dropout passes, at most; 0 gives no uncertainty.", 0)
    spread: str = option(
        "Where the spread comes from: dropout (of the first network), ensemble (its networks, no passes needed), both, or auto (both, or what the model has).",
        "auto",
        SPREADS,
    )
    tolerance: float = option(
        "Relative standard error of the standard deviations at which a pixel needs no more passes, such as 0.1; 0: all passes.", 0.0
    )
    calibrated: bool = option("Give calibrated uncertainty where the model has it; else the raw spread.", True)
    intervals: str = option(
        "Whose uncertainty SOC gets, where calibrated: the mean of the place, or a new observation with its own error.", "mean", INTERVALS
    )
    quantiles: tuple[float, ...] = option("Quantiles to map.", (0.05, 0.5, 0.95))
    thresholds: tuple[str, ...] = option(
        "Thresholds of the exceedance, as where=value: a range of depths in cm for a stock in kgC/m2 (0-30=5), a depth in cm for a density in gC/m3 (30=20000).",
        (),
    )
    truth: str = option(
        "Raster of known SOC with the bands of the soc product, to compare with in the report; empty for none.", "", path=INPUT
    )
    truth_processes: str = option("Raster of the six known processes, to compare with in the report; empty for none.", "", path=INPUT)
    seed: int = option("Seed of the Monte Carlo passes.", 1)
    precision: str = option(
        "Precision of the CLM5 layer: float32 is faster, and needed on Apple GPUs; rates below its range are solved in float64.",
        "float64",
        PRECISIONS,
    )
    device: str = option("Where to compute.", "auto", DEVICES)


@dataclass(frozen=True)
class ZonalJob:
    """Add maps up over polygons: SOC stocks, mean SOC and processes, with an uncertainty that does not take errors for independent."""

    kind: ClassVar[str] = "zonal"
    polygons: str = required("Polygons to add up in: any vector file that GDAL reads, in any reference system.", INPUT)
    id_field: str = option("Field with the names of the polygons; empty: they are numbered from 1.", "")
    zones: str = required("GeoPackage of the polygons with their totals and means to write (.gpkg).", ZONES)
    csv: str = option("CSV file with every total and mean under every assumption to write; empty for none.", "", path=CSV)
    json: str = option("JSON file with the same to write; empty for none.", "", path=JSON)
    report: str = option("HTML report to write; empty for none.", "", path=HTML)
    model: str = option(
        "Checkpoint of a trained model (.safetensors), which is run over the polygons pass by pass; empty: maps are added up.",
        "",
        path=INPUT,
    )
    covariates: tuple[str, ...] = option("Covariate rasters for the model.", (), path=INPUT)
    forcing: str = option(f"{FORCING_HELP} For the model.", "", path=INPUT)
    soc: str = option("Map of SOC to add up, where there is no model.", "", path=INPUT)
    soc_sd: str = option("Map of SOC's standard deviations; empty: no uncertainty.", "", path=INPUT)
    processes: str = option("Map of the six processes to average, where there is no model.", "", path=INPUT)
    processes_sd: str = option("Map of the processes' standard deviations; empty: no uncertainty.", "", path=INPUT)
    grid: str = option("Raster whose grid the model is run on; empty: that of the first covariate raster.", "", path=INPUT)
    depths: tuple[float, ...] = option("Depths of SOC density in metres, with a model; maps have their own.", DEFAULT_DEPTHS_M)
    range_km: float = option(
        "Range in km of the correlation of errors that no pass of the model shows, where 5 % of it are left; 0: not known, so that the widest uncertainty is given.",
        0.0,
    )
    nugget: float = option("Share of the variance of those errors that no two pixels have in common, with a range: 0 to 1.", 0.0)
    interval: float = option("Probability of the intervals.", 0.9)
    passes: int = option("Monte Carlo dropout passes of the model; 0 gives no uncertainty.", 50)
    spread: str = option(
        "Where the model's spread comes from: dropout, ensemble, both, or auto (both, or what the model has).", "auto", SPREADS
    )
    calibrated: bool = option("Give calibrated uncertainty where the model has it; else the raw spread.", True)
    tile_size: int = option("Width and height of the tiles in pixels.", 256)
    seed: int = option("Seed of the passes and of the errors that they do not show.", 1)
    precision: str = option("Precision of the CLM5 layer: float32 is faster, and needed on Apple GPUs.", "float64", PRECISIONS)
    device: str = option("Where to compute.", "auto", DEVICES)


@dataclass(frozen=True)
class PredictTilesJob(MappingFields):
    """Map tile after tile: every feature of a tile index names the rasters of one."""

    kind: ClassVar[str] = "predict_tiles"
    left: ClassVar[str] = (
        "Maps of tiles that were finished stay in the folder, and parts of the one at work in NAME.predict.unfinished: run it again to go on."
    )
    tiles: str = required(
        "Tile index: a table or vector layer with one feature per tile, whose fields hold paths of its covariate rasters.", INPUT
    )
    folder: str = required("Folder for the maps, NAME_product.tif, and the virtual mosaics, product.vrt; made where absent.", FOLDER)
    model: str = required("Checkpoint of a trained model (.safetensors).", INPUT)
    forcing: str = option(f"{FORCING_HELP} Empty: a field of the index names each tile's.", "", path=INPUT)
    path_fields: tuple[str, ...] = option(
        "Fields with the paths of covariate rasters; empty: every field whose name begins with covariate, path, location or raster. Several paths in a field are separated by semicolons.",
        (),
    )
    name_field: str = option("Field with the tiles' names; empty: name, tile or id, else they are numbered from 1.", "")
    forcing_field: str = option("Field with the path of a tile's own forcing; empty: forcing, where there is one.", "")
    products: tuple[str, ...] = option(
        "Products to map: soc, processes, parameters, domain, and with a spread soc_sd and the like.", ("soc", "processes")
    )
    depths: tuple[float, ...] = option("Depths of SOC density in metres.", DEFAULT_DEPTHS_M)
    passes: int = option("Monte Carlo dropout passes, at most; 0 gives no uncertainty.", 0)
    spread: str = option("Where the spread comes from: dropout, ensemble, both, or auto (both, or what the model has).", "auto", SPREADS)
    tolerance: float = option(
        "Relative standard error of the standard deviations at which a pixel needs no more passes; 0: all passes.", 0.0
    )
    calibrated: bool = option("Give calibrated uncertainty where the model has it; else the raw spread.", True)
    intervals: str = option("Whose uncertainty SOC gets, where calibrated: the mean of the place, or a new observation.", "mean", INTERVALS)
    quantiles: tuple[float, ...] = option("Quantiles to map.", (0.05, 0.5, 0.95))
    thresholds: tuple[str, ...] = option("Thresholds of the exceedance, as where=value; see predict.", ())
    tile_size: int = option("Width and height, in pixels, of the parts that a tile is mapped in; 0: as memory allows.", 0)
    seed: int = option("Seed of the Monte Carlo passes.", 1)
    precision: str = option("Precision of the CLM5 layer: float32 is faster, and needed on Apple GPUs.", "float64", PRECISIONS)
    device: str = option("Where to compute.", "auto", DEVICES)


@dataclass(frozen=True)
class SimulateJob:
    """Run the CLM5 soil carbon model with given parameters, without a network."""

    kind: ClassVar[str] = "simulate"
    forcing: str = required(FORCING_HELP, INPUT)
    grid: str = required(
        "Raster whose grid the products take; where its bands are named as parameters, these are the parameters' values.", INPUT
    )
    values: tuple[str, ...] = option(
        "Values of parameters as name=value; others come from the grid's bands, then from CLM5's defaults.", ()
    )
    parameters: str = raster("GeoTIFF of the 21 parameters used to write; empty for none.")
    processes: str = raster("GeoTIFF of the six processes to write; empty for none.")
    soc: str = raster("GeoTIFF of SOC at depths and of stocks to write; empty for none.")
    depths: tuple[float, ...] = option("Depths of SOC density in metres.", DEFAULT_DEPTHS_M)
    bedrock: str = option("Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes.", "clm5", BEDROCK_MODES)
    soc_limit: float = option(SOC_LIMIT_HELP, SOC_LIMIT)
    tile_size: int = option("Width and height of the tiles in pixels.", 256)
    device: str = option("Where to compute.", "auto", DEVICES)
