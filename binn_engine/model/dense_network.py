"""The network of the published PRODA, for comparison: rectified layers and a linear output, trained on places in the ranges."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch.nn import functional

from .network import CovariateNetwork, Inputs


class DenseNetwork(CovariateNetwork):
    """Linear layers with rectifiers and dropout, and a linear end (Tao et al. 2020); arguments as of
    :class:`binn_engine.model.network.CovariateNetwork`. Its outputs are places in the ranges, which may lie beyond them."""

    def start(self) -> None:
        """Places start in the middle of the ranges."""
        self.head.bias.fill_(0.5)

    def forward(self, inputs: Inputs, masks: Sequence[torch.Tensor] | None = None) -> torch.Tensor:
        """Places in the ranges, ``(batch, n_outputs)``.

        Parameters
        ----------
        inputs
            What the network reads of the sites.
        masks
            Replace dropout, as :meth:`dropout_masks` draws them; None: dropout as the module's mode has it.
        """
        embedded = [table(inputs.classes[:, number]) for number, table in enumerate(self.embeddings)]
        state = torch.cat([inputs.continuous, *embedded, *self.location(inputs.location, None)], 1)
        for number, layer in enumerate(self.hidden):
            state = functional.relu(layer(state))
            state = functional.dropout(state, self.dropout, self.training) if masks is None else state * masks[number]
        return self.head(state)
