"""Soil temperature that another model gives at its own levels, at the nodes of CLM5's layers.

Between two levels it is linear in depth. Above the first level it is that of the first level. Below the last one, the course of the year
goes on as heat conduction has it in a uniform soil: each harmonic of frequency ``w`` is damped by ``exp(-z/d)`` and delayed by ``z/d``,
with ``d = sqrt(2 kappa / w)``.
"""

from __future__ import annotations

import numpy as np

from ..clm5.geometry import DAYS_PER_YEAR, N_LAYERS, N_MONTHS, NODE_DEPTH

DIFFUSIVITY = 6e-7  # m2/s, of mineral soil (Carslaw and Jaeger 1959)
YEAR = DAYS_PER_YEAR * 86400.0  # seconds


def at_layers(temperature: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """Monthly soil temperature of CLM5's layers, ``(n, 20, 12)``, in the unit of ``temperature``.

    Parameters
    ----------
    temperature
        At the levels, ``(n, levels, 12)``. A cell may lack its deepest levels (NaN), as in rock, but not the first.
    depth
        Of the levels, m, ``(levels,)``, downwards.

    Returns
    -------
    NaN in cells without the first level, or with a level missing between others.
    """
    known = np.isfinite(temperature).all(axis=2)
    levels = known.sum(axis=1)
    found = np.full((len(temperature), N_LAYERS, N_MONTHS), np.nan)
    for count in np.unique(levels[levels > 0]):
        rows = np.flatnonzero((levels == count) & known[:, :count].all(axis=1))
        found[rows] = _at_layers(temperature[rows, :count], np.asarray(depth, dtype=float)[:count])
    return found


def _at_layers(temperature: np.ndarray, depth: np.ndarray) -> np.ndarray:
    position = np.interp(NODE_DEPTH, depth, np.arange(len(depth)))
    upper = np.floor(position).astype(int)
    lower = np.minimum(upper + 1, len(depth) - 1)
    share = (position - upper)[:, None]
    found = (1.0 - share) * temperature[:, upper] + share * temperature[:, lower]
    below = depth[-1] < NODE_DEPTH
    if below.any():
        found[:, below] = _conducted(temperature[:, -1], NODE_DEPTH[below] - depth[-1])
    return found


def _conducted(temperature: np.ndarray, depth: np.ndarray) -> np.ndarray:
    """Monthly temperature ``(n, depths, 12)`` at depths below a level with the course ``(n, 12)``, m."""
    terms = np.fft.rfft(temperature, axis=1)
    wave_number = np.sqrt(2j * np.pi * np.arange(terms.shape[1]) / (YEAR * DIFFUSIVITY))
    return np.fft.irfft(terms[:, None] * np.exp(-wave_number * depth[:, None]), n=N_MONTHS, axis=2)
