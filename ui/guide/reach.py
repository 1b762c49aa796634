"""The area of a forcing, from the axes of its file."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass

from osgeo import gdal
from qgis.core import QgsRectangle

from ...binn_engine.paths import files_of
from ..layers.layer_values import NO_PLACE
from ..layers.products import open_raster
from .field_roles import coordinate_fields

CELLS = 3.0  # the engine's default of the largest distance to the forcing, in cells


@dataclass(frozen=True)
class ForcingExtent:
    """The area of the cells of a forcing in degrees, and how far its values are used beyond it; not known of some files."""

    area: QgsRectangle | None = None
    beyond: float = 0.0

    @property
    def is_known(self) -> bool:
        """Whether the area could be read."""
        return self.area is not None

    @property
    def reach(self) -> QgsRectangle:
        """The area for which the forcing is used."""
        return self.area.buffered(self.beyond) if self.area is not None else QgsRectangle()


def forcing_extent(path: str) -> ForcingExtent:
    """The area of a forcing: a NetCDF with regular axes, or a table of sites; unknown for anything else."""
    files = files_of(path)
    if not files:
        return ForcingExtent()
    first = str(files[0])
    return _of_table(first) if first.lower().endswith(".csv") else _of_netcdf(first)


def _of_table(path: str) -> ForcingExtent:
    with open(path, encoding="utf-8", errors="replace", newline="") as file:
        rows = csv.DictReader(file)
        x, y = coordinate_fields(list(rows.fieldnames or ()))
        found = [(float(row[x]), float(row[y])) for row in rows] if x else []
    if not found:
        return ForcingExtent()
    area = QgsRectangle(*(f(row[axis] for row in found) for f in (min, max) for axis in (0, 1)))
    spacing = max(math.sqrt(max(area.width() * area.height(), 0.0) / len(found)), 0.1)
    return ForcingExtent(area, CELLS * spacing)


def _of_netcdf(path: str) -> ForcingExtent:
    dataset = open_raster(path)
    if dataset is None:
        return ForcingExtent()
    parts = [name for name, _ in dataset.GetSubDatasets()] or [path]
    for name in parts:
        part = open_raster(name)
        place = part.GetGeoTransform(can_return_null=True) if part is not None else None
        if place is not None and tuple(place) != NO_PLACE:
            return _of_grid(part, place)
    return ForcingExtent()


def _of_grid(part: gdal.Dataset, place: tuple[float, ...]) -> ForcingExtent:
    west, east = sorted((place[0], place[0] + place[1] * part.RasterXSize))
    south, north = sorted((place[3], place[3] + place[5] * part.RasterYSize))
    if west >= 180.0:  # longitudes from 0 to 360
        west, east = west - 360.0, east - 360.0
    elif east > 180.0 + abs(place[1]):
        west, east = -180.0, 180.0
    return ForcingExtent(QgsRectangle(west, south, east, north), CELLS * max(abs(place[1]), abs(place[5])))
