"""The forcing that drives the soil carbon model: CLM5's monthly climate and litter input, for each cell of its grid."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field

import numpy as np
import torch
from scipy.spatial import cKDTree

from ..clm5 import Forcing
from .region import arc, on_sphere

SPACING_CELLS = 2000  # about as many cells tell how far apart they all are


@dataclass(frozen=True)
class ForcingGrid:
    """The complete cells of a forcing file.

    Parameters
    ----------
    cells
        Arrays named as the fields of :class:`binn_engine.clm5.Forcing`: ``soil_temperature`` (K), ``water_scalar``, ``oxygen_scalar``
        and ``nitrogen_scalar`` ``(n_cells, 20, 12)``; ``active_layer_depth`` and ``active_layer_depth_last_year`` ``(n_cells, 12)`` m;
        ``bedrock_layer`` ``(n_cells,)`` 1-based; ``litter_input`` ``(n_cells, 4)`` gC/m2/yr: CWD, metabolic, cellulose, lignin. In
        float32 where the file has no more.
    longitude, latitude
        ``(n_cells,)`` degrees; longitudes from -180 to 180.
    ids
        The profile that each cell belongs to, ``(n_cells,)`` text; None: cells belong to places.
    """

    cells: dict[str, np.ndarray]
    longitude: np.ndarray
    latitude: np.ndarray
    ids: np.ndarray | None = None
    _tree: cKDTree = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_tree", cKDTree(on_sphere(self.longitude, self.latitude)))

    def __len__(self) -> int:
        """The number of complete cells."""
        return len(self.longitude)

    @functools.cached_property
    def spacing(self) -> float:
        """How far apart neighbouring cells are, in degrees along the great circle: to the third nearest cell, in the median, which on a
        grid of degrees is the cell in the next row. At least 1 for a single cell, and for cells of profiles, which may lie anywhere."""
        some = self._tree.data[:: max(1, len(self) // SPACING_CELLS)]
        neighbours = min(len(self), 4)
        apart = float(np.median(arc(np.atleast_2d(self._tree.query(some, neighbours)[0].reshape(len(some), -1))[:, -1])))
        return apart if self.ids is None and apart > 0.0 else max(apart, 1.0)

    def nearest(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The nearest complete cell of each place, and its distance along the great circle in degrees, both in the shape of ``lon``.

        A place that is not finite gets cell 0 at an infinite distance.

        Parameters
        ----------
        lon, lat
            Degrees, any shape, both the same.
        """
        lon, lat = np.broadcast_arrays(np.asarray(lon, dtype=np.float64), np.asarray(lat, dtype=np.float64))
        cell, distance = np.zeros(lon.shape, dtype=np.int64), np.full(lon.shape, np.inf)
        known = np.isfinite(lon) & np.isfinite(lat)
        chord, cell[known] = self._tree.query(on_sphere(lon[known], lat[known]))
        distance[known] = arc(chord)
        return cell, distance

    def cells_of(self, ids: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The cell of each profile and its distance in degrees, ``(n,)``: its own where one has its id, at distance 0, else the nearest.

        Parameters
        ----------
        ids
            Of the profiles, text, ``(n,)``.
        lon, lat
            Degrees, ``(n,)``.
        """
        cell, distance = self.nearest(lon, lat)
        if self.ids is not None:
            own = {name: number for number, name in enumerate(self.ids.tolist())}
            found = np.array([own.get(str(name), -1) for name in ids])
            cell, distance = np.where(found >= 0, found, cell), np.where(found >= 0, 0.0, distance)
        return cell, distance

    def forcing(self, cell: np.ndarray | None = None) -> Forcing:
        """The forcing of sites that lie in the cells ``(sites,)``, or of every cell, as float64 tensors; a cell stands in it once.

        Parameters
        ----------
        cell
            Index of the cell of each site, ``(sites,)``; None: every cell.
        """
        if cell is None:
            return Forcing(**{name: _tensor(values) for name, values in self.cells.items()})
        rows, index = np.unique(np.asarray(cell), return_inverse=True)
        fields = {name: _tensor(values[rows]) for name, values in self.cells.items()}
        return Forcing(**fields, cell=torch.as_tensor(index))


def _tensor(values: np.ndarray) -> torch.Tensor:
    """An array as a tensor, real numbers in float64."""
    tensor = torch.as_tensor(values)
    return tensor.to(torch.float64) if tensor.is_floating_point() else tensor
