"""The depth that the map shows: makes visible the SOC density layer of the run with this depth."""

from __future__ import annotations

from qgis.core import QgsProject, QgsRasterLayer

from ...binn_engine.bands import band_depth
from ...binn_engine.tables import PRODUCT_BY_NAME
from ..layers.depth_layer import ALL_DEPTHS_PROPERTY
from ..layers.limits import band_limits
from ..layers.limits_choice import has_table_limits, table_bands
from ..layers.products import ProductFile
from ..layers.styles import style_layer


def density_bands(file: ProductFile) -> list[tuple[float, int]]:
    """Depth (m) and number (from 1) of the bands of SOC density, downwards."""
    found = [(band_depth(name), number) for number, name in enumerate(file.bands, 1)]
    return sorted((depth, number) for depth, number in found if depth is not None)


def layers_of(project: QgsProject, file: ProductFile) -> list[QgsRasterLayer]:
    """The project's layers of a raster that show one band of it."""
    rasters = [layer for layer in project.mapLayers().values() if isinstance(layer, QgsRasterLayer) and layer.source() == file.path]
    return [
        layer for layer in rasters if not layer.customProperty(ALL_DEPTHS_PROPERTY) and layer.renderer() and layer.renderer().usesBands()
    ]


def show_depth(project: QgsProject, file: ProductFile, band: int) -> bool:
    """Make the layer of a density band visible and those of other depths not; where one layer is all there is, it gets that band.

    Returns whether a layer shows it now.
    """
    densities = {number for _, number in density_bands(file)}
    shown = [layer for layer in layers_of(project, file) if layer.renderer().usesBands()[0] in densities]
    fitting = [layer for layer in shown if layer.renderer().usesBands()[0] == band]
    if not fitting and len(shown) == 1:
        bands = table_bands(file.path)
        limits = band_limits(file.path, bands, not has_table_limits(shown[0]))[band - 1]
        style_layer(shown[0], band, bands[band - 1], PRODUCT_BY_NAME["soc"].ramp, limits)
        fitting = shown
    for layer in shown if fitting else ():
        node = project.layerTreeRoot().findLayer(layer.id())
        if node is None:
            continue
        if layer is fitting[0]:
            node.setItemVisibilityCheckedParentRecursive(True)
        else:
            node.setItemVisibilityChecked(False)
    return bool(fitting)
