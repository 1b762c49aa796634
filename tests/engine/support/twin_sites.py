"""Small sites for twins: random places, covariates and forcing, and a few layers each."""

from __future__ import annotations

import numpy as np

from binn_engine.clm5.geometry import NODE_DEPTH
from binn_engine.covariates.table import CovariateTable
from binn_engine.forcing.grid import ForcingGrid
from binn_engine.learning.dataset import Sites
from binn_engine.profiles.observations import Profiles

DEPTHS = np.array([0.05, 0.2, 0.5, 0.9])
NAMES = ("warmth", "rain", "cover", "clay", "slope", "flat")
CATEGORICAL = (False, False, True, False, False, False)


def forcing_grid(cells: int = 9) -> ForcingGrid:
    """Cells whose soils differ in temperature, moisture and litter, and thaw to 9 m."""
    z = np.asarray(NODE_DEPTH, dtype=float)[:, None]
    month, step = np.arange(12.0), np.linspace(-1.0, 1.0, cells)[:, None, None]
    temperature = 283.15 + 4.0 * step + 12.0 * np.exp(-z / 2.0) * np.sin(2.0 * np.pi * (month - 3.0) / 12.0)
    water = np.clip(0.2 + 0.05 * step + 0.1 * np.exp(-z) + 0.05 * np.cos(2.0 * np.pi * month / 12.0), 0.05, 1.0)
    deep = np.full((cells, 12), 9.0)
    arrays = {
        "soil_temperature": np.broadcast_to(temperature, (cells, 20, 12)).copy(),
        "water_scalar": water,
        "oxygen_scalar": np.ones((cells, 20, 12)),
        "nitrogen_scalar": np.full((cells, 20, 12), 0.9),
        "active_layer_depth": deep,
        "active_layer_depth_last_year": deep.copy(),
        "bedrock_layer": np.full(cells, 15.0),
        "litter_input": np.array([60.0, 150.0, 180.0, 60.0]) * (1.0 + 0.2 * step[:, 0]),
    }
    side = np.arange(cells)
    return ForcingGrid(arrays, -80.0 + side, 40.0 + side % 3)


def random_sites(count: int = 300, seed: int = 0) -> Sites:
    """Places within 8 by 3 degrees; the last covariate is the same everywhere; SOC says nothing."""
    draw = np.random.default_rng(seed)
    cover, flat = draw.choice([10.0, 20.0, 30.0], count), np.full(count, 7.0)
    values = np.column_stack([draw.normal(8.0, 3.0, count), draw.gamma(4.0, 200.0, count), cover, *draw.normal(size=(2, count)), flat])
    lon, lat = draw.uniform(-80.0, -72.0, count), draw.uniform(40.0, 43.0, count)
    unknown = np.full(count * len(DEPTHS), np.nan)
    ids = np.array([f"P{number:04d}" for number in range(count)])
    profiles = Profiles(
        ids, lon, lat, np.repeat(np.arange(count), len(DEPTHS)), unknown, unknown, np.tile(DEPTHS, count), np.ones(len(unknown))
    )
    grid = forcing_grid()
    return Sites(profiles, CovariateTable(NAMES, CATEGORICAL, values), grid.cells_at(lon, lat)[0], grid)


def warn_of_nothing(code: str, message: str) -> None:
    """No warning is wanted."""
    raise AssertionError(f"{code}: {message}")
