"""The kinds of parameters that take layers from the canvas."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsCoordinateReferenceSystem,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsRasterLayer,
    QgsWkbTypes,
)

from ....binn_engine.errors import InputError
from ...compat import ANY_FIELD, RASTER, VECTOR_OR_TABLE
from ...layers.layer_values import has_control_points, is_without_place
from ...layers.sources import gdal_source, is_netcdf, layer_name, raster_file, vector_file, why_no_raster_file
from ...translation import mark, tr
from .parameters import Call, ToolParameter, called

WARP = mark("Warp it (Raster > Projections > Warp), and use the warped raster instead.")
SET_CRS = mark("Set the CRS (Layer > Set CRS of Layer) and run again.")


def has_crs(crs: QgsCoordinateReferenceSystem) -> bool:
    """Whether coordinates in ``crs`` give a place on Earth; GeoPackages have a special CRS for layers with an unknown CRS."""
    return crs.isValid() and not crs.description().lower().startswith("undefined")


def raster_problem(layer: QgsRasterLayer, value: Any) -> str:
    """What makes a raster layer unfit for the engine, or an empty string."""
    if layer is None:
        return tr("The raster layer '{value}' cannot be read. Check that the file exists and is a raster that GDAL can read.").format(
            value=value
        )
    reason = why_no_raster_file(layer)
    if reason is not None:
        return str(reason)
    if has_control_points(gdal_source(layer)):
        return tr("The raster layer '{layer}' has ground control points, but is not on a georeferenced grid yet. {remedy}").format(
            layer=layer.name(), remedy=tr(WARP)
        )
    if not (has_crs(layer.crs()) or is_netcdf(layer)):  # the engine knows NetCDF's degrees, and says so where it finds none
        return tr("The raster layer '{layer}' has no coordinate reference system. {remedy}").format(layer=layer.name(), remedy=tr(SET_CRS))
    if not is_netcdf(layer) and is_without_place(gdal_source(layer)):
        return tr(
            "The raster layer '{layer}' has no georeference, so it is not known where its pixels are. Add one (Raster > Georeferencer, or "
            "a world file beside it), or choose another raster."
        ).format(layer=layer.name())
    return ""


def items_of(value: Any) -> list:
    """What a parameter of several layers is given: a list, or as text one layer or several between semicolons."""
    if isinstance(value, (list, tuple)):
        return list(value)
    return [item for item in value.split(";") if item] if isinstance(value, str) else [value]


@dataclass(frozen=True)
class RasterList(ToolParameter):
    """Several raster layers. ``another`` names parameters that may be given instead; where they are not ``needed``, none are given."""

    another: tuple[str, ...] = ()
    needed: bool = True

    def optional(self, job: type) -> bool:
        return bool(self.another) or not self.needed

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterMultipleLayers(self.name, self.label, RASTER, None, self.optional(job))

    def layers(self, call: Call) -> list[QgsRasterLayer]:
        """The layers given; those that cannot be read are left out."""
        return call.algorithm.parameterAsLayerList(call.parameters, self.name, call.context) if call.is_given(self.name) else []

    def values(self, call: Call) -> dict[str, Any]:
        return {self.field: tuple(raster_file(layer, call.folder) for layer in self.layers(call))}

    def problem(self, call: Call) -> str:
        if not call.is_given(self.name):
            others = not self.needed or any(map(call.is_given, self.another))
            wanted = tr("{label} ({name}) is missing. Set it, or set {another} instead.")
            return (
                ""
                if others
                else wanted.format(label=tr(self.label), name=self.name, another=called(call.algorithm.declared, *self.another))
            )
        layers = self.layers(call)
        value = items_of(call.parameters[self.name])
        if len(layers) < len(value):
            return self._unread(value, layers)
        for layer in layers:
            if not isinstance(layer, QgsRasterLayer):
                return tr(
                    "The layer '{layer}' given as {parameter} is not a raster. Choose a raster here, and give tables as COVARIATES_TABLE."
                ).format(layer=layer.name(), parameter=self.name)
            problem = raster_problem(layer, layer.name())
            if problem:
                return problem
        return ""

    def _unread(self, value: list, layers: list) -> str:
        """Which of the given layers QGIS could not open."""
        opened = {os.path.abspath(layer.source()) for layer in layers} | {layer.id() for layer in layers}
        unread = [str(item) for item in value if str(item) not in opened and os.path.abspath(str(item)) not in opened]
        return raster_problem(None, "', '".join(unread) or str(value))


@dataclass(frozen=True)
class Raster(ToolParameter):
    """One raster layer."""

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterRasterLayer(self.name, self.label, None, self.optional(job))

    def values(self, call: Call) -> dict[str, Any]:
        if not call.is_given(self.name):
            return {}
        layer = call.algorithm.parameterAsRasterLayer(call.parameters, self.name, call.context)
        if layer is None:
            raise InputError(raster_problem(None, call.parameters[self.name]))
        return {self.field: raster_file(layer, call.folder)}

    def problem(self, call: Call) -> str:
        if not call.is_given(self.name):
            return ""
        return raster_problem(call.algorithm.parameterAsRasterLayer(call.parameters, self.name, call.context), call.parameters[self.name])


@dataclass(frozen=True)
class Table(ToolParameter):
    """A vector layer or a table without geometry; ``many`` where its file joins those of another parameter in a tuple, ``first`` where
    others may join it."""

    many: bool = False
    first: bool = False
    offered: Any = VECTOR_OR_TABLE  # the layers among which the dialog lets choose

    def optional(self, job: type) -> bool:
        return self.many or super().optional(job)

    def help(self, job: type) -> str:
        if self.many:
            return (
                "Covariates as a table with one row per profile, joined by profile id. You can use it in addition to "
                "rasters, or instead of rasters."
            )
        return super().help(job)

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterFeatureSource(self.name, self.label, [self.offered], None, self.optional(job))

    def values(self, call: Call) -> dict[str, Any]:
        if not call.is_given(self.name):
            return {}
        source = call.algorithm.parameterAsSource(call.parameters, self.name, call.context)
        layer = call.algorithm.parameterAsVectorLayer(call.parameters, self.name, call.context)
        path = vector_file(call.parameters[self.name], layer, source, call.folder)
        return {self.field: (path,) if self.many or self.first else path}

    def problem(self, call: Call) -> str:
        if not call.is_given(self.name):
            return ""
        source = call.algorithm.parameterAsSource(call.parameters, self.name, call.context)
        value = call.parameters[self.name]
        if source is None:
            return tr(
                "The layer '{value}' given as {parameter} cannot be read. Check that it exists and is a vector layer or a table."
            ).format(value=value, parameter=self.name)
        layer = call.algorithm.parameterAsVectorLayer(call.parameters, self.name, call.context)
        name = layer_name(layer, source.sourceName())
        if source.featureCount() == 0:
            return tr(
                "The layer {name} given as {parameter} has no features. Check its filter and its selection, or choose another layer."
            ).format(name=name, parameter=self.name)
        if source.wkbType() != QgsWkbTypes.Type.NoGeometry and not has_crs(source.sourceCrs()):
            return tr("The layer {name} given as {parameter} has no coordinate reference system. {remedy}").format(
                name=name, parameter=self.name, remedy=tr(SET_CRS)
            )
        return ""


@dataclass(frozen=True)
class TableList(ToolParameter):
    """Several vector layers or tables; those of a field with a :class:`Table` given ``first`` join its file."""

    def optional(self, job: type) -> bool:
        return True

    def help(self, job: type) -> str:
        if not self.row(job).metadata["required"]:
            return super().help(job)
        return (
            "More layers with SOC profiles. Each may have its own field names and coordinate reference system. "
            "Fields that you choose above are used for all of them."
        )

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterMultipleLayers(self.name, self.label, VECTOR_OR_TABLE, None, True)

    def values(self, call: Call) -> dict[str, Any]:
        if not call.is_given(self.name):
            return {}
        layers = call.algorithm.parameterAsLayerList(call.parameters, self.name, call.context)
        return {self.field: tuple(vector_file(layer.id(), layer, layer, call.folder) for layer in layers)}

    def problem(self, call: Call) -> str:
        if not call.is_given(self.name):
            return ""
        layers = call.algorithm.parameterAsLayerList(call.parameters, self.name, call.context)
        value = items_of(call.parameters[self.name])
        if len(layers) < len(value):
            return tr("One of the layers given as {parameter} cannot be read: {value}. Check that all of them exist.").format(
                parameter=self.name, value=", ".join(map(str, value))
            )
        for layer in layers:
            if layer.wkbType() != QgsWkbTypes.Type.NoGeometry and not has_crs(layer.crs()):
                return tr("The layer '{layer}' given as {parameter} has no coordinate reference system. {remedy}").format(
                    layer=layer.name(), parameter=self.name, remedy=tr(SET_CRS)
                )
        return ""


@dataclass(frozen=True)
class FieldName(ToolParameter):
    """A field of the layer given as ``parent``."""

    parent: str = "OBSERVATIONS"

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        # Any type: QGIS reads the columns of a CSV file as text.
        return QgsProcessingParameterField(self.name, self.label, None, self.parent, ANY_FIELD, False, True)

    def values(self, call: Call) -> dict[str, Any]:
        names = call.algorithm.parameterAsFields(call.parameters, self.name, call.context) if call.is_given(self.name) else []
        return {self.field: names[0]} if names else {}

    def problem(self, call: Call) -> str:
        name = self.values(call).get(self.field, "")
        source = call.algorithm.parameterAsSource(call.parameters, self.parent, call.context)
        if not name or source is None:
            return ""
        known = source.fields().names()
        if name in known:
            return ""
        return tr("The layer '{layer}' has no field '{name}', given as {parameter}. Its fields are: {known}.").format(
            layer=source.sourceName(), name=name, parameter=self.name, known=", ".join(known)
        )
