"""Guesses which numbers mean a missing value in a band that does not declare them, from a sample of its values and from its name.

Classes are not checked, because the size of a class code has no meaning. The guesses are:

- Codes of :data:`PRODUCTS` beyond their valid range (MODIS: water, urban, cloud), if the band's name or scale is that of the product, or
  if it has so many of the product's codes that nothing else can explain them.
- :data:`SENTINELS` that people write by hand (-999, 9999), if they are far from every other value: farther than the range of the others,
  and than half of the sentinel's own size. A negative sentinel is also missing if the band has no other negative value.
- The largest number of an integer type (:data:`LIMITS`), if it is far from every other value, compared with the range of the type. A band
  with only one other value is a mask, and keeps it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

Code = tuple[float, float, str]  # lowest and highest as the file holds them, and what it is

SENTINELS = (
    *(-99.0, -99.9, -99.99, -999.0, -999.9, -999.99, -8888.0, -10000.0, -88888.0, -32767.0, -2147483647.0, -1e10),
    *(9999.0, 9999.9, 32767.0, 65535.0, 99999.0, 999999.0, 2147483647.0, 4294967295.0, 1e10),
)  # fmt: skip
LARGE = 900.0  # size from which a sentinel is missing though the sample does not hold it
LIMITS = {"uint8": 255.0, "int8": -128.0, "uint16": 65535.0, "int16": 32767.0, "uint32": 4294967295.0, "int32": 2147483647.0}
BESIDE = 2.0  # codes so near to a limit are of one kind with it (253, 254)
SEVERAL = 10  # different values from which a gap among them tells something
# Share of the limit that the gap below it has with several values: a byte's numbers often reach far up by themselves.
GAPS = {"uint8": 1.0 / 3.0, "int8": 0.5, "int16": 0.05}
GAP = 0.1
STEPS = 5.0  # times the largest step between the other values


@dataclass(frozen=True)
class ProductCodes:
    """Codes of a product beyond its valid range, and how a band of it is recognised: by its type, and by a scale, a name, or at least
    ``telling`` of its codes (0: not by codes)."""

    name: str
    types: tuple[str, ...]
    codes: tuple[tuple[float, float], ...]
    valid: tuple[float, float]
    scales: tuple[float, ...] = ()
    names: str = ""
    telling: int = 0


_FLUXES = "MODIS production and evapotranspiration (MOD17, MOD16)"
_PRODUCTION = r"npp|gpp|psn|mod17|myd17"
_LEAVES = r"mod15|mcd15|myd15|vnp15|(?<![a-z])(lai|fapar|fpar)(?![a-z])"
_TREES = r"mod44b|myd44b|vcf|(?<![a-z])trees?(?![a-z])|tree_?cover"
PRODUCTS = (
    ProductCodes(_FLUXES, ("int16",), ((32761, 32767),), (-30000, 30000), (0.0001, 0.1), telling=1),
    ProductCodes(_FLUXES, ("uint16",), ((32761, 32767), (65529, 65535)), (0, 30000), (0.0001,), telling=1),
    ProductCodes("MODIS production (MOD17)", ("float",), ((32761, 32767),), (-30000, 30000), names=_PRODUCTION),
    ProductCodes("MODIS production (MOD17) in kgC/m2", ("float",), ((3.2760999, 3.2767001),), (-3, 3.0), names=_PRODUCTION),
    ProductCodes("MODIS leaf area and FPAR (MOD15)", ("uint8",), ((249, 255),), (0, 100), names=_LEAVES, telling=3),
    ProductCodes("MODIS tree cover (MOD44B)", ("uint8",), ((200, 200), (253, 253)), (0, 100), names=_TREES, telling=2),
    ProductCodes(
        "MODIS vegetation indices (MOD13)", ("int16",), ((-3000, -3000),), (-2000, 10000), (0.0001, 1e-8), r"(?<![a-z])(ndvi|evi)"
    ),
    ProductCodes("MODIS surface temperature (MOD11)", ("uint16",), ((0, 0),), (7500, 65535), (0.02,), r"\blst\b"),
)  # fmt: skip
_SEVERAL_CODES = 2  # telling codes from which the other values have to be several, too


def guessed(sample: np.ndarray, kind: str, scale: float, names: str) -> tuple[Code, ...]:
    """The codes that are missing in a band.

    Parameters
    ----------
    sample
        Different values of the band as the file holds them ``(n,)``, rising.
    kind
        Its type: ``uint8``, ..., ``float``.
    scale, names
        Its scale, and its name and that of its file, where a product may say which it is.
    """
    found = [(*code, f"a code used in {row.name}, not a value") for row in PRODUCTS
             if kind in row.types and _is_of(row, sample, scale, names) for code in row.codes]  # fmt: skip
    sample = _without(sample, found)
    sentinels = [value for value in SENTINELS if kind == "float" or _fits(value, kind)]
    around = [(value, *_around(value)) for value in sentinels if value != LIMITS.get(kind)]
    limit = _limit(sample, kind)
    others = _without(sample, [(low, high, "") for _, low, high in around] + ([limit] if limit else []))
    for value, low, high in around:
        if _stands_apart(value, bool(np.any((sample >= low) & (sample <= high))), others):
            found.append((low, high, "missing data: it is far from all other values, and is a number that is often used for missing data"))
    if limit and _tops(kind, others, LIMITS[kind] in sample):
        found.append(limit)
    return tuple(found)


def _without(sample: np.ndarray, codes: list[Code]) -> np.ndarray:
    for low, high, _ in codes:
        sample = sample[(sample < low) | (sample > high)]
    return sample


def _fits(value: float, kind: str) -> bool:
    limits = np.iinfo(kind)
    return value == int(value) and limits.min <= value <= limits.max


def _around(value: float) -> tuple[float, float]:
    """Bounds that hold a number as 32 bits round it."""
    room = 2e-7 * abs(value)
    return value - room, value + room


def _stands_apart(value: float, there: bool, others: np.ndarray) -> bool:
    """Whether a sentinel is missing beside some other values; ``there``: a sample holds it."""
    if not len(others) or not (there or abs(value) >= LARGE):
        return False
    if value < 0.0 and there and others[0] >= 0.0:
        return True
    if value > 0.0 and len(others) < 2:  # perhaps a mask
        return False
    gap = np.abs(others - value).min()
    return bool(gap > np.ptp(others) and gap > 0.5 * abs(value))


def _limit(sample: np.ndarray, kind: str) -> Code | None:
    """The code that the limit of a type may be, with what is there beside it."""
    if kind not in LIMITS:
        return None
    limit = LIMITS[kind]
    lowest = limit - BESIDE if limit > 0.0 and limit in sample else limit
    return lowest, limit, "missing data: it is far from all other values, and is the largest or smallest number that such files can store"


def _tops(kind: str, others: np.ndarray, there: bool) -> bool:
    """Whether the limit of a type is missing beside some other values; ``there``: a sample holds it."""
    limit = LIMITS[kind]
    if len(others) < 2 or not (there or abs(limit) > 255.0):
        return False
    gap, spread = np.abs(others - limit).min(), np.ptp(others)
    if gap > 0.5 * abs(limit) and gap > spread:
        return True
    wide = gap > GAPS.get(kind, GAP) * abs(limit) and gap > STEPS * np.diff(others).max()
    return bool(there and wide and len(others) >= SEVERAL)


def _is_of(product: ProductCodes, sample: np.ndarray, scale: float, names: str) -> bool:
    """Whether a band is of a product."""
    others = _without(sample, [(*code, "") for code in product.codes])
    if len(others) and not (product.valid[0] <= others[0] and others[-1] <= product.valid[1]):
        return False
    if any(np.isclose(scale, known, rtol=1e-6, atol=0.0) for known in product.scales):
        return True
    if product.names and re.search(product.names, names.lower()) is not None:
        return len(others) > 0
    several = len(others) >= (SEVERAL if product.telling >= _SEVERAL_CODES else 2)  # with one it may be a mask
    return product.telling > 0 and several and len(sample) - len(others) >= product.telling
