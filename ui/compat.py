"""Differences between QGIS 3.22 and later versions. They are detected by features, never by version numbers."""

from __future__ import annotations

import qgis.core  # type: ignore[import-not-found]  # the stubs lack the package itself
from qgis.core import (
    Qgis,
    QgsColorRampShader,
    QgsDoubleRange,
    QgsEditFormConfig,
    QgsField,
    QgsGradientFillSymbolLayer,
    QgsLayoutItemShape,
    QgsMapLayerProxyModel,
    QgsProcessing,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterField,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsRasterLayer,
    QgsRasterLayerTemporalProperties,
    QgsRasterRange,
    QgsUnitTypes,
    QgsVectorFileWriter,
    QgsVectorLayer,
)
from qgis.gui import QgsVertexMarker
from qgis.PyQt import QtCore, QtGui, QtWidgets

# Qt 6 moved QAction from the widgets to the GUI module.
QAction = QtGui.QAction if hasattr(QtGui, "QAction") else QtWidgets.QAction


def _member(owner: type, scope: str, name: str):
    """``owner.scope.name``, or ``owner.name`` where this QGIS has the enumeration unscoped."""
    scoped = getattr(owner, scope, None)
    return getattr(scoped, name) if hasattr(scoped, name) else getattr(owner, name)


RASTER = _member(QgsProcessing, "SourceType", "TypeRaster")
POLYGON_LAYER = _member(QgsProcessing, "SourceType", "TypeVectorPolygon")
VECTOR_OR_TABLE = _member(QgsProcessing, "SourceType", "TypeVector")
ANY_FILE = _member(QgsProcessing, "SourceType", "TypeFile")
ADVANCED = _member(QgsProcessingParameterDefinition, "Flag", "FlagAdvanced")
INTEGER = _member(QgsProcessingParameterNumber, "Type", "Integer")
DOUBLE = _member(QgsProcessingParameterNumber, "Type", "Double")
FOLDER = _member(QgsProcessingParameterFile, "Behavior", "Folder")
FILE = _member(QgsProcessingParameterFile, "Behavior", "File")
ANY_FIELD = _member(QgsProcessingParameterField, "DataType", "Any")
INTERPOLATED = _member(QgsColorRampShader, "Type", "Interpolated")
CONTINUOUS = _member(QgsColorRampShader, "ClassificationMode", "Continuous")
POINT_LAYERS = _member(QgsMapLayerProxyModel, "Filter", "PointLayer")
MENU_AT_ONCE = _member(QtWidgets.QToolButton, "ToolButtonPopupMode", "InstantPopup")
CIRCLE = _member(QgsVertexMarker, "IconType", "ICON_CIRCLE")
RASTER_LAYER = Qgis.LayerType.Raster if hasattr(Qgis, "LayerType") else qgis.core.QgsMapLayerType.RasterLayer
FORM_OF_GROUPS = _member(QgsEditFormConfig, "EditorLayout", "TabLayout")
RECTANGLE = _member(QgsLayoutItemShape, "Shape", "Rectangle")
OF_A_RAMP = (
    Qgis.GradientColorSource.ColorRamp
    if hasattr(Qgis, "GradientColorSource")
    else _member(QgsGradientFillSymbolLayer, "GradientColorType", "ColorRamp")
)
WRITER_OK = _member(QgsVectorFileWriter, "WriterError", "NoError")

FIXED_RANGE = (
    Qgis.RasterTemporalMode.FixedTemporalRange
    if hasattr(Qgis, "RasterTemporalMode")
    else _member(QgsRasterLayerTemporalProperties, "TemporalMode", "ModeFixedTemporalRange")
)
YEARS = Qgis.TemporalUnit.Years if hasattr(Qgis, "TemporalUnit") else _member(QgsUnitTypes, "TemporalUnit", "TemporalYears")

# Ranges of values whose lowest or highest value is none of them.
LOWEST_OUT = (_member(QgsRasterRange, "BoundsType", "IncludeMax"), _member(QgsRasterRange, "BoundsType", "Exclusive"))
HIGHEST_OUT = (_member(QgsRasterRange, "BoundsType", "IncludeMin"), _member(QgsRasterRange, "BoundsType", "Exclusive"))


def own_fields_only(layer: QgsVectorLayer) -> bool:
    """Whether every field of ``layer`` is stored in its file: none joined, none computed."""
    return all(is_stored(layer, index) for index in range(layer.fields().count()))


def is_stored(layer: QgsVectorLayer, index: int) -> bool:
    """Whether a field of ``layer`` is stored in its file."""
    fields = layer.fields()
    return fields.fieldOrigin(index) == _member(type(fields), "FieldOrigin", "OriginProvider")


def _field(name: str, meta_type: str, variant_type: str) -> QgsField:
    """A field by its type, which newer QGIS take from QMetaType and older ones from QVariant."""
    scope = getattr(QtCore.QMetaType, "Type", None)
    try:
        return QgsField(name, getattr(scope, meta_type))
    except (AttributeError, TypeError):
        return QgsField(name, getattr(QtCore.QVariant, variant_type))


def text_field(name: str) -> QgsField:
    """A field of text."""
    return _field(name, "QString", "String")


def is_colour_image(layer: QgsRasterLayer) -> bool:
    """Whether a raster layer is a rendered picture, without data values."""
    colours = {_member(Qgis, "DataType", "ARGB32"), _member(Qgis, "DataType", "ARGB32_Premultiplied")}
    return layer.dataProvider().dataType(1) in colours


def set_band_elevations(layer: QgsRasterLayer, ranges: dict[int, tuple[float, float]]) -> bool:
    """Give bands (from 1) of a raster layer a fixed range of elevation each; False where QGIS does not know such (before 3.38)."""
    mode = getattr(getattr(Qgis, "RasterElevationMode", None), "FixedRangePerBand", None)
    if mode is None:
        return False
    properties = layer.elevationProperties()
    properties.setMode(mode)  # type: ignore[attr-defined]  # absent from the stubs
    properties.setFixedRangePerBand({number: QgsDoubleRange(lower, upper) for number, (lower, upper) in ranges.items()})  # type: ignore[attr-defined]  # absent from the stubs
    properties.setEnabled(True)  # type: ignore[attr-defined]  # absent from the stubs
    return True


def millimetres():
    """Millimetres as a unit of print layouts."""
    if hasattr(Qgis, "LayoutUnit"):
        return Qgis.LayoutUnit.Millimeters
    return _member(QgsUnitTypes, "LayoutUnit", "LayoutMillimeters")


def metres():
    """Metres as a unit of distance."""
    if hasattr(Qgis, "DistanceUnit"):
        return Qgis.DistanceUnit.Meters
    return _member(QgsUnitTypes, "DistanceUnit", "DistanceMeters")


def kilometres():
    """Kilometres as a unit of distance."""
    if hasattr(Qgis, "DistanceUnit"):
        return Qgis.DistanceUnit.Kilometers
    return _member(QgsUnitTypes, "DistanceUnit", "DistanceKilometers")
