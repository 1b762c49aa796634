"""Layouts of well-known soil databases: the role and the unit of each field. Other layouts are read by general names.

Field names are in their canonical form (:func:`binn_engine.profiles.fields.canonical`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .. import fields


@dataclass(frozen=True)
class Layout:
    """How a database names its fields.

    Parameters
    ----------
    name, source
        Of the database, and where its field names and units are documented.
    marks
        Fields that all have to be there for a table to have this layout.
    soc, soc_unit
        Fields of soil organic carbon, the best first, and their unit if it is not in their names.
    bulk_density, coarse, coarse_mass
        Fields of bulk density (g/cm3, or by its size kg/m3), and of coarse fragments in volume % and in mass %.
    depths_cm
        Top and bottom of every sample, if the table has no field for them.
    """

    name: str
    source: str
    marks: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    longitude: tuple[str, ...] = ()
    latitude: tuple[str, ...] = ()
    top: tuple[str, ...] = ()
    bottom: tuple[str, ...] = ()
    soc: tuple[str, ...] = ()
    soc_unit: str = ""
    bulk_density: tuple[str, ...] = ()
    coarse: tuple[str, ...] = ()
    coarse_mass: tuple[str, ...] = ()
    depths_cm: tuple[float, float] | None = None

    def names(self, role: str) -> tuple[str, ...]:
        """The names of a role, the layout's own before the generic ones."""
        return (*getattr(self, role), *GENERIC[role])


GENERIC = {
    "ids": fields.ID,
    "longitude": fields.LONGITUDE,
    "latitude": fields.LATITUDE,
    "top": fields.TOP,
    "bottom": fields.BOTTOM,
    "bulk_density": fields.BULK_DENSITY,
    "coarse": fields.COARSE,
    "coarse_mass": fields.COARSE_MASS,
}

PLAIN = Layout("any other", "names of fields in docs/inputs.md, or field parameters")

LAYOUTS = (
    Layout(
        name="WoSIS",
        source="Batjes et al. 2020, Earth Syst. Sci. Data 12, 299-320, appendices A and B; since 2023 one table per property (value_avg)",
        marks=("orgc_value_avg", "upper_depth", "lower_depth"),
        soc=("orgc_value_avg",),
        soc_unit="g/kg",
        # Of the fine earth: oven dry, at 33 kPa, air dry, field moist, not specified.
        bulk_density=("bdfiod_value_avg", "bdfi33_value_avg", "bdfiad_value_avg", "bdfifm_value_avg", "bdfins_value_avg"),
        coarse=("cfvo_value_avg",),
        coarse_mass=("cfgr_value_avg",),
    ),
    Layout(
        name="NCSS/KSSL",
        source="USDA NCSS Lab Data Mart (views of chemical and physical properties, layers and sites), and soilDB's fetchKSSL and fetchLDM",
        marks=("hzn_top", "hzn_bot"),
        ids=("pedon_key", "pedlabsampnum"),
        longitude=("longitude_std_decimal_degrees", "longitude_decimal_degrees"),
        latitude=("latitude_std_decimal_degrees", "latitude_decimal_degrees"),
        top=("hzn_top",),
        bottom=("hzn_bot",),
        soc=("estimated_organic_carbon", "estimated_oc", "organic_carbon_walkley_black", "oc"),
        soc_unit="%",
        bulk_density=("bulk_density_oven_dry", "db_od", "bulk_density_third_bar", "db_13b"),
        coarse_mass=("total_frag_wt_pct_gt_2_mm_ws",),
    ),
    Layout(
        name="ISCN",
        source="International Soil Carbon Network database, generation 3 (2015), layer table, whose headers carry the units",
        marks=("layer_top_cm", "layer_bot_cm"),
        ids=("profile_name",),
        top=("layer_top",),
        bottom=("layer_bot",),
        soc=("oc", "soc"),
        bulk_density=("bd_samp", "bd_other"),
        coarse_mass=("wpg2",),
    ),
    Layout(
        name="LUCAS 2009",
        source="European Soil Data Centre, LUCAS 2009 TOPSOIL (Toth et al. 2013, JRC report EUR 26102), 0-20 cm, stones by sieving",
        marks=("point_id", "ph_in_h2o", "oc"),
        ids=("point_id",),
        longitude=("gps_long",),
        latitude=("gps_lat",),
        soc=("oc",),
        soc_unit="g/kg",
        coarse_mass=("coarse",),
        depths_cm=(0.0, 20.0),
    ),
    Layout(
        name="LUCAS 2015",
        source="European Soil Data Centre, LUCAS 2015 TOPSOIL (Jones et al. 2020, JRC report EUR 30332), 0-20 cm; places in its points",
        marks=("point_id", "ph_cacl2", "oc", "caco3"),
        ids=("point_id",),
        longitude=("th_long", "gps_long"),
        latitude=("th_lat", "gps_lat"),
        soc=("oc",),
        soc_unit="g/kg",
        coarse_mass=("coarse",),
        depths_cm=(0.0, 20.0),
    ),
    Layout(
        name="LUCAS",
        source="European Soil Data Centre, LUCAS 2018 TOPSOIL (OC in g/kg, a second sample in OC (20-30 cm)), places of the 2018 survey",
        marks=("th_long", "th_lat", "oc"),
        ids=("pointid", "point_id"),
        longitude=("th_long",),
        latitude=("th_lat",),
        soc=("oc",),
        soc_unit="g/kg",
        depths_cm=(0.0, 20.0),
    ),
    Layout(
        name="ISRIC AfSP",
        source="Leenaars et al. 2014, ISRIC Report 2014/01: Africa Soil Profiles Database 1.2 (layers with profiles; -9999 is missing)",
        marks=("updpth", "lowdpth", "orgc"),
        ids=("profileid",),
        longitude=("x_londd",),
        latitude=("y_latdd",),
        top=("updpth",),
        bottom=("lowdpth",),
        soc=("orgc",),
        soc_unit="g/kg",
        bulk_density=("blkdens",),
        coarse=("cfpc",),
    ),
    Layout(
        name="ISRIC-WISE",
        source="Batjes 2008, ISRIC Report 2008/02: ISRIC-WISE 3.1 (horizons joined with sites)",
        marks=("topdep", "botdep", "orgc"),
        ids=("wise3_id",),
        longitude=("londd",),
        latitude=("latdd",),
        top=("topdep",),
        bottom=("botdep",),
        soc=("orgc",),
        soc_unit="g/kg",
        bulk_density=("bulkdens",),
        coarse=("gravel",),
    ),
    Layout(
        name="ISRaD",
        source="Lawrence et al. 2020, Earth Syst. Sci. Data 12, 61-76: layers of the International Soil Radiocarbon Database, flattened",
        marks=("lyr_top", "lyr_bot"),
        ids=("pro_name",),
        longitude=("pro_long", "site_long"),
        latitude=("pro_lat", "site_lat"),
        top=("lyr_top",),
        bottom=("lyr_bot",),
        soc=("lyr_c_org",),
        soc_unit="%",
        bulk_density=("lyr_bd_samp",),
    ),
)  # fmt: skip


def layout_of(columns: Iterable[str]) -> Layout:
    """The layout whose marks the columns bear, else :data:`PLAIN`.

    >>> layout_of(["WISE3_ID", "TOPDEP", "BOTDEP", "ORGC"]).name
    'ISRIC-WISE'
    """
    known = {fields.canonical(column) for column in columns}
    return next((layout for layout in LAYOUTS if known.issuperset(layout.marks)), PLAIN)
