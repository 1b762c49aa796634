"""Exponentials that numba's compiler can turn into vector instructions, in float64 and float32.

The ``exp`` of the C library is one call for each number. Here ``x = k ln 2 + r`` with ``|r| <= ln 2 / 2`` (Cody and Waite 1980),
``exp(r) - 1`` is its Taylor polynomial, and ``2**k`` is made from its bits.
"""

from __future__ import annotations

import math

import numpy as np
from llvmlite import ir
from numba import njit, types
from numba.extending import intrinsic, overload

_LOG2E, _LN2_HIGH, _LN2_LOW = 1.4426950408889634, 0.6931471803691238, 1.9082149292705877e-10
_C2, _C3, _C4, _C5, _C6, _C7, _C8, _C9, _C10, _C11, _C12, _C13 = (1.0 / math.factorial(n) for n in range(2, 14))

# The same in float32: a float64 constant would make the whole expression float64.
_LOG2E_32, _LN2_HIGH_32, _LN2_LOW_32 = np.float32(_LOG2E), np.float32(0.693359375), np.float32(-2.12194440e-4)
_HALF_32, _ONE_32 = np.float32(0.5), np.float32(1.0)
_D2, _D3, _D4, _D5, _D6, _D7 = (np.float32(1.0 / math.factorial(n)) for n in range(2, 8))


@intrinsic
def _two_to_the(typing_context, exponent):
    """2**exponent of an integral floating-point number within the exponent range, built from its bits."""
    bits, shift, bias = (64, 52, 1023) if exponent == types.float64 else (32, 23, 127)

    def generate(context, builder, signature, arguments):
        integer = ir.IntType(bits)
        whole = builder.fptosi(arguments[0], integer)
        shifted = builder.shl(builder.add(whole, ir.Constant(integer, bias)), ir.Constant(integer, shift))
        return builder.bitcast(shifted, context.get_value_type(exponent))

    return exponent(exponent), generate


def _reduced(x):
    """``2**k`` and ``exp(r) - 1``."""


@overload(_reduced, inline="always")
def _reduced_of_type(x):
    if x == types.float32:

        def single(x):
            k = np.floor(x * _LOG2E_32 + _HALF_32)
            r = x - k * _LN2_HIGH_32 - k * _LN2_LOW_32
            q = ((((((_D7 * r + _D6) * r + _D5) * r + _D4) * r + _D3) * r + _D2) * r + _ONE_32) * r
            return _two_to_the(k), q

        return single

    def double(x):
        k = np.floor(x * _LOG2E + 0.5)
        r = x - k * _LN2_HIGH - k * _LN2_LOW
        q = (((((_C13 * r + _C12) * r + _C11) * r + _C10) * r + _C9) * r + _C8) * r + _C7
        q = ((((((q * r + _C6) * r + _C5) * r + _C4) * r + _C3) * r + _C2) * r + 1.0) * r
        return _two_to_the(k), q

    return double


@njit(inline="always")
def exponential(x):
    """``exp(x)`` to rounding; ``x`` from -700 to 700 in float64, -87 to 87 in float32."""
    scale, rest = _reduced(x)
    return scale * rest + scale


@njit(inline="always")
def exponential_minus_one(x):
    """``exp(x) - 1`` without cancellation near zero; ``x`` as for :func:`exponential`."""
    scale, rest = _reduced(x)
    return scale * rest + (scale - type(x)(1))
