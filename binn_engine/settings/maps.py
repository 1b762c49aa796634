"""Jobs that use a trained model, or the soil carbon model alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from ..tables import DEFAULT_DEPTHS_M
from .choices import BEDROCK_MODES, DEVICES, FORCING_INTERPOLATIONS, PRECISIONS, SPREADS
from .fields import CSV, FOLDER, HTML, INPUT, JSON, SPREADSHEET, ZONES, BeyondForcingFields, drawn_raster, option, raster, required
from .help_texts import (
    BEDROCK_HELP,
    CALIBRATED_HELP,
    DEVICE_HELP,
    FORCING_HELP,
    PRECISION_HELP,
    SOC_LIMIT_HELP,
    SPREAD_HELP,
    ZONE_NAMES_HELP,
)
from .map_fields import SOC_LIMIT, MapInputFields, MappingFields, SocMapOutputs


@dataclass(frozen=True)
class PredictJob(MapInputFields, MappingFields, SocMapOutputs):
    """Map parameters, processes and SOC over covariate rasters."""

    kind: ClassVar[str] = "predict"
    left: ClassVar[str] = "Finished tiles, if any, are kept beside the map in NAME.predict.unfinished. Run it again to resume from them."
    parameters: str = raster("GeoTIFF of the 21 parameters.")
    processes: str = raster("GeoTIFF of the six processes.")
    parameters_sd: str = drawn_raster("GeoTIFF of the parameters' standard deviations")
    processes_sd: str = drawn_raster("GeoTIFF of the processes' standard deviations")
    soc_sd: str = drawn_raster("GeoTIFF of SOC's standard deviations")
    parameters_cv: str = drawn_raster("GeoTIFF of the parameters' coefficients of variation (%)")
    parameters_quantiles: str = drawn_raster("GeoTIFF of the parameters' quantiles")
    processes_cv: str = drawn_raster("GeoTIFF of the processes' coefficients of variation (%)")
    processes_quantiles: str = drawn_raster("GeoTIFF of the processes' quantiles")
    soc_cv: str = drawn_raster("GeoTIFF of SOC's coefficients of variation (%)")
    soc_quantiles: str = drawn_raster("GeoTIFF of SOC's quantiles")
    soc_exceedance: str = drawn_raster("GeoTIFF of the probability that SOC exceeds the thresholds")
    domain: str = raster(
        "GeoTIFF that shows how much the covariates of each pixel differ from those of the training profiles, and where the model is valid."
    )
    ages: str = raster(
        "GeoTIFF of the ages of soil carbon at steady state: mean transit time, mean age of 0-30 and 30-100 cm, and the share older than 100 years."
    )
    ages_sd: str = drawn_raster("GeoTIFF of the ages' standard deviations")
    truth_processes: str = option(
        "Raster of the six true processes. The report compares the map with it. Leave empty for no comparison.", "", path=INPUT
    )


@dataclass(frozen=True)
class ZonalJob(BeyondForcingFields):
    """Sum maps over polygons: SOC stocks, mean SOC and processes, with an uncertainty that takes the correlation of errors into account."""

    kind: ClassVar[str] = "zonal"
    polygons: str = required(
        "Polygons over which SOC is summed: any vector file that GDAL can read, in any coordinate reference system.", INPUT
    )
    id_field: str = option(ZONE_NAMES_HELP, "")
    zones: str = required("GeoPackage to write, with the polygons and their totals and means (.gpkg).", ZONES)
    csv: str = option(
        "CSV file with every total and mean, under every assumption about the correlation of errors. Leave empty to skip this output.",
        "",
        path=CSV,
    )
    json: str = option("JSON file with the same numbers as the CSV file. Leave empty to skip this output.", "", path=JSON)
    table: str = option(
        "Table with one row per polygon, and one for all polygons together: a spreadsheet (.xlsx) or a CSV file. Leave empty to skip this output.",
        "",
        path=SPREADSHEET,
    )
    report: str = option("HTML report. Leave empty to skip this output.", "", path=HTML)
    model: str = option(
        "File of a trained model (.safetensors) that is run over the polygons. Leave empty to sum maps instead.", "", path=INPUT
    )
    covariates: tuple[str, ...] = option("Covariate rasters for the model.", (), path=INPUT)
    forcing: str = option(f"{FORCING_HELP} It is needed with a model.", "", path=INPUT)
    soc: str = option("Map of SOC to sum, if you give no model.", "", path=INPUT)
    soc_sd: str = option("Map of the standard deviations of SOC. If it is empty, no uncertainty is given.", "", path=INPUT)
    processes: str = option("Map of the six processes to average, if you give no model.", "", path=INPUT)
    processes_sd: str = option("Map of the standard deviations of the processes. If it is empty, no uncertainty is given.", "", path=INPUT)
    grid: str = option(
        "Raster whose grid the model is run on. If it is empty, the grid of the first covariate raster is used.", "", path=INPUT
    )
    depths: tuple[float, ...] = option(
        "Depths in metres for SOC density, if you give a model. Maps have the depths they were made with.", DEFAULT_DEPTHS_M
    )
    range_km: float = option(
        "Correlation range of the errors in km: the distance at which their correlation has fallen to 5 %. With a model, only the errors that the Monte Carlo passes do not show have this range. 0: not known; the widest uncertainty is used.",
        0.0,
    )
    nugget: float = option(
        "Fraction (0 to 1) of the variance of these errors that has no spatial correlation (nugget). It is used only with a correlation range.",
        0.0,
    )
    interval: float = option("Probability of the intervals, for example 0.9.", 0.9)
    passes: int = option("Number of Monte Carlo dropout passes of the model. 0: no uncertainty.", 50)
    spread: str = option(SPREAD_HELP, "auto", SPREADS)
    calibrated: bool = option(CALIBRATED_HELP, True)
    tile_size: int = option("Width and height of the tiles in pixels.", 256)
    seed: int = option("Random seed of the passes, and of the errors that the passes do not show.", 1)
    precision: str = option(PRECISION_HELP, "float64", PRECISIONS)
    device: str = option(DEVICE_HELP, "auto", DEVICES)


@dataclass(frozen=True)
class PredictTilesJob(MappingFields):
    """Map every tile of a tile index; each feature of the index gives the rasters of one tile."""

    kind: ClassVar[str] = "predict_tiles"
    left: ClassVar[str] = (
        "Maps of finished tiles are kept in the folder, and parts of the unfinished tile in NAME.predict.unfinished. Run it again to resume."
    )
    tiles: str = required(
        "Tile index: a table or vector layer with one feature per tile. Its fields contain the paths of the covariate rasters of the tile.",
        INPUT,
    )
    folder: str = required(
        "Folder for the maps (NAME_product.tif) and the virtual mosaics (product.vrt). It is created if it does not exist.", FOLDER
    )
    model: str = required("File of a trained model (.safetensors).", INPUT)
    forcing: str = option(f"{FORCING_HELP} If it is empty, a field of the tile index gives the forcing of each tile.", "", path=INPUT)
    path_fields: tuple[str, ...] = option(
        "Fields with the paths of covariate rasters. If it is empty, every field is used whose name begins with covariate, path, location or raster. Several paths in one field are separated by semicolons.",
        (),
    )
    name_field: str = option(
        "Field with the names of the tiles. If it is empty, the field name, tile or id is used; without such a field, tiles are numbered from 1.",
        "",
    )
    forcing_field: str = option(
        "Field with the path of the tile's own forcing. If it is empty, the field forcing is used, if there is one.", ""
    )
    products: tuple[str, ...] = option(
        "Maps to write: soc, processes, parameters, ages, domain, and soc_exceedance with thresholds. With Monte Carlo passes or an ensemble also soc_sd, processes_sd, parameters_sd, ages_sd, and the maps that end with _cv or _quantiles.",
        ("soc", "processes"),
    )
    thresholds: tuple[str, ...] = option(
        "Thresholds of SOC, such as 0-30=5 (kgC/m2) or 30=20000 (gC/m3), as in predict. The map gives the probability that SOC is above each of them.",
        (),
    )
    tile_size: int = option("Each tile is mapped in parts of this width and height in pixels. 0: chosen to fit the memory.", 0)
    precision: str = option(PRECISION_HELP, "float64", PRECISIONS)


@dataclass(frozen=True)
class SimulateJob(BeyondForcingFields):
    """Run the CLM5 soil carbon model with given parameters, without a network."""

    kind: ClassVar[str] = "simulate"
    forcing: str = required(FORCING_HELP, INPUT)
    grid: str = required(
        "Raster that gives the grid of the maps. If it has bands that are named like parameters, they give the values of these parameters.",
        INPUT,
    )
    values: tuple[str, ...] = option(
        "Parameter values as name=value. Other parameters are taken from the bands of the grid, then from CLM5's defaults.", ()
    )
    parameters: str = raster("GeoTIFF of the 21 parameters that were used.")
    processes: str = raster("GeoTIFF of the six processes.")
    soc: str = raster("GeoTIFF of SOC density at the depths and of SOC stocks.")
    depths: tuple[float, ...] = option("Depths in metres at which SOC density is mapped.", DEFAULT_DEPTHS_M)
    bedrock: str = option(
        BEDROCK_HELP,
        "clm5",
        BEDROCK_MODES,
    )
    forcing_interpolation: str = option(
        "How pixels read the cells of the forcing. bilinear: interpolated between the cells around the pixel. nearest: the nearest cell, so that the edges of the cells show in the maps.",
        "bilinear",
        FORCING_INTERPOLATIONS,
    )
    soc_limit: float = option(SOC_LIMIT_HELP, SOC_LIMIT)
    tile_size: int = option("Width and height of the tiles in pixels.", 256)
    device: str = option(DEVICE_HELP, "auto", DEVICES)
