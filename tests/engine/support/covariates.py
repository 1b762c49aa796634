"""What several tests of covariates make and read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import rasterio
from rasterio import Affine
from rasterio.transform import from_origin
from rasterio.windows import Window

from binn_engine.covariates.bands import open_raster, read_values
from binn_engine.profiles.observations import Profiles

DEGREES = from_origin(-76.0, 45.0, 0.1, 0.1)  # 40 x 30 pixels: -76 to -72, 42 to 45


UTM = from_origin(380000.0, 5010000.0, 3000.0, 3000.0)  # zone 18N, over the same land


def profiles_at(lon: Sequence[float], lat: Sequence[float], ids: Sequence[str] | None = None) -> Profiles:
    names = np.array(ids if ids is not None else [f"p{i}" for i in range(len(lon))], dtype=str)
    empty = np.full(len(lon), np.nan)
    return Profiles(names, np.array(lon), np.array(lat), np.arange(len(lon)), empty, empty, np.full(len(lon), 0.1), np.ones(len(lon)))


def write(
    path: Path,
    bands: np.ndarray,
    names: Sequence[str] = (),
    transform: Affine = DEGREES,
    crs: object = 4326,
    nodata: float | None = None,
    finish: Callable[[rasterio.io.DatasetWriter], None] | None = None,
    **options: object,
) -> str:
    """A GeoTIFF of ``bands (n, rows, cols)``."""
    bands = np.atleast_3d(bands) if bands.ndim == 3 else bands[None]
    shape = {"count": len(bands), "height": bands.shape[1], "width": bands.shape[2], "dtype": bands.dtype}
    with rasterio.open(path, "w", driver="GTiff", crs=crs, transform=transform, nodata=nodata, **shape, **options) as file:
        file.write(bands)
        for index, name in enumerate(names, start=1):
            file.set_band_description(index, name)
        if finish:
            finish(file)
    return str(path)


def plane(transform: Affine, rows: int = 30, cols: int = 40) -> np.ndarray:
    """3 x - 2 y + 1 at the centres of pixels: what bilinear interpolation reproduces exactly."""
    col, row = np.meshgrid(np.arange(cols) + 0.5, np.arange(rows) + 0.5)
    x, y = transform.c + transform.a * col, transform.f + transform.e * row
    return 3.0 * x - 2.0 * y + 1.0


def counted(rows: int = 30, cols: int = 40) -> np.ndarray:
    return np.arange(rows * cols, dtype=np.int32).reshape(rows, cols)


def table(tmp_path: Path, **columns: object) -> str:
    path = tmp_path / "covariates.csv"
    pd.DataFrame({"Profile_ID": [11, 12, 13], "Lon": -75.0, "Lat": 43.0, "BIO1": [1.0, 2.0, 3.0]} | columns).to_csv(path, index=False)
    return str(path)


def whole(path: str) -> np.ndarray:
    with open_raster(path) as file:
        return read_values(file, range(1, file.count + 1), Window(0, 0, file.width, file.height))
