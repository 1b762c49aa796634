"""The job ``predict``: maps of parameters, processes and SOC, and their uncertainty."""

from __future__ import annotations

import dataclasses
import math
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import numpy as np
from rasterio.windows import Window

from ..covariates.bands import covariate_bands
from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..errors import InputError, JobError
from ..forcing.reach import TILES, FarPixels, ForcingReach, warn_far_forcing
from ..forcing.reading import read_forcing
from ..forcing.region import region_of_map
from ..learning.durations import Workload, expected_parts
from ..learning.product_request import ProductRequest
from ..maps.layouts import lay_out
from ..maps.making import make_maps
from ..maps.memory import GB
from ..maps.plans import MapPlan
from ..maps.plausible import warn_beyond_soils
from ..maps.prediction_plan import check_unchanged, description_of, input_states, planned, unfinished_folder
from ..maps.rasters import ProductWriter
from ..maps.sites import DOMAIN, SiteModel
from ..maps.tiles import TileNotes, TileWork
from ..maps.unfinished import open_unfinished
from ..model.checkpoints import Model, load_model
from ..model.ranges import tell_outside, together
from ..model.spread import Spread
from ..running.callbacks import Warn
from ..running.clusters import Cluster, open_cluster
from ..running.context import Run
from ..running.record import check_depths
from ..settings import INTERVALS, KNOWN_TRUTHS, PredictJob
from ..settings.texts import parse_thresholds
from ..tables import BY_PROFILES, BY_TWINS, PRODUCT_BY_NAME, PRODUCT_NAMES, RAW_SPREAD, UNCERTAIN, product_bands

READING_THREADS = 1  # of a local process, beside the one that computes


def run(run: Run[PredictJob], cluster: Cluster | None = None) -> dict[str, Any]:
    """Map the products that the job names, by the processes of ``cluster`` or, where None, of the one that the job names.

    Tiles that are finished outlast a run that is not, see :mod:`binn_engine.maps.unfinished`.
    """
    job = run.job
    wanted = wanted_products(job)
    check_depths(job.depths)
    check_truths(job, wanted, run.reporter.warning)
    grid, window = _place_of(run)
    model = load_model(job.model, run.device.name, run.device.dtype)
    request = request_of(model, wanted, run)
    sites = SiteModel(model, _reach_of(run, model, grid, window), request, DOMAIN in wanted, run.device, soc_limit=job.soc_limit)
    covariates = (job.covariates, model.file_covariates, model.encoding.categorical, grid)
    rows = {name: product_bands(PRODUCT_BY_NAME[name], job.depths, job.quantiles, request.thresholds) for name in wanted}
    bands = {name: len(found) for name, found in rows.items()}
    with CovariateStack(*covariates) as stack:
        stack.warn_of_missing(run.reporter.warning)
        sites.reach.check_map(stack, window)
        paths = {name: run.output(name, getattr(job, name)) for name in wanted}
        report_path = run.output("report", job.report) if job.report else None
        states = input_states(job, stack)
        description = description_of(job, wanted, run.device, states, grid)
        plan, tiling, budget = planned(run, stack, window, sites, bands, description)
    run.reporter.log(plan.text)
    work = TileWork(*covariates, dataclasses.replace(sites, sites=plan.sites), wanted, at_a_time=0 if job.scheduler else 1)
    workers = nullcontext(cluster) if cluster else open_cluster(min(budget.processes, plan.tiles), job.scheduler, 1 + READING_THREADS)
    description |= {"tile": [tiling.width, tiling.height, tiling.column, tiling.row], "sites": plan.sites}
    tags = {"model": Path(job.model).name, "seed": str(job.seed), "passes": str(job.passes)}
    tags["forcing_interpolation"] = sites.reach.forcing.read_as
    folder, maps = unfinished_folder(run), ", ".join(str(path) for path in run.published.values())
    opened = open_unfinished(folder, description, tiling.tiles, sum(bands.values()), maps, run.reporter.span(0.0, 0.02), run.reporter.log)
    with closing(opened) as finished:
        before = len(finished.done)
        with ProductWriter(paths, rows, grid, window, tags, model.evidence, uncertainty(request, wanted)) as writer:
            writing = make_maps(work, tiling, bands, finished, writer, workers, run.reporter)
            notes = [finished.done[number] for number in range(len(tiling.tiles))]
            writer.add_tags(**far_pixels(sites, notes).tags)
    check_unchanged(states)
    _lay_out_maps(paths, run)
    run.outputs.supersede(folder)
    metrics = {**metrics_of(plan, sites, notes, run), "tiles_kept": before}
    writer.check_filled()
    metrics["seconds"]["writing"] = round(writing, 3)
    if report_path:
        from ..reports.prediction import write_prediction_report  # without a report, drawing need not be loaded

        run.reporter.progress(0.96, "writing the report")
        metrics["truth"] = write_prediction_report(report_path, run, paths, metrics, model.evidence)
    return metrics


def _place_of(run: Run[PredictJob]) -> tuple[Grid, Window]:
    """The grid of the maps and the window of it; they say how long the run may take."""
    job = run.job
    grid = Grid.from_raster(job.grid or job.covariates[0])
    window = grid.window_of(job.bounds)
    run.reporter.expect(*expected_parts(job, Workload(pixels=window.width * window.height)))
    run.reporter.progress(0.0, "loading the model")
    return grid, window


def _reach_of(run: Run[PredictJob], model: Model, grid: Grid, window: Window) -> ForcingReach:
    """The forcing of a window of a grid, read as the model was trained, and how far it reaches."""
    job = run.job
    run.reporter.progress(0.005, "reading forcing")
    allowed = job.memory * GB if job.memory > 0.0 else math.inf  # a number that cannot be is refused with the plan
    region = region_of_map(grid, window, allowed)
    return ForcingReach.of(job, read_forcing(job.forcing, run.reporter.warning, region, model.forcing_interpolation))


def _lay_out_maps(paths: dict[str, Path], run: Run[PredictJob]) -> None:
    for number, path in enumerate(paths.values()):
        run.reporter.progress(0.94 + 0.02 * number / len(paths), "preparing the maps for display")
        lay_out(path, run.job.layout)


def metrics_of(plan: MapPlan, sites: SiteModel, notes: list[TileNotes], run: Run) -> dict[str, Any]:
    """Numbers of the run: pixels, shares of them outside the range of the training, those inside the domain where asked for, what the
    uncertainty is, passes that pixels took, seconds."""
    request = sites.request
    valid = [note for note in notes if note.valid]
    far = far_pixels(sites, notes)
    far.check(len(valid))
    if not valid:
        raise InputError(
            "The maps would be empty: no pixel has a value of every covariate, or no result of the model is finite.",
            "Check the nodata values, and that the rasters overlap.",
        )
    far.tell(run.reporter.warning)
    warn_far_forcing(np.array([note.distance for note in valid]), TILES, run.reporter.warning)
    found: dict[str, Any] = {"pixels": plan.width * plan.height, "valid_pixels": sum(note.valid for note in valid), "tiles": plan.tiles}
    found |= {"forcing_interpolation": sites.reach.forcing.read_as, **far.metrics}
    counts = together(note.outside for note in valid)
    found["outside_training"] = tell_outside(sites.model.encoding, counts, found["valid_pixels"], run.reporter)
    found["pixels_beyond_soc_limit"] = sum(note.beyond for note in valid)
    warn_beyond_soils(found["pixels_beyond_soc_limit"], found["valid_pixels"], sites.soc_limit, run.reporter.warning)
    found |= {"inside_domain": sum(note.inside for note in valid)} if sites.domain else {}
    kinds = uncertainty(request, list(request.products))
    found |= {"uncertainty": kinds} if kinds else {}
    draws = [note.draws for note in valid if note.draws]
    if request.spread.active and draws:
        least, most, total = zip(*draws)
        found["draws"] = {"least": min(least), "most": max(most), "total": sum(total)}
    seconds = {what: round(sum(getattr(note, what) for note in notes), 3) for what in ("reading", "computing")}
    return {**found, "plan": dataclasses.asdict(plan), "seconds": seconds}


def far_pixels(sites: SiteModel, notes: list[TileNotes]) -> FarPixels:
    """The pixels of all tiles that are too far from the forcing."""
    far = FarPixels(sites.reach)
    for note in notes:
        far.add(note.far, note.farthest)
    return far


def wanted_products(job: PredictJob) -> list[str]:
    """Names of the products that the job names a file for; raises :class:`JobError` where there is none or one cannot be had."""
    wanted = [name for name in PRODUCT_NAMES if getattr(job, name)]
    if not wanted:
        raise JobError("No map was chosen.", f"Give a file name for at least one of {', '.join(PRODUCT_NAMES)}.")
    spreads = [name for name in wanted if PRODUCT_BY_NAME[name].statistic != "value"]
    if spreads and not Spread(job.passes, job.spread).active:
        raise JobError(
            f"{', '.join(spreads)} need several predictions at each pixel, but passes is 0.",
            "Set passes, for example, to 50, or set spread to ensemble.",
        )
    if any(name.endswith("_quantiles") for name in wanted) and not job.quantiles:
        raise JobError("Maps of quantiles were chosen, but no quantile was given.", "Give quantiles, for example 0.05, 0.5, 0.95.")
    if job.soc_exceedance and not job.thresholds:
        raise JobError(
            "The map of the probability of exceedance was chosen, but no threshold was given.", "Give a threshold, for example 0-30=5."
        )
    return wanted


def check_truths(job: PredictJob, products: list[str], warn: Warn) -> None:
    """Raise :class:`InputError` for a known truth with which the report could compare nothing, before any work is done; warn of one that
    is not compared, for want of a report or of its product."""
    for product, name in KNOWN_TRUTHS.items():
        path = getattr(job, name)
        if not path:
            continue
        lacking = [lack for lack, there in (("report", job.report), (f"maps of {product}", product in products)) if not there]
        if lacking:
            warn("truth_unused", f"{name} is not compared with a map, because the run does not write {' and '.join(lacking)}.")
        names = [band.name for band in product_bands(PRODUCT_BY_NAME[product], job.depths, job.quantiles)]
        there = [name for name, _ in covariate_bands(path)]
        if not set(names) & set(there):
            raise InputError(
                f"The raster {path}, given as {name}, has no band that is named like a band of {product}: its bands "
                f"are {', '.join(there)}.",
                f"Give its bands the names of the map's bands, for example {names[0]!r}.",
            )


def request_of(model: Model, names: list[str], run: Run[PredictJob]) -> ProductRequest:
    """What the job asks of the model; raises :class:`JobError` where the model cannot give it, and warns where spread stays raw."""
    job = run.job
    if job.intervals not in INTERVALS:
        raise JobError(f"intervals is {job.intervals!r}, which is not one of the choices.", f"Choose one of: {', '.join(INTERVALS)}.")
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
    if job.passes and not any(PRODUCT_BY_NAME[name].statistic != "value" for name in names):
        text = f"passes is {job.passes}, but no map of uncertainty is asked for, such as soc_sd: the passes are not used."
        run.reporter.warning("unused_passes", text)
    elif spread.active and spread.resolved(model) == "both" and job.passes < networks:
        run.reporter.warning("few_passes", f"There are {networks} networks but only {job.passes} passes, so some networks are not used.")
    spreads = uncertainty(request, names)
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
        if product.statistic != "value":
            known = request.calibrated(product.variables)
            soc = f"{BY_PROFILES}, {UNCERTAIN[request.of]}"
            kinds[name] = (soc if product.variables == "soc" else BY_TWINS) if known else RAW_SPREAD
    return kinds
