"""The inputs of a model at places: covariates from files, covariates from the forcing, and the forcing itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch

from ..clm5 import Forcing
from ..forcing.cell_weights import CellWeights
from ..forcing.grid import ForcingGrid
from ..model.checkpoints import Model
from ..model.encoding import Encoding
from ..model.network import Inputs
from .drivers import driver_values


@dataclass(frozen=True)
class ModelSites:
    """Sites as a model takes them: the ``inputs`` of its networks, and the ``forcing`` of its soil, in the same order."""

    inputs: Inputs
    forcing: Forcing

    def __len__(self) -> int:
        """The number of sites."""
        return len(self.inputs)

    @property
    def device(self) -> torch.device:
        """Where they are."""
        return self.inputs.continuous.device

    def at(self, index: torch.Tensor) -> ModelSites:
        """Some of the sites.

        Parameters
        ----------
        index
            Of the sites, ``(n,)``.
        """
        return ModelSites(self.inputs.at(index), self.forcing.at(index))


@dataclass(frozen=True)
class SiteInputs:
    """The inputs of a model at some places.

    Parameters
    ----------
    values
        ``(n, covariates)`` raw covariates, those from the forcing last.
    longitude, latitude
        ``(n,)`` degrees.
    cells
        The cells of the forcing that each place reads, with their weights.
    distance
        ``(n,)`` how far the nearest cell is, in degrees.
    """

    values: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    cells: CellWeights
    distance: np.ndarray

    def tensors(self, model: Model, grid: ForcingGrid) -> ModelSites:
        """What the networks and the CLM5 layer take, where the model is and in its precision."""
        inputs = model.encoding.encode(self.values, self.longitude, self.latitude).to(model.device)
        return ModelSites(inputs, grid.forcing(self.cells).to(model.device, model.precision))


def site_inputs(encoding: Encoding, grid: ForcingGrid, values: np.ndarray, longitude: np.ndarray, latitude: np.ndarray) -> SiteInputs:
    """Places with the covariates of the files, raw ``(n, file covariates)``, at longitudes and latitudes ``(n,)`` in degrees.

    Parameters
    ----------
    encoding
        Of the model's covariates.
    grid
        The forcing, read as the model was trained.
    values
        Raw covariates of the files, ``(n, file covariates)``.
    longitude, latitude
        Degrees, ``(n,)``.
    """
    cells, distance = grid.cells_at(longitude, latitude)
    if encoding.reads_forcing:
        values = np.concatenate([values, driver_values(grid, cells)], 1)
    return SiteInputs(values, longitude, latitude, cells, distance)
