"""What the engine takes the fields of a table of profiles for, by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...binn_engine.profiles import fields as names
from ...binn_engine.profiles.tables.depth_columns import CARBON, depth_column
from ...binn_engine.profiles.tables.layouts import PLAIN, Layout, layout_of
from ..translation import mark, tr
from .checks import FINE, NOTE, Finding, named

# What a field holds, by the parameter that names it.
ROLES = {
    "ID_FIELD": mark("profile id"),
    "LON_FIELD": mark("longitude"),
    "LAT_FIELD": mark("latitude"),
    "TOP_FIELD": mark("top depth"),
    "BOTTOM_FIELD": mark("bottom depth"),
    "DEPTH_FIELD": mark("mid depth"),
    "SOC_FIELD": mark("SOC"),
    "BULK_DENSITY_FIELD": mark("bulk density"),
}
PLACES, DEPTHS = ("LON_FIELD", "LAT_FIELD"), ("TOP_FIELD", "BOTTOM_FIELD")


def recognised_fields(columns: Sequence[str], chosen: Mapping[str, str], located: bool) -> dict[str, str]:
    """The field of every role that has one, by the parameter that names it: the ``chosen`` one, else the one with the best name. A layer
    that is ``located`` needs no fields of coordinates."""
    layout = layout_of(columns)
    found = {role: (names.recognised(columns, known) or [""])[0] for role, known in _known(layout).items()}
    generic = sorted(names.recognised(columns, (*names.SOC_DENSITY, *names.SOC)), key=lambda name: not names.is_soc_density(name))
    stocks = names.recognised(columns, (*names.SOC_STOCK, *names.ORGANIC_MATTER))
    found["SOC_FIELD"] = (names.recognised(columns, layout.soc) + generic + stocks + [""])[0]
    found |= {role: field for role, field in chosen.items() if role in ROLES and field}
    if found["TOP_FIELD"] and found["BOTTOM_FIELD"]:
        found.pop("DEPTH_FIELD")
    if located:
        found = {role: field for role, field in found.items() if role not in PLACES}
    return {role: found[role] for role in ROLES if found.get(role)}


def _known(layout: Layout) -> dict[str, tuple[str, ...]]:
    roles = {"ID_FIELD": "ids", "LON_FIELD": "longitude", "LAT_FIELD": "latitude", "TOP_FIELD": "top", "BOTTOM_FIELD": "bottom"}
    return {parameter: layout.names(role) for parameter, role in roles.items()} | {
        "DEPTH_FIELD": names.DEPTH,
        "BULK_DENSITY_FIELD": layout.names("bulk_density"),
    }


def field_findings(columns: Sequence[str], chosen: Mapping[str, str], located: bool) -> list[Finding]:
    """Which fields are used for what, and what has none."""
    if not columns:
        return []
    found, layout = recognised_fields(columns, chosen, located), layout_of(columns)
    used = ", ".join(f"{tr(ROLES[role])} '{field}'" for role, field in found.items())
    wide = [column for column in columns if (row := depth_column(column)) and row.base in CARBON] if "TOP_FIELD" not in found else []
    if wide:
        used = ", ".join(filter(None, [used, tr("SOC by depth {names}").format(names=named(wide))]))
    lacking = [] if wide or layout.depths_cm else [role for role in _needed(located, "DEPTH_FIELD" in found) if role not in found]
    findings = []
    if used:
        text = tr("Fields: {used}.") if layout is PLAIN else tr("Fields of the layout {database}: {used}.")
        findings.append(Finding(FINE, text.format(used=used, database=layout.name)))
    if lacking:
        roles = ", ".join(tr(ROLES[role]) for role in lacking)
        findings.append(Finding(NOTE, tr("No field was recognised for: {roles}. Choose these fields.").format(roles=roles)))
    return findings


def _needed(located: bool, mid_depth: bool) -> tuple[str, ...]:
    return (*(() if located else PLACES), *(() if mid_depth else DEPTHS), "SOC_FIELD")
