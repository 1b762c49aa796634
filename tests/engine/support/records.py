"""What several tests of records make and read."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from binn_engine.jobs.runner import run_job
from binn_engine.running.events import Reporter
from binn_engine.running.repeating import job_to_run
from tests.engine.commands import engine_here

PROFILES = "profile_id,lon,lat,top_cm,bottom_cm,soc_gc_m3\nA,10,50,0,10,30000\n'; touch pwned,11,50,30,10,15000\nB,11,50,0,10,31000\n"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """The record of a run that made profiles clean."""
    (tmp_path / "soil").mkdir()
    profiles = tmp_path / "soil" / "profiles.csv"
    profiles.write_text(PROFILES)
    words = ["--observations", profiles, "--layers", profiles.with_name("clean.gpkg"), "--rejected", profiles.with_name("left out.csv")]
    done = engine_here("prepare_profiles", *words)
    assert done.status == 0, done.stderr
    return profiles.with_name("clean.prepare_profiles.run.json")


def repeat(record: Path, output_folder: object = "", trust_paths: bool = False) -> None:
    found = job_to_run(record, str(output_folder), trust_paths)
    run_job(found.job, Reporter(io.StringIO()), str(found.path))
