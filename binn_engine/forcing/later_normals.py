"""Climate normals of a later year: those of today, with the change of air temperature of a climate model."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from rasterio.windows import Window

from ..covariates.grids import Grid
from ..errors import JobError
from ..running.callbacks import Warn
from ..settings import BuildForcingJob
from ..soil_climate import Normals
from .air_file import read_air_change
from .climate_rasters import CellNormals

LATER = "; air temperature changed as in {} from {} to {}, precipitation and litter as in the normals"


def check_later(job: BuildForcingJob) -> None:
    """Raise :class:`JobError` for settings of a later year that cannot be used, or not together."""
    if not job.air_change:
        return
    if not 0 < job.normals_year < job.air_year:
        raise JobError(
            f"normals_year is {job.normals_year} and air_year is {job.air_year}, which cannot be used with air_change.",
            "Set normals_year to the middle of the period of the normals, for example 2005, and air_year to a later year.",
        )
    given = [name for name in ("snow", "soil_temperature") if getattr(job, name)]
    if given:
        raise JobError(
            f"{' and '.join(given)} and air_change are given together, but {' and '.join(given)} would stay those of today.",
            f"Leave out {' and '.join(given)}: they are computed from the later air temperature.",
        )


def later_normals(job: BuildForcingJob, cells: CellNormals, grid: Grid, window: Window, warn: Warn) -> Normals:
    """The normals of the year that a job asks for; today's where it asks for none.

    Parameters
    ----------
    job
        Names the change and its years.
    cells
        Today's normals.
    grid, window
        The cells of the forcing.
    warn
        Gets a code and a message where the file lacks years.

    Raises
    ------
    InputError
        For a file that cannot be used, or is far from the cells.
    """
    if not job.air_change:
        return cells.normals
    change = read_air_change(job.air_change, job.air_variable).since(job.normals_year, job.air_year, warn)
    nodes = change.weights(*(axis[cells.complete] for axis in grid.lonlat(window)))
    kelvin = (change.at(job.air_year)[nodes.index] * nodes.weight[..., None]).sum(1)
    return replace(cells.normals, air_temperature=cells.normals.air_temperature + np.asarray(kelvin))
