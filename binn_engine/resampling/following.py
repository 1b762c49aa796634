"""Other places, such as those of radiocarbon, follow the split of the profiles, so that no place is on both sides of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .distances import distance_km
from .splits import block_of, place_of

NOWHERE = -1  # the part of a place that would be on two sides


@dataclass(frozen=True, eq=False)
class Places:
    """Degrees, ``(n,)`` each."""

    longitude: np.ndarray
    latitude: np.ndarray

    def __len__(self) -> int:
        return len(self.longitude)


def parts_that_follow(profiles: Places, part: np.ndarray, others: Places, degrees: float) -> np.ndarray:
    """The part of every other place, ``(others,)``; ``NOWHERE`` for those that cannot be used.

    All other places in one block get the same part. It is the highest part of the profiles at these same places; if there are none, that
    of the profile of the block that is nearest to their middle; if the block has no profile, that of the nearest profile of all. A place
    that has profiles of a lower part is used nowhere: it would be on both sides.

    Parameters
    ----------
    profiles
        That were split.
    part
        Number of their part, from 0, ``(profiles,)``; the more a part is held out, the higher.
    others
        Places to divide.
    degrees
        Side of the blocks.
    """
    count = len(profiles)
    longitude = np.concatenate([profiles.longitude, others.longitude])
    latitude = np.concatenate([profiles.latitude, others.latitude])
    place, block = place_of(longitude, latitude), block_of(longitude, latitude, degrees)
    highest = dict(zip(place[:count].tolist(), part.tolist()))  # profiles at one place are in one part
    shared = np.array([highest.get(number, NOWHERE) for number in place[count:].tolist()], dtype=int)
    result = np.empty(len(others), dtype=int)
    for number in np.unique(block[count:]):
        rows = np.flatnonzero(block[count:] == number)
        chosen = int(shared[rows].max())
        if chosen == NOWHERE:
            within = np.flatnonzero(block[:count] == number)
            near = within if len(within) else np.arange(count)
            middle = others.longitude[rows].mean(), others.latitude[rows].mean()
            chosen = int(part[near[np.argmin(distance_km(profiles.longitude[near], profiles.latitude[near], *middle))]])
        result[rows] = np.where((shared[rows] != NOWHERE) & (shared[rows] != chosen), NOWHERE, chosen)
    return result
