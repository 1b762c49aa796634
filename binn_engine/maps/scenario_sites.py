"""Projections of a model at the pixels of a tile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import torch

from ..clm5 import Forcing
from ..errors import InputError
from ..forcing.air_change import AirChange
from ..forcing.grid import ForcingGrid
from ..learning.site_inputs import site_inputs
from ..model.change_scaling import PARTS
from ..model.network import Inputs
from ..model.ranges import outside_counts
from ..model.spread import Spread
from ..prediction.calibrated_stocks import CalibratedStocks, draws_of_truth
from ..prediction.projection import (
    ProjectedSites,
    Projection,
    ProjectionRequest,
    SiteStart,
    drawn_numbers,
    project_sites,
    working_bytes,
)
from ..prediction.scenario import Phase, Scenario, SiteAir, SiteScenario, check_change
from ..running.callbacks import Warn
from ..zones.extent import SHARED, HiddenErrors
from ..zones.series import DrawnTotals
from .sites import SiteModel, TileProducts
from .start_zones import StartZones

NOTHING = Scenario((), (0,), Phase(1, (1.0, 0.0, 1.0), 0.0))
START = "start"  # what the column of the map of the start is called


@dataclass(frozen=True)
class ScenarioModel(SiteModel):
    """A model with a scenario: its products are those of ``tables.SERIES``.

    Parameters
    ----------
    scenario
        What changes, and when.
    columns
        What the rasters after the model's covariates are: kinds of change, and ``start``.
    start_depth
        The range of ``STOCK_RANGES_M`` of the stocks at the start.
    start_factor
        From the unit of these stocks to kgC/m2.
    interval
        Probability between the limits of a change.
    air
        The change of air temperature since the start; None without one.
    start_map
        The file of the stocks at the start, and their unit.
    start_zones
        Zones with factors of the model's own stocks at the start; None without them.
    errors
        How errors that the draws do not show go together from place to place, in totals.
    """

    scenario: Scenario = NOTHING
    columns: tuple[str, ...] = ()
    start_depth: int = 0
    start_factor: float = 1.0
    interval: float = 0.9
    air: AirChange | None = None
    start_map: str = ""
    start_zones: StartZones | None = None
    errors: HiddenErrors = SHARED

    @property
    def drawn(self) -> int:
        """Numbers that are kept of a draw of a site."""
        parts = 0 if self.request.calibration is None else len(PARTS)
        return drawn_numbers(len(self.scenario.times), len(self.request.depths_m), parts)

    @property
    def working(self) -> float:
        """Bytes that a site needs beside them while it is computed."""
        return working_bytes(len(self.scenario.times))

    @property
    def grids(self) -> Sequence[ForcingGrid]:
        """Today's forcing, and those of later periods."""
        return (self.reach.forcing, *self.reach.later)

    def __call__(self, values: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, warn: Warn) -> TileProducts:
        """Products of sites.

        Parameters
        ----------
        values
            Raw covariates and the columns after them, ``(n, covariates + columns)``.
        longitude, latitude
            Degrees, ``(n,)``.
        warn
            Called with a code and a message.
        """
        covariates, nowhere = values.shape[1] - len(self.columns), np.zeros(len(values), dtype=bool)
        local = dict(zip(self.columns, values[:, covariates:].T))
        places = site_inputs(self.model.encoding, self.reach.forcing, values[:, :covariates], longitude, latitude)
        if self.start_zones is not None:
            own = self.own_stocks(values, longitude, latitude, warn)
            given = self.start_zones.stocks(own, longitude, latitude, warn)
            nowhere = np.isnan(given)
            local[START] = np.where(nowhere, own, given) / self.start_factor
        projection = self._project(places.tensors(self.model, self.reach.forcing).inputs, local, (longitude, latitude), warn)
        products = {name: projection.product(name, self.interval, self.request.calibration) for name in self.request.products}
        for rows in products.values():
            rows[nowhere] = np.nan
        stocks = projection.totals
        stocks[:, nowhere] = np.nan
        totals = DrawnTotals(stocks, self._draws_of_truth(projection, longitude, latitude))
        draws = len(projection.members)
        counts = outside_counts(self.model.encoding, places.values)
        number = (draws, draws, draws * len(values)) if self.request.spread.active else None
        return TileProducts(products, float(places.distance.max()), 0, number, counts, 0, totals)

    def _draws_of_truth(
        self, projection: Projection, longitude: np.ndarray, latitude: np.ndarray
    ) -> Callable[[np.ndarray], np.ndarray] | None:
        """Draws of the true stocks and changes of some of the sites; None without a calibration."""
        if self.request.calibration is None:
            return None
        stocks = CalibratedStocks(projection, self.request.calibration)
        count, kinds = draws_of_truth(len(projection.members)), 1 + len(PARTS)
        fields = self.errors.fields(self.request.spread.seed, kinds * count)

        def drawn(rows: np.ndarray) -> np.ndarray:
            errors = self.errors.at(fields, longitude[rows], latitude[rows]).reshape(kinds, count, len(rows))
            return stocks.draws(rows, errors[0], errors[1:])

        return drawn

    def own_stocks(self, values: np.ndarray, longitude: np.ndarray, latitude: np.ndarray, warn: Warn) -> np.ndarray:
        """The model's own steady stocks of the range ``start_depth`` at sites, kgC/m2, ``(n,)``.

        Parameters
        ----------
        values
            Raw covariates and the columns after them, ``(n, covariates + columns)``.
        longitude, latitude
            Degrees, ``(n,)``.
        warn
            Called with a code and a message if memory runs out.
        """
        covariates = values[:, : values.shape[1] - len(self.columns)]
        places = site_inputs(self.model.encoding, self.reach.forcing, covariates, longitude, latitude)
        today = SiteScenario([self._forcing(self.reach.forcing, (longitude, latitude))], {})
        sites = ProjectedSites(places.tensors(self.model, self.reach.forcing).inputs, today)
        found = project_sites(self.model, sites, ProjectionRequest(NOTHING, Spread()), warn, self.sites)
        return found.start[..., self.start_depth].mean(0)

    def _forcing(self, grid: ForcingGrid, places: tuple[np.ndarray, np.ndarray]) -> Forcing:
        return grid.forcing(grid.cells_at(*places)[0]).to(self.model.device, self.model.precision)

    def _project(self, inputs: Inputs, local: dict[str, np.ndarray], places: tuple[np.ndarray, np.ndarray], warn: Warn) -> Projection:
        device, kind = self.model.device, self.model.precision
        forcings = [self._forcing(grid, places) for grid in self.grids]
        start = None
        if START in local:
            stock = local.pop(START)
            if stock.min() < 0.0:
                raise InputError(
                    f"The map of the start {self.start_map} has the value {stock.min():g}, but no stock is below zero.",
                    "Correct it, or declare it as the nodata value of the raster.",
                )
            start = SiteStart(self.start_depth, torch.from_numpy(self.start_factor * stock).to(device, kind))
        for name, column in local.items():
            check_change(name, column, "the raster of the change")
        changes = SiteScenario(forcings, {name: torch.from_numpy(column.copy()).to(device, kind) for name, column in local.items()})
        if self.air is not None:
            nodes = self.air.weights(*places)
            table, weight = (torch.from_numpy(values).to(device, kind) for values in (self.air.kelvin, nodes.weight))
            changes = replace(changes, air=SiteAir(table, torch.from_numpy(nodes.index).to(device), weight))
        request = ProjectionRequest(
            self.scenario, self.request.spread, self.request.depths_m or None, in_parts=self.request.calibration is not None
        )
        return project_sites(self.model, ProjectedSites(inputs, changes, start), request, warn, self.sites)
