"""Steady state of pools that decay and mix between layers, by elimination that uses the structure of the system.

The litter pools are tridiagonal systems over the layers; the three soil pools together are a block-tridiagonal system with 3 x 3 blocks.
Rows of the transport operator sum to zero, so the elimination computes with the excess of each pivot over the exchange with the layer
below and never subtracts exchange rates from one another. So there is no cancellation where decomposition is slow at depth, and no pool can
become negative. There is no pivoting (the system is an M-matrix) and no determinant (determinants underflow). A shift of the diagonal,
which steps in time need, adds to the excess alone.

The layer is the last dimension of the tensors; the recurrences run over layers, for all sites and pools at once. These are the forward
solutions, recorded step by step by autograd; ``tensor_adjoint`` gives them a gradient by one transposed solve.
"""

from __future__ import annotations

import torch

from .transport import Transport


def eliminate_mixed(
    rates: torch.Tensor, modifier: torch.Tensor, mixing: Transport, shift: torch.Tensor | None = None
) -> list[torch.Tensor]:
    """Inverse pivots of each layer, ``(batch, pool, 1)``, of pools that do not feed each other.

    Their rates are ``rates`` in 1/day, ``(batch, pool)``, times ``modifier``, ``(batch, 20)``.

    Parameters
    ----------
    rates
        Rates of decomposition without the environment, 1/day, ``(batch, pool)``.
    modifier
        Factor of all rates in each layer, ``(batch, 20)``.
    mixing
        Exchange between the layers, 1/day.
    shift
        Number to add to the diagonal of the system, real or complex, 1/day, ``(batch,)``.
    """
    upper, lower = (tensor[:, None, :, None].unbind(2) for tensor in mixing)
    every = rates[:, :, None] * modifier[:, None, :]
    rate = (every if shift is None else every + shift[:, None, None])[..., None].unbind(2)
    excess = rate[0]
    inverses = [1.0 / (excess + lower[0])]
    for layer in range(1, len(rate)):
        excess = rate[layer] + upper[layer] * inverses[-1] * excess
        inverses.append(1.0 / (excess + lower[layer]))
    return inverses


def eliminate_exchanging(
    turnover: torch.Tensor, modifier: torch.Tensor, mixing: Transport, shift: torch.Tensor | None = None
) -> list[torch.Tensor]:
    """Inverse pivots of each layer, ``(batch, 3, 3)``, of pools that feed each other in every layer.

    Parameters
    ----------
    turnover
        Rates of loss (diagonal) and minus the rates of gain of the row's pool from the column's, 1/day, ``(batch, 3, 3)``.
    modifier
        Factor of all rates in each layer, ``(batch, 20)``.
    mixing
        Exchange between the layers, 1/day.
    shift
        Number to add to the diagonal of the system, real or complex, 1/day, ``(batch,)``.
    """
    eye = torch.eye(turnover.shape[1], dtype=turnover.dtype, device=turnover.device)
    upper, lower = (tensor[:, None, None, :].unbind(-1) for tensor in mixing)
    factor = modifier[:, None, None, :].unbind(-1)
    shifted = None if shift is None else shift[:, None, None] * eye
    excess = _plus(factor[0] * turnover, shifted)
    inverses = [inverse_m_matrix(excess + lower[0] * eye)]
    for layer in range(1, len(factor)):
        inverse = inverses[-1]
        # inverse @ excess = 1 - lower * inverse: its diagonal from the left side, the rest from the right side, so that neither
        # cancels nor changes sign.
        kept = (inverse * excess.transpose(1, 2)).sum(2)
        carried = torch.diag_embed(kept) - lower[layer - 1] * inverse * (1.0 - eye)
        excess = _plus(factor[layer] * turnover, shifted) + upper[layer] * carried
        inverses.append(inverse_m_matrix(excess + lower[layer] * eye))
    return inverses


def _plus(block: torch.Tensor, shifted: torch.Tensor | None) -> torch.Tensor:
    return block if shifted is None else block + shifted


def substitute(inverses: list[torch.Tensor], sources: torch.Tensor, mixing: Transport) -> torch.Tensor:
    """Steady state for ``sources`` in gC/m3/day, ``(batch, pool, 20)``: gC/m3, in the same shape.

    Parameters
    ----------
    inverses
        Inverse pivots of each layer, from :func:`eliminate_mixed` or :func:`eliminate_exchanging`.
    sources
        Carbon that enters, gC/m3/day, ``(batch, pool, 20)``.
    mixing
        Exchange between the layers, 1/day.
    """
    upper, lower = (tensor[:, None, None, :].unbind(-1) for tensor in mixing)
    return _substitute(inverses, upper, lower, sources)


def substitute_transposed(inverses: list[torch.Tensor], gradients: torch.Tensor, mixing: Transport) -> torch.Tensor:
    """Solution of the transposed system for ``gradients``, ``(batch, pool, 20)``: its pivots are the transposed ones.

    Parameters
    ----------
    inverses
        Inverse pivots of each layer of the system that is not transposed, ``(batch, pool, 1)`` or ``(batch, 3, 3)`` each.
    gradients
        Right-hand side, ``(batch, pool, 20)``.
    mixing
        Exchange between the layers, 1/day.
    """
    upper, lower = (tensor[:, None, None, :].unbind(-1) for tensor in mixing)
    inverses = [inverse.transpose(1, 2) if inverse.shape[2] > 1 else inverse for inverse in inverses]
    from_above, from_below = (upper[0], *lower[:-1]), (*upper[1:], lower[-1])
    return _substitute(inverses, from_above, from_below, gradients)


def _substitute(inverses: list[torch.Tensor], upper: tuple, lower: tuple, sources: torch.Tensor) -> torch.Tensor:
    source = sources[..., None].unbind(2)
    flows = [source[0]]
    for layer in range(1, len(source)):
        flows.append(source[layer] + upper[layer] * _apply(inverses[layer - 1], flows[-1]))
    pools = [_apply(inverses[-1], flows[-1])]
    for layer in range(len(source) - 2, -1, -1):
        pools.append(_apply(inverses[layer], flows[layer] + lower[layer] * pools[-1]))
    return torch.cat(pools[::-1], -1)


def _apply(inverse: torch.Tensor, flow: torch.Tensor) -> torch.Tensor:
    return inverse @ flow if inverse.shape[2] > 1 else inverse * flow


def inverse_m_matrix(matrix: torch.Tensor) -> torch.Tensor:
    """Inverse of non-singular M-matrices, ``(batch, n, n)``, by Gauss-Jordan elimination without pivoting: never negative.

    Parameters
    ----------
    matrix
        ``(batch, n, n)``.
    """
    size = matrix.shape[-1]
    eye = torch.eye(size, dtype=matrix.dtype, device=matrix.device)
    work = torch.cat([matrix, eye.expand_as(matrix)], -1)
    for pivot in range(size):
        row = work[:, pivot] / work[:, pivot, pivot, None]
        others = work - work[:, :, pivot, None] * row[:, None, :]
        work = torch.cat([others[:, :pivot], row[:, None], others[:, pivot + 1 :]], 1)
    return work[:, :, size:]
