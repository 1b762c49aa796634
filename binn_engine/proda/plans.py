"""The plan of an inversion: sampler, steps, chains; and the keys of its random numbers."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import JobError

PUBLISHED_STEPS = (20_000, 50_000)  # of the two stages of PRODA's sampler


@dataclass(frozen=True)
class ChainPlan:
    """How chains run.

    Parameters
    ----------
    sampler
        ``differential`` or ``published``.
    chains
        For each site.
    steps
        Of each chain, warm-up included.
    warm_up
        Steps that are not used; with ``published``, those of the first stage.
    thin
        Every ``thin``-th state is kept; with ``published``, every ``thin``-th accepted state of the second stage.
    """

    sampler: str
    chains: int
    steps: int
    warm_up: int
    thin: int

    @property
    def records(self) -> int:
        """Room for kept states in a chain."""
        return (self.steps - self.warm_up if self.sampler == "published" else self.steps) // self.thin

    @property
    def warm_records(self) -> int:
        """Kept states of the warm-up."""
        return 0 if self.sampler == "published" else self.warm_up // self.thin

    def check(self) -> None:
        """Raise :class:`JobError` for a plan that no chain can follow."""
        if self.chains < 2:
            raise JobError(f"chains is {self.chains}, but R-hat compares chains and needs at least 2.", "Set chains to 2 or more.")
        if self.thin < 1 or self.steps % self.thin or self.warm_up % self.thin:
            raise JobError(
                f"steps ({self.steps}) and warm_up ({self.warm_up}) are not multiples of thin ({self.thin}).", "Change one of them."
            )
        if not 0 < self.warm_up < self.steps:
            raise JobError(
                f"warm_up is {self.warm_up}, but it must be above 0 and below the number of steps, {self.steps}.",
                "Set warm_up, for example, to half of the steps.",
            )
        if self.records - self.warm_records < 8:
            raise JobError(
                f"{self.steps} steps with a warm-up of {self.warm_up} give fewer than 8 draws.", "Set more steps, or a smaller thin."
            )


def chain_keys(seed: int, sites: Sequence[str], chains: int) -> np.ndarray:
    """Keys of the random numbers of the chains, ``(sites, chains)`` uint64.

    They depend only on the seed, the site's name and the chain, not on the other sites of a batch or on the process that computes it.
    """
    names = [[f"{seed}|{site}|{chain}" for chain in range(chains)] for site in sites]
    keys = [[int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "little") for name in row] for row in names]
    return np.array(keys, dtype=np.uint64).reshape(len(names), chains)
