"""From sites to a trained model: the ensemble that a recipe describes."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch

from ..devices import Device
from ..errors import InputError
from ..events import Span
from ..model.binn import Binn, ParameterSpace, build_network
from ..model.checkpoints import Ensemble, Model, network_settings
from ..model.encoding import Encoding, fit_encoding
from ..model.recipes import Recipe
from ..resampling.folds import validation_of
from ..resampling.splits import place_of
from ..versions import versions
from .costs import GRADIENT_EVALUATIONS, Cost, peak_memory_mb
from .dataset import Sites, Tensors, to_tensors
from .training import Epoch, Warn, train_network


@dataclass(frozen=True)
class Fitted:
    """A trained model, the histories of its networks, the indices of all the sites that training or validation saw, and what it cost."""

    model: Model
    histories: list[list[Epoch]]
    seen: np.ndarray
    cost: Cost


@dataclass(frozen=True)
class Task:
    """What to learn: the parameter space, the recipe, the seed, and for twins the ``(sites, 21)`` parameters prescribed at every site."""

    space: ParameterSpace
    recipe: Recipe
    seed: int
    prescribed: np.ndarray | None = None

    def tensors(self, sites: Sites, index: np.ndarray, encoding: Encoding, device: Device) -> Tensors:
        """Some of the sites as tensors, with their prescribed parameters."""
        tensors = to_tensors(sites.subset(index), encoding, self.recipe.bedrock, device.name, device.dtype)
        if self.prescribed is None:
            return tensors
        given = torch.from_numpy(self.prescribed[index]).to(device.name, device.dtype)
        return Tensors(**{**vars(tensors), "prescribed": given})


def fit_ensemble(
    task: Task,
    sites: Sites,
    train: np.ndarray,
    validation: np.ndarray,
    device: Device,
    span: Span,
    warn: Warn,
    encoding: Encoding | None = None,
) -> Fitted:
    """Train every network of the ensemble.

    Parameters
    ----------
    train, validation
        Indices of the sites to learn from and to choose the best epoch by. Where the recipe rotates, networks after the first draw
        validation places of their own, as many, from both.
    span
        The run's progress while it trains.
    warn
        Called with a code and a message.
    encoding
        Of the covariates; None for that of the training and validation sites.

    Raises
    ------
    InputError
        Where no layer of the training or of the validation sites may teach.
    """
    recipe = task.recipe
    seen = np.sort(np.concatenate([train, validation]))
    if encoding is None:
        encoding = fit_encoding(sites.covariates.names, sites.covariates.categorical, sites.covariates.values[seen], recipe.scaling)
    networks, histories, evaluations, started = [], [], 0, time.monotonic()
    for member, parts in enumerate(member_parts(task, sites, train, validation)):
        check_taught(sites, *parts, recipe.max_soc)
        tensors = [task.tensors(sites, part, encoding, device) for part in parts]
        model = new_binn(task, encoding, sites, seen, task.seed + member, device)
        progress = span.part(member / recipe.members, (member + 1) / recipe.members)
        histories.append(train_network(model, *tensors, recipe, task.seed + member, progress, warn))
        networks.append(model)
        evaluations += len(histories[-1]) * (GRADIENT_EVALUATIONS * len(parts[0]) + len(parts[1]))
    card = {
        "network": network_settings(recipe),
        "recipe": asdict(recipe),
        "training": training_card(sites, seen, task.seed),
        "versions": versions(),
        "device": device.name,
    }
    cost = Cost(len(seen), evaluations, time.monotonic() - started, peak_memory_mb(), recipe.members, recipe.members * len(seen))
    return Fitted(Model(Ensemble(networks).eval(), encoding, task.space, recipe.bedrock, card), histories, seen, cost)


def member_parts(task: Task, sites: Sites, train: np.ndarray, validation: np.ndarray) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Training and validation sites of every network of the ensemble, as indices: see :func:`fit_ensemble`."""
    seen = np.sort(np.concatenate([train, validation]))
    place = place_of(sites.profiles.longitude, sites.profiles.latitude)
    yield train, validation
    for member in range(1, task.recipe.members):
        own = validation
        if task.recipe.rotating:
            own = validation_of(seen, place, len(validation) / len(seen), task.seed + member)
        yield np.setdiff1d(seen, own), own


def check_taught(sites: Sites, train: np.ndarray, validation: np.ndarray, max_soc: float) -> None:
    """Raise :class:`InputError` where no layer of the training or of the validation sites may teach, or all say the same."""
    for name, part in (("training", train), ("validation", validation)):
        soc = sites.profiles.subset(part).soc
        if name == "training" and len(soc) and np.ptp(soc) == 0.0:
            raise InputError(
                f"All {len(soc)} training layers of the SOC profiles have the same SOC, {soc[0]:g} gC/m3: there is nothing to learn.",
                "Check the field of SOC.",
            )
        if not (soc <= max_soc).any():
            least = f" (the smallest is {soc.min():g})" if len(soc) else ""
            raise InputError(
                f"All {len(soc)} {name} layers of the SOC profiles are above max_soc, {max_soc:g} gC/m3{least}.",
                "Check the unit of SOC, or raise max_soc.",
            )


def new_binn(task: Task, encoding: Encoding, sites: Sites, seen: np.ndarray, seed: int, device: Device) -> Binn:
    """An untrained model with the initial weights of ``seed``; its location encoder is scaled by the ``seen`` sites."""
    torch.manual_seed(seed)
    settings = network_settings(task.recipe)
    network = build_network(encoding.n_continuous, encoding.n_classes, len(task.space.learned_names), settings)
    place = np.stack([sites.profiles.longitude, sites.profiles.latitude], 1)[seen]
    network.location.center.copy_(torch.from_numpy(place.mean(0)))
    network.location.spread.copy_(torch.from_numpy(place.std(0).clip(min=1e-3)))
    return Binn(network, task.space, task.recipe.bedrock, device.dtype, task.recipe.tempered).to(device.name)


def training_card(sites: Sites, seen: np.ndarray, seed: int) -> dict[str, Any]:
    """What a checkpoint remembers of the sites it was trained on."""
    lon, lat = sites.profiles.longitude[seen], sites.profiles.latitude[seen]
    hashes = np.array(sites.hashes())[seen]
    return {
        "profile_hashes": sorted(str(value) for value in hashes),
        "extent": [float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())],
        "seed": seed,
    }
