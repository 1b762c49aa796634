"""Depths in a table of soil profiles, in metres: units, codes of missing values, ranges written as text, marks of litter."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from . import fields as names
from .audit import Audit
from .readings import measured, without_codes
from .tables.columns import LayerColumns
from .tables.depth_texts import depth_ranges, says_unit, units_of_ranges
from .tables.named_tables import ProfileColumn
from .tables.numerals import numbers_and_words
from .tables.units import METRES, SHALLOWEST_MAXIMUM_CM

DEEPEST_MEDIAN_M = 20.0  # no soil survey has half of its layers below 20 m: these are centimetres
# Where a depth's unit is said nowhere: mid depths are taken as metres, which no survey has so many of.
DEEPEST_GUESSED_MEDIAN_M, DEEPEST_GUESSED_M = 3.0, 5.0
# Codes of a depth that is not known. No litter is a metre thick, and -9 stands for one only where it cannot be litter.
NO_DEPTHS = (-9999.0, -999.0, -99.0, 999.0, 9999.0, 99999.0)
NO_BOTTOMS = (-9.0, -1.0)  # of a layer whose top is not above the surface


@dataclass(frozen=True, eq=False)
class DepthReadings:
    """Depths of every row, as in the table.

    Parameters
    ----------
    top, bottom, depth
        ``(rows,)`` m, NaN where unknown; depth is the mid depth.
    litter
        ``(rows,)`` bool: rows that a field marks as litter.
    limits
        The columns of top and bottom (one column for ranges as text); None if the table only has mid depths.
    """

    top: np.ndarray
    bottom: np.ndarray
    depth: np.ndarray
    litter: np.ndarray
    limits: tuple[ProfileColumn, ProfileColumn] | None


def read_depths(columns: LayerColumns, audit: Audit) -> DepthReadings:
    """The depths of every row.

    Raises
    ------
    InputError
        For depths that cannot be in the unit assumed, and where the reading is strict for text.
    """
    unknown = np.full(len(audit), np.nan)
    top, bottom, depth = unknown, unknown, unknown
    limits: tuple[ProfileColumn, ProfileColumn] | None = None
    ranges = _ranges(columns.depth, audit) if columns.depth else None
    if ranges is not None and columns.depth:
        (top, bottom), limits = ranges, (columns.depth, columns.depth)
    elif columns.depth:
        depth = _metres(columns.depth, "m", audit)
    if columns.top and columns.bottom:
        limits = columns.top, columns.bottom
        top, bottom = (_metres(column, "cm", audit) for column in limits)
        for column in limits:
            # A top may be 0 in all rows; no bottom is.
            if not column.unit and (column is columns.bottom or not np.isfinite(bottom).any()):
                _ask_for_metres((top if column is columns.top else bottom) / METRES["cm"], column, audit)
        bottom = _without_bottom_codes(top, bottom, METRES[columns.bottom.unit or "cm"], columns.bottom, audit)
    litter = _marked(columns.litter, audit) if columns.litter and limits else np.zeros(len(audit), dtype=bool)
    return DepthReadings(top, bottom, depth, litter, limits)


def _ranges(column: ProfileColumn, audit: Audit) -> tuple[np.ndarray, np.ndarray] | None:
    """Top and bottom ``(rows,)`` m of a column of text such as ``0-20 cm``; None for one of numbers. Rows with other text are wrong."""
    texts = column.values
    top, bottom = (values.to_numpy(dtype=float) for values in depth_ranges(texts, column.unit or "cm"))
    read = np.isfinite(top)
    values, words = numbers_and_words(texts)
    if not read.any() or np.isfinite(values).sum() >= read.sum():  # mid depths, among which a range is a slip
        return None
    other = (words | np.isfinite(values)) & ~read & (2 * read.sum() <= (words | np.isfinite(values)).sum())
    some = ", ".join(repr(str(text).strip()) for text in texts[other].astype(str).unique()[:3])
    remedy = "Write depths like 0-20 cm in all rows, or use two fields for top and bottom depth."
    audit.wrong(other, "text", f"{column.label} has text that is not a depth range, such as {some},", remedy)
    unit = units_of_ranges(texts, column.unit or "cm")
    top, bottom = (
        without_codes(values / unit, np.isin(np.round(values / unit, 6), NO_DEPTHS), column, audit) * unit for values in (top, bottom)
    )
    bottom = _without_bottom_codes(top, bottom, unit, column, audit)
    if not column.unit and not says_unit(texts):
        _ask_for_metres(100.0 * np.fmax(top, bottom), column, audit)
    return top, bottom


def _metres(column: ProfileColumn, assumed: str, audit: Audit) -> np.ndarray:
    """One column of depths in metres ``(rows,)``; ``assumed``: its unit where nothing says one."""
    values = measured(column, audit, NO_DEPTHS)
    unit = column.unit or assumed
    metres = values * METRES[unit]
    guessed = not column.unit and assumed == "m"
    if np.isfinite(metres).any() and np.nanmedian(metres) > (DEEPEST_GUESSED_MEDIAN_M if guessed else DEEPEST_MEDIAN_M):
        in_words = {"m": "metres", "cm": "centimetres"}.get(unit, unit)
        remedy = "Set depth_unit to cm." if in_words == "metres" else "Check the depths and depth_unit: soils are a few metres deep."
        if column.stacked:  # the depths are the names'
            remedy = "Set top_field and bottom_field, or give a pattern for the fields of the depths (depth_columns)."
        raise InputError(
            f"{audit.path}: {column.label}: depths are read in {in_words}, but half of them are deeper than {np.nanmedian(metres):g} m.",
            remedy,
        )
    if guessed and np.isfinite(metres).any() and np.nanmax(metres) > DEEPEST_GUESSED_M:
        message = f"{column.label} is read in metres, and its largest value is {np.nanmax(metres):g}"
        audit.warn("depth_unit", f"{audit.path}: {message}. If these are centimetres, set depth_unit to cm.")
    return metres


def _without_bottom_codes(top: np.ndarray, bottom: np.ndarray, unit: np.ndarray | float, column: ProfileColumn, audit: Audit) -> np.ndarray:
    """Bottoms ``(rows,)`` m without small codes of missing ones; ``unit`` is in m, ``(rows,)`` or one."""
    codes = np.isin(np.round(bottom / unit, 6), NO_BOTTOMS) & ~(top < 0.0)
    return without_codes(bottom / unit, codes, column, audit) * unit


def _ask_for_metres(centimetres: np.ndarray, column: ProfileColumn, audit: Audit) -> None:
    """Ask whether depths ``(rows,)`` that are taken for centimetres, though nothing says so, are metres."""
    deepest = np.nanmax(centimetres, initial=-np.inf)
    if np.isfinite(deepest) and deepest <= SHALLOWEST_MAXIMUM_CM:
        message = f"{column.label} is read in centimetres, but its largest value is {deepest:g}"
        audit.warn("depth_unit", f"{audit.path}: {message}. If these are metres, set depth_unit to m.")


def _marked(column: ProfileColumn, audit: Audit) -> np.ndarray:
    """Which rows a column marks as litter, ``(rows,)`` bool."""
    words = column.values.astype(object).where(column.values.notna(), "").astype(str).str.strip().str.lower()
    marked = words.isin(names.YES).to_numpy()
    other = ~marked & ~words.isin(names.NO).to_numpy()
    if other.any():
        first = column.values.iloc[int(np.argmax(other))]
        message = (
            f"{column.label} is neither yes nor no in {int(other.sum()):,} rows (first: {str(first)!r}). These "
            "rows are not treated as litter"
        )
        audit.warn("litter_words", f"{audit.path}: {message}.")
    return marked
