"""Soil layers as people record them, in the units of the model: depths in metres, carbon in gC/m3."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from . import fields as names
from .errors import InputError
from .settings import ProfileFields
from .vectors import Warn, field_list, field_named, numbers

METRES = {"m": 1.0, "cm": 0.01}
DEEPEST_MEDIAN_M = 20.0  # no soil survey has half of its layers below 20 m: these are centimetres
SHALLOWEST_MAXIMUM_CM = 5.0  # where no layer reaches 5 "cm", these are metres
USUAL_MEDIAN_SOC = (500.0, 200_000.0)  # gC/m3; outside, the unit is probably another one
PURE_CARBON = {"g/kg": 1000.0, "%": 100.0}
DENSEST_SOIL = 2.65  # g/cm3: quartz


def grams_per_cubic_metre(
    soc: np.ndarray, unit: str, bulk_density: np.ndarray | float = np.nan, coarse_percent: np.ndarray | float = 0.0
) -> np.ndarray:
    """Soil organic carbon in gC/m3.

    Density: ``kg/m3 * 1000``. Content: ``g/kg * bulk_density * 1000 * (1 - coarse_percent / 100)``, since 1 g/cm3 is 1000 kg/m3.

    Parameters
    ----------
    soc
        ``(layers,)`` in ``unit``: one of ``gC/m3``, ``kg/m3``, ``g/kg``, ``%``.
    bulk_density
        ``(layers,)`` g/cm3 of the fine earth, for contents.
    coarse_percent
        ``(layers,)`` volume % of coarse fragments, for contents.
    """
    if unit in ("gC/m3", "kg/m3"):
        return soc * {"gC/m3": 1.0, "kg/m3": 1000.0}[unit]
    return soc * {"g/kg": 1.0, "%": 10.0}[unit] * (bulk_density * 1000.0) * (1.0 - np.asarray(coarse_percent) / 100.0)


def _refuse(wrong: np.ndarray, path: str, ids: Sequence[str], what: str, remedy: str) -> None:
    """Raise an InputError that names the first profile of the rows that are wrong, if any is."""
    if wrong.any():
        first = ids[int(np.argmax(wrong))]
        raise InputError(f"{path}: {what} in {int(wrong.sum()):,} of {len(wrong):,} layers (first: profile {first}).", remedy)


def depths_m(
    table: pd.DataFrame, path: str, fields: ProfileFields, ids: Sequence[str], warn: Warn
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Top, bottom and mid depth of every row, ``(rows,)`` m; NaN where unknown.

    Top and bottom are used where both are there; a mid depth that the user named, alone, makes every layer a point.

    Raises
    ------
    InputError
        For fields that are absent, negative depths, a bottom above its top, or depths that cannot be in the unit assumed.
    """
    top_field, bottom_field, depth_field = _depth_fields(table, path, fields)
    top = bottom = depth = np.full(len(table), np.nan)
    if top_field:
        top = _depth(table, path, top_field, fields.depth_unit, "cm", ids, warn)
        bottom = _depth(table, path, bottom_field, fields.depth_unit, "cm", ids, warn)
        _refuse(
            bottom < top,
            path,
            ids,
            f"the bottom depth {bottom_field!r} is above the top depth {top_field!r}",
            "Exchange them, or name the fields the other way round.",
        )
        flat = bottom == top
        if flat.any():
            warn("flat_layers", f"{path}: {int(flat.sum()):,} layers have no thickness; they are taken as points at their depth.")
        depth = (top + bottom) / 2.0
        unknown = np.isnan(depth) | flat
        top, bottom = np.where(unknown, np.nan, top), np.where(unknown, np.nan, bottom)
    if depth_field:
        depth = np.where(np.isnan(depth), _depth(table, path, depth_field, fields.depth_unit, "m", ids, warn), depth)
    return top, bottom, depth


def _depth_fields(table: pd.DataFrame, path: str, fields: ProfileFields) -> tuple[str, str, str]:
    """The fields of top, bottom and mid depth; empty where not used: top and bottom only together."""
    found = []
    only_depth = fields.depth_field and not (fields.top_field or fields.bottom_field)
    for given, known, what in (
        (fields.top_field, names.TOP, "the top depth"),
        (fields.bottom_field, names.BOTTOM, "the bottom depth"),
        (fields.depth_field, names.DEPTH, "the mid depth"),
    ):
        columns = [field_named(table, given, path, what)] if given else names.recognised(table.columns, known)
        found.append(columns[0] if columns else "")
    top, bottom, depth = found
    if only_depth or not (top and bottom):
        if fields.top_field or fields.bottom_field or not depth:
            lacking = "mid depth, nor of top and bottom" if not (top or bottom) else "top depth" if bottom else "bottom depth"
            raise InputError(f"{path} has no field for the {lacking}.", f"Name the fields. Its fields: {field_list(table)}.")
        return "", "", depth
    return top, bottom, depth


def _depth(table: pd.DataFrame, path: str, field: str, unit: str, assumed: str, ids: Sequence[str], warn: Warn) -> np.ndarray:
    """One depth field in metres."""
    values = numbers(table, field, path, ids)
    said = names.split_unit(field)[1]
    known = unit if unit in METRES else said if said in METRES else ""
    _refuse(
        values < 0.0,
        path,
        ids,
        f"field {field!r} has negative depths",
        "Count depths downwards from the surface of the soil; leave out what lies above it.",
    )
    metres = values * METRES[known or assumed]
    if np.isfinite(metres).any() and np.nanmedian(metres) > DEEPEST_MEDIAN_M:
        read = "metres" if (known or assumed) == "m" else "centimetres"
        raise InputError(
            f"{path}: field {field!r} is read in {read}, but half of its depths are below {np.nanmedian(metres):g} m.",
            "Set the depth unit to cm." if read == "metres" else "Check the depths: soils are metres deep.",
        )
    if not known and assumed == "cm" and np.isfinite(values).any() and np.nanmax(values) <= SHALLOWEST_MAXIMUM_CM:
        message = f"field {field!r} is read in centimetres, but no depth exceeds {np.nanmax(values):g}"
        warn("depth_unit", f"{path}: {message}. If these are metres, set the depth unit to m.")
    return metres


def soc_density(table: pd.DataFrame, path: str, fields: ProfileFields, ids: Sequence[str], warn: Warn) -> np.ndarray:
    """SOC of every row, ``(rows,)`` gC/m3; NaN where it, or a bulk density that it needs, is unknown.

    Raises
    ------
    InputError
        For an absent field, negative SOC, more carbon than soil, or a bulk density or coarse fragments that cannot be.
    """
    field = _soc_field(table, path, fields, warn)
    said = names.split_unit(field)[1]
    said = said if said in ("gC/m3", "kg/m3", "g/kg", "%") else ""
    unit = fields.soc_unit or said or "gC/m3"
    if fields.soc_unit and said and said != fields.soc_unit:
        warn("soc_unit", f"{path}: SOC is read in {unit}, as set, though the name of field {field!r} says {said}.")
    values = numbers(table, field, path, ids)
    _refuse(values < 0.0, path, ids, f"field {field!r} has negative SOC", "Correct it; empty it where it stands for a missing value.")
    if unit in PURE_CARBON:
        _refuse(
            values > PURE_CARBON[unit],
            path,
            ids,
            f"field {field!r} has more than {PURE_CARBON[unit]:g} {unit} of SOC",
            "Set the SOC unit to that of the field.",
        )
        soc = grams_per_cubic_metre(
            values, unit, _bulk_density(table, path, fields, unit, ids, warn), _coarse_percent(table, path, fields, ids, warn)
        )
    else:
        soc = grams_per_cubic_metre(values, unit)
    low, high = USUAL_MEDIAN_SOC
    known = soc[np.isfinite(soc) & (soc > 0.0)]
    if len(known) and not low <= np.median(known) <= high:
        message = f"with field {field!r} in {unit}, the median of SOC is {np.median(known):.3g} gC/m3, which is unusual"
        warn("soc_unit", f"{path}: {message}. Is the unit right?")
    return soc


def _soc_field(table: pd.DataFrame, path: str, fields: ProfileFields, warn: Warn) -> str:
    """The field of SOC: the one named, else a density, else a content."""
    if fields.soc_field:
        return field_named(table, fields.soc_field, path, "soil organic carbon")
    found = names.recognised(table.columns, (*names.SOC_DENSITY, *names.SOC))
    found.sort(key=lambda column: not names.is_soc_density(column))  # stable: densities first
    if not found:
        raise InputError(f"{path} has no field for soil organic carbon.", f"Name it. Its fields: {field_list(table)}.")
    if len(found) > 1:
        warn("soc_field", f"{path}: SOC is taken from field {found[0]!r}, not from {', '.join(found[1:])}.")
    return found[0]


def bulk_density(table: pd.DataFrame, path: str, fields: ProfileFields, ids: Sequence[str]) -> np.ndarray | None:
    """Bulk density of every row for quality control, ``(rows,)`` g/cm3, NaN where there is none that a soil can have; None where no
    field, or none of numbers, holds it. :func:`soc_density` is the one that complains where it is needed."""
    columns = _bulk_density_fields(table, path, fields)
    try:
        values = numbers(table, columns[0], path, ids) if columns else np.full(len(table), np.nan)
    except InputError:
        return None
    if np.isnan(values).all():
        return None
    density = values / 1000.0 if _per_cubic_metre(columns[0], values) else values
    return np.where((density > 0.0) & (density <= DENSEST_SOIL), density, np.nan)


def _bulk_density_fields(table: pd.DataFrame, path: str, fields: ProfileFields) -> list[str]:
    given = fields.bulk_density_field
    return [field_named(table, given, path, "the bulk density")] if given else names.recognised(table.columns, names.BULK_DENSITY)


def _per_cubic_metre(field: str, values: np.ndarray) -> bool:
    """Whether bulk densities are in kg/m3, not in g/cm3: by the field's name or by their size."""
    return names.split_unit(field)[1] == "kg/m3" or (bool(np.isfinite(values).any()) and float(np.nanmedian(values)) > 100.0)


def _bulk_density(table: pd.DataFrame, path: str, fields: ProfileFields, unit: str, ids: Sequence[str], warn: Warn) -> np.ndarray:
    """Bulk density ``(rows,)`` g/cm3."""
    columns = _bulk_density_fields(table, path, fields)
    if not columns:
        raise InputError(
            f"{path}: SOC in {unit} needs a bulk density, and there is no field for it.",
            f"Name the field, or give SOC per volume. Its fields: {field_list(table)}.",
        )
    field = columns[0]
    values = numbers(table, field, path, ids)
    _refuse(
        values <= 0.0,
        path,
        ids,
        f"field {field!r} has a bulk density of zero or less",
        "Correct it; empty it where it stands for a missing value.",
    )
    heavy = _per_cubic_metre(field, values)
    if heavy and names.split_unit(field)[1] != "kg/m3":
        warn("bulk_density_unit", f"{path}: field {field!r} has a median of {np.nanmedian(values):g} and is taken as kg/m3, not g/cm3.")
    missing = np.isnan(values)
    if missing.any():
        warn(
            "bulk_density_missing",
            f"{path}: {int(missing.sum()):,} of {len(values):,} layers have no bulk density ({field}); their SOC is unknown.",
        )
    return values / 1000.0 if heavy else values


def _coarse_percent(table: pd.DataFrame, path: str, fields: ProfileFields, ids: Sequence[str], warn: Warn) -> np.ndarray:
    """Coarse fragments ``(rows,)`` volume %, zero where unknown."""
    given = fields.coarse_field
    columns = [field_named(table, given, path, "the coarse fragments")] if given else names.recognised(table.columns, names.COARSE)
    if not columns:
        warn("no_coarse_fragments", f"{path} has no field for coarse fragments; none are taken off.")
        return np.zeros(len(table))
    field = columns[0]
    values = numbers(table, field, path, ids)
    _refuse((values < 0.0) | (values > 100.0), path, ids, f"field {field!r} has coarse fragments outside 0-100 %", "Give them in volume %.")
    missing = np.isnan(values)
    if missing.any():
        warn("coarse_missing", f"{path}: {int(missing.sum()):,} layers have no coarse fragments ({field}); none are taken off there.")
    if 0.0 < np.nanmax(values, initial=0.0) <= 1.0:
        warn("coarse_unit", f"{path}: field {field!r} is read in volume %, but never exceeds 1. If it is a fraction, multiply it by 100.")
    return np.where(missing, 0.0, values)
