"""Layers on the canvas as files that the engine can read.

What is a plain file goes to the engine as it is; what exists only in QGIS (memory, filtered, selected, edited, joined or
virtual layers) is exported first.
"""

from __future__ import annotations

import os
import re
import tempfile
from pathlib import Path

from osgeo import gdal
from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeatureSource,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingUtils,
    QgsProviderRegistry,
    QgsRasterFileWriter,
    QgsRasterLayer,
    QgsRasterPipe,
    QgsVectorFileWriter,
    QgsVectorLayer,
)

from ..binn_engine.errors import InputError
from ..binn_engine.protocol import subdataset
from .compat import WRITER_OK, double_field, integer_field, is_colour_image, own_fields_only
from .translation import tr

_UNSAFE = re.compile(r"[^\w.-]+")


def own_place(folder: Path, name: str, suffix: str) -> Path:
    """A file called like a layer, in a folder of its own: two layers may have one name, and a raster's names its covariate."""
    stem = _UNSAFE.sub("_", name).strip("_.") or "layer"
    return Path(tempfile.mkdtemp(dir=folder)) / (stem + suffix)


def layer_name(layer, value) -> str:
    """How messages call a parameter's layer: by its name, else by what was given."""
    return f"'{layer.name()}'" if layer is not None and layer.name() else f"'{value}'"


def takes_a_part(value) -> bool:
    """Whether a parameter's value asks for some of a layer's features: the selected ones, the first ones, or by a filter."""
    if not isinstance(value, QgsProcessingFeatureSourceDefinition):
        return False
    return value.selectedFeaturesOnly or value.featureLimit >= 0 or bool(getattr(value, "filterExpression", ""))


def plain_vector_path(layer: QgsVectorLayer | None) -> Path | None:
    """The file of a vector layer that shows all of that file and nothing else, else None."""
    if layer is None or layer.dataProvider() is None or layer.dataProvider().name() != "ogr":
        return None
    if layer.subsetString() or layer.isEditable() or not own_fields_only(layer) or has_crs_of_its_own(layer):
        return None
    registry = QgsProviderRegistry.instance()
    path = Path(str(registry.decodeUri("ogr", layer.source()).get("path") or ""))
    if len(registry.querySublayers(str(path))) != 1:  # the engine would read the first, whichever this is
        return None
    return Path(os.path.abspath(path)) if path.is_file() else None


def has_crs_of_its_own(layer: QgsMapLayer) -> bool:
    """Whether the layer's CRS was set in QGIS and is not that of its file."""
    return layer.crs() != layer.dataProvider().crs()


def vector_file(value, layer: QgsVectorLayer | None, source: QgsProcessingFeatureSource, folder: Path) -> str:
    """A file with the features of a layer or source: its own where it is one, else a GeoPackage in ``folder``.

    Raises
    ------
    InputError
        Where the features cannot be written.
    """
    plain = None if takes_a_part(value) else plain_vector_path(layer)
    if plain is not None:
        return str(plain)
    stored_as_text = layer is not None and layer.storageType() == "CSV"
    return str(export_features(source, own_place(folder, source.sourceName(), ".gpkg"), stored_as_text))


def export_features(source: QgsProcessingFeatureSource, path: Path, text_columns: bool = False) -> Path:
    """Write the features of ``source`` to a GeoPackage. Columns of numbers kept as text (CSV) become numbers.

    Raises
    ------
    InputError
        Naming the layer and the reason.
    """
    kinds = _number_columns(source) if text_columns else {}
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.driverName = "GPKG"
    options.layerName = path.stem
    options.layerOptions = ["FID=binn_feature"]  # a field of the layer may be called fid
    writer = QgsVectorFileWriter.create(
        str(path), _fields(source, kinds), source.wkbType(), source.sourceCrs(), QgsCoordinateTransformContext(), options
    )
    if writer.hasError() != WRITER_OK:
        raise _export_error(source, writer.errorMessage())
    for feature in source.getFeatures():
        if not writer.addFeature(_with_numbers(feature, kinds)):
            raise _export_error(source, writer.errorMessage())
    del writer  # closes the file
    return path


def _export_error(source: QgsProcessingFeatureSource, reason: str) -> InputError:
    return InputError(
        tr("The layer '{layer}' cannot be exported for the engine: {reason}.").format(layer=source.sourceName(), reason=reason),
        tr("Save it as a GeoPackage and use that."),
    )


def _fields(source: QgsProcessingFeatureSource, kinds: dict[int, type]) -> QgsFields:
    """The fields of ``source``, those with an entry in ``kinds`` as numbers."""
    fields = QgsFields()
    for index, field in enumerate(source.fields()):
        if index in kinds:
            fields.append(integer_field(field.name()) if kinds[index] is int else double_field(field.name()))
        else:
            fields.append(QgsField(field))
    return fields


def _number_columns(source: QgsProcessingFeatureSource) -> dict[int, type]:
    """The columns whose every value is a number, by index: ``int`` or ``float``."""
    kinds: dict[int, type] = {index: int for index in range(source.fields().count())}
    seen: set[int] = set()
    for feature in source.getFeatures():
        for index in list(kinds):
            text = _text(feature.attribute(index))
            if not text:
                continue
            seen.add(index)
            kinds[index] = _wider(kinds[index], text)
            if kinds[index] is str:
                del kinds[index]
    return {index: kind for index, kind in kinds.items() if index in seen}


def _wider(kind: type, text: str) -> type:
    """The narrowest of int, float and str that holds all that ``kind`` does and ``text``."""
    for candidate in (int, float):
        if kind is float and candidate is int:
            continue
        try:
            candidate(text)
        except ValueError:
            continue
        return candidate
    return str


def _text(value) -> str:
    """An attribute as text; empty for NULL, which PyQt hands over as None or as a null QVariant."""
    return "" if value is None or (hasattr(value, "isNull") and value.isNull()) else str(value).strip()


def _with_numbers(feature: QgsFeature, kinds: dict[int, type]) -> QgsFeature:
    """The feature with its columns in ``kinds`` as numbers."""
    if not kinds:
        return feature
    values = feature.attributes()
    for index, kind in kinds.items():
        text = _text(values[index])
        values[index] = kind(text) if text else None
    copy = QgsFeature(feature)
    copy.setAttributes(values)
    return copy


def raster_file(layer: QgsRasterLayer, folder: Path) -> str:
    """The file of a raster layer: its own where GDAL reads one, else a GeoTIFF in ``folder``.

    Raises
    ------
    InputError
        Where the layer has no data values to read (a web map, for example).
    """
    reason = why_no_raster_file(layer)
    if reason:
        raise reason
    source = gdal_source(layer)
    if source and has_crs_of_its_own(layer):
        return str(_with_crs(layer, source, folder))
    return source if source else str(_export_raster(layer, own_place(folder, layer.name(), ".tif")))


def gdal_source(layer: QgsRasterLayer) -> str:
    """What GDAL opens for a raster layer: a file's path or a subdataset in one; empty where there is none."""
    if layer.dataProvider() is None or layer.dataProvider().name() != "gdal":
        return ""
    source = layer.source().split("|option:")[0]
    if subdataset(source):
        return source
    path = Path(source)
    return os.path.abspath(source) if path.is_file() else ""  # links are kept: a file's name may be a covariate's


def with_subdatasets_opened(parameters: dict, context: QgsProcessingContext) -> dict:
    """The parameters with rasters within files (``NETCDF:"fields.nc":NPP``) as layers: QGIS 3.22 cannot open them by name."""
    return {name: _opened(value, context) for name, value in parameters.items()}


def _opened(value, context: QgsProcessingContext):
    if isinstance(value, list):
        return [_opened(item, context) for item in value]
    within = subdataset(value) if isinstance(value, str) else None
    if within is None or QgsProcessingUtils.mapLayerFromString(value, context) is not None:
        return value
    layer = QgsRasterLayer(value, within[1], "gdal", QgsRasterLayer.LayerOptions(False))
    return context.temporaryLayerStore().addMapLayer(layer).id() if layer.isValid() else value


def is_netcdf(layer: QgsRasterLayer) -> bool:
    """Whether a raster layer is a variable in a NetCDF, whose axes give its places."""
    return gdal_source(layer).upper().startswith("NETCDF:")


def why_no_raster_file(layer: QgsRasterLayer) -> InputError | None:
    """Why the engine could not get the values of a raster layer, or None where it can."""
    name = f"'{layer.name()}'"
    if layer.dataProvider() is None or not layer.isValid():
        return InputError(
            tr("The raster layer {name} cannot be read.").format(name=name),
            tr("Check that its file exists and is a raster that GDAL reads."),
        )
    if not gdal_source(layer) and (layer.dataProvider().name() in ("wms", "gdal") or is_colour_image(layer)):
        return InputError(
            tr("The raster layer {name} is not a file on this computer but comes from '{provider}'.").format(
                name=name, provider=layer.dataProvider().name()
            ),
            tr("Save it as a GeoTIFF of raw data (Export > Save As) and use that."),
        )
    return None


def _with_crs(layer: QgsRasterLayer, source: str, folder: Path) -> Path:
    """A virtual raster over ``source`` with the layer's CRS, called like the source, whose name may be a covariate's."""
    within = subdataset(source)
    path = own_place(folder, within[1] if within else Path(source).stem, ".vrt")
    wkt = layer.crs().toWkt(QgsCoordinateReferenceSystem.WktVariant.WKT_PREFERRED)
    if gdal.Translate(str(path), source, format="VRT", outputSRS=wkt) is None:
        raise InputError(
            tr("The raster layer '{layer}' cannot be given its CRS for the engine.").format(layer=layer.name()),
            tr("Save it as a GeoTIFF and use that."),
        )
    return path


def _export_raster(layer: QgsRasterLayer, path: Path) -> Path:
    """Write the values of a raster layer that exists only in QGIS, such as a virtual raster, to a GeoTIFF."""
    pipe = QgsRasterPipe()
    provider = layer.dataProvider().clone()
    pipe.set(provider)
    writer = QgsRasterFileWriter(str(path))
    writer.setOutputFormat("GTiff")
    writer.writeRaster(pipe, layer.width(), layer.height(), layer.extent(), layer.crs(), QgsCoordinateTransformContext())
    if not QgsRasterLayer(str(path), path.stem, "gdal").isValid():
        raise InputError(
            tr("The raster layer '{layer}' cannot be exported for the engine.").format(layer=layer.name()),
            tr("Save it as a GeoTIFF and use that."),
        )
    return path
