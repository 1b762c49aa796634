"""How likely observed radiocarbon is: Gaussian errors of each layer, of which a part is shared by all layers of a site.

The errors of a site with ``n`` layers have the covariance ``diag(v) + s^2``: ``v`` is the variance of each layer (measured, and of the
model within a site), ``s`` the standard deviation of what the model gets wrong at the whole site. So a tenth layer of a site says less
than the first, and a few sites with many layers do not outweigh the others.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch
from scipy.optimize import minimize

LEAST_ERROR, MOST_ERROR = 10.0, 1000.0  # permil: between soils a few metres apart, and what could be any number
FIRST_ERROR = 50.0


@dataclass(frozen=True)
class ModelErrors:
    """Standard deviations of what the model gets wrong, permil: at the whole ``site``, and at a ``layer`` besides."""

    site: float = FIRST_ERROR
    layer: float = FIRST_ERROR


@dataclass(frozen=True, eq=False)
class LayersAtSites:
    """Layers whose error is asked about.

    Parameters
    ----------
    sigma
        Measured standard error, permil, ``(layers,)``.
    site
        Number of the site of each layer, from 0, ``(layers,)``.
    sites
        How many sites there are.
    """

    sigma: torch.Tensor
    site: torch.Tensor
    sites: int


def site_misfits(residual: torch.Tensor, layers: LayersAtSites, errors: ModelErrors) -> torch.Tensor:
    """Minus the logarithm of the likelihood of every site, ``(sites,)``; 0 for a site without layers.

    The determinant and the inverse of the covariance are those of a diagonal matrix with one vector more (Sherman and Morrison 1950).

    Parameters
    ----------
    residual
        Observed minus predicted Delta14C, permil, ``(layers,)``; a layer where it is not finite does not count.
    layers
        Their measured errors and sites.
    errors
        Those of the model.
    """
    counts = torch.isfinite(residual)
    residual = torch.where(counts, residual, torch.zeros_like(residual))
    variance = layers.sigma**2 + errors.layer**2
    weight = counts / variance

    def by_site(values: torch.Tensor) -> torch.Tensor:
        return values.new_zeros(layers.sites).index_add(0, layers.site, values)

    total, pulled, square = by_site(weight), by_site(weight * residual), by_site(weight * residual**2)
    shared = errors.site**2
    growth = 1.0 + shared * total
    logarithms = by_site(torch.where(counts, torch.log(2.0 * math.pi * variance), torch.zeros_like(variance)))
    return 0.5 * (square - shared * pulled**2 / growth + logarithms + torch.log(growth))


def likeliest_errors(residual: np.ndarray, sigma: np.ndarray, site: np.ndarray) -> ModelErrors:
    """The errors of the model under which residuals are likeliest, within ``LEAST_ERROR`` and ``MOST_ERROR``.

    Parameters
    ----------
    residual, sigma
        Observed minus predicted, and measured standard error, permil, ``(layers,)``.
    site
        Number of the site of each layer, ``(layers,)``.
    """
    numbers, of = np.unique(site, return_inverse=True)
    layers = LayersAtSites(torch.from_numpy(np.asarray(sigma, dtype=float)), torch.from_numpy(of.reshape(-1)), len(numbers))
    values = torch.from_numpy(np.asarray(residual, dtype=float))

    def misfit(logarithms: np.ndarray) -> float:
        return float(site_misfits(values, layers, ModelErrors(*np.exp(logarithms).tolist())).sum())

    limits = np.log([LEAST_ERROR, MOST_ERROR])
    start = np.full(2, np.clip(math.log(max(float(np.nanstd(residual)), 1.0) / math.sqrt(2.0)), *limits))
    found = minimize(misfit, start, method="Nelder-Mead", bounds=[tuple(limits)] * 2, options={"xatol": 1e-3, "fatol": 1e-4})
    return ModelErrors(*np.exp(found.x).tolist())
