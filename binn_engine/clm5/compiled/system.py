"""The operator of the soil by compiled kernels, as a differentiable function of torch tensors on the CPU."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch.autograd.function import once_differentiable

from ...tables import PARAMETER_NAMES
from ..forcing import Forcing
from ..geometry import N_LAYERS
from ..operator import SoilOperator, SoilSystem, rates_and_transfers
from .arrays import KernelSites, cells_of, constants_of, gradients_by_cell, kernel_inputs
from .threads import run_kernel


def compiled_system(parameters: torch.Tensor, forcing: Forcing, bedrock: str) -> SoilSystem:
    """The system of the sites, differentiable once, by ``parameters`` (on the CPU, whose type it is computed in) and all forcing.

    Parameters
    ----------
    parameters, forcing, bedrock
        As in :func:`binn_engine.clm5.compiled.layer.steady_state`.
    """
    sites, (*fields, litter) = kernel_inputs(parameters, forcing, bedrock)
    # The litter input does not act on the operator.
    profiles = _OperatorProfiles.apply(parameters.contiguous(), sites, *fields, litter.detach())
    *made, share = profiles.unbind(1)
    return SoilSystem(SoilOperator(*rates_and_transfers(dict(zip(PARAMETER_NAMES, parameters.unbind(1)))), *made), share)


class _OperatorProfiles(torch.autograd.Function):
    """Modifiers, exchange rates and input shares, ``(sites, 5, 20)``; forward keeps the monthly means."""

    @staticmethod
    def forward(ctx: Any, theta: torch.Tensor, at: KernelSites, *fields: torch.Tensor):
        # numba is optional: the module must load without it.
        from .groups import MONTH_ROWS
        from .lane_options import LANES
        from .system_kernels import N_PROFILES, build_sites

        profiles = theta.new_empty(len(theta), N_PROFILES, N_LAYERS)
        floored = np.empty(len(theta), dtype=np.bool_)
        kept = theta.new_empty(-(-len(theta) // LANES) if at.keep else 0, MONTH_ROWS, LANES)
        arrays, constants, values = cells_of(at.layers, at.frozen, fields), constants_of(theta.dtype), theta.detach().numpy()

        def work(start: int, stop: int) -> None:
            rows = kept.numpy() if at.keep else np.empty((1, MONTH_ROWS, LANES), values.dtype)
            build_sites(values, at.cell.numpy(), arrays, constants, at.closed, start, stop, profiles.numpy(), floored, rows, at.keep)

        run_kernel(work, 0, len(theta))
        if at.keep:
            ctx.save_for_backward(theta, at.cell, kept, *fields)
            ctx.arrays, ctx.closed = arrays, at.closed
        return profiles

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor):
        # numba is optional: the module must load without it.
        from .system_kernels import differentiate_build

        theta, cell, kept, *fields = ctx.saved_tensors
        by_forcing = any(ctx.needs_input_grad[2:])
        d_theta, d_profiles = torch.empty_like(theta), gradient.contiguous()
        sites = theta.detach().numpy(), cell.numpy(), ctx.arrays, constants_of(theta.dtype), ctx.closed

        def differentiate(start: int, stop: int, d_forcing: Any, base: int) -> None:
            differentiate_build(*sites, start, stop, kept.numpy(), d_profiles.numpy(), d_theta.numpy(), by_forcing, d_forcing, base)

        return d_theta, None, *gradients_by_cell(cell, fields, by_forcing, differentiate)
