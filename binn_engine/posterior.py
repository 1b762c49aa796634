"""What a model says of a batch of sites, with its Monte Carlo dropout spread."""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from threading import Event

import numpy as np
import torch

from .batches import in_batches, in_halves, sites_at_once
from .binn import Binn
from .checkpoints import Model
from .clm5 import Forcing, SoilCarbon
from .clm5.geometry import INTERFACE_DEPTH, N_LAYERS, layer_overlap, point_weights
from .devices import map_in_threads
from .errors import Cancelled, JobError
from .network import Inputs
from .tables import PROCESS_NAMES, PRODUCT_BY_NAME, STOCK_RANGES_M

# Draws times sites at a time: bounds the memory of many passes (a draw of a site is 34 numbers).
LARGEST_STACK = 1_000_000


@dataclass(frozen=True)
class Spread:
    """Monte Carlo settings: number of dropout ``passes`` (0: none), the ``quantiles`` over them, and their ``seed``."""

    passes: int = 0
    quantiles: tuple[float, ...] = ()
    seed: int = 1

    def check(self, model: Model) -> None:
        """Raise :class:`JobError` where ``model`` cannot give this spread."""
        if self.passes < 0 or self.passes == 1:
            raise JobError(f"The number of passes is {self.passes}.", "Give 0, or at least 2.")
        if self.passes and model.dropout == 0.0 and len(model.ensemble.members) == 1:
            raise JobError(
                "The model is one network trained without dropout, so Monte Carlo passes would all be the same.",
                "Train it with a dropout above 0, or predict with 0 passes.",
            )
        if any(not 0.0 <= q <= 1.0 for q in self.quantiles):
            raise JobError(f"Quantiles {self.quantiles} are not between 0 and 1.", "Give shares, such as 0.05.")


def site_variables(
    parameters: torch.Tensor, state: SoilCarbon, last_layer: torch.Tensor, depths_m: Sequence[float]
) -> dict[str, torch.Tensor]:
    """The values of the products of a batch of sites, ``(batch, bands)`` each, in the order of ``tables.value_bands``.

    SOC density is zero below the bottom of ``last_layer`` (1-based, ``(batch,)``); stocks are in kgC/m2.
    """
    soc = state.soc
    layer, inside, weights, thickness = _soc_tables(tuple(depths_m), soc.dtype, soc.device)
    last = last_layer.long() - 1
    # Below the last layer above bedrock its value goes on, so that depths between its node and its bottom have it.
    density = (soc.gather(1, layer[last]) @ weights) * inside[last]
    return {
        "parameters": parameters,
        "processes": torch.stack([state.processes[name] for name in PROCESS_NAMES], 1),
        "soc": torch.cat([density, soc @ thickness], 1),
    }


@functools.lru_cache(maxsize=8)
def _soc_tables(depths_m: tuple[float, ...], dtype: torch.dtype, device: torch.device) -> tuple[torch.Tensor, ...]:
    """For each possible last layer the layer to read, ``(20, 20)``, and whether each depth lies above its bottom, ``(20, depths)``; the
    weights of the layers at each depth, ``(20, depths)``; and their thickness in each stock over 1000, ``(20, stocks)``."""
    layers = np.arange(N_LAYERS)
    layer = np.minimum(layers[None, :], layers[:, None])
    inside = np.array(depths_m)[None, :] <= INTERFACE_DEPTH[:, None]
    weights = point_weights(np.array(depths_m)).T if depths_m else np.zeros((N_LAYERS, 0))
    thickness = np.stack([layer_overlap(top, bottom) / 1000.0 for top, bottom in STOCK_RANGES_M], 1)
    floats = (torch.as_tensor(array, dtype=dtype, device=device) for array in (inside, weights, thickness))
    return torch.as_tensor(layer, device=device), *floats


def predict_sites(
    model: Model,
    inputs: Inputs,
    forcing: Forcing,
    depths_m: Sequence[float],
    spread: Spread,
    wanted: Collection[str],
    warn: Callable[[str, str], None],
) -> dict[str, np.ndarray]:
    """Products of a batch of sites.

    Parameters
    ----------
    wanted
        Names of products, see ``tables.PRODUCTS``.

    Returns
    -------
    Product name to ``(batch, bands)``. Without passes, the mean over the checkpoint's networks; with passes, the mean, standard
    deviation and quantiles over the passes, which take turns through the networks.
    """
    draws = _draws(model, spread)
    device = inputs.continuous.device
    sites = max(1, min(sites_at_once(device), LARGEST_STACK // len(draws)))
    everyone = torch.arange(len(inputs), device=device)

    def predict(index: torch.Tensor, stop: Event) -> dict[str, np.ndarray]:
        return _predict_batch(model, inputs.at(index), forcing.at(index), depths_m, draws, spread, wanted, stop)

    def predict_in_halves(index: torch.Tensor, stop: Event) -> list[dict[str, np.ndarray]]:
        return in_halves(lambda some: predict(some, stop), index, warn)

    if device.type == "cpu":
        parts = [part for batch in map_in_threads(predict_in_halves, everyone.split(sites)) for part in batch]
    else:
        parts = in_batches(lambda some: predict(some, Event()), everyone, sites, warn)
    return {name: np.concatenate([part[name] for part in parts]) for name in wanted}


def _draws(model: Model, spread: Spread) -> list[tuple[Binn, list[torch.Tensor] | None]]:
    """The networks to run, each with its dropout masks: all of the checkpoint's, or one a pass."""
    members = model.ensemble.members
    if not spread.passes:
        return [(member, None) for member in members]
    chosen = [members[number % len(members)] for number in range(spread.passes)]
    return [(member, member.network.dropout_masks(pass_generator(spread.seed, number))) for number, member in enumerate(chosen)]


@torch.no_grad()
def _predict_batch(
    model: Model,
    inputs: Inputs,
    forcing: Forcing,
    depths_m: Sequence[float],
    draws: list[tuple[Binn, list[torch.Tensor] | None]],
    spread: Spread,
    wanted: Collection[str],
    stop: Event,
) -> dict[str, np.ndarray]:
    last = (
        forcing.bedrock_layer[forcing.cell]
        if model.bedrock == "clm5"
        else torch.full((len(inputs),), N_LAYERS, device=inputs.continuous.device)
    )
    values: dict[str, list[np.ndarray]] = {PRODUCT_BY_NAME[name].variables: [] for name in wanted}
    for member, masks in draws:
        if stop.is_set():
            raise Cancelled
        prediction = member(inputs, forcing, masks=masks)
        found = site_variables(prediction.parameters, prediction.state, last, depths_m)
        for name, stack in values.items():
            stack.append(found[name].cpu().numpy())
    stacks = {name: np.stack(stack) for name, stack in values.items()}
    return {name: _statistic(stacks[PRODUCT_BY_NAME[name].variables], PRODUCT_BY_NAME[name].statistic, spread.quantiles) for name in wanted}


def _statistic(stack: np.ndarray, statistic: str, quantiles: Sequence[float]) -> np.ndarray:
    """One statistic over the draws of ``stack``, ``(draws, batch, bands)``."""
    if statistic == "value":
        return stack.mean(0)
    if statistic == "sd":
        return stack.std(0, ddof=1)
    return np.moveaxis(np.quantile(stack, quantiles, axis=0), 0, -1).reshape(stack.shape[1], -1)


def pass_generator(seed: int, number: int) -> torch.Generator:
    """The random numbers of one pass: the same for every site, whatever the tiling."""
    mixed = np.random.SeedSequence([seed, number]).generate_state(1, np.uint64)[0]
    return torch.Generator().manual_seed(int(mixed >> 1))
