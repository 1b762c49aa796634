"""A layer of polygons, in any reference system and shape, converted to the CRS of a grid."""

from __future__ import annotations

from dataclasses import dataclass

import geopandas
import numpy as np
import pandas as pd
import pyproj
import shapely
from shapely.errors import ShapelyError
from shapely.geometry.base import BaseGeometry

from ..covariates.grids import Grid
from ..errors import InputError, first_few
from ..profiles.tables.ids import id_texts
from ..profiles.tables.vectors import field_named, read_layer
from ..running.callbacks import Warn
from .ellipsoid import polygon_area

# Straight edges bend where the reference system changes: they are cut into so many pieces of the polygon's longer side first.
PIECES = 256
ALL_ZONES = "All zones"
OVERLAP = 1e-6  # of the area of all zones, from which they overlap


@dataclass(frozen=True)
class Zones:
    """Polygons.

    Parameters
    ----------
    table
        The layer's own fields and its repaired geometry, in its own CRS.
    names
        The name of each zone, ``(zones,)``.
    shapes
        The polygons in the CRS of the grid, ``(zones,)``; longitudes may pass 180 where the grid's do.
    area_m2
        True area of each, ``(zones,)``, including parts outside the grid.
    """

    table: geopandas.GeoDataFrame
    names: np.ndarray
    shapes: np.ndarray
    area_m2: np.ndarray

    def __len__(self) -> int:
        return len(self.names)

    def rows(self, which: slice) -> Zones:
        """Some of them."""
        return Zones(self.table.iloc[which], self.names[which], self.shapes[which], self.area_m2[which])

    def with_all(self) -> Zones:
        """The same and, as the last one, all of them together: land that is in several of them counts once there."""
        crs = pyproj.CRS(self.table.crs)
        whole = _polygons_of(shapely.union_all(self.table.geometry.to_numpy()))
        shape = _polygons_of(shapely.union_all(self.shapes))
        apart = float(shapely.area(self.shapes).sum()) <= shape.area * (1.0 + OVERLAP)
        area = float(self.area_m2.sum()) if apart else polygon_area(_in_pieces(whole), crs)
        last = geopandas.GeoDataFrame({self.table.geometry.name: [whole]}, geometry=self.table.geometry.name, crs=self.table.crs)
        return Zones(
            pd.concat([self.table, last], ignore_index=True),
            np.append(self.names, ALL_ZONES),
            np.append(self.shapes, np.array([shape], dtype=object)),
            np.append(self.area_m2, area),
        )


def read_zones(path: str, id_field: str, grid: Grid, warn: Warn) -> Zones:
    """The polygons in a vector file.

    Parameters
    ----------
    path
        Any vector file that GDAL reads; ``file.gpkg|layername=soil`` names a layer.
    id_field
        Field with the zones' names; empty: they are numbered from 1, as those are that have none in the field (``feature 3``).
    grid
        The grid of the maps.
    warn
        Gets a code and a message: polygons that had to be mended, and features without one.

    Raises
    ------
    InputError
        For a file that cannot be read, no CRS, features that are not polygons, an absent field, or a polygon that cannot be brought to
        the grid's CRS.
    """
    table = read_layer(str(path), warn)
    if not isinstance(table, geopandas.GeoDataFrame) or len(table) == 0:
        raise InputError(f"{path} has no polygons.", "Use a layer with polygons.")
    if table.crs is None:
        raise InputError(
            f"The layer {path} has no coordinate reference system (CRS).", "Assign the correct CRS to the layer, then run again."
        )
    numbers = np.arange(1, len(table) + 1).astype(str)
    names = id_texts(table[field_named(table, id_field, path, "the polygons")], path) if id_field else numbers
    names = np.where(names == "", np.char.add("feature ", numbers), names)
    crs = pyproj.CRS(table.crs)
    try:
        polygons = _mended(table, names, path, warn)
        _check_latitudes(polygons, crs, names, path)
        cut = [_in_pieces(polygon) for polygon in polygons]
        shapes = np.array([_on_grid(polygon, crs, grid, name, path) for polygon, name in zip(cut, names)], dtype=object)
        area = np.array([polygon_area(polygon, crs) for polygon in cut])
    except ShapelyError as error:  # places that are on no globe
        raise InputError(f"The polygons of {path} cannot be used: {error}.", "Check their coordinates and their CRS.") from error
    return Zones(table.set_geometry(geopandas.GeoSeries(polygons, index=table.index, crs=table.crs)), names, shapes, area)


def _mended(table: geopandas.GeoDataFrame, names: np.ndarray, path: str, warn: Warn) -> list[BaseGeometry]:
    """Valid polygons, an empty one where a feature has none."""
    geometry = shapely.force_2d(table.geometry.to_numpy())
    absent = shapely.is_missing(geometry) | shapely.is_empty(geometry)
    wrong = ~absent & ~np.isin(shapely.get_type_id(geometry), (3, 6))
    if wrong.any():
        kind = table.geometry.iloc[int(np.argmax(wrong))].geom_type
        raise InputError(
            f"{path} has {int(wrong.sum())} features that are not polygons (the first is a {kind}).",
            "Use a layer that contains only polygons.",
        )
    if absent.any():
        warn("empty_polygons", f"{path}: {int(absent.sum())} features have no geometry: {first_few(names[absent])}.")
    broken = ~absent & ~shapely.is_valid(geometry)
    if broken.any():
        warn("mended_polygons", f"{path}: {int(broken.sum())} polygons cross themselves, so they are repaired: {first_few(names[broken])}.")
    valid = np.where(broken, shapely.make_valid(np.where(broken, geometry, None)), geometry)
    return [shapely.Polygon() if gone else _polygons_of(shape) for shape, gone in zip(valid, absent)]


def _check_latitudes(polygons: list[BaseGeometry], crs: pyproj.CRS, names: np.ndarray, path: str) -> None:
    """Raise :class:`InputError` for polygons in degrees beyond a pole, whose area is none."""
    if not crs.is_geographic:
        return
    pole = 0.5 * np.pi / crs.axis_info[0].unit_conversion_factor
    bounds = shapely.bounds(polygons)
    beyond = np.nanmax(np.abs(np.nan_to_num(bounds[:, [1, 3]])), axis=1) > pole * (1.0 + 1e-9)
    if beyond.any():
        raise InputError(
            f"{path}: {int(beyond.sum())} polygons extend beyond latitude {pole:g}: {first_few(names[beyond])}.",
            "Cut them at the pole. If longitude and latitude are exchanged, correct them.",
        )


def _polygons_of(shape: BaseGeometry) -> BaseGeometry:
    """What of a shape has an area."""
    parts = [part for part in shapely.get_parts(shapely.get_parts([shape])) if part.geom_type == "Polygon"]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _in_pieces(polygon: BaseGeometry) -> BaseGeometry:
    west, south, east, north = polygon.bounds if not polygon.is_empty else (0.0, 0.0, 0.0, 0.0)
    longest = max(east - west, north - south) / PIECES
    return shapely.segmentize(polygon, longest) if longest > 0.0 else polygon


def _on_grid(polygon: BaseGeometry, crs: pyproj.CRS, grid: Grid, name: str, path: str) -> BaseGeometry:
    """The polygon in the grid's CRS; in one of degrees with its copies a turn to either side, of which the grid cuts out its own."""
    target = pyproj.CRS.from_wkt(grid.crs.to_wkt())
    if polygon.is_empty:
        return polygon
    if crs != target:
        outline = shapely.segmentize(
            shapely.box(*grid.bounds), max(grid.bounds[2] - grid.bounds[0], grid.bounds[3] - grid.bounds[1]) / PIECES
        )
        polygon = _transformed(polygon, crs, target, outline, f"The polygon {str(name)!r} of {path}")
    if not target.is_geographic:
        return polygon
    turn = 2.0 * np.pi / target.axis_info[0].unit_conversion_factor
    copies = [shapely.transform(polygon, lambda xy, by=by: xy + np.array([by, 0.0])) for by in (-turn, 0.0, turn)]
    near = [copy for copy in copies if copy.bounds[0] < grid.bounds[2] and copy.bounds[2] > grid.bounds[0]]
    return shapely.union_all(near) if near else polygon


def no_overlap() -> InputError:
    """The error for polygons that all lie beside the map."""
    return InputError("No polygon overlaps the map.", "Check the CRS of the polygons and of the rasters.")


def _transformed(polygon: BaseGeometry, crs: pyproj.CRS, target: pyproj.CRS, outline: BaseGeometry, what: str) -> BaseGeometry:
    """The polygon in another CRS. What that CRS cannot show is cut off around the grid first."""
    beyond = InputError(f"{what} cannot be converted to the CRS of the grid.", "Reproject the layer, or cut it to the map first.")
    forward = pyproj.Transformer.from_crs(crs, target, always_xy=True)
    if not _finite(moved := _moved(polygon, forward, what if target.is_geographic and not crs.is_geographic else "")):
        frame = _moved(outline, pyproj.Transformer.from_crs(target, crs, always_xy=True))
        if not _finite(frame):
            raise beyond
        around = shapely.buffer(shapely.convex_hull(frame), 0.05 * np.sqrt(frame.convex_hull.area))
        moved = _moved(shapely.intersection(polygon, around), forward)
    if not _finite(moved):
        raise beyond
    return moved if shapely.is_valid(moved) else _polygons_of(shapely.make_valid(moved))


def _moved(shape: BaseGeometry, transformer: pyproj.Transformer, around: str = "") -> BaseGeometry:
    """The shape in another CRS; ``around`` the globe, where longitudes go on beyond 180, if it has a name for messages."""

    def move(xy: np.ndarray) -> np.ndarray:
        return np.stack(transformer.transform(xy[:, 0], xy[:, 1]), 1)

    moved = shapely.transform(shape, move)
    if not around:
        return moved
    # Across the 180th meridian a ring goes on, as the polygon did where it came from.
    parts = [_unwrapped(part, around) for part in shapely.get_parts(moved)]
    return parts[0] if len(parts) == 1 else shapely.MultiPolygon(parts)


def _unwrapped(polygon: BaseGeometry, what: str) -> BaseGeometry:
    shell = _unwrapped_ring(polygon.exterior.coords, what)
    middle = shell[:, 0].mean()
    holes = [_unwrapped_ring(ring.coords, what) for ring in polygon.interiors]
    return shapely.Polygon(shell, [hole + np.array([_turns(middle, hole), 0.0]) for hole in holes])


def _turns(middle: float, ring: np.ndarray) -> float:
    """By how many degrees, in whole turns, a ring has to go to lie around ``middle``."""
    return 360.0 * float(np.round((middle - ring[:, 0].mean()) / 360.0))


def _unwrapped_ring(coordinates: shapely.coords.CoordinateSequence, what: str) -> np.ndarray:
    ring = np.asarray(coordinates)
    longitude = np.unwrap(ring[:, 0], period=360.0)
    if abs(longitude[-1] - longitude[0]) > 180.0:
        raise InputError(
            f"{what} surrounds a pole, which is not possible on a grid in degrees.",
            "Cut the polygon along a meridian, from its edge to the pole.",
        )
    return np.stack([longitude, ring[:, 1]], 1)


def _finite(shape: BaseGeometry) -> bool:
    return bool(np.isfinite(shapely.get_coordinates(shape)).all())
