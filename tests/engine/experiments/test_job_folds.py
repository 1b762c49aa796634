"""Settings of folds: those that cannot be are refused before anything is read."""

from __future__ import annotations

import pytest

from binn_engine.errors import JobError
from binn_engine.experiments.job_folds import check_folds
from binn_engine.settings import CrossvalidateJob


def job(**settings: object) -> CrossvalidateJob:
    return CrossvalidateJob(observations="o.csv", covariates=("c.tif",), forcing="f.nc", report="r.html", **settings)


@pytest.mark.parametrize(
    "settings", [{"split": "blocks", "folds": 2}, {"split": "region", "region_field": "county", "folds": 2}, {"block_degrees": 0.0}]
)
def test_two_folds_and_blocks_by_the_variogram_are_fine(settings: dict[str, object]) -> None:
    check_folds(job(**settings))


def test_no_number_of_folds_means_every_region() -> None:
    check_folds(job(split="region", region_field="county", folds=0))


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"folds": 1}, "at least 2 folds"),
        ({"folds": 0}, "at least 2 folds"),
        ({"split": "region", "region_field": "county", "folds": 1}, "at least 2 folds"),
        ({"split": "region", "region_field": "county", "folds": -1}, "at least 2 folds"),
        ({"split": "region"}, "need a field"),
        ({"region_field": "county"}, "only for folds made of regions"),
        ({"block_degrees": -0.1}, "not a size of blocks"),
    ],
)
def test_other_settings_are_refused(settings: dict[str, object], words: str) -> None:
    with pytest.raises(JobError, match=words):
        check_folds(job(**settings))
