"""Turns the raw spread of an ensemble into intervals with correct coverage: the scaling is fitted where the truth is known.

The spread of networks or of dropout passes shows where they disagree, not how large their errors are. For one variable, a :class:`Scaling`
says how errors depend on that spread and how they are distributed, so that a prediction becomes a distribution.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np
from scipy.optimize import minimize
from scipy.special import ndtri

from ..errors import CheckpointError, InputError

# Probabilities at which the distribution of errors is kept.
LEVELS = (np.arange(100) + 0.5) / 100.0
FEWEST = 20  # errors from which a distribution can be learned
WILD = 5.0  # robust standard deviations beyond which an error says nothing of the others' size
LEAST_VARIANCE = 1e-12


@dataclass(frozen=True)
class Errors:
    """Values whose ``truth`` is known, the predicted ``value`` and its raw ``spread`` (of ``g``, see :class:`Scaling`), ``(n,)`` each."""

    truth: np.ndarray
    value: np.ndarray
    spread: np.ndarray


@dataclass(frozen=True)
class Scaling:
    """How the error of a variable follows from its spread.

    With ``g`` the ``transform`` (``identity``, or ``log`` of at least ``least``), ``m`` the prediction and ``s`` the raw standard
    deviation of ``g`` over the passes, ``g(truth) = g(m) + sigma e`` where ``sigma^2 = share s^2 + constant``, and the standardised errors
    ``e`` have the quantiles ``errors`` at ``LEVELS``. Values lie between ``lower`` and ``upper``.

    Scaling by the spread and taking quantiles of what is left is split conformal prediction with normalised residuals (Lei et al. 2018,
    section 5.2), kept for all levels at a time.
    """

    transform: str
    least: float
    lower: float
    upper: float
    share: float
    constant: float
    errors: tuple[float, ...]

    def sigma(self, spread: np.ndarray) -> np.ndarray:
        """Standard deviation of ``g`` of the truth, of raw ``spread`` of ``g``, same shape.

        Parameters
        ----------
        spread
            Raw standard deviation of ``g`` over the draws, any shape.
        """
        return np.sqrt(self.share * np.asarray(spread, dtype=float) ** 2 + self.constant)

    def quantiles(self, value: np.ndarray, spread: np.ndarray, levels: Sequence[float] | np.ndarray, noise: float = 0.0) -> np.ndarray:
        """Quantiles of the truth, ``(..., levels)``, of a prediction ``value`` with raw ``spread`` of ``g``, ``(...)`` each.

        ``noise`` is the standard deviation of ``g`` by which observations miss the truth: with it, the distribution is that of what was
        observed less the noise, which keeps its middle and its shape and loses its width.

        Parameters
        ----------
        value
            Prediction, in the variable's unit, ``(...)``.
        spread
            Raw standard deviation of ``g`` over the draws, ``(...)``.
        levels
            Levels of the quantiles, shares from 0 to 1, ``(levels,)``.
        noise
            Standard deviation of ``g`` by which observations miss the truth; 0: the distribution is that of observations.
        """
        error = _interpolated(self.errors, levels)
        return self._truth(np.asarray(value)[..., None], self.sigma(spread)[..., None], error, noise)

    def coherent(self, value: np.ndarray, away: np.ndarray, spread: np.ndarray, residual: np.ndarray, noise: float = 0.0) -> np.ndarray:
        """What the truth may be in each draw, so that it has the quantiles of :meth:`quantiles` and goes with the draws, ``(draws, n)``.

        Of the variance ``share s^2 + constant`` the passes show the first part: there the error is that of the draw. The second is that of
        ``residual``. Both together, standardised, pick the quantile. ``noise`` is taken from what the passes do not show, first.

        Parameters
        ----------
        value
            Prediction, in the variable's unit, ``(n,)``.
        away
            How far ``g`` of each draw lies from its mean over the draws, ``(draws, n)``.
        spread
            Raw standard deviation of ``g`` over the draws, ``(n,)``.
        residual
            Standard normal errors of the place that the passes do not show, ``(draws, n)``.
        noise
            Standard deviation of ``g`` by which observations miss the truth.
        """
        sigma = self.sigma(spread)
        width = np.sqrt(np.maximum(sigma**2 - noise**2, LEAST_SHARE_OF_MODEL * sigma**2))
        shown = np.minimum(np.sqrt(self.share) * spread, width)
        hidden = np.sqrt(width**2 - shown**2)
        steps = np.divide(away, spread, out=np.zeros_like(away), where=spread > 0.0)
        score = (shown * steps + hidden * residual) / np.maximum(width, 1e-300)
        error = np.interp(score, ndtri(LEVELS), np.asarray(self.errors))
        return self._truth(value, sigma, error, noise)

    def _truth(self, value: np.ndarray, sigma: np.ndarray, error: np.ndarray, noise: float) -> np.ndarray:
        """The truth whose standardised error, as observed, is ``error``; what is wrong on average stays wrong, so that noise is taken out
        of the width alone."""
        middle = _interpolated(self.errors, [0.5])[0]
        width = np.sqrt(np.maximum(sigma**2 - noise**2, LEAST_SHARE_OF_MODEL * sigma**2)) if noise else sigma
        return self.inverse(self.of(value) + sigma * middle + width * (error - middle))

    def of(self, value: np.ndarray) -> np.ndarray:
        """``g`` of a value.

        Parameters
        ----------
        value
            In the variable's unit, any shape.
        """
        return np.log(np.maximum(value, self.least)) if self.transform == "log" else np.asarray(value, dtype=float)

    def inverse(self, transformed: np.ndarray) -> np.ndarray:
        """The value of which ``g`` is ``transformed``, within the bounds.

        Parameters
        ----------
        transformed
            ``g`` of values, any shape.
        """
        with np.errstate(over="ignore"):  # an infinity is clipped to the bound
            value = np.exp(transformed) if self.transform == "log" else transformed
        return np.clip(value, self.lower, self.upper)

    def to_card(self) -> dict[str, Any]:
        """JSON-ready values for a model card; infinite bounds become None."""
        values = asdict(self)
        return {name: None if isinstance(value, float) and not np.isfinite(value) else value for name, value in values.items()}

    @classmethod
    def from_card(cls, values: dict[str, Any]) -> Scaling:
        """The scaling in a model card; raises :class:`CheckpointError` where it is not one."""
        try:
            ends = {"lower": -np.inf, "upper": np.inf}
            given: dict[str, Any] = {name: ends[name] if value is None else value for name, value in values.items()}
            return cls(**{**given, "errors": tuple(given["errors"])})
        except (TypeError, KeyError) as error:
            raise damaged_calibration() from error


# Of the variance that stays with the model however large the observations' own error is.
LEAST_SHARE_OF_MODEL = 0.05


def fit_scaling(
    truth: np.ndarray,
    value: np.ndarray,
    spread: np.ndarray,
    transform: str = "identity",
    least: float = 0.0,
    bounds: tuple[float, float] = (-np.inf, np.inf),
) -> Scaling:
    """Fit a scaling to the errors of predictions.

    ``share`` and ``constant`` maximise the likelihood of normal errors about their median; the quantiles of the standardised errors then
    take the place of the normal distribution's, with the correction for their number (the k-th of n errors is the quantile k / (n + 1)).

    Parameters
    ----------
    truth, value
        What is true, or was observed, and what is predicted, ``(n,)``.
    spread
        Raw standard deviation of ``g`` over the passes, ``(n,)``.
    transform, least, bounds
        See :class:`Scaling`.

    Raises
    ------
    InputError
        For fewer than 20 errors.
    """
    empty = Scaling(transform, least, *bounds, 1.0, 0.0, ())
    error = empty.of(truth) - empty.of(value)
    if len(error) < FEWEST:
        raise InputError(
            f"There are only {len(error)} held-out values for calibration.",
            f"Use more profiles: at least {FEWEST} held-out values are needed.",
        )
    share, constant = _variances(error - np.median(error), np.asarray(spread, dtype=float))
    standard = error / np.sqrt(share * spread**2 + constant)
    place = np.arange(1, len(error) + 1) / (len(error) + 1.0)
    return Scaling(transform, least, *bounds, share, constant, tuple(np.interp(LEVELS, place, np.sort(standard)).tolist()))


def fit_grouped_scaling(
    groups: Sequence[Errors], transform: str, least: float = 0.0, bounds: tuple[float, float] = (-np.inf, np.inf)
) -> Scaling:
    """The scaling of :func:`fit_scaling`, widened to hold for new groups.

    Errors within a group, such as a twin, go together: intervals that fit all groups taken together are too narrow for the next one. So
    each group tests the scaling of the others, and every central interval is widened by the factor that these tests ask for (the
    leave-one-group-out idea of Barber et al. 2021). Groups count alike; a single one cannot be tested.
    """
    pooled = fit_scaling(*_joined(groups), transform, least, bounds)
    if len(groups) < 2:
        return pooled
    half = len(LEVELS) // 2
    reach, weight = [], []
    for number, group in enumerate(groups):
        others = fit_scaling(*_joined([*groups[:number], *groups[number + 1 :]]), transform, least, bounds)
        error = (others.of(group.truth) - others.of(group.value)) / np.maximum(others.sigma(group.spread), 1e-12)
        reach.append(_reach(error, np.asarray(others.errors)))
        weight.append(np.full(len(error), 1.0 / len(error)))
    inside = 1.0 - 2.0 * LEVELS[:half]
    shares = np.concatenate(weight)
    factor = np.array([_weighted_quantile(column, shares, share) for column, share in zip(np.concatenate(reach).T, inside)])
    errors, middle = np.asarray(pooled.errors), _interpolated(pooled.errors, [0.5])[0]
    widened = middle + np.concatenate([factor, factor[::-1]]) * (errors - middle)
    # From the middle outwards no interval may be within a narrower one.
    lower = np.minimum.accumulate(widened[:half][::-1])[::-1]
    return replace(pooled, errors=tuple(np.concatenate([lower, np.maximum.accumulate(widened[half:])]).tolist()))


def damaged_calibration() -> CheckpointError:
    """The error for a model file whose calibration lacks what it must have."""
    return CheckpointError("The calibration in the model file is damaged.", "Run the calibration again.")


def _reach(error: np.ndarray, quantiles: np.ndarray) -> np.ndarray:
    """By what factor each central interval of ``quantiles`` would have to be wider, from its middle, to just hold an error:
    ``(errors, intervals)`` from the widest."""
    half = len(quantiles) // 2
    middle = (quantiles[half - 1] + quantiles[half]) / 2.0
    below, above = middle - quantiles[:half], quantiles[half:][::-1] - middle
    away = (error - middle)[:, None]
    return np.where(away < 0.0, -away / np.maximum(below, 1e-9), away / np.maximum(above, 1e-9))


def _weighted_quantile(values: np.ndarray, weight: np.ndarray, level: float) -> float:
    """The smallest value at which the weights reach ``level`` of their sum."""
    order = np.argsort(values)
    reached = np.cumsum(weight[order])
    return float(values[order[min(int(np.searchsorted(reached, level * reached[-1])), len(order) - 1)]])


def _joined(groups: Sequence[Errors]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    truth, value, spread = (np.concatenate([getattr(group, name) for group in groups]) for name in ("truth", "value", "spread"))
    return truth, value, spread


def _variances(error: np.ndarray, spread: np.ndarray) -> tuple[float, float]:
    """Factor of the raw variance and the variance beside it that normal errors of median 0 are likeliest under."""
    robust = 1.4826 * float(np.median(np.abs(error)))
    squared = np.minimum(error**2, (WILD * robust) ** 2) if robust > 0.0 else error**2
    mean, raw = float(squared.mean()) + LEAST_VARIANCE, spread**2
    unit = max(float(raw.mean()), LEAST_VARIANCE)

    def misfit(logs: np.ndarray) -> float:
        variance = np.exp(logs[0]) * raw / unit * mean + np.exp(logs[1]) * mean
        return float(np.mean(np.log(variance) + squared / variance))

    starts = [(-0.7, -0.7), (0.0, -6.0), (-6.0, 0.0)]
    limits = [(-12.0, 6.0), (-12.0, 6.0)]
    best = min((minimize(misfit, start, bounds=limits) for start in starts), key=lambda fit: fit.fun).x
    return float(np.exp(best[0]) * mean / unit), float(np.exp(best[1]) * mean)


def _interpolated(errors: Sequence[float], levels: Sequence[float] | np.ndarray) -> np.ndarray:
    """Quantiles of the standardised errors at ``levels``, straight between neighbours on normal probability paper."""
    wanted = np.clip(np.asarray(levels, dtype=float), LEVELS[0], LEVELS[-1])
    return np.interp(ndtri(wanted), ndtri(LEVELS), np.asarray(errors))


def at_level(quantiles: np.ndarray, levels: np.ndarray, level: float) -> np.ndarray:
    """The quantile at a level, ``(n,)``, interpolated linearly between its neighbours.

    Parameters
    ----------
    quantiles
        Of the predicted distributions, ``(n, levels)``.
    levels
        Ascending, shares from 0 to 1, ``(levels,)``.
    level
        The one that is wanted; beyond the outermost it is the outermost.
    """
    place = float(np.interp(level, levels, np.arange(len(levels))))
    low = int(np.floor(place))
    high = min(low + 1, len(levels) - 1)
    return quantiles[:, low] + (place - low) * (quantiles[:, high] - quantiles[:, low])
