"""Depths of soil layers in metres: units, ranges written as text, missing bottoms, litter above the mineral soil."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import InputError
from ..settings import ProfileFields
from . import fields as names
from .audit import Audit
from .depth_columns import SHALLOWEST_MAXIMUM_CM, depth_ranges, says_unit
from .layouts import Layout
from .numerals import check_thousands, numbers_and_words
from .units import METRES, check_known
from .vectors import field_list, field_named

DEEPEST_MEDIAN_M = 20.0  # no soil survey has half of its layers below 20 m: these are centimetres
# Where a depth's unit is said nowhere: mid depths are taken as metres, which no survey has so many of.
DEEPEST_GUESSED_MEDIAN_M, DEEPEST_GUESSED_M = 3.0, 5.0
DEEPEST_M = 100.0  # below, a single value is a fill or a slip
MISSING = (-9999.0, -999.0)  # codes of missing values that no depth, share or content can have
# Codes of a depth that is not known. No litter is a metre thick, and -9 stands for one only where it cannot be litter.
NO_DEPTHS = (-9999.0, -999.0, -99.0, 999.0, 9999.0, 99999.0)
NO_BOTTOMS = (-9.0, -1.0)  # of a layer whose top is not above the surface
TOUCH_M = 0.005  # horizons that lie on each other touch within half a centimetre
THICKEST_M = 5.0  # layers above are told of


def measured(table: pd.DataFrame, field: str, audit: Audit, codes: tuple[float, ...] = MISSING) -> np.ndarray:
    """A column as float64 ``(rows,)``, NaN where empty, infinite or one of the ``codes`` of missing values; rows with text are wrong."""
    check_thousands(table[field].rename(audit.stacked.get(field, (field,))[0]), audit.path)
    values, words = numbers_and_words(table[field])
    first = str(table[field].iloc[int(np.argmax(words))]).strip() if words.any() else ""
    audit.wrong(
        words,
        "text",
        f"{audit.field(field)} has text where a number belongs (first: {first!r})",
        "Correct these values, or empty them where they are unknown.",
    )
    return _without_codes(values, np.isin(values, codes), field, audit)


def _without_codes(values: np.ndarray, fills: np.ndarray, field: str, audit: Audit) -> np.ndarray:
    """The values ``(rows,)``, those that are ``fills`` made NaN, with a warning that names them."""
    if fills.any():
        there = ", ".join(f"{code:g}" for code in np.unique(values[fills]))
        audit.warn("missing_codes", f"{audit.path}: {there} in {audit.field(field)} is taken as missing in {int(fills.sum()):,} rows.")
    return np.where(fills, np.nan, values)


def depths_m(table: pd.DataFrame, fields: ProfileFields, layout: Layout, audit: Audit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Top, bottom and mid depth of every row, ``(rows,)`` m; NaN where unknown.

    Top and bottom are used where both are there; a mid depth that the user named, alone, makes every layer a point. A missing bottom is
    the top of the layer below. Litter is left out, or the profile shifted down to begin with it, as ``fields.litter`` says.

    Raises
    ------
    InputError
        For fields that are absent, depths that cannot be in the unit assumed, or where the reading is strict a bottom above its top.
    """
    top_field, bottom_field, depth_field = _depth_fields(table, fields, layout, audit)
    top = bottom = depth = np.full(len(table), np.nan)
    ranges = _ranges(table[depth_field], depth_field, fields, audit) if depth_field else None
    if ranges is not None:
        top, bottom = ranges
    elif depth_field:
        depth = _depth(table, depth_field, fields, "m", audit)
    if top_field:
        top, bottom = (_depth(table, field, fields, "cm", audit) for field in (top_field, bottom_field))
        unit = METRES[_known_unit(bottom_field, fields, audit) or "cm"]
        codes = np.isin(np.round(bottom / unit, 6), NO_BOTTOMS) & ~(top < 0.0)
        bottom = _without_codes(bottom / unit, codes, bottom_field, audit) * unit
    for values in (top, bottom, depth):
        audit.wrong(
            np.abs(values) > DEEPEST_M, "too_deep", f"a depth exceeds {DEEPEST_M:g} m", "Correct it, or empty it where it is unknown."
        )
    if top_field or ranges is not None:
        top, bottom = _without_litter(table, top, bottom, fields, audit)
        bottom = _filled_bottoms(top, bottom, audit)
        audit.wrong(
            bottom < top,
            "reversed_depths",
            f"the bottom ({audit.field(bottom_field or depth_field)}) is above the top ({audit.field(top_field or depth_field)})",
            "Exchange them, or name the fields the other way round. Litter that is counted upwards has to lie on the mineral soil, at 0.",
        )
        top, bottom, middle = _layers(top, bottom, audit)
        depth = np.where(np.isnan(middle), depth, middle)
    _check_sign(depth < 0.0, np.isfinite(depth) & np.isnan(top), audit)
    thick = (bottom - top > THICKEST_M) & ~audit.left_out
    if thick.any():
        message = f"{int(thick.sum()):,} layers are more than {THICKEST_M:g} m thick (first: profile {audit.ids[int(np.argmax(thick))]})"
        audit.warn("thick_layers", f"{audit.path}: {message}. Is a bottom a code for a missing one?")
    audit.lacking(depth < 0.0, "litter")
    audit.lacking(np.isnan(depth), "no_depth")
    return top, bottom, depth


def _layers(top: np.ndarray, bottom: np.ndarray, audit: Audit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Top, bottom and middle; those without thickness are points at their depth."""
    flat = (bottom == top) & ~audit.left_out
    if flat.any():
        audit.warn("flat_layers", f"{audit.path}: {int(flat.sum()):,} layers have no thickness; they are taken as points at their depth.")
    middle = (top + bottom) / 2.0
    unknown = np.isnan(middle) | flat
    return np.where(unknown, np.nan, top), np.where(unknown, np.nan, bottom), middle


def _depth_fields(table: pd.DataFrame, fields: ProfileFields, layout: Layout, audit: Audit) -> tuple[str, str, str]:
    """The fields of top, bottom and mid depth; empty where not used: top and bottom only together."""
    found = []
    only_depth = fields.depth_field and not (fields.top_field or fields.bottom_field)
    for given, known, what in (
        (fields.top_field, layout.names("top"), "the top depth"),
        (fields.bottom_field, layout.names("bottom"), "the bottom depth"),
        (fields.depth_field, names.DEPTH, "the mid depth"),
    ):
        columns = [field_named(table, given, audit.path, what)] if given else names.recognised(table.columns, known)
        found.append(columns[0] if columns else "")
    top, bottom, depth = found
    if only_depth or not (top and bottom):
        if fields.top_field or fields.bottom_field or not depth:
            lacking = "mid depth, nor of top and bottom" if not (top or bottom) else "top depth" if bottom else "bottom depth"
            raise InputError(f"{audit.path} has no field for the {lacking}.", f"Name the fields. Its fields: {field_list(table)}.")
        return "", "", depth
    return top, bottom, depth


def _ranges(column: pd.Series, field: str, fields: ProfileFields, audit: Audit) -> tuple[np.ndarray, np.ndarray] | None:
    """Top and bottom ``(rows,)`` m of a field of text such as ``0-20 cm``; None for one of numbers. Rows with other text are wrong."""
    unit = _known_unit(field, fields, audit)
    top, bottom = (values.to_numpy(dtype=float) for values in depth_ranges(column, unit or "cm", partly=True))
    read = np.isfinite(top)
    values, words = numbers_and_words(column)
    if not read.any() or np.isfinite(values).sum() >= read.sum():  # mid depths, among which a range is a slip
        return None
    other = (words | np.isfinite(values)) & ~read & (2 * read.sum() <= (words | np.isfinite(values)).sum())
    some = ", ".join(repr(str(text).strip()) for text in column[other].astype(str).unique()[:3])
    remedy = "Write 0-20 cm in all rows, or give top and bottom in fields of their own."
    audit.wrong(other, "text", f"{audit.field(field)} has text that is no range of depths, such as {some},", remedy)
    if not unit and not says_unit(column):
        _ask_for_metres(100.0 * np.fmax(top, bottom), field, audit)
    return top, bottom


def _known_unit(field: str, fields: ProfileFields, audit: Audit) -> str:
    """The unit of a depth field: the one set, else the one that its name says; empty for neither."""
    found = audit.said(field)
    if fields.depth_unit in METRES:
        if found.unit in METRES and found.unit != fields.depth_unit and field not in audit.stacked:
            message = f"is read in {fields.depth_unit}, as set, though its name says {found.unit}"
            audit.warn("depth_unit", f"{audit.path}: {audit.field(field)} {message}.")
        return fields.depth_unit
    if field not in audit.stacked:
        check_known(found, audit.field(field), audit.path, "a depth", tuple(METRES))
    return found.unit if found.unit in METRES else ""


def _depth(table: pd.DataFrame, field: str, fields: ProfileFields, assumed: str, audit: Audit) -> np.ndarray:
    """One depth field in metres."""
    values = measured(table, field, audit, NO_DEPTHS)
    known = _known_unit(field, fields, audit)
    metres = values * METRES[known or assumed]
    guessed = not known and assumed == "m"
    if np.isfinite(metres).any() and np.nanmedian(metres) > (DEEPEST_GUESSED_MEDIAN_M if guessed else DEEPEST_MEDIAN_M):
        read = {"m": "metres", "cm": "centimetres"}.get(known or assumed, known)
        if field in audit.stacked:  # the depths are the names'
            remedy = "Name the fields of top and bottom depth, or give a pattern for the fields of the depths."
        else:
            remedy = "Set the depth unit to cm." if read == "metres" else "Check the depths: soils are metres deep."
        raise InputError(
            f"{audit.path}: {audit.field(field)}: depths are read in {read}, but half of them are below {np.nanmedian(metres):g} m.", remedy
        )
    if guessed and np.isfinite(metres).any() and np.nanmax(metres) > DEEPEST_GUESSED_M:
        message = f"{audit.field(field)} is read in metres, and reaches {np.nanmax(metres):g}"
        audit.warn("depth_unit", f"{audit.path}: {message}. If these are centimetres, set the depth unit to cm.")
    if not known and assumed == "cm":
        _ask_for_metres(values, field, audit)
    return metres


def _ask_for_metres(centimetres: np.ndarray, field: str, audit: Audit) -> None:
    """Ask whether depths ``(rows,)`` that are taken for centimetres, though nothing says so, are metres."""
    deepest = np.nanmax(centimetres, initial=-np.inf)
    if np.isfinite(deepest) and deepest <= SHALLOWEST_MAXIMUM_CM:
        message = f"{audit.field(field)} is read in centimetres, but no depth exceeds {deepest:g}"
        audit.warn("depth_unit", f"{audit.path}: {message}. If these are metres, set the depth unit to m.")


def _check_sign(downwards: np.ndarray, known: np.ndarray, audit: Audit) -> None:
    """Refuse depths most of which are negative and grow ``downwards`` ``(rows,)``: left out as litter, the soil would be gone."""
    wrong = downwards & known
    if wrong.sum() > 0.5 * known.sum():
        count = "all" if wrong.sum() == known.sum() else f"{int(wrong.sum()):,} of {int(known.sum()):,}"
        raise InputError(
            f"{audit.path}: {count} depths are negative, and grow downwards.", "Change their sign: depths count from the surface down."
        )


def _marked(table: pd.DataFrame, audit: Audit) -> np.ndarray:
    """Which rows a field marks as litter, ``(rows,)`` bool."""
    marked = np.zeros(len(table), dtype=bool)
    for column in names.recognised(table.columns, names.LITTER)[:1]:
        words = table[column].astype(object).where(table[column].notna(), "").astype(str).str.strip().str.lower()
        marked = words.isin(names.YES).to_numpy()
        other = ~marked & ~words.isin(names.NO).to_numpy()
        if other.any():
            first = table[column].iloc[int(np.argmax(other))]
            message = f"field {column!r} says neither yes nor no in {int(other.sum()):,} rows (first: {str(first)!r}); they are no litter"
            audit.warn("litter_words", f"{audit.path}: {message}.")
    return marked


def _without_litter(
    table: pd.DataFrame, top: np.ndarray, bottom: np.ndarray, fields: ProfileFields, audit: Audit
) -> tuple[np.ndarray, np.ndarray]:
    """Depths after litter was dealt with.

    Litter lies above the zero of a profile: from -5 to 0, or in surveys before 1993, which counted it upwards, from 5 to 0, and one
    horizon on the other: 8 to 3 on 3 to 0. Databases such as WoSIS may also mark it in a field.
    """
    _, profile = np.unique(np.asarray(audit.ids, dtype=str), return_inverse=True)
    upwards = _upwards(top, bottom, profile)
    turned = (top > 0.0) & (bottom < 0.0)  # from below the surface to above it: no layer, and no litter
    above = upwards | ((np.minimum(top, bottom) < 0.0) & ~turned) | (np.isnan(bottom) & (top < 0.0))
    marked = _marked(table, audit)
    if not (above | marked).any():
        return top, bottom
    _check_sign((np.maximum(top, bottom) <= 0.0) & (bottom < top), np.isfinite(top) & np.isfinite(bottom), audit)
    if fields.litter == "exclude":
        audit.lacking(above | marked, "litter")
        return top, bottom
    top, bottom = np.where(upwards, -top, top), np.where(upwards, -bottom, bottom)
    highest = np.zeros(profile.max() + 1)
    np.minimum.at(highest, profile, np.where(turned, 0.0, np.nan_to_num(np.fmin(top, bottom))))
    moved = int(np.isfinite(top[highest[profile] < 0.0]).sum())
    audit.warn(
        "litter_shifted",
        f"{audit.path}: {moved:,} layers of {int((highest < 0.0).sum()):,} profiles are shifted down, to begin with the litter.",
    )
    return top - highest[profile], bottom - highest[profile]


def _upwards(top: np.ndarray, bottom: np.ndarray, profile: np.ndarray) -> np.ndarray:
    """Which rows ``(rows,)`` are horizons that are counted upwards from the mineral soil: those that end at 0, and in profiles
    ``(rows,)`` that go on below, those that lie on such a horizon."""
    upwards = (bottom == 0.0) & (top > 0.0)
    reversed_ = (bottom > 0.0) & (top > bottom)
    below = np.zeros(int(profile.max(initial=-1)) + 1, dtype=bool)
    below[profile[(top >= 0.0) & (bottom > top)]] = True
    surface = np.zeros(len(below))
    while True:
        np.maximum.at(surface, profile[upwards], top[upwards])
        more = reversed_ & ~upwards & below[profile] & (surface[profile] > 0.0) & (np.abs(bottom - surface[profile]) <= TOUCH_M)
        if not more.any():
            return upwards
        upwards = upwards | more


def _filled_bottoms(top: np.ndarray, bottom: np.ndarray, audit: Audit) -> np.ndarray:
    """Bottoms, those missing taken from the top of the next layer of the profile."""
    missing = np.isnan(bottom) & np.isfinite(top)
    if not missing.any():
        return bottom
    layers = pd.DataFrame({"profile": np.asarray(audit.ids, dtype=str), "top": top})
    tops = layers.dropna().drop_duplicates().sort_values(["profile", "top"])
    tops["next"] = tops.groupby("profile")["top"].shift(-1)
    following = layers.merge(tops, on=["profile", "top"], how="left")["next"].to_numpy()
    filled = missing & np.isfinite(following) & (layers["profile"] != "").to_numpy()
    if filled.any():
        audit.warn("filled_bottoms", f"{audit.path}: {int(filled.sum()):,} layers without a bottom depth end where the next one begins.")
    return np.where(filled, following, bottom)
