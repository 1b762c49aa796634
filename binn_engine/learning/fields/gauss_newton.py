"""Annealed Gauss-Newton steps for the weights of fields, with variances from the evidence on the way."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ...running.callbacks import Progress
from .evidence import LEAST_VARIANCE, FieldWeights, NormalEquations, normal_equations, posterior_variance, updated_variances
from .observations import ObservedLayers

LARGEST_STEP = 4.0  # of a logit at any site
HALVINGS = 8
LEAST_SCALE = 1e-3
HOT = 2.5  # heat above which no group is left out


@dataclass(frozen=True)
class FitSchedule:
    """How a fit goes.

    Parameters
    ----------
    iterations
        Steps.
    heat
        Factor of the residuals' standard deviation from first to last step, in equal runs: a warm fit finds the broad valley first.
    evidence_from
        Step from which the prior variances are learned.
    scale
        Variance of a residual; 0: it is estimated from the residuals.
    """

    iterations: int
    heat: tuple[float, ...] = (1.0,)
    evidence_from: int = 4
    scale: float = 0.0

    def heat_at(self, step: int) -> float:
        """The factor at a step, from 0."""
        return self.heat[min(step * len(self.heat) // self.iterations, len(self.heat) - 1)]


@dataclass(frozen=True)
class FieldFit:
    """Fitted ``weights``, the last equations that determined them, the variance of a residual, and half the squares at each step."""

    weights: FieldWeights
    normal: NormalEquations
    scale: float
    costs: list[float]


def fit_weights(layers: ObservedLayers, features: np.ndarray, start: FieldWeights, schedule: FitSchedule, progress: Progress) -> FieldFit:
    """Fit the weights of fields to observed layers.

    Parameters
    ----------
    layers
        What is observed at the sites.
    features
        Functions at the sites, ``(sites, n_features + 1)``.
    start
        Weights and variances to begin with.
    schedule
        Steps, and how warm they are.
    progress
        Gets the share of the steps done.
    """
    weights, scale, costs = start, schedule.scale or 1.0, []
    for number in range(schedule.iterations):
        heat = schedule.heat_at(number)
        now = layers.linearise(features @ weights.value)
        if not schedule.scale and number == 0:
            scale = max(float(np.mean(now.residual**2)), LEAST_SCALE)
        warm = scale * heat**2
        normal = normal_equations(weights, features, now, warm, heat > 1.0)
        factor = normal.factor
        moved, cost = _moved(
            layers, features, weights, normal, (now.residual, normal.step(factor, weights.value[normal.rows, normal.columns]), warm)
        )
        weights = replace(weights, value=moved)
        costs.append(cost)
        if number >= schedule.evidence_from:
            variance = posterior_variance(factor)
            if not schedule.scale:
                free = len(now.residual) - len(variance) + float((variance * normal.prior).sum())
                residual = layers.residuals(features @ weights.value)
                scale = max(float((residual**2).sum()) / max(free, 1.0), LEAST_SCALE)
            new = updated_variances(weights, normal, variance, LEAST_VARIANCE if heat > HOT else 0.0)
            weights = replace(weights, variance=new)
            weights = replace(weights, value=np.where(weights.live, weights.value, 0.0))
        progress((number + 1) / schedule.iterations, f"fitting fields: step {number + 1} of {schedule.iterations}")
    now = layers.linearise(features @ weights.value)
    return FieldFit(weights, normal_equations(weights, features, now, scale), scale, costs)


def _moved(
    layers: ObservedLayers,
    features: np.ndarray,
    weights: FieldWeights,
    normal: NormalEquations,
    linear: tuple[np.ndarray, np.ndarray, float],
) -> tuple[np.ndarray, float]:
    """Weights after a step that lowers the cost, and that cost; ``linear`` are residuals, the whole step, and the residuals' variance."""
    residual, step, scale = linear
    direction = np.zeros_like(weights.value)
    direction[normal.rows, normal.columns] = step
    share = min(1.0, LARGEST_STEP / max(float(np.abs(features @ direction).max()), 1e-9))
    before = _cost(residual, weights.value, normal, scale)
    for _ in range(HALVINGS):
        value = weights.value + share * direction
        cost = _cost(layers.residuals(features @ value), value, normal, scale)
        if cost < before:
            return value, cost
        share /= 3.0
    return weights.value, before


def _cost(residual: np.ndarray, value: np.ndarray, normal: NormalEquations, scale: float) -> float:
    prior = float((normal.prior * value[normal.rows, normal.columns] ** 2).sum())
    return 0.5 * float((residual**2).sum()) / scale + 0.5 * prior
