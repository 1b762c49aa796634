"""Steady state of pools that decay and mix between layers, by elimination along the structure of the system.

The litters are tridiagonal systems over the layers; the three soil pools together a block-tridiagonal one with 3 x 3 blocks.
Rows of the transport operator sum to zero, so the elimination carries each pivot's excess over the exchange with the layer
below instead of subtracting exchange rates from one another: without decomposition deep down, nothing cancels, and no
pool can turn negative. There is no pivoting (the system is an M-matrix) and no determinant (they underflow).

Tensors keep the layer as their last dimension; the recurrences run over layers, all sites and pools at once.
"""

from __future__ import annotations

import torch

from .transport import Transport


def mixed_pools(rates: torch.Tensor, sources: torch.Tensor, mixing: Transport) -> torch.Tensor:
    """Steady state of pools that do not feed each other.

    Parameters
    ----------
    rates
        Decomposition rates in 1/day, ``(batch, pool, 20)``.
    sources
        gC/m3/day, ``(batch, pool, 20)``.

    Returns
    -------
    gC/m3, ``(batch, pool, 20)``.
    """
    upper, lower = (tensor[:, None, :].unbind(-1) for tensor in mixing)
    rate, source = rates.unbind(-1), sources.unbind(-1)
    excess, flow = rate[0], source[0]
    inverse, flows = [], []
    for layer in range(len(rate)):
        if layer:
            carried = upper[layer] * inverse[-1]
            excess = rate[layer] + carried * excess
            flow = source[layer] + carried * flow
        inverse.append(1.0 / (excess + lower[layer]))
        flows.append(flow)
    pool = flows[-1] * inverse[-1]
    pools = [pool]
    for layer in range(len(rate) - 2, -1, -1):
        pool = (flows[layer] + lower[layer] * pool) * inverse[layer]
        pools.append(pool)
    return torch.stack(pools[::-1], -1)


def exchanging_pools(turnover: torch.Tensor, modifier: torch.Tensor, sources: torch.Tensor, mixing: Transport) -> torch.Tensor:
    """Steady state of pools that feed each other in every layer.

    Parameters
    ----------
    turnover
        Rates of loss (diagonal) and minus the rates of gain of the row's pool from the column's, 1/day, ``(batch, 3, 3)``.
    modifier
        Factor of all rates in each layer, ``(batch, 20)``.
    sources
        gC/m3/day, ``(batch, 3, 20)``.

    Returns
    -------
    gC/m3, ``(batch, 3, 20)``.
    """
    n_pools = turnover.shape[1]
    eye = torch.eye(n_pools, dtype=turnover.dtype, device=turnover.device)
    upper, lower = (tensor[:, None, None, :].unbind(-1) for tensor in mixing)
    factor = modifier[:, None, None, :].unbind(-1)
    source = sources[:, :, None, :].unbind(-1)
    excess, flow = factor[0] * turnover, source[0]
    inverses, flows = [], []
    for layer in range(len(source)):
        if layer:
            inverse, above = inverses[-1], lower[layer - 1]
            # inverse @ excess = 1 - above * inverse: its diagonal from the left side, the rest from the right side, so that
            # neither cancels nor changes sign.
            kept = (inverse * excess.transpose(1, 2)).sum(2)
            carried = torch.diag_embed(kept) - above * inverse * (1.0 - eye)
            excess = factor[layer] * turnover + upper[layer] * carried
            flow = source[layer] + upper[layer] * (inverse @ flow)
        inverses.append(inverse_m_matrix(excess + lower[layer] * eye))
        flows.append(flow)
    pool = inverses[-1] @ flows[-1]
    pools = [pool]
    for layer in range(len(source) - 2, -1, -1):
        pool = inverses[layer] @ (flows[layer] + lower[layer] * pool)
        pools.append(pool)
    return torch.cat(pools[::-1], -1)


def inverse_m_matrix(matrix: torch.Tensor) -> torch.Tensor:
    """Inverse of non-singular M-matrices, ``(batch, n, n)``, by Gauss-Jordan elimination without pivoting: never negative."""
    size = matrix.shape[-1]
    eye = torch.eye(size, dtype=matrix.dtype, device=matrix.device)
    work = torch.cat([matrix, eye.expand_as(matrix)], -1)
    for pivot in range(size):
        row = work[:, pivot] / work[:, pivot, pivot, None]
        others = work - work[:, :, pivot, None] * row[:, None, :]
        work = torch.cat([others[:, :pivot], row[:, None], others[:, pivot + 1 :]], 1)
    return work[:, :, size:]
