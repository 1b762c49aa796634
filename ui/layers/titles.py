"""The names of layers in the layer tree."""

from __future__ import annotations

from ...binn_engine.tables import EVIDENCE, Band, process_label

FIRST = "SOC stock 0-30 cm"  # the band of a run that is shown first


def unit_text(unit: str) -> str:
    """A unit as people write it.

    >>> unit_text("kgC/m2"), unit_text("gC/m3"), unit_text("1/yr")
    ('kgC/m²', 'gC/m³', '1/yr')
    """
    return unit.replace("m2", "m²").replace("m3", "m³")


def layer_title(band: Band, evidence: str = "") -> str:
    """A band's name and unit, ``SOC density at 5 cm (gC/m³)``, processes by their labels, and a warning where it rests on the prior
    alone."""
    name, _, rest = band.name.partition(" ")
    words = f"{process_label(name)} {rest}".strip()
    title = words if band.unit == "1" else f"{words} ({unit_text(band.unit)})"
    return f"{title}: {evidence}" if evidence == EVIDENCE["prior"] else title
