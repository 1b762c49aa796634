"""The inputs of an inversion as arrays: observations, and the forcing of the sites by cell, with the weights of cells between them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import torch

from ..clm5 import Forcing
from ..clm5.interpolation import interpolated
from ..learning.dataset import Sites, observation_weights

FORCING_ARRAY, INTERPOLATION = "forcing_", "interpolation"


def inputs_of(sites: Sites, bedrock: str) -> dict[str, np.ndarray]:
    """What an inversion reads of its sites, by name.

    Parameters
    ----------
    sites
        Profiles and forcing.
    bedrock
        ``clm5`` or ``published``.
    """
    profiles, grid = sites.profiles, sites.forcing
    forcing = grid.forcing(sites.cells)
    last = forcing.last_layer(bedrock).numpy()
    count = np.bincount(profiles.profile, minlength=len(profiles))
    # Inversions of the nearest cells have no name for them: those of earlier versions are resumed.
    read = {} if grid.interpolation == "nearest" else {INTERPOLATION: np.array(grid.interpolation)}
    return {
        "ids": np.asarray(profiles.ids, dtype=str),
        "places": np.asarray(sites.hashes(), dtype=str),
        "longitude": profiles.longitude,
        "latitude": profiles.latitude,
        "start": np.cumsum(count) - count,
        "count": count,
        "weights": observation_weights(profiles, last),
        "soc": np.asarray(profiles.soc, dtype=float),
        "depth": np.asarray(profiles.depth, dtype=float),
        "top": profiles.top,
        "bottom": profiles.bottom,
        **{name if name == "cell" else f"{FORCING_ARRAY}{name}": rows.numpy() for name, rows in vars(forcing).items() if rows is not None},
        **read,
    }


def stored_interpolation(inputs: Mapping[str, np.ndarray]) -> str:
    """How the profiles of an inversion read the cells of the forcing.

    Parameters
    ----------
    inputs
        As of :func:`inputs_of`, of any shape each.
    """
    return str(inputs.get(INTERPOLATION, "nearest"))


def forcing_of(inputs: Mapping[str, np.ndarray], first: int, stop: int) -> Forcing:
    """The forcing of a run of the sites.

    Parameters
    ----------
    inputs
        As of :func:`inputs_of`.
    first, stop
        First and last but one of the sites.
    """
    by_cell = {name.removeprefix(FORCING_ARRAY): values for name, values in inputs.items() if name.startswith(FORCING_ARRAY)}
    every = Forcing(**{name: torch.from_numpy(values) for name, values in by_cell.items()}, cell=torch.from_numpy(inputs["cell"]))
    some = every.at(torch.arange(first, stop))
    if some.shares is not None:
        return interpolated(some)
    rows, cell = np.unique(inputs["cell"][first:stop], return_inverse=True)
    return some.at_cells(torch.from_numpy(rows), torch.from_numpy(cell))
