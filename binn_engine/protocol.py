"""The job protocol: what a caller sends to the engine, and what the engine sends back while it works.

A job is a frozen dataclass with a ``kind``; ``job.json`` contains its fields. Every field has its help text, which the
command line and the QGIS algorithms use too. An event is one JSON object on one line of standard output.

Plain standard-library Python: the QGIS side reads this module too.

Events
------
``{"event": "started", "kind": ..., "engine_version": ..., "device": ..., "pid": ...}``
``{"event": "progress", "percent": 0-100, "phase": ..., "elapsed": seconds, "remaining": seconds or null}``
``{"event": "log", "message": ...}``
``{"event": "warning", "code": ..., "message": ...}``
``{"event": "result", "outputs": {name: path}, "metrics": {...}}``
``{"event": "error", "code": ..., "message": ..., "remedy": ...}``

The engine's exit status is 0 after ``result``, 1 after ``error`` and 130 after a cancelled run.
"""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path
from typing import Any

from .errors import NOTHING_LEFT, JobError
from .json_text import read_json_object, without_nan
from .limits import ABOVE_ZERO, MOST, MOST_VALUES
from .settings import JOBS, Job, element_type

PROTOCOL_VERSION = 1
ENGINE_VERSION = "0.1.0"
EXIT_OK, EXIT_ERROR, EXIT_CANCELLED = 0, 1, 130
# The record of a run is called NAME.KIND and this.
RECORD_SUFFIX = "run.json"
LARGEST_NUMBER = 2.0**63
LONGEST_SHOWN = 100
# A null byte, which ends a path for the system, and halves of characters, which no file can hold.
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
# Hidden folders of unfinished outputs are called this, the engine's process id and a hyphen, then anything.
STAGING_PREFIX = ".binn-partial-"


def job_to_dict(job: Job) -> dict[str, Any]:
    """The job as JSON-ready values, ``kind`` and the protocol's version included."""
    return {"protocol": PROTOCOL_VERSION, "kind": job.kind, **dataclasses.asdict(job)}


def left_by(job: Job) -> str:
    """What a cancelled run of the job leaves behind, in words."""
    return getattr(job, "left", NOTHING_LEFT)


def job_from_dict(values: dict[str, Any]) -> Job:
    """The job that ``values`` describe.

    Raises
    ------
    JobError
        For an unknown kind or field, a missing one, or a value of another type, naming it.
    """
    if not isinstance(values, dict):
        raise JobError(f"The job is {_short(values)}, not a JSON object.", "Check the job file, or write it again.")
    values = dict(values)
    version = values.pop("protocol", PROTOCOL_VERSION)
    if version != PROTOCOL_VERSION:
        raise JobError(
            f"The job file has protocol version {_short(version)}; this engine reads {PROTOCOL_VERSION}.",
            "Use the engine that wrote it, or write the job again.",
        )
    kind = values.pop("kind", None)
    if not isinstance(kind, str) or kind not in JOBS:
        raise JobError(f"Unknown kind of job: {_short(kind)}.", f"Known kinds: {', '.join(JOBS)}.")
    fields = {row.name: row for row in dataclasses.fields(JOBS[kind])}
    unknown = sorted(set(values) - set(fields))
    if unknown:
        raise JobError(f"The {kind} job has unknown fields: {', '.join(map(_short, unknown))}.", f"Known fields: {', '.join(fields)}.")
    missing = [name for name, row in fields.items() if row.metadata["required"] and values.get(name) in (None, "", [], ())]
    if missing:
        raise JobError(f"The {kind} job has no value for {', '.join(missing)}.", "Give a value for each required field.")
    return JOBS[kind](**{name: _converted(kind, fields[name], value) for name, value in values.items()})


def _converted(kind: str, row: dataclasses.Field, value: Any) -> Any:
    if value is None and row.default is None:
        return None
    wanted, several = element_type(row)
    if several:
        items = value if isinstance(value, (list, tuple)) else [value]
        if len(items) > MOST_VALUES:
            raise JobError(
                f"Field {row.name} of the {kind} job has {len(items):,} values, which are too many.", f"Give at most {MOST_VALUES:,}."
            )
        if row.metadata["path"].direction and any(isinstance(item, str) and not item.strip() for item in items):
            raise JobError(f"Field {row.name} of the {kind} job has an empty path.", "Remove it from the list, or give a file.")
        return tuple(_scalar(kind, row, wanted, item) for item in items)
    return _scalar(kind, row, wanted, value)


def _scalar(kind: str, row: dataclasses.Field, element: type, value: Any) -> Any:
    """The value as the field's type; numbers are finite and fit into 64 bits, text is one that files and screens can show."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < LARGEST_NUMBER
    whole = number and float(value).is_integer()
    fits = {str: isinstance(value, str), bool: isinstance(value, bool), int: whole, float: number}[element]
    what = f"Field {row.name} of the {kind} job is {_short(value)}"
    if not fits:
        kinds = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
        raise JobError(f"{what}, which is not {kinds[element]}{' that can be used' * (element is not bool)}.", row.metadata["help"])
    if isinstance(value, str) and _UNREADABLE.search(value):
        raise JobError(
            f"{what}, which contains characters that cannot be used.", "Rename the file or the field; use letters and digits only."
        )
    if row.name == "seed" and not 0 <= value < 2**32:
        raise JobError(f"{what}.", "Give a whole number from 0 to 4294967295.")
    if row.name in ABOVE_ZERO and value <= 0:
        raise JobError(f"{what}.", "Give a number above 0.")
    if element is int and abs(value) > MOST.get(row.name, LARGEST_NUMBER):
        raise JobError(f"{what}, which is too large.", f"Give at most {MOST[row.name]:,}.")
    choices = row.metadata["choices"]
    if choices and value not in choices:
        raise JobError(f"{what}.", f"Choose one of: {', '.join(repr(choice) for choice in choices)}.")
    return element(value)


def _short(value: Any) -> str:
    """A value for a message, cut where it is long."""
    text = value if isinstance(value, str) else repr(value)
    text = text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}..."
    return repr(text) if isinstance(value, str) else text


@dataclasses.dataclass(frozen=True)
class JobFile:
    """A job that was read from a file.

    Parameters
    ----------
    job
        The job.
    path
        The file.
    record
        The other content of the record of an earlier run, such as its outputs; None for a file with only a job.
    """

    job: Job
    path: Path
    record: dict[str, Any] | None = None


def read_job(path: str | Path) -> JobFile:
    """The job in a ``job.json``, or in the record of an earlier run (``run.json``), whose ``job`` entry it is.

    Raises
    ------
    JobError
        For a file that cannot be read, or a job that cannot be run as written.
    """
    values = read_json_object(path, "job file")
    record = values if "job" in values else {} if str(path).lower().endswith(f".{RECORD_SUFFIX}") else None
    return JobFile(job_from_dict(values.get("job", values)), Path(path), record)


def command_line(job: Job) -> list[str]:
    """The words behind ``python -m binn_engine`` that run the job: its verb, and what differs from the defaults.

    >>> from .settings import ExampleJob
    >>> command_line(ExampleJob(folder="out/example", size=64))
    ['example', '--folder=out/example', '--size=64']
    """
    words = [job.kind.replace("_", "-")]
    for row in dataclasses.fields(job):
        value = getattr(job, row.name)
        option = row.name.replace("_", "-")
        if value == row.default:
            continue
        if isinstance(value, bool):
            words.append(f"--{option}" if value else f"--no-{option}")
        elif isinstance(value, tuple):
            words += [f"--{option}", *map(str, value)]
        else:  # one word, so that a value may begin with a hyphen
            words.append(f"--{option}={value}")
    return words


def write_job(job: Job, path: str | Path) -> None:
    """Write ``job.json``."""
    Path(path).write_text(json.dumps(job_to_dict(job), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def encode_event(event: str, **values: Any) -> str:
    """One event as one line of JSON. Numbers that JSON lacks (NaN, infinity) become null."""
    return json.dumps(without_nan({"event": event, **values}), ensure_ascii=True, allow_nan=False)


def decode_event(line: str) -> dict[str, Any] | None:
    """The event on a line of the engine's output, or None where the line is not one."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) and isinstance(value.get("event"), str) else None
