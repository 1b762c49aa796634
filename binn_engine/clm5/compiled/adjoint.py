"""Adjoint of ``kernels.solve_sites``: gradients of parameters and forcing from gradients of the pools, by one transposed solve.

With ``M C = S`` and a gradient ``g`` of ``C``, the adjoint ``a`` solves ``M^T a = g``; then ``a`` is the gradient of ``S``, and
``-a_i C_j`` that of ``M_ij``. The soil pools come first, because their sources are the losses of the litter pools; then the litter pools,
then woody debris. The pivots are the same as in the forward pass.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np
from numba import njit

from ..geometry import N_POOLS
from .groups import N_PARAMETERS, gather_group, months_of, new_group, new_pivots, pools_of
from .kernels import eliminate_group
from .lane_adjoint import input_gradient, litter_gradient, mixing_gradient, soil_matrix_gradient, turnover_gradient
from .lane_build_adjoint import exchange_gradient, modifier_gradient, share_gradient
from .lane_elimination import solve_litters_transposed, solve_soil_transposed
from .lane_months import monthly_gradients
from .lane_options import DRIVER, LANES, LAYERS

# Gradients by forcing of each site: monthly fields (sites, 240), unit exchanges (sites, 19), litter (sites, 4).
ForcingGradients = namedtuple("ForcingGradients", "temperature water oxygen nitrogen bioturbation cryoturbation least litter")

# Of a group: the gradients ``given`` of its pools, (7, 20, LANES); right-hand sides and adjoints; and gradients.
Sensitivities = namedtuple(
    "Sensitivities",
    "given soil_source soil_adjoint source adjoint step total mean"
    " theta litter unit means bulk upper lower modifier litter_modifier share d_rates d_turnover",
)


@njit(**DRIVER)
def new_sensitivities(kind) -> Sensitivities:
    """Arrays for the work on one group after another, in the type of the array ``kind``."""
    return Sensitivities(
        np.empty((N_POOLS, LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, 3, LANES), kind.dtype),
        np.empty((LAYERS, 3, LANES), kind.dtype),
        np.empty((3, LAYERS, LANES), kind.dtype),
        np.empty((3, LAYERS, LANES), kind.dtype),
        np.empty((3, LANES), kind.dtype),
        np.empty(LANES, kind.dtype),
        np.empty(LANES, kind.dtype),
        np.empty((N_PARAMETERS, LANES), kind.dtype),
        np.empty((4, LANES), kind.dtype),
        np.empty((3, LAYERS - 1, LANES), kind.dtype),
        np.empty((4, LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((N_POOLS, LANES), kind.dtype),
        np.empty((9, LANES), kind.dtype),
    )


@njit(**DRIVER)
def _gather_gradients(d_pools, d_soc, d_bulk, d_mixing, group, closed, first, count, work) -> None:
    """The gradients of what the forward pass gave, in lanes, as :func:`differentiate_sites` gets them."""
    zero = work.given.dtype.type(0)
    for lane in range(LANES):
        site = first + min(lane, count - 1)
        for j in range(LAYERS):
            active = not closed or j < group.bedrock[lane]
            for p in range(N_POOLS):
                work.given[p, j, lane] = d_pools[site, p, j] if len(d_pools) and active else zero
            total = d_soc[site, j] if len(d_soc) and active else zero
            for p in range(3):
                work.soil_source[j, p, lane] = work.given[4 + p, j, lane] + total
            work.bulk[j, lane] = d_bulk[site, j] if len(d_bulk) else zero
            mixing = d_mixing[site, j] if len(d_mixing) else zero
            work.upper[j, lane] = mixing
            work.lower[j, lane] = mixing


@njit(**DRIVER)
def _differentiate_group(group, constants, closed, months, state, pivots, work) -> None:
    """From the gradients of a group's pools to those of its parameters, monthly means, unit exchanges and litter."""
    theta = group.theta
    solve_soil_transposed(pivots.inverse, pivots.upper, pivots.lower, work.soil_source, work.soil_adjoint, work.step)
    soil_matrix_gradient(work.soil_adjoint, state, pivots.turnover, pivots.modifier, work.d_turnover, work.modifier)
    litter_gradient(
        theta, pivots.rates, work.soil_adjoint, work.given, state, pivots.litter_modifier, work.source,
        work.theta, work.d_rates, work.litter_modifier,
    )  # fmt: skip
    solve_litters_transposed(pivots.litter_inverse, pivots.upper, pivots.lower, work.source, work.adjoint)
    for p in range(3):
        mixing_gradient(work.adjoint[p], state[1 + p], work.upper, work.lower)
        mixing_gradient(work.soil_adjoint[:, p], state[4 + p], work.upper, work.lower)
    input_gradient(
        theta, group.litter, pivots.rates, pivots.share, constants.thickness, constants.days, pivots.modifier, pivots.litter_modifier,
        work.given, state, work.adjoint, work.theta, work.d_rates, work.modifier, work.litter_modifier, work.share, work.litter,
    )  # fmt: skip
    turnover_gradient(theta, pivots.rates, work.d_turnover, work.d_rates, work.theta)
    exchange_gradient(theta, group.unit, group.bedrock, not closed, constants.thickness, work.upper, work.lower, work.theta, work.unit)
    share_gradient(
        theta[20], group.log_beta, constants.interface, constants.depth_step, group.last_input, group.frozen, constants.lowest,
        pivots.share, work.share, work.theta, work.total, work.mean,
    )  # fmt: skip
    modifier_gradient(
        theta, months.means, months.moments, pivots.depth, constants.node, constants.floor, work.modifier, work.litter_modifier, work.bulk,
        work.theta, work.means,
    )  # fmt: skip


@njit(**DRIVER)
def scatter_forcing(cell, cells, constants, first, count, group, work, out, base) -> None:
    """Write the gradients by forcing of a group's sites.

    Parameters
    ----------
    cell, cells, constants, first, count, group
        As :func:`kernels.monthly_group`.
    work
        The group's ``Sensitivities``: monthly means, unit exchanges and litter.
    out
        A ``ForcingGradients`` whose rows are filled.
    base
        The site of its first row.
    """
    for lane in range(count):
        site, row = first + lane - base, cell[first + lane]
        monthly_gradients(
            np.log(group.theta[2, lane]), group.theta[19, lane], cells.temperature[row], cells.water[row], cells.oxygen[row],
            cells.nitrogen[row], constants.reference, work.means, lane,
            out.temperature[site], out.water[site], out.oxygen[site], out.nitrogen[site],
        )  # fmt: skip
        for k in range(4):
            out.litter[site, k] = work.litter[k, lane]
        for k in range(LAYERS - 1):
            out.bioturbation[site, k] = work.unit[0, k, lane]
            out.cryoturbation[site, k] = work.unit[1, k, lane]
            out.least[site, k] = work.unit[2, k, lane]


@njit(**DRIVER)
def differentiate_sites(
    theta, cell, cells, constants, closed, start, stop, kept, d_pools, d_soc, d_bulk, d_mixing, d_theta, wants_forcing, d_forcing, base
) -> None:  # fmt: skip
    """Gradients of a loss by the parameters and the forcing of sites ``start`` to ``stop``, from those by what ``solve_sites`` gave.

    Parameters
    ----------
    theta, cell, cells, constants, closed, start, stop, kept
        As :func:`kernels.solve_sites`, which has filled ``kept``.
    d_pools, d_soc, d_bulk, d_mixing
        The gradients of the loss by them, in the shapes of :func:`kernels.scatter_group`; those that nobody wants have no rows.
    d_theta
        Filled: ``(sites, 21)``.
    wants_forcing
        Whether gradients by forcing are wanted.
    d_forcing, base
        Filled where they are: as ``out`` and ``base`` of :func:`scatter_forcing`.
    """
    group, pivots, work = new_group(theta), new_pivots(theta), new_sensitivities(theta)
    for first in range(start, stop, LANES):
        count = min(LANES, stop - first)
        rows = kept[first // LANES]
        months = months_of(rows)
        gather_group(theta, cell, cells, closed, first, count, group)
        _gather_gradients(d_pools, d_soc, d_bulk, d_mixing, group, closed, first, count, work)
        eliminate_group(group, constants, closed, months, pivots)
        _differentiate_group(group, constants, closed, months, pools_of(rows), pivots, work)
        for lane in range(count):
            for k in range(N_PARAMETERS):
                d_theta[first + lane, k] = work.theta[k, lane]
        if wants_forcing:
            scatter_forcing(cell, cells, constants, first, count, group, work, d_forcing, base)
