"""The CLM5 layer against exact solutions, the published code's output, invariants and its own two solvers."""

from __future__ import annotations

import numpy as np
import torch

from binn_engine.clm5 import PARAMETERS, Forcing
from binn_engine.clm5.geometry import NODE_DEPTH

SOLVERS = ("compiled", "tensor", "recorded")


MODES = ("clm5", "published")


DRAWS = 100_000


CHUNK = 20_000


def at_share(prior: str, share: float) -> torch.Tensor:
    """All parameters at the same share of their ranges, ``(1, 21)``."""
    low = torch.tensor([row.lower if prior == "binn" else row.proda_lower for row in PARAMETERS], dtype=torch.float64)
    high = torch.tensor([row.upper if prior == "binn" else row.proda_upper for row in PARAMETERS], dtype=torch.float64)
    return (low + share * (high - low))[None]


def golden_forcing(thaw: float, thaw_before: float) -> Forcing:
    """The simple site of the golden vectors."""
    month = np.arange(12)
    temperature = 283.15 + 12.0 * np.exp(-NODE_DEPTH / 2.0)[:, None] * np.sin(2.0 * np.pi * (month - 3) / 12.0)
    water = np.clip(0.3 + 0.2 * np.exp(-NODE_DEPTH)[:, None] + 0.1 * np.cos(2.0 * np.pi * month / 12.0), 0.05, 1.0)
    one = torch.ones(1, 20, 12, dtype=torch.float64)
    depth = torch.ones(1, 12, dtype=torch.float64)
    litter = torch.tensor([[60.0, 150.0, 180.0, 60.0]], dtype=torch.float64)
    return Forcing(
        torch.from_numpy(temperature)[None],
        torch.from_numpy(water)[None],
        one,
        0.9 * one,
        thaw * depth,
        thaw_before * depth,
        torch.tensor([15]),
        litter,
    )
