"""The year in which the steps are computed: twelve months of equal length, in steps of about a day, repeated."""

from __future__ import annotations

import numpy as np

from ..clm5.geometry import DAYS_PER_YEAR, N_MONTHS

STEPS_PER_MONTH = 30
N_STEPS = N_MONTHS * STEPS_PER_MONTH
DAYS_PER_STEP = DAYS_PER_YEAR / N_STEPS
SECONDS_PER_STEP = DAYS_PER_STEP * 86400.0


def smooth_year(monthly: np.ndarray) -> np.ndarray:
    """A smooth course through the year whose monthly means are the given ones.

    The Fourier series through the twelve means, each harmonic ``k`` divided by ``sinc(k / 12)``, by which averaging over a month dampens
    it.

    Parameters
    ----------
    monthly
        Means ``(..., 12)``.

    Returns
    -------
    ``(..., 360)``, at the middle of each step.
    """
    terms = np.fft.rfft(monthly, axis=-1) / N_MONTHS
    months = (np.arange(N_STEPS) + 0.5) / STEPS_PER_MONTH - 0.5
    course = np.repeat(terms[..., :1].real, N_STEPS, axis=-1)
    for k in range(1, N_MONTHS // 2 + 1):
        # The mean over the steps of a month of a wave of k periods a year, by the sum of a geometric series.
        half = np.pi * k / N_MONTHS
        damping = np.sin(half) / (STEPS_PER_MONTH * np.sin(half / STEPS_PER_MONTH))
        weight = (2.0 if k < N_MONTHS // 2 else 1.0) / damping
        wave = np.exp(2j * np.pi * k * months / N_MONTHS)
        course = course + weight * (terms[..., k, None] * wave).real
    return course


def stepped_year(monthly: np.ndarray) -> np.ndarray:
    """Monthly values ``(..., 12)`` held through their months: ``(..., 360)``.

    Parameters
    ----------
    monthly
        ``(..., 12)``.
    """
    return np.repeat(monthly, STEPS_PER_MONTH, axis=-1)


def monthly_means(course: np.ndarray) -> np.ndarray:
    """Means over months of a course through the year, ``(..., 360)`` to ``(..., 12)``.

    Parameters
    ----------
    course
        ``(..., 360)``.
    """
    return course.reshape(*course.shape[:-1], N_MONTHS, STEPS_PER_MONTH).mean(axis=-1)
