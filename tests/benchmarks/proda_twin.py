"""A twin at real sites, to run BINN and PRODA on: ``python -m tests.benchmarks.proda_twin DATA FOLDER``.

``DATA`` has ``soc_layers.csv``, ``covariates.csv``, ``covariates_0p5deg.tif`` and ``clm5_forcing.nc``. True parameters are smooth functions
of the covariates, the same for sites and pixels; ``FOLDER`` gets the SOC that would have been observed at the real layers, with noise, and
maps of the true parameters and processes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from binn_engine.bands import value_bands
from binn_engine.covariates.grids import Grid
from binn_engine.covariates.stacks import CovariateStack
from binn_engine.covariates.table import CovariateTable, read_covariates
from binn_engine.experiments.attribution import simulate
from binn_engine.experiments.twins import ObservationNoise, Smoothness, Truth, TwinSeed, observe, plausible, smooth_truth, twin_tensors
from binn_engine.forcing.reading import read_forcing
from binn_engine.learning.dataset import Sites, assemble
from binn_engine.maps.rasters import write_bands
from binn_engine.model.binn import parameter_space
from binn_engine.profiles.observations import read_profiles
from binn_engine.profiles.quality import check_quality, excluded_flags, kept_profiles
from binn_engine.running.devices import choose_device
from binn_engine.settings import ProfileFields

COVARIATES, LENGTH, BEDROCK = 3, 4.0, "clm5"


def said(code: str, message: str) -> None:
    """Warnings go to the terminal."""
    print(f"{code}: {message}")


def sites_of(data: Path) -> Sites:
    """The sites that BINN would learn from."""
    profiles = read_profiles(str(data / "soc_layers.csv"), ProfileFields(), said)
    profiles = kept_profiles(profiles, check_quality(profiles).keep(excluded_flags((), ())))
    table = read_covariates([str(data / "covariates.csv")], profiles, warn=said)
    return assemble(profiles, table, read_forcing(str(data / "clm5_forcing.nc"), said), said)


def write_twin(data: Path, folder: Path, noise: float, seed: int, every: int) -> int:
    """Write the twin of one profile in so many; returns the number of its profiles."""
    sites, space, device = sites_of(data), parameter_space("binn"), choose_device("cpu", "float64")
    table, raster = sites.covariates, str(data / "covariates_0p5deg.tif")
    grid = Grid.from_raster(raster)
    with CovariateStack([raster], table.names, [name for name, classes in zip(table.names, table.categorical) if classes], grid) as stack:
        values = stack.read(grid.whole)
    land = np.isfinite(values).all(0)
    joined = CovariateTable(table.names, table.categorical, np.concatenate([table.values, values[:, land].T]))
    truth = smooth_truth(space, joined, Smoothness(COVARIATES, LENGTH), TwinSeed(seed, 1), {})
    at_sites, at_pixels = truth.parameters[: len(sites)], truth.parameters[len(sites) :]
    twin = observe(Truth(at_sites, {}), twin_tensors(sites, BEDROCK, device), BEDROCK, ObservationNoise(noise, TwinSeed(seed, 1)), said)
    cell, _ = sites.forcing.nearest(*(axis[land] for axis in grid.lonlat(grid.whole)))
    mapped = {
        "parameters": at_pixels,
        "processes": simulate(BEDROCK, torch.from_numpy(at_pixels), sites.forcing.forcing(cell), said).processes,
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in mapped.items():
        image = np.full((rows.shape[1], *land.shape), np.nan)
        image[:, land] = rows.T
        bands = value_bands(name)
        write_bands(folder / f"truth_{name}.tif", grid, image, [(band.name, band.unit) for band in bands])
    profiles = sites.profiles
    kept = plausible(twin, sites) & (np.arange(len(sites)) % every == 0)
    rows = profiles.profile
    layers = {"profile_id": profiles.ids[rows], "lon": profiles.longitude[rows], "lat": profiles.latitude[rows], "depth_m": profiles.depth}
    pd.DataFrame(layers | {"soc_gC_m3": twin.observed})[kept[rows]].to_csv(folder / "soc_layers.csv", index=False)
    return int(kept.sum())


def main() -> None:
    """Write the twin and say so."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--noise", type=float, default=0.2, help="Relative error of the observations.")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--every", type=int, default=1, help="Take one profile in so many.")
    given = parser.parse_args()
    print(f"{write_twin(given.data, given.folder, given.noise, given.seed, given.every)} profiles in {given.folder}")


if __name__ == "__main__":
    main()
