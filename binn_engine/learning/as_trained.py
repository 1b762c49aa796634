"""How the profiles and rasters of a training were read, for whoever scores the trained model or maps beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

from ..profiles.tables.vectors import read_table
from ..settings import EvaluateJob, ProfileFields, SampleFields, StatisticalMapJob

# Settings of a training that others take over unless they set them themselves.
TAKEN_OVER = ("soc_field", "soc_unit", "sampling", "nearest_valid_km")
ReadingJob = TypeVar("ReadingJob", EvaluateJob, StatisticalMapJob)


def as_trained(job: ReadingJob, trained: Mapping[str, Any], log: Callable[[str], None]) -> ReadingJob:
    """The job with those settings of reading of the model's training that it leaves at their defaults.

    A field of SOC that the profiles do not have is not taken over, nor then its unit.

    Parameters
    ----------
    job
        Reads profiles for a model.
    trained
        The job that trained it, as its card holds it; empty where it is not known.
    log
        Told what is taken over.
    """
    defaults = {row.name: row.default for row in fields(job)}
    found = {
        name: trained[name]
        for name in TAKEN_OVER
        if name in trained and trained[name] != defaults[name] and getattr(job, name) == defaults[name]
    }
    if found.get("soc_field") and not _has_field(job.observations, found["soc_field"]):
        log(f"The model was trained on the field {found['soc_field']!r}, which {job.observations} does not have.")
        found = {name: value for name, value in found.items() if name not in ("soc_field", "soc_unit")}
    elif job.soc_field and "soc_field" not in found:
        found.pop("soc_unit", None)  # of another field
    if found:
        log(f"As the model was trained: {', '.join(f'{name} = {value}' for name, value in found.items())}.")
    return replace(job, **found)


def for_other_table(fields_of: SampleFields, path: str, log: Callable[[str], None]) -> SampleFields:
    """The roles of the fields in another table of profiles: a field that it does not have is recognised by name instead.

    Parameters
    ----------
    fields_of
        The roles of the fields in the first table.
    path
        The other table.
    log
        Told which fields it lacks.
    """
    columns = set(read_table(path, lambda code, message: None, located=False).columns)
    named = {row.name: getattr(fields_of, row.name) for row in fields(ProfileFields) if row.name.endswith("_field")}
    missing = {role: name for role, name in named.items() if name and name not in columns}
    if missing:
        log(f"{path} has no field {', '.join(map(repr, missing.values()))}: these fields are recognised by their names.")
    roles = {row.name: getattr(fields_of, row.name) for row in fields(SampleFields)}
    unit = {"soc_unit": ""} if "soc_field" in missing else {}
    return SampleFields(**{**roles, **dict.fromkeys(missing, ""), **unit})


def _has_field(path: str, name: str) -> bool:
    """Whether a table has a field; its warnings are told when it is read for good."""
    return name in read_table(path, lambda code, message: None, located=False).columns
