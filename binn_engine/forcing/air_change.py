"""A change of air temperature by year, on a grid of degrees or at places: through time, and what each pixel reads of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from rasterio.windows import Window
from scipy.spatial import cKDTree

from ..clm5.geometry import N_MONTHS
from ..covariates.stacks import CovariateStack
from ..errors import InputError
from ..running.callbacks import Warn
from .cell_weights import CellWeights
from .reach import KM_PER_DEGREE, far_on_map
from .region import sampled_lines
from .sphere import arc, on_sphere

REACH_CELLS = 1.5  # of a grid: a pixel that is farther from its nearest node has another climate
REACH_KM = 1000.0  # of places that lie in no grid
CLOSED = 1.5  # steps of an axis of longitudes: a gap that is not wider is none, and the axis goes around the globe


@dataclass(frozen=True)
class AirChange:
    """Change of air temperature at nodes.

    Parameters
    ----------
    years
        Increasing, ``(years,)``.
    kelvin
        By node, year and month, ``(nodes, years, 12)``.
    longitude, latitude
        Degrees, of the nodes, ``(nodes,)``; of a grid row by row.
    shape
        Rows and columns of the grid; None for places that lie in none.
    path
        The file, for messages.
    """

    years: np.ndarray
    kelvin: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    shape: tuple[int, int] | None = None
    path: str = ""

    def since(self, start: int, last: int, warn: Warn) -> AirChange:
        """The change since a year: none in it, and from then on the difference to it.

        Parameters
        ----------
        start, last
            The year of the start, and the last one that is asked for.
        warn
            Told where the file begins after the start, or ends before the last year.

        Raises
        ------
        InputError
            Where the file has no year after the start.
        """
        first, end = self.years[0], self.years[-1]
        later = self.years > start
        if not later.any():
            raise InputError(
                f"{self.path} has no change of air temperature after the start in {start}: it ends in {end:g}.",
                "Give a file with later years, or an earlier start (start_year).",
            )
        before = np.zeros(self.kelvin[:, 0].shape)
        if first <= start:
            before = self.at(start)
        else:
            warn(
                "air_begins_late",
                f"{self.path} begins in {first:g}, after the start in {start}. It is assumed that there is no change of air "
                f"temperature in {start}, and that the change grows evenly from then until {first:g}.",
            )
        if end < last:
            warn(
                "air_ends_early",
                f"{self.path} ends in {end:g}. It is assumed that the change of air temperature stays the same until {last}.",
            )
        kelvin = np.concatenate([np.zeros((len(before), 1, N_MONTHS)), self.kelvin[:, later] - before[:, None]], 1)
        years = np.append(float(start), self.years[later])
        return AirChange(years, kelvin, self.longitude, self.latitude, self.shape, self.path)

    def at(self, year: float) -> np.ndarray:
        """The change in a year by month, K, ``(nodes, 12)``: between the years on a line, beyond them as in the first or last.

        Parameters
        ----------
        year
            The year.
        """
        place = float(np.interp(year, self.years, np.arange(len(self.years))))
        lower = int(place)
        upper = min(lower + 1, len(self.years) - 1)
        return self.kelvin[:, lower] + (place - lower) * (self.kelvin[:, upper] - self.kelvin[:, lower])

    def weights(self, longitude: np.ndarray, latitude: np.ndarray) -> CellWeights:
        """The nodes that places read and their weights: the four around a place on a grid, else the nearest.

        Parameters
        ----------
        longitude, latitude
            Degrees, ``(places,)``.

        Raises
        ------
        InputError
            For places that are too far from the nodes.
        """
        distance_km, nearest = self._nearest(longitude, latitude)
        far = distance_km > self.reach_km
        if far.any():
            raise self._too_far(float(distance_km.max()), f"At least {int(far.sum()):,}")
        if self.shape is None:
            return CellWeights.of_cells(nearest.astype(np.int64))
        columns = self.shape[1]
        *down, down_share = _between(self.latitude.reshape(self.shape)[:, 0], latitude)
        *right, right_share = _around(self.longitude.reshape(self.shape)[0], longitude)
        index = np.stack([row * columns + column for row in down for column in right], 1)
        shares = [(1.0 - down_share, down_share), (1.0 - right_share, right_share)]
        return CellWeights(index, np.stack([one * other for one in shares[0] for other in shares[1]], 1))

    @property
    def reach_km(self) -> float:
        """How far a place may be from its nearest node, km."""
        if self.shape is None:
            return REACH_KM
        axes = self.latitude.reshape(self.shape)[:, 0], self.longitude.reshape(self.shape)[0]
        steps = [float(np.median(np.abs(np.diff(axis)))) for axis in axes if len(axis) > 1]
        return REACH_CELLS * max(steps) * KM_PER_DEGREE if steps else REACH_KM

    def check_map(self, stack: CovariateStack, window: Window) -> None:
        """Raise :class:`InputError` where a sample of a map's pixels with covariates lies too far from the nodes: better at once than after
        hours of work.

        Parameters
        ----------
        stack
            The covariates.
        window
            The map.
        """
        longitude, latitude = stack.grid.lonlat_of(*sampled_lines(window))
        distance, known = np.full(longitude.shape, np.inf), np.isfinite(longitude) & np.isfinite(latitude)
        distance[known] = self._nearest(longitude[known], latitude[known])[0]
        found = far_on_map(stack, window, distance > self.reach_km, distance)
        if found is not None:
            raise self._too_far(*found)

    def _nearest(self, longitude: np.ndarray, latitude: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The distance of places ``(places,)`` to their nearest nodes, km, and these nodes."""
        chord, nearest = cKDTree(on_sphere(self.longitude, self.latitude)).query(on_sphere(longitude, latitude))
        return arc(chord) * KM_PER_DEGREE, nearest

    def _too_far(self, distance_km: float, count: str) -> InputError:
        """The error of a map with a ``count`` of pixels, in words, up to so far from the nodes."""
        limit = f"{self.reach_km:,.0f} km" + (f" ({REACH_CELLS:g} cells)" if self.shape else "")
        return InputError(
            f"{count} pixels are more than {limit} from the change of air temperature in {self.path} (up to {distance_km:,.0f} km).",
            "Give a file that covers the map, or choose a smaller extent.",
        )


def _between(axis: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The nodes before and after each place on an axis that rises or falls, and the share of the later one; places beyond the ends read
    the end."""
    numbers = np.arange(len(axis), dtype=float)
    order = np.argsort(axis)
    place = np.interp(places, axis[order], numbers[order])
    lower = np.minimum(place.astype(np.int64), max(len(axis) - 2, 0))
    return lower, np.minimum(lower + 1, len(axis) - 1), place - lower


def _around(axis: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """As :func:`_between`, on an axis of longitudes, from wherever these are counted: one that goes around the globe has no end."""
    turned, order = np.unique(np.round(axis, 9) % 360.0, return_index=True)
    gaps = np.diff(np.append(turned, turned[0] + 360.0))
    widest = int(gaps.argmax())
    order = np.roll(order, -widest - 1)  # from the east of the widest gap on
    east = (np.roll(turned, -widest - 1) - turned[(widest + 1) % len(turned)]) % 360.0
    if len(gaps) > 1 and gaps[widest] <= CLOSED * float(np.median(gaps)):
        east, order = np.append(east, 360.0), np.append(order, order[0])
    margin = (360.0 - east[-1]) / 2.0  # a place in the gap reads the nearer end
    place = (places - turned[(widest + 1) % len(turned)] + margin) % 360.0 - margin
    lower, upper, share = _between(east, place)
    return order[lower], order[upper], share
