"""Compiled helpers of the samplers: random numbers by address, jumps of chains, the likelihood of profiles.

All in one file, since numba looks at the file of a function alone to see whether its machine code is stale.
"""

from __future__ import annotations

import numpy as np
from numba import njit

KERNEL = {"nogil": True, "cache": True, "error_model": "numpy"}

# splitmix64 (Steele, Lea and Flood 2014): the mixed multiples of an odd number.
SLOTS = 128  # random numbers a step may use
_STEP = np.uint64(0x9E3779B97F4A7C15)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
_30, _27, _31, _11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11)
_ONE, _SLOTS = np.uint64(1), np.uint64(SLOTS)
_UNIT = 1.0 / 9007199254740992.0  # 2^-53

# Differential evolution: shares of the moves through a third state, and of those by a whole difference, which changes modes.
SNOOKER, LONG = 0.1, 0.1
SHORTEST, LONGEST = 1.2, 2.2  # of a snooker move, in projected differences
CROSSOVERS = np.array([0.3, 1.0])  # probabilities that a parameter takes part in a move, one of them a move
NOISE = 1e-5  # standard deviation of what is added to a jump, in ranges: no place is out of reach
STRETCH = 0.1  # half the relative width of a jump's random length
# Slots of the random numbers of a step; three a parameter from PARAMETERS on.
KIND, FIRST, SECOND, THIRD, LENGTH, CROSSOVER, SURE, ACCEPT, PARAMETERS = range(9)

TRIES = np.uint64(64)  # draws of a proposal until one lies in the ranges
LEAST_VARIANCE = 1e-12  # of a proposal: chains that have hardly moved yet have no covariance to draw from


@njit(**KERNEL)
def mixed(value):
    """A 64-bit number whose every bit hangs on every bit of ``value``."""
    value = (value ^ (value >> _30)) * _FIRST
    value = (value ^ (value >> _27)) * _SECOND
    return value ^ (value >> _31)


@njit(**KERNEL)
def uniform(key, step, slot):
    """A number in (0, 1) for the chain ``key``, at the address ``step`` and ``slot`` (below ``SLOTS``)."""
    counter = np.uint64(step) * _SLOTS + np.uint64(slot) + _ONE
    return (np.float64(mixed(key + counter * _STEP) >> _11) + 0.5) * _UNIT


@njit(**KERNEL)
def normal(key, step, slot):
    """A standard normal number from the slots ``slot`` and ``slot + 1`` (Box and Muller 1958)."""
    return np.sqrt(-2.0 * np.log(uniform(key, step, slot))) * np.cos(2.0 * np.pi * uniform(key, step, slot + 1))


@njit(**KERNEL)
def folded(place):
    """``place`` mirrored at 0 and 1 until it lies between them; jumps stay symmetric."""
    place = abs(place) % 2.0
    return 2.0 - place if place > 1.0 else place


@njit(**KERNEL)
def differential_moves(keys, step, places, archive, first, stop, moved, correction):
    """Proposals of all chains, and the logarithm of the factor that detailed balance asks for.

    ``places`` and ``moved`` are (sites, chains, parameters) between 0 and 1; ``archive`` (rows, sites, parameters), of which rows
    ``first`` to ``stop`` are used; ``correction`` (sites, chains), minus infinity for a proposal outside the ranges.
    """
    sites, chains, _ = places.shape
    for site in range(sites):
        for chain in range(chains):
            key, now, new = keys[site, chain], places[site, chain], moved[site, chain]
            rows = stop - first
            a = first + int(uniform(key, step, FIRST) * rows)
            b = first + int(uniform(key, step, SECOND) * (rows - 1))
            if b >= a:
                b += 1
            kind = uniform(key, step, KIND)
            if kind < SNOOKER:
                c = first + int(uniform(key, step, THIRD) * rows)
                correction[site, chain] = _snooker(key, step, now, archive[a, site], archive[b, site], archive[c, site], new)
            else:
                correction[site, chain] = 0.0
                _difference(key, step, now, archive[a, site], archive[b, site], kind < SNOOKER + LONG, new)


@njit(**KERNEL)
def _difference(key, step, now, one, other, long, new):
    """Jump by the difference of two states, in some of the parameters, with what leaves the ranges mirrored back."""
    count = len(now)
    crossover = 1.0 if long else CROSSOVERS[int(uniform(key, step, CROSSOVER) * len(CROSSOVERS))]
    sure = int(uniform(key, step, SURE) * count)
    moving = 0
    for k in range(count):
        moves = k == sure or uniform(key, step, PARAMETERS + 3 * k) < crossover
        new[k] = 1.0 if moves else 0.0
        moving += moves
    length = 1.0 if long else 2.38 / np.sqrt(2.0 * moving) * (1.0 + STRETCH * (2.0 * uniform(key, step, LENGTH) - 1.0))
    for k in range(count):
        if new[k] > 0.0:
            jump = length * (one[k] - other[k]) + NOISE * normal(key, step, PARAMETERS + 3 * k + 1)
            new[k] = folded(now[k] + jump)
        else:
            new[k] = now[k]


@njit(**KERNEL)
def _snooker(key, step, now, one, other, through, new):
    """Jump along the line through a third state, as long as two states lie apart on it; returns the log correction."""
    count = len(now)
    norm, along = 0.0, 0.0
    for k in range(count):
        norm += (now[k] - through[k]) ** 2
        along += (now[k] - through[k]) * (one[k] - other[k])
    if norm == 0.0:
        new[:] = now
        return -np.inf
    length = (SHORTEST + (LONGEST - SHORTEST) * uniform(key, step, LENGTH)) * along / norm
    after, inside = 0.0, True
    for k in range(count):
        new[k] = now[k] + length * (now[k] - through[k])
        after += (new[k] - through[k]) ** 2
        inside &= 0.0 <= new[k] <= 1.0
    if not inside:
        new[:] = now
        return -np.inf
    return 0.5 * (count - 1) * np.log(after / norm)


@njit(**KERNEL)
def accept(keys, step, places, log_density, moved, moved_density, correction, accepted):
    """Metropolis: take each proposal with its probability; ``accepted`` (sites, chains) counts."""
    sites, chains, _ = places.shape
    for site in range(sites):
        for chain in range(chains):
            gain = moved_density[site, chain] - log_density[site, chain] + correction[site, chain]
            if np.log(uniform(keys[site, chain], step, ACCEPT)) < gain:
                places[site, chain] = moved[site, chain]
                log_density[site, chain] = moved_density[site, chain]
                accepted[site, chain] += 1


@njit(**KERNEL)
def uniform_draws(keys, step, drawn):
    """Draws from the uniform prior at the address ``step``: ``drawn`` (n, parameters) for ``keys`` (n,)."""
    for n in range(len(keys)):
        for k in range(drawn.shape[1]):
            drawn[n, k] = uniform(keys[n], step, k)


@njit(**KERNEL)
def uniform_at(keys, address, slot, drawn):
    """One number in (0, 1) for each of the ``keys`` (n,) at its ``address`` (n,) among those of :func:`box_moves`."""
    for n in range(len(keys)):
        drawn[n] = uniform(keys[n], np.uint64(address[n]) * TRIES, slot)


@njit(**KERNEL)
def lognormal_fit(soc, site_of, start, count, weights, log_observed, spread, least, total):
    """Log-likelihood of every simulated profile, (n,): errors of the logarithm of SOC, normal and independent between layers.

    ``soc`` (n, 20) gC/m3; ``site_of`` (n,) says whose layers ``start`` and ``count`` name in ``weights`` (layers, 20) and
    ``log_observed`` (layers,); ``spread`` their standard deviation; ``least`` gC/m3 where the logarithm begins.
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
    """Monotone piecewise cubic interpolation of ``values`` at the ``node`` (20,) to one ``depth``; the end pieces go on beyond the ends."""
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
    """Minus PRODA's cost of every simulated profile, (n,): ``w (m - o)^2 / (2 (0.6 o)^2)`` summed over its layers.

    Arguments as of :func:`lognormal_fit`; ``depth`` m, ``observed`` gC/m3 and ``layer_weights`` are (layers,).
    """
    for n in range(len(soc)):
        site = site_of[n]
        cost = 0.0
        for layer in range(start[site], start[site] + count[site]):
            error = pchip(node, soc[n], depth[layer]) - observed[layer]
            cost += layer_weights[layer] * error**2 / (2.0 * (relative_error * observed[layer]) ** 2)
        total[n] = -cost


@njit(**KERNEL)
def box_moves(keys, address, places, width, moved):
    """Proposals within half a ``width`` (n,) of every place, drawn anew until they lie in the ranges; ``address`` (n,)."""
    for n in range(len(keys)):
        for k in range(places.shape[1]):
            moved[n, k] = -1.0
            number = np.uint64(0)
            while not 0.0 <= moved[n, k] <= 1.0:
                moved[n, k] = places[n, k] + width[n] * (uniform(keys[n], np.uint64(address[n]) * TRIES + number, k) - 0.5)
                number += _ONE


@njit(**KERNEL)
def normal_moves(keys, address, places, factors, moved):
    """Proposals from normal distributions about the places, whose covariances have the Cholesky ``factors`` (n, p, p); drawn anew until
    they lie in the ranges, and left in place where none of ``TRIES`` does."""
    count = places.shape[1]
    draw = np.empty(count)
    for n in range(len(keys)):
        inside, number = False, np.uint64(0)
        while not inside and number < TRIES:
            for k in range(count):
                draw[k] = normal(keys[n], np.uint64(address[n]) * TRIES + number, 2 * k)
            inside = True
            for k in range(count):
                step = 0.0
                for j in range(k + 1):
                    step += factors[n, k, j] * draw[j]
                moved[n, k] = places[n, k] + step
                inside &= 0.0 <= moved[n, k] <= 1.0
            number += _ONE
        if not inside:
            moved[n] = places[n]


@njit(**KERNEL)
def remember(chosen, places, count, mean, squares):
    """Add the places of the ``chosen`` chains to their running ``count``, ``mean`` and sums of ``squares`` about it (Welford 1962)."""
    size = places.shape[1]
    away = np.empty(size)
    for n in chosen:
        count[n] += 1
        for k in range(size):
            away[k] = places[n, k] - mean[n, k]
            mean[n, k] += away[k] / count[n]
        for k in range(size):
            for j in range(k + 1):
                squares[n, k, j] += away[k] * (places[n, j] - mean[n, j])


@njit(**KERNEL)
def factorise(chosen, count, squares, scale, factors):
    """Cholesky factors of ``scale`` times the covariance of the ``chosen`` chains, from what :func:`remember` keeps."""
    size = squares.shape[1]
    for n in chosen:
        by = scale[n] / max(count[n] - 1, 1)
        for k in range(size):
            for j in range(k + 1):
                value = by * squares[n, k, j] + (LEAST_VARIANCE if j == k else 0.0)
                for i in range(j):
                    value -= factors[n, k, i] * factors[n, j, i]
                factors[n, k, j] = np.sqrt(max(value, LEAST_VARIANCE)) if j == k else value / factors[n, j, j]
