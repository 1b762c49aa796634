"""The job that maps SOC without a soil carbon model."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .choices import FORCING_INTERPOLATIONS, TREE_METHODS
from .fields import INPUT, CovariateUseFields, QualityFields, RasterSampleFields, option, raster, required
from .help_texts import FORCING_HELP, INTERPOLATION_HELP, OBSERVATIONS_HELP
from .map_fields import DepthFields, SocMapOutputs, TileFields


@dataclass(frozen=True)
class StatisticalMapJob(TileFields, DepthFields, SocMapOutputs, RasterSampleFields, CovariateUseFields, QualityFields):
    """Map SOC with a quantile forest or gradient boosting, without a soil carbon model."""

    kind: ClassVar[str] = "statistical_map"
    left: ClassVar[str] = (
        "Finished tiles, if any, are kept beside the map in NAME.statistical_map.unfinished. Run it again to resume from them."
    )
    observations: str = required(OBSERVATIONS_HELP, INPUT)
    covariates: tuple[str, ...] = required("Covariate rasters, read at the profiles and at the pixels of the maps.", INPUT, several=True)
    forcing: str = required(f"{FORCING_HELP} A summary of it is used as covariates, as BINN uses it.", INPUT)
    method: str = option(
        "forest: quantile regression forest (a random forest that also gives quantiles). boosting: gradient boosting, boosted trees of the square root of SOC.",
        "forest",
        TREE_METHODS,
    )
    model: str = option(
        "File of a trained BINN model (.safetensors). If it is given, only the profiles that it was trained on are used, with its covariates, read as in its training, so that the maps of both can be compared.",
        "",
        path=INPUT,
    )
    soc_sd: str = raster("GeoTIFF of SOC's standard deviations.")
    soc_cv: str = raster("GeoTIFF of SOC's coefficients of variation (%).")
    soc_quantiles: str = raster("GeoTIFF of SOC's quantiles.")
    soc_exceedance: str = raster("GeoTIFF of the probability that SOC exceeds the thresholds.")
    domain: str = raster(
        "GeoTIFF that shows how much the covariates of each pixel differ from those of the training profiles, and where the trees can be trusted."
    )
    max_soc: float | None = option(
        "Layers with more SOC than this (gC/m3) are not used for training. Empty: the limit of the BINN model, or 150000 without one.",
        None,
    )
    block_degrees: float = option(
        "Size in degrees of the spatial blocks that are held out to find how wide the intervals have to be, and to score the map.", 0.25
    )
    forcing_interpolation: str = option(INTERPOLATION_HELP, "bilinear", FORCING_INTERPOLATIONS)
    seed: int = option("Random seed of the trees and of the folds.", 1)
