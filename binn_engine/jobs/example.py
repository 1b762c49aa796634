"""The job ``example``: a synthetic landscape with known truth."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..example.writing import places, write_example
from ..running.context import Run
from ..running.repeating import check_derived
from ..settings import ExampleJob


def run(run: Run[ExampleJob]) -> dict[str, Any]:
    """Write the example's folder; of an earlier example, what was changed since is not replaced."""
    job = run.job
    folder = Path(job.folder).absolute()
    check_derived(places(folder).values(), folder)
    files = write_example(
        job.folder, profiles=job.profiles, size=job.size, seed=job.seed, progress=run.reporter.progress, warn=run.reporter.warning
    )
    run.published.update({name: Path(path).absolute() for name, path in files.items()})
    run.record = folder / "landscape"
    return {"profiles": job.profiles, "files": len(files)}
