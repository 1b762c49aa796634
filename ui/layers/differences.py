"""Differences of two models on the canvas: one layer a band, coloured around zero, in a group of their run."""

from __future__ import annotations

import os
from collections.abc import Iterable

import numpy as np
from qgis.core import (
    QgsLayerMetadata,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
)

from ...binn_engine.tables import Band, unit_label, value_bands
from ..translation import mark, tr
from .limits import OUTER, Limits, readable, samples_of
from .products import RUN_PROPERTY
from .results import finished, let_finish
from .styles import style_layer, write_style
from .titles import readable_name
from .tree import RunGroup

RAMP = "BrBG"  # from brown through white to green, also for colour-blind people
GROUP_OF = {"processes": mark("Processes"), "parameters": mark("Parameters")}


def difference_limits(path: str, kind: str) -> list[Limits]:
    """Limits of every band, as far below zero as above."""
    return [_around_zero(sample) for sample in samples_of(path, len(value_bands(kind)))]


def _around_zero(sample: np.ndarray) -> Limits:
    reach = float(np.percentile(np.abs(sample), OUTER[1])) if len(sample) else 0.0
    high = readable(0.0, reach)[1] if reach > 0.0 else 1.0
    return Limits(-high, high, bool((sample < -high).any()), bool((sample > high).any()))


def present_differences(rasters: dict[str, str], names: tuple[str, str], run: str, context: QgsProcessingContext) -> None:
    """Load the rasters of differences (path by kind) with their style, where there is a project to load them into.

    ``names`` are those of the first and of the second model, ``run`` the title of their group.
    """
    project = context.project()
    if project is None:
        return
    group = RunGroup(run)
    for kind, path in rasters.items():
        limits = difference_limits(path, kind)
        write_style(path, _band(value_bands(kind)[0], names), RAMP, limits[0])
        name = _title(value_bands(kind)[0])
        details = QgsProcessingContext.LayerDetails(name, project, name)
        details.forceName = True
        let_finish(details, DifferencePostProcessor(kind, names, limits, group))
        context.addLayerToLoadOnCompletion(os.path.abspath(path), details)


class DifferencePostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Styles the layer of the first band and adds a layer for each of the others."""

    def __init__(self, kind: str, names: tuple[str, str], limits: list[Limits], run: RunGroup) -> None:
        super().__init__()
        self.kind, self.names, self.limits, self.run = kind, names, limits, run

    def postProcessLayer(  # type: ignore[override]  # only raster layers get it
        self, layer: QgsRasterLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        project = context.project() or QgsProject.instance()
        layers = [layer, *_more_layers(layer, value_bands(self.kind)[1:])]
        for number, (item, band) in enumerate(zip(layers, value_bands(self.kind))):
            style_difference(item, number + 1, band, self.names, self.limits[number])
            item.setCustomProperty(RUN_PROPERTY, self.run.identity)
        for item in layers[1:]:
            project.addMapLayer(item, False)
        self.run.add((GROUP_OF[self.kind],), [item.id() for item in layers], project)
        finished(self)


def _more_layers(layer: QgsRasterLayer, bands: Iterable[Band]) -> list[QgsRasterLayer]:
    options = QgsRasterLayer.LayerOptions(False)
    return [QgsRasterLayer(layer.source(), _title(band), "gdal", options) for band in bands]


def style_difference(layer: QgsRasterLayer, number: int, band: Band, names: tuple[str, str], limits: Limits) -> None:
    """Name a layer, show band ``number`` of it around zero, and say in its properties what is compared."""
    described = _band(band, names)
    layer.setName(_title(band))
    style_layer(layer, number, described, RAMP, limits)
    metadata = QgsLayerMetadata()
    metadata.setTitle(layer.name())
    metadata.setAbstract(described.meaning)
    layer.setMetadata(metadata)


def _title(band: Band) -> str:
    unit = "" if band.unit == "1" else f" ({unit_label(band.unit)})"
    return tr("{name}: difference").format(name=readable_name(band.name)) + unit


def _band(band: Band, names: tuple[str, str]) -> Band:
    meaning = tr("{second} minus {first}. {meaning}.").format(first=names[0], second=names[1], meaning=tr(band.meaning))
    return Band(band.name, band.unit, band.limits, meaning)
