"""The shell command that repeats a job."""

from __future__ import annotations

import shlex

from .. import protocol
from ..settings import Job


def command_line(job: Job) -> str:
    """``python -m binn_engine VERB ...`` with every option that is not at its default, to paste into a shell."""
    return shlex.join(["python", "-m", "binn_engine", *protocol.command_line(job)])
