"""The record of a run: enough to say where a product comes from and to make it again."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import time
from pathlib import Path
from typing import Any

from ..errors import InputError, JobError
from ..protocol import files_of, job_to_dict, subdataset, to_json
from ..settings import PRIORS, Job
from ..versions import versions
from .context import Run

RECORD_SUFFIX = "run.json"


def paths_of(job: Job, direction: str) -> dict[str, tuple[str, ...]]:
    """The job's paths that are read (``in``) or written (``out``): field name to one path or several, empty ones left out."""
    found = {}
    for row in dataclasses.fields(job):
        if row.metadata["path"] == direction:
            value = getattr(job, row.name)
            paths = value if isinstance(value, tuple) else (value,)
            found[row.name] = tuple(path for path in paths if path)
    return {name: paths for name, paths in found.items() if paths}


def check_paths(job: Job) -> None:
    """Raise where an input does not exist, or an output is an input or another output or is called as if it were in a format that is not
    written, naming the file."""
    inputs: dict[Path, str] = {}
    for name, paths in paths_of(job, "in").items():
        for path in map(file_of, paths):
            if not os.path.exists(path) and not files_of(path):
                raise InputError(f"The file {Path(path).resolve()} ({name}) does not exist.", "Check the path.")
            inputs |= {Path(file).resolve(): name for file in (path, *_files_read(path))}
    outputs: dict[Path, str] = {}
    suffixes = {row.name: row.metadata["suffixes"] for row in dataclasses.fields(job)}
    for name, (path,) in paths_of(job, "out").items():
        if suffixes[name] and not path.lower().endswith(suffixes[name]):
            wanted = " or ".join(suffixes[name])
            raise JobError(f"{name} is to be written to {path}, which does not end with {wanted}.", "Give it such a name.")
        target = Path(path).resolve()
        other = inputs.get(target) or outputs.get(target)
        if other:
            raise JobError(f"{name} and {other} are the same file: {target}.", "Give every output a file of its own.")
        outputs[target] = name


def with_absolute_paths(job: Job) -> Job:
    """The same job with paths that mean the same from any folder; links in them are kept."""
    changed = {}
    for row in dataclasses.fields(job):
        value = getattr(job, row.name)
        if row.metadata["path"] and value:
            changed[row.name] = tuple(map(_absolute, value)) if isinstance(value, tuple) else _absolute(value)
    prior = getattr(job, "prior", PRIORS[0])
    if prior not in PRIORS:
        changed["prior"] = os.path.abspath(prior)
    return dataclasses.replace(job, **changed)


def _absolute(path: str) -> str:
    within = subdataset(path)
    return path.replace(within[0], os.path.abspath(within[0]), 1) if within else os.path.abspath(path)


def elsewhere(job: Job, folder: str) -> Job:
    """The same job with its outputs in another folder."""
    moved = {name: os.path.join(folder, f"{name}{Path(path).suffix}") for name, (path,) in paths_of(job, "out").items()}
    return dataclasses.replace(job, **moved)


def file_of(path: str) -> str:
    """The file of a path that may name a part of it: of ``soil.gpkg|layername=points`` or ``NETCDF:a.nc:NPP``."""
    within = subdataset(path)
    return within[0] if within else path.split("|")[0]


def write_record(run: Run, metrics: dict[str, Any]) -> Path | None:
    """Stage the run's record, ``NAME.KIND.run.json`` beside the first output; returns its final path."""
    if not run.published:
        return None
    first = next(iter(run.published.values()))
    base = run.record or first.with_suffix("")
    target = base.with_name(f"{base.name}.{run.job.kind}.{RECORD_SUFFIX}")
    record = {
        "job": job_to_dict(run.job),
        "outputs": {name: str(path) for name, path in run.published.items()},
        "metrics": metrics,
        "warnings": [{"code": code, "message": message} for code, message in run.reporter.warnings],
        **provenance(run),
    }
    run.outputs.stage(target).write_text(to_json(record), encoding="utf-8")
    return target


def provenance(run: Run) -> dict[str, Any]:
    """Where a result comes from: hashes of its inputs, device, versions, start and duration."""
    return {
        "inputs": input_hashes(run.job),
        "device": dataclasses.asdict(run.device),
        "versions": versions(),
        "started": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(run.started)),
        "seconds": round(time.time() - run.started, 3),
    }


def input_hashes(job: Job) -> dict[str, str]:
    """SHA-256 of every file that the job reads, by its path; of those behind a virtual raster, which may be a country's, size and time."""
    paths = [file_of(path) for paths in paths_of(job, "in").values() for path in paths]
    files = [file for path in paths for file in files_of(path)]
    found = {path: _sha256(path) for path in dict.fromkeys(files) if Path(path).is_file()}
    behind = [file for path in found for file in _files_behind(path)]
    return found | {path: _state(path) for path in dict.fromkeys(behind) if path not in found}


def _files_read(path: str) -> list[str]:
    """The files that an input stands for, those behind a virtual raster included."""
    return [read for file in files_of(path) for read in (file, *_files_behind(file))]


def _files_behind(path: str) -> list[str]:
    """The files that a virtual raster is made of; none for any other file, and a virtual layer of points, which is a .vrt too."""
    if not path.lower().endswith(".vrt"):
        return []
    import rasterio  # here, for most jobs have no virtual raster
    from rasterio.errors import RasterioIOError

    try:
        with rasterio.open(path) as file:
            return list(file.files)
    except RasterioIOError:
        return []


def _state(path: str) -> str:
    try:
        found = os.stat(path)
    except OSError:
        return "no file here"
    return f"{found.st_size} bytes, changed at {found.st_mtime_ns} ns"


def _sha256(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_depths(depths: tuple[float, ...]) -> None:
    """Raise :class:`JobError` for depths that are not positive, increasing and within the model's 8.6 m."""
    if not all(0.0 < depth <= 8.6 for depth in depths) or list(depths) != sorted(set(depths)):
        raise JobError(f"Depths are {depths}.", "Give increasing depths in metres, from above 0 to 8.6.")
