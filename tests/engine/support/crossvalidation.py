"""A short cross-validation of the example: its options and files."""

from __future__ import annotations

from pathlib import Path

from tests.engine.conftest import TrainedExample

FOLDS, MEMBERS = 3, 2


OUTPUTS = {"report": "r.html", "json": "r.json", "csv": "r.csv", "predictions": "p.csv", "model": "folds.safetensors"}


def inputs(example: TrainedExample, observations: Path) -> list[object]:
    return ["--observations", observations, "--covariates", *example.covariates, "--forcing", example.forcing]
