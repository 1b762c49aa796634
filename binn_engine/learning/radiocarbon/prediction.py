"""Delta14C of sampled layers, predicted by a model."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch

from ...clm5 import SoilCarbonModel
from ...clm5.ages import NO_CARBON
from ...model.binn import Binn
from .sites import RadiocarbonTensors

SITES_AT_ONCE = 1024


def predicted_delta(model: Binn, data: RadiocarbonTensors, index: torch.Tensor) -> torch.Tensor:
    """Delta14C of the layers of some sites, permil, ``(layers,)``, in the order of ``data.sites.layers_of``; NaN without carbon.

    That of a sampled depth is the mean over the depths in it, weighed by their carbon; in the middle of the year of collection.

    Parameters
    ----------
    model
        A network with the CLM5 layer.
    data
        All sites with radiocarbon.
    index
        Of the sites wanted, ``(n,)``.
    """
    output = model(*data.sites.at(index))
    if output.parameters is None:
        raise TypeError("a network without the CLM5 layer has no radiocarbon")
    return delta_of_soil(model.clm5, output.parameters, output.soc, data, index)


def delta_of_soil(
    clm5: SoilCarbonModel, parameters: torch.Tensor, soc: torch.Tensor, data: RadiocarbonTensors, index: torch.Tensor
) -> torch.Tensor:
    """:func:`predicted_delta` of known parameters.

    Parameters
    ----------
    clm5
        The soil carbon model.
    parameters, soc
        Of the sites of ``index``, ``(n, 21)``, and their SOC, gC/m3, ``(n, 20)``.
    data
        All sites with radiocarbon.
    index
        Of the sites wanted, ``(n,)``.
    """
    forcing = data.sites.forcing.at(index)
    site, layer = data.sites.layers_of(index)
    parts, rows = [], []
    for number in data.group[layer].unique().tolist():
        chosen = torch.nonzero(data.group[layer] == number)[:, 0]
        at, back = site[chosen].unique(return_inverse=True)
        air, time = data.airs[number]
        found = clm5.radiocarbon(parameters[at], forcing.at(at), air, (time,)).delta_soc_layers[:, 0]
        parts.append(_of_layers(found[back], soc[site[chosen]] * data.sites.weights[layer[chosen]]))
        rows.append(chosen)
    return torch.cat(parts)[torch.argsort(torch.cat(rows))]


def _of_layers(delta: torch.Tensor, carbon: torch.Tensor) -> torch.Tensor:
    """Delta14C of sums over model layers, ``(n,)``, of ``delta`` and ``carbon`` of each, ``(n, 20)``."""
    total = carbon.sum(-1)
    empty = total <= NO_CARBON
    sums = (torch.where(carbon > 0.0, delta, torch.zeros_like(delta)) * carbon).sum(-1)
    return torch.where(empty, torch.full_like(total, torch.nan), sums / torch.where(empty, torch.ones_like(total), total))


@torch.no_grad()
def ensemble_delta(networks: Sequence[Binn], data: RadiocarbonTensors) -> np.ndarray:
    """Delta14C of all layers, permil, the mean over networks, ``(layers,)``.

    Parameters
    ----------
    networks
        Of an ensemble.
    data
        The sites.
    """
    means = []
    for network in networks:
        network.eval()
        order = torch.arange(len(data), device=data.group.device)
        means.append(torch.cat([predicted_delta(network, data, some) for some in order.split(SITES_AT_ONCE)]))
    return torch.stack(means).mean(0).cpu().numpy()
