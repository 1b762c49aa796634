"""The record of a run: the origin of its products, and everything that is needed to repeat it."""

from __future__ import annotations

import dataclasses
import hashlib
import time
from pathlib import Path
from typing import Any

from ..errors import JobError
from ..json_text import to_json
from ..limits import DEPTHS
from ..paths import files_of
from ..protocol import job_to_dict
from ..settings import Job
from .context import Run
from .job_paths import check_record_place, file_of, files_behind, paths_of, state_of
from .versions import versions


def write_record(run: Run, metrics: dict[str, Any]) -> Path | None:
    """Stage the run's record, ``NAME.KIND.run.json`` beside the first output; returns its final path."""
    if not run.published:
        return None
    target = run.record_path
    check_record_place(target)
    record = {
        "job": job_to_dict(run.job),
        "outputs": {name: str(path) for name, path in run.published.items()},
        "written": {name: state for name, path in run.published.items() if (state := state_of(run.outputs.staged(path))) is not None},
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
    behind = [file for path in found for file in files_behind(path)]
    return found | {path: _state(path) for path in dict.fromkeys(behind) if path not in found}


def _state(path: str) -> str:
    found = state_of(path)
    return "no file here" if found is None else f"{found[0]} bytes, changed at {found[1]} ns"


def _sha256(path: str) -> str:
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_interval(interval: float) -> None:
    """Raise :class:`JobError` for a probability of intervals that is none, or with which they would hold nothing or everything."""
    if not 0.0 < interval < 1.0:
        raise JobError(f"interval is {interval:g}, but it must be a probability between 0 and 1.", "Set it, for example, to 0.9.")


def check_depths(depths: tuple[float, ...]) -> None:
    """Raise :class:`JobError` for depths that are too many, or not positive, increasing and within the model's 8.6 m."""
    if len(depths) > DEPTHS:
        raise JobError(f"{len(depths):,} depths are given, which are too many.", f"Give at most {DEPTHS:,}.")
    if not all(0.0 < depth <= 8.6 for depth in depths) or list(depths) != sorted(set(depths)):
        raise JobError(f"depths are {depths}, which cannot be used.", "Give increasing depths in metres, from above 0 to 8.6.")
