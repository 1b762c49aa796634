"""Compiled likelihoods of simulated profiles: log-normal errors, and the published cost with its interpolation in depth."""

from __future__ import annotations

import numpy as np
from numba import njit

from .kernels import KERNEL


@njit(**KERNEL)
def lognormal_fit(soc, site_of, start, count, weights, log_observed, spread, least, total):
    """Log-likelihood of every simulated profile: errors of the logarithm of SOC, normal and independent between layers.

    Parameters
    ----------
    soc
        gC/m3, ``(n, 20)``.
    site_of
        The site of each profile, ``(n,)``.
    start, count
        The first layer of each site and their number, ``(sites,)``.
    weights
        Of the 20 layers of the model in each layer, ``(layers, 20)``.
    log_observed, spread
        Logarithm of SOC in gC/m3, ``(layers,)``, and the standard deviation of its errors.
    least
        Where the logarithm begins, gC/m3.
    total
        Filled: ``(n,)``.
    """
    for n in range(len(soc)):
        site = site_of[n]
        squares = 0.0
        for layer in range(start[site], start[site] + count[site]):
            simulated = 0.0
            for j in range(soc.shape[1]):
                simulated += weights[layer, j] * soc[n, j]
            squares += (np.log(max(simulated, least)) - log_observed[layer]) ** 2
        total[n] = -0.5 * squares / spread**2


@njit(**KERNEL)
def steepness(before, after, width_before, width_after):
    """Slope at a node between two intervals (Fritsch and Carlson 1980; weights of Fritsch and Butland 1984)."""
    if before * after <= 0.0:
        return 0.0
    first, second = 2.0 * width_after + width_before, width_after + 2.0 * width_before
    return (first + second) / (first / before + second / after)


@njit(**KERNEL)
def end_steepness(here, next_one, width, next_width):
    """Slope at an end of the nodes: of three points, kept from overshooting."""
    slope = ((2.0 * width + next_width) * here - width * next_one) / (width + next_width)
    if slope * here <= 0.0:
        return 0.0
    if here * next_one < 0.0 and abs(slope) > 3.0 * abs(here):
        return 3.0 * here
    return slope


@njit(**KERNEL)
def pchip(node, values, depth):
    """Monotone piecewise cubic interpolation to one depth; the end pieces go on beyond the ends.

    Parameters
    ----------
    node, values
        Depths, m, and what is known there, ``(20,)``.
    depth
        m.
    """
    last = len(node) - 1
    k = 0
    while k < last - 1 and depth >= node[k + 1]:
        k += 1
    width = node[k + 1] - node[k]
    here = (values[k + 1] - values[k]) / width
    if k == 0:
        next_width = node[2] - node[1]
        left = end_steepness(here, (values[2] - values[1]) / next_width, width, next_width)
    else:
        next_width = node[k] - node[k - 1]
        left = steepness((values[k] - values[k - 1]) / next_width, here, next_width, width)
    if k == last - 1:
        next_width = node[k] - node[k - 1]
        right = end_steepness(here, (values[k] - values[k - 1]) / next_width, width, next_width)
    else:
        next_width = node[k + 2] - node[k + 1]
        right = steepness(here, (values[k + 2] - values[k + 1]) / next_width, width, next_width)
    t = (depth - node[k]) / width
    u = 1.0 - t
    return (
        (1.0 + 2.0 * t) * u * u * values[k] + t * u * u * width * left + t * t * (3.0 - 2.0 * t) * values[k + 1] - t * t * u * width * right
    )


@njit(**KERNEL)
def published_fit(soc, site_of, start, count, node, depth, observed, layer_weights, relative_error, total):
    """Minus PRODA's cost of every simulated profile: ``w (m - o)^2 / (2 (0.6 o)^2)`` summed over its layers.

    Parameters
    ----------
    soc, site_of, start, count, total
        As :func:`lognormal_fit`.
    node, depth
        Of the model's layers, m, ``(20,)``, and of the observed ones, m, ``(layers,)``.
    observed, layer_weights
        gC/m3 and without unit, ``(layers,)``.
    relative_error
        The 0.6.
    """
    for n in range(len(soc)):
        site = site_of[n]
        cost = 0.0
        for layer in range(start[site], start[site] + count[site]):
            error = pchip(node, soc[n], depth[layer]) - observed[layer]
            cost += layer_weights[layer] * error**2 / (2.0 * (relative_error * observed[layer]) ** 2)
        total[n] = -cost
