"""Compiled helpers of the samplers: random numbers by address, jumps of chains.

All in one file, since numba looks at the file of a function alone to see whether its machine code is stale.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from ..clm5.compiled.lane_options import DRIVER

KERNEL: dict[str, Any] = dict(DRIVER)

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
    """A 64-bit number whose every bit depends on every bit of ``value``."""
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

    Parameters
    ----------
    keys, step
        Of the random numbers: a key for each chain, ``(sites, chains)``, and the step.
    places, moved
        Where the chains are, and, filled, where they would go, between 0 and 1, ``(sites, chains, parameters)``.
    archive, first, stop
        Past states, ``(rows, sites, parameters)``, and the first and last but one of the rows to use.
    correction
        Filled: ``(sites, chains)``, minus infinity for a proposal outside the ranges.
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
    """Metropolis: take each proposal with its probability.

    Parameters
    ----------
    keys, step, places, moved, correction
        As :func:`differential_moves`; the places change.
    log_density, moved_density
        At the places, which changes with them, and at the proposals, ``(sites, chains)``.
    accepted
        Counts, ``(sites, chains)``.
    """
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
    """Draws from the uniform prior.

    Parameters
    ----------
    keys, step
        A key for each chain, ``(n,)``, and the address of the draws.
    drawn
        Filled: between 0 and 1, ``(n, parameters)``.
    """
    for n in range(len(keys)):
        for k in range(drawn.shape[1]):
            drawn[n, k] = uniform(keys[n], step, k)


@njit(**KERNEL)
def uniform_at(keys, address, slot, drawn):
    """One number in (0, 1) for each chain, among those of :func:`box_moves`.

    Parameters
    ----------
    keys, address
        As :func:`box_moves`.
    slot
        Of the number.
    drawn
        Filled: ``(n,)``.
    """
    for n in range(len(keys)):
        drawn[n] = uniform(keys[n], np.uint64(address[n]) * TRIES, slot)


@njit(**KERNEL)
def box_moves(keys, address, places, width, moved):
    """Proposals within half a ``width`` of every place, drawn anew until they lie in the ranges.

    Parameters
    ----------
    keys, address
        Of the random numbers of each chain, ``(n,)``.
    places, moved
        Where the chains are, and, filled, where they would go, between 0 and 1, ``(n, parameters)``.
    width
        In ranges, ``(n,)``.
    """
    for n in range(len(keys)):
        for k in range(places.shape[1]):
            moved[n, k] = -1.0
            number = np.uint64(0)
            while not 0.0 <= moved[n, k] <= 1.0:
                moved[n, k] = places[n, k] + width[n] * (uniform(keys[n], np.uint64(address[n]) * TRIES + number, k) - 0.5)
                number += _ONE


@njit(**KERNEL)
def normal_moves(keys, address, places, factors, moved):
    """Proposals from normal distributions about the places, drawn anew until they lie in the ranges.

    Parameters
    ----------
    keys, address, places, moved
        As :func:`box_moves`; a chain stays in place where none of ``TRIES`` draws lies in the ranges.
    factors
        Cholesky factors of the covariances, ``(n, parameters, parameters)``.
    """
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
    """Add the places of some chains to their running means and sums of squares (Welford 1962).

    Parameters
    ----------
    chosen
        The chains, ``(m,)`` indices into the others.
    places
        As :func:`box_moves`.
    count, mean, squares
        Are updated: ``(n,)``, ``(n, parameters)`` and, about the mean, ``(n, parameters, parameters)``.
    """
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
    """Cholesky factors of ``scale`` times the covariance of some chains.

    Parameters
    ----------
    chosen, count, squares
        As :func:`remember` keeps them.
    scale
        ``(n,)``.
    factors
        Filled: ``(n, parameters, parameters)``.
    """
    size = squares.shape[1]
    for n in chosen:
        by = scale[n] / max(count[n] - 1, 1)
        for k in range(size):
            for j in range(k + 1):
                value = by * squares[n, k, j] + (LEAST_VARIANCE if j == k else 0.0)
                for i in range(j):
                    value -= factors[n, k, i] * factors[n, j, i]
                factors[n, k, j] = np.sqrt(max(value, LEAST_VARIANCE)) if j == k else value / factors[n, j, j]
