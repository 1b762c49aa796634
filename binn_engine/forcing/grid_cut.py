"""The part of the grid of history files that a region needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import xarray

from ..errors import InputError
from .region import Near

# Names of longitude and latitude in CLM's files.
COORDINATES = (("lon", "lat"), ("LONGXY", "LATIXY"), ("cols1d_lon", "cols1d_lat"), ("grid1d_lon", "grid1d_lat"))


@dataclass(frozen=True)
class GridCut:
    """A box of cells: for each dimension, the cells of the whole grid and the part that is read; empty: all cells."""

    sizes: Mapping[str, int] = field(default_factory=dict)
    box: Mapping[str, slice] = field(default_factory=dict)

    @classmethod
    def of(cls, dataset: xarray.Dataset, near: Near | None) -> GridCut:
        """The box around the cells near a region, from the coordinates of a file; all cells where it has none, or none is near."""
        found = next((pair for pair in COORDINATES if all(name in dataset.variables for name in pair)), None)
        if near is None or found is None:
            return cls()
        lat, lon = xarray.broadcast(dataset[found[1]], dataset[found[0]])
        east = np.where(lon.values > 180.0, lon.values - 360.0, lon.values).astype(float)
        mask = near.holds(east.ravel(), lat.values.astype(float).ravel()).reshape(lat.shape)
        if not mask.any():
            return cls()
        dims = [str(dim) for dim in lat.dims]
        across = [np.flatnonzero(mask.any(tuple(other for other in range(mask.ndim) if other != axis))) for axis in range(mask.ndim)]
        box = {dim: slice(int(inside[0]), int(inside[-1]) + 1) for dim, inside in zip(dims, across)}
        return cls(dict(zip(dims, mask.shape)), box)

    def of_file(self, dataset: xarray.Dataset, path: str) -> xarray.Dataset:
        """The box of a file, not read yet; raises :class:`InputError` where it lies on another grid."""
        for dim, size in self.sizes.items():
            if dataset.sizes.get(dim, size) != size:
                raise InputError(
                    f"{path} has a grid of {dataset.sizes[dim]} {dim}, but the files before have {size}.", "Use files of one simulation."
                )
        return dataset.isel({dim: part for dim, part in self.box.items() if dim in dataset.dims})
