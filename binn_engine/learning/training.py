"""End-to-end training: the network is trained on SOC profiles through the CLM5 layer."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

import numpy as np
import torch
from torch import nn

from ..model.recipes import Recipe
from ..running.callbacks import Progress, Warn
from ..running.devices import threads_for
from ..scoring.scores import soc_scores
from . import replicas
from .batches import gradients_in_halves, in_batches, python_warning, sites_at_once
from .dataset import Tensors
from .epochs import run_epochs
from .losses import Spreads, regularisation, soc_loss, soc_spreads
from .radiocarbon.term import RadiocarbonTerm

if TYPE_CHECKING:
    from ..model.binn import Binn

WARM_UP = 0.2  # share of the steps in which a one-cycle learning rate rises


@dataclass(frozen=True)
class Epoch:
    """One row of the training history; losses in the unit of the recipe's loss."""

    epoch: int
    train_loss: float
    validation_loss: float
    validation_nse: float
    validation_log_nse: float


@dataclass(frozen=True)
class Training:
    """What a network is trained on, and how.

    Parameters
    ----------
    train, validation
        Sites to train on, and to choose the best epoch by.
    recipe
        How to train; layers above its ``max_soc`` are not used.
    seed
        Of the order of the sites and of dropout.
    radiocarbon
        What radiocarbon adds to the loss; None: nothing.
    """

    train: Tensors
    validation: Tensors
    recipe: Recipe
    seed: int
    radiocarbon: RadiocarbonTerm | None = None


def train_network(model: nn.Module, training: Training, progress: Progress, warn: Warn = python_warning) -> list[Epoch]:
    """Train ``model`` in place and leave it with the weights of its best epoch on the validation sites.

    AdamW, with what the recipe says. Returns the history.

    Parameters
    ----------
    model
        Trained in place.
    training
        The sites, the recipe and the seed.
    progress
        The run's progress.
    warn
        Gets a code and a message when a step did not fit into memory.
    """
    recipe, train = training.recipe, training.train
    generator = torch.Generator().manual_seed(training.seed)
    torch.manual_seed(training.seed)
    with threads_for(recipe.batch_size):
        trainer = _Trainer(model, train, recipe, warn)
        trainer.radiocarbon = training.radiocarbon

        def epoch(number: int) -> tuple[Epoch, float]:
            order = torch.randperm(len(train), generator=generator).to(train.start.device)
            loss = trainer.epoch(order)
            row = validated(model, training, trainer.spreads, (number, loss), warn)
            misfit = row.validation_loss if recipe.selects == "loss" else 1.0 - row.validation_nse
            return row, misfit if training.radiocarbon is None else misfit + training.radiocarbon.misfit(cast("Binn", model))

        return run_epochs(model, recipe.epochs, recipe.patience, progress, epoch)


def validated(model: nn.Module, training: Training, spreads: Spreads, trained: tuple[int, float], warn: Warn) -> Epoch:
    """The row of the history for an epoch that was ``trained``: its number and the loss of its steps.

    Parameters
    ----------
    model
        As it is after the epoch.
    training
        The sites that judge it; its loss, and the SOC above which layers are not used.
    spreads
        What the loss divides by.
    trained
        Number of the epoch, and the loss of its steps.
    warn
        Gets a code and a message when a batch did not fit into memory.
    """
    validation, recipe = training.validation, training.recipe
    predicted = predict_layers(model, validation, warn)
    usable = validation.soc <= recipe.max_soc
    loss = float(soc_loss(predicted[usable], validation.soc[usable], spreads, recipe.loss))
    scores = soc_scores(validation.soc[usable].cpu().numpy(), predicted[usable].cpu().numpy())
    return Epoch(*trained, loss, scores["gC_m3"]["nse"], scores["log"]["nse"])


class _Trainer:
    """Training steps: from sites to gradients, in parts if memory is too small, and to new weights."""

    def __init__(self, model: nn.Module, sites: Tensors, recipe: Recipe, warn: Warn) -> None:
        self.spreads = soc_spreads(sites.soc[sites.soc <= recipe.max_soc], recipe.loss)
        self._model, self._sites, self._recipe, self._warn = model, sites, recipe, warn
        self.radiocarbon: RadiocarbonTerm | None = None
        self._at_once = recipe.batch_size
        self._weights = [weight for weight in model.parameters() if weight.requires_grad]
        self._optimiser = torch.optim.AdamW(self._weights, lr=recipe.learning_rate, weight_decay=recipe.weight_decay)
        steps = recipe.epochs * -(-len(sites) // recipe.batch_size)
        cycle = torch.optim.lr_scheduler.OneCycleLR
        # A cycle whose rise is one step or less is none.
        turns = recipe.one_cycle and WARM_UP * steps > 1.0
        self._schedule = cycle(self._optimiser, recipe.learning_rate, total_steps=steps, pct_start=WARM_UP) if turns else None

    def epoch(self, order: torch.Tensor) -> float:
        """One pass over the sites in this order; returns the mean loss."""
        self._model.train()
        steps = order.split(self._recipe.batch_size)
        if self.radiocarbon is not None:
            self.radiocarbon.begin(len(steps))
        losses = [self._step(index) for index in steps]
        if self.radiocarbon is not None:
            self.radiocarbon.end()
        known = [loss for loss in losses if loss is not None]
        return float(np.mean(known)) if known else float("nan")

    def _step(self, index: torch.Tensor) -> float | None:
        """The loss of one step; None if it has no usable layer."""
        _, layer = self._sites.layers_of(index)
        layers = int((self._sites.soc[layer] <= self._recipe.max_soc).sum())
        if not layers:
            return None
        rows = replicas.rows_of_this_process(len(index), index.device)
        if rows is None:
            part = functools.partial(self._contribution, layers, len(index))
            loss, self._at_once = gradients_in_halves(self._weights, part, index, self._at_once, self._warn)
        else:
            own = functools.partial(self._contribution, layers, len(index), index)
            loss, _ = gradients_in_halves(self._weights, own, rows, len(rows), replicas.refuse_halves)
            loss = replicas.add_up(self._weights, loss)
        if self.radiocarbon is not None:  # every process takes the whole of it, after their sum
            self.radiocarbon.add_gradients(cast("Binn", self._model), self._weights)
        if math.isfinite(self._recipe.gradient_norm):
            nn.utils.clip_grad_norm_(self._weights, self._recipe.gradient_norm)
        self._optimiser.step()
        if self._schedule:
            self._schedule.step()
        return float(loss)

    def _contribution(self, layers: int, sites: int, index: torch.Tensor, rows: torch.Tensor | None = None) -> torch.Tensor:
        """What some sites of a step add to its loss: means over its ``layers`` and its ``sites``, weighed by their share of them.

        Of several processes each adds what the ``rows`` of ``index`` do.
        """
        recipe, data = self._recipe, self._sites
        own = index if rows is None else index[rows]
        site, layer = data.layers_of(own)
        usable = data.soc[layer] <= recipe.max_soc
        site, layer = site[usable], layer[usable]
        read = data.at(own)
        prediction = self._model(*read) if rows is None else self._model(data.inputs.at(index), *read[1:], rows=rows)
        predicted = (prediction.soc[site] * data.weights[layer]).sum(-1)
        total = None if rows is None else replicas.total
        loss = prediction.soc.new_zeros(())
        if len(layer) or total:
            loss = soc_loss(predicted, data.soc[layer], self.spreads, recipe.loss, len(layer) / layers, total)
        if prediction.logits is not None and len(own):
            pull = regularisation(prediction.logits, prediction.shares, recipe.regulariser)
            loss = loss + recipe.regulariser_weight * pull * (len(own) / sites)
        return loss


@torch.no_grad()
def predict_layers(model: nn.Module, sites: Tensors, warn: Warn = python_warning) -> torch.Tensor:
    """Predicted SOC of every observed layer, gC/m3, ``(layers,)`` in the sites' order; ``warn`` hears when a batch did not fit.

    Parameters
    ----------
    model
        A network of the ensemble, or a baseline.
    sites
        Whose layers are predicted.
    warn
        Gets a code and a message when a batch did not fit into memory.
    """
    model.eval()
    device = sites.start.device

    def predict(index: torch.Tensor) -> torch.Tensor:
        site, layer = sites.layers_of(index)
        return (model(*sites.at(index)).soc[site] * sites.weights[layer]).sum(-1)

    return torch.cat(in_batches(predict, torch.arange(len(sites), device=device), sites_at_once(device), warn))
