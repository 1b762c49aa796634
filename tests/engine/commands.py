"""The engine's command line in a process of its own, as users and QGIS run it."""

from __future__ import annotations

import io
import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from binn_engine.cli import job_of
from binn_engine.errors import BinnError
from binn_engine.jobs.runner import run_job
from binn_engine.running.events import Reporter
from binn_engine.running.repeating import job_to_run

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared"


@dataclass(frozen=True)
class Finished:
    """A finished run: its exit status, its events, and what it wrote to standard error."""

    status: int
    events: list[dict[str, Any]]
    stderr: str

    def last(self, event: str) -> dict[str, Any]:
        """The last event of a kind."""
        return [row for row in self.events if row["event"] == event][-1]


def engine(*words: object, cwd: Path = ROOT) -> Finished:
    """Run ``python -m binn_engine`` with ``words`` and wait for it; every line of its output must be an event."""
    done = subprocess.run(
        [sys.executable, "-m", "binn_engine", *map(str, words)], cwd=cwd, capture_output=True, text=True, check=False, timeout=600
    )
    return Finished(done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr)


def engine_here(*words: object) -> Finished:
    """As :func:`engine`, within this process, which saves seconds of imports: for runs that need no process of their own."""
    stream = io.StringIO()
    reporter = Reporter(stream)
    texts = list(map(str, words))
    try:
        if texts[0] == "run":
            file = job_to_run(*texts[1:])
            run_job(file.job, reporter, str(file.path))
        else:
            run_job(job_of(texts), reporter)
        status, said = 0, ""
    except BinnError as error:
        reporter.event("error", code=error.code, message=error.message, remedy=error.remedy)
        status, said = 1, str(error)
    events = [json.loads(line) for line in stream.getvalue().splitlines()]
    percents = [row["percent"] for row in events if row["event"] == "progress"]
    assert percents == sorted(percents), f"the progress of {texts[0]} runs backwards: {percents}"
    # Text for people, not what a library makes of it.
    assert not re.search(r"\bnp\.\w+\(", said + stream.getvalue())
    return Finished(status, events, said)
