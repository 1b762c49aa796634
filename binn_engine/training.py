"""Training end to end: profiles of SOC teach the network through the CLM5 layer."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from .batches import in_batches, python_warning, sites_at_once
from .dataset import Tensors
from .devices import threads_for
from .scores import soc_scores

HUBER_DELTA = 1.0
LOGIT_PRIOR = 3e-4
WEIGHT_DECAY = 0.1
GRADIENT_NORM = 1.0


@dataclass(frozen=True)
class Recipe:
    """How to train; see the fields of the same names in :class:`binn_engine.protocol.TrainJob`."""

    epochs: int
    patience: int
    batch_size: int
    learning_rate: float
    max_soc: float
    seed: int


@dataclass(frozen=True)
class Epoch:
    """One row of the training history; losses in units of the scaled square root of SOC."""

    epoch: int
    train_loss: float
    validation_loss: float
    validation_nse: float
    validation_log_nse: float


def soc_loss(predicted: torch.Tensor, observed: torch.Tensor, scale: float) -> torch.Tensor:
    """Huber loss of the square root of SOC.

    The square root lies between raw SOC, where organic surface layers outweigh all others, and its logarithm, where poor subsoils do.

    Parameters
    ----------
    predicted, observed
        gC/m3, ``(layers,)``.
    scale
        Spread of the observed square roots.
    """
    root = torch.sqrt(predicted.clamp(min=1e-6))
    return functional.huber_loss(root / scale, torch.sqrt(observed) / scale, delta=HUBER_DELTA)


def train_network(
    model: nn.Module,
    train: Tensors,
    validation: Tensors,
    recipe: Recipe,
    progress: Callable[[float, str], None],
) -> list[Epoch]:
    """Train ``model`` in place and leave it with the weights of its best epoch on the validation sites.

    AdamW with a one-cycle learning rate and clipped gradients; layers above ``recipe.max_soc`` teach nothing. Returns the history.
    """
    with threads_for(recipe.batch_size):
        history, best_weights = _epochs(model, train, validation, recipe, progress)
    model.load_state_dict(best_weights)
    model.eval()
    return history


def _epochs(
    model: nn.Module, train: Tensors, validation: Tensors, recipe: Recipe, progress: Callable[[float, str], None]
) -> tuple[list[Epoch], dict]:
    """The history of the epochs and the weights of the best one."""
    generator = torch.Generator().manual_seed(recipe.seed)
    torch.manual_seed(recipe.seed)
    scale = float(torch.sqrt(train.soc[train.soc <= recipe.max_soc]).std().clamp(min=1.0))
    optimiser = torch.optim.AdamW(model.parameters(), lr=recipe.learning_rate, weight_decay=WEIGHT_DECAY)
    steps = -(-len(train) // recipe.batch_size)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, recipe.learning_rate, total_steps=max(2, recipe.epochs * steps), pct_start=0.2
    )
    history: list[Epoch] = []
    best, best_weights = float("inf"), copy.deepcopy(model.state_dict())
    for epoch in range(recipe.epochs):
        order = torch.randperm(len(train), generator=generator).to(train.start.device)
        progress(epoch / recipe.epochs, "training")
        loss = _one_epoch(model, train, order, recipe, scale, optimiser, schedule)
        predicted = predict_layers(model, validation)
        usable = validation.soc <= recipe.max_soc
        validation_loss = float(soc_loss(predicted[usable], validation.soc[usable], scale))
        scores = soc_scores(validation.soc[usable].cpu().numpy(), predicted[usable].cpu().numpy())
        history.append(Epoch(epoch + 1, loss, validation_loss, scores["gC_m3"]["nse"], scores["log"]["nse"]))
        if validation_loss < best:
            best, best_weights = validation_loss, copy.deepcopy(model.state_dict())
        elif epoch + 1 - _best_epoch(history) >= recipe.patience:
            break
    return history, best_weights


def _best_epoch(history: list[Epoch]) -> int:
    return min(history, key=lambda row: row.validation_loss).epoch


def _one_epoch(
    model,
    train: Tensors,
    order: torch.Tensor,
    recipe: Recipe,
    scale: float,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
) -> float:
    """One pass over the sites; returns the mean loss."""
    model.train()
    losses = []
    for first in range(0, len(order), recipe.batch_size):
        index = order[first : first + recipe.batch_size]
        site, layer = train.layers_of(index)
        usable = train.soc[layer] <= recipe.max_soc
        if not bool(usable.any()):
            continue
        site, layer = site[usable], layer[usable]
        prediction = model(train.inputs.at(index), train.forcing.at(index))
        loss = soc_loss((prediction.soc[site] * train.weights[layer]).sum(-1), train.soc[layer], scale)
        if prediction.logits is not None:
            loss = loss + LOGIT_PRIOR * (prediction.logits**2).mean()
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), GRADIENT_NORM)
        optimiser.step()
        schedule.step()
        losses.append(float(loss.detach()))
    return float(np.mean(losses)) if losses else float("nan")


@torch.no_grad()
def predict_layers(model: nn.Module, sites: Tensors, warn: Callable[[str, str], None] = python_warning) -> torch.Tensor:
    """Predicted SOC of every observed layer, gC/m3, ``(layers,)`` in the sites' order; ``warn`` hears when a batch did not fit."""
    model.eval()
    device = sites.start.device

    def predict(index: torch.Tensor) -> torch.Tensor:
        site, layer = sites.layers_of(index)
        soc = model(sites.inputs.at(index), sites.forcing.at(index)).soc
        return (soc[site] * sites.weights[layer]).sum(-1)

    return torch.cat(in_batches(predict, torch.arange(len(sites), device=device), sites_at_once(device), warn))
