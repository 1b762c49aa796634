"""What several tests of clm history make and read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import xarray

from binn_engine.clm5.geometry import LAYER_THICKNESS, NODE_DEPTH
from binn_engine.forcing.grid import ForcingGrid

DAYS = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


ENDS = np.cumsum(DAYS)


SECONDS_PER_MONTH = 365.0 * 86400.0 / 12.0


DEEP = np.concatenate([NODE_DEPTH, [9.795, 13.328, 19.483, 28.871, 41.998]])


LON, LAT = np.array([285.0, 286.25]), np.array([43.0, 44.0, 45.0])


SEA = (2, 1)  # row and column without land


def silent(code: str, message: str) -> None:
    """Take a warning without a word."""


def truth() -> dict[str, np.ndarray]:
    """The climatology, ``(12, [20,] 3, 2)`` by CLM5's names."""
    month, level = np.arange(12.0)[:, None, None, None], np.arange(20.0)[:, None, None]
    cell = np.arange(6.0).reshape(3, 2)
    fields = {
        "TSOI": 270.0 + month + level / 10.0 + cell / 100.0,
        "W_SCALAR": 0.1 + month / 100.0 + level / 1000.0 + cell / 10000.0,
        "O_SCALAR": 0.5 + month / 100.0 + level / 1000.0 + cell / 10000.0,
        "FPI_vr": 0.3 + month / 100.0 + level / 1000.0 + cell / 10000.0,
    }
    two = month[:, 0]
    fields |= {"ALTMAX": 3.0 + two + cell / 10.0, "ALTMAX_LASTYEAR": 2.0 + two + cell / 10.0}
    fields |= {f"{pool}_INPUT": base + two + cell / 10.0 for pool, base in (("CWD", 1.0), ("LITR1", 10.0), ("LITR2", 20.0), ("LITR3", 5.0))}
    return fields


FLUXES = {
    "CWD_INPUT": ("gap_mortality_c_to_cwdc", "FIRE_MORTALITY_C_TO_CWDC"),
    "LITR1_INPUT": ("phenology_c_to_litr_met_c", "gap_mortality_c_to_litr_met_c"),
    "LITR2_INPUT": ("phenology_c_to_litr_cel_c", "m_c_to_litr_cel_fire"),
    "LITR3_INPUT": ("phenology_c_to_litr_lig_c", "harvest_c_to_litr_lig_c"),
}


def record(year: int, month: int, odd: float) -> xarray.Dataset:
    """A history file of one month, whose values are the truth plus ``odd`` in parts of a hundred."""
    fields, variables = truth(), {}
    for name in ("TSOI", "W_SCALAR", "O_SCALAR", "FPI_vr"):
        values = fields[name][month] * (1.0 + odd / 100.0)
        level = "levgrnd" if name == "TSOI" else "levdcmp"
        variables[name] = (("time", level, "lat", "lon"), np.concatenate([values, np.full((5, 3, 2), 250.0)])[None])
    for name in ("ALTMAX", "ALTMAX_LASTYEAR"):
        variables[name] = (("time", "lat", "lon"), fields[name][month][None] * (1.0 + odd / 100.0))
    for name, parts in FLUXES.items():
        # Per volume and second, three quarters in the first layer and one in the fourth; two thirds by the first flux.
        flux = fields[name][month] * (1.0 + odd / 100.0) / SECONDS_PER_MONTH
        by_layer = np.zeros((25, 3, 2))
        by_layer[0], by_layer[3] = 0.75 * flux / LAYER_THICKNESS[0], 0.25 * flux / LAYER_THICKNESS[3]
        for part, share in zip(parts, (2.0 / 3.0, 1.0 / 3.0)):
            variables[part] = (("time", "levdcmp", "lat", "lon"), share * by_layer[None], {"units": "gC/m^3/s"})
    for name, (_, values, *_) in variables.items():
        values[..., SEA[0], SEA[1]] = np.nan
        assert np.isfinite(values).any(), name
    end = 365.0 * year + ENDS[month]
    made = xarray.Dataset(variables, {"lon": LON, "lat": LAT, "levgrnd": DEEP, "levdcmp": DEEP})
    made["nbedrock"] = (("lat", "lon"), 5.0 + np.arange(6.0).reshape(3, 2))
    made = made.assign_coords(
        time=("time", [end], {"units": "days since 0001-01-01 00:00:00", "calendar": "noleap", "bounds": "time_bounds"})
    )
    made["time_bounds"] = (("time", "hist_interval"), [[end - DAYS[month], end]])
    return made


def save(made: xarray.Dataset, path: Path) -> None:
    floats = [name for name in made.data_vars if name != "time_bounds" and made[name].dtype.kind == "f"]
    made.to_netcdf(path, encoding={name: {"_FillValue": 1e36} for name in floats})


def check(grid: ForcingGrid, cells: int = 5) -> None:
    """The grid holds the truth, at its places."""
    assert len(grid) == cells
    fields = truth()
    pairs = {"soil_temperature": "TSOI", "water_scalar": "W_SCALAR", "oxygen_scalar": "O_SCALAR", "nitrogen_scalar": "FPI_vr"}
    pairs |= {"active_layer_depth": "ALTMAX", "active_layer_depth_last_year": "ALTMAX_LASTYEAR"}
    for index in range(cells):
        row = int(np.argmin(np.abs(LAT - grid.latitude[index])))
        col = int(np.argmin(np.abs(LON - 360.0 - grid.longitude[index])))
        assert (row, col) != SEA
        for name, variable in pairs.items():
            np.testing.assert_allclose(grid.cells[name][index], fields[variable][..., row, col].T, rtol=1e-5)
        litter = [fields[pool][:, row, col].sum() for pool in FLUXES]
        np.testing.assert_allclose(grid.cells["litter_input"][index], litter, rtol=1e-5)
        assert grid.cells["bedrock_layer"][index] == 5 + 2 * row + col


def table() -> pd.DataFrame:
    """Two sites as a table."""
    fields, rows = truth(), []
    for row, col in ((0, 0), (1, 1)):
        for month in range(12):
            for level in range(20):
                values = {name: values[month, level, row, col] for name, values in fields.items() if values.ndim == 4}
                values |= {name: values[month, row, col] if level == 0 else np.nan for name, values in fields.items() if values.ndim == 3}
                place = {"lon": LON[col] - 360.0, "lat": LAT[row], "month": month + 1, "level": level + 1}
                rows.append({**place, **values, "nbedrock": 5 + 2 * row + col})
    return pd.DataFrame(rows)
