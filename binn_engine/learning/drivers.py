"""Inputs of the network from the forcing: a few numbers that describe how warm, wet and productive a place is in the forcing.

The network's parameters have to fit the climate that drives the CLM5 layer. It differs from the climate in the covariates, because it is
coarser and comes from a model. With these inputs, the network can take the difference into account.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import torch

from ..clm5.mixing import layer_shares
from ..covariates.table import CovariateTable
from ..forcing.cell_weights import CellWeights
from ..forcing.grid import ForcingGrid
from ..model.encoding import FORCING_PREFIX
from .dataset import Sites

_SURFACE, _SUBSOIL, _DEEP = 1, 5, 10  # layers with nodes at 0.04, 0.40 and 1.70 m
NAMES = tuple(
    f"{FORCING_PREFIX}{what}"
    for what in (
        "log of litter input",
        "soil temperature at 0.16 m",
        "annual range of soil temperature at 0.09 m",
        "water scalar at 0.04 m",
        "water scalar at 0.4 m",
        "water scalar at 1.7 m",
        "nitrogen scalar at 0.09 m",
        "bedrock layer",
    )
)

_LAYERS = (1, 2, 3, 5, 10)  # that the drivers are read in
_PLACES_AT_ONCE = 65_536  # whose months are mixed: 400 bytes each


def driver_values(grid: ForcingGrid, cells: CellWeights) -> np.ndarray:
    """The drivers ``NAMES`` of sites: annual means, ``(sites, 8)``; temperatures in K, litter in gC/m2/yr.

    Parameters
    ----------
    grid
        The forcing.
    cells
        The cells of each site with their weights.
    """
    rows, index = cells.used(len(grid))
    fields = {name: values[rows].astype(float) for name, values in grid.cells.items() if not name.startswith("active_layer")}
    runs = range(0, max(len(cells), 1), _PLACES_AT_ONCE)
    return np.concatenate([_drivers(fields, index[run : run + _PLACES_AT_ONCE], cells.weight[run : run + _PLACES_AT_ONCE]) for run in runs])


def _drivers(fields: dict[str, np.ndarray], index: np.ndarray, weight: np.ndarray) -> np.ndarray:
    bedrock, around = torch.from_numpy(fields["bedrock_layer"]), torch.from_numpy(index)
    shares = layer_shares(bedrock, around[:, 0], around, torch.from_numpy(weight), _LAYERS).numpy()

    def mixed(by_cell: np.ndarray, layer: int) -> np.ndarray:
        return np.einsum("sk,sk...->s...", shares[:, :, _LAYERS.index(layer)], by_cell[index])

    temperature, water, nitrogen = fields["soil_temperature"], fields["water_scalar"].mean(-1), fields["nitrogen_scalar"].mean(-1)
    litter = np.einsum("sk,sk->s", weight, fields["litter_input"].sum(-1)[index])
    columns = (
        np.log(np.maximum(litter, 1.0)),
        mixed(temperature[:, 3].mean(-1), 3),
        np.ptp(mixed(temperature[:, 2], 2), axis=-1),
        *(mixed(water[:, layer], layer) for layer in (_SURFACE, _SUBSOIL, _DEEP)),
        mixed(nitrogen[:, 2], 2),
        fields["bedrock_layer"][index[:, 0]],
    )
    return np.stack(columns, 1)


def with_drivers(sites: Sites) -> Sites:
    """The sites with the drivers as covariates behind their own."""
    table = sites.covariates
    values = np.concatenate([table.values, driver_values(sites.forcing, sites.cells)], 1)
    return replace(sites, covariates=CovariateTable((*table.names, *NAMES), (*table.categorical, *(False for _ in NAMES)), values))
