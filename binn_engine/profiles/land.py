"""Places in the sea."""

from __future__ import annotations

import functools

import numpy as np

from ..land import COLUMNS, ROWS, land_cells


@functools.lru_cache(maxsize=1)
def _land() -> np.ndarray:
    """Whether a cell has any land, ``(180, 360)`` bool."""
    return np.unpackbits(np.frombuffer(land_cells(), np.uint8))[: ROWS * COLUMNS].astype(bool).reshape(ROWS, COLUMNS)


def in_the_sea(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Which places lie in a cell of one degree without any land, ``(n,)`` bool.

    Parameters
    ----------
    lon, lat
        Degrees on WGS 84: longitudes from -180 to 360, latitudes from -90 to 90, ``(n,)``.
    """
    row = np.clip(np.floor(90.0 - lat), 0, ROWS - 1).astype(int)
    column = np.floor((lon + 180.0) % 360.0).astype(int) % COLUMNS
    return ~_land()[row, column]
