"""The variables of the products, for a batch of sites, from parameters and the state of the soil."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import torch

from ..clm5 import SoilCarbon
from ..clm5.geometry import INTERFACE_DEPTH, N_LAYERS, layer_overlap, point_weights
from ..tables import PROCESS_NAMES, STOCK_RANGES_M


def site_variables(
    parameters: torch.Tensor, state: SoilCarbon, last_layer: torch.Tensor, depths_m: Sequence[float]
) -> dict[str, torch.Tensor]:
    """The values of the products of a batch of sites, ``(batch, bands)`` each, in the order of ``tables.value_bands``.

    SOC density is zero below the bottom of ``last_layer`` (1-based, ``(batch,)``); stocks are in kgC/m2.

    Parameters
    ----------
    parameters
        ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
    state
        Of the soil of these sites.
    last_layer
        The last layer above bedrock, 1-based, ``(batch,)``.
    depths_m
        Depths of SOC density, m.
    """
    soc = state.soc
    layer, inside, weights, thickness = _soc_tables(tuple(depths_m), soc.dtype, soc.device)
    last = last_layer.long() - 1
    # Below the last layer above bedrock its value goes on, so that depths between its node and its bottom have it.
    density = (soc.gather(1, layer[last]) @ weights) * inside[last]
    return {
        "parameters": parameters,
        "processes": torch.stack([state.processes[name] for name in PROCESS_NAMES], 1),
        "soc": torch.cat([density, soc @ thickness], 1),
    }


@functools.lru_cache(maxsize=8)
def _soc_tables(depths_m: tuple[float, ...], dtype: torch.dtype, device: torch.device) -> tuple[torch.Tensor, ...]:
    """For each possible last layer the layer to read, ``(20, 20)``, and whether each depth lies above its bottom, ``(20, depths)``; the
    weights of the layers at each depth, ``(20, depths)``; and their thickness in each stock over 1000, ``(20, stocks)``."""
    layers = np.arange(N_LAYERS)
    layer = np.minimum(layers[None, :], layers[:, None])
    inside = np.array(depths_m)[None, :] <= INTERFACE_DEPTH[:, None]
    weights = point_weights(np.array(depths_m)).T if depths_m else np.zeros((N_LAYERS, 0))
    thickness = np.stack([layer_overlap(top, bottom) / 1000.0 for top, bottom in STOCK_RANGES_M], 1)
    floats = (torch.as_tensor(array, dtype=dtype, device=device) for array in (inside, weights, thickness))
    return torch.as_tensor(layer, device=device), *floats
