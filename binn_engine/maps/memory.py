"""Memory: how much a map needs, and how large tiles and batches may be."""

from __future__ import annotations

import math
from dataclasses import dataclass

from ..covariates.bands import CACHE_MB
from ..covariates.stacks import VALUES_AT_ONCE
from ..errors import JobError
from ..learning.batches import BYTES_PER_SITE, CPU_SITES
from ..prediction.prediction import LARGEST_STACK, LEAST_ROWS

GB, MB = 1e9, 1e6
# Measured on Linux: libraries that all processes share; a process that computes, with its compiled kernels; one that only shares out.
SHARED_BYTES, BASE_BYTES, SHARING_BYTES = 150 * MB, 390 * MB, 470 * MB
OPEN_BYTES = 1.4 * MB  # of an open raster, in the threads that read it
READING_BYTES = CACHE_MB * MB + 56 * VALUES_AT_ONCE  # GDAL's cache, and what is converted at once
CELL_BYTES = 3 * 4 * (8 + 8)  # of a pixel: its four forcing cells and their weights, and copies while they are found
STATISTICS = 4  # copies of a site's draws while their statistics are made
LARGEST_TILE = 512 * 512  # pixels; more bring nothing
SMALLEST_TILE = 16 * 16


@dataclass(frozen=True)
class Budget:
    """The resources of a run: ``memory`` in bytes, and the number of ``processes``, each with ``threads``."""

    memory: float
    processes: int = 1
    threads: int = 1


@dataclass(frozen=True)
class Weights:
    """Bytes that a run needs: ``fixed`` for any tiles, ``site`` for each site computed at a time, ``pixel`` for each pixel of a tile."""

    fixed: float
    site: float
    pixel: float

    @classmethod
    def of(cls, covariates: int, bands: int, site: float, inputs: float, budget: Budget) -> Weights:
        """Of so many covariates and bands of products, with a model and forcing of ``inputs`` bytes.

        Parameters
        ----------
        covariates, bands
            Numbers of covariates and of bands of all products.
        site
            What a site needs beside its forcing while it is computed, bytes: see :func:`bytes_of_draws`.
        inputs
            Size of the model and the forcing, bytes.
        budget
            What the run may take.
        """
        computing = max(1, budget.processes)
        sharing = SHARING_BYTES + inputs if computing > 1 else 0.0
        # Covariates as read, and as one table; the next tile's too; places; products as computed, as a tile, and waiting to be written.
        pixel = 2 * 2 * 8 * covariates + 8 * 8 + CELL_BYTES + (8 + 4 * 4) * bands
        base = BASE_BYTES + READING_BYTES + OPEN_BYTES * covariates + inputs
        return cls(SHARED_BYTES + sharing + computing * base, computing * budget.threads * (BYTES_PER_SITE + site), computing * pixel)

    def total(self, sites: int, pixels: float) -> float:
        """Bytes with so many sites at a time and pixels in a tile."""
        return self.fixed + self.site * sites + self.pixel * pixels


def bytes_of_draws(draws: int, numbers: int) -> float:
    """Bytes of a site with so many draws of so many numbers each, in float64, and of their statistics."""
    return draws * numbers * 8.0 * STATISTICS


def most_sites(draws: int) -> int:
    """Sites that are computed at a time where memory does not matter."""
    return max(LEAST_ROWS, min(CPU_SITES, LARGEST_STACK // draws))


def fit(weights: Weights, budget: Budget, draws: int, pixels: float | None) -> tuple[int, int]:
    """How many sites to compute at a time, and how many pixels a tile may have, within the budget.

    Raises
    ------
    JobError
        Where the budget does not hold it, with tiles of so many ``pixels`` or, where None, of any.
    """
    least = SMALLEST_TILE if pixels is None else pixels
    needed = weights.total(LEAST_ROWS, least)
    if needed > budget.memory:
        remedy = f"Set memory to {math.ceil(needed / 1e8) / 10:g} GB"
        remedy += ", use fewer workers" if budget.processes > 1 else ""
        remedy += ", or use smaller tiles (tile_size; 0 fits them to the memory)." if pixels is not None else "."
        what = f"Tiles of {pixels:,.0f} pixels need" if pixels is not None else "The map needs"
        raise JobError(f"{what} {size(needed)} of memory, but only {size(budget.memory)} are allowed.", remedy)
    spare = budget.memory - weights.total(0, least)
    # Batches first, up to half: small ones are slow, small tiles are not.
    sites = int(min(most_sites(draws), max(LEAST_ROWS, (spare if pixels is not None else 0.5 * spare) / weights.site)))
    return sites, int(least) if pixels is not None else int(min(LARGEST_TILE, (budget.memory - weights.total(sites, 0)) / weights.pixel))


def size(count: float) -> str:
    """Bytes as people say them.

    >>> size(1.5e9), size(20e6), size(3.2e12)
    ('1.5 GB', '20 MB', '3.2 TB')
    """
    for unit, name in ((1e12, "TB"), (1e9, "GB"), (1e6, "MB")):
        if count >= unit:
            return f"{count / unit:.2g} {name}" if count < 10 * unit else f"{count / unit:.0f} {name}"
    return f"{math.ceil(count / 1e3)} kB"
