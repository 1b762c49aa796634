"""The distribution of a change of carbon stocks, given draws of its parts and the scalings that twins gave.

Errors of a change are relative to what it consists of: a warming that takes as much carbon as more litter brings leaves a change near zero,
but not an error near zero. So each part (see ``PARTS``) is scaled by itself, by the logarithm of its size, and the sum is taken over errors
that are correlated as those of the twins were.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.special import ndtri

from .scaling import LEVELS, Scaling, damaged_calibration

LITTER, TEMPERATURE, MOISTURE = "litter", "temperature", "moisture"
PARTS = (LITTER, TEMPERATURE, MOISTURE)  # in the order in which they are added to one another; the last has all else, too
POINTS = 512  # of errors, from which quantiles of a sum are taken
AT_ONCE = 2**21  # numbers


@dataclass(frozen=True)
class ChangeScaling:
    """The errors of the change of a SOC stock.

    Parameters
    ----------
    parts
        By part: of the logarithm of its size.
    correlation
        Of the standardised errors of ``PARTS``, row by row.
    """

    parts: Mapping[str, Scaling]
    correlation: tuple[tuple[float, ...], ...]

    def of(self, parts: Mapping[str, np.ndarray]) -> ChangeDistribution:
        """The distribution of a change.

        Parameters
        ----------
        parts
            Draws of the parts that change, kgC/m2, ``(draws, ...)`` each; their sum is the change.
        """
        return ChangeDistribution(self, parts)

    def to_card(self) -> dict[str, Any]:
        """JSON-ready values for a model card."""
        return {"parts": {name: row.to_card() for name, row in self.parts.items()}, "correlation": self.correlation}

    @classmethod
    def from_card(cls, values: dict[str, Any]) -> ChangeScaling:
        """The scaling in a model card; raises :class:`CheckpointError` where it is not one."""
        try:
            parts = {name: Scaling.from_card(values["parts"][name]) for name in PARTS}
            correlation = tuple(tuple(map(float, row)) for row in values["correlation"])
            np.linalg.cholesky(np.array(correlation).reshape(len(PARTS), len(PARTS)))
            return cls(parts, correlation)
        except (TypeError, KeyError, ValueError, AttributeError, np.linalg.LinAlgError) as error:
            raise damaged_calibration() from error


@dataclass(frozen=True)
class ChangeDistribution:
    """The distribution of a change at places; see :meth:`ChangeScaling.of`."""

    scaling: ChangeScaling
    parts: Mapping[str, np.ndarray]

    @functools.cached_property
    def _mixing(self) -> np.ndarray:
        """The matrix that makes independent normal errors into errors of the parts."""
        rows = [PARTS.index(name) for name in self.parts]
        return np.linalg.cholesky(np.array(self.scaling.correlation)[np.ix_(rows, rows)])

    @functools.cached_property
    def _parts(self) -> list[_ScaledPart]:
        return [_ScaledPart(draws, self.scaling.parts[name]) for name, draws in self.parts.items()]

    def quantiles(self, levels: Sequence[float] | np.ndarray) -> np.ndarray:
        """Quantiles of the change, kgC/m2, ``(..., levels)``.

        Parameters
        ----------
        levels
            Shares from 0 to 1, ``(levels,)``.
        """
        # scipy.stats takes half a second to load, and every run reads scalings, but few have changes.
        from scipy.stats import qmc

        # The same points everywhere, so that neither tiles nor the order of places change anything.
        points = ndtri(qmc.Sobol(len(self.parts), scramble=False).random(POINTS) + 0.5 / POINTS) @ self._mixing.T
        shape = self._parts[0].middle.shape
        found = np.empty((int(np.prod(shape)), len(levels)))
        step = max(1, AT_ONCE // POINTS)
        for first in range(0, len(found), step):
            some = slice(first, first + step)
            total = sum(part.at(points[:, number, None], some) for number, part in enumerate(self._parts))
            found[some] = np.quantile(total, levels, axis=0).T
        return found.reshape(*shape, len(levels))

    def coherent(self, residual: np.ndarray) -> np.ndarray:
        """What the change may truly be, kgC/m2, ``(more draws, ...)``: at every place it has the distribution of :meth:`quantiles`, and its
        errors go together from place to place as those of the draws and as the ``residual`` do.

        Parameters
        ----------
        residual
            Standard normal errors that the draws do not show, independent for each of ``PARTS``, ``(parts, more draws, ...)``, where there
            are a multiple of the draws, which are repeated.
        """
        rows = residual[[PARTS.index(name) for name in self.parts]]
        mixed = np.tensordot(self._mixing, rows, 1)
        return np.asarray(sum(part.coherent(errors) for part, errors in zip(self._parts, mixed)))


class _ScaledPart:
    """A part of a change: its draws ``(draws, ...)`` with their scaling.

    Where all draws agree on its direction, the logarithm of its size is scaled. Where they do not, a logarithm tells nothing: there the
    change itself is scaled, with the same relative error of the root of the mean of its squares, as wide to either side.
    """

    def __init__(self, draws: np.ndarray, scaling: Scaling) -> None:
        self._draws, self._scaling = draws, scaling
        self.direction = (draws.min(0) > 0.0).astype(int) - (draws.max(0) < 0.0).astype(int)
        self.middle, self._sd = draws.mean(0), draws.std(0, ddof=1)
        self._logs = scaling.of(np.abs(draws))
        self._spread = self._logs.std(0, ddof=1)
        unsure = np.sqrt(scaling.share * self._sd**2 + scaling.constant * (draws**2).mean(0))
        self._sigma = np.where(self.direction == 0, unsure, scaling.sigma(self._spread))
        errors = np.asarray(scaling.errors)
        self._even = np.maximum(np.abs(errors), np.abs(errors[::-1])) * np.sign(LEVELS - 0.5)

    def at(self, normal: np.ndarray, some: slice) -> np.ndarray:
        """The change of some places, at errors with the normal scores ``(points, 1)``: ``(points, places)``."""
        direction, middle, sigma = (values.ravel()[some] for values in (self.direction, self.middle, self._sigma))
        error = np.interp(normal, ndtri(LEVELS), np.asarray(self._scaling.errors))
        size = self._scaling.inverse(self._scaling.of(np.abs(middle)) + sigma * error)
        if direction.all():
            return direction * size
        return np.where(direction == 0, middle + sigma * np.interp(normal, ndtri(LEVELS), self._even), direction * size)

    def coherent(self, residual: np.ndarray) -> np.ndarray:
        """See :meth:`ChangeDistribution.coherent`; the errors of this part."""
        repeats = (len(residual) // len(self._draws), *[1] * (self._draws.ndim - 1))
        away = np.tile(self._logs - self._logs.mean(0), repeats)
        size = self._scaling.coherent(np.abs(self.middle), away, self._spread, residual)
        if self.direction.all():
            return self.direction * size
        steps = np.tile(self._draws - self.middle, repeats)
        shown = np.sqrt(self._scaling.share) * np.divide(steps, self._sigma, out=np.zeros_like(steps), where=self._sigma > 0.0)
        hidden = np.sqrt(np.maximum(1.0 - self._scaling.share * (self._sd / np.where(self._sigma > 0.0, self._sigma, 1.0)) ** 2, 0.0))
        other = self.middle + self._sigma * np.interp(shown + hidden * residual, ndtri(LEVELS), self._even)
        return np.where(self.direction == 0, other, self.direction * size)


def normal_scores(scaling: Scaling, draws: np.ndarray, truth: np.ndarray) -> np.ndarray:
    """The errors of a part as standard normal numbers, ``(sites,)``.

    Parameters
    ----------
    scaling
        Of the size.
    draws, truth
        Of the part, kgC/m2, ``(draws, sites)`` and ``(sites,)``.
    """
    size, true = np.abs(draws), np.abs(truth)
    error = scaling.of(true) - scaling.of(size.mean(0))
    standard = error / np.maximum(scaling.sigma(scaling.of(size).std(0, ddof=1)), 1e-12)
    rising = np.asarray(scaling.errors) + 1e-9 * np.arange(len(LEVELS))
    return np.interp(standard, rising, ndtri(LEVELS))


def correlation_of(scores: Sequence[np.ndarray]) -> tuple[tuple[float, ...], ...]:
    """The correlation of the errors of the parts, over twins, which count alike.

    Parameters
    ----------
    scores
        Of each twin, ``(parts, sites)``.
    """
    squares = np.mean([rows @ rows.T / rows.shape[1] for rows in scores], 0)
    size = np.sqrt(np.maximum(np.diag(squares), 1e-12))
    found = 0.999 * squares / size[:, None] / size  # below 1, so that none is certain by another
    np.fill_diagonal(found, 1.0)
    return tuple(map(tuple, found.tolist()))
