"""Observed profiles around a place: a layer of points, one for each soil layer, kept in memory by place.

Fields are those that "Prepare SOC profiles" writes, and others with names of the same meaning. A layer of contents (g/kg) has to be
prepared first: bulk density is needed to compute a density.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable
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

from ..translation import tr

EARTH_RADIUS_M = 6_371_008.8
CELL = 0.25  # degrees; profiles are looked up by the cells that a radius touches
_IDS = ("profile_id", "profileid", "pedon_id", "site_id", "siteid", "id")
_TOPS = ("top", "upper", "upper_depth", "top_depth", "depth_top")
_BOTTOMS = ("bottom", "lower", "lower_depth", "bottom_depth", "depth_bottom")
_DEPTHS = ("depth", "mid_depth", "node_depth")
_TO_METRES = {"cm": 0.01, "m": 1.0}
_DENSITIES = {"g_?c?_m_?3": 1.0, "kg_?c?_m_?3": 1000.0}  # to gC/m3


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
    plain = {re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_"): name for name in names}

    def depth(choices: tuple[str, ...], unit: str) -> tuple[str, float] | None:
        """The first field so named, and what makes metres of it; ``unit`` is that of a name that says none."""
        for choice in choices:
            for ending in ("", "_cm", "_m"):
                if choice + ending in plain:
                    return plain[choice + ending], _TO_METRES[ending.strip("_") or unit]
        return None

    density = next(
        (
            (name, scale)
            for key, name in plain.items()
            for unit, scale in _DENSITIES.items()
            if re.fullmatch(rf"(soc|oc|ocd|soc_density)_{unit}", key)
        ),
        (plain["soc_density"], 1.0) if "soc_density" in plain else None,
    )
    top, bottom = depth(_TOPS, "cm"), depth(_BOTTOMS, "cm")
    if not (top and bottom and top[1] == bottom[1]):
        top = bottom = depth(_DEPTHS, "m")
    if density is None or top is None:
        return None
    profile = next((plain[name] for name in _IDS if name in plain), "")
    return Fields(profile, top[0], bottom[0], top[1], *density)


def distance_m(longitude: float, latitude: float, other_longitude: float, other_latitude: float) -> float:
    """Metres between two places in degrees, on a sphere.

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
