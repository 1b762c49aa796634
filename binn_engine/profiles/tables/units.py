"""Units in field names, and how they are converted to the units of the engine.

A name with an unknown unit is refused: a default unit would give wrong numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .. import fields as names
from .layouts import GENERIC, LAYOUTS

# Of depths, in metres.
METRES = {"m": 1.0, "cm": 0.01, "mm": 0.001, "dm": 0.1, "in": 0.0254, "ft": 0.3048}
SHALLOWEST_MAXIMUM_CM = 5.0  # where no layer reaches 5 "cm", these are metres
# Of SOC: per volume of soil, to gC/m3; per mass of fine earth, to %; per area of a layer, to gC/m2.
DENSITIES = {"gC/m3": 1.0, "kg/m3": 1000.0}
CONTENTS = {"g/kg": 0.1, "%": 1.0, "g/kg OM": 0.1, "% OM": 1.0}
STOCKS = {"kg/m2": 1000.0, "t/ha": 100.0, "g/cm2": 10_000.0}
# Of SOC: units that are a simple factor of one of settings.SOC_UNITS.
SOC_FACTORS = {
    "mg/kg": ("g/kg", 1e-3),
    "dg/kg": ("g/kg", 0.1),
    "cg/kg": ("g/kg", 0.01),
    "permille": ("g/kg", 1.0),
    "dag/kg": ("%", 1.0),
    "g/100g": ("%", 1.0),
    "kg/kg": ("%", 100.0),
    "g/dm3": ("kg/m3", 1.0),
    "mg/cm3": ("kg/m3", 1.0),
    "hg/m3": ("kg/m3", 0.1),
    "g/m2": ("kg/m2", 1e-3),
    "kg/ha": ("t/ha", 1e-3),
}
# Of bulk density, in g/cm3. "Mg/m3" and "mg/m3" are one once case is left away; no soil weighs 1e-9 g/cm3.
DENSITY_FACTORS = {
    "g/cm3": 1.0, "kg/dm3": 1.0, "t/m3": 1.0, "mg/m3": 1.0, "kg/m3": 1e-3, "gC/m3": 1e-6, "g/dm3": 1e-3, "mg/cm3": 1e-3, "cg/cm3": 0.01,
}  # fmt: skip
# Of coarse fragments, in %.
SHARE_FACTORS = {
    "%": 1.0, "cm3/100cm3": 1.0, "g/100g": 1.0, "cm3/dm3": 0.1, "permille": 0.1, "g/kg": 0.1, "cm3/cm3": 100.0, "kg/kg": 100.0,
}  # fmt: skip
# SoilGrids calls its layers property_depth_statistic (soc_0-5cm_mean), in units of its own (Poggio et al. 2021, SOIL 7, 217).
SOILGRIDS = {"soc": "dg/kg", "ocd": "hg/m3", "ocs": "t/ha", "bdod": "cg/cm3", "cfvo": "cm3/dm3"}
_SOILGRIDS = re.compile(rf"({'|'.join(SOILGRIDS)})_\d+_\d+_?cm_(?:mean|q\d[\d_]*|median)")
_TAIL = re.compile(r"_(?:mean|avg|average|median|value|val|(?:19|20)\d\d)$")
# Words of units, one of which in a name says a unit even where it is not read.
_WORDS = {
    "kg", "mg", "ug", "ng", "dag", "hg", "dg", "cg", "lb", "lbs", "oz", "ton", "tons", "mol", "mmol", "kmol", "umol", "ppm", "ppb", "ppt",
    "ha", "acre", "acres", "m2", "m3", "cm2", "cm3", "dm2", "dm3", "mm3", "ft2", "ft3", "in3", "yd", "yd3", "inch", "inches", "feet", "ft",
    "yards", "km", "mm", "dm", "permille", "promille", "pct", "percent", "kgm3", "gkg", "mgkg", "mgg",
}  # fmt: skip
# Fields of databases, whose units are known whatever their names hold.
_OF_DATABASES = {name for layout in LAYOUTS for role in (*GENERIC, "soc") for name in getattr(layout, role, ())}
_PARTS = ("g", "t", "l", "m", "cm", "per", "c", "1", "2", "3")  # these are of a unit beside one of the words


@dataclass(frozen=True)
class NameUnit:
    """The parts of a field's name: its ``base``, a known ``unit``, or the words of an ``unknown`` one; empty if there is none."""

    base: str
    unit: str
    unknown: str = ""


def unit_in_name(field: str) -> NameUnit:
    """What the name of a field that holds a known quantity says of its unit; years and words such as ``mean`` may stand behind it.

    >>> unit_in_name("oc_mg_kg"), unit_in_name("OC (g/kg) 2009").unit, unit_in_name("soc_lb_acre").unknown
    (NameUnit(base='oc', unit='mg/kg', unknown=''), 'g/kg', 'lb acre')
    """
    text = names.canonical(field)
    while True:
        base, unit = names.split_unit(text)
        if unit:
            return NameUnit(base, unit)
        shorter = _TAIL.sub("", text)
        if shorter == text:
            break
        text = shorter
    words = text.split("_")
    found = [number for number, word in enumerate(words) if word in _WORDS and number > 0]
    if not found or names.canonical(field) in _OF_DATABASES:
        return NameUnit(text, "")
    first, last = found[0], found[0] + 1
    while first > 0 and words[first - 1] in (*_WORDS, *_PARTS):
        first -= 1
    while last < len(words) and words[last] in (*_WORDS, *_PARTS):
        last += 1
    return NameUnit(text, "", " ".join(words[first:last]))


def soilgrids_unit(field: str) -> str:
    """The unit of the layer of SoilGrids that a field is called after; empty for any other name.

    >>> soilgrids_unit("cfvo_0-5cm_mean"), soilgrids_unit("cfvo_value_avg")
    ('cm3/dm3', '')
    """
    found = _SOILGRIDS.fullmatch(names.canonical(field))
    return SOILGRIDS[found[1]] if found else ""
