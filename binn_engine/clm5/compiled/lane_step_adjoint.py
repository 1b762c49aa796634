"""Gradients through a step of ``lane_steps``, lane by lane, in reverse; arrays as there."""

from __future__ import annotations

from numba import njit

from ..geometry import N_POOLS
from .complex_lanes import entry, real_product, scaled
from .lane_options import LANES, LAYERS, OPTIONS


@njit(**OPTIONS)
def load_right_side(state_weight, integral_weight, d_state, d_integral, vector) -> None:
    """The right-hand side of a transposed solve.

    Parameters
    ----------
    state_weight, integral_weight
        As :func:`lane_steps.add_solution`.
    d_state, d_integral
        Gradients by the pools after a step and by their integral, ``(20, 7 LANES)``.
    vector
        Filled: ``(20, 14 LANES)``.
    """
    lanes = d_state.shape[1] // N_POOLS
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(lanes):
                state, integral = d_state[j, p * LANES + lane], d_integral[j, p * LANES + lane]
                vector[j, 2 * p * LANES + lane] = state_weight[0] * state + integral_weight[0] * integral
                vector[j, (2 * p + 1) * LANES + lane] = state_weight[1] * state + integral_weight[1] * integral


@njit(**OPTIONS)
def add_real(vector, target) -> None:
    """Add the real part of a complex vector.

    Parameters
    ----------
    vector, target
        ``(20, 14 LANES)`` and, which is added to, ``(20, 7 LANES)``.
    """
    lanes = target.shape[1] // N_POOLS
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(lanes):
                target[j, p * LANES + lane] += vector[j, 2 * p * LANES + lane]


@njit(**OPTIONS)
def totals_gradient(respired, modifier, litter_modifier, upper, lower, thickness, leaks, d_totals, d_state, d_integral) -> None:
    """From the gradients of ``totals_of``: add to that of the pools, and set that of their integral.

    Parameters
    ----------
    respired, modifier, litter_modifier, upper, lower, thickness, leaks
        As :func:`lane_steps.totals_of`.
    d_totals
        Gradients by the totals, ``(3, LANES)``.
    d_state, d_integral
        As :func:`load_right_side`; the first is added to, the second filled.
    """
    zero = thickness.dtype.type(0)
    for j in range(LAYERS):
        for p in range(N_POOLS):
            for lane in range(LANES):
                factor = litter_modifier[j, lane] if 1 <= p <= 3 else modifier[j, lane]
                d_state[j, p * LANES + lane] += thickness[j] * d_totals[0, lane]
                d_integral[j, p * LANES + lane] = thickness[j] * factor * respired[p, lane] * d_totals[1, lane]
        if leaks:
            for lane in range(LANES):
                over = thickness[j] * upper[j, lane] - thickness[j - 1] * lower[j - 1, lane] if j > 0 else zero
                under = thickness[j + 1] * upper[j + 1, lane] - thickness[j] * lower[j, lane] if j < LAYERS - 1 else zero
                for p in range(1, N_POOLS):
                    d_integral[j, p * LANES + lane] += (over - under) * d_totals[2, lane]


@njit(**OPTIONS)
def weights_gradient(
    rates, transfers, modifier, litter_modifier, thickness, one, leaks, d_totals, integral, d_rates, d_transfers, d_profiles
) -> None:
    """Through the rates at which pools respire and leak: add to the gradients of the operator.

    Parameters
    ----------
    rates, transfers, modifier, litter_modifier
        As :func:`lane_steps.imbalance_of`.
    thickness, one, leaks, d_totals
        As :func:`totals_gradient`; 1 in the type of the arrays.
    integral
        Of the pools over the step, gC/m3 day, ``(20, 7 LANES)``.
    d_rates, d_transfers, d_profiles
        Are added to: ``(7 LANES,)``, ``(10 LANES,)`` and, of modifiers and exchange, ``(4, 20, LANES)``.
    """
    for j in range(LAYERS):
        for lane in range(LANES):
            share, factor, fed = thickness[j] * d_totals[1, lane], modifier[j, lane], litter_modifier[j, lane]
            metabolic, cellulose = share * integral[j, LANES + lane], share * integral[j, 2 * LANES + lane]
            lignin, active = share * integral[j, 3 * LANES + lane], share * integral[j, 4 * LANES + lane]
            slow, passive = share * integral[j, 5 * LANES + lane], share * integral[j, 6 * LANES + lane]
            left1, left2, left3 = one - transfers[2, lane], one - transfers[3, lane], one - transfers[4, lane]
            left4, left5 = one - transfers[5, lane] - transfers[6, lane], one - transfers[7, lane] - transfers[8, lane]
            left6 = one - transfers[9, lane]
            d_rates[LANES + lane] += fed * left1 * metabolic
            d_rates[2 * LANES + lane] += fed * left2 * cellulose
            d_rates[3 * LANES + lane] += fed * left3 * lignin
            d_rates[4 * LANES + lane] += factor * left4 * active
            d_rates[5 * LANES + lane] += factor * left5 * slow
            d_rates[6 * LANES + lane] += factor * left6 * passive
            soil = rates[4, lane] * left4 * active + rates[5, lane] * left5 * slow + rates[6, lane] * left6 * passive
            litter = rates[1, lane] * left1 * metabolic + rates[2, lane] * left2 * cellulose + rates[3, lane] * left3 * lignin
            d_profiles[0, j, lane] += soil
            d_profiles[1, j, lane] += litter
            d_transfers[2 * LANES + lane] -= fed * rates[1, lane] * metabolic
            d_transfers[3 * LANES + lane] -= fed * rates[2, lane] * cellulose
            d_transfers[4 * LANES + lane] -= fed * rates[3, lane] * lignin
            d_transfers[5 * LANES + lane] -= factor * rates[4, lane] * active
            d_transfers[6 * LANES + lane] -= factor * rates[4, lane] * active
            d_transfers[7 * LANES + lane] -= factor * rates[5, lane] * slow
            d_transfers[8 * LANES + lane] -= factor * rates[5, lane] * slow
            d_transfers[9 * LANES + lane] -= factor * rates[6, lane] * passive
    if leaks:
        _add_leak_gradient(thickness, d_totals, integral, d_profiles)


@njit(**OPTIONS)
def _add_leak_gradient(thickness, d_totals, integral, d_profiles) -> None:
    """Add to the gradients of the exchange what leaks at bedrock; shapes as in :func:`weights_gradient`."""
    for j in range(1, LAYERS):
        for p in range(1, N_POOLS):
            for lane in range(LANES):
                step = d_totals[2, lane] * (integral[j, p * LANES + lane] - integral[j - 1, p * LANES + lane])
                d_profiles[2, j, lane] += thickness[j] * step
                d_profiles[3, j - 1, lane] -= thickness[j - 1] * step


@njit(**OPTIONS)
def pass_back(rates, transfers, modifier, litter_modifier, upper, lower, days, d_imbalance, d_integral, d_state) -> None:
    """Through the start of a step: add ``days`` times the gradient of the integral less ``M^T`` times that of the imbalance.

    Parameters
    ----------
    rates, transfers, modifier, litter_modifier, upper, lower
        As :func:`lane_steps.imbalance_of`.
    days
        Of the step.
    d_imbalance, d_integral
        Gradients, ``(20, 7 LANES)``.
    d_state
        Is added to: ``(20, 7 LANES)``.
    """
    lanes = d_state.shape[1] // N_POOLS
    zero = rates.dtype.type(0)
    for j in range(LAYERS):
        for lane in range(LANES):
            g0, g1, g2, g3 = (
                d_imbalance[j, lane],
                d_imbalance[j, LANES + lane],
                d_imbalance[j, 2 * LANES + lane],
                d_imbalance[j, 3 * LANES + lane],
            )
            g4, g5, g6 = d_imbalance[j, 4 * LANES + lane], d_imbalance[j, 5 * LANES + lane], d_imbalance[j, 6 * LANES + lane]
            factor, fed = modifier[j, lane], litter_modifier[j, lane]
            d_state[j, lane] -= rates[0, lane] * factor * (g0 - transfers[0, lane] * g2 - transfers[1, lane] * g3)
            d_state[j, LANES + lane] -= rates[1, lane] * fed * (g1 - transfers[2, lane] * g4)
            d_state[j, 2 * LANES + lane] -= rates[2, lane] * fed * (g2 - transfers[3, lane] * g4)
            d_state[j, 3 * LANES + lane] -= rates[3, lane] * fed * (g3 - transfers[4, lane] * g5)
            d_state[j, 4 * LANES + lane] -= rates[4, lane] * factor * (g4 - transfers[5, lane] * g5 - transfers[6, lane] * g6)
            d_state[j, 5 * LANES + lane] -= rates[5, lane] * factor * (g5 - transfers[7, lane] * g4 - transfers[8, lane] * g6)
            d_state[j, 6 * LANES + lane] -= rates[6, lane] * factor * (g6 - transfers[9, lane] * g4)
        for p in range(N_POOLS):
            for lane in range(lanes):
                over = lower[j - 1, lane] * d_imbalance[j - 1, p * LANES + lane] if j > 0 else zero
                under = upper[j + 1, lane] * d_imbalance[j + 1, p * LANES + lane] if j < LAYERS - 1 else zero
                mixed = (upper[j, lane] + lower[j, lane]) * d_imbalance[j, p * LANES + lane] - over - under
                d_state[j, p * LANES + lane] += days * d_integral[j, p * LANES + lane] - (mixed if p > 0 else zero)


@njit(**OPTIONS)
def add_decay_gradient(
    rates, transfers, modifier, litter_modifier, adjoint, solution, d_rates, d_transfers, d_modifier, d_litter_modifier
) -> None:
    """Add a pair of complex vectors' share, ``-Re(w_i v_j)`` of ``M_ij``, to the gradients of rates, transfers and modifiers.

    Parameters
    ----------
    rates, transfers, modifier, litter_modifier
        As :func:`lane_steps.imbalance_of`.
    adjoint, solution
        ``w`` and ``v``, ``(20, 14 LANES)``.
    d_rates, d_transfers, d_modifier, d_litter_modifier
        Are added to: ``(7 LANES,)``, ``(10 LANES,)`` and ``(20, LANES)`` each.
    """
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
            d_rates[lane] -= factor * loss0
            d_rates[LANES + lane] -= fed * loss1
            d_rates[2 * LANES + lane] -= fed * loss2
            d_rates[3 * LANES + lane] -= fed * loss3
            d_rates[4 * LANES + lane] -= factor * loss4
            d_rates[5 * LANES + lane] -= factor * loss5
            d_rates[6 * LANES + lane] -= factor * loss6
            soil = rates[4, lane] * loss4 + rates[5, lane] * loss5 + rates[6, lane] * loss6
            d_modifier[j, lane] -= rates[0, lane] * loss0 + soil
            d_litter_modifier[j, lane] -= rates[1, lane] * loss1 + rates[2, lane] * loss2 + rates[3, lane] * loss3
            d_transfers[lane] += rates[0, lane] * factor * real_product(c0, a2)
            d_transfers[LANES + lane] += rates[0, lane] * factor * real_product(c0, a3)
            d_transfers[2 * LANES + lane] += rates[1, lane] * fed * real_product(c1, a4)
            d_transfers[3 * LANES + lane] += rates[2, lane] * fed * real_product(c2, a4)
            d_transfers[4 * LANES + lane] += rates[3, lane] * fed * real_product(c3, a5)
            d_transfers[5 * LANES + lane] += rates[4, lane] * factor * real_product(c4, a5)
            d_transfers[6 * LANES + lane] += rates[4, lane] * factor * real_product(c4, a6)
            d_transfers[7 * LANES + lane] += rates[5, lane] * factor * real_product(c5, a4)
            d_transfers[8 * LANES + lane] += rates[5, lane] * factor * real_product(c5, a6)
            d_transfers[9 * LANES + lane] += rates[6, lane] * factor * real_product(c6, a4)


@njit(**OPTIONS)
def add_mixing_gradient(adjoint, solution, d_upper, d_lower) -> None:
    """The same to the gradients of the exchange with the layer above and below.

    Parameters
    ----------
    adjoint, solution
        As :func:`add_decay_gradient`.
    d_upper, d_lower
        Are added to: ``(20, LANES)``.
    """
    for j in range(1, LAYERS):
        for p in range(1, N_POOLS):
            for lane in range(LANES):
                step = entry(solution[j], p, lane) - entry(solution[j - 1], p, lane)
                d_upper[j, lane] -= real_product(entry(adjoint[j], p, lane), step)
                d_lower[j - 1, lane] += real_product(entry(adjoint[j - 1], p, lane), step)
