"""Observed stocks of zones at the start of a projection: in each zone, the model's own stocks are multiplied by one factor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import shapely
from rasterio.crs import CRS
from rasterio.windows import Window

from ..covariates.bands import transformer
from ..covariates.grids import WGS84, Grid
from ..covariates.stacks import CovariateStack
from ..errors import InputError
from ..profiles.tables.numerals import numbers_and_words
from ..profiles.tables.vectors import field_named
from ..running.callbacks import Warn
from ..zones.ellipsoid import pixel_areas
from ..zones.polygons import Zones
from .by_tiles import tiles_of

TILE = 256
FIELD = "the stocks"
# Gets raw covariates (n, covariates), longitude and latitude (n,), degrees; gives stocks, kgC/m2, (n,).
ModelStocks = Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


@dataclass(frozen=True)
class StartZones:
    """Polygons with a number each.

    Parameters
    ----------
    shapes
        In ``crs``, ``(zones,)``.
    crs, west
        Of the grid; its western edge, from which longitudes are counted.
    numbers
        Of the zones, ``(zones,)``: observed stocks, or factors.
    path
        Of the layer, for messages.
    """

    shapes: np.ndarray
    crs: CRS
    west: float
    numbers: np.ndarray
    path: str

    @classmethod
    def of(cls, zones: Zones, field: str, path: str, grid: Grid) -> StartZones:
        """The zones with the stocks in a field of theirs; raises :class:`InputError` for what is no stock, and for zones that overlap."""
        column = field_named(zones.table, field, path, FIELD)
        stocks = np.asarray(numbers_and_words(zones.table[column])[0], dtype=float)
        bad = ~(np.isfinite(stocks) & (stocks >= 0.0))
        if bad.any():
            raise InputError(
                f"The field {column} of {path} has no stock in {int(bad.sum())} zones (first: {zones.names[bad][0]}).",
                "Give a number of 0 or more in each zone, or remove these zones.",
            )
        apart = float(shapely.union_all(zones.shapes).area)
        if float(shapely.area(zones.shapes).sum()) > apart * (1.0 + 1e-3):
            raise InputError(f"Zones in {path} overlap, so that a place would have several stocks.", "Correct the zones.")
        return cls(zones.shapes, grid.crs, grid.bounds[0], stocks, path)

    def at(self, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
        """Which zone places lie in, ``(n,)``; -1 where in none.

        Parameters
        ----------
        longitude, latitude
            Degrees, ``(n,)``.
        """
        there = transformer(WGS84, self.crs)
        x, y = (longitude, latitude) if there is None else there.transform(longitude, latitude)
        if self.crs.is_geographic:
            x = self.west + (np.asarray(x) - self.west) % 360.0
        place, zone = shapely.STRtree(self.shapes).query(shapely.points(x, y), predicate="intersects")
        found = np.full(len(longitude), -1)
        found[place[::-1]] = zone[::-1]
        return found

    def factors(self, stack: CovariateStack, window: Window, modelled: ModelStocks) -> StartZones:
        """The zones with the factors of the model's own stocks: the mean of a zone's pixels is then what was observed.

        Parameters
        ----------
        stack
            The covariates.
        window
            The map.
        modelled
            Gives the model's own stocks.

        Raises
        ------
        InputError
            Where no zone has a pixel of the map.
        """
        sums = np.zeros((2, len(self.numbers)))
        for tile in tiles_of(window, TILE):
            values, valid = stack.valid(tile)
            longitude, latitude = (axis[valid] for axis in stack.grid.lonlat(tile))
            placed = np.isfinite(longitude) & np.isfinite(latitude)
            zone = np.full(len(longitude), -1)
            zone[placed] = self.at(longitude[placed], latitude[placed])
            inside = zone >= 0
            if inside.any():
                stocks = modelled(values[inside], longitude[inside], latitude[inside])
                area = pixel_areas(stack.grid, tile)[valid][inside] * np.isfinite(stocks)
                for row, weight in zip(sums, (area, area * np.nan_to_num(stocks))):
                    np.add.at(row, zone[inside], weight)
        area, total = sums
        if not (total > 0.0).any():
            raise InputError(f"No zone in {self.path} has a pixel of the map.", "Check the CRS of the zones and of the rasters.")
        with np.errstate(invalid="ignore", divide="ignore"):
            factors = np.where(total > 0.0, self.numbers * area / total, np.nan)
        return StartZones(self.shapes, self.crs, self.west, factors, self.path)

    def stocks(self, modelled: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, warn: Warn) -> np.ndarray:
        """Stocks at the start at places, kgC/m2, ``(n,)``; NaN, which is told, where there is no zone.

        Parameters
        ----------
        modelled
            The model's own, kgC/m2, ``(n,)``.
        longitude, latitude
            Degrees, ``(n,)``.
        warn
            Gets a code and a message.
        """
        zone = self.at(longitude, latitude)
        found = np.where(zone >= 0, self.numbers[zone] * modelled, np.nan)
        if np.isnan(found).any():
            warn("no_start_there", f"Pixels that lie in no zone of {self.path} have no value.")
        return found
