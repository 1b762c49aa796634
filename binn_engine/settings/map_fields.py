"""Fields that jobs which make maps share."""

from __future__ import annotations

from dataclasses import dataclass

from ..tables import DEFAULT_DEPTHS_M
from .choices import DEVICES, INTERVALS, LAYOUTS, PRECISIONS, SPREADS
from .cluster import ClusterFields
from .fields import HTML, INPUT, BeyondForcingFields, option, raster, required
from .help_texts import CALIBRATED_HELP, DEVICE_HELP, FORCING_HELP, INTERVALS_HELP, PASSES_HELP, SOC_LIMIT_HELP, SPREAD_HELP

SOC_LIMIT = 200.0


@dataclass(frozen=True)
class TileFields(ClusterFields, BeyondForcingFields):
    """What a run that computes maps tile by tile may take."""

    memory: float = option(
        "Memory in GB that the run may use on this computer, for all its processes together. With a Dask scheduler, it is the memory of each worker. The sizes of tiles and batches depend on it.",
        2.0,
    )
    tile_size: int = option("Width and height of the tiles in pixels. 0: chosen to fit the memory.", 0)
    layout: str = option(
        "File layout of the maps: plain, overviews (with smaller copies in the file, for fast display), or cog (cloud-optimised GeoTIFF, also for the web).",
        "plain",
        LAYOUTS,
    )


@dataclass(frozen=True)
class StreamingFields(TileFields):
    """What a run that computes maps tile by tile may take, and its passes."""

    passes: int = option(PASSES_HELP, 0)
    seed: int = option("Random seed of the Monte Carlo passes.", 1)
    device: str = option(DEVICE_HELP, "auto", DEVICES)


@dataclass(frozen=True)
class GridFields:
    """The pixels of a map."""

    grid: str = option(
        "Raster that gives the grid of the maps. If it is empty, the grid of the first covariate raster is used.", "", path=INPUT
    )
    bounds: tuple[float, ...] = option(
        "Extent to map, in the grid's CRS: xmin, ymin, xmax, ymax. If it is empty, the whole grid is mapped.", ()
    )


@dataclass(frozen=True)
class DepthFields:
    """What maps of SOC hold."""

    depths: tuple[float, ...] = option("Depths in metres at which SOC density is mapped.", DEFAULT_DEPTHS_M)
    quantiles: tuple[float, ...] = option("Quantiles to map.", (0.05, 0.5, 0.95))
    soc_limit: float = option(SOC_LIMIT_HELP, SOC_LIMIT)


@dataclass(frozen=True)
class SocMapOutputs(GridFields):
    """A map of SOC, and its report."""

    soc: str = raster("GeoTIFF of SOC density at the depths and of SOC stocks.")
    report: str = option("HTML report with the maps. Leave empty to skip this output.", "", path=HTML)
    thresholds: tuple[str, ...] = option(
        "Thresholds of SOC. The map gives the probability that SOC is above each of them. Write a depth range in cm for a stock in kgC/m2 (0-30=5), or a depth in cm for a density in gC/m3 (30=20000).",
        (),
    )
    truth: str = option(
        "Raster of true SOC, with the same bands as the SOC map. The report compares the map with it. Leave empty for no comparison.",
        "",
        path=INPUT,
    )


@dataclass(frozen=True)
class MapInputFields(GridFields):
    """What a map is made from, and where."""

    model: str = required("File of a trained model (.safetensors).", INPUT)
    covariates: tuple[str, ...] = required(
        "Covariate rasters. Their bands are matched by name with the model's covariates.", INPUT, several=True
    )
    forcing: str = required(FORCING_HELP, INPUT)
    precision: str = option(
        "Precision of the numbers in the CLM5 layer. float32 is faster; Apple GPUs have no float64. Rates that are too small for float32 are solved in float64.",
        "float64",
        PRECISIONS,
    )


@dataclass(frozen=True)
class MappingFields(DepthFields, StreamingFields):
    """How a prediction is drawn, and what it is asked for."""

    spread: str = option(SPREAD_HELP, "auto", SPREADS)
    tolerance: float = option(
        "Passes stop at a pixel when the relative standard error of its standard deviations is not above this value, for example 0.1. 0: all passes are computed.",
        0.0,
    )
    calibrated: bool = option(CALIBRATED_HELP, True)
    intervals: str = option(INTERVALS_HELP, "mean", INTERVALS)
