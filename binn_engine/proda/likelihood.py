"""The posterior of profiles: uniform priors within the ranges of the parameters, the CLM5 layer, and an error model of SOC."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import torch
from scipy.stats import rankdata

from ..clm5 import Forcing, SoilCarbonModel
from ..clm5.geometry import NODE_DEPTH
from ..learning.losses import RELATIVE_ERROR
from ..model.binn import ParameterSpace
from ..model.calibration import LEAST_SOC
from . import fits

# Places in the ranges (n, parameters) and the site of each (n,) give the logarithm of a density, (n,).
LogDensity = Callable[[np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Observed:
    """Observations at sites: the layers of each site, by ``start`` and ``count`` ``(sites,)``, in ``weights`` ``(layers, 20)``,
    the observation operator; ``soc`` gC/m3 and ``depth`` m, ``(layers,)``."""

    start: np.ndarray
    count: np.ndarray
    weights: np.ndarray
    soc: np.ndarray
    depth: np.ndarray

    def subset(self, first: int, stop: int) -> Observed:
        """A run of the sites."""
        lower = int(self.start[first])
        upper = int(self.start[stop - 1] + self.count[stop - 1])
        rows = slice(lower, upper)
        return Observed(self.start[first:stop] - lower, self.count[first:stop], self.weights[rows], self.soc[rows], self.depth[rows])

    def rows(self, site: int) -> slice:
        """The layers of one site."""
        return slice(int(self.start[site]), int(self.start[site] + self.count[site]))


@dataclass(frozen=True)
class SocError:
    """The error model of SOC: ``spread`` is the standard deviation of the error of its logarithm, and the errors of layers are independent;
    ``published``: PRODA's cost in its place, see :func:`published_weights`."""

    spread: float
    published: bool = False


class SitePosterior:
    """The logarithm of the posterior density of places in the ranges of the learned parameters.

    Parameters
    ----------
    space
        Ranges, and values of parameters that are not learned.
    bedrock
        ``clm5`` or ``published``.
    forcing
        One site each, by cell or not.
    observed
        Of the same sites.
    error
        Of SOC.
    """

    def __init__(self, space: ParameterSpace, bedrock: str, forcing: Forcing, observed: Observed, error: SocError) -> None:
        self._clm5, self._forcing, self._observed, self._spread = SoilCarbonModel(bedrock), forcing, observed, error.spread
        self._lower, self._upper = np.array(space.lower), np.array(space.upper)
        self._learned, self._fixed = np.flatnonzero(space.learned), np.array(space.fixed)
        self._log_observed = np.log(np.maximum(observed.soc, LEAST_SOC))
        self._layer_weights = published_weights(observed) if error.published else None
        self.evaluations = 0

    def __call__(self, places: np.ndarray, site: np.ndarray) -> np.ndarray:
        """Log density, ``(n,)``.

        Parameters
        ----------
        places
            Of the learned parameters in their ranges, 0 to 1, ``(n, learned)``.
        site
            Number of the site of each, ``(n,)``.
        """
        total = np.empty(len(places))
        soc, _ = self.simulate(places, site)
        self._fit(soc, site, total)
        return total

    def _fit(self, soc: np.ndarray, site: np.ndarray, total: np.ndarray) -> None:
        seen = self._observed
        if self._layer_weights is None:
            fits.lognormal_fit(soc, site, seen.start, seen.count, seen.weights, self._log_observed, self._spread, LEAST_SOC, total)
        else:
            fits.published_fit(
                soc, site, seen.start, seen.count, NODE_DEPTH, seen.depth, seen.soc, self._layer_weights, RELATIVE_ERROR, total
            )

    def parameters(self, places: np.ndarray) -> np.ndarray:
        """All parameters in their units, ``(n, 21)``.

        Parameters
        ----------
        places
            Of the learned parameters in their ranges, 0 to 1, ``(n, learned)``.
        """
        values = np.broadcast_to(self._fixed, (len(places), len(self._fixed))).copy()
        lower, upper = self._lower[self._learned], self._upper[self._learned]
        values[:, self._learned] = lower + (upper - lower) * places
        return values

    @torch.no_grad()
    def simulate(self, places: np.ndarray, site: np.ndarray) -> tuple[np.ndarray, Mapping[str, torch.Tensor]]:
        """SOC of the layers, gC/m3, ``(n, 20)``, and the six processes, ``(n,)`` each.

        Parameters
        ----------
        places
            Of the learned parameters in their ranges, 0 to 1, ``(n, learned)``.
        site
            Number of the site of each, ``(n,)``.
        """
        self.evaluations += len(places)
        state = self._clm5(torch.from_numpy(self.parameters(places)), self._forcing.at(torch.from_numpy(site)))
        return state.soc.numpy(), state.processes

    def weights_of(self, site: int) -> np.ndarray:
        """The observation operator of one site, ``(layers, 20)``."""
        return self._observed.weights[self._observed.rows(site)]

    def soc_of(self, site: int) -> np.ndarray:
        """Observed SOC of one site, gC/m3, ``(layers,)``."""
        return self._observed.soc[self._observed.rows(site)]


def published_weights(observed: Observed) -> np.ndarray:
    """PRODA's weights of the layers of each profile, ``(layers,)``: ``max(1, 10 exp(1 - r))``, ``r`` the mean of the ranks by distance
    from the profile's mean SOC and by distance from its mean depth, the farthest first, so that extreme layers weigh up to ten."""
    weights = np.empty(len(observed.soc))
    for site in range(len(observed.count)):
        rows = observed.rows(site)
        ranks = [rankdata(-np.abs(values - values.mean())) for values in (observed.soc[rows], observed.depth[rows])]
        weights[rows] = np.maximum(1.0, 10.0 * np.exp(1.0 - np.mean(ranks, axis=0)))
    return weights
