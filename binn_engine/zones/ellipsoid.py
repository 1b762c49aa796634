"""Areas on the ellipsoid: of the pixels of any grid, and of polygons in any reference system."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyproj
import shapely
from pyproj.crs import GeographicCRS
from rasterio.windows import Window
from shapely.geometry.base import BaseGeometry

from ..covariates.grids import Grid

# Metres from the middle of a block of pixels within which straight lines of two projections are taken for the same.
BLOCK_M = 1e6


def pixel_areas(grid: Grid, window: Window) -> np.ndarray:
    """True area of a window's pixels, ``(rows, cols)`` m2 on the ellipsoid of the grid's CRS; 0 where the CRS does not reach.

    In degrees a pixel lies between two meridians and two parallels, whose area is known in closed form (Snyder 1987, eq. 3-12, through
    the cylindrical equal-area projection). In a projected CRS its four corners are taken to an equal-area projection around them.
    """
    crs = pyproj.CRS.from_wkt(grid.crs.to_wkt())
    rows, cols = int(window.height), int(window.width)
    x = grid.transform.c + grid.transform.a * (window.col_off + np.arange(cols + 1))
    y = grid.transform.f + grid.transform.e * (window.row_off + np.arange(rows + 1))
    if crs.is_geographic:
        unit = np.degrees(crs.axis_info[0].unit_conversion_factor)
        plane = _projection(crs, "cea")
        _, north = plane(np.zeros(rows + 1), np.clip(y * unit, -90.0, 90.0))
        width = _ellipsoid(crs).semi_major_metre * np.radians(abs(grid.transform.a) * unit)
        return np.repeat(np.abs(np.diff(north))[:, None] * width, cols, 1)
    areas = np.empty((rows, cols))
    pixel = max(abs(grid.transform.a), abs(grid.transform.e)) * crs.axis_info[0].unit_conversion_factor
    side = max(1, int(BLOCK_M / pixel))
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    for row in range(0, rows, side):
        for col in range(0, cols, side):
            corners = np.meshgrid(x[col : col + side + 1], y[row : row + side + 1])
            areas[row : row + side, col : col + side] = _lattice_areas(crs, *to_degrees.transform(*corners))
    return areas


def polygon_area(polygon: BaseGeometry, crs: pyproj.CRS) -> float:
    """True area, m2, of a polygon on the ellipsoid of its CRS, its edges being straight in that CRS (so cut them finely enough)."""
    if polygon.is_empty:
        return 0.0
    if crs.is_geographic:
        unit = np.degrees(crs.axis_info[0].unit_conversion_factor)
        plane = _projection(crs, "cea")
        return float(shapely.transform(polygon, lambda xy: np.stack(plane(xy[:, 0] * unit, np.clip(xy[:, 1] * unit, -90, 90)), 1)).area)
    to_degrees = pyproj.Transformer.from_crs(crs, crs.geodetic_crs, always_xy=True)
    middle = to_degrees.transform(*polygon.representative_point().coords[0])
    plane = _projection(crs, "laea", *middle)
    return float(shapely.transform(polygon, lambda xy: np.stack(plane(*to_degrees.transform(xy[:, 0], xy[:, 1])), 1)).area)


def _projection(crs: pyproj.CRS, kind: str, longitude: float = 0.0, latitude: float = 0.0) -> pyproj.Proj:
    """An equal-area projection of degrees on the ellipsoid of ``crs``; longitudes may pass 180."""
    ellipsoid = _ellipsoid(crs)
    options: dict[str, Any] = {"a": ellipsoid.semi_major_metre, "b": ellipsoid.semi_minor_metre, "lon_0": longitude}
    if kind == "laea":
        options["lat_0"] = latitude
    return pyproj.Proj(proj=kind, over=True, **options)


def _ellipsoid(crs: pyproj.CRS) -> Any:
    """The ellipsoid of a CRS; that of WGS 84 where it names none."""
    return crs.ellipsoid or pyproj.CRS.from_epsg(4326).ellipsoid


def _lattice_areas(crs: pyproj.CRS, longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Areas of the quadrangles of a lattice of corners, ``(rows + 1, cols + 1)`` degrees; 0 where a corner is nowhere."""
    known = np.isfinite(longitude) & np.isfinite(latitude)
    if not known.any():
        return np.zeros((longitude.shape[0] - 1, longitude.shape[1] - 1))
    at = np.argwhere(known)[known.sum() // 2]
    plane = _projection(crs, "laea", longitude[tuple(at)], latitude[tuple(at)])
    x, y = plane(np.where(known, longitude, np.nan), np.where(known, latitude, np.nan))
    down_x, down_y = x[1:, 1:] - x[:-1, :-1], y[1:, 1:] - y[:-1, :-1]
    up_x, up_y = x[:-1, 1:] - x[1:, :-1], y[:-1, 1:] - y[1:, :-1]
    area = 0.5 * np.abs(down_x * up_y - up_x * down_y)
    return np.where(np.isfinite(area), area, 0.0)


def plane_around(longitude: float, latitude: float) -> pyproj.Proj:
    """An equal-area plane around a place on WGS 84, in metres: where distances are measured."""
    return _projection(GeographicCRS(), "laea", longitude, latitude)
