"""The job ``predict``: maps of parameters, processes and SOC, with their Monte Carlo spread."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ..checkpoints import Model, load_model
from ..dataset import warn_far_forcing
from ..drivers import driver_values, own_names
from ..errors import JobError
from ..forcing import ForcingGrid, read_forcing
from ..grids import Grid
from ..posterior import Spread, predict_sites
from ..rasters import ProductWriter, SiteFunction, map_products
from ..settings import PredictJob
from ..stacks import CovariateStack
from ..tables import PRODUCT_NAMES
from .context import Run
from .record import check_depths


def run(job: PredictJob, run: Run) -> dict[str, Any]:
    """Map the products that the job names."""
    spread = Spread(job.passes, job.quantiles, job.seed)
    wanted = wanted_products(job, spread)
    check_depths(job.depths)
    model = load_model(job.model, run.device.name, run.device.dtype)
    spread.check(model)
    grid = Grid.from_raster(job.grid or job.covariates[0])
    window = grid.window_of(job.bounds)
    forcing = read_forcing(job.forcing, run.reporter.warning)
    with CovariateStack(job.covariates, own_names(model.encoding.names), model.encoding.categorical, grid) as stack:
        paths = {name: run.output(name, getattr(job, name)) for name in wanted}
        report_path = run.output("report", job.report) if job.report else None
        tags = {"model": Path(job.model).name, "seed": str(job.seed), "passes": str(job.passes)}
        sites, distances = site_function(model, forcing, job.depths, spread, wanted, run)
        with ProductWriter(paths, grid, window, job.depths, job.quantiles, tags, model.evidence) as writer:
            summary = map_products(stack, window, job.tile_size, sites, writer, run.reporter.span(0.02, 0.95))
    warn_far_forcing(np.array(distances), "tiles have pixels that", run.reporter.warning)
    metrics: dict[str, Any] = {"pixels": summary.pixels, "valid_pixels": summary.valid, "tiles": summary.tiles}
    if report_path:
        from .prediction_report import write_prediction_report

        run.reporter.progress(0.96, "writing the report")
        metrics["truth"] = write_prediction_report(report_path, job, run, paths, metrics, model.evidence)
    return metrics


def wanted_products(job: PredictJob, spread: Spread) -> list[str]:
    """Names of the products that the job names a file for; raises :class:`JobError` where there is none or one cannot be had."""
    wanted = [name for name in PRODUCT_NAMES if getattr(job, name)]
    if not wanted:
        raise JobError("The job names no product to write.", f"Give at least one of {', '.join(PRODUCT_NAMES)} a file.")
    spreads = [name for name in wanted if name.endswith(("_sd", "_quantiles"))]
    if spreads and not spread.passes:
        raise JobError(f"{', '.join(spreads)} need Monte Carlo passes, and passes is 0.", "Ask for passes, for example 50.")
    if any(name.endswith("_quantiles") for name in wanted) and not spread.quantiles:
        raise JobError("Products of quantiles are wanted, but no quantile is named.", "Name quantiles, for example 0.05, 0.5, 0.95.")
    return wanted


def site_function(
    model: Model, forcing: ForcingGrid, depths: tuple[float, ...], spread: Spread, wanted: list[str], run: Run
) -> tuple[SiteFunction, list[float]]:
    """What a tile's pixels become, and a list that collects each tile's largest distance to forcing."""
    distances: list[float] = []
    driven = len(own_names(model.encoding.names)) < len(model.encoding.names)

    def sites(values: np.ndarray, longitude: np.ndarray, latitude: np.ndarray) -> dict[str, np.ndarray]:
        cell, distance = forcing.nearest(longitude, latitude)
        distances.append(float(distance.max()))
        if driven:
            values = np.concatenate([values, driver_values(forcing, cell)], 1)
        inputs = model.encoding.encode(values, longitude, latitude).to(run.device.name)
        return predict_sites(
            model, inputs, forcing.forcing(cell).to(run.device.name, run.device.dtype), depths, spread, wanted, run.reporter.warning
        )

    return sites, distances
