"""Which radiocarbon each network of an ensemble learns from, and what was learned of the errors of the model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from ...resampling.following import Places, parts_that_follow
from ...resampling.splits import TrainingParts
from ..dataset import Sites
from .likelihood import ModelErrors
from .sites import RadiocarbonSites, RadiocarbonTensors
from .term import RadiocarbonData, RadiocarbonTerm

TRAIN, VALIDATION = 0, 1


@dataclass(frozen=True, eq=False)
class TaughtRadiocarbon:
    """Radiocarbon as part of a task.

    Parameters
    ----------
    sites
        All sites with radiocarbon.
    usable
        Index of those that networks may learn from or be judged by, ``(n,)``.
    weight
        Of a site with radiocarbon in the loss, relative to a profile.
    block_degrees
        Side of the blocks in which sites share a part.
    """

    sites: RadiocarbonSites
    usable: np.ndarray
    weight: float
    block_degrees: float

    def using(self, index: np.ndarray) -> TaughtRadiocarbon:
        """The same with other sites to learn from.

        Parameters
        ----------
        index
            Of the sites, ``(n,)``.
        """
        return replace(self, usable=index)

    @property
    def hashes(self) -> list[str]:
        """One hash for each place that networks may learn from."""
        hashes = self.sites.sites.hashes()
        return [hashes[number] for number in self.usable]

    def parts(self, sites: Sites, split: TrainingParts) -> TrainingParts:
        """The usable sites that train and that judge a network, which follow its profiles.

        Parameters
        ----------
        sites
            With SOC.
        split
            Those of them that train and that judge the network.
        """
        index = np.concatenate([split.train, split.validation])
        part = np.repeat([TRAIN, VALIDATION], [len(split.train), len(split.validation)])
        followed = parts_that_follow(
            places_of_sites(sites, index), part, places_of_sites(self.sites.sites, self.usable), self.block_degrees
        )
        return TrainingParts(self.usable[followed == TRAIN], self.usable[followed == VALIDATION])

    def lesson(
        self, parts: TrainingParts, profiles: int, tensors: Callable[[np.ndarray], RadiocarbonTensors], seed: int
    ) -> RadiocarbonTerm | None:
        """The term of a network's loss; None where no site trains it.

        Parameters
        ----------
        parts
            Its sites.
        profiles
            How many profiles train it: the loss of SOC is a mean over them, so that a few sites get a small share.
        tensors
            Makes tensors of some sites.
        seed
            Of the order of the sites.
        """
        if not len(parts.train):
            return None
        checked = tensors(parts.validation) if len(parts.validation) else None
        weight = self.weight * len(parts.train) / profiles
        return RadiocarbonTerm(RadiocarbonData(tensors(parts.train), checked, weight), seed)


@dataclass(frozen=True, eq=False)
class MemberRadiocarbon:
    """The sites that a network learned from and was judged by, and what it gets wrong at the former; None if there were none."""

    parts: TrainingParts
    errors: ModelErrors | None


def places_of_sites(sites: Sites, index: np.ndarray) -> Places:
    """Where some sites are.

    Parameters
    ----------
    sites
        All sites.
    index
        Of the sites wanted, ``(n,)``.
    """
    return Places(sites.profiles.longitude[index], sites.profiles.latitude[index])
