"""Observed layers about some parameters: residuals, and their derivatives by the logits of the parameters at their site."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import torch

from ...clm5.interpolation import interpolated
from ...model.binn import Binn
from ..costs import GRADIENT_EVALUATIONS
from ..dataset import Tensors
from ..losses import LEAST_SOC, LOG_WEIGHT, MEAN_WEIGHT, Spreads

AT_ONCE = 8192  # sites whose derivatives are computed together
ALIKE = 1.3  # ratio of numbers of layers of two sites that count as alike
MOST_MIXED = 5000  # sites whose forcing is kept mixed from its cells: 8 kB each


@dataclass(frozen=True)
class Linearised:
    """Residuals of the layers, scaled so that half their squares are the loss near the present parameters, ``(layers,)``; their negative
    derivatives by the logits, ``(layers, learned)``; and the row of the site of each layer, ``(layers,)``."""

    residual: np.ndarray
    slope: np.ndarray
    site: np.ndarray


class ObservedLayers:
    """The layers of some sites, below a limit of SOC, and the CLM5 layer that predicts them.

    Parameters
    ----------
    model
        Its CLM5 layer and parameter space.
    sites
        The sites.
    loss
        ``log``: errors of the logarithm of SOC. ``balanced``: see :func:`binn_engine.learning.losses.soc_loss`.
    spreads
        What that loss divides by.
    max_soc
        Layers above it are not used, gC/m3.
    """

    def __init__(self, model: Binn, sites: Tensors, loss: str, spreads: Spreads, max_soc: float) -> None:
        self._model, self._sites, self._loss, self._spreads = model, sites, loss, spreads
        site, layer = sites.layers_of(torch.arange(len(sites), device=sites.start.device))
        usable = sites.soc[layer] <= max_soc
        self._site, self._layer = site[usable], layer[usable]
        self._count = torch.bincount(self._site, minlength=len(sites))  # of the layers of each site
        self._first = self._count.cumsum(0) - self._count
        # Sites with about as many layers, whose derivatives are computed together.
        kind = torch.ceil(self._count.double().clamp(min=1.0).log() / math.log(ALIKE))
        self._alike = [torch.nonzero((kind == one) & (self._count > 0))[:, 0] for one in torch.unique(kind)]
        # Mixed once, where memory holds it, and not anew at each of the many evaluations.
        self._forcing = interpolated(sites.forcing) if len(sites) <= MOST_MIXED else sites.forcing
        self.site = self._site.cpu().numpy()
        self.evaluations = 0  # of the CLM5 layer

    def __len__(self) -> int:
        return len(self._site)

    @torch.no_grad()
    def predict(self, logits: np.ndarray) -> torch.Tensor:
        """SOC of the layers, gC/m3, ``(layers,)``.

        Parameters
        ----------
        logits
            Of the learned parameters at the sites, ``(sites, learned)``.
        """
        soc = self._soc(self._tensor(logits), torch.arange(len(self._sites), device=self._site.device))
        self.evaluations += len(self._sites)
        return (soc[self._site] * self._sites.weights[self._layer]).sum(-1)

    def residuals(self, logits: np.ndarray) -> np.ndarray:
        """Residuals alone, ``(layers,)``, as :meth:`linearise` scales them.

        Parameters
        ----------
        logits
            Of the learned parameters at the sites, ``(sites, learned)``.
        """
        residual, _ = self._scaled(self.predict(logits))
        return residual.cpu().numpy()

    def linearise(self, logits: np.ndarray) -> Linearised:
        """Residuals and their derivatives by the logits: a solution of the CLM5 layer for each site, and an adjoint for each layer.

        Parameters
        ----------
        logits
            Of the learned parameters at the sites, ``(sites, learned)``.
        """
        wide = self._tensor(logits)
        predicted, slopes = wide.new_empty(len(self)), wide.new_empty(len(self), wide.shape[1])
        for alike in self._alike:
            for sites in alike.split(AT_ONCE):
                some, count = wide[sites].clone().requires_grad_(), self._count[sites]
                soc, most = self._soc(some, sites), int(count.max())
                for number in range(most):
                    there = count > number
                    rows = self._first[sites][there] + number
                    value = (soc[there] * self._sites.weights[self._layer[rows]]).sum(-1)
                    (slope,) = torch.autograd.grad(value.sum(), some, retain_graph=number + 1 < most)
                    predicted[rows], slopes[rows] = value.detach(), slope[there]
                self.evaluations += len(sites) * (1 + most * (GRADIENT_EVALUATIONS - 1))
        residual, factor = self._scaled(predicted)
        return Linearised(residual.cpu().numpy(), (slopes * factor[:, None]).cpu().numpy(), self.site)

    def _tensor(self, logits: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(logits).to(self._site.device, self._sites.soc.dtype)

    def _soc(self, logits: torch.Tensor, site: torch.Tensor) -> torch.Tensor:
        """SOC of the model's layers, ``(rows, 20)``, at some sites whose logits are given."""
        model, prescribed = self._model, self._sites.prescribed
        others = model.fixed.expand(len(site), -1) if prescribed is None else prescribed[site]
        parameters = others.index_copy(1, model.columns, model.lower + model.width * torch.sigmoid(logits))
        return model.clm5(parameters, self._forcing.at(site)).soc

    def _scaled(self, predicted: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Residuals, and the factor of the derivatives of SOC, of one pseudo-observation a layer: it has the gradient and the Gauss-Newton
        curvature of the layer's part of the loss."""
        observed, spreads = self._sites.soc[self._layer], self._spreads
        least = LEAST_SOC[self._loss]
        low, high = predicted.clamp(min=least), observed.clamp(min=least)
        log = (high.log() - low.log()) / spreads.log
        log_slope = torch.where(predicted > least, 1.0 / low, torch.zeros_like(low)) / spreads.log
        if self._loss == "log":
            return log, log_slope
        root = (observed.clamp(min=1e-6).sqrt() - predicted.clamp(min=1e-6).sqrt()) / spreads.root
        root_slope = 0.5 / predicted.clamp(min=1e-6).sqrt() / spreads.root
        in_root, in_log = (1.0 / part.abs().clamp(min=1.0) for part in (root, log))  # weights of the Huber loss
        curvature = in_root * root_slope**2 + LOG_WEIGHT * in_log * log_slope**2
        pull = in_root * root * root_slope + LOG_WEIGHT * in_log * log * log_slope
        pull = pull + MEAN_WEIGHT * 2.0 * (observed - predicted).mean() / spreads.mean**2
        factor = curvature.sqrt()
        return pull / factor, factor
