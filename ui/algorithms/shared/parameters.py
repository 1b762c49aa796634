"""The kinds of parameters that the algorithms declare.

A declaration names the published parameter and the job field that it fills; help, default and choices come from that field.
Each kind defines three things: its QGIS parameter, the value for the job, and quick checks of the value.
"""

from __future__ import annotations

import dataclasses
import functools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsProcessingOutputLayerDefinition,
    QgsProcessingParameterBoolean,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFile,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
)
from qgis.PyQt.QtCore import QVariant

from ....binn_engine.errors import JobError
from ....binn_engine.paths import files_of, several_paths
from ....binn_engine.settings import element_type
from ...choice_widget import shown_in_words
from ...compat import ANY_FILE, DOUBLE, FILE, FOLDER, INTEGER
from ...translation import tr
from .choices import words_of


@dataclass(frozen=True)
class Call:
    """One call of an algorithm: the algorithm, its parameters as QGIS gives them, the context, a folder for exports."""

    algorithm: Any
    parameters: dict
    context: Any
    folder: Any = None

    def is_given(self, name: str) -> bool:
        """Whether the parameter has a value other than nothing."""
        value = self.parameters.get(name)
        if isinstance(value, QgsProcessingOutputLayerDefinition):  # batch wraps what is left empty too
            value = value.sink.staticValue()
        null = isinstance(value, QVariant) and value.isNull()
        return not null and value not in (None, "", [])

    def text(self, name: str) -> str:
        """The parameter's value as text without blanks around it."""
        return self.algorithm.parameterAsString(self.parameters, name, self.context).strip()


@functools.cache
def fields_of(job: type) -> dict[str, dataclasses.Field]:
    """The fields of a job by name: kept, since every parameter of every algorithm asks for them while the plugin loads."""
    return {row.name: row for row in dataclasses.fields(job)}


@dataclass(frozen=True)
class ToolParameter:
    """A published parameter ``name`` with its ``label``, for the job's ``field``."""

    name: str
    label: str
    field: str = ""

    @property
    def called(self) -> str:
        """How messages call the parameter: by its label, and by its name for those who write scripts."""
        return f"{tr(self.label)} ({self.name})"

    def row(self, job: type) -> dataclasses.Field | None:
        """The job's field, or None for a parameter that fills none of its own."""
        return fields_of(job).get(self.field)

    def help(self, job: type) -> str:
        """What the parameter means, in the words of the job's field."""
        row = self.row(job)
        return row.metadata["help"] if row is not None else self.label

    def optional(self, job: type) -> bool:
        """Whether the parameter may be left out."""
        row = self.row(job)
        return row is None or not row.metadata["required"]

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        """The parameter as QGIS knows it."""
        raise NotImplementedError

    def values(self, call: Call) -> dict[str, Any]:
        """What the parameter gives the job, by field; nothing where it is left out."""
        raise NotImplementedError

    def problem(self, call: Call) -> str:
        """What is wrong with the parameter's value, or an empty string."""
        return ""


def called(declared: Sequence[ToolParameter], *names: str) -> str:
    """How messages call some of the parameters of an algorithm, together."""
    return ", ".join(row.called for row in declared if row.name in names)


@dataclass(frozen=True)
class Number(ToolParameter):
    """A whole or a decimal number, by the type of the job's field; optional if the field has no default."""

    minimum: float | None = None
    maximum: float | None = None
    preset: float | None = None  # in place of the default of the job's field

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        row = self.row(job)
        kind = INTEGER if element_type(row)[0] is int else DOUBLE
        default = row.default if self.preset is None else self.preset
        definition = QgsProcessingParameterNumber(self.name, self.label, kind, default, default is None)
        if self.minimum is not None:
            definition.setMinimum(self.minimum)
        if self.maximum is not None:
            definition.setMaximum(self.maximum)
        return definition

    def values(self, call: Call) -> dict[str, Any]:
        if not call.is_given(self.name):
            return {}
        definition = call.algorithm.parameterDefinition(self.name)
        read = call.algorithm.parameterAsInt if definition.dataType() == INTEGER else call.algorithm.parameterAsDouble
        return {self.field: read(call.parameters, self.name, call.context)}


@dataclass(frozen=True)
class Switch(ToolParameter):
    """Yes or no."""

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        row = self.row(job)
        return QgsProcessingParameterBoolean(self.name, self.label, row.default if row is not None else True)

    def values(self, call: Call) -> dict[str, Any]:
        if not self.field:
            return {}
        return {self.field: call.algorithm.parameterAsBoolean(call.parameters, self.name, call.context)}


@dataclass(frozen=True)
class Choice(ToolParameter):
    """One of the choices of the job's field, shown in words. The empty choice means that the parameter is not given."""

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        row = self.row(job)
        choices = [choice for choice in row.metadata["choices"] if choice]
        optional = "" in row.metadata["choices"]
        definition = QgsProcessingParameterEnum(self.name, self.label, choices, False, row.default or None, optional, True)
        definition.setMetadata(shown_in_words({choice: words_of(self.field, choice) for choice in choices}))
        return definition

    def values(self, call: Call) -> dict[str, Any]:
        if not call.is_given(self.name):
            return {}
        return {self.field: call.algorithm.parameterAsEnumString(call.parameters, self.name, call.context)}


@dataclass(frozen=True)
class Text(ToolParameter):
    """A line of text."""

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        row = self.row(job)
        default = row.default if row is not None else ""
        return QgsProcessingParameterString(self.name, self.label, default or None, False, self.optional(job))

    def values(self, call: Call) -> dict[str, Any]:
        return {self.field: call.text(self.name)} if call.is_given(self.name) and self.field else {}


@dataclass(frozen=True)
class Rows(ToolParameter):
    """Several words or numbers, separated by commas."""

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        preset: Any = self.row(job).default
        default = ", ".join(map(str, preset or ()))
        return QgsProcessingParameterString(self.name, self.label, default or None, False, self.optional(job))

    def values(self, call: Call) -> dict[str, Any]:
        if not call.is_given(self.name):
            return {}
        kind, _ = element_type(self.row(call.algorithm.job))
        words = [word.strip() for word in call.text(self.name).replace(";", ",").split(",") if word.strip()]
        try:
            return {self.field: tuple(kind(word) for word in words)}
        except ValueError as error:
            what = tr("Write whole numbers separated by commas.") if kind is int else tr("Write numbers separated by commas.")
            said = tr("{label} ({name}) is '{value}', which cannot be read.").format(
                label=tr(self.label), name=self.name, value=call.text(self.name)
            )
            raise JobError(said, what) from error

    def problem(self, call: Call) -> str:
        try:
            self.values(call)
        except JobError as error:
            return str(error)
        return ""


@dataclass(frozen=True)
class InputFile(ToolParameter):
    """A file to read, of the names that ``filter`` allows, or a folder."""

    filter: str = "All files (*)"
    folder: bool = False

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        behaviour = FOLDER if self.folder else FILE
        file_filter = "" if self.folder else self.filter
        return QgsProcessingParameterFile(self.name, self.label, behaviour, "", None, self.optional(job), file_filter)

    def path(self, call: Call) -> str:
        """The absolute path; empty where nothing is given."""
        path = call.algorithm.parameterAsFile(call.parameters, self.name, call.context).strip()
        return os.path.abspath(path) if path else ""

    def values(self, call: Call) -> dict[str, Any]:
        path = self.path(call)
        return {self.field: path} if path and self.field else {}

    def problem(self, call: Call) -> str:
        path = self.path(call)
        exists = os.path.isdir if self.folder else os.path.isfile
        if path and not self.folder and os.path.isdir(path):
            return tr("{label} ({name}): {path} is a folder. Choose a file in it.").format(label=tr(self.label), name=self.name, path=path)
        if path and not exists(path):
            if not self.folder:
                return _no_file(self, path)
            missing = tr("{label} ({name}): the folder {path} does not exist. Choose a folder that exists.")
            return missing.format(label=tr(self.label), name=self.name, path=path)
        return ""


def _no_file(parameter: ToolParameter, path: str) -> str:
    missing = tr("{label} ({name}): the file {path} does not exist. Choose a file that exists.")
    return missing.format(label=tr(parameter.label), name=parameter.name, path=path)


@dataclass(frozen=True)
class InputFiles(InputFile):
    """A file to read; or a folder, a pattern (``h0.*.nc``) or paths between semicolons for several files."""

    def path(self, call: Call) -> str:
        """The absolute path, or several between semicolons."""
        text = call.algorithm.parameterAsString(call.parameters, self.name, call.context).strip()
        parts = several_paths(text)
        return ";".join(map(os.path.abspath, parts)) if parts else super().path(call)

    def problem(self, call: Call) -> str:
        path = self.path(call)
        if path and not files_of(path):
            return tr(
                "{label} ({name}): no file was found at {path}, in a folder of that name or by that pattern. Choose a file that exists."
            ).format(label=tr(self.label), name=self.name, path=path)
        return ""


@dataclass(frozen=True)
class FileList(ToolParameter):
    """Several files to read."""

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterMultipleLayers(self.name, self.label, ANY_FILE, None, self.optional(job))

    def values(self, call: Call) -> dict[str, Any]:
        if not call.is_given(self.name):
            return {}
        paths = call.algorithm.parameterAsFileList(call.parameters, self.name, call.context)
        return {self.field: tuple(os.path.abspath(path) for path in paths if path)}

    def problem(self, call: Call) -> str:
        missing = [path for path in self.values(call).get(self.field, ()) if not os.path.exists(path)]
        return _no_file(self, missing[0]) if missing else ""
