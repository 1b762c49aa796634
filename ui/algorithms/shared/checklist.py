"""The checklist of maps, and the folder that takes them: one choice in place of an output for every map."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from qgis.core import (
    QgsProcessing,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterFolderDestination,
    QgsProcessingParameterRasterDestination,
)

from ....binn_engine.errors import JobError, OutputError
from ....binn_engine.settings.texts import parse_thresholds
from ....binn_engine.tables import DEFAULT_DEPTHS_M, PRODUCT_BY_NAME
from ...layers.places import proposed_path
from ...layers.titles import MAP_TITLES, REPORT
from ...translation import mark, tr
from .choices import words_of
from .outputs import OutputFolder, OutputRaster, folder_problem
from .parameters import Call, ToolParameter, called

# Published: scripts name a map by its place in a checklist, so that new ones go to its end.
MAPS = (
    *("soc", "soc_sd", "soc_quantiles", "soc_cv", "soc_exceedance"),
    *("processes", "processes_sd", "processes_quantiles", "processes_cv"),
    *("parameters", "parameters_sd", "parameters_quantiles", "parameters_cv"),
    "domain",
    *("ages", "ages_sd"),
)
USUAL = ("soc", "soc_sd")
HELP = mark(
    "Maps to write into the output folder. Maps of uncertainty need Monte Carlo passes or an ensemble of networks. A map that has a file "
    "name of its own below is written there."
)
TILES_HELP = mark(
    "Maps to write for every tile. Maps of uncertainty need Monte Carlo passes or an ensemble of networks. If 'Maps to write' is changed, "
    "it is used instead."
)
FOLDER_HELP = mark("Folder for the maps that are ticked in 'What to map'. It is created if it does not exist.")


def title(name: str) -> str:
    """What people call a map, or the report."""
    return tr(MAP_TITLES[name])


@dataclass(frozen=True)
class Checklist(ToolParameter):
    """What to map; ``choices`` are names of products, and of the report; ``usual`` ones are ticked."""

    choices: tuple[str, ...] = MAPS
    about: str = HELP
    usual: tuple[str, ...] = USUAL

    def help(self, job: type) -> str:
        return self.about

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        usual = [self.choices.index(name) for name in self.usual]
        definition = QgsProcessingParameterEnum(self.name, self.label, [title(name) for name in self.choices], True, usual, True)
        definition.setMetadata({"widget_wrapper": {"useCheckBoxes": True, "columns": 2}})
        return definition

    def chosen(self, call: Call) -> tuple[str, ...]:
        """The names that are ticked: those that are usual where the parameter is not given."""
        if self.name not in call.parameters:
            return self.usual
        if not call.is_given(self.name):
            return ()
        numbers = call.algorithm.parameterAsEnums(call.parameters, self.name, call.context)
        return tuple(self.choices[number] for number in sorted(numbers))

    def values(self, call: Call) -> dict[str, Any]:
        return {}


@dataclass(frozen=True)
class MapsFolder(OutputFolder):
    """The folder for the maps of a :class:`Checklist`; maps that have a file name of their own are written there instead."""

    def help(self, job: type) -> str:
        return FOLDER_HELP

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterFolderDestination(self.name, self.label, proposed_path(job, "maps", ""), True, True)

    def names(self, call: Call) -> list[str]:
        """What goes to the folder: what is ticked and has no file name of its own."""
        own = {row.field for row in call.algorithm.declared if row is not self and call.is_given(row.name)}
        return [name for name in chosen(call) if name not in own] if call.is_given(self.name) else []

    def values(self, call: Call) -> dict[str, Any]:
        if not (names := self.names(call)):
            return {}
        folder = os.path.abspath(call.algorithm.parameterAsFileOutput(call.parameters, self.name, call.context))
        return {name: os.path.join(folder, file_name(name)) for name in names}

    def problem(self, call: Call) -> str:
        names = self.names(call)
        path = call.text(self.name) if names else ""
        if path in ("", QgsProcessing.TEMPORARY_OUTPUT):
            return ""
        return folder_problem(self.called, os.path.abspath(path))

    def patterns(self, call: Call) -> tuple[str, ...]:
        return tuple(file_name(name) for name in self.names(call))


@dataclass(frozen=True)
class NamedMap(OutputRaster):
    """A map with a file name of its own, whatever is ticked; none by default."""

    def definition(self, job: type) -> QgsProcessingParameterDefinition:
        return QgsProcessingParameterRasterDestination(self.name, self.label, None, True, False)


def file_name(name: str) -> str:
    """What a folder calls the file of a map, or of the report."""
    return name + (".html" if name == REPORT else ".tif")


@contextlib.contextmanager
def folders_made(folders: Iterable[str]) -> Iterator[None]:
    """Make folders that are not there; they go again where nothing was written to them."""
    new = [folder for folder in folders if not os.path.isdir(folder)]
    try:
        for folder in new:
            os.makedirs(folder)
    except OSError as error:
        said = tr("The folder {folder} cannot be made: {reason}.").format(folder=error.filename, reason=error.strerror)
        raise OutputError(said, tr("Choose another folder.")) from error
    try:
        yield
    finally:
        for folder in new:
            with contextlib.suppress(OSError):  # there is something in it
                os.rmdir(folder)


def chosen(call: Call) -> tuple[str, ...]:
    """What the checklist of an algorithm asks for; nothing where it has none."""
    return next((row.chosen(call) for row in call.algorithm.declared if isinstance(row, Checklist)), ())


def maps_asked(call: Call) -> dict[str, str]:
    """The maps that a call asks for, by product, as messages call them: those with a file name, and those that a folder gets."""
    rasters = [row for row in call.algorithm.declared if isinstance(row, OutputRaster)]
    given = {row.field: row.called for row in rasters if call.is_given(row.name)}
    folders = [row for row in call.algorithm.declared if isinstance(row, MapsFolder)]
    ticked = {name: title(name) for row in folders for name in row.names(call) if name != REPORT}
    return {**given, **ticked}


def of_uncertainty(names: Iterable[str]) -> list[str]:
    """Those products that need a spread."""
    return [name for name in names if PRODUCT_BY_NAME[name].needs_draws]


def spread_problem(call: Call) -> str:
    """Maps of uncertainty that are asked for without passes, in a sentence; an empty string where there are none."""
    declared, maps = call.algorithm.declared, maps_asked(call)
    passes = call.algorithm.parameterAsInt(call.parameters, "PASSES", call.context)
    asked = [maps[name] for name in of_uncertainty(maps)]
    if not asked or passes >= 2 or call.algorithm.parameterAsEnumString(call.parameters, "SPREAD", call.context) == "ensemble":
        return ""
    return tr(
        "{asked}: this needs Monte Carlo passes, but {name} is {passes}. Set it to 2 or more, for example 50, or set {spread} to "
        "'{ensemble}'."
    ).format(
        asked=", ".join(asked),
        name=called(declared, "PASSES"),
        passes=passes,
        spread=called(declared, "SPREAD"),
        ensemble=words_of("spread", "ensemble"),
    )


def threshold_problem(call: Call) -> str:
    """Thresholds that are none, or that a map lacks, in a sentence; an empty string where there is nothing wrong."""
    declared, maps = call.algorithm.declared, maps_asked(call)
    given = {row.name: row for row in declared}
    depths = given["DEPTHS"].values(call).get("depths", DEFAULT_DEPTHS_M)
    try:
        thresholds = parse_thresholds(given["THRESHOLDS"].values(call).get("thresholds", ()), depths)
    except JobError as error:
        return str(error)
    if thresholds or "soc_exceedance" not in maps:
        return ""
    return tr("{asked} needs a threshold. Set {thresholds}, for example to 0-30=5 for a stock of 5 kgC/m2 in 0-30 cm.").format(
        asked=maps["soc_exceedance"], thresholds=called(declared, "THRESHOLDS")
    )
