"""The training task, and which profiles each network of an ensemble is trained on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import torch

from ..model.binn import ParameterSpace, parameter_space
from ..model.encoding import Encoding
from ..model.recipes import Recipe, recipe_of
from ..resampling.folds import validation_of
from ..resampling.splits import TrainingParts, place_of
from ..running.devices import Device
from ..settings import LearningJob
from ..settings.texts import parse_assignments
from .dataset import Sites, Tensors, to_tensors
from .radiocarbon.sites import RadiocarbonTensors
from .radiocarbon.teaching import TaughtRadiocarbon


@dataclass(frozen=True)
class Task:
    """What to learn: the parameter space, the recipe, the seed, for twins the ``(sites, 21)`` parameters prescribed at every site, and the
    radiocarbon that networks learn from beside SOC, if there is any."""

    space: ParameterSpace
    recipe: Recipe
    seed: int
    prescribed: np.ndarray | None = None
    radiocarbon: TaughtRadiocarbon | None = None

    def tensors(self, sites: Sites, index: np.ndarray, encoding: Encoding, device: Device) -> Tensors:
        """Some of the sites as tensors, with their prescribed parameters.

        Parameters
        ----------
        sites
            All sites.
        index
            Of the sites wanted, ``(n,)``.
        encoding
            Of the covariates.
        device
            Where the tensors lie.
        """
        tensors = to_tensors(sites.subset(index), encoding, self.recipe.bedrock, device.name, device.dtype)
        if self.prescribed is None:
            return tensors
        given = torch.from_numpy(self.prescribed[index]).to(device.name, device.dtype)
        return Tensors(**{**vars(tensors), "prescribed": given})

    def radiocarbon_tensors(self, index: np.ndarray, encoding: Encoding, device: Device) -> RadiocarbonTensors:
        """Some of the sites with radiocarbon as tensors.

        Parameters
        ----------
        index
            Of the sites wanted, ``(n,)``.
        encoding
            Of the covariates.
        device
            Where the tensors lie.

        Raises
        ------
        ValueError
            If the task has no radiocarbon.
        """
        if self.radiocarbon is None:
            raise ValueError("the task has no radiocarbon")
        return self.radiocarbon.sites.subset(index).tensors(encoding, self.recipe.bedrock, device)


def task_of(job: LearningJob) -> Task:
    """What a job learns and how; raises :class:`JobError` for a setting out of its range."""
    return Task(parameter_space(job.prior, job.learned, parse_assignments(job.fixed, "fixed")), recipe_of(job), job.seed)


def member_parts(task: Task, sites: Sites, parts: TrainingParts) -> Iterator[TrainingParts]:
    """Training and validation sites of every network of the ensemble: see :func:`binn_engine.learning.fit.fit_ensemble`.

    Parameters
    ----------
    task
        Recipe and parameter space.
    sites
        All sites.
    parts
        Of the first network; the others may draw their own.
    """
    seen, validation = parts.seen, parts.validation
    place = place_of(sites.profiles.longitude, sites.profiles.latitude)
    yield parts
    for member in range(1, task.recipe.members):
        own = validation
        if task.recipe.rotating:
            own = validation_of(seen, place, len(validation) / len(seen), task.seed + member)
        yield TrainingParts(np.setdiff1d(seen, own), own)
