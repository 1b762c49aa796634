"""Steps in time by compiled kernels, as a differentiable function of torch tensors on the CPU."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch.autograd.function import once_differentiable

from ..geometry import N_LAYERS, N_POOLS
from ..operator import SoilOperator
from ..steps import Marched, Program
from .arrays import constants_of
from .threads import run_kernel


def compiled_march(operator: SoilOperator, source: torch.Tensor, start: torch.Tensor, program: Program) -> Marched:
    """What :func:`steps.march` gives, in the type of the ``start``, ``(sites, 7, 20)``, differentiable once.

    Parameters
    ----------
    operator
        Of the sites.
    source
        Carbon that enters, gC/m3/day, ``(sites, 7, 20)``.
    start
        Pools, gC/m3, ``(sites, 7, 20)``.
    program
        The steps to take.
    """
    profiles = torch.stack([operator.modifier, operator.litter_modifier, operator.upper, operator.lower], 1)
    inputs = [tensor.contiguous() for tensor in (operator.rates, operator.transfers, profiles, source, start)]
    keep = torch.is_grad_enabled() and any(tensor.requires_grad for tensor in inputs)
    return Marched(*_March.apply(_steps_of(program, start.dtype), program, keep, *inputs))


def _steps_of(program: Program, kind: torch.dtype) -> Any:
    """The program as the kernels read it."""
    # numba is optional: the module must load without it.
    from .march_kernels import Steps

    number = torch.empty(0, dtype=kind).numpy().dtype.type
    distinct = list(dict.fromkeys(program.steps))
    kinds = np.array([distinct.index(step) for step in program.steps], dtype=np.int64)
    complexes = [[np.array(row, dtype=complex) for row in step[1:]] for step in distinct]
    arrays = [np.stack([np.stack([row.real, row.imag], -1) for row in rows]).astype(number) for rows in zip(*complexes)]
    rows = np.where(program.keep, np.cumsum(program.keep) - 1, -1).astype(np.int64)
    shared = bool((kinds[1:] == kinds[:-1]).any())
    least = number(-np.inf if program.signed else 0.0)
    return Steps(*arrays, np.array([step.days for step in distinct], dtype=number), kinds, rows, shared, least)


class _March(torch.autograd.Function):
    """Forward keeps the pools after each step; backward takes the steps in reverse."""

    @staticmethod
    def forward(ctx: Any, steps: Any, program: Program, keep: bool, *inputs: torch.Tensor):
        # numba is optional: the module must load without it.
        from .lane_options import LANES
        from .march_kernels import MarchingSites, march_sites

        start = inputs[-1]
        sites, n_steps, n_rows, empty = len(start), len(program.steps), sum(program.keep), start.new_empty
        pools = empty(n_rows, sites, N_POOLS, N_LAYERS)
        integrals = empty(n_rows if program.signed else 0, sites, N_POOLS, N_LAYERS)
        outputs = (pools, integrals, *(empty(n_steps, sites) for _ in range(3)))
        kept = empty(-(-sites // LANES) if keep else 0, n_steps, N_LAYERS, N_POOLS * LANES)
        arrays = MarchingSites(*(tensor.detach().numpy() for tensor in inputs))
        thickness = constants_of(start.dtype).thickness
        results = [tensor.numpy() for tensor in (*outputs, kept)]
        run_kernel(lambda first, stop: march_sites(arrays, steps, thickness, program.leaks, first, stop, *results, keep), 0, sites)
        if keep:
            ctx.save_for_backward(kept, *inputs)
            ctx.steps, ctx.leaks = steps, program.leaks
            ctx.set_materialize_grads(False)
        return outputs

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, *gradients: torch.Tensor | None):
        # numba is optional: the module must load without it.
        from .march_adjoint import MarchedGradients, differentiate_march
        from .march_kernels import MarchingSites

        kept, *inputs = ctx.saved_tensors
        start = inputs[-1]
        shapes = [(0, len(start), N_POOLS, N_LAYERS)] * 2 + [(0, len(start))] * 3
        given = [start.new_empty(shape) if part is None else part.contiguous() for part, shape in zip(gradients, shapes)]
        given = MarchedGradients(*(tensor.detach().numpy() for tensor in given))
        arrays, thickness = MarchingSites(*(tensor.detach().numpy() for tensor in inputs)), constants_of(start.dtype).thickness
        by_input = [torch.empty_like(tensor) for tensor in inputs]
        results = [tensor.numpy() for tensor in by_input]

        def work(first: int, stop: int) -> None:
            differentiate_march(arrays, ctx.steps, thickness, ctx.leaks, first, stop, kept.detach().numpy(), given, *results)

        run_kernel(work, 0, len(start))
        return None, None, None, *by_input
