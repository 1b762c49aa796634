"""Steps in time as rational functions of the soil's operator ``M``.

The carbon after a time ``h`` of constant forcing is ``x + h phi(-h M) (I - M x)`` with ``phi(z) = (exp(z) - 1) / z``, and its integral over
that time ``h x + h^2 psi(-h M) (I - M x)`` with ``psi(z) = (phi(z) - 1) / z``. Where ``r(z) = sum of c / (z - p)`` over poles ``p`` stands
for the exponential, ``phi`` becomes the sum of ``(c / p) / (z - p)`` and ``psi`` that of ``(c / p^2) / (z - p)``: both need only the
solutions ``v`` of ``(M + p / h) v = I - M x``, one for each pole (of a pair of conjugate poles one).

At equilibrium a step changes nothing, to rounding. Since ``r(0) = r'(0) = 1`` exactly, ``M`` times the integral is what came in less what
was stored, so that the balance of carbon closes to rounding.
"""

from __future__ import annotations

from typing import NamedTuple

from .geometry import DAYS_PER_YEAR

# Poles of a near-best approximation of exp(z) for all z <= 0, seven of fourteen; the others are conjugate (method of Caratheodory and
# Fejer: Trefethen, Weideman and Schmelzer 2006).
POLES = (
    5.62317153475742 + 1.19406642870216j,
    5.08937456487505 + 3.58881609560285j,
    3.99340042965063 + 6.00481806013902j,
    2.26981652585214 + 8.46171780687720j,
    -0.208723777649025 + 10.9912320263333j,
    -3.70323916017668 + 13.6563334637125j,
    -8.89773541318030 + 16.6309352084245j,
)
# Their coefficients: those with the least largest error (1.2e-13, as without conditions) that give r(0) = 1 and r'(0) = 1.
COEFFICIENTS = (
    -27.876160434737827 - 102.15000851463628j,
    46.93490254936739 + 45.64454269378649j,
    -23.498979882455227 - 5.808217791944413j,
    4.807234023479478 - 1.3211121226830802j,
    -0.37636338795404223 + 0.3352044388846251j,
    0.009438669921887657 - 0.01718572400943528j,
    -7.15374661300716e-05 + 0.00014362396408956754j,
)


class RationalStep(NamedTuple):
    """A step of ``days``: with ``v`` the solution of ``(M + s) v = I - M x`` for each of the ``shifts`` ``s`` (1/day), the state changes by
    the real part of the sum of ``state_weights`` times ``v``, and its integral over the step (gC/m3 day) is ``days x`` plus the real part
    of the sum of ``integral_weights`` (day) times ``v``."""

    days: float
    shifts: tuple[complex, ...]
    state_weights: tuple[complex, ...]
    integral_weights: tuple[complex, ...]


def exponential_step(years: float) -> RationalStep:
    """A step without an error of step size: fourteen poles, which are seven complex solves."""
    days = DAYS_PER_YEAR * years
    pairs = tuple(zip(COEFFICIENTS, POLES))
    return RationalStep(
        days,
        tuple(pole / days for pole in POLES),
        tuple(-2.0 * coefficient / pole for coefficient, pole in pairs),
        tuple(-2.0 * days * coefficient / pole**2 for coefficient, pole in pairs),
    )


def euler_step(years: float) -> RationalStep:
    """An implicit Euler step, one real solve: of first order in the step, and non-negative whatever its length."""
    days = DAYS_PER_YEAR * years
    return RationalStep(days, (1.0 / days,), (1.0,), (days,))


STEPPERS = {"exponential": exponential_step, "euler": euler_step}
