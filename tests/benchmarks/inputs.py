"""Inputs of the benchmarks: plausible sites in any number, without any file."""

from __future__ import annotations

import torch

from binn_engine.clm5 import PARAMETERS, Forcing
from binn_engine.clm5.geometry import NODE_DEPTH


def sites(count: int, seed: int = 0) -> Forcing:
    """Forcing of ``count`` sites of a temperate climate, each with its own; float64."""
    draw = torch.Generator().manual_seed(seed)

    def uniform(low: float, high: float, *shape: int) -> torch.Tensor:
        return low + (high - low) * torch.rand(count, *shape, generator=draw, dtype=torch.float64)

    depth, month = torch.as_tensor(NODE_DEPTH)[:, None], torch.arange(12, dtype=torch.float64)
    wave = torch.exp(-depth / 2.0) * torch.sin(2.0 * torch.pi * (month - 3.0) / 12.0 - depth / 2.0)
    temperature = uniform(276.0, 294.0, 1, 1) + uniform(5.0, 14.0, 1, 1) * wave
    water = (uniform(0.2, 0.9, 1, 1) + 0.1 * uniform(-1.0, 1.0, 20, 12)).clamp(0.05, 1.0)
    nitrogen = uniform(0.7, 1.0, 20, 12)
    thaw = torch.full((count, 12), 8.6, dtype=torch.float64)
    bedrock = torch.randint(5, 21, (count,), generator=draw)
    litter = uniform(50.0, 300.0, 4)
    return Forcing(temperature, water, torch.ones_like(water), nitrogen, thaw, thaw.clone(), bedrock, litter)


def parameters(count: int, seed: int = 1, least_efolding: float = 0.3) -> torch.Tensor:
    """Uniform draws from BINN's ranges, ``(count, 21)``.

    E-folding depths begin at ``least_efolding``: from 0.3 m a dense solve is still right; the ranges' own 0.1 m reach below float32.
    """
    draw = torch.rand(count, len(PARAMETERS), generator=torch.Generator().manual_seed(seed), dtype=torch.float64)
    low = torch.tensor([least_efolding if row.name == "efolding" else row.lower for row in PARAMETERS], dtype=torch.float64)
    return low + (torch.tensor([row.upper for row in PARAMETERS], dtype=torch.float64) - low) * draw
