"""Thermal properties of mineral soil, bedrock and snow, as CLM5 has them (technical note, section 2.6.3).

Soil after Johansen (1975) and Farouki (1981, CRREL Monogr. 81-1); snow after Jordan (1991, CRREL Spec. Rep. 91-16), with the density of
Sturm et al. (2010, J. Hydrometeorol. 11, 1380-1394).
"""

from __future__ import annotations

import numpy as np

from .calendar_year import DAYS_PER_STEP, N_STEPS

WATER_CONDUCTIVITY, ICE_CONDUCTIVITY, AIR_CONDUCTIVITY = 0.57, 2.29, 0.023  # W/m/K
WATER_CAPACITY, ICE_CAPACITY = 4.188e6, 1.942e6  # J/K per m3 of water, or of ice (917 kg/m3)
BEDROCK_CONDUCTIVITY, BEDROCK_CAPACITY = 3.0, 2.0e6  # W/m/K, J/m3/K
MINERAL_DENSITY = 2700.0  # kg/m3
# Sturm et al. (2010), table 4, alpine snow, their most common class: densities in g/cm3, settling per cm of depth and per day of the
# year, which runs from -92 on 1 October to 181 at the end of June.
SNOW_DENSEST, SNOW_FRESH, SNOW_PER_CM, SNOW_PER_DAY = 0.5975, 0.2237, 0.0012, 0.0038


def solid_conductivity(sand: np.ndarray, clay: np.ndarray) -> np.ndarray:
    """Of the mineral solids, W/m/K, from sand and clay in %.

    Parameters
    ----------
    sand, clay
        % by weight, ``(n,)``.
    """
    return (8.80 * sand + 2.92 * clay) / (sand + clay)


def solid_capacity(sand: np.ndarray, clay: np.ndarray) -> np.ndarray:
    """Of the mineral solids, J/m3/K, from sand and clay in %.

    Parameters
    ----------
    sand, clay
        % by weight, ``(n,)``.
    """
    return 1e6 * (2.128 * sand + 2.385 * clay) / (sand + clay)


def soil_conductivity(solid: np.ndarray, porosity: np.ndarray, water: np.ndarray, frozen: bool) -> np.ndarray:
    """W/m/K, of soil all of whose water, a share of volume, is liquid or ice.

    Parameters
    ----------
    solid
        Conductivity of the mineral solids, W/m/K, ``(n,)``.
    porosity
        Share of volume, ``(n,)``.
    water
        Share of volume, ``(..., n)``.
    frozen
        Whether the water is ice.
    """
    saturation = np.clip(water / porosity, 1e-7, 1.0)
    density = MINERAL_DENSITY * (1.0 - porosity)
    dry = (0.135 * density + 64.7) / (MINERAL_DENSITY - 0.947 * density)
    filled = solid ** (1.0 - porosity) * (ICE_CONDUCTIVITY if frozen else WATER_CONDUCTIVITY) ** porosity
    kersten = saturation if frozen else np.maximum(np.log10(saturation) + 1.0, 0.0)
    return kersten * filled + (1.0 - kersten) * dry


def snow_density(water_equivalent: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """kg/m3, of snow with a water equivalent in mm ``(n, 360)``, at latitudes ``(n,)``: south of the equator winter is half a year
    later.

    Parameters
    ----------
    water_equivalent
        mm, ``(n, 360)``.
    latitude
        Degrees, ``(n,)``.
    """
    day = (np.arange(N_STEPS) + 0.5) * DAYS_PER_STEP
    day = np.where(np.asarray(latitude)[:, None] < 0.0, (day + 182.5) % 365.0, day)
    day = np.where(day > 273.0, day - 365.0, np.minimum(day, 181.0))
    depth = water_equivalent / 10.0 / 0.3  # cm, of snow of middling density
    settled = np.maximum(1.0 - np.exp(-SNOW_PER_CM * depth - SNOW_PER_DAY * day), 0.0)
    return 1000.0 * (SNOW_FRESH + (SNOW_DENSEST - SNOW_FRESH) * settled)


def snow_conductivity(density: np.ndarray) -> np.ndarray:
    """W/m/K, of snow of a density in kg/m3.

    Parameters
    ----------
    density
        kg/m3, any shape.
    """
    return AIR_CONDUCTIVITY + (7.75e-5 * density + 1.105e-6 * density**2) * (ICE_CONDUCTIVITY - AIR_CONDUCTIVITY)


def snow_resistance(water_equivalent: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Resistance of snow to heat, m2 K/W, from its water equivalent in mm ``(n, 360)`` and latitudes in degrees ``(n,)``.

    Parameters
    ----------
    water_equivalent
        mm, ``(n, 360)``.
    latitude
        Degrees, ``(n,)``.
    """
    density = snow_density(water_equivalent, latitude)
    return water_equivalent / density / snow_conductivity(density)
