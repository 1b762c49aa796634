"""Observed profiles around a place: a layer of points, one for each soil layer, kept in memory by place.

Fields are those that "Prepare SOC profiles" writes, and others with names of the same meaning. A layer of contents (g/kg) has to be
prepared first: bulk density is needed to compute a density.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from qgis.core import (  # type: ignore[attr-defined]  # absent from the stubs
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPointXY,
    QgsTask,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ...binn_engine.profiles.fields import DEPTH, SOC, SOC_DENSITY, is_soc_density, recognised, split_unit
from ...binn_engine.profiles.tables.layouts import Layout, layout_of
from ...binn_engine.profiles.tables.units import DENSITIES, METRES
from ...binn_engine.tables import SOC_DENSITY_UNIT
from ..translation import tr

EARTH_RADIUS_M = 6_371_008.8
CELL = 0.25  # degrees; profiles are looked up by the cells that a radius touches


@dataclass(frozen=True)
class Observation:
    """SOC density (gC/m3) of one soil layer, from top to bottom (m), at a place in degrees."""

    longitude: float
    latitude: float
    profile: str
    top: float
    bottom: float
    density: float


@dataclass(frozen=True)
class Fields:
    """Names of the fields of a layer's profile, depths and density, and the factors to metres and gC/m3.

    ``top`` and ``bottom`` are the same field if a layer only has a depth.
    """

    profile: str
    top: str
    bottom: str
    metres: float
    density: str
    scale: float


def recognise(names: Iterable[str]) -> Fields | None:
    """The fields of a layer of observed soil layers, by their names; None where depth or density is missing.

    >>> recognise(["profile_id", "top_cm", "bottom_cm", "soc_gC_m3"])
    Fields(profile='profile_id', top='top_cm', bottom='bottom_cm', metres=0.01, density='soc_gC_m3', scale=1.0)
    """
    columns = list(names)
    layout = layout_of(columns)
    carbon = [name for name in recognised(columns, (*SOC_DENSITY, *SOC)) if is_soc_density(name)]
    depths = _limits(columns, layout) or _mid_depth(columns)
    if not (carbon and depths):
        return None
    profile = (recognised(columns, layout.names("ids")) or [""])[0]
    return Fields(profile, *depths, carbon[0], DENSITIES[split_unit(carbon[0])[1] or SOC_DENSITY_UNIT])


def _limits(columns: Sequence[str], layout: Layout) -> tuple[str, str, float] | None:
    """The fields of top and bottom depth, and the factor to metres; None where one is missing, or they differ in their unit."""
    tops, bottoms = (recognised(columns, layout.names(role)) for role in ("top", "bottom"))
    if not (tops and bottoms):
        return None
    metres, other = (METRES.get(split_unit(name)[1] or "cm") for name in (tops[0], bottoms[0]))
    return (tops[0], bottoms[0], metres) if metres is not None and metres == other else None


def _mid_depth(columns: Sequence[str]) -> tuple[str, str, float] | None:
    """The field of the mid depth, twice, and the factor to metres; None where there is none."""
    depths = recognised(columns, DEPTH)
    metres = METRES.get(split_unit(depths[0])[1] or "m") if depths else None
    return (depths[0], depths[0], metres) if metres is not None else None


def distance_m(longitude: float, latitude: float, other_longitude: float, other_latitude: float) -> float:
    """Metres between two places in degrees, on a sphere.

    The engine has it for arrays (``resampling/distances.py``), with numpy; here single places are compared, thousands in a moment.

    >>> round(distance_m(0, 0, 0, 1))
    111195
    """
    a, b = math.radians(latitude), math.radians(other_latitude)
    half = math.radians(other_longitude - longitude) / 2
    square = math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(half) ** 2
    return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(min(square, 1.0)))


class ObservedProfiles:
    """Observations by place."""

    def __init__(self, rows: Iterable[Observation]) -> None:
        self._cells: dict[tuple[int, int], list[Observation]] = {}
        self.count = 0
        for row in rows:
            self._cells.setdefault(self._cell(row.longitude, row.latitude), []).append(row)
            self.count += 1

    @staticmethod
    def _cell(longitude: float, latitude: float) -> tuple[int, int]:
        return math.floor((longitude % 360) / CELL), math.floor(latitude / CELL)

    def near(self, longitude: float, latitude: float, radius_m: float) -> list[Observation]:
        """The observations within a radius of a place, across the date line too."""
        reach = math.degrees(radius_m / EARTH_RADIUS_M)
        wide = min(reach / max(math.cos(math.radians(min(abs(latitude) + reach, 89.9))), 1e-3), 180.0)
        column, row = self._cell(longitude, latitude)
        across, along = math.ceil(wide / CELL), math.ceil(reach / CELL)
        around = round(360 / CELL)
        columns = {(column + step) % around for step in range(-across, across + 1)}
        cells = [(x, y) for x in columns for y in range(row - along, row + along + 1)]
        near = [item for cell in cells for item in self._cells.get(cell, ())]
        return [item for item in near if distance_m(longitude, latitude, item.longitude, item.latitude) <= radius_m]


def first_point(geometry: QgsGeometry) -> QgsPointXY:
    """The point of a geometry, or the first of several: many files hold single points as such.

    Raises TypeError, ValueError or IndexError where it has none.
    """
    return geometry.asMultiPoint()[0] if geometry.isMultipart() else geometry.asPoint()


class ObservationsTask(QgsTask):
    """Reads a layer of observations in a thread of QGIS's, from a snapshot of the layer that the main thread took.

    ``done`` is called in the main thread with the profiles.
    """

    def __init__(
        self, layer: QgsVectorLayer, fields: Fields, context: QgsCoordinateTransformContext, done: Callable[[ObservedProfiles], None]
    ) -> None:
        super().__init__(tr("BINN: reading {layer}").format(layer=layer.name()), QgsTask.Flag.CanCancel)
        self._source = QgsVectorLayerFeatureSource(layer)
        self._fields, self._done = fields, done
        self._transform = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem("EPSG:4326"), context)
        self._rows: list[Observation] = []

    def run(self) -> bool:
        for feature in self._source.getFeatures(QgsFeatureRequest()):
            if self.isCanceled():
                return False
            row = self._row(feature)
            if row is not None:
                self._rows.append(row)
        return True

    def _row(self, feature) -> Observation | None:
        """A feature's observation, or None where it lacks a place or a number."""
        fields = self._fields
        try:
            point = self._transform.transform(first_point(feature.geometry()))
            top, bottom, density = (float(feature[name]) for name in (fields.top, fields.bottom, fields.density))
        except (TypeError, ValueError, KeyError, IndexError, QgsCsException):
            return None
        profile = str(feature[fields.profile]) if fields.profile else f"{point.x():.5f}, {point.y():.5f}"
        scaled = Observation(point.x(), point.y(), profile, top * fields.metres, bottom * fields.metres, density * fields.scale)
        return scaled if math.isfinite(scaled.top + scaled.bottom + scaled.density) else None

    def finished(self, fine: bool) -> None:
        self._source = None
        if fine:
            self._done(ObservedProfiles(self._rows))
