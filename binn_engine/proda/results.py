"""What PRODA leaves, for reports and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..learning.scores import HeldOut
from ..model.checkpoints import Model
from ..resampling.splits import Split
from .chains import ChainFolder
from .upscaling_data import UpscalingData


@dataclass(frozen=True)
class InversionResult:
    """Finished chains, and their ``summaries`` as of :func:`binn_engine.proda.inversion.summaries`."""

    chains: ChainFolder
    summaries: dict[str, np.ndarray]


@dataclass(frozen=True)
class UpscalingResult:
    """What upscaling leaves.

    Parameters
    ----------
    data, split, held_out
        What it was trained and tested on: the sites, their split, and the profiles on either side of each test.
    model
        The model that is delivered.
    scores
        Of a model that saw no test profile: of SOC (``soc``) and of posterior means (``parameters``), by test.
    evidence
        What the data say of each learned parameter: rows of :func:`binn_engine.experiments.identifiability.evidence_rows`.
    histories
        A mapping an epoch, of every network that was scored.
    """

    data: UpscalingData
    split: Split
    held_out: Mapping[str, HeldOut]
    model: Model
    scores: Mapping[str, Any]
    evidence: Sequence[Mapping[str, Any]]
    histories: Sequence[Sequence[Mapping[str, float]]]
