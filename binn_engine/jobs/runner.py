"""Run a job: the same way for the command line, a cluster and QGIS."""

from __future__ import annotations

import importlib
import os
import tempfile
from typing import Any

from ..errors import Cancelled, JobError
from ..learning.durations import expected_parts
from ..protocol import ENGINE_VERSION, left_by
from ..running import surroundings
from ..running.context import Run
from ..running.events import Reporter
from ..running.job_paths import check_paths, elsewhere, warn_elsewhere, with_absolute_paths
from ..running.outputs import StagedOutputs
from ..running.record import write_record
from ..running.steps import Device
from ..running.stopping import loading_libraries
from ..settings import Job

SHARED = ("train",)  # kinds of jobs that several processes of torchrun can do together
WITHOUT_MODEL = ("prepare_profiles",)  # kinds of jobs that compute nothing with torch, which takes seconds to load


def run_job(job: Job, reporter: Reporter, job_file: str = "") -> dict[str, Any]:
    """Run ``job``, report its events, and return its metrics.

    Outputs appear together when the run has succeeded; a run that fails or is cancelled leaves none. A record of the run
    (``NAME.KIND.run.json``) is written beside the first output. ``job_file`` is the file that the job was read from, if any: no output
    replaces it.

    Raises
    ------
    BinnError
        For everything a user can cause.
    """
    job = with_absolute_paths(job)
    check_paths(job, job_file)
    surroundings.check_report(getattr(job, "report", ""))
    with reporter.beating():
        reporter.expect(*expected_parts(job))
        reporter.progress(0.0, "starting")
        if job.kind in WITHOUT_MODEL and "TORCHELASTIC_RUN_ID" not in os.environ:  # of torchrun's processes only torch knows more
            device = Device("cpu", "as requested")
            _begin(job, device, reporter)
            return _run(job, device, reporter)
        return _run_with_torch(job, reporter)


def _begin(job: Job, device: Device, reporter: Reporter) -> None:
    reporter.event(
        "started", kind=job.kind, engine_version=ENGINE_VERSION, device=device.name, device_reason=device.reason, pid=os.getpid()
    )
    warn_elsewhere(job, reporter.warning)


def _run_with_torch(job: Job, reporter: Reporter) -> dict[str, Any]:
    with loading_libraries():
        # torch takes seconds to load, which other kinds of job need not spend.
        from ..clm5.machine_code import kernels_cold
        from ..learning import replicas
        from ..running.devices import choose_device

    if replicas.launched() and job.kind not in SHARED:
        raise JobError(f"torchrun started several processes of {job.kind}.", f"Only {', '.join(SHARED)} can use torchrun. Run one process.")
    device = choose_device(getattr(job, "device", "cpu"), getattr(job, "precision", "float64"))
    _begin(job, device, reporter)
    with replicas.joined(device.name):
        if kernels_cold():
            reporter.log("Compiling the CLM5 layer for this computer. This takes up to a minute and is done only once.")
        if replicas.number() == 0:
            return _run(job, device, reporter)
        # The others compute the same; what they write nobody needs.
        with tempfile.TemporaryDirectory() as folder:
            return _run(elsewhere(job, folder), device, reporter)


def _run(job: Job, device: Device, reporter: Reporter) -> dict[str, Any]:
    try:
        with StagedOutputs() as outputs:
            run = Run(job, device, reporter, outputs)
            # A module a kind, loaded when it is asked for: a run waits for no library that it does not need.
            with loading_libraries():
                module = importlib.import_module(f".{job.kind}", __package__)
            metrics = module.run(run)
            record = write_record(run, metrics)
    except Cancelled as error:
        raise Cancelled(left_by(job)) from error
    paths = {name: str(path) for name, path in run.published.items()}
    if record:
        paths["record"] = str(record)
    reporter.done(paths, metrics)
    return metrics
