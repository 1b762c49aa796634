"""The style of products: one pseudocolour renderer for each band, with colour ramp and limits from the tables."""

from __future__ import annotations

import math
from pathlib import Path

from qgis.core import (
    QgsColorRamp,
    QgsColorRampLegendNodeSettings,
    QgsColorRampShader,
    QgsGradientColorRamp,
    QgsRasterDataProvider,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
    QgsStyle,
)
from qgis.PyQt.QtGui import QColor

from ...binn_engine.bands import Band
from ...binn_engine.tables import unit_label
from ..compat import CONTINUOUS, INTERPOLATED
from ..translation import tr
from .limits import Limits
from .sidecars import qgis_document, write_beside

NODATA_COLOUR = QColor("#cccccc")  # as light as can be told from the lightest purple, and from the white of no change
# A user may have deleted the ramps that QGIS ships.
_SPARE_ENDS = (QColor("#440154"), QColor("#fde725"))


def colour_ramp(name: str) -> QgsColorRamp:
    """The ramp of that name from the user's styles, or a plain one from dark to light where it was deleted."""
    ramp = QgsStyle.defaultStyle().colorRamp(name)
    return ramp if ramp is not None else QgsGradientColorRamp(*_SPARE_ENDS)


def band_renderer(
    provider: QgsRasterDataProvider | None, number: int, band: Band, ramp: str, limits: Limits | None = None
) -> QgsSingleBandPseudoColorRenderer:
    """The renderer of band ``number`` (1-based): ``ramp`` stretched over ``limits``, else those of the tables; in the legend five values
    with the unit, with < and > where the map has values beyond them, and nodata, which is light grey.

    Parameters
    ----------
    provider
        Of the layer; None for a style that is written to a file.
    number
        Of the band, from 1.
    band
        For its unit, and its limits if no others are given.
    ramp
        The name of a colour ramp of QGIS.
    limits
        Of the colours; None: those of the tables.
    """
    limits = limits or Limits(*band.limits)
    source = colour_ramp(ramp)
    function = QgsColorRampShader(limits.low, limits.high, source, INTERPOLATED, CONTINUOUS)
    labels = tick_labels(limits, band.unit)
    items = [
        QgsColorRampShader.ColorRampItem(value, source.color(place / (len(labels) - 1)), label)
        for place, (value, label) in enumerate(zip(limits.ticks, labels))
    ]
    # The legend shows what the function has a colour for. No value reaches infinity, so that values above the limits keep theirs.
    items.append(QgsColorRampShader.ColorRampItem(math.inf, NODATA_COLOUR, tr("no data")))
    function.setColorRampItemList(items)
    legend = QgsColorRampLegendNodeSettings(function.legendSettings())
    legend.setUseContinuousLegend(False)
    legend.setMinimumLabel(labels[0])
    legend.setMaximumLabel(labels[-1])
    function.setLegendSettings(legend)
    shader = QgsRasterShader(limits.low, limits.high)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(provider, number, shader)
    renderer.setClassificationMin(limits.low)
    renderer.setClassificationMax(limits.high)
    renderer.setNodataColor(NODATA_COLOUR)
    return renderer


def tick_labels(limits: Limits, unit: str) -> list[str]:
    """The labels of the five colours of a legend."""
    numbers = [f"{value:.6g}" for value in limits.ticks]
    numbers[0], numbers[-1] = f"{'< ' * limits.below}{numbers[0]}", f"{'> ' * limits.above}{numbers[-1]}"
    return [number if unit == "1" else f"{number} {unit_label(unit)}" for number in numbers]


def style_layer(layer: QgsRasterLayer, number: int, band: Band, ramp: str, limits: Limits | None = None) -> None:
    """Show band ``number`` of ``layer`` in a ramp between ``limits``, else those of the tables.

    Parameters
    ----------
    layer
        Of the raster.
    number, band, ramp, limits
        As in :func:`band_renderer`.
    """
    layer.setRenderer(band_renderer(layer.dataProvider(), number, band, ramp, limits))
    layer.triggerRepaint()


def write_style(raster: str, band: Band, ramp: str, limits: Limits | None = None, number: int = 1) -> Path:
    """Write the style of band ``number`` (from 1) of a raster beside it (.qml), where QGIS finds it with the file; returns its path.

    The raster itself is not opened as a layer: QGIS would compute statistics and leave them beside it.

    Parameters
    ----------
    raster
        Path of the raster.
    band, ramp, limits, number
        As in :func:`band_renderer`.

    Raises
    ------
    OutputError
        Naming the file that cannot be written.
    """
    document, root = qgis_document()
    root.setAttribute("styleCategories", "Symbology")
    pipe = document.createElement("pipe")
    band_renderer(None, number, band, ramp, limits).writeXml(document, pipe)
    root.appendChild(pipe)
    return write_beside(raster, ".qml", document, tr("The style {path} cannot be written: {reason}."))
