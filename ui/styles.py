"""How products look: one pseudocolour renderer a band, its ramp and limits from the tables."""

from __future__ import annotations

from qgis.core import (
    QgsColorRampLegendNodeSettings,
    QgsColorRampShader,
    QgsGradientColorRamp,
    QgsRasterLayer,
    QgsRasterShader,
    QgsSingleBandPseudoColorRenderer,
    QgsStyle,
)
from qgis.PyQt.QtGui import QColor

from ..binn_engine.errors import OutputError
from ..binn_engine.tables import Band
from .compat import CONTINUOUS, INTERPOLATED, SYMBOLOGY

# A user may have deleted the ramps that QGIS ships.
_SPARE_ENDS = (QColor("#440154"), QColor("#fde725"))


def colour_ramp(name: str) -> QgsGradientColorRamp:
    """The ramp of that name from the user's styles, or a plain one from dark to light where it was deleted."""
    ramp = QgsStyle.defaultStyle().colorRamp(name)
    return ramp if ramp is not None else QgsGradientColorRamp(*_SPARE_ENDS)


def band_renderer(layer: QgsRasterLayer, number: int, band: Band, ramp: str) -> QgsSingleBandPseudoColorRenderer:
    """The renderer of band ``number`` (1-based): ``ramp`` stretched over the band's limits, the unit in the legend."""
    lower, upper = band.limits
    function = QgsColorRampShader(lower, upper, colour_ramp(ramp), INTERPOLATED, CONTINUOUS)
    function.classifyColorRamp(0, number, layer.extent(), layer.dataProvider())
    legend = QgsColorRampLegendNodeSettings(function.legendSettings())
    if band.unit != "1":
        legend.setSuffix(f" {band.unit}")
    function.setLegendSettings(legend)
    shader = QgsRasterShader(lower, upper)
    shader.setRasterShaderFunction(function)
    renderer = QgsSingleBandPseudoColorRenderer(layer.dataProvider(), number, shader)
    renderer.setClassificationMin(lower)
    renderer.setClassificationMax(upper)
    return renderer


def style_layer(layer: QgsRasterLayer, number: int, band: Band, ramp: str) -> None:
    """Show band ``number`` of ``layer`` as the tables say."""
    layer.setRenderer(band_renderer(layer, number, band, ramp))
    layer.triggerRepaint()


def open_raster(path: str, title: str) -> QgsRasterLayer:
    """The raster as a layer without a style: a default one would make QGIS compute statistics and write them beside the file."""
    return QgsRasterLayer(path, title, "gdal", QgsRasterLayer.LayerOptions(False))


def write_style(path: str, band: Band, ramp: str) -> str:
    """Write the style of a raster's first band beside it (.qml), where QGIS finds it when the file is opened; returns its path.

    Raises
    ------
    OutputError
        Naming the raster that cannot be opened or the file that cannot be written.
    """
    layer = open_raster(path, band.name)
    if not layer.isValid():
        raise OutputError(f"The raster {path} cannot be opened.", "Run again; if it happens again, please report it.")
    layer.setRenderer(band_renderer(layer, 1, band, ramp))
    target = path.rsplit(".", 1)[0] + ".qml"
    message, written = layer.saveNamedStyle(target, SYMBOLOGY)
    if not written:
        raise OutputError(f"The style {target} cannot be written: {message}", "Choose a folder that you may write to.")
    return target
