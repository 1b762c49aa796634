"""The default sampler: differential evolution from an archive of past states, for many sites at once.

DE-MC(Z) of ter Braak and Vrugt (2008, doi 10.1007/s11222-008-9104-9): a chain jumps by the difference of two states of its site's
archive, so that the size and the direction of its jumps follow the posterior without any covariance; some jumps go along a line through
a third state (snooker), and some change only part of the parameters, as in DREAM (Vrugt et al. 2009). The archive grows during the warm-up
and does not change after it. So the draws that are used come from plain Metropolis chains, which are correct for any archive.
"""

from __future__ import annotations

import numpy as np

from . import kernels
from .likelihood import LogDensity
from .plans import ChainPlan

INITIAL = 10  # states of the archive at the start, for each parameter, drawn from the prior
# Addresses of the random numbers of the start, beyond any step.
_CHAINS, _ARCHIVE = 2**50, 2**51


class DifferentialSampler:
    """Chains of a block of sites between 0 and 1 in every parameter, where the prior is uniform.

    Parameters
    ----------
    log_density
        Of places and their sites.
    keys
        Of the chains, ``(sites, chains)``: see :func:`binn_engine.proda.plans.chain_keys`.
    plan
        Steps, warm-up and thinning.
    draws
        Array for every ``plan.thin``-th state, ``(plan.records, chains, sites, parameters)`` float32, with the warm-up.
    """

    def __init__(self, log_density: LogDensity, keys: np.ndarray, plan: ChainPlan, draws: np.ndarray) -> None:
        self.restarted = False  # no record is ever written anew
        self._log_density, self._keys, self._plan, self._draws = log_density, keys, plan, draws
        self._sites, self._chains, self._count = *keys.shape, draws.shape[-1]
        self._site = np.repeat(np.arange(self._sites), self._chains)
        self._archive = self._first_archive()
        self._moved = np.empty((self._sites, self._chains, self._count))
        self._correction = np.empty(keys.shape)
        self.step = 0
        self.places = np.empty_like(self._moved)
        kernels.uniform_draws(keys.reshape(-1), _CHAINS, self.places.reshape(-1, self._count))
        self.log_densities = self._density_of(self.places)
        self.accepted = np.zeros(keys.shape, dtype=np.int64)

    def _first_archive(self) -> np.ndarray:
        """Room for the archive, ``(rows, sites, parameters)`` float32, its first rows drawn from the prior."""
        initial, warm = INITIAL * self._count, self._plan.warm_records
        archive = np.full((initial + warm * self._chains, self._sites, self._count), np.nan, dtype=np.float32)
        drawn = np.empty((self._sites, self._count))
        for row in range(initial):
            kernels.uniform_draws(self._keys[:, 0], _ARCHIVE + row, drawn)
            archive[row] = drawn
        return archive

    @property
    def done(self) -> bool:
        """Whether the last step was taken."""
        return self.step >= self._plan.steps

    @property
    def share(self) -> float:
        """How much of the work is done."""
        return self.step / self._plan.steps

    def advance(self) -> None:
        """Steps up to the next draw, and the draw."""
        plan = self._plan
        rows = self._rows()
        for step in range(self.step, self.step + plan.thin):
            if step == plan.warm_up:
                self.accepted[:] = 0
            kernels.differential_moves(self._keys, step, self.places, self._archive, *rows, self._moved, self._correction)
            moved = self._density_of(self._moved)
            kernels.accept(self._keys, step, self.places, self.log_densities, self._moved, moved, self._correction, self.accepted)
        record = self.step // plan.thin
        self._draws[record] = self.places.transpose(1, 0, 2)
        self.step += plan.thin
        if record < plan.warm_records:
            self._append(record)

    def _rows(self) -> tuple[int, int]:
        """Rows of the archive to jump by: the latter half, once the chains have left the prior behind."""
        initial = INITIAL * self._count
        filled = initial + self._chains * min(self.step // self._plan.thin, self._plan.warm_records)
        return (filled // 2 if filled >= 2 * initial else 0), filled

    def _append(self, record: int) -> None:
        first = INITIAL * self._count + record * self._chains
        self._archive[first : first + self._chains] = self._draws[record]

    def _density_of(self, places: np.ndarray) -> np.ndarray:
        return self._log_density(places.reshape(-1, self._count), self._site).reshape(self._keys.shape)

    def written(self) -> np.ndarray:
        """How many records of each chain are in the draws, ``(sites, chains)``."""
        return np.full(self._keys.shape, self.step // self._plan.thin)

    def kept(self) -> np.ndarray:
        """First and last but one of the records that count, ``(sites, chains, 2)``."""
        return np.broadcast_to([self._plan.warm_records, self._plan.records], (*self._keys.shape, 2))

    def acceptance(self) -> np.ndarray:
        """Share of accepted proposals after the warm-up, ``(sites, chains)``."""
        return self.accepted / max(self.step - self._plan.warm_up, 1)

    def state(self) -> dict[str, np.ndarray]:
        """All that is needed, with the draws so far, to go on."""
        return {"step": np.array(self.step), "places": self.places, "log_densities": self.log_densities, "accepted": self.accepted}

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Resume from a state; the draws before it must be in place.

        Parameters
        ----------
        state
            As of :meth:`state`: ``step``, ``places`` ``(sites, chains, parameters)``, ``log_densities`` and ``accepted`` ``(sites,
            chains)``.
        """
        self.step = int(state["step"])
        self.places[:], self.log_densities, self.accepted = state["places"], state["log_densities"].copy(), state["accepted"].copy()
        for record in range(min(self.step // self._plan.thin, self._plan.warm_records)):
            self._append(record)
