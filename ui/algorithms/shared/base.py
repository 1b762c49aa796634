"""The common steps of every algorithm that runs the engine: checks, the job, the run, the results."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import qgis.utils  # type: ignore[import-not-found]  # the stubs lack the package itself
from qgis.core import (  # type: ignore[attr-defined]  # absent from the stubs
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingMultiStepFeedback,
    QgsProcessingOutputString,
    QgsProcessingUtils,
)
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QWidget

from ....binn_engine.errors import BinnError
from ...compat import ADVANCED
from ...ending import Ending, announce, is_dialog, is_watched, log_ending
from ...engine.client import run_job
from ...engine.environment import why_no_engine
from ...engine.run_folders import remember_record
from ...help import page_address
from ...icons import binn_icon
from ...layers.places import is_temporary
from ...layers.project_inputs import remember_covariates
from ...layers.sources import with_subdatasets_opened
from ...translation import mark, tr
from ...weights import TEMPORARY
from .checklist import MAPS, Checklist, MapsFolder, folders_made, maps_asked, title
from .outputs import Output, OutputRaster
from .parameters import Call, ToolParameter

METRICS = "METRICS"
# Groups of the toolbox, by their ids, in the order of the work. An algorithm without one is above them.
GROUPS = {
    "": "",
    "data": mark("1 Data"),
    "model": mark("2 Model"),
    "maps": mark("3 Maps"),
    "evidence": mark("4 Evidence"),
    "proda": mark("PRODA"),
}


@contextlib.contextmanager
def said_by_qgis() -> Iterator[None]:
    """Turn a BINN error into the exception that Processing shows, in the same words."""
    try:
        yield
    except BinnError as error:
        raise QgsProcessingException(str(error)) from error


def job_values(declared: Sequence[ToolParameter], call: Call) -> dict[str, Any]:
    """The job's fields that ``declared`` fill. Parameters of one field, such as rasters and a table of covariates, are joined."""
    values: dict[str, Any] = {}
    for parameter in declared:
        for field, value in parameter.values(call).items():
            values[field] = (*values[field], *value) if field in values else value
    return values


class BinnAlgorithm(QgsProcessingAlgorithm):
    """A published algorithm: its id, group and title, its parameters, and its help, short and complete.

    Subclasses set the class attributes; ids and parameter names are published and never change. ``basic`` names the parameters that its
    dialog shows at once, ten at most: what must be chosen, and its main outputs. All others are advanced. ``takes`` is an example, and the
    time that it takes.
    """

    id_: str
    group_: str = ""
    title: str
    brief: str
    summary: str
    takes: str
    words: tuple[str, ...] = ()
    job: type
    declared: tuple[ToolParameter, ...] = ()
    basic: tuple[str, ...] = ()

    def createInstance(self) -> BinnAlgorithm:
        return type(self)()

    def name(self) -> str:
        return self.id_

    def displayName(self) -> str:
        return tr(self.title)

    def group(self) -> str:
        return tr(GROUPS[self.group_])

    def groupId(self) -> str:
        return self.group_

    def shortDescription(self) -> str:
        return tr(self.brief)

    def shortHelpString(self) -> str:
        return f"{tr(self.summary)}\n\n{tr(self.takes)}"

    def helpUrl(self) -> str:
        return page_address(self)

    def tags(self) -> list[str]:
        return ["soil", "carbon", "soc", "binn", "clm5", *self.words]

    def icon(self) -> QIcon:
        return binn_icon()

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        for parameter in self.declared:
            definition = parameter.definition(self.job)
            definition.setDescription(tr(parameter.label))
            definition.setHelp(tr(parameter.help(self.job)))
            if parameter.name not in self.basic:
                definition.setFlags(definition.flags() | ADVANCED)
            self.addParameter(definition)

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        parameters = with_subdatasets_opened(parameters, context)
        fine, message = super().checkParameterValues(parameters, context)
        call = Call(self, parameters, context)
        given = (row for row in self.declared if fine or call.is_given(row.name))
        problem = next(filter(None, (parameter.problem(call) for parameter in given)), "")
        if not fine:  # QGIS only says that a value is not acceptable, not what is wrong with it
            return False, problem or message
        problem = problem or self.problem(call) or self.shown(call)
        return not problem, problem

    def problem(self, call: Call) -> str:
        """What is wrong with the parameters together, or an empty string."""
        rasters = [row for row in self.declared if isinstance(row, OutputRaster)]
        if not rasters or maps_asked(call):
            return ""
        folders = [tr(row.label) for row in self.declared if isinstance(row, (Checklist, MapsFolder))]
        if folders:
            return tr("No map was chosen. Set {parameters}, or give a file name for a map.").format(parameters=", ".join(folders))
        labels = ", ".join(tr(row.label) for row in rasters)
        return tr("No map was chosen. Give a file name for at least one of these outputs: {labels}.").format(labels=labels)

    def shown(self, call: Call) -> str:
        """Which output would replace a file that the project shows, or an empty string."""
        return next(filter(None, (row.shown(call) for row in self.declared if isinstance(row, Output))), "")


class EngineAlgorithm(BinnAlgorithm):
    """An algorithm whose work is one job of the engine. ``scored`` ones give the job's metrics as an output too."""

    scored: bool = False

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        super().initAlgorithm(configuration)
        if self.scored:
            self.addOutput(QgsProcessingOutputString(METRICS, tr("Metrics as JSON")))

    def canExecute(self) -> tuple[bool, str]:
        """On a desktop always: its dialog says what is missing, and offers the set-up."""
        reason = why_no_engine() if qgis.utils.iface is None else ""
        return not reason, reason

    def checkParameterValues(self, parameters: dict, context: QgsProcessingContext) -> tuple[bool, str]:
        reason = why_no_engine()
        return (False, reason) if reason else super().checkParameterValues(parameters, context)

    def createCustomParametersWidget(self, parent: QWidget | None = None) -> QWidget | None:
        """The dialog of Processing, with the set-up where there is no engine, and short where outputs are many."""
        from .form import form_of  # the desktop only

        return form_of(self, parent)

    def prepareAlgorithm(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> bool:
        """Read the parameters, in the main thread where layers live: what is not a file is exported to one."""
        self._folder = Path(tempfile.mkdtemp(prefix="binn_", dir=QgsProcessingUtils.tempFolder()))
        try:
            with said_by_qgis():
                parameters = with_subdatasets_opened(parameters, context)
                call = Call(self, parameters, context, self._folder)
                if problem := self.shown(call):
                    raise QgsProcessingException(problem)
                self._inputs = job_values([row for row in self.declared if not isinstance(row, Output)], call)
        except QgsProcessingException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        return True

    def processAlgorithm(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        try:
            with said_by_qgis():
                # Read here, not before: what is to be loaded is noted in the context of the thread that runs.
                call = Call(self, parameters, context)
                outputs = job_values([row for row in self.declared if isinstance(row, Output)], call)
                self._job = self.job(**self._inputs, **outputs)
                named = {row.name: row.names(call) for row in self.declared if isinstance(row, MapsFolder)}
                self._folders = {name: os.path.dirname(outputs[fields[0]]) for name, fields in named.items() if fields}
                with folders_made(self._folders.values()):
                    self._result = run_job(self._job, self._folder, feedback, self._labels())
                remember_record(self._result)
        finally:
            shutil.rmtree(self._folder, ignore_errors=True)
        if not isinstance(feedback, QgsProcessingMultiStepFeedback):  # the steps of a model say it together
            log_ending(self._ending(), feedback)
        results = self.results()
        if is_dialog(feedback):  # which would end its log with a page of JSON; the record has the same
            results.pop(METRICS, None)
        return results

    def postProcessAlgorithm(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        self.show_results(context, feedback)
        if qgis.utils.iface is not None and context.project() is not None and self._result.get("outputs"):
            remember_covariates(context.project(), getattr(self._job, "covariates", ()))
        if is_watched(feedback) and qgis.utils.iface is not None:
            announce(self._ending(), qgis.utils.iface)
        return {}

    def show_results(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        """Style and load what was made; on the desktop, in the main thread."""

    def _labels(self) -> dict[str, str]:
        """What messages call the fields of the job."""
        maps = {name: f"'{title(name)}'" for name in MAPS}  # where no parameter of their own has a label
        return maps | {row.field: row.called for row in reversed(self.declared) if row.field}

    def _written(self) -> list[tuple[ToolParameter, str]]:
        """The outputs that the run wrote, with their paths."""
        rows = [row for row in self.declared if isinstance(row, Output) and row.field]
        return [(row, path) for row in rows if (path := getattr(self._job, row.field))]

    def _ending(self) -> Ending:
        """What the run made and warned of."""
        outputs = {tr(row.label): path for row, path in self._written()}
        warnings, codes = list(self._result.get("warnings") or ()), dict(self._result.get("codes") or {})
        if lost := self._temporary():
            warnings, codes = [lost, *warnings], {**codes, lost: TEMPORARY}
        record = {"job": dataclasses.asdict(self._job), "metrics": self._result.get("metrics") or {}}
        return Ending(self.displayName(), outputs, warnings, self.rasters(), record, codes=codes)

    def _temporary(self) -> str:
        """A warning that names the results that QGIS deletes when it closes; empty where there are none."""
        lost = [tr(row.label) for row, path in self._written() if is_temporary(path)]
        text = tr("Temporary results, which QGIS deletes when it closes: {names}. Give them file names to keep them.")
        return text.format(names=", ".join(lost)) if lost else ""

    def results(self) -> dict[str, Any]:
        """The outputs by their published names."""
        results: dict[str, Any] = {row.name: path for row, path in self._written()} | self._folders
        if self.scored:
            results[METRICS] = json.dumps(self._result.get("metrics") or {}, ensure_ascii=False)
        return results

    def present(self, model: str, bands: tuple, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        """Style the rasters of the run; where that fails the maps are still there, so it is a warning.

        ``bands`` is what decides the bands of the products: depths, quantiles, thresholds and years.
        """
        # The plugin loads faster without what styles layers: numpy alone takes a tenth of a second.
        from ...layers.results import present

        try:
            present(self.rasters(), model, bands, context)
        except BinnError as error:
            feedback.pushWarning(str(error))

    def load_folder(self, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        """Load the maps in the folder of a checklist after a run in the dialog: QGIS loads only what is an output of its own."""
        if is_dialog(feedback):
            inside = [Path(path) for path in self.rasters().values() if os.path.dirname(path) in self._folders.values()]
            # The plugin loads faster without what styles layers: numpy alone takes a tenth of a second.
            from ...layers.results import load_files

            load_files([path for path in inside if str(path) not in context.layersToLoadOnCompletion()], context)

    def rasters(self) -> dict[str, str]:
        """The rasters of the run, by product."""
        return {row.field: path for row, path in self._written() if isinstance(row, OutputRaster)}
