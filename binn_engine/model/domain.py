"""Where a model is valid: how far covariates are from those of the training profiles.

Two measures. Each is divided by its limit, which held-out profiles of cross-validation do not exceed, so that 1 is the edge:

- dissimilarity: the distance to the nearest training profile in the space of the scaled covariates, divided by the mean distance between
  training profiles (Meyer and Pebesma 2021, "area of applicability"; without their weights by importance);
- out of range: how far the worst single covariate is beyond the range of the training profiles, in standard deviations. If there are dozens
  of covariates, a single unusual one hardly changes the distance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import CheckpointError, InputError
from ..resampling.folds import blocks_or_places
from .encoding import Encoding

KEPT = 0.985  # of the held-out profiles that each measure keeps inside
MOST_POINTS = 2000  # training profiles that are remembered; a drawn share of more
LEAST_MARGIN = 0.05  # standard deviations beyond the range that are always inside
FOLDS = 5
_AT_ONCE = 4096  # sites whose distances are in memory at a time


@dataclass(frozen=True)
class Domain:
    """The training profiles among their covariates.

    ``points`` ``(profiles, n)`` float32, as of :func:`coordinates`; ``lowest`` and ``highest`` ``(n,)``, their range; ``scale``, the mean
    distance between them; ``farthest`` and ``margin``, the limits of the two measures.
    """

    points: np.ndarray
    lowest: np.ndarray
    highest: np.ndarray
    scale: float
    farthest: float
    margin: float

    def measure(self, coordinates: np.ndarray) -> np.ndarray:
        """Dissimilarity, out of range, and whether inside (1 or 0), ``(sites, 3)``, of sites' :func:`coordinates`.

        Parameters
        ----------
        coordinates
            Of the sites, from :func:`coordinates`, ``(sites, n)``.
        """
        distance, beyond = _distances(coordinates, self.points) / self.scale, _beyond(coordinates, self.lowest, self.highest)
        dissimilarity, outside = distance / self.farthest, beyond / self.margin
        return np.stack([dissimilarity, outside, (dissimilarity <= 1.0) & (outside <= 1.0)], 1).astype(float)

    def tensors(self) -> dict[str, np.ndarray]:
        """What a checkpoint keeps as arrays."""
        return {name: np.asarray(getattr(self, name), dtype=np.float32) for name in ("points", "lowest", "highest")}

    def to_card(self) -> dict[str, float]:
        """What a checkpoint keeps in its card."""
        return {name: getattr(self, name) for name in ("scale", "farthest", "margin")}

    @classmethod
    def from_checkpoint(cls, tensors: Mapping[str, np.ndarray], card: Mapping[str, Any]) -> Domain:
        """The domain in a checkpoint.

        Parameters
        ----------
        tensors
            ``points`` ``(profiles, n)``, ``lowest`` and ``highest`` ``(n,)``.
        card
            ``scale``, ``farthest`` and ``margin``.

        Raises
        ------
        CheckpointError
            Where one is absent, or shapes differ.
        """
        try:
            arrays: dict[str, Any] = {name: np.asarray(tensors[name]) for name in ("points", "lowest", "highest")}
            sizes = arrays["points"].shape[1]
            if (
                arrays["points"].ndim != 2
                or not len(arrays["points"])
                or any(arrays[name].shape != (sizes,) for name in ("lowest", "highest"))
            ):
                raise ValueError("shapes differ")
            return cls(**arrays | {name: float(card[name]) for name in ("scale", "farthest", "margin")})
        except (KeyError, TypeError, ValueError) as error:
            raise CheckpointError(
                "The domain in the model file is damaged.", "Use an unchanged model file, or train the model again."
            ) from error


def coordinates(encoding: Encoding, values: np.ndarray) -> np.ndarray:
    """Raw covariates, ``(sites, covariates)``, as places in the space where distances are taken, ``(sites, n)`` float32.

    Continuous ones in standard deviations, unclipped; each categorical one as its classes' indicators over the root of two, so that two
    classes are one apart, and a class that training never saw is 1 from every other.

    Parameters
    ----------
    encoding
        Of the model's covariates.
    values
        Raw covariates, ``(sites, covariates)``, in the units of the training.
    """
    columns = []
    for number, row in enumerate(encoding.covariates):
        column = values[:, number]
        if row.categorical:
            columns += [(np.rint(column) == code) / np.sqrt(2.0) for code in row.classes]
            columns.append(~np.isin(np.rint(column), row.classes) / np.sqrt(2.0))
        else:
            columns.append((column - row.mean) / row.spread)
    return np.stack(columns, 1).astype(np.float32)


def domain_of(encoding: Encoding, values: np.ndarray, place: tuple[np.ndarray, np.ndarray], block_degrees: float, seed: int) -> Domain:
    """:func:`fit_domain` with five folds of spatial blocks, of places where blocks are too few; raises :class:`JobError` where places are
    too few as well.

    Parameters
    ----------
    encoding
        Of the model's covariates.
    values
        Raw covariates of the profiles, ``(profiles, covariates)``.
    place
        Longitude and latitude, degrees, ``(profiles,)`` each.
    block_degrees
        Width of the blocks of the folds, degrees.
    seed
        Of the folds.
    """
    folds = blocks_or_places(*place, FOLDS, seed, block_degrees)
    return fit_domain(encoding, values, folds.fold, seed)


def fit_domain(encoding: Encoding, values: np.ndarray, fold: np.ndarray, seed: int) -> Domain:
    """The domain of a model.

    Parameters
    ----------
    encoding
        Of the model's covariates.
    values
        Raw covariates of the profiles that trained it, ``(profiles, covariates)``.
    fold
        ``(profiles,)``: each fold's profiles are measured against the others', which tells how far a new profile usually lies.
    seed
        Of the draw of profiles to remember.

    Raises
    ------
    InputError
        For fewer than two folds.
    """
    if len(np.unique(fold)) < 2:
        raise InputError("To compute the domain of a model, training profiles are needed in two folds or more.", "Use more profiles.")
    every = coordinates(encoding, values)
    kept = np.arange(len(every))
    if len(kept) > MOST_POINTS:
        kept = np.sort(np.random.default_rng(seed).choice(len(kept), MOST_POINTS, replace=False))
    points, number = every[kept], fold[kept]
    scale = _mean_distance(points)
    nearest, beyond = np.empty(len(points)), np.empty(len(points))
    for name in np.unique(number):
        test, train = number == name, number != name
        if not train.any():
            continue
        nearest[test] = _distances(points[test], points[train]) / scale
        beyond[test] = _beyond(points[test], points[train].min(0), points[train].max(0))
    limits = max(float(np.quantile(nearest, KEPT)), 1e-6), max(float(np.quantile(beyond, KEPT)), LEAST_MARGIN)
    return Domain(points, every.min(0), every.max(0), scale, *limits)


def _distances(sites: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Euclidean distance of every site to its nearest point, ``(sites,)``.

    A product of matrices finds the point, and the distance is then that of the two: how the product is rounded depends on the batch,
    the threads and the processor, which float32 lets show."""
    precise = points.astype(float)
    norms = (precise**2).sum(1)
    found = np.empty(len(sites))
    for start in range(0, len(sites), _AT_ONCE):
        some = sites[start : start + _AT_ONCE].astype(float)
        nearest = precise[(norms - 2.0 * some @ precise.T).argmin(1)]
        found[start : start + _AT_ONCE] = np.sqrt(((some - nearest) ** 2).sum(1))
    return found


def _mean_distance(points: np.ndarray) -> float:
    squared = (points**2).sum(1)
    distance = np.sqrt(np.maximum(squared[:, None] + squared - 2.0 * points @ points.T, 0.0))
    return max(float(distance.sum(dtype=float) / max(len(points) * (len(points) - 1), 1)), 1e-6)


def _beyond(sites: np.ndarray, lowest: np.ndarray, highest: np.ndarray) -> np.ndarray:
    """How far the worst coordinate of every site lies beyond the range, ``(sites,)``, 0 within."""
    return np.maximum(np.maximum(lowest - sites, sites - highest), 0.0).max(1).astype(float)
