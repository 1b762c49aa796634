"""The paths of a job: which it reads, which it writes, and whether it may write there."""

from __future__ import annotations

import dataclasses
import os
import stat
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from ..errors import InputError, JobError, OutputError
from ..files.links import files_elsewhere, told_elsewhere
from ..json_text import read_json_object
from ..paths import LAYER_PREFIX, NO_CONNECTION, archive_of, files_of, is_connection, is_remote, several_paths, subdataset, vector_path
from ..settings import Job, PathKind
from .callbacks import Warn

AnyJob = TypeVar("AnyJob", bound=Job)
# Names on most file systems have at most 255 bytes. The engine adds endings such as .predict_tiles.run.json and .predict.unfinished.
NAME_BYTES, ENDING_BYTES = 255, 24


def path_kinds(job: Job | type[Job]) -> dict[str, PathKind]:
    """What the paths of each field are for, by the field's name; fields that hold no path are left out."""
    return {row.name: row.metadata["path"] for row in dataclasses.fields(job) if row.metadata["path"].direction}


def paths_of(job: Job, direction: str) -> dict[str, tuple[str, ...]]:
    """The job's paths that are read (``in``) or written (``out``): field name to one path or several, empty ones left out."""
    found = {}
    for name, kind in path_kinds(job).items():
        if kind.direction == direction:
            value = getattr(job, name)
            paths = value if isinstance(value, tuple) else (value,)
            found[name] = tuple(path for path in paths if path and path not in kind.words)
    return {name: paths for name, paths in found.items() if paths}


def check_paths(job: Job, job_file: str = "") -> None:
    """Raise where an input does not exist, or an output cannot be written under its name.

    Parameters
    ----------
    job
        With absolute paths.
    job_file
        The file that the job was read from, which is no place for an output; empty for none.

    Raises
    ------
    InputError
        For an input that does not exist.
    JobError
        For an output that is an input or another output, or whose name does not end as its format asks.
    OutputError
        For a name that is too long.
    """
    for name, paths in paths_of(job, "in").items():
        for path in map(file_of, paths):
            if is_connection(path):
                raise InputError(f"{path} ({name}) is a connection to a database, not a file.", NO_CONNECTION)
            path = archive_of(path) or path
            if not is_remote(path) and not os.path.exists(path) and not files_of(path):
                raise InputError(f"The file {Path(path).resolve()} ({name}) does not exist.", "Check the path.")
    kinds = path_kinds(job)
    outputs = {name: path for name, (path,) in paths_of(job, "out").items()}
    for name, path in outputs.items():
        suffixes = kinds[name].suffixes
        if path.lower().endswith(".gpkg"):
            vector_path(path)  # not after an hour's work
        if suffixes and not path.lower().endswith(suffixes):
            wanted = " or ".join(suffixes)
            raise JobError(f"The path of {name} is {path}, which does not end with {wanted}.", "Change the file name.")
        if len(os.fsencode(Path(path).name)) > NAME_BYTES - ENDING_BYTES:
            raise OutputError(
                f"The file name of {name} is too long: {path}.",
                f"Shorten it to {NAME_BYTES - ENDING_BYTES} bytes.",
            )
    check_separate(outputs, inputs_read(job) | ({job_file: "the job file"} if job_file else {}))


def inputs_read(job: Job) -> dict[str, str]:
    """Every file that a job reads, and the field that names it; those behind virtual rasters included."""
    return {file: name for name, paths in paths_of(job, "in").items() for path in paths for file in files_read(file_of(path))}


def check_separate(outputs: Mapping[str, str], inputs: Mapping[str, str]) -> None:
    """Raise :class:`JobError` where an output is an input, or another output.

    Parameters
    ----------
    outputs
        Path by what it is called in messages.
    inputs
        What it is called in messages, by path.
    """
    taken = {_identity(path): name for path, name in inputs.items()}
    for name, path in outputs.items():
        target = _identity(path)
        if target in taken:
            raise JobError(f"{name} and {taken[target]} are the same file: {Path(path).resolve()}.", "Give each output a different file.")
        taken[target] = name


def _identity(path: str) -> tuple[int, int] | str:
    """The same for two names of one file, also where the file system does not tell letters of either case apart."""
    try:
        found = os.stat(path)
    except OSError:
        name = str(Path(path).resolve())
        return name.casefold() if sys.platform in ("win32", "darwin") else name
    return found.st_dev, found.st_ino


def with_absolute_paths(job: AnyJob) -> AnyJob:
    """The same job with paths that mean the same from any folder; links in them are kept."""
    changed: dict[str, Any] = {}
    for name, kind in path_kinds(job).items():
        value = getattr(job, name)
        if value and value not in kind.words:
            absolute = _absolute_output if kind.direction == "out" else _absolute
            changed[name] = tuple(map(absolute, value)) if isinstance(value, tuple) else absolute(value)
    return dataclasses.replace(job, **changed)


def _absolute_output(path: str) -> str:
    """An output is a file or folder of its own, also where its name looks like a part of another file (``GPKG:a:b``)."""
    return path if is_remote(path) or is_connection(path) else os.path.abspath(path)


def _absolute(path: str) -> str:
    if several := several_paths(path):
        return ";".join(map(os.path.abspath, several))
    archive = archive_of(path)
    if is_remote(path) or is_connection(path):
        return path
    if archive:  # two slashes before a path from the root are meant
        return path.replace(archive, os.path.abspath(archive), 1)
    within = subdataset(path)
    return path.replace(within[0], os.path.abspath(within[0]), 1) if within else os.path.abspath(path)


def elsewhere(job: Job, folder: str | Path) -> Job:
    """The same job with its outputs in another folder, each called as its field."""
    moved: dict[str, Any] = {name: os.path.join(folder, f"{name}{Path(path).suffix}") for name, (path,) in paths_of(job, "out").items()}
    return dataclasses.replace(job, **moved)


def moved_to(job: Job, folder: str | Path) -> Job:
    """The same job with its outputs under their own names in another folder."""
    moved: dict[str, Any] = {name: os.path.join(folder, Path(path).name) for name, (path,) in paths_of(job, "out").items()}
    return dataclasses.replace(job, **moved)


def file_of(path: str) -> str:
    """The file of a path that may name a part of it: of ``soil.gpkg|layername=points`` or ``NETCDF:a.nc:NPP``."""
    within = subdataset(path)
    return within[0] if within else path if os.path.exists(path) else path.split("|")[0]


def files_read(path: str) -> list[str]:
    """The files that an input stands for, those behind a virtual raster included."""
    return [read for file in files_of(path) for read in (file, *files_behind(file))]


def files_behind(path: str) -> list[str]:
    """The files that a virtual raster is made of; none for any other file, and a virtual layer of points, which is a .vrt too."""
    if not path.lower().endswith(".vrt"):
        return []
    # rasterio takes a second to load, and most jobs have no virtual raster.
    from rasterio.errors import RasterioIOError

    from ..files.opening import opened

    try:
        with opened(path) as file:
            return list(file.files)
    except RasterioIOError:
        return []


def warn_elsewhere(job: Job, warn: Warn) -> None:
    """Warn of virtual rasters that read files outside their own folders, but for those that the plugin made of the user's layers."""
    for path in dict.fromkeys(path for paths in paths_of(job, "in").values() for path in paths):
        if not Path(path).parent.name.startswith(LAYER_PREFIX) and (found := files_elsewhere(path)):
            warn("files_elsewhere", told_elsewhere(path, found))


def check_record_place(path: Path) -> None:
    """Raise :class:`OutputError` where a run's record would replace something else than the record of a run."""
    if os.path.lexists(path) and not _is_record(path):
        raise OutputError(
            f"The record of this run would replace {path}, which is not the record of a run.", "Move that file, or rename the output."
        )


def _is_record(path: Path) -> bool:
    try:
        values = read_json_object(path, "record") if path.is_file() else {}  # a pipe is not waited for
    except JobError:
        return False
    return isinstance(values.get("job"), dict) and isinstance(values.get("outputs"), dict)


def state_of(path: str | Path) -> tuple[int, int] | None:
    """Size in bytes and time of change in ns, by which a file is known again; None where there is no regular file."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return (found.st_size, found.st_mtime_ns) if stat.S_ISREG(found.st_mode) else None


def names(paths: Iterable[str | Path]) -> str:
    """Names of files for a message, the first few of many."""
    found = [Path(path).name for path in paths]
    return ", ".join(found[:5]) + (f" and {len(found) - 5} more" if len(found) > 5 else "")
