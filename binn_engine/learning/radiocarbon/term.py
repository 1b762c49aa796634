"""What radiocarbon adds to the loss of a training: a few sites in each step, and all of them once in an epoch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ...model.binn import Binn
from .likelihood import LayersAtSites, ModelErrors, likeliest_errors, site_misfits
from .prediction import ensemble_delta, predicted_delta
from .sites import RadiocarbonTensors

FEWEST, MOST = 4, 16  # sites that are computed together


@dataclass(frozen=True, eq=False)
class RadiocarbonData:
    """Sites that a network learns from, sites that judge its epochs (None: none), and the weight of radiocarbon in the loss."""

    train: RadiocarbonTensors
    validation: RadiocarbonTensors | None
    weight: float


class RadiocarbonTerm:
    """The term, step by step.

    It is the mean over layers of minus the logarithm of their likelihood, times the weight. An epoch has a pass over all sites, which are
    divided evenly among its steps; what a step adds stands for all steps until the next. After each epoch the errors of the model become
    those under which the residuals of the epoch are likeliest.

    Parameters
    ----------
    data
        The sites, and the weight.
    seed
        Of the order of the sites.
    """

    def __init__(self, data: RadiocarbonData, seed: int) -> None:
        self.errors = ModelErrors()
        self._data, self._draw = data, np.random.default_rng(seed)
        self._steps: list[list[torch.Tensor]] = []
        self._number = 0
        self._seen: list[tuple[np.ndarray, torch.Tensor]] = []

    def begin(self, steps: int) -> None:
        """Divide the sites among the steps of an epoch."""
        size = int(np.clip(-(-len(self._data.train) // steps), FEWEST, MOST))
        chunks = self._data.train.chunks(size)
        self._steps, self._number, self._seen = [[] for _ in range(steps)], 0, []
        for place, chunk in enumerate(self._draw.permutation(len(chunks))):
            self._steps[place * steps // len(chunks)].append(chunks[chunk])

    def add_gradients(self, model: Binn, weights: Sequence[torch.nn.Parameter]) -> None:
        """Add the gradients of this step's sites to those of the ``weights``, and go on to the next step."""
        train, chunks = self._data.train, self._steps[self._number]
        self._number += 1
        factor = self._data.weight * len(self._steps) / len(train.delta)
        for index in chunks:
            site, layer = train.sites.layers_of(index)
            residual = train.delta[layer] - predicted_delta(model, train, index)
            self._seen.append((residual.detach().cpu().numpy(), layer))
            loss = factor * site_misfits(residual, LayersAtSites(train.sigma[layer], site, len(index)), self.errors).sum()
            for weight, gradient in zip(weights, torch.autograd.grad(loss, list(weights), allow_unused=True)):
                if gradient is not None:
                    weight.grad = gradient if weight.grad is None else weight.grad + gradient

    def end(self) -> None:
        """Fit the errors of the model to the residuals of the epoch."""
        if self._seen:
            layer = torch.cat([rows for _, rows in self._seen])
            self.errors = self._likeliest(np.concatenate([values for values, _ in self._seen]), layer)

    def misfit(self, model: Binn) -> float:
        """The term on the sites that judge epochs; 0 without any."""
        if self._data.validation is None:
            return 0.0
        return self._data.weight * mean_misfit(self._data.validation, ensemble_delta([model], self._data.validation), self.errors)

    def final_errors(self, model: Binn) -> ModelErrors:
        """The errors of the model as it is now, without dropout, on the sites that it learned from."""
        train = self._data.train
        layer = train.sites.layers_of(torch.arange(len(train), device=train.group.device))[1]
        return self._likeliest((train.delta[layer].cpu().numpy() - ensemble_delta([model], train)), layer)

    def _likeliest(self, residual: np.ndarray, layer: torch.Tensor) -> ModelErrors:
        train = self._data.train
        site = torch.repeat_interleave(torch.arange(len(train), device=layer.device), train.sites.count)
        return likeliest_errors(residual, train.sigma[layer].cpu().numpy(), site[layer].cpu().numpy())


def mean_misfit(data: RadiocarbonTensors, predicted: np.ndarray, errors: ModelErrors) -> float:
    """Mean over layers of minus the logarithm of their likelihood.

    Parameters
    ----------
    data
        Sites in order.
    predicted
        Delta14C of their layers, permil, ``(layers,)``.
    errors
        Those of the model.
    """
    site, layer = data.sites.layers_of(torch.arange(len(data), device=data.group.device))
    residual = data.delta[layer] - torch.from_numpy(predicted).to(data.delta)
    return float(site_misfits(residual, LayersAtSites(data.sigma[layer], site, len(data)), errors).sum()) / len(layer)
