"""What training makes small: the distance of predicted from observed SOC, and what keeps parameters within reason."""

from __future__ import annotations

import torch
from torch.nn import functional

LOSSES = ("sqrt", "log", "l1", "relative")
REGULARISERS = ("logit", "cosh")
HUBER_DELTA = {"sqrt": 1.0, "log": 0.1}
LEAST_SOC = 1.0  # gC/m3: where the logarithm begins
RELATIVE_ERROR, LEAST_ERROR = 0.6, 500.0  # standard deviation of an observation: share of its value, and gC/m3


def soc_scale(observed: torch.Tensor, loss: str) -> float:
    """Spread of observed SOC (gC/m3, ``(layers,)``) as ``loss`` sees it; 1 for losses that carry their own unit."""
    if loss not in HUBER_DELTA:
        return 1.0
    return float(_transformed(observed, loss).std().clamp(min=1e-3))


def soc_loss(predicted: torch.Tensor, observed: torch.Tensor, scale: float, loss: str = "sqrt") -> torch.Tensor:
    """Mean loss over layers.

    Parameters
    ----------
    predicted, observed
        gC/m3, ``(layers,)``.
    scale
        From :func:`soc_scale`.
    loss
        ``sqrt``: Huber loss of the square root, which lies between raw SOC, where organic surface layers outweigh all others, and its
        logarithm, where poor subsoils do. ``log``: Huber loss of the logarithm. ``l1``: smooth L1 with its bend at 1 gC/m3, as
        published. ``relative``: Gaussian with an observation error of 60 % and 500 gC/m3.
    """
    if loss == "l1":
        return functional.smooth_l1_loss(predicted, observed, beta=1.0)
    if loss == "relative":
        return (((predicted - observed) ** 2) / ((RELATIVE_ERROR * observed) ** 2 + LEAST_ERROR**2)).mean()
    pair = _transformed(predicted, loss) / scale, _transformed(observed, loss) / scale
    return functional.huber_loss(*pair, delta=HUBER_DELTA[loss])


def regularisation(logits: torch.Tensor, shares: torch.Tensor, kind: str) -> torch.Tensor:
    """Mean over sites and learned parameters of what pulls a parameter to the middle of its range.

    ``logits`` and ``shares`` (the parameter's place within its range, 0 to 1) are ``(batch, learned)``. ``logit`` is the squared logit,
    the prior of a Gaussian; ``cosh`` is ``cosh(10 (share - 0.5)) - 1``, as published.
    """
    if kind == "logit":
        return (logits**2).mean()
    return (torch.cosh(10.0 * (shares - 0.5)) - 1.0).mean()


def _transformed(soc: torch.Tensor, loss: str) -> torch.Tensor:
    if loss == "log":
        return torch.log(soc.clamp(min=LEAST_SOC))
    return torch.sqrt(soc.clamp(min=1e-6))
