"""What several tests of records make and read."""

from __future__ import annotations

import io
from pathlib import Path

from binn_engine.jobs.runner import run_job
from binn_engine.running.events import Reporter
from binn_engine.running.repeating import job_to_run

PROFILES = "profile_id,lon,lat,top_cm,bottom_cm,soc_gc_m3\nA,10,50,0,10,30000\n'; touch pwned,11,50,30,10,15000\nB,11,50,0,10,31000\n"


def repeat(record: Path, output_folder: object = "", trust_paths: bool = False) -> None:
    found = job_to_run(record, str(output_folder), trust_paths)
    run_job(found.job, Reporter(io.StringIO()), str(found.path))
