"""Where the time of the layer goes: stages of the kernels, timed one after another on one thread, and the network's."""

from __future__ import annotations

import numpy as np
import torch
from numba import njit

from binn_engine.clm5 import Forcing, SoilCarbonModel
from binn_engine.clm5.compiled.arrays import cells_of, constants_of, unit_exchange_of
from binn_engine.clm5.compiled.groups import KEPT_ROWS, gather_group, months_of, new_group, new_pivots, new_scratch, pools_of
from binn_engine.clm5.compiled.kernels import (
    collect_pools,
    eliminate_group,
    monthly_group,
    scatter_group,
    scatter_processes,
    solve_group,
)
from binn_engine.clm5.compiled.lane_options import DRIVER, LANES
from binn_engine.model.binn import build_network
from binn_engine.model.network import Inputs
from tests.benchmarks.inputs import parameters, sites
from tests.benchmarks.measure import seconds

SITES = 4096
STAGES = ("gather", "scalars", "transport, inputs and pivots", "solutions", "scatter pools", "processes")


@njit(**DRIVER)
def run_until(stage, theta, cell, cells, constants, kept, pools, soc, processes):
    """The forward pass up to a stage (by number)."""
    group, pivots, work = new_group(theta), new_pivots(theta), new_scratch(theta)
    nothing = np.empty((0, 20), theta.dtype)
    for first in range(0, len(theta), LANES):
        months, state = months_of(kept[0]), pools_of(kept[0])
        gather_group(theta, cell, cells, True, first, LANES, group)
        if stage >= 1:
            monthly_group(cell, cells, constants, first, LANES, group, months, work.buffer, False)
        if stage >= 2:
            eliminate_group(group, constants, True, months, pivots)
        if stage >= 3:
            solve_group(group, constants, pivots, work)
        if stage >= 4:
            collect_pools(group, work, True, state)
            scatter_group(state, pivots, first, LANES, pools, soc, nothing, nothing)
        if stage >= 5:
            scatter_processes(group, pivots, work, constants, True, first, LANES, processes)


def _adjoint_seconds(theta: torch.Tensor, forcing: Forcing, cell: np.ndarray) -> float:
    """Microseconds per site of the backward pass alone, by the parameters."""
    leaf = theta.clone().requires_grad_()
    soc = SoilCarbonModel()(leaf, forcing.at(torch.from_numpy(cell))).soc.sum()
    return 1e6 * seconds(lambda: torch.autograd.grad(soc, leaf, retain_graph=True), 15, 3) / SITES


def stage_seconds() -> dict[str, float]:
    """Microseconds per site of every stage and of the network's forward pass, float64 (network float32), one thread."""
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    theta, forcing = parameters(SITES), sites(100)
    monthly = (forcing.soil_temperature, forcing.water_scalar, forcing.oxygen_scalar, forcing.nitrogen_scalar)
    frozen = torch.zeros(100, dtype=torch.bool)
    cells = cells_of(forcing.bedrock_layer, frozen, (*monthly, *unit_exchange_of(forcing, "clm5"), forcing.litter_input))
    cell, kept = np.arange(SITES) % 100, np.empty((1, KEPT_ROWS, LANES))
    arrays = (
        theta.numpy(),
        cell,
        cells,
        constants_of(torch.float64),
        kept,
        np.empty((SITES, 7, 20)),
        np.empty((SITES, 20)),
        np.empty((SITES, 6)),
    )
    # Stages take turns, and the least of many rounds counts: differences of times are worth nothing where the machine is busy.
    rounds = [[seconds(lambda: run_until(stage, *arrays), 1, 0) for stage in range(len(STAGES))] for _ in range(25)]  # noqa: B023
    until = [1e6 * min(times) / SITES for times in zip(*rounds)]
    costs = {name: after - before for name, before, after in zip(STAGES, [0.0, *until], until)}
    costs["adjoint"] = _adjoint_seconds(theta, forcing, cell)
    network = build_network(60, (), 21, {"hidden": (128, 128, 128), "dropout": 0.1, "encoder": "none"}).eval()
    inputs = Inputs(torch.randn(SITES, 60), torch.zeros(SITES, 0, dtype=torch.long), torch.zeros(SITES, 2))
    with torch.no_grad():
        costs["network"] = 1e6 * seconds(lambda: network(inputs), 9, 2) / SITES
    torch.set_num_threads(threads)
    return costs
