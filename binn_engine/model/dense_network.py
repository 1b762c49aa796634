"""The network of the published PRODA, to compare with: rectified layers and a linear end, trained on places in the ranges."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn
from torch.nn import functional

from .locations import LocationEncoder
from .network import EMBEDDING_WIDTH, UNSEEN_CLASS, Inputs, draw_mask


class DenseNetwork(nn.Module):
    """Linear layers with rectifiers and dropout, and a linear end (Tao et al. 2020); arguments as of
    :class:`binn_engine.model.network.Network`. Its outputs are places in the ranges, which may lie beyond them."""

    def __init__(
        self, n_continuous: int, n_classes: Sequence[int], n_outputs: int, hidden: Sequence[int], dropout: float, encoder: str = "none"
    ) -> None:
        super().__init__()
        self.dropout = dropout
        self.location = LocationEncoder(encoder)
        self.embeddings = nn.ModuleList(nn.Embedding(count + 1, EMBEDDING_WIDTH, padding_idx=UNSEEN_CLASS) for count in n_classes)
        widths = [n_continuous + EMBEDDING_WIDTH * len(n_classes) + self.location.width, *hidden]
        self.hidden = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        self.head = nn.Linear(widths[-1], n_outputs)
        with torch.no_grad():
            self.head.bias.fill_(0.5)

    def forward(self, inputs: Inputs, masks: Sequence[torch.Tensor] | None = None) -> torch.Tensor:
        """Places in the ranges, ``(batch, n_outputs)``; ``masks`` as :meth:`dropout_masks` draws them replace dropout."""
        embedded = [table(inputs.classes[:, number]) for number, table in enumerate(self.embeddings)]
        state = torch.cat([inputs.continuous, *embedded, *self.location(inputs.location, None)], 1)
        for number, layer in enumerate(self.hidden):
            state = functional.relu(layer(state))
            state = functional.dropout(state, self.dropout, self.training) if masks is None else state * masks[number]
        return self.head(state)

    def dropout_masks(self, generator: torch.Generator) -> list[torch.Tensor]:
        """One draw of dropout for the whole network: see :meth:`binn_engine.model.network.Network.dropout_masks`."""
        return [draw_mask(layer.out_features, self.dropout, generator, self.head.weight) for layer in self.hidden]
