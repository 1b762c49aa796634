"""The job ``predict``: maps of parameters, processes and SOC, and their uncertainty."""

from __future__ import annotations

from typing import Any

from ..bands import product_bands
from ..errors import JobError, check_choice
from ..maps.production import place_of, produce, reach_of, tags_of
from ..maps.requests import MapRequest, check_spread, check_truths, wanted_products
from ..maps.sites import DOMAIN, SiteModel
from ..model.checkpoints import Model, load_model
from ..model.spread import Spread
from ..prediction.product_request import ProductRequest
from ..running.clusters import Cluster
from ..running.context import Run
from ..running.record import check_depths
from ..settings import INTERVALS, PredictJob
from ..settings.texts import parse_thresholds
from ..tables import BY_PROFILES, BY_TWINS, PRODUCT_BY_NAME, RAW_SPREAD, UNCERTAIN


def run(run: Run[PredictJob], cluster: Cluster | None = None) -> dict[str, Any]:
    """Map the products that the job names, by the processes of ``cluster`` or, where None, of the one that the job names."""
    job = run.job
    wanted = wanted_products(job)
    check_spread(Spread(job.passes, job.spread), wanted)
    check_depths(job.depths)
    check_truths(job, wanted, run.reporter.warning)
    grid, window = place_of(run)
    model = load_model(job.model, run.device.name, run.device.dtype)
    request = request_of(model, wanted, run)
    sites = SiteModel(model, reach_of(run, model, grid, window), request, DOMAIN in wanted, run.device, soc_limit=job.soc_limit)
    bands = {name: product_bands(PRODUCT_BY_NAME[name], job.depths, job.quantiles, request.thresholds) for name in wanted}
    kinds = uncertainty(request, wanted)
    maps = MapRequest(sites, job.covariates, model.file_covariates, grid, window, bands, tags_of(job, sites), kinds, ("report",))
    made = produce(run, maps, cluster)
    metrics = {**made.metrics, **({"uncertainty": kinds} if kinds else {})}
    if "report" in made.others:
        from ..reports.prediction import about_model, write_prediction_report  # without a report, drawing need not be loaded

        run.reporter.progress(0.96, "writing the report")
        about = about_model(job, model.evidence, model.parameters_from)
        metrics["truth"] = write_prediction_report(made.others["report"], run, made.paths, metrics, about)
    return metrics


def request_of(model: Model, names: list[str], run: Run[PredictJob]) -> ProductRequest:
    """What the job asks of the model; raises :class:`JobError` where the model cannot give it, and warns where spread stays raw."""
    job = run.job
    check_choice("intervals", job.intervals, INTERVALS)
    if DOMAIN in names and model.domain is None:
        raise JobError(
            "The domain cannot be mapped, because the model file contains no domain.", "Train the model again, or do not map the domain."
        )
    spread = Spread(job.passes, job.spread, job.tolerance, job.seed)
    calibration = model.calibration if job.calibrated else None
    products = tuple(name for name in names if name != DOMAIN)
    thresholds = parse_thresholds(job.thresholds, job.depths)
    request = ProductRequest(products, tuple(job.depths), spread, tuple(job.quantiles), thresholds, calibration, job.intervals)
    request.check(model)
    networks = len(model.ensemble.members)
    if job.passes and not any(PRODUCT_BY_NAME[name].needs_draws for name in names):
        text = f"passes is {job.passes}, but no map of uncertainty is asked for, such as soc_sd: the passes are not used."
        run.reporter.warning("unused_passes", text)
    elif spread.active and spread.resolved(model) == "both" and job.passes < networks:
        run.reporter.warning("few_passes", f"There are {networks} networks but only {job.passes} passes, so some networks are not used.")
    spreads = uncertainty(request, names)
    if model.bedrock == "published" and any(PRODUCT_BY_NAME[name].variables == "ages" for name in names):
        text = "Carbon leaks at bedrock in this model, so that the mean transit time is not that of a closed soil. Use the ages with care."
        run.reporter.warning("leaking_ages", text)
    raw = sorted({PRODUCT_BY_NAME[name].variables.replace("soc", "SOC") for name in names if spreads.get(name) == RAW_SPREAD})
    if raw and job.calibrated:
        listed = " and ".join([", ".join(raw[:-1]), raw[-1]] if len(raw) > 1 else raw)
        text = f"The uncertainty of {listed} is the raw spread, because the model is not calibrated for it: its intervals are too narrow."
        run.reporter.warning("not_calibrated", text)
    return request


def uncertainty(request: ProductRequest, products: list[str]) -> dict[str, str]:
    """What the uncertainty of each product of spread is."""
    kinds = {}
    for name in products:
        product = PRODUCT_BY_NAME[name]
        if product.needs_draws:
            known = request.calibrated(product.variables)
            soc = f"{BY_PROFILES}, {UNCERTAIN[request.of]}"
            kinds[name] = (soc if product.variables == "soc" else BY_TWINS) if known else RAW_SPREAD
    return kinds
