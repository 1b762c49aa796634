"""The compiled CLM5 layer as a differentiable function of torch tensors on the CPU.

The kernels are imported only when they are used: they need numba; without numba the tensor solver is used.
"""

from __future__ import annotations

import functools
import math
import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, NamedTuple

import numpy as np
import torch
from torch.autograd.function import once_differentiable

from ...tables import PROCESS_NAMES
from ..environment import RATE_FLOOR, REFERENCE_TEMPERATURE
from ..forcing import Forcing
from ..geometry import DAYS_PER_YEAR, INTERFACE_DEPTH, LAYER_THICKNESS, N_LAYERS, NODE_DEPTH
from ..machine_code import with_sound_cache
from ..transport import UnitExchange, unit_exchange

# Sites whose gradients by forcing (about 8 kB each) are held at a time before they add up by cell; a multiple of a group.
FORCING_GRADIENT_SITES = 4096
SMALLEST_SHARE = 64  # sites below which a second thread does not pay
# Exponents below which the exponential is zero for all purposes, within the range of its type.
_LOWEST = {torch.float64: -690.0, torch.float32: -86.0}


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
    """Steady state of the sites, differentiable once, by ``parameters`` (on the CPU, whose type it is computed in) and all forcing."""
    kind = parameters.dtype
    cell = torch.arange(forcing.n_cells) if forcing.cell is None else forcing.cell.long()
    frozen = forcing.active_layer_depth_last_year.mean(-1) <= 0.0
    monthly = (forcing.soil_temperature, forcing.water_scalar, forcing.oxygen_scalar, forcing.nitrogen_scalar)
    fields = [field.to(kind).contiguous() for field in (*monthly, *_unit_exchange(forcing, bedrock), forcing.litter_input)]
    keep = torch.is_grad_enabled() and any(tensor.requires_grad for tensor in (parameters, *fields))
    layers = forcing.bedrock_layer.long().contiguous()
    return Solution(*_SteadyState.apply(parameters.contiguous(), cell.contiguous(), layers, frozen, bedrock == "clm5", keep, *fields))


def _unit_exchange(forcing: Forcing, bedrock: str) -> UnitExchange:
    """By the compiled kernel, save where gradients by the active layer depth are wanted."""
    thaw = torch.maximum(forcing.active_layer_depth, forcing.active_layer_depth_last_year)
    if thaw.requires_grad:
        return unit_exchange(forcing, bedrock)
    # numba is optional: the module must load without it.
    from .exchange import unit_exchanges

    unit = UnitExchange(*(torch.empty(forcing.n_cells, N_LAYERS - 1, dtype=torch.float64) for _ in range(3)))
    layers = forcing.bedrock_layer.long().numpy()
    arrays = thaw.double().numpy(), layers, bedrock == "clm5", DAYS_PER_YEAR, *(tensor.numpy() for tensor in unit)
    with_sound_cache(lambda: unit_exchanges(*arrays))
    return unit


class _SteadyState(torch.autograd.Function):
    """Forward keeps the monthly means; backward is one transposed solve."""

    @staticmethod
    def forward(
        ctx: Any, theta: torch.Tensor, cell: torch.Tensor, bedrock: torch.Tensor, frozen: torch.Tensor, closed: bool, keep: bool, *fields
    ):
        # numba is optional: the module must load without it.
        from .kernels import KEPT_ROWS, solve_sites
        from .lane_options import LANES

        sites, kind, empty = len(theta), theta.dtype, theta.new_empty
        pools, soc = empty(sites, 7, N_LAYERS), empty(sites, N_LAYERS)
        bulk, mixing = (empty(sites if keep else 0, N_LAYERS) for _ in range(2))
        processes = empty(0 if keep else sites, len(PROCESS_NAMES))
        floored = empty(sites, dtype=torch.bool)
        kept = empty(-(-sites // LANES) if keep else 0, KEPT_ROWS, LANES)
        arrays, values = _cells(bedrock, frozen, fields), theta.detach().numpy()
        outputs = [tensor.numpy() for tensor in (pools, soc, bulk, mixing, processes, floored)]

        def work(start: int, stop: int) -> None:
            rows = kept.numpy() if keep else np.empty((1, KEPT_ROWS, LANES), values.dtype)
            solve_sites(values, cell.numpy(), arrays, _constants(kind), closed, start, stop, *outputs, rows, keep)

        with_sound_cache(lambda: _share_out(work, 0, sites))
        if keep:
            ctx.save_for_backward(theta, cell, bedrock, frozen, kept, *fields)
            # Views of what is saved: making them again costs as much as solving a dozen sites.
            ctx.arrays, ctx.closed = arrays, closed
            ctx.set_materialize_grads(False)
        ctx.mark_non_differentiable(processes, floored)
        return pools, soc, bulk, mixing, processes, floored

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *gradients: torch.Tensor | None):
        # numba is optional: the module must load without it.
        from .adjoint import ForcingGradients, differentiate_sites

        theta, cell, _bedrock, _frozen, kept, *fields = ctx.saved_tensors
        sites = len(theta)
        wants_forcing = any(ctx.needs_input_grad[6:])
        d_theta = torch.empty_like(theta)
        chunk = FORCING_GRADIENT_SITES if wants_forcing else max(sites, 1)
        parts = [torch.empty(min(chunk, sites) if wants_forcing else 0, *field.shape[1:], dtype=theta.dtype) for field in fields]
        d_forcing = ForcingGradients(*(_flat(part) for part in parts))
        # Of pools, SOC, bulk modifiers and mixing rates; what nobody took a gradient of has no rows.
        shapes = ((0, 7, N_LAYERS), (0, N_LAYERS), (0, N_LAYERS), (0, N_LAYERS))
        given = [theta.new_empty(shape) if part is None else part.contiguous() for part, shape in zip(gradients, shapes)]
        given = [tensor.detach().numpy() for tensor in (kept, *given)]
        values, constants = theta.detach().numpy(), _constants(theta.dtype)
        by_cell = [torch.zeros_like(field) if wants_forcing else None for field in fields]
        for base in range(0, sites, chunk):
            end = min(base + chunk, sites)

            def work(start: int, stop: int, base: int = base) -> None:
                differentiate_sites(
                    values,
                    cell.numpy(),
                    ctx.arrays,
                    constants,
                    ctx.closed,
                    start,
                    stop,
                    *given,
                    d_theta.numpy(),
                    wants_forcing,
                    d_forcing,
                    base,
                )

            with_sound_cache(functools.partial(_share_out, work, base, end))
            if wants_forcing:
                # Sites of one cell add up.
                for total, part in zip(by_cell, parts):
                    total.index_add_(0, cell[base:end], part[: end - base])
        return d_theta, None, None, None, None, None, *by_cell


def _cells(bedrock: torch.Tensor, frozen: torch.Tensor, fields: tuple[torch.Tensor, ...]) -> Any:
    # numba is optional: the module must load without it.
    from .kernels import Cells

    flat = [_flat(field.detach()) for field in fields]
    return Cells(*flat[:-1], bedrock.numpy(), frozen.numpy(), flat[-1])


def _flat(field: torch.Tensor) -> np.ndarray:
    """``(cells, ...)`` as ``(cells, values)``, also of no cell."""
    return field.numpy().reshape(len(field), math.prod(field.shape[1:]))


@functools.cache
def _constants(kind: torch.dtype) -> Any:
    # numba is optional: the module must load without it.
    from .kernels import Constants

    number = torch.empty(0, dtype=kind).numpy().dtype.type
    arrays = (NODE_DEPTH, LAYER_THICKNESS, 100.0 * INTERFACE_DEPTH, 100.0 * LAYER_THICKNESS)
    numbers = (REFERENCE_TEMPERATURE, _LOWEST[kind], RATE_FLOOR[kind], DAYS_PER_YEAR, 1.0)
    return Constants(*(np.asarray(array, dtype=number) for array in arrays), *(number(value) for value in numbers))


def _share_out(work: Callable[[int, int], None], first: int, stop: int) -> None:
    """Call ``work`` on runs of whole groups between ``first`` (a multiple of a group) and ``stop``, on as many threads as torch uses.

    A site's result does not depend on the others.
    """
    # numba is optional: the module must load without it.
    from .lane_options import LANES

    sites = stop - first
    threads = max(1, min(torch.get_num_threads(), sites // SMALLEST_SHARE))
    if threads == 1:
        work(first, stop)
        return
    groups = -(-sites // LANES)
    edges = [min(stop, first + LANES * (groups * number // threads)) for number in range(threads + 1)]
    # The kernels release the interpreter's lock; the calling thread takes the last run itself.
    pool = _pool(threads - 1, os.getpid())
    others = [pool.submit(work, *edge) for edge in zip(edges[:-2], edges[1:-1])]
    work(*edges[-2:])
    for other in others:
        other.result()


@functools.cache
def _pool(threads: int, process: int) -> ThreadPoolExecutor:
    """Threads of this ``process``: a fork inherits the pool's object without its threads."""
    return ThreadPoolExecutor(threads, thread_name_prefix="clm5")
