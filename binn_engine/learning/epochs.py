"""The loop of epochs that ends with the weights of the best one."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Sequence
from typing import TypeVar

from torch import nn

from ..running.callbacks import Progress

EpochRow = TypeVar("EpochRow")


def run_epochs(
    model: nn.Module, most: int, patience: int, progress: Progress, epoch: Callable[[int], tuple[EpochRow, float]]
) -> list[EpochRow]:
    """Call ``epoch`` with 1, 2, ... up to ``most``, and stop where its misfit has not fallen for ``patience`` epochs.

    ``epoch`` trains ``model`` once and returns its row of the history and the misfit that chooses the best epoch. The model is left in
    evaluation mode with the weights of that epoch. Returns the history.

    Parameters
    ----------
    model
        Trained in place.
    most
        Number of epochs, at most.
    patience
        Number of epochs without a better misfit after which to stop.
    progress
        The run's progress.
    epoch
        Takes the number of the epoch, trains ``model`` once, and returns its row of the history and the misfit that chooses the best epoch.
    """
    history: list[EpochRow] = []
    best, best_epoch, best_weights = math.inf, 0, copy.deepcopy(model.state_dict())
    for number in range(1, most + 1):
        progress((number - 1) / most, f"training: epoch {number} of {most}{_score(history)}")
        row, misfit = epoch(number)
        history.append(row)
        if misfit < best:
            best, best_epoch, best_weights = misfit, number, copy.deepcopy(model.state_dict())
        elif number - best_epoch >= patience:
            break
    model.load_state_dict(best_weights)
    model.eval()
    return history


def _score(history: Sequence[object]) -> str:
    """The newest score on the validation sites, in words; empty before there is one."""
    value = getattr(history[-1], "validation_nse", None) if history else None
    return "" if value is None else f", validation NSE {value:.3f}"
