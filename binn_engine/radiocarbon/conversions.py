"""Units of radiocarbon (Stuiver and Polach 1977, Radiocarbon 19, 355-363; Trumbore et al. 2016, Radiocarbon and Climate Change, chapter 3).

``F14C``, the fraction modern, is the activity of a sample over that of the standard, both as of 1950 and normalised for delta13C.
``Delta14C`` is the deviation from the standard in permil, as of the year in which the sample was collected.
"""

from __future__ import annotations

import numpy as np

from ..clm5.radiocarbon import MEAN_LIFE

STANDARD_YEAR = 1950.0
PER_MILLE = 1000.0
LIBBY_MEAN_LIFE = 8033.0  # years: conventional ages are defined with Libby's half-life of 5568 years, not with the true one


def delta_of_fraction(fraction: np.ndarray, year: np.ndarray) -> np.ndarray:
    """Delta14C in permil, ``(n,)``, of a fraction modern.

    Parameters
    ----------
    fraction
        F14C, 1 for the standard of 1950, ``(n,)``.
    year
        In which the sample was collected, with decimals where known, ``(n,)``.

    >>> float(delta_of_fraction(np.array([1.0]), np.array([1950.0]))[0])
    0.0
    """
    return fraction * delta_slope(year) - PER_MILLE


def delta_slope(year: np.ndarray) -> np.ndarray:
    """Permil of Delta14C per unit of the fraction modern, ``(n,)``: by this an error of F14C becomes one of Delta14C.

    Parameters
    ----------
    year
        In which the sample was collected, ``(n,)``.
    """
    return PER_MILLE * np.exp((STANDARD_YEAR - year) / MEAN_LIFE)


def fraction_of_age(age: np.ndarray) -> np.ndarray:
    """The fraction modern, ``(n,)``, of conventional radiocarbon ages.

    Parameters
    ----------
    age
        Years before 1950, not calibrated, ``(n,)``.

    >>> float(fraction_of_age(np.array([8033.0]))[0]).hex() == float(np.exp(-1.0)).hex()
    True
    """
    return np.exp(-age / LIBBY_MEAN_LIFE)
