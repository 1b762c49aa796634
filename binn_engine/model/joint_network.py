"""A neural network and a field whose outputs are averaged: one member of an ensemble that learns in both ways."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn

from .field_network import FieldNetwork
from .network import CovariateNetwork, Inputs


class JointNetwork(nn.Module):
    """The mean of the logits of a network and of a field. It is a network itself: its parameters need one solution of CLM5 at each site.

    Parameters
    ----------
    network, field
        Of the same parameters and covariates.
    """

    def __init__(self, network: CovariateNetwork, field: FieldNetwork) -> None:
        super().__init__()
        self.network, self.field = network, field

    def check(self) -> None:
        """As :meth:`FieldNetwork.check`."""
        self.field.check()

    def forward(self, inputs: Inputs, masks: Sequence[torch.Tensor] | None = None) -> torch.Tensor:
        """Unbounded outputs, ``(batch, n_outputs)``.

        Parameters
        ----------
        inputs
            What both read of the sites.
        masks
            A draw of :meth:`dropout_masks`: the masks of the network, ``(units,)`` each, then the draw of the field, ``(n_features + 1,
            n_outputs)``; None: the network with dropout as its mode has it, and the field without a draw.
        """
        of_network, of_field = (None, None) if masks is None else (masks[:-1], masks[-1:])
        return (self.network(inputs, of_network) + self.field(inputs, of_field)) / 2.0

    def dropout_masks(self, generator: torch.Generator) -> list[torch.Tensor]:
        """One draw of both: a pass is one function of the whole map."""
        return [*self.network.dropout_masks(generator), *self.field.dropout_masks(generator)]
