"""The inputs of a model at places: covariates from files, covariates from the forcing, and the forcing itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..clm5 import Forcing
from ..forcing.grid import ForcingGrid
from ..model.checkpoints import Model
from ..model.network import Inputs
from .drivers import driver_values


@dataclass(frozen=True)
class SiteInputs:
    """The inputs of a model at some places.

    Parameters
    ----------
    values
        ``(n, covariates)`` raw covariates, those from the forcing last.
    longitude, latitude
        ``(n,)`` degrees.
    cell, distance
        ``(n,)`` the nearest cell of the forcing, and how far it is in degrees.
    """

    values: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    cell: np.ndarray
    distance: np.ndarray

    def tensors(self, model: Model, grid: ForcingGrid) -> tuple[Inputs, Forcing]:
        """What the networks and the CLM5 layer take, where the model is and in its precision."""
        inputs = model.encoding.encode(self.values, self.longitude, self.latitude).to(model.device)
        return inputs, grid.forcing(self.cell).to(model.device, model.precision)


def site_inputs(model: Model, grid: ForcingGrid, values: np.ndarray, longitude: np.ndarray, latitude: np.ndarray) -> SiteInputs:
    """Places with the covariates of the files, raw ``(n, file covariates)``, at longitudes and latitudes ``(n,)`` in degrees.

    Parameters
    ----------
    model
        Whose covariates they are.
    grid
        The forcing.
    values
        Raw covariates of the files, ``(n, file covariates)``.
    longitude, latitude
        Degrees, ``(n,)``.
    """
    cell, distance = grid.nearest(longitude, latitude)
    if model.encoding.reads_forcing:
        values = np.concatenate([values, driver_values(grid, cell)], 1)
    return SiteInputs(values, longitude, latitude, cell, distance)
