"""Run a job file, or the record of an earlier run, which may come from a stranger.

Who writes a job file, or a command line, names the files that are to be written. Who runs a record has perhaps not read it: its job writes
beside the record alone, and replaces only what the record says that its run wrote.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from ..errors import JobError, OutputError
from ..json_text import read_json_object
from ..protocol import RECORD_SUFFIX, JobFile, read_job
from ..settings import Job
from .job_paths import moved_to, names, path_kinds, paths_of, state_of, with_absolute_paths

_REMEDY = "Give a folder for the outputs (--output-folder), or, where you know who wrote the record, --trust-paths."


def job_to_run(path: str | Path, output_folder: str = "", trust_paths: bool = False) -> JobFile:
    """The job of a file, with outputs where they may be written.

    Parameters
    ----------
    path
        A job file, or the record of an earlier run.
    output_folder
        Where the outputs go instead, under their own names; made where absent. Empty: where the job says.
    trust_paths
        Write wherever a record says, and let it name a Dask scheduler.

    Raises
    ------
    JobError
        For a job that cannot be run as written, or a record that reaches beyond its own folder.
    OutputError
        Where the outputs would replace files that the earlier run did not write.
    """
    found = read_job(path)
    job = with_absolute_paths(found.job)
    if output_folder:
        job = moved_to(job, _made(Path(output_folder).absolute()))
        _check_distinct(job)
    if found.record is not None and not trust_paths:
        _check_reach(job, found.path, bool(output_folder))
        _check_replaced(job, found.record, bool(output_folder))
    return JobFile(job, found.path, found.record)


def check_derived(paths: Iterable[Path]) -> None:
    """Raise :class:`OutputError` for a file that no one named and that no record beside it knows: it is not the product's to replace."""
    known: dict[Path, set[str]] = {}
    foreign = []
    for path in paths:
        if path.parent not in known:
            known[path.parent] = _written_in(path.parent)
        if os.path.lexists(path) and path.name not in known[path.parent]:
            foreign.append(path)
    if foreign:
        raise OutputError(
            f"{foreign[0].parent} holds files that an earlier run of this kind did not write: {names(foreign)}.",
            "Choose another folder, or move these files.",
        )


def _written_in(folder: Path) -> set[str]:
    """Names of the files that the records in a folder list as outputs."""
    found: set[str] = set()
    for record in folder.glob(f"*.{RECORD_SUFFIX}"):
        if not record.is_file():  # a pipe is not waited for
            continue
        try:
            outputs = read_json_object(record, "record").get("outputs")
        except JobError:
            continue
        found |= {Path(str(output)).name for output in outputs.values()} if isinstance(outputs, dict) else set()
    return found


def _made(folder: Path) -> Path:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {folder} cannot be made: {error.strerror}.", "Choose another place.") from error
    return folder


def _check_distinct(job: Job) -> None:
    outputs = [path for (path,) in paths_of(job, "out").values()]
    if len(set(outputs)) < len(outputs):
        raise JobError("Two outputs of the job have the same name in different folders.", "Rename one of them in the job file.")


def _check_reach(job: Job, record: Path, moved: bool) -> None:
    home = record.resolve().parent
    far = [path for (path,) in paths_of(job, "out").values() if not moved and not Path(path).resolve().is_relative_to(home)]
    if far:
        raise JobError(f"The record {record} writes outside its own folder: {', '.join(far[:5])}.", _REMEDY)
    if getattr(job, "scheduler", ""):
        raise JobError(
            f"The record {record} sends its work to the Dask scheduler {job.scheduler}, which could run programs on this machine.",
            "Give --trust-paths where you know who wrote the record.",
        )


def _check_replaced(job: Job, record: dict[str, Any], moved: bool) -> None:
    """Raise where a file would be replaced that is not as the record's run left it."""
    written = record.get("written")
    written = written if isinstance(written, dict) and not moved else {}
    kinds = path_kinds(job)
    outputs = {name: Path(path) for name, (path,) in paths_of(job, "out").items() if not kinds[name].folder}
    foreign = [path for name, path in outputs.items() if os.path.lexists(path) and list(state_of(path) or ()) != written.get(name)]
    if foreign:
        raise OutputError(f"These files would be replaced, and are not as the recorded run left them: {names(foreign)}.", _REMEDY)
