"""Damaged inputs by the hundred: an error that names the file and the remedy, or a success whose counts add up; never a trace, and
nothing written by a run that failed.

``pytest -m slow tests/engine/product/test_fuzz.py`` runs all 800; the usual run takes some of every kind.
"""

from __future__ import annotations

import dataclasses
import io
import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import rasterio
from rasterio.transform import from_origin

from binn_engine.covariates.grids import Grid
from binn_engine.covariates.table import read_covariates
from binn_engine.errors import BinnError
from binn_engine.forcing.climate_rasters import read_normals
from binn_engine.forcing.reading import read_forcing
from binn_engine.jobs.runner import run_job
from binn_engine.profiles.observations import Profiles, read_profiles
from binn_engine.running.events import Reporter
from binn_engine.settings import BuildForcingJob, EvaluateJob, Job, PrepareProfilesJob, ProfileFields, SimulateJob
from tests.engine.commands import engine_here
from tests.engine.conftest import TrainedExample
from tests.engine.support.damage import RASTERS, TABLES, Damaged, base_table, saved
from tests.engine.support.damage_forcing import FORCINGS, damaged_normals
from tests.engine.support.profiles import Warnings

TABLE_CASES, RASTER_CASES, FORCING_CASES, NORMALS_CASES = 350, 150, 200, 100
QUICK_TABLES, QUICK_RASTERS, QUICK_FORCINGS, QUICK_NORMALS = 2 * len(TABLES), len(RASTERS), 2 * len(FORCINGS), 16
FIELDS = {row.name for row in dataclasses.fields(ProfileFields)}


def outcome(job: Job, folder: Path) -> tuple[str, dict]:
    """How a job ended: ``refused``, or ``done`` with its metrics. Any other exception is a fault, and so is a file that is left."""
    before = {path.name for path in folder.iterdir()}
    metrics, error = refusal(lambda: run_job(job, Reporter(io.StringIO())))
    left = {path.name for path in folder.iterdir()} - before
    assert not (error and left), f"a refused run left {left}"
    return ("refused", {}) if error else ("done", metrics)


def refusal(read: Callable[[], Any]) -> tuple[Any, BinnError | None]:
    """What a reading gives, or the refusal, which says what happened and what to do."""
    try:
        return read(), None
    except BinnError as error:
        refused = error
    assert refused.remedy, refused
    assert len(refused.message) > 15, refused
    return None, refused


def table_case(number: int, folder: Path) -> str:
    """One damaged table through ``prepare_profiles``, through the strict reading, and as a table of covariates."""
    damaged = TABLES[number % len(TABLES)](folder, np.random.default_rng([7, number]))
    out = folder / "out"
    out.mkdir()
    names = {"layers": "o.gpkg", "report": "o.html", "json": "o.json", "rejected": "o.csv"}
    outputs = {name: str(out / file) for name, file in (names.items() if number % 5 == 0 else list(names.items())[:1])}
    ended, metrics = outcome(PrepareProfilesJob(observations=(str(damaged.path),), **outputs, **damaged.options), out)
    if ended == "done":
        adds_up(metrics, damaged)
        assert {path.name for path in out.iterdir()} == {
            *map(lambda path: Path(path).name, outputs.values()),
            "o.prepare_profiles.run.json",
        }
    fields = ProfileFields(**{name: value for name, value in damaged.options.items() if name in FIELDS})
    empty = np.full(2, np.nan)
    places = Profiles(np.array(["p00", "p01"]), np.array([-75.0, -74.5]), np.array([43.0, 43.5]), np.arange(2), empty, empty, empty, empty)
    for read in (lambda: read_profiles(str(damaged.path), fields, Warnings()), lambda: read_covariates([str(damaged.path)], places)):
        refusal(read)
    return ended


def adds_up(metrics: dict, damaged: Damaged) -> None:
    """No row is dropped in silence."""
    assert metrics["rows_read"] == metrics["rows_kept"] + sum(metrics["left_out"].values())
    assert metrics["rows_kept"] > 0
    if damaged.rows is not None:
        assert metrics["rows_read"] == damaged.rows


def raster_case(number: int, folder: Path, example: TrainedExample, observations: Path) -> str:
    """One damaged raster in the place of a covariate, through ``evaluate``."""
    damaged = RASTERS[number % len(RASTERS)](folder, np.random.default_rng([11, number]))
    others = [path for path in example.covariates if Path(path).stem != "clay"]
    renamed = damaged.path.with_name(f"clay{''.join(damaged.path.suffixes)}")
    damaged.path.rename(renamed)
    out = folder / "out"
    out.mkdir()
    options = {"sampling": str(np.random.default_rng(number).choice(["nearest", "bilinear"])), "nearest_valid_km": 5.0 * (number % 3)}
    job = EvaluateJob(
        model=example.model, observations=str(observations), covariates=(*others, str(renamed)), forcing=example.forcing,
        json=str(out / "scores.json"), allow_training_profiles=True, **options,
    )  # fmt: skip
    ended, metrics = outcome(job, out)
    if ended == "done":
        assert 0 < metrics["n_profiles"] <= 20
        json.loads((out / "scores.json").read_text(encoding="utf-8"))
    return ended


def forcing_case(number: int, folder: Path, grid: str) -> str:
    """One damaged forcing through ``simulate``: refused, or soil carbon that is finite and not negative."""
    damaged = FORCINGS[number % len(FORCINGS)](folder, np.random.default_rng([13, number]))
    out = folder / "out"
    out.mkdir()
    ended, _ = outcome(SimulateJob(forcing=str(damaged.path), grid=grid, soc=str(out / "soc.tif")), out)
    if ended == "done":
        with rasterio.open(out / "soc.tif") as file:
            soc = file.read(masked=True)
        assert soc.count() > 0
        assert np.isfinite(soc.compressed()).all()
        assert soc.min() >= 0.0
    return ended


def normals_case(number: int, folder: Path) -> str:
    """Rasters of climate and soil, one of them damaged, from which every fifth time forcing is built."""
    paths, units = damaged_normals(folder, np.random.default_rng([17, number]))
    out = folder / "out"
    out.mkdir()
    job = BuildForcingJob(**paths, **units, forcing=str(out / "forcing.nc"))
    if number % 5:
        return "refused" if refusal(lambda: read_normals(job, (grid := Grid.from_raster(job.temperature)), grid.whole))[1] else "done"
    ended, _ = outcome(job, out)
    if ended == "done":
        assert len(read_forcing(job.forcing, Warnings())) > 0
    return ended


def run_cases(numbers: range, folder: Path, case: object, *more: object) -> Counter:
    """Run cases, each in a folder of its own, and name those that end in a fault."""
    endings, faults = Counter(), []
    for number in numbers:
        place = folder / str(number)
        place.mkdir()
        try:
            endings[case(number, place, *more)] += 1
        except Exception as fault:
            faults.append(f"case {number}: {type(fault).__name__}: {str(fault)[:300]}")
        shutil.rmtree(place)
    assert not faults, "\n".join([f"{len(faults)} faults", *faults])
    return endings


@pytest.fixture
def twenty(trained_example: TrainedExample, tmp_path: Path) -> Path:
    """Twenty profiles of the example."""
    lines = (trained_example.folder / "soc_profiles.csv").read_text(encoding="utf-8").splitlines()
    ids = list(dict.fromkeys(line.split(",")[0] for line in lines[1:]))[:20]
    path = tmp_path / "twenty.csv"
    path.write_text("\n".join([lines[0], *(line for line in lines[1:] if line.split(",")[0] in ids)]), encoding="utf-8")
    return path


def test_a_sound_table_is_not_refused(tmp_path: Path) -> None:
    path = saved(base_table(np.random.default_rng(1)), tmp_path / "sound.csv")
    ended, metrics = outcome(PrepareProfilesJob(observations=(str(path),), layers=str(tmp_path / "o.gpkg")), tmp_path)
    assert (ended, metrics["rows_kept"], metrics["left_out"]) == ("done", 24, {})


def test_some_damaged_tables_of_every_kind_are_refused_or_accounted_for(tmp_path: Path) -> None:
    endings = run_cases(range(QUICK_TABLES), tmp_path, table_case)
    assert min(endings["refused"], endings["done"]) > 5, endings


def test_a_damaged_raster_of_every_kind_is_refused_or_read(trained_example: TrainedExample, twenty: Path, tmp_path: Path) -> None:
    endings = run_cases(range(QUICK_RASTERS), tmp_path, raster_case, trained_example, twenty)
    assert min(endings["refused"], endings["done"]) > 1, endings


@pytest.fixture
def grid(tmp_path: Path) -> str:
    """A raster of four pixels where the forcing lies."""
    path = tmp_path / "grid.tif"
    with rasterio.open(path, "w", "GTiff", 2, 2, 1, 4326, from_origin(-75.5, 44.5, 1.0, 1.0), "float32") as file:
        file.write(np.ones((1, 2, 2), dtype=np.float32))
    return str(path)


def test_some_damaged_forcings_of_every_kind_are_refused_or_drive_the_model(grid: str, tmp_path: Path) -> None:
    endings = run_cases(range(QUICK_FORCINGS), tmp_path, forcing_case, grid)
    assert min(endings["refused"], endings["done"]) > 2, endings


def test_some_damaged_rasters_of_climate_are_refused_or_make_forcing(tmp_path: Path) -> None:
    endings = run_cases(range(QUICK_NORMALS), tmp_path, normals_case)
    assert min(endings["refused"], endings["done"]) > 0, endings


@pytest.mark.slow
def test_all_damaged_forcings_are_refused_or_drive_the_model(grid: str, tmp_path: Path) -> None:
    print(run_cases(range(FORCING_CASES), tmp_path, forcing_case, grid))


@pytest.mark.slow
def test_all_damaged_rasters_of_climate_are_refused_or_make_forcing(tmp_path: Path) -> None:
    print(run_cases(range(NORMALS_CASES), tmp_path, normals_case))


@pytest.mark.slow
def test_all_damaged_tables_are_refused_or_accounted_for(tmp_path: Path) -> None:
    print(run_cases(range(TABLE_CASES), tmp_path, table_case))


@pytest.mark.slow
def test_all_damaged_rasters_are_refused_or_read(trained_example: TrainedExample, twenty: Path, tmp_path: Path) -> None:
    print(run_cases(range(RASTER_CASES), tmp_path, raster_case, trained_example, twenty))


@pytest.mark.parametrize("kind", ["cut_table", "broken_csv"])
def test_a_damaged_file_leaves_no_trace_on_the_command_line(tmp_path: Path, kind: str) -> None:
    make = next(row for row in TABLES if row.__name__ == kind)
    damaged = next(found for seed in range(20) if (found := made(make, tmp_path / str(seed), seed)) is not None)
    out = tmp_path / "out"
    out.mkdir()
    done = engine_here("prepare_profiles", "--observations", damaged, "--layers", out / "o.gpkg")
    assert done.status == 1
    assert "Traceback" not in done.stderr
    assert done.last("error")["remedy"]
    assert list(out.iterdir()) == []


def made(make: object, folder: Path, seed: int) -> Path | None:
    """A damaged file that the strict reading refuses, else None."""
    folder.mkdir()
    path = make(folder, np.random.default_rng(seed)).path
    try:
        read_profiles(str(path), ProfileFields(), Warnings())
    except BinnError:
        return path
    return None
