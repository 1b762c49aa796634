"""Sparse linear weights under a Gaussian prior whose variances follow from the evidence (automatic relevance determination).

One variance stands for each group of functions and parameter; where the data do not ask for a group, its variance goes to zero and the
parameter does not depend on it (MacKay 1992; Tipping 2001).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import cho_solve, cholesky
from scipy.linalg.lapack import dtrtri
from scipy.sparse import csr_array

from .features import FieldFeatures
from .observations import Linearised

CONSTANT_VARIANCE = 2.0  # of the constants: logits, so that a parameter starts anywhere in its range
LEAST_VARIANCE = 3e-4  # of logits, below which a group is left out: nobody would see it in a map
LARGEST_VARIANCE = 10.0


@dataclass(frozen=True)
class FieldWeights:
    """Weights and their prior.

    Parameters
    ----------
    value
        Mean of the posterior, ``(n_features + 1, parameters)``.
    variance
        Prior variance of each group, ``(groups, parameters)``; 0 for one that is left out.
    features
        The functions.
    """

    value: np.ndarray
    variance: np.ndarray
    features: FieldFeatures

    @property
    def live(self) -> np.ndarray:
        """Which weights are not left out, ``(n_features + 1, parameters)``."""
        return np.concatenate(
            [np.ones((1, self.value.shape[1]), dtype=bool), (self.variance[self.features.group] > 0.0) & self.features.usable[:, None]]
        )

    @property
    def precision(self) -> np.ndarray:
        """Of the prior of each weight, ``(n_features + 1, parameters)``; infinite for those left out."""
        with np.errstate(divide="ignore"):
            return np.concatenate([np.full((1, self.value.shape[1]), 1.0 / CONSTANT_VARIANCE), 1.0 / self.variance[self.features.group]])


@dataclass(frozen=True)
class NormalEquations:
    """Gauss-Newton equations of the live weights: their ``matrix`` without the prior ``(live, live)``, ``gradient`` of half the squares
    ``(live,)`` downhill, ``prior`` precision ``(live,)``, and the ``rows`` and ``columns`` of these weights."""

    matrix: np.ndarray
    gradient: np.ndarray
    prior: np.ndarray
    rows: np.ndarray
    columns: np.ndarray

    @property
    def factor(self) -> np.ndarray:
        """Lower Cholesky factor of the matrix with the prior."""
        joint = self.matrix.copy()
        joint[np.diag_indices_from(joint)] += self.prior
        return cholesky(joint, lower=True, overwrite_a=True, check_finite=False)

    def step(self, factor: np.ndarray, value: np.ndarray) -> np.ndarray:
        """The change of the live weights to the minimum of the linearised problem, ``(live,)``.

        Parameters
        ----------
        factor
            Of :attr:`factor`, ``(live, live)``.
        value
            The present live weights, ``(live,)``.
        """
        return cho_solve((factor, True), self.gradient - self.prior * value)


def normal_equations(
    weights: FieldWeights, features: np.ndarray, linear: Linearised, scale: float, single: bool = False
) -> NormalEquations:
    """The equations of a linearised fit.

    The functions are the same in all layers of a site, so that the curvature of a site's layers is added up first.

    Parameters
    ----------
    weights
        The present weights.
    features
        Functions at the sites, ``(sites, n_features + 1)``.
    linear
        Residuals of the layers and their derivatives by the logits.
    scale
        Variance of a residual.
    single
        Compute the matrix in single precision, in half the time: for the first steps, which find a direction.
    """
    live = [np.flatnonzero(column) for column in weights.live.T]
    first = np.concatenate([[0], np.cumsum([len(rows) for rows in live])])
    columns = np.repeat(np.arange(len(live)), np.diff(first))
    rows = np.concatenate(live)
    of_site = csr_array((np.ones(len(linear.site)), (linear.site, np.arange(len(linear.site)))), shape=(len(features), len(linear.site)))
    downhill = features.T @ (of_site @ (linear.slope * linear.residual[:, None]))
    matrix = np.empty((len(rows), len(rows)))
    kind = np.float32 if single else np.float64
    columns_of = [features[:, row].astype(kind) for row in live]
    for one in range(len(live)):
        curvature = (of_site @ (linear.slope[:, one : one + 1] * linear.slope[:, one:])).astype(kind)
        for other in range(one, len(live)):
            part = columns_of[one].T @ (curvature[:, other - one, None] * columns_of[other])
            matrix[first[one] : first[one + 1], first[other] : first[other + 1]] = part
            matrix[first[other] : first[other + 1], first[one] : first[one + 1]] = part.T
    return NormalEquations(matrix / scale, downhill[rows, columns] / scale, weights.precision[rows, columns], rows, columns)


def posterior_variance(factor: np.ndarray) -> np.ndarray:
    """Variances of the live weights, ``(live,)``.

    Parameters
    ----------
    factor
        Lower Cholesky factor of their precision, ``(live, live)``.
    """
    inverse, _ = dtrtri(factor, lower=True)
    return (inverse**2).sum(0)


def updated_variances(weights: FieldWeights, normal: NormalEquations, variance: np.ndarray, least: float) -> np.ndarray:
    """Prior variances that the evidence asks for, ``(groups, parameters)``: halfway between MacKay's and the EM update.

    Parameters
    ----------
    weights
        The present weights.
    normal
        Their equations.
    variance
        Posterior variances of the live weights, ``(live,)``.
    least
        Below it a variance does not fall: above 0 while the fit is still warm.
    """
    spread = np.zeros_like(weights.value)
    spread[normal.rows, normal.columns] = variance
    groups, group, usable = len(weights.variance), weights.features.group, weights.features.usable
    count = np.maximum(np.bincount(group, usable, minlength=groups), 1.0)[:, None]
    squares, known = np.zeros_like(weights.variance), np.zeros_like(weights.variance)
    np.add.at(squares, group, weights.value[1:] ** 2)
    np.add.at(known, group, spread[1:])
    told = np.clip(count - known / np.maximum(weights.variance, 1e-12), 1e-3, count)  # number of well-determined weights
    fast, slow = squares / told, (squares + known) / count
    new = np.clip(0.5 * fast + 0.5 * np.minimum(slow, 4.0 * fast + 1e-9), least, LARGEST_VARIANCE)
    return np.where((weights.variance > 0.0) & (new >= LEAST_VARIANCE), new, 0.0)
