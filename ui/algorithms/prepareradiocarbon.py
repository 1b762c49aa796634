"""``binn:prepare_radiocarbon``."""

from __future__ import annotations

from ...binn_engine.settings import PrepareRadiocarbonJob
from .shared.base import EngineAlgorithm
from .shared.layers import FieldName, Table
from .shared.outputs import OutputFile, OutputVector
from .shared.parameters import Number, Switch
from .shared.profiles import FIELDS

PLACES_AND_DEPTHS = tuple(row for row in FIELDS if row.field in PrepareRadiocarbonJob.__dataclass_fields__)


class PrepareRadiocarbonAlgorithm(EngineAlgorithm):
    """Clean radiocarbon of soil layers."""

    id_ = "prepare_radiocarbon"
    group_ = "data"
    title = "Prepare radiocarbon"
    brief = "Cleans a table of soil radiocarbon, converts it to Δ14C, and reports what happened to every row."
    summary = (
        "Reads radiocarbon of soil layers, and writes one clean layer with one point per soil layer: Δ14C in permil as of the "
        "year of collection, its standard error, the year, the depths, and what was measured.\n\nThe fields of ISRaD (International "
        "Soil Radiocarbon Database) are recognised; for other tables, choose the fields. Values may be Δ14C, F14C (fraction modern), "
        "percent modern carbon, or conventional radiocarbon ages.\n\nRows are left out if they have no year of collection, if they "
        "have more radiocarbon than the air had until then, if they are peat or a fraction of a layer, or if their Δ14C and F14C "
        "disagree. The table of rows left out gives the reason for each."
    )
    takes = (
        "Example: a CSV file with the fields profile_id, lon, lat, top_cm, bottom_cm, year and d14c_permil. "
        "It takes some seconds for 5,000 rows."
    )
    words = ("radiocarbon", "14C", "ISRaD", "F14C", "fraction modern", "clean", "age")
    job = PrepareRadiocarbonJob
    basic = ("OBSERVATIONS", "DELTA_FIELD", "FRACTION_FIELD", "YEAR_FIELD", "OUTPUT", "OUTPUT_REJECTED")
    declared = (
        Table("OBSERVATIONS", "Radiocarbon of soil layers", "observations"),
        FieldName("DELTA_FIELD", "Δ14C field (permil)", "delta_field"),
        FieldName("FRACTION_FIELD", "F14C field", "fraction_field"),
        FieldName("AGE_FIELD", "Radiocarbon age field (years)", "age_field"),
        FieldName("YEAR_FIELD", "Field with the year of collection", "year_field"),
        FieldName("SIGMA_FIELD", "Field with the standard error of Δ14C (permil)", "sigma_field"),
        *PLACES_AND_DEPTHS,
        Number("SIGMA", "Standard error of Δ14C where none is given (permil)", "sigma", minimum=0.0),
        Table("ATMOSPHERE", "Radiocarbon of the air", "atmosphere"),
        Switch("KEEP_DISAGREEING", "Keep rows whose Δ14C and F14C disagree", "keep_disagreeing"),
        OutputVector("OUTPUT", "Clean radiocarbon layers", "layers"),
        OutputFile("OUTPUT_COUNTS", "Row counts", "json", filter="JSON files (*.json)"),
        OutputFile("OUTPUT_REJECTED", "Rows left out", "rejected", filter="CSV files (*.csv)"),
    )
