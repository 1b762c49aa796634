"""How well Delta14C is predicted: over all layers, and by depth."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ...errors import InputError
from ...model.calibration import DEPTH_RANGES, within
from ...scoring.scores import agreement


def radiocarbon_scores(observed: np.ndarray, predicted: np.ndarray, depth_m: np.ndarray, site: np.ndarray) -> dict[str, Any]:
    """NSE, RMSE and bias (predicted minus observed, permil) of layers, their number and that of their sites, and the same by depth.

    Parameters
    ----------
    observed, predicted
        Delta14C, permil, ``(layers,)``.
    depth_m
        Middle depths, m, ``(layers,)``.
    site
        Number of the site of each layer, ``(layers,)``.

    Raises
    ------
    InputError
        Where a prediction is not finite: no score is computed over a mask.
    """
    if not np.isfinite(predicted).all():
        raise InputError(
            f"At {int((~np.isfinite(predicted)).sum())} of {len(predicted)} layers with radiocarbon, the model has no carbon.",
            "Check the forcing at these places, and the depths of these layers.",
        )

    def scores(rows: np.ndarray) -> dict[str, Any]:
        found = agreement(observed[rows], predicted[rows])
        counts = {"layers": int(rows.sum()), "sites": len(np.unique(site[rows]))}
        return {**{name: found[name] for name in ("nse", "rmse", "bias")}, **counts}

    ranges = {name: within(depth_m, name) for name in DEPTH_RANGES}
    return {**scores(np.ones(len(observed), dtype=bool)), "by_depth": {name: scores(rows) for name, rows in ranges.items() if rows.any()}}


def fit_in_words(scores: Mapping[str, Any]) -> str:
    """Scores of :func:`radiocarbon_scores` for a log.

    >>> fit_in_words({"nse": 0.5, "by_depth": {"0-30 cm": {"bias": 3.2}, "30-100 cm": {"bias": -8.0}}})
    'NSE 0.500; bias by depth (permil): 0-30 cm +3, 30-100 cm -8'
    """
    biases = ", ".join(f"{depth} {row['bias']:+.0f}" for depth, row in scores["by_depth"].items())
    return f"NSE {scores['nse']:.3f}; bias by depth (permil): {biases}"
