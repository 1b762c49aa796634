"""Forcing of sites between cells as forcing of each site: see ``mixing``."""

from __future__ import annotations

import torch

from .compiled.cache import with_sound_cache
from .forcing import Forcing
from .geometry import N_LAYERS
from .machine_code import kernels_available
from .transforms import is_transformed

COMPILED_NEIGHBOURS = 4  # of each site, where kernels mix them


def interpolated(forcing: Forcing) -> Forcing:
    """The same forcing with the values of each site mixed from its neighbours, one row per site; itself where there are no shares.

    It takes 8 kB a site in float64: for as many sites as are computed at a time. Differentiable by the values of the cells.
    """
    cell, neighbours, shares = forcing.cell, forcing.neighbours, forcing.shares
    if cell is None or neighbours is None or shares is None:
        return forcing
    fields = forcing.by_cell().values()
    plain = not any(field.requires_grad or field.device.type != "cpu" for field in fields) and not is_transformed(*fields)
    if plain and shares.shape[1] == COMPILED_NEIGHBOURS and kernels_available():
        return Forcing(**with_sound_cache(lambda: _mixed_by_kernels(forcing, cell, neighbours, shares)))
    return forcing.gathered()


def _mixed_by_kernels(forcing: Forcing, cell: torch.Tensor, neighbours: torch.Tensor, shares: torch.Tensor) -> dict[str, torch.Tensor]:
    # numba is optional: the module must load without it.
    from .compiled.mixing import mix_layers, mix_rows, weigh_layers

    sites, around = len(cell), neighbours.contiguous().numpy()
    shares = shares.to(forcing.soil_temperature.dtype).contiguous()
    by_layer = shares.new_empty(sites, N_LAYERS, COMPILED_NEIGHBOURS)
    bedrock, own = forcing.bedrock_layer.long().contiguous().numpy(), cell.long().contiguous().numpy()
    weigh_layers(bedrock, own, around, shares.numpy(), by_layer.numpy())
    values = {}
    for name, field in forcing.by_cell().items():
        if field.ndim == 1:
            values[name] = forcing.of_sites(field)
            continue
        values[name] = field.new_empty(sites, *field.shape[1:])
        mix, weights = (mix_layers, by_layer) if field.ndim == 3 else (mix_rows, shares)
        rows = field.contiguous().numpy().reshape(forcing.n_cells, -1)
        mix(rows, around, weights.to(field.dtype).numpy(), values[name].numpy().reshape(sites, rows.shape[1]))
    return values
