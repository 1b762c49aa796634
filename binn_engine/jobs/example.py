"""The job ``example``: a synthetic landscape with known truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..example.writing import write_example
from ..running.context import Run
from ..settings import ExampleJob


def run(run: Run[ExampleJob]) -> dict[str, Any]:
    """Write the example's folder."""
    job = run.job
    files = write_example(
        job.folder, profiles=job.profiles, size=job.size, seed=job.seed, progress=run.reporter.progress, warn=run.reporter.warning
    )
    run.published.update({name: Path(path).absolute() for name, path in files.items()})
    run.record = Path(job.folder) / "landscape"
    return {"profiles": job.profiles, "files": len(files)}
