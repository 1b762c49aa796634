"""What tests of chains on disk share."""

from __future__ import annotations

import numpy as np


class Stopped(Exception):
    """What stops a run in these tests."""


def ignored(share: float, phase: str) -> None:
    """Progress that nobody looks at."""


def all_draws(chains) -> np.ndarray:
    return np.concatenate([np.array(chains.draws(block)) for block in range(chains.blocks)], axis=2)
