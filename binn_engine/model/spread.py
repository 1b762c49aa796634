"""The source of a prediction's raw spread: dropout, the networks of an ensemble, or both. It is not a posterior; see ``calibration``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch

from ..errors import JobError, check_choice
from ..settings import SPREADS
from .binn import Binn
from .checkpoints import Model

FEWEST_PASSES = 20  # before the error of a standard deviation is judged
ROUND = 10  # passes after which it is judged again

# A network and its dropout masks, None for none.
Draw = tuple[Binn, list[torch.Tensor] | None]


@dataclass(frozen=True)
class Spread:
    """How to draw predictions.

    Parameters
    ----------
    passes
        Of Monte Carlo dropout, at most; 0: none.
    method
        ``dropout``: passes of the first network. ``ensemble``: every network once, without dropout. ``both``: passes through one network
        after another, in turn. ``auto``: both if there is dropout, else the ensemble.
    tolerance
        Standard error of a standard deviation, relative to it, at which a site needs no more passes; 0: all passes.
    seed
        Of the passes.
    """

    passes: int = 0
    method: str = "auto"
    tolerance: float = 0.0
    seed: int = 1

    @property
    def active(self) -> bool:
        """Whether there is any spread."""
        return self.passes > 0 or self.method == "ensemble"

    def resolved(self, model: Model) -> str:
        """The method for ``model``, never ``auto``; raises :class:`JobError` where the model cannot give it."""
        return self.of_networks(len(model.ensemble.members), model.varies)

    def of_networks(self, networks: int, varies: bool) -> str:
        """As :meth:`resolved`, of a model with so many networks, which give draws or do not."""
        check_choice("spread", self.method, SPREADS)
        several, drops = networks > 1, varies
        method = self.method
        if method == "auto":
            method = ("both" if several else "dropout") if drops else "ensemble"
        if method in ("dropout", "both") and not drops:
            raise JobError(
                "The model was trained without dropout, so Monte Carlo passes would all be the same.",
                "Train the model with a dropout above 0, or set spread to ensemble.",
            )
        if method == "ensemble" and not several:
            remedy = "Train more networks (members), or one with a dropout above 0."
            raise JobError("The model has one network without dropout, so it has no spread.", remedy)
        return method

    def where_possible(self, model: Model) -> Spread:
        """This spread, or none where ``model`` is one network without dropout."""
        return self if model.varies or len(model.ensemble.members) > 1 else Spread(seed=self.seed)

    def check(self, model: Model) -> None:
        """Raise :class:`JobError` where the settings are out of their ranges or ``model`` cannot give this spread."""
        self.check_networks(len(model.ensemble.members), model.varies)

    def check_networks(self, networks: int, varies: bool) -> None:
        """As :meth:`check`, of a model with so many networks, which give draws or do not."""
        if self.passes < 0 or self.passes == 1:
            raise JobError(
                f"passes is {self.passes}, but one pass has no spread, and the number cannot be negative.",
                "Set passes to 0, or to 2 or more.",
            )
        if not 0.0 <= self.tolerance < 1.0:
            raise JobError(f"tolerance is {self.tolerance:g}, but it must be from 0 to below 1.", "Set it to 0, or for example to 0.1.")
        if self.active and self.of_networks(networks, varies) != "ensemble" and self.passes < 2:
            raise JobError(f"Dropout needs at least 2 passes, but passes is {self.passes}.", "Set passes to 2 or more, for example to 50.")

    def draws(self, model: Model) -> list[Draw]:
        """The networks to run, in order, each with its dropout masks; without spread all networks, whose mean is the prediction."""
        members = model.ensemble.networks
        if not self.active or self.resolved(model) == "ensemble":
            return [(member, None) for member in members]
        turns = members[:1] if self.resolved(model) == "dropout" else members
        chosen = [turns[number % len(turns)] for number in range(self.passes)]
        return [(member, member.network.dropout_masks(pass_generator(self.seed, number))) for number, member in enumerate(chosen)]

    def rounds(self, draws: int) -> list[int]:
        """Numbers of draws after which sites may be done, ascending; the last is all of them."""
        if not self.tolerance or draws <= FEWEST_PASSES:
            return [draws]
        return [*range(FEWEST_PASSES, draws, ROUND), draws]


def pass_generator(seed: int, number: int) -> torch.Generator:
    """The random numbers of one pass: the same for every site, whatever the tiling."""
    mixed = np.random.SeedSequence([seed, number]).generate_state(1, np.uint64)[0]
    return torch.Generator().manual_seed(int(mixed >> 1))


def settled(stacks: Sequence[np.ndarray], tolerance: float) -> np.ndarray:
    """At which sites every standard deviation is known to ``tolerance``, ``(n,)`` bool; ``stacks`` are ``(draws, n, bands)``.

    The standard error of a standard deviation s of n draws is ``sqrt((m4 - s^4) / n) / (2 s)``, ``m4`` the fourth central moment
    (Kenney and Keeping 1951, 7.17); bands that do not vary are known.

    Parameters
    ----------
    stacks
        Draws of each product's variables, ``(draws, n, bands)`` each.
    tolerance
        Standard error of a standard deviation, relative to it, that is good enough, 1.
    """
    done = np.ones(stacks[0].shape[1], dtype=bool)
    for stack in stacks:
        away = stack - stack.mean(0)
        squared = away**2
        variance, fourth = squared.mean(0), (squared**2).mean(0)
        varies = variance > 1e-24 * np.maximum((stack**2).mean(0), 1e-300)
        relative = np.sqrt(np.maximum(fourth / np.where(varies, variance, 1.0) ** 2 - 1.0, 0.0) / len(stack)) / 2.0
        done &= (~varies | (relative <= tolerance)).all(1)
    return done
