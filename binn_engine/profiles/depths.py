"""Soil layers from depths in metres: missing bottoms, layers without thickness, litter above the mineral soil."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..errors import InputError
from .audit import Audit
from .depth_readings import DepthReadings

DEEPEST_M = 100.0  # below, a single value is a fill or a slip
TOUCH_M = 0.005  # horizons that lie on each other touch within half a centimetre
# Where organic material is thicker, moss included, the soil is a Histosol (WRB 2022), whose depths count from the top of it: what is
# higher above the mineral soil is a code of a missing value, not litter.
HIGHEST_LITTER_M = 0.6
THICKEST_M = 5.0  # thicker layers give a warning


def layer_depths(read: DepthReadings, litter: str, audit: Audit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Top, bottom and mid depth of every row, ``(rows,)`` m; NaN where unknown.

    Top and bottom are used where both are there; mid depths alone make every layer a point. A missing bottom is the top of the layer
    below. Litter is left out, or the profile shifted down to begin with it, as ``litter`` says, one of ``settings.LITTER``.

    Raises
    ------
    InputError
        For depths most of which are negative, or where the reading is strict a bottom above its top.
    """
    top, bottom, depth = read.top, read.bottom, read.depth
    _check_sign((np.maximum(top, bottom) <= 0.0) & (bottom < top), np.isfinite(top) & np.isfinite(bottom), audit)
    _check_sign(depth < 0.0, np.isfinite(depth), audit)
    top, bottom, depth = (_without_heights(values, audit) for values in (top, bottom, depth))
    for values in (top, bottom, depth):
        audit.wrong(
            np.abs(values) > DEEPEST_M,
            "too_deep",
            f"a depth exceeds {DEEPEST_M:g} m",
            "Correct the depth, or leave it empty if it is unknown.",
        )
    if read.limits:
        top, bottom = _without_litter(top, bottom, read.litter, litter, audit)
        bottom = _filled_bottoms(top, bottom, audit)
        upper, lower = (column.label for column in read.limits)
        audit.wrong(
            bottom < top,
            "reversed_depths",
            f"the bottom ({lower}) is above the top ({upper})",
            "Exchange the values, or the fields for top and bottom. Litter depths counted upwards must end at the mineral soil, at 0.",
        )
        top, bottom, middle = _layers(top, bottom, audit)
        depth = np.where(np.isnan(middle), depth, middle)
    thick = (bottom - top > THICKEST_M) & ~audit.left_out
    if thick.any():
        message = f"{int(thick.sum()):,} layers are more than {THICKEST_M:g} m thick (first: profile {audit.ids[int(np.argmax(thick))]})"
        audit.warn("thick_layers", f"{audit.path}: {message}. Check whether a bottom depth is a code for a missing value.")
    audit.lacking(depth < 0.0, "litter")
    audit.lacking(np.isnan(depth), "no_depth")
    return top, bottom, depth


def _layers(top: np.ndarray, bottom: np.ndarray, audit: Audit) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Top, bottom and middle; those without thickness are points at their depth."""
    flat = (bottom == top) & ~audit.left_out
    if flat.any():
        audit.warn(
            "flat_layers",
            f"{audit.path}: {int(flat.sum()):,} layers have the same top and bottom depth. They are treated as points at this depth.",
        )
    middle = (top + bottom) / 2.0
    unknown = np.isnan(middle) | flat
    return np.where(unknown, np.nan, top), np.where(unknown, np.nan, bottom), middle


def _check_sign(downwards: np.ndarray, finite: np.ndarray, audit: Audit) -> None:
    """Refuse depths most of which are negative and grow ``downwards`` ``(rows,)``: left out as litter, the soil would be gone."""
    wrong = downwards & finite
    if wrong.sum() > 0.5 * finite.sum():
        count = "all" if wrong.sum() == finite.sum() else f"{int(wrong.sum()):,} of {int(finite.sum()):,}"
        raise InputError(
            f"{audit.path}: {count} depths are negative and become more negative downwards.",
            "Change their sign: depths are counted from the surface downwards.",
        )


def _without_heights(depths: np.ndarray, audit: Audit) -> np.ndarray:
    """Depths ``(rows,)`` m without those higher above the mineral soil than litter is, which are codes of missing ones."""
    codes = depths < -HIGHEST_LITTER_M - 1e-9
    if codes.any():
        there = ", ".join(f"{100.0 * code:g}" for code in np.unique(depths[codes])[:5])
        audit.warn(
            "missing_codes",
            f"{audit.path}: depths of {there} cm in {int(codes.sum()):,} rows are treated as missing, because "
            f"litter is at most {100.0 * HIGHEST_LITTER_M:g} cm above the mineral soil.",
        )
    return np.where(codes, np.nan, depths)


def _without_litter(top: np.ndarray, bottom: np.ndarray, marked: np.ndarray, litter: str, audit: Audit) -> tuple[np.ndarray, np.ndarray]:
    """Depths after litter was dealt with.

    Litter lies above the zero of a profile: from -5 to 0, or in surveys before 1993, which counted it upwards, from 5 to 0, and one
    horizon on the other: 8 to 3 on 3 to 0. Databases such as WoSIS may also mark it in a field.
    """
    _, profile = np.unique(np.asarray(audit.ids, dtype=str), return_inverse=True)
    upwards = _upwards(top, bottom, profile)
    turned = (top >= 0.0) & (bottom < 0.0)  # from the surface or below it to above it: no layer, and no litter
    above = upwards | ((np.minimum(top, bottom) < 0.0) & ~turned) | (np.isnan(bottom) & (top < 0.0))
    if not (above | marked).any():
        return top, bottom
    if litter == "exclude":
        audit.lacking(above | marked, "litter")
        return top, bottom
    top, bottom = np.where(upwards, -top, top), np.where(upwards, -bottom, bottom)
    highest = np.zeros(profile.max() + 1)
    no_say = turned | audit.left_out | np.isnan(top)  # what is no layer moves no other
    np.minimum.at(highest, profile, np.where(no_say, 0.0, np.fmin(top, bottom)))
    moved = int(np.isfinite(top[highest[profile] < 0.0]).sum())
    audit.warn(
        "litter_shifted",
        f"{audit.path}: {moved:,} layers of {int((highest < 0.0).sum()):,} profiles are shifted down, so that "
        "these profiles begin with the litter.",
    )
    return top - highest[profile], bottom - highest[profile]


def _upwards(top: np.ndarray, bottom: np.ndarray, profile: np.ndarray) -> np.ndarray:
    """Which rows ``(rows,)`` are horizons that are counted upwards from the mineral soil: those that end at 0, and in profiles
    ``(rows,)`` that go on below, those that lie on such a horizon."""
    low = top <= HIGHEST_LITTER_M + 1e-9
    upwards = (bottom == 0.0) & (top > 0.0) & low
    reversed_ = (bottom > 0.0) & (top > bottom)
    below = np.zeros(int(profile.max(initial=-1)) + 1, dtype=bool)
    below[profile[(top >= 0.0) & (bottom > top)]] = True
    surface = np.zeros(len(below))
    while True:
        np.maximum.at(surface, profile[upwards], top[upwards])
        more = reversed_ & low & ~upwards & below[profile] & (surface[profile] > 0.0) & (np.abs(bottom - surface[profile]) <= TOUCH_M)
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
        audit.warn("filled_bottoms", f"{audit.path}: {int(filled.sum()):,} layers have no bottom depth. The top of the next layer is used.")
    return np.where(filled, following, bottom)
