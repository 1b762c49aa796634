"""What values of forcing may be: fills that files do not declare, what is possible in a variable's unit, and places on the globe."""

from __future__ import annotations

import numpy as np

from ..covariates.fills import is_fill
from ..errors import InputError
from ..profiles.vectors import Warn
from ..tables import FORCING_BOUNDS


def without_fills(values: np.ndarray, what: str, warn: Warn) -> np.ndarray:
    """The values, NaN where they are fills; ``warn`` is told of those that the file does not declare. ``what`` names file and variable."""
    fills = is_fill(values)
    told = fills & np.isfinite(values)
    if told.any():
        warn(
            "undeclared_nodata",
            f"{what} is {values[told][0]:g} at {int(told.sum()):,} of {values.size:,} values, a fill value that the file does not declare; "
            "they are missing.",
        )
    return np.where(fills, np.nan, values)


def check_bounds(name: str, values: np.ndarray, path: str) -> None:
    """Raise :class:`InputError` where a variable of CLM's has values that it cannot have in its unit; others have no bounds."""
    known = values[np.isfinite(values)]
    if name not in FORCING_BOUNDS or not len(known):
        return
    low, high, unit = FORCING_BOUNDS[name]
    if low <= known.min() and known.max() <= high:
        return
    beyond = int(((known < low) | (known > high)).sum())
    raise InputError(
        f"{path}: {name} runs from {known.min():g} to {known.max():g}, which cannot be in {unit} ({max(low, 0.0):g} to {high:g}; "
        f"{beyond:,} of {len(known):,} values lie beyond).",
        f"Convert it to {unit}; or declare these values as missing (_FillValue), if that is what they are.",
    )


def degrees(values: np.ndarray, unit: str, name: str, path: str, latitude: bool) -> np.ndarray:
    """Longitudes or latitudes in degrees, NaN where they are fills.

    Raises
    ------
    InputError
        Where they lie on no globe.
    """
    values = np.where(is_fill(values), np.nan, values)
    if unit.strip().lower().startswith("rad"):
        values = np.degrees(values)
    known = values[np.isfinite(values)]
    low, high = (-90.0, 90.0) if latitude else (-360.0, 360.0)
    room = 1e-4
    if len(known) and not (low - room <= known.min() and known.max() <= high + room):
        raise InputError(
            f"{path}: {name} runs from {known.min():g} to {known.max():g}, which no {'latitude' if latitude else 'longitude'} can.",
            "Give places in degrees; perhaps longitude and latitude are exchanged.",
        )
    return np.clip(values, low, high)
