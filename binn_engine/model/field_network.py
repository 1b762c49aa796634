"""Fields: parameters as sums of smooth functions of single covariates, of classes, and of products of pairs of covariates.

A field takes the place of a network: it gives one unbounded number (logit) for each learned parameter. It is linear in its weights, so that
its posterior is one matrix, and a draw of the weights is one function of the whole map.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import nn

from .network import UNSEEN_CLASS, Inputs

KNOTS = 4  # of the spline of a covariate
CURVES = KNOTS - 1  # functions of a covariate: a line, and what bends


@dataclass(frozen=True)
class FieldShape:
    """Sizes of a field.

    Parameters
    ----------
    n_continuous
        Number of continuous covariates.
    n_classes
        Number of known classes of each categorical covariate.
    n_outputs
        Number of learned parameters.
    n_pairs
        Number of products of two covariates.
    n_draws
        Number of directions in which the posterior of the weights varies; 0: it is not known.
    """

    n_continuous: int
    n_classes: tuple[int, ...]
    n_outputs: int
    n_pairs: int = 0
    n_draws: int = 0

    @property
    def n_features(self) -> int:
        """Number of functions that a parameter is a sum of, beside the constant."""
        return CURVES * self.n_continuous + sum(self.n_classes) + self.n_pairs


class FieldNetwork(nn.Module):
    """A field for each learned parameter.

    Functions of a covariate are natural cubic splines, which go on as lines beyond their outermost knots (Hastie, Tibshirani and Friedman
    2009, 5.2.1); they are combined by ``mixing`` so that they are uncorrelated, of unit variance, and ever less smooth.
    """

    knots: torch.Tensor
    mixing: torch.Tensor
    pairs: torch.Tensor
    pair_scaling: torch.Tensor
    uncertain: torch.Tensor
    factor: torch.Tensor
    loose: torch.Tensor

    def __init__(self, shape: FieldShape) -> None:
        super().__init__()
        self.shape = shape
        count = shape.n_features + 1
        self.register_buffer("knots", torch.linspace(-1.0, 1.0, KNOTS).repeat(shape.n_continuous, 1))
        self.register_buffer("mixing", torch.zeros(shape.n_continuous, KNOTS, CURVES))
        self.register_buffer("pairs", torch.zeros(shape.n_pairs, 2, dtype=torch.int64))
        self.register_buffer(
            "pair_scaling", torch.tensor([0.0, 1.0]).repeat(shape.n_pairs, 1)
        )  # mean and standard deviation of each product
        self.weight = nn.Parameter(torch.zeros(count, shape.n_outputs))
        self.register_buffer("uncertain", torch.zeros(shape.n_draws, dtype=torch.int64))  # weights that vary, by their place in all
        self.register_buffer("factor", torch.zeros(shape.n_draws, shape.n_draws))  # of their posterior covariance
        self.register_buffer("loose", torch.zeros(count, shape.n_outputs))  # standard deviations of weights that are zero

    def check(self) -> None:
        """Raise :class:`ValueError` where a number of a covariate or of a weight is none of this field."""
        for indices, count in ((self.pairs, self.shape.n_continuous), (self.uncertain, self.weight.numel())):
            if indices.numel() and not 0 <= int(indices.min()) <= int(indices.max()) < count:
                raise ValueError("a field has numbers of covariates or weights that do not exist")

    def features(self, inputs: Inputs) -> torch.Tensor:
        """The functions of the covariates, ``(batch, n_features + 1)``; the first is 1."""
        near = inputs.continuous
        curves = torch.einsum("bck,ckf->bcf", natural_spline(near, self.knots), self.mixing).flatten(1)
        classes = [
            nn.functional.one_hot(inputs.classes[:, number], count + 1)[:, UNSEEN_CLASS + 1 :].to(near)
            for number, count in enumerate(self.shape.n_classes)
        ]
        within = torch.minimum(torch.maximum(near, self.knots[:, 0]), self.knots[:, -1])
        products = within[:, self.pairs[:, 0]] * within[:, self.pairs[:, 1]]
        products = (products - self.pair_scaling[:, 0]) / self.pair_scaling[:, 1]
        return torch.cat([near.new_ones(len(near), 1), curves, *classes, products], 1)

    def forward(self, inputs: Inputs, masks: Sequence[torch.Tensor] | None = None) -> torch.Tensor:
        """Unbounded outputs, ``(batch, n_outputs)``.

        Parameters
        ----------
        inputs
            What the field reads of the sites.
        masks
            A draw of :meth:`dropout_masks`, ``(n_features + 1, n_outputs)``, added to the weights; None: the weights alone.
        """
        weight = self.weight if not masks else self.weight + masks[0]
        return self.features(inputs) @ weight

    def dropout_masks(self, generator: torch.Generator) -> list[torch.Tensor]:
        """One draw from the posterior of the weights, less their mean, ``(n_features + 1, n_outputs)``: one function of the whole map."""
        moved = (self.loose * torch.randn(self.loose.shape, generator=generator).to(self.loose)).flatten()
        moved[self.uncertain] = self.factor @ torch.randn(self.shape.n_draws, generator=generator).to(self.factor)
        return [moved.view_as(self.weight)]


def natural_spline(values: torch.Tensor, knots: torch.Tensor) -> torch.Tensor:
    """A basis of natural cubic splines: 1, the value, and ``KNOTS - 2`` functions that are lines beyond the outermost knots.

    Parameters
    ----------
    values
        Standardised covariates, ``(batch, covariates)``.
    knots
        Ascending, ``(covariates, KNOTS)``, in the same unit.

    Returns
    -------
    ``(batch, covariates, KNOTS)``.
    """
    width = (knots[:, -1] - knots[:, 0]).clamp(min=1e-6)
    place = ((values - knots[:, 0]) / width)[..., None]
    at = (knots - knots[:, :1]) / width[:, None]
    cubes = (place - at).clamp(min=0.0) ** 3
    last = cubes[..., -1:]
    bent = (cubes[..., :-1] - last) / (at[:, -1:] - at[:, :-1]).clamp(min=1e-6)
    return torch.cat([torch.ones_like(place), place, bent[..., :-1] - bent[..., -1:]], -1)
