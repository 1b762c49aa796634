"""The network of the published BINN, for comparison: batch normalisation, leaky ReLU, embeddings of unit length."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import torch
from torch import nn
from torch.nn import functional

from .network import CovariateNetwork, Inputs

SLOPE = 0.3
NORMALISED = 32  # profiles that batch normalisation sees together, as each of the published processes had


class PublishedNetwork(CovariateNetwork):
    """Blocks of linear layer, batch normalisation, leaky ReLU and dropout, initialised after Xavier (Xu et al. 2025).

    Parameters as of :class:`binn_engine.model.network.CovariateNetwork`. It corrects one mistake of the published code: class codes
    enter as embeddings only, not as numbers too.
    """

    def start(self) -> None:
        """Weights after Xavier, and normalisation of the hidden layers."""
        self.norms = nn.ModuleList(nn.BatchNorm1d(layer.out_features) for layer in self.dense_layers)
        gain = nn.init.calculate_gain("leaky_relu", SLOPE)
        dense = [self.location.dense] if self.location.dense is not None else []
        for layer, factor in [*((layer, gain) for layer in self.dense_layers), *((layer, 1.0) for layer in (self.head, *dense))]:
            nn.init.xavier_uniform_(layer.weight, factor)
            nn.init.zeros_(layer.bias)

    def forward(self, inputs: Inputs, masks: Sequence[torch.Tensor] | None = None) -> torch.Tensor:
        """Unbounded outputs, ``(batch, n_outputs)``; ``masks`` as :meth:`dropout_masks` draws them replace dropout.

        Parameters
        ----------
        inputs
            What the network reads of the sites.
        masks
            Replace dropout, as :meth:`dropout_masks` draws them; None: dropout as the module's mode has it.
        """
        embedded = [functional.normalize(table(inputs.classes[:, number])) for number, table in enumerate(self.embeddings)]
        located = self.location(inputs.location, masks[len(self.hidden)] if masks and self.location.masked_widths else None)
        state = torch.cat([inputs.continuous, *embedded, *located], 1)
        for number, (layer, norm) in enumerate(zip(self.hidden, self.norms)):
            state = functional.leaky_relu(_normalised(cast(nn.BatchNorm1d, norm), layer(state)), SLOPE)
            state = functional.dropout(state, self.dropout, self.training) if masks is None else state * masks[number]
        return self.head(state)


def _normalised(norm: nn.BatchNorm1d, state: torch.Tensor) -> torch.Tensor:
    """In training by the statistics of every 32 sites, in their order, for themselves."""
    if not norm.training:
        return norm(state)
    # The statistics of a single site are undefined: a last part of one takes the running ones.
    fixed = (norm.running_mean, norm.running_var, norm.weight, norm.bias)
    return torch.cat([norm(part) if len(part) > 1 else functional.batch_norm(part, *fixed) for part in state.split(NORMALISED)])
