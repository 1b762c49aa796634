"""``binn:prepare_profiles``."""

from __future__ import annotations

from ...binn_engine.settings import PrepareProfilesJob
from .shared.base import EngineAlgorithm
from .shared.layers import Table, TableList
from .shared.outputs import OutputFile, OutputVector
from .shared.parameters import Number, Rows
from .shared.profiles import FIELDS


class PrepareProfilesAlgorithm(EngineAlgorithm):
    """Clean soil profiles."""

    id_ = "prepare_profiles"
    group_ = "data"
    title = "Prepare SOC profiles"
    brief = "Cleans soil profiles of any format and unit, and reports what happened to every row."
    summary = (
        "Reads profiles of soil organic carbon (SOC) in common formats, and writes one clean layer. All "
        "other BINN algorithms recognise its fields. It has one point per soil layer, with top and bottom "
        "depth, SOC in gC/m3, the relative error caused by an estimated bulk density, and quality flags.\n\n"
        "Tables from WoSIS, NCSS/KSSL, ISCN, LUCAS and ISRIC are recognised by their field names; for other "
        "tables, choose the fields. The table may have one row per soil layer, or one row per profile with a "
        "field for each depth (soc_0_30, soc_30_60). SOC may be a density, a content, a stock of the layer, "
        "or organic matter. Bulk densities that were not measured can be estimated with a published "
        "pedotransfer function.\n\nNo row is lost without a reason: the report and the table of rejected rows "
        "give the reason for each row that is left out. You can give several layers, each in its own "
        "coordinate reference system; they are combined into one."
    )
    takes = (
        "Example: a CSV file with one row per soil layer and the fields id, lon, lat, top, bottom, oc_percent and bulk_density. "
        "It takes some seconds for 10,000 rows."
    )
    words = (
        "quality",
        "clean",
        "csv",
        "table",
        "WoSIS",
        "NCSS",
        "KSSL",
        "ISCN",
        "LUCAS",
        "ISRIC",
        "bulk density",
        "pedotransfer",
        "harmonise",
    )
    job = PrepareProfilesJob
    scored = True
    basic = (
        "OBSERVATIONS",
        "SOC_FIELD",
        "SOC_UNIT",
        "TOP_FIELD",
        "BOTTOM_FIELD",
        "LON_FIELD",
        "LAT_FIELD",
        "BULK_DENSITY_FIELD",
        "OUTPUT",
        "OUTPUT_REPORT",
    )
    declared = (
        Table("OBSERVATIONS", "SOC profiles", "observations", first=True),
        TableList("MORE_OBSERVATIONS", "More SOC profiles", "observations"),
        TableList("JOIN", "Tables to join by id", "join"),
        *FIELDS,
        Rows("LEAVE_OUT", "Leave out data with these quality flags", "leave_out"),
        Rows("KEEP", "Keep data with these quality flags", "keep"),
        Number("MAX_SOC", "SOC above which a layer is flagged (gC/m³)", "max_soc", minimum=0.0),
        OutputVector("OUTPUT", "Clean soil layers", "layers"),
        OutputFile("OUTPUT_REPORT", "Profile report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_COUNTS", "Row counts", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_REJECTED", "Rows left out", "rejected", filter="CSV files (*.csv)"),
    )
