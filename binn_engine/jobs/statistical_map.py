"""The job ``statistical_map``: maps of SOC by a quantile forest or gradient boosting, beside those of BINN."""

from __future__ import annotations

import dataclasses
import math
from typing import Any

from ..bands import product_bands
from ..errors import JobError, check_block_degrees, check_choice
from ..experiments.rivals import training_sites
from ..forcing.reach import ForcingReach
from ..learning.as_trained import as_trained
from ..learning.dataset import Sites
from ..learning.site_sources import SiteSources, read_map_sites, read_model_sites
from ..learning.soc_trees import NAMES, SocTrees, fit_soc_trees
from ..learning.trees import MAX_SOC
from ..maps.production import forcing_of, place_of, produce
from ..maps.requests import MapRequest, check_truths, wanted_products
from ..maps.sites import DOMAIN
from ..maps.tree_sites import TreeSites
from ..model.checkpoints import Model, load_model
from ..model.domain import domain_of
from ..model.encoding import Encoding, fit_encoding
from ..model.scaling import LEVELS
from ..running.clusters import Cluster
from ..running.context import Run
from ..running.events import PartReporter
from ..running.record import check_depths
from ..settings import StatisticalMapJob
from ..settings.texts import parse_thresholds
from ..tables import BY_PROFILES, PRODUCT_BY_NAME, UNCERTAIN

READ, TRAINED = 0.05, 0.4  # shares of the run when the sites are read, and when the trees are trained


def run(run: Run[StatisticalMapJob], cluster: Cluster | None = None) -> dict[str, Any]:
    """Train the trees, and map SOC by the processes of ``cluster`` or, where None, of the one that the job names."""
    wanted = wanted_products(run.job)
    _check(run.job, wanted)
    check_truths(run.job, wanted, run.reporter.warning)
    grid, window = place_of(run)
    model = load_model(run.job.model) if run.job.model else None
    run = _as_trained(run, model)
    job = run.job
    sites, encoding = _sites(run, model)
    trees, scores = fit_soc_trees(job.method, sites, (job.seed, _max_soc(job, model), job.block_degrees), run.step(READ, TRAINED))
    _tell_scores(run, trees, scores)
    reach = ForcingReach.of(job, forcing_of(run, _interpolation(job, model), grid, window, job.forcing))
    place = sites.profiles.longitude, sites.profiles.latitude
    area = domain_of(encoding, sites.covariates.values, place, job.block_degrees, job.seed) if DOMAIN in wanted else None
    thresholds = parse_thresholds(job.thresholds, job.depths)
    products, depths = tuple(name for name in wanted if name != DOMAIN), tuple(job.depths)
    pixels = TreeSites(trees, encoding, reach, products, depths, tuple(job.quantiles), thresholds, area, job.soc_limit)
    bands = {name: product_bands(PRODUCT_BY_NAME[name], job.depths, job.quantiles, thresholds) for name in wanted}
    kinds = {name: f"{BY_PROFILES}, {UNCERTAIN['observation']}" for name in products if PRODUCT_BY_NAME[name].needs_draws}
    part = dataclasses.replace(run, reporter=PartReporter(run.reporter, TRAINED, 0.98, trees.name))
    tags = {"method": trees.name, "seed": str(job.seed), "forcing_interpolation": reach.forcing.read_as}
    maps = MapRequest(pixels, job.covariates, encoding.file_covariates, grid, window, bands, tags, kinds, ("report",))
    made = produce(part, maps, cluster)
    metrics = {**made.metrics, "method": trees.name, "profiles": len(sites), "held_out_blocks": scores}
    metrics |= {"uncertainty": kinds} if kinds else {}
    if "report" in made.others:
        from ..reports.prediction import about_trees, write_prediction_report  # without a report, drawing need not be loaded

        run.reporter.progress(0.98, "writing the report")
        about = about_trees(job, trees.name)
        metrics["truth"] = write_prediction_report(made.others["report"], run, made.paths, metrics, about)
    return metrics


def _check(job: StatisticalMapJob, products: list[str]) -> None:
    """Raise :class:`JobError` for settings out of their ranges."""
    check_depths(job.depths)
    check_choice("method", job.method, NAMES)
    check_block_degrees(job.block_degrees)
    if "soc_quantiles" in products and any(not LEVELS[0] <= level <= LEVELS[-1] for level in job.quantiles):
        raise JobError(f"Quantiles {job.quantiles} are not all between {LEVELS[0]:g} and {LEVELS[-1]:g}.", "Give numbers such as 0.05.")


def _as_trained(run: Run[StatisticalMapJob], model: Model | None) -> Run[StatisticalMapJob]:
    """The run whose job reads profiles as the training of a model did, where there is one."""
    if model is None:
        return run
    return dataclasses.replace(run, job=as_trained(run.job, model.card.get("job", {}), run.reporter.log))


def _sites(run: Run[StatisticalMapJob], model: Model | None) -> tuple[Sites, Encoding]:
    """The sites that the trees learn from, and the encoding of their covariates."""
    job = run.job
    if model is not None:
        every = read_model_sites(SiteSources.of(job, model.forcing_interpolation), model.encoding, run)
        return training_sites(every, model, job.observations, run.reporter.warning), model.encoding
    sites = read_map_sites(run)
    table = sites.covariates
    return sites, fit_encoding(table.names, table.categorical, table.values, "standard")


def _max_soc(job: StatisticalMapJob, model: Model | None) -> float:
    """SOC up to which layers are learned from, gC/m3."""
    if job.max_soc is not None:
        return job.max_soc
    known = (model.card.get("recipe") or {}).get("max_soc", MAX_SOC) if model is not None else MAX_SOC
    return float(known or math.inf)


def _interpolation(job: StatisticalMapJob, model: Model | None) -> str:
    return model.forcing_interpolation if model is not None else job.forcing_interpolation


def _tell_scores(run: Run, trees: SocTrees, scores: dict[str, Any]) -> None:
    """Log how well blocks were predicted that were held out."""
    inside = f"; {100.0 * scores['coverage_90']:.0f} % of the layers are in their 90 % intervals" if "coverage_90" in scores else ""
    numbers = f"NSE {scores['nse']:.3f}, log {scores['log_nse']:.3f}"
    run.reporter.log(f"{trees.name}: {numbers} on held-out blocks ({scores['layers']:,} layers){inside}.")
