"""How products look: one pseudocolour renderer a band, its ramp and limits from the tables."""

from __future__ import annotations

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

from ...binn_engine.tables import Band
from ..compat import CONTINUOUS, INTERPOLATED
from ..translation import tr
from .sidecars import qgis_document, write_beside

# A user may have deleted the ramps that QGIS ships.
_SPARE_ENDS = (QColor("#440154"), QColor("#fde725"))


def colour_ramp(name: str) -> QgsColorRamp:
    """The ramp of that name from the user's styles, or a plain one from dark to light where it was deleted."""
    ramp = QgsStyle.defaultStyle().colorRamp(name)
    return ramp if ramp is not None else QgsGradientColorRamp(*_SPARE_ENDS)


def band_renderer(provider: QgsRasterDataProvider | None, number: int, band: Band, ramp: str) -> QgsSingleBandPseudoColorRenderer:
    """The renderer of band ``number`` (1-based): ``ramp`` stretched over the band's limits, the unit in the legend."""
    lower, upper = band.limits
    function = QgsColorRampShader(lower, upper, colour_ramp(ramp), INTERPOLATED, CONTINUOUS)
    function.classifyColorRamp()
    legend = QgsColorRampLegendNodeSettings(function.legendSettings())
    if band.unit != "1":
        legend.setSuffix(f" {band.unit}")
    function.setLegendSettings(legend)
    shader = QgsRasterShader(lower, upper)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(provider, number, shader)
    renderer.setClassificationMin(lower)
    renderer.setClassificationMax(upper)
    return renderer


def style_layer(layer: QgsRasterLayer, number: int, band: Band, ramp: str) -> None:
    """Show band ``number`` of ``layer`` as the tables say."""
    layer.setRenderer(band_renderer(layer.dataProvider(), number, band, ramp))
    layer.triggerRepaint()


def write_style(raster: str, band: Band, ramp: str) -> Path:
    """Write the style of a raster's first band beside it (.qml), where QGIS finds it when the file is opened; returns its path.

    The raster itself is not opened: QGIS would compute statistics and leave them beside it.

    Raises
    ------
    OutputError
        Naming the file that cannot be written.
    """
    document, root = qgis_document()
    root.setAttribute("styleCategories", "Symbology")
    pipe = document.createElement("pipe")
    band_renderer(None, 1, band, ramp).writeXml(document, pipe)
    root.appendChild(pipe)
    return write_beside(raster, ".qml", document, tr("The style {path} cannot be written: {reason}."))
