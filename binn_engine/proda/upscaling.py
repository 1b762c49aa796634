"""From posteriors at profiles to a model for all places: a network that predicts the posterior means from covariates.

The loss does not contain SOC, in contrast to BINN: the network cannot determine what single profiles do not determine.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np
import torch

from ..experiments.identifiability import PRIOR_SD
from ..learning.epochs import run_epochs
from ..learning.training import WARM_UP
from ..model.binn import Binn
from ..model.network import Inputs
from ..model.recipes import RECOMMENDED, Recipe
from ..resampling.splits import TrainingParts
from ..running.callbacks import Progress
from ..running.devices import threads_for

# BINN's network and optimiser, on posteriors instead of SOC.
UPSCALING = replace(RECOMMENDED, teacher="none", epochs=150, patience=150, regulariser_weight=0.0, max_soc=math.inf)
# Tao et al. (2020) and the published code: dense layers, ten seeds, coordinates and classes as numbers; Adadelta's rate is Zeiler's (2012).
PUBLISHED_UPSCALING = replace(
    UPSCALING, network="dense", hidden=(256, 512, 512, 256), dropout=0.0, encoder="coordinates", drivers=False, scaling="range",
    bedrock="published", learning_rate=1.0, weight_decay=0.0, one_cycle=False, gradient_norm=math.inf, batch_size=32, epochs=6000,
    patience=1200, members=10, rotating=False,
)  # fmt: skip
METHODS = {"recommended": UPSCALING, "published": PUBLISHED_UPSCALING}
SQUARED, RELATIVE = 500.0, 25.0  # factors of the published loss
LEAST_PLACE = 1e-3  # below which a posterior mean has no relative error


@dataclass(frozen=True)
class Targets:
    """The training targets of the network: posterior means and standard deviations of the learned parameters as places in the ranges,
    ``(sites, learned)`` float32 each."""

    mean: torch.Tensor
    sd: torch.Tensor

    def at(self, index: torch.Tensor) -> Targets:
        """Those of some of the sites.

        Parameters
        ----------
        index
            Of the sites, ``(n,)``.
        """
        return Targets(self.mean[index], self.sd[index])


def precision_loss(places: torch.Tensor, targets: Targets) -> torch.Tensor:
    """Mean squared error, in standard deviations of each site's own posterior; 1 is the error of a prior draw where the profile says
    nothing.

    Parameters
    ----------
    places
        Predicted places in the ranges, 0 to 1, ``(batch, learned)``.
    targets
        Posterior means and standard deviations of the same sites.
    """
    return (((places - targets.mean) / targets.sd.clamp(max=PRIOR_SD)) ** 2).mean()


def published_loss(places: torch.Tensor, targets: Targets) -> torch.Tensor:
    """PRODA's loss: 500 times the mean squared error, times 25 times the mean absolute relative error (published code of Tao et al. 2020).

    Parameters
    ----------
    places
        Predicted places in the ranges, which may lie beyond 0 to 1, ``(batch, learned)``.
    targets
        Posterior means of the same sites.
    """
    error = places - targets.mean
    return SQUARED * (error**2).mean() * RELATIVE * (error.abs() / targets.mean.clamp(min=LEAST_PLACE)).mean()


@dataclass(frozen=True)
class UpscalingSites:
    """Sites of an upscaling.

    Parameters
    ----------
    inputs, targets
        What the network reads, and the posteriors, of all sites.
    parts
        Sites to train on, and to choose the epoch by; a site that stands more than once among those to train on counts as often.
    """

    inputs: Inputs
    targets: Targets
    parts: TrainingParts


def train_upscaling(model: Binn, sites: UpscalingSites, recipe: Recipe, seed: int, progress: Progress) -> list[dict[str, float]]:
    """Train a network on posteriors, in place; it is left with the weights of its best epoch. Returns the history: ``epoch``,
    ``train_loss``, ``validation_loss``.

    Parameters
    ----------
    model
        The untrained model.
    sites
        What the network reads and learns.
    recipe
        Epochs, optimiser and loss.
    seed
        Of batches and dropout.
    progress
        The run's progress during training.
    """
    torch.manual_seed(seed)
    with threads_for(recipe.batch_size):
        upscaler = _Upscaler(model, sites, recipe, seed)
        return run_epochs(model, recipe.epochs, recipe.patience, progress, upscaler.epoch)


class _Upscaler:
    """Epochs of upscaling: batches of sites to gradients and to new weights, and the loss of the validation sites."""

    def __init__(self, model: Binn, sites: UpscalingSites, recipe: Recipe, seed: int) -> None:
        self._model, self._inputs, self._targets, self._recipe = model, sites.inputs, sites.targets, recipe
        parts, device = sites.parts, sites.targets.mean.device
        self._train, self._validation = (torch.from_numpy(index).to(device) for index in (parts.train, parts.validation))
        self._generator = torch.Generator().manual_seed(seed)
        self._dense = recipe.network == "dense"
        self._weights = [weight for weight in model.parameters() if weight.requires_grad]
        rate = recipe.learning_rate
        if self._dense:
            self._optimiser: torch.optim.Optimizer = torch.optim.Adadelta(self._weights, lr=rate)
        else:
            self._optimiser = torch.optim.AdamW(self._weights, lr=rate, weight_decay=recipe.weight_decay)
        steps = recipe.epochs * -(-len(parts.train) // recipe.batch_size)
        cycle = torch.optim.lr_scheduler.OneCycleLR
        turns = recipe.one_cycle and WARM_UP * steps > 1.0
        self._schedule = cycle(self._optimiser, rate, total_steps=steps, pct_start=WARM_UP) if turns else None

    def epoch(self, number: int) -> tuple[dict[str, float], float]:
        """Take every training site once; the row of the history and the loss of the validation sites."""
        self._model.train()
        order = torch.randperm(len(self._train), generator=self._generator)
        losses = [self._step(index) for index in self._train[order].split(self._recipe.batch_size)]
        self._model.eval()
        with torch.no_grad():
            misfit = float(self._loss(self._validation))
        return {"epoch": number, "train_loss": float(np.mean(losses)), "validation_loss": misfit}, misfit

    def _step(self, index: torch.Tensor) -> float:
        self._optimiser.zero_grad()
        loss = self._loss(index)
        loss.backward()
        if math.isfinite(self._recipe.gradient_norm):
            torch.nn.utils.clip_grad_norm_(self._weights, self._recipe.gradient_norm)
        self._optimiser.step()
        if self._schedule:
            self._schedule.step()
        return float(loss.detach())

    def _loss(self, index: torch.Tensor) -> torch.Tensor:
        # The published network learns from its outputs as they are, before what lies beyond the ranges is cut off.
        logits, places = self._model.places(self._inputs.at(index))
        targets = self._targets.at(index)
        return published_loss(logits, targets) if self._dense else precision_loss(places, targets)


def bootstrap_sample(index: np.ndarray, seed: int) -> np.ndarray:
    """As many of the sites as there are, drawn with replacement.

    Parameters
    ----------
    index
        Of the sites, ``(n,)``.
    seed
        Of the draw.
    """
    return np.sort(np.random.default_rng(seed).choice(index, len(index)))
