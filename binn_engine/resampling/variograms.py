"""How the difference between values increases with distance: the variogram, and the size of spatial blocks that follows from it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize_scalar, nnls

from ..errors import InputError
from .distances import KM_PER_DEGREE, distance_km

BLOCK_LIMITS = (0.1, 5.0)  # degrees: smaller blocks hold one place, larger ones a climate
_NEAREST_KM, _BINS, _FEWEST_PAIRS, _MOST_PROFILES = 1.0, 20, 30, 2000


@dataclass(frozen=True)
class Variogram:
    """How the difference between values increases with distance: a spherical model and the points it is fitted to.

    ``range_km`` is where it levels off, ``nugget`` its value near no distance, ``sill`` what it gains up to the range, both in the
    unit of the values squared; ``distance_km``, ``semivariance`` and ``pairs`` are ``(bins,)``.
    """

    range_km: float
    nugget: float
    sill: float
    distance_km: np.ndarray
    semivariance: np.ndarray
    pairs: np.ndarray

    def block_degrees(self, latitude: np.ndarray) -> float:
        """The side of blocks as wide as the range where the profiles are, within ``BLOCK_LIMITS``.

        Profiles nearer than the range tell of each other, so that a smaller block would be scored by its neighbours (Roberts et al.
        2017). A degree of longitude is the shorter one, and decides. Without a structure in space any block will do: the smallest.

        Parameters
        ----------
        latitude
            Of the profiles, degrees, ``(n_profiles,)``.
        """
        degree_km = KM_PER_DEGREE * max(float(np.cos(np.radians(np.median(latitude)))), 0.1)
        wanted = self.range_km / degree_km if self.sill > 0.0 else 0.0
        return float(np.clip(wanted, *BLOCK_LIMITS))


def fit_variogram(longitude: np.ndarray, latitude: np.ndarray, value: np.ndarray, seed: int = 0) -> Variogram:
    """The empirical variogram of one value per profile, and the spherical model through it.

    Semivariance is the estimate of Cressie and Hawkins (1980), which a few peat profiles do not rule, in bins whose limits grow by a
    factor from 1 km to a third of the greatest distance: they resolve a county as well as a continent. Weights are pairs over
    distance squared (Pebesma 2004): nugget and sill by non-negative least squares at each range, the range by search. Of more than
    2,000 profiles a sample is drawn with the seed.

    ``longitude`` and ``latitude`` are in degrees; ``value`` is best near normal, such as the mean over a profile's layers of the
    square root of SOC less what depth explains; ``(n_profiles,)`` each. Raises :class:`InputError` for profiles too few, or too close
    together, to fill five bins.

    Parameters
    ----------
    longitude, latitude
        Degrees, ``(n_profiles,)``.
    value
        Best near normal, such as the mean over a profile's layers of the square root of SOC less what depth explains, ``(n_profiles,)``.
    seed
        Of the sample of profiles.
    """
    order = np.lexsort((value, latitude, longitude))
    if len(order) > _MOST_PROFILES:
        order = order[np.sort(np.random.default_rng(seed).choice(len(order), _MOST_PROFILES, replace=False))]
    first, second = np.triu_indices(len(order), 1)
    lon, lat, known = (np.asarray(given, dtype=float)[order] for given in (longitude, latitude, value))
    distance = distance_km(lon[first], lat[first], lon[second], lat[second])
    edges = np.geomspace(_NEAREST_KM, max(distance.max(initial=0.0) / 3.0, 2.0 * _NEAREST_KM), _BINS + 1)
    bins = np.searchsorted(edges, distance, side="right") - 1
    inside = (bins >= 0) & (bins < _BINS)
    unlike = np.sqrt(np.abs(known[first] - known[second]))
    amounts = (np.ones(len(distance)), distance, unlike)
    counts, distances, roots = (np.bincount(bins[inside], amount[inside], _BINS) for amount in amounts)
    full = counts >= _FEWEST_PAIRS
    if full.sum() < 5:
        raise InputError(
            f"The {len(value):,} profiles are too few, or too close together, to compute the variogram of SOC.",
            "Set the size of the blocks (block_degrees).",
        )
    pairs, far, root = counts[full], distances[full] / counts[full], roots[full] / counts[full]
    semivariance = 0.5 * root**4 / (0.457 + 0.494 / pairs)
    return Variogram(*_spherical(far, semivariance, np.sqrt(pairs) / far), far, semivariance, pairs)


def _spherical(distance: np.ndarray, semivariance: np.ndarray, weight: np.ndarray) -> tuple[float, float, float]:
    """Range, nugget and sill of the spherical model nearest to the points; ``weight`` multiplies residuals."""

    def fitted(log_range: float) -> tuple[np.ndarray, float]:
        share = np.minimum(distance / np.exp(log_range), 1.0)
        shape = np.stack([np.ones_like(share), 1.5 * share - 0.5 * share**3], axis=1)
        return nnls(shape * weight[:, None], semivariance * weight)

    # The misfit has a kink at every point's distance: a grid first, so that the search starts beside the lowest.
    grid = np.linspace(np.log(distance[0]), np.log(distance[-1]), 100)
    best = grid[int(np.argmin([fitted(log_range)[1] for log_range in grid]))]
    step = grid[1] - grid[0]
    limits = (max(best - step, grid[0]), min(best + step, grid[-1]))
    found = minimize_scalar(lambda log_range: fitted(log_range)[1], bounds=limits, method="bounded").x
    nugget, sill = fitted(found)[0]
    return float(np.exp(found)), float(nugget), float(sill)
