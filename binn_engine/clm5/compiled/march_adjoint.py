"""Adjoint of ``march_kernels.march_sites``: steps in reverse, one transposed solve for each solve; see ``shifted``.

The solutions are computed again from the pools before each step, which the forward pass kept.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np
from numba import njit

from ..geometry import N_POOLS
from .lane_options import DRIVER, LANES, LAYERS
from .lane_shifted_solve import pass_litters_back, solve_debris_transposed, solve_litters_shifted, solve_soil_shifted
from .lane_step_adjoint import (
    add_decay_gradient,
    add_mixing_gradient,
    add_real,
    load_right_side,
    pass_back,
    totals_gradient,
    weights_gradient,
)
from .lane_steps import add_solution, begin_step, limit_pools, load_real
from .march_kernels import (
    factorise,
    gather_marching,
    imbalance_of_group,
    new_bank,
    new_march_scratch,
    new_marching_group,
    scatter_pools,
    solve_vector,
)

# Gradients of the results of ``march_sites``; what nobody took a gradient of has no rows.
MarchedGradients = namedtuple("MarchedGradients", "pools integrals stock respired leaked")

# Of a group: gradients of the operator and the source, of the pools after a step, their integral, the imbalance and the totals, the start,
# and a complex vector.
MarchSensitivities = namedtuple("MarchSensitivities", "rates transfers profiles source state integral imbalance totals start vector")


@njit(**DRIVER)
def _new_march_sensitivities(kind) -> MarchSensitivities:
    """Arrays for the work on one group after another, in the type of the array ``kind``."""
    return MarchSensitivities(
        np.empty(N_POOLS * LANES, kind.dtype),
        np.empty(10 * LANES, kind.dtype),
        np.empty((4, LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, N_POOLS * LANES), kind.dtype),
        np.empty((LAYERS, N_POOLS * LANES), kind.dtype),
        np.empty((LAYERS, N_POOLS * LANES), kind.dtype),
        np.empty((LAYERS, N_POOLS * LANES), kind.dtype),
        np.empty((3, LANES), kind.dtype),
        np.empty((LAYERS, N_POOLS * LANES), kind.dtype),
        np.empty((LAYERS, 2 * N_POOLS * LANES), kind.dtype),
    )


@njit(**DRIVER)
def _solve_vector_transposed(group, slot, bank, vector, work) -> None:
    """The solution of the transposed system, in place."""
    modifier, litter_modifier = group.profiles[0], group.profiles[1]
    solve_soil_shifted(bank.soil[slot], 3, group.down, group.up, vector, work)
    pass_litters_back(group.rates, litter_modifier, group.transfers, vector)
    solve_litters_shifted(bank.litters[slot], group.down, group.up, vector)
    solve_debris_transposed(bank.debris[slot], group.rates, modifier, group.transfers, vector)


@njit(**DRIVER)
def _gather_marched_gradients(by_result, steps, n, first, count, raw, d) -> None:
    """The gradients of a step's totals, and those of the pools that it left, added to what later steps want of them."""
    zero, row = raw.dtype.type(0), steps.rows[n]
    for lane in range(LANES):
        site = first + min(lane, count - 1)
        d.totals[0, lane] = by_result.stock[n, site] if len(by_result.stock) else zero
        d.totals[1, lane] = by_result.respired[n, site] if len(by_result.respired) else zero
        d.totals[2, lane] = by_result.leaked[n, site] if len(by_result.leaked) else zero
        if row >= 0 and len(by_result.pools):
            for p in range(N_POOLS):
                for j in range(LAYERS):
                    d.state[j, p * LANES + lane] += by_result.pools[row, site, p, j]


@njit(**DRIVER)
def _mask_limited(by_result, steps, n, first, count, raw, d) -> None:
    """No gradient through pools at their limit; and those of the integral that was asked for."""
    zero, row = raw.dtype.type(0), steps.rows[n]
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(LANES):
                d.state[j, p * LANES + lane] = d.state[j, p * LANES + lane] if raw[j, p * LANES + lane] >= steps.least else zero
    if row >= 0 and len(by_result.integrals):
        for lane in range(LANES):
            site = first + min(lane, count - 1)
            for p in range(N_POOLS):
                for j in range(LAYERS):
                    d.integral[j, p * LANES + lane] += by_result.integrals[row, site, p, j]


@njit(**DRIVER)
def _add_pair(group, adjoint, solution, d) -> None:
    """Add a pair of vectors' share to the gradients of the operator."""
    add_decay_gradient(
        group.rates, group.transfers, group.profiles[0], group.profiles[1], adjoint, solution, d.rates, d.transfers, d.profiles[0],
        d.profiles[1],
    )  # fmt: skip
    add_mixing_gradient(adjoint, solution, d.profiles[2], d.profiles[3])


@njit(**DRIVER)
def _differentiate_step(group, steps, kind, factorised, bank, work, d) -> None:
    """From the gradients of the pools after a step and of their integral to that of its imbalance and of the operator."""
    imbalance_of_group(group, work.pools, work.imbalance)
    begin_step(steps.days[kind], work.pools, work.raw, work.integral)
    d.imbalance[:] = 0
    for k in range(steps.shifts.shape[1]):
        slot = k if steps.shared else 0
        if not factorised:
            factorise(group, steps.shifts[kind, k], slot, bank)
        state_weight, integral_weight = steps.state_weights[kind, k], steps.integral_weights[kind, k]
        load_real(work.imbalance, work.vector)
        solve_vector(group, slot, bank, work.vector, work.work)
        add_solution(state_weight, integral_weight, work.vector, work.raw, work.integral)
        load_right_side(state_weight, integral_weight, d.state, d.integral, d.vector)
        _solve_vector_transposed(group, slot, bank, d.vector, work.work)
        add_real(d.vector, d.imbalance)
        _add_pair(group, d.vector, work.vector, d)
    load_real(d.imbalance, d.vector)
    load_real(work.pools, work.vector)
    _add_pair(group, d.vector, work.vector, d)
    d.source[:] += d.imbalance


@njit(**DRIVER)
def _scatter_march_gradients(d, first, count, d_rates, d_transfers, d_profiles, d_source, d_start) -> None:
    """Write the gradients of a group to the sites."""
    scatter_pools(d.source, first, count, d_source)
    scatter_pools(d.state, first, count, d_start)
    for lane in range(count):
        for p in range(N_POOLS):
            d_rates[first + lane, p] = d.rates[p * LANES + lane]
        for k in range(10):
            d_transfers[first + lane, k] = d.transfers[k * LANES + lane]
        for k in range(4):
            for j in range(LAYERS):
                d_profiles[first + lane, k, j] = d.profiles[k, j, lane]


@njit(**DRIVER)
def differentiate_march(
    sites, steps, thickness, leaks, start, stop, kept, by_result, d_rates, d_transfers, d_profiles, d_source, d_start
) -> None:
    """Gradients of a loss by what sites ``start`` to ``stop`` read, from those by the results.

    Parameters
    ----------
    sites, steps, thickness, leaks, start, stop, kept
        As :func:`march_kernels.march_sites`, which has filled ``kept``.
    by_result
        A ``MarchedGradients``.
    d_rates, d_transfers, d_profiles, d_source, d_start
        Filled: in the shapes of ``MarchingSites``.
    """
    one = thickness.dtype.type(1)
    group, work, d = new_marching_group(thickness), new_march_scratch(thickness), _new_march_sensitivities(thickness)
    bank = new_bank(thickness, steps.shifts.shape[1] if steps.shared else 1)
    for first in range(start, stop, LANES):
        count, kind_after, at = min(LANES, stop - first), -1, first // LANES
        gather_marching(sites, first, count, one, group, d.start)
        modifier, litter_modifier, upper, lower = group.profiles[0], group.profiles[1], group.profiles[2], group.profiles[3]
        d.rates[:], d.transfers[:], d.profiles[:], d.source[:], d.state[:] = 0, 0, 0, 0, 0
        for back in range(len(steps.kinds)):
            n = len(steps.kinds) - 1 - back
            kind = steps.kinds[n]
            _gather_marched_gradients(by_result, steps, n, first, count, kept[at, n], d)
            totals_gradient(group.respired, modifier, litter_modifier, upper, lower, thickness, leaks, d.totals, d.state, d.integral)
            _mask_limited(by_result, steps, n, first, count, kept[at, n], d)
            if n == 0:
                work.pools[:] = d.start
            else:
                limit_pools(kept[at, n - 1], steps.least, work.pools)
            _differentiate_step(group, steps, kind, steps.shared and kind == kind_after, bank, work, d)
            kind_after = kind
            weights_gradient(
                group.rates, group.transfers, modifier, litter_modifier, thickness, one, leaks, d.totals, work.integral, d.rates,
                d.transfers, d.profiles,
            )  # fmt: skip
            pass_back(
                group.rates, group.transfers, modifier, litter_modifier, upper, lower, steps.days[kind], d.imbalance, d.integral, d.state
            )
        _scatter_march_gradients(d, first, count, d_rates, d_transfers, d_profiles, d_source, d_start)
