"""From finished chains to the report of an inversion."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from ..experiments.identifiability import PRIOR_SD
from ..learning.site_sources import QualityControl
from ..proda.chains import ChainFolder
from ..proda.posteriors import CONVERGED
from ..proda.results import InversionResult
from ..proda.summaries import worst_and_mean
from ..running.context import Run
from ..settings import ProdaInvertJob
from ..tables import PROCESSES
from . import pages
from .data_parts import quality_parts
from .figures import proda as figures_proda
from .frame import Head, facts_of, write_report


def write_inversion_report(
    path: Path, run: Run[ProdaInvertJob], result: InversionResult, control: QualityControl, metrics: dict[str, Any]
) -> None:
    """Write the HTML report.

    Parameters
    ----------
    path, run
        Where to write; the run, for its settings and provenance.
    result
        The chains and their summaries.
    control
        What quality control found.
    metrics
        The numbers that the run ends with, as of :func:`binn_engine.jobs.proda_invert.metrics_of`.
    """
    chains, summaries = result.chains, result.summaries
    cost, plan = metrics["cost"], chains.inversion.plan
    lead = (
        f"{metrics['profiles']:,} profiles with {metrics['layers']:,} layers, each inverted by {plan.chains} chains of {plan.steps:,} "
        f"steps, of which {plan.warm_up:,} are warm-up."
    )
    cards = {
        f"profiles with R-hat below {CONVERGED:g} in every parameter": f"{100 * metrics['converged_share']:.0f} %",
        "median of the smallest effective sample size": pages.number(metrics["ess_smallest_median"]),
        "evaluations of the CLM5 layer": f"{cost['evaluations']:,}",
        "minutes": pages.number(cost["seconds"] / 60.0),
    }
    body = [*_convergence_parts(summaries, metrics), *_posterior_parts(chains, summaries), *_fit_parts(chains, summaries, metrics)]
    head = Head(f"PRODA inversion: {Path(run.job.chains_folder).name}", lead, cards)
    write_report(path, head, [*body, *quality_parts(asdict(control))], facts_of(run, {"plan": asdict(plan)}, {"cost": cost}))


def _convergence_parts(summaries: dict[str, np.ndarray], metrics: dict[str, Any]) -> list[str]:
    (largest, mean), smallest = worst_and_mean(summaries["rhat"]), np.fmin.reduce(summaries["ess"], axis=1)
    rows = [[f"{limit:g}", *(f"{100 * (values < limit).mean():.0f} %" for values in (largest, mean))] for limit in (1.01, 1.05, 1.1, 1.2)]
    text = (
        "R-hat compares the spread between the halves of the chains with the spread within them. It is 1 if they agree (rank-normalised "
        "split R-hat, Vehtari et al. 2021). Do not trust the posteriors of profiles with R-hat far above the limit; use more steps."
    )
    return [
        pages.heading("Do the chains agree?"),
        pages.paragraph(text),
        pages.figure(
            figures_proda.convergence_histograms(largest, smallest, CONVERGED), "For each profile, the parameter with the worst value."
        ),
        pages.table(("R-hat below", "profiles, worst parameter", "profiles, mean of the parameters"), rows),
        pages.paragraph(f"{100 * metrics['acceptance']:.0f} % of the proposed steps were accepted."),
    ]


def _posterior_parts(chains: ChainFolder, summaries: dict[str, np.ndarray]) -> list[str]:
    names = chains.inversion.space.learned_names
    ratio = summaries["places_sd"] / PRIOR_SD
    quantiles = np.percentile(summaries["processes_mean"], (5, 50, 95), axis=0)
    spread = np.median(summaries["processes_sd"], axis=0)
    rows = [[row.label, row.unit, *map(float, quantiles[:, k]), float(spread[k])] for k, row in enumerate(PROCESSES)]
    idle = [name for name, value in zip(names, np.median(ratio, axis=0)) if value > 0.95]
    parts = [
        pages.heading("How much information single profiles contain about the parameters"),
        pages.figure(
            figures_proda.shrinkage_ranges(ratio, names),
            "Distribution over the profiles: median, middle half of the profiles (thick) and middle 90 % (thin).",
        ),
    ]
    if idle:
        parts.append(
            pages.notice(
                f"For the median profile, the posterior equals the prior: {pages.named(', '.join(idle))}. The means of these "
                "parameters are the means of their ranges."
            )
        )
    header = ("process", "unit", "5 % of the profiles", "median", "95 %", "posterior sd, median profile")
    return [*parts, pages.table(header, rows)]


def _fit_parts(chains: ChainFolder, summaries: dict[str, np.ndarray], metrics: dict[str, Any]) -> list[str]:
    observed = chains.observed
    picture = figures_proda.fitted_soc(observed.soc, summaries["layers_mean"], observed.depth)
    text = (
        f"For the median profile, the root mean square error of log SOC is {metrics['rmse_log_median']:.2f} "
        f"(the error model assumes {chains.inversion.spread:.2f}), and its NSE is {pages.score(metrics['nse_log_median'])}. "
        "This is the fit to the layers that were used for the inversion. It does not show how good "
        "predictions at other places are."
    )
    return [
        pages.heading("How well are the profiles fitted?"),
        pages.paragraph(text),
        pages.figure(picture, "SOC of the layers: observed, and posterior mean."),
    ]
