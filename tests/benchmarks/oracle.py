"""The posterior mean of smooth parameter fields: what could be found of a truth by one who knows how it was drawn.

Every parameter lies at the place ``0.05 + 0.9 Phi(z)`` of its range, ``z`` a Gaussian process over covariates. Its covariance between the
sites is ``F F'`` with a few columns ``F``, so that ``z = F w`` with standard normal ``w``. The logarithm of the observed SOC is linearised
about the present ``w``, solved, and linearised again (Gauss-Newton), which ends at the most probable ``w`` and its normal approximation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import comb

import numpy as np
import torch
from scipy.linalg import cho_factor, cho_solve, solve_triangular
from scipy.stats import norm

from binn_engine.clm5 import SoilCarbonModel
from binn_engine.experiments.identifiability import soc_jacobian
from binn_engine.experiments.twins import HIGHEST, LOWEST
from binn_engine.learning.dataset import Tensors
from binn_engine.model.binn import ParameterSpace
from binn_engine.scoring.scores import LEAST_SOC

SITES_AT_ONCE = 512
TOLERANCE = 1e-3  # share of the variance that the columns of a covariance may leave out
SETTLED = 1e-4  # relative change of the objective below which iterations end
WARMEST = 0.3  # error of the logarithm with which iterations begin, where the true one is smaller

Column = Callable[[int], np.ndarray]


@dataclass(frozen=True)
class Found:
    """The most probable ``weights`` ``(unknowns,)``, and the posterior means of the ``parameters`` ``(sites, 21)``."""

    weights: np.ndarray
    parameters: np.ndarray


def gaussian_column(standard: np.ndarray, length: float) -> Column:
    """Columns of ``exp(-|x - x'|^2 / 2 length^2)`` over sites with the covariates ``standard``, ``(sites, n)``."""
    return lambda site: np.exp(-0.5 * ((standard - standard[site]) ** 2).sum(1) / length**2)


def unknown_column(standard: np.ndarray, chosen: int, length: float) -> Column:
    """Columns of the covariance of one who does not know which ``chosen`` of the covariates matter: the mean over all choices.

    That is the elementary symmetric polynomial of the covariates' own kernels over their number of choices.
    """

    def column(site: int) -> np.ndarray:
        kernels = np.exp(-0.5 * ((standard - standard[site]) / length) ** 2).T
        sums = np.zeros((chosen + 1, kernels.shape[1]))
        sums[0] = 1.0
        for kernel in kernels:
            for order in range(chosen, 0, -1):
                sums[order] += kernel * sums[order - 1]
        return sums[chosen] / comb(len(kernels), chosen)

    return column


def covariance_factor(column: Column, sites: int, most: int, tolerance: float = TOLERANCE) -> np.ndarray:
    """``F`` ``(sites, rank)`` with ``F F'`` near the covariance whose columns are given (its diagonal is one), by pivoted Cholesky, then
    centred over the sites and scaled to a mean variance of one, as truths are."""
    left, factor = np.ones(sites), []
    while len(factor) < most and left.mean() > tolerance * 1e-2:
        pivot = int(left.argmax())
        row = column(pivot) - sum((part * part[pivot] for part in factor), np.zeros(sites))
        factor.append(row / np.sqrt(left[pivot]))
        left = np.maximum(left - factor[-1] ** 2, 0.0)
    found = np.stack(factor, 1)
    found -= found.mean(0)
    # Few directions carry all but the tolerance.
    left_vectors, values, _ = np.linalg.svd(found, full_matrices=False)
    share = np.cumsum(values**2) / (values**2).sum()
    found = (left_vectors * values)[:, : int(np.searchsorted(share, 1.0 - tolerance)) + 1]
    return found / np.sqrt((found**2).sum(1).mean())


class Posterior:
    """Parameters of a twin from the observed layers of some of its sites.

    Parameters
    ----------
    space, bedrock
        Of the parameters, and of the CLM5 layer.
    factors
        Of every learned parameter the ``F`` of its covariance, ``(sites, rank)``.
    given
        ``(sites, 21)``: the parameters that are not learned have these values.
    """

    def __init__(self, space: ParameterSpace, bedrock: str, factors: Sequence[np.ndarray], given: np.ndarray) -> None:
        self._clm5 = SoilCarbonModel(bedrock)
        self._learned = np.flatnonzero(space.learned)
        self._lower = np.array(space.lower)[self._learned]
        self._width = (np.array(space.upper) - np.array(space.lower))[self._learned]
        self._factors, self._given = list(factors), given
        self._edges = np.cumsum([0, *(part.shape[1] for part in factors)])

    def find(self, tensors: Tensors, taught: np.ndarray, error: float, most: int = 25) -> Found:
        """The posterior of all sites given the layers of the training sites (indices), whose logarithm has this standard error."""
        layers = _layers(tensors, taught)
        observed = np.log(np.maximum(tensors.soc[layers[1]].cpu().double().numpy(), LEAST_SOC)) + 0.5 * error**2
        weights = np.zeros(self._edges[-1])
        present = max(error, WARMEST)
        while True:
            weights, covariance = self._settle(weights, tensors, taught, observed, present, most)
            if present <= error:
                return self._found(weights, covariance)
            present = max(error, present / 3.0)

    def _settle(
        self, weights: np.ndarray, tensors: Tensors, taught: np.ndarray, observed: np.ndarray, error: float, most: int
    ) -> tuple[np.ndarray, np.ndarray]:
        """The most probable weights and the upper factor of their precision."""
        predicted, slope = self._linearised(weights, tensors, taught)
        cost = _cost(weights, predicted, observed, error)
        for _ in range(most):
            step, _ = gauss_newton(weights, slope, observed - predicted, error)
            share = 1.0
            while True:
                trial = weights + share * step
                moved, trial_slope = self._linearised(trial, tensors, taught)
                new = _cost(trial, moved, observed, error)
                if new < cost or share < 1e-3:
                    break
                share /= 3.0
            if new >= cost:
                break
            weights, predicted, slope, gain, cost = trial, moved, trial_slope, cost - new, new
            if gain < SETTLED * cost:
                break
        return weights, gauss_newton(weights, slope, observed - predicted, error)[1]

    def _linearised(self, weights: np.ndarray, tensors: Tensors, taught: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Logarithm of SOC of the training layers, ``(layers,)``, and its derivative by the weights, ``(layers, unknowns)``."""
        theta = self._parameters(self._places(weights, taught), self._given[taught])
        logs, slope = log_slopes(self._clm5, theta, tensors, taught)
        by_score = self._width * (HIGHEST - LOWEST) * norm.pdf(self._scores(weights, taught))
        site = _layers(tensors, taught)[0].numpy()
        slope = slope[:, self._learned] * by_score[site]
        return logs, np.concatenate([slope[:, [n]] * part[taught][site] for n, part in enumerate(self._factors)], 1)

    def _found(self, weights: np.ndarray, factor: np.ndarray) -> Found:
        """Means over the normal approximation: ``E Phi(z) = Phi(m / sqrt(1 + v))``."""
        columns = []
        for part, a, b in zip(self._factors, self._edges, self._edges[1:]):
            wide = np.zeros((len(factor), len(part)))
            wide[a:b] = part.T
            variance = (solve_triangular(factor, wide, lower=True) ** 2).sum(0)
            columns.append(LOWEST + (HIGHEST - LOWEST) * norm.cdf(part @ weights[a:b] / np.sqrt(1.0 + variance)))
        return Found(weights, self._parameters(np.stack(columns, 1), self._given))

    def parameters(self, weights: np.ndarray) -> np.ndarray:
        """The parameters of all sites with these weights, ``(sites, 21)``."""
        return self._parameters(self._places(weights, slice(None)), self._given)

    def _places(self, weights: np.ndarray, rows: np.ndarray | slice) -> np.ndarray:
        return LOWEST + (HIGHEST - LOWEST) * norm.cdf(self._scores(weights, rows))

    def _scores(self, weights: np.ndarray, rows: np.ndarray | slice) -> np.ndarray:
        """``z`` of some of the sites, ``(rows, p)``."""
        return np.stack([part[rows] @ weights[a:b] for part, a, b in zip(self._factors, self._edges, self._edges[1:])], 1)

    def _parameters(self, places: np.ndarray, given: np.ndarray) -> np.ndarray:
        parameters = given.copy()
        parameters[:, self._learned] = self._lower + self._width * places
        return parameters


def gauss_newton(weights: np.ndarray, slope: np.ndarray, residual: np.ndarray, error: float) -> tuple[np.ndarray, np.ndarray]:
    """The step to the minimum of ``|residual - slope step|^2 / error^2 + |weights + step|^2``, and the lower Cholesky factor of the
    precision ``slope' slope / error^2 + I``, by the weights."""
    precision = slope.T @ slope / error**2
    precision[np.diag_indices_from(precision)] += 1.0
    factor = cho_factor(precision, lower=True)
    step = cho_solve(factor, slope.T @ residual / error**2 - weights)
    return step, np.tril(factor[0])


def log_slopes(clm5: SoilCarbonModel, parameters: np.ndarray, tensors: Tensors, sites: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Logarithm of SOC of the layers of some ``sites`` (indices), ``(layers,)``, and its derivatives by their 21 ``parameters``
    ``(sites, 21)``, ``(layers, 21)``."""
    theta, logs, slopes = torch.from_numpy(parameters), [], []
    for index in torch.arange(len(sites)).split(SITES_AT_ONCE):
        rows = torch.from_numpy(sites)[index]
        soc, jacobian = soc_jacobian(clm5, theta[index], tensors.forcing.at(rows))
        site, layer = tensors.layers_of(rows)
        operator = tensors.weights[layer]
        value = (soc[site] * operator).sum(1).clamp(min=LEAST_SOC)
        slope = torch.einsum("lz,lzp->lp", operator, jacobian[site]) / value[:, None]
        logs.append(torch.log(value).numpy())
        slopes.append(slope.numpy())
    return np.concatenate(logs), np.concatenate(slopes)


def _cost(weights: np.ndarray, predicted: np.ndarray, observed: np.ndarray, error: float) -> float:
    cost = float((((observed - predicted) / error) ** 2).sum() + (weights**2).sum())
    return cost if np.isfinite(cost) else np.inf


def _layers(tensors: Tensors, sites: np.ndarray) -> tuple[torch.Tensor, torch.Tensor]:
    return tensors.layers_of(torch.from_numpy(np.asarray(sites)))


def with_observed(tensors: Tensors, soc: np.ndarray) -> Tensors:
    """The sites with this SOC observed, ``(layers,)`` gC/m3."""
    return replace(tensors, soc=torch.from_numpy(soc).to(tensors.soc))
