"""The job ``predict``: maps of parameters, processes and SOC, and how sure they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..errors import JobError
from ..forcing.grid import ForcingGrid, read_forcing
from ..learning.dataset import warn_far_forcing
from ..learning.drivers import driver_values, own_names
from ..learning.prediction import Asked, predict_sites
from ..maps.rasters import ProductWriter, map_products
from ..model.checkpoints import Model, load_model
from ..model.domain import coordinates
from ..model.spread import Spread
from ..protocol import parse_thresholds
from ..settings import INTERVALS, PredictJob
from ..tables import PRODUCT_BY_NAME, PRODUCT_NAMES, product_bands
from .context import Run
from .record import check_depths

DOMAIN = "domain"
# How the rasters say what their uncertainty is.
RAW, BY_PROFILES, BY_TWINS = "raw spread, not calibrated", "calibrated with held-out profiles", "calibrated with simulated twins"


def run(job: PredictJob, run: Run) -> dict[str, Any]:
    """Map the products that the job names."""
    wanted = wanted_products(job)
    check_depths(job.depths)
    model = load_model(job.model, run.device.name, run.device.dtype)
    asked = asked_of(job, model, wanted, run)
    grid = Grid.from_raster(job.grid or job.covariates[0])
    window = grid.window_of(job.bounds)
    forcing = read_forcing(job.forcing, run.reporter.warning)
    with CovariateStack(job.covariates, own_names(model.encoding.names), model.encoding.categorical, grid) as stack:
        paths = {name: run.output(name, getattr(job, name)) for name in wanted}
        report_path = run.output("report", job.report) if job.report else None
        tags = {"model": Path(job.model).name, "seed": str(job.seed), "passes": str(job.passes)}
        mapped = TileSites(model, forcing, asked, DOMAIN in wanted, run)
        bands = {name: product_bands(PRODUCT_BY_NAME[name], job.depths, job.quantiles, asked.thresholds) for name in wanted}
        with ProductWriter(paths, bands, grid, window, tags, model.evidence, uncertainty(asked, wanted)) as writer:
            summary = map_products(stack, window, job.tile_size, mapped, writer, run.reporter.span(0.02, 0.95))
    warn_far_forcing(np.array(mapped.distances), "tiles have pixels that", run.reporter.warning)
    metrics: dict[str, Any] = {"pixels": summary.pixels, "valid_pixels": summary.valid, "tiles": summary.tiles, **mapped.metrics()}
    if report_path:
        from .prediction_report import write_prediction_report

        run.reporter.progress(0.96, "writing the report")
        metrics["truth"] = write_prediction_report(report_path, job, run, paths, metrics, model.evidence)
    return metrics


def wanted_products(job: PredictJob) -> list[str]:
    """Names of the products that the job names a file for; raises :class:`JobError` where there is none or one cannot be had."""
    wanted = [name for name in PRODUCT_NAMES if getattr(job, name)]
    if not wanted:
        raise JobError("The job names no product to write.", f"Give at least one of {', '.join(PRODUCT_NAMES)} a file.")
    spreads = [name for name in wanted if PRODUCT_BY_NAME[name].statistic != "value"]
    if spreads and not Spread(job.passes, job.spread).wanted:
        raise JobError(
            f"{', '.join(spreads)} need a spread, and passes is 0.",
            "Ask for Monte Carlo passes, for example 50, or the spread of the ensemble.",
        )
    if any(name.endswith("_quantiles") for name in wanted) and not job.quantiles:
        raise JobError("Products of quantiles are wanted, but no quantile is named.", "Name quantiles, for example 0.05, 0.5, 0.95.")
    if job.soc_exceedance and not job.thresholds:
        raise JobError("The probability of exceeding a threshold is wanted, but no threshold is named.", "Name one, for example 0-30=5.")
    return wanted


def asked_of(job: PredictJob, model: Model, wanted: list[str], run: Run) -> Asked:
    """What the job asks of the model; raises :class:`JobError` where the model cannot give it, and warns where spread stays raw."""
    if job.intervals not in INTERVALS:
        raise JobError(f"intervals is {job.intervals!r}.", f"Choose one of: {', '.join(INTERVALS)}.")
    if DOMAIN in wanted and model.domain is None:
        raise JobError("The model does not know its domain.", "Train it again, or leave the domain out.")
    spread = Spread(job.passes, job.spread, job.tolerance, job.seed)
    calibration = model.calibration if job.calibrated else None
    products = tuple(name for name in wanted if name != DOMAIN)
    thresholds = parse_thresholds(job.thresholds, job.depths)
    asked = Asked(products, tuple(job.depths), spread, tuple(job.quantiles), thresholds, calibration, job.intervals)
    asked.check(model)
    networks = len(model.ensemble.members)
    if spread.wanted and spread.resolved(model) == "both" and job.passes < networks:
        run.reporter.warning("few_passes", f"{job.passes} passes take turns through {networks} networks, and so leave some out.")
    raw = sorted({PRODUCT_BY_NAME[name].variables for name in wanted if uncertainty(asked, wanted).get(name) == RAW})
    if raw and job.calibrated:
        text = (
            f"The uncertainty of {', '.join(raw)} is the raw spread, which the model was not calibrated for: its intervals are too narrow."
        )
        run.reporter.warning("not_calibrated", text)
    return asked


def uncertainty(asked: Asked, wanted: list[str]) -> dict[str, str]:
    """What the uncertainty of each product of spread is."""
    kinds = {}
    for name in wanted:
        product = PRODUCT_BY_NAME[name]
        if product.statistic != "value":
            known = asked.calibrated(product.variables)
            soc = f"{BY_PROFILES}, of {'the mean' if asked.of == 'mean' else 'a new observation'}"
            kinds[name] = (soc if product.variables == "soc" else BY_TWINS) if known else RAW
    return kinds


class TileSites:
    """What a tile's pixels become; collects each tile's largest distance to forcing, and what was drawn."""

    def __init__(self, model: Model, forcing: ForcingGrid, asked: Asked, domain: bool, run: Run) -> None:
        self._model, self._forcing, self._asked, self._domain, self._run = model, forcing, asked, domain, run
        self._driven = len(own_names(model.encoding.names)) < len(model.encoding.names)
        self.distances: list[float] = []
        self._draws: list[tuple[int, int, int]] = []
        self._inside = 0

    def __call__(self, values: np.ndarray, longitude: np.ndarray, latitude: np.ndarray) -> dict[str, np.ndarray]:
        model, run = self._model, self._run
        cell, distance = self._forcing.nearest(longitude, latitude)
        self.distances.append(float(distance.max()))
        if self._driven:
            values = np.concatenate([values, driver_values(self._forcing, cell)], 1)
        products = {}
        if self._domain:
            products[DOMAIN] = model.domain.measure(coordinates(model.encoding, values))
            self._inside += int(products[DOMAIN][:, -1].sum())
        if self._asked.products:
            inputs = model.encoding.encode(values, longitude, latitude).to(run.device.name)
            forcing = self._forcing.forcing(cell).to(run.device.name, run.device.dtype)
            found = predict_sites(model, inputs, forcing, self._asked, run.reporter.warning)
            self._draws.append((int(found.draws.min()), int(found.draws.max()), int(found.draws.sum())))
            products |= found.products
        return products

    def metrics(self) -> dict[str, Any]:
        """Pixels inside the domain, where asked for, what the uncertainty is, and passes that pixels took."""
        found: dict[str, Any] = {"inside_domain": self._inside} if self._domain else {}
        kinds = uncertainty(self._asked, list(self._asked.products))
        found |= {"uncertainty": kinds} if kinds else {}
        if self._asked.spread.wanted and self._draws:
            least, most, total = zip(*self._draws)
            found["draws"] = {"least": min(least), "most": max(most), "total": sum(total)}
        return found
