"""The cells of a forcing that places read, and how much each of them counts: the one table that all jobs read forcing by."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from .lattice import Axes, Curves, corners
from .sphere import on_sphere

CORNERS = 4
TIED = 1e-9  # of a distance: cells at distances that differ by less are equally near
CANDIDATES = 12  # cells among which ties are looked for


@dataclass(frozen=True)
class CellWeights:
    """At most four cells for each place, and their weights, which add up to 1.

    Parameters
    ----------
    index
        Numbers of complete cells, ``(places, 4)``. The first is the place's own cell, whose bedrock it has.
    weight
        From 0 to 1, ``(places, 4)``.
    """

    index: np.ndarray
    weight: np.ndarray

    @classmethod
    def of_cells(cls, cell: np.ndarray) -> CellWeights:
        """Places that read one cell each.

        Parameters
        ----------
        cell
            Number of the cell of each place, ``(places,)``.
        """
        index = np.repeat(np.asarray(cell)[:, None], CORNERS, 1)
        weight = np.zeros(index.shape)
        weight[:, 0] = 1.0
        return cls(index, weight)

    @property
    def cell(self) -> np.ndarray:
        """The place's own cell, ``(places,)``."""
        return self.index[:, 0]

    @property
    def single(self) -> bool:
        """Whether every place reads its own cell alone."""
        return bool((self.weight[:, 0] == 1.0).all())

    def __len__(self) -> int:
        return len(self.index)

    def __getitem__(self, keep: np.ndarray) -> CellWeights:
        """Those of some places, by mask or index."""
        return CellWeights(self.index[keep], self.weight[keep])

    def where(self, condition: np.ndarray, other: CellWeights) -> CellWeights:
        """These where a condition holds, else those of another table of the same places.

        Parameters
        ----------
        condition
            ``(places,)``.
        other
            The other table.
        """
        rows = condition[:, None]
        return CellWeights(np.where(rows, self.index, other.index), np.where(rows, self.weight, other.weight))

    def used(self, cells: int) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of the cells that count anywhere, rising, and ``index`` among them.

        Parameters
        ----------
        cells
            Number of cells of the forcing.
        """
        index = np.where(self.weight > 0.0, self.index, self.index[:, :1])
        there = np.zeros(cells, dtype=bool)
        there[index.ravel()] = True
        rows = np.flatnonzero(there)
        return rows, np.searchsorted(rows, index) if len(rows) < cells else index


@dataclass(frozen=True)
class Interpolation:
    """Bilinear weights of the cells around places, on the rows and columns of a forcing.

    A node without a complete cell, such as one in the sea, is stood for by the complete cell nearest to it. So the values are continuous
    everywhere, and there are never more than four cells.

    Parameters
    ----------
    lattice
        The rows and columns.
    cell
        The complete cell at each node, ``(rows, columns)``; -1 where there is none.
    tree
        Of the complete cells, as points of the unit sphere.
    """

    lattice: Axes | Curves
    cell: np.ndarray
    tree: cKDTree

    def weights(self, lon: np.ndarray, lat: np.ndarray, nearest: np.ndarray) -> CellWeights:
        """The cells around places.

        Parameters
        ----------
        lon, lat
            Degrees, ``(n,)``, finite.
        nearest
            The nearest complete cell of each, ``(n,)``.
        """
        row, column = self.lattice.positions(lon, lat)
        lost = ~(np.isfinite(row) & np.isfinite(column))
        rows, columns, weight = corners(self.lattice, np.where(lost, 0.0, row), np.where(lost, 0.0, column))
        index = self.cell[rows, columns]
        empty = (index < 0) & (weight > 0.0)
        if empty.any():
            index[empty] = self._stand_ins(rows[empty], columns[empty])
        index = np.where(weight > 0.0, index, nearest[:, None])
        found = _own_first(index, weight, nearest)
        return CellWeights.of_cells(nearest).where(lost, found) if lost.any() else found

    def _stand_ins(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """The complete cell nearest to each of some nodes, ``(n,)``; of several that are equally near, the southernmost and of those the
        westernmost, so that it does not depend on which part of a file was read."""
        node, index = np.unique(rows * self.lattice.shape[1] + columns, return_inverse=True)
        lon, lat = self.lattice.places(*np.divmod(node, self.lattice.shape[1]))
        near = min(CANDIDATES, self.tree.n)
        distance, cell = (found.reshape(len(node), near) for found in self.tree.query(np.nan_to_num(on_sphere(lon, lat)), near))
        points = np.round(self.tree.data[cell], 9)
        tied = distance <= distance[:, :1] * (1.0 + TIED) + TIED
        # The height of a point of the sphere rises with its latitude; at one height, its angle is its longitude.
        height, turn = np.where(tied, points[..., 2], np.inf), np.round(np.arctan2(points[..., 1], points[..., 0]), 9)
        turn = np.where(height == height.min(1, keepdims=True), turn, np.inf)
        return cell[np.arange(len(node)), turn.argmin(1)][index]


def _own_first(index: np.ndarray, weight: np.ndarray, nearest: np.ndarray) -> CellWeights:
    """The table with each place's own cell first: the nearest, or, where that does not count, the one that counts most."""
    counts = (index == nearest[:, None]) & (weight > 0.0)
    first, other = counts.argmax(1), np.flatnonzero(~counts.any(1))
    together = (index[other, :, None] == index[other, None, :]) * weight[other, None, :]
    first[other] = together.sum(-1).argmax(1)
    rows = np.arange(len(index))
    for table in (index, weight):
        table[:, 0], table[rows, first] = table[rows, first], table[:, 0].copy()
    return CellWeights(index, weight)
