"""Field names: recognises from its name the role and the unit of a column in a table of soil profiles.

Case, spaces and punctuation are ignored: ``SOC (g/kg)``, ``soc_g_kg`` and ``Soc g per kg`` are the same name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache

from ..limits import FIELDS

_UNIT_PATTERNS = {
    "kg/m3": r"kg_?c?_(?:per_)?m_?3|kgm3",
    "hg/m3": r"hg_?c?_(?:per_)?m_?3",
    "gC/m3": r"g_?c?_(?:per_)?m_?3",
    "g/kg": r"g_?c?_(?:per_)?kg(?:_1)?|gkg|mg_?c?_(?:per_)?g(?:_1)?|mgg",
    "mg/kg": r"mg_?c?_(?:per_)?kg(?:_1)?|mgkg|ppm|ug_?c?_(?:per_)?g(?:_1)?",
    "kg/kg": r"kg_?c?_(?:per_)?kg(?:_1)?|g_?c?_(?:per_)?g(?:_1)?",
    "dag/kg": r"dag_?c?_(?:per_)?kg(?:_1)?|dagkg",
    "dg/kg": r"dg_?c?_(?:per_)?kg(?:_1)?",
    "cg/kg": r"cg_?c?_(?:per_)?kg(?:_1)?",
    "g/100g": r"g_?c?_(?:per_)?100_?g(?:_1)?",
    "g/dm3": r"g_?c?_(?:per_)?(?:dm_?3|l(?:_1)?|litre|liter)",
    "kg/dm3": r"kg_?c?_(?:per_)?(?:dm_?3|l(?:_1)?)",
    "kg/m2": r"kg_?c?_(?:per_)?m_?2|kgm2",
    "g/m2": r"g_?c?_(?:per_)?m_?2",
    "g/cm3": r"g_?c?_(?:per_)?cm_?3|gcm3|g_?c?_(?:per_)?cc",
    "cg/cm3": r"cg_(?:per_)?cm_?3",
    "mg/cm3": r"mg_?c?_(?:per_)?cm_?3",
    "mg/m3": r"mg_(?:per_)?m_?3",
    "t/m3": r"(?:t|tonnes?)_(?:per_)?m_?3",
    "g/cm2": r"g_?c?_(?:per_)?cm_?2",
    "kg/ha": r"kg_?c?_(?:per_)?ha(?:_1)?",
    "t/ha": r"(?:t|mg|tonnes?)_?c?_(?:per_)?ha(?:_1)?|tha",
    "cm3/dm3": r"cm_?3_(?:per_)?dm_?3",
    "cm3/100cm3": r"cm_?3_(?:per_)?100_?cm_?3",
    "cm3/cm3": r"cm_?3_(?:per_)?cm_?3|m_?3_(?:per_)?m_?3",
    "permille": r"per_?mill?e?|promille",
    "%": r"(?:wt_|vol_)?(?:%|pct|perc|percent)",
    "cm": r"cm",
    "mm": r"mm|millimetres?|millimeters?",
    "dm": r"dm|decimetres?|decimeters?",
    "in": r"in|inch|inches",
    "ft": r"ft|foot|feet",
    "m": r"m|metres|meters",
    "deg": r"(?:dec_)?deg|degrees|dd|wgs84",
}

ID = (
    "profile_id", "profileid", "pedon_id", "pedonid", "pedon_key", "profile_name", "wise3_id", "site_id", "siteid",
    "profile", "pedon", "site", "point_id", "pointid", "plot_id", "id",
)  # fmt: skip
# Ids of single layers in databases (WoSIS, NCSS/KSSL, ISCN, AfSP), which join before those of profiles do.
LAYER_IDS = ("profile_layer_id", "layer_id", "layerid", "layer_key", "labsampnum", "layer_name")
LONGITUDE = ("lon", "longitude", "long", "decimal_longitude", "decimallongitude", "lon_x", "x_lon", "x")
LATITUDE = ("lat", "latitude", "decimal_latitude", "decimallatitude", "lat_y", "y_lat", "y")
TOP = (
    "top",
    "upper",
    "top_depth",
    "upper_depth",
    "depth_top",
    "depth_upper",
    "layer_top",
    "horizon_top",
    "hzn_top",
    "hzdept",
    "hzdept_r",
    "depth_from",
)
BOTTOM = (
    "bottom",
    "lower",
    "bottom_depth",
    "lower_depth",
    "depth_bottom",
    "depth_lower",
    "layer_bottom",
    "horizon_bottom",
    "hzn_bot",
    "bot",
    "hzdepb",
    "hzdepb_r",
    "depth_to",
)
DEPTH = ("depth", "mid_depth", "depth_mid", "middepth", "node_depth", "mean_depth", "depth_mean")
SOC_DENSITY = ("soc_density", "soc_dens", "oc_density", "ocd", "carbon_density", "c_density")
SOC = (
    "soc", "orgc", "org_c", "oc", "toc", "corg", "c_org", "organic_carbon", "organic_c", "org_carbon", "soil_organic_carbon",
    "soil_organic_c", "orgc_value",
)  # fmt: skip
SOC_STOCK = ("soc_stock", "soc_stocks", "carbon_stock", "c_stock", "ocs")
ORGANIC_MATTER = ("organic_matter", "soil_organic_matter", "som", "om", "loi")
BULK_DENSITY = ("bulk_density", "bulkdensity", "bulk_dens", "bulk_densi", "bd", "bdod", "db")
COARSE = (
    "coarse",
    "coarse_vol",
    "coarse_fragments",
    "coarse_fragments_vol",
    "coarse_fragments_v",
    "coarse_frag",
    "coarse_fraction",
    "coarse_fra",
    "cfvo",
    "cf",
    "rock_fragments",
)
# Coarse fragments as a share of the soil's mass, not of its volume.
COARSE_MASS = ("coarse_mass", "coarse_wt", "coarse_fragments_mass", "coarse_fragments_wt")
# Radiocarbon of a layer: Delta14C, F14C, percent modern carbon, conventional age; its error, the year of collection, and what was measured.
DELTA14C = ("delta14c", "delta_14c", "d14c", "d_14c", "14c", "lyr_14c", "d14c_bulklayer")
F14C = ("f14c", "fraction_modern", "fractionmodern", "fm", "lyr_fraction_modern")
PERCENT_MODERN = ("pmc", "percent_modern", "percent_modern_carbon")
AGE14C = ("c14_age", "age_14c", "14c_age", "radiocarbon_age", "conventional_age", "conventional_radiocarbon_age")
DELTA14C_ERROR = ("sigma", "delta14c_sigma", "d14c_sigma", "d14c_err", "d14c_error", "lyr_14c_sigma", "14c_sigma", "14c_error")
F14C_ERROR = ("f14c_sigma", "f14c_error", "f14c_err", "fraction_modern_sigma", "fractionmodern_sigma", "lyr_fraction_modern_sigma")
YEAR = ("year", "sampling_year", "sample_year", "collection_year", "year_collected", "obs_year", "lyr_obs_date_y", "sampleyear")
PEAT = ("peatland", "peat", "pro_peatland")
FRACTION = ("fraction_name", "frc_name", "frc_scheme", "frc_14c", "fraction_scheme")
# Whether a layer is litter, and the reference system of a row's coordinates.
LITTER = ("litter", "is_litter", "organic_surface")
YES, NO = ("true", "t", "1", "1.0", "yes", "y"), ("false", "f", "0", "0.0", "no", "n", "")
CRS = ("crs", "epsg", "srid", "crs_code")
# The country of a profile, by which its coordinates are checked.
COUNTRY = (
    "country", "country_name", "country_code", "countrycode", "country_id", "country_country", "iso", "iso2", "iso3", "iso_a2", "iso_a3",
    "iso_code", "nuts_0", "nuts0", "cntr_code",
)  # fmt: skip
# Soil carbon by another name: as a covariate it would tell the network the answer.
# Words of a covariate's name that mean soil carbon, as SoilGrids and others abbreviate it.
CARBON_WORDS = ("soc", "oc", "ocd", "ocs", "orgc", "orgcarbon", "som", "totsomc")
SOC_PROXIES = (*SOC_DENSITY, *SOC, "soc_stock", "soil_resp", "soil_respiration", "cn", "c_n", "cn_ratio", "totsomc")


def canonical(name: str) -> str:
    """The name in lower case with single underscores for all else than letters, digits and %: ``"SOC (g/kg)" -> "soc_g_kg"``."""
    # Raised digits and micro signs of units are written in several ways.
    plain = unicodedata.normalize("NFKC", name.replace("‰", " permille ")).lower().replace("μ", "u")
    return re.sub(r"[^a-z0-9%]+", "_", plain.replace("%", "_%_")).strip("_")


def is_soc_proxy(name: str) -> bool:
    """Whether a covariate's name is that of soil carbon, or of what is computed from it.

    >>> [name for name in ("clay", "soc_0-5cm_mean", "SOC stock 0-100 cm", "ocean_distance", "CN") if is_soc_proxy(name)]
    ['soc_0-5cm_mean', 'SOC stock 0-100 cm', 'CN']
    """
    plain = canonical(name)
    return (
        plain in SOC_PROXIES or any(word in CARBON_WORDS for word in plain.split("_")) or "organic_c" in plain or "organic_matter" in plain
    )


# Tables are asked for some thirty meanings, each of which looks at all fields.
@lru_cache(maxsize=FIELDS)
def split_unit(name: str) -> tuple[str, str]:
    """The canonical name without the unit it ends in, and that unit, empty where it says none.

    >>> split_unit("soc_density_kg_m3"), split_unit("Depth_m"), split_unit("SOC")
    (('soc_density', 'kg/m3'), ('depth', 'm'), ('soc', ''))
    """
    text = canonical(name)
    for unit, pattern in _UNIT_PATTERNS.items():
        match = re.fullmatch(rf"(.+?)_(?:{pattern})", text)
        if match:
            return match.group(1), unit
    return text, ""


def recognised(columns: Iterable[str], names: Sequence[str]) -> list[str]:
    """The columns that bear one of ``names``, with or without a unit, in the order of ``names``."""
    columns = list(columns)
    found = []
    for name in names:
        found += [column for column in columns if name in (canonical(column), split_unit(column)[0]) and column not in found]
    return found


def is_soc_density(column: str) -> bool:
    """Whether a field's name says that it holds carbon per volume of soil, not per mass."""
    base, unit = split_unit(column)
    return unit in ("gC/m3", "kg/m3") or (not unit and base in SOC_DENSITY)
