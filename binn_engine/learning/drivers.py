"""Inputs of the network from the forcing: a few numbers that describe how warm, wet and productive a place is in the forcing.

The network's parameters have to fit the climate that drives the CLM5 layer. It differs from the climate in the covariates, because it is
coarser and comes from a model. With these inputs, the network can take the difference into account.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ..covariates.table import CovariateTable
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

_READ = ("soil_temperature", "water_scalar", "nitrogen_scalar", "litter_input", "bedrock_layer")  # fields of the forcing


def driver_values(grid: ForcingGrid, cell: np.ndarray) -> np.ndarray:
    """The drivers ``NAMES`` of sites in the cells ``(sites,)``: annual means, ``(sites, 8)``; temperatures in K, litter in gC/m2/yr.

    Parameters
    ----------
    grid
        The forcing.
    cell
        Index of the cell of each site, ``(sites,)``.
    """
    rows, index = np.unique(cell, return_inverse=True)
    cells = {name: values[rows].astype(float) for name, values in grid.cells.items() if name in _READ}
    temperature, water = cells["soil_temperature"], cells["water_scalar"].mean(-1)
    columns = (
        np.log(np.maximum(cells["litter_input"].sum(-1), 1.0)),
        temperature[:, 3].mean(-1),
        np.ptp(temperature[:, 2], axis=-1),
        *(water[:, layer] for layer in (_SURFACE, _SUBSOIL, _DEEP)),
        cells["nitrogen_scalar"][:, 2].mean(-1),
        cells["bedrock_layer"],
    )
    return np.stack(columns, 1)[index]


def with_drivers(sites: Sites) -> Sites:
    """The sites with the drivers as covariates behind their own."""
    table = sites.covariates
    values = np.concatenate([table.values, driver_values(sites.forcing, sites.cell)], 1)
    return replace(sites, covariates=CovariateTable((*table.names, *NAMES), (*table.categorical, *(False for _ in NAMES)), values))
