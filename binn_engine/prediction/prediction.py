"""Predictions of a model for a batch of sites, and their uncertainty."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from threading import Event
from typing import TypeVar

import numpy as np
import torch

from ..clm5.interpolation import interpolated
from ..errors import Cancelled
from ..learning.batches import in_batches, in_halves, sites_at_once
from ..learning.site_inputs import ModelSites
from ..model.checkpoints import Model
from ..model.spread import Draw, Spread, settled
from ..running.callbacks import Warn
from ..running.devices import map_in_threads
from ..tables import PRODUCT_BY_NAME
from .product_request import ProductRequest
from .site_variables import age_variables, site_variables

# Draws times sites at a time: bounds the memory of many passes (a draw of a site is 34 numbers).
LARGEST_STACK = 100_000
# Sites whose forcing is interpolated at a time on the CPU: more would be asked of the system anew for each batch, which takes longer than
# the interpolation.
MIXED_SITES = 1024
# Products of matrices with fewer rows go another way, with other rounding (up to 11 rows, measured on two threads): a pixel must not
# depend on how many are beside it.
LEAST_ROWS = 64


@dataclass(frozen=True)
class SiteProducts:
    """``products`` by name, ``(batch, bands)`` each, and the number of ``draws`` at each site, ``(batch,)``."""

    products: dict[str, np.ndarray]
    draws: np.ndarray


@dataclass(frozen=True)
class VariableRequest:
    """Draws that are asked for.

    Parameters
    ----------
    variables
        ``parameters``, ``processes``, ``soc`` or ``ages``.
    depths_m
        Depths of SOC density, m.
    spread
        How predictions are drawn.
    """

    variables: Collection[str]
    depths_m: Sequence[float]
    spread: Spread


def predict_sites(model: Model, sites: ModelSites, request: ProductRequest, warn: Warn, most: int | None = None) -> SiteProducts:
    """Products of a batch of sites: of the mean of the checkpoint's networks; with spread, of the mean of its draws.

    Parameters
    ----------
    model
        Its networks and calibration.
    sites
        What the model reads there.
    request
        Products, spread and depths.
    warn
        Called with a code and a message if memory runs out.
    most
        Largest number of sites to compute at a time; None: as many as suit the device.
    """
    draws = request.spread.draws(model)
    size = max(1, min(most or sites_at_once(sites.device), _batch(sites), LARGEST_STACK // len(draws)))
    everyone = torch.arange(len(sites), device=sites.device)

    def predict(index: torch.Tensor, stop: Event) -> SiteProducts:
        return _predict_batch(model, sites.at(index), request, draws, stop)

    def predict_in_halves(index: torch.Tensor, stop: Event) -> list[SiteProducts]:
        return in_halves(lambda some: predict(some, stop), index, warn)

    if sites.device.type == "cpu":
        parts = [part for batch in map_in_threads(predict_in_halves, everyone.split(size)) for part in batch]
    else:
        parts = in_batches(lambda some: predict(some, Event()), everyone, size, warn)
    products = {name: np.concatenate([part.products[name] for part in parts]) for name in request.products}
    return SiteProducts(products, np.concatenate([part.draws for part in parts]))


Reduced = TypeVar("Reduced")


def reduce_draws(
    model: Model,
    sites: ModelSites,
    request: VariableRequest,
    reduce: Callable[[np.ndarray, dict[str, np.ndarray]], Reduced],
    warn: Warn,
) -> list[Reduced]:
    """What ``reduce`` makes of every batch of sites: it gets their rows and the draws of the variables, ``(draws, n, bands)``
    each, in the order of ``bands.value_bands``. A draw is one and the same function at every site.

    Parameters
    ----------
    model
        Its networks.
    sites
        What the model reads there.
    request
        Variables, depths and spread.
    reduce
        Takes the rows of a batch, ``(n,)``, and the draws by variable, ``(draws, n, bands)``.
    warn
        Called with a code and a message if memory runs out.
    """
    draws = request.spread.draws(model)
    size = max(1, min(_batch(sites), LARGEST_STACK // len(draws)))

    @torch.no_grad()
    def batch(index: torch.Tensor, stop: Event) -> list[Reduced]:
        def some(part: torch.Tensor) -> Reduced:
            return reduce(part.cpu().numpy(), _draw(model, sites.at(part), request, draws, stop))

        return in_halves(some, index, warn)

    batches = torch.arange(len(sites), device=sites.device).split(size)
    if sites.device.type == "cpu":
        return [found for parts in map_in_threads(batch, batches) for found in parts]
    return [found for index in batches for found in batch(index, Event())]


def _batch(sites: ModelSites) -> int:
    """How many sites to compute at a time."""
    size = sites_at_once(sites.device)
    return size if sites.forcing.shares is None or sites.device.type != "cpu" else min(size, MIXED_SITES)


@torch.no_grad()
def _predict_batch(model: Model, sites: ModelSites, request: ProductRequest, draws: list[Draw], stop: Event) -> SiteProducts:
    """Draws in rounds; sites whose spread is known well enough after one take no part in the next."""
    wanted = {PRODUCT_BY_NAME[name].variables for name in request.products}
    judged = {PRODUCT_BY_NAME[name].variables for name in request.products if PRODUCT_BY_NAME[name].needs_draws}
    drawn_of = VariableRequest(wanted, request.depths_m, request.spread)
    active = torch.arange(len(sites), device=sites.device)
    stacks: dict[str, np.ndarray] = {}
    products: dict[str, np.ndarray] = {}
    counts = np.empty(len(sites), dtype=int)
    first = 0
    for last in request.spread.rounds(len(draws)):
        drawn = _draw(model, sites.at(active), drawn_of, draws[first:last], stop)
        stacks = {name: np.concatenate([stacks[name], drawn[name]]) if first else drawn[name] for name in wanted}
        tolerance = request.spread.tolerance
        done = np.ones(len(active), dtype=bool) if last == len(draws) else settled([stacks[name] for name in judged], tolerance)
        if done.any():
            rows = active.cpu().numpy()[done]
            counts[rows] = last
            for name in request.products:
                values = request.statistic(model, PRODUCT_BY_NAME[name], stacks[PRODUCT_BY_NAME[name].variables][:, done])
                products.setdefault(name, np.empty((len(sites), values.shape[1])))[rows] = values
        active = active[torch.from_numpy(~done).to(active.device)]
        stacks = {name: stack[:, ~done] for name, stack in stacks.items()}
        first = last
        if not len(active):
            break
    return SiteProducts(products, counts)


def _draw(model: Model, sites: ModelSites, request: VariableRequest, draws: list[Draw], stop: Event) -> dict[str, np.ndarray]:
    """Draws of the variables, ``(draws, batch, bands)`` each."""
    few = len(sites)
    if few < LEAST_ROWS:
        again = torch.arange(LEAST_ROWS, device=sites.device) % few
        filled = _draw(model, sites.at(again), request, draws, stop)
        return {name: stack[:, :few] for name, stack in filled.items()}
    forcing = interpolated(sites.forcing)  # once for all draws
    last = forcing.last_layer(model.bedrock)
    stacks: dict[str, np.ndarray] = {}
    for number, (member, masks) in enumerate(draws):
        if stop.is_set():
            raise Cancelled
        prediction = member(sites.inputs, forcing, masks=masks)
        found = site_variables(prediction.parameters, prediction.state, last, request.depths_m)
        if "ages" in request.variables:
            found["ages"] = age_variables(member.clm5, prediction.parameters, forcing, prediction.soc)
        for name in request.variables:
            values = found[name].cpu().numpy()
            if not number:
                # Filled in place: a list of draws and their stack would be in memory together.
                stacks[name] = np.empty((len(draws), *values.shape), values.dtype)
            stacks[name][number] = values
    return stacks
