"""The job ``simulate``: the CLM5 soil carbon model with given parameters, without a network."""

from __future__ import annotations

from typing import Any

import numpy as np
import torch

from ..bands import value_bands
from ..clm5 import Forcing, SoilCarbonModel
from ..covariates.bands import covariate_bands
from ..covariates.grids import Grid
from ..covariates.stacks import CovariateStack
from ..errors import InputError
from ..forcing.reach import TILES, FarPixels, ForcingReach, warn_far_forcing
from ..forcing.reading import read_forcing
from ..forcing.region import region_of_map
from ..learning.batches import in_batches, sites_at_once
from ..learning.durations import Workload, expected_parts
from ..maps.by_tiles import map_products
from ..maps.plans import check_disk, look, maps_disk
from ..maps.plausible import beyond_soils, warn_beyond_soils
from ..maps.rasters import ProductWriter, RasterTexts
from ..maps.requests import chosen_maps
from ..prediction.site_variables import site_variables
from ..running.context import Run
from ..running.record import check_depths
from ..settings import SimulateJob
from ..settings.texts import parse_assignments
from ..tables import PARAMETER_NAMES, PARAMETERS

PRODUCTS = ("parameters", "processes", "soc")


def run(run: Run[SimulateJob]) -> dict[str, Any]:
    """Map what the parameters give."""
    job = run.job
    wanted = chosen_maps(job, PRODUCTS)
    check_depths(job.depths)
    values = parse_assignments(job.values, "values")
    grid = Grid.from_raster(job.grid)
    in_raster = [name for name, _ in covariate_bands(job.grid)]
    mapped = [name for name in PARAMETER_NAMES if name in in_raster and name not in values]
    window = grid.window_of(())
    run.reporter.expect(*expected_parts(job, Workload(pixels=window.width * window.height)))
    forcing = read_forcing(job.forcing, run.reporter.warning, region_of_map(grid, window), job.forcing_interpolation)
    # Without a parameter in it, the raster's first band still says which pixels are land.
    with CovariateStack([job.grid], mapped or in_raster[:1], (), grid) as stack:
        paths = {name: run.output(name, getattr(job, name)) for name in wanted}
        reach = ForcingReach.of(job, forcing)
        sites = Simulation(run, reach, mapped, values)
        stack.warn_of_missing(run.reporter.warning)
        reach.check_map(stack, window)
        bands = {name: value_bands(name, job.depths) for name in wanted}
        valid, places = look(stack, window)
        pixels = window.width * window.height * min(valid + 1, places) / places
        tags = {"bedrock": job.bedrock, "forcing_interpolation": forcing.read_as}
        check_disk(maps_disk({run.published[name]: len(rows) for name, rows in bands.items()}, pixels))
        with ProductWriter(paths, bands, grid, window, RasterTexts(tags)) as writer:
            try:
                summary = map_products(stack, job.tile_size, sites, writer, run.reporter.span(0.02, 0.99))
            except InputError:
                sites.far.check(sites.near)  # the reason why no pixel has a value, where it is this one
                raise
    sites.far.tell(run.reporter.warning)
    warn_far_forcing(np.array(sites.distances), TILES, run.reporter.warning)
    warn_beyond_soils(sites.beyond, summary.valid, job.soc_limit, run.reporter.warning)
    counts = {"pixels": summary.pixels, "valid_pixels": summary.valid, "pixels_beyond_soc_limit": sites.beyond}
    how = {"forcing_interpolation": forcing.read_as, "mapped_parameters": mapped, "given_parameters": sorted(values)}
    return {**counts, **sites.far.metrics, **how}


class Simulation:
    """Maps sites, and collects what is reported at the end.

    Attributes
    ----------
    distances
        The largest distance to the forcing of every tile's pixels with a value, in degrees.
    far
        Pixels that are too far from the forcing.
    near
        Number of pixels that are not.
    beyond
        Pixels with more SOC than is possible.
    """

    def __init__(self, run: Run[SimulateJob], reach: ForcingReach, mapped: list[str], values: dict[str, float]) -> None:
        self._forcing, self._mapped, self._run = reach.forcing, mapped, run
        self._model = SoilCarbonModel(run.job.bedrock)
        self._base = np.array([values.get(row.name, row.default) for row in PARAMETERS])
        self.distances: list[float] = []
        self.far = FarPixels(reach)
        self.near = self.beyond = 0

    @torch.no_grad()
    def __call__(self, raw: np.ndarray, longitude: np.ndarray, latitude: np.ndarray) -> dict[str, np.ndarray]:
        """Products of sites.

        Parameters
        ----------
        raw
            The mapped parameters in their units, ``(n, mapped)``.
        longitude, latitude
            Degrees, ``(n,)``.
        """
        job = self._run.job
        parameters = np.tile(self._base, (len(raw), 1))
        for number, name in enumerate(self._mapped):
            parameters[:, PARAMETER_NAMES.index(name)] = raw[:, number]
        check_parameters(parameters)
        near = self.far.near(longitude, latitude)
        cells, distance = self._forcing.cells_at(longitude, latitude)
        self.near += int(near.sum())
        self.distances.append(float(distance.max(initial=0.0, where=near)))

        def simulate(index: torch.Tensor) -> dict[str, np.ndarray]:
            rows = index.numpy()
            return _simulate(self._model, parameters[rows], self._forcing.forcing(cells[rows]), self._run)

        device = torch.device(self._run.device.name)
        parts = in_batches(simulate, torch.arange(len(raw)), sites_at_once(device), self._run.reporter.warning)
        found = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
        for values in found.values():
            values[~near] = np.nan
        self.beyond += beyond_soils(found["soc"], len(job.depths), job.soc_limit)
        return found


def _simulate(model: SoilCarbonModel, parameters: np.ndarray, forcing: Forcing, run: Run[SimulateJob]) -> dict[str, np.ndarray]:
    job = run.job
    theta = torch.from_numpy(parameters).to(run.device.name, run.device.dtype)
    forcing = forcing.to(run.device.name, run.device.dtype)
    found = site_variables(theta, model(theta, forcing), forcing.last_layer(job.bedrock), job.depths)
    return {name: tensor.cpu().numpy() for name, tensor in found.items()}


def check_parameters(parameters: np.ndarray) -> None:
    """Refuse values that have no steady state.

    Parameters
    ----------
    parameters
        ``(n, 21)``, in the units of the parameters.

    Raises
    ------
    InputError
        For a share outside 0 to 1, another value of zero or less, or transfers out of a pool that exceed 1; names the parameter.
    """
    for number, row in enumerate(PARAMETERS):
        column = parameters[:, number]
        highest = 1.0 if row.unit == "1" and row.name not in ("q10", "w_scaling") else np.inf
        bad = ~((column > 0.0) & (column <= highest)) if row.name != "beta" else ~((column > 0.0) & (column < 1.0))
        if row.group == "carbon_transfer_efficiency":
            bad = ~((column >= 0.0) & (column <= 1.0))
        if bad.any():
            raise InputError(
                f"Parameter {row.name} is {column[bad][0]:g} at {int(bad.sum())} sites, which is impossible.",
                f"Its usual range is {row.lower:g} to {row.upper:g} {row.unit}.",
            )
    for donor in ("fs1", "fs2"):
        total = parameters[:, [number for number, row in enumerate(PARAMETERS) if row.name.startswith(donor)]].sum(1)
        if (total > 1.0).any():
            raise InputError(
                f"The fractions of carbon that leave {donor[1:].upper()} for other pools sum to {total.max():g}, but "
                "the sum cannot be above 1.",
                f"Change the parameters whose names begin with {donor}, so that their sum is 1 or less.",
            )
