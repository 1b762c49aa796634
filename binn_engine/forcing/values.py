"""Checks of forcing values: undeclared fill values, values that are impossible in the unit of a variable, and coordinates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..covariates.fills import is_fill
from ..errors import InputError
from ..running.callbacks import Warn
from ..tables import FORCING_BOUNDS


@dataclass(frozen=True)
class UndeclaredFill:
    """A fill value that the file does not declare: the first ``value`` in a variable, and the ``count`` of such values."""

    value: float
    count: int

    def with_more(self, other: UndeclaredFill) -> UndeclaredFill:
        """This fill value, counted also in another part of the variable."""
        return UndeclaredFill(self.value, self.count + other.count)

    def warn(self, what: str, size: int, warn: Warn) -> None:
        """Warn of it; ``what`` names file and variable, which has ``size`` values."""
        warn(
            "undeclared_nodata",
            f"{what} is {self.value:g} at {self.count:,} of {size:,} values. This is a number for missing data "
            "that the file does not declare; these values are treated as missing.",
        )


def without_fills(values: np.ndarray) -> tuple[np.ndarray, UndeclaredFill | None]:
    """The values with NaN in place of fill values, and the undeclared fill value; None if there is none.

    Parameters
    ----------
    values
        As the file holds them, any shape.
    """
    fills = is_fill(values)
    told = fills & np.isfinite(values)
    found = UndeclaredFill(float(values[told][0]), int(told.sum())) if told.any() else None
    return np.where(fills, np.nan, values), found


def check_bounds(name: str, values: np.ndarray, path: str) -> None:
    """Raise :class:`InputError` where a variable of CLM's has values that it cannot have in its unit; others have no bounds.

    Parameters
    ----------
    name
        Of CLM's variable.
    values
        In the unit of ``tables.FORCING_BOUNDS``, any shape.
    path
        Of the file, for the error.
    """
    known = values[np.isfinite(values)]
    if name not in FORCING_BOUNDS or not len(known):
        return
    low, high, unit = FORCING_BOUNDS[name]
    if low <= known.min() and known.max() <= high:
        return
    beyond = int(((known < low) | (known > high)).sum())
    raise InputError(
        f"{path}: {name} is from {known.min():g} to {known.max():g}, but in {unit} only {max(low, 0.0):g} to {high:g} "
        f"is possible ({beyond:,} of {len(known):,} values are outside).",
        f"Convert it to {unit}. If these values mean missing data, declare them with _FillValue.",
    )


def degrees(values: np.ndarray, unit: str, name: str, path: str, latitude: bool) -> np.ndarray:
    """Longitudes or latitudes in degrees, NaN where they are fills.

    Parameters
    ----------
    values
        Longitudes or latitudes as the file holds them, any shape.
    unit
        That the file states.
    name
        Of the variable, for the error.
    path
        Of the file, for the error.
    latitude
        Whether they are latitudes.

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
        kind = "latitude" if latitude else "longitude"
        raise InputError(
            f"{path}: {name} is from {known.min():g} to {known.max():g}, which is impossible for a {kind}.",
            "Give places in degrees. Perhaps longitude and latitude are exchanged.",
        )
    return np.clip(values, low, high)
