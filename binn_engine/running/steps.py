"""What a step of a run gets from its caller: the device and the reporter."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .callbacks import Warn
from .events import Span

if TYPE_CHECKING:
    import torch


@dataclass(frozen=True)
class Device:
    """A torch device's ``name``, the ``reason`` it was chosen, and the ``precision`` of the CLM5 layer there."""

    name: str
    reason: str
    precision: str = "float64"

    @property
    def dtype(self) -> torch.dtype:
        """The precision as torch knows it."""
        import torch  # not loaded for a run that computes nothing with it

        return getattr(torch, self.precision)


@dataclass(frozen=True)
class Step:
    """The device of a step of a run, its part of the run's progress, and a function for warnings (code and message)."""

    device: Device
    span: Span
    warn: Warn

    def part(self, start: float, stop: float, where: str = "") -> Step:
        """A part of this step, from one share of its progress to another, 0 to 1; ``where`` it is begins the details of its phases."""
        return replace(self, span=self.span.part(start, stop, where))
