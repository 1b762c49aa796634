"""The compiled CLM5 layer as a differentiable function of torch tensors on the CPU."""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from torch.autograd.function import once_differentiable

from .environment import RATE_FLOOR, REFERENCE_TEMPERATURE
from .forcing import Forcing
from .geometry import DAYS_PER_YEAR, INTERFACE_DEPTH, LAYER_THICKNESS, N_LAYERS, NODE_DEPTH
from .transport import UnitExchange

SMALLEST_SHARE = 64  # sites below which a second thread does not pay
# Exponents below which the exponential is zero for all purposes, within the range of its type.
_LOWEST = {torch.float64: -690.0, torch.float32: -86.0}


def steady_state(
    parameters: torch.Tensor, forcing: Forcing, unit: UnitExchange, closed: bool
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Pools ``(sites, 7, 20)`` gC/m3, bulk modifiers ``(sites, 20)`` and mixing rates ``(sites, 20)`` 1/day.

    Differentiable once, by parameters, by every field of the forcing and by the unit exchanges; computed in the type of
    ``parameters``, which are on the CPU. ``unit`` belongs to the cells of ``forcing``; ``closed``: no carbon below bedrock.
    """
    kind = parameters.dtype
    cell = torch.arange(forcing.n_cells) if forcing.cell is None else forcing.cell.long()
    frozen = forcing.active_layer_depth_last_year.mean(-1) <= 0.0
    fields = (forcing.soil_temperature, forcing.water_scalar, forcing.oxygen_scalar, forcing.nitrogen_scalar, *unit, forcing.litter_input)
    typed = (field.to(kind).contiguous() for field in fields)
    return _SteadyState.apply(parameters.contiguous(), cell.contiguous(), forcing.bedrock_layer.long().contiguous(), frozen, closed, *typed)


class _SteadyState(torch.autograd.Function):
    """Forward keeps the pivots; backward is one transposed solve with them."""

    @staticmethod
    def forward(ctx, theta, cell, bedrock, frozen, closed, *fields):
        from .kernels import KEPT_ROWS, solve_sites
        from .lanes import LANES

        sites, kind = len(theta), theta.dtype
        keep = any(ctx.needs_input_grad)
        pools, bulk, mixing = (torch.empty(sites, *shape, dtype=kind) for shape in ((7, N_LAYERS), (N_LAYERS,), (N_LAYERS,)))
        groups = -(-sites // LANES)
        kept = torch.empty((groups if keep else 0), KEPT_ROWS, LANES, dtype=kind)
        arrays, values = _cells(bedrock, frozen, fields), theta.detach().numpy()
        outputs = [tensor.numpy() for tensor in (pools, bulk, mixing)]

        def work(start: int, stop: int) -> None:
            group = kept.numpy() if keep else np.empty((1, KEPT_ROWS, LANES), outputs[0].dtype)
            solve_sites(values, cell.numpy(), arrays, _constants(kind), closed, start, stop, *outputs, group, keep)

        _share_out(work, sites)
        if keep:
            ctx.save_for_backward(theta, cell, bedrock, frozen, pools, kept, *fields)
            ctx.closed = closed
        return pools, bulk, mixing

    @staticmethod
    @once_differentiable
    def backward(ctx, d_pools, d_bulk, d_mixing):
        from .adjoint import ForcingGradients, differentiate_sites

        theta, cell, bedrock, frozen, pools, kept, *fields = ctx.saved_tensors
        sites = len(theta)
        wants_forcing = any(ctx.needs_input_grad[5:])
        d_theta = torch.empty_like(theta)
        d_fields = [torch.empty(sites if wants_forcing else 0, *field.shape[1:], dtype=theta.dtype) for field in fields]
        gradients = ForcingGradients(*(field.numpy().reshape(len(field), int(np.prod(field.shape[1:]))) for field in d_fields))
        given = [tensor.detach().contiguous().numpy() for tensor in (pools, kept, d_pools, d_bulk, d_mixing)]
        arrays, values = _cells(bedrock, frozen, fields), theta.detach().numpy()

        def work(start: int, stop: int) -> None:
            differentiate_sites(
                values, cell.numpy(), arrays, _constants(theta.dtype), ctx.closed, start, stop,
                *given, d_theta.numpy(), wants_forcing, gradients,
            )  # fmt: skip

        _share_out(work, sites)
        if not wants_forcing:
            return d_theta, None, None, None, None, *(None for _ in fields)
        # Sites of one cell add up.
        by_cell = (torch.zeros_like(field).index_add_(0, cell, d_field) for field, d_field in zip(fields, d_fields))
        return d_theta, None, None, None, None, *by_cell


def _cells(bedrock: torch.Tensor, frozen: torch.Tensor, fields: tuple[torch.Tensor, ...]):
    from .kernels import Cells

    monthly_and_unit, litter = fields[:-1], fields[-1]
    flat = [field.detach().reshape(len(field), -1).numpy() for field in monthly_and_unit]
    return Cells(*flat, bedrock.numpy(), frozen.numpy(), litter.detach().numpy())


@functools.cache
def _constants(kind: torch.dtype):
    from .kernels import Constants

    number = torch.empty(0, dtype=kind).numpy().dtype.type
    arrays = (NODE_DEPTH, LAYER_THICKNESS, 100.0 * INTERFACE_DEPTH, 100.0 * LAYER_THICKNESS)
    numbers = (REFERENCE_TEMPERATURE, _LOWEST[kind], RATE_FLOOR[kind], DAYS_PER_YEAR, 1.0)
    return Constants(*(np.asarray(array, dtype=number) for array in arrays), *(number(value) for value in numbers))


def _share_out(work: Callable[[int, int], None], sites: int) -> None:
    """Call ``work`` on runs of whole groups, on as many threads as torch uses. A site's result does not depend on the others."""
    from .lanes import LANES

    threads = max(1, min(torch.get_num_threads(), sites // SMALLEST_SHARE))
    if threads == 1:
        work(0, sites)
        return
    groups = -(-sites // LANES)
    edges = [min(sites, LANES * (groups * number // threads)) for number in range(threads + 1)]
    # The kernels release the interpreter's lock.
    list(_pool(threads).map(work, edges[:-1], edges[1:]))


@functools.cache
def _pool(threads: int) -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads, thread_name_prefix="clm5")
