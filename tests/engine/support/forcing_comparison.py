"""Forcing built from climate normals beside real CLM5, on the cells around New York."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import rasterio
import torch
import xarray
from rasterio.crs import CRS
from rasterio.transform import from_origin

from binn_engine.clm5 import Forcing, SoilCarbonModel
from binn_engine.clm5.geometry import layer_overlap
from binn_engine.forcing.grid import ForcingGrid
from binn_engine.settings import BuildForcingJob
from binn_engine.tables import PARAMETERS

WGS84 = CRS.from_epsg(4326)


def write(path: Path, values: np.ndarray, transform: rasterio.Affine, crs: CRS = WGS84, names: tuple[str, ...] = ()) -> str:
    """A raster of bands ``(bands, rows, cols)``, NaN as nodata."""
    shape = {"count": len(values), "height": values.shape[1], "width": values.shape[2]}
    with rasterio.open(path, "w", "GTiff", dtype="float32", nodata=-9999.0, crs=crs, transform=transform, **shape) as raster:
        raster.write(np.where(np.isfinite(values), values, -9999.0).astype(np.float32))
        for number, name in enumerate(names, start=1):
            raster.set_band_description(number, name)
    return str(path)


def new_york_job(data: Path, folder: Path) -> BuildForcingJob:
    """The job that builds forcing on the cells of the real one: ERA5's normals, textures of WISE, and CESM2's own NPP and bedrock.

    ``data`` holds the real data; rasters that they lack are written to ``folder``.
    """
    conus = data / "conus"
    with xarray.open_dataset(data / "new_york" / "clm5_forcing.nc", decode_times=False) as real:
        shape, cells = (1, real.sizes["lat"], real.sizes["lon"]), _corner(real)
    with xarray.open_dataset(conus / "cesm2_fields.nc", decode_times=False) as fields:
        fields = fields.sortby("lon").sortby("lat", ascending=False)
        npp = write(folder / "npp.tif", fields["NPP"].values, _corner(fields))
        bedrock = write(folder / "bedrock.tif", fields["nbedrock"].values[:1], _corner(fields))
    soil = str(conus / "wise_soil_0p5.tif")
    return BuildForcingJob(
        temperature=str(conus / "era5_tavg_0p25.tif"), precipitation=str(conus / "era5_prec_0p25.tif"), npp=npp, npp_unit="gC/m2/s",
        sand=soil, clay=soil, texture_unit="1", bedrock=bedrock, bedrock_unit="layer",
        grid=write(folder / "grid.tif", np.ones(shape), cells), forcing=str(folder / "built.nc"),
    )  # fmt: skip


def _corner(data: xarray.Dataset) -> rasterio.Affine:
    """The transform of a data set whose ``lon`` runs east and ``lat`` south."""
    lon, lat = np.where(data["lon"] > 180.0, data["lon"] - 360.0, data["lon"]), data["lat"].values
    east, south = (lon[-1] - lon[0]) / (len(lon) - 1), (lat[0] - lat[-1]) / (len(lat) - 1)
    return from_origin(lon[0] - east / 2, lat[0] + south / 2, east, south)


class Comparison:
    """Built and real forcing of the cells around New York that have both."""

    def __init__(self, built: ForcingGrid, real: ForcingGrid) -> None:
        cell, distance = real.nearest(built.longitude, built.latitude)
        same = distance < 0.01
        self.built = {name: values[same] for name, values in built.cells.items()}
        self.real = {name: values[cell[same]] for name, values in real.cells.items()}

    def topsoil(self, name: str) -> np.ndarray:
        """Built less real, ``(cells, 12)``, mean square over the first metre by thickness of the layers."""
        weights = layer_overlap(0.0, 1.0)
        return np.einsum("l,clm->cm", weights, (self.built[name] - self.real[name]) ** 2) / weights.sum()

    def correlation(self, name: str, layers: np.ndarray) -> float:
        """Over cells, months and those layers ``(cells, 20)``."""
        return float(np.corrcoef(self.built[name][layers].ravel(), self.real[name][layers].ravel())[0, 1])

    def stocks(self, fields: dict[str, np.ndarray]) -> np.ndarray:
        """Soil carbon to one metre with CLM5's default parameters, kgC/m2, ``(cells,)``."""
        forcing = Forcing(**{name: torch.as_tensor(values) for name, values in fields.items()})
        theta = torch.tensor([[row.default for row in PARAMETERS]], dtype=torch.float64).repeat(forcing.n_cells, 1)
        soc = SoilCarbonModel("clm5")(theta, forcing).soc.numpy()
        return soc @ layer_overlap(0.0, 1.0) / 1000.0
