"""From climate normals to CLM5 forcing: all steps, in order."""

from __future__ import annotations

import numpy as np

from ..clm5.geometry import DAYS_PER_YEAR, INTERFACE_DEPTH, N_LAYERS, N_MONTHS
from ..tables import LITTER_INPUTS
from . import heat
from .calendar_year import monthly_means, smooth_year, stepped_year
from .evaporation import potential_evaporation
from .frozen_water import FREEZING_K, freezing_suction
from .litter import WOOD_OF_TREES, litter_input
from .normals import Normals
from .retention import Retention
from .snow import positive_degrees, snow_balance
from .soil_temperature import active_layer_depth, soil_column, soil_temperature
from .water_balance import layer_suction, water_balance
from .water_scalar import LEAST, water_scalar

# Soils without wetlands breathe freely: the real forcing around New York is 1 everywhere.
OXYGEN = 1.0
# Mean of the first metre of the real forcing around New York (0.79 to 1 by month and layer), where nitrogen is known from CLM5 alone.
NITROGEN = 0.97
SHALLOWEST_BEDROCK = 3  # CLM5 has three layers of soil at least


def bedrock_layer(soil_depth: np.ndarray) -> np.ndarray:
    """The layer that a depth to bedrock in m ``(n,)`` lies in, 1-based, from 3 to 20, as CLM5 takes it.

    Parameters
    ----------
    soil_depth
        Depth to bedrock, m, ``(n,)``.
    """
    return np.clip(np.searchsorted(INTERFACE_DEPTH, np.asarray(soil_depth) - 1e-9) + 1, SHALLOWEST_BEDROCK, N_LAYERS)


def build_forcing(normals: Normals) -> dict[str, np.ndarray]:
    """CLM5's forcing of ``n`` cells, under its own names and in its own units.

    Returns
    -------
    ``TSOI`` K, ``W_SCALAR``, ``O_SCALAR``, ``FPI_vr`` ``(n, 20, 12)``; ``ALTMAX``, ``ALTMAX_LASTYEAR`` m ``(n, 12)``; ``nbedrock``
    ``(n,)``; ``CWD_INPUT``, ``LITR1_INPUT``, ``LITR2_INPUT``, ``LITR3_INPUT`` gC/m2/month ``(n, 12)``.
    """
    air = smooth_year(normals.air_temperature)
    snow_pack, supply = snow_balance(air, stepped_year(normals.precipitation * N_MONTHS / DAYS_PER_YEAR))
    if normals.snow_water is not None:
        snow_pack = stepped_year(normals.snow_water)
    soil = Retention.of_texture(normals.sand, normals.clay)
    bedrock = bedrock_layer(normals.soil_depth)
    water = water_balance(supply, potential_evaporation(air, normals.latitude), soil, bedrock)
    suction = layer_suction(water, bedrock)
    if normals.soil_temperature is None:
        temperature = _soil_temperature(normals, air, snow_pack, suction, soil, bedrock)
    else:
        temperature = smooth_year(normals.soil_temperature) + FREEZING_K
    scalar = monthly_means(water_scalar(np.maximum(suction, freezing_suction(temperature))))
    above_bedrock = (np.arange(1, N_LAYERS + 1) <= bedrock[:, None])[:, :, None]
    thaw = np.repeat(active_layer_depth(temperature)[:, None], N_MONTHS, axis=1)
    litter = litter_input(normals.npp, WOOD_OF_TREES * normals.tree_cover) / N_MONTHS
    inputs = dict(zip(LITTER_INPUTS, litter.T, strict=True))
    return {
        "TSOI": monthly_means(temperature),
        "W_SCALAR": np.where(above_bedrock, scalar, LEAST),
        "O_SCALAR": np.full(scalar.shape, OXYGEN),
        "FPI_vr": np.full(scalar.shape, NITROGEN),
        "ALTMAX": thaw,
        "ALTMAX_LASTYEAR": thaw,
        "nbedrock": bedrock,
        **{name: np.repeat(values[:, None], N_MONTHS, axis=1) for name, values in inputs.items()},
    }


def _soil_temperature(
    normals: Normals, air: np.ndarray, snow_pack: np.ndarray, suction: np.ndarray, soil: Retention, bedrock: np.ndarray
) -> np.ndarray:
    """K, ``(n, 20, 360)``. Days above freezing do not warm what lies under snow: they melt it."""
    surface = np.where(snow_pack > 0.0, air - positive_degrees(air), air) + FREEZING_K
    by_layer = Retention(*(values[:, None, None] for values in vars(soil).values()))
    moisture = monthly_means(by_layer.porosity * by_layer.saturation(suction))
    column = soil_column(normals.sand, normals.clay, soil, moisture, bedrock)
    return soil_temperature(surface, heat.snow_resistance(snow_pack, normals.latitude), column)
