"""From a job's input paths to sites."""

from __future__ import annotations

from collections.abc import Sequence

from ..covariates import read_covariates
from ..dataset import Sites, assemble
from ..forcing import ForcingGrid, read_forcing
from ..observations import read_profiles
from ..protocol import EvaluateJob, TrainJob
from .context import Run


def read_sites(
    job: TrainJob | EvaluateJob, run: Run, categorical: Sequence[str], exclude: Sequence[str] = (), names: Sequence[str] | None = None
) -> Sites:
    """Profiles, covariates and forcing of a job, brought together.

    ``names`` are the covariates of a trained model; without, all that the files hold, save ``exclude``.
    """
    warn = run.reporter.warning
    run.reporter.progress(0.0, "reading profiles")
    profiles = read_profiles(job.observations, job, warn)
    run.reporter.progress(0.01, "reading covariates")
    covariates = read_covariates(
        job.covariates, profiles, categorical=categorical, exclude=exclude, names=names, warn=warn, id_field=job.id_field
    )
    run.reporter.progress(0.04, "reading forcing")
    forcing: ForcingGrid = read_forcing(job.forcing, warn)
    sites = assemble(profiles, covariates, forcing, warn)
    run.reporter.log(
        f"{len(sites)} profiles with {len(sites.profiles.soc)} layers, {len(covariates.names)} covariates, {len(forcing)} forcing cells."
    )
    return sites
