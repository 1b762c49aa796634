"""Shifted systems ``(M + s) v = b`` of the soil's operator by torch operations, for real and complex ``s``, and their gradient.

The elimination is that of the steady state: the shift adds to the excess of each pivot, so that nothing cancels where exchange is fast and
decomposition slow. One action solves for several shifts at once and returns real weighted sums of the solutions, which is what steps in
time need. Its gradient is one transposed solve for each solve: with ``w`` the solution of ``(M + s)^T w = g``, ``w`` is the gradient of
``b`` and ``-w_i v_j`` that of ``M_ij``.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import torch
from torch.autograd.function import once_differentiable

from .elimination import eliminate_exchanging, eliminate_mixed, substitute, substitute_transposed
from .operator import TRANSFERS, SoilOperator

SYSTEMS_AT_ONCE = 16_384  # each takes some 20 kB while it is solved
LITTER_POOLS = (1, 2, 3)
OTHER_POOLS = (0, 4, 5, 6)


class ShiftedPivots(NamedTuple):
    """Inverse pivots of woody debris, ``(batch, 20)``, and of litters and soil pools, by layer as in ``elimination``."""

    debris: torch.Tensor
    litters: list[torch.Tensor]
    soil: list[torch.Tensor]


def shifted_pivots(operator: SoilOperator, shift: torch.Tensor) -> ShiftedPivots:
    """Pivots of ``M + s``.

    Parameters
    ----------
    operator
        Of the sites.
    shift
        One for each site, real or complex, 1/day, ``(batch,)``.
    """
    debris = 1.0 / (operator.rates[:, :1] * operator.modifier + shift[:, None])
    litters = eliminate_mixed(operator.rates[:, 1:4], operator.litter_modifier, operator.mixing, shift)
    return ShiftedPivots(debris, litters, eliminate_exchanging(operator.soil_turnover, operator.modifier, operator.mixing, shift))


def solve_shifted(operator: SoilOperator, pivots: ShiftedPivots, vector: torch.Tensor) -> torch.Tensor:
    """Solution of ``(M + s) v = b``, ``(batch, 7, 20)``.

    Parameters
    ----------
    operator
        Of the sites.
    pivots
        Of :func:`shifted_pivots`.
    vector
        ``b``, in the type of the pivots, ``(batch, 7, 20)``.
    """
    decay, shares = operator.decay, operator.transfers[:, :, None].unbind(1)
    debris = vector[:, 0] * pivots.debris
    lost = decay[:, 0] * debris
    litter_sources = torch.stack([vector[:, 1], vector[:, 2] + shares[0] * lost, vector[:, 3] + shares[1] * lost], 1)
    litters = substitute(pivots.litters, litter_sources, operator.mixing)
    metabolic, cellulose, lignin = (decay[:, 1:4] * litters).unbind(1)
    active = vector[:, 4] + shares[2] * metabolic + shares[3] * cellulose
    soil_sources = torch.stack([active, vector[:, 5] + shares[4] * lignin, vector[:, 6]], 1)
    return torch.cat([debris[:, None], litters, substitute(pivots.soil, soil_sources, operator.mixing)], 1)


def solve_shifted_transposed(operator: SoilOperator, pivots: ShiftedPivots, vector: torch.Tensor) -> torch.Tensor:
    """Solution of ``(M + s)^T w = b``, ``(batch, 7, 20)``: soil pools first, woody debris last.

    Parameters
    ----------
    operator, pivots
        As in :func:`solve_shifted`: pivots of ``M + s``, not of its transpose.
    vector
        Right-hand side, in the type of the pivots, ``(batch, 7, 20)``.
    """
    decay, shares = operator.decay, operator.transfers[:, :, None].unbind(1)
    soil = substitute_transposed(pivots.soil, vector[:, 4:], operator.mixing)
    passed = torch.stack([shares[2] * soil[:, 0], shares[3] * soil[:, 0], shares[4] * soil[:, 1]], 1)
    litters = substitute_transposed(pivots.litters, vector[:, 1:4] + decay[:, 1:4] * passed, operator.mixing)
    debris = (vector[:, 0] + decay[:, 0] * (shares[0] * litters[:, 1] + shares[1] * litters[:, 2])) * pivots.debris
    return torch.cat([debris[:, None], litters, soil], 1)


def solve_shifts(operator: SoilOperator, vector: torch.Tensor, shifts: torch.Tensor) -> torch.Tensor:
    """Solutions of ``(M + s) v = b`` for several shifts, ``(shifts, batch, 7, 20)``, every step recorded by autograd.

    Parameters
    ----------
    operator
        Of the sites.
    vector
        ``b``, ``(batch, 7, 20)``.
    shifts
        Real or complex, 1/day, ``(shifts,)``.
    """
    wide, pivots = _pivots_of_shifts(operator, shifts)
    every = vector.repeat(len(shifts), 1, 1).to(shifts.dtype)
    return solve_shifted(wide, pivots, every).reshape(len(shifts), *vector.shape)


def rational_action(operator: SoilOperator, vector: torch.Tensor, shifts: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Real parts of weighted sums of the solutions of ``(M + s) v = b``, ``(sums, batch, 7, 20)``, with every step recorded by autograd.

    Parameters
    ----------
    operator
        Of the sites.
    vector
        ``b``, ``(batch, 7, 20)``.
    shifts
        Real or complex, 1/day, ``(shifts,)``.
    weights
        In the type of the shifts, ``(sums, shifts)``.
    """
    parts = [
        _real(torch.einsum("mk,k...->m...", weights[:, some], solve_shifts(operator, vector, shifts[some])))
        for some in _turns(len(shifts), len(vector))
    ]
    return torch.stack(parts).sum(0)


class RationalAction(torch.autograd.Function):
    """:func:`rational_action` with a gradient by transposed solves; the pivots are computed again for it, which saves their memory."""

    @staticmethod
    def forward(ctx: Any, vector: torch.Tensor, shifts: torch.Tensor, weights: torch.Tensor, *fields: torch.Tensor) -> torch.Tensor:
        """As :func:`rational_action`.

        Parameters
        ----------
        ctx
            Keeps what the backward pass needs.
        vector, shifts, weights
            As in :func:`rational_action`.
        fields
            Those of the operator, as in :class:`SoilOperator`, ``(batch, ...)`` each.
        """
        ctx.save_for_backward(vector, shifts, weights, *fields)
        return rational_action(SoilOperator(*fields), vector, shifts, weights)

    @staticmethod
    @once_differentiable
    def backward(ctx: Any, gradient: torch.Tensor) -> tuple[torch.Tensor | None, ...]:
        """Gradients by the vector and the fields of the operator, in the shapes of those.

        Parameters
        ----------
        ctx
            What the forward pass kept.
        gradient
            Of the loss by the sums, ``(sums, batch, 7, 20)``.
        """
        vector, shifts, weights, *fields = ctx.saved_tensors
        parts = [
            _gradient(SoilOperator(*fields), vector, shifts[some], weights[:, some], gradient) for some in _turns(len(shifts), len(vector))
        ]
        by_vector, *by_field = (torch.stack(part).sum(0) for part in zip(*parts))
        return by_vector, None, None, *by_field


def _gradient(
    operator: SoilOperator, vector: torch.Tensor, shifts: torch.Tensor, weights: torch.Tensor, gradient: torch.Tensor
) -> tuple[torch.Tensor, ...]:
    """Gradients by the vector and the fields of the operator, through the solutions for some shifts."""
    wide, pivots = _pivots_of_shifts(operator, shifts)
    shape = (len(shifts), *vector.shape)
    solution = solve_shifted(wide, pivots, vector.repeat(len(shifts), 1, 1).to(shifts.dtype)).reshape(shape)
    right = torch.einsum("mk,m...->k...", weights, gradient.to(weights.dtype))
    adjoint = solve_shifted_transposed(wide, pivots, right.flatten(0, 1)).reshape(shape)
    return _real(adjoint.sum(0)), *operator_gradient(operator, adjoint, solution)


def operator_gradient(operator: SoilOperator, adjoint: torch.Tensor, solution: torch.Tensor) -> SoilOperator:
    """Gradients by the fields of the operator, from that of ``M_ij``, which is the sum of ``-Re(w_i v_j)`` over pairs of vectors.

    Parameters
    ----------
    operator
        Of the sites.
    adjoint
        ``w``, ``(pairs, batch, 7, 20)``.
    solution
        ``v``, ``(pairs, batch, 7, 20)``.
    """
    decay, shares = operator.decay, operator.transfers[:, :, None].unbind(1)
    not_passed = list(adjoint.unbind(2))
    by_share = []
    for share, (donor, receiver) in zip(shares, TRANSFERS):
        not_passed[donor] = not_passed[donor] - share * adjoint[:, :, receiver]
        by_share.append((decay[:, donor] * _real(solution[:, :, donor] * adjoint[:, :, receiver]).sum(0)).sum(-1))
    by_decay = -_real(solution * torch.stack(not_passed, 2)).sum(0)
    by_modifier = operator.rates[:, :, None] * by_decay
    by_rate = [
        by_decay[:, pool] * (operator.litter_modifier if pool in LITTER_POOLS else operator.modifier) for pool in range(by_decay.shape[1])
    ]
    step = solution[:, :, 1:, 1:] - solution[:, :, 1:, :-1]
    upper = -_real(adjoint[:, :, 1:, 1:] * step).sum((0, 2))
    lower = _real(adjoint[:, :, 1:, :-1] * step).sum((0, 2))
    return SoilOperator(
        torch.stack(by_rate, 1).sum(-1),
        torch.stack(by_share, 1),
        by_modifier[:, OTHER_POOLS].sum(1),
        by_modifier[:, LITTER_POOLS].sum(1),
        torch.nn.functional.pad(upper, (1, 0)),
        torch.nn.functional.pad(lower, (0, 1)),
    )


def _pivots_of_shifts(operator: SoilOperator, shifts: torch.Tensor) -> tuple[SoilOperator, ShiftedPivots]:
    """The operator repeated for each shift, ``(shifts * batch, ...)``, and the pivots."""
    wide = SoilOperator(*(field.repeat(len(shifts), *[1] * (field.ndim - 1)) for field in operator))
    return wide, shifted_pivots(wide, shifts.repeat_interleave(len(operator.rates)))


def _turns(shifts: int, sites: int) -> list[slice]:
    """Which shifts are solved together: as many as keep a device busy, no more than memory has to hold."""
    together = max(1, SYSTEMS_AT_ONCE // max(1, sites))
    return [slice(first, first + together) for first in range(0, shifts, together)]


def _real(values: torch.Tensor) -> torch.Tensor:
    return values.real if values.is_complex() else values
