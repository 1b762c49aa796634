"""What the engine takes the fields of a table of profiles for, by their names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...binn_engine.profiles import fields as names
from ...binn_engine.profiles.tables.layouts import Layout, layout_of
from ..translation import mark

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
PLACES = ("LON_FIELD", "LAT_FIELD")


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


def coordinate_fields(columns: Sequence[str]) -> tuple[str, str]:
    """The fields of a table with longitude and latitude, by their names; empty where one of them is missing.

    >>> coordinate_fields(["id", "Lon", "LAT"]), coordinate_fields(["easting", "northing"])
    (('Lon', 'LAT'), ('', ''))
    """
    fields = recognised_fields(columns, {}, False)
    x, y = (fields.get(role, "") for role in PLACES)
    return (x, y) if x and y else ("", "")
