"""Files that the plugin makes of layers for one run: they are gone after it, so that their folders say nothing to a reader.

Plain standard-library Python: the QGIS side reads this module too.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from typing import Any

from ..paths import LAYER_PREFIX
from ..settings import Job

_FOLDER = re.compile(rf"^.*[/\\]{re.escape(LAYER_PREFIX)}[^/\\]*[/\\]")


def without_copy(path: str) -> str:
    """The path; only its file's name, which is that of the layer, where the plugin made the file.

    >>> without_copy("/tmp/processing_ab/binn_1/binn-layer-xy/my_profiles.gpkg"), without_copy("/data/soil.gpkg")
    ('my_profiles.gpkg', '/data/soil.gpkg')
    """
    return _FOLDER.sub("", path)


def text_without_copies(text: str, copies: Iterable[str]) -> str:
    """A message with only the names of the ``copies``, which are paths of files that the plugin made.

    >>> copy = "/tmp/my folder/binn-layer-xy/soil.csv"
    >>> text_without_copies(f"{copy} has no rows.", [copy])
    'soil.csv has no rows.'
    """
    for path in copies:
        text = text.replace(path, without_copy(path))
    return text


def copies_in(job: Job) -> list[str]:
    """The paths of files that the plugin made, in any setting of the job."""
    values = [getattr(job, row.name) for row in dataclasses.fields(job)]
    texts = [text for value in values for text in (value if isinstance(value, tuple) else (value,)) if isinstance(text, str)]
    return [text for text in texts if without_copy(text) != text]


def job_without_copies(job: Job) -> Job:
    """The job with only the names of files that the plugin made."""
    return dataclasses.replace(job, **{row.name: _plain(getattr(job, row.name)) for row in dataclasses.fields(job)})


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return without_copy(value)
    return tuple(map(_plain, value)) if isinstance(value, tuple) else value
