"""Projections of a model for a batch of sites: carbon stocks by year in a scenario, with the same draw at the start and at the end."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Event

import numpy as np
import torch

from ..clm5.geometry import LAYER_THICKNESS, N_POOLS, layer_overlap
from ..clm5.interpolation import interpolated
from ..learning.batches import in_halves
from ..model.calibration import STOCK_NAMES, Calibration
from ..model.checkpoints import Model
from ..model.network import Inputs
from ..model.spread import Draw, Spread
from ..running.callbacks import Warn
from ..running.devices import map_in_threads
from ..tables import PRODUCT_BY_NAME, STOCK_RANGES_M
from .prediction import LEAST_ROWS, MIXED_SITES
from .scenario import Scenario, SiteScenario
from .scenario_run import StartingSoil, changing_parts, only, run_scenario, stocks_of
from .site_variables import densities

SETTLED = 1e-6  # of the stock: a committed change that is smaller is none, and no share of it can be told
DEPTHS = len(STOCK_RANGES_M)


@dataclass(frozen=True)
class SiteStart:
    """Carbon stocks that are given at the start: of the range number ``depth`` of ``STOCK_RANGES_M``, kgC/m2, ``(batch,)``."""

    depth: int
    stock: torch.Tensor


@dataclass(frozen=True)
class Projection:
    """Draws of a batch of sites, each of ``draws``; ``times`` are those of the scenario.

    Parameters
    ----------
    stocks
        SOC stocks of the ranges ``STOCK_RANGES_M`` at the times, kgC/m2, ``(draws, batch, times, ranges)``.
    start
        The same at the start, ``(draws, batch, ranges)``.
    final
        The same at the steady state of the final forcing of the scenario, ``(draws, batch, ranges)``.
    respiration
        In the year that ends at each time, gC/m2/yr, ``(draws, batch, times)``; NaN in that before stocks that are given.
    members
        Number of the network of each draw, ``(draws,)``.
    densities
        SOC density at depths at the times, gC/m3, ``(draws, batch, depths * times)``, the times of the first depth first.
    pools
        Carbon of the pools in 0-100 cm at the times, kgC/m2, ``(draws, batch, 7 * times)``.
    parts
        The parts of the change that a calibration is for, by name, which add up to the change of ``stocks``: kgC/m2,
        ``(draws, batch, times, ranges)`` each; None where they were not computed.
    """

    stocks: np.ndarray
    start: np.ndarray
    final: np.ndarray
    respiration: np.ndarray
    members: np.ndarray
    densities: np.ndarray | None = None
    pools: np.ndarray | None = None
    parts: Mapping[str, np.ndarray] | None = None

    def product(self, name: str, interval: float, calibration: Calibration | None = None) -> np.ndarray:
        """The bands of a product of ``tables.SERIES``, ``(batch, bands)``.

        Parameters
        ----------
        name
            Of the product.
        interval
            Probability between the limits.
        calibration
            What turns the raw spread of a change into intervals; None for the raw spread itself.
        """
        product = PRODUCT_BY_NAME[name]
        depth = 0 if name.split("_")[1:2] == ["30"] else DEPTHS - 1
        if product.statistic in ("respiration", "densities", "pools"):
            return getattr(self, product.statistic).mean(0)
        if product.statistic == "committed":
            return (self.final - self.start).mean(0)
        stocks = self.stocks[..., depth]
        if product.statistic == "stock":
            return stocks.mean(0)
        change = stocks - self.start[:, :, None, depth]
        if product.statistic == "change":
            return change.mean(0)
        if product.statistic == "reached":
            return self._reached(change, depth)
        if product.statistic == "models":
            means = np.stack([change[self.members == member].mean(0) for member in np.unique(self.members)])
            return np.ptp(means, axis=0)
        level = {"low": 0.5 - interval / 2.0, "high": 0.5 + interval / 2.0}[product.statistic]
        if calibration is None or self.parts is None:
            return np.quantile(change, level, axis=0)
        if not self.parts:  # nothing changes
            return np.zeros(change.shape[1:])
        parts = {part: values[..., depth] for part, values in self.parts.items()}
        return calibration.change[STOCK_NAMES[depth]].of(parts).quantiles([level])[..., 0]

    def _reached(self, change: np.ndarray, depth: int) -> np.ndarray:
        """The share of the committed change; NaN where nothing changes."""
        committed, start = (self.final - self.start)[..., depth].mean(0), self.start[..., depth].mean(0)
        settled = np.abs(committed) <= SETTLED * start
        return np.where(settled[:, None], np.nan, change.mean(0) / np.where(settled, 1.0, committed)[:, None])

    @property
    def totals(self) -> np.ndarray:
        """What zones add up: the stocks at the start and at the times, ``(draws, batch, (times + 1) * ranges)``."""
        both = np.concatenate([self.start[:, :, None], self.stocks], 2)
        return both.reshape(*both.shape[:2], -1)


@dataclass(frozen=True)
class ProjectedSites:
    """Sites of a projection.

    Parameters
    ----------
    inputs
        The inputs of the networks: today's.
    changes
        What changes there.
    start
        Stocks that are given at the start; None: the start is the steady state.
    """

    inputs: Inputs
    changes: SiteScenario
    start: SiteStart | None = None

    def at(self, index: torch.Tensor) -> ProjectedSites:
        """Some of the sites, with their own forcing.

        Parameters
        ----------
        index
            Of the sites, ``(n,)``.
        """
        start = None if self.start is None else SiteStart(self.start.depth, self.start.stock[index])
        return ProjectedSites(self.inputs.at(index), _changes_at(self.changes, index), start)


@dataclass(frozen=True)
class ProjectionRequest:
    """What is asked of a projection.

    Parameters
    ----------
    scenario
        What changes, and when.
    spread
        How predictions are drawn; without spread every network once.
    depths_m
        Depths of SOC density, m, where densities and pools are wanted too; None: they are not.
    in_parts
        Whether the parts of the change are wanted too.
    """

    scenario: Scenario
    spread: Spread
    depths_m: Sequence[float] | None = None
    in_parts: bool = False


def project_sites(model: Model, sites: ProjectedSites, request: ProjectionRequest, warn: Warn, most: int | None = None) -> Projection:
    """The projection of a batch of sites.

    Parameters
    ----------
    model
        Its networks.
    sites
        What the networks read there, and what changes.
    request
        The scenario, and what is wanted of it.
    warn
        Called with a code and a message if memory runs out.
    most
        Largest number of sites to compute at a time; None: as many as suit.
    """
    draws, parts = request.spread.draws(model), changing_parts(sites.changes, request.scenario) if request.in_parts else ()
    everyone = torch.arange(len(sites.inputs), device=sites.inputs.continuous.device)

    def some(index: torch.Tensor, stop: Event) -> list[np.ndarray]:
        # Products of matrices with few rows are rounded otherwise: a site must not depend on how many are beside it.
        rows = index if len(index) >= LEAST_ROWS else index[torch.arange(LEAST_ROWS, device=index.device) % len(index)]
        batch = _Batch(sites.at(rows), request, model.bedrock, parts)
        found = [batch.draw(draw, stop) for draw in draws]
        return [np.stack(values)[:, : len(index)] for values in zip(*found)]

    stocks, first, final, respiration, density, pools, *changes = _over_batches(some, everyone, most, warn)
    told = (stocks, first, final, respiration, networks_of(model, request.spread), density, pools)
    return Projection(*told, dict(zip(parts, changes)) if request.in_parts else None)


def _over_batches(
    work: Callable[[torch.Tensor, Event], list[np.ndarray]], everyone: torch.Tensor, most: int | None, warn: Warn
) -> list[np.ndarray]:
    """The results of work on the sites, batch by batch, side by side on a CPU; sites are the second dimension of each."""

    def halved(index: torch.Tensor, stop: Event) -> list[list[np.ndarray]]:
        return in_halves(lambda part: work(part, stop), index, warn)

    batches = everyone.split(max(1, min(most or MIXED_SITES, MIXED_SITES)))
    shared = map_in_threads(halved, batches) if everyone.device.type == "cpu" else [halved(batch, Event()) for batch in batches]
    return [np.concatenate(rows, 1) for rows in zip(*(part for batch in shared for part in batch))]


def networks_of(model: Model, spread: Spread) -> np.ndarray:
    """The number of the network of each draw, ``(draws,)``."""
    numbers = {id(network): number for number, network in enumerate(model.ensemble.networks)}
    return np.array([numbers[id(member)] for member, _ in spread.draws(model)])


def _changes_at(sites: SiteScenario, index: torch.Tensor) -> SiteScenario:
    forcings = [interpolated(forcing.at(index)).gathered() for forcing in sites.forcings]
    air = None if sites.air is None else sites.air.rows(index)
    return SiteScenario(forcings, {name: values[index] for name, values in sites.local.items()}, air)


@dataclass(frozen=True)
class _Batch:
    """Sites that are computed at a time."""

    sites: ProjectedSites
    request: ProjectionRequest
    bedrock: str
    parts: tuple[str, ...] = ()

    @torch.no_grad()
    def draw(self, draw: Draw, stop: Event) -> list[np.ndarray]:
        """Stocks, start, final stocks, respiration, densities and pools of one draw, and each part of the change, as in
        :class:`Projection` without its first dimension."""
        member, masks = draw
        changes, start, scenario = self.sites.changes, self.sites.start, self.request.scenario
        prediction = member(self.sites.inputs, changes.forcings[0], masks=masks)
        parameters, pools = prediction.parameters, prediction.state.pools
        if start is not None:
            steady = stocks_of(pools)[:, start.depth]
            pools = pools * (start.stock.to(steady) / steady)[:, None, None]
        soil = StartingSoil(member.clm5, parameters, pools)
        taken = run_scenario(soil, changes, scenario, stop)
        final = member.clm5(parameters, changes.at(scenario.final)).pools
        if start is not None and scenario.times[0] == 0:
            taken.respiration[:, 0] = torch.nan  # of the year before, in which the pools were others
        found = [stocks_of(taken.pools), stocks_of(pools), stocks_of(final), taken.respiration, *self._wanted(taken.pools)]
        reached = found[1][:, None]
        for count, _ in enumerate(self.parts, 1):
            last = count == len(self.parts)
            run = taken if last else run_scenario(soil, only(changes, self.parts[:count]), scenario, stop)
            found.append(stocks_of(run.pools) - reached)
            reached = stocks_of(run.pools)
        return [values.cpu().numpy() for values in found]

    def _wanted(self, pools: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Densities and pools of 0-100 cm, ``(batch, numbers)`` each, from pools ``(batch, times, 7, 20)``; none where not asked for."""
        if self.request.depths_m is None:
            return pools.new_empty(len(pools), 0), pools.new_empty(len(pools), 0)
        last = self.sites.changes.forcings[0].last_layer(self.bedrock)
        density = [densities(pools[:, time, 4:].sum(1), last, self.request.depths_m) for time in range(pools.shape[1])]
        thickness = torch.as_tensor(layer_overlap(0.0, STOCK_RANGES_M[-1][1]) / 1000.0, dtype=pools.dtype, device=pools.device)
        return torch.stack(density, 2).flatten(1), (pools @ thickness).transpose(1, 2).flatten(1)


def drawn_numbers(times: int, depths: int = 0, parts: int = 0) -> int:
    """Numbers that are kept of a draw of a site with so many times, parts of the change and, where densities and pools are wanted,
    ``depths``."""
    return times * (DEPTHS * (1 + parts) + 1 + (depths + N_POOLS if depths else 0)) + 2 * DEPTHS


def working_bytes(times: int) -> int:
    """Bytes that a site needs while one draw of it is computed with so many times, in float64: pools, and two forcings."""
    return 8 * ((times + 4) * 7 * len(LAYER_THICKNESS) + 2 * 1000)
