"""The best that a linear learner could find of a twin's smooth parameters: the posterior mean of the problem linearised at the truth.

About the truth the logarithm of SOC is linear in the scores ``z`` of the parameters (places are ``0.05 + 0.9 Phi(z)``), so that the
posterior of Gaussian fields ``z`` given noisy layers has a closed form, whatever the number of unknowns, and no iteration can end at a
wrong place. It measures what the observations hold of the parameters, not a strict bound: a learner that finds out which covariates matter
is not linear. What is known of the fields is a covariance between the sites, one for each parameter; the identity stands for one who knows
no covariates, and has but a site's own layers.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.linalg import cho_factor, cho_solve
from scipy.stats import norm

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.experiments.twins import HIGHEST, LOWEST, Twin
from binn_engine.learning.dataset import Tensors
from binn_engine.model.binn import ParameterSpace
from binn_engine.scoring.scores import LEAST_SOC

from .oracle import Column, log_slopes


def covariance(column: Column, sites: int) -> np.ndarray:
    """The covariance ``(sites, sites)`` of these columns, centred over the sites and scaled to a mean variance of one, as truths are."""
    kernel = np.stack([column(site) for site in range(sites)], 1)
    kernel -= kernel.mean(0)
    kernel -= kernel.mean(1, keepdims=True)
    return kernel * (sites / np.trace(kernel))


def posterior_scores(
    slope: np.ndarray, site: np.ndarray, residual: np.ndarray, covariances: Sequence[np.ndarray], error: float
) -> np.ndarray:
    """Posterior means of the scores of all sites, ``(sites, p)``.

    Parameters
    ----------
    slope
        Derivatives of the observations by the scores of their own site, ``(layers, p)``.
    site
        Of each observation, ``(layers,)``.
    residual
        Observations less what scores of zero give in the linearised problem, ``(layers,)``.
    covariances
        Of each parameter's scores between the sites, ``(sites, sites)``.
    error
        Standard deviation of an observation.
    """
    gram = error**2 * np.eye(len(site))
    own = np.array([id(kernel) for kernel in covariances])
    for one in np.unique(own):  # parameters of the same covariance are taken together, which is most of the work
        parts, kernel = slope[:, own == one], covariances[int(np.flatnonzero(own == one)[0])]
        gram += (parts @ parts.T) * kernel[np.ix_(site, site)]
    weighed = cho_solve(cho_factor(gram, lower=True, overwrite_a=True), residual)
    return np.stack([kernel[:, site] @ (part * weighed) for part, kernel in zip(slope.T, covariances)], 1)


def linear_parameters(
    space: ParameterSpace, bedrock: str, twin: Twin, tensors: Tensors, taught: np.ndarray, covariances: Sequence[np.ndarray], error: float
) -> np.ndarray:
    """Parameters ``(sites, 21)`` found from the observed layers of the training sites (indices); those not learned are the true ones."""
    learned = np.flatnonzero(space.learned)
    lower, width = np.array(space.lower)[learned], (np.array(space.upper) - np.array(space.lower))[learned]
    true = norm.ppf(((twin.parameters[:, learned] - lower) / width - LOWEST) / (HIGHEST - LOWEST))
    logs, slope = log_slopes(SoilCarbonModel(bedrock), twin.parameters[taught], tensors, taught)
    layers = np.flatnonzero(np.isin(_site_of(tensors), taught))
    site = _site_of(tensors)[layers]
    slope = slope[:, learned] * (width * (HIGHEST - LOWEST) * norm.pdf(true))[site]
    noise = np.log(np.maximum(twin.observed[layers], LEAST_SOC)) + 0.5 * error**2 - logs
    scores = posterior_scores(slope, site, noise + (slope * true[site]).sum(1), covariances, error)
    found = twin.parameters.copy()
    found[:, learned] = lower + width * (LOWEST + (HIGHEST - LOWEST) * norm.cdf(scores))
    return found


def _site_of(tensors: Tensors) -> np.ndarray:
    """The site of every layer, ``(layers,)``."""
    return np.repeat(np.arange(len(tensors)), tensors.count.numpy())
