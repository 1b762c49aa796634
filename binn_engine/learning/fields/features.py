"""The functions that fields are sums of, fitted to the covariates of the training sites."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import torch

from ...model.field_network import CURVES, KNOTS, FieldNetwork, FieldShape, natural_spline
from ...model.network import Inputs

QUANTILES = np.linspace(0.02, 0.98, KNOTS)  # of the training sites, where the knots lie
DECAY = 0.5  # factor of each further function of a covariate: smooth ones come first
FEWEST = 10  # sites of a class that has a weight of its own
LEAST_DISTANCE = 1e-3  # between knots, in standard deviations
VARIES = 1e-6  # standard deviation below which a function is the same everywhere


@dataclass(frozen=True)
class FieldFeatures:
    """A field without weights, and the group of each of its functions, ``(n_features,)``: those of a
    covariate, or a product. ``usable`` are functions that vary among the training sites, ``(n_features,)``."""

    network: FieldNetwork
    group: np.ndarray
    usable: np.ndarray

    @property
    def n_groups(self) -> int:
        """Number of groups."""
        return int(self.group.max()) + 1 if len(self.group) else 0

    def of(self, inputs: Inputs) -> np.ndarray:
        """Values of the functions at some sites, ``(sites, n_features + 1)``; the first is 1."""
        with torch.no_grad():
            return self.network.features(_double(inputs)).numpy()


def single_features(shape: FieldShape, inputs: Inputs) -> FieldFeatures:
    """Functions of single covariates, and of classes.

    Parameters
    ----------
    shape
        Sizes of the field, of which pairs are not used.
    inputs
        Covariates of the training sites.
    """
    network = FieldNetwork(replace(shape, n_pairs=0, n_draws=0)).double()
    values = inputs.continuous.double().numpy()
    for column in range(shape.n_continuous):
        knots = _knots(values[:, column])
        network.knots[column] = torch.from_numpy(knots)
        network.mixing[column] = torch.from_numpy(_mixing(values[:, column], knots))
    counts = [CURVES] * shape.n_continuous + list(shape.n_classes)
    features = FieldFeatures(network, np.repeat(np.arange(len(counts)), counts), np.ones(sum(counts), dtype=bool))
    values = features.of(inputs)[:, 1:]
    rare = (values != 0.0).sum(0) < FEWEST
    return replace(features, usable=(np.ptp(values, axis=0) > VARIES) & ~rare)


def straight(features: FieldFeatures, shape: FieldShape) -> FieldFeatures:
    """The functions without those of single covariates that bend."""
    line = np.ones(len(features.group), dtype=bool)
    line[: CURVES * shape.n_continuous] = np.arange(CURVES * shape.n_continuous) % CURVES == 0
    return replace(features, usable=features.usable & line)


def with_pairs(features: FieldFeatures, pairs: np.ndarray, inputs: Inputs) -> FieldFeatures:
    """The functions, and products of pairs of continuous covariates, a group each.

    Parameters
    ----------
    features
        Functions of single covariates.
    pairs
        Numbers of two continuous covariates, ``(pairs, 2)``.
    inputs
        Covariates of the training sites, by which the products are standardised.
    """
    before = features.network
    network = FieldNetwork(replace(before.shape, n_pairs=len(pairs))).double()
    network.knots.copy_(before.knots)
    network.mixing.copy_(before.mixing)
    network.pairs.copy_(torch.from_numpy(pairs))
    with torch.no_grad():
        products = network.features(_double(inputs))[:, before.shape.n_features + 1 :]
    spread = products.std(0, unbiased=False)
    network.pair_scaling[:, 0] = products.mean(0)
    network.pair_scaling[:, 1] = torch.where(spread > VARIES, spread, 1.0) / DECAY
    group = np.concatenate([features.group, features.n_groups + np.arange(len(pairs))])
    return FieldFeatures(network, group, np.concatenate([features.usable, spread.numpy() > VARIES]))


def _knots(values: np.ndarray) -> np.ndarray:
    """Knots at quantiles of the values, apart from each other."""
    knots = np.quantile(values, QUANTILES)
    return knots[0] + np.maximum.accumulate(np.maximum(knots - knots[0], LEAST_DISTANCE * np.arange(KNOTS)))


def _mixing(values: np.ndarray, knots: np.ndarray) -> np.ndarray:
    """What makes functions of mean 0 and variance 1, uncorrelated, of the spline's basis: ``(KNOTS, CURVES)``, zeros for those that are
    the same at all sites."""
    basis = natural_spline(torch.from_numpy(values[:, None]), torch.from_numpy(knots[None, :]))[:, 0].numpy()
    mixing = np.zeros((KNOTS, CURVES))
    found = [np.eye(KNOTS)[0]]  # coefficients of the functions so far; the first is the constant
    for number in range(1, KNOTS):
        coefficients = np.eye(KNOTS)[number]
        for _ in range(2):  # a second time for the sake of round-off
            for earlier in found:
                coefficients = coefficients - (basis @ coefficients) @ (basis @ earlier) / len(basis) * earlier
        spread = np.sqrt(np.mean((basis @ coefficients) ** 2))
        if spread > VARIES:
            found.append(coefficients / spread)
            mixing[:, number - 1] = DECAY ** (number - 1) * coefficients / spread
    return mixing


def _double(inputs: Inputs) -> Inputs:
    return replace(inputs, continuous=inputs.continuous.double())
