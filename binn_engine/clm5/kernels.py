"""The steady state of a run of sites, from the lane functions of ``lanes`` and ``lane_elimination``.

A call works through groups of ``LANES`` sites: gathers their parameters and forcing cells into lanes, solves, and scatters the results.
The forcing stays in its cells; sites index them. What the adjoint needs again (pivots, modifiers, monthly moments) is kept
per group, so that it computes no exponential of the monthly scalars a second time.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np
from numba import njit

from .lane_elimination import eliminate_soil, solve_litters, solve_soil
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

N_PARAMETERS, N_POOLS, N_PROCESSES = 21, 7, 6
DRIVER = {"nogil": True, "cache": True, "error_model": "numpy"}

# Forcing by cell: temperature (K) and scalars, (cells, 240); unit exchanges (cells, 19); bedrock (cells,), 1-based;
# frozen (cells,): all input enters the first layer; litter (cells, 4) gC/m2/yr.
Cells = namedtuple("Cells", "temperature water oxygen nitrogen bioturbation cryoturbation least bedrock frozen litter")

# Geometry and numerical limits in the type of the arrays; interface and depth_step are in cm, node and thickness in m.
Constants = namedtuple("Constants", "node thickness interface depth_step reference lowest floor days one")

# What a group keeps for the adjoint: the first rows of ``kept[group]`` to the last, cut into arrays by ``kept_arrays``.
Kept = namedtuple("Kept", "inverse litter_inverse modifier litter_modifier upper lower depth share means moments")
_ROWS = np.cumsum([0, 9 * LAYERS, 3 * LAYERS, LAYERS, LAYERS, LAYERS, LAYERS, LAYERS, LAYERS, 4 * LAYERS, 6 * LAYERS]).tolist()
R0, R1, R2, R3, R4, R5, R6, R7, R8, R9, KEPT_ROWS = _ROWS

# A group's sites: parameters (21, LANES), litter (4, LANES), unit exchanges (3, 19, LANES), and (LANES) each of the last layer above
# bedrock, the end of the layers with input, whether all input enters the first, and log(beta).
Group = namedtuple("Group", "theta litter unit bedrock last_input frozen log_beta")
Scratch = namedtuple("Scratch", "buffer rates turnover excess step bulk debris source litters soil_source soil processes")


@njit(**DRIVER)
def kept_arrays(group) -> Kept:
    """The arrays of one group's rows, (KEPT_ROWS, LANES)."""
    return Kept(
        group[R0:R1].reshape(LAYERS, 9, LANES),
        group[R1:R2].reshape(3, LAYERS, LANES),
        group[R2:R3],
        group[R3:R4],
        group[R4:R5],
        group[R5:R6],
        group[R6:R7],
        group[R7:R8],
        group[R8:R9].reshape(4, LAYERS, LANES),
        group[R9:KEPT_ROWS].reshape(6, LAYERS, LANES),
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
        np.empty((N_POOLS, LANES), kind.dtype),
        np.empty((9, LANES), kind.dtype),
        np.empty((9, LANES), kind.dtype),
        np.empty((3, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, LANES), kind.dtype),
        np.empty((3, LAYERS, LANES), kind.dtype),
        np.empty((3, LAYERS, LANES), kind.dtype),
        np.empty((LAYERS, 3, LANES), kind.dtype),
        np.empty((LAYERS, 3, LANES), kind.dtype),
        np.empty((N_PROCESSES, LANES), kind.dtype),
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
def monthly_group(cell, cells, constants, first, count, group, kept, buffer, keep) -> None:
    """Monthly means, and moments where ``keep`` is set, of the sites of a group."""
    for lane in range(LANES):
        if lane < count:
            row = cell[first + lane]
            monthly_scalars(
                np.log(group.theta[2, lane]), group.theta[19, lane], cells.temperature[row], cells.water[row], cells.oxygen[row],
                cells.nitrogen[row], constants.reference, lane, kept.means, kept.moments, buffer, keep,
            )  # fmt: skip
        else:
            kept.means[:, :, lane] = kept.means[:, :, count - 1]
            kept.moments[:, :, lane] = kept.moments[:, :, count - 1]


@njit(**DRIVER)
def solve_group(group, constants, closed, kept, work) -> None:
    """From monthly means to the pools of a group: debris, litters and soil in ``work``."""
    theta = group.theta
    rate_modifiers(
        kept.means, theta[3], constants.node, constants.lowest, constants.floor, kept.depth, kept.modifier, kept.litter_modifier, work.bulk
    )
    exchange_rates(
        theta[0],
        theta[1],
        group.unit[0],
        group.unit[1],
        group.unit[2],
        group.bedrock,
        constants.thickness,
        not closed,
        kept.upper,
        kept.lower,
    )
    input_shares(
        group.log_beta,
        constants.interface,
        constants.depth_step,
        group.last_input,
        group.frozen,
        constants.lowest,
        kept.share,
        work.excess[0],
    )
    soil_turnover(theta, constants.days, constants.one, work.rates, work.turnover)
    litter_sources(
        theta, group.litter, kept.share, constants.thickness, constants.days, work.rates, kept.modifier, work.debris, work.source
    )
    solve_litters(
        work.rates[1:4], kept.litter_modifier, kept.upper, kept.lower, work.source, kept.litter_inverse, work.excess[0], work.litters
    )
    soil_sources(theta, work.rates, kept.litter_modifier, work.litters, work.soil_source)
    eliminate_soil(work.turnover, kept.modifier, kept.upper, kept.lower, kept.inverse, work.excess)
    solve_soil(kept.inverse, kept.upper, kept.lower, work.soil_source, work.soil, work.step)


@njit(**DRIVER)
def scatter_group(group, kept, work, closed, first, count, pools, bulk, mixing) -> None:
    """Write a group's pools, bulk modifiers and mixing rates to the sites; below closed bedrock pools are zero."""
    zero = pools.dtype.type(0)
    for lane in range(count):
        site = first + lane
        for j in range(LAYERS):
            active = not closed or j < group.bedrock[lane]
            pools[site, 0, j] = work.debris[j, lane] if active else zero
            for p in range(3):
                pools[site, 1 + p, j] = work.litters[p, j, lane] if active else zero
                pools[site, 4 + p, j] = work.soil[j, p, lane] if active else zero
        if len(bulk):
            for j in range(LAYERS):
                bulk[site, j] = work.bulk[j, lane]
                mixing[site, j] = kept.upper[j, lane] + kept.lower[j, lane]


@njit(**DRIVER)
def scatter_processes(group, kept, work, constants, closed, first, count, processes) -> None:
    """Write the six processes of a group to the sites."""
    bulk_processes(
        group.theta, group.litter, work.litters, work.soil, work.bulk, kept.upper, kept.lower, constants.thickness, constants.days,
        group.last_input, closed, work.excess, work.processes,
    )  # fmt: skip
    for lane in range(count):
        for k in range(N_PROCESSES):
            processes[first + lane, k] = work.processes[k, lane]


@njit(**DRIVER)
def scatter_limits(group, kept, floor, first, count, floored) -> None:
    """Mark the sites where a rate modifier lies at its ``floor`` in a layer with input: their deep pools are not exact."""
    for lane in range(count):
        at_floor = False
        for j in range(group.last_input[lane]):
            at_floor |= kept.modifier[j, lane] <= floor or kept.litter_modifier[j, lane] <= floor
        floored[first + lane] = at_floor


@njit(**DRIVER)
def solve_sites(theta, cell, cells, constants, closed, start, stop, pools, bulk, mixing, processes, floored, kept_rows, keep) -> None:
    """Steady state of sites ``start`` to ``stop`` (``start`` a multiple of LANES).

    Reads ``theta`` (sites, 21) and ``cell`` (sites,); writes ``pools`` (sites, 7, 20), where ``keep`` is set ``kept_rows`` (groups,
    KEPT_ROWS, LANES), ``bulk`` and ``mixing`` (sites, 20), else ``processes`` (sites, 6) and ``floored`` (sites,), with
    ``kept_rows[0]`` as scratch.
    """
    group, work = new_group(theta), new_scratch(theta)
    for first in range(start, stop, LANES):
        count = min(LANES, stop - first)
        kept = kept_arrays(kept_rows[first // LANES if keep else 0])
        gather_group(theta, cell, cells, closed, first, count, group)
        monthly_group(cell, cells, constants, first, count, group, kept, work.buffer, keep)
        solve_group(group, constants, closed, kept, work)
        scatter_group(group, kept, work, closed, first, count, pools, bulk, mixing)
        if not keep:
            scatter_processes(group, kept, work, constants, closed, first, count, processes)
            scatter_limits(group, kept, constants.floor, first, count, floored)
