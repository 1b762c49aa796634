"""One step in time of a group of sites, lane by lane: all but the solutions of ``lane_shifted``.

See ``rational`` for the step. Pools of a group are ``(20, 7 LANES)``, a row of seven numbers in lanes for each layer; complex vectors as in
``lane_shifted``. Profiles are those of ``system_kernels``.

Some loops over lanes read their length from an array: where the compiler knew it, it would unroll them in place of vector instructions.
"""

from __future__ import annotations

from numba import njit

from ..geometry import N_POOLS
from .lane_options import LANES, LAYERS, OPTIONS


@njit(**OPTIONS)
def respired_rates(rates, transfers, one, respired) -> None:
    """The rates at which pools give carbon to the air.

    Parameters
    ----------
    rates, transfers
        As :func:`imbalance_of`.
    one
        1 in the type of the arrays.
    respired
        Filled: 1/day, ``(7, LANES)``.
    """
    for lane in range(LANES):
        # Woody debris passes on all that it loses.
        respired[0, lane] = one - one
        respired[1, lane] = rates[1, lane] * (one - transfers[2, lane])
        respired[2, lane] = rates[2, lane] * (one - transfers[3, lane])
        respired[3, lane] = rates[3, lane] * (one - transfers[4, lane])
        respired[4, lane] = rates[4, lane] * (one - transfers[5, lane] - transfers[6, lane])
        respired[5, lane] = rates[5, lane] * (one - transfers[7, lane] - transfers[8, lane])
        respired[6, lane] = rates[6, lane] * (one - transfers[9, lane])


@njit(**OPTIONS)
def imbalance_of(rates, transfers, modifier, litter_modifier, upper, lower, source, pools, imbalance) -> None:
    """What enters the pools less what they lose, ``I - M x``.

    Parameters
    ----------
    rates, transfers
        Of all pools, 1/day, ``(7, LANES)``, and shares of a donor's loss that its receivers get, ``(10, LANES)``.
    modifier, litter_modifier
        Of the rates of debris and soil pools, and of the litters, ``(20, LANES)``.
    upper, lower
        Exchange with the layer above and below, 1/day, ``(20, LANES)``.
    source, pools
        What enters, gC/m3/day, and the pools, gC/m3, ``(20, 7 LANES)``.
    imbalance
        Filled: gC/m3/day, ``(20, 7 LANES)``.
    """
    lanes = pools.shape[1] // N_POOLS
    for j in range(LAYERS):
        above, below = max(j - 1, 0), min(j + 1, LAYERS - 1)
        for lane in range(LANES):
            factor, fed = modifier[j, lane], litter_modifier[j, lane]
            debris, metabolic = rates[0, lane] * factor * pools[j, lane], rates[1, lane] * fed * pools[j, LANES + lane]
            cellulose, lignin = rates[2, lane] * fed * pools[j, 2 * LANES + lane], rates[3, lane] * fed * pools[j, 3 * LANES + lane]
            active, slow = rates[4, lane] * factor * pools[j, 4 * LANES + lane], rates[5, lane] * factor * pools[j, 5 * LANES + lane]
            passive = rates[6, lane] * factor * pools[j, 6 * LANES + lane]
            imbalance[j, lane] = source[j, lane] - debris
            imbalance[j, LANES + lane] = source[j, LANES + lane] - metabolic
            imbalance[j, 2 * LANES + lane] = source[j, 2 * LANES + lane] + transfers[0, lane] * debris - cellulose
            imbalance[j, 3 * LANES + lane] = source[j, 3 * LANES + lane] + transfers[1, lane] * debris - lignin
            to_active = transfers[2, lane] * metabolic + transfers[3, lane] * cellulose
            to_active += transfers[7, lane] * slow + transfers[9, lane] * passive
            imbalance[j, 4 * LANES + lane] = source[j, 4 * LANES + lane] + to_active - active
            imbalance[j, 5 * LANES + lane] = source[j, 5 * LANES + lane] + transfers[4, lane] * lignin + transfers[5, lane] * active - slow
            imbalance[j, 6 * LANES + lane] = source[j, 6 * LANES + lane] + transfers[6, lane] * active + transfers[8, lane] * slow - passive
        for p in range(1, N_POOLS):
            for lane in range(lanes):
                here = pools[j, p * LANES + lane]
                mixed = upper[j, lane] * (pools[above, p * LANES + lane] - here) + lower[j, lane] * (pools[below, p * LANES + lane] - here)
                imbalance[j, p * LANES + lane] += mixed


@njit(**OPTIONS)
def load_real(values, vector) -> None:
    """A real vector as a complex one.

    Parameters
    ----------
    values, vector
        ``(20, 7 LANES)`` and, which is filled, ``(20, 14 LANES)``.
    """
    zero = values.dtype.type(0)
    lanes = values.shape[1] // N_POOLS
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(lanes):
                vector[j, 2 * p * LANES + lane] = values[j, p * LANES + lane]
                vector[j, (2 * p + 1) * LANES + lane] = zero


@njit(**OPTIONS)
def add_solution(state_weight, integral_weight, vector, pools, integral) -> None:
    """Add a solution with its weights to the pools and their integral.

    Parameters
    ----------
    state_weight, integral_weight
        Real and imaginary part, without unit and day, ``(2,)``.
    vector
        The solution, ``(20, 14 LANES)``.
    pools, integral
        Are added to: gC/m3 and gC/m3 day, ``(20, 7 LANES)``.
    """
    lanes = pools.shape[1] // N_POOLS
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(lanes):
                real, imaginary = vector[j, 2 * p * LANES + lane], vector[j, (2 * p + 1) * LANES + lane]
                pools[j, p * LANES + lane] += state_weight[0] * real - state_weight[1] * imaginary
                integral[j, p * LANES + lane] += integral_weight[0] * real - integral_weight[1] * imaginary


@njit(**OPTIONS)
def begin_step(days, pools, raw, integral) -> None:
    """What a step starts from: the pools, and their integral as if they stayed as they are.

    Parameters
    ----------
    days
        Of the step.
    pools
        gC/m3, ``(20, 7 LANES)``.
    raw, integral
        Filled: gC/m3 and gC/m3 day, ``(20, 7 LANES)``.
    """
    for j in range(LAYERS):
        for i in range(pools.shape[1]):
            raw[j, i] = pools[j, i]
            integral[j, i] = days * pools[j, i]


@njit(**OPTIONS)
def limit_pools(raw, least, pools) -> None:
    """The pools without what rounding left below ``least``.

    Parameters
    ----------
    raw, least, pools
        gC/m3, ``(20, 7 LANES)``, the limit, and, which are filled, the limited ones.
    """
    for j in range(LAYERS):
        for i in range(pools.shape[1]):
            pools[j, i] = max(raw[j, i], least)


@njit(**OPTIONS)
def totals_of(respired, modifier, litter_modifier, upper, lower, thickness, leaks, pools, integral, totals) -> None:
    """Stock after a step, and what it respired and leaked.

    Parameters
    ----------
    respired
        The rates at which pools give carbon to the air, 1/day, ``(7, LANES)``.
    modifier, litter_modifier, upper, lower
        As :func:`imbalance_of`.
    thickness
        Of the layers, m, ``(20,)``.
    leaks
        Whether carbon leaves at bedrock (mode ``published``).
    pools, integral
        After the step, and over it, gC/m3 and gC/m3 day, ``(20, 7 LANES)``.
    totals
        Filled: gC/m2, ``(3, LANES)``.
    """
    zero = thickness.dtype.type(0)
    for lane in range(LANES):
        totals[0, lane] = zero
        totals[1, lane] = zero
        totals[2, lane] = zero
    for j in range(LAYERS):
        for lane in range(LANES):
            stock, soil, litter = zero, zero, zero
            for p in range(N_POOLS):
                stock += pools[j, p * LANES + lane]
            for p in range(1, 4):
                litter += respired[p, lane] * integral[j, p * LANES + lane]
            for p in range(4, 7):
                soil += respired[p, lane] * integral[j, p * LANES + lane]
            totals[0, lane] += thickness[j] * stock
            totals[1, lane] += thickness[j] * (modifier[j, lane] * soil + litter_modifier[j, lane] * litter)
    if leaks:
        for j in range(1, LAYERS):
            for lane in range(LANES):
                step = zero
                for p in range(1, N_POOLS):
                    step += integral[j, p * LANES + lane] - integral[j - 1, p * LANES + lane]
                totals[2, lane] += (thickness[j] * upper[j, lane] - thickness[j - 1] * lower[j - 1, lane]) * step
