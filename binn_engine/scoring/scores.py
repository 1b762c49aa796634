"""How well predicted SOC agrees with observed SOC."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InputError

LEAST_SOC = 1.0  # gC/m3 below which the logarithm does not go
SOC_SCORES = ("nse", "log_nse", "rmse", "bias")  # of SOC, and of its logarithm


def agreement(observed: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    """Scores of ``predicted`` against ``observed``, ``(n,)`` each.

    ``nse`` is 1 - SSE/SST (Nash and Sutcliffe 1970), ``r2`` the squared Pearson correlation, ``rmse`` and ``bias`` (predicted
    minus observed) are in the unit of the values. Scores that are undefined are NaN.

    Parameters
    ----------
    observed, predicted
        In the same unit, ``(n,)``.
    """
    observed, predicted = np.asarray(observed, dtype=float), np.asarray(predicted, dtype=float)
    error = predicted - observed
    spread = float(((observed - observed.mean()) ** 2).sum()) if observed.size else 0.0
    defined = observed.size > 1 and spread > 0.0
    varies = defined and float(np.ptp(predicted)) > 0.0
    return {
        "nse": 1.0 - float((error**2).sum()) / spread if defined else float("nan"),
        "r2": float(np.corrcoef(observed, predicted)[0, 1] ** 2) if varies else float("nan"),
        "rmse": float(np.sqrt((error**2).mean())) if observed.size else float("nan"),
        "bias": float(error.mean()) if observed.size else float("nan"),
    }


def soc_scores(observed: np.ndarray, predicted: np.ndarray) -> dict[str, dict[str, float]]:
    """:func:`agreement` of SOC in gC/m3 (``gC_m3``) and of its natural logarithm (``log``).

    Raises :class:`InputError` where a prediction is not finite: no score is computed over a mask.

    Parameters
    ----------
    observed, predicted
        SOC, gC/m3, ``(n,)``.
    """
    if not np.isfinite(predicted).all():
        raise InputError(
            f"{int((~np.isfinite(predicted)).sum())} of {len(predicted)} predictions are not finite numbers.",
            "Check the forcing at these places for impossible values.",
        )
    return {
        "gC_m3": agreement(observed, predicted),
        "log": agreement(np.log(np.maximum(observed, LEAST_SOC)), np.log(np.maximum(predicted, LEAST_SOC))),
    }


def shown_scores(observed: np.ndarray, predicted: np.ndarray) -> dict[str, float]:
    """``SOC_SCORES``, the scores that reports show, from :func:`soc_scores`.

    Parameters
    ----------
    observed, predicted
        SOC, gC/m3, ``(n,)``.
    """
    scores = soc_scores(observed, predicted)
    plain = scores["gC_m3"]
    return dict(zip(SOC_SCORES, (plain["nse"], scores["log"]["nse"], plain["rmse"], plain["bias"]), strict=True))


@dataclass(frozen=True)
class HeldOut:
    """Which profiles a score is based on: hashes of the ids of the training and the test profiles, and how many there are of each.

    Made by :func:`held_out`, which refuses an overlap.
    """

    train_hash: str
    test_hash: str
    train_profiles: int
    test_profiles: int


def held_out(ids: Sequence[str], places: Sequence[str], train: np.ndarray, test: np.ndarray) -> HeldOut:
    """The hashes of training and test profiles, after asserting that they share neither a profile nor a place.

    Parameters
    ----------
    ids, places
        Of all profiles, ``(n_profiles,)``: their ids, and the hashes of their places.
    train, test
        Indices of the training profiles (with those for validation), ``(n_train,)``, and of the test profiles, ``(n_test,)``.

    Raises
    ------
    InputError
        If a test profile, or another profile at its place, was used for training.
    """
    names, at = np.asarray(ids, dtype=str), np.asarray(places, dtype=str)
    refuse_overlap(names[train].tolist(), names[test].tolist())
    refuse_overlap(at[train].tolist(), at[test].tolist())
    return HeldOut(profiles_hash(names[train]), profiles_hash(names[test]), len(train), len(test))


def profiles_hash(ids: Sequence[str]) -> str:
    """One hash for a set of profiles: the first 16 hexadecimal digits of the SHA-256 of their ids in UTF-8, sorted, one a line."""
    return hashlib.sha256("\n".join(sorted(map(str, ids))).encode()).hexdigest()[:16]


def refuse_overlap(train: list[str], test: list[str]) -> None:
    """Raise :class:`InputError` where a test profile was trained on; takes ids, or hashes, of profiles."""
    both = set(train) & set(test)
    if both:
        raise InputError(
            f"{len(both)} of {len(set(test))} test profiles were used in training.", "Score only profiles that were not used for training."
        )
