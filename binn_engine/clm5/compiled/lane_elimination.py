"""Elimination over the layers, lane by lane: forward, and with the transposed system for the adjoint.

See ``elimination`` for the method. The last dimension of the arrays is the lane, as in ``lanes``.
"""

from __future__ import annotations

from numba import njit

from .lane_options import LANES, LAYERS, OPTIONS


@njit(**OPTIONS)
def eliminate_litters(rates, modifier, upper, lower, inverse, excess) -> None:
    """Inverse pivots of the three litters.

    Parameters
    ----------
    rates
        Of the litters, 1/day, ``(3, LANES)``.
    modifier, upper, lower
        Rate modifier of the litters, and exchange with the layer above and below, 1/day, ``(20, LANES)``.
    inverse
        Filled: day, ``(3, 20, LANES)``.
    excess
        ``(LANES,)``, scratch.
    """
    one = rates.dtype.type(1)
    for p in range(3):
        for lane in range(LANES):
            excess[lane] = rates[p, lane] * modifier[0, lane]
            inverse[p, 0, lane] = one / (excess[lane] + lower[0, lane])
        for j in range(1, LAYERS):
            for lane in range(LANES):
                excess[lane] = rates[p, lane] * modifier[j, lane] + upper[j, lane] * inverse[p, j - 1, lane] * excess[lane]
                inverse[p, j, lane] = one / (excess[lane] + lower[j, lane])


@njit(**OPTIONS)
def solve_litters(inverse, upper, lower, source, pools) -> None:
    """Steady state of the three litters.

    Parameters
    ----------
    inverse, upper, lower
        As :func:`eliminate_litters`, which has filled the inverse pivots.
    source
        gC/m3/day, ``(3, 20, LANES)``; it is used up.
    pools
        Filled: gC/m3, ``(3, 20, LANES)``.
    """
    for p in range(3):
        for j in range(1, LAYERS):
            for lane in range(LANES):
                source[p, j, lane] += upper[j, lane] * inverse[p, j - 1, lane] * source[p, j - 1, lane]
        for lane in range(LANES):
            pools[p, LAYERS - 1, lane] = source[p, LAYERS - 1, lane] * inverse[p, LAYERS - 1, lane]
        for i in range(LAYERS - 1):
            j = LAYERS - 2 - i
            for lane in range(LANES):
                pools[p, j, lane] = (source[p, j, lane] + lower[j, lane] * pools[p, j + 1, lane]) * inverse[p, j, lane]


@njit(**OPTIONS)
def eliminate_soil(turnover, modifier, upper, lower, inverse, excess) -> None:
    """Inverse pivots of the soil pools.

    Parameters
    ----------
    turnover
        Turnover matrix, 1/day, row by row, ``(9, LANES)``.
    modifier, upper, lower
        Rate modifier of the soil pools, and exchange with the layer above and below, 1/day, ``(20, LANES)``.
    inverse
        Filled: day, ``(20, 9, LANES)``.
    excess
        ``(9, LANES)``, scratch.
    """
    one = turnover.dtype.type(1)
    for j in range(LAYERS):
        if j == 0:
            for k in range(9):
                for lane in range(LANES):
                    excess[k, lane] = modifier[0, lane] * turnover[k, lane]
        else:
            _carry_excess(turnover, modifier[j], upper[j], lower[j - 1], inverse[j - 1], excess)
        _invert_blocks(excess, lower[j], inverse[j], one)


@njit(**OPTIONS)
def _carry_excess(turnover, modifier, upper, above, inverse, excess) -> None:
    """Excess of a layer's pivot over its exchange downward, (9, LANES), from that of the layer above, in place; see ``elimination``.

    ``modifier``, ``upper`` and ``above``, the lower exchange of the layer above, are (LANES); ``turnover`` and ``inverse`` are (9, LANES).
    """
    for lane in range(LANES):
        e00, e01, e02 = inverse[0, lane], inverse[1, lane], inverse[2, lane]
        e10, e11, e12 = inverse[3, lane], inverse[4, lane], inverse[5, lane]
        e20, e21, e22 = inverse[6, lane], inverse[7, lane], inverse[8, lane]
        kept0 = e00 * excess[0, lane] + e01 * excess[3, lane] + e02 * excess[6, lane]
        kept1 = e10 * excess[1, lane] + e11 * excess[4, lane] + e12 * excess[7, lane]
        kept2 = e20 * excess[2, lane] + e21 * excess[5, lane] + e22 * excess[8, lane]
        factor, carried = modifier[lane], upper[lane]
        mixed = carried * above[lane]
        excess[0, lane] = factor * turnover[0, lane] + carried * kept0
        excess[1, lane] = factor * turnover[1, lane] - mixed * e01
        excess[2, lane] = factor * turnover[2, lane] - mixed * e02
        excess[3, lane] = factor * turnover[3, lane] - mixed * e10
        excess[4, lane] = factor * turnover[4, lane] + carried * kept1
        excess[5, lane] = factor * turnover[5, lane] - mixed * e12
        excess[6, lane] = factor * turnover[6, lane] - mixed * e20
        excess[7, lane] = factor * turnover[7, lane] - mixed * e21
        excess[8, lane] = factor * turnover[8, lane] + carried * kept2


@njit(**OPTIONS)
def _invert_blocks(excess, lower, inverse, one) -> None:
    """Inverse of ``excess + lower`` on the diagonal, (9, LANES), by elimination without pivoting (an M-matrix)."""
    for lane in range(LANES):
        a00, a01, a02 = excess[0, lane] + lower[lane], excess[1, lane], excess[2, lane]
        a10, a11, a12 = excess[3, lane], excess[4, lane] + lower[lane], excess[5, lane]
        a20, a21, a22 = excess[6, lane], excess[7, lane], excess[8, lane] + lower[lane]
        p0 = one / a00
        u01, u02 = a01 * p0, a02 * p0
        l10, l20 = a10 * p0, a20 * p0
        p1 = one / (a11 - a10 * u01)
        b12 = a12 - a10 * u02
        b21 = a21 - a20 * u01
        u12, l21 = b12 * p1, b21 * p1
        p2 = one / (a22 - a20 * u02 - b21 * u12)
        # Columns of the inverse by substitution: forward through the lower factor, back through the upper one.
        f20 = (l21 * l10 - l20) * p2
        f10 = -l10 * p1 - u12 * f20
        f21 = -l21 * p2
        f11 = p1 - u12 * f21
        f12 = -u12 * p2
        inverse[8, lane] = p2
        inverse[7, lane] = f21
        inverse[6, lane] = f20
        inverse[5, lane] = f12
        inverse[4, lane] = f11
        inverse[3, lane] = f10
        inverse[2, lane] = -u01 * f12 - u02 * p2
        inverse[1, lane] = -u01 * f11 - u02 * f21
        inverse[0, lane] = p0 - u01 * f10 - u02 * f20


@njit(**OPTIONS)
def _apply_block(inverse, x, y) -> None:
    """``y = inverse @ x``: (9, LANES), (3, LANES), (3, LANES)."""
    for lane in range(LANES):
        x0, x1, x2 = x[0, lane], x[1, lane], x[2, lane]
        y[0, lane] = inverse[0, lane] * x0 + inverse[1, lane] * x1 + inverse[2, lane] * x2
        y[1, lane] = inverse[3, lane] * x0 + inverse[4, lane] * x1 + inverse[5, lane] * x2
        y[2, lane] = inverse[6, lane] * x0 + inverse[7, lane] * x1 + inverse[8, lane] * x2


@njit(**OPTIONS)
def _apply_transposed_block(inverse, x, y) -> None:
    """``y = inverse.T @ x``; shapes as in :func:`_apply_block`."""
    for lane in range(LANES):
        x0, x1, x2 = x[0, lane], x[1, lane], x[2, lane]
        y[0, lane] = inverse[0, lane] * x0 + inverse[3, lane] * x1 + inverse[6, lane] * x2
        y[1, lane] = inverse[1, lane] * x0 + inverse[4, lane] * x1 + inverse[7, lane] * x2
        y[2, lane] = inverse[2, lane] * x0 + inverse[5, lane] * x1 + inverse[8, lane] * x2


@njit(**OPTIONS)
def _add_scaled(target, factor, x) -> None:
    """``target += factor * x``: (3, LANES), (LANES), (3, LANES)."""
    for p in range(3):
        for lane in range(LANES):
            target[p, lane] += factor[lane] * x[p, lane]


@njit(**OPTIONS)
def solve_soil(inverse, upper, lower, source, pools, step) -> None:
    """Steady state of the soil pools.

    Parameters
    ----------
    inverse, upper, lower
        As :func:`eliminate_soil`, which has filled the inverse pivots.
    source
        gC/m3/day, ``(20, 3, LANES)``; it is used up.
    pools
        Filled: gC/m3, ``(20, 3, LANES)``.
    step
        ``(3, LANES)``, scratch.
    """
    for j in range(1, LAYERS):
        _apply_block(inverse[j - 1], source[j - 1], step)
        _add_scaled(source[j], upper[j], step)
    _apply_block(inverse[LAYERS - 1], source[LAYERS - 1], pools[LAYERS - 1])
    for i in range(LAYERS - 1):
        j = LAYERS - 2 - i
        _add_scaled(source[j], lower[j], pools[j + 1])
        _apply_block(inverse[j], source[j], pools[j])


@njit(**OPTIONS)
def solve_soil_transposed(inverse, upper, lower, source, adjoint, step) -> None:
    """Solution of the transposed system of the soil pools.

    Parameters
    ----------
    inverse, upper, lower, source, step
        As :func:`solve_soil`; the source is a gradient by the pools.
    adjoint
        Filled: the gradient by their sources, ``(20, 3, LANES)``.
    """
    for j in range(1, LAYERS):
        _apply_transposed_block(inverse[j - 1], source[j - 1], step)
        _add_scaled(source[j], lower[j - 1], step)
    _apply_transposed_block(inverse[LAYERS - 1], source[LAYERS - 1], adjoint[LAYERS - 1])
    for i in range(LAYERS - 1):
        j = LAYERS - 2 - i
        _add_scaled(source[j], upper[j + 1], adjoint[j + 1])
        _apply_transposed_block(inverse[j], source[j], adjoint[j])


@njit(**OPTIONS)
def solve_litters_transposed(inverse, upper, lower, source, adjoint) -> None:
    """Solution of the transposed systems of the litters.

    Parameters
    ----------
    inverse, upper, lower, source
        As :func:`solve_litters`; the source is a gradient by the litters.
    adjoint
        Filled: the gradient by their sources, ``(3, 20, LANES)``.
    """
    for p in range(3):
        for j in range(1, LAYERS):
            for lane in range(LANES):
                source[p, j, lane] += lower[j - 1, lane] * inverse[p, j - 1, lane] * source[p, j - 1, lane]
        for lane in range(LANES):
            adjoint[p, LAYERS - 1, lane] = source[p, LAYERS - 1, lane] * inverse[p, LAYERS - 1, lane]
        for i in range(LAYERS - 1):
            j = LAYERS - 2 - i
            for lane in range(LANES):
                adjoint[p, j, lane] = (source[p, j, lane] + upper[j + 1, lane] * adjoint[p, j + 1, lane]) * inverse[p, j, lane]
