"""The steady state of many sites, computed with the lane functions of ``lanes`` and ``lane_elimination``.

A call works through groups of ``LANES`` sites: it gathers their parameters and forcing cells into lanes, solves, and writes the results
back. The forcing is not copied: sites refer to cells by index.
"""

from __future__ import annotations

import numpy as np
from numba import njit

from ..geometry import N_POOLS
from .groups import N_PROCESSES, gather_group, months_of, new_group, new_pivots, new_scratch, pools_of
from .lane_elimination import eliminate_litters, eliminate_soil, solve_litters, solve_soil
from .lane_months import monthly_scalars
from .lane_options import DRIVER, LANES, LAYERS
from .lanes import bulk_processes, exchange_rates, input_shares, litter_sources, rate_modifiers, soil_sources, soil_turnover


@njit(**DRIVER)
def monthly_group(cell, cells, constants, first, count, group, months, buffer, keep) -> None:
    """Monthly means, and moments where ``keep`` is set, of the sites of a group.

    Parameters
    ----------
    cell, cells, first, count, group
        As :func:`groups.gather_group`, which has filled the group.
    constants
        A ``Constants``.
    months
        Its means, and where they are wanted its moments, are filled.
    buffer
        ``(11, 240)``, scratch.
    keep
        Whether moments are wanted.
    """
    for lane in range(LANES):
        if lane < count:
            row = cell[first + lane]
            monthly_scalars(
                np.log(group.theta[2, lane]), group.theta[19, lane], cells.temperature[row], cells.water[row], cells.oxygen[row],
                cells.nitrogen[row], constants.reference, lane, months.means, months.moments, buffer, keep,
            )  # fmt: skip
        else:
            months.means[:, :, lane] = months.means[:, :, count - 1]
            months.moments[:, :, lane] = months.moments[:, :, count - 1]


@njit(**DRIVER)
def build_group(group, constants, closed, months, pivots) -> None:
    """From monthly means to a group's rate modifiers, exchange rates and input shares.

    Parameters
    ----------
    group, constants, months
        As :func:`monthly_group`, which has filled the means.
    closed
        Whether nothing crosses bedrock.
    pivots
        Its modifiers, exchange rates, depth factor and input share are filled.
    """
    theta = group.theta
    rate_modifiers(
        months.means, theta[3], constants.node, constants.lowest, constants.floor,
        pivots.depth, pivots.modifier, pivots.litter_modifier, pivots.bulk,
    )  # fmt: skip
    exchange_rates(
        theta[0], theta[1], group.unit[0], group.unit[1], group.unit[2], group.bedrock, constants.thickness, not closed,
        pivots.upper, pivots.lower,
    )  # fmt: skip
    input_shares(
        group.log_beta, constants.interface, constants.depth_step, group.last_input, group.frozen, constants.lowest,
        pivots.share, pivots.excess[0],
    )  # fmt: skip


@njit(**DRIVER)
def eliminate_group(group, constants, closed, months, pivots) -> None:
    """From monthly means to the pivots of a group's systems.

    Parameters
    ----------
    group, constants, closed, months
        As :func:`build_group`.
    pivots
        All its arrays are filled.
    """
    build_group(group, constants, closed, months, pivots)
    soil_turnover(group.theta, constants.days, constants.one, pivots.rates, pivots.turnover)
    eliminate_litters(pivots.rates[1:4], pivots.litter_modifier, pivots.upper, pivots.lower, pivots.litter_inverse, pivots.excess[0])
    eliminate_soil(pivots.turnover, pivots.modifier, pivots.upper, pivots.lower, pivots.inverse, pivots.excess)


@njit(**DRIVER)
def solve_group(group, constants, pivots, work) -> None:
    """From pivots to the pools of a group: debris, litters and soil in ``work``."""
    theta = group.theta
    litter_sources(
        theta, group.litter, pivots.share, constants.thickness, constants.days, pivots.rates, pivots.modifier, work.debris, work.source
    )
    solve_litters(pivots.litter_inverse, pivots.upper, pivots.lower, work.source, work.litters)
    soil_sources(theta, pivots.rates, pivots.litter_modifier, work.litters, work.soil_source)
    solve_soil(pivots.inverse, pivots.upper, pivots.lower, work.soil_source, work.soil, work.step)


@njit(**DRIVER)
def collect_pools(group, work, closed, state) -> None:
    """A group's pools; zero below closed bedrock.

    Parameters
    ----------
    group, work
        As :func:`solve_group`, which has found the pools.
    closed
        Whether nothing crosses bedrock.
    state
        Filled: gC/m3, ``(7, 20, LANES)``.
    """
    zero = state.dtype.type(0)
    for j in range(LAYERS):
        for lane in range(LANES):
            active = not closed or j < group.bedrock[lane]
            state[0, j, lane] = work.debris[j, lane] if active else zero
            for p in range(3):
                state[1 + p, j, lane] = work.litters[p, j, lane] if active else zero
                state[4 + p, j, lane] = work.soil[j, p, lane] if active else zero


@njit(**DRIVER)
def scatter_group(state, pivots, first, count, pools, soc, bulk, mixing) -> None:
    """Write a group's pools, SOC, and where wanted bulk modifiers and mixing rates, to the sites.

    Parameters
    ----------
    state, pivots
        The group's pools, ``(7, 20, LANES)`` gC/m3, and its pivots.
    first, count
        As :func:`groups.gather_group`.
    pools, soc
        Filled: ``(sites, 7, 20)`` and ``(sites, 20)``, gC/m3.
    bulk, mixing
        Filled where they have rows: ``(sites, 20)``, without unit and 1/day.
    """
    for lane in range(count):
        site = first + lane
        for p in range(N_POOLS):
            for j in range(LAYERS):
                pools[site, p, j] = state[p, j, lane]
        for j in range(LAYERS):
            soc[site, j] = state[4, j, lane] + state[5, j, lane] + state[6, j, lane]
        if len(bulk):
            for j in range(LAYERS):
                bulk[site, j] = pivots.bulk[j, lane]
                mixing[site, j] = pivots.upper[j, lane] + pivots.lower[j, lane]


@njit(**DRIVER)
def scatter_processes(group, pivots, work, constants, closed, first, count, processes) -> None:
    """Write the six processes of a group to the sites.

    Parameters
    ----------
    group, pivots, constants, closed
        As :func:`eliminate_group`.
    work
        With the pools of :func:`solve_group`.
    first, count
        As :func:`groups.gather_group`.
    processes
        Filled: ``(sites, 6)``, in the order and units of the table of processes.
    """
    bulk_processes(
        group.theta, group.litter, work.litters, work.soil, pivots.bulk, pivots.upper, pivots.lower, constants.thickness, constants.days,
        group.last_input, closed, work.values, work.processes,
    )  # fmt: skip
    for lane in range(count):
        for k in range(N_PROCESSES):
            processes[first + lane, k] = work.processes[k, lane]


@njit(**DRIVER)
def scatter_limits(group, pivots, floor, first, count, floored) -> None:
    """Mark the sites where a rate modifier lies at its ``floor`` in a layer with input: their deep pools are not exact.

    Parameters
    ----------
    group, pivots, first, count
        As :func:`scatter_processes`.
    floor
        The least modifier, without unit.
    floored
        Filled: ``(sites,)``, whether a modifier lies there.
    """
    for lane in range(count):
        at_floor = False
        for j in range(group.last_input[lane]):
            at_floor |= pivots.modifier[j, lane] <= floor or pivots.litter_modifier[j, lane] <= floor
        floored[first + lane] = at_floor


@njit(**DRIVER)
def solve_sites(theta, cell, cells, constants, closed, start, stop, pools, soc, bulk, mixing, processes, floored, kept, keep) -> None:
    """Steady state of sites ``start`` to ``stop``.

    Parameters
    ----------
    theta, cell, cells, closed
        As :func:`groups.gather_group`.
    constants
        A ``Constants``.
    start, stop
        The first site, a multiple of ``LANES``, and the one after the last.
    pools, soc, bulk, mixing
        As :func:`scatter_group`.
    processes, floored
        As :func:`scatter_processes` and :func:`scatter_limits`; processes only where ``keep`` is not set.
    kept, keep
        Where ``keep`` is set, what the adjoint needs is kept, ``(groups, KEPT_ROWS, LANES)``; otherwise ``kept[0]`` is scratch.
    """
    group, pivots, work = new_group(theta), new_pivots(theta), new_scratch(theta)
    for first in range(start, stop, LANES):
        count = min(LANES, stop - first)
        rows = kept[first // LANES if keep else 0]
        months, state = months_of(rows), pools_of(rows)
        gather_group(theta, cell, cells, closed, first, count, group)
        monthly_group(cell, cells, constants, first, count, group, months, work.buffer, keep)
        eliminate_group(group, constants, closed, months, pivots)
        solve_group(group, constants, pivots, work)
        collect_pools(group, work, closed, state)
        scatter_group(state, pivots, first, count, pools, soc, bulk, mixing)
        scatter_limits(group, pivots, constants.floor, first, count, floored)
        if not keep:
            scatter_processes(group, pivots, work, constants, closed, first, count, processes)
