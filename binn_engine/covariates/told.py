"""What a sample of a raster says of values that are taken as missing though the file does not declare them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from rasterio.io import DatasetReader

from ..errors import InputError
from ..profiles.vectors import Warn
from ..tables import COVARIATES
from .bands import rules_of
from .fills import sample_of, told_of

KNOWN = {row.name: row for row in COVARIATES}
# How a quantity in another unit looks, and what brings it back.
SHIFTS: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("like kelvin where degrees Celsius belong (273.15 more)", lambda values: values - 273.15),
    ("like degrees Celsius where kelvin belong (273.15 less)", lambda values: values + 273.15),
    ("10 times too large", lambda values: values / 10.0),
    ("100 times too large", lambda values: values / 100.0),
    ("1000 times too large", lambda values: values / 1000.0),
    ("10,000 times too large", lambda values: values / 10_000.0),
    ("10 times too small", lambda values: values * 10.0),
    ("100 times too small", lambda values: values * 100.0),
    ("1000 times too small", lambda values: values * 1000.0),
    ("10,000 times too small", lambda values: values * 10_000.0),
    ("like degrees Fahrenheit where degrees Celsius belong", lambda values: (values - 32.0) / 1.8),
)


def warn_of_missing(dataset: DatasetReader, bands: Sequence[tuple[str, int]], warn: Warn) -> None:
    """Warn of values of a sample of some bands, names and 1-based indices, that are taken as missing though the raster does not say so.

    Raises
    ------
    InputError
        Where most of a well-known covariate's values are such that it cannot have.
    """
    told: dict[str, tuple[float, int]] = {}
    for (name, band), rule in zip(bands, rules_of(dataset, [band for _, band in bands]), strict=True):
        sample = sample_of(dataset, band)
        found = told_of(sample, dataset.scales[band - 1], dataset.offsets[band - 1], rule)
        known = len(sample) - sum(count for (_, reason), count in found.items() if not reason.startswith("beyond"))
        for (value, reason), count in found.items():
            if reason.startswith("beyond"):
                check_share(dataset.name, name, value, count, known, warn)
            else:
                before = told.get(reason, (value, 0))
                told[reason] = before[0], before[1] + count
    for reason, (value, count) in told.items():
        warn("undeclared_nodata", f"{dataset.name} has {value:g}, {reason}; it is missing ({count:,} times in the part looked at).")


def check_share(path: str, name: str, value: float, count: int, known: int, warn: Warn) -> None:
    """Warn of ``count`` of ``known`` values that a well-known covariate cannot have, such as ``value``.

    Raises
    ------
    InputError
        Where they are most: then the covariate is in another unit, or is another one.
    """
    row = KNOWN[name]
    bounds = f"{row.possible[0]:g} to {row.possible[1]:g} {row.unit}"
    if 2 * count > known:
        factor = likely_factor(value, row.lower, row.upper)
        raise InputError(
            f"{path}: most values of {name} cannot be, such as {value:g}: it lies within {bounds}{factor}.",
            f"Convert it to {row.unit}; or give it another name, if it is another covariate.",
        )
    warn("impossible_values", f"{path}: {count:,} of {known:,} values of {name} cannot be, such as {value:g}, and are missing ({bounds}).")


def likely_factor(value: float, low: float, high: float) -> str:
    """Which factor or shift a value in another unit probably differs by, in words that follow a sentence; empty where none fits."""
    fitting = [text for text, undo in SHIFTS if low <= undo(np.array([value]))[0] <= high]
    return f"; it looks {fitting[0]}" if fitting else ""
