"""Soil water through the year: a cascade of four boxes between rain, roots and bedrock.

Each box fills, gives water to the roots, and drains under gravity with the conductivity of the soil's retention curve, like CLM5's layers
without a gradient of suction. The water that roots take from a box is potential evaporation times their share in the box and the box's
available water, linear between wilting point and field capacity (Thornthwaite and Mather 1955, Publ. Climatol. 8).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..clm5.geometry import DAYS_PER_YEAR, INTERFACE_DEPTH, N_LAYERS, NODE_DEPTH
from .calendar_year import DAYS_PER_STEP, N_STEPS
from .retention import Retention

# The last layer of each box, 1-based: 0.48, 1.20, 2.72 and 8.60 m.
BOX_ENDS = (6, 9, 13, 20)
# Mean of the world's vegetation: the share of roots above depth z is 1 - beta^z, z in cm (Jackson et al. 1996, Oecologia 108, 389-411).
ROOT_BETA = 0.966
WILTING_SUCTION_M = 150.0
# CLM5's field capacity is where 0.1 mm a day drains.
FIELD_CAPACITY_MM_PER_DAY = 0.1
# A water table lies on bedrock where so much drains a year: in a CLM5.1 snapshot of 250 columns, those that drain 11 mm a year have one,
# those that drain nothing have none.
WATER_TABLE_MM_PER_YEAR = 10.0
# From field capacity downwards, deep boxes take years to settle.
YEARS = 12


@dataclass(frozen=True)
class SoilWater:
    """Water of ``n`` soils in the last of the computed years.

    Parameters
    ----------
    suction
        Of the boxes at the end of each step, m of water, ``(n, 4, 360)``; a box in bedrock has the value of the box above.
    evaporation, drainage, overflow
        To the air, below the soil, and what saturated soil cannot take, mm per day, ``(n, 360)``.
    storage_change
        Over that year, mm, ``(n,)``.
    """

    suction: np.ndarray
    evaporation: np.ndarray
    drainage: np.ndarray
    overflow: np.ndarray
    storage_change: np.ndarray


class Boxes:
    """The boxes of ``n`` soils above bedrock: their water, and how they release it. Arrays have the box first: ``(4, n)``.

    Parameters
    ----------
    soil
        Retention of the ``n`` soils.
    bedrock_layer
        Last layer above bedrock, 1-based, ``(n,)``.
    """

    def __init__(self, soil: Retention, bedrock_layer: np.ndarray) -> None:
        bottom = box_bottoms(bedrock_layer)
        thickness = np.diff(bottom, axis=0, prepend=0.0)
        self.soil = soil
        self.holds = thickness > 0.0
        self.capacity = np.where(self.holds, 1000.0 * thickness * soil.porosity, 1.0)  # mm at saturation
        rooted = 1.0 - ROOT_BETA ** (100.0 * bottom)
        self.roots = np.diff(rooted, axis=0, prepend=0.0) / rooted[-1]
        self.wilted = soil.saturation(np.array(WILTING_SUCTION_M))
        self.field_capacity = soil.saturation_that_drains(FIELD_CAPACITY_MM_PER_DAY)

    def step(self, level: np.ndarray, supply: np.ndarray, demand: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """One step of the year. Returns the new degrees of saturation ``(4, n)``, and evaporation, drainage and overflow in mm, ``(n,)``
        each.

        Parameters
        ----------
        level
            Degrees of saturation, 0 to 1, ``(4, n)``.
        supply, demand
            Rain and melt water, and potential evaporation, of the step, mm, ``(n,)``.
        """
        after, flow = level.copy(), supply
        evaporated, overflow = np.zeros_like(supply), np.zeros_like(supply)
        for box, (holds, capacity) in enumerate(zip(self.holds, self.capacity, strict=True)):
            available = np.maximum(level[box] - self.wilted, 0.0)
            stress = np.minimum(available / (self.field_capacity - self.wilted), 1.0)
            taken = np.where(holds, np.minimum(demand * self.roots[box] * stress, available * capacity), 0.0)
            filled = level[box] + (flow - taken) / capacity
            excess = np.where(holds, np.maximum(filled - 1.0, 0.0) * capacity, 0.0)
            filled = np.minimum(filled, 1.0)
            left = drained(filled, self.soil.exponent, capacity / self.soil.saturated_conductivity)
            after[box] = np.where(holds, left, level[box])
            flow = np.where(holds, (filled - left) * capacity, flow)
            evaporated += taken
            overflow += excess
        return after, evaporated, flow, overflow


def box_bottoms(bedrock_layer: np.ndarray) -> np.ndarray:
    """Depth of the bottoms of the boxes in m, ``(4, n)``, none below bedrock.

    Parameters
    ----------
    bedrock_layer
        Last layer above bedrock, 1-based, ``(n,)``.
    """
    ends = np.minimum(np.array(BOX_ENDS)[:, None], bedrock_layer)
    return INTERFACE_DEPTH[ends - 1]


def drained(saturation: np.ndarray, exponent: np.ndarray, days_to_drain: np.ndarray) -> np.ndarray:
    """Saturation after one step of drainage alone, exactly: ``capacity ds/dt = -k_sat s^(2 B + 3)`` (Clapp and Hornberger 1978).

    Parameters
    ----------
    saturation
        Degree of saturation before, 0 to 1, ``(n,)``.
    exponent
        Clapp and Hornberger's B, 1, ``(n,)``.
    days_to_drain
        Water at saturation over saturated conductivity, days, ``(n,)``.
    """
    power = 2.0 * exponent + 2.0
    return saturation / (1.0 + power * DAYS_PER_STEP / days_to_drain * saturation**power) ** (1.0 / power)


def water_balance(supply: np.ndarray, demand: np.ndarray, soil: Retention, bedrock_layer: np.ndarray) -> SoilWater:
    """The soil's water in the last of twelve like years, from field capacity.

    Parameters
    ----------
    supply, demand
        Rain and melt water, and potential evaporation, mm per day, ``(n, 360)``.
    soil
        Retention of the ``n`` soils.
    bedrock_layer
        Last layer above bedrock, 1-based, ``(n,)``.
    """
    boxes = Boxes(soil, bedrock_layer)
    level = np.repeat(boxes.field_capacity[None, :], len(BOX_ENDS), axis=0)
    levels = np.empty((N_STEPS, *level.shape))
    flows = np.empty((3, N_STEPS, level.shape[1]))
    before = level
    for _ in range(YEARS):
        before = level
        for step in range(N_STEPS):
            level, *flows[:, step] = boxes.step(level, supply[:, step] * DAYS_PER_STEP, demand[:, step] * DAYS_PER_STEP)
            levels[step] = level
    suction = soil.suction(levels)
    for box in range(1, len(BOX_ENDS)):
        suction[:, box] = np.where(boxes.holds[box], suction[:, box], suction[:, box - 1])
    change = np.where(boxes.holds, (level - before) * boxes.capacity, 0.0).sum(axis=0)
    evaporation, drainage, overflow = flows.swapaxes(1, 2) / DAYS_PER_STEP
    return SoilWater(suction.transpose(2, 1, 0), evaporation, drainage, overflow, change)


def layer_suction(water: SoilWater, bedrock_layer: np.ndarray) -> np.ndarray:
    """Suction of unfrozen water in the layers, m of water, ``(n, 20, 360)``.

    Its logarithm is linear in depth between the middles of the boxes. Where water drains to bedrock a water table lies on it, and suction
    is at most the height above it (hydrostatic equilibrium; bedrock is closed to water in CLM5, technical note, section 2.7.3).

    Parameters
    ----------
    water
        Of the boxes.
    bedrock_layer
        Last layer above bedrock, 1-based, ``(n,)``.
    """
    suction = np.exp(np.einsum("nlb,nbt->nlt", _between_boxes(bedrock_layer), np.log(water.suction)))
    height = np.maximum(INTERFACE_DEPTH[bedrock_layer - 1][:, None] - NODE_DEPTH, 0.0)
    wet = water.drainage.mean(axis=1) * DAYS_PER_YEAR >= WATER_TABLE_MM_PER_YEAR
    return np.minimum(suction, np.where(wet[:, None], height, np.inf)[:, :, None])


def _between_boxes(bedrock_layer: np.ndarray) -> np.ndarray:
    """Weights ``(n, 20, 4)`` that interpolate in depth between the middles of the boxes."""
    bottom = box_bottoms(bedrock_layer)
    middle = bottom - np.diff(bottom, axis=0, prepend=0.0) / 2.0
    weights = np.zeros((len(bedrock_layer), N_LAYERS, len(BOX_ENDS)))
    weights[:, :, 0] = 1.0
    for box in range(1, len(BOX_ENDS)):
        span = np.maximum(middle[box] - middle[box - 1], 1e-9)
        # Boxes in bedrock have the suction of the box above, so that their weights do not matter.
        share = np.clip((NODE_DEPTH - middle[box - 1][:, None]) / span[:, None], 0.0, 1.0)
        weights[:, :, :box] *= 1.0 - share[:, :, None]
        weights[:, :, box] = share
    return weights
