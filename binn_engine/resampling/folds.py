"""Folds of cross-validation: every profile is tested once, by a model that saw neither its place, its block nor its region."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar, nnls

from ..errors import InputError, JobError
from .distances import KM_PER_DEGREE, distance_km
from .splits import PLACE_DECIMALS, block_of, place_of

BLOCK_DEGREES = 0.25
BLOCK_LIMITS = (0.1, 5.0)  # degrees: smaller blocks hold one place, larger ones a climate
_NEAREST_KM, _BINS, _FEWEST_PAIRS, _MOST_PROFILES = 1.0, 20, 30, 2000


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
        Side of the blocks; 0 where they are places.
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


@dataclass(frozen=True)
class Variogram:
    """How unlike values grow with distance: a spherical model and the points it is fitted to.

    ``range_km`` is where it levels off, ``nugget`` its value near no distance, ``sill`` what it gains up to the range, both in the
    unit of the values squared; ``distance_km``, ``semivariance`` and ``pairs`` are ``(bins,)``.
    """

    range_km: float
    nugget: float
    sill: float
    distance_km: np.ndarray
    semivariance: np.ndarray
    pairs: np.ndarray

    def block_degrees(self, latitude: np.ndarray) -> float:
        """The side of blocks as wide as the range where the profiles are, within ``BLOCK_LIMITS``.

        Profiles nearer than the range tell of each other, so that a smaller block would be scored by its neighbours (Roberts et al.
        2017). A degree of longitude is the shorter one, and decides. Without a structure in space any block will do: the smallest.
        """
        degree_km = KM_PER_DEGREE * max(float(np.cos(np.radians(np.median(latitude)))), 0.1)
        wanted = self.range_km / degree_km if self.sill > 0.0 else 0.0
        return float(np.clip(wanted, *BLOCK_LIMITS))


def fit_variogram(longitude: np.ndarray, latitude: np.ndarray, value: np.ndarray, seed: int = 0) -> Variogram:
    """The empirical variogram of one value per profile, and the spherical model through it.

    Semivariance is the estimate of Cressie and Hawkins (1980), which a few peat profiles do not rule, in bins whose limits grow by a
    factor from 1 km to a third of the greatest distance: they resolve a county as well as a continent. Weights are pairs over
    distance squared (Pebesma 2004): nugget and sill by non-negative least squares at each range, the range by search. Of more than
    2,000 profiles a sample is drawn with the seed.

    ``longitude`` and ``latitude`` are in degrees; ``value`` is best near normal, such as the mean over a profile's layers of the
    square root of SOC less what depth explains; ``(n_profiles,)`` each. Raises :class:`InputError` for profiles too few, or too close
    together, to fill five bins.
    """
    order = np.lexsort((value, latitude, longitude))
    if len(order) > _MOST_PROFILES:
        order = order[np.sort(np.random.default_rng(seed).choice(len(order), _MOST_PROFILES, replace=False))]
    first, second = np.triu_indices(len(order), 1)
    lon, lat, known = (np.asarray(given, dtype=float)[order] for given in (longitude, latitude, value))
    distance = distance_km(lon[first], lat[first], lon[second], lat[second])
    edges = np.geomspace(_NEAREST_KM, max(distance.max(initial=0.0) / 3.0, 2.0 * _NEAREST_KM), _BINS + 1)
    bins = np.searchsorted(edges, distance, side="right") - 1
    inside = (bins >= 0) & (bins < _BINS)
    unlike = np.sqrt(np.abs(known[first] - known[second]))
    amounts = (np.ones(len(distance)), distance, unlike)
    pairs, far, root = (np.bincount(bins[inside], amount[inside], _BINS) for amount in amounts)
    full = pairs >= _FEWEST_PAIRS
    if full.sum() < 5:
        raise InputError(
            f"The {len(value):,} profiles are too few, or too close together, to see how SOC varies in space.",
            "Give the size of the blocks.",
        )
    pairs, far, root = pairs[full], far[full] / pairs[full], root[full] / pairs[full]
    semivariance = 0.5 * root**4 / (0.457 + 0.494 / pairs)
    return Variogram(*_spherical(far, semivariance, np.sqrt(pairs) / far), far, semivariance, pairs)


def _spherical(distance: np.ndarray, semivariance: np.ndarray, weight: np.ndarray) -> tuple[float, float, float]:
    """Range, nugget and sill of the spherical model nearest to the points; ``weight`` multiplies residuals."""

    def fitted(log_range: float) -> tuple[np.ndarray, float]:
        share = np.minimum(distance / np.exp(log_range), 1.0)
        shape = np.stack([np.ones_like(share), 1.5 * share - 0.5 * share**3], axis=1)
        return nnls(shape * weight[:, None], semivariance * weight)

    # The misfit has a kink at every point's distance: a grid first, so that the search starts beside the lowest.
    grid = np.linspace(np.log(distance[0]), np.log(distance[-1]), 100)
    best = grid[int(np.argmin([fitted(log_range)[1] for log_range in grid]))]
    step = grid[1] - grid[0]
    limits = (max(best - step, grid[0]), min(best + step, grid[-1]))
    found = minimize_scalar(lambda log_range: fitted(log_range)[1], bounds=limits, method="bounded").x
    nugget, sill = fitted(found)[0]
    return float(np.exp(found)), float(nugget), float(sill)


def random_folds(longitude: np.ndarray, latitude: np.ndarray, k: int, seed: int) -> Folds:
    """``k`` folds of places at random; profiles at one place share a fold.

    Parameters
    ----------
    longitude, latitude
        ``(n_profiles,)`` degrees.

    Raises
    ------
    JobError
        For fewer than two folds, more folds than places (or blocks), or a block size that is not positive.
    """
    place = place_of(longitude, latitude)
    return _numbered(_dealt(place, k, seed, "places", "Use fewer folds."), place, 0.0)


def block_folds(longitude: np.ndarray, latitude: np.ndarray, k: int, seed: int, block_degrees: float = BLOCK_DEGREES) -> Folds:
    """``k`` folds of spatial blocks, squares of ``block_degrees``; as :func:`random_folds`, also in what it raises."""
    block = _blocks(longitude, latitude, block_degrees)
    fold = _dealt(block, k, seed, f"blocks of {block_degrees:g} degrees", "Use fewer folds or smaller blocks.")
    return _numbered(fold, block, block_degrees)


def region_folds(
    region: np.ndarray,
    longitude: np.ndarray,
    latitude: np.ndarray,
    k: int | None,
    seed: int,
    block_degrees: float = BLOCK_DEGREES,
    field: str = "region",
) -> Folds:
    """Folds of whole regions: one fold per region, or ``k`` folds into which the regions are dealt.

    Parameters
    ----------
    region
        ``(n_profiles,)`` text or numbers.
    k
        Number of folds; None for one per region.
    block_degrees
        Side of the blocks of a block bootstrap: regions are mostly too few to draw from.
    field
        Name of the field the regions are from, for errors.

    Raises
    ------
    InputError
        For profiles without a region, or one place in two regions.
    JobError
        As for :func:`block_folds`.
    """
    labels = _labels(region, field)
    names, number = np.unique(labels, return_inverse=True)
    _check_places(labels, place_of(longitude, latitude), field)
    block = _blocks(longitude, latitude, block_degrees)
    fold = _dealt(number, len(names) if k is None else k, seed, f"regions in the field {field!r}", "Use fewer folds or another field.")
    fold = number if k is None else fold
    members = [", ".join(np.unique(labels[fold == index]).tolist()) for index in range(fold.max() + 1)]
    return Folds(fold, tuple(members), block, block_degrees)


def validation_of(train: np.ndarray, group: np.ndarray, share: float, seed: int) -> np.ndarray:
    """Profiles of a training part to validate on, sorted: whole groups that come near to ``share`` of the part.

    ``train`` are indices of profiles, ``group`` ``(n_profiles,)`` the place or block of every profile: :func:`place_of`, or the
    ``block`` of the folds. Groups are taken in a drawn order, each that brings the number nearer to what is wanted; one at least is
    taken and one at least is left.

    Raises
    ------
    JobError
        For a share outside 0 to 1.
    InputError
        For a training part with fewer than two groups.
    """
    if not 0.0 < share < 1.0:
        raise JobError(f"The share of the validation is {share:g}.", "Give a share above 0 and below 1.")
    numbers, sizes = np.unique(group[train], return_counts=True)
    if len(numbers) < 2:
        raise InputError(
            f"The {len(train):,} profiles to train on lie in {len(numbers)} block, which leaves nothing to validate on.",
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
    if not degrees > 0.0:
        raise JobError(f"The block size is {degrees:g} degrees.", "Give a positive size.")
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
        raise JobError(f"Cross-validation cannot have {k} fold{'' if k == 1 else 's'}.", "Give two folds or more.")
    if k > len(sizes):
        raise JobError(f"{k} folds cannot be made of {len(sizes)} {what}.", remedy)
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
            "Fill the field, or leave these profiles out.",
        )
    return labels.to_numpy(dtype=str)


def _check_places(labels: np.ndarray, place: np.ndarray, field: str) -> None:
    """Raise an InputError where profiles at one place are in different regions."""
    torn = pd.Series(labels).groupby(place).nunique().to_numpy() > 1
    if torn.any():
        first = np.unique(labels[place == np.argmax(torn)])
        raise InputError(
            f"At {int(torn.sum()):,} places profiles have different values in the field {field!r} (first: {first[0]} and {first[1]}).",
            "Give profiles at one place the same region.",
        )
