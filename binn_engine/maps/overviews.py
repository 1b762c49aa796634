"""Overviews of a map, within its file: ``python -m binn_engine.maps.overviews MAP``.

GDAL makes them in one long call, which a signal to the process does not interrupt. So a caller that needs to stop it runs it in a separate
process.
"""

from __future__ import annotations

import sys

import rasterio
from rasterio.enums import Resampling


def factors_of(width: int, height: int, block: int) -> list[int]:
    """How many times smaller each overview is: halved until one fits a block.

    >>> factors_of(600, 20, 256), factors_of(256, 256, 256)
    ([2, 4], [])
    """
    factors = [1]
    while max(width, height) > block * factors[-1]:
        factors.append(2 * factors[-1])
    return factors[1:]


def add_overviews(path: str, block: int) -> None:
    """Add overviews, means of the pixels that have values, to a GeoTIFF."""
    with rasterio.open(path, "r+") as file:
        if factors := factors_of(file.width, file.height, block):
            file.build_overviews(factors, Resampling.average)


if __name__ == "__main__":
    add_overviews(sys.argv[1], int(sys.argv[2]))
