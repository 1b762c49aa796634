"""The files of the example: covariate rasters on two grids, and CLM5 forcing."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import rasterio
from rasterio.crs import CRS
from rasterio.transform import from_origin
from rasterio.warp import transform_bounds

from ..covariates.grids import WGS84, Grid
from ..forcing.files import write_forcing_file
from ..maps.by_tiles import tiles_of
from ..tables import NODATA
from .landscape import CATEGORICAL, CENTRE_LAT, CENTRE_LON, EXTENT_DEGREES, LAND_COVER_CLASSES, UNITS, Landscape

SOIL_COVARIATES = ("clay", "sand", "ph", "bulk_density", "wetness", "coarse_fragments")
FORCING_CELL_DEGREES = 0.5
TILE = 256


def land_grids(size: int) -> tuple[Grid, Grid]:
    """The grid of climate, relief and vegetation, ``size`` pixels square in degrees, and that of the soil in metres.

    The second (EPSG:5070) is coarser and covers somewhat more.
    """
    west, north, cell = CENTRE_LON - EXTENT_DEGREES / 2, CENTRE_LAT + EXTENT_DEGREES / 2, EXTENT_DEGREES / size
    soil, metres = CRS.from_epsg(5070), float(round(430000.0 / size))
    left, bottom, right, top = transform_bounds(WGS84, soil, west, north - EXTENT_DEGREES, west + EXTENT_DEGREES, north)
    width, height = int((right - left) / metres) + 3, int((top - bottom) / metres) + 3
    degrees = Grid(WGS84, from_origin(west, north, cell, cell), size, size)
    return degrees, Grid(soil, from_origin(left - metres, top + metres, metres, metres), width, height)


def write_covariates(land: Landscape, grid: Grid, paths: Mapping[str, Path]) -> None:
    """Write covariates of the landscape as rasters of one band each, with their holes; classes with a colour table."""
    with ExitStack() as stack:
        rasters = {name: stack.enter_context(_create(path, grid, name)) for name, path in paths.items()}
        for window in tiles_of(grid.whole, TILE):
            lon, lat = grid.lonlat(window)
            values = land.covariates(lon, lat)
            for name, raster in rasters.items():
                filled = np.where(land.missing(name, lon, lat), raster.nodata, values[name])
                raster.write(filled.astype(raster.dtypes[0]), 1, window=window)


def _create(path: Path, grid: Grid, name: str) -> rasterio.io.DatasetWriter:
    dtype, nodata = ("uint8", 0) if name in CATEGORICAL else ("float32", NODATA)
    shape = {"width": grid.width, "height": grid.height, "count": 1, "crs": grid.crs, "transform": grid.transform}
    raster = rasterio.open(path, "w", "GTiff", **shape, dtype=dtype, nodata=nodata, compress="deflate")
    raster.set_band_description(1, name)
    raster.set_band_unit(1, UNITS[name])
    if name in CATEGORICAL:
        raster.write_colormap(1, {code: (*colour, 255) for code, (_, colour) in LAND_COVER_CLASSES.items()})
        raster.update_tags(1, classes="; ".join(f"{code}={label}" for code, (label, _) in LAND_COVER_CLASSES.items()))
    return raster


def write_forcing(land: Landscape, path: Path) -> None:
    """Write CLM5's monthly forcing on a coarse grid, one cell larger than the land on every side; its corners are sea."""
    cells = round(EXTENT_DEGREES / FORCING_CELL_DEGREES) + 2
    offsets = (np.arange(cells) - (cells - 1) / 2) * FORCING_CELL_DEGREES
    lat, lon = CENTRE_LAT - offsets, CENTRE_LON + offsets
    east, north = np.meshgrid(lon, lat)
    corners = np.zeros((cells, cells), dtype=bool)
    corners[[0, 0, -1, -1], [0, -1, 0, -1]] = True
    variables = {
        name: np.where(corners, np.nan, values.reshape(*values.shape[:-1], cells, cells))
        for name, values in land.forcing(east.ravel(), north.ravel()).items()
    }
    attributes = {"title": "CLM5 monthly forcing of the example landscape", "source": "synthetic"}
    write_forcing_file(path, variables, ("lat", "lon"), {"lat": ("lat", lat), "lon": ("lon", lon)}, attributes)
