"""Radiocarbon in a job that learns: which of its sites train, which are held out as the profiles are, and how well it is fitted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from ..errors import InputError
from ..resampling.following import NOWHERE, parts_that_follow
from ..resampling.splits import Split
from ..running.context import Run
from ..running.devices import Device
from ..scoring.scores import refuse_overlap
from ..settings import TrainJob
from .dataset import Sites
from .fit import Fitted
from .radiocarbon.prediction import ensemble_delta
from .radiocarbon.reading import read_radiocarbon_sites
from .radiocarbon.scores import radiocarbon_scores
from .radiocarbon.sites import RadiocarbonSites
from .radiocarbon.teaching import TaughtRadiocarbon, places_of_sites
from .results import TESTS
from .task import Task

SEEN = 0


@dataclass(frozen=True, eq=False)
class Heard:
    """The sites with radiocarbon of a training.

    Parameters
    ----------
    sites
        All of them.
    seen
        Index of those that networks learn from, or choose their epochs by.
    tests
        Index of those that are held out, by the name of the test.
    """

    sites: RadiocarbonSites
    seen: np.ndarray
    tests: Mapping[str, np.ndarray]

    @property
    def everywhere(self) -> np.ndarray:
        """Index of all sites that a final training learns from."""
        return np.sort(np.concatenate([self.seen, *self.tests.values()]))

    @property
    def unused(self) -> np.ndarray:
        """Index of the sites that would be on both sides of the split."""
        return np.setdiff1d(np.arange(len(self.sites)), self.everywhere)


def with_radiocarbon(run: Run[TrainJob], task: Task, sites: Sites, split: Split) -> tuple[Task, Heard | None]:
    """The task with the job's radiocarbon, and how its sites are divided; the task as it is where the job has none.

    Parameters
    ----------
    run
        The run.
    task
        Without radiocarbon.
    sites, split
        The sites with SOC, and their parts.

    Raises
    ------
    InputError
        Where no site with radiocarbon is left to learn from.
    """
    job = run.job
    if not job.radiocarbon:
        return task, None
    others = read_radiocarbon_sites(run, task.recipe, sites)
    everywhere = np.arange(len(others))
    part = np.full(len(sites), SEEN)
    numbers = {name: number for number, name in enumerate(TESTS, 1)}
    for name, number in numbers.items():
        part[split.parts()[name]] = number
    followed = parts_that_follow(
        places_of_sites(sites, np.arange(len(sites))), part, places_of_sites(others.sites, everywhere), job.block_degrees
    )
    tests = {TESTS[name]: np.flatnonzero(followed == number) for name, number in numbers.items()}
    heard = Heard(others, np.flatnonzero(followed == SEEN), tests)
    check_apart(sites, split.seen, others, heard.seen, followed)
    if not len(heard.seen):
        raise InputError(
            f"All {len(others)} sites of {job.radiocarbon} lie where profiles are held out for a test, so none is left to learn from.",
            "Use smaller fractions for testing, or another seed.",
        )
    if len(heard.unused):
        run.reporter.warning(
            "radiocarbon_split",
            f"{len(heard.unused):,} of {len(others):,} sites with radiocarbon are not used: they share a place with profiles of one side "
            "of the split, and a block with profiles of the other.",
        )
    return replace(task, radiocarbon=TaughtRadiocarbon(others, heard.seen, job.radiocarbon_weight, job.block_degrees)), heard


def check_apart(sites: Sites, seen: np.ndarray, others: RadiocarbonSites, heard: np.ndarray, followed: np.ndarray) -> None:
    """Raise :class:`InputError` where a place is on both sides of a split, with SOC or with radiocarbon.

    Parameters
    ----------
    sites, others
        The sites with SOC, and those with radiocarbon.
    seen, heard
        Index of those that networks see, ``(n,)`` each.
    followed
        The part of every site with radiocarbon, ``(others,)``; ``NOWHERE``: not used.
    """
    profiles, layers = np.array(sites.hashes()), np.array(others.sites.hashes())
    tested = np.setdiff1d(np.flatnonzero(followed != NOWHERE), heard)
    unseen = np.setdiff1d(np.arange(len(sites)), seen)
    refuse_overlap([*profiles[seen], *layers[heard]], [*profiles[unseen], *layers[tested]])


def final_task(task: Task, heard: Heard | None) -> Task:
    """The task of a final training, which learns from the tests' sites too."""
    if heard is None or task.radiocarbon is None:
        return task
    return replace(task, radiocarbon=task.radiocarbon.using(heard.everywhere))


def heard_summary(task: Task, fitted: Fitted, heard: Heard, device: Device) -> dict[str, Any]:
    """What a model learned from radiocarbon, ready for JSON: the sites and layers used and left out, the errors of the model (permil), and
    the scores of the training, validation and test sites.

    Training and validation sites are predicted by the networks that were trained on them, and judged by them; test sites by all.

    Parameters
    ----------
    task, fitted
        What was trained.
    heard
        Its sites with radiocarbon.
    device
        Where to compute.
    """
    others = heard.sites
    account = {name: value for name, value in others.account.items() if name != "summary"}
    account["left_out_by_split"] = len(heard.unused)
    fit = {
        "train": _own_scores(task, fitted, others, "train", device),
        "validation": _own_scores(task, fitted, others, "validation", device),
    }
    for name, index in heard.tests.items():
        if len(index):
            asked = task.radiocarbon_tensors(index, fitted.model.encoding, device)
            fit[name] = _scores(others.subset(index), ensemble_delta(fitted.model.ensemble.networks, asked))
    return {**account, "errors_permil": learned_errors(fitted), "fit": {name: scores for name, scores in fit.items() if scores}}


def learned_errors(fitted: Fitted) -> dict[str, float]:
    """The errors of the model at a site and at a layer besides, permil: means over the networks.

    Raises
    ------
    InputError
        If no network had a site with radiocarbon to learn from.
    """
    rows = [member.errors for member in fitted.radiocarbon if member.errors is not None]
    if not rows:
        raise InputError(
            "All sites with radiocarbon lie where profiles choose the best epoch, so no network could learn from them.",
            "Give radiocarbon of more sites, or another seed.",
        )
    return {"site": float(np.mean([row.site for row in rows])), "layer": float(np.mean([row.layer for row in rows]))}


def _scores(others: RadiocarbonSites, predicted: np.ndarray) -> dict[str, Any]:
    return radiocarbon_scores(others.delta, predicted, others.sites.profiles.depth, others.site)


def _own_scores(task: Task, fitted: Fitted, others: RadiocarbonSites, part: str, device: Device) -> dict[str, Any]:
    """Scores of the sites that are in a part of any network, each predicted by the mean of those networks; empty without any."""
    total, count = np.zeros(len(others.delta)), np.zeros(len(others.delta))
    for network, member in zip(fitted.model.ensemble.networks, fitted.radiocarbon):
        index = getattr(member.parts, part)
        if len(index):
            asked = task.radiocarbon_tensors(index, fitted.model.encoding, device)
            rows = others.layers_of(index)
            total[rows] += ensemble_delta([network], asked)
            count[rows] += 1.0
    rows = np.flatnonzero(count)
    if not len(rows):
        return {}
    return radiocarbon_scores(others.delta[rows], total[rows] / count[rows], others.sites.profiles.depth[rows], others.site[rows])
