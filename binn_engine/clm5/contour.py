"""Sums of exponentials of the soil's operator, from a few of its shifted solutions, for a whole range of times at once.

``exp(-t M) g`` is the integral of ``exp(z t) (M + z)^-1 g`` along a contour that surrounds the rates of ``M``. On a hyperbola, the
trapezoidal rule converges geometrically in its points, and the same points serve all times between two ends (Weideman and Trefethen
2007). So a sum over many times needs no more solutions than one time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

ACCURACY = 1e-12  # of an exponential
RANGE = 1.0 + 1e-3  # smallest ratio of the longest to the shortest time: the formulas have no limit at 1


class Hyperbola(NamedTuple):
    """Points ``z`` (1/yr) in the upper half plane, and the ``step`` times the derivative of the contour over pi there."""

    points: np.ndarray
    steps: np.ndarray


def hyperbola(shortest: float, longest: float) -> Hyperbola:
    """The contour for times of ``shortest`` to ``longest`` years, with as many points as :data:`ACCURACY` takes."""
    ratio = max(longest / shortest, RANGE)
    angles = np.linspace(0.25 * np.pi, 0.5 * np.pi, 2001)[1:-1]
    widths = np.arccosh(((np.pi - 2.0 * angles) * ratio + 4.0 * angles - np.pi) / ((4.0 * angles - np.pi) * np.sin(angles)))
    rates = (np.pi**2 - 2.0 * np.pi * angles) / widths
    best = int(np.argmax(rates))
    angle, width = float(angles[best]), float(widths[best])
    count = math.ceil(-math.log(ACCURACY) / float(rates[best]))
    scale = (4.0 * np.pi * angle - np.pi**2) / width * count / longest
    turns = 1j * (np.arange(count) + 0.5) * width / count - angle
    return Hyperbola(scale * (1.0 + np.sin(turns)), (width / count) * 1j * scale * np.cos(turns) / np.pi)


def exponential_weights(contour: Hyperbola, amounts: Sequence[float], times: Sequence[float]) -> np.ndarray:
    """Weights ``w`` with which the sum of ``amounts`` times ``exp(-t M) g`` is the real part of the sum of ``w (M + z)^-1 g``.

    Parameters
    ----------
    contour
        For all of the times.
    amounts
        One for each time.
    times
        Years.
    """
    powers = np.exp(np.multiply.outer(contour.points, np.asarray(times, dtype=float)))
    return -1j * contour.steps * (powers @ np.asarray(amounts, dtype=float))
