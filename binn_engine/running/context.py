"""The context of a running job."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from ..protocol import RECORD_SUFFIX
from ..settings import Job
from .events import Reporter
from .job_paths import check_record_place, path_kinds
from .outputs import StagedOutputs
from .steps import Device, Step

J = TypeVar("J", bound=Job, covariant=True)


@dataclass
class Run(Generic[J]):
    """A running job of the kind ``J``: its settings, device, reporter and outputs.

    ``record`` is the path, without its suffix, of the run's record; None: that of the first output.
    """

    job: J
    device: Device
    reporter: Reporter
    outputs: StagedOutputs
    started: float = field(default_factory=time.time)
    published: dict[str, Path] = field(default_factory=dict)
    record: Path | None = None

    @property
    def record_path(self) -> Path:
        """Where the run's record goes, ``NAME.KIND.run.json``; once an output was announced."""
        base = self.record or next(iter(self.published.values())).with_suffix("")
        return base.with_name(f"{base.name}.{self.job.kind}.{RECORD_SUFFIX}")

    def step(self, start: float, stop: float) -> Step:
        """What a step gets that takes the run's progress from one share to another, 0 to 1."""
        return Step(self.device, self.reporter.span(start, stop), self.reporter.warning)

    def output(self, name: str, path: str) -> Path:
        """Announce the output ``name`` and get the path to write it to; it moves to ``path`` when the run succeeds."""
        self.published[name] = Path(path).absolute()
        if len(self.published) == 1:
            # A record that cannot be written is refused before the work, not after it.
            check_record_place(self.record_path)
        kind = path_kinds(self.job).get(name)
        return self.outputs.stage(path, kind.layer if kind else "")

    def wanted_outputs(self, *names: str) -> dict[str, Path]:
        """Announce those of the outputs ``names`` that the job gives a file for; the paths to write them to, by name."""
        return {name: self.output(name, path) for name in names if (path := getattr(self.job, name))}
