"""Warnings about undeclared missing values that were found in a sample of a raster."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from rasterio.io import DatasetReader

from ..errors import InputError
from ..running.callbacks import Warn
from .bands import rules_of
from .fills import reasons_of, sample_of
from .possible_ranges import possible_range

FITTING = 0.95  # share of values that another unit has to bring into the usual range to be named
FILLED = 0.1  # share of a range that values fill at least, once they are in its unit
ALIKE = 1.25  # ratio of two ranges that are taken for one
# How a quantity in another unit looks, and what brings it back.
SHIFTS: tuple[tuple[str, Callable[[np.ndarray], np.ndarray]], ...] = (
    ("like kelvin instead of degrees Celsius (273.15 more)", lambda values: values - 273.15),
    ("like degrees Celsius instead of kelvin (273.15 less)", lambda values: values + 273.15),
    ("10 times too large", lambda values: values / 10.0),
    ("100 times too large", lambda values: values / 100.0),
    ("1000 times too large", lambda values: values / 1000.0),
    ("10,000 times too large", lambda values: values / 10_000.0),
    ("10 times too small", lambda values: values * 10.0),
    ("100 times too small", lambda values: values * 100.0),
    ("1000 times too small", lambda values: values * 1000.0),
    ("10,000 times too small", lambda values: values * 10_000.0),
    ("like degrees Fahrenheit instead of degrees Celsius", lambda values: (values - 32.0) / 1.8),
    ("like feet instead of metres (3.28 times too large)", lambda values: values * 0.3048),
    ("like metres instead of feet (3.28 times too small)", lambda values: values / 0.3048),
)


def warn_of_missing(dataset: DatasetReader, bands: Sequence[tuple[str, int]], warn: Warn) -> None:
    """Warn of values of a sample of some bands, names and 1-based indices, that are taken as missing though the raster does not say so.

    Raises
    ------
    InputError
        Where most of a well-known covariate's values lie beyond the same bound of what it can have.
    """
    told: dict[str, tuple[float, int]] = {}
    for (name, band), rule in zip(bands, rules_of(dataset, [band for _, band in bands]), strict=True):
        sample = sample_of(dataset, band)
        found, beyond = reasons_of(sample, dataset.scales[band - 1], dataset.offsets[band - 1], rule)
        if len(beyond):
            number = len(sample) - sum(found.values())
            check_share(ImpossibleValues(dataset.name, name, beyond, number), warn, partial(values_of_sample, dataset, band))
        for (value, reason), count in found.items():
            before = told.get(reason, (value, 0))
            told[reason] = before[0], before[1] + count
    for reason, (value, count) in told.items():
        warn(
            "undeclared_nodata",
            f"{dataset.name} has the value {value:g}, which is treated as missing: {reason} ({count:,} times in "
            "the part that was checked).",
        )


def values_of_sample(dataset: DatasetReader, band: int) -> np.ndarray:
    """Values of a sample of a band, in its units, without fills and codes; with what its covariate cannot have."""
    stored = sample_of(dataset, band)
    values = stored * dataset.scales[band - 1] + dataset.offsets[band - 1]
    return values[~replace(rules_of(dataset, [band])[0], bounds=None).missing(stored, values)]


@dataclass(frozen=True)
class ImpossibleValues:
    """Values that a well-known covariate cannot have.

    Parameters
    ----------
    path, name
        The file, for messages, and the covariate.
    values
        In the file's units, ``(n,)``; one at least.
    number
        How many values were looked at, these included.
    """

    path: str
    name: str
    values: np.ndarray
    number: int


def check_share(impossible: ImpossibleValues, warn: Warn, sample: Callable[[], np.ndarray] | None = None) -> None:
    """Warn of values that a well-known covariate cannot have; of a covariate without a known range nothing is said.

    Parameters
    ----------
    impossible
        These values.
    warn
        Called with a code and a message.
    sample
        Gives more values of the covariate, ``(m,)``, from which its probable unit is found; None: the impossible ones have to do.

    Raises
    ------
    InputError
        Where most values lie beyond the same bound: then the covariate is in another unit, or is another one. Values beyond either bound
        are no other unit's, and are missing.
    """
    path, name, beyond, number = impossible.path, impossible.name, impossible.values, impossible.number
    row = possible_range(name)
    if row is None:
        return
    low, high = row.possible
    bounds = f"{low:g} to {high:g} {row.unit or 'in any unit'}"
    if 2 * max((beyond < low).sum(), (beyond > high).sum()) > number:
        factor = likely_factor(beyond if sample is None else sample(), *row.usual) if row.usual else ""
        unit = f"Convert it to {row.unit}" if row.unit else "Check its unit and its nodata value"
        raise InputError(
            f"{path}: most values of {name} are impossible, such as {beyond[0]:g}; possible values are {bounds}{factor}.",
            f"{unit}. If it is another covariate, give it another name.",
        )
    text = (
        f"{len(beyond):,} of {number:,} values of {name} are impossible, such as {beyond[0]:g}, and are "
        f"treated as missing (possible: {bounds})"
    )
    warn("impossible_values", f"{path}: {text}.")


def likely_factor(values: np.ndarray, low: float, high: float) -> str:
    """Which factor or shift values in another unit probably differ by from a usual range, in words that follow a sentence; empty where
    none fits, or several do.

    Parameters
    ----------
    values
        Values in the unknown unit, ``(n,)``; one at least.
    low, high
        Ends of the covariate's usual range, in the unit that is wanted.
    """
    fits = [int(((undo(values) >= low) & (undo(values) <= high)).sum()) for _, undo in SHIFTS]
    best = likely_shift([fit >= FITTING * len(values) for fit in fits], (values.min(), values.max()), (low, high))
    return "" if best is None else f"; it looks {SHIFTS[best][0]}"


def likely_shift(fitting: Sequence[bool], ends: tuple[float, float], usual: tuple[float, float]) -> int | None:
    """Which of :data:`SHIFTS` explains values from ``ends[0]`` to ``ends[1]``: of those that are ``fitting`` the only one that leaves them
    a fair part of the ``usual`` range, or the only one that gives them about all of it; None where there is none."""
    width = usual[1] - usual[0]
    if not width > 0.0:
        return None
    share = {at: abs(np.ptp(undo(np.array(ends)))) / width for at, (_, undo) in enumerate(SHIFTS) if fitting[at]}
    fair = [at for at, filled in share.items() if filled >= FILLED]
    whole = [at for at in fair if 1.0 / ALIKE <= share[at] <= ALIKE]
    chosen = fair if len(fair) == 1 else whole
    return chosen[0] if len(chosen) == 1 else None
