"""The result of a training."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ..model.checkpoints import Model
from ..resampling.splits import Split
from ..scoring.scores import HeldOut
from .dataset import Sites, Tensors
from .fit import Fitted
from .site_sources import QualityControl

TESTS = {"test_random": "random test", "test_block": "blocked test"}


@dataclass(frozen=True)
class TrainingResult:
    """The result of a training: the fitted model, the sites and their split, the sites as tensors by part, the profiles on both sides of
    each test, the result of quality control, and what was learned from radiocarbon (see :func:`.heard_summary`; empty without)."""

    fitted: Fitted
    sites: Sites
    split: Split
    parts: dict[str, Tensors]
    held_out: dict[str, HeldOut]
    control: QualityControl
    radiocarbon: dict[str, Any] = field(default_factory=dict)

    @property
    def model(self) -> Model:
        """The trained model."""
        return self.fitted.model
