"""Pedotransfer functions: bulk density from organic carbon, for layers where it was not measured, with its error.

Equations are of the fine earth, in g/cm3. Every function has the error that was measured with it on 5,597 layers of the conterminous US
whose bulk density and organic carbon were both measured (USDA RaCA, KSSL and NEON, SoDaH): root mean square, in g/cm3, below and above
12 % organic carbon. ``tests/engine/profiles/test_pedotransfer.py`` measures it again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

# Organic matter is carbon to 1/1.724 = 58 %, the factor of van Bemmelen (1890).
CARBON_OF_ORGANIC_MATTER = 0.58
# Organic soil material begins here (12 to 18 %, by its clay; Soil Survey Staff 2014, Keys to Soil Taxonomy, 12th edition).
ORGANIC_SOIL_PERCENT = 12.0


@dataclass(frozen=True)
class Pedotransfer:
    """A published function of bulk density.

    Parameters
    ----------
    name, citation
        Its name in settings, and its publication.
    equation
        For users; OC and OM are organic carbon and organic matter in %.
    published
        Its accuracy according to its authors, if known.
    error_mineral, error_organic
        Root mean square error in g/cm3, below, and from :data:`ORGANIC_SOIL_PERCENT` on; None if the function must not be used there.
    density
        From organic carbon in % to g/cm3, both ``(layers,)``.
    """

    name: str
    citation: str
    equation: str
    published: str
    error_mineral: float
    error_organic: float | None
    density: Callable[[np.ndarray], np.ndarray]


def _organic_matter(carbon_percent: np.ndarray) -> np.ndarray:
    return np.minimum(carbon_percent / CARBON_OF_ORGANIC_MATTER, 100.0)


def _manrique_jones(carbon_percent: np.ndarray) -> np.ndarray:
    return 1.660 - 0.318 * np.sqrt(carbon_percent)


def _alexander(carbon_percent: np.ndarray) -> np.ndarray:
    return 1.66 - 0.308 * np.sqrt(carbon_percent)


def _honeysett_ratkowsky(carbon_percent: np.ndarray) -> np.ndarray:
    return 1.0 / (0.564 + 0.0556 * _organic_matter(carbon_percent))


def _post_kwon(carbon_percent: np.ndarray) -> np.ndarray:
    # Adams's (1973) mixture of organic matter (0.244 g/cm3) and mineral soil, for which Post and Kwon take 1.64 g/cm3.
    matter = _organic_matter(carbon_percent)
    return 100.0 / (matter / 0.244 + (100.0 - matter) / 1.64)


PEDOTRANSFER = (
    Pedotransfer(
        "manrique_jones_1991",
        "Manrique and Jones 1991, Soil Sci. Soc. Am. J. 55, 476-481",
        "1.660 - 0.318 sqrt(OC)",
        "R2 0.41, 19,651 soils of the US and elsewhere",
        0.23,
        None,
        _manrique_jones,
    ),
    Pedotransfer(
        "alexander_1980",
        "Alexander 1980, Soil Sci. Soc. Am. J. 44, 689-692, upland and alluvial soils",
        "1.66 - 0.308 sqrt(OC)",
        "R2 0.46, 721 soils of California",
        0.23,
        None,
        _alexander,
    ),
    Pedotransfer(
        "honeysett_ratkowsky_1989",
        "Honeysett and Ratkowsky 1989, J. Soil Sci. 40, 539-547, forest soils",
        "1 / (0.564 + 0.0556 OM)",
        "forest soils of Tasmania",
        0.28,
        0.12,
        _honeysett_ratkowsky,
    ),
    Pedotransfer(
        "post_kwon_2000",
        "Post and Kwon 2000, Glob. Change Biol. 6, 317-327, after Adams 1973, J. Soil Sci. 24, 10-17",
        "100 / (OM / 0.244 + (100 - OM) / 1.64)",
        "a mixture, not a fit",
        0.26,
        0.22,
        _post_kwon,
    ),
)
BY_NAME = {row.name: row for row in PEDOTRANSFER}


def estimated_density(name: str, carbon_percent: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Bulk density and its relative standard deviation, ``(layers,)`` each, NaN where the function does not hold.

    Parameters
    ----------
    name
        Of a row of :data:`PEDOTRANSFER`.
    carbon_percent
        ``(layers,)`` organic carbon in % of the fine earth's mass; NaN where unknown.

    Returns
    -------
    tuple of numpy.ndarray
        g/cm3, and the error over the density.
    """
    row = BY_NAME[name]
    known = np.isfinite(carbon_percent) & (carbon_percent >= 0.0) & (carbon_percent <= 100.0 * CARBON_OF_ORGANIC_MATTER + 1e-9)
    organic = known & (carbon_percent >= ORGANIC_SOIL_PERCENT)
    if row.error_organic is None:
        known &= ~organic
    density = np.where(known, row.density(np.where(known, carbon_percent, 0.0)), np.nan)
    error = np.where(organic, row.error_organic or np.nan, row.error_mineral)
    return density, np.where(known, error / density, np.nan)
