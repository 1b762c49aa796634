"""Computes the system of a group of sites, lane by lane: rate modifiers, exchange, inputs, sources and processes.

The last dimension of the arrays is the lane: ``LANES`` sites go through the recurrences over layers together, so that each loop over lanes
becomes vector instructions and all numbers stay in cache. The formulas are those of ``environment``, ``transport``, ``model`` and
``processes``, which contain the derivations and are the reference for the tests.

Constants have the type of the arrays: a literal would turn float32 into float64.
"""

from __future__ import annotations

from numba import njit

from .lane_options import LANES, LAYERS, OPTIONS
from .vector_math import exponential, exponential_minus_one


@njit(**OPTIONS)
def rate_modifiers(means, efolding, node, lowest, floor, depth, modifier, litter_modifier, bulk) -> None:
    """Depth factor, rate modifiers of soil and litter pools, and bulk modifier of the process definitions.

    Parameters
    ----------
    means
        Annual means of the monthly products, ``(4, 20, LANES)``.
    efolding, node
        Depth over which rates fall to 1/e, m, ``(LANES,)``, and nodes of the layers, m, ``(20,)``.
    lowest, floor
        The least exponent, and the least modifier.
    depth, modifier, litter_modifier, bulk
        Filled: ``(20, LANES)``, without unit.
    """
    for j in range(LAYERS):
        for lane in range(LANES):
            depth[j, lane] = exponential(max(-node[j] / efolding[lane], lowest))
            modifier[j, lane] = max(means[2, j, lane] * depth[j, lane], floor)
            litter_modifier[j, lane] = max(means[3, j, lane] * depth[j, lane], floor)
            bulk[j, lane] = means[0, j, lane] * means[1, j, lane] * depth[j, lane]


@njit(**OPTIONS)
def exchange_rates(diffus, cryo, bioturbation, cryoturbation, least, bedrock, thickness, leaks, upper, lower) -> None:
    """Exchange with the layer above and below, from unit exchanges.

    Parameters
    ----------
    diffus, cryo
        Diffusivities of bioturbation and cryoturbation, m2/yr, ``(LANES,)``.
    bioturbation, cryoturbation, least
        Unit exchanges, ``(19, LANES)``, in the units of ``UnitExchange``.
    bedrock
        The last layer above bedrock, 1-based, ``(LANES,)``.
    thickness
        Of the layers, m, ``(20,)``.
    leaks
        Whether the lower exchange below bedrock is set to the upper one (mode ``published``).
    upper, lower
        Filled: 1/day, ``(20, LANES)``.
    """
    zero = thickness.dtype.type(0)
    for lane in range(LANES):
        upper[0, lane] = zero
        lower[LAYERS - 1, lane] = zero
    for j in range(LAYERS - 1):
        for lane in range(LANES):
            between = bioturbation[j, lane] * diffus[lane] + cryoturbation[j, lane] * cryo[lane] + least[j, lane]
            lower[j, lane] = between / thickness[j]
            upper[j + 1, lane] = between / thickness[j + 1]
    if leaks:
        for j in range(1, LAYERS - 1):
            for lane in range(LANES):
                lower[j, lane] = upper[j, lane] if j >= bedrock[lane] else lower[j, lane]


@njit(**OPTIONS)
def input_shares(beta_log, interface, thickness, last_input, surface_only, lowest, share, total) -> None:
    """Share of the input that enters each layer.

    Parameters
    ----------
    beta_log
        ``log(beta)``, ``(LANES,)``.
    interface, thickness
        Lower end and thickness of the layers, cm, ``(20,)``.
    last_input, surface_only
        The end of the layers with input (0-based), and whether all enters the first, ``(LANES,)``.
    lowest
        The least exponent.
    share
        Filled: ``(20, LANES)``, without unit.
    total
        ``(LANES,)``, scratch.
    """
    one, zero = thickness.dtype.type(1), thickness.dtype.type(0)
    for lane in range(LANES):
        total[lane] = zero
    for j in range(LAYERS):
        for lane in range(LANES):
            top = exponential(max(beta_log[lane] * (interface[j] - thickness[j]), lowest))
            inside = -top * exponential_minus_one(max(beta_log[lane] * thickness[j], lowest))
            share[j, lane] = inside if j < last_input[lane] else zero
            total[lane] += share[j, lane]
    for j in range(LAYERS):
        for lane in range(LANES):
            surface = one if j == 0 else zero
            share[j, lane] = surface if surface_only[lane] else share[j, lane] / total[lane]


@njit(**OPTIONS)
def soil_turnover(theta, days, one, rates, turnover) -> None:
    """Rates of the seven pools without the environment, and the soil pools' turnover matrix; see ``model``.

    Parameters
    ----------
    theta
        Parameters, ``(21, LANES)``.
    days, one
        A year in days, and 1, in the type of the arrays.
    rates, turnover
        Filled: 1/day, ``(7, LANES)``, and row by row ``(9, LANES)``.
    """
    for lane in range(LANES):
        rates[0, lane] = one / (days * theta[4, lane])
        rates[1, lane] = one / (days * theta[5, lane])
        rates[2, lane] = one / (days * theta[6, lane])
        rates[3, lane] = rates[2, lane]
        rates[4, lane] = one / (days * theta[7, lane])
        rates[5, lane] = one / (days * theta[8, lane])
        rates[6, lane] = one / (days * theta[9, lane])
    turnover_matrix(rates, theta[13:18], turnover)


@njit(**OPTIONS)
def turnover_matrix(rates, shares, turnover) -> None:
    """The soil pools' turnover matrix.

    Parameters
    ----------
    rates
        Of all pools, 1/day, ``(7, LANES)``.
    shares
        The five transfers between soil pools, ``(5, LANES)``.
    turnover
        Filled: 1/day, row by row, ``(9, LANES)``.
    """
    for lane in range(LANES):
        active, slow, passive = rates[4, lane], rates[5, lane], rates[6, lane]
        turnover[0, lane] = active
        turnover[1, lane] = -shares[2, lane] * slow
        turnover[2, lane] = -shares[4, lane] * passive
        turnover[3, lane] = -shares[0, lane] * active
        turnover[4, lane] = slow
        turnover[5, lane] = active - active
        turnover[6, lane] = -shares[1, lane] * active
        turnover[7, lane] = -shares[3, lane] * slow
        turnover[8, lane] = passive


@njit(**OPTIONS)
def litter_sources(theta, litter, share, thickness, days, rates, modifier, debris, source) -> None:
    """Woody debris, and the sources of the three litters.

    Parameters
    ----------
    theta, days, rates
        As :func:`soil_turnover`, which has filled the rates.
    litter
        Input of woody debris and the three litters, gC/m2/yr, ``(4, LANES)``.
    share, modifier
        Input shares and rate modifier, ``(20, LANES)``.
    thickness
        Of the layers, m, ``(20,)``.
    debris, source
        Filled: gC/m3, ``(20, LANES)``, and gC/m3/day, ``(3, 20, LANES)``.
    """
    for j in range(LAYERS):
        for lane in range(LANES):
            per_volume = share[j, lane] / (thickness[j] * days)
            debris_input = litter[0, lane] * per_volume
            debris[j, lane] = debris_input / (rates[0, lane] * modifier[j, lane])
            source[0, j, lane] = litter[1, lane] * per_volume
            source[1, j, lane] = litter[2, lane] * per_volume + theta[18, lane] * debris_input
            source[2, j, lane] = litter[3, lane] * per_volume + (litter[0, lane] * per_volume - theta[18, lane] * debris_input)


@njit(**OPTIONS)
def soil_sources(theta, rates, litter_modifier, litters, source) -> None:
    """Sources of the soil pools from the litters.

    Parameters
    ----------
    theta, rates
        As :func:`soil_turnover`, which has filled the rates.
    litter_modifier, litters
        Rate modifier, ``(20, LANES)``, and the litters, gC/m3, ``(3, 20, LANES)``.
    source
        Filled: gC/m3/day, ``(20, 3, LANES)``.
    """
    for j in range(LAYERS):
        for lane in range(LANES):
            factor = litter_modifier[j, lane]
            metabolic = theta[10, lane] * rates[1, lane] * factor * litters[0, j, lane]
            cellulose = theta[11, lane] * rates[2, lane] * factor * litters[1, j, lane]
            source[j, 0, lane] = metabolic + cellulose
            source[j, 1, lane] = theta[12, lane] * rates[3, lane] * factor * litters[2, j, lane]
            source[j, 2, lane] = metabolic - metabolic


@njit(**OPTIONS)
def bulk_processes(theta, litter, litters, soil, bulk, upper, lower, thickness, days, last, closed, work, values) -> None:
    """The six processes with their standard definitions; see ``processes``.

    Parameters
    ----------
    theta, litter, thickness, days
        As :func:`litter_sources`.
    litters, soil
        Pools, gC/m3, ``(3, 20, LANES)`` and ``(20, 3, LANES)``.
    bulk, upper, lower
        Bulk modifier, without unit, and exchange rates, 1/day, ``(20, LANES)``.
    last, closed
        The end of the layers with input, ``(LANES,)``, and whether nothing crosses bedrock.
    work
        ``(9, LANES)``, scratch.
    values
        Filled: ``(6, LANES)``, in the order and units of the table of processes.
    """
    zero = thickness.dtype.type(0)
    for k in range(9):
        for lane in range(LANES):
            work[k, lane] = zero
    for j in range(LAYERS):
        for lane in range(LANES):
            step = thickness[j] if not closed or j < last[lane] else zero
            weight = bulk[j, lane] * step
            active, slow, passive = soil[j, 0, lane], soil[j, 1, lane], soil[j, 2, lane]
            carbon = active + slow + passive
            # Fluxes are stocks times the modifier, turnover times follow below; cellulose and lignin share theirs.
            work[0, lane] += litters[0, j, lane] * weight
            work[1, lane] += litters[1, j, lane] * weight
            work[2, lane] += litters[2, j, lane] * weight
            work[3, lane] += active * weight
            work[4, lane] += slow * weight
            work[5, lane] += passive * weight
            work[6, lane] += carbon * step
            work[7, lane] += step * (active / theta[7, lane] + slow / theta[8, lane] + passive / theta[9, lane])
            work[8, lane] += step * carbon * (upper[j, lane] + lower[j, lane])
    for lane in range(LANES):
        metabolic, cellulose, lignin = work[0, lane] / theta[5, lane], work[1, lane] / theta[6, lane], work[2, lane] / theta[6, lane]
        active, slow, passive = work[3, lane] / theta[7, lane], work[4, lane] / theta[8, lane], work[5, lane] / theta[9, lane]
        kept = theta[10, lane] * metabolic + theta[11, lane] * cellulose + theta[12, lane] * lignin
        kept += (theta[13, lane] + theta[14, lane]) * active + (theta[15, lane] + theta[16, lane]) * slow + theta[17, lane] * passive
        values[0, lane] = litter[0, lane] + litter[1, lane] + litter[2, lane] + litter[3, lane]
        values[1, lane] = theta[20, lane]
        values[2, lane] = kept / (metabolic + cellulose + lignin + active + slow + passive)
        values[3, lane] = work[7, lane] / work[6, lane]
        values[4, lane] = (work[3, lane] + work[4, lane] + work[5, lane]) / work[6, lane]
        values[5, lane] = days * work[8, lane] / work[6, lane]
