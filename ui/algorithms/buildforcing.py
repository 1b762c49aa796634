"""``binn:build_forcing``."""

from __future__ import annotations

from ...binn_engine.settings import BuildForcingJob
from .shared.base import EngineAlgorithm
from .shared.extent import Extent
from .shared.layers import Raster, RasterList
from .shared.outputs import OutputFile
from .shared.parameters import Choice, InputFile, Number, Rows, Text
from .shared.profiles import AIR_FILES, NETCDF


class BuildForcingAlgorithm(EngineAlgorithm):
    """Build CLM5 forcing from climate normals."""

    id_ = "build_forcing"
    group_ = "data"
    title = "Build forcing from climate normals"
    brief = "Builds an approximate CLM5 forcing from climate normals, for places where you have no CLM5 output."
    summary = (
        "Builds the forcing (input) of the CLM5 soil carbon model from monthly normals of air temperature "
        "and precipitation, net primary production and soil texture.\n\nSoil temperature (TSOI) is computed by "
        "simulating the flow of heat from the air through the snow into a soil that can freeze. The moisture "
        "scalar (W_SCALAR) is computed with a daily water balance and the water retention of CLM5; frozen "
        "soil contains little liquid water. Thaw depth (ALTMAX) follows from the soil temperature. Litter "
        "input (CWD_INPUT, LITR1_INPUT to LITR3_INPUT) is net primary production, divided among the litter "
        "pools as in CLM5. The bedrock layer (nbedrock) comes from the depth to bedrock. Give this raster if "
        "you can, because it has the largest effect on the result. The oxygen and nitrogen scalars "
        "(O_SCALAR, FPI_vr) are constant. If you have the soil temperature of a climate model or reanalysis, give it: "
        "the moisture scalar of frozen soil then comes much closer to that of CLM5."
        "\n\nThe result is an approximation, and this is written in the file. "
        "Output of CLM5 itself is better. Each cell gets the mean of the raster pixels in it. The rasters "
        "may have any CRS and resolution. Cells where a raster has no value are left out."
    )
    takes = (
        "Example: monthly normals, net primary production and soil texture from public data sets, clipped to your region. It "
        "takes some seconds for 1,000 cells."
    )
    words = ("climate", "normals", "soil temperature", "water balance", "litter", "netcdf")
    job = BuildForcingJob
    scored = True
    basic = (
        "TEMPERATURE",
        "TEMPERATURE_UNIT",
        "PRECIPITATION",
        "PRECIPITATION_UNIT",
        "NPP",
        "NPP_UNIT",
        "SAND",
        "CLAY",
        "BEDROCK",
        "OUTPUT_FORCING",
    )
    declared = (
        Raster("TEMPERATURE", "Monthly air temperature", "temperature"),
        Choice("TEMPERATURE_UNIT", "Unit of air temperature", "temperature_unit"),
        Raster("PRECIPITATION", "Monthly precipitation", "precipitation"),
        Choice("PRECIPITATION_UNIT", "Unit of precipitation", "precipitation_unit"),
        Raster("NPP", "Net primary production", "npp"),
        Choice("NPP_UNIT", "Unit of net primary production", "npp_unit"),
        Raster("SAND", "Sand content", "sand"),
        Raster("CLAY", "Clay content", "clay"),
        Choice("TEXTURE_UNIT", "Unit of sand and clay", "texture_unit"),
        Raster("BEDROCK", "Depth to bedrock", "bedrock"),
        Choice("BEDROCK_UNIT", "Unit of the depth to bedrock", "bedrock_unit"),
        Raster("TREES", "Tree cover (%)", "trees"),
        Raster("SNOW", "Monthly snow on the ground (mm water)", "snow"),
        RasterList("SOIL_TEMPERATURE", "Monthly soil temperature", "soil_temperature", needed=False),
        Rows("SOIL_TEMPERATURE_DEPTHS", "Depths of the soil temperatures (m)", "soil_temperature_depths"),
        InputFile("AIR_CHANGE", "Change of air temperature by year", "air_change", filter=AIR_FILES),
        Text("AIR_VARIABLE", "Variable of the air temperature", "air_variable"),
        Number("NORMALS_YEAR", "Middle of the period of the normals (year)", "normals_year", minimum=0),
        Number("AIR_YEAR", "Later year of the forcing", "air_year", minimum=0),
        Raster("GRID", "Grid of the forcing's cells", "grid"),
        Extent("EXTENT", "Extent", "bounds", grid="GRID", rasters="TEMPERATURE"),
        OutputFile("OUTPUT_FORCING", "Forcing", "forcing", filter=NETCDF),
    )
