"""Gradients through exchange rates, input shares and rate modifiers of a group of sites, lane by lane; see ``adjoint``.

They are the part of the adjoint that steady states and operators share.
"""

from __future__ import annotations

from numba import njit

from .lane_options import LANES, LAYERS, OPTIONS
from .vector_math import exponential


@njit(**OPTIONS)
def exchange_gradient(theta, unit, bedrock, leaks, thickness, d_upper, d_lower, d_theta, d_unit) -> None:
    """From exchange rates to diffusivities and to unit exchanges.

    Parameters
    ----------
    theta, unit
        Parameters, ``(21, LANES)``, and unit exchanges, ``(3, 19, LANES)``.
    bedrock, leaks, thickness
        As :func:`lanes.exchange_rates`.
    d_upper, d_lower
        Gradients by the exchange rates, ``(20, LANES)``; they are used up.
    d_theta, d_unit
        Filled in rows 0 and 1: ``(21, LANES)``; and ``(3, 19, LANES)``.
    """
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
    """From the input shares to ``beta``.

    Parameters
    ----------
    beta
        ``(LANES,)``.
    beta_log, interface, depth_step, last_input, surface_only, lowest, share
        As :func:`lanes.input_shares`, which has filled the shares; ``depth_step`` is the thickness there.
    d_share
        Gradient by the shares, ``(20, LANES)``.
    d_theta
        Filled in row 20: ``(21, LANES)``.
    total, mean
        ``(LANES,)``, scratch.
    """
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
    """From the modifiers to ``q10``, ``efolding`` and ``w_scaling``, and to the monthly means.

    Parameters
    ----------
    theta
        Parameters, ``(21, LANES)``.
    means, moments
        As :func:`lane_months.monthly_scalars`.
    depth, node, floor
        As :func:`lanes.rate_modifiers`.
    d_modifier, d_litter_modifier, d_bulk
        Gradients by the modifiers, ``(20, LANES)``.
    d_theta, d_means
        Filled in rows 2, 3 and 19: ``(21, LANES)``; and ``(4, 20, LANES)``.
    """
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
