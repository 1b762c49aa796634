"""Past runs, read from the records that the engine writes beside their outputs (``NAME.KIND.run.json``)."""

from __future__ import annotations

import os
import shlex
import subprocess  # nosec B404 (only how Windows quotes a command line)
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qgis.core import QgsProject

from ...binn_engine.errors import BinnError, InputError
from ...binn_engine.json_text import read_json_object
from ...binn_engine.protocol import Job, command_line, job_from_dict
from ..desktop import is_report
from ..engine.environment import engine_python
from ..engine.run_folders import remembered_folders
from ..layers.places import model_name
from ..translation import tr

PATTERN = "*.run.json"


@dataclass(frozen=True)
class PastRun:
    """The record of a run: its file, the job's kind and fields, outputs by name, scores, warnings, time, duration and device."""

    path: Path
    kind: str
    settings: dict[str, Any]
    outputs: dict[str, str]
    metrics: dict[str, Any]
    warnings: tuple[str, ...]
    started: str
    seconds: float
    device: str

    @property
    def name(self) -> str:
        """What the record is called, without its kind."""
        return self.path.name.removesuffix(".run.json").removesuffix(f".{self.kind}")

    @property
    def model(self) -> str:
        """What the run's model is called; empty where it has none, or a temporary one."""
        model = self.settings.get("model")
        return model_name(model) if isinstance(model, str) else ""

    @property
    def title(self) -> str:
        """The model and the record's name, or the one that there is."""
        return self.name if self.model in ("", self.name) else f"{self.model}: {self.name}"

    @property
    def report(self) -> str:
        """The path of the run's report; empty where it has none that is still there."""
        path = self.outputs.get("report", "")
        return path if is_report(path) else ""

    @property
    def job(self) -> Job:
        """The job; raises :class:`JobError` where this version has other fields."""
        return job_from_dict({"kind": self.kind, **self.settings})

    def scores(self) -> dict[str, Any]:
        """Every number and word among the metrics, by a name such as ``test.rmse``."""
        return dict(_flat(self.metrics))

    def command(self) -> str:
        """The command line that runs the job again, quoted for this system's shell."""
        words = [str(engine_python()), "-m", "binn_engine", *command_line(self.job)]
        return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def _flat(values: dict[str, Any], prefix: str = "") -> Iterable[tuple[str, Any]]:
    for key, value in values.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        elif not isinstance(value, list):
            yield prefix + key, value


def read_run(path: Path) -> PastRun:
    """The run that a record tells of; outputs that were moved together with the record are found beside it.

    Raises
    ------
    InputError
        Naming the file, where it is no record.
    """
    try:
        # A pipe, or a device, is never read to its end.
        record = read_json_object(path, tr("record")) if path.is_file() else {}
        job = {name: value for name, value in record["job"].items() if name != "protocol"}
        outputs = record.get("outputs", {})
        return PastRun(
            path=path,
            kind=_of(str, job.pop("kind")),
            settings=job,
            outputs={name: _where(_of(str, value), path.parent) for name, value in outputs.items()},
            metrics=_of(dict, record.get("metrics") or {}),
            warnings=tuple(str(row["message"]) for row in record.get("warnings", [])),
            started=_of(str, record.get("started", "")),
            seconds=float(record.get("seconds", 0.0)),
            device=str(record.get("device", {}).get("name", "")),
        )
    except (BinnError, OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise InputError(
            tr("The file {path} is not the record of a run: {error}.").format(path=path, error=error),
            tr("Choose a NAME.KIND.run.json file that BINN wrote."),
        ) from error


def _of(kind: type, value: Any) -> Any:
    """The value; raises TypeError where it is of another kind, as in a record that somebody changed."""
    if not isinstance(value, kind):
        raise TypeError(f"{value!r} where a {kind.__name__} belongs")
    return value


def _where(output: str, folder: Path) -> str:
    """Where an output lies: as recorded or, where it is gone from there, under its name in the folder of the record."""
    moved = folder / os.path.basename(output.replace("\\", "/"))
    return str(moved) if output and not os.path.exists(output) and os.path.exists(moved) and moved != folder else output


def find_runs(folders: Iterable[Path]) -> list[PastRun]:
    """The runs recorded in folders, the latest first; files that are no records are passed over."""
    found: dict[str, PastRun] = {}
    for folder in folders:
        for path in _records(folder):
            try:
                found[os.path.realpath(path)] = read_run(path)
            except InputError:  # another program's file of that name
                continue
    return sorted(found.values(), key=lambda run: (run.started, str(run.path)), reverse=True)


def _records(folder: Path) -> list[Path]:
    """What is called as a record in a folder; nothing where it cannot be read."""
    try:
        return [path for path in folder.glob(PATTERN) if path.is_file()]
    except OSError:
        return []


def known_folders(project: QgsProject | None) -> list[Path]:
    """Folders that may hold records: where runs were written before, and where the project's layers lie."""
    layers = project.mapLayers().values() if project is not None else ()
    sources = [Path(layer.source().split("|")[0]).parent for layer in layers if layer.providerType() in ("gdal", "ogr")]
    return list(dict.fromkeys([*map(Path, remembered_folders()), *sources]))


def beside(runs: list[dict[str, Any]], only_differences: bool = False) -> list[tuple[str, list[Any], bool]]:
    """Values of one run or several: name, a value a run (None where it lacks it), whether they differ. Empty ones are left out."""
    names = list(dict.fromkeys(name for values in runs for name in values))
    rows = [(name, [values.get(name) for values in runs]) for name in names]
    filled = [(name, values) for name, values in rows if any(value not in (None, "", []) for value in values)]
    told = [(name, values, any(value != values[0] for value in values[1:])) for name, values in filled]
    return [row for row in told if row[2] or not only_differences]
