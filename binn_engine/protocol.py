"""The job protocol: what a caller hands to the engine, and what the engine tells it while it works.

A job is a frozen dataclass with a ``kind``; ``job.json`` holds its fields. Every field carries its help text, from which the
command line and the QGIS algorithms take theirs. An event is one JSON object on one line of standard output.

Plain standard-library Python: the QGIS side reads this module too.

Events
------
``{"event": "started", "kind": ..., "engine_version": ..., "device": ..., "pid": ...}``
``{"event": "progress", "percent": 0-100, "phase": ...}``
``{"event": "log", "message": ...}``
``{"event": "warning", "code": ..., "message": ...}``
``{"event": "result", "outputs": {name: path}, "metrics": {...}}``
``{"event": "error", "code": ..., "message": ..., "remedy": ...}``

The engine's exit status is 0 after ``result``, 1 after ``error`` and 130 after a cancelled run.
"""

from __future__ import annotations

import dataclasses
import glob
import json
import math
import os
import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from .errors import NOTHING_LEFT, InputError, JobError
from .limits import ABOVE_ZERO, MOST, MOST_VALUES
from .settings import JOBS, Job, element_type
from .tables import PARAMETER_NAMES, STOCK_RANGES_M

PROTOCOL_VERSION = 1
ENGINE_VERSION = "0.1.0"
EXIT_OK, EXIT_ERROR, EXIT_CANCELLED = 0, 1, 130
# The record of a run is called NAME.KIND and this.
RECORD_SUFFIX = "run.json"
LARGEST_JSON = 16 << 20  # bytes; the largest records have some hundred kB
DEEPEST_JSON = 50  # levels; records have six
LARGEST_NUMBER = 2.0**63
LONGEST_SHOWN = 100
# A null byte, which ends a path for the system, and halves of characters, which no file can hold.
_UNREADABLE = re.compile("[\x00\ud800-\udfff]")
# Hidden folders of unfinished outputs are called this, the engine's process id and a hyphen, then anything.
STAGING_PREFIX = ".binn-partial-"
# Folders of files that the plugin makes of layers on the canvas are called this, then anything.
LAYER_PREFIX = "binn-layer-"
# What the metadata of a band there says of values that the user calls missing: JSON [[low, high], ...] in the band's units.
NODATA_TAG = "BINN_NODATA"
# A raster within a file, as GDAL names it: NETCDF:"fields.nc":NPP, HDF5:fields.h5://group/npp.
_SUBDATASET = re.compile(
    r'(?:NETCDF|HDF5|HDF4_EOS|ZARR|GPKG):(?:"(?P<quoted>[^"]+)"|(?P<plain>(?:[A-Za-z]:)?[^":]+)):(?P<part>.+)', re.IGNORECASE
)

# A path that GDAL reads over the network, alone or within the name of a part of a file.
_REMOTE = re.compile(
    r'(?:\w+:"?)?(?:/vsi\w+/\{?)*(?:(?:https?|ftps?)://|/vsi(?:curl|s3|gs|az|adls|oss|swift|hdfs|webhdfs)\w*[/?])', re.IGNORECASE
)

# A source of a layer as QGIS and others write it for a database or a service: a provider, or words with values.
_CONNECTION = re.compile(r"(?:[a-z]\w+:)?\s*(?:dbname|service|host|authcfg|url|table)=", re.IGNORECASE)
NO_CONNECTION = "Save the layer as a GeoPackage or a CSV, and give that."
# Archives as GDAL names them, with a file within.
_ARCHIVE = re.compile(r"/vsi(?:zip|tar|gzip|7z|rar)/(?P<file>.+)")
_ARCHIVES = (".zip", ".tar", ".tgz", ".tar.gz", ".gz", ".7z", ".rar", ".kmz")
_NO_URL = {"!": "an exclamation mark", "\t": "a tab", "\n": "an end of line", "\r": "an end of line"}
# What the names of tables and vector layers end with; anything else is taken for a raster.
CSV_SUFFIXES = (".csv", ".csv.gz", ".tsv", ".tsv.gz", ".txt")
VECTOR_SUFFIXES = (
    ".gpkg", ".shp", ".geojson", ".json", ".fgb", ".gml", ".kml", ".sqlite", ".tab", ".mif", ".parquet", ".xlsx", ".ods", ".dbf", ".gdb",
    ".shp.zip",
)  # fmt: skip


def is_csv(path: str) -> bool:
    """Whether the file's name is that of a delimited text file."""
    return str(path).lower().endswith(CSV_SUFFIXES)


def holds_raster(path: str) -> bool:
    """Whether a file is a GeoPackage with rasters and without features: QGIS names it by its file alone, as it does one of features."""
    if not path.lower().endswith(".gpkg") or not os.path.isfile(path):
        return False
    try:
        connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?mode=ro", uri=True)
        try:
            kinds = {str(kind) for (kind,) in connection.execute("SELECT data_type FROM gpkg_contents")}
        finally:
            connection.close()
    except sqlite3.Error:
        return False
    return bool(kinds & {"tiles", "2d-gridded-coverage"}) and not kinds & {"features", "attributes"}


def is_table(path: str) -> bool:
    """Whether the file's name is that of a table or vector layer, by itself or with a layer's (``soil.gpkg|layername=pits``)."""
    name = str(path).split("|")[0].lower()
    return subdataset(path) is None and name.endswith((*CSV_SUFFIXES, *VECTOR_SUFFIXES))


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
        raise JobError(f"The job is {_short(values)}, not a JSON object.", "Write the job file again.")
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
        raise JobError(f"The {kind} job lacks {', '.join(missing)}.", "Give every required field a value.")
    return JOBS[kind](**{name: _converted(kind, fields[name], value) for name, value in values.items()})


def _converted(kind: str, row: dataclasses.Field, value: Any) -> Any:
    if value is None and row.default is None:
        return None
    wanted, several = element_type(row)
    if several:
        items = value if isinstance(value, (list, tuple)) else [value]
        if len(items) > MOST_VALUES:
            raise JobError(f"Field {row.name} of the {kind} job has {len(items):,} values.", f"Give at most {MOST_VALUES:,}.")
        if row.metadata["path"].direction and any(isinstance(item, str) and not item.strip() for item in items):
            raise JobError(f"Field {row.name} of the {kind} job has an empty path.", "Take it out of the list, or name a file.")
        return tuple(_scalar(kind, row, wanted, item) for item in items)
    return _scalar(kind, row, wanted, value)


def _scalar(kind: str, row: dataclasses.Field, wanted: type, value: Any) -> Any:
    """The value as the field's type; numbers are finite and fit into 64 bits, text is one that files and screens can show."""
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < LARGEST_NUMBER
    whole = number and float(value).is_integer()
    fits = {str: isinstance(value, str), bool: isinstance(value, bool), int: whole, float: number}[wanted]
    what = f"Field {row.name} of the {kind} job is {_short(value)}"
    if not fits:
        kinds = {str: "text", bool: "true or false", int: "a whole number", float: "a number"}
        raise JobError(f"{what}, which is not {kinds[wanted]}{' that can be used' * (wanted is not bool)}.", row.metadata["help"])
    if isinstance(value, str) and _UNREADABLE.search(value):
        raise JobError(f"{what}, which holds signs that are no text.", "Rename the file or the field, with letters and digits alone.")
    if row.name == "seed" and not 0 <= value < 2**32:
        raise JobError(f"{what}.", "Give a whole number from 0 to 4294967295.")
    if row.name in ABOVE_ZERO and value <= 0:
        raise JobError(f"{what}.", "Give a number above 0.")
    if wanted is int and abs(value) > MOST.get(row.name, LARGEST_NUMBER):
        raise JobError(f"{what}, which is too large.", f"Give at most {MOST[row.name]:,}.")
    choices = row.metadata["choices"]
    if choices and value not in choices:
        raise JobError(f"{what}.", f"Choose one of: {', '.join(repr(choice) for choice in choices)}.")
    return wanted(value)


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
        What else stands in the record of an earlier run, such as its outputs; None for a file that is a job alone.
    """

    job: Job
    path: Path
    record: dict[str, Any] | None = None


def parse_json(text: str) -> Any:
    """The value of JSON text that can be written as text again.

    Raises
    ------
    ValueError
        For text that is no JSON, or holds halves of characters, which JSON may and no file can.
    RecursionError
        For text that is nested too deeply.
    """
    values = json.loads(text)
    json.dumps(values, ensure_ascii=False).encode()
    return values


def read_json_object(path: str | Path, what: str) -> dict[str, Any]:
    """The JSON object in a file, called ``what`` in messages.

    Raises
    ------
    JobError
        For a file that cannot be read, is larger than 16 MiB, or holds no JSON object.
    """
    try:
        with open(path, "rb") as file:
            content = file.read(LARGEST_JSON + 1)
    except (OSError, ValueError) as error:
        raise JobError(f"The {what} {path} cannot be read: {getattr(error, 'strerror', None) or error}.", "Check the path.") from error
    if len(content) > LARGEST_JSON:
        raise JobError(f"The {what} {path} is larger than {LARGEST_JSON >> 20} MiB.", "Check that it is the right file.")
    try:
        values = parse_json(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        why = "it is nested too deeply" if isinstance(error, RecursionError) else error
        raise JobError(f"The {what} {path} is not JSON: {why}.", "Write it again.") from error
    if not isinstance(values, dict) or _depth(values) > DEEPEST_JSON:
        raise JobError(f"The {what} {path} does not hold a JSON object of at most {DEEPEST_JSON} levels.", "Write it again.")
    return values


def _depth(value: Any) -> int:
    """How deeply lists and objects are nested in each other."""
    level, depth = [value], 0
    while level:
        inner = [item for item in level if isinstance(item, (dict, list))]
        level = [part for item in inner for part in (item.values() if isinstance(item, dict) else item)]
        depth += bool(inner)
    return depth


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


def subdataset(path: str) -> tuple[str, str] | None:
    """File and name of a raster within a file; None for the path of a file.

    >>> subdataset('NETCDF:"/data/fields.nc":NPP'), subdataset("HDF5:fields.h5://soil/npp"), subdataset("C:/npp.tif")
    (('/data/fields.nc', 'NPP'), ('fields.h5', 'npp'), None)
    """
    found = _SUBDATASET.fullmatch(path)
    return (found["quoted"] or found["plain"], found["part"].strip('"').rpartition("/")[2]) if found else None


def is_remote(path: str) -> bool:
    """Whether a path that a user gave is one of the network.

    >>> is_remote("/vsicurl/https://host/a.tif"), is_remote("https://host/a.tif"), is_remote("C:/a.tif"), is_remote("/vsizip/a.zip/a.tif")
    (True, True, False, False)
    """
    return _REMOTE.match(path) is not None


def is_connection(path: str) -> bool:
    """Whether a path is the source of a layer in a database, as QGIS and GDAL write it.

    >>> is_connection("ogr:dbname='soil.gpkg' table=\"pits\""), is_connection("PG:dbname=soil"), is_connection("dbname.gpkg")
    (True, True, False)
    """
    return _CONNECTION.match(path) is not None


def archive_of(path: str) -> str:
    """The file on this computer that holds a path within an archive (``/vsizip/soil.zip/soil.csv``); empty for any other path.

    >>> archive_of("/vsizip//data/soil.zip/soil.csv"), archive_of("/vsizip/{soil.zip}/soil.csv"), archive_of("soil.csv")
    ('/data/soil.zip', 'soil.zip', '')
    """
    found = _ARCHIVE.match(path.replace("\\", "/"))
    if not found:
        return ""
    inner = found["file"]
    if inner.startswith("{"):
        return inner[1:].partition("}")[0]
    parts = inner.split("/")
    names = ["/".join(parts[: number + 1]) for number in range(len(parts))]
    return next((name for name in names if os.path.isfile(name)), next((n for n in names if n.endswith(_ARCHIVES)), inner))


def vector_path(path: str | os.PathLike[str]) -> str:
    """The path of a vector file for pyogrio, which reads paths as URLs: of ``a;b.gpkg`` it would open ``a``.

    Raises
    ------
    InputError
        For a path with signs that URLs cannot have.
    """
    text = os.fspath(path)
    if is_remote(text) or text.startswith("/vsi") or "://" in text:
        return text
    wrong = next((name for sign, name in _NO_URL.items() if sign in text), "")
    if wrong:
        raise InputError(f"The path {text!r} has {wrong}, which the path of a vector file cannot have.", "Rename the file or its folder.")
    return f"file://{os.path.abspath(text)}" if os.name == "posix" and (";" in text or "?" in text) else text


def files_of(path: str) -> list[str]:
    """The files that a path to forcing stands for, in order: itself, the NetCDFs in a folder, or what a pattern (``h0.*.nc``) matches."""
    if os.path.isdir(path):
        return sorted(glob.glob(os.path.join(glob.escape(path), "*.nc")))
    return [path] if os.path.exists(path) else sorted(glob.glob(path))


def parse_assignments(rows: tuple[str, ...], what: str) -> dict[str, float]:
    """``("q10=1.5", ...)`` as a mapping from parameter names to values.

    Raises
    ------
    JobError
        For a row that is not ``name=number``, or an unknown parameter, naming it.
    """
    values: dict[str, float] = {}
    for row in rows:
        name, _, number = row.partition("=")
        try:
            values[name.strip()] = float(number)
        except ValueError as error:
            raise JobError(f"{what} has {row!r}, which is not name=number.", "Write, for example, q10=1.5.") from error
    unknown = [name for name in values if name not in PARAMETER_NAMES]
    if unknown:
        raise JobError(f"{what} names unknown parameters: {', '.join(unknown)}.", f"The parameters are {', '.join(PARAMETER_NAMES)}.")
    return values


def parse_thresholds(rows: Sequence[str], depths_m: Sequence[float]) -> tuple[tuple[int, float], ...]:
    """``("0-30=5", "30=20000", ...)`` as numbers of SOC bands, from 0, and the values to exceed.

    Raises
    ------
    JobError
        For a row that is not ``where=number``, or names neither a depth of ``depths_m`` nor a range of the stocks, naming it.
    """
    places = {f"{round(100.0 * depth, 3):g}": number for number, depth in enumerate(depths_m)}
    for number, (top, bottom) in enumerate(STOCK_RANGES_M, len(depths_m)):
        places[f"{100.0 * top:g}-{100.0 * bottom:g}"] = number
    found = []
    for row in rows:
        where, _, number = row.partition("=")
        try:
            value = float(number)
        except ValueError as error:
            raise JobError(f"thresholds has {row!r}, which is not where=number.", "Write, for example, 0-30=5.") from error
        if where.strip() not in places or not math.isfinite(value):
            raise JobError(f"thresholds has {row!r}, which is no band of SOC.", f"Name one of {', '.join(places)} (cm), and a number.")
        found.append((places[where.strip()], value))
    return tuple(found)


def encode_event(event: str, **values: Any) -> str:
    """One event as one line of JSON. Numbers that JSON lacks (NaN, infinity) become null."""
    return json.dumps(_finite({"event": event, **values}), ensure_ascii=True, allow_nan=False)


def to_json(value: Any) -> str:
    """Indented JSON text; numbers that JSON lacks (NaN, infinity) become null."""
    return json.dumps(_finite(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def _finite(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _finite(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_finite(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def decode_event(line: str) -> dict[str, Any] | None:
    """The event on a line of the engine's output, or None where the line is not one."""
    try:
        value = json.loads(line)
    except ValueError:
        return None
    return value if isinstance(value, dict) and isinstance(value.get("event"), str) else None
