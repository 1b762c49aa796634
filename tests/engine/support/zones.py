"""What several tests of zones make and read."""

from __future__ import annotations

from pathlib import Path

import geopandas
import numpy as np
import rasterio
from rasterio import Affine

from binn_engine import bands, tables

DEPTHS = (0.05, 0.3)


def write_soc(path: Path, values: np.ndarray, suffix: str = "") -> Path:
    """A raster as ``predict`` writes it, of one value a band: ``(bands, rows, cols)`` from 10 E 50 N in steps of 0.05 degrees."""
    profile = {"driver": "GTiff", "dtype": "float32", "count": len(values), "width": values.shape[2], "height": values.shape[1]}
    with rasterio.open(path, "w", crs="EPSG:4326", transform=Affine(0.05, 0, 10, 0, -0.05, 50), nodata=tables.NODATA, **profile) as file:
        file.write(np.where(np.isfinite(values), values, tables.NODATA).astype("float32"))
        file.descriptions = [band.name + suffix for band in bands.value_bands("soc", DEPTHS)]
    return path


def layer(path: Path, shapes: list, crs: int | str, **fields) -> str:
    """A GeoPackage of polygons."""
    geopandas.GeoDataFrame({"name": [f"z{n}" for n in range(len(shapes))], **fields}, geometry=shapes, crs=crs).to_file(path)
    return str(path)
