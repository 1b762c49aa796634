"""Potential evapotranspiration from temperature and day length (Hamon 1963, IAHS Publ. 63, 52-62).

In the form of Lu et al. (2005, J. Am. Water Resour. Assoc. 41, 621-633, equation 4), with their calibration coefficient of 1.2, which
they found for the forests and grasslands of the southeastern United States.
"""

from __future__ import annotations

import numpy as np

from .calendar_year import N_STEPS

COEFFICIENT = 1.2


def day_length(latitude: np.ndarray) -> np.ndarray:
    """Hours between sunrise and sunset, ``(n, 360)``, at latitudes in degrees ``(n,)`` (Forsythe et al. 1995, Ecol. Model. 80, 87-95).

    Parameters
    ----------
    latitude
        Degrees, ``(n,)``.
    """
    day = (np.arange(N_STEPS) + 0.5) * 365.0 / N_STEPS
    turn = 0.2163108 + 2.0 * np.arctan(0.9671396 * np.tan(0.00860 * (day - 186.0)))
    declination = np.arcsin(0.39795 * np.cos(turn))
    cosine = -np.tan(np.radians(latitude))[:, None] * np.tan(declination)
    return 24.0 / np.pi * np.arccos(np.clip(cosine, -1.0, 1.0))


def potential_evaporation(temperature: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """mm per day, ``(n, 360)``, from air temperature in degC ``(n, 360)`` and latitude in degrees ``(n,)``; none below freezing.

    Parameters
    ----------
    temperature
        Of the air, degC, ``(n, 360)``.
    latitude
        Degrees, ``(n,)``.
    """
    vapour_pressure = 6.108 * np.exp(17.26939 * temperature / (temperature + 237.3))  # hPa, saturated
    density = 216.7 * vapour_pressure / (temperature + 273.3)  # g/m3, saturated
    evaporation = COEFFICIENT * 0.1651 * day_length(latitude) / 12.0 * density
    return np.where(temperature > 0.0, evaporation, 0.0)
