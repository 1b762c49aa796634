"""Results of the experiments, for reports and files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ..learning.dataset import Sites
from ..learning.site_sources import QualityControl
from ..learning.task import Task
from ..model.calibration import Calibration
from ..resampling.folds import Folds
from ..resampling.variograms import Variogram
from .attribution import MarginalSensitivity
from .calibrating import Calibrated
from .crossvalidation import Crossvalidated
from .identifiability import Identifiability
from .radiocarbon import HeardFolds
from .recovery import Recovered


@dataclass(frozen=True)
class CalibrationResult:
    """The results of a calibration, for the report and the files.

    ``results`` are by split, the job's own first; ``scores`` and ``curves`` of their intervals; ``twins`` and ``summary`` the coverage in
    the twins that test, None without twins; layers up to ``limit`` gC/m3 are also scored separately.
    """

    task: Task
    sites: Sites
    control: QualityControl
    results: dict[str, Calibrated]
    calibration: Calibration
    scores: pd.DataFrame
    curves: dict[str, dict[str, dict[str, Any]]]
    twins: pd.DataFrame | None
    summary: pd.DataFrame | None
    limit: float


@dataclass(frozen=True)
class Explanation:
    """What BINN of the first fold depends on: importance at its test profiles, everything else at all profiles."""

    sensitivity: pd.DataFrame
    identifiability: Identifiability
    importance: pd.DataFrame
    dependence: pd.DataFrame
    control: pd.DataFrame
    marginal: MarginalSensitivity


@dataclass(frozen=True)
class CrossvalidationResult:
    """The results of a cross-validation, for the report and the files.

    Layers up to ``limit`` gC/m3 are also scored separately; ``variogram`` is None if the size of the blocks was given. ``soc_map`` are
    scores beside another map of SOC, ``apart`` those on a file of test profiles, see
    :class:`binn_engine.experiments.score_rows.ScoredLayers`; ``radiocarbon`` is None without radiocarbon.
    """

    task: Task
    sites: Sites
    control: QualityControl
    result: Crossvalidated
    scores: pd.DataFrame
    limit: float
    variogram: Variogram | None
    why: Explanation
    soc_map: list[dict[str, Any]] = field(default_factory=list)
    apart: list[dict[str, Any]] = field(default_factory=list)
    radiocarbon: HeardFolds | None = None


@dataclass(frozen=True)
class RecoveryResult:
    """The results of a recovery, for the report and the files.

    ``recovered`` are the twins in order, ``shuffled`` the first one with shuffled covariates, None without the control; ``scores`` and
    ``soc`` contain every score, ``summary`` and ``soc_summary`` those of all truths together; ``answering`` is the share of the sites at
    which SOC follows from each parameter; ``words`` are sentences, each with whether it is a good result.
    """

    task: Task
    sites: Sites
    control: QualityControl
    folds: Folds
    recovered: Sequence[Recovered]
    shuffled: Recovered | None
    scores: pd.DataFrame
    soc: pd.DataFrame
    summary: pd.DataFrame
    soc_summary: pd.DataFrame
    answering: dict[str, float]
    words: Sequence[tuple[str, bool]]
