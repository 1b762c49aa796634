"""Gradients through each step of the solution of a group of sites, lane by lane, in reverse; see ``adjoint``.

Those through what the system is made of are in ``lane_build_adjoint`` and ``lane_months``.
"""

from __future__ import annotations

from numba import njit

from ..geometry import N_POOLS
from .lane_options import LANES, LAYERS, OPTIONS


@njit(**OPTIONS)
def soil_matrix_gradient(adjoint, state, turnover, modifier, d_turnover, d_modifier) -> None:
    """Gradients of a loss by the turnover matrix and the modifier of the soil pools.

    Parameters
    ----------
    adjoint
        Gradient by the sources of the soil pools, ``(20, 3, LANES)``.
    state
        Pools, gC/m3, ``(7, 20, LANES)``.
    turnover, modifier
        As :func:`lane_elimination.eliminate_soil`.
    d_turnover, d_modifier
        Filled: ``(9, LANES)`` and ``(20, LANES)``.
    """
    zero = modifier.dtype.type(0)
    for k in range(9):
        for lane in range(LANES):
            d_turnover[k, lane] = zero
    for j in range(LAYERS):
        for lane in range(LANES):
            a0, a1, a2 = adjoint[j, 0, lane], adjoint[j, 1, lane], adjoint[j, 2, lane]
            c0, c1, c2 = state[4, j, lane], state[5, j, lane], state[6, j, lane]
            factor = modifier[j, lane]
            d_turnover[0, lane] -= factor * a0 * c0
            d_turnover[1, lane] -= factor * a0 * c1
            d_turnover[2, lane] -= factor * a0 * c2
            d_turnover[3, lane] -= factor * a1 * c0
            d_turnover[4, lane] -= factor * a1 * c1
            d_turnover[6, lane] -= factor * a2 * c0
            d_turnover[7, lane] -= factor * a2 * c1
            d_turnover[8, lane] -= factor * a2 * c2
            loss0 = turnover[0, lane] * c0 + turnover[1, lane] * c1 + turnover[2, lane] * c2
            loss1 = turnover[3, lane] * c0 + turnover[4, lane] * c1
            loss2 = turnover[6, lane] * c0 + turnover[7, lane] * c1 + turnover[8, lane] * c2
            d_modifier[j, lane] = -(a0 * loss0 + a1 * loss1 + a2 * loss2)


@njit(**OPTIONS)
def mixing_gradient(adjoint, pool, d_upper, d_lower) -> None:
    """Add one pool's share to the gradients of the exchange rates.

    Parameters
    ----------
    adjoint, pool
        Gradient by the pool's sources, and the pool, gC/m3, ``(20, LANES)``.
    d_upper, d_lower
        Are added to: ``(20, LANES)``.
    """
    for j in range(1, LAYERS):
        for lane in range(LANES):
            d_upper[j, lane] -= adjoint[j, lane] * (pool[j, lane] - pool[j - 1, lane])
    for j in range(LAYERS - 1):
        for lane in range(LANES):
            d_lower[j, lane] -= adjoint[j, lane] * (pool[j, lane] - pool[j + 1, lane])


@njit(**OPTIONS)
def litter_gradient(
    theta, rates, soil_adjoint, litter_adjoint, state, litter_modifier, source, d_theta, d_rates, d_litter_modifier
) -> None:
    """Through the litters' losses to the soil: gradients of the litters, and of what their transfer depends on.

    Parameters
    ----------
    theta, rates
        As :func:`lanes.soil_turnover`.
    soil_adjoint
        Gradient by the sources of the soil pools, ``(20, 3, LANES)``.
    litter_adjoint, state
        Gradient by the pools, and the pools, gC/m3, ``(7, 20, LANES)``.
    litter_modifier
        Rate modifier of the litters, ``(20, LANES)``.
    source
        Filled: gradients by the litters, ``(3, 20, LANES)``.
    d_theta, d_rates, d_litter_modifier
        Filled where they depend on it: ``(21, LANES)``, ``(7, LANES)`` and ``(20, LANES)``.
    """
    zero = rates.dtype.type(0)
    for lane in range(LANES):
        for k in range(10, 13):
            d_theta[k, lane] = zero
        for p in range(N_POOLS):
            d_rates[p, lane] = zero
    for j in range(LAYERS):
        for lane in range(LANES):
            factor = litter_modifier[j, lane]
            to_active, to_slow = soil_adjoint[j, 0, lane], soil_adjoint[j, 1, lane]
            loss0, loss1, loss2 = rates[1, lane] * state[1, j, lane], rates[2, lane] * state[2, j, lane], rates[3, lane] * state[3, j, lane]
            d_theta[10, lane] += factor * loss0 * to_active
            d_theta[11, lane] += factor * loss1 * to_active
            d_theta[12, lane] += factor * loss2 * to_slow
            via0, via1, via2 = theta[10, lane] * to_active, theta[11, lane] * to_active, theta[12, lane] * to_slow
            d_rates[1, lane] += factor * state[1, j, lane] * via0
            d_rates[2, lane] += factor * state[2, j, lane] * via1
            d_rates[3, lane] += factor * state[3, j, lane] * via2
            d_litter_modifier[j, lane] = loss0 * via0 + loss1 * via1 + loss2 * via2
            source[0, j, lane] = litter_adjoint[1, j, lane] + rates[1, lane] * factor * via0
            source[1, j, lane] = litter_adjoint[2, j, lane] + rates[2, lane] * factor * via1
            source[2, j, lane] = litter_adjoint[3, j, lane] + rates[3, lane] * factor * via2


@njit(**OPTIONS)
def input_gradient(
    theta, litter, rates, share, thickness, days, modifier, litter_modifier, litter_adjoint, state, adjoint,
    d_theta, d_rates, d_modifier, d_litter_modifier, d_share, d_litter,
) -> None:  # fmt: skip
    """Through the litters' rates and sources and woody debris: gradients of rates, modifiers, input shares and litter input.

    Parameters
    ----------
    theta, litter, rates, share, thickness, days, modifier, litter_modifier
        As :func:`lanes.litter_sources`; the modifier of the litters, ``(20, LANES)``.
    litter_adjoint, state
        As :func:`litter_gradient`.
    adjoint
        Gradient by the sources of the litters, ``(3, 20, LANES)``.
    d_theta, d_rates, d_modifier, d_litter_modifier
        As :func:`litter_gradient`; what it has filled is added to.
    d_share, d_litter
        Filled: ``(20, LANES)`` and ``(4, LANES)``.
    """
    one, zero = rates.dtype.type(1), rates.dtype.type(0)
    for lane in range(LANES):
        d_theta[18, lane] = zero
        for k in range(4):
            d_litter[k, lane] = zero
    for j in range(LAYERS):
        for lane in range(LANES):
            a0, a1, a2 = adjoint[0, j, lane], adjoint[1, j, lane], adjoint[2, j, lane]
            d_rates[1, lane] -= a0 * litter_modifier[j, lane] * state[1, j, lane]
            d_rates[2, lane] -= a1 * litter_modifier[j, lane] * state[2, j, lane]
            d_rates[3, lane] -= a2 * litter_modifier[j, lane] * state[3, j, lane]
            d_litter_modifier[j, lane] -= (
                a0 * rates[1, lane] * state[1, j, lane] + a1 * rates[2, lane] * state[2, j, lane] + a2 * rates[3, lane] * state[3, j, lane]
            )
            per_share = one / (thickness[j] * days)
            per_volume = share[j, lane] * per_share
            debris = litter_adjoint[0, j, lane] / (rates[0, lane] * modifier[j, lane])
            d_rates[0, lane] -= litter_adjoint[0, j, lane] * state[0, j, lane] / rates[0, lane]
            d_modifier[j, lane] -= litter_adjoint[0, j, lane] * state[0, j, lane] / modifier[j, lane]
            from_debris = debris + theta[18, lane] * a1 + (a2 - theta[18, lane] * a2)
            d_theta[18, lane] += per_volume * litter[0, lane] * (a1 - a2)
            d_litter[0, lane] += per_volume * from_debris
            d_litter[1, lane] += per_volume * a0
            d_litter[2, lane] += per_volume * a1
            d_litter[3, lane] += per_volume * a2
            d_share[j, lane] = per_share * (
                litter[0, lane] * from_debris + litter[1, lane] * a0 + litter[2, lane] * a1 + litter[3, lane] * a2
            )


@njit(**OPTIONS)
def turnover_gradient(theta, rates, d_turnover, d_rates, d_theta) -> None:
    """From the turnover matrix and the rates to transfers and turnover times.

    Parameters
    ----------
    theta, rates
        As :func:`lanes.soil_turnover`.
    d_turnover, d_rates
        Gradients by the turnover matrix, ``(9, LANES)``, and by the rates, ``(7, LANES)``.
    d_theta
        Filled where it depends on them: ``(21, LANES)``.
    """
    for lane in range(LANES):
        active, slow, passive = rates[4, lane], rates[5, lane], rates[6, lane]
        d_theta[13, lane] = -active * d_turnover[3, lane]
        d_theta[14, lane] = -active * d_turnover[6, lane]
        d_theta[15, lane] = -slow * d_turnover[1, lane]
        d_theta[16, lane] = -slow * d_turnover[7, lane]
        d_theta[17, lane] = -passive * d_turnover[2, lane]
        d_active = d_turnover[0, lane] - theta[13, lane] * d_turnover[3, lane] - theta[14, lane] * d_turnover[6, lane]
        d_slow = d_turnover[4, lane] - theta[15, lane] * d_turnover[1, lane] - theta[16, lane] * d_turnover[7, lane]
        d_passive = d_turnover[8, lane] - theta[17, lane] * d_turnover[2, lane]
        d_theta[4, lane] = -d_rates[0, lane] * rates[0, lane] / theta[4, lane]
        d_theta[5, lane] = -d_rates[1, lane] * rates[1, lane] / theta[5, lane]
        d_theta[6, lane] = -(d_rates[2, lane] + d_rates[3, lane]) * rates[2, lane] / theta[6, lane]
        d_theta[7, lane] = -d_active * active / theta[7, lane]
        d_theta[8, lane] = -d_slow * slow / theta[8, lane]
        d_theta[9, lane] = -d_passive * passive / theta[9, lane]
