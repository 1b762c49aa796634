"""Opens existing results as the algorithms do: styled layers in the groups of their run."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsRasterLayer, QgsVectorLayer

from ...binn_engine.tables import PRODUCT_BY_NAME
from .differences import present_differences
from .results import present
from .zone_layer import present_zones


def open_products(outputs: Mapping[str, str], model: str, bands: tuple, project: QgsProject) -> int:
    """Open the rasters of a run (path by product; other outputs are passed over) and return how many there were.

    ``bands`` are the depths, quantiles and thresholds that decide the bands.

    Raises
    ------
    OutputError
        Where a style cannot be written.
    """
    rasters = {name: path for name, path in outputs.items() if name in PRODUCT_BY_NAME}
    context = _context_of(project)
    for name, path in rasters.items():
        context.addLayerToLoadOnCompletion(path, QgsProcessingContext.LayerDetails(name, project, name))
    present(rasters, model, bands, context)
    _load(context, project)
    return len(rasters)


def open_zones(path: str, name_field: str, run: str, project: QgsProject) -> None:
    """Open a layer of zones in a group called ``run``; ``name_field`` has their names (empty: they are numbered)."""
    context = _context_of(project)
    context.addLayerToLoadOnCompletion(path, QgsProcessingContext.LayerDetails(run, project, run))
    present_zones(path, name_field, run, context)
    _load(context, project)


def open_differences(rasters: dict[str, str], names: tuple[str, str], project: QgsProject) -> str:
    """Open the differences of two models (path by kind), called ``names``, in a group that is called after them; returns what is not
    opened, because it is the same in both, in a sentence, which is empty where everything is."""
    context = _context_of(project)
    told = present_differences(rasters, names, context, QgsProcessingFeedback(False))
    _load(context, project)
    return told


def _context_of(project: QgsProject) -> QgsProcessingContext:
    context = QgsProcessingContext()
    context.setProject(project)
    return context


def _load(context: QgsProcessingContext, project: QgsProject) -> None:
    """Load what a context says is to be loaded, and finish it."""
    feedback = QgsProcessingFeedback(False)
    for path, details in context.layersToLoadOnCompletion().items():
        layer: QgsVectorLayer | QgsRasterLayer
        if path.lower().endswith(".gpkg"):
            layer = QgsVectorLayer(path, details.name, "ogr", QgsVectorLayer.LayerOptions(False))
        else:
            layer = QgsRasterLayer(path, details.name, "gdal", QgsRasterLayer.LayerOptions(False))
        project.addMapLayer(layer)
        details.postProcessor().postProcessLayer(layer, context, feedback)
