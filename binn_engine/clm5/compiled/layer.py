"""The compiled CLM5 layer as a differentiable function of torch tensors on the CPU.

The kernels are imported only when they are used: they need numba; without numba the tensor solver is used.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import torch
from torch.autograd.function import once_differentiable

from ...tables import PROCESS_NAMES
from ..forcing import Forcing
from ..geometry import N_LAYERS
from .arrays import KernelSites, cells_of, constants_of, gradients_by_cell, kernel_inputs
from .threads import run_kernel


class Solution(NamedTuple):
    """``pools`` ``(sites, 7, 20)`` and ``soc`` ``(sites, 20)``, gC/m3; with gradients, the ``bulk`` modifiers and ``mixing``
    rates (1/day), ``(sites, 20)``, from which the processes follow; else the six ``processes``, ``(sites, 6)``. A field that is not
    given has no rows. ``floored`` ``(sites,)``: whether a rate modifier lies at its floor above bedrock."""

    pools: torch.Tensor
    soc: torch.Tensor
    bulk: torch.Tensor
    mixing: torch.Tensor
    processes: torch.Tensor
    floored: torch.Tensor


def steady_state(parameters: torch.Tensor, forcing: Forcing, bedrock: str) -> Solution:
    """Steady state of the sites, differentiable once, by ``parameters`` (on the CPU, whose type it is computed in) and all forcing.

    Parameters
    ----------
    parameters
        ``(sites, 21)``, on the CPU.
    forcing
        Of the sites, or of cells that they share.
    bedrock
        The mode, ``clm5`` or ``published``.
    """
    sites, fields = kernel_inputs(parameters, forcing, bedrock)
    return Solution(*_SteadyState.apply(parameters.contiguous(), sites, *fields))


class _SteadyState(torch.autograd.Function):
    """Forward keeps the monthly means; backward is one transposed solve."""

    @staticmethod
    def forward(ctx: Any, theta: torch.Tensor, at: KernelSites, *fields: torch.Tensor):
        # numba is optional: the module must load without it.
        from .groups import KEPT_ROWS
        from .kernels import solve_sites
        from .lane_options import LANES

        sites, kind, empty, keep = len(theta), theta.dtype, theta.new_empty, at.keep
        pools, soc = empty(sites, 7, N_LAYERS), empty(sites, N_LAYERS)
        bulk, mixing = (empty(sites if keep else 0, N_LAYERS) for _ in range(2))
        processes = empty(0 if keep else sites, len(PROCESS_NAMES))
        floored = empty(sites, dtype=torch.bool)
        kept = empty(-(-sites // LANES) if keep else 0, KEPT_ROWS, LANES)
        arrays, values = cells_of(at.layers, at.frozen, fields), theta.detach().numpy()
        outputs = [tensor.numpy() for tensor in (pools, soc, bulk, mixing, processes, floored)]

        def work(start: int, stop: int) -> None:
            rows = kept.numpy() if keep else np.empty((1, KEPT_ROWS, LANES), values.dtype)
            solve_sites(values, at.cell.numpy(), arrays, constants_of(kind), at.closed, start, stop, *outputs, rows, keep)

        run_kernel(work, 0, sites)
        if keep:
            ctx.save_for_backward(theta, kept, at.cell, at.layers, at.frozen, *fields)
            # Views of what is saved: making them again costs as much as solving a dozen sites.
            ctx.arrays, ctx.closed = arrays, at.closed
            ctx.set_materialize_grads(False)
        ctx.mark_non_differentiable(processes, floored)
        return pools, soc, bulk, mixing, processes, floored

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *gradients: torch.Tensor | None):
        # numba is optional: the module must load without it.
        from .adjoint import differentiate_sites

        theta, kept, cell, _layers, _frozen, *fields = ctx.saved_tensors
        by_forcing = any(ctx.needs_input_grad[2:])
        d_theta = torch.empty_like(theta)
        # Of pools, SOC, bulk modifiers and mixing rates; what nobody took a gradient of has no rows.
        shapes = ((0, 7, N_LAYERS), (0, N_LAYERS), (0, N_LAYERS), (0, N_LAYERS))
        given = [theta.new_empty(shape) if part is None else part.contiguous() for part, shape in zip(gradients, shapes)]
        given = [tensor.detach().numpy() for tensor in (kept, *given)]
        sites = theta.detach().numpy(), cell.numpy(), ctx.arrays, constants_of(theta.dtype), ctx.closed

        def differentiate(start: int, stop: int, d_forcing: Any, base: int) -> None:
            differentiate_sites(*sites, start, stop, *given, d_theta.numpy(), by_forcing, d_forcing, base)

        return d_theta, None, *gradients_by_cell(cell, fields, by_forcing, differentiate)
