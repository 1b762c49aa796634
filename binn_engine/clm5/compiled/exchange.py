"""Unit exchanges of ``transport`` for many cells, compiled: the same numbers, without gradients with respect to the active layer depth."""

from __future__ import annotations

import numpy as np
from numba import njit

from ..geometry import INTERFACE_BELOW_SOIL, INTERFACE_DEPTH
from ..transport import BIOTURBATION_DEPTH, CRYOTURBATION_END, DIFFUSIVITY_FLOOR, SHARE_ABOVE, SPACING
from .lane_options import DRIVER, LAYERS

_INTERFACE = np.append(INTERFACE_DEPTH, INTERFACE_BELOW_SOIL)


@njit(**DRIVER)
def _relative_diffusivity(thaw, bedrock, diffusivity) -> None:
    """Diffusivity at the interface below each layer relative to its maximum, (20,), for one active layer depth in m."""
    end = min(CRYOTURBATION_END, _INTERFACE[bedrock])
    for j in range(LAYERS):
        if j > bedrock or thaw <= 0.0:
            diffusivity[j] = 0.0
        elif thaw > BIOTURBATION_DEPTH or _INTERFACE[j] < thaw:
            diffusivity[j] = 1.0
        elif end == thaw:
            diffusivity[j] = 0.0
        else:
            diffusivity[j] = max(0.0, 1.0 - (_INTERFACE[j] - thaw) / (end - thaw))


@njit(**DRIVER)
def unit_exchanges(thaw, bedrock, closed, days, bioturbation, cryoturbation, floor) -> None:
    """Month means of the exchange between layers; see ``transport.unit_exchange``.

    Parameters
    ----------
    thaw, bedrock
        Active layer depths, m, ``(cells, months)``, and the last layer above bedrock, 1-based, ``(cells,)``.
    closed
        Whether nothing crosses bedrock.
    days
        A year in days.
    bioturbation, cryoturbation, floor
        Filled: ``(cells, 19)``, in the units of ``UnitExchange``.
    """
    diffusivity = np.zeros(LAYERS)
    months = thaw.shape[1]
    for cell in range(len(thaw)):
        bioturbation[cell] = 0.0
        cryoturbation[cell] = 0.0
        floor[cell] = 0.0
        month = 0
        while month < months:
            # Months with the same active layer count once, with their number.
            first = month
            month += 1
            while month < months and thaw[cell, month] == thaw[cell, first]:
                month += 1
            share = (month - first) / months
            _relative_diffusivity(thaw[cell, first], bedrock[cell], diffusivity)
            deep = thaw[cell, first] > BIOTURBATION_DEPTH
            for j in range(bedrock[cell] - 1 if closed else LAYERS - 1):
                here, below = diffusivity[j], diffusivity[j + 1]
                if here > 0.0 and below > 0.0:
                    exchange = share / ((SHARE_ABOVE[j] / here + (1.0 - SHARE_ABOVE[j]) / below) * SPACING[j] * days)
                    if deep:
                        bioturbation[cell, j] += exchange
                    else:
                        cryoturbation[cell, j] += exchange
                else:
                    resistance = (SHARE_ABOVE[j] if here == 0.0 else 0.0) + (1.0 - SHARE_ABOVE[j] if below == 0.0 else 0.0)
                    floor[cell, j] += share * DIFFUSIVITY_FLOOR / (resistance * SPACING[j])
