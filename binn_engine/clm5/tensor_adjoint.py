"""Solutions of ``elimination`` whose gradient is one transposed solve with the same pivots, on any device.

With ``M C = S`` and a gradient ``g`` of ``C``, the adjoint ``a`` solves ``M^T a = g``; ``a`` is the gradient of ``S``, and
``-a_i C_j`` that of ``M_ij``.
"""

from __future__ import annotations

from typing import Any

import torch
from torch.autograd.function import once_differentiable

from .elimination import eliminate_exchanging, eliminate_mixed, substitute, substitute_transposed
from .transport import Transport


class MixedPools(torch.autograd.Function):
    """Steady state of pools that do not feed each other: ``rates`` ``(batch, pool)``, ``modifier`` and exchange ``(batch, 20)``,
    ``sources`` ``(batch, pool, 20)``."""

    @staticmethod
    def forward(ctx: Any, rates: torch.Tensor, modifier: torch.Tensor, sources: torch.Tensor, upper: torch.Tensor, lower: torch.Tensor):
        """Pools in gC/m3, ``(batch, pool, 20)``, from the elimination of :mod:`binn_engine.clm5.elimination`.

        Parameters
        ----------
        ctx
            Keeps what the backward pass needs.
        rates
            Rates of decomposition without the environment, 1/day, ``(batch, pool)``.
        modifier
            Factor of all rates in each layer, ``(batch, 20)``.
        sources
            Carbon that enters, gC/m3/day, ``(batch, pool, 20)``.
        upper, lower
            Exchange with the layer above and below, 1/day, ``(batch, 20)``.
        """
        mixing = Transport(upper, lower)
        inverses = eliminate_mixed(rates, modifier, mixing)
        pools = substitute(inverses, sources, mixing)
        ctx.save_for_backward(rates, modifier, pools, upper, lower, *inverses)
        return pools

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Gradients by ``rates``, ``modifier``, ``sources``, ``upper`` and ``lower``, in the shapes of those.

        Parameters
        ----------
        ctx
            What the forward pass kept.
        gradient
            Of the loss by the pools, ``(batch, pool, 20)``.
        """
        rates, modifier, pools, upper, lower, *inverses = ctx.saved_tensors
        adjoint = substitute_transposed(inverses, gradient, Transport(upper, lower))
        # Small factors first: in float32 the product of a deep pool and its adjoint would overflow.
        d_rates = -((adjoint * modifier[:, None]) * pools).sum(2)
        d_modifier = -((adjoint * rates[:, :, None]) * pools).sum(1)
        return d_rates, d_modifier, adjoint, *_exchange_gradients(adjoint, pools)


class ExchangingPools(torch.autograd.Function):
    """Steady state of pools that feed each other: ``turnover`` ``(batch, 3, 3)``, ``modifier`` ``(batch, 20)``, ``sources``
    ``(batch, 3, 20)``."""

    @staticmethod
    def forward(ctx: Any, turnover: torch.Tensor, modifier: torch.Tensor, sources: torch.Tensor, upper: torch.Tensor, lower: torch.Tensor):
        """Pools in gC/m3, ``(batch, 3, 20)``, from the elimination of :mod:`binn_engine.clm5.elimination`.

        Parameters
        ----------
        ctx
            Keeps what the backward pass needs.
        turnover
            Rates of loss (diagonal) and minus the rates of gain of the row's pool from the column's, 1/day, ``(batch, 3, 3)``.
        modifier
            Factor of all rates in each layer, ``(batch, 20)``.
        sources
            Carbon that enters, gC/m3/day, ``(batch, 3, 20)``.
        upper, lower
            Exchange with the layer above and below, 1/day, ``(batch, 20)``.
        """
        mixing = Transport(upper, lower)
        inverses = eliminate_exchanging(turnover, modifier, mixing)
        pools = substitute(inverses, sources, mixing)
        ctx.save_for_backward(turnover, modifier, pools, upper, lower, *inverses)
        return pools

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Gradients by ``turnover``, ``modifier``, ``sources``, ``upper`` and ``lower``, in the shapes of those.

        Parameters
        ----------
        ctx
            What the forward pass kept.
        gradient
            Of the loss by the pools, ``(batch, 3, 20)``.
        """
        turnover, modifier, pools, upper, lower, *inverses = ctx.saved_tensors
        adjoint = substitute_transposed(inverses, gradient, Transport(upper, lower))
        d_turnover = -(adjoint * modifier[:, None]) @ pools.transpose(1, 2)
        d_modifier = -(adjoint * (turnover @ pools)).sum(1)
        return d_turnover, d_modifier, adjoint, *_exchange_gradients(adjoint, pools)


def _exchange_gradients(adjoint: torch.Tensor, pools: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """By the exchange with the layer above and below, ``(batch, 20)`` each."""
    step = pools[..., 1:] - pools[..., :-1]
    upper = torch.nn.functional.pad(-(adjoint[..., 1:] * step).sum(1), (1, 0))
    lower = torch.nn.functional.pad((adjoint[..., :-1] * step).sum(1), (0, 1))
    return upper, lower
