"""Steps of weights against their gradients: AdamW, whose learning rate may rise and fall once, and Adadelta.

The arithmetic is torch's, by its functions. Its classes load torch's compiler, which nothing here uses: two seconds for every training.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch.optim.adadelta import adadelta
from torch.optim.adamw import adamw

WARM_UP = 0.2  # share of the steps in which the learning rate of a cycle rises
SLOWEST, LAST = 25.0, 1e4  # a cycle begins at its highest rate divided by the first, and ends at that divided by the second
BETA_1, BETA_2, EPSILON = 0.9, 0.999, 1e-8  # of AdamW
BETA_1_OF_CYCLE = (0.95, 0.85)  # at the lowest and at the highest learning rate of a cycle
RHO, EPSILON_OF_ADADELTA = 0.9, 1e-6


@dataclass(frozen=True)
class Cycle:
    """A learning rate that rises and falls once, while the memory of gradients falls and rises (Smith & Topin 2019).

    Parameters
    ----------
    highest
        Learning rate.
    steps
        Of the training.
    """

    highest: float
    steps: int

    @property
    def turns(self) -> bool:
        """Whether there is a cycle: one whose rise is one step or less is none."""
        return WARM_UP * self.steps > 1.0

    def at(self, step: int) -> tuple[float, float]:
        """The learning rate and beta 1 of AdamW at a step, counted from 0."""
        top, lowest = WARM_UP * self.steps - 1, self.highest / SLOWEST
        slow, fast = BETA_1_OF_CYCLE
        if step <= top:
            share, rates, memories = step / top, (lowest, self.highest), (slow, fast)
        else:
            share = (step - top) / (self.steps - 1 - top)
            rates, memories = (self.highest, lowest / LAST), (fast, slow)
        return _eased(*rates, share), _eased(*memories, share)


def _eased(start: float, end: float, share: float) -> float:
    """Between two numbers along half a cosine."""
    return end + (start - end) / 2.0 * (math.cos(math.pi * share) + 1)


class AdamW:
    """Steps of AdamW (Loshchilov & Hutter 2019).

    Parameters
    ----------
    weights
        Changed in place by :meth:`step`, by their gradients. Those without a gradient stay as they are.
    rate
        Learning rate.
    decay
        Of the weights.
    cycle
        Of the learning rate; None for one that stays.
    """

    def __init__(self, weights: Sequence[torch.Tensor], rate: float, decay: float, cycle: Cycle | None = None) -> None:
        self._weights, self._rate, self._decay = weights, rate, decay
        self._cycle = cycle if cycle is not None and cycle.turns else None
        self._done = 0
        self._states = [(torch.zeros_like(weight), torch.zeros_like(weight), torch.tensor(0.0)) for weight in weights]

    @torch.no_grad()
    def step(self) -> None:
        """Change the weights by the gradients that they have."""
        moved = [(weight, weight.grad, *state) for weight, state in zip(self._weights, self._states) if weight.grad is not None]
        rate, beta_1 = self._cycle.at(self._done) if self._cycle else (self._rate, BETA_1)
        self._done += 1
        if not moved:
            return
        weights, gradients, means, squares, steps = map(list, zip(*moved))
        adamw(
            weights, gradients, means, squares, [], steps,
            amsgrad=False, maximize=False, beta1=beta_1, beta2=BETA_2, lr=rate, weight_decay=self._decay, eps=EPSILON,
        )  # fmt: skip


class Adadelta:
    """Steps of Adadelta (Zeiler 2012).

    Parameters
    ----------
    weights
        Changed in place by :meth:`step`, by their gradients. Those without a gradient stay as they are.
    rate
        Learning rate.
    """

    def __init__(self, weights: Sequence[torch.Tensor], rate: float) -> None:
        self._weights, self._rate = weights, rate
        self._states = [(torch.zeros_like(weight), torch.zeros_like(weight), torch.tensor(0.0)) for weight in weights]

    @torch.no_grad()
    def step(self) -> None:
        """Change the weights by the gradients that they have."""
        moved = [(weight, weight.grad, *state) for weight, state in zip(self._weights, self._states) if weight.grad is not None]
        if not moved:
            return
        weights, gradients, squares, changes, steps = map(list, zip(*moved))
        adadelta(
            weights, gradients, squares, changes, steps,
            lr=self._rate, rho=RHO, eps=EPSILON_OF_ADADELTA, weight_decay=0.0, maximize=False,
        )  # fmt: skip
