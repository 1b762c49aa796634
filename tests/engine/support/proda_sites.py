"""Small inversions: sites with SOC of parameters drawn from the prior."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np

from binn_engine.learning.dataset import Sites
from binn_engine.model.binn import parameter_space
from binn_engine.proda.chains import ChainFolder, Inversion, open_chains
from binn_engine.proda.plans import ChainPlan
from tests.engine.support.twin_sites import random_sites

SPREAD = 0.3


def inversion(steps: int = 200, block: int = 8, sampler: str = "differential", **changes: object) -> Inversion:
    """A short inversion of all 21 parameters."""
    plan = ChainPlan(sampler, 3, steps, steps // 2, 5)
    return Inversion(plan, 1, parameter_space("binn"), "clm5", SPREAD, block, **changes)


def prior_sites(folder: Path, count: int, seed: int = 0) -> tuple[Sites, np.ndarray]:
    """Sites whose SOC is that of a draw from the prior with log-normal noise, and the places ``(count, 21)`` of the draws."""
    draw = np.random.default_rng(seed)
    sites = random_sites(count, seed)
    places = draw.random((count, 21))
    blank = open_chains(folder / "blank", inversion(block=count), sites)
    soc, _ = blank.posterior(0).simulate(places, np.arange(count))
    profiles = sites.profiles
    layers = (blank.observed.weights * soc[profiles.profile]).sum(1)
    noisy = layers * np.exp(SPREAD * draw.normal(size=len(layers)))
    return dataclasses.replace(sites, profiles=dataclasses.replace(profiles, soc=noisy)), places


def small_chains(folder: Path, count: int = 11, **settings: object) -> ChainFolder:
    """The chain folder of a short inversion of such sites."""
    sites, _ = prior_sites(folder, count)
    return open_chains(folder / "chains", inversion(**settings), sites)
