"""CLM5 forcing in a NetCDF file, with CLM5's own names, units and layout."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import xarray

from ..clm5.geometry import N_MONTHS, NODE_DEPTH

FORCING_VARIABLES = {
    "TSOI": ("K", "soil temperature"),
    "W_SCALAR": ("1", "moisture scalar of decomposition"),
    "O_SCALAR": ("1", "oxygen scalar of decomposition"),
    "FPI_vr": ("1", "fraction of potential immobilization (nitrogen scalar)"),
    "CELLSAND": ("%", "sand content"),
    "ALTMAX": ("m", "maximum annual active layer thickness"),
    "ALTMAX_LASTYEAR": ("m", "maximum active layer thickness of the year before"),
    "nbedrock": ("1", "index (1-based) of the deepest layer above bedrock"),
    "CWD_INPUT": ("gC m-2 month-1", "carbon input to coarse woody debris"),
    "LITR1_INPUT": ("gC m-2 month-1", "carbon input to metabolic litter"),
    "LITR2_INPUT": ("gC m-2 month-1", "carbon input to cellulose litter"),
    "LITR3_INPUT": ("gC m-2 month-1", "carbon input to lignin litter"),
}
# The global attribute that says that forcing is no output of CLM5, and how it was made.
APPROXIMATION = "approximation"


def write_forcing_file(
    path: Path,
    variables: Mapping[str, np.ndarray],
    cells: tuple[str, str],
    coordinates: Mapping[str, tuple[Any, np.ndarray]],
    attributes: Mapping[str, str],
) -> None:
    """Write forcing on two spatial dimensions ``cells``.

    Parameters
    ----------
    path
        The file.
    variables
        By CLM5's names: ``(12, 20, rows, cols)`` by layer or ``(12, rows, cols)``; NaN where there is no land.
    cells, coordinates
        Names of the spatial dimensions, and ``lat`` and ``lon`` with their dimensions and values in degrees:
        ``(rows,)`` and ``(cols,)``, or ``(rows, cols)`` each.
    attributes
        Of the file.
    """
    arrays = {}
    for name, values in variables.items():
        unit, meaning = FORCING_VARIABLES[name]
        dimensions = ("time", "levsoi", *cells) if values.ndim == 4 else ("time", *cells)
        arrays[name] = (dimensions, values.astype(np.float32), {"units": unit, "long_name": meaning})
    units = {"lat": "degrees_north", "lon": "degrees_east"}
    axes = {name: (*axis, {"units": units[name]}) for name, axis in coordinates.items()}
    axes |= {
        "time": ("time", np.arange(1, N_MONTHS + 1, dtype=np.int32), {"long_name": "month of the climatological year, 1-12"}),
        "levsoi": ("levsoi", NODE_DEPTH, {"units": "m"}),
    }
    encoding = {name: {"_FillValue": np.float32(1e36), "zlib": True} for name in arrays}
    encoding |= {name: {"_FillValue": None} for name in axes}
    xarray.Dataset(arrays, axes, dict(attributes)).to_netcdf(path, engine="netcdf4", encoding=encoding)
