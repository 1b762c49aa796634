"""What stands for a missing value though the file does not declare it: the field's fill conventions, products' codes, what cannot be.

Three rules, in the order of their certainty:

1. :data:`FILLS`, and whatever is as large as :data:`LARGEST_VALUE`, are values of no covariate, in any type.
2. :data:`PRODUCTS` put codes beyond their valid range (MODIS: water, urban, cloud). A band is taken for such a product by its type, and
   by its scale, its name or its values: a sample of them, the codes aside, lies within what the product says is valid.
3. Numbers at the limit of a type (:data:`LIMITS`: 255, 65535, 32767 ...) are missing where a sample of the band holds them and they lie
   farther from every other value than these are spread. Where the rest is nothing but 0, the band is a mask, and they are values.

A sample is the same for everyone who reads the file, so that a pixel's value depends on no tile.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass

import numpy as np
from rasterio.io import DatasetReader
from rasterio.windows import Window

from ..opening import read_or_say
from ..protocol import NODATA_TAG
from ..tables import COVARIATES

# Fills of GDAL, ESRI, GPCC, CRU, PRISM, TerraClimate; as files hold them, before scale and offset.
FILLS = (-9999.0, -32768.0, -99999.0, -999999.0, -9999.9, -99999.9, -99999.99, -9999000.0, -2147483648.0)
# CMIP's 1e20, NASA's 1e15, NetCDF's 9.96921e36, CLM's 1e36, Ferret's -1e34, ESRI's -3.4e38; no covariate has more in any unit.
LARGEST_VALUE = 9.99e14
LIMITS = {
    "uint8": (255.0,),
    "int8": (-128.0, 127.0),
    "uint16": (65535.0,),
    "int16": (32767.0, -32767.0),
    "uint32": (4294967295.0,),
    "int32": (2147483647.0, -2147483647.0),
    # Numbers that were of another type once, and those that people write by hand.
    "float": (255.0, 65535.0, 32767.0, -32767.0, 4294967295.0, 2147483647.0, -999.0, -999.9, 9999.0, 99999.0, 999999.0),
}
SAMPLE_SIDE = 4  # windows along either side of the raster
SAMPLE_PIXELS = 64  # along either side of a window
WHOLE = 256 * 256  # pixels of a raster that is its own sample
LARGEST_BLOCK = 2**22  # pixels; of larger ones no sample is read


@dataclass(frozen=True)
class Product:
    """Codes of a product beyond its valid range, and what tells a band of it: its type, and a scale, a name, or its other values."""

    name: str
    types: tuple[str, ...]
    codes: tuple[tuple[float, float], ...]
    valid: tuple[float, float]
    scales: tuple[float, ...] = ()
    names: str = ""
    by_values: bool = True


PRODUCTS = (
    Product("MODIS production and evapotranspiration (MOD17, MOD16)", ("int16",), ((32761, 32767),), (-30000, 30000), (0.0001, 0.1)),
    Product("MODIS production and evapotranspiration (MOD17, MOD16)", ("uint16",), ((32761, 32767), (65529, 65535)), (0, 30000), (0.0001,)),
    Product("MODIS evapotranspiration of a year (MOD16A3)", ("uint16",), ((65529, 65535),), (0, 30000)),
    Product("MODIS production (MOD17)", ("float",), ((32761, 32767),), (-30000, 30000), names=r".*(npp|gpp|psn).*"),
    Product("MODIS production (MOD17) in kgC/m2", ("float",), ((3.2760999, 3.2767001),), (-3, 3.0), names=r".*(npp|gpp|psn).*"),
    Product("MODIS leaf area and FPAR (MOD15)", ("uint8",), ((249, 255),), (0, 100)),
    Product("MODIS tree cover (MOD44B)", ("uint8",), ((200, 200), (253, 253)), (0, 100)),
    Product("MODIS vegetation indices (MOD13)", ("int16",), ((-3000, -3000),), (-2000, 10000), (0.0001, 1e-8), r".*(ndvi|evi).*", False),
    Product("MODIS surface temperature (MOD11)", ("uint16",), ((0, 0),), (7500, 65535), (0.02,), r".*\blst\b.*", False),
)
_BOUNDS = {row.name: row.possible for row in COVARIATES}


@dataclass(frozen=True)
class Rule:
    """What is missing in a band: ``codes`` as the file holds them, low to high, each with the convention's name; ``asked``, what the user
    calls missing, and values outside ``bounds``, both in the band's units."""

    name: str
    codes: tuple[tuple[float, float, str], ...] = ()
    asked: tuple[tuple[float, float], ...] = ()
    bounds: tuple[float, float] | None = None

    def missing(self, stored: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Which of some values are missing, of their shape; ``stored`` as the file holds them, ``values`` in the band's units."""
        with np.errstate(invalid="ignore"):
            found = is_fill(stored)
            for low, high, _ in self.codes:
                found |= (stored >= low) & (stored <= high)
            for low, high in self.asked:
                found |= (values >= low) & (values <= high)
            return found | self.impossible(values)

    def impossible(self, values: np.ndarray) -> np.ndarray:
        """Which of some values, in the band's units, a covariate of its name cannot have."""
        if self.bounds is None:
            return np.zeros(values.shape, dtype=bool)
        with np.errstate(invalid="ignore"):
            return (values < self.bounds[0]) | (values > self.bounds[1])

    def why(self, stored: float, value: float) -> str:
        """Why a value is missing, in words that follow it; empty where nothing here says so."""
        if bool(is_fill(np.array([stored]))[0]):
            return "a fill value that the file does not declare as nodata"
        for low, high, name in self.codes:
            if low <= stored <= high:
                return f"a code of {name}, not a value"
        if any(low <= value <= high for low, high in self.asked):
            return ""
        if bool(self.impossible(np.array([value]))[0]):
            return f"beyond what {self.name} can be ({self.bounds[0]:g} to {self.bounds[1]:g})"
        return ""


def told_of(stored: np.ndarray, scale: float, offset: float, rule: Rule) -> dict[tuple[float, str], int]:
    """Values, as a file holds them, that a rule takes as missing: each reason with one of its values, and how many there are."""
    stored = stored[np.isfinite(stored)]
    found: dict[str, tuple[float, int]] = {}
    values, counts = np.unique(stored[rule.missing(stored, stored * scale + offset)], return_counts=True)
    for value, count in zip(values.tolist(), counts.tolist(), strict=True):
        in_units = value * scale + offset
        reason = rule.why(value, in_units)
        if reason:
            shown = in_units if reason.startswith("beyond") else value
            before = found.get(reason, (shown, 0))
            found[reason] = before[0], before[1] + count
    return {(value, reason): count for reason, (value, count) in found.items()}


def is_fill(stored: np.ndarray) -> np.ndarray:
    """Which of some values, as a file holds them, no covariate has: :data:`FILLS`, NaN, infinity and the very large."""
    with np.errstate(invalid="ignore", over="ignore"):
        fills = np.unique(np.concatenate([FILLS, np.asarray(FILLS, dtype=np.float32).astype(np.float64)]))
        return ~(np.abs(stored) < LARGEST_VALUE) | np.isin(stored, fills)


def possible(name: str) -> tuple[float, float] | None:
    """The lowest and highest value that a well-known covariate can have, with room for rounding; None for any other name."""
    bounds = _BOUNDS.get(name)
    if bounds is None:
        return None
    room = 0.005 * (bounds[1] - bounds[0])
    return bounds[0] - room, bounds[1] + room


def rule_of(dataset: DatasetReader, band: int, name: str) -> Rule:
    """The rule for a band, 1-based, called ``name``.

    Raises
    ------
    InputError
        Where its sample cannot be read.
    """
    return Rule(name, _codes(dataset, band, name), _asked(dataset, band), possible(name))


def sample_of(dataset: DatasetReader, band: int) -> np.ndarray:
    """Values of a band as the file holds them ``(n,)``, without what it declares as missing: the whole band where it is small, else windows
    spread over it. Empty where its blocks are too large to be read for this.

    Raises
    ------
    InputError
        Where they cannot be read.
    """
    rows, cols = dataset.block_shapes[band - 1]
    if dataset.width * dataset.height <= WHOLE:
        windows = [Window(0, 0, dataset.width, dataset.height)]
    elif rows * cols > LARGEST_BLOCK:
        return np.empty(0)
    else:
        places = [(int(size * (n + 0.5) / SAMPLE_SIDE) // block * block, min(block, SAMPLE_PIXELS, size))
                  for size, block in ((dataset.height, rows), (dataset.width, cols)) for n in range(SAMPLE_SIDE)]  # fmt: skip
        windows = [Window(left, top, wide, high) for top, high in places[:SAMPLE_SIDE] for left, wide in places[SAMPLE_SIDE:]]
    found = [read_or_say(dataset, lambda window=window: dataset.read(band, window=window, masked=True)) for window in windows]
    return np.concatenate([values.compressed() for values in found]).astype(np.float64)


def _codes(dataset: DatasetReader, band: int, name: str) -> tuple[tuple[float, float, str], ...]:
    kind = dataset.dtypes[band - 1]
    kind = "float" if kind.startswith("float") else kind
    products = [row for row in PRODUCTS if kind in row.types]
    if not products and kind not in LIMITS:
        return ()
    sample = sample_of(dataset, band)
    sample = np.unique(sample[~is_fill(sample)])
    found = [(low, high, row.name) for row in products if _is_of(row, sample, dataset.scales[band - 1], name) for low, high in row.codes]
    for limit in LIMITS.get(kind, ()):
        others = sample[sample != limit]
        for low, high, _ in found:
            others = others[(others < low) | (others > high)]
        if limit in sample and len(others) and np.any(others != 0.0) and np.abs(others - limit).min() > np.ptp(others):
            found.append((limit, limit, "missing data: it lies far from every other value, at the limit of what such files hold"))
    return tuple(found)


def _is_of(product: Product, sample: np.ndarray, scale: float, name: str) -> bool:
    """Whether a band is of a product, by a sample of its values."""
    others = sample
    for low, high in product.codes:
        others = others[(others < low) | (others > high)]
    if len(others) and not (product.valid[0] <= others.min() and others.max() <= product.valid[1]):
        return False
    if any(np.isclose(scale, known, rtol=1e-6, atol=0.0) for known in product.scales):
        return True
    if product.names:
        return re.fullmatch(product.names, name, re.IGNORECASE) is not None and len(others) > 0
    return product.by_values and bool(np.any(others != 0.0))


def _asked(dataset: DatasetReader, band: int) -> tuple[tuple[float, float], ...]:
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
