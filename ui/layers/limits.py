"""Limits of the colours of a map: its own limits, which show its pattern, or those of the tables, which make maps comparable."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np
from osgeo import gdal

from ...binn_engine.bands import Band, band_depth, band_year
from ...binn_engine.tables import CHANGE_RAMP, Product
from .products import band_quantile, open_raster

OUTER = (2.0, 98.0)  # percentiles of a map between which its own limits lie
SAME = 1e-4  # relative: values that differ by less have no pattern that can be told in numbers
SIDE = 512  # pixels of a side that are looked at, at most
TICKS = 5
STEPS = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)  # of readable numbers, times a power of ten


@dataclass(frozen=True)
class Limits:
    """The lowest and the highest value that have a colour of their own, and whether the map has values ``below`` and ``above`` them."""

    low: float
    high: float
    below: bool = False
    above: bool = False

    @property
    def ticks(self) -> tuple[float, ...]:
        """Five values from the lowest to the highest, evenly apart."""
        return tuple(float(value) for value in np.linspace(self.low, self.high, TICKS))


def readable(low: float, high: float, parts: int = TICKS - 1) -> tuple[float, float]:
    """Limits around ``low`` and ``high`` that are readable numbers, as are the ends of so many equal ``parts`` between them.

    >>> readable(1137.0, 38410.0)
    (0.0, 40000.0)
    >>> readable(0.113, 0.168)
    (0.1, 0.18)
    """
    power = 10.0 ** (math.floor(math.log10((high - low) / parts)) - 1)
    for step in (step * scale * power for scale in (1.0, 10.0, 100.0) for step in STEPS):
        first = math.floor(low / step + 1e-9)
        if (first + parts) * step >= high - 1e-9 * step:
            return round(first * step, 12), round((first + parts) * step, 12)
    raise ValueError(f"no limits for {low} and {high}")  # no numbers, or none apart


def band_limits(path: str, bands: tuple[Band, ...], of_map: bool = True) -> tuple[Limits, ...]:
    """Limits of every band of a raster: its own, or those of the tables. The same for SOC density at all depths, and for all quantiles of
    a variable; those of the tables where a map does not vary, or cannot be read."""
    try:
        changed = Path(path).stat().st_mtime_ns
    except OSError:
        changed = 0
    return _band_limits(path, bands, of_map, changed)


@lru_cache(maxsize=200)
def _band_limits(path: str, bands: tuple[Band, ...], of_map: bool, changed: int) -> tuple[Limits, ...]:
    samples = samples_of(path, len(bands))
    together: dict[str, list[np.ndarray]] = {}
    for band, sample in zip(bands, samples):
        together.setdefault(_group(band.name), []).append(sample)
    joint = {group: np.concatenate(parts) for group, parts in together.items()}
    found = []
    for band in bands:
        sample = joint[_group(band.name)]
        low, high = _own(sample, band) if of_map else band.limits
        found.append(Limits(low, high, bool((sample < low).any()), bool((sample > high).any())))
    return tuple(found)


def product_limits(path: str, bands: tuple[Band, ...], product: Product) -> tuple[Limits, ...]:
    """Limits of every band of a raster: the same in all years; of a change as far below zero as above."""
    if product.ramp != CHANGE_RAMP:
        return band_limits(path, bands)
    return (around_zero(np.concatenate(samples_of(path, len(bands)))),) * len(bands)


def around_zero(sample: np.ndarray) -> Limits:
    """Limits of a difference, as far below zero as above.

    Parameters
    ----------
    sample
        Values of a raster of differences, ``(values,)``, in its unit.
    """
    reach = float(np.percentile(np.abs(sample), OUTER[1])) if len(sample) else 0.0
    high = readable(0.0, reach)[1] if reach > 0.0 else 1.0
    return Limits(-high, high, bool((sample < -high).any()), bool((sample > high).any()))


def limits_alone(path: str, bands: tuple[Band, ...], number: int) -> Limits:
    """Limits of band ``number`` (from 1) of a raster by itself, whatever the others are."""
    sample = samples_of(path, len(bands))[number - 1]
    low, high = _own(sample, bands[number - 1])
    return Limits(low, high, bool((sample < low).any()), bool((sample > high).any()))


def _own(sample: np.ndarray, band: Band) -> tuple[float, float]:
    if len(sample):
        low, high = (float(value) for value in np.percentile(sample, OUTER))
        if high - low > SAME * max(abs(low), abs(high)):
            return readable(low, high)
    return band.limits


def _group(name: str) -> str:
    """What bands have in common that share their limits."""
    if band_year(name) is not None:
        return name.rpartition(", ")[0]
    base, level = band_quantile(name) or (name, None)
    plain = base.removesuffix(" sd").removesuffix(" cv")
    kind = base[len(plain) :] if level is None else " quantile"
    return f"density{kind}" if band_depth(plain) is not None else f"{plain}{kind}"


def samples_of(path: str, count: int) -> list[np.ndarray]:
    """Values of every band, of some of its pixels; none where the raster cannot be read."""
    file = open_raster(path)
    if file is None or file.RasterCount < count:
        return [np.empty(0)] * count
    width, height = min(file.RasterXSize, SIDE), min(file.RasterYSize, SIDE)
    found = []
    for number in range(1, count + 1):
        band = file.GetRasterBand(number)
        values = band.ReadAsArray(buf_xsize=width, buf_ysize=height, resample_alg=gdal.GRIORA_NearestNeighbour)
        values = np.empty(0) if values is None else np.asarray(values, dtype=float).ravel()
        found.append(values[np.isfinite(values) & (values != band.GetNoDataValue())])
    return found
