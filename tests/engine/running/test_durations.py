"""How long runs may take is known before their libraries are loaded, for every kind of job, and follows the work."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys

import numpy as np
import pytest

from binn_engine.learning.durations import PER_DRAWN_BAND, Workload, expected_parts
from binn_engine.proda.plans import PUBLISHED_STEPS
from binn_engine.running.pace import RunClock
from binn_engine.settings import (
    JOBS,
    CalibrationJob,
    CompareJob,
    CrossvalidateJob,
    EvaluateJob,
    ExampleJob,
    PredictJob,
    PredictTilesJob,
    ProdaInvertJob,
    SimulateJob,
    TrainJob,
    ZonalJob,
)
from binn_engine.settings.proda import STEPS
from tests.engine.commands import ROOT, engine


def job_of(kind: str, **settings: object):
    """A job with its required settings, whatever they are."""
    job = JOBS[kind]
    required = {row.name: ("x",) if "tuple" in str(row.type) else "x" for row in dataclasses.fields(job) if row.metadata["required"]}
    return job(**{**required, **settings})


@pytest.mark.parametrize("kind", JOBS)
def test_every_kind_of_job_has_parts_that_lead_from_its_beginning_to_its_end(kind: str) -> None:
    parts = expected_parts(job_of(kind))
    ends = [end for end, _ in parts]
    assert ends == sorted(set(ends))
    assert ends[-1] == 1.0
    assert all(seconds > 0.0 for _, seconds in parts)


def test_they_are_known_without_the_libraries_that_take_seconds_to_load() -> None:
    code = "import sys, binn_engine.learning.durations; print('torch' in sys.modules, 'rasterio' in sys.modules, 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False"] * 3


def seconds(job, **load: int | float) -> float:
    return sum(part for _, part in expected_parts(job, Workload(**load)))


def test_they_grow_with_profiles_epochs_members_folds_twins_pixels_passes_and_steps() -> None:
    train, predict = job_of(TrainJob.kind, epochs=40, members=4), job_of(PredictJob.kind, passes=20, soc="s.tif")
    assert seconds(train, profiles=2000) > 1.5 * seconds(train, profiles=1000)
    taught = dataclasses.replace(train, radiocarbon="x")
    assert seconds(taught, profiles=1000, radiocarbon=400) > 1.5 * seconds(taught, profiles=1000, radiocarbon=100)
    assert seconds(taught, profiles=1000) > 1.5 * seconds(train, profiles=1000)
    for name, value in (("epochs", 80), ("members", 8)):
        assert seconds(dataclasses.replace(train, **{name: value}), profiles=1000) > 1.5 * seconds(train, profiles=1000)
    assert seconds(dataclasses.replace(train, refit=False), profiles=2000) < 0.7 * seconds(train, profiles=2000)
    assert seconds(predict, pixels=1_000_000) > 1.5 * seconds(predict, pixels=500_000)
    assert seconds(dataclasses.replace(predict, passes=100), pixels=1_000_000) > 2.0 * seconds(predict, pixels=1_000_000)
    tiles = job_of(PredictTilesJob.kind)
    assert seconds(tiles, pixels=90_000, maps=9) > 1.5 * seconds(tiles, pixels=30_000, maps=3)
    folds = job_of(CrossvalidateJob.kind, folds=5)
    assert seconds(dataclasses.replace(folds, folds=10), profiles=1000) > 1.5 * seconds(folds, profiles=1000)
    twins = job_of(CalibrationJob.kind, twins=12, test_twins=6)
    assert seconds(dataclasses.replace(twins, twins=0), profiles=1000) < 0.6 * seconds(twins, profiles=1000)
    chains = job_of(ProdaInvertJob.kind, steps=10_000)
    assert seconds(dataclasses.replace(chains, steps=20_000), profiles=1000) > 1.5 * seconds(chains, profiles=1000)
    assert seconds(chains, profiles=1000, done=0.9) < 0.3 * seconds(chains, profiles=1000)


@pytest.mark.parametrize("slowness", [0.85, 1.0, 2.0])
def test_while_data_are_read_the_time_that_loading_took_is_not_expected_again(slowness: float) -> None:
    """Loading the libraries takes most of the time before the first profile is read, and is told as no progress at all."""
    now = [0.0]
    clock = RunClock(lambda: now[0])
    clock.expect(*expected_parts(job_of(EvaluateJob.kind, json="s.json"), Workload(profiles=1000)))
    marks = ((4.0, 0.0), (4.3, 0.01), (4.9, 0.04), (5.9, 0.5), (6.6, 1.0))  # as it was measured
    for at, progress in marks[:-1]:
        now[0] = slowness * at
        clock.mark(progress)
        assert clock.remaining is not None
        assert 0.5 < clock.remaining / (slowness * (marks[-1][0] - at)) < 2.0, progress


# Seconds of processor time and progress of runs on 10,000 pixels, as they were measured: maps in 20 passes with a report, and a comparison
# in 10 passes.
MAPS = dict.fromkeys(("soc", "soc_sd", "processes", "parameters"), "m.tif")
MAPPED = ((3.6, 0.005), (4.2, 0.02), (5.9, 0.278), (6.9, 0.622), (7.4, 0.88), (7.6, 0.96), (8.8, 0.974), (10.0, 0.986), (11.1, 1.0))
COMPARED = ((4.3, 0.05), (7.4, 0.7), (8.0, 0.9), (13.2, 1.0))
MEASURED = [
    pytest.param(PredictJob, {"passes": 20, "report": "r.html", **MAPS}, MAPPED, id="predict"),
    pytest.param(CompareJob, {"passes": 10, "report": "r.html", "truth_processes": "t.tif"}, COMPARED, id="compare"),
]


@pytest.mark.parametrize("slowness", [0.7, 1.0, 2.0])
@pytest.mark.parametrize(("job", "settings", "marks"), MEASURED)
def test_after_a_third_the_rest_is_known_within_a_factor_of_two(job, settings, marks, slowness: float) -> None:
    """Between marks nothing is told, but the time goes on."""
    now = [0.0]
    clock = RunClock(lambda: now[0])
    clock.expect(*expected_parts(job_of(job.kind, **settings), Workload(pixels=10_000)))
    told, end = dict(marks), marks[-1][0]
    for at in sorted({*told, *np.arange(1.0, 0.8 * end)} - {end}):
        now[0] = slowness * at
        if at in told:
            clock.mark(told[at])
        assert clock.remaining is not None
        assert at < end / 3 or 0.5 < clock.remaining / (slowness * (end - at)) < 2.0, at


# Runs on 10,000 pixels, of zones in 20 passes and of a simulation, with the seconds that they took: of an idle computer, and of processor
# time on one that did much else.
@pytest.mark.parametrize(
    ("job", "settings", "took"),
    [
        pytest.param(ZonalJob, {"model": "m.safetensors", "passes": 20, "report": "r.html"}, 6.0, id="zonal"),
        pytest.param(ZonalJob, {"model": "m.safetensors", "passes": 20, "report": "r.html"}, 8.9, id="zonal, busy"),
        pytest.param(SimulateJob, {"soc": "s.tif"}, 4.2, id="simulate"),
        pytest.param(SimulateJob, {"soc": "s.tif"}, 6.7, id="simulate, busy"),
    ],
)
def test_the_end_of_a_short_run_is_known_while_it_is_still_loading(job, settings, took: float) -> None:
    """Loading is most of such a run: after a third nothing was told."""
    now = [0.0]
    clock = RunClock(lambda: now[0])
    clock.expect(*expected_parts(job_of(job.kind, **settings), Workload(pixels=10_000)))
    now[0] = took / 3
    assert clock.remaining is not None
    assert 0.6 < clock.remaining / (took - now[0]) < 1.6


def test_a_report_takes_longer_with_more_bands() -> None:
    few, many = (job_of(PredictJob.kind, report="r.html", soc="s.tif", **more) for more in ({}, {"parameters": "p.tif"}))
    assert expected_parts(many)[-1][1] - expected_parts(few)[-1][1] == pytest.approx(21 * PER_DRAWN_BAND)


def test_the_published_inversion_has_the_steps_of_its_two_stages() -> None:
    assert STEPS["published"] == sum(PUBLISHED_STEPS)


def test_a_job_that_is_refused_is_not_estimated() -> None:
    assert expected_parts(job_of(TrainJob.kind, members=0)) == ()


def test_a_run_says_how_long_it_will_take_from_its_first_word_on(trained_example, tmp_path) -> None:
    done = engine("evaluate", *trained_example.inputs, "--observations", trained_example.folder / "soc_profiles.gpkg",
                  "--allow-training-profiles", "--json", tmp_path / "scores.json")  # fmt: skip
    assert done.status == 0, done.stderr
    told = [row for row in done.events if row["event"] == "progress"]
    assert all(row["remaining"] is not None for row in told)
    assert 1.0 < told[0]["remaining"] < 120.0
    assert [row["percent"] for row in told] == sorted(row["percent"] for row in told)


def test_the_help_of_the_calibration_says_how_much_longer_it_takes_than_a_training() -> None:
    """With the profiles of the example and all settings as they are."""
    profiles = next(row.default for row in dataclasses.fields(ExampleJob) if row.name == "profiles")
    text = (ROOT / "ui" / "algorithms" / "calibration.py").read_text(encoding="utf-8")
    told = float(re.search(r"about (\d+) times as long as", text)[1])  # type: ignore[index]
    ratio = seconds(job_of(CalibrationJob.kind), profiles=profiles) / seconds(job_of(TrainJob.kind), profiles=profiles)
    assert told == round(ratio)
