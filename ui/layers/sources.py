"""Layers on the canvas, as files that the engine can read.

A plain file is passed to the engine as it is; a layer that exists only in QGIS (memory, filtered, selected, edited, joined or
virtual layers) is exported first.
"""

from __future__ import annotations

import itertools
import os
import re
import tempfile
from collections.abc import Iterable
from pathlib import Path

from qgis.core import (
    QgsCoordinateTransformContext,
    QgsFeature,
    QgsField,
    QgsFields,
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

from ...binn_engine.errors import InputError
from ...binn_engine.paths import LAYER_PREFIX, subdataset
from ..compat import WRITER_OK, is_colour_image, is_stored, own_fields_only, text_field
from ..translation import tr
from .layer_values import has_crs_of_its_own, has_nodata_of_its_own, write_virtual

_UNSAFE = re.compile(r"[^\w.-]+")


def own_place(folder: Path, name: str, suffix: str) -> Path:
    """A file called like a layer, in a folder of its own: two layers may have one name, and a raster's names its covariate."""
    stem = _UNSAFE.sub("_", name).strip("_.") or "layer"
    return Path(tempfile.mkdtemp(prefix=LAYER_PREFIX, dir=folder)) / (stem + suffix)


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
    return str(export_features(source, own_place(folder, source.sourceName(), ".gpkg"), stored_texts(layer)))


def export_features(source: QgsProcessingFeatureSource, path: Path, texts: StoredTexts | None = None) -> Path:
    """Write the features of ``source`` to a GeoPackage; fields that have ``texts`` in their file as these, to the letter. A GeoPackage
    cannot tell ``Name`` from ``name``: layers with such fields become a FlatGeobuf.

    Raises
    ------
    InputError
        Naming the layer and the reason.
    """
    options = QgsVectorFileWriter.SaveVectorOptions()
    options.layerName = path.stem
    names = source.fields().names()
    twice = next((name for name in names if [other.lower() for other in names].count(name.lower()) > 1), "")
    if twice:
        path = path.with_suffix(".fgb")
        options.driverName, options.layerOptions = "FlatGeobuf", ["SPATIAL_INDEX=NO"]
    else:
        # Fields of the layer may be called fid or geom.
        own = (("FID", "binn_feature"), ("GEOMETRY_NAME", "binn_geometry"))
        options.driverName, options.layerOptions = "GPKG", [f"{option}={unused_name(name, names)}" for option, name in own]
    writer = QgsVectorFileWriter.create(
        str(path), _fields(source, texts), source.wkbType(), source.sourceCrs(), QgsCoordinateTransformContext(), options
    )
    if writer.hasError() != WRITER_OK:
        raise _export_error(source, writer.errorMessage())
    for feature in source.getFeatures():
        if twice and not feature.hasGeometry():  # which a FlatGeobuf cannot hold
            raise _export_error(source, tr("some field names differ only in upper and lower case: {name}").format(name=twice))
        if not writer.addFeature(feature if texts is None else texts.given_to(feature)):
            raise _export_error(source, writer.errorMessage())
    del writer  # closes the file
    return path


def unused_name(name: str, taken: Iterable[str]) -> str:
    """The name, or the first of ``name_2``, ``name_3``, ... that is not ``taken``, whatever the case of its letters."""
    known = {other.lower() for other in taken}
    others = (f"{name}_{number}" for number in itertools.count(2))
    return next(new for new in itertools.chain((name,), others) if new.lower() not in known)


def _export_error(source: QgsProcessingFeatureSource, reason: str) -> InputError:
    return InputError(
        tr("The layer '{layer}' cannot be exported for the engine: {reason}.").format(layer=source.sourceName(), reason=reason),
        tr("Save it as a GeoPackage and use that."),
    )


def _fields(source: QgsProcessingFeatureSource, texts: StoredTexts | None) -> QgsFields:
    """The fields of ``source``, those that ``texts`` has as text."""
    fields = QgsFields()
    for index in range(source.fields().count()):
        field = source.fields().at(index)
        fields.append(text_field(field.name()) if texts is not None and index in texts.columns else QgsField(field))
    return fields


class StoredTexts:
    """The exact text in a layer's delimited file: QGIS may read ``007`` as 7.

    The engine recognises the fields with numbers, and reads them from this text as it reads the file itself.
    """

    def __init__(self, layer: QgsVectorLayer, plain: QgsVectorLayer) -> None:
        """``plain``: the same file with all fields as text, whose features have the same numbers."""
        there = plain.fields().names()
        stored = [index for index in range(layer.fields().count()) if is_stored(layer, index)]
        self.columns = {index: there.index(name) for index in stored if (name := layer.fields().at(index).name()) in there}
        self._rows = {feature.id(): feature.attributes() for feature in plain.getFeatures()}

    def given_to(self, feature: QgsFeature) -> QgsFeature:
        """The feature with its fields as the file has them."""
        row = self._rows.get(feature.id())
        if row is None:
            return feature
        values = feature.attributes()
        for index, column in self.columns.items():
            values[index] = row[column]
        copy = QgsFeature(feature)
        copy.setAttributes(values)
        return copy


def stored_texts(layer: QgsVectorLayer | None) -> StoredTexts | None:
    """The texts of a layer that is a file of delimited text; None for any other layer, and one under edit."""
    if layer is None or layer.dataProvider() is None or layer.isEditable():
        return None
    provider, uri = layer.dataProvider().name(), layer.dataProvider().dataSourceUri()
    if layer.subsetString().lstrip().lower().startswith("select"):  # a query numbers its rows anew
        return None
    if provider == "delimitedtext":
        # A filter and types of fields that were set by hand (field=NAME:type) go with the detection of types.
        kept = [word for word in uri.partition("?")[2].split("&") if word.split("=")[0] not in ("detectTypes", "subset", "field")]
        uri = f"{uri.partition('?')[0]}?{'&'.join([*kept, 'detectTypes=no'])}"
    elif provider == "ogr" and layer.storageType() == "CSV":
        uri = f"{uri.split('|')[0]}|option:AUTODETECT_TYPE=NO"
    else:
        return None
    plain = QgsVectorLayer(uri, layer.name(), provider)
    return StoredTexts(layer, plain) if plain.isValid() else None


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
    if source and (has_crs_of_its_own(layer) or has_nodata_of_its_own(layer)):
        return str(_as_set(layer, source, folder))
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
    """Whether a raster layer is a NetCDF or a variable in one, whose axes give its places."""
    source = gdal_source(layer).upper()
    return source.startswith("NETCDF:") or source.endswith((".NC", ".NC4"))


def why_no_raster_file(layer: QgsRasterLayer) -> InputError | None:
    """Why the engine could not get the values of a raster layer, or None where it can."""
    name = f"'{layer.name()}'"
    if layer.dataProvider() is None or not layer.isValid():
        return InputError(
            tr("The raster layer {name} cannot be read.").format(name=name),
            tr("Check that the file exists and is a raster that GDAL can read."),
        )
    if not gdal_source(layer) and (layer.dataProvider().name() in ("wms", "gdal") or is_colour_image(layer)):
        return InputError(
            tr("The raster layer {name} is not a file on this computer but comes from '{provider}'.").format(
                name=name, provider=layer.dataProvider().name()
            ),
            tr("Save it as a GeoTIFF of raw data (Export > Save As) and use that."),
        )
    return None


def _as_set(layer: QgsRasterLayer, source: str, folder: Path) -> Path:
    """A virtual raster with what the user has set of the layer, called like the source, whose name may be a covariate's."""
    within = subdataset(source)
    path = own_place(folder, within[1] if within else Path(source).stem, ".vrt")
    if not write_virtual(layer, source, path):
        raise InputError(
            tr("The raster layer '{layer}' cannot be given its CRS and nodata values for the engine.").format(layer=layer.name()),
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
