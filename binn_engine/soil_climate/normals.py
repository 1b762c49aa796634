"""Climate normals, productivity and soil of a set of cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Normals:
    """The inputs from which forcing is built, for ``n`` cells, without missing values.

    Parameters
    ----------
    air_temperature
        Monthly means, degC, ``(n, 12)``.
    precipitation
        Monthly sums, rain and snow together, mm water, ``(n, 12)``.
    npp
        Net primary production, gC/m2/yr, ``(n,)``.
    sand, clay
        Texture of the mineral soil, % by weight, ``(n,)``.
    latitude
        Degrees, ``(n,)``.
    soil_depth
        Depth to bedrock, m, ``(n,)``.
    tree_cover
        Share of the vegetation that is trees, 1, ``(n,)``.
    snow_water
        Monthly mean water equivalent of the snow on the ground, mm, ``(n, 12)``; None: from the snow balance.
    soil_temperature
        Monthly means of CLM5's layers, degC, ``(n, 20, 12)``; None: by heat conduction from the air.
    """

    air_temperature: np.ndarray
    precipitation: np.ndarray
    npp: np.ndarray
    sand: np.ndarray
    clay: np.ndarray
    latitude: np.ndarray
    soil_depth: np.ndarray
    tree_cover: np.ndarray
    snow_water: np.ndarray | None = None
    soil_temperature: np.ndarray | None = None

    def __len__(self) -> int:
        """The number of cells."""
        return len(self.npp)

    def at(self, rows: np.ndarray | slice) -> Normals:
        """The normals of some cells alone.

        Parameters
        ----------
        rows
            Index of some cells, ``(rows,)``, a mask of all, ``(n,)``, or a slice.
        """
        chosen: dict[str, Any] = {name: None if values is None else values[rows] for name, values in vars(self).items()}
        return Normals(**chosen)
