"""Results of PRODA, for reports and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..model.checkpoints import Model
from ..resampling.splits import Split
from ..scoring.scores import HeldOut
from .chains import ChainFolder
from .upscaling_data import UpscalingData


@dataclass(frozen=True)
class InversionResult:
    """Finished chains, and their ``summaries`` as of :func:`binn_engine.proda.inversion.summaries`."""

    chains: ChainFolder
    summaries: dict[str, np.ndarray]


@dataclass(frozen=True)
class UpscalingResult:
    """The result of upscaling.

    Parameters
    ----------
    data, split, held_out
        Its training and test data: the sites, their split, and the profiles on both sides of each test.
    model
        The model that is delivered.
    scores
        Of a model that was not trained on test profiles: for SOC (``soc``) and posterior means (``parameters``), by test.
    evidence
        How well the data determine each learned parameter: rows of :func:`binn_engine.experiments.evidence.evidence_rows`.
    histories
        One mapping for each epoch, of every network that was scored.
    """

    data: UpscalingData
    split: Split
    held_out: Mapping[str, HeldOut]
    model: Model
    scores: Mapping[str, Any]
    evidence: Sequence[Mapping[str, Any]]
    histories: Sequence[Sequence[Mapping[str, float]]]
