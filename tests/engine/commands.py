"""The engine's command line in a process of its own, as users and QGIS run it."""

from __future__ import annotations

import dataclasses
import io
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from binn_engine.errors import BinnError
from binn_engine.jobs.runner import run_job
from binn_engine.protocol import job_from_dict
from binn_engine.running.events import Reporter
from binn_engine.settings import JOBS, element_type

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
    try:
        run_job(job_from_dict(_values(list(map(str, words)))), reporter)
        status, said = 0, ""
    except BinnError as error:
        reporter.event("error", code=error.code, message=error.message, remedy=error.remedy)
        status, said = 1, str(error)
    return Finished(status, [json.loads(line) for line in stream.getvalue().splitlines()], said)


def _values(words: list[str]) -> dict[str, Any]:
    """The fields of a job from the words of its command line."""
    kind = words[0].replace("-", "_")
    rows = {row.name: row for row in dataclasses.fields(JOBS[kind])}
    given: dict[str, list[str]] = {}
    for word in words[1:]:
        if word.startswith("--"):
            name = word[2:].replace("-", "_")
            given[name] = []
        else:
            given[name].append(word)
    values: dict[str, Any] = {"kind": kind}
    for name, items in given.items():
        field = name if name in rows else name.removeprefix("no_")
        wanted, several = element_type(rows[field])
        if wanted is bool:
            values[field] = field == name
        else:
            values[field] = [wanted(item) for item in items] if several else wanted(items[0])
    return values
