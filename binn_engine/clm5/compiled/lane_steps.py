"""One step in time of a group of sites, lane by lane, and its adjoint: all but the solutions of ``lane_shifted``.

See ``rational`` for the step. Pools of a group are ``(20, 7, LANES)``: layer, pool, lane. Profiles are those of ``system_kernels``.
"""

from __future__ import annotations

from numba import njit

from .lane_options import LANES, LAYERS, OPTIONS
from .lane_shifted import entry, scaled

N_POOLS = 7


@njit(inline="always")
def real_product(one, other):
    """The real part of a product of complex numbers."""
    return one.real * other.real - one.imag * other.imag


@njit(**OPTIONS)
def respired_rates(rates, transfers, one, respired) -> None:
    """The rates at which pools give carbon to the air, (7, LANES)."""
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
    """What enters the pools less what they lose, ``I - M x``, (20, 7, LANES)."""
    for j in range(LAYERS):
        above, below = max(j - 1, 0), min(j + 1, LAYERS - 1)
        for lane in range(LANES):
            factor, fed = modifier[j, lane], litter_modifier[j, lane]
            debris, metabolic = rates[0, lane] * factor * pools[j, 0, lane], rates[1, lane] * fed * pools[j, 1, lane]
            cellulose, lignin = rates[2, lane] * fed * pools[j, 2, lane], rates[3, lane] * fed * pools[j, 3, lane]
            active, slow = rates[4, lane] * factor * pools[j, 4, lane], rates[5, lane] * factor * pools[j, 5, lane]
            passive = rates[6, lane] * factor * pools[j, 6, lane]
            imbalance[j, 0, lane] = source[j, 0, lane] - debris
            imbalance[j, 1, lane] = source[j, 1, lane] - metabolic
            imbalance[j, 2, lane] = source[j, 2, lane] + transfers[0, lane] * debris - cellulose
            imbalance[j, 3, lane] = source[j, 3, lane] + transfers[1, lane] * debris - lignin
            to_active = transfers[2, lane] * metabolic + transfers[3, lane] * cellulose
            to_active += transfers[7, lane] * slow + transfers[9, lane] * passive
            imbalance[j, 4, lane] = source[j, 4, lane] + to_active - active
            imbalance[j, 5, lane] = source[j, 5, lane] + transfers[4, lane] * lignin + transfers[5, lane] * active - slow
            imbalance[j, 6, lane] = source[j, 6, lane] + transfers[6, lane] * active + transfers[8, lane] * slow - passive
        for p in range(1, N_POOLS):
            for lane in range(LANES):
                here = pools[j, p, lane]
                mixed = upper[j, lane] * (pools[above, p, lane] - here) + lower[j, lane] * (pools[below, p, lane] - here)
                imbalance[j, p, lane] += mixed


@njit(**OPTIONS)
def load_real(values, vector) -> None:
    """A real vector, (20, 7, LANES), as a complex one."""
    zero = values.dtype.type(0)
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(LANES):
                vector[j, p, 0, lane] = values[j, p, lane]
                vector[j, p, 1, lane] = zero


@njit(**OPTIONS)
def add_solution(state_weight, integral_weight, vector, pools, integral) -> None:
    """Add a solution with its weights, (2,) each, to the pools and their integral."""
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(LANES):
                real, imaginary = vector[j, p, 0, lane], vector[j, p, 1, lane]
                pools[j, p, lane] += state_weight[0] * real - state_weight[1] * imaginary
                integral[j, p, lane] += integral_weight[0] * real - integral_weight[1] * imaginary


@njit(**OPTIONS)
def begin_step(days, pools, raw, integral) -> None:
    """What a step starts from: the pools, and their integral as if they stayed as they are."""
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(LANES):
                raw[j, p, lane] = pools[j, p, lane]
                integral[j, p, lane] = days * pools[j, p, lane]


@njit(**OPTIONS)
def limit_pools(raw, least, pools) -> None:
    """The pools without what rounding left below ``least``."""
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(LANES):
                pools[j, p, lane] = max(raw[j, p, lane], least)


@njit(**OPTIONS)
def totals_of(respired, modifier, litter_modifier, upper, lower, thickness, leaks, pools, integral, totals) -> None:
    """Stock after a step, and what it respired and leaked, gC/m2, into ``totals`` (3, LANES)."""
    zero = thickness.dtype.type(0)
    for lane in range(LANES):
        totals[0, lane] = zero
        totals[1, lane] = zero
        totals[2, lane] = zero
    for j in range(LAYERS):
        for lane in range(LANES):
            stock, soil, litter = zero, zero, zero
            for p in range(N_POOLS):
                stock += pools[j, p, lane]
            for p in range(1, 4):
                litter += respired[p, lane] * integral[j, p, lane]
            for p in range(4, 7):
                soil += respired[p, lane] * integral[j, p, lane]
            totals[0, lane] += thickness[j] * stock
            totals[1, lane] += thickness[j] * (modifier[j, lane] * soil + litter_modifier[j, lane] * litter)
    if leaks:
        for j in range(1, LAYERS):
            for lane in range(LANES):
                step = zero
                for p in range(1, N_POOLS):
                    step += integral[j, p, lane] - integral[j - 1, p, lane]
                totals[2, lane] += (thickness[j] * upper[j, lane] - thickness[j - 1] * lower[j - 1, lane]) * step


@njit(**OPTIONS)
def load_right_side(state_weight, integral_weight, d_state, d_integral, vector) -> None:
    """The right-hand side of a transposed solve, from the gradients of the pools after a step and of their integral."""
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(LANES):
                state, integral = d_state[j, p, lane], d_integral[j, p, lane]
                vector[j, p, 0, lane] = state_weight[0] * state + integral_weight[0] * integral
                vector[j, p, 1, lane] = state_weight[1] * state + integral_weight[1] * integral


@njit(**OPTIONS)
def add_real(vector, target) -> None:
    """Add the real part of a complex vector."""
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(LANES):
                target[j, p, lane] += vector[j, p, 0, lane]


@njit(**OPTIONS)
def totals_gradient(respired, modifier, litter_modifier, upper, lower, thickness, leaks, d_totals, d_state, d_integral) -> None:
    """From the gradients of ``totals_of``, (3, LANES): add to that of the pools, and set that of their integral."""
    zero = thickness.dtype.type(0)
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(LANES):
                factor = litter_modifier[j, lane] if 1 <= p <= 3 else modifier[j, lane]
                d_state[j, p, lane] += thickness[j] * d_totals[0, lane]
                d_integral[j, p, lane] = thickness[j] * factor * respired[p, lane] * d_totals[1, lane]
        if leaks:
            for lane in range(LANES):
                over = thickness[j] * upper[j, lane] - thickness[j - 1] * lower[j - 1, lane] if j > 0 else zero
                under = thickness[j + 1] * upper[j + 1, lane] - thickness[j] * lower[j, lane] if j < LAYERS - 1 else zero
                for p in range(1, N_POOLS):
                    d_integral[j, p, lane] += (over - under) * d_totals[2, lane]


@njit(**OPTIONS)
def weights_gradient(
    rates, transfers, modifier, litter_modifier, thickness, one, leaks, d_totals, integral, d_rates, d_transfers, d_profiles
) -> None:
    """Through the rates at which pools respire and leak: add to the gradients of the operator."""
    for j in range(LAYERS):
        for lane in range(LANES):
            share, factor, fed = thickness[j] * d_totals[1, lane], modifier[j, lane], litter_modifier[j, lane]
            metabolic, cellulose, lignin = share * integral[j, 1, lane], share * integral[j, 2, lane], share * integral[j, 3, lane]
            active, slow, passive = share * integral[j, 4, lane], share * integral[j, 5, lane], share * integral[j, 6, lane]
            left1, left2, left3 = one - transfers[2, lane], one - transfers[3, lane], one - transfers[4, lane]
            left4, left5 = one - transfers[5, lane] - transfers[6, lane], one - transfers[7, lane] - transfers[8, lane]
            left6 = one - transfers[9, lane]
            d_rates[1, lane] += fed * left1 * metabolic
            d_rates[2, lane] += fed * left2 * cellulose
            d_rates[3, lane] += fed * left3 * lignin
            d_rates[4, lane] += factor * left4 * active
            d_rates[5, lane] += factor * left5 * slow
            d_rates[6, lane] += factor * left6 * passive
            soil = rates[4, lane] * left4 * active + rates[5, lane] * left5 * slow + rates[6, lane] * left6 * passive
            litter = rates[1, lane] * left1 * metabolic + rates[2, lane] * left2 * cellulose + rates[3, lane] * left3 * lignin
            d_profiles[0, j, lane] += soil
            d_profiles[1, j, lane] += litter
            d_transfers[2, lane] -= fed * rates[1, lane] * metabolic
            d_transfers[3, lane] -= fed * rates[2, lane] * cellulose
            d_transfers[4, lane] -= fed * rates[3, lane] * lignin
            d_transfers[5, lane] -= factor * rates[4, lane] * active
            d_transfers[6, lane] -= factor * rates[4, lane] * active
            d_transfers[7, lane] -= factor * rates[5, lane] * slow
            d_transfers[8, lane] -= factor * rates[5, lane] * slow
            d_transfers[9, lane] -= factor * rates[6, lane] * passive
    if leaks:
        for j in range(1, LAYERS):
            for p in range(1, N_POOLS):
                for lane in range(LANES):
                    step = d_totals[2, lane] * (integral[j, p, lane] - integral[j - 1, p, lane])
                    d_profiles[2, j, lane] += thickness[j] * step
                    d_profiles[3, j - 1, lane] -= thickness[j - 1] * step


@njit(**OPTIONS)
def pass_back(rates, transfers, modifier, litter_modifier, upper, lower, days, d_imbalance, d_integral, d_state) -> None:
    """Through the start of a step: add ``days`` times the gradient of the integral less ``M^T`` times that of the imbalance."""
    zero = rates.dtype.type(0)
    for j in range(LAYERS):
        for lane in range(LANES):
            g0, g1, g2, g3 = d_imbalance[j, 0, lane], d_imbalance[j, 1, lane], d_imbalance[j, 2, lane], d_imbalance[j, 3, lane]
            g4, g5, g6 = d_imbalance[j, 4, lane], d_imbalance[j, 5, lane], d_imbalance[j, 6, lane]
            factor, fed = modifier[j, lane], litter_modifier[j, lane]
            d_state[j, 0, lane] -= rates[0, lane] * factor * (g0 - transfers[0, lane] * g2 - transfers[1, lane] * g3)
            d_state[j, 1, lane] -= rates[1, lane] * fed * (g1 - transfers[2, lane] * g4)
            d_state[j, 2, lane] -= rates[2, lane] * fed * (g2 - transfers[3, lane] * g4)
            d_state[j, 3, lane] -= rates[3, lane] * fed * (g3 - transfers[4, lane] * g5)
            d_state[j, 4, lane] -= rates[4, lane] * factor * (g4 - transfers[5, lane] * g5 - transfers[6, lane] * g6)
            d_state[j, 5, lane] -= rates[5, lane] * factor * (g5 - transfers[7, lane] * g4 - transfers[8, lane] * g6)
            d_state[j, 6, lane] -= rates[6, lane] * factor * (g6 - transfers[9, lane] * g4)
        for p in range(N_POOLS):
            for lane in range(LANES):
                over = lower[j - 1, lane] * d_imbalance[j - 1, p, lane] if j > 0 else zero
                under = upper[j + 1, lane] * d_imbalance[j + 1, p, lane] if j < LAYERS - 1 else zero
                mixed = (upper[j, lane] + lower[j, lane]) * d_imbalance[j, p, lane] - over - under
                d_state[j, p, lane] += days * d_integral[j, p, lane] - (mixed if p > 0 else zero)


@njit(**OPTIONS)
def add_decay_gradient(
    rates, transfers, modifier, litter_modifier, adjoint, solution, d_rates, d_transfers, d_modifier, d_litter_modifier
) -> None:
    """Add a pair of complex vectors' share, ``-Re(w_i v_j)`` of ``M_ij``, to the gradients of rates, transfers and modifiers."""
    for j in range(LAYERS):
        w, v = adjoint[j], solution[j]
        for lane in range(LANES):
            a2, a3, a4, a5, a6 = entry(w, 2, lane), entry(w, 3, lane), entry(w, 4, lane), entry(w, 5, lane), entry(w, 6, lane)
            c0, c1, c2, c3 = entry(v, 0, lane), entry(v, 1, lane), entry(v, 2, lane), entry(v, 3, lane)
            c4, c5, c6 = entry(v, 4, lane), entry(v, 5, lane), entry(v, 6, lane)
            t02, t03, t14, t24, t35 = transfers[0, lane], transfers[1, lane], transfers[2, lane], transfers[3, lane], transfers[4, lane]
            t45, t46, t54, t56, t64 = transfers[5, lane], transfers[6, lane], transfers[7, lane], transfers[8, lane], transfers[9, lane]
            loss0 = real_product(c0, entry(w, 0, lane) - scaled(t02, a2) - scaled(t03, a3))
            loss1, loss2 = real_product(c1, entry(w, 1, lane) - scaled(t14, a4)), real_product(c2, a2 - scaled(t24, a4))
            loss3, loss4 = real_product(c3, a3 - scaled(t35, a5)), real_product(c4, a4 - scaled(t45, a5) - scaled(t46, a6))
            loss5, loss6 = real_product(c5, a5 - scaled(t54, a4) - scaled(t56, a6)), real_product(c6, a6 - scaled(t64, a4))
            factor, fed = modifier[j, lane], litter_modifier[j, lane]
            d_rates[0, lane] -= factor * loss0
            d_rates[1, lane] -= fed * loss1
            d_rates[2, lane] -= fed * loss2
            d_rates[3, lane] -= fed * loss3
            d_rates[4, lane] -= factor * loss4
            d_rates[5, lane] -= factor * loss5
            d_rates[6, lane] -= factor * loss6
            soil = rates[4, lane] * loss4 + rates[5, lane] * loss5 + rates[6, lane] * loss6
            d_modifier[j, lane] -= rates[0, lane] * loss0 + soil
            d_litter_modifier[j, lane] -= rates[1, lane] * loss1 + rates[2, lane] * loss2 + rates[3, lane] * loss3
            d_transfers[0, lane] += rates[0, lane] * factor * real_product(c0, a2)
            d_transfers[1, lane] += rates[0, lane] * factor * real_product(c0, a3)
            d_transfers[2, lane] += rates[1, lane] * fed * real_product(c1, a4)
            d_transfers[3, lane] += rates[2, lane] * fed * real_product(c2, a4)
            d_transfers[4, lane] += rates[3, lane] * fed * real_product(c3, a5)
            d_transfers[5, lane] += rates[4, lane] * factor * real_product(c4, a5)
            d_transfers[6, lane] += rates[4, lane] * factor * real_product(c4, a6)
            d_transfers[7, lane] += rates[5, lane] * factor * real_product(c5, a4)
            d_transfers[8, lane] += rates[5, lane] * factor * real_product(c5, a6)
            d_transfers[9, lane] += rates[6, lane] * factor * real_product(c6, a4)


@njit(**OPTIONS)
def add_mixing_gradient(adjoint, solution, d_upper, d_lower) -> None:
    """The same to the gradients of the exchange with the layer above and below, (20, LANES)."""
    for j in range(1, LAYERS):
        for p in range(1, N_POOLS):
            for lane in range(LANES):
                step = entry(solution[j], p, lane) - entry(solution[j - 1], p, lane)
                d_upper[j, lane] -= real_product(entry(adjoint[j], p, lane), step)
                d_lower[j - 1, lane] += real_product(entry(adjoint[j - 1], p, lane), step)
