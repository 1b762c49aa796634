"""Steps in time of many sites, sixteen side by side, with the lane functions of ``lane_shifted_solve`` and ``lane_steps``; see ``steps``.

A group of sites takes all its steps before the next group comes: its numbers stay in cache. Consecutive steps of one kind share their
pivots.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np
from numba import njit

from ..geometry import N_POOLS
from .lane_options import DRIVER, LANES, LAYERS
from .lane_shifted import eliminate_litters_shifted, eliminate_soil_shifted, invert_debris
from .lane_shifted_solve import pass_litters, solve_debris_shifted, solve_litters_shifted, solve_soil_shifted
from .lane_steps import add_solution, begin_step, imbalance_of, limit_pools, load_real, respired_rates, totals_of
from .lanes import turnover_matrix

# What the sites read: rates (sites, 7), transfers (sites, 10), profiles (sites, 4, 20), source and start (sites, 7, 20).
MarchingSites = namedtuple("MarchingSites", "rates transfers profiles source start")

# The steps: of each kind the shifts and weights (kinds, shifts, 2) and days (kinds,); of each step its kind, and the row of the results
# that it writes pools to, or -1; whether consecutive steps share a kind; and what pools are limited to.
Steps = namedtuple("Steps", "shifts state_weights integral_weights days kinds rows shared least")

# A group: the same in lanes, turnover (9, LANES), respired rates (7, LANES), and the down- and upward exchange of the transposed system.
MarchingGroup = namedtuple("MarchingGroup", "rates transfers profiles source turnover respired down up")

# Pivots of each shift, or of one at a time where no steps share them.
PivotBank = namedtuple("PivotBank", "debris litters soil excess")

# Pools (20, 7 LANES) before a step, as it left them and limited, the imbalance and the integral; a complex vector; totals (3, LANES).
MarchScratch = namedtuple("MarchScratch", "pools raw imbalance integral vector work totals")


@njit(**DRIVER)
def new_marching_group(kind) -> MarchingGroup:
    """Empty arrays in the type of the array ``kind``."""
    return MarchingGroup(
        np.empty((N_POOLS, LANES), kind.dtype),
        np.empty((10, LANES), kind.dtype),
        np.empty((4, LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, N_POOLS * LANES), kind.dtype),
        np.empty((9, LANES), kind.dtype),
        np.empty((N_POOLS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
    )


@njit(**DRIVER)
def new_bank(kind, slots) -> PivotBank:
    """Empty pivots for so many shifts."""
    return PivotBank(
        np.empty((slots, LAYERS, 2 * LANES), kind.dtype),
        np.empty((slots, LAYERS, 6 * LANES), kind.dtype),
        np.empty((slots, LAYERS, 18 * LANES), kind.dtype),
        np.empty(18 * LANES, kind.dtype),
    )


@njit(**DRIVER)
def new_march_scratch(kind) -> MarchScratch:
    """Arrays for the work on one group after another."""
    return MarchScratch(
        np.empty((LAYERS, N_POOLS * LANES), kind.dtype),
        np.empty((LAYERS, N_POOLS * LANES), kind.dtype),
        np.empty((LAYERS, N_POOLS * LANES), kind.dtype),
        np.empty((LAYERS, N_POOLS * LANES), kind.dtype),
        np.empty((LAYERS, 2 * N_POOLS * LANES), kind.dtype),
        np.empty(6 * LANES, kind.dtype),
        np.empty((3, LANES), kind.dtype),
    )


@njit(**DRIVER)
def gather_marching(sites, first, count, one, group, pools) -> None:
    """Fill ``group`` and ``pools`` with the sites from ``first`` on; lanes beyond ``count`` repeat the last site.

    Parameters
    ----------
    sites
        A ``MarchingSites``.
    first, count
        As :func:`groups.gather_group`.
    one
        1 in the type of the arrays.
    group
        A ``MarchingGroup`` that is filled.
    pools
        Filled: the start, gC/m3, ``(20, 7 LANES)``.
    """
    for lane in range(LANES):
        site = first + min(lane, count - 1)
        for p in range(N_POOLS):
            group.rates[p, lane] = sites.rates[site, p]
            for j in range(LAYERS):
                group.source[j, p * LANES + lane] = sites.source[site, p, j]
                pools[j, p * LANES + lane] = sites.start[site, p, j]
        for k in range(10):
            group.transfers[k, lane] = sites.transfers[site, k]
        for k in range(4):
            for j in range(LAYERS):
                group.profiles[k, j, lane] = sites.profiles[site, k, j]
        for j in range(LAYERS):
            group.down[j, lane] = sites.profiles[site, 3, max(j - 1, 0)]
            group.up[j, lane] = sites.profiles[site, 2, min(j + 1, LAYERS - 1)]
    turnover_matrix(group.rates, group.transfers[5:], group.turnover)
    respired_rates(group.rates, group.transfers, one, group.respired)


@njit(**DRIVER)
def factorise(group, shift, slot, bank) -> None:
    """The pivots of a shift.

    Parameters
    ----------
    group
        As :func:`gather_marching` has filled it.
    shift
        Real and imaginary part, 1/day, ``(2,)``.
    slot, bank
        The place in a ``PivotBank`` that is filled.
    """
    modifier, litter_modifier, upper, lower = group.profiles[0], group.profiles[1], group.profiles[2], group.profiles[3]
    real, imaginary = shift[0], shift[1]
    invert_debris(group.rates, modifier, real, imaginary, bank.debris[slot])
    eliminate_litters_shifted(group.rates, litter_modifier, upper, lower, real, imaginary, bank.litters[slot], bank.excess)
    eliminate_soil_shifted(group.turnover, modifier, upper, lower, real, imaginary, bank.soil[slot], bank.excess)


@njit(**DRIVER)
def solve_vector(group, slot, bank, vector, work) -> None:
    """The solution for a right-hand side, in place.

    Parameters
    ----------
    group
        As :func:`gather_marching` has filled it.
    slot, bank
        The pivots of :func:`factorise`, and where they are in the bank.
    vector
        The right-hand side, then the solution, ``(20, 14 LANES)``.
    work
        ``(6 LANES,)``, scratch.
    """
    modifier, litter_modifier, upper, lower = group.profiles[0], group.profiles[1], group.profiles[2], group.profiles[3]
    solve_debris_shifted(bank.debris[slot], group.rates, modifier, group.transfers, vector)
    solve_litters_shifted(bank.litters[slot], upper, lower, vector)
    pass_litters(group.rates, litter_modifier, group.transfers, vector)
    solve_soil_shifted(bank.soil[slot], 1, upper, lower, vector, work)


@njit(**DRIVER)
def imbalance_of_group(group, pools, imbalance) -> None:
    """What enters the pools less what they lose."""
    imbalance_of(
        group.rates, group.transfers, group.profiles[0], group.profiles[1], group.profiles[2], group.profiles[3], group.source, pools,
        imbalance,
    )  # fmt: skip


@njit(**DRIVER)
def scatter_pools(values, first, count, pools) -> None:
    """Write values of a group to the sites.

    Parameters
    ----------
    values
        ``(20, 7 LANES)``.
    first, count
        As :func:`groups.gather_group`.
    pools
        Filled: ``(sites, 7, 20)``.
    """
    for lane in range(count):
        for p in range(N_POOLS):
            for j in range(LAYERS):
                pools[first + lane, p, j] = values[j, p * LANES + lane]


@njit(**DRIVER)
def _scatter_totals(totals, step, first, count, stock, respired, leaked) -> None:
    """Write the totals of a step, (3, LANES), to the sites."""
    for lane in range(count):
        stock[step, first + lane] = totals[0, lane]
        respired[step, first + lane] = totals[1, lane]
        leaked[step, first + lane] = totals[2, lane]


@njit(**DRIVER)
def march_sites(sites, steps, thickness, leaks, start, stop, pools, integrals, stock, respired, leaked, kept, keep) -> None:
    """Take the steps of sites ``start`` to ``stop``.

    Parameters
    ----------
    sites, steps
        A ``MarchingSites`` and a ``Steps``.
    thickness, leaks
        As :func:`lane_steps.totals_of`.
    start, stop
        The first site, a multiple of ``LANES``, and the one after the last.
    pools, integrals
        Filled: gC/m3 and, where they have rows, gC/m3 day, ``(rows, sites, 7, 20)``.
    stock, respired, leaked
        Filled: gC/m2, ``(steps, sites)``.
    kept, keep
        Where ``keep`` is set, the pools after each step as it left them, gC/m3, ``(groups, steps, 20, 7 LANES)``.
    """
    one = thickness.dtype.type(1)
    n_shifts = steps.shifts.shape[1]
    group, work = new_marching_group(thickness), new_march_scratch(thickness)
    bank = new_bank(thickness, n_shifts if steps.shared else 1)
    for first in range(start, stop, LANES):
        count, kind_before = min(LANES, stop - first), -1
        gather_marching(sites, first, count, one, group, work.pools)
        for n in range(len(steps.kinds)):
            kind = steps.kinds[n]
            imbalance_of_group(group, work.pools, work.imbalance)
            begin_step(steps.days[kind], work.pools, work.raw, work.integral)
            for k in range(n_shifts):
                slot = k if steps.shared else 0
                if not steps.shared or kind != kind_before:
                    factorise(group, steps.shifts[kind, k], slot, bank)
                load_real(work.imbalance, work.vector)
                solve_vector(group, slot, bank, work.vector, work.work)
                add_solution(steps.state_weights[kind, k], steps.integral_weights[kind, k], work.vector, work.raw, work.integral)
            kind_before = kind
            if keep:
                kept[first // LANES, n] = work.raw
            limit_pools(work.raw, steps.least, work.pools)
            totals_of(
                group.respired, group.profiles[0], group.profiles[1], group.profiles[2], group.profiles[3], thickness, leaks, work.pools,
                work.integral, work.totals,
            )  # fmt: skip
            _scatter_totals(work.totals, n, first, count, stock, respired, leaked)
            if steps.rows[n] >= 0:
                scatter_pools(work.pools, first, count, pools[steps.rows[n]])
                if len(integrals):
                    scatter_pools(work.integral, first, count, integrals[steps.rows[n]])
