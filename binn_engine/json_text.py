"""Reads and writes JSON of limited size, without numbers or characters that other programs cannot read.

Plain standard-library Python: the QGIS side reads this module too.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from .errors import JobError

LARGEST_JSON = 16 << 20  # bytes; the largest records have some hundred kB
DEEPEST_JSON = 50  # levels; records have six


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
        raise JobError(f"The {what} {path} is not JSON: {why}.", "Write the file again.") from error
    if not isinstance(values, dict) or _depth(values) > DEEPEST_JSON:
        raise JobError(f"The {what} {path} is not a JSON object, or has more than {DEEPEST_JSON} levels.", "Write the file again.")
    return values


def _depth(value: Any) -> int:
    """How deeply lists and objects are nested in each other."""
    level, depth = [value], 0
    while level:
        inner = [item for item in level if isinstance(item, (dict, list))]
        level = [part for item in inner for part in (item.values() if isinstance(item, dict) else item)]
        depth += bool(inner)
    return depth


def to_json(value: Any) -> str:
    """Indented JSON text; numbers that JSON lacks (NaN, infinity) become null."""
    return json.dumps(without_nan(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"


def without_nan(value: Any) -> Any:
    """The value with null in place of numbers that JSON lacks (NaN, infinity), with text as keys and lists for tuples."""
    if isinstance(value, dict):
        return {str(key): without_nan(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [without_nan(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
