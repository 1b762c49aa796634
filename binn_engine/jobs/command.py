"""The shell command that repeats a job."""

from __future__ import annotations

import dataclasses
import shlex

from ..settings import Job


def command_line(job: Job) -> str:
    """``python -m binn_engine VERB ...`` with every option that is not at its default."""
    words = ["python", "-m", "binn_engine", job.kind.replace("_", "-")]
    for row in dataclasses.fields(job):
        value = getattr(job, row.name)
        if value == row.default:
            continue
        words.append(f"--{row.name.replace('_', '-')}")
        if value is not True:
            words += [str(item) for item in (value if isinstance(value, tuple) else (value,))]
    return shlex.join(words)
