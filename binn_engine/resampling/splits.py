"""Training, validation and test profiles, at random and in spatial blocks; the parts share no profile and no place."""

from __future__ import annotations

from dataclasses import astuple, dataclass

import numpy as np

from ..errors import InputError, JobError, check_block_degrees

TRAIN, VALIDATION, TEST_RANDOM, TEST_BLOCK = "train", "validation", "test_random", "test_block"
FEWEST_PROFILES = 10
PLACE_DECIMALS = 5  # of a degree: about a metre


@dataclass(frozen=True)
class TrainingParts:
    """Indices of the profiles that train a model, and of those that choose its epoch."""

    train: np.ndarray
    validation: np.ndarray

    @property
    def seen(self) -> np.ndarray:
        """All profiles that the model was trained or validated on, ascending."""
        return np.sort(np.concatenate([self.train, self.validation]))


@dataclass(frozen=True)
class Split(TrainingParts):
    """Indices of the profiles in each part; parts are disjoint and together are all profiles."""

    test_random: np.ndarray
    test_block: np.ndarray

    def labels(self) -> np.ndarray:
        """The part of each profile, ``(n,)`` of str."""
        labels = np.empty(sum(len(part) for part in self.parts().values()), dtype="<U12")
        for name, index in self.parts().items():
            labels[index] = name
        return labels

    def parts(self) -> dict[str, np.ndarray]:
        """Name to indices."""
        return {TRAIN: self.train, VALIDATION: self.validation, TEST_RANDOM: self.test_random, TEST_BLOCK: self.test_block}

    def without_tests(self) -> Split:
        """The same split with the test profiles moved to training; the validation stays."""
        train = np.sort(np.concatenate([self.train, self.test_random, self.test_block]))
        return Split(train, self.validation, self.train[:0], self.train[:0])


@dataclass(frozen=True)
class SplitShares:
    """Shares of all profiles, 0 to 1: to validate on, to test on at random places, and to test on in whole blocks."""

    validation: float = 0.1
    test: float = 0.1
    test_block: float = 0.2


def split_profiles(
    longitude: np.ndarray, latitude: np.ndarray, seed: int, shares: SplitShares = SplitShares(), block_degrees: float = 0.25
) -> Split:
    """Split profiles.

    Whole blocks are drawn until they hold their share of the profiles; of the rest, places are drawn for the random test and the
    validation. Profiles at the same place stay together.

    Parameters
    ----------
    longitude, latitude
        Degrees, ``(n_profiles,)``.
    seed
        Of the draws.
    shares
        How many profiles validate and test.
    block_degrees
        Side of the blocks, degrees.

    Raises
    ------
    JobError
        For shares that leave nothing to train on.
    InputError
        For fewer than ``FEWEST_PROFILES`` profiles.
    """
    n = len(longitude)
    _check_split(n, astuple(shares), block_degrees)
    generator = np.random.default_rng(seed)
    block = block_of(longitude, latitude, block_degrees)
    place = place_of(longitude, latitude)
    test_block = _draw_groups(block, np.arange(n), shares.test_block * n, generator)
    rest = np.setdiff1d(np.arange(n), test_block)
    test_random = _draw_groups(place, rest, shares.test * n, generator)
    rest = np.setdiff1d(rest, test_random)
    validation = _draw_groups(place, rest, shares.validation * n, generator)
    train = np.setdiff1d(rest, validation)
    if not len(train) or not len(validation):
        raise InputError("No profile is left for training or for validation.", "Use smaller fractions for testing, or smaller blocks.")
    return Split(train, validation, test_random, test_block)


def _check_split(n: int, shares: tuple[float, float, float], block_degrees: float) -> None:
    """Refuse shares for validation, test and blocked test that leave too little to train on, and too few profiles."""
    if min(shares) < 0.0 or sum(shares) >= 0.9 or shares[0] == 0.0:
        raise JobError(
            f"The fractions of profiles for validation, random test and blocked test are {shares}, which cannot be used.",
            "The fraction for validation must be positive, none may be negative, and their sum must be below 0.9.",
        )
    check_block_degrees(block_degrees)
    if n < FEWEST_PROFILES:
        raise InputError(f"Only {n} profiles can be used.", f"Training needs at least {FEWEST_PROFILES} profiles.")


def block_of(longitude: np.ndarray, latitude: np.ndarray, degrees: float) -> np.ndarray:
    """Number of the spatial block of each profile, ``(n,)``.

    Parameters
    ----------
    longitude, latitude
        Degrees, ``(n,)``.
    degrees
        Side of the blocks.
    """
    return _group_ids(np.stack([np.floor(longitude / degrees), np.floor(latitude / degrees)], 1))


def place_of(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    """Number of the place of each profile, ``(n,)``: coordinates that agree to five decimals are one place.

    Parameters
    ----------
    longitude, latitude
        Degrees, ``(n,)``.
    """
    return _group_ids(np.stack([np.round(longitude, PLACE_DECIMALS), np.round(latitude, PLACE_DECIMALS)], 1))


def _group_ids(rows: np.ndarray) -> np.ndarray:
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1)


def _draw_groups(group: np.ndarray, candidates: np.ndarray, n_places: float, generator: np.random.Generator) -> np.ndarray:
    """Members of whole groups, drawn until they are at least ``n_places``; always leaves one group."""
    names = generator.permutation(np.unique(group[candidates]))[:-1]
    sizes = np.array([(group[candidates] == name).sum() for name in names], dtype=float)
    enough = int(np.searchsorted(np.cumsum(sizes), n_places)) + 1 if n_places > 0.0 else 0
    return np.sort(candidates[np.isin(group[candidates], names[:enough])])
