"""Where inputs lie on Earth: outlines of rasters and places of profiles, in degrees on WGS 84."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from qgis.core import (  # type: ignore[attr-defined]  # absent from the stubs
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransform,
    QgsCoordinateTransformContext,
    QgsCsException,
    QgsFeatureRequest,
    QgsGeometry,
    QgsPoint,
    QgsRasterLayer,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from ...binn_engine.tables import WGS84
from ..algorithms.shared.layers import raster_problem
from .doubtful import NONE_DOUBTFUL, DoubtfulRows, doubtful_rows

SIDE_POINTS = 20  # of an outline between two corners: straight lines of one reference system are curves in another
LARGEST_LONGITUDE, LARGEST_LATITUDE = 360.0, 90.0
DIGITS = 6  # of degrees, about 0.1 m: rows at one place are one profile


@dataclass(frozen=True)
class RasterFacts:
    """A raster: its name, what makes it unfit (empty where nothing does), its outline, its number of pixels and its bands' names."""

    name: str
    problem: str
    outline: QgsGeometry | None
    pixels: int
    bands: tuple[str, ...]


@dataclass(frozen=True)
class ProfilePlaces:
    """The rows of a layer of profiles, their places (longitude and latitude), what makes it unfit (empty where nothing does), and rows
    at places that are probably not meant."""

    rows: int
    places: tuple[tuple[float, float], ...]
    problem: str = ""
    doubtful: DoubtfulRows = NONE_DOUBTFUL

    @property
    def wrong(self) -> tuple[tuple[float, float], ...]:
        """The places that are none in degrees."""
        return tuple((x, y) for x, y in self.places if abs(x) > LARGEST_LONGITUDE or abs(y) > LARGEST_LATITUDE)


def raster_facts(layer: QgsRasterLayer, context: QgsCoordinateTransformContext) -> RasterFacts:
    """What is known of a raster without reading its values."""
    problem = raster_problem(layer, layer.name())
    outline = None if problem else outline_of(layer, context)
    numbers = range(1, layer.bandCount() + 1)
    bands = tuple(_band_name(layer, number) for number in numbers)
    return RasterFacts(layer.name(), problem, outline, layer.width() * layer.height(), bands)


def _band_name(layer: QgsRasterLayer, number: int) -> str:
    """The name that the engine gives a band: its description, else that of the file."""
    described = re.sub(r"^(Band|Kanal)\s*\d+\s*:?\s*", "", layer.bandName(number)).strip()
    stem = Path(layer.source()).stem
    return described or (stem if layer.bandCount() == 1 else f"{stem}_band{number}")


def outline_of(layer: QgsRasterLayer, context: QgsCoordinateTransformContext) -> QgsGeometry | None:
    """The outline of a raster; None where it has no place on Earth. Longitudes from 0 to 360 are those from -180 to 180, too."""
    outline = QgsGeometry.fromRect(layer.extent()).densifyByCount(SIDE_POINTS)
    transform = QgsCoordinateTransform(layer.crs(), QgsCoordinateReferenceSystem(WGS84), context)
    try:
        outline.transform(transform)
    except QgsCsException:
        return None
    if outline.isEmpty():
        return None
    if outline.boundingBox().xMaximum() <= LARGEST_LONGITUDE / 2:
        return outline
    west = QgsGeometry(outline)
    west.translate(-LARGEST_LONGITUDE, 0.0)
    return outline.combine(west)


def places_reader(layer: QgsVectorLayer, context: QgsCoordinateTransformContext) -> Callable[[Callable[[], bool]], ProfilePlaces]:
    """A function that reads the places of a layer in another thread; it is given a function that says whether to stop."""
    source, crs = QgsVectorLayerFeatureSource(layer), layer.crs()

    def read(stopped: Callable[[], bool]) -> ProfilePlaces:
        transform = QgsCoordinateTransform(crs, QgsCoordinateReferenceSystem(WGS84), context)
        found: dict[tuple[float, float], int] = {}
        rows = 0
        for feature in source.getFeatures(QgsFeatureRequest().setNoAttributes()):
            if stopped():
                break
            rows += 1
            if not feature.hasGeometry():
                continue
            try:
                point = transform.transform(feature.geometry().centroid().asPoint())
            except QgsCsException:
                continue
            place = (round(point.x(), DIGITS), round(point.y(), DIGITS))
            found[place] = found.get(place, 0) + 1
        return ProfilePlaces(rows, tuple(found), "", doubtful_rows(found))

    return read


def outside(places: Sequence[tuple[float, float]], outlines: Sequence[QgsGeometry]) -> int:
    """How many places lie outside all of some outlines."""
    return len(places_outside(places, outlines))


def places_outside(places: Sequence[tuple[float, float]], outlines: Sequence[QgsGeometry]) -> list[tuple[float, float]]:
    """The places that lie outside all of some outlines."""
    engines = []
    for outline in outlines:
        engine = QgsGeometry.createGeometryEngine(outline.constGet())
        engine.prepareGeometry()
        engines.append(engine)
    return [(x, y) for x, y in places if not any(engine.intersects(QgsPoint(x, y)) for engine in engines)]
