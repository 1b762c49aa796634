"""The job ``proda_invert``: posteriors of the parameters at every profile, by Markov chains that can be stopped and resumed."""

from __future__ import annotations

import dataclasses
import math
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from ..errors import JobError, check_positive
from ..learning.costs import Cost
from ..learning.durations import Workload, expected_parts
from ..learning.site_sources import read_profile_sites
from ..model.binn import parameter_space
from ..proda.chains import ChainFolder, Inversion, open_chains
from ..proda.inversion import cost_of, invert, share_done, summaries
from ..proda.plans import PUBLISHED_STEPS, ChainPlan
from ..proda.posteriors import CONVERGED, fit_table, posterior_table, write_table
from ..proda.results import InversionResult
from ..proda.summaries import worst_and_mean
from ..running.callbacks import Warn
from ..running.context import Run
from ..settings import ProdaInvertJob
from ..settings.proda import STEPS
from ..settings.texts import parse_assignments

LEAST_CONVERGED = 0.5  # share of profiles below which an inversion ends with a warning
SAMPLERS = {"recommended": "differential", "published": "published"}


def run(run: Run[ProdaInvertJob]) -> dict[str, Any]:
    """Invert, and write the table of posteriors and the report where wanted."""
    job = run.job
    inversion = inversion_of(job)
    if job.processes < 0 or job.block_sites < 1:
        raise JobError(
            f"processes is {job.processes} and block_sites is {job.block_sites}, which cannot be used.",
            "Set processes to 0 or more, and block_sites to 1 or more.",
        )
    paths = run.wanted_outputs("table", "report")
    sites, control = read_profile_sites(run)
    chains = open_chains(job.chains_folder, inversion, sites)
    run.published = {"chains_folder": Path(job.chains_folder), **run.published}
    run.record = Path(job.chains_folder)
    run.reporter.log(
        f"{len(chains.ids)} profiles in {chains.blocks} blocks, {inversion.plan.chains} chains of {inversion.plan.steps:,} "
        f"steps each. If the run is stopped, the chains are kept in {chains.folder}; run it again to resume."
    )
    started = time.monotonic()
    run.reporter.expect(*expected_parts(job, Workload(len(chains.ids), done=share_done(chains))))
    processes = invert(chains, job.processes, run.reporter.span(0.02, 0.95), job.scheduler)
    found = summaries(chains)
    cost = cost_of(chains, found, processes, time.monotonic() - started)
    chains.describe({"cost": dataclasses.asdict(cost)})
    run.reporter.progress(0.96, "writing the results")
    if "table" in paths:
        write_table(paths["table"], posterior_table(chains, found))
    metrics = metrics_of(chains, found, cost)
    warn_of_convergence(metrics, inversion.plan.steps, run.reporter.warning)
    if "report" in paths:
        from ..reports.inversion import write_inversion_report  # without a report, drawing need not be loaded

        write_inversion_report(paths["report"], run, InversionResult(chains, found), control, metrics)
    return metrics


def warn_of_convergence(metrics: Mapping[str, Any], steps: int, warn: Warn) -> None:
    """Warn where the chains of most profiles have not converged; ``steps`` is how long they are."""
    share, profiles = metrics["converged_share"], metrics["profiles"]
    if share < LEAST_CONVERGED:
        count = round(share * profiles)
        told = (
            f"The chains of only {count:,} of {profiles:,} profiles have converged" if count else "The chains of no profile have converged"
        )
        which = "the other profiles" if count else "these profiles"
        warn(
            "not_converged",
            f"{told} (R-hat below {CONVERGED:g} in every parameter). Do not trust the posteriors of {which}. Run the inversion again with "
            f"more than {steps:,} steps and a new folder.",
        )


def inversion_of(job: ProdaInvertJob) -> Inversion:
    """The inversion that a job describes; raises :class:`JobError` for a setting out of its range."""
    published = job.method == "published"
    steps = STEPS[job.method] if job.steps is None else job.steps
    thin = max(job.thin, 1)
    half = steps // 2 // thin * thin
    warm_up = job.warm_up if job.warm_up is not None else PUBLISHED_STEPS[0] if published else half
    plan = ChainPlan(SAMPLERS[job.method], job.chains, steps, warm_up, job.thin)
    plan.check()
    remedy = "Give a positive standard deviation of the logarithm of SOC."
    check_positive("error", job.error, remedy)
    if math.isinf(job.error):
        raise JobError("error is infinite, so that no observation would count.", remedy)
    space = parameter_space(job.prior, job.learned, parse_assignments(job.fixed, "fixed"))
    return Inversion(plan, job.seed, space, job.bedrock or ("published" if published else "clm5"), job.error, job.block_sites)


def metrics_of(chains: ChainFolder, summaries: dict[str, np.ndarray], cost: Cost) -> dict[str, Any]:
    """The numbers that say how an inversion went.

    Parameters
    ----------
    chains
        The finished chains.
    summaries
        Summaries of all sites, by name: see :func:`binn_engine.proda.inversion.summaries`.
    cost
        What the inversion cost.
    """
    (largest, mean), fit = worst_and_mean(summaries["rhat"]), fit_table(chains, summaries)
    return {
        "profiles": len(chains.ids),
        "layers": len(chains.observed.soc),
        "converged_share": float((largest < CONVERGED).mean()),
        "converged_share_mean_rhat": float((mean < CONVERGED).mean()),
        "rhat_largest_median": float(np.nanmedian(largest)),
        "ess_smallest_median": float(np.nanmedian(np.fmin.reduce(summaries["ess"], axis=1))),
        "acceptance": float(summaries["acceptance"].mean()),
        "rmse_log_median": float(fit["rmse_log"].median()),
        "nse_log_median": float(fit["nse_log"].median()),
        "cost": dataclasses.asdict(cost),
    }
