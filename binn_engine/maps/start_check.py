"""Whether a map of stocks at the start can be of the soils that the model maps: a wrong unit is told before the work begins."""

from __future__ import annotations

import numpy as np
from rasterio.windows import Window

from ..covariates.stacks import CovariateStack
from ..running.callbacks import Warn
from .scenario_sites import START, ScenarioModel

SAMPLED = 12  # columns, and rows, of pixels that are looked at
ALIKE = 0.2, 5.0  # of the model's own stock: beyond, the unit is more likely wrong than the model


def check_start(sites: ScenarioModel, stack: CovariateStack, window: Window, warn: Warn) -> None:
    """Warn where a sample of the stocks at the start is far from the model's own.

    Parameters
    ----------
    sites
        The model, with the unit of the map.
    stack
        The rasters, in the order in which ``sites`` takes them.
    window
        The part of the grid that is mapped.
    warn
        Gets a code and a message.
    """
    columns, rows = (
        np.unique(np.linspace(first, first + size - 1, min(SAMPLED, int(size))).round().astype(int))
        for first, size in ((window.col_off, window.width), (window.row_off, window.height))
    )
    found = []
    for pixel in (Window(int(column), int(row), 1, 1) for row in rows for column in columns):
        longitude, latitude = stack.grid.lonlat(pixel)
        if np.isfinite(longitude).all() and np.isfinite(latitude).all() and len(values := stack.valid(pixel)[0]):
            found.append(np.concatenate([values[0], longitude.ravel(), latitude.ravel()]))
    if not found:
        return
    looked_at = np.array(found)
    values, longitude, latitude = looked_at[:, :-2], looked_at[:, -2], looked_at[:, -1]
    given = sites.start_factor * values[:, sites.columns.index(START) - len(sites.columns)]
    own = sites.own_stocks(values, longitude, latitude, warn)
    known = np.isfinite(given) & (own > 0.0)
    if known.any() and not ALIKE[0] <= np.median(given[known] / own[known]) <= ALIKE[1]:
        warn(
            "start_unlike_model",
            f"The stocks in the map of the start {sites.start_map} have a median of {np.median(given[known]):.3g} kgC/m2, but the model's "
            f"own have {np.median(own[known]):.3g} kgC/m2. Check the unit of the map (start_unit): 1 kgC/m2 is 10 tC/ha.",
        )
