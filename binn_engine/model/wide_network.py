"""A network with a linear path beside the perceptron, so that smooth effects of single covariates are learned first and noise last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import nn

from .network import Inputs, Network

WIDEST = 3.0  # standard deviations beyond which a covariate and its square say no more
SQUARE = 0.35  # factor of the squares, which makes their spread half that of the covariates
PERCEPTRON = 0.1  # factor of the perceptron's first weights of the outputs: the short way leads


class WideNetwork(Network):
    """A linear path over covariates, their squares and embeddings, plus the perceptron over the same (wide and deep: Cheng et al. 2016).

    Takes the arguments of :class:`binn_engine.model.network.CovariateNetwork`. Covariates should be standardised.
    """

    readings = 2

    def start(self) -> None:
        """The path starts at nothing, and leads."""
        super().start()
        self.path = nn.Linear(self.dense_layers[0].in_features, self.head.out_features, bias=False)
        self.path.weight.zero_()
        self.head.weight.mul_(PERCEPTRON)

    def forward(self, inputs: Inputs, masks: Sequence[torch.Tensor] | None = None) -> torch.Tensor:
        """Unbounded outputs, ``(batch, n_outputs)``; ``masks`` replace dropout, which the path has none of.

        Parameters
        ----------
        inputs
            What the network reads of the sites.
        masks
            Replace dropout, as :meth:`dropout_masks` draws them; the path has no dropout. None: dropout as the module's mode has it.
        """
        state = self._read(inputs, masks)
        return self.path(state) + self._perceptron(state, masks)

    def _read(self, inputs: Inputs, masks: Sequence[torch.Tensor] | None) -> torch.Tensor:
        near = inputs.continuous.clamp(-WIDEST, WIDEST)
        return super()._read(replace(inputs, continuous=torch.cat([near, SQUARE * (near**2 - 1.0)], 1)), masks)
