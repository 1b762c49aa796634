"""Differences of two models on the canvas: one layer a band, coloured around zero, in a group of their run."""

from __future__ import annotations

import os

import numpy as np
from qgis.core import (
    QgsLayerMetadata,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
)

from ...binn_engine.bands import Band, value_bands
from ...binn_engine.tables import CHANGE_RAMP, unit_label
from ..translation import mark, tr
from .limits import Limits, around_zero, samples_of
from .products import RUN_PROPERTY
from .results import finished, let_finish
from .styles import style_layer, write_style
from .titles import readable_name
from .tree import RunGroup

SAME = 1e-6  # of a band's usual limits: less is a difference of rounding
GROUP_OF = {"processes": mark("Processes"), "parameters": mark("Parameters")}


def difference_limits(path: str, kind: str) -> list[Limits]:
    """Limits of every band, as far below zero as above."""
    return [around_zero(sample) for sample in samples_of(path, len(value_bands(kind)))]


def differing_bands(path: str, kind: str) -> list[int]:
    """Numbers (from 1) of the bands whose differences are not zero everywhere: plant carbon input is the same in models of one forcing."""
    bands = value_bands(kind)
    samples = samples_of(path, len(bands))
    least = [SAME * max(map(abs, band.limits)) for band in bands]
    return [number for number, sample in enumerate(samples, 1) if len(sample) and float(np.abs(sample).max()) > least[number - 1]]


def present_differences(
    rasters: dict[str, str], names: tuple[str, str], context: QgsProcessingContext, feedback: QgsProcessingFeedback
) -> str:
    """Load the rasters of differences (path by kind) with their style, where there is a project to load them into; returns what is the
    same in both models and therefore not loaded, in a sentence, which is also logged.

    ``names`` are those of the first and of the second model, after which their group is called.
    """
    project = context.project()
    if project is None:
        return ""
    same: list[str] = []
    group = RunGroup(tr("BINN {second} minus {first}").format(first=names[0], second=names[1]))
    for kind, path in rasters.items():
        shown = differing_bands(path, kind)
        same += [readable_name(band.name) for number, band in enumerate(value_bands(kind), 1) if number not in shown]
        if not shown:
            continue
        limits = difference_limits(path, kind)
        band = value_bands(kind)[shown[0] - 1]
        write_style(path, _band(band, names), CHANGE_RAMP, limits[shown[0] - 1], shown[0])
        details = QgsProcessingContext.LayerDetails(_title(band), project, _title(band))
        details.forceName = True
        let_finish(details, DifferencePostProcessor(kind, names, {number: limits[number - 1] for number in shown}, group))
        context.addLayerToLoadOnCompletion(os.path.abspath(path), details)
    told = _told_of_same(same, len(same) == sum(len(value_bands(kind)) for kind in rasters))
    if told:
        feedback.pushInfo(told)
    return told


def _told_of_same(same: list[str], everything: bool) -> str:
    """Which maps are left out, and why."""
    if everything and same:
        return tr("The maps of the two models are equal everywhere, so there is no map of their difference.")
    text = tr("No difference is mapped for these, because both models have the same values everywhere: {names}.")
    return text.format(names=", ".join(same)) if same else ""


class DifferencePostProcessor(QgsProcessingLayerPostProcessorInterface):
    """Styles the layer with the first of some bands and adds a layer for each of the others; ``limits`` by the number of the band."""

    def __init__(self, kind: str, names: tuple[str, str], limits: dict[int, Limits], run: RunGroup) -> None:
        super().__init__()
        self.kind, self.names, self.limits, self.run = kind, names, limits, run

    def postProcessLayer(  # type: ignore[override]  # only raster layers get it
        self, layer: QgsRasterLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        project = context.project() or QgsProject.instance()
        options = QgsRasterLayer.LayerOptions(False)
        layers = [layer, *(QgsRasterLayer(layer.source(), "", "gdal", options) for _ in range(len(self.limits) - 1))]
        for item, (number, limits) in zip(layers, self.limits.items()):
            style_difference(item, number, value_bands(self.kind)[number - 1], self.names, limits)
            item.setCustomProperty(RUN_PROPERTY, self.run.identity)
        for item in layers[1:]:
            project.addMapLayer(item, False)
        self.run.add((GROUP_OF[self.kind],), [item.id() for item in layers], project)
        finished(self)


def style_difference(layer: QgsRasterLayer, number: int, band: Band, names: tuple[str, str], limits: Limits) -> None:
    """Name a layer, show band ``number`` of it around zero, and say in its properties what is compared.

    Parameters
    ----------
    layer
        Of the raster of differences.
    number
        Of the band, from 1.
    band
        Its name, unit and meaning.
    names
        Of the first and the second model.
    limits
        Of the colours, around zero.
    """
    described = _band(band, names)
    layer.setName(_title(band))
    style_layer(layer, number, described, CHANGE_RAMP, limits)
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
