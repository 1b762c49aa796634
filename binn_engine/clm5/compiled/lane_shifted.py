"""Elimination of shifted systems ``(M + s) v = b`` with complex ``s``, lane by lane; ``lane_shifted_solve`` solves them.

See ``elimination`` for the method and ``shifted`` for the order. Rows of complex numbers are those of ``complex_lanes``.
"""

from __future__ import annotations

from numba import njit

from .complex_lanes import entry, plus, put, reciprocal, scaled
from .lane_options import LANES, LAYERS, OPTIONS


@njit(**OPTIONS)
def invert_debris(rates, modifier, real, imaginary, inverse) -> None:
    """Inverse of woody debris' diagonal.

    Parameters
    ----------
    rates, modifier
        Of all pools, 1/day, ``(7, LANES)``, and of woody debris, ``(20, LANES)``.
    real, imaginary
        The shift, 1/day.
    inverse
        Filled: day, ``(20, 2 LANES)``.
    """
    for j in range(LAYERS):
        for lane in range(LANES):
            put(inverse[j], 0, lane, reciprocal(complex(rates[0, lane] * modifier[j, lane] + real, imaginary)))


@njit(**OPTIONS)
def eliminate_litters_shifted(rates, modifier, upper, lower, real, imaginary, inverse, excess) -> None:
    """Inverse pivots of the three litters.

    Parameters
    ----------
    rates, real, imaginary
        As :func:`invert_debris`.
    modifier, upper, lower
        Rate modifier of the litters, and exchange with the layer above and below, 1/day, ``(20, LANES)``.
    inverse
        Filled: day, ``(20, 6 LANES)``.
    excess
        ``(18 LANES,)``, scratch.
    """
    excess[:] = 0
    inverse[0] = 0
    for j in range(LAYERS):
        _pivot_litters(rates, modifier[j], real, imaginary, upper[j], lower[j], inverse[max(j - 1, 0)], inverse[j], excess)


@njit(**OPTIONS)
def _pivot_litters(rates, modifier, real, imaginary, upper, lower, above, inverse, excess) -> None:
    """Inverse pivots of the litters in a layer, (6 LANES), from those of the layer ``above``, and the excess in place.

    ``modifier``, ``upper`` and ``lower`` are those of the layer, (LANES).
    """
    for p in range(3):
        for lane in range(LANES):
            own = complex(rates[1 + p, lane] * modifier[lane] + real, imaginary)
            amount = own + scaled(upper[lane], entry(above, p, lane) * entry(excess, p, lane))
            put(excess, p, lane, amount)
            put(inverse, p, lane, reciprocal(plus(lower[lane], amount)))


@njit(**OPTIONS)
def eliminate_soil_shifted(turnover, modifier, upper, lower, real, imaginary, inverse, excess) -> None:
    """Inverse pivots of the soil pools.

    Parameters
    ----------
    turnover, modifier, upper, lower
        As :func:`lane_elimination.eliminate_soil`.
    real, imaginary
        The shift, 1/day.
    inverse
        Filled: day, ``(20, 18 LANES)``.
    excess
        ``(18 LANES,)``, scratch.
    """
    for j in range(LAYERS):
        if j == 0:
            _start_excess(turnover, modifier[0], real, imaginary, excess)
        else:
            _carry_excess_shifted(turnover, modifier[j], real, imaginary, upper[j], lower[j - 1], inverse[j - 1], excess)
        _invert_blocks_shifted(excess, lower[j], inverse[j])


@njit(**OPTIONS)
def _start_excess(turnover, modifier, real, imaginary, excess) -> None:
    """Excess of the first layer, (18 LANES), from the turnover matrix, (9, LANES), and the layer's modifier, (LANES)."""
    zero = real - real
    for k in range(9):
        on = k == 0 or k == 4 or k == 8
        for lane in range(LANES):
            put(excess, k, lane, complex(modifier[lane] * turnover[k, lane] + (real if on else zero), imaginary if on else zero))


@njit(**OPTIONS)
def _carry_excess_shifted(turnover, modifier, real, imaginary, upper, above, inverse, excess) -> None:
    """Excess of a layer's pivot over its exchange downward, (18 LANES), in place; as ``lane_elimination._carry_excess``."""
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
def _invert_blocks_shifted(excess, lower, inverse) -> None:
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
