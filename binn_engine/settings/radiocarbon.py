"""Settings of observed radiocarbon."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .fields import CSV, INPUT, JSON, LayerFields, PathKind, option, required
from .help_texts import REJECTED_HELP

RADIOCARBON_LAYERS = PathKind("out", (".gpkg",), layer="radiocarbon_layers")


@dataclass(frozen=True)
class RadiocarbonFields(LayerFields):
    """The fields of a table of radiocarbon layers. Empty ones are recognised by name: those of ISRaD, and many more."""

    delta_field: str = option(
        "Field with Δ14C in permil, as of the year of collection. If it is empty, the field is recognised by its name. If a row has none, Δ14C is computed from F14C or from the radiocarbon age.",
        "",
    )
    fraction_field: str = option("Field with F14C (fraction modern). If it is empty, the field is recognised by its name.", "")
    age_field: str = option(
        "Field with the conventional radiocarbon age in years before 1950, not calibrated. If it is empty, the field is recognised by its name.",
        "",
    )
    year_field: str = option("Field with the year of collection. If it is empty, the field is recognised by its name.", "")
    sigma_field: str = option(
        "Field with the standard error of Δ14C in permil. If it is empty, the field is recognised by its name. If there is none, the error of F14C is used.",
        "",
    )
    sigma: float = option("Standard error of Δ14C in permil, for rows without one.", 5.0)
    atmosphere: str = option(
        "Radiocarbon of the air: a table with the fields year and d14c (Δ14C in permil), one row for each year. If it is empty, the published curves are used: Hua et al. 2022 from 1942 to 2018; before that, IntCal20 in the north and SHCal20 in the south.",
        "",
        path=INPUT,
    )
    keep_disagreeing: bool = option("Keep rows whose Δ14C and F14C disagree by more than 5 permil. Δ14C is used.", False)


@dataclass(frozen=True)
class RadiocarbonUseFields:
    """Radiocarbon that a model learns from beside SOC."""

    radiocarbon: str = option(
        "Radiocarbon of soil layers, from which the model learns beside SOC: a file of 'Prepare radiocarbon', or another table whose fields are recognised. Its places may be those of the SOC profiles or others. Leave empty to learn from SOC only.",
        "",
        path=INPUT,
    )
    radiocarbon_weight: float = option(
        "Weight of radiocarbon in the loss: that of a site with radiocarbon relative to a profile. A larger number fits radiocarbon better and SOC less well.",
        1.0,
    )
    radiocarbon_air: str = option(
        "Radiocarbon of the air, for the radiocarbon of the soil: a table with the fields year and d14c (Δ14C in permil), one row for each year. If it is empty, the published curves are used.",
        "",
        path=INPUT,
    )


@dataclass(frozen=True)
class PrepareRadiocarbonJob(RadiocarbonFields):
    """Clean radiocarbon of soil layers: Δ14C by place, depth and year; every row is kept, or left out for a reason that is reported."""

    kind: ClassVar[str] = "prepare_radiocarbon"
    observations: str = required(
        "Radiocarbon of soil layers: a CSV file or a vector file that GDAL can read, with one row per soil layer.", INPUT
    )
    layers: str = required("GeoPackage to write, with the clean radiocarbon layers (.gpkg).", RADIOCARBON_LAYERS)
    json: str = option("JSON file with the number of rows kept and left out. Leave empty to skip this output.", "", path=JSON)
    rejected: str = option(REJECTED_HELP, "", path=CSV)
