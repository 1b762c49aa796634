"""From sites to a trained model: the ensemble that a recipe describes."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, replace
from typing import Any, cast

import numpy as np
import torch

from ..errors import InputError
from ..model.binn import Binn, build_network
from ..model.checkpoints import Ensemble, Model, network_settings
from ..model.encoding import Encoding, fit_encoding
from ..model.field_network import FieldNetwork
from ..model.joint_network import JointNetwork
from ..model.network import CovariateNetwork
from ..model.recipes import FIELDS, LEARNERS, source_of_parameters
from ..resampling.splits import TrainingParts
from ..running.devices import Device
from ..running.steps import Step
from ..running.versions import versions
from .costs import GRADIENT_EVALUATIONS, Cost, peak_memory_mb, seconds_to_teach, seconds_to_train
from .dataset import Sites
from .distillation import Teacher, fit_teacher
from .fields.fitting import FieldProblem, fit_fields
from .fields.scale import chosen_scale
from .losses import soc_spreads
from .radiocarbon.teaching import MemberRadiocarbon
from .radiocarbon.term import RadiocarbonTerm
from .task import Task, member_parts
from .training import Epoch, Training, train_network, validated

CHOOSING = 0.2  # share of the fit of fields that the choice of their scale takes


@dataclass(frozen=True)
class Fitted:
    """A trained model, the histories of its networks, the indices of all its training and validation sites, its cost, and what each
    network learned from radiocarbon, if there was any."""

    model: Model
    histories: list[list[Epoch]]
    seen: np.ndarray
    cost: Cost
    radiocarbon: tuple[MemberRadiocarbon, ...] = ()


def fit_ensemble(task: Task, sites: Sites, parts: TrainingParts, step: Step, encoding: Encoding | None = None) -> Fitted:
    """Train every network of the ensemble.

    Parameters
    ----------
    task, sites
        Recipe and parameter space; all sites.
    parts
        Sites for training and for the choice of the best epoch. If the recipe rotates validation, later networks draw their own validation
        sites from both. With a teacher, the networks are trained on it; observations still choose the epoch.
    step
        The device and the reporter.
    encoding
        Of the covariates; None for that of the training and validation sites.

    Raises
    ------
    InputError
        If no layer of the training or of the validation sites can be used.
    """
    recipe = task.recipe
    seen = parts.seen
    if encoding is None:
        encoding = fit_encoding(sites.covariates.names, sites.covariates.categorical, sites.covariates.values[seen], recipe.scaling)
    if recipe.network == FIELDS:
        return _fit_fields(task, sites, parts, encoding, step)
    if recipe.with_fields:
        alone = replace(task, recipe=replace(recipe, with_fields=False))
        share = seconds_to_train(alone.recipe, len(seen)) / seconds_to_train(recipe, len(seen))
        networks = _fit_networks(alone, sites, parts, encoding, step.part(0.0, share))
        fields = _fit_fields(alone, sites, parts, encoding, step.part(share, 1.0))
        return _joined(networks, fields, _first_card(task, sites, seen, step.device))
    return _fit_networks(task, sites, parts, encoding, step)


def _fit_networks(task: Task, sites: Sites, parts: TrainingParts, encoding: Encoding, step: Step) -> Fitted:
    """Networks, trained epoch by epoch."""
    recipe, seen, device = task.recipe, parts.seen, step.device
    networks, histories, evaluations, started = [], [], 0, time.monotonic()
    heard: list[MemberRadiocarbon] = []
    step, teacher = _with_teacher(task, sites, parts, encoding, step)
    for member, own in enumerate(member_parts(task, sites, parts)):
        check_taught(sites, own, recipe.max_soc)
        seed = task.seed + member
        lesson = teacher.lessons(task, sites, seen, seed, device) if teacher else task.tensors(sites, own.train, encoding, device)
        checked = task.tensors(sites, own.validation, encoding, device)
        model = new_binn(task, encoding, places_of(sites, seen), seed, device)
        progress = step.span.part(member / recipe.members, (member + 1) / recipe.members, f"network {member + 1} of {recipe.members}")
        places, term = _with_radiocarbon(task, sites, own, encoding, step.device)
        histories.append(train_network(model, Training(lesson, checked, recipe, seed, term), progress, step.warn))
        if places is not None:
            heard.append(MemberRadiocarbon(places, term.final_errors(model) if term else None))
        networks.append(model)
        evaluations += len(histories[-1]) * (GRADIENT_EVALUATIONS * len(lesson) + len(checked))
    card = _first_card(task, sites, seen, device)
    cost = Cost(len(seen), evaluations, time.monotonic() - started, peak_memory_mb(), recipe.members, recipe.members * len(seen))
    return Fitted(Model(Ensemble(networks).eval(), encoding, task.space, recipe.bedrock, card), histories, seen, cost, tuple(heard))


def _with_radiocarbon(
    task: Task, sites: Sites, parts: TrainingParts, encoding: Encoding, device: Device
) -> tuple[TrainingParts | None, RadiocarbonTerm | None]:
    """The places with radiocarbon of a network, which follow its profiles, and the term of its loss."""
    if task.radiocarbon is None:
        return None, None
    places = task.radiocarbon.parts(sites, parts)
    term = task.radiocarbon.lesson(places, len(parts.train), lambda index: task.radiocarbon_tensors(index, encoding, device), task.seed)
    return places, term


def _fit_fields(task: Task, sites: Sites, parts: TrainingParts, encoding: Encoding, step: Step) -> Fitted:
    """Fields in place of networks, without epochs; validation sites judge a first fit, where there is one, and are fitted too."""
    check_taught(sites, parts, task.recipe.max_soc)
    started, seen = time.monotonic(), parts.seen
    train, checked, every = (task.tensors(sites, index, encoding, step.device) for index in (parts.train, parts.validation, seen))
    scale, tried = 0.0, 0
    if task.recipe.loss == "balanced":  # of real layers, whose errors go together; twins have errors of a known kind
        scale, tried = chosen_scale(task, sites, parts.train, encoding, step.part(0.0, CHOOSING))
        step = step.part(CHOOSING, 1.0)
    fits, judged = fit_fields(FieldProblem(task, every, encoding, step), train, scale)
    history = []
    if judged is not None:
        spreads = soc_spreads(train.soc[train.soc <= task.recipe.max_soc], task.recipe.loss)
        training = Training(train, checked, task.recipe, task.seed)
        history = [validated(judged, training, spreads, (1, fits[0].fit.costs[-1] / len(every.soc)), step.warn)]
    networks = [one.model for one in fits]
    card = _first_card(task, sites, seen, step.device)
    evaluations = tried + sum(one.evaluations for one in fits)
    cost = Cost(len(seen), evaluations, time.monotonic() - started, peak_memory_mb(), len(fits), len(fits) * len(seen))
    return Fitted(Model(Ensemble(networks).eval(), encoding, task.space, task.recipe.bedrock, card), [history] * len(fits), seen, cost)


def _joined(networks: Fitted, fields: Fitted, card: dict[str, Any]) -> Fitted:
    """Networks and fields as one model, of which each member is a network and a fit of fields; epochs are those of the networks."""
    model = networks.model
    pairs = zip(model.ensemble.networks, fields.model.ensemble.networks, strict=True)
    joint = [JointNetwork(cast("CovariateNetwork", one.network), cast("FieldNetwork", other.network)) for one, other in pairs]
    members = [Binn(network, model.space, model.bedrock, model.precision).to(model.device) for network in joint]
    return replace(networks, model=replace(model, ensemble=Ensemble(members).eval(), card=card), cost=networks.cost + fields.cost)


def _first_card(task: Task, sites: Sites, seen: np.ndarray, device: Device) -> dict[str, Any]:
    """What the card of a model says once it is trained, before it is scored."""
    training = training_card(sites, seen, task.seed)
    if task.radiocarbon is not None:  # their places are known to the model too, and test it no more
        training["profile_hashes"] = sorted({*training["profile_hashes"], *task.radiocarbon.hashes})
    return {
        "network": network_settings(task.recipe),
        "recipe": asdict(task.recipe),
        "parameters_from": source_of_parameters(task.recipe),
        "forcing_interpolation": task.recipe.forcing_interpolation,
        "training": training,
        "versions": versions(),
        "device": device.name,
    }


def _with_teacher(task: Task, sites: Sites, parts: TrainingParts, encoding: Encoding, step: Step) -> tuple[Step, Teacher | None]:
    """The rest of the step for BINN's networks, and the recipe's teacher, if it has one."""
    if task.recipe.teacher != LEARNERS:
        return step, None
    check_taught(sites, parts, task.recipe.max_soc)
    recipe, profiles = task.recipe, len(parts.seen)
    share = seconds_to_teach(recipe, profiles) / seconds_to_train(recipe, profiles)
    return step.part(share, 1.0), fit_teacher(task, sites, parts, encoding, step.part(0.0, share))


def check_taught(sites: Sites, parts: TrainingParts, max_soc: float) -> None:
    """Refuse training or validation sites from whose layers nothing can be learned.

    Parameters
    ----------
    sites
        All sites.
    parts
        Sites to train on and to validate on.
    max_soc
        Layers above this SOC, gC/m3, are not used.

    Raises
    ------
    InputError
        Where no layer may be used, or all training layers have the same SOC.
    """
    for name, part in (("training", parts.train), ("validation", parts.validation)):
        soc = sites.profiles.subset(part).soc
        if name == "training" and len(soc) and np.ptp(soc) == 0.0:
            raise InputError(
                f"All {len(soc)} training layers of the SOC profiles have the same SOC, {soc[0]:g} gC/m3, so nothing "
                "can be learned from them.",
                "Check the SOC field (soc_field).",
            )
        if not (soc <= max_soc).any():
            least = f" (the smallest is {soc.min():g})" if len(soc) else ""
            raise InputError(
                f"All {len(soc)} {name} layers of the SOC profiles are above max_soc, {max_soc:g} gC/m3{least}.",
                "Check the unit of SOC, or raise max_soc.",
            )


def places_of(sites: Sites, seen: np.ndarray) -> np.ndarray:
    """Longitude and latitude of some of the sites, degrees, ``(seen, 2)``.

    Parameters
    ----------
    sites
        All sites.
    seen
        Index of the sites, ``(seen,)``.
    """
    return np.stack([sites.profiles.longitude, sites.profiles.latitude], 1)[seen]


def new_binn(task: Task, encoding: Encoding, places: np.ndarray, seed: int, device: Device) -> Binn:
    """An untrained model with the initial weights of ``seed``; its location encoder is scaled by places.

    Parameters
    ----------
    task
        Recipe and parameter space.
    encoding
        Of the covariates.
    places
        Longitude and latitude of the sites that training may use, degrees, ``(seen, 2)``.
    seed
        Of the initial weights.
    device
        Where the model lies.
    """
    torch.manual_seed(seed)
    settings = network_settings(task.recipe)
    network = cast("CovariateNetwork", build_network(encoding.n_continuous, encoding.n_classes, len(task.space.learned_names), settings))
    network.location.center.copy_(torch.from_numpy(places.mean(0)))
    network.location.spread.copy_(torch.from_numpy(places.std(0).clip(min=1e-3)))
    return Binn(network, task.space, task.recipe.bedrock, device.dtype, task.recipe.tempered).to(device.name)


def training_card(sites: Sites, seen: np.ndarray, seed: int) -> dict[str, Any]:
    """What a checkpoint remembers of the sites it was trained on.

    Parameters
    ----------
    sites
        All sites.
    seen
        Index of the sites that the model was trained on, ``(seen,)``.
    seed
        Of the training.
    """
    lon, lat = sites.profiles.longitude[seen], sites.profiles.latitude[seen]
    hashes = np.array(sites.hashes())[seen]
    return {
        "profile_hashes": sorted(str(value) for value in hashes),
        "extent": [float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max())],
        "seed": seed,
    }
