"""The parameters that training and evaluation share: observations, their fields, covariates, forcing."""

from __future__ import annotations

from .layers import FieldName, RasterList, Table
from .parameters import Choice, InputFiles, Number, Rows, Text

AIR_FILES = "NetCDF or raster (*.nc *.nc4 *.tif *.tiff);;All files (*)"  # a change of air temperature
NETCDF = "NetCDF (*.nc *.nc4 *.NC)"
# The last filter lets a folder pass, which may be typed.
FORCING_FILES = "NetCDF or table (*.nc *.nc4 *.NC *.csv);;All files (*)"
CHECKPOINT = "BINN model (*.safetensors)"

OBSERVATIONS = (Table("OBSERVATIONS", "SOC profiles", "observations"),)

SAMPLING = (
    Choice("SAMPLING", "Raster sampling method", "sampling"),
    Number("NEAREST_VALID_KM", "Search radius for valid pixels (km)", "nearest_valid_km", minimum=0.0),
)

COVARIATES = (
    RasterList("COVARIATES", "Covariate rasters", "covariates", another=("COVARIATES_TABLE", "COVARIATE_FIELDS")),
    Table("COVARIATES_TABLE", "Covariate table, joined by profile id", "covariates", many=True),
    Rows("COVARIATE_FIELDS", "Profile fields to use as covariates", "covariate_fields"),
    *SAMPLING,
)

FORCING = (InputFiles("FORCING", "CLM5 forcing", "forcing", filter=FORCING_FILES),)

FORCING_INTERPOLATION = Choice("FORCING_INTERPOLATION", "Forcing between its cells", "forcing_interpolation")

SOC_MAP = (
    RasterList("SOC_MAP", "Another SOC map, to compare with", "soc_map", needed=False),
    Choice("SOC_MAP_UNIT", "Unit of the other SOC map", "soc_map_unit"),
    Rows("SOC_MAP_DEPTHS", "Bands of the other SOC map and their depths", "soc_map_depths"),
)

FORCING_DISTANCE = Number("MAX_FORCING_DISTANCE", "Largest distance to the forcing (forcing cells)", "max_forcing_distance", minimum=0.0)

FIELDS = (
    FieldName("ID_FIELD", "Profile id field", "id_field"),
    FieldName("SOC_FIELD", "SOC field", "soc_field"),
    Choice("SOC_UNIT", "Unit of SOC", "soc_unit"),
    FieldName("TOP_FIELD", "Top depth field", "top_field"),
    FieldName("BOTTOM_FIELD", "Bottom depth field", "bottom_field"),
    FieldName("DEPTH_FIELD", "Mid depth field", "depth_field"),
    Choice("DEPTH_UNIT", "Unit of depths", "depth_unit"),
    FieldName("BULK_DENSITY_FIELD", "Bulk density field", "bulk_density_field"),
    FieldName("COARSE_FIELD", "Coarse fragments field", "coarse_field"),
    FieldName("LON_FIELD", "Longitude field", "lon_field"),
    FieldName("LAT_FIELD", "Latitude field", "lat_field"),
    Text("COORDINATES_CRS", "CRS of the coordinate fields", "crs"),
    FieldName("CRS_FIELD", "Field with the CRS of each row", "crs_field"),
    Text("DEPTH_COLUMNS", "Name pattern of SOC fields, one per depth", "depth_columns"),
    Choice("LITTER", "Litter layers", "litter"),
    Choice("PEDOTRANSFER", "Estimate of bulk density that was not measured", "pedotransfer"),
    Number("ORGANIC_MATTER_FACTOR", "Carbon fraction of organic matter", "organic_matter_factor", minimum=0.0, maximum=1.0),
)
