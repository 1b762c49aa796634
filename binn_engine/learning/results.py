"""The result of a training."""

from __future__ import annotations

from dataclasses import dataclass

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
    each test, and the result of quality control."""

    fitted: Fitted
    sites: Sites
    split: Split
    parts: dict[str, Tensors]
    held_out: dict[str, HeldOut]
    control: QualityControl

    @property
    def model(self) -> Model:
        """The trained model."""
        return self.fitted.model
