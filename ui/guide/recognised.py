"""What the guide says of the fields of a table of profiles: which it recognised, and which it did not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...binn_engine.profiles.tables.depth_columns import CARBON, depth_column
from ...binn_engine.profiles.tables.layouts import PLAIN, layout_of
from ..translation import tr
from .checks import FINE, NOTE, Finding, named
from .field_roles import PLACES, ROLES, recognised_fields

_DEPTHS = ("TOP_FIELD", "BOTTOM_FIELD")


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
    return (*(() if located else PLACES), *(() if mid_depth else _DEPTHS), "SOC_FIELD")
