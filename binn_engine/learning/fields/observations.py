"""Observed layers about some parameters: residuals, and their derivatives by the logits of the parameters at their site."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from ...model.binn import Binn
from ..dataset import Tensors
from ..losses import LEAST_SOC, LOG_WEIGHT, MEAN_WEIGHT, Spreads

AT_ONCE = 8192  # layers whose derivatives are computed together


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
        """Residuals and their derivatives by the logits: one adjoint of the CLM5 layer for each layer.

        Parameters
        ----------
        logits
            Of the learned parameters at the sites, ``(sites, learned)``.
        """
        wide = self._tensor(logits)
        predicted, slopes = [], []
        for rows in torch.arange(len(self), device=self._site.device).split(AT_ONCE):
            site, layer = self._site[rows], self._layer[rows]
            some = wide[site].clone().requires_grad_()
            soc = (self._soc(some, site) * self._sites.weights[layer]).sum(-1)
            (slope,) = torch.autograd.grad(soc.sum(), some)
            predicted.append(soc.detach())
            slopes.append(slope)
            self.evaluations += 3 * len(rows)
        residual, factor = self._scaled(torch.cat(predicted))
        return Linearised(residual.cpu().numpy(), (torch.cat(slopes) * factor[:, None]).cpu().numpy(), self.site)

    def _tensor(self, logits: np.ndarray) -> torch.Tensor:
        return torch.from_numpy(logits).to(self._site.device, self._sites.soc.dtype)

    def _soc(self, logits: torch.Tensor, site: torch.Tensor) -> torch.Tensor:
        """SOC of the model's layers, ``(rows, 20)``, at some sites whose logits are given."""
        model, prescribed = self._model, self._sites.prescribed
        others = model.fixed.expand(len(site), -1) if prescribed is None else prescribed[site]
        parameters = others.index_copy(1, model.columns, model.lower + model.width * torch.sigmoid(logits))
        return model.clm5(parameters, self._sites.forcing.at(site)).soc

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
