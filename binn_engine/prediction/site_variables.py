"""The variables of the products, for a batch of sites, from parameters and the state of the soil."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
import torch

from ..bands import OLD_CARBON_YEARS
from ..clm5 import Forcing, SoilCarbon, SoilCarbonModel
from ..clm5.geometry import INTERFACE_DEPTH, N_LAYERS, layer_overlap, point_weights
from ..tables import AGE_RANGES_M, PROCESS_NAMES, STOCK_RANGES_M


def site_variables(
    parameters: torch.Tensor, state: SoilCarbon, last_layer: torch.Tensor, depths_m: Sequence[float]
) -> dict[str, torch.Tensor]:
    """The values of the products of a batch of sites, ``(batch, bands)`` each, in the order of ``bands.value_bands``.

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
    thickness = _soc_tables(tuple(depths_m), soc.dtype, soc.device)[3]
    density = densities(soc, last_layer, depths_m)
    return {
        "parameters": parameters,
        "processes": torch.stack([state.processes[name] for name in PROCESS_NAMES], 1),
        "soc": torch.cat([density, soc @ thickness], 1),
    }


def densities(soc: torch.Tensor, last_layer: torch.Tensor, depths_m: Sequence[float]) -> torch.Tensor:
    """SOC density at depths, gC/m3, ``(batch, depths)``; zero below the bottom of the last layer.

    Parameters
    ----------
    soc
        Soil organic carbon by layer, gC/m3, ``(batch, 20)``.
    last_layer
        The last layer above bedrock, 1-based, ``(batch,)``.
    depths_m
        Depths, m.
    """
    layer, inside, weights, _ = _soc_tables(tuple(depths_m), soc.dtype, soc.device)
    last = last_layer.long() - 1
    # Below the last layer above bedrock its value goes on, so that depths between its node and its bottom have it.
    return (soc.gather(1, layer[last]) @ weights) * inside[last]


def age_variables(clm5: SoilCarbonModel, parameters: torch.Tensor, forcing: Forcing, soc: torch.Tensor) -> torch.Tensor:
    """The ages of a batch of sites at steady state, ``(batch, bands)``, in the order of ``bands.AGE_BANDS``; NaN where there is no carbon.

    Parameters
    ----------
    clm5
        The soil carbon model, with its mode of bedrock.
    parameters
        ``(batch, 21)``, in the order and units of ``tables.PARAMETERS``.
    forcing
        Of the same sites.
    soc
        Soil organic carbon at steady state, gC/m3, ``(batch, 20)``.
    """
    ages = clm5.ages(parameters, forcing, (OLD_CARBON_YEARS,))
    old = ages.age_fraction_soc_layers[:, 0]
    means = [_weighted(ages.mean_age_soc_layers, soc, *bounds) for bounds in AGE_RANGES_M]
    return torch.stack([ages.mean_transit_time, *means, _weighted(old, soc, 0.0, AGE_RANGES_M[-1][1])], 1)


def _weighted(values: torch.Tensor, soc: torch.Tensor, top: float, bottom: float) -> torch.Tensor:
    """The mean of layers' values, ``(batch, 20)``, weighted by their carbon between two depths in m, ``(batch,)``."""
    carbon = soc * torch.as_tensor(layer_overlap(top, bottom), dtype=soc.dtype, device=soc.device)
    held = carbon > 0.0  # a layer without carbon has no age, and no weight
    return torch.where(held, values * carbon, torch.zeros_like(carbon)).sum(1) / carbon.sum(1)


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
