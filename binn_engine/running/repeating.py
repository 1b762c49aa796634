"""Runs a job file, or the record of an earlier run, which may come from a stranger.

Whoever writes a job file or a command line chooses the files that are written. Whoever runs a record has perhaps not read it: so its job
writes only into the folder of the record, and replaces only files that, according to the record, its run wrote.
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
from .outputs import made_folder

_Left = tuple[str, tuple[int, int] | None]  # a file's name and its state
_REMEDY = "Give a folder for the outputs (--output-folder), or, if you know who wrote the record, --trust-paths."


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
        job = moved_to(job, made_folder(Path(output_folder).absolute()))
        _check_distinct(job)
    if found.record is not None and not trust_paths:
        _check_reach(job, found.path, bool(output_folder))
        _check_replaced(job, found.record, bool(output_folder))
    return JobFile(job, found.path, found.record)


def check_derived(paths: Iterable[Path], home: Path | None = None) -> None:
    """Raise where a file that no one named would be replaced, and is not as an earlier run left it.

    Parameters
    ----------
    paths
        What is going to be written, under names that the product chose.
    home
        The folder with the records of earlier runs; None: each file's own.

    Raises
    ------
    OutputError
        For a file that is there and that no record vouches for by its size and time: names alone a stranger's record could give.
    """
    left: dict[Path, set[_Left]] = {}
    foreign = []
    for path in paths:
        folder = home or path.parent
        if folder not in left:
            left[folder] = _left_in(folder)
        if os.path.lexists(path) and (path.name, state_of(path)) not in left[folder]:
            foreign.append(path)
    if foreign:
        raise OutputError(
            f"{home or foreign[0].parent} contains files that an earlier run of this kind did not write, or that "
            f"have changed since then: {names(foreign)}.",
            "Choose another folder, or move these files.",
        )


def _left_in(folder: Path) -> set[_Left]:
    """Name and state of each file as the runs left it whose records are in a folder."""
    left: set[_Left] = set()
    for record in folder.glob(f"*.{RECORD_SUFFIX}"):
        if not record.is_file():  # a pipe is not waited for
            continue
        try:
            values = read_json_object(record, "record")
        except JobError:
            continue
        outputs, written = values.get("outputs"), values.get("written")
        if isinstance(outputs, dict) and isinstance(written, dict):
            left |= {
                (Path(str(outputs[name])).name, (state[0], state[1]))
                for name, state in written.items()
                if name in outputs and isinstance(state, list) and [type(part) for part in state] == [int, int]
            }
    return left


def _check_distinct(job: Job) -> None:
    outputs = [path for (path,) in paths_of(job, "out").values()]
    if len(set(outputs)) < len(outputs):
        raise JobError("Two outputs of the job have the same name in different folders.", "Rename one of them in the job file.")


def _check_reach(job: Job, record: Path, moved: bool) -> None:
    home = record.resolve().parent
    far = [path for (path,) in paths_of(job, "out").values() if not moved and not Path(path).resolve().is_relative_to(home)]
    if far:
        raise JobError(f"The record {record} writes outside its own folder: {', '.join(far[:5])}.", _REMEDY)
    scheduler = getattr(job, "scheduler", "")
    if scheduler:
        raise JobError(
            f"The record {record} uses the Dask scheduler {scheduler}, which could run programs on this computer.",
            "Add --trust-paths if you know who wrote the record.",
        )


def _check_replaced(job: Job, record: dict[str, Any], moved: bool) -> None:
    """Raise where a file would be replaced that is not as the record's run left it."""
    written = record.get("written")
    written = written if isinstance(written, dict) and not moved else {}
    kinds = path_kinds(job)
    outputs = {name: Path(path) for name, (path,) in paths_of(job, "out").items() if not kinds[name].folder}
    foreign = [path for name, path in outputs.items() if os.path.lexists(path) and list(state_of(path) or ()) != written.get(name)]
    if foreign:
        raise OutputError(
            f"These files would be replaced, but the recorded run did not write them, or they have changed since then: {names(foreign)}.",
            _REMEDY,
        )
