"""Monthly scalars of one site, their annual means, and the gradients by the monthly forcing.

They run over the 240 values of one site, not over lanes, because months and layers are already side by side in memory. The formulas are
those of ``environment``.
"""

from __future__ import annotations

from numba import njit

from .lane_options import LAYERS, MONTHS, OPTIONS, VALUES
from .vector_math import exponential


@njit(**{**OPTIONS, "fastmath": {"contract", "reassoc"}})
def _month_means(values, means, lane) -> None:
    """Means over the months of ``values``, (240,), into ``means[:, lane]``, (20, LANES)."""
    share = values.dtype.type(1.0 / MONTHS)
    for j in range(LAYERS):
        total = values[j * MONTHS]
        for m in range(1, MONTHS):
            total += values[j * MONTHS + m]
        means[j, lane] = total * share


@njit(**OPTIONS)
def _monthly_products(log_q10, scaling, kelvin, water, oxygen, nitrogen, reference, exponent, temperature, wet, airy, fed) -> None:
    """Monthly scalars of one site, (240,) each: temperature, water, their product with oxygen, and that with nitrogen.

    ``exponent`` gets the power of ``q10``, from the soil temperature ``kelvin``. See :func:`monthly_scalars`.
    """
    one, tenth = water.dtype.type(1), water.dtype.type(0.1)
    for i in range(VALUES):
        x = (kelvin[i] - reference) * tenth
        t = exponential(x * log_q10)
        w = min(scaling * water[i], one)
        a = t * w * oxygen[i]
        exponent[i] = x
        temperature[i] = t
        wet[i] = w
        airy[i] = a
        fed[i] = a * nitrogen[i]


@njit(**OPTIONS)
def _monthly_slopes(
    scaling, exponent, water, oxygen, nitrogen, temperature, airy, fed, by_q10, by_q10_airy, by_q10_fed, slope, slope_airy, slope_fed
) -> None:
    """Derivatives of the monthly products by ``log(q10)`` and by the water scaling, (240,) each."""
    one, zero = water.dtype.type(1), water.dtype.type(0)
    for i in range(VALUES):
        by_q10[i] = temperature[i] * exponent[i]
        by_q10_airy[i] = airy[i] * exponent[i]
        by_q10_fed[i] = fed[i] * exponent[i]
        uncapped = water[i] if scaling * water[i] <= one else zero
        through = temperature[i] * oxygen[i] * uncapped
        slope[i] = uncapped
        slope_airy[i] = through
        slope_fed[i] = through * nitrogen[i]


@njit(**OPTIONS)
def monthly_scalars(log_q10, scaling, kelvin, water, oxygen, nitrogen, reference, lane, means, moments, buffer, with_moments) -> None:
    """Annual means of one site's monthly products, and of their derivatives by ``log(q10)`` and the water scaling.

    Parameters
    ----------
    log_q10, scaling
        ``log(q10)`` and ``w_scaling`` of the site.
    kelvin, water, oxygen, nitrogen
        Soil temperature, K, and scalars, ``(240,)``.
    reference
        The temperature at which the temperature scalar is 1, K.
    lane
        The site's place in its group.
    means, moments
        Filled at ``lane``: ``(4, 20, LANES)`` and, where they are wanted, ``(6, 20, LANES)``.
    buffer
        ``(11, 240)``, scratch.
    with_moments
        Whether moments are wanted.
    """
    _monthly_products(log_q10, scaling, kelvin, water, oxygen, nitrogen, reference, buffer[10], buffer[0], buffer[1], buffer[2], buffer[3])
    for k in range(4):
        _month_means(buffer[k], means[k], lane)
    if with_moments:
        _monthly_slopes(
            scaling, buffer[10], water, oxygen, nitrogen, buffer[0], buffer[2], buffer[3],
            buffer[4], buffer[5], buffer[6], buffer[7], buffer[8], buffer[9],
        )  # fmt: skip
        for k in range(6):
            _month_means(buffer[4 + k], moments[k], lane)


@njit(**OPTIONS)
def monthly_gradients(
    log_q10, scaling, kelvin, water, oxygen, nitrogen, reference, d_means, lane, d_kelvin, d_water, d_oxygen, d_nitrogen
) -> None:
    """Gradients of one site's monthly forcing.

    Parameters
    ----------
    log_q10, scaling, kelvin, water, oxygen, nitrogen, reference, lane
        As :func:`monthly_scalars`.
    d_means
        Gradients of the means, ``(4, 20, LANES)``.
    d_kelvin, d_water, d_oxygen, d_nitrogen
        Filled: ``(240,)``.
    """
    one, zero = water.dtype.type(1), water.dtype.type(0)
    share, tenth = water.dtype.type(1.0 / MONTHS), water.dtype.type(0.1)
    for j in range(LAYERS):
        temperature, wet = d_means[0, j, lane] * share, d_means[1, j, lane] * share
        airy, fed = d_means[2, j, lane] * share, d_means[3, j, lane] * share
        for i in range(j * MONTHS, (j + 1) * MONTHS):
            t = exponential((kelvin[i] - reference) * tenth * log_q10)
            w = min(scaling * water[i], one)
            both = airy + fed * nitrogen[i]
            d_kelvin[i] = (temperature + w * oxygen[i] * both) * t * log_q10 * tenth
            d_water[i] = (wet + t * oxygen[i] * both) * scaling if scaling * water[i] <= one else zero
            d_oxygen[i] = t * w * both
            d_nitrogen[i] = t * w * oxygen[i] * fed
