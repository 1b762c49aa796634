"""What several tests of forcing make and read."""

from __future__ import annotations

import numpy as np
import xarray

LITTER = ("CWD_INPUT", "LITR1_INPUT", "LITR2_INPUT", "LITR3_INPUT")


NODES = [0.01, 0.04, 0.09, 0.16, 0.26, 0.40, 0.58, 0.80, 1.06, 1.36, 1.70, 2.08, 2.50, 2.99, 3.58, 4.27, 5.06, 5.95, 6.94, 8.03]


def dataset() -> xarray.Dataset:
    """Two rows and three columns of cells, each value telling its variable, month, level and cell."""
    time, level = np.arange(12)[:, None, None, None], np.arange(20)[None, :, None, None]
    cell = np.arange(6).reshape(1, 1, 2, 3)
    layered = {
        "TSOI": 270.0 + time + level / 10.0 + cell / 100.0,
        "W_SCALAR": 0.1 + time / 100.0 + level / 1000.0 + cell / 10000.0,
        "O_SCALAR": 0.2 + time / 100.0 + level / 1000.0 + cell / 10000.0,
        "FPI_vr": 0.3 + time / 100.0 + level / 1000.0 + cell / 10000.0,
    }
    monthly = {"ALTMAX": 3.0, "ALTMAX_LASTYEAR": 2.0, "CWD_INPUT": 1.0, "LITR1_INPUT": 10.0, "LITR2_INPUT": 20.0, "LITR3_INPUT": 5.0}
    monthly = {name: value + (time + cell / 10.0)[:, 0] for name, value in monthly.items()}
    monthly["nbedrock"] = np.broadcast_to(5.0 + cell[:, 0], (12, 2, 3)).copy()
    variables = {name: (("time", "levsoi", "lat", "lon"), values) for name, values in layered.items()}
    variables |= {name: (("time", "lat", "lon"), values) for name, values in monthly.items()}
    made = xarray.Dataset(variables, {"time": np.arange(1, 13), "levsoi": NODES, "lat": [44.0, 43.0], "lon": [285.0, 286.0, 287.0]})
    for name in LITTER:
        made[name].attrs["units"] = "gC m-2 month-1"
    return made
