"""The forcing that drives the soil carbon model: CLM5's monthly climate and litter input, for each cell of its grid."""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass, field, replace

import numpy as np
import torch
from scipy.spatial import cKDTree

from ..clm5 import Forcing
from ..errors import check_choice
from ..settings import FORCING_INTERPOLATIONS
from .cell_weights import CellWeights, Interpolation
from .lattice import Axes, Curves
from .sphere import arc, on_sphere

SPACING_CELLS = 2000  # about as many cells tell how far apart they all are
PLACES_AT_ONCE = 65_536  # whose cells are looked for: some 300 bytes each
BILINEAR, NEAREST = FORCING_INTERPOLATIONS
AROUND = 3.0  # steps between rows or columns: a cell that counts at a place is not farther than its nearest cell and these together


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
    lattice
        The rows and columns in which the cells lie; None: they lie in none.
    node
        The node of each cell, ``(n_cells,)``, counted through the rows of the lattice; None without a lattice.
    interpolation
        How places read the cells: ``nearest``, or ``bilinear`` between rows and columns, where there are some.
    """

    cells: dict[str, np.ndarray]
    longitude: np.ndarray
    latitude: np.ndarray
    ids: np.ndarray | None = None
    lattice: Axes | Curves | None = None
    node: np.ndarray | None = None
    interpolation: str = NEAREST
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

    def cells_at(self, lon: np.ndarray, lat: np.ndarray) -> tuple[CellWeights, np.ndarray]:
        """The cells that places read with their weights, and the distance to the nearest along the great circle in degrees, ``(n,)``.

        Parameters
        ----------
        lon, lat
            Degrees, ``(n,)``.
        """
        nearest, distance = self.nearest(lon, lat)
        cells = CellWeights.of_cells(nearest)
        if self._between is None:
            return cells, distance
        known = np.flatnonzero(np.isfinite(distance))
        for start in range(0, len(known), PLACES_AT_ONCE):
            rows = known[start : start + PLACES_AT_ONCE]
            part = self._between.weights(lon[rows], lat[rows], nearest[rows])
            cells.index[rows], cells.weight[rows] = part.index, part.weight
        return cells, distance

    def cells_of(self, ids: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> tuple[CellWeights, np.ndarray]:
        """The cells of profiles and their distance in degrees, ``(n,)``: the profile's own where one has its id, at distance 0, else as
        :meth:`cells_at`.

        Parameters
        ----------
        ids
            Of the profiles, text, ``(n,)``.
        lon, lat
            Degrees, ``(n,)``.
        """
        cells, distance = self.cells_at(lon, lat)
        if self.ids is not None:
            numbers = {name: number for number, name in enumerate(self.ids.tolist())}
            named = np.array([numbers.get(str(name), -1) for name in ids], dtype=np.int64)
            cells = CellWeights.of_cells(named).where(named >= 0, cells)
            distance = np.where(named >= 0, 0.0, distance)
        return cells, distance

    @functools.cached_property
    def _between(self) -> Interpolation | None:
        """What interpolates between the cells; None where places read the nearest."""
        if self.interpolation == NEAREST or self.lattice is None or self.node is None:
            return None
        cell = np.full(math.prod(self.lattice.shape), -1, dtype=np.int64)
        cell[self.node] = np.arange(len(self))
        return Interpolation(self.lattice, cell.reshape(self.lattice.shape), self._tree)

    @property
    def read_as(self) -> str:
        """How places read the cells: cells that lie in no rows and columns are not interpolated."""
        return NEAREST if self._between is None else BILINEAR

    @property
    def reach_around(self) -> float:
        """How much farther than its nearest cell a cell may lie that counts at a place, in degrees, where places are interpolated."""
        return 0.0 if self.lattice is None else AROUND * self.lattice.step

    def read_by(self, interpolation: str) -> ForcingGrid:
        """The same cells, read in another way; raises :class:`JobError` for one that there is not."""
        check_choice("forcing_interpolation", interpolation, FORCING_INTERPOLATIONS)
        return replace(self, interpolation=interpolation)

    def forcing(self, cells: CellWeights | np.ndarray | None = None) -> Forcing:
        """The forcing of sites that read these cells, or of every cell, as float64 tensors; a cell stands in it once.

        Parameters
        ----------
        cells
            The cells of each site with their weights, or the one cell of each, ``(sites,)``; None: every cell.
        """
        if cells is None:
            return Forcing(**{name: _tensor(values) for name, values in self.cells.items()})
        table = cells if isinstance(cells, CellWeights) else CellWeights.of_cells(cells)
        rows, index = table.used(len(self))
        fields = {name: _tensor(values[rows]) for name, values in self.cells.items()}
        own = torch.as_tensor(np.ascontiguousarray(index[:, 0]))
        if table.single:
            return Forcing(**fields, cell=own)
        return Forcing(**fields, cell=own, neighbours=torch.as_tensor(index), shares=torch.as_tensor(table.weight))


def _tensor(values: np.ndarray) -> torch.Tensor:
    """An array as a tensor, real numbers in float64."""
    tensor = torch.as_tensor(values)
    return tensor.to(torch.float64) if tensor.is_floating_point() else tensor
