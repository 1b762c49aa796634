"""Results on the canvas: one styled layer per band, grouped by subject."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
)

from ...binn_engine.bands import Band, product_bands
from ...binn_engine.tables import EVIDENCE, PRODUCT_BY_NAME, UNCERTAINTY, Product
from ..translation import mark, tr
from .depth_layer import depth_layer
from .limits import product_limits
from .metadata import RasterTags, band_metadata, file_metadata, read_tags, write_metadata
from .places import run_title
from .products import RUN_PROPERTY
from .series import set_project_time, set_time
from .styles import style_layer, write_style
from .titles import MAP_TITLES, STOCK, layer_title, tree_title
from .tree import PRIOR, RunGroup

METHODS = (mark("quantile forest"), mark("gradient boosting"))  # as rasters name what made them, where it is not BINN
# Processing keeps no reference of its own to post-processors; each stays here until it has run.
_waiting: list[QgsProcessingLayerPostProcessorInterface] = []


def present(rasters: dict[str, str], model: str, settings: tuple, context: QgsProcessingContext) -> None:
    """Give every raster (path by product) its style and metadata beside it and, where it is to be loaded, the layers of its bands.

    ``settings`` are the depths, quantiles and thresholds that decide the bands.

    Raises
    ------
    OutputError
        Where a style or metadata cannot be written.
    """
    loaded = {os.path.abspath(key): key for key in context.layersToLoadOnCompletion()}
    method = next((read_tags(path).whole.get("method", "") for path in rasters.values()), "")
    run = RunGroup(run_title(model, tr(method).capitalize() if method else "BINN"))
    depths = settings[0]
    for name, path in rasters.items():
        product = PRODUCT_BY_NAME[name]
        bands = product_bands(product, *settings)
        limits = product_limits(path, bands, product)
        write_style(path, bands[0], product.ramp, limits[0])
        write_metadata(path, bands, name)
        if path in loaded:
            details = context.layerToLoadOnCompletionDetails(loaded[path])
            tags = read_tags(path)
            details.name = tree_title(bands[0])
            details.forceName = True
            let_finish(details, ProductPostProcessor(product, bands, tags, run, depths if name == "soc" else ()))


def let_finish(details: QgsProcessingContext.LayerDetails, processor: QgsProcessingLayerPostProcessorInterface) -> None:
    """Have a post-processor finish a layer once QGIS has loaded it."""
    _waiting.append(processor)
    details.setPostProcessor(processor)


def finished(processor: QgsProcessingLayerPostProcessorInterface) -> None:
    """Let go of a post-processor that has run."""
    _waiting.remove(processor)


def load_files(paths: list[Path], context: QgsProcessingContext) -> None:
    """Have Processing load files when the algorithm is done, where there is a project to load them into."""
    if context.project() is None:
        return
    for path in paths:
        context.addLayerToLoadOnCompletion(str(path), QgsProcessingContext.LayerDetails(path.stem, context.project(), path.stem))


class ProductPostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Styles the layer of a product's first band and adds a layer for each of the others.

    Parameters
    ----------
    product, bands
        The product and the bands of its file.
    tags
        What the file says of itself.
    run
        The group of the run, into which the layers go.
    depths_m
        Of the bands, where the product has a layer by depth.
    """

    def __init__(
        self, product: Product, bands: tuple[Band, ...], tags: RasterTags, run: RunGroup, depths_m: tuple[float, ...] = ()
    ) -> None:
        super().__init__()
        self.product, self.bands, self.tags, self.run, self.depths_m = product, bands, tags, run, depths_m

    def postProcessLayer(  # type: ignore[override]  # only raster layers get it
        self, layer: QgsRasterLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        project = context.project() or QgsProject.instance()
        titles = [tree_title(band) for band in self.bands]
        options = QgsRasterLayer.LayerOptions(False)
        limits = product_limits(layer.source(), self.bands, self.product)
        layers = [layer, *(QgsRasterLayer(layer.source(), title, "gdal", options) for title in titles[1:])]
        for number, (item, band) in enumerate(zip(layers, self.bands)):
            style_layer(item, number + 1, band, self.product.ramp, limits[number])
            item.setMetadata(band_metadata(band, number, self.product, self.tags, layer_title(band)))
            set_time(item, number, self.bands)
        layer.setName(titles[0])
        by_depth = depth_layer(layer.source(), self.depths_m, self.bands[0], self.product, limits[0]) if self.depths_m else None
        if by_depth is not None:
            by_depth.setMetadata(file_metadata(self.bands, self.product, self.tags))
            layers.append(by_depth)
        for item in layers:
            item.setCustomProperty(RUN_PROPERTY, self.run.identity)
        for item in layers[1:]:
            project.addMapLayer(item, False)
        apart = [number for number in range(len(self.bands)) if self._rests_on_prior(number)]
        grouped = self.product.group == UNCERTAINTY or self.product.variables == "series"
        path = (self.product.group, MAP_TITLES[self.product.name]) if grouped else (self.product.group,)
        stocks_first = sorted(range(len(layers)), key=lambda number: number not in self._stocks())
        ids = [layers[number].id() for number in stocks_first if number not in apart]
        if set_project_time(project, self.bands):
            ids.reverse()  # without the temporal controller, the last year is on top
        self.run.add(path, ids, project)
        if apart:
            self.run.add((*path, PRIOR), [layers[number].id() for number in apart], project)
        finished(self)

    def _stocks(self) -> set[int]:
        """Numbers (from 0) of the bands that are stocks, which people look at first."""
        return {number for number, band in enumerate(self.bands) if band.name.startswith(STOCK)}

    def _rests_on_prior(self, number: int) -> bool:
        """Whether band ``number`` (from 0) is a parameter that the data say nothing of."""
        return self.product.name == "parameters" and self.tags.evidence(number) == EVIDENCE["prior"]
