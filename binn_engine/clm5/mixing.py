"""Forcing between cells: the values of a few cells around each site, mixed with shares that add up to 1.

A layer of a site is soil or rock as in the site's own cell. It is mixed only among the neighbours in which it is the same: CLM5 writes a
water scalar of 0.05 into rock, which says nothing of the soil beside it.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch

from .geometry import N_LAYERS


def layer_shares(
    bedrock_layer: torch.Tensor,
    cell: torch.Tensor,
    neighbours: torch.Tensor,
    shares: torch.Tensor,
    layers: Sequence[int] = range(N_LAYERS),
) -> torch.Tensor:
    """The shares of the neighbours in each layer, ``(sites, neighbours, layers)``: of those alone that have soil, or rock, as the site has.

    Parameters
    ----------
    bedrock_layer
        The last layer above bedrock of each cell, 1-based, ``(cells,)``.
    cell
        The cell whose bedrock each site has, ``(sites,)``.
    neighbours, shares
        The cells around each site and their shares, ``(sites, neighbours)``.
    layers
        Numbers of the layers wanted, from 0.
    """
    layer = torch.as_tensor(layers, device=shares.device) + 1
    alike = (layer <= bedrock_layer[neighbours][:, :, None]) == (layer <= bedrock_layer[cell][:, None, None])
    part = shares[:, :, None] * alike
    total = part.sum(1, keepdim=True)
    return torch.where(total > 0.0, part / total, shares[:, :, None])


def mixed(field: torch.Tensor, neighbours: torch.Tensor, shares: torch.Tensor) -> torch.Tensor:
    """The values ``(sites, ...)`` of a field known by cell, ``(cells, ...)``.

    Parameters
    ----------
    field
        Values by cell, ``(cells, ...)``; by layer where the shares are.
    neighbours
        The cells around each site, ``(sites, neighbours)``.
    shares
        Their shares, ``(sites, neighbours)``, or by layer ``(sites, neighbours, 20)``.
    """
    total = torch.zeros(len(neighbours), *field.shape[1:], dtype=field.dtype, device=field.device)
    for number in range(neighbours.shape[1]):
        share = shares[:, number].to(field.dtype)
        total = total + share.reshape(*share.shape, *(1 for _ in range(field.ndim - share.ndim))) * field[neighbours[:, number]]
    return total
