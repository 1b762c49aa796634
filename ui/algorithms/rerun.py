"""The settings of a job as parameters of its algorithm, to fill in its dialog."""

from __future__ import annotations

import os
from typing import Any

from ...binn_engine.paths import files_of, is_table, subdataset
from ...binn_engine.protocol import Job
from ..translation import tr
from . import ALGORITHMS
from .shared.base import BinnAlgorithm
from .shared.checklist import Checklist, MapsFolder, file_name
from .shared.extent import Extent
from .shared.layers import RasterList, Table, TableList
from .shared.outputs import Output
from .shared.parameters import Rows, ToolParameter


def algorithm_of(kind: str) -> type[BinnAlgorithm] | None:
    """The algorithm that runs jobs of a kind."""
    return next((algorithm for algorithm in ALGORITHMS if getattr(algorithm.job, "kind", "") == kind), None)


def labels_of(kind: str) -> dict[str, str]:
    """What people call the settings of a kind of job, by its fields: the labels of its algorithm."""
    algorithm = algorithm_of(kind)
    labels: dict[str, str] = {}
    for row in algorithm.declared if algorithm is not None else ():
        labels.setdefault(row.field, tr(row.label))
    return labels


def parameters_of(algorithm: type[BinnAlgorithm], job: Job) -> tuple[dict[str, Any], list[str]]:
    """The algorithm's parameters that give ``job``, and the input files that are no longer there, which are left out."""
    values: dict[str, Any] = {}
    gone: list[str] = []
    taken: dict[str, int] = {}
    for parameter in algorithm.declared:
        value = getattr(job, parameter.field, None) if parameter.field else None
        if value in (None, "", ()):
            continue
        row = parameter.row(algorithm.job)
        if row.metadata["path"].direction == "in":
            kept = [path for path in (value if isinstance(value, tuple) else (value,)) if _there(path)]
            gone += [path for path in (value if isinstance(value, tuple) else (value,)) if path not in kept and path not in gone]
            value = tuple(kept) if isinstance(value, tuple) else next(iter(kept), "")
        shown = _shown(parameter, value, taken)
        if shown not in (None, "", []):
            values[parameter.name] = shown
    values.update(_in_folder(algorithm, job))
    # A product that the run did not write would be written by default.
    values.update({row.name: None for row in algorithm.declared if isinstance(row, Output) and row.name not in values})
    values.update({row.name: _ticks(row, job) for row in algorithm.declared if isinstance(row, Checklist)})
    return values, gone


def _in_folder(algorithm: type[BinnAlgorithm], job: Job) -> dict[str, Any]:
    """The folder of the maps that have there the names which a folder gives them, in place of a file name for each."""
    row = next((row for row in algorithm.declared if isinstance(row, MapsFolder)), None)
    checklist = next((row for row in algorithm.declared if isinstance(row, Checklist)), None)
    if row is None or checklist is None:
        return {}
    paths = {name: path for name in checklist.choices if (path := getattr(job, name, ""))}
    folders = [os.path.dirname(path) for name, path in paths.items() if os.path.basename(path) == file_name(name)]
    if not folders:
        return {}
    inside = [name for name, path in paths.items() if path == os.path.join(folders[0], file_name(name))]
    return {row.name: folders[0], **{own.name: None for own in algorithm.declared if own.field in inside}}


def _ticks(checklist: Checklist, job: Job) -> list[int]:
    """The places in a checklist of the maps that a job makes; those with a file name of their own are written there."""
    listed = getattr(job, "products", None)
    made = listed if listed is not None else [name for name in checklist.choices if getattr(job, name, "")]
    return [checklist.choices.index(name) for name in made if name in checklist.choices]


def _there(path: str) -> bool:
    within = subdataset(path)
    return bool(files_of(within[0] if within else path.split("|")[0]))


def _shown(parameter: ToolParameter, value: Any, taken: dict[str, int]) -> Any:
    """A field's value as the parameter takes it; ``taken`` counts what parameters of the same field already have of it."""
    if isinstance(parameter, Extent):
        left, bottom, right, top = value
        return f"{left},{right},{bottom},{top}"
    if isinstance(parameter, RasterList):
        return [path for path in value if not is_table(path)]
    if isinstance(parameter, (Table, TableList)) and isinstance(value, tuple):
        tables = [path for path in value if is_table(path)][taken.get(parameter.field, 0) :]
        mine = tables if isinstance(parameter, TableList) else tables[:1]
        taken[parameter.field] = taken.get(parameter.field, 0) + len(mine)
        return mine if isinstance(parameter, TableList) else next(iter(mine), None)
    if isinstance(parameter, Rows):
        return ", ".join(map(str, value))
    return value
