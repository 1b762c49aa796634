"""Opens existing maps as the algorithms do: one styled layer for each band, in the groups of their run."""

from __future__ import annotations

from qgis.core import QgsProcessingContext, QgsProcessingFeedback, QgsProject, QgsRasterLayer

from ...binn_engine.tables import PRODUCT_BY_NAME
from .results import present


def open_products(outputs: dict[str, str], model: str, bands: tuple, project: QgsProject) -> int:
    """Open the rasters of a run (path by product; other outputs are passed over) and return how many there were.

    ``bands`` are the depths, quantiles and thresholds that decide the bands.

    Raises
    ------
    OutputError
        Where a style cannot be written.
    """
    rasters = {name: path for name, path in outputs.items() if name in PRODUCT_BY_NAME}
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback(False)
    context.setProject(project)
    for name, path in rasters.items():
        context.addLayerToLoadOnCompletion(path, QgsProcessingContext.LayerDetails(name, project, name))
    present(rasters, model, bands, context)
    for path, details in context.layersToLoadOnCompletion().items():
        layer = QgsRasterLayer(path, details.name, "gdal", QgsRasterLayer.LayerOptions(False))
        project.addMapLayer(layer)
        details.postProcessor().postProcessLayer(layer, context, feedback)
    return len(rasters)
