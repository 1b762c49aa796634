"""The rows and columns in which the cells of a forcing lie: where a place lies between them."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from .sphere import arc, on_sphere

SAME_DEGREES = 1e-4  # coordinates of one row or column differ by rounding alone
NODE = 1e-9  # of a step between rows or columns: a place so close to a row lies in it
UNEVEN = 0.05  # of a step: by how much the steps of one axis may differ where rows without cells are to be told
FEWEST_FILLED = 0.1  # share of the nodes that have a cell, where rows and columns are to be told from a list of cells
NEWTON_STEPS, NEWTON_ERROR = 12, 1e-6
SEAM = 1.5  # steps of a grid around the globe between its last column and its first, at most


@dataclass(frozen=True)
class Axes:
    """Rows with one latitude each and columns with one longitude each.

    Parameters
    ----------
    longitude
        ``(columns,)`` degrees, rising or falling throughout; may pass 180.
    latitude
        ``(rows,)`` degrees, rising or falling throughout.
    """

    longitude: np.ndarray
    latitude: np.ndarray

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return len(self.latitude), len(self.longitude)

    @property
    def around(self) -> bool:
        """Whether the first column follows on the last one."""
        step = np.abs(np.diff(self.longitude)).max(initial=0.0)
        return len(self.longitude) > 2 and 360.0 - abs(self.longitude[-1] - self.longitude[0]) <= SEAM * step

    @property
    def step(self) -> float:
        """The largest distance between neighbouring nodes, degrees along the great circle."""
        across = np.abs(np.diff(self.longitude)).max(initial=0.0) * np.cos(np.radians(self.latitude)).max(initial=0.0)
        return float(max(across, np.abs(np.diff(self.latitude)).max(initial=0.0)))

    def places(self, row: np.ndarray, column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Longitude and latitude of nodes, degrees, in the shape of their numbers.

        Parameters
        ----------
        row, column
            Numbers of the nodes, any shape, both the same.
        """
        return self.longitude[column], self.latitude[row]

    def positions(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The row and the column of places, ``(n,)`` each, with their fractions; the nearest of the grid for places beyond it.

        Parameters
        ----------
        lon, lat
            Degrees, ``(n,)``.
        """
        forward = self.longitude if self.longitude[-1] >= self.longitude[0] else self.longitude[::-1]
        east, number = forward[0] + np.mod(lon - forward[0], 360.0), np.arange(len(forward), dtype=float)
        if self.around:
            column = np.interp(east, np.append(forward, forward[0] + 360.0), np.append(number, len(forward)))
        else:
            middle = (forward[-1] + forward[0] + 360.0) / 2.0  # beyond it, the first column is nearer than the last
            column = np.interp(np.where(east > middle, east - 360.0, east), forward, number)
        if forward is not self.longitude:
            column = np.mod(len(forward) - 1.0 - column, len(forward)) if self.around else len(forward) - 1.0 - column
        return _interp(lat, self.latitude), column


@dataclass(frozen=True)
class Curves:
    """Rows and columns of any course, as those of a projected grid.

    Parameters
    ----------
    longitude, latitude
        Of the nodes, ``(rows, columns)`` degrees; NaN where a node has no place.
    """

    longitude: np.ndarray
    latitude: np.ndarray

    around = False

    @property
    def shape(self) -> tuple[int, int]:
        """Numbers of rows and columns."""
        return self.longitude.shape[0], self.longitude.shape[1]

    @property
    def step(self) -> float:
        """The largest distance between neighbouring nodes, degrees along the great circle."""
        chords = (np.linalg.norm(np.diff(self._nodes, axis=axis), axis=-1) for axis in (0, 1))
        return float(arc(np.array(max(np.max(chord, initial=0.0, where=np.isfinite(chord)) for chord in chords))))

    def places(self, row: np.ndarray, column: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Longitude and latitude of nodes, degrees, in the shape of their numbers.

        Parameters
        ----------
        row, column
            Numbers of the nodes, any shape, both the same.
        """
        return self.longitude[row, column], self.latitude[row, column]

    def positions(self, lon: np.ndarray, lat: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The row and the column of places, ``(n,)`` each, with their fractions; the nearest of the grid for places beyond it, NaN where
        no row and column were found.

        Newton's method, from the nearest node, with the nodes around projected onto the plane that touches the globe at the place.

        Parameters
        ----------
        lon, lat
            Degrees, ``(n,)``.
        """
        known, tree = self._known
        start = known[tree.query(on_sphere(lon, lat))[1]]
        position = np.stack(np.divmod(start, self.shape[1]), -1).astype(float)
        last, plane = np.array(self.shape) - 1.0, _tangents(lon, lat)
        lost = np.zeros(len(position), dtype=bool)
        for _ in range(NEWTON_STEPS):
            step = _newton_step(self._nodes, position, plane)
            lost |= ~np.isfinite(step).all(1)
            target = np.clip(position + np.where(lost[:, None], 0.0, step), 0.0, last)
            moved, position = np.abs(target - position).max(1), target
            if not (moved >= NEWTON_ERROR).any():
                break
        position[lost | (moved >= NEWTON_ERROR)] = np.nan
        return position[:, 0], position[:, 1]

    @functools.cached_property
    def _nodes(self) -> np.ndarray:
        return on_sphere(self.longitude, self.latitude)

    @functools.cached_property
    def _known(self) -> tuple[np.ndarray, cKDTree]:
        """Numbers of the nodes with a place, and the tree in which they are found."""
        points = self._nodes.reshape(-1, 3)
        known = np.flatnonzero(np.isfinite(points).all(1))
        return known, cKDTree(points[known])


def _interp(values: np.ndarray, axis: np.ndarray) -> np.ndarray:
    number = np.arange(len(axis), dtype=float)
    return np.interp(values, axis, number) if axis[-1] >= axis[0] else np.interp(values, axis[::-1], number[::-1])


def _tangents(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Unit vectors to the east and to the north of places, ``(n, 2, 3)``."""
    lon, lat = np.radians(lon), np.radians(lat)
    east = np.stack([-np.sin(lon), np.cos(lon), np.zeros_like(lon)], -1)
    north = np.stack([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)], -1)
    return np.stack([east, north], 1)


def _newton_step(nodes: np.ndarray, position: np.ndarray, plane: np.ndarray) -> np.ndarray:
    """How far places lie from ``position``, in rows and columns, by the four nodes around it, ``(n, 2)``."""
    first = np.clip(np.floor(position).astype(int), 0, np.maximum(np.array(nodes.shape[:2]) - 2, 0))
    second = np.minimum(first + 1, np.array(nodes.shape[:2]) - 1)
    down, across = (position - first).T[..., None]
    a, b, c, d = (
        np.einsum("nij,nj->ni", plane, nodes[rows[:, 0], columns[:, 1]]) for rows in (first, second) for columns in (first, second)
    )
    here = (1.0 - down) * ((1.0 - across) * a + across * b) + down * ((1.0 - across) * c + across * d)
    by_row, by_column = (1.0 - across) * (c - a) + across * (d - b), (1.0 - down) * (b - a) + down * (d - c)
    size = by_row[:, 0] * by_column[:, 1] - by_row[:, 1] * by_column[:, 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        rows = -(here[:, 0] * by_column[:, 1] - here[:, 1] * by_column[:, 0]) / size
        columns = -(by_row[:, 0] * here[:, 1] - by_row[:, 1] * here[:, 0]) / size
    return np.stack([rows, columns], -1)


def lattice_of(lon: np.ndarray, lat: np.ndarray) -> Axes | Curves | None:
    """The rows and columns of cells that a file has in rows and columns, ``(rows, columns)`` degrees each; None where it has but one.

    Parameters
    ----------
    lon, lat
        Degrees, ``(rows, columns)``.
    """
    if min(lon.shape) < 2:
        return None
    known = np.isfinite(lon) & np.isfinite(lat)
    if not known.any(0).all() or not known.any(1).all():
        return Curves(lon, lat) if known.any() else None
    first = np.argmax(known, 0), np.argmax(known, 1)
    axes = Axes(_unwrapped(lon[first[0], np.arange(lon.shape[1])]), lat[np.arange(lon.shape[0]), first[1]])
    east, north = np.abs(_turn(lon - axes.longitude[None, :])), np.abs(lat - axes.latitude[:, None])
    alike = (np.nanmax(east) < SAME_DEGREES) and (np.nanmax(north) < SAME_DEGREES)
    return axes if alike and _monotone(axes.longitude) and _monotone(axes.latitude) else Curves(lon, lat)


def lattice_of_list(lon: np.ndarray, lat: np.ndarray) -> tuple[Axes, np.ndarray] | None:
    """The rows and columns in which a list of cells lies, and the node of each, ``(cells,)``; None where they lie in none.

    Rows and columns without a cell are filled in, so steps between them have to be even.

    Parameters
    ----------
    lon, lat
        Degrees, ``(cells,)``.
    """
    rows, columns = _filled_axis(np.unique(np.round(lat, 6))), _filled_axis(_start_after_gap(np.unique(np.round(lon, 6))))
    if rows is None or columns is None or len(rows) * len(columns) * FEWEST_FILLED > len(lon):
        return None
    row = np.rint(_interp(lat, rows)).astype(int)
    east = columns[0] + np.mod(lon - columns[0] + SAME_DEGREES, 360.0) - SAME_DEGREES
    column = np.rint(_interp(east, columns))
    return Axes(columns, rows), row * len(columns) + column.astype(int)


def _filled_axis(values: np.ndarray) -> np.ndarray | None:
    """Coordinates of rows or columns ``(n,)``, rising, with those between them that have no cell; None where steps are uneven."""
    steps = np.diff(values)
    if not len(steps):
        return None
    counts = steps / steps.min()
    whole = np.rint(counts)
    if np.abs(counts - whole).max() > UNEVEN or whole.sum() > len(values) / FEWEST_FILLED:
        return None
    number = np.concatenate([[0.0], np.cumsum(whole)])
    return np.interp(np.arange(number[-1] + 1.0), number, values)


def _start_after_gap(values: np.ndarray) -> np.ndarray:
    """Longitudes, rising from the eastern end of the widest gap between them; may pass 180."""
    gaps = np.diff(values, append=values[:1] + 360.0)
    start = (int(np.argmax(gaps)) + 1) % len(values)
    return np.concatenate([values[start:], values[:start] + 360.0])


def _unwrapped(longitude: np.ndarray) -> np.ndarray:
    return np.unwrap(longitude, period=360.0)


def _turn(degrees: np.ndarray) -> np.ndarray:
    """Differences of longitudes, from -180 to 180."""
    return np.mod(degrees + 180.0, 360.0) - 180.0


def _monotone(axis: np.ndarray) -> bool:
    steps = np.diff(axis)
    return bool((steps > 0.0).all() or (steps < 0.0).all()) and abs(axis[-1] - axis[0]) < 360.0


def corners(lattice: Axes | Curves, row: np.ndarray, column: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The four nodes around positions: their rows and columns, and their bilinear weights, ``(n, 4)`` each.

    Parameters
    ----------
    lattice
        The rows and columns.
    row, column
        Positions between them, ``(n,)``, finite.
    """
    rows, columns = lattice.shape
    row, column = (np.where(np.abs(value - np.rint(value)) < NODE, np.rint(value), value) for value in (row, column))
    top = np.clip(np.floor(row).astype(int), 0, max(rows - 2, 0))
    left = np.clip(np.floor(column).astype(int), 0, columns - 1 if lattice.around else max(columns - 2, 0))
    bottom, right = np.minimum(top + 1, rows - 1), (left + 1) % columns if lattice.around else np.minimum(left + 1, columns - 1)
    down, across = row - top, column - left
    weight = [(1.0 - down) * (1.0 - across), (1.0 - down) * across, down * (1.0 - across), down * across]
    return np.stack([top, top, bottom, bottom], -1), np.stack([left, right, left, right], -1), np.stack(weight, -1)
