"""Complex numbers in lanes.

A row of ``n`` complex numbers in lanes is ``(2 n LANES,)``: number, real and imaginary part, lane. The compiler knows the distances within
such a row, which it must to make vector instructions of loops over lanes that write many numbers.
"""

from __future__ import annotations

from numba import njit

from .lane_options import LANES


@njit(inline="always")
def entry(array, k, lane):
    """The complex number at place ``k``.

    Parameters
    ----------
    array, k, lane
        ``(2 n LANES,)``, the place of the number in its row, and the lane.
    """
    return complex(array[2 * k * LANES + lane], array[(2 * k + 1) * LANES + lane])


@njit(inline="always")
def put(array, k, lane, value):
    """Set the complex number at place ``k``.

    Parameters
    ----------
    array, k, lane
        As :func:`entry`.
    value
        The complex number.
    """
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


@njit(inline="always")
def real_product(one, other):
    """The real part of a product of complex numbers."""
    return one.real * other.real - one.imag * other.imag
