"""Folds of cross-validation: every profile is tested once, by a model that was not trained on its place, block or region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import InputError, JobError, check_block_degrees
from .splits import PLACE_DECIMALS, block_of, place_of

BLOCK_DEGREES = 0.25


@dataclass(frozen=True)
class Folds:
    """Which fold tests each profile.

    Parameters
    ----------
    fold
        ``(n_profiles,)`` from 0; no fold is empty.
    names
        One label per fold.
    block
        ``(n_profiles,)`` what a block bootstrap draws: the place, or the spatial block, of each profile.
    block_degrees
        Side of the blocks; 0 if each block is one place.
    """

    fold: np.ndarray
    names: tuple[str, ...]
    block: np.ndarray
    block_degrees: float

    def __len__(self) -> int:
        """The number of folds."""
        return len(self.names)

    def parts(self) -> Iterator[tuple[np.ndarray, np.ndarray]]:
        """Indices of the profiles that each fold trains on and tests, fold by fold."""
        for number in range(len(self)):
            yield np.flatnonzero(self.fold != number), np.flatnonzero(self.fold == number)


def random_folds(longitude: np.ndarray, latitude: np.ndarray, k: int, seed: int) -> Folds:
    """``k`` folds of places at random; profiles at one place share a fold.

    Parameters
    ----------
    longitude, latitude
        Degrees, ``(n_profiles,)``.
    k
        Number of folds.
    seed
        Of the draws.

    Raises
    ------
    JobError
        For fewer than two folds, more folds than places (or blocks), or a block size that is not positive.
    """
    place = place_of(longitude, latitude)
    return _numbered(_dealt(place, k, seed, "places", "Use fewer folds."), place, 0.0)


def block_folds(longitude: np.ndarray, latitude: np.ndarray, k: int, seed: int, block_degrees: float = BLOCK_DEGREES) -> Folds:
    """``k`` folds of spatial blocks, squares of ``block_degrees``; as :func:`random_folds`, also in what it raises.

    Parameters
    ----------
    longitude, latitude
        Degrees, ``(n_profiles,)``.
    k
        Number of folds.
    seed
        Of the draws.
    block_degrees
        Side of the blocks, degrees.
    """
    block = _blocks(longitude, latitude, block_degrees)
    fold = _dealt(block, k, seed, f"blocks of {block_degrees:g} degrees", "Use fewer folds or smaller blocks.")
    return _numbered(fold, block, block_degrees)


def blocks_or_places(longitude: np.ndarray, latitude: np.ndarray, k: int, seed: int, block_degrees: float = BLOCK_DEGREES) -> Folds:
    """Folds of spatial blocks; of places where there are too few blocks.

    Parameters
    ----------
    longitude, latitude
        Degrees, ``(n_profiles,)``.
    k
        Number of folds.
    seed
        Of the draws.
    block_degrees
        Side of the blocks, degrees.

    Raises
    ------
    JobError
        Where there are too few places as well.
    """
    try:
        return block_folds(longitude, latitude, k, seed, block_degrees)
    except JobError:
        return random_folds(longitude, latitude, k, seed)


@dataclass(frozen=True)
class Regions:
    """The region of every profile.

    Parameters
    ----------
    values
        Text or numbers, ``(n_profiles,)``.
    field
        Name of the field that they are from, for errors.
    block_degrees
        Side of the blocks of a block bootstrap, degrees: regions are mostly too few to draw from.
    """

    values: np.ndarray
    field: str = "region"
    block_degrees: float = BLOCK_DEGREES


def region_folds(regions: Regions, longitude: np.ndarray, latitude: np.ndarray, k: int | None, seed: int) -> Folds:
    """Folds of whole regions: one fold per region, or ``k`` folds into which the regions are dealt.

    Parameters
    ----------
    regions
        Of the profiles.
    longitude, latitude
        Degrees, ``(n_profiles,)``.
    k
        Number of folds; None for one per region.
    seed
        Of the draws.

    Raises
    ------
    InputError
        For profiles without a region, or one place in two regions.
    JobError
        As for :func:`block_folds`.
    """
    field = regions.field
    labels = _labels(regions.values, field)
    names, number = np.unique(labels, return_inverse=True)
    _check_places(labels, place_of(longitude, latitude), field)
    block = _blocks(longitude, latitude, regions.block_degrees)
    fold = _dealt(number, len(names) if k is None else k, seed, f"regions in the field {field!r}", "Use fewer folds or another field.")
    fold = number if k is None else fold
    members = [", ".join(np.unique(labels[fold == index]).tolist()) for index in range(fold.max() + 1)]
    return Folds(fold, tuple(members), block, regions.block_degrees)


def validation_of(train: np.ndarray, group: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Profiles of a training part to validate on, sorted: whole groups that come near to ``share`` of the part.

    ``train`` are indices of profiles, ``group`` ``(n_profiles,)`` the place or block of every profile: :func:`place_of`, or the
    ``block`` of the folds. Groups are taken in a drawn order, each that brings the number nearer to what is wanted; one at least is
    taken and one at least is left.

    Parameters
    ----------
    train
        Index of the profiles of the training part, ``(train,)``.
    group
        The place or block of every profile, ``(n_profiles,)``: :func:`place_of`, or the ``block`` of the folds.
    share
        Of the training part to validate on, 1.
    seed
        Of the draws.

    Raises
    ------
    JobError
        For a share outside 0 to 1.
    InputError
        For a training part with fewer than two groups.
    """
    if not 0.0 < share < 1.0:
        raise JobError(
            f"The fraction of profiles for validation is {share:g}, but it must be above 0 and below 1.", "Set it, for example, to 0.1."
        )
    numbers, sizes = np.unique(group[train], return_counts=True)
    if len(numbers) < 2:
        raise InputError(
            f"The {len(train):,} profiles for training are in {len(numbers)} block, so none can be held out for validation.",
            "Use smaller blocks, more profiles or fewer folds.",
        )
    wanted, taken = share * len(train), 0
    chosen: list[int] = []
    for index in np.random.default_rng(seed).permutation(len(numbers)):
        if abs(taken + sizes[index] - wanted) < abs(taken - wanted) and len(chosen) < len(numbers) - 1:
            chosen.append(index)
            taken += sizes[index]
    if not chosen:
        chosen = [int(np.argmin(sizes))]
    return np.sort(train[np.isin(group[train], numbers[chosen])])


def _rounded(longitude: np.ndarray, latitude: np.ndarray) -> np.ndarray:
    return np.round(np.stack([longitude, latitude], axis=1).astype(float), PLACE_DECIMALS)


def _blocks(longitude: np.ndarray, latitude: np.ndarray, degrees: float) -> np.ndarray:
    """Blocks of rounded coordinates: a place on a block's edge lies in one block."""
    check_block_degrees(degrees)
    east, north = _rounded(longitude, latitude).T
    return block_of(east, north, degrees)


def _numbered(fold: np.ndarray, block: np.ndarray, block_degrees: float) -> Folds:
    return Folds(fold, tuple(f"fold {number + 1}" for number in range(fold.max() + 1)), block, block_degrees)


def _dealt(group: np.ndarray, k: int, seed: int, what: str, remedy: str) -> np.ndarray:
    """The fold of each profile: groups, the largest first and equal ones in a drawn order, each to the smallest fold.

    Group numbers follow from the coordinates or names of the groups, so the order of the profiles has no say.
    """
    sizes = np.bincount(group)
    if k < 2:
        raise JobError(f"Cross-validation cannot have {k} fold{'' if k == 1 else 's'}.", "Set folds to 2 or more.")
    if k > len(sizes):
        raise JobError(f"{k} folds need at least as many {what}, but there are {len(sizes)}.", remedy)
    shuffled = np.random.default_rng(seed).permutation(len(sizes))
    filled, fold_of = np.zeros(k, dtype=int), np.empty(len(sizes), dtype=int)
    for index in shuffled[np.argsort(-sizes[shuffled], kind="stable")]:
        fold_of[index] = int(np.argmin(filled))
        filled[fold_of[index]] += sizes[index]
    return fold_of[group]


def _labels(region: np.ndarray, field: str) -> np.ndarray:
    """Regions as text, ``(n,)``; a number that is whole without its decimals."""
    values = pd.Series(np.asarray(region))
    labels = values.map(lambda value: f"{value + 0.0:.0f}" if isinstance(value, float) and value.is_integer() else str(value).strip())
    missing = values.isna() | (labels == "")
    if missing.any():
        raise InputError(
            f"{int(missing.sum()):,} of {len(values):,} profiles have no value in the field {field!r}.",
            "Fill in the field, or leave these profiles out.",
        )
    return labels.to_numpy(dtype=str)


def _check_places(labels: np.ndarray, place: np.ndarray, field: str) -> None:
    """Raise an InputError where profiles at one place are in different regions."""
    torn = pd.Series(labels).groupby(place).nunique().to_numpy() > 1
    if torn.any():
        first = np.unique(labels[place == np.argmax(torn)])
        raise InputError(
            f"At {int(torn.sum()):,} places, profiles with the same coordinates have different values in the "
            f"field {field!r} (first: {first[0]} and {first[1]}).",
            "Give all profiles at a place the same region.",
        )
