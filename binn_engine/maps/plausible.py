"""Impossibly large soil carbon: counted while a map is made, with a warning at its end."""

from __future__ import annotations

import numpy as np

from ..running.callbacks import Warn

GRAMS = 1000.0  # in a kilogram


def beyond_soils(soc: np.ndarray, depths: int, limit: float) -> int:
    """How many sites have a SOC density above ``limit`` (kg/m3) at some depth.

    Parameters
    ----------
    soc
        The product ``soc``: densities (gC/m3) at ``depths`` depths, then stocks, ``(n, bands)``.
    depths
        Number of depths.
    limit
        In kg/m3.
    """
    return int((soc[:, :depths] > limit * GRAMS).any(1).sum())


def warn_beyond_soils(count: int, pixels: int, limit: float, warn: Warn) -> None:
    """Warn where ``count`` of the valid ``pixels`` are beyond ``limit`` (kg/m3)."""
    if count:
        warn(
            "implausible_soc",
            f"At {count:,} of {pixels:,} pixels, SOC is above {limit:g} kg/m3, which no soil contains. Do not use "
            "these values. Check the covariates and the forcing there, and map the domain of the model.",
        )
