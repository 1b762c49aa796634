"""The truth of a synthetic landscape: parameters, processes and SOC as rasters, and SOC profiles observed with noise."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import torch

from ..bands import value_bands
from ..clm5 import SoilCarbon, SoilCarbonModel
from ..clm5.geometry import mean_weights
from ..covariates.grids import Grid
from ..covariates.table import CovariateStack, sample_rasters
from ..errors import JobError
from ..forcing.grid import ForcingGrid
from ..maps.by_tiles import map_products
from ..maps.rasters import ProductWriter, RasterTexts
from ..prediction.site_variables import site_variables
from ..running.callbacks import Progress
from ..tables import DEFAULT_DEPTHS_M
from .landscape import CATEGORICAL, CENTRE_LAT, CENTRE_LON, EXTENT_DEGREES, UNITS, Landscape

TRUTHS = ("parameters", "processes", "soc")
NOISE = 0.12  # standard deviation of the logarithm of observed SOC
TILE = 128
MOST_DRAWS = 50


class Truth:
    """The true values at places of the landscape, given the covariates in the rasters.

    The parameters are computed from the covariates that the engine reads in the rasters, not from the landscape's own continuous
    fields: no model could find details that are not in the rasters.

    Parameters
    ----------
    land
        Gives the true parameters.
    covariates
        Rasters by covariate, as ``UNITS`` names them.
    forcing
        The forcing that drives the soil.
    """

    def __init__(self, land: Landscape, covariates: Mapping[str, Path], forcing: ForcingGrid) -> None:
        self._land = land
        self._paths = [str(covariates[name]) for name in UNITS]
        self._grid = forcing
        self._model = SoilCarbonModel()

    def soil(self, covariates: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> tuple[torch.Tensor, SoilCarbon, torch.Tensor]:
        """Parameters ``(n, 21)``, soil carbon, and the last layer above bedrock ``(n,)``, at some places.

        Parameters
        ----------
        covariates
            In the order and units of ``UNITS``, ``(n, 13)``.
        lon, lat
            Degrees on WGS 84, ``(n,)``.
        """
        parameters = torch.from_numpy(self._land.true_parameters(dict(zip(UNITS, covariates.T))))
        forcing = self._grid.forcing(self._grid.cells_at(lon, lat)[0])
        with torch.no_grad():
            return parameters, self._model(parameters, forcing), forcing.last_layer("clm5")

    def write(self, grid: Grid, paths: Mapping[str, Path], progress: Progress) -> None:
        """Write the rasters ``TRUTHS`` on a grid, with the bands of the products of the same name."""

        def sites(covariates: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> dict[str, np.ndarray]:
            parameters, soil, last = self.soil(covariates, lon, lat)
            return {name: values.numpy() for name, values in site_variables(parameters, soil, last, DEFAULT_DEPTHS_M).items()}

        with (
            CovariateStack(self._paths, tuple(UNITS), CATEGORICAL, grid) as stack,
            ProductWriter(paths, {name: value_bands(name) for name in paths}, grid, grid.whole, RasterTexts({"truth": "yes"})) as writer,
        ):
            map_products(stack, TILE, sites, writer, progress)

    def profiles(self, count: int, generator: np.random.Generator) -> pd.DataFrame:
        """SOC profiles at random places on land: ``profile_id``, ``lon``, ``lat``, ``top_cm``, ``bottom_cm``, ``soc_gC_m3``.

        One row a layer: the mean of true SOC over the layer, times lognormal noise of mean 1.

        Raises
        ------
        JobError
            Where the landscape has too little valid land.
        """
        covariates, lon, lat = self._places(count, generator)
        _, soil, last = self.soil(covariates, lon, lat)
        site, top, bottom = _layers(count, generator)
        true = np.einsum("nj,nj->n", soil.soc.numpy()[site], mean_weights(top / 100.0, bottom / 100.0, last.numpy()[site]))
        noise = np.exp(generator.normal(-0.5 * NOISE**2, NOISE, site.size))
        names = np.array([f"P{number + 1:05d}" for number in range(count)])
        columns = {"profile_id": names[site], "lon": lon[site], "lat": lat[site], "top_cm": top, "bottom_cm": bottom}
        return pd.DataFrame(columns | {"soc_gC_m3": (true * noise).round(1)})

    def _places(self, count: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Covariates ``(count, 13)``, longitude and latitude of random places where every covariate has a value."""
        centre = np.array([CENTRE_LON, CENTRE_LAT])
        places, covariates = np.empty((0, 2)), np.empty((0, len(UNITS)))
        for _ in range(MOST_DRAWS):
            drawn = np.round(centre + generator.uniform(-0.5, 0.5, (count, 2)) * EXTENT_DEGREES, 6)  # as the files will have them
            values = sample_rasters(self._paths, tuple(UNITS), CATEGORICAL, *drawn.T)
            valid = np.isfinite(values).all(1)
            places, covariates = np.concatenate([places, drawn[valid]]), np.concatenate([covariates, values[valid]])
            if len(places) >= count:
                return covariates[:count], places[:count, 0], places[:count, 1]
        raise JobError(f"The landscape has not enough land for {count} profiles.", "Choose another seed or a larger size.")


def _layers(count: int, generator: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The profile, top and bottom (whole cm) of every layer: 4 to 7 layers that thicken downwards, to 80-150 cm."""
    site, edges = [], []
    for profile in range(count):
        thickness = np.arange(1, generator.integers(4, 8) + 1) + generator.uniform(0.0, 1.0)
        depth = generator.uniform(80.0, 150.0) * np.cumsum(thickness) / thickness.sum()
        bottom = np.round(depth)
        site += [profile] * bottom.size
        edges += list(zip(np.concatenate([[0.0], bottom[:-1]]), bottom))
    top, bottom = np.array(edges).T
    return np.array(site), top, bottom
