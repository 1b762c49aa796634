"""Results on the canvas: one styled layer per band, grouped by subject."""

from __future__ import annotations

import os
import uuid
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

from ...binn_engine.tables import PRODUCT_BY_NAME, Band, Product, product_bands
from ..translation import mark, tr
from .depth_layer import depth_layer
from .limits import band_limits
from .metadata import RasterTags, band_metadata, file_metadata, read_tags, write_metadata
from .places import run_title
from .products import RUN_PROPERTY
from .styles import style_layer, write_style
from .titles import FIRST, layer_title

GROUPS = (mark("Soil carbon"), mark("Processes"), mark("Parameters"), mark("Uncertainty"))

# Processing keeps no reference of its own to post-processors; each stays here until it has run.
_waiting: list[ProductPostProcessor] = []


def present(rasters: dict[str, str], model: str, settings: tuple, context: QgsProcessingContext) -> None:
    """Give every raster (path by product) its style and metadata beside it and, where it is to be loaded, the layers of its bands.

    ``settings`` are the depths, quantiles and thresholds that decide the bands.

    Raises
    ------
    OutputError
        Where a style or metadata cannot be written.
    """
    loaded = {os.path.abspath(key): key for key in context.layersToLoadOnCompletion()}
    run = RunGroup(run_title(model))
    depths = settings[0]
    for name, path in rasters.items():
        product = PRODUCT_BY_NAME[name]
        bands = product_bands(product, *settings)
        limits = band_limits(path, bands)
        write_style(path, bands[0], product.ramp, limits[0])
        write_metadata(path, bands, name)
        if path in loaded:
            details = context.layerToLoadOnCompletionDetails(loaded[path])
            tags = read_tags(path)
            details.name = layer_title(bands[0], tags.evidence(0))
            details.forceName = True
            processor = ProductPostProcessor(product, bands, tags, run, depths if name == "soc" else ())
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

    def __init__(
        self, product: Product, bands: tuple[Band, ...], tags: RasterTags, run: RunGroup, depths_m: tuple[float, ...] = ()
    ) -> None:
        super().__init__()
        self.product, self.bands, self.tags, self.run, self.depths_m = product, bands, tags, run, depths_m

    def postProcessLayer(  # type: ignore[override]  # only raster layers get it
        self, layer: QgsRasterLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        project = context.project() or QgsProject.instance()
        titles = [layer_title(band, self.tags.evidence(number)) for number, band in enumerate(self.bands)]
        options = QgsRasterLayer.LayerOptions(False)
        limits = band_limits(layer.source(), self.bands)
        layers = [layer, *(QgsRasterLayer(layer.source(), title, "gdal", options) for title in titles[1:])]
        for number, (item, band) in enumerate(zip(layers, self.bands)):
            style_layer(item, number + 1, band, self.product.ramp, limits[number])
            item.setMetadata(band_metadata(band, number, self.product, self.tags, layer_title(band)))
        layer.setName(titles[0])
        by_depth = depth_layer(layer.source(), self.depths_m, self.bands[0], self.product, limits[0]) if self.depths_m else None
        if by_depth is not None:
            by_depth.setMetadata(file_metadata(self.bands, self.product, self.tags))
            layers.append(by_depth)
        for item in layers:
            item.setCustomProperty(RUN_PROPERTY, self.run.identity)
        for item in layers[1:]:
            project.addMapLayer(item, False)
        self.run.add(self.product, [item.id() for item in layers], project)
        _waiting.remove(self)


class RunGroup:
    """The layer tree of one run: ``BINN <model>`` with a group for each kind of product.

    QGIS puts a loaded layer into the tree before or after post-processing, depending on its version; so the tree is arranged
    when QGIS processes events again: after all layers of the run or, if QGIS does so earlier, between them.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.identity = uuid.uuid4().hex  # the layers' custom property: which of them are of one run
        self._claimed = False
        self._pending: list[tuple[Product, list[str]]] = []

    def add(self, product: Product, layer_ids: list[str], project: QgsProject) -> None:
        """Take in the layers of a product."""
        if not self._pending:
            QTimer.singleShot(0, lambda: self.arrange(project))
        self._pending.append((product, layer_ids))

    def arrange(self, project: QgsProject) -> None:
        """Put the layers taken in into their groups; of all the run's, only one map is visible: the stock of SOC, else the topmost."""
        pending, self._pending = self._pending, []
        top = self._top(project.layerTreeRoot())
        for product, layer_ids in pending:
            self._fill(self._group(top, product.group), layer_ids, project)
        nodes = top.findLayers()
        shown = next((node for node in nodes if node.name().startswith(f"{FIRST} (")), nodes[0] if nodes else None)
        for node in nodes:
            node.setItemVisibilityChecked(node is shown)
            node.setExpanded(node is shown)

    def _top(self, root: QgsLayerTreeGroup) -> QgsLayerTreeGroup:
        """The run's group, made at the first call under a title that no earlier run has."""
        if self._claimed:
            found = root.findGroup(self.title)
            return found if found is not None else root.insertGroup(0, self.title)
        taken = {group.name() for group in root.findGroups()}
        numbered = (self.title if n == 1 else f"{self.title} ({n})" for n in range(1, len(taken) + 2))
        self.title, self._claimed = next(title for title in numbered if title not in taken), True
        return root.insertGroup(0, self.title)

    @staticmethod
    def _group(top: QgsLayerTreeGroup, title: str) -> QgsLayerTreeGroup:
        """The group of a kind of product, in the order of ``GROUPS`` whatever comes first."""
        found = top.findGroup(tr(title))
        if found is not None:
            return found
        names = [tr(name) for name in GROUPS]
        before = sum(names.index(group.name()) < GROUPS.index(title) for group in top.findGroups())
        group = top.insertGroup(before, tr(title))
        group.setExpanded(title == GROUPS[0])
        return group

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
                node.parent().removeChildNode(node)  # type: ignore[attr-defined]  # absent from the stubs
