"""Shifted systems ``(M + s) v = b`` with complex ``s``, lane by lane: elimination, solution, and the transposed solution.

See ``elimination`` for the method and ``shifted`` for the order. A row of ``n`` complex numbers in lanes is ``(2 n LANES,)``: number, real
and imaginary part, lane. The compiler knows the distances within such a row, which it must to make vector instructions of loops over lanes
that write many numbers. A vector over all pools is ``(20, 14 LANES)``, a row of seven numbers for each layer.
"""

from __future__ import annotations

from numba import njit

from .lane_options import LANES, LAYERS, OPTIONS


@njit(inline="always")
def entry(array, k, lane):
    """The complex number at place ``k``."""
    return complex(array[2 * k * LANES + lane], array[(2 * k + 1) * LANES + lane])


@njit(inline="always")
def put(array, k, lane, value):
    """Set the complex number at place ``k``."""
    array[2 * k * LANES + lane] = value.real
    array[(2 * k + 1) * LANES + lane] = value.imag


@njit(inline="always")
def scaled(factor, value):
    """A real number times a complex one."""
    return complex(factor * value.real, factor * value.imag)


@njit(inline="always")
def plus(number, value):
    """A real number plus a complex one."""
    return complex(number + value.real, value.imag)


@njit(inline="always")
def reciprocal(value):
    """One over a complex number."""
    factor = type(value.real)(1) / (value.real * value.real + value.imag * value.imag)
    return complex(value.real * factor, -value.imag * factor)


@njit(**OPTIONS)
def invert_debris(rates, modifier, real, imaginary, inverse) -> None:
    """Inverse of woody debris' diagonal, (20, 2 LANES)."""
    for j in range(LAYERS):
        for lane in range(LANES):
            put(inverse[j], 0, lane, reciprocal(complex(rates[0, lane] * modifier[j, lane] + real, imaginary)))


@njit(**OPTIONS)
def eliminate_litters_shifted(rates, modifier, upper, lower, real, imaginary, inverse, excess) -> None:
    """Inverse pivots of the three litters, (20, 6 LANES), from the rates of all pools; ``excess`` (18 LANES) is scratch."""
    excess[:] = 0
    inverse[0] = 0
    for j in range(LAYERS):
        pivot_litters(rates, modifier[j], real, imaginary, upper[j], lower[j], inverse[max(j - 1, 0)], inverse[j], excess)


@njit(**OPTIONS)
def pivot_litters(rates, modifier, real, imaginary, upper, lower, above, inverse, excess) -> None:
    """Inverse pivots of the litters in a layer, (6 LANES), from those of the layer above, and the excess in place."""
    for p in range(3):
        for lane in range(LANES):
            own = complex(rates[1 + p, lane] * modifier[lane] + real, imaginary)
            amount = own + scaled(upper[lane], entry(above, p, lane) * entry(excess, p, lane))
            put(excess, p, lane, amount)
            put(inverse, p, lane, reciprocal(plus(lower[lane], amount)))


@njit(**OPTIONS)
def eliminate_soil_shifted(turnover, modifier, upper, lower, real, imaginary, inverse, excess) -> None:
    """Inverse pivots of the soil pools, (20, 18 LANES), from ``turnover`` (9, LANES); ``excess`` (18 LANES) is scratch."""
    for j in range(LAYERS):
        if j == 0:
            start_excess(turnover, modifier[0], real, imaginary, excess)
        else:
            carry_excess_shifted(turnover, modifier[j], real, imaginary, upper[j], lower[j - 1], inverse[j - 1], excess)
        invert_blocks_shifted(excess, lower[j], inverse[j])


@njit(**OPTIONS)
def start_excess(turnover, modifier, real, imaginary, excess) -> None:
    """Excess of the first layer, (18 LANES)."""
    zero = real - real
    for k in range(9):
        on = k == 0 or k == 4 or k == 8
        for lane in range(LANES):
            put(excess, k, lane, complex(modifier[lane] * turnover[k, lane] + (real if on else zero), imaginary if on else zero))


@njit(**OPTIONS)
def carry_excess_shifted(turnover, modifier, real, imaginary, upper, above, inverse, excess) -> None:
    """Excess of a layer's pivot over its exchange downward, from that of the layer above, in place; see ``elimination``."""
    for lane in range(LANES):
        e00, e01, e02 = entry(inverse, 0, lane), entry(inverse, 1, lane), entry(inverse, 2, lane)
        e10, e11, e12 = entry(inverse, 3, lane), entry(inverse, 4, lane), entry(inverse, 5, lane)
        e20, e21, e22 = entry(inverse, 6, lane), entry(inverse, 7, lane), entry(inverse, 8, lane)
        kept0 = e00 * entry(excess, 0, lane) + e01 * entry(excess, 3, lane) + e02 * entry(excess, 6, lane)
        kept1 = e10 * entry(excess, 1, lane) + e11 * entry(excess, 4, lane) + e12 * entry(excess, 7, lane)
        kept2 = e20 * entry(excess, 2, lane) + e21 * entry(excess, 5, lane) + e22 * entry(excess, 8, lane)
        factor, carried = modifier[lane], upper[lane]
        mixed = -carried * above[lane]
        shift = complex(real, imaginary)
        put(excess, 0, lane, plus(factor * turnover[0, lane], shift + scaled(carried, kept0)))
        put(excess, 1, lane, plus(factor * turnover[1, lane], scaled(mixed, e01)))
        put(excess, 2, lane, plus(factor * turnover[2, lane], scaled(mixed, e02)))
        put(excess, 3, lane, plus(factor * turnover[3, lane], scaled(mixed, e10)))
        put(excess, 4, lane, plus(factor * turnover[4, lane], shift + scaled(carried, kept1)))
        put(excess, 5, lane, plus(factor * turnover[5, lane], scaled(mixed, e12)))
        put(excess, 6, lane, plus(factor * turnover[6, lane], scaled(mixed, e20)))
        put(excess, 7, lane, plus(factor * turnover[7, lane], scaled(mixed, e21)))
        put(excess, 8, lane, plus(factor * turnover[8, lane], shift + scaled(carried, kept2)))


@njit(**OPTIONS)
def invert_blocks_shifted(excess, lower, inverse) -> None:
    """Inverse of ``excess + lower`` on the diagonal, (18 LANES), by elimination without pivoting."""
    for lane in range(LANES):
        a01, a02, a12 = entry(excess, 1, lane), entry(excess, 2, lane), entry(excess, 5, lane)
        a10, a20, a21 = entry(excess, 3, lane), entry(excess, 6, lane), entry(excess, 7, lane)
        p0 = reciprocal(plus(lower[lane], entry(excess, 0, lane)))
        u01, u02, l10, l20 = a01 * p0, a02 * p0, a10 * p0, a20 * p0
        p1 = reciprocal(plus(lower[lane], entry(excess, 4, lane)) - a10 * u01)
        b12, b21 = a12 - a10 * u02, a21 - a20 * u01
        u12, l21 = b12 * p1, b21 * p1
        p2 = reciprocal(plus(lower[lane], entry(excess, 8, lane)) - a20 * u02 - b21 * u12)
        f20 = (l21 * l10 - l20) * p2
        f10 = -l10 * p1 - u12 * f20
        f21 = -l21 * p2
        f11 = p1 - u12 * f21
        f12 = -u12 * p2
        put(inverse, 8, lane, p2)
        put(inverse, 7, lane, f21)
        put(inverse, 6, lane, f20)
        put(inverse, 5, lane, f12)
        put(inverse, 4, lane, f11)
        put(inverse, 3, lane, f10)
        put(inverse, 2, lane, -u01 * f12 - u02 * p2)
        put(inverse, 1, lane, -u01 * f11 - u02 * f21)
        put(inverse, 0, lane, p0 - u01 * f10 - u02 * f20)


@njit(**OPTIONS)
def solve_debris_shifted(inverse, rates, modifier, transfers, vector) -> None:
    """Woody debris in place, and what it passes to cellulose and lignin litter."""
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
    """What the litters pass to active and slow soil carbon."""
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
    """The transposed of :func:`pass_litters`."""
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
    """The transposed of :func:`solve_debris_shifted`."""
    for j in range(LAYERS):
        row = vector[j]
        for lane in range(LANES):
            passed = scaled(transfers[0, lane], entry(row, 2, lane)) + scaled(transfers[1, lane], entry(row, 3, lane))
            right = entry(row, 0, lane) + scaled(rates[0, lane] * modifier[j, lane], passed)
            put(row, 0, lane, entry(inverse[j], 0, lane) * right)


@njit(**OPTIONS)
def solve_litters_shifted(inverse, down, up, vector) -> None:
    """The litters in place; ``down`` and ``up`` (20, LANES) carry from the layer above and below."""
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
def add_block(inverse, across, factor, row, target) -> None:
    """Add ``factor`` (LANES) times the block times the soil pools of ``row`` to those of ``target``; ``across`` is 1 or, for the
    transposed block, 3: the step between the entries of one row of it."""
    step = 4 - across
    for p in range(3):
        k = step * p
        for lane in range(LANES):
            value = entry(inverse, k, lane) * entry(row, 4, lane)
            value += entry(inverse, k + across, lane) * entry(row, 5, lane)
            value += entry(inverse, k + 2 * across, lane) * entry(row, 6, lane)
            put(target, 4 + p, lane, entry(target, 4 + p, lane) + scaled(factor[lane], value))


@njit(**OPTIONS)
def set_block(inverse, across, row, work) -> None:
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
def add_soil(factor, row, target) -> None:
    """Add ``factor`` (LANES) times the soil pools of ``row`` to those of ``target``."""
    # Read from the array: a loop whose length the compiler knew would be unrolled in place of vector instructions.
    lanes = len(factor)
    for p in range(4, 7):
        for lane in range(lanes):
            put(target, p, lane, entry(target, p, lane) + scaled(factor[lane], entry(row, p, lane)))


@njit(**OPTIONS)
def solve_soil_shifted(inverse, across, down, up, vector, work) -> None:
    """The soil pools in place; ``across`` as in :func:`add_block`, ``down`` and ``up`` as in :func:`solve_litters_shifted`."""
    for j in range(1, LAYERS):
        add_block(inverse[j - 1], across, down[j], vector[j - 1], vector[j])
    for i in range(LAYERS):
        j = LAYERS - 1 - i
        if i > 0:
            add_soil(up[j], vector[j + 1], vector[j])
        set_block(inverse[j], across, vector[j], work)
