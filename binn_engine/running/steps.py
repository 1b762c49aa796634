"""What a step of a run gets from its caller: where to compute, and whom to tell."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .callbacks import Warn
from .devices import Device
from .events import Span


@dataclass(frozen=True)
class Step:
    """Where a step of a run computes, its part of the run's progress, and what is called with the code and the message of a warning."""

    device: Device
    span: Span
    warn: Warn

    def part(self, start: float, stop: float) -> Step:
        """A part of this step, from one share of its progress to another, 0 to 1."""
        return replace(self, span=self.span.part(start, stop))
