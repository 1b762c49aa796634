"""The loss of training: the distance between predicted and observed SOC, and a penalty that keeps parameters within reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.nn import functional

Total = Callable[[torch.Tensor], torch.Tensor]

LEAST_SOC = {"log": 1.0, "balanced": 30.0}  # gC/m3 where the logarithm begins; below 30 a layer is empty for all purposes
LOG_BEND = 0.1  # of the Huber loss of the logarithm, in spreads of it
LOG_WEIGHT, MEAN_WEIGHT = 0.5, 1.0  # of the balanced loss
RELATIVE_ERROR, LEAST_ERROR = 0.6, 500.0  # standard deviation of an observation: share of its value, and gC/m3


@dataclass(frozen=True)
class Spreads:
    """Of the observed SOC: spread of its root and of its logarithm, and its mean (gC/m3)."""

    root: float
    log: float
    mean: float


def soc_spreads(observed: torch.Tensor, loss: str) -> Spreads:
    """What ``loss`` divides by, from the training layers, ``(layers,)`` gC/m3.

    Parameters
    ----------
    observed
        SOC of the layers that the model is trained on, gC/m3, ``(layers,)``.
    loss
        Name of the loss, see :func:`soc_loss`.
    """
    log = _log(observed, loss).std()
    return Spreads(*(float(value.clamp(min=1e-3)) for value in (_root(observed).std(), log, observed.mean())))


def soc_loss(
    predicted: torch.Tensor, observed: torch.Tensor, spreads: Spreads, loss: str, share: float = 1.0, total: Total | None = None
) -> torch.Tensor:
    """Mean loss over layers, or what some of them add to it.

    Parameters
    ----------
    predicted, observed
        gC/m3, ``(layers,)``.
    spreads
        From :func:`soc_spreads`.
    loss
        ``sqrt``: Huber loss of the root, which lies between raw SOC, where organic surface layers outweigh all others, and its logarithm,
        where poor subsoils do. ``balanced``: that, half as much of the logarithm, and the squared relative difference of the means, since
        errors of the root alone leave the mean too low. ``log``: Huber loss of the logarithm with an early bend, for data without
        outliers, such as twins. ``l1``: smooth L1 with its bend at 1 gC/m3, as published. ``relative``: Gaussian with an observation
        error of 60 % and 500 gC/m3.
    share
        Of these layers, of all that the mean is over.
    total
        Sums a number over the processes that share the layers (without gradients), which the difference of the means needs; None: each
        part's own difference counts.
    """
    if loss == "balanced" and total is not None:
        # Its gradient is that of the squared difference of the means of all; the parts' values add up to that square.
        own = share * ((predicted - observed).sum() / max(len(predicted), 1)) / spreads.mean
        of_all = total(own)
        return share * _layer_loss(predicted, observed, spreads, loss) + MEAN_WEIGHT * of_all * (2.0 * own - own.detach())
    mean = _layer_loss(predicted, observed, spreads, loss)
    if loss == "balanced":
        mean = mean + MEAN_WEIGHT * ((predicted - observed).mean() / spreads.mean) ** 2
    return share * mean


def _layer_loss(predicted: torch.Tensor, observed: torch.Tensor, spreads: Spreads, loss: str) -> torch.Tensor:
    """What of the loss is a mean over layers; 0 for none."""
    if not len(predicted):
        return predicted.sum()
    if loss == "l1":
        return functional.smooth_l1_loss(predicted, observed, beta=1.0)
    if loss == "relative":
        return ((predicted - observed) ** 2 / ((RELATIVE_ERROR * observed) ** 2 + LEAST_ERROR**2)).mean()
    if loss == "log":
        return functional.huber_loss(_log(predicted, loss) / spreads.log, _log(observed, loss) / spreads.log, delta=LOG_BEND)
    root = functional.huber_loss(_root(predicted) / spreads.root, _root(observed) / spreads.root)
    if loss == "sqrt":
        return root
    log = functional.huber_loss(_log(predicted, loss) / spreads.log, _log(observed, loss) / spreads.log)
    return root + LOG_WEIGHT * log


def regularisation(logits: torch.Tensor, shares: torch.Tensor, kind: str) -> torch.Tensor:
    """Mean over sites and learned parameters of what pulls a parameter to the middle of its range.

    ``logits`` and ``shares`` (the parameter's place within its range, 0 to 1) are ``(batch, learned)``. ``logit`` is the squared logit,
    a Gaussian prior; ``cosh`` is ``cosh(10 (share - 0.5)) - 1``, as published.

    Parameters
    ----------
    logits
        Of the learned parameters, ``(batch, learned)``.
    shares
        Places of the parameters within their ranges, 0 to 1, ``(batch, learned)``.
    kind
        ``logit``, the squared logit, a Gaussian prior; or ``cosh``, ``cosh(10 (share - 0.5)) - 1``, as published.
    """
    if kind == "logit":
        return (logits**2).mean()
    return (torch.cosh(10.0 * (shares - 0.5)) - 1.0).mean()


def _root(soc: torch.Tensor) -> torch.Tensor:
    return torch.sqrt(soc.clamp(min=1e-6))


def _log(soc: torch.Tensor, loss: str) -> torch.Tensor:
    return torch.log(soc.clamp(min=LEAST_SOC.get(loss, 1.0)))
