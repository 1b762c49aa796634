"""Compiled kernels of the CLM5 layer for the CPU: steady state and adjoint of sites side by side, float64 or float32.

Arrays end in the lane: ``LANES`` sites go through the recurrences over layers together, so that each loop over lanes becomes vector
instructions and all numbers stay in cache. The monthly scalars run over the 240 values of one site instead, where months
and layers lie side by side already. Formulas are those of ``environment``, ``transport``, ``elimination`` and ``model``, which
hold the derivations and are the reference that tests compare with.

Constants come in the arrays' own type: a literal would turn float32 into float64.
"""

from __future__ import annotations

from numba import njit
from numba.core.compiler import Compiler

from .vector_math import exponential, exponential_minus_one

LANES = 16
LAYERS, MONTHS = 20, 12
VALUES = LAYERS * MONTHS


class DistinctArraysCompiler(Compiler):
    """Tells the compiler that no two array arguments overlap: without it, loops over many arrays stay scalar."""

    def define_pipelines(self) -> list:
        """The usual pipeline."""
        self.state.flags.noalias = True
        return super().define_pipelines()


OPTIONS = {"nogil": True, "cache": True, "error_model": "numpy", "fastmath": {"contract"}, "pipeline_class": DistinctArraysCompiler}


@njit(**{**OPTIONS, "fastmath": {"contract", "reassoc"}})
def month_means(values, means, lane):
    """Means over the months of ``values``, (240,), into ``means[:, lane]``, (20, LANES)."""
    share = values.dtype.type(1.0 / MONTHS)
    for j in range(LAYERS):
        total = values[j * MONTHS]
        for m in range(1, MONTHS):
            total += values[j * MONTHS + m]
        means[j, lane] = total * share


@njit(**OPTIONS)
def monthly_products(log_q10, scaling, kelvin, water, oxygen, nitrogen, reference, exponent, temperature, wet, airy, fed):
    """Monthly scalars of one site, (240,) each: temperature, water, their product with oxygen, and that with nitrogen.

    ``exponent`` gets the power of ``q10``, from the soil temperature ``kelvin``.
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
def monthly_slopes(
    scaling, exponent, water, oxygen, nitrogen, temperature, airy, fed, by_q10, by_q10_airy, by_q10_fed, slope, slope_airy, slope_fed
):
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
def monthly_scalars(log_q10, scaling, kelvin, water, oxygen, nitrogen, reference, lane, means, moments, buffer, with_moments):
    """Annual means of one site's monthly products into ``means`` (4, 20, LANES), and of their derivatives into ``moments``
    (6, 20, LANES); ``buffer`` is (11, 240)."""
    monthly_products(log_q10, scaling, kelvin, water, oxygen, nitrogen, reference, buffer[10], buffer[0], buffer[1], buffer[2], buffer[3])
    for k in range(4):
        month_means(buffer[k], means[k], lane)
    if with_moments:
        monthly_slopes(
            scaling, buffer[10], water, oxygen, nitrogen, buffer[0], buffer[2], buffer[3],
            buffer[4], buffer[5], buffer[6], buffer[7], buffer[8], buffer[9],
        )  # fmt: skip
        for k in range(6):
            month_means(buffer[4 + k], moments[k], lane)


@njit(**OPTIONS)
def rate_modifiers(means, efolding, node, lowest, floor, depth, modifier, litter_modifier, bulk):
    """Depth factor, rate modifiers of soil and litter pools, and bulk modifier of the process definitions, (20, LANES) each."""
    for j in range(LAYERS):
        for lane in range(LANES):
            depth[j, lane] = exponential(max(-node[j] / efolding[lane], lowest))
            modifier[j, lane] = max(means[2, j, lane] * depth[j, lane], floor)
            litter_modifier[j, lane] = max(means[3, j, lane] * depth[j, lane], floor)
            bulk[j, lane] = means[0, j, lane] * means[1, j, lane] * depth[j, lane]


@njit(**OPTIONS)
def exchange_rates(diffus, cryo, bioturbation, cryoturbation, least, bedrock, thickness, leaks, upper, lower):
    """Exchange with the layer above and below, (20, LANES), from unit exchanges (19, LANES); ``leaks`` (LANES): below bedrock the
    lower exchange is set to the upper one (mode ``published``)."""
    zero = thickness.dtype.type(0)
    for lane in range(LANES):
        upper[0, lane] = zero
        lower[LAYERS - 1, lane] = zero
    for j in range(LAYERS - 1):
        for lane in range(LANES):
            between = bioturbation[j, lane] * diffus[lane] + cryoturbation[j, lane] * cryo[lane] + least[j, lane]
            lower[j, lane] = between / thickness[j]
            upper[j + 1, lane] = between / thickness[j + 1]
    if leaks:
        for j in range(1, LAYERS - 1):
            for lane in range(LANES):
                lower[j, lane] = upper[j, lane] if j >= bedrock[lane] else lower[j, lane]


@njit(**OPTIONS)
def input_shares(beta_log, interface, thickness, last_input, surface_only, lowest, share, total):
    """Share of the input that enters each layer, (20, LANES); layers from ``last_input`` (0-based end, LANES) on get none."""
    one, zero = thickness.dtype.type(1), thickness.dtype.type(0)
    for lane in range(LANES):
        total[lane] = zero
    for j in range(LAYERS):
        for lane in range(LANES):
            top = exponential(max(beta_log[lane] * (interface[j] - thickness[j]), lowest))
            inside = -top * exponential_minus_one(max(beta_log[lane] * thickness[j], lowest))
            share[j, lane] = inside if j < last_input[lane] else zero
            total[lane] += share[j, lane]
    for j in range(LAYERS):
        for lane in range(LANES):
            surface = one if j == 0 else zero
            share[j, lane] = surface if surface_only[lane] else share[j, lane] / total[lane]


@njit(**OPTIONS)
def solve_litters(rates, modifier, upper, lower, source, inverse, excess, pools):
    """Steady state of the three litters, (3, 20, LANES), from ``rates`` (3, LANES).

    ``inverse`` keeps the inverse pivots; ``source`` is used up.
    """
    one = rates.dtype.type(1)
    for p in range(3):
        for lane in range(LANES):
            excess[lane] = rates[p, lane] * modifier[0, lane]
            inverse[p, 0, lane] = one / (excess[lane] + lower[0, lane])
        for j in range(1, LAYERS):
            for lane in range(LANES):
                carried = upper[j, lane] * inverse[p, j - 1, lane]
                excess[lane] = rates[p, lane] * modifier[j, lane] + carried * excess[lane]
                source[p, j, lane] += carried * source[p, j - 1, lane]
                inverse[p, j, lane] = one / (excess[lane] + lower[j, lane])
        for lane in range(LANES):
            pools[p, LAYERS - 1, lane] = source[p, LAYERS - 1, lane] * inverse[p, LAYERS - 1, lane]
        for i in range(LAYERS - 1):
            j = LAYERS - 2 - i
            for lane in range(LANES):
                pools[p, j, lane] = (source[p, j, lane] + lower[j, lane] * pools[p, j + 1, lane]) * inverse[p, j, lane]


@njit(**OPTIONS)
def eliminate_soil(turnover, modifier, upper, lower, inverse, excess):
    """Inverse pivots of the soil pools, (20, 9, LANES), from ``turnover`` (9, LANES); ``excess`` (9, LANES) is scratch."""
    one = turnover.dtype.type(1)
    for j in range(LAYERS):
        if j == 0:
            for k in range(9):
                for lane in range(LANES):
                    excess[k, lane] = modifier[0, lane] * turnover[k, lane]
        else:
            carry_excess(turnover, modifier[j], upper[j], lower[j - 1], inverse[j - 1], excess)
        invert_blocks(excess, lower[j], inverse[j], one)


@njit(**OPTIONS)
def carry_excess(turnover, modifier, upper, above, inverse, excess):
    """Excess of a layer's pivot over its exchange downward, from that of the layer above, in place; see ``elimination``."""
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
def invert_blocks(excess, lower, inverse, one):
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
def apply_block(inverse, x, y):
    """``y = inverse @ x``: (9, LANES), (3, LANES), (3, LANES)."""
    for lane in range(LANES):
        x0, x1, x2 = x[0, lane], x[1, lane], x[2, lane]
        y[0, lane] = inverse[0, lane] * x0 + inverse[1, lane] * x1 + inverse[2, lane] * x2
        y[1, lane] = inverse[3, lane] * x0 + inverse[4, lane] * x1 + inverse[5, lane] * x2
        y[2, lane] = inverse[6, lane] * x0 + inverse[7, lane] * x1 + inverse[8, lane] * x2


@njit(**OPTIONS)
def apply_transposed_block(inverse, x, y):
    """``y = inverse.T @ x``; shapes as in :func:`apply_block`."""
    for lane in range(LANES):
        x0, x1, x2 = x[0, lane], x[1, lane], x[2, lane]
        y[0, lane] = inverse[0, lane] * x0 + inverse[3, lane] * x1 + inverse[6, lane] * x2
        y[1, lane] = inverse[1, lane] * x0 + inverse[4, lane] * x1 + inverse[7, lane] * x2
        y[2, lane] = inverse[2, lane] * x0 + inverse[5, lane] * x1 + inverse[8, lane] * x2


@njit(**OPTIONS)
def add_scaled(target, factor, x):
    """``target += factor * x``: (3, LANES), (LANES), (3, LANES)."""
    for p in range(3):
        for lane in range(LANES):
            target[p, lane] += factor[lane] * x[p, lane]


@njit(**OPTIONS)
def solve_soil(inverse, upper, lower, source, pools, step):
    """Steady state of the soil pools, (20, 3, LANES); ``source`` is used up, ``step`` (3, LANES) is scratch."""
    for j in range(1, LAYERS):
        apply_block(inverse[j - 1], source[j - 1], step)
        add_scaled(source[j], upper[j], step)
    apply_block(inverse[LAYERS - 1], source[LAYERS - 1], pools[LAYERS - 1])
    for i in range(LAYERS - 1):
        j = LAYERS - 2 - i
        add_scaled(source[j], lower[j], pools[j + 1])
        apply_block(inverse[j], source[j], pools[j])


@njit(**OPTIONS)
def solve_soil_transposed(inverse, upper, lower, source, adjoint, step):
    """Solution of the transposed system of the soil pools; shapes as in :func:`solve_soil`."""
    for j in range(1, LAYERS):
        apply_transposed_block(inverse[j - 1], source[j - 1], step)
        add_scaled(source[j], lower[j - 1], step)
    apply_transposed_block(inverse[LAYERS - 1], source[LAYERS - 1], adjoint[LAYERS - 1])
    for i in range(LAYERS - 1):
        j = LAYERS - 2 - i
        add_scaled(source[j], upper[j + 1], adjoint[j + 1])
        apply_transposed_block(inverse[j], source[j], adjoint[j])


@njit(**OPTIONS)
def solve_litters_transposed(inverse, upper, lower, source, adjoint):
    """Solution of the transposed systems of the litters, (3, 20, LANES); ``source`` is used up."""
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
