"""Jobs that make inputs: the example, clean profiles, forcing from climate normals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .choices import BEDROCK_UNITS, NPP_UNITS, PRECIPITATION_UNITS, TEMPERATURE_UNITS, TEXTURE_UNITS
from .fields import CLEAN_LAYERS, CSV, FOLDER, HTML, INPUT, JSON, NETCDF, ProfileFields, QualityFields, option, required
from .help_texts import REJECTED_HELP


@dataclass(frozen=True)
class ExampleJob:
    """Write the example: an artificial landscape whose parameters, processes and SOC are known."""

    kind: ClassVar[str] = "example"
    folder: str = required("Folder for the example's files. It is created if it does not exist.", FOLDER)
    profiles: int = option("Number of SOC profiles.", 2000)
    size: int = option("Width and height of the landscape in pixels.", 120)
    seed: int = option("Random seed: the same seed gives the same example again.", 1)


@dataclass(frozen=True)
class PrepareProfilesJob(ProfileFields, QualityFields):
    """Clean SOC profiles: one layout, one unit; every row is kept, or left out for a reason that is reported."""

    kind: ClassVar[str] = "prepare_profiles"
    observations: tuple[str, ...] = required(
        "SOC profiles: CSV files or vector files that GDAL can read. Each may have its own field names and coordinate reference system. Each has one row per soil layer or one field per depth.",
        INPUT,
        several=True,
    )
    join: tuple[str, ...] = option(
        "Other tables of the same database, for example with coordinates or bulk densities. They are joined to the rows by the id of the layer or of the profile.",
        (),
        path=INPUT,
    )
    layers: str = required("GeoPackage to write, with the clean soil layers (.gpkg).", CLEAN_LAYERS)
    report: str = option("HTML report. Leave empty to skip this output.", "", path=HTML)
    json: str = option("JSON file with the number of rows kept and left out at each step. Leave empty to skip this output.", "", path=JSON)
    rejected: str = option(REJECTED_HELP, "", path=CSV)
    max_soc: float = option("A layer with more SOC than this (gC/m3) gets a quality flag.", 150000.0)


@dataclass(frozen=True)
class BuildForcingJob:
    """Build an approximate CLM5 forcing from climate normals, for places without CLM5 output."""

    kind: ClassVar[str] = "build_forcing"
    temperature: str = required("Monthly mean air temperature: a raster with twelve bands, January first.", INPUT)
    precipitation: str = required("Monthly precipitation, rain and snow together: a raster with twelve bands, January first.", INPUT)
    npp: str = required("Net primary production: a raster with one band, or with twelve monthly bands whose mean is used.", INPUT)
    sand: str = required("Sand content of the soil: a raster with one band, or with a band named sand.", INPUT)
    clay: str = required("Clay content of the soil: a raster with one band, or with a band named clay.", INPUT)
    bedrock: str = option(
        "Depth to bedrock: a raster with one band, or with twelve monthly bands whose mean is used. If it is empty, bedrock is assumed to be deeper than 8.6 m everywhere.",
        "",
        path=INPUT,
    )
    trees: str = option("Tree cover in %: a raster with one band. If it is empty, 55 % is used.", "", path=INPUT)
    snow: str = option(
        "Monthly mean water equivalent of snow on the ground in mm: a raster with twelve bands. If it is empty, snow is computed from temperature and precipitation.",
        "",
        path=INPUT,
    )
    soil_temperature: tuple[str, ...] = option(
        "Monthly soil temperature of a climate model or reanalysis, in degC or K: one raster with twelve bands for each depth, or a NetCDF variable with twelve months and all depths (tsl of CMIP, stl1 to stl4 of ERA5-Land, TSOI of CLM). If it is empty, soil temperature is computed from air temperature and snow.",
        (),
        path=INPUT,
    )
    soil_temperature_depths: tuple[float, ...] = option(
        "Depths of the soil temperatures in metres, in the order of the rasters. If it is empty, they are taken from the file, or from names such as stl1 or tsoi_20cm.",
        (),
    )
    forcing: str = required("NetCDF file to write, with the CLM5 forcing.", NETCDF)
    grid: str = option(
        "Raster whose pixels become the cells of the forcing. If it is empty, the grid of the air temperature is used.", "", path=INPUT
    )
    bounds: tuple[float, ...] = option(
        "Extent for which the forcing is built, in the grid's CRS: xmin, ymin, xmax, ymax. If it is empty, the whole grid is used.", ()
    )
    temperature_unit: str = option("Unit of the air temperature.", "degC", TEMPERATURE_UNITS)
    precipitation_unit: str = option("Unit of precipitation; mm/s means kg per m2 and second.", "mm/month", PRECIPITATION_UNITS)
    npp_unit: str = option("Unit of net primary production.", "gC/m2/yr", NPP_UNITS)
    texture_unit: str = option("Unit of sand and clay; 1 means a fraction from 0 to 1.", "%", TEXTURE_UNITS)
    bedrock_unit: str = option(
        "Unit of the depth to bedrock; layer means CLM5's nbedrock, the number of the last soil layer above bedrock.", "m", BEDROCK_UNITS
    )
    air_change: str = option(
        "Change of air temperature by year in K, of a climate model, as in 'Project soil carbon': it is added to the monthly air temperature, so that the forcing is that of a later year. Precipitation, productivity and soil stay as in the normals.",
        "",
        path=INPUT,
    )
    air_variable: str = option("Name of the variable in this NetCDF, if it has several by year.", "")
    normals_year: int = option(
        "Year in the middle of the period of the climate normals. It is used only with a change of air temperature.", 0
    )
    air_year: int = option("Later year whose air temperature the forcing gets. It is used only with a change of air temperature.", 0)
