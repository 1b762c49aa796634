"""``binn:prepare_profiles``."""

from __future__ import annotations

from ...binn_engine.settings import PrepareProfilesJob
from .base import EngineAlgorithm
from .layers import Table, TableList
from .outputs import OutputFile, OutputVector
from .parameters import Number, Rows
from .profiles import FIELDS


class PrepareProfilesAlgorithm(EngineAlgorithm):
    """Make soil profiles clean."""

    id_ = "prepare_profiles"
    title = "Prepare SOC profiles"
    brief = "Makes soil profiles of any layout and unit clean, and accounts for every row."
    summary = (
        "Reads profiles of soil organic carbon (SOC) as databases and people record them, and writes one clean layer that every other "
        "BINN algorithm reads without naming a field: one point per soil layer, with its top and bottom depth, SOC in gC/m3, the "
        "relative error that an estimated bulk density brings, and quality flags.\n\n"
        "Layouts of WoSIS, NCSS/KSSL, ISCN, LUCAS and ISRIC are recognised by their field names; for others name the fields. Layers may "
        "be features of their own, or fields of one feature per profile (soc_0_30, soc_30_60). SOC may be a density, a content, a stock "
        "of the layer, or organic matter. Bulk densities that were not measured can be filled by a published pedotransfer function.\n\n"
        "No row disappears in silence: the report and the table of rejected rows say why each one is left out. Several layers, each in "
        "its own coordinate reference system, are brought together."
    )
    words = ("quality", "clean", "WoSIS", "NCSS", "KSSL", "ISCN", "LUCAS", "ISRIC", "bulk density", "pedotransfer", "harmonise")
    job = PrepareProfilesJob
    scored = True
    declared = (
        Table("OBSERVATIONS", "SOC profiles", "observations", first=True),
        TableList("MORE_OBSERVATIONS", "More SOC profiles", "observations"),
        TableList("JOIN", "Tables to join, by id", "join"),
        *FIELDS,
        Rows("LEAVE_OUT", "Quality flags to leave out", "leave_out", advanced=True),
        Rows("KEEP", "Quality flags to keep", "keep", advanced=True),
        Number("MAX_SOC", "SOC above which a layer is flagged (gC/m3)", "max_soc", minimum=0.0, advanced=True),
        OutputVector("OUTPUT", "Clean soil layers", "layers"),
        OutputFile("OUTPUT_REPORT", "Report", "report", filter="HTML files (*.html)", created=True),
        OutputFile("OUTPUT_COUNTS", "Counts", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_REJECTED", "Rows left out", "rejected", filter="CSV files (*.csv)"),
    )
