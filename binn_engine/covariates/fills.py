"""Undeclared missing values in rasters: standard fill values, values that are guessed to be missing, and impossible values.

Three rules, in the order of their certainty:

1. :data:`FILLS`, and any value of at least the size of :data:`LARGEST_VALUE`, are not values of any covariate, in any type.
2. Values that are impossible for the covariate with this name, in any unit in use (:mod:`.possible_ranges`).
3. Values that are guessed to be missing from a sample of the band, unless it contains classes (:mod:`.guesses`).

The sample is the same for everyone who reads the file, so that a pixel's value does not depend on tiles.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np
from rasterio.io import DatasetReader
from rasterio.windows import Window

from ..files.opening import read_or_say
from ..paths import NODATA_TAG
from .guesses import LIMITS, Code, guessed
from .possible_ranges import possible

# Fills of GDAL, ESRI, GPCC, CRU, PRISM, TerraClimate; as files hold them, before scale and offset.
FILLS = (-9999.0, -32768.0, -99999.0, -999999.0, -9999.9, -99999.9, -99999.99, -9999000.0, -2147483648.0)
# CMIP's 1e20, NASA's 1e15, NetCDF's 9.96921e36, CLM's 1e36, Ferret's -1e34, ESRI's -3.4e38; no covariate has more in any unit.
LARGEST_VALUE = 9.99e14
SAMPLE_SIDE = 6  # windows along either side of the raster, the outermost at its edges
SAMPLE_PIXELS = 64  # along either side of a window
WHOLE = 2**19  # pixels of a raster that is its own sample
LARGEST_BLOCK = 2**22  # pixels; of larger ones no sample is read


@dataclass(frozen=True)
class Rule:
    """Missing values of a band: ``codes`` as stored in the file, ranges from low to high, each with its description; ``by_user``, set
    by the user; and values outside ``bounds``. The last two are in the band's units."""

    name: str
    codes: tuple[Code, ...] = ()
    by_user: tuple[tuple[float, float], ...] = ()
    bounds: tuple[float, float] | None = None

    def missing(self, stored: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Which of some values are missing, of their shape; ``stored`` as the file holds them, ``values`` in the band's units.

        Parameters
        ----------
        stored
            As the file holds them, any shape.
        values
            The same in the band's units, any shape, that of ``stored``.
        """
        with np.errstate(invalid="ignore"):
            found = is_fill(stored)
            lowest, highest = np.nanmin(stored, initial=np.inf), np.nanmax(stored, initial=-np.inf)
            for low, high, _ in self.codes:
                if low <= highest and lowest <= high:
                    found |= (stored >= low) & (stored <= high)
            for low, high in self.by_user:
                found |= (values >= low) & (values <= high)
            return found | self.impossible(values)

    def impossible(self, values: np.ndarray) -> np.ndarray:
        """Which of some values, in the band's units, a covariate of its name cannot have.

        Parameters
        ----------
        values
            In the band's units, any shape.
        """
        if self.bounds is None:
            return np.zeros(values.shape, dtype=bool)
        with np.errstate(invalid="ignore"):
            return (values < self.bounds[0]) | (values > self.bounds[1])

    def why(self, stored: float) -> str:
        """Why a value, as the file holds it, is missing, in words that follow it; empty where no fill and no code says so."""
        if bool(is_fill(np.array([stored]))[0]):
            return "a number for missing data that the file does not declare as nodata"
        for low, high, name in self.codes:
            if low <= stored <= high:
                return name
        return ""

    def beyond(self, stored: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Those of some values, in the band's units, that its covariate cannot have, and that are missing for no other reason.

        Parameters
        ----------
        stored
            As the file holds them, any shape.
        values
            The same in the band's units, any shape, that of ``stored``.
        """
        return values[self.impossible(values) & ~replace(self, bounds=None).missing(stored, values)]


def reasons_of(stored: np.ndarray, scale: float, offset: float, rule: Rule) -> tuple[dict[tuple[float, str], int], np.ndarray]:
    """Which of some values a rule takes as missing: each reason with one of its values, and their number; and the values that the covariate
    cannot have, in the band's units.

    Parameters
    ----------
    stored
        Values as the file holds them, any shape; those that are not finite are not counted.
    scale, offset
        Of the band: a value in its units is ``stored * scale + offset``.
    rule
        What is missing in the band.
    """
    stored = stored[np.isfinite(stored)]
    found: dict[str, tuple[float, int]] = {}
    in_units = stored * scale + offset
    values, counts = np.unique(stored[rule.missing(stored, in_units)], return_counts=True)
    for value, count in zip(values.tolist(), counts.tolist(), strict=True):
        reason = rule.why(value)
        if reason:
            before = found.get(reason, (value, 0))
            found[reason] = before[0], before[1] + count
    return {(value, reason): count for reason, (value, count) in found.items()}, rule.beyond(stored, in_units)


def is_fill(stored: np.ndarray) -> np.ndarray:
    """Which of some values, as a file holds them, no covariate has: :data:`FILLS`, NaN, infinity and the very large.

    Parameters
    ----------
    stored
        As the file holds them, any shape.
    """
    with np.errstate(invalid="ignore", over="ignore"):
        fills = np.unique(np.concatenate([FILLS, np.asarray(FILLS, dtype=np.float32).astype(np.float64)]))
        return ~(np.abs(stored) < LARGEST_VALUE) | np.isin(stored, fills)


def rule_of(dataset: DatasetReader, band: int, name: str, classes: bool = False) -> Rule:
    """The rule for a band, 1-based, called ``name``; of ``classes`` nothing is guessed.

    Raises
    ------
    InputError
        Where its sample cannot be read.
    """
    return Rule(name, () if classes else _codes(dataset, band, name), _by_user(dataset, band), possible(name))


def sample_of(dataset: DatasetReader, band: int) -> np.ndarray:
    """Values of a band as the file holds them ``(n,)``, without what it declares as missing: the whole band where it is small, else windows
    spread over it. Empty where its blocks are too large to be read for this.

    Raises
    ------
    InputError
        Where they cannot be read.
    """
    block = dataset.block_shapes[band - 1]
    if dataset.width * dataset.height <= WHOLE:
        windows = [Window(0, 0, dataset.width, dataset.height)]
    elif block[0] * block[1] > LARGEST_BLOCK:
        return np.empty(0)
    else:
        rows, cols = (np.linspace(0, size - min(size, SAMPLE_PIXELS), SAMPLE_SIDE).astype(int) for size in (dataset.height, dataset.width))
        high, wide = min(dataset.height, SAMPLE_PIXELS), min(dataset.width, SAMPLE_PIXELS)
        windows = [Window(int(left), int(top), wide, high) for top in np.unique(rows) for left in np.unique(cols)]
    found = [read_or_say(dataset, partial(dataset.read, band, window=window, masked=True)) for window in windows]
    return np.concatenate([values.compressed() for values in found]).astype(np.float64)


def _codes(dataset: DatasetReader, band: int, name: str) -> tuple[Code, ...]:
    kind = dataset.dtypes[band - 1]
    kind = "float" if kind.startswith("float") else kind
    if kind != "float" and kind not in LIMITS:
        return ()
    sample = sample_of(dataset, band)
    return guessed(np.unique(sample[~is_fill(sample)]), kind, dataset.scales[band - 1], f"{name} {Path(dataset.name).stem}")


def _by_user(dataset: DatasetReader, band: int) -> tuple[tuple[float, float], ...]:
    text = dataset.tags(band).get(NODATA_TAG, "")
    try:
        return tuple((float(low), float(high)) for low, high in json.loads(text)) if text else ()
    except (TypeError, ValueError):
        return ()


def state_of(path: str) -> tuple[object, ...]:
    """What tells whether a file is as it was: its size and time of change; empty for what is no file here."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return ()
    return found.st_size, found.st_mtime_ns
