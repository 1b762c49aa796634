"""From sites to a trained model whose parameters are fields."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch

from ...model.binn import Binn
from ...model.encoding import Encoding
from ...model.field_network import FieldNetwork, FieldShape
from ...running.steps import Step
from ..costs import FIELD_SITES
from ..dataset import Tensors
from ..losses import Spreads, soc_spreads
from ..task import Task
from .evidence import FieldWeights
from .features import FieldFeatures, single_features, straight, with_pairs
from .gauss_newton import FieldFit, FitSchedule, fit_weights
from .observations import ObservedLayers

START_VARIANCE = 1.5  # of a logit, shared among the groups of functions
NEW_VARIANCE = 0.05  # of a product that is added
WARM = FitSchedule(40, (5.0, 3.0, 2.0, 1.4, 1.0, 1.0, 1.0, 1.0), 6)
COLD = FitSchedule(16, (1.0,), 2)
EVERY = FitSchedule(3, (1.0,), 1)  # on all sites, where the steps before were taken on a part of them
MOST_SITES = FIELD_SITES  # on which the functions that a parameter needs are found
STRONGEST = 4  # covariates of a parameter whose products are tried
NOTED = 1e-3  # variance of a group from which its covariate counts as strong


@dataclass(frozen=True)
class FittedFields:
    """A model whose parameters are fields, its network, the fit of the weights, and the number of evaluations of the CLM5 layer."""

    model: Binn
    network: FieldNetwork
    fit: FieldFit
    evaluations: int


@dataclass(frozen=True)
class FieldProblem:
    """What fields are fitted to: the task, the sites, the encoding of their covariates, and the device."""

    task: Task
    sites: Tensors
    encoding: Encoding
    step: Step

    @property
    def shape(self) -> FieldShape:
        """Sizes of a field without products."""
        return FieldShape(self.encoding.n_continuous, self.encoding.n_classes, len(self.task.space.learned_names))

    @property
    def spreads(self) -> Spreads:
        """What the loss divides by."""
        recipe = self.task.recipe
        return soc_spreads(self.sites.soc[self.sites.soc <= recipe.max_soc], recipe.loss)

    def part(self) -> FieldProblem:
        """The same of a part of the sites, drawn at random, where they are very many."""
        if len(self.sites) <= MOST_SITES:
            return self
        drawn = np.random.default_rng(self.task.seed).choice(len(self.sites), MOST_SITES, replace=False)
        return replace(self, sites=self.sites.subset(torch.from_numpy(np.sort(drawn)).to(self.sites.start.device)))

    def layers(self) -> ObservedLayers:
        """The observed layers of the sites."""
        recipe = self.task.recipe
        return ObservedLayers(self.binn(FieldNetwork(self.shape)), self.sites, recipe.loss, self.spreads, recipe.max_soc)

    def binn(self, network: FieldNetwork) -> Binn:
        """A model with the CLM5 layer of the task."""
        return Binn(network, self.task.space, self.task.recipe.bedrock, self.step.device.dtype).to(self.step.device.name)


def fit_fields(problem: FieldProblem, train: Tensors, scale: float) -> tuple[list[FittedFields], Binn | None]:
    """Fit fields of the learned parameters: as many fits as the recipe has members, each from another start.

    What SOC does not decide differs among them. Where a first fit to the training sites alone estimates the variance of a residual, its
    model is given too, for other sites to judge.

    Parameters
    ----------
    problem
        All sites to learn from.
    train
        Those of them that the first fit is for.
    scale
        Variance of a residual; 0: the first fit, to ``train``, estimates it, so that the others know how warm to begin.
    """
    step, recipe = problem.step, problem.task.recipe
    firsts = 0 if scale else 1
    parts = firsts + recipe.members
    share = [step.part(number / parts, (number + 1) / parts) for number in range(parts)]
    first = None if scale else _fit(replace(problem, sites=train, step=share[0]).part(), scale, None)
    starts = [None, *(np.random.default_rng([problem.task.seed, member]) for member in range(1, recipe.members))]
    scale = first.fit.scale if first else scale
    fitted = [_fit(replace(problem, step=part), scale, start) for part, start in zip(share[firsts:], starts)]
    if first is None:
        return fitted, None
    fitted[0] = replace(fitted[0], evaluations=fitted[0].evaluations + first.evaluations)
    return fitted, first.model


def fit_lines(problem: FieldProblem, scale: float, iterations: int) -> FittedFields:
    """Fit straight lines in single covariates, and classes: a quick look at the sites.

    Parameters
    ----------
    problem
        The sites.
    scale
        Variance of a residual; 0: it is estimated.
    iterations
        Steps of the fit.
    """
    layers, inputs = problem.layers(), problem.sites.inputs.to("cpu")
    lines = straight(single_features(problem.shape, inputs), problem.shape)
    fit = fit_weights(layers, lines.of(inputs), _start(lines), FitSchedule(iterations, scale=scale), problem.step.span)
    network = _network(lines, fit, np.zeros_like(fit.weights.value))
    return FittedFields(problem.binn(network), network, fit, layers.evaluations)


def _start(features: FieldFeatures) -> FieldWeights:
    """Constants in the middle of the ranges, and variances that every group shares."""
    shape = features.network.shape
    value = np.zeros((shape.n_features + 1, shape.n_outputs))
    return FieldWeights(value, np.full((features.n_groups, shape.n_outputs), START_VARIANCE / features.n_groups), features)


def _fit(problem: FieldProblem, scale: float, start_at: np.random.Generator | None) -> FittedFields:
    """Functions of single covariates, then products of pairs of the strongest; ``scale`` is the variance of a residual, 0: estimated. The
    constants begin in the middle of the ranges, or where ``start_at`` draws them.

    Where sites are very many, a part of them says which functions there are, and the last steps are taken on all.
    """
    some, inputs, shape, step = problem.part(), problem.sites.inputs.to("cpu"), problem.shape, problem.step
    layers, own = some.layers(), some.sites.inputs.to("cpu")
    single = single_features(shape, inputs)
    start = _start(single)
    if start_at is not None:
        start.value[0] = start_at.normal(size=shape.n_outputs)
    fit = fit_weights(layers, single.of(own), start, replace(WARM, scale=scale), step.part(0.0, 0.7).span)
    pairs, has = strong_pairs(fit.weights.variance[: shape.n_continuous])
    both = with_pairs(single, pairs, inputs)
    weights = FieldWeights(
        np.concatenate([fit.weights.value, np.zeros((len(pairs), shape.n_outputs))]),
        np.concatenate([fit.weights.variance, NEW_VARIANCE * has]),
        both,
    )
    values = both.of(own)
    fit = fit_weights(layers, values, weights, replace(COLD, scale=scale), step.part(0.7, 0.9).span)
    evaluations = layers.evaluations
    if some is not problem:
        layers, values = problem.layers(), both.of(inputs)
        fit = fit_weights(layers, values, fit.weights, replace(EVERY, scale=scale), step.part(0.9, 1.0).span)
        evaluations += layers.evaluations
    loose = _loose(layers, values, fit, START_VARIANCE / single.n_groups)
    evaluations += 3 * len(layers)
    network = _network(both, fit, loose)
    return FittedFields(problem.binn(network), network, fit, evaluations)


def strong_pairs(variance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Pairs of the strongest continuous covariates of each parameter, ``(pairs, 2)``, and which has which, ``(pairs, parameters)``.

    Parameters
    ----------
    variance
        Of the groups of the continuous covariates, ``(covariates, parameters)``.
    """
    having: dict[tuple[int, int], list[int]] = {}
    for parameter in range(variance.shape[1]):
        column = variance[:, parameter]
        top = sorted(int(row) for row in np.argsort(-column)[:STRONGEST] if column[row] > NOTED)
        for number, one in enumerate(top):
            for other in top[number + 1 :]:
                having.setdefault((one, other), []).append(parameter)
    pairs = sorted(having)
    has = np.zeros((len(pairs), variance.shape[1]), dtype=bool)
    for row, pair in enumerate(pairs):
        has[row, having[pair]] = True
    return np.array(pairs, dtype=np.int64).reshape(-1, 2), has


def _loose(layers: ObservedLayers, values: np.ndarray, fit: FieldFit, variance: float) -> np.ndarray:
    """Standard deviations of the weights that were left out, ``(n_features + 1, parameters)``: what the data say against a prior of this
    variance. So a parameter of which the data tell nothing is constant in the map, and as uncertain as before."""
    linear = layers.linearise(values @ fit.weights.value)
    squares = np.zeros((len(values), linear.slope.shape[1]))
    np.add.at(squares, linear.site, linear.slope**2)
    curvature = (values**2).T @ squares / fit.scale
    usable = np.concatenate([[False], fit.weights.features.usable])
    return np.sqrt(1.0 / (1.0 / variance + curvature)) * (usable[:, None] & ~fit.weights.live)


def _network(features: FieldFeatures, fit: FieldFit, loose: np.ndarray) -> FieldNetwork:
    """The field with its weights and their posterior."""
    normal = fit.normal
    network = FieldNetwork(replace(features.network.shape, n_draws=len(normal.rows)))
    state = {name: value.float() if value.is_floating_point() else value for name, value in features.network.state_dict().items()}
    state["weight"] = torch.from_numpy(fit.weights.value).float()
    state["uncertain"] = torch.from_numpy(normal.rows * network.shape.n_outputs + normal.columns)
    state["factor"] = torch.from_numpy(np.linalg.inv(normal.factor).T.copy()).float()  # a draw of it has the posterior's covariance
    state["loose"] = torch.from_numpy(loose).float()
    network.load_state_dict(state)
    return network.eval()
