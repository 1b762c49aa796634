"""How well Delta14C is predicted: over all layers, and by depth."""

from __future__ import annotations

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
