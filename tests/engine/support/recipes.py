"""What several tests of recipes make and read."""

from __future__ import annotations

import dataclasses
import io

import numpy as np

from binn_engine.covariates.table import CovariateTable
from binn_engine.forcing.grid import ForcingGrid
from binn_engine.learning.dataset import Sites
from binn_engine.learning.fit import fit_ensemble
from binn_engine.learning.task import Task
from binn_engine.model.recipes import RECOMMENDED
from binn_engine.profiles.observations import Profiles
from binn_engine.resampling.splits import TrainingParts
from binn_engine.running.devices import choose_device
from binn_engine.running.events import Reporter
from binn_engine.running.steps import Step
from tests.benchmarks.inputs import sites as forcing_of


def landscape(count: int, seed: int = 0) -> Sites:
    """Profiles of two layers whose SOC follows from one covariate."""
    draw = np.random.default_rng(seed)
    covariate = draw.normal(size=count)
    lon, lat = draw.uniform(-80.0, -70.0, count).round(4), draw.uniform(40.0, 45.0, count).round(4)
    depth = np.tile([0.05, 0.5], count)
    soc = np.repeat(np.exp(0.5 * covariate), 2) * np.tile([30_000.0, 8_000.0], count)
    unknown = np.full(2 * count, np.nan)
    given = {"ids": np.arange(count).astype(str), "longitude": lon, "latitude": lat, "profile": np.repeat(np.arange(count), 2)}
    values = {"top": unknown, "bottom": unknown, "depth": depth, "soc": soc, "bulk_density": unknown}
    known = {row.name for row in dataclasses.fields(Profiles)}
    profiles = Profiles(**{name: value for name, value in {**given, **values}.items() if name in known})
    cells = forcing_of(5)
    arrays = {row.name: getattr(cells, row.name).numpy() for row in dataclasses.fields(cells) if getattr(cells, row.name) is not None}
    grid = ForcingGrid(arrays, np.linspace(-80.0, -70.0, 5), np.full(5, 42.0))
    return Sites(profiles, CovariateTable(("c",), (False,), covariate[:, None]), grid.cells_at(lon, lat)[0], grid)


QUICK = dataclasses.replace(RECOMMENDED, teacher="none", hidden=(16,), epochs=3, members=3, dropout=0.1)


def quiet_step() -> Step:
    """A step on the CPU whose progress and warnings nobody sees."""
    quiet = Reporter(io.StringIO())
    return Step(choose_device("cpu"), quiet.span(0.0, 1.0), quiet.warning)


def fitted(task: Task, sites: Sites):
    validation = np.arange(0, len(sites), 10)
    train = np.setdiff1d(np.arange(len(sites)), validation)
    return fit_ensemble(task, sites, TrainingParts(train, validation), quiet_step())
