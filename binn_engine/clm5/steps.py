"""The carbon of the soil step by step under constant forcing, by torch operations, with what it respires and loses at bedrock."""

from __future__ import annotations

from typing import NamedTuple

import torch

from .geometry import LAYER_THICKNESS
from .operator import SoilOperator
from .rational import RationalStep
from .shifted import RationalAction, rational_action


class Program(NamedTuple):
    """The steps of a run under constant forcing; after which of them pools are kept; and whether carbon leaves at bedrock (mode
    ``published``). ``signed`` lets pools be negative, which is for vectors that are not pools."""

    steps: tuple[RationalStep, ...]
    keep: tuple[bool, ...]
    leaks: bool
    signed: bool = False


class Marched(NamedTuple):
    """``pools`` after the steps that are kept, gC/m3, ``(kept, batch, 7, 20)``, and ``integrals`` of the pools over those steps, gC/m3
    day, in the same shape, where the program is ``signed``. Of every step ``(steps, batch)``: the ``stock`` after it, gC/m2, and the
    carbon that it ``respired`` and ``leaked`` at bedrock, gC/m2."""

    pools: torch.Tensor
    integrals: torch.Tensor
    stock: torch.Tensor
    respired: torch.Tensor
    leaked: torch.Tensor


def march(operator: SoilOperator, source: torch.Tensor, start: torch.Tensor, program: Program, recorded: bool) -> Marched:
    """Take the steps of a program.

    Parameters
    ----------
    operator
        ``M`` of the sites.
    source
        What enters the pools, gC/m3/day, ``(batch, 7, 20)``.
    start
        Pools before the first step, gC/m3, ``(batch, 7, 20)``.
    program
        The steps.
    recorded
        Whether autograd records every operation, in place of a transposed solve for each solve.
    """
    thickness = torch.as_tensor(LAYER_THICKNESS, dtype=source.dtype, device=source.device)
    weights = operator.respired
    pools, kept, integrals, rows = start, [], [], []
    for step, keep in zip(program.steps, program.keep):
        change, more = _solutions(operator, source - operator.times(pools), step, recorded).unbind(0)
        integral = step.days * pools + more
        pools = pools + change
        if not program.signed:
            # Rounding and the 1e-13 of the approximation leave a pool that is almost empty below zero.
            pools = torch.where(pools >= 0.0, pools, torch.zeros_like(pools))
        respired = (weights * integral).sum((1, 2))
        leaked = operator.leaked(integral) if program.leaks else torch.zeros_like(respired)
        rows.append(torch.stack([(pools * thickness).sum((1, 2)), respired, leaked]))
        if keep:
            kept.append(pools)
            integrals.append(integral)
    nothing = start.new_empty(0, *start.shape)
    every = torch.stack(rows, 1)
    return Marched(torch.stack(kept) if kept else nothing, torch.stack(integrals) if program.signed else nothing, *every.unbind(0))


def _solutions(operator: SoilOperator, vector: torch.Tensor, step: RationalStep, recorded: bool) -> torch.Tensor:
    """What the step adds to the state and to its integral, ``(2, batch, 7, 20)``."""
    rows = (step.shifts, step.state_weights, step.integral_weights)
    paired = any(isinstance(value, complex) for row in rows for value in row)
    kind = vector.dtype.to_complex() if paired else vector.dtype
    shifts, *weights = (torch.tensor(row, dtype=kind, device=vector.device) for row in rows)
    if recorded:
        return rational_action(operator, vector, shifts, torch.stack(weights))
    return RationalAction.apply(vector, shifts, torch.stack(weights), *operator)
