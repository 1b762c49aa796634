"""Jobs that use a trained model, or the soil carbon model alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..tables import DEFAULT_DEPTHS_M
from .choices import BEDROCK_MODES, DEVICES, INTERVALS, PRECISIONS, SPREADS
from .fields import FORCING_HELP, SampleFields, option, required


@dataclass(frozen=True)
class EvaluateJob(SampleFields):
    """Score a checkpoint on SOC profiles that it never saw."""

    kind: ClassVar[str] = "evaluate"
    model: str = required("Checkpoint of a trained model (.safetensors).", "in")
    observations: str = required(
        "SOC profiles: a CSV or any vector file that GDAL reads, one row per soil layer or a field per depth.", "in"
    )
    covariates: tuple[str, ...] = option(
        "Covariates with the names the model was trained with: rasters, or tables joined by profile id; none where the profiles have them as fields.",
        (),
        path="in",
    )
    forcing: str = required(FORCING_HELP, "in")
    json: str = option("JSON file with the scores to write; empty for none.", "", path="out")
    predictions: str = option("CSV with observed and predicted SOC of every layer to write; empty for none.", "", path="out")
    passes: int = option("Monte Carlo dropout passes; with them, intervals are scored too.", 0)
    spread: str = option("Where the spread comes from: dropout, ensemble, both, or auto (both, or what the model has).", "auto", SPREADS)
    calibrated: bool = option(
        "Score calibrated intervals of a new observation where the model has them; else those of the raw spread.", True
    )
    seed: int = option("Seed of the Monte Carlo passes.", 1)
    allow_training_profiles: bool = option("Score profiles that the model was trained on too, instead of refusing them.", False)
    device: str = option("Where to compute.", "auto", DEVICES)


@dataclass(frozen=True)
class PredictJob:
    """Map parameters, processes and SOC over covariate rasters."""

    kind: ClassVar[str] = "predict"
    model: str = required("Checkpoint of a trained model (.safetensors).", "in")
    covariates: tuple[str, ...] = required(
        "Covariate rasters, whose bands are matched by name with the model's covariates.", "in", several=True
    )
    forcing: str = required(FORCING_HELP, "in")
    parameters: str = option("GeoTIFF of the 21 parameters to write; empty for none.", "", path="out")
    processes: str = option("GeoTIFF of the six processes to write; empty for none.", "", path="out")
    soc: str = option("GeoTIFF of SOC at depths and of stocks to write; empty for none.", "", path="out")
    parameters_sd: str = option("GeoTIFF of the parameters' standard deviations to write (needs a spread); empty for none.", "", path="out")
    processes_sd: str = option("GeoTIFF of the processes' standard deviations to write (needs a spread); empty for none.", "", path="out")
    soc_sd: str = option("GeoTIFF of SOC's standard deviations to write (needs a spread); empty for none.", "", path="out")
    parameters_cv: str = option(
        "GeoTIFF of the parameters' coefficients of variation (%) to write (needs a spread); empty for none.", "", path="out"
    )
    parameters_quantiles: str = option("GeoTIFF of the parameters' quantiles to write (needs a spread); empty for none.", "", path="out")
    processes_cv: str = option(
        "GeoTIFF of the processes' coefficients of variation (%) to write (needs a spread); empty for none.", "", path="out"
    )
    processes_quantiles: str = option("GeoTIFF of the processes' quantiles to write (needs a spread); empty for none.", "", path="out")
    soc_cv: str = option("GeoTIFF of SOC's coefficients of variation (%) to write (needs a spread); empty for none.", "", path="out")
    soc_quantiles: str = option("GeoTIFF of SOC's quantiles to write (needs a spread); empty for none.", "", path="out")
    soc_exceedance: str = option(
        "GeoTIFF of the probability that SOC exceeds the thresholds to write (needs a spread); empty for none.", "", path="out"
    )
    domain: str = option(
        "GeoTIFF of the distance from the training profiles' covariates, and of the domain inside which the model holds, to write; empty for none.",
        "",
        path="out",
    )
    report: str = option("HTML report with the maps to write; empty for none.", "", path="out")
    grid: str = option("Raster whose grid the products take; empty: that of the first covariate raster.", "", path="in")
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
        "Raster of known SOC with the bands of the soc product, to compare with in the report; empty for none.", "", path="in"
    )
    truth_processes: str = option("Raster of the six known processes, to compare with in the report; empty for none.", "", path="in")
    tile_size: int = option("Width and height of the tiles in pixels.", 256)
    seed: int = option("Seed of the Monte Carlo passes.", 1)
    precision: str = option(
        "Precision of the CLM5 layer: float32 is faster, and needed on Apple GPUs; rates below its range are solved in float64.",
        "float64",
        PRECISIONS,
    )
    device: str = option("Where to compute.", "auto", DEVICES)


@dataclass(frozen=True)
class SimulateJob:
    """Run the CLM5 soil carbon model with given parameters, without a network."""

    kind: ClassVar[str] = "simulate"
    forcing: str = required(FORCING_HELP, "in")
    grid: str = required(
        "Raster whose grid the products take; where its bands are named as parameters, these are the parameters' values.", "in"
    )
    values: tuple[str, ...] = option(
        "Values of parameters as name=value; others come from the grid's bands, then from CLM5's defaults.", ()
    )
    parameters: str = option("GeoTIFF of the 21 parameters used to write; empty for none.", "", path="out")
    processes: str = option("GeoTIFF of the six processes to write; empty for none.", "", path="out")
    soc: str = option("GeoTIFF of SOC at depths and of stocks to write; empty for none.", "", path="out")
    depths: tuple[float, ...] = option("Depths of SOC density in metres.", DEFAULT_DEPTHS_M)
    bedrock: str = option("Bedrock: clm5 closes the soil at bedrock; published reproduces the published codes.", "clm5", BEDROCK_MODES)
    tile_size: int = option("Width and height of the tiles in pixels.", 256)
    device: str = option("Where to compute.", "auto", DEVICES)
