"""The sampler of the published PRODA, for comparison: two stages, and an acceptance rule that becomes stricter.

As in the published code of PRODA (Tao et al. 2020, doi 10.3389/fdata.2020.00017): 20,000 proposals from a box, then 50,000 from a normal
distribution with the covariance of the chain so far. A worse state is accepted with the probability ``exp(-(J' - J) ln(i + 2))``, where
``i`` counts the proposals of the stage. So the sampled density is narrower than the posterior, and becomes narrower with more proposals.
The description leaves some points open. Here, *the chain so far* means the accepted states of both stages; a stage that is run again
continues from its last state; proposals outside the ranges are drawn again.
"""

from __future__ import annotations

import numpy as np

from . import kernels
from .likelihood import LogDensity
from .plans import ChainPlan

BOX, SHRINK, LEAST_ACCEPTED, BOX_RETRIES = 0.2, 1.1, 50, 3
COVARIANCE_SHARE, REFRESHED_AFTER = 2.4, 4000
ACCEPTANCE, SLOWER, FASTER, RETRIES = (0.1, 0.5), 0.7, 2.0, 5
_ACCEPT = 127  # slot of the random number that decides
_AT_ONCE = 20  # proposals of every chain between two looks at the clock
_FIELDS = (
    "places", "log_densities", "stage", "iteration", "accepted", "attempt", "width", "scale", "proposals", "rows", "count", "mean",
    "squares", "factors",
)  # fmt: skip


class PublishedSampler:
    """Chains of a block of sites, each at its own pace.

    Parameters
    ----------
    log_density
        Of places and their sites.
    keys
        Of the chains, ``(sites, chains)``: see :func:`binn_engine.proda.plans.chain_keys`.
    plan
        Steps, warm-up and thinning.
    draws
        Array for every ``plan.thin``-th accepted state of the second stage, ``(plan.records, chains, sites, parameters)`` float32.
    """

    def __init__(self, log_density: LogDensity, keys: np.ndarray, plan: ChainPlan, draws: np.ndarray) -> None:
        # Records that a state on disk counts on are about to be written anew: a state is due.
        self.restarted = False
        self._log_density, self._plan, self._draws = log_density, plan, draws
        self._shape, self._keys = keys.shape, keys.reshape(-1)
        chains, count = keys.size, draws.shape[-1]
        self._site = np.repeat(np.arange(keys.shape[0]), keys.shape[1])
        self.places = np.full((chains, count), 0.5)
        self.log_densities = log_density(self.places, self._site)
        self.stage, self.iteration, self.accepted, self.attempt, self.proposals, self.rows, self.count = np.zeros(
            (7, chains), dtype=np.int64
        )
        self.width, self.scale = np.full(chains, BOX), np.full(chains, COVARIANCE_SHARE / count)
        self.mean, self.squares = np.zeros((chains, count)), np.zeros((chains, count, count))
        self.factors = np.zeros((chains, count, count))

    @property
    def done(self) -> bool:
        """Whether every chain is through both stages."""
        return bool((self.stage == 2).all())

    @property
    def share(self) -> float:
        """How much of the work is done, if no stage has to be run again."""
        passed = np.where(self.stage == 0, self.iteration, self._plan.warm_up + self.iteration)
        return float(np.where(self.stage == 2, self._plan.steps, passed).mean()) / self._plan.steps

    def advance(self) -> None:
        """Some proposals of every chain that is not through."""
        for _ in range(_AT_ONCE):
            active = np.flatnonzero(self.stage < 2)
            if not len(active):
                return
            self._propose(active)
            self._turn(active)
            if self.restarted:
                return

    def _propose(self, active: np.ndarray) -> None:
        moved = np.empty((len(active), self.places.shape[1]))
        for stage in (0, 1):
            of = self.stage[active] == stage
            rows = active[of]
            if not len(rows):
                continue
            some = np.empty((len(rows), moved.shape[1]))
            if stage == 0:
                kernels.box_moves(self._keys[rows], self.proposals[rows], self.places[rows], self.width[rows], some)
            else:
                kernels.normal_moves(self._keys[rows], self.proposals[rows], self.places[rows], self.factors[rows], some)
            moved[of] = some
        density = self._log_density(moved, self._site[active])
        hardness = np.log(self.iteration[active] + 2.0)
        chance = np.empty(len(active))
        kernels.uniform_at(self._keys[active], self.proposals[active], _ACCEPT, chance)
        taken = np.log(chance) < (density - self.log_densities[active]) * hardness
        self.proposals[active] += 1
        self.iteration[active] += 1
        self._take(active[taken], moved[taken], density[taken])

    def _take(self, chosen: np.ndarray, moved: np.ndarray, density: np.ndarray) -> None:
        self.places[chosen], self.log_densities[chosen] = moved, density
        self.accepted[chosen] += 1
        kernels.remember(chosen, self.places, self.count, self.mean, self.squares)
        second = chosen[self.stage[chosen] == 1]
        late = second[self.iteration[second] > REFRESHED_AFTER]
        kernels.factorise(late, self.count, self.squares, self.scale, self.factors)
        kept = second[(self.accepted[second] % self._plan.thin == 0) & (self.rows[second] < len(self._draws))]
        self._keep(kept)

    def _keep(self, chosen: np.ndarray) -> None:
        self._draws[self.rows[chosen], chosen % self._shape[1], chosen // self._shape[1]] = self.places[chosen]
        self.rows[chosen] += 1

    def _turn(self, active: np.ndarray) -> None:
        """From one stage to the next, or to the same again, where a chain has made all its proposals."""
        first = active[(self.stage[active] == 0) & (self.iteration[active] == self._plan.warm_up)]
        if len(first):
            stuck = (self.accepted[first] < LEAST_ACCEPTED) & (self.attempt[first] < BOX_RETRIES)
            self._restart(first[stuck])
            self.width[first[stuck]] /= SHRINK
            through = first[~stuck]
            self.stage[through], self.attempt[through], self.iteration[through], self.accepted[through] = 1, 0, 0, 0
            kernels.factorise(through, self.count, self.squares, self.scale, self.factors)
        last = active[(self.stage[active] == 1) & (self.iteration[active] == self._plan.steps - self._plan.warm_up)]
        if len(last):
            rate = self.accepted[last] / self.iteration[last]
            low, high = rate < ACCEPTANCE[0], rate > ACCEPTANCE[1]
            again = (low | high) & (self.attempt[last] < RETRIES)
            self.scale[last[again & low]] *= SLOWER
            self.scale[last[again & high]] *= FASTER
            self._restart(last[again])
            kernels.factorise(last[again], self.count, self.squares, self.scale, self.factors)
            through = last[~again]
            self.stage[through] = 2
            # A chain that never moved has the place where it stands.
            self._keep(through[self.rows[through] == 0])

    def _restart(self, chosen: np.ndarray) -> None:
        self.attempt[chosen] += 1
        self.restarted = self.restarted or bool(self.rows[chosen].any())
        self.iteration[chosen], self.accepted[chosen], self.rows[chosen] = 0, 0, 0

    def written(self) -> np.ndarray:
        """How many records of each chain are in the draws, ``(sites, chains)``."""
        return self.rows.reshape(self._shape)

    def kept(self) -> np.ndarray:
        """First and last but one of the records that count, ``(sites, chains, 2)``: the latter half of the accepted states."""
        return np.stack([self.rows // 2, self.rows], 1).reshape(*self._shape, 2)

    def acceptance(self) -> np.ndarray:
        """Share of accepted proposals of the second stage, ``(sites, chains)``."""
        return (self.accepted / np.maximum(self.iteration, 1)).reshape(self._shape)

    def state(self) -> dict[str, np.ndarray]:
        """All that is needed, with the draws so far, to go on."""
        return {name: getattr(self, name) for name in _FIELDS}

    def restore(self, state: dict[str, np.ndarray]) -> None:
        """Resume from a state; the draws before it must be in place.

        Parameters
        ----------
        state
            As of :meth:`state`, by name; the first dimension of each array is the chain, site by site.
        """
        for name in _FIELDS:
            setattr(self, name, state[name].copy())
