"""Soil temperature through the year: heat conduction from the air through snow into freezing soil.

Without freezing and snow, and with the same soil at all depths, the solution is the damped wave ``T(z, t) = mean + A exp(-z/d) sin(w t -
z/d)`` with ``d = sqrt(2 kappa / w)``; the model adds snow, latent heat and changing moisture. It is solved on CLM5's layers with implicit
steps of a day, and CLM5's own scheme of phase change (technical note, sections 2.6.1 and 2.6.2).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..clm5.geometry import LAYER_THICKNESS, N_LAYERS, N_MONTHS, NODE_DEPTH
from . import heat
from .calendar_year import N_STEPS, SECONDS_PER_STEP, STEPS_PER_MONTH
from .frozen_water import FREEZING_K, LATENT_HEAT, freezing_suction
from .retention import Retention

# CLM5's layers below the soil, down to 23 m: deep enough that the annual wave has died.
BELOW_SOIL = np.array([2.39, 4.676, 7.635])
THICKNESS = np.concatenate([LAYER_THICKNESS, BELOW_SOIL])
N_ALL = len(THICKNESS)
YEARS = 12
LATENT_PER_VOLUME = 1000.0 * LATENT_HEAT  # J per m3 of water
# CLM5 gives the deepest node of its 25 levels where no layer stays frozen.
NO_PERMAFROST_M = 41.998436


@dataclass(frozen=True)
class SoilColumn:
    """Thermal properties of ``n`` columns of 23 layers.

    Parameters
    ----------
    conductivity_thawed, conductivity_frozen
        W/m/K, by month, ``(12, 23, n)``.
    dry_capacity
        J/m3/K without water, ``(23, n)``.
    water
        Share of volume, by month, ``(12, 23, n)``; none in bedrock.
    retention
        Of the soil, for the water that stays liquid.
    """

    conductivity_thawed: np.ndarray
    conductivity_frozen: np.ndarray
    dry_capacity: np.ndarray
    water: np.ndarray
    retention: Retention


def soil_column(sand: np.ndarray, clay: np.ndarray, retention: Retention, water: np.ndarray, bedrock_layer: np.ndarray) -> SoilColumn:
    """The columns of ``n`` soils.

    Parameters
    ----------
    sand, clay
        %, ``(n,)``.
    retention
        Of the soils.
    water
        Share of volume by layer and month, ``(n, 20, 12)``.
    bedrock_layer
        Last layer above bedrock, 1-based, ``(n,)``.
    """
    soil = np.arange(1, N_ALL + 1)[:, None] <= bedrock_layer
    wet = np.zeros((N_MONTHS, N_ALL, len(sand)))
    wet[:, :N_LAYERS] = water.transpose(2, 1, 0)
    wet *= soil
    solid = heat.solid_conductivity(sand, clay)
    thawed, frozen = (
        np.where(soil, heat.soil_conductivity(solid, retention.porosity, wet, ice), heat.BEDROCK_CONDUCTIVITY) for ice in (False, True)
    )
    dry = np.where(soil, heat.solid_capacity(sand, clay) * (1.0 - retention.porosity), heat.BEDROCK_CAPACITY)
    return SoilColumn(thawed, frozen, dry, wet, retention)


def soil_temperature(surface: np.ndarray, snow_resistance: np.ndarray, column: SoilColumn, years: int = YEARS) -> np.ndarray:
    """Temperature of the 20 soil layers in the last of some like years, K, ``(n, 20, 360)``.

    Parameters
    ----------
    surface
        Temperature of the air, or of the snow's surface, K, ``(n, 360)``.
    snow_resistance
        Of the snow to heat, m2 K/W, ``(n, 360)``.
    column
        The ``n`` columns.
    years
        How many, from the mean temperature at all depths.
    """
    n = len(surface)
    temperature = np.repeat(surface.mean(axis=1)[None, :], N_ALL, axis=0)
    ice = np.where(temperature < FREEZING_K, np.maximum(column.water[0] - _stays_liquid(temperature, column), 0.0), 0.0)
    course = np.empty((N_STEPS, N_LAYERS, n))
    for _ in range(years):
        for step in range(N_STEPS):
            month = step // STEPS_PER_MONTH
            water = column.water[month]
            ice = np.minimum(ice, water)
            frozen = ice / np.maximum(water, 1e-9)
            conductivity = column.conductivity_thawed[month] * (1.0 - frozen) + column.conductivity_frozen[month] * frozen
            capacity = column.dry_capacity + heat.WATER_CAPACITY * (water - ice) + heat.ICE_CAPACITY * ice
            temperature = _conduct(temperature, surface[:, step], snow_resistance[:, step], conductivity, capacity)
            temperature, ice = _change_phase(temperature, ice, water, capacity, column)
            course[step] = temperature[:N_LAYERS]
    return np.moveaxis(course, 2, 0).transpose(0, 2, 1)


def _conduct(
    temperature: np.ndarray, surface: np.ndarray, resistance: np.ndarray, conductivity: np.ndarray, capacity: np.ndarray
) -> np.ndarray:
    """One implicit step of conduction ``(23, n)`` under a surface temperature; nothing flows through the bottom."""
    half = 0.5 * THICKNESS[:, None] / conductivity
    exchange = 1.0 / (half[:-1] + half[1:])
    top = 1.0 / (half[0] + resistance)
    store = capacity * THICKNESS[:, None] / SECONDS_PER_STEP
    diagonal = store.copy()
    diagonal[0] += top
    diagonal[:-1] += exchange
    diagonal[1:] += exchange
    right = store * temperature
    right[0] += top * surface
    for layer in range(1, N_ALL):
        ratio = exchange[layer - 1] / diagonal[layer - 1]
        diagonal[layer] -= ratio * exchange[layer - 1]
        right[layer] += ratio * right[layer - 1]
    solved = right
    solved[-1] /= diagonal[-1]
    for layer in range(N_ALL - 2, -1, -1):
        solved[layer] = (right[layer] + exchange[layer] * solved[layer + 1]) / diagonal[layer]
    return solved


def _stays_liquid(temperature: np.ndarray, column: SoilColumn) -> np.ndarray:
    """The most liquid water at a temperature, share of volume: porosity above freezing."""
    suction = np.maximum(freezing_suction(temperature), 1e-9)
    return column.retention.porosity * column.retention.saturation(suction)


def _change_phase(
    temperature: np.ndarray, ice: np.ndarray, water: np.ndarray, capacity: np.ndarray, column: SoilColumn
) -> tuple[np.ndarray, np.ndarray]:
    """Freeze or melt what the heat below or above the freezing point allows, and give the rest back to temperature."""
    heat_above = capacity * (temperature - FREEZING_K) / LATENT_PER_VOLUME  # as a share of volume of water
    least = np.maximum(water - _stays_liquid(temperature, column), 0.0)
    frozen = np.where(temperature < FREEZING_K, np.clip(least - ice, 0.0, np.maximum(-heat_above, 0.0)), 0.0)
    thawing = np.where(temperature > FREEZING_K, np.minimum(ice, np.maximum(heat_above, 0.0)), 0.0)
    change = frozen - thawing
    return temperature + change * LATENT_PER_VOLUME / capacity, ice + change


def active_layer_depth(temperature: np.ndarray) -> np.ndarray:
    """The deepest thaw of the year in m, ``(n,)``, of temperatures in K ``(n, 20, 360)``.

    Between the nodes of the lowest thawed and the next, frozen layer by linear interpolation (CLM5 technical note, section 2.21.6);
    0 where no layer thaws.

    Parameters
    ----------
    temperature
        Of the 20 soil layers, K, ``(n, 20, 360)``.
    """
    rising = temperature[:, ::-1] > FREEZING_K
    lowest = N_LAYERS - 1 - np.argmax(rising, axis=1)  # the lowest thawed layer at each step, (n, 360)
    below = np.minimum(lowest + 1, N_LAYERS - 1)
    warm, cold = (np.take_along_axis(temperature, layer[:, None], axis=1)[:, 0] for layer in (lowest, below))
    share = (warm - FREEZING_K) / np.where(below > lowest, warm - cold, np.inf)
    depth = NODE_DEPTH[lowest] + share * (NODE_DEPTH[below] - NODE_DEPTH[lowest])
    deepest = np.where(rising.any(axis=1), depth, 0.0).max(axis=1)
    return np.where(rising[:, 0].any(axis=1), NO_PERMAFROST_M, deepest)
