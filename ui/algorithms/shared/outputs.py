"""The kinds of parameters for outputs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterFileDestination,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterVectorDestination,
    QgsProject,
    QgsProperty,
)

from ....binn_engine.tables import PRODUCT_BY_NAME, Product
from ...layers.places import proposed_path
from ...layers.shown import layers_showing, layers_within
from ...translation import tr
from .parameters import Call, ToolParameter


def destination_problem(name: str, path: str) -> str:
    """Why the file ``path`` cannot be written, or an empty string."""
    folder = Path(path).parent
    if not folder.is_dir():
        return tr("{name}: the folder {folder} does not exist. Create it, or choose another folder.").format(name=name, folder=folder)
    if not os.access(folder, os.W_OK):
        return tr("{name}: you cannot write to the folder {folder}. Choose another folder.").format(name=name, folder=folder)
    if Path(path).is_dir():
        return tr("{name}: {path} is a folder. Give the name of a file.").format(name=name, path=path)
    return ""


def folder_problem(name: str, path: str) -> str:
    """Why the folder ``path``, made where absent, cannot be filled, or an empty string."""
    folder = Path(path)
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        return tr("{name}: you cannot write to {folder}. Choose another folder.").format(name=name, folder=folder)
    return ""


def path_given(name: str, call: Call) -> str:
    """The file or folder that a call gives for an output; empty where it is temporary, or skipped.

    Asking for the output itself would register it for loading, so that it is read as it was given.
    """
    value = call.parameters.get(name)
    if isinstance(value, QgsProcessingOutputLayerDefinition):
        value = value.sink
    if isinstance(value, QgsProperty):
        value, _ = value.valueAsString(call.context.expressionContext(), "")
    return value if isinstance(value, str) and value not in ("", QgsProcessing.TEMPORARY_OUTPUT) else ""


def layer_destination_problem(output: ToolParameter, call: Call, suffixes: tuple[str, ...], kind: str) -> str:
    """Why a layer cannot be written where it is to go, or an empty string."""
    name, value = output.called, path_given(output.name, call)
    if not value:
        return ""
    if not value.lower().endswith(suffixes):
        return tr("{name}: the file name {value} does not end with {suffix}. BINN writes a {kind} here. Change the file name.").format(
            name=name, value=value, suffix=suffixes[0], kind=kind
        )
    return destination_problem(name, os.path.abspath(value))


def project_of(call: Call) -> QgsProject:
    """The project whose layers a call must not overwrite."""
    return call.context.project() or QgsProject.instance()


def shown_problem(name: str, path: str, layers: Sequence[str]) -> str:
    """Why a file that layers of the project show is not replaced, or an empty string: their names and styles would be those of the old
    one."""
    if not layers:
        return ""
    return tr("{name}: the project shows {path} as {layers}. Remove these layers first, or choose another file name.").format(
        name=name, path=path, layers=", ".join(f"'{shown}'" for shown in layers[:3]) + (", ..." if len(layers) > 3 else "")
    )


@dataclass(frozen=True)
class Output(ToolParameter):
    """What an algorithm writes: one file, or what a subclass says."""

    def shown(self, call: Call) -> str:
        """Why the output cannot be written, because layers of the project show what it would replace; else an empty string.

        Checked when an algorithm starts, too: as a step of a model it is not checked before.
        """
        path, kind = path_given(self.name, call), self.row(call.algorithm.job).metadata["path"]
        return shown_problem(self.called, path, layers_showing(path, project_of(call), kind.layer)) if path else ""


@dataclass(frozen=True)
class OutputFile(Output):
    """A file to write, with the file dialog's ``filter``; only written if requested, or if the job requires it."""

    filter: str = "All files (*.*)"
    created: bool = False

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        made = self.created or not self.optional(job)
        suffixes = self.row(job).metadata["path"].suffixes
        proposed = proposed_path(job, self.field, suffixes[0]) if made and suffixes else None
        return QgsProcessingParameterFileDestination(self.name, self.label, self.filter, proposed, self.optional(job), made)

    def values(self, call: Call) -> dict[str, Any]:
        if not call.is_given(self.name):
            return {}
        path = call.algorithm.parameterAsFileOutput(call.parameters, self.name, call.context)
        return {self.field: os.path.abspath(path)} if path else {}

    def problem(self, call: Call) -> str:
        path = self.values(call).get(self.field, "")
        if not path:
            return ""
        suffixes = self.row(call.algorithm.job).metadata["path"].suffixes
        if not path.lower().endswith(suffixes):
            return tr("{name}: the file name {path} does not end with {suffix}. Change the file name.").format(
                name=self.called, path=path, suffix=suffixes[0]
            )
        return destination_problem(self.called, path)


@dataclass(frozen=True)
class OutputFolder(Output):
    """A folder to fill, with files whose paths in the folder match the patterns ``written``."""

    written: tuple[str, ...] = ()

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterFolderDestination(self.name, self.label, proposed_path(job, self.field, ""))

    def values(self, call: Call) -> dict[str, Any]:
        return {self.field: os.path.abspath(call.algorithm.parameterAsFileOutput(call.parameters, self.name, call.context))}

    def problem(self, call: Call) -> str:
        return folder_problem(self.called, self.values(call)[self.field])

    def patterns(self, call: Call) -> tuple[str, ...]:
        """The patterns of the files that a call writes."""
        return self.written

    def shown(self, call: Call) -> str:
        folder = path_given(self.name, call)
        return shown_problem(self.called, folder, layers_within(folder, self.patterns(call), project_of(call))) if folder else ""


@dataclass(frozen=True)
class OutputRaster(Output):
    """A GeoTIFF of the product whose name is the job's field; written by default if every model can compute it (not all models have a
    domain), and for the uncertainty of SOC."""

    @property
    def product(self) -> Product:
        """What the raster holds."""
        return PRODUCT_BY_NAME[self.field]

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        usual = (self.product.statistic == "value" and self.product.variables != "domain") or self.product.name == "soc_sd"
        proposed = proposed_path(job, self.field, ".tif") if usual else None
        return QgsProcessingParameterRasterDestination(self.name, self.label, proposed, True, usual)

    def values(self, call: Call) -> dict[str, Any]:
        if not call.is_given(self.name):
            return {}
        path = call.algorithm.parameterAsOutputLayer(call.parameters, self.name, call.context)
        return {self.field: os.path.abspath(path)} if path else {}

    def problem(self, call: Call) -> str:
        return layer_destination_problem(self, call, (".tif", ".tiff"), "GeoTIFF")


@dataclass(frozen=True)
class OutputVector(Output):
    """A GeoPackage of one layer."""

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        definition = QgsProcessingParameterVectorDestination(self.name, self.label)
        definition.setDefaultValue(proposed_path(job, self.field, ".gpkg"))
        return definition

    def values(self, call: Call) -> dict[str, Any]:
        path = call.algorithm.parameterAsOutputLayer(call.parameters, self.name, call.context)
        return {self.field: os.path.abspath(path)} if path else {}

    def problem(self, call: Call) -> str:
        return layer_destination_problem(self, call, (".gpkg",), "GeoPackage")
