"""From raw covariate values to the inputs of the network, with numbers computed from the training sites."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import torch

from ..errors import CheckpointError, InputError
from .network import UNSEEN_CLASS, Inputs

# Names of covariates that come from the forcing begin so; no file holds them.
FORCING_PREFIX = "forcing: "
# Scaled values beyond which a covariate says no more: standard deviations, or the range of the training sites.
CLIPS = {"standard": (-4.0, 4.0), "range": (0.0, 1.0)}


@dataclass(frozen=True)
class EncodedCovariate:
    """One covariate as training saw it: ``mean``, ``spread``, ``lowest`` and ``highest`` of a continuous one, the
    ``classes`` of a categorical one, and how a continuous one is scaled (``standard`` or ``range``)."""

    name: str
    categorical: bool
    mean: float = 0.0
    spread: float = 1.0
    lowest: float = 0.0
    highest: float = 0.0
    classes: tuple[int, ...] = ()
    scaling: str = "standard"

    def scaled(self, values: np.ndarray) -> np.ndarray:
        """A continuous covariate's values, ``(batch,)``, as the network reads them.

        Parameters
        ----------
        values
            Raw, in the unit of the training, ``(batch,)``.
        """
        low, high = CLIPS[self.scaling]
        if self.scaling == "range":
            return np.clip((values - self.lowest) / max(self.highest - self.lowest, 1e-12), low, high)
        return np.clip((values - self.mean) / self.spread, low, high)


def is_from_forcing(name: str) -> bool:
    """Whether a covariate of this name comes from the forcing, not from a file."""
    return name.startswith(FORCING_PREFIX)


@dataclass(frozen=True)
class Encoding:
    """The covariates of a model, in order."""

    covariates: tuple[EncodedCovariate, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Names in order."""
        return tuple(row.name for row in self.covariates)

    @property
    def file_covariates(self) -> tuple[str, ...]:
        """Names of the covariates that files have to give: all but those from the forcing, which come last."""
        return tuple(name for name in self.names if not is_from_forcing(name))

    @property
    def reads_forcing(self) -> bool:
        """Whether some of the covariates come from the forcing."""
        return len(self.file_covariates) < len(self.names)

    @property
    def categorical(self) -> tuple[str, ...]:
        """Names of the categorical covariates."""
        return tuple(row.name for row in self.covariates if row.categorical)

    @property
    def n_classes(self) -> tuple[int, ...]:
        """Number of known classes of each categorical covariate."""
        return tuple(len(row.classes) for row in self.covariates if row.categorical)

    @property
    def n_continuous(self) -> int:
        """Number of continuous covariates."""
        return len(self.covariates) - len(self.n_classes)

    def encode(self, values: np.ndarray, longitude: np.ndarray, latitude: np.ndarray) -> Inputs:
        """Network inputs of sites without missing values.

        ``values`` raw, ``(batch, n)`` in the order of ``names``; ``longitude`` and ``latitude`` in degrees, ``(batch,)``.

        Parameters
        ----------
        values
            Raw covariates, ``(batch, n)``, in the order of ``names``.
        longitude, latitude
            Degrees, ``(batch,)``.
        """
        columns = [row.scaled(values[:, number]) for number, row in enumerate(self.covariates) if not row.categorical]
        scaled = np.stack(columns, 1) if columns else np.zeros((len(values), 0))
        codes = [_class_index(values[:, number], row.classes) for number, row in enumerate(self.covariates) if row.categorical]
        classes = np.stack(codes, 1) if codes else np.zeros((len(values), 0), dtype=np.int64)
        location = np.stack([longitude, latitude], 1)
        return Inputs(torch.from_numpy(scaled.astype(np.float32)), torch.from_numpy(classes), torch.from_numpy(location.astype(np.float32)))

    def to_card(self) -> list[dict[str, Any]]:
        """JSON-ready rows for the model card."""
        return [asdict(row) for row in self.covariates]

    @classmethod
    def from_card(cls, rows: list[dict[str, Any]]) -> Encoding:
        """The encoding in a model card; raises :class:`CheckpointError` where it is not one."""
        try:
            return cls(tuple(EncodedCovariate(**{**row, "classes": tuple(row["classes"])}) for row in rows))
        except (TypeError, KeyError) as error:
            raise CheckpointError(
                "The model card in the model file does not describe its covariates.",
                "Use an unchanged model file, or train the model again.",
            ) from error


def fit_encoding(names: Sequence[str], categorical: Sequence[bool], values: np.ndarray, scaling: str = "standard") -> Encoding:
    """The encoding that training sites give.

    Parameters
    ----------
    names, categorical
        One entry per covariate.
    values
        Raw values without gaps, ``(sites, n)``.
    scaling
        Of the continuous ones: ``standard`` or ``range``.
    """
    if not names:
        raise InputError("No covariate is left for training.", "Give at least one raster, or one table column, with a covariate.")
    rows = []
    for number, (name, is_class) in enumerate(zip(names, categorical)):
        column = values[:, number]
        if is_class:
            rows.append(EncodedCovariate(name, True, classes=tuple(int(code) for code in np.unique(np.rint(column)))))
        else:
            spread = float(column.std())
            # A covariate that does not vary must not blow up where it does elsewhere.
            rows.append(
                EncodedCovariate(
                    name,
                    False,
                    float(column.mean()),
                    spread if spread > 1e-12 * max(1.0, abs(column.mean())) else 1.0,
                    float(column.min()),
                    float(column.max()),
                    scaling=scaling,
                )
            )
    return Encoding(tuple(rows))


def _class_index(codes: np.ndarray, classes: tuple[int, ...]) -> np.ndarray:
    """1-based position of each code among the known classes, ``UNSEEN_CLASS`` for others."""
    known = np.asarray(classes)
    codes = np.rint(codes).astype(np.int64)
    position = np.clip(np.searchsorted(known, codes), 0, len(known) - 1)
    return np.where(known[position] == codes, position + 1, UNSEEN_CLASS)
