"""Gradients through each step of the solution of a group of sites, lane by lane, in reverse; see ``adjoint``."""

from __future__ import annotations

from numba import njit

from ..geometry import N_POOLS
from .lane_options import LANES, LAYERS, MONTHS, OPTIONS
from .vector_math import exponential


@njit(**OPTIONS)
def soil_matrix_gradient(adjoint, state, turnover, modifier, d_turnover, d_modifier) -> None:
    """Gradients of the turnover matrix, (9, LANES), and of the modifier, (20, LANES), from the soil pools' adjoint."""
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
    """Add one pool's share, (20, LANES), to the gradients of the exchange rates."""
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
    """Through the litters' losses to the soil: gradients of the litters, (3, 20, LANES), and of what their transfer depends on."""
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
    theta,
    litter,
    rates,
    share,
    thickness,
    days,
    modifier,
    litter_modifier,
    litter_adjoint,
    state,
    adjoint,
    d_theta,
    d_rates,
    d_modifier,
    d_litter_modifier,
    d_share,
    d_litter,
) -> None:
    """Through the litters' rates and sources and woody debris: gradients of rates, modifiers, input shares and litter input."""
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
    """From the turnover matrix and the rates to transfers and turnover times."""
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


@njit(**OPTIONS)
def exchange_gradient(theta, unit, bedrock, leaks, thickness, d_upper, d_lower, d_theta, d_unit) -> None:
    """From exchange rates to diffusivities and to unit exchanges, (3, 19, LANES)."""
    zero = thickness.dtype.type(0)
    if leaks:
        for j in range(1, LAYERS - 1):
            for lane in range(LANES):
                below = j >= bedrock[lane]
                d_upper[j, lane] += d_lower[j, lane] if below else zero
                d_lower[j, lane] = zero if below else d_lower[j, lane]
    for lane in range(LANES):
        d_theta[0, lane] = zero
        d_theta[1, lane] = zero
    for j in range(LAYERS - 1):
        for lane in range(LANES):
            between = d_lower[j, lane] / thickness[j] + d_upper[j + 1, lane] / thickness[j + 1]
            d_theta[0, lane] += between * unit[0, j, lane]
            d_theta[1, lane] += between * unit[1, j, lane]
            d_unit[0, j, lane] = between * theta[0, lane]
            d_unit[1, j, lane] = between * theta[1, lane]
            d_unit[2, j, lane] = between


@njit(**OPTIONS)
def share_gradient(beta, beta_log, interface, depth_step, last_input, surface_only, lowest, share, d_share, d_theta, total, mean) -> None:
    """From the input shares to ``beta``; ``total`` and ``mean`` (LANES) are scratch."""
    zero = beta.dtype.type(0)
    for lane in range(LANES):
        total[lane] = zero
        mean[lane] = zero
        d_theta[20, lane] = zero
    for j in range(LAYERS):
        for lane in range(LANES):
            top = exponential(max(beta_log[lane] * (interface[j] - depth_step[j]), lowest))
            bottom = exponential(max(beta_log[lane] * interface[j], lowest))
            inside = j < last_input[lane]
            total[lane] += top - bottom if inside else zero
            mean[lane] += share[j, lane] * d_share[j, lane]
    for j in range(LAYERS):
        for lane in range(LANES):
            top = exponential(max(beta_log[lane] * (interface[j] - depth_step[j]), lowest))
            bottom = exponential(max(beta_log[lane] * interface[j], lowest))
            by_log = (interface[j] - depth_step[j]) * top - interface[j] * bottom
            inside = j < last_input[lane]
            d_theta[20, lane] += (d_share[j, lane] - mean[lane]) * by_log if inside else zero
    for lane in range(LANES):
        d_theta[20, lane] = zero if surface_only[lane] else d_theta[20, lane] / (total[lane] * beta[lane])


@njit(**OPTIONS)
def modifier_gradient(theta, means, moments, depth, node, floor, d_modifier, d_litter_modifier, d_bulk, d_theta, d_means) -> None:
    """From the modifiers to ``q10``, ``efolding`` and ``w_scaling``, and to the monthly means, (4, 20, LANES)."""
    zero = theta.dtype.type(0)
    for lane in range(LANES):
        d_theta[2, lane] = zero
        d_theta[3, lane] = zero
        d_theta[19, lane] = zero
    for j in range(LAYERS):
        for lane in range(LANES):
            factor = depth[j, lane]
            through = d_modifier[j, lane] if means[2, j, lane] * factor >= floor else zero
            litter_through = d_litter_modifier[j, lane] if means[3, j, lane] * factor >= floor else zero
            d_depth = (
                through * means[2, j, lane] + litter_through * means[3, j, lane] + d_bulk[j, lane] * means[0, j, lane] * means[1, j, lane]
            )
            temperature = d_bulk[j, lane] * means[1, j, lane] * factor
            wet = d_bulk[j, lane] * means[0, j, lane] * factor
            airy, fed = through * factor, litter_through * factor
            d_means[0, j, lane] = temperature
            d_means[1, j, lane] = wet
            d_means[2, j, lane] = airy
            d_means[3, j, lane] = fed
            d_theta[2, lane] += temperature * moments[0, j, lane] + airy * moments[1, j, lane] + fed * moments[2, j, lane]
            d_theta[19, lane] += wet * moments[3, j, lane] + airy * moments[4, j, lane] + fed * moments[5, j, lane]
            d_theta[3, lane] += d_depth * factor * node[j]
    for lane in range(LANES):
        d_theta[2, lane] /= theta[2, lane]
        d_theta[3, lane] /= theta[3, lane] * theta[3, lane]


@njit(**OPTIONS)
def monthly_gradients(
    log_q10, scaling, kelvin, water, oxygen, nitrogen, reference, d_means, lane, d_kelvin, d_water, d_oxygen, d_nitrogen
) -> None:
    """Gradients of one site's monthly forcing, (240,) each, from those of the means, (4, 20, LANES)."""
    one, zero = water.dtype.type(1), water.dtype.type(0)
    share, tenth = water.dtype.type(1.0 / MONTHS), water.dtype.type(0.1)
    for j in range(LAYERS):
        temperature, wet = d_means[0, j, lane] * share, d_means[1, j, lane] * share
        airy, fed = d_means[2, j, lane] * share, d_means[3, j, lane] * share
        for i in range(j * MONTHS, (j + 1) * MONTHS):
            t = exponential((kelvin[i] - reference) * tenth * log_q10)
            w = min(scaling * water[i], one)
            both = airy + fed * nitrogen[i]
            d_kelvin[i] = (temperature + w * oxygen[i] * both) * t * log_q10 * tenth
            d_water[i] = (wet + t * oxygen[i] * both) * scaling if scaling * water[i] <= one else zero
            d_oxygen[i] = t * w * both
            d_nitrogen[i] = t * w * oxygen[i] * fed
