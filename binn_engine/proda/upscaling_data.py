"""The training and test data of upscaling."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..learning.dataset import Sites
from ..learning.results import TESTS
from ..learning.task import Task
from ..settings import ProdaUpscaleJob
from .upscaling import Targets


@dataclass(frozen=True)
class UpscalingData:
    """The training data of upscaling: the ``sites`` with their covariates, the posteriors of each, the median of their standard deviations
    by parameter and process, and what the filters removed."""

    task: Task
    sites: Sites
    targets: Targets
    parameters: np.ndarray
    posterior_sd: dict[str, float]
    left_out: dict[str, int]


def test_names(job: ProdaUpscaleJob) -> dict[str, str]:
    """What the tests of :func:`split_of` are called, by their part of the split."""
    return {"test_random": f"profiles unseen by {Path(job.unseen_by).stem}"} if job.unseen_by else TESTS
