"""Errors of held-out layers: how they depend on depth, and how far single observations are from the mean of their place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InputError
from ..learning.dataset import Sites
from ..model.calibration import DEPTH_RANGES, LEAST_SOC, log_soc, within
from ..model.scaling import FEWEST, Scaling, fit_scaling
from ..resampling.distances import distance_km
from ..resampling.variograms import fit_variogram
from ..running.callbacks import Warn

NEIGHBOURS_KM, FEWEST_NEIGHBOURS = 1.0, 30
DEEPEST_M = 2.0  # where the lowest range ends when its middle is sought


@dataclass(frozen=True)
class LayerErrors:
    """Predicted layers whose SOC is known: ``layer`` (rows among all the layers), ``value`` gC/m3, ``spread`` of its logarithm over the
    draws; ``(n,)`` each."""

    layer: np.ndarray
    value: np.ndarray
    spread: np.ndarray


def soc_scalings(sites: Sites, errors: Sequence[LayerErrors], warn: Warn) -> dict[str, Scaling]:
    """Scalings of SOC by range of depth, of held-out layers.

    A range with fewer than 20 layers takes the scaling of all depths, with a warning. Raises :class:`InputError` where there are fewer
    than that in all.
    """
    layer, value, spread = _joined(errors)
    truth, depth = sites.profiles.soc[layer], sites.profiles.depth[layer]
    every, found = _fit_soc(truth, value, spread), {}
    for name in DEPTH_RANGES:
        inside = within(depth, name)
        if inside.sum() < FEWEST:
            warn("few_layers", f"Only {int(inside.sum())} held-out layers are in {name}, so the factors of all depths are used there.")
            found[name] = every
        else:
            found[name] = _fit_soc(truth[inside], value[inside], spread[inside])
    return found


def observation_errors(sites: Sites, errors: Sequence[LayerErrors], seed: int, warn: Warn) -> dict[str, float]:
    """By range of depth, the standard deviation of the logarithm by which an observation misses the mean SOC of its place.

    It is what residuals of neighbours differ by: of profiles up to 1 km apart, or where these are few the nugget of the residuals'
    variogram. It holds errors of measurement and soil that changes within metres. Where there are too few profiles for either it is 0,
    with a warning.
    """
    layer, value, _ = _joined(errors)
    residual = log_soc(sites.profiles.soc[layer]) - log_soc(value)
    profile, depth = sites.profiles.profile[layer], sites.profiles.depth[layer]
    found = {}
    for name, (top, bottom) in DEPTH_RANGES.items():
        inside = np.flatnonzero(within(depth, name))
        # One layer a profile, that nearest the middle of the range: means over layers would hide what single layers miss by.
        middle = (top + min(bottom, DEEPEST_M)) / 2.0
        order = inside[np.argsort(np.abs(depth[inside] - middle), kind="stable")]
        one = order[np.unique(profile[order], return_index=True)[1]]
        place = sites.profiles.longitude[profile[one]], sites.profiles.latitude[profile[one]]
        found[name] = _neighbour_error(*place, residual[one], seed)
        if not found[name]:
            warn(
                "no_neighbours",
                "There are too few neighbouring profiles to separate the error of observations from the error of the "
                f"model in {name}. Both errors are included in the intervals of the mean.",
            )
    return found


def _neighbour_error(longitude: np.ndarray, latitude: np.ndarray, residual: np.ndarray, seed: int) -> float:
    first, second = np.triu_indices(len(residual), 1)
    near = np.abs(latitude[first] - latitude[second]) < 2.0 * NEIGHBOURS_KM / 100.0
    first, second = first[near], second[near]
    near = distance_km(longitude[first], latitude[first], longitude[second], latitude[second]) <= NEIGHBOURS_KM
    if near.sum() >= FEWEST_NEIGHBOURS:
        root = np.sqrt(np.abs(residual[first] - residual[second]))[near]
        return float(np.sqrt(0.5 * root.mean() ** 4 / (0.457 + 0.494 / len(root))))  # Cressie and Hawkins 1980
    try:
        return float(np.sqrt(fit_variogram(longitude, latitude, residual, seed).nugget))
    except InputError:
        return 0.0


def _joined(errors: Sequence[LayerErrors]) -> tuple[np.ndarray, ...]:
    return tuple(np.concatenate([getattr(row, name) for row in errors]) for name in ("layer", "value", "spread"))


def _fit_soc(truth: np.ndarray, value: np.ndarray, spread: np.ndarray) -> Scaling:
    return fit_scaling(truth, value, spread, "log", LEAST_SOC, (0.0, np.inf))
