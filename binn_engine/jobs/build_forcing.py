"""The job ``build_forcing``: CLM5 forcing from climate normals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from ..clm5.geometry import N_MONTHS
from ..covariates.grids import Grid
from ..forcing.climate_cells import cell_coordinates
from ..forcing.climate_rasters import read_normals, with_known_variables
from ..forcing.files import APPROXIMATION, write_forcing_file
from ..forcing.later_normals import LATER, check_later, later_normals
from ..learning.durations import Workload, expected_parts
from ..running.context import Run
from ..settings import BuildForcingJob
from ..soil_climate import Normals, build_forcing

CELLS_AT_ONCE = 500
BY_CONDUCTION, AS_GIVEN = "by conduction through snow and freezing soil", "of another model, interpolated in depth"
STATEMENT = (
    "Built from climate normals by BINN, not an output of CLM5: soil temperature {}, "
    "water scalar from a water balance, litter from net primary production, oxygen and nitrogen scalars constant."
)


def run(run: Run[BuildForcingJob]) -> dict[str, Any]:
    """Build the forcing, some cells at a time."""
    job = with_known_variables(run.job)
    check_later(job)
    path = run.output("forcing", job.forcing)
    grid = Grid.from_raster(job.grid or job.temperature)
    window = grid.window_of(job.bounds)
    run.reporter.progress(0.0, "reading climate normals")
    cells = read_normals(job, grid, window, run.reporter.warning)
    run.reporter.expect(*expected_parts(job, Workload(pixels=len(cells.normals))))
    built = _in_parts(later_normals(job, cells, grid, window, run.reporter.warning), run)
    run.reporter.progress(0.98, "writing forcing")
    names, coordinates = cell_coordinates(grid, window)
    later = LATER.format(Path(job.air_change).name, job.normals_year, job.air_year) if job.air_change else ""
    statement = STATEMENT.format(AS_GIVEN if job.soil_temperature else BY_CONDUCTION).removesuffix(".") + f"{later}."
    variables = {name: _on_grid(values, cells.complete) for name, values in built.items()}
    write_forcing_file(path, variables, names, coordinates, {"title": "CLM5 forcing from climate normals", APPROXIMATION: statement})
    run.reporter.warning("approximate_forcing", statement)
    return {"cells": int(cells.complete.size), "cells_with_forcing": len(cells.normals), **_summary(built)}


def _in_parts(normals: Normals, run: Run) -> dict[str, np.ndarray]:
    parts = []
    for start in range(0, len(normals), CELLS_AT_ONCE):
        run.reporter.progress(0.05 + 0.93 * start / len(normals), "computing soil temperature and water")
        parts.append(build_forcing(normals.at(slice(start, start + CELLS_AT_ONCE))))
    return {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}


def _on_grid(values: np.ndarray, complete: np.ndarray) -> np.ndarray:
    """What is known by cell, ``(n, [20,] [12])``, as ``(12, [20,] rows, cols)`` with NaN elsewhere."""
    if values.ndim == 1:
        values = np.repeat(values[:, None], N_MONTHS, axis=1)
    by_month = np.moveaxis(values, (-1, 0), (0, -1))
    grid = np.full((*by_month.shape[:-1], *complete.shape), np.nan)
    grid[..., complete] = by_month
    return grid


def _summary(built: dict[str, np.ndarray]) -> dict[str, float]:
    """Means over the cells that say at a glance whether units were right."""
    litter = sum(values.sum(axis=1) for name, values in built.items() if name.endswith("_INPUT"))
    return {
        "mean_soil_temperature_10cm_K": float(built["TSOI"][:, 2].mean()),
        "mean_water_scalar_10cm": float(built["W_SCALAR"][:, 2].mean()),
        "mean_litter_gC_m2_yr": float(np.mean(litter)),
    }
