"""Snow: how much precipitation falls as snow, how much melts, and how much is on the ground.

Monthly normals do not show differences between days. The temperatures of the days of a month are assumed to be normally distributed around
the smooth annual course with a standard deviation of 5 K, as in degree-day models of ice sheets (Braithwaite 1984, Z. Gletscherk.
Glazialgeol. 20; Calov and Greve 2005, J. Glaciol. 51, 173-175).
"""

from __future__ import annotations

import numpy as np
from scipy.special import ndtr

from .calendar_year import DAYS_PER_STEP, N_STEPS

DAILY_SPREAD_K = 5.0
# Half of the precipitation is snow at 1 degC: the middle of CLM5's ramp from 0 to 2 degC (CLM5 technical note, section 2.1.3).
SNOW_BELOW_DEGC = 1.0
# Degree-day factor of snow, mm per day and K of positive temperature: between 1.6 and 5.7 (Hock 2003, J. Hydrol. 282, 104-115, table 1).
MELT_MM_PER_DAY_K = 3.0
# From bare ground, the last year of so many is the course of seasonal snow; what lies longer is a glacier.
YEARS = 2


def snow_share(temperature: np.ndarray) -> np.ndarray:
    """Share of precipitation that falls as snow at a mean daily temperature in degC: the share of days colder than 1 degC.

    Parameters
    ----------
    temperature
        Mean of the day, degC, any shape.
    """
    return ndtr((SNOW_BELOW_DEGC - temperature) / DAILY_SPREAD_K)


def positive_degrees(temperature: np.ndarray) -> np.ndarray:
    """Mean of the positive part of the daily temperatures, K, at a mean temperature in degC (Calov and Greve 2005, equation 2).

    Parameters
    ----------
    temperature
        Mean of the day, degC, any shape.
    """
    z = temperature / DAILY_SPREAD_K
    return DAILY_SPREAD_K * np.exp(-0.5 * z * z) / np.sqrt(2.0 * np.pi) + temperature * ndtr(z)


def snow_balance(temperature: np.ndarray, precipitation: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Snow on the ground and liquid water that reaches it.

    Parameters
    ----------
    temperature
        Air temperature, degC, ``(n, 360)``.
    precipitation
        mm per day, ``(n, 360)``.

    Returns
    -------
    Water equivalent of the snow at the end of each step, mm, and rain and melt water, mm per day; both ``(n, 360)``.
    """
    share, melting = snow_share(temperature), MELT_MM_PER_DAY_K * positive_degrees(temperature) * DAYS_PER_STEP
    snowfall = precipitation * share * DAYS_PER_STEP
    pack, liquid = np.empty_like(temperature), precipitation * (1.0 - share)
    on_ground = np.zeros(len(temperature))
    for _ in range(YEARS):
        for step in range(N_STEPS):
            on_ground = on_ground + snowfall[:, step]
            melt = np.minimum(on_ground, melting[:, step])
            on_ground = on_ground - melt
            pack[:, step] = on_ground
            liquid[:, step] = precipitation[:, step] * (1.0 - share[:, step]) + melt / DAYS_PER_STEP
    return pack, liquid
