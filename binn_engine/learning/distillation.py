"""Distillation: BINN is trained on the predictions of statistical models, at places between the observed profiles.

A thousand profiles with a few layers each are not enough to determine 21 parameters: the network can fit these profiles with parameters
that are wrong elsewhere. Models that predict SOC directly lose less accuracy between the profiles. So they are trained first, on the same
profiles, and BINN is trained on their predictions at many places between the profiles (a teacher and its student: Hinton et al. 2015, arXiv
1503.02531). BINN's own predictions are still computed by CLM5: the teacher is not used after the training.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.spatial import cKDTree

from ..model.binn import PureNetwork
from ..model.encoding import Encoding, is_from_forcing
from ..resampling.splits import TrainingParts
from ..running.devices import Device
from ..running.steps import Step
from .baselines import pure_network_prediction, train_pure_network
from .costs import LESSONS, TEACHING_NETWORKS
from .dataset import Sites, Tensors
from .task import Task, member_parts
from .training import Training
from .trees import BoostedTrees, KnownLayers, fit_boosting

NETWORKS, PLACES = TEACHING_NETWORKS, LESSONS
NEIGHBOURS = 5


@dataclass(frozen=True)
class Teacher:
    """Pure networks and boosted trees that were trained on the same sites; the networks read covariates in ``encoding``."""

    task: Task
    encoding: Encoding
    networks: tuple[PureNetwork, ...]
    trees: BoostedTrees

    def soc(self, sites: Sites, device: Device) -> np.ndarray:
        """SOC of every layer, ``(layers,)`` gC/m3: the mean of the trees and of the networks' mean, limited to the recipe's ``max_soc``."""
        profiles = sites.profiles
        asked = self.task.tensors(sites, np.arange(len(sites)), self.encoding, device)
        networks = np.mean([pure_network_prediction(network, asked) for network in self.networks], axis=0)
        trees = self.trees.predict(sites.covariates.values, profiles.depth, profiles.profile)
        return np.minimum((networks + trees) / 2.0, self.task.recipe.max_soc)

    def lessons(self, task: Task, sites: Sites, seen: np.ndarray, seed: int, device: Device) -> Tensors:
        """The predictions at ``PLACES`` places for each of the ``seen`` sites (indices), as tensors to train on.

        Parameters
        ----------
        task
            Recipe and parameter space.
        sites
            All sites.
        seen
            Index of the sites that training may use, ``(seen,)``.
        seed
            Of the draws.
        device
            Where the tensors lie.
        """
        places, source = between(sites, seen, seed)
        taught = replace(places, profiles=replace(places.profiles, soc=self.soc(places, device)))
        own = task if task.prescribed is None else replace(task, prescribed=task.prescribed[source])
        return own.tensors(taught, np.arange(len(taught)), self.encoding, device)


def fit_teacher(task: Task, sites: Sites, parts: TrainingParts, encoding: Encoding, step: Step) -> Teacher:
    """Train a teacher on some sites; none of its models reads any other site.

    Parameters
    ----------
    task
        Recipe and parameter space.
    sites
        All sites.
    parts
        Sites to train on, and to validate on.
    encoding
        Of the covariates.
    step
        The device and the reporter.
    """
    alone = replace(task, recipe=replace(task.recipe, members=NETWORKS), prescribed=None)
    networks = []
    for number, own in enumerate(member_parts(alone, sites, parts)):
        taught, checked = (alone.tensors(sites, part, encoding, step.device) for part in (own.train, own.validation))
        progress = step.span.part(number / NETWORKS, (number + 1) / NETWORKS, f"teacher {number + 1} of {NETWORKS}")
        networks.append(train_pure_network(encoding, Training(taught, checked, alone.recipe, task.seed + number), progress))
    trees = fit_boosting(KnownLayers.of(sites.subset(parts.seen)), task.seed, task.recipe.max_soc)
    return Teacher(alone, encoding, tuple(networks), trees)


def between(sites: Sites, seen: np.ndarray, seed: int) -> tuple[Sites, np.ndarray]:
    """Places between the ``seen`` sites in the space of covariates, and the index of the site that each begins at.

    A place has the forcing, classes, coordinates and layers of its site, since of depths that nobody observed a teacher knows nothing, and
    continuous covariates somewhere between those of the site and of one of its nearest neighbours among ``seen``.

    Parameters
    ----------
    sites
        All sites.
    seen
        Index of the sites that training may use, ``(seen,)``.
    seed
        Of the draws.
    """
    draw = np.random.default_rng(seed)
    source = np.repeat(seen, PLACES)
    table = sites.covariates
    mixed = np.array([not known and not is_from_forcing(name) for name, known in zip(table.names, table.categorical)], dtype=bool)
    values = table.values[source]
    if mixed.any() and len(seen) > 1:
        spread = table.values[seen][:, mixed].std(0).clip(min=1e-12)
        nearest = min(NEIGHBOURS, len(seen) - 1)
        _, near = cKDTree(table.values[seen][:, mixed] / spread).query(values[:, mixed] / spread, nearest + 1)
        other = seen[near[np.arange(len(source)), draw.integers(1, nearest + 1, len(source))]]
        values[:, mixed] += draw.uniform(size=(len(source), 1)) * (table.values[other] - table.values[source])[:, mixed]
    return replace(sites.subset(source), covariates=replace(table, values=values)), source
