"""The steady state of many sites, computed with the lane functions of ``lanes`` and ``lane_elimination``.

A call works through groups of ``LANES`` sites: it gathers their parameters and forcing cells into lanes, solves, and writes the results
back. The forcing is not copied: sites refer to cells by index. The monthly means and their derivatives are kept for each group, so that the
adjoint does not compute the exponentials of the monthly scalars again.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np
from numba import njit

from ..geometry import N_POOLS
from .lane_elimination import eliminate_litters, eliminate_soil, solve_litters, solve_soil
from .lane_options import LANES, LAYERS, VALUES
from .lanes import (
    bulk_processes,
    exchange_rates,
    input_shares,
    litter_sources,
    monthly_scalars,
    rate_modifiers,
    soil_sources,
    soil_turnover,
)

N_PARAMETERS, N_PROCESSES = 21, 6
DRIVER = {"nogil": True, "cache": True, "error_model": "numpy"}

# Forcing by cell: temperature (K) and scalars, (cells, 240); unit exchanges (cells, 19); bedrock (cells,), 1-based;
# frozen (cells,): all input enters the first layer; litter (cells, 4) gC/m2/yr.
Cells = namedtuple("Cells", "temperature water oxygen nitrogen bioturbation cryoturbation least bedrock frozen litter")

# Geometry and numerical limits in the type of the arrays; interface and depth_step are in cm, node and thickness in m.
Constants = namedtuple("Constants", "node thickness interface depth_step reference lowest floor days one")

# Monthly means of a group and their derivatives: what is kept for the adjoint, (MONTH_ROWS, LANES) a group, since it costs most.
Months = namedtuple("Months", "means moments")
MEAN_ROWS, MONTH_ROWS = 4 * LAYERS, 10 * LAYERS
# A group's pools follow them, (7, 20, LANES): the adjoint reads them as they are, where those of the sites would have to be gathered.
KEPT_ROWS = MONTH_ROWS + N_POOLS * LAYERS

# What follows from them: inverse pivots (20, 9, LANES) of the soil pools and (3, 20, LANES) of the litters, rate modifiers, exchange
# with the layers above and below, depth factor, input share and bulk modifier (20, LANES), rates (7, LANES) and turnover (9, LANES).
# Computed again for the adjoint, which saves two thirds of the memory and costs no time.
Pivots = namedtuple("Pivots", "inverse litter_inverse modifier litter_modifier upper lower depth share bulk rates turnover excess")

# A group's sites: parameters (21, LANES), litter (4, LANES), unit exchanges (3, 19, LANES), and (LANES) each of the last layer above
# bedrock, the end of the layers with input, whether all input enters the first, and log(beta).
Group = namedtuple("Group", "theta litter unit bedrock last_input frozen log_beta")
Scratch = namedtuple("Scratch", "buffer step debris source litters soil_source soil processes values")


@njit(**DRIVER)
def months_of(rows) -> Months:
    """The arrays of one group's rows: means (4, 20, LANES) and moments (6, 20, LANES)."""
    return Months(rows[:MEAN_ROWS].reshape(4, LAYERS, LANES), rows[MEAN_ROWS:MONTH_ROWS].reshape(6, LAYERS, LANES))


@njit(**DRIVER)
def pools_of(rows) -> np.ndarray:
    """The pools of one group's rows, (7, 20, LANES)."""
    return rows[MONTH_ROWS:].reshape(N_POOLS, LAYERS, LANES)


@njit(**DRIVER)
def new_pivots(kind) -> Pivots:
    """Empty arrays in the type of the array ``kind``."""
    return Pivots(
        np.empty((LAYERS, 9, LANES), kind.dtype),
        np.empty((3, LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((N_POOLS, LANES), kind.dtype),
        np.empty((9, LANES), kind.dtype),
        np.empty((9, LANES), kind.dtype),
    )


@njit(**DRIVER)
def new_group(kind) -> Group:
    """Empty arrays of a group in the type of the array ``kind``."""
    return Group(
        np.empty((N_PARAMETERS, LANES), kind.dtype),
        np.empty((4, LANES), kind.dtype),
        np.empty((3, LAYERS - 1, LANES), kind.dtype),
        np.empty(LANES, np.int64),
        np.empty(LANES, np.int64),
        np.empty(LANES, np.bool_),
        np.empty(LANES, kind.dtype),
    )


@njit(**DRIVER)
def new_scratch(kind) -> Scratch:
    """Arrays for the work on one group after another, in the type of the array ``kind``."""
    return Scratch(
        np.empty((11, VALUES), kind.dtype),
        np.empty((3, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((3, LAYERS, LANES), kind.dtype),
        np.empty((3, LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, 3, LANES), kind.dtype),
        np.empty((LAYERS, 3, LANES), kind.dtype),
        np.empty((N_PROCESSES, LANES), kind.dtype),
        np.empty((9, LANES), kind.dtype),
    )


@njit(**DRIVER)
def gather_group(theta, cell, cells, closed, first, count, group) -> None:
    """Fill ``group`` with the sites from ``first`` on; lanes beyond ``count`` repeat the last site."""
    for lane in range(LANES):
        site = first + min(lane, count - 1)
        row = cell[site]
        for k in range(N_PARAMETERS):
            group.theta[k, lane] = theta[site, k]
        for k in range(4):
            group.litter[k, lane] = cells.litter[row, k]
        for k in range(LAYERS - 1):
            group.unit[0, k, lane] = cells.bioturbation[row, k]
            group.unit[1, k, lane] = cells.cryoturbation[row, k]
            group.unit[2, k, lane] = cells.least[row, k]
        group.bedrock[lane] = cells.bedrock[row]
        group.last_input[lane] = cells.bedrock[row] if closed else LAYERS
        group.frozen[lane] = cells.frozen[row]
        group.log_beta[lane] = np.log(theta[site, N_PARAMETERS - 1])


@njit(**DRIVER)
def monthly_group(cell, cells, constants, first, count, group, months, buffer, keep) -> None:
    """Monthly means, and moments where ``keep`` is set, of the sites of a group."""
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
    """From monthly means to a group's rate modifiers, exchange rates and input shares."""
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
    """From monthly means to the pivots of a group's systems."""
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
    """A group's pools, (7, 20, LANES); zero below closed bedrock."""
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
    """Write a group's pools, SOC, and where wanted bulk modifiers and mixing rates, to the sites."""
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
    """Write the six processes of a group to the sites."""
    bulk_processes(
        group.theta, group.litter, work.litters, work.soil, pivots.bulk, pivots.upper, pivots.lower, constants.thickness, constants.days,
        group.last_input, closed, work.values, work.processes,
    )  # fmt: skip
    for lane in range(count):
        for k in range(N_PROCESSES):
            processes[first + lane, k] = work.processes[k, lane]


@njit(**DRIVER)
def scatter_limits(group, pivots, floor, first, count, floored) -> None:
    """Mark the sites where a rate modifier lies at its ``floor`` in a layer with input: their deep pools are not exact."""
    for lane in range(count):
        at_floor = False
        for j in range(group.last_input[lane]):
            at_floor |= pivots.modifier[j, lane] <= floor or pivots.litter_modifier[j, lane] <= floor
        floored[first + lane] = at_floor


@njit(**DRIVER)
def solve_sites(theta, cell, cells, constants, closed, start, stop, pools, soc, bulk, mixing, processes, floored, kept, keep) -> None:
    """Steady state of sites ``start`` to ``stop`` (``start`` a multiple of LANES).

    Reads ``theta`` (sites, 21) and ``cell`` (sites,); writes ``pools`` (sites, 7, 20), ``soc`` (sites, 20) and ``floored`` (sites,),
    where ``keep`` is set ``kept`` (groups, KEPT_ROWS, LANES), ``bulk`` and ``mixing`` (sites, 20), else ``processes`` (sites, 6) with
    ``kept[0]`` as scratch.
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
