"""Results on the canvas: one styled layer per band, grouped by what they show."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import (
    QgsLayerTreeGroup,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QTimer

from ..binn_engine.tables import PRODUCT_BY_NAME, Band, Product, product_bands
from .styles import style_layer, write_style

GROUPS = ("Soil carbon", "Processes", "Parameters", "Uncertainty")

# Processing keeps no reference of its own to post-processors; each stays here until it has run.
_waiting: list[ProductPostProcessor] = []


def layer_title(band: Band) -> str:
    """A band's name and unit: ``SOC density at 5 cm (gC/m3)``."""
    return band.name if band.unit == "1" else f"{band.name} ({band.unit})"


def present(rasters: dict[str, str], model: str, depths: tuple, quantiles: tuple, context: QgsProcessingContext) -> None:
    """Give every raster (path by product) its style file and, where it is to be loaded, the layers of its bands.

    Raises
    ------
    OutputError
        Where a style cannot be written.
    """
    loaded = {os.path.abspath(key): key for key in context.layersToLoadOnCompletion()}
    run = RunGroup(f"BINN {Path(model).stem}")
    for name, path in rasters.items():
        product = PRODUCT_BY_NAME[name]
        bands = product_bands(product, depths, quantiles)
        write_style(path, bands[0], product.ramp)
        if path in loaded:
            details = context.layerToLoadOnCompletionDetails(loaded[path])
            details.name = layer_title(bands[0])
            details.forceName = True
            processor = ProductPostProcessor(product, bands, run)
            _waiting.append(processor)
            details.setPostProcessor(processor)


def load_files(paths: list[Path], context: QgsProcessingContext) -> None:
    """Have Processing load files when the algorithm is done, where there is a project to load them into."""
    if context.project() is None:
        return
    for path in paths:
        context.addLayerToLoadOnCompletion(str(path), QgsProcessingContext.LayerDetails(path.stem, context.project(), path.stem))


class ProductPostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Styles the layer of a product's first band and adds a layer for each of the others."""

    def __init__(self, product: Product, bands: tuple[Band, ...], run: RunGroup) -> None:
        super().__init__()
        self.product, self.bands, self.run = product, bands, run

    def postProcessLayer(self, layer: QgsRasterLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        project = context.project() or QgsProject.instance()
        layers = [layer]
        for band in self.bands[1:]:
            layers.append(QgsRasterLayer(layer.source(), layer_title(band), "gdal", QgsRasterLayer.LayerOptions(False)))
            project.addMapLayer(layers[-1], False)
        for number, (item, band) in enumerate(zip(layers, self.bands), start=1):
            style_layer(item, number, band, self.product.ramp)
        layer.setName(layer_title(self.bands[0]))
        self.run.add(self.product, [item.id() for item in layers], project)
        _waiting.remove(self)


class RunGroup:
    """The layer tree of one run: ``BINN <model>`` with a group for each kind of product.

    QGIS puts a loaded layer into the tree before or after post-processing, depending on its version; so the tree is arranged
    once Processing is done with all layers of the run.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self._products: list[tuple[Product, list[str]]] = []

    def add(self, product: Product, layer_ids: list[str], project: QgsProject) -> None:
        """Take in the layers of a product."""
        if not self._products:
            QTimer.singleShot(0, lambda: self.arrange(project))
        self._products.append((product, layer_ids))

    def arrange(self, project: QgsProject) -> None:
        """Put all layers into their groups, of which only the topmost map is visible."""
        root = project.layerTreeRoot()
        top = root.insertGroup(0, self._free_title(root))
        first = True
        for title in GROUPS:
            rows = [row for row in self._products if row[0].group == title]
            if not rows:
                continue
            group = top.addGroup(title)
            for _, layer_ids in rows:
                self._fill(group, layer_ids, project)
            for node in group.findLayers():
                node.setItemVisibilityChecked(first)
                node.setExpanded(first)
                first = False
            group.setExpanded(title == GROUPS[0])
        self._products = []

    def _free_title(self, root: QgsLayerTreeGroup) -> str:
        """The run's title, numbered where an earlier run has it."""
        taken = {group.name() for group in root.findGroups()}
        numbered = (self.title if n == 1 else f"{self.title} ({n})" for n in range(1, len(taken) + 2))
        return next(title for title in numbered if title not in taken)

    @staticmethod
    def _fill(group: QgsLayerTreeGroup, layer_ids: list[str], project: QgsProject) -> None:
        """Move or add the layers to ``group``; one that the user removed meanwhile is left out."""
        for layer_id in layer_ids:
            layer = project.mapLayer(layer_id)
            if layer is None:
                continue
            node = project.layerTreeRoot().findLayer(layer_id)
            group.addLayer(layer)
            if node is not None:
                node.parent().removeChildNode(node)
