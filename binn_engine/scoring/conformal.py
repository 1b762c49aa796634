"""Conformal prediction: predicted intervals of SOC are widened, or narrowed, to what held-out layers need (Romano et al. 2019)."""

from __future__ import annotations

import numpy as np

from ..model.calibration import log_soc
from ..model.scaling import LEVELS


def conformal_steps(held: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """How far the ends of each central interval move outwards, in logarithms of SOC, ``(levels / 2,)``, the widest interval first.

    Parameters
    ----------
    held
        Predicted SOC of held-out layers, gC/m3, ``(m, levels)``, at ``LEVELS``.
    truth
        Observed SOC of those layers, gC/m3, ``(m,)``.
    """
    half = held.shape[1] // 2
    low, high = log_soc(held[:, :half]), log_soc(held[:, ::-1][:, :half])
    known = log_soc(truth)[:, None]
    outside = np.maximum(low - known, known - high)
    inside = np.minimum((1.0 - 2.0 * LEVELS[:half]) * (1.0 + 1.0 / len(truth)), 1.0)
    return np.array([np.quantile(column, share, method="higher") for column, share in zip(outside.T, inside)])


def moved_quantiles(quantiles: np.ndarray, steps: np.ndarray) -> np.ndarray:
    """Quantiles whose ends are moved, gC/m3, ``(n, levels)``.

    Parameters
    ----------
    quantiles
        Predicted SOC to correct, gC/m3, ``(n, levels)``, at ``LEVELS``.
    steps
        Of :func:`conformal_steps`, ``(levels / 2,)``.
    """
    half = len(steps)
    moved = np.concatenate([log_soc(quantiles[:, :half]) - steps, log_soc(quantiles[:, half:]) + steps[::-1]], 1)
    return np.sort(np.exp(moved), axis=1)


def conformal_quantiles(quantiles: np.ndarray, held: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """Quantiles, corrected by what held-out layers need, gC/m3, ``(n, levels)``.

    Parameters
    ----------
    quantiles
        Predicted SOC to correct, gC/m3, ``(n, levels)``, at ``LEVELS``.
    held, truth
        As of :func:`conformal_steps`.
    """
    return moved_quantiles(quantiles, conformal_steps(held, truth))
