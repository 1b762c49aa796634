"""The neural network: from covariates of a site to unbounded numbers, one for each learned parameter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

import torch
from torch import nn
from torch.nn import functional

from .locations import GRIDCELL_DROPOUT, LocationEncoder

EMBEDDING_WIDTH = 5
UNSEEN_CLASS = 0  # index of a class that training never saw; its embedding stays zero


@dataclass(frozen=True)
class Inputs:
    """The inputs of the network for a batch of sites.

    ``continuous`` standardised, ``(batch, n)``, float32; ``classes`` indices, ``(batch, m)``, int64, ``UNSEEN_CLASS`` for a
    class that training never saw; ``location`` longitude and latitude in degrees, ``(batch, 2)``, float32.
    """

    continuous: torch.Tensor
    classes: torch.Tensor
    location: torch.Tensor

    def __len__(self) -> int:
        return self.continuous.shape[0]

    def at(self, index: torch.Tensor) -> Inputs:
        """The inputs of some of the sites.

        Parameters
        ----------
        index
            Of the sites to keep, ``(sites,)``.
        """
        return Inputs(self.continuous[index], self.classes[index], self.location[index])

    def to(self, device: torch.device | str) -> Inputs:
        """The same inputs on another device."""
        return Inputs(self.continuous.to(device), self.classes.to(device), self.location.to(device))


class ClassEmbedding(nn.Embedding):
    """An embedding that draws no weights on the meta device, where only shapes count: torch would load its compiler there, for seconds."""

    def reset_parameters(self) -> None:
        """Draw the initial weights."""
        if not self.weight.is_meta:
            super().reset_parameters()


class CovariateNetwork(nn.Module):
    """The parts that all networks share: embeddings of the classes, location features, hidden layers with dropout, and a head.

    Parameters
    ----------
    n_continuous
        Number of continuous covariates.
    n_classes
        Number of known classes of each categorical covariate.
    n_outputs
        Width of the output.
    hidden
        Widths of the hidden layers.
    dropout
        Dropout after each hidden layer.
    encoder
        Kind of :class:`binn_engine.model.locations.LocationEncoder`.
    """

    readings = 1  # times that a continuous covariate is read

    def __init__(
        self, n_continuous: int, n_classes: Sequence[int], n_outputs: int, hidden: Sequence[int], dropout: float, encoder: str = "none"
    ) -> None:
        super().__init__()
        self.dropout = dropout
        self.location = LocationEncoder(encoder)
        self.embeddings = nn.ModuleList(ClassEmbedding(count + 1, EMBEDDING_WIDTH, padding_idx=UNSEEN_CLASS) for count in n_classes)
        widths = [self.readings * n_continuous + EMBEDDING_WIDTH * len(n_classes) + self.location.width, *hidden]
        self.hidden = nn.ModuleList(nn.Linear(a, b) for a, b in zip(widths, widths[1:]))
        self.head = nn.Linear(widths[-1], n_outputs)
        with torch.no_grad():
            self.start()

    @property
    def dense_layers(self) -> list[nn.Linear]:
        """The hidden layers, in order."""
        return cast("list[nn.Linear]", list(self.hidden))

    def start(self) -> None:
        """Set the initial weights, and add what a kind of network has besides."""
        raise NotImplementedError

    def dropout_masks(self, generator: torch.Generator) -> list[torch.Tensor]:
        """One draw of dropout: a factor for every hidden unit, 0 or ``1/(1 - p)``, ``(units,)`` for each layer, on the network's device.

        A draw thins the network as a whole, so that a pass is one function of the covariates: it depends on neither the
        tiling nor the batch, and errors of neighbouring pixels stay correlated.
        """
        hidden = [draw_mask(layer.out_features, self.dropout, generator, self.head.weight) for layer in self.dense_layers]
        located = [draw_mask(width, GRIDCELL_DROPOUT, generator, self.head.weight) for width in self.location.masked_widths]
        return hidden + located


class Network(CovariateNetwork):
    """A perceptron of the recommended kind; parameters as of :class:`CovariateNetwork`."""

    def start(self) -> None:
        """Parameters start near the middle of their ranges, where the gradient of the sigmoid is largest."""
        self.head.weight.mul_(0.3)
        self.head.bias.zero_()

    def forward(self, inputs: Inputs, masks: Sequence[torch.Tensor] | None = None) -> torch.Tensor:
        """Unbounded outputs, ``(batch, n_outputs)``; ``masks`` as :meth:`dropout_masks` draws them replace dropout.

        Parameters
        ----------
        inputs
            What the network reads of the sites.
        masks
            Replace dropout, as :meth:`dropout_masks` draws them; None: dropout as the module's mode has it.
        """
        return self._perceptron(self._read(inputs, masks), masks)

    def _read(self, inputs: Inputs, masks: Sequence[torch.Tensor] | None) -> torch.Tensor:
        """What the perceptron reads, ``(batch, width)``."""
        embedded = [table(inputs.classes[:, number]) for number, table in enumerate(self.embeddings)]
        located = self.location(inputs.location, masks[len(self.hidden)] if masks and self.location.masked_widths else None)
        return torch.cat([inputs.continuous, *embedded, *located], 1)

    def _perceptron(self, state: torch.Tensor, masks: Sequence[torch.Tensor] | None) -> torch.Tensor:
        for number, layer in enumerate(self.hidden):
            state = functional.gelu(layer(state))
            state = functional.dropout(state, self.dropout, self.training) if masks is None else state * masks[number]
        return self.head(state)


def draw_mask(width: int, dropout: float, generator: torch.Generator, like: torch.Tensor) -> torch.Tensor:
    """Factors of so many units, 0 or ``1/(1 - dropout)``, ``(width,)``, of the type and device of ``like``.

    Parameters
    ----------
    width
        Number of units.
    dropout
        Share of the units that are dropped, 1.
    generator
        Of the random numbers.
    like
        Has the type and the device wanted; any shape.
    """
    keep = 1.0 - dropout
    return (torch.rand(width, generator=generator) < keep).to(like) / keep
