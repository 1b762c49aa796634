"""The share of every pixel that is in each zone."""

from __future__ import annotations

import json

import numpy as np
import shapely
from exactextract import exact_extract
from exactextract.feature import JSONFeatureSource
from exactextract.raster import NumPyRasterSource
from rasterio.windows import Window, bounds
from scipy.sparse import csr_matrix, vstack

from ..covariates.grids import Grid
from .ellipsoid import pixel_areas
from .polygons import Zones

MANY_VERTICES = 1000  # of a polygon that is cut to a tile before its pixels are looked at


class Coverage:
    """Areas of pixels within zones.

    The share of a pixel is that of its area in the plane of the grid's CRS, computed exactly by exactextract; its area is the true one.
    """

    def __init__(self, zones: Zones, grid: Grid) -> None:
        self._zones, self._grid = zones, grid
        self._tree = shapely.STRtree(zones.shapes)

    @property
    def pixels(self) -> int:
        """About how many pixels of the grid the largest zone has, which is all of them together where there is such a one."""
        left, bottom, right, top = self._bounds(self._grid.whole)
        inside = shapely.area(shapely.clip_by_rect(self._zones.shapes, left, bottom, right, top)).max(initial=0.0)
        return int(inside / abs(self._grid.transform.a * self._grid.transform.e))

    def touches(self, window: Window) -> bool:
        """Whether any zone may have a part in the window."""
        return bool(len(self._near(window)))

    def areas(self, window: Window) -> csr_matrix:
        """Area of every pixel of a window within every zone, ``(zones, rows * cols)`` m2."""
        near = self._near(window)
        rows, cols = int(window.height), int(window.width)
        shares = [self._shares(number, window) for number in near]
        zone = np.repeat(near, [len(pixel) for pixel, _ in shares])
        pixel = np.concatenate([pixel for pixel, _ in shares]) if shares else np.zeros(0, dtype=int)
        share = np.concatenate([share for _, share in shares]) if shares else np.zeros(0)
        if self._grid.transform.e > 0.0:  # south up: exactextract counts rows from the north
            pixel = (rows - 1 - pixel // cols) * cols + pixel % cols
        if self._grid.transform.a < 0.0:
            pixel = pixel // cols * cols + cols - 1 - pixel % cols
        area = pixel_areas(self._grid, window).ravel()
        return csr_matrix((share * area[pixel], (zone, pixel)), shape=(len(self._zones), rows * cols))

    def _near(self, window: Window) -> np.ndarray:
        return np.sort(self._tree.query(shapely.box(*self._bounds(window))))

    def _bounds(self, window: Window) -> tuple[float, float, float, float]:
        left, bottom, right, top = bounds(window, self._grid.transform)
        return min(left, right), min(bottom, top), max(left, right), max(bottom, top)

    def _shares(self, number: int, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Pixels of the window, counted along its rows from the north-west, and their share within a zone."""
        west, south, east, north = self._bounds(window)
        shape = self._zones.shapes[number]
        if shapely.get_num_coordinates(shape) > MANY_VERTICES:
            shape = shapely.intersection(shape, shapely.box(west, south, east, north))
        parts = [part for part in shapely.get_parts(shapely.get_parts([shape])) if part.geom_type == "Polygon"]
        if not parts:
            return np.zeros(0, dtype=int), np.zeros(0)
        # One value stands for all: the raster is never in memory.
        blank = np.broadcast_to(np.float32(1.0), (int(window.height), int(window.width)))
        raster = NumPyRasterSource(blank, xmin=west, ymin=south, xmax=east, ymax=north)
        feature = {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(shapely.MultiPolygon(parts)))}
        found = exact_extract(raster, JSONFeatureSource([feature]), ["cell_id", "coverage"])[0]["properties"]
        return np.asarray(found["cell_id"], dtype=int), np.asarray(found["coverage"], dtype=float)


class MapCoverage:
    """Areas of pixels within the whole map, as the first zone, and within polygons, if there are any, after it."""

    def __init__(self, grid: Grid, polygons: Coverage | None = None) -> None:
        self._grid, self._polygons = grid, polygons

    def areas(self, window: Window) -> csr_matrix:
        """Area of every pixel of a window within every zone, ``(zones, rows * cols)`` m2."""
        whole = csr_matrix(pixel_areas(self._grid, window).reshape(1, -1))
        return whole if self._polygons is None else vstack([whole, self._polygons.areas(window)]).tocsr()
