"""Solution of the shifted systems of ``lane_shifted``, and of their transposed systems, lane by lane, with the pivots found there.

A vector over all pools is ``(20, 14 LANES)``, a row of seven complex numbers in lanes for each layer; it is solved in place.
"""

from __future__ import annotations

from numba import njit

from .complex_lanes import entry, put, scaled
from .lane_options import LANES, LAYERS, OPTIONS


@njit(**OPTIONS)
def solve_debris_shifted(inverse, rates, modifier, transfers, vector) -> None:
    """Woody debris in place, and what it passes to cellulose and lignin litter.

    Parameters
    ----------
    inverse, rates, modifier
        As :func:`lane_shifted.invert_debris`, which has filled the inverse.
    transfers
        Shares of a donor's loss that its receivers get, ``(10, LANES)``.
    vector
        The right-hand side, in part solved, ``(20, 14 LANES)``.
    """
    for j in range(LAYERS):
        row = vector[j]
        for lane in range(LANES):
            debris = entry(inverse[j], 0, lane) * entry(row, 0, lane)
            lost = scaled(rates[0, lane] * modifier[j, lane], debris)
            put(row, 0, lane, debris)
            put(row, 2, lane, entry(row, 2, lane) + scaled(transfers[0, lane], lost))
            put(row, 3, lane, entry(row, 3, lane) + scaled(transfers[1, lane], lost))


@njit(**OPTIONS)
def pass_litters(rates, modifier, transfers, vector) -> None:
    """What the litters pass to active and slow soil carbon.

    Parameters
    ----------
    rates, transfers, vector
        As :func:`solve_debris_shifted`.
    modifier
        Rate modifier of the litters, ``(20, LANES)``.
    """
    for j in range(LAYERS):
        row = vector[j]
        for lane in range(LANES):
            factor = modifier[j, lane]
            metabolic = scaled(transfers[2, lane] * rates[1, lane] * factor, entry(row, 1, lane))
            cellulose = scaled(transfers[3, lane] * rates[2, lane] * factor, entry(row, 2, lane))
            lignin = scaled(transfers[4, lane] * rates[3, lane] * factor, entry(row, 3, lane))
            put(row, 4, lane, entry(row, 4, lane) + metabolic + cellulose)
            put(row, 5, lane, entry(row, 5, lane) + lignin)


@njit(**OPTIONS)
def pass_litters_back(rates, modifier, transfers, vector) -> None:
    """The transposed of :func:`pass_litters`.

    Parameters
    ----------
    rates, modifier, transfers, vector
        As :func:`pass_litters`.
    """
    for j in range(LAYERS):
        row = vector[j]
        for lane in range(LANES):
            factor = modifier[j, lane]
            active, slow = entry(row, 4, lane), entry(row, 5, lane)
            put(row, 1, lane, entry(row, 1, lane) + scaled(transfers[2, lane] * rates[1, lane] * factor, active))
            put(row, 2, lane, entry(row, 2, lane) + scaled(transfers[3, lane] * rates[2, lane] * factor, active))
            put(row, 3, lane, entry(row, 3, lane) + scaled(transfers[4, lane] * rates[3, lane] * factor, slow))


@njit(**OPTIONS)
def solve_debris_transposed(inverse, rates, modifier, transfers, vector) -> None:
    """The transposed of :func:`solve_debris_shifted`.

    Parameters
    ----------
    inverse, rates, modifier, transfers, vector
        As :func:`solve_debris_shifted`.
    """
    for j in range(LAYERS):
        row = vector[j]
        for lane in range(LANES):
            passed = scaled(transfers[0, lane], entry(row, 2, lane)) + scaled(transfers[1, lane], entry(row, 3, lane))
            right = entry(row, 0, lane) + scaled(rates[0, lane] * modifier[j, lane], passed)
            put(row, 0, lane, entry(inverse[j], 0, lane) * right)


@njit(**OPTIONS)
def solve_litters_shifted(inverse, down, up, vector) -> None:
    """The litters in place.

    Parameters
    ----------
    inverse
        As :func:`lane_shifted.eliminate_litters_shifted` has filled it.
    down, up
        Exchange that carries from the layer above and from the one below, 1/day, ``(20, LANES)``.
    vector
        The right-hand side, in part solved, ``(20, 14 LANES)``.
    """
    for j in range(1, LAYERS):
        for p in range(3):
            for lane in range(LANES):
                flow = entry(inverse[j - 1], p, lane) * entry(vector[j - 1], 1 + p, lane)
                put(vector[j], 1 + p, lane, entry(vector[j], 1 + p, lane) + scaled(down[j, lane], flow))
    for i in range(LAYERS):
        j = LAYERS - 1 - i
        for p in range(3):
            for lane in range(LANES):
                right = entry(vector[j], 1 + p, lane)
                if i > 0:
                    right += scaled(up[j, lane], entry(vector[j + 1], 1 + p, lane))
                put(vector[j], 1 + p, lane, entry(inverse[j], p, lane) * right)


@njit(**OPTIONS)
def _add_block(inverse, across, factor, row, target) -> None:
    """Add ``factor``, (LANES), times the block times the soil pools of ``row`` to those of ``target``, both (14 LANES).

    ``inverse`` is the block, (18 LANES); ``across`` as in :func:`solve_soil_shifted`.
    """
    step = 4 - across
    for p in range(3):
        k = step * p
        for lane in range(LANES):
            value = entry(inverse, k, lane) * entry(row, 4, lane)
            value += entry(inverse, k + across, lane) * entry(row, 5, lane)
            value += entry(inverse, k + 2 * across, lane) * entry(row, 6, lane)
            put(target, 4 + p, lane, entry(target, 4 + p, lane) + scaled(factor[lane], value))


@njit(**OPTIONS)
def _set_block(inverse, across, row, work) -> None:
    """The soil pools of ``row`` times the block, in place; ``work`` (6 LANES) is scratch."""
    step = 4 - across
    for p in range(3):
        k = step * p
        for lane in range(LANES):
            value = entry(inverse, k, lane) * entry(row, 4, lane)
            value += entry(inverse, k + across, lane) * entry(row, 5, lane)
            value += entry(inverse, k + 2 * across, lane) * entry(row, 6, lane)
            put(work, p, lane, value)
    first = 8 * LANES
    for i in range(len(work)):
        row[first + i] = work[i]


@njit(**OPTIONS)
def _add_soil(factor, row, target) -> None:
    """Add ``factor`` (LANES) times the soil pools of ``row`` to those of ``target``."""
    # Read from the array: a loop whose length the compiler knew would be unrolled in place of vector instructions.
    lanes = len(factor)
    for p in range(4, 7):
        for lane in range(lanes):
            put(target, p, lane, entry(target, p, lane) + scaled(factor[lane], entry(row, p, lane)))


@njit(**OPTIONS)
def solve_soil_shifted(inverse, across, down, up, vector, work) -> None:
    """The soil pools in place.

    Parameters
    ----------
    inverse
        As :func:`lane_shifted.eliminate_soil_shifted` has filled it.
    across
        1 or, for the transposed system, 3: the step between the entries of one row of a block.
    down, up, vector
        As :func:`solve_litters_shifted`.
    work
        ``(6 LANES,)``, scratch.
    """
    for j in range(1, LAYERS):
        _add_block(inverse[j - 1], across, down[j], vector[j - 1], vector[j])
    for i in range(LAYERS):
        j = LAYERS - 1 - i
        if i > 0:
            _add_soil(up[j], vector[j + 1], vector[j])
        _set_block(inverse[j], across, vector[j], work)
