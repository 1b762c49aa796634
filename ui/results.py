"""Results on the canvas: one styled layer per band, grouped by what they show."""

from __future__ import annotations

import os
from pathlib import Path

from osgeo import gdal
from qgis.core import (
    QgsLayerTreeGroup,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
)
from qgis.PyQt.QtCore import QTimer

from ..binn_engine.tables import EVIDENCE, PRODUCT_BY_NAME, Band, Product, product_bands
from .styles import style_layer, write_style

GROUPS = ("Soil carbon", "Processes", "Parameters", "Uncertainty")

# Processing keeps no reference of its own to post-processors; each stays here until it has run.
_waiting: list[ProductPostProcessor] = []


def layer_title(band: Band, evidence: str = "") -> str:
    """A band's name and unit, ``SOC density at 5 cm (gC/m3)``, and a warning where it rests on the prior alone."""
    title = band.name if band.unit == "1" else f"{band.name} ({band.unit})"
    return f"{title}: {evidence}" if evidence == EVIDENCE["prior"] else title


def evidence_of(path: str, bands: int) -> list[str]:
    """What each band of a raster rests on, as the engine wrote it beside the band; empty where it did not."""
    file = gdal.Open(path)
    found = [file.GetRasterBand(number).GetMetadataItem("evidence") or "" for number in range(1, bands + 1)] if file else [""] * bands
    del file  # a file that stays open may not be overwritten
    return found


def uncertainty_of(path: str) -> str:
    """What the spread in a raster means, as the engine wrote it; empty for a raster without."""
    file = gdal.Open(path)
    found = (file.GetMetadataItem("uncertainty") or "") if file else ""
    del file
    return found


def describe_layer(layer: QgsRasterLayer, band: Band, evidence: str, uncertainty: str) -> None:
    """Title, meaning, evidence and kind of uncertainty of the layer's band as its metadata."""
    metadata = layer.metadata()
    metadata.setTitle(layer_title(band))
    more = [f"Rests on: {evidence}."] * bool(evidence) + [f"Uncertainty: {uncertainty}."] * bool(uncertainty)
    metadata.setAbstract(" ".join([f"{band.meaning}.", *more]))
    layer.setMetadata(metadata)


def present(rasters: dict[str, str], model: str, settings: tuple, context: QgsProcessingContext) -> None:
    """Give every raster (path by product) its style file and, where it is to be loaded, the layers of its bands.

    ``settings`` are the depths, quantiles and thresholds that decide the bands.

    Raises
    ------
    OutputError
        Where a style cannot be written.
    """
    loaded = {os.path.abspath(key): key for key in context.layersToLoadOnCompletion()}
    run = RunGroup(f"BINN {Path(model).stem}")
    for name, path in rasters.items():
        product = PRODUCT_BY_NAME[name]
        bands = product_bands(product, *settings)
        write_style(path, bands[0], product.ramp)
        if path in loaded:
            details = context.layerToLoadOnCompletionDetails(loaded[path])
            evidence = evidence_of(path, len(bands))
            details.name = layer_title(bands[0], evidence[0])
            details.forceName = True
            processor = ProductPostProcessor(product, bands, evidence, run)
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

    def __init__(self, product: Product, bands: tuple[Band, ...], evidence: list[str], run: RunGroup) -> None:
        super().__init__()
        self.product, self.bands, self.evidence, self.run = product, bands, evidence, run

    def postProcessLayer(self, layer: QgsRasterLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        project = context.project() or QgsProject.instance()
        layers, uncertainty = [layer], uncertainty_of(layer.source())
        for band, evidence in zip(self.bands[1:], self.evidence[1:]):
            layers.append(QgsRasterLayer(layer.source(), layer_title(band, evidence), "gdal", QgsRasterLayer.LayerOptions(False)))
            project.addMapLayer(layers[-1], False)
        for number, (item, band, evidence) in enumerate(zip(layers, self.bands, self.evidence), start=1):
            style_layer(item, number, band, self.product.ramp)
            describe_layer(item, band, evidence, uncertainty)
        layer.setName(layer_title(self.bands[0], self.evidence[0]))
        self.run.add(self.product, [item.id() for item in layers], project)
        _waiting.remove(self)


class RunGroup:
    """The layer tree of one run: ``BINN <model>`` with a group for each kind of product.

    QGIS puts a loaded layer into the tree before or after post-processing, depending on its version; so the tree is arranged
    once control is back with the desktop, which may be after all layers of the run or, where it keeps answering, in between.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self._claimed = False
        self._pending: list[tuple[Product, list[str]]] = []

    def add(self, product: Product, layer_ids: list[str], project: QgsProject) -> None:
        """Take in the layers of a product."""
        if not self._pending:
            QTimer.singleShot(0, lambda: self.arrange(project))
        self._pending.append((product, layer_ids))

    def arrange(self, project: QgsProject) -> None:
        """Put the layers taken in into their groups; of all the run's, only the topmost map is visible."""
        pending, self._pending = self._pending, []
        top = self._top(project.layerTreeRoot())
        for product, layer_ids in pending:
            self._fill(self._group(top, product.group), layer_ids, project)
        for index, node in enumerate(top.findLayers()):
            node.setItemVisibilityChecked(index == 0)
            node.setExpanded(index == 0)

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
        found = top.findGroup(title)
        if found is not None:
            return found
        before = sum(GROUPS.index(group.name()) < GROUPS.index(title) for group in top.findGroups())
        group = top.insertGroup(before, title)
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
                node.parent().removeChildNode(node)
