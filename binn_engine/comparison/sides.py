"""The two sides of a comparison: each is a checkpoint, or rasters made by a model or another program."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..bands import product_bands
from ..covariates.bands import band_names, open_raster
from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..errors import InputError, JobError
from ..forcing.grid import ForcingGrid
from ..forcing.reach import TILES, FarPixels, ForcingReach, warn_far_forcing
from ..forcing.reading import read_forcing
from ..forcing.region import region_of_map
from ..learning.costs import peak_memory_mb
from ..maps.by_tiles import tiles_of
from ..maps.sites import SiteModel
from ..model.checkpoints import Model, load_model
from ..model.ranges import Counts, tell_outside, together
from ..model.spread import Spread
from ..prediction.product_request import ProductRequest
from ..running.context import Run
from ..settings import CompareJob
from ..tables import PRODUCT_BY_NAME
from .agreement import PARAMETER, PROCESS

TILE = 256
FIRST, SECOND = "first", "second"
GROUPS = {PROCESS: "processes", PARAMETER: "parameters"}


@dataclass(frozen=True)
class Side:
    """One side, on the grid.

    Parameters
    ----------
    products
        ``parameters``, ``processes`` and, if they are known, ``parameters_sd`` and ``processes_sd``: ``(bands, rows, columns)`` in table
        order, NaN at pixels without a value and in bands that the rasters do not have.
    model
        None for rasters.
    rasters
        None for a checkpoint: their paths.
    seconds, memory_mb
        Time that its maps took in this run, and the largest memory use of the run until then.
    """

    products: dict[str, np.ndarray]
    model: Model | None
    rasters: tuple[str, ...]
    seconds: float
    memory_mb: float
    cost: dict[str, Any] = field(default_factory=dict)


def check_sides(job: CompareJob) -> None:
    """Raise :class:`JobError` where a side is given twice or not at all, or a checkpoint lacks what it reads."""
    for side in (FIRST, SECOND):
        checkpoint, rasters = getattr(job, side), getattr(job, f"{side}_rasters")
        if bool(checkpoint) == bool(rasters):
            raise JobError(
                f"The {side} model has {'both a model file and' if rasters else 'neither a model file nor'} rasters.",
                f"Give either {side} or {side}_rasters.",
            )
    if (job.first or job.second) and not (job.covariates and job.forcing):
        raise JobError(
            "To map a model file, covariates and forcing are needed, and one of them is missing.",
            "Give covariates and forcing, or give rasters instead of model files.",
        )


def grid_of(job: CompareJob) -> Grid:
    """The grid of a comparison: that of the first covariate raster, or of the first raster of all."""
    return Grid.from_raster((*job.covariates, *job.first_rasters)[0])


def both_sides(run: Run[CompareJob], grid: Grid) -> tuple[Side, Side]:
    """Both sides on their grid."""
    job = run.job
    given = {side: getattr(job, side) for side in (FIRST, SECOND)}
    models = {side: load_model(path, run.device.name, run.device.dtype) if path else None for side, path in given.items()}
    forcing = read_forcing(job.forcing, run.reporter.warning, region_of_map(grid, grid.whole)) if any(given.values()) else None
    sides = []
    for number, (side, model) in enumerate(models.items()):
        started, rasters = time.monotonic(), getattr(job, f"{side}_rasters")
        products = _map_model(run, model, grid, forcing, number) if model and forcing else _read_rasters(rasters, grid)
        cost = dict(model.card.get("cost") or {}) if model else {}
        sides.append(Side(products, model, rasters, time.monotonic() - started, peak_memory_mb(), cost))
    return sides[0], sides[1]


def _map_model(run: Run[CompareJob], model: Model, grid: Grid, forcing: ForcingGrid, number: int) -> dict[str, np.ndarray]:
    """A model's parameters, processes and, where it can, their standard deviations, over the whole grid."""
    job = run.job
    spread = Spread(job.passes, seed=job.seed).where_possible(model)
    spread.check(model)
    wanted = [name for group in GROUPS.values() for name in ((group, f"{group}_sd") if spread.active else (group,))]
    reach = ForcingReach.of(job, forcing.read_by(model.forcing_interpolation))
    sites = SiteModel(model, reach, ProductRequest(tuple(wanted), (), spread), False, run.device)
    span = run.reporter.span(0.05 + 0.3 * number, 0.35 + 0.3 * number)
    products = {name: _empty_product(name, grid) for name in wanted}
    tiles = list(tiles_of(grid.whole, TILE))
    distances: list[float] = []
    far = FarPixels(reach)
    outside: list[Counts] = []
    mapped = 0
    with CovariateStack(job.covariates, model.file_covariates, model.encoding.categorical, grid) as stack:
        stack.warn_of_missing(run.reporter.warning)
        reach.check_map(stack, grid.whole)
        for count, tile in enumerate(tiles):
            span(count / len(tiles), "mapping")
            values = stack.read(tile)
            longitude, latitude = grid.lonlat(tile)
            valid = np.isfinite(values).all(0) & np.isfinite(longitude) & np.isfinite(latitude)
            valid[valid] = far.near(longitude[valid], latitude[valid])
            if not valid.any():
                continue
            found = sites(values[:, valid].T, longitude[valid], latitude[valid], run.reporter.warning)
            distances.append(found.distance)
            outside.append(found.outside)
            mapped += int(valid.sum())
            for name, rows in found.products.items():
                part = products[name][:, tile.row_off : tile.row_off + tile.height, tile.col_off : tile.col_off + tile.width]
                part[:, valid] = rows.T
    far.check(mapped)
    far.tell(run.reporter.warning)
    if mapped:
        warn_far_forcing(np.array(distances), TILES, run.reporter.warning)
        tell_outside(model.encoding, together(outside), mapped, run.reporter)
    return products


def _read_rasters(paths: Sequence[str], grid: Grid) -> dict[str, np.ndarray]:
    """What rasters hold of parameters, processes and their standard deviations, on the grid; bands are recognised by their names."""
    there = {name for path in paths for name in bands_of(path)}
    products = {}
    for product in (name for group in GROUPS.values() for name in (group, f"{group}_sd")):
        rows = [(number, name) for number, name in enumerate(_names(product)) if name in there]
        if rows:
            products[product] = _empty_product(product, grid)
            with CovariateStack(paths, [name for _, name in rows], (), grid) as stack:
                products[product][[number for number, _ in rows]] = stack.read(grid.whole)
    if not any(group in products for group in GROUPS.values()):
        raise InputError(
            f"{', '.join(paths)} have no band with the name of a process or a parameter.",
            f"Name their bands, for example {', '.join(_names('processes'))}. The bands found are: {', '.join(sorted(there))}.",
        )
    return {group: _empty_product(group, grid) for group in GROUPS.values()} | products


def bands_of(path: str) -> list[str]:
    """Names of the bands of a raster; raises :class:`InputError` where it cannot be read."""
    with open_raster(path) as dataset:
        return [name for name, _ in band_names(dataset)]


def _names(product: str) -> list[str]:
    return [band.name for band in product_bands(PRODUCT_BY_NAME[product], (), ())]


def _empty_product(product: str, grid: Grid) -> np.ndarray:
    return np.full((len(_names(product)), grid.height, grid.width), np.nan)
