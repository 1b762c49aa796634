"""The CLM5 layer for a run of sites, forward and adjoint, from the lane functions of ``lanes``.

A call works through groups of ``LANES`` sites: gathers their parameters and forcing cells into lanes, solves, and scatters the results.
The forcing stays in its cells; sites index them. What the adjoint needs again (pivots, modifiers, monthly moments) is kept
per group, so that it computes no exponential of the monthly scalars a second time.
"""

from __future__ import annotations

from collections import namedtuple

import numpy as np
from numba import njit

from .lanes import (
    LANES,
    LAYERS,
    OPTIONS,
    VALUES,
    eliminate_soil,
    exchange_rates,
    input_shares,
    monthly_scalars,
    rate_modifiers,
    solve_litters,
    solve_soil,
)

N_PARAMETERS, N_POOLS = 21, 7

# Forcing by cell: temperature (K) and scalars, (cells, 240); unit exchanges (cells, 19); bedrock (cells,), 1-based;
# frozen (cells,): all input enters the first layer; litter (cells, 4) gC/m2/yr.
Cells = namedtuple("Cells", "temperature water oxygen nitrogen bioturbation cryoturbation least bedrock frozen litter")

# Geometry and numerical limits in the type of the arrays; interface and depth_step are in cm, node and thickness in m.
Constants = namedtuple("Constants", "node thickness interface depth_step reference lowest floor days one")

# What a group keeps for the adjoint, rows of (rows, LANES).
INVERSE, LITTER_INVERSE, MODIFIER, LITTER_MODIFIER, UPPER, LOWER, DEPTH, SHARE, MEANS, MOMENTS, KEPT_ROWS = np.cumsum(
    [0, 9 * LAYERS, 3 * LAYERS, LAYERS, LAYERS, LAYERS, LAYERS, LAYERS, LAYERS, 4 * LAYERS, 6 * LAYERS]
).tolist()


@njit(**OPTIONS)
def gather_parameters(theta, first, count, lanes):
    """Parameters of a group, (21, LANES); lanes beyond ``count`` repeat the last site."""
    for lane in range(LANES):
        site = first + min(lane, count - 1)
        for k in range(N_PARAMETERS):
            lanes[k, lane] = theta[site, k]


@njit(**OPTIONS)
def gather_rows(table, cell, first, count, lanes):
    """Rows of a table by cell into ``lanes``, (columns, LANES)."""
    for lane in range(LANES):
        row = cell[first + min(lane, count - 1)]
        for k in range(lanes.shape[0]):
            lanes[k, lane] = table[row, k]


@njit(**OPTIONS)
def soil_turnover(theta, days, one, rates, turnover):
    """Rates of the seven pools, (7, LANES), in 1/day, and the soil pools' turnover matrix, (9, LANES); see ``model``."""
    for lane in range(LANES):
        rates[0, lane] = one / (days * theta[4, lane])
        rates[1, lane] = one / (days * theta[5, lane])
        rates[2, lane] = one / (days * theta[6, lane])
        rates[3, lane] = rates[2, lane]
        active, slow, passive = one / (days * theta[7, lane]), one / (days * theta[8, lane]), one / (days * theta[9, lane])
        rates[4, lane] = active
        rates[5, lane] = slow
        rates[6, lane] = passive
        turnover[0, lane] = active
        turnover[1, lane] = -theta[15, lane] * slow
        turnover[2, lane] = -theta[17, lane] * passive
        turnover[3, lane] = -theta[13, lane] * active
        turnover[4, lane] = slow
        turnover[5, lane] = active - active
        turnover[6, lane] = -theta[14, lane] * active
        turnover[7, lane] = -theta[16, lane] * slow
        turnover[8, lane] = passive


@njit(**OPTIONS)
def litter_sources(theta, litter, share, thickness, days, rates, modifier, debris, source):
    """Woody debris, (20, LANES) gC/m3, and the sources of the three litters, (3, 20, LANES) gC/m3/day."""
    for j in range(LAYERS):
        for lane in range(LANES):
            per_volume = share[j, lane] / (thickness[j] * days)
            debris_input = litter[0, lane] * per_volume
            debris[j, lane] = debris_input / (rates[0, lane] * modifier[j, lane])
            source[0, j, lane] = litter[1, lane] * per_volume
            source[1, j, lane] = litter[2, lane] * per_volume + theta[18, lane] * debris_input
            source[2, j, lane] = litter[3, lane] * per_volume + (litter[0, lane] * per_volume - theta[18, lane] * debris_input)


@njit(**OPTIONS)
def soil_sources(theta, rates, litter_modifier, litters, source):
    """Sources of the soil pools from the litters, (20, 3, LANES) gC/m3/day."""
    for j in range(LAYERS):
        for lane in range(LANES):
            factor = litter_modifier[j, lane]
            metabolic = theta[10, lane] * rates[1, lane] * factor * litters[0, j, lane]
            cellulose = theta[11, lane] * rates[2, lane] * factor * litters[1, j, lane]
            source[j, 0, lane] = metabolic + cellulose
            source[j, 1, lane] = theta[12, lane] * rates[3, lane] * factor * litters[2, j, lane]
            source[j, 2, lane] = metabolic - metabolic


@njit(**OPTIONS)
def scatter_state(debris, litters, soil, bulk, upper, lower, bedrock, closed, first, count, pools, bulk_out, mixing_out):
    """Write a group's pools, bulk modifiers and mixing rates to the sites; below closed bedrock pools are zero."""
    zero = pools.dtype.type(0)
    for lane in range(count):
        site = first + lane
        for j in range(LAYERS):
            active = not closed or j < bedrock[lane]
            pools[site, 0, j] = debris[j, lane] if active else zero
            for p in range(3):
                pools[site, 1 + p, j] = litters[p, j, lane] if active else zero
                pools[site, 4 + p, j] = soil[j, p, lane] if active else zero
            bulk_out[site, j] = bulk[j, lane]
            mixing_out[site, j] = upper[j, lane] + lower[j, lane]


@njit(nogil=True, cache=True, error_model="numpy")
def solve_sites(theta, cell, cells, constants, closed, start, stop, pools, bulk_out, mixing_out, kept, keep):
    """Steady state of sites ``start`` to ``stop`` (``start`` a multiple of LANES).

    ``theta`` (sites, 21), ``cell`` (sites,); writes ``pools`` (sites, 7, 20), ``bulk_out`` and ``mixing_out`` (sites, 20), and where
    ``keep`` is set ``kept`` (groups, KEPT_ROWS, LANES), else uses its first group as scratch of this call.
    """
    kind = theta.dtype
    parameters = np.empty((N_PARAMETERS, LANES), kind)
    litter = np.empty((4, LANES), kind)
    unit = np.empty((3, LAYERS - 1, LANES), kind)
    buffer = np.empty((11, VALUES), kind)
    rates, turnover = np.empty((N_POOLS, LANES), kind), np.empty((9, LANES), kind)
    excess, step, total = np.empty((9, LANES), kind), np.empty((3, LANES), kind), np.empty(LANES, kind)
    bulk, debris = np.empty((LAYERS, LANES), kind), np.empty((LAYERS, LANES), kind)
    source, litters = np.empty((3, LAYERS, LANES), kind), np.empty((3, LAYERS, LANES), kind)
    soil_source, soil = np.empty((LAYERS, 3, LANES), kind), np.empty((LAYERS, 3, LANES), kind)
    bedrock, last_input = np.empty(LANES, np.int64), np.empty(LANES, np.int64)
    frozen = np.empty(LANES, np.bool_)
    for first in range(start, stop, LANES):
        count = min(LANES, stop - first)
        group = kept[first // LANES] if keep else kept[0]
        means = group[MEANS:MOMENTS].reshape(4, LAYERS, LANES)
        moments = group[MOMENTS:KEPT_ROWS].reshape(6, LAYERS, LANES)
        modifier, litter_modifier = group[MODIFIER:LITTER_MODIFIER], group[LITTER_MODIFIER:UPPER]
        upper, lower, share = group[UPPER:LOWER], group[LOWER:DEPTH], group[SHARE:MEANS]
        inverse = group[INVERSE:LITTER_INVERSE].reshape(LAYERS, 9, LANES)
        litter_inverse = group[LITTER_INVERSE:MODIFIER].reshape(3, LAYERS, LANES)
        gather_parameters(theta, first, count, parameters)
        gather_rows(cells.litter, cell, first, count, litter)
        gather_rows(cells.bioturbation, cell, first, count, unit[0])
        gather_rows(cells.cryoturbation, cell, first, count, unit[1])
        gather_rows(cells.least, cell, first, count, unit[2])
        for lane in range(LANES):
            row = cell[first + min(lane, count - 1)]
            bedrock[lane] = cells.bedrock[row]
            last_input[lane] = cells.bedrock[row] if closed else LAYERS
            frozen[lane] = cells.frozen[row]
            total[lane] = np.log(parameters[20, lane])
            if lane < count:
                monthly_scalars(
                    np.log(parameters[2, lane]), parameters[19, lane], cells.temperature[row], cells.water[row], cells.oxygen[row],
                    cells.nitrogen[row], constants.reference, lane, means, moments, buffer, keep,
                )  # fmt: skip
            else:
                means[:, :, lane] = means[:, :, count - 1]
                moments[:, :, lane] = moments[:, :, count - 1]
        rate_modifiers(
            means, parameters[3], constants.node, constants.lowest, constants.floor, group[DEPTH:SHARE], modifier, litter_modifier, bulk
        )
        exchange_rates(parameters[0], parameters[1], unit[0], unit[1], unit[2], bedrock, constants.thickness, not closed, upper, lower)
        input_shares(total, constants.interface, constants.depth_step, last_input, frozen, constants.lowest, share, excess[0])
        soil_turnover(parameters, constants.days, constants.one, rates, turnover)
        litter_sources(parameters, litter, share, constants.thickness, constants.days, rates, modifier, debris, source)
        solve_litters(rates[1:4], litter_modifier, upper, lower, source, litter_inverse, excess[0], litters)
        soil_sources(parameters, rates, litter_modifier, litters, soil_source)
        eliminate_soil(turnover, modifier, upper, lower, inverse, excess)
        solve_soil(inverse, upper, lower, soil_source, soil, step)
        scatter_state(debris, litters, soil, bulk, upper, lower, bedrock, closed, first, count, pools, bulk_out, mixing_out)
