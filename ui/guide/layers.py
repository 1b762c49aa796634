"""Layers of the project that the guide shows: the rasters, and the profiles with those outside all rasters in another colour."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsGeometry,
    QgsLayerTreeGroup,
    QgsMarkerSymbol,
    QgsProject,
    QgsRasterLayer,
    QgsRuleBasedRenderer,
    QgsVectorLayer,
    QgsWkbTypes,
)
from qgis.PyQt.QtCore import QTimer

from ...binn_engine.tables import WGS84
from ..compat import is_colour_image
from ..layers.products import RUN_PROPERTY, read_product
from ..layers.sources import gdal_source
from ..translation import tr
from .field_roles import coordinate_fields
from .form import text_of
from .places import ProfilePlaces

GUIDE_PROPERTY = "binn/guide"  # custom property of the layers that the guide has added
PROFILES = "profiles"
INSIDE, OUTSIDE = "#ffffff", "#d7191c"


def raster_layers(project: QgsProject) -> list[QgsRasterLayer]:
    """Raster layers of a project that may be inputs, in the order of the layer tree: no pictures and no maps of BINN."""
    nodes = [node.layer() for node in project.layerTreeRoot().findLayers()]
    return [layer for layer in nodes if isinstance(layer, QgsRasterLayer) and _may_be_input(layer)]


def _may_be_input(layer: QgsRasterLayer) -> bool:
    if not layer.isValid() or layer.dataProvider() is None or is_colour_image(layer):
        return False
    if layer.customProperty(RUN_PROPERTY):
        return False
    source = gdal_source(layer)
    return (bool(source) and read_product(source) is None) or layer.dataProvider().name() == "virtualraster"


def raster_of(source: str, project: QgsProject) -> QgsRasterLayer | None:
    """The layer of a project that shows a raster; None where none does."""
    return next((layer for layer in raster_layers(project) if source in (layer.id(), text_of(layer))), None)


def add_raster(source: str, project: QgsProject) -> QgsRasterLayer | None:
    """The layer of a raster, added where the project has none; the first one added is visible. None where it cannot be read."""
    found = raster_of(source, project)
    if found is not None:
        return found
    layer = QgsRasterLayer(source, Path(source).stem, "gdal")
    if not layer.isValid():
        return None
    group = inputs_group(project)
    project.addMapLayer(layer, False)
    node, layer_id = group.addLayer(layer), layer.id()
    node.setItemVisibilityChecked(len(group.findLayers()) == 1)
    QTimer.singleShot(0, lambda: _fold(layer_id, project))  # the layer tree unfolds what is new
    return layer


def _fold(layer_id: str, project: QgsProject) -> None:
    node = project.layerTreeRoot().findLayer(layer_id)
    if node is not None:
        node.setExpanded(True)  # as it is shown; it takes itself to be folded
        node.setExpanded(False)


def inputs_group(project: QgsProject) -> QgsLayerTreeGroup:
    """The group of the layers that the guide has added, at the bottom of the layer tree."""
    root, title = project.layerTreeRoot(), tr("Inputs of the map")
    return root.findGroup(title) or root.addGroup(title)


def vector_of(value: str, project: QgsProject) -> QgsVectorLayer | None:
    """A vector layer by its id or file, opened where the project does not have it; None where it cannot be read."""
    layer = project.mapLayer(value)
    if isinstance(layer, QgsVectorLayer):
        return layer
    opened = QgsVectorLayer(value, Path(value).stem, "ogr", QgsVectorLayer.LayerOptions(False))
    return opened if opened.isValid() else None


def rows_of(value: str, project: QgsProject) -> ProfilePlaces:
    """The rows of a table of profiles whose places are not known yet."""
    table = vector_of(value, project)
    if table is not None:
        rows = table.featureCount()
        problem = "" if rows else tr("The layer '{name}' has no rows. Choose another one.").format(name=table.name())
        return ProfilePlaces(rows, (), problem)
    if os.path.exists(value):
        problem = tr("{path} cannot be read as a table or a vector layer. Choose another file.").format(path=value)
    else:
        problem = tr("There is no file {path}. Choose the profiles again.").format(path=value)
    return ProfilePlaces(0, (), problem)


def shown_profiles(project: QgsProject) -> QgsVectorLayer | None:
    """The layer of profiles that the guide shows."""
    layers = project.mapLayers().values()
    return next((layer for layer in layers if isinstance(layer, QgsVectorLayer) and layer.customProperty(GUIDE_PROPERTY) == PROFILES), None)


def profiles_on_map(value: str, chosen: tuple[str, str, str], project: QgsProject) -> QgsVectorLayer | None:
    """The layer that shows profiles on the map, replaced where it shows others; None where their places are not known.

    ``chosen`` are the fields with longitude and latitude, and their CRS, of a table; where they are empty, they are found by their names.
    """
    layer = vector_of(value, project) if value else None
    wanted = _located(layer, value, chosen) if layer is not None else None
    shown = shown_profiles(project)
    if wanted is None or not wanted.isValid():
        if shown is not None:
            _take_away(shown, project)
        return None
    if shown is not None and shown.source() == wanted.source():
        return shown
    if shown is not None:
        _take_away(shown, project)
    made = wanted.clone()
    made.setName(tr("SOC profiles"))
    made.setCustomProperty(GUIDE_PROPERTY, PROFILES)
    project.addMapLayer(made, False)
    project.layerTreeRoot().insertLayer(0, made)
    return made


def _take_away(layer: QgsVectorLayer, project: QgsProject) -> None:
    """Remove a layer from the project once events have run.

    The chosen layer may be going away because the project is closed: a layer that is removed meanwhile is removed twice, which ends QGIS.
    """
    identity = layer.id()
    layer.removeCustomProperty(GUIDE_PROPERTY)
    QTimer.singleShot(0, lambda: project.removeMapLayer(identity))


def _located(layer: QgsVectorLayer, value: str, chosen: tuple[str, str, str]) -> QgsVectorLayer | None:
    """A layer with points: the layer itself, or a table by its coordinate fields."""
    if layer.wkbType() != QgsWkbTypes.Type.NoGeometry:
        return layer
    x, y, crs = chosen
    if not (x and y):
        x, y = coordinate_fields(layer.fields().names())
    if not (x and y and os.path.isfile(value)):
        return None
    source = f"{value}|option:X_POSSIBLE_NAMES={x}|option:Y_POSSIBLE_NAMES={y}"
    points = QgsVectorLayer(source, tr("SOC profiles"), "ogr", QgsVectorLayer.LayerOptions(False))
    points.setCrs(QgsCoordinateReferenceSystem(crs or WGS84))
    return points if points.isSpatial() else None


def flag_outside(layer: QgsVectorLayer, outlines: Sequence[QgsGeometry], beyond: int) -> None:
    """Draw the profiles outside all rasters in another colour; their number is in the legend."""
    root = QgsRuleBasedRenderer.Rule(None)
    everywhere = QgsRuleBasedRenderer.Rule(_point(INSIDE, "1.6"))
    everywhere.setLabel(tr("Profiles"))
    if outlines and beyond:
        covered = QgsGeometry.unaryUnion(list(outlines)).simplify(1e-4)
        place = f"transform(centroid($geometry), '{layer.crs().authid()}', '{WGS84}')"
        flagged = QgsRuleBasedRenderer.Rule(_point(OUTSIDE, "2.6"))
        flagged.setLabel(tr("Outside all rasters: {count}").format(count=beyond))
        flagged.setFilterExpression(f"NOT intersects({place}, geom_from_wkt('{covered.asWkt(5)}'))")
        root.appendChild(flagged)
        everywhere.setIsElse(True)
    root.appendChild(everywhere)
    layer.setRenderer(QgsRuleBasedRenderer(root))
    layer.triggerRepaint()


def _point(colour: str, size: str) -> QgsMarkerSymbol:
    return QgsMarkerSymbol.createSimple({"size": size, "color": colour, "outline_color": "#1d2a33", "outline_width": "0.2"})
