"""Jobs that make inputs: the example, clean profiles, forcing from climate normals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .choices import BEDROCK_UNITS, NPP_UNITS, PRECIPITATION_UNITS, TEMPERATURE_UNITS, TEXTURE_UNITS
from .fields import CLEAN_LAYERS, CSV, FOLDER, HTML, INPUT, JSON, NETCDF, ProfileFields, option, required


@dataclass(frozen=True)
class ExampleJob:
    """Write the example: a synthetic landscape whose parameters, processes and SOC are known."""

    kind: ClassVar[str] = "example"
    folder: str = required("Folder for the example's files; made where absent.", FOLDER)
    profiles: int = option("Number of SOC profiles.", 2000)
    size: int = option("Width and height of the landscape in pixels.", 120)
    seed: int = option("Seed of every random draw.", 1)


@dataclass(frozen=True)
class PrepareProfilesJob(ProfileFields):
    """Make SOC profiles clean: one layout, one unit, every row kept or left out for a reason that is counted."""

    kind: ClassVar[str] = "prepare_profiles"
    observations: tuple[str, ...] = required(
        "SOC profiles: CSV or vector files that GDAL reads, each in its own layout and reference system; one row per layer, or a field per depth.",
        INPUT,
        several=True,
    )
    join: tuple[str, ...] = option(
        "Tables of the same database that the rows are joined with, by the id of the layer or the profile: places, bulk densities.",
        (),
        path=INPUT,
    )
    layers: str = required("GeoPackage of the clean layers to write (.gpkg).", CLEAN_LAYERS)
    report: str = option("HTML report to write; empty for none.", "", path=HTML)
    json: str = option("JSON file with every count to write; empty for none.", "", path=JSON)
    rejected: str = option("CSV file with every row that is left out, and why, to write; empty for none.", "", path=CSV)
    leave_out: tuple[str, ...] = option("Flags of quality control whose profiles or layers are left out, beside those certainly wrong.", ())
    keep: tuple[str, ...] = option(
        "Flags of quality control, also of those certainly wrong, whose profiles and layers are kept all the same.", ()
    )
    max_soc: float = option("SOC (gC/m3) above which a layer is flagged.", 150000.0)


@dataclass(frozen=True)
class BuildForcingJob:
    """Build CLM5 forcing from climate normals, where no CLM5 output is at hand: an approximation."""

    kind: ClassVar[str] = "build_forcing"
    temperature: str = required("Monthly mean air temperature: a raster of twelve bands, January first.", INPUT)
    precipitation: str = required("Monthly precipitation, rain and snow together: a raster of twelve bands, January first.", INPUT)
    npp: str = required("Net primary production: a raster of one band, or of twelve months, whose mean counts.", INPUT)
    sand: str = required("Sand content of the soil: a raster of one band, or with a band called sand.", INPUT)
    clay: str = required("Clay content of the soil: a raster of one band, or with a band called clay.", INPUT)
    bedrock: str = option(
        "Depth to bedrock: a raster of one band, or of twelve months, whose mean counts; empty: bedrock lies below 8.6 m everywhere.",
        "",
        path=INPUT,
    )
    trees: str = option("Tree cover in %: a raster of one band; empty: 55 %.", "", path=INPUT)
    snow: str = option(
        "Monthly mean water equivalent of snow on the ground in mm: a raster of twelve bands; empty: from temperature and precipitation.",
        "",
        path=INPUT,
    )
    forcing: str = required("NetCDF of CLM5 forcing to write.", NETCDF)
    grid: str = option("Raster whose pixels are the cells of the forcing; empty: that of the air temperature.", "", path=INPUT)
    bounds: tuple[float, ...] = option("Window to build, in the grid's CRS: xmin, ymin, xmax, ymax; empty: the whole grid.", ())
    temperature_unit: str = option("Unit of the air temperature.", "degC", TEMPERATURE_UNITS)
    precipitation_unit: str = option("Unit of precipitation; mm/s is kg per m2 and second.", "mm/month", PRECIPITATION_UNITS)
    npp_unit: str = option("Unit of net primary production.", "gC/m2/yr", NPP_UNITS)
    texture_unit: str = option("Unit of sand and clay; 1 is a share.", "%", TEXTURE_UNITS)
    bedrock_unit: str = option("Unit of the depth to bedrock; layer is CLM5's nbedrock, the last soil layer above it.", "m", BEDROCK_UNITS)
