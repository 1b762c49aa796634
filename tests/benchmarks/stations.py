"""Built soil temperature against stations: monthly means at 50 cm at SCAN and SNOTEL stations of the conterminous United States.

Usage: bash scripts/benchmark.sh stations DATA       (DATA: the folder with soil_temperature/ and conus/)

Forcing is built for a cell at each station from the normals of ERA5 (0.25 degree), the texture of WISE and the productivity of CASA, as a
user would; then with the air temperature moved to the station's elevation; then with the station's own air temperature.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd

from binn_engine.clm5.geometry import INTERFACE_DEPTH, NODE_DEPTH
from binn_engine.covariates.bands import open_raster, values_at
from binn_engine.forcing.climate_rasters import DEFAULT_TREE_COVER
from binn_engine.soil_climate import Normals, build_forcing
from binn_engine.soil_climate.frozen_water import FREEZING_K

DEPTH = 0.508  # m: 20 inches
LAPSE_RATE = 6.5e-3  # K/m, of the standard atmosphere
PIXEL = 0.25  # degree, of the air temperature
SNOW_MONTHS = (0, 1, 2, 11)
FEWEST_YEARS = 5


def at_places(path: Path, lon: np.ndarray, lat: np.ndarray, smooth: bool = True) -> np.ndarray:
    """All bands of a raster at places, ``(bands, places)``."""
    with open_raster(str(path)) as dataset:
        return values_at(dataset, list(dataset.indexes), [smooth] * dataset.count, lon, lat)


def elevation_of_pixels(data: Path, lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """The mean elevation of what the air temperature at a place stands for, m ``(places,)``: over a quarter of a degree around it."""
    steps = (np.arange(6) - 2.5) / 6.0 * PIXEL
    around = [
        at_places(data / "conus" / "elevation_prism_conus_2p5min.tif", lon + east, lat + north)[0] for east in steps for north in steps
    ]
    return np.nanmean(around, axis=0)


def normals_at(data: Path, table: pd.DataFrame) -> Normals:
    """The normals of a cell at each station; NaN where a raster has no value."""
    lon, lat = table["lon"].to_numpy(), table["lat"].to_numpy()
    conus, count = data / "conus", len(table)
    with open_raster(str(conus / "wise_soil_0p5.tif")) as dataset:
        names = [text.lower() for text in dataset.descriptions]
    soil = at_places(conus / "wise_soil_0p5.tif", lon, lat, smooth=False)
    sand, clay = (100.0 * soil[names.index(name)] for name in ("sand", "clay"))
    return Normals(
        at_places(conus / "era5_tavg_0p25.tif", lon, lat).T, at_places(conus / "era5_prec_0p25.tif", lon, lat).T,
        at_places(conus / "casa_clm_npp_1p9x2p5.tif", lon, lat)[0], sand, clay, lat, np.full(count, INTERFACE_DEPTH[-1]),
        np.full(count, DEFAULT_TREE_COVER),
    )  # fmt: skip


def built_at_depth(normals: Normals) -> np.ndarray:
    """Soil temperature at 50 cm, degC ``(stations, 12)``."""
    temperature = build_forcing(normals)["TSOI"] - FREEZING_K
    below = int(np.searchsorted(NODE_DEPTH, DEPTH))
    share = (DEPTH - NODE_DEPTH[below - 1]) / (NODE_DEPTH[below] - NODE_DEPTH[below - 1])
    return (1.0 - share) * temperature[:, below - 1] + share * temperature[:, below]


def told(name: str, found: np.ndarray, observed: np.ndarray) -> None:
    """Print errors in K: of all months, of winter, of the mean of the year, and the amplitude of the year."""
    error = found - observed
    winter, year = error[:, SNOW_MONTHS], error.mean(1)
    width = np.ptp(found, axis=1).mean() / np.ptp(observed, axis=1).mean()
    print(
        f"{name:44s} RMSE {np.sqrt((error**2).mean()):.2f}  bias {error.mean():+.2f}  December to March {winter.mean():+.2f}"
        f"  RMSE of the year's mean {np.sqrt((year**2).mean()):.2f}  range of the year {width:.2f} times"
    )


def main(data: Path) -> None:
    """Print the table of all stations, and of each network."""
    table = pd.read_csv(data / "soil_temperature" / "scan_snotel_climatology.csv")
    observed = table[[f"tsoil50_{month:02d}" for month in range(1, 13)]].to_numpy()
    air = table[[f"tair_{month:02d}" for month in range(1, 13)]].to_numpy()
    normals, height = normals_at(data, table), elevation_of_pixels(data, table["lon"].to_numpy(), table["lat"].to_numpy())
    complete = (table["n_years"] >= FEWEST_YEARS).to_numpy() & np.isfinite(observed).all(1) & np.isfinite(air).all(1) & np.isfinite(height)
    for values in vars(normals).values():
        if values is not None:
            complete &= np.isfinite(values.reshape(len(values), -1)).all(1)
    table, observed, normals = table[complete], observed[complete], normals.at(complete)
    moved = normals.air_temperature - LAPSE_RATE * (table["elev_m"].to_numpy() - height[complete])[:, None]
    cases = {
        "air temperature at 50 cm": normals.air_temperature,
        "built, ERA5": built_at_depth(normals),
        "built, ERA5 moved to the station's elevation": built_at_depth(replace(normals, air_temperature=moved)),
        "built, the station's own air temperature": built_at_depth(replace(normals, air_temperature=air[complete])),
    }
    for network in ("all", *sorted(table["network"].unique())):
        rows = np.ones(len(table), dtype=bool) if network == "all" else (table["network"] == network).to_numpy()
        print(f"{network}: {int(rows.sum())} stations, K")
        for name, found in cases.items():
            told(name, found[rows], observed[rows])


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]))
