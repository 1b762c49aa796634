"""The steady state of a soil system by torch operations: woody debris, then the litters, then the soil pools."""

from __future__ import annotations

import torch

from .elimination import eliminate_exchanging, eliminate_mixed, substitute
from .operator import SoilOperator
from .tensor_adjoint import ExchangingPools, MixedPools
from .transport import Transport


def steady_pools(operator: SoilOperator, litter: torch.Tensor, recorded: bool) -> torch.Tensor:
    """Pools in gC/m3, ``(batch, 7, 20)``.

    Parameters
    ----------
    operator
        Of the sites.
    litter
        What enters woody debris and the three litters, gC/m3/day, ``(batch, 4, 20)``.
    recorded
        Whether autograd records every step, in place of one transposed solve.
    """
    rates, shares = operator.rates, operator.transfers[:, :, None].unbind(1)
    debris = litter[:, 0] / rates[:, :1] / operator.modifier
    sources = torch.stack([litter[:, 1], litter[:, 2] + shares[0] * litter[:, 0], litter[:, 3] + shares[1] * litter[:, 0]], 1)
    litter_rates = rates[:, 1:4, None] * operator.litter_modifier[:, None, :]
    litters = _mixed(rates[:, 1:4], operator.litter_modifier, sources, operator.mixing, recorded)
    decomposed = litter_rates * litters
    to_active = shares[2] * decomposed[:, 0] + shares[3] * decomposed[:, 1]
    to_slow = shares[4] * decomposed[:, 2]
    soil_sources = torch.stack([to_active, to_slow, torch.zeros_like(to_slow)], 1)
    soil = _exchanging(operator.soil_turnover, operator.modifier, soil_sources, operator.mixing, recorded)
    return torch.cat([debris[:, None], litters, soil], 1)


def _mixed(rates: torch.Tensor, modifier: torch.Tensor, sources: torch.Tensor, mixing: Transport, recorded: bool) -> torch.Tensor:
    if recorded:
        return substitute(eliminate_mixed(rates, modifier, mixing), sources, mixing)
    return MixedPools.apply(rates, modifier, sources, *mixing)


def _exchanging(turnover: torch.Tensor, modifier: torch.Tensor, sources: torch.Tensor, mixing: Transport, recorded: bool) -> torch.Tensor:
    if recorded:
        return substitute(eliminate_exchanging(turnover, modifier, mixing), sources, mixing)
    return ExchangingPools.apply(turnover, modifier, sources, *mixing)
