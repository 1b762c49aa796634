"""The engine's command line in a process of its own, as users and QGIS run it."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
