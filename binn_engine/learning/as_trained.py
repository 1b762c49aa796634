"""How the profiles and rasters of a training were read, for whoever scores the trained model."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from typing import Any

from ..profiles.vectors import read_table
from ..settings import EvaluateJob

# Settings of a training that scoring takes over unless it sets them itself.
TAKEN_OVER = ("soc_field", "soc_unit", "sampling", "nearest_valid_km")


def as_trained(job: EvaluateJob, trained: Mapping[str, Any], log: Callable[[str], None]) -> EvaluateJob:
    """The job with those settings of reading of the model's training that it leaves at their defaults.

    A field of SOC that the profiles do not have is not taken over, nor then its unit.

    Parameters
    ----------
    job
        Scores a model.
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


def _has_field(path: str, name: str) -> bool:
    """Whether a table has a field; its warnings are told when it is read for good."""
    return name in read_table(path, lambda code, message: None, located=False).columns
