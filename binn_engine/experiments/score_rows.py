"""Scores of several models on the same layers as rows of a table, and how much better BINN is than each of the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from ..scoring.intervals import BlockBootstrap, ScoreInterval, nse_differences, score_intervals
from ..scoring.scores import shown_scores

BINN = "BINN"


@dataclass(frozen=True)
class ScoredLayers:
    """Layers that models are scored on: ``observed`` SOC, gC/m3, and the spatial ``block``, ``(layers,)`` each; the ``limit`` of SOC up to
    which layers are also scored apart, gC/m3 or infinite; and the ``seed`` of the bootstrap."""

    observed: np.ndarray
    block: np.ndarray
    limit: float
    seed: int

    def rows(self, predictions: Mapping[str, np.ndarray], usable: np.ndarray | None = None, reference: str = BINN) -> list[dict]:
        """:func:`paired_rows` of all layers and of those up to the limit, with their kind under ``layers``.

        Parameters
        ----------
        predictions
            By model, gC/m3, ``(layers,)`` each; one is ``reference``.
        usable
            Layers to score, ``(layers,)`` bool; None: all.
        reference
            The model that the others are held against.
        """
        every = np.ones(len(self.observed), dtype=bool) if usable is None else usable
        subsets = {"all": every}
        if np.isfinite(self.limit):
            subsets[f"up to {self.limit / 1000.0:g} kg/m3"] = every & (self.observed <= self.limit)
        rows: list[dict] = []
        for layers, kept in subsets.items():
            if kept.any():
                some = {name: values[kept] for name, values in predictions.items()}
                rows += [
                    {"layers": layers, **row} for row in paired_rows(self.observed[kept], some, self.block[kept], self.seed, reference)
                ]
        return rows


def paired_rows(
    observed: np.ndarray, predictions: Mapping[str, np.ndarray], block: np.ndarray, seed: int, reference: str = BINN
) -> Iterator[dict]:
    """Scores of every model with their 90 % block-bootstrap intervals, then those of ``reference`` less each other's; of a single block no
    intervals and no differences.

    Parameters
    ----------
    observed
        SOC of the layers, gC/m3, ``(layers,)``.
    predictions
        By model, gC/m3, ``(layers,)`` each; one is ``reference``.
    block
        Spatial block of each layer, ``(layers,)``.
    seed
        Of the bootstrap.
    reference
        The model that the others are held against.
    """
    few, bootstrap = len(np.unique(block)) < 2, BlockBootstrap(block, seed)
    for model, values in predictions.items():
        scores = scores_alone(observed, values) if few else score_intervals(observed, values, bootstrap)
        yield from score_rows(model, "", scores, len(observed))
    if not few:
        for other in (name for name in predictions if name != reference):
            differences = nse_differences(observed, predictions[reference], predictions[other], bootstrap)
            yield from score_rows(reference, other, differences, len(observed))


def scores_alone(observed: np.ndarray, predicted: np.ndarray) -> dict[str, ScoreInterval]:
    """Scores without intervals.

    Parameters
    ----------
    observed, predicted
        SOC of the layers, gC/m3, ``(layers,)``.
    """
    none = float("nan")
    return {name: ScoreInterval(value, none, none) for name, value in shown_scores(observed, predicted).items()}


def score_rows(model: str, against: str, intervals: Mapping[str, ScoreInterval], n_layers: int) -> Iterator[dict]:
    """A row a score: of a ``model``, or of how much higher it is than that of the model that it is held ``against``."""
    for score, row in intervals.items():
        yield {
            "model": model, "against": against, "score": score, "value": row.estimate, "lower": row.lower, "upper": row.upper,
            "n_layers": n_layers,
        }  # fmt: skip
