"""From a finished training to its report."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ..learning.dataset import Sites
from ..learning.ensembles import ensemble_layers, ensemble_sites
from ..learning.results import TESTS, TrainingResult
from ..running.command import command_line
from ..running.context import Run
from ..running.record import provenance
from ..settings import TrainJob
from ..tables import EVIDENCE
from .learning import TestLayers, TrainingReport, training_report

LABELS = {"train": "train", "validation": "validation", **TESTS}


def write_training_report(
    path: Path, job: TrainJob, run: Run, trained: TrainingResult, sites: Sites, scores: dict[str, Any], evidence: list[dict[str, Any]]
) -> None:
    """Write the HTML report of ``trained`` on ``sites``, with the ``scores`` of BINN and the baselines and the ``evidence`` of each
    parameter."""
    model, split = trained.model, trained.split
    layers = {
        label: TestLayers(
            trained.parts[name].soc.cpu().numpy(),
            ensemble_layers(model, trained.parts[name], run.reporter.warning),
            sites.profiles.subset(split.parts()[name]).depth,
        )
        for name, label in TESTS.items()
        if name in trained.parts
    }
    predicted = [ensemble_sites(model, part, run.reporter.warning) for part in trained.parts.values()]
    history = [asdict(row) for row in trained.fitted.histories[0]]
    report = TrainingReport(
        title=f"BINN training: {Path(job.model).stem}",
        job=asdict(job),
        provenance=provenance(run),
        command=command_line(job),
        longitude=sites.profiles.longitude,
        latitude=sites.profiles.latitude,
        split=[LABELS[name] for name in split.labels()],
        history=history,
        scores={
            name: {test: {**rows["gC_m3"], "log_nse": rows["log"]["nse"]} for test, rows in tests.items()} for name, tests in scores.items()
        },
        layers=layers,
        parameters=np.concatenate([row[0] for row in predicted]),
        lower=np.array(model.space.lower),
        upper=np.array(model.space.upper),
        learned=model.space.learned_names,
        processes=np.concatenate([row[1] for row in predicted]),
        evidence=[{**row, "informed_by": EVIDENCE[row["informed_by"]]} for row in evidence],
        warnings=[message for _, message in run.reporter.warnings],
        quality=asdict(trained.control),
        held_out={label: asdict(row) for label, row in trained.held_out.items()},
    )
    training_report(path, report)
