"""Damaged forcing, made from whole: climatologies, CLM's history files, tables of sites, and rasters that forcing is built from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import rasterio
import xarray
from rasterio.transform import from_origin

from tests.engine.support.clm_history import record, save, table
from tests.engine.support.damage import HOSTILE, RASTERS, Damaged, Random, _cut, _flipped, a_folder, garbage, text_garbage, zero_bytes
from tests.engine.support.forcing import dataset

FORCING_KINDS = (".nc", ".csv")
NETCDF_KINDS = (".nc",)
# Where the forcing of the climatology lies: two rows and three columns of one degree.
CORNER = from_origin(-75.5, 44.5, 1.0, 1.0)
Change = Callable[[xarray.Dataset, Random], xarray.Dataset]


# --- data sets -------------------------------------------------------------------------------------------------------------------


def _any_variable(made: xarray.Dataset, random: Random) -> str:
    return str(random.choice([name for name in made.data_vars if made[name].dtype.kind == "f"]))


def strange_values(made: xarray.Dataset, random: Random) -> xarray.Dataset:
    name = _any_variable(made, random)
    hit = random.random(made[name].shape) < random.choice([0.05, 0.5, 1.0])
    value = random.choice([np.nan, np.inf, -np.inf, 1e36, 1e25, -1.0, 0.0, 1e6, 1e-30, 300.0])
    return made.assign({name: (made[name].dims, np.where(hit, value, made[name].values), made[name].attrs)})


def another_unit(made: xarray.Dataset, random: Random) -> xarray.Dataset:
    name = _any_variable(made, random)
    made[name] = made[name] * 10.0 ** float(random.integers(-12, 13)) - float(random.choice([0.0, 273.15]))
    made[name].attrs["units"] = str(
        random.choice(["", "gC/m^2/s", "gC m-2 month-1", "kg m-2 s-1", "degC", "%", "furlong", "1", "gN/m^2/s"])
    )
    return made


def missing_parts(made: xarray.Dataset, random: Random) -> xarray.Dataset:
    names = [str(name) for name in made.variables]
    return made.drop_vars(list(random.choice(names, int(random.integers(1, 5)), replace=False)))


def other_sizes(made: xarray.Dataset, random: Random) -> xarray.Dataset:
    dimension = str(random.choice([str(name) for name in made.sizes]))
    size = made.sizes[dimension]
    return made.isel({dimension: slice(*sorted(random.integers(0, size + 1, 2).tolist()))})


def other_dimensions(made: xarray.Dataset, random: Random) -> xarray.Dataset:
    dimension = str(random.choice([str(name) for name in made.sizes]))
    how = int(random.integers(4))
    if how == 0:
        return made.rename({dimension: str(random.choice(["x", "lndgrid", "Time", "levlak", "cell"]))})
    if how == 1:
        return made.isel({dimension: slice(None, None, -1)})
    if how == 2:
        return made.mean(dimension, keep_attrs=True)
    return made.transpose(*random.permutation([str(name) for name in made.sizes]))


def strange_places(made: xarray.Dataset, random: Random) -> xarray.Dataset:
    name = str(random.choice(["lon", "lat", "levsoi", "levgrnd", "levdcmp"]))
    if name not in made.coords:
        return made
    values = made[name].values.astype(float)
    others = [values * 1000.0, values - 360.0, values[::-1], values * np.nan, values * 0.0, values + 200.0, values * 0.01]
    return made.assign_coords({name: (made[name].dims, others[int(random.integers(len(others)))])})


def strange_time(made: xarray.Dataset, random: Random) -> xarray.Dataset:
    time = made["time"].values.astype(float)
    values = [time, np.full(len(time), np.nan), time * 0.0, -time * 1e9, time + 1e15][int(random.integers(5))]
    units = ["days since 0001-01-01", "days since the flood", "hours since 2000-01-01", "", "days since 2000-13-45", "months"]
    attributes = {
        "units": str(random.choice(units)),
        "calendar": str(random.choice(["noleap", "gregorian", "360_day", "lunar"])),
        "bounds": str(random.choice(["time_bounds", "nothing", "TSOI"])),
    }
    return made.assign_coords(time=("time", values, attributes))


def strange_types(made: xarray.Dataset, random: Random) -> xarray.Dataset:
    name = str(random.choice([str(name) for name in made.variables]))
    kind = str(random.choice(["int8", "int32", "uint8", "str", "float32", "bool"]))
    with np.errstate(invalid="ignore"):
        return made.assign({name: (made[name].dims, made[name].values.astype(kind), made[name].attrs)})


CHANGES: tuple[Change, ...] = (
    strange_values, strange_values, another_unit, missing_parts, other_sizes, other_dimensions, strange_places, strange_time, strange_types,
)  # fmt: skip


def _changed(made: xarray.Dataset, random: Random, path: Path) -> None:
    """Write the data set, changed; what the format cannot hold stays as it was."""
    changed = CHANGES[int(random.integers(len(CHANGES)))](made.copy(deep=True), random)
    try:
        changed.to_netcdf(path)
    except (ValueError, TypeError, NotImplementedError):
        made.to_netcdf(path)


def changed_climatology(folder: Path, random: Random) -> Damaged:
    path = folder / "forcing.nc"
    _changed(dataset(), random, path)
    return Damaged(path)


def cut_climatology(folder: Path, random: Random) -> Damaged:
    path = folder / "forcing.nc"
    dataset().to_netcdf(path)
    return _cut(path, random)


def flipped_climatology(folder: Path, random: Random) -> Damaged:
    path = folder / "forcing.nc"
    dataset().to_netcdf(path)
    return _flipped(path, random)


# --- history files ---------------------------------------------------------------------------------------------------------------


def _history(folder: Path) -> list[Path]:
    """Twelve files of a month each."""
    run = folder / "run"
    run.mkdir()
    paths = [run / f"case.clm2.h0.0001-{month + 1:02d}.nc" for month in range(12)]
    for month, path in enumerate(paths):
        save(record(0, month, 0.0), path)
    return paths


def changed_history(folder: Path, random: Random) -> Damaged:
    paths = _history(folder)
    month = int(random.integers(12))
    _changed(record(0, month, 0.0), random, paths[month])
    return Damaged(paths[0].parent)


def changed_history_of_a_year(folder: Path, random: Random) -> Damaged:
    year = xarray.concat([record(0, month, 0.0) for month in range(12)], "time", data_vars="minimal", coords="minimal", compat="override")
    path = folder / "year.nc"
    _changed(year, random, path)
    return Damaged(path)


def damaged_history(folder: Path, random: Random) -> Damaged:
    paths = _history(folder)
    how = int(random.integers(4))
    if how == 0:
        _cut(paths[5], random)
    elif how == 1:
        _flipped(paths[5], random)
    elif how == 2:
        paths[5].write_text("no NetCDF", encoding="utf-8")
    else:
        paths[5].unlink()
    return Damaged(paths[0].parent)


# --- tables of sites -------------------------------------------------------------------------------------------------------------


def _written(frame: pd.DataFrame, folder: Path) -> Path:
    path = folder / "sites.csv"
    frame.to_csv(path, index=False)
    return path


def hostile_sites(folder: Path, random: Random) -> Damaged:
    frame = table().astype(object)
    for _ in range(int(random.integers(1, 6))):
        frame.iloc[int(random.integers(len(frame))), int(random.integers(frame.shape[1]))] = str(random.choice(HOSTILE))
    return Damaged(_written(frame, folder))


def odd_sites(folder: Path, random: Random) -> Damaged:
    frame = table()
    how = int(random.integers(6))
    if how == 0:
        frame = frame.drop(columns=str(random.choice(frame.columns)))
    elif how == 1:
        frame = frame.drop(index=random.choice(frame.index, int(random.integers(1, 300)), replace=False))
    elif how == 2:
        frame = pd.concat([frame, frame.iloc[: int(random.integers(1, 300))]])
    elif how == 3:
        frame[str(random.choice(frame.columns))] *= float(random.choice([-1.0, 1e3, 1e12, 0.0, np.nan]))
    elif how == 4:
        frame["profile_id"] = random.choice(["a", "b", None], len(frame))
    else:
        frame = frame.iloc[:0]
    return Damaged(_written(frame, folder))


def cut_sites(folder: Path, random: Random) -> Damaged:
    return _cut(_written(table(), folder), random)


def flipped_sites(folder: Path, random: Random) -> Damaged:
    return _flipped(_written(table(), folder), random)


FORCINGS: tuple[Callable[[Path, Random], Damaged], ...] = (
    changed_climatology, changed_climatology, changed_climatology, cut_climatology, flipped_climatology,
    changed_history, changed_history, changed_history_of_a_year, changed_history_of_a_year, damaged_history,
    hostile_sites, odd_sites, odd_sites, cut_sites, flipped_sites,
    lambda folder, random: zero_bytes(folder, random, FORCING_KINDS), lambda folder, random: garbage(folder, random, FORCING_KINDS),
    lambda folder, random: text_garbage(folder, random, FORCING_KINDS), lambda folder, random: a_folder(folder, random, NETCDF_KINDS),
)  # fmt: skip


# --- rasters of normals ----------------------------------------------------------------------------------------------------------


def normals(folder: Path) -> dict[str, str]:
    """Sound rasters of climate and soil, by the fields of the job that builds forcing."""
    bands = {
        "temperature": 8.0 - 14.0 * np.cos(2.0 * np.pi * (np.arange(12) + 0.5) / 12.0), "precipitation": np.full(12, 85.0),
        "snow": np.linspace(50.0, 0.0, 12), "npp": np.array([450.0]), "sand": np.array([43.0]), "clay": np.array([18.0]),
        "bedrock": np.array([3.0]), "trees": np.array([55.0]),
    }  # fmt: skip
    for name, values in bands.items():
        _bands(folder / f"{name}.tif", np.broadcast_to(values[:, None, None], (len(values), 2, 3)))
    return {name: str(folder / f"{name}.tif") for name in bands}


def _bands(path: Path, data: np.ndarray, **options: object) -> None:
    profile = {"driver": "GTiff", "count": len(data), "height": data.shape[1], "width": data.shape[2], "dtype": "float32", "crs": 4326}
    with rasterio.open(path, "w", **{**profile, "transform": CORNER, "nodata": -9999.0, **options}) as file:
        file.write(data.astype(np.float32))


def damaged_normals(folder: Path, random: Random) -> tuple[dict[str, str], dict[str, str]]:
    """Rasters one of which is damaged, and units that need not be theirs."""
    paths = normals(folder)
    name = str(random.choice(list(paths)))
    path, how = Path(paths[name]), int(random.integers(5))
    if how == 0:
        _cut(path, random)
    elif how == 1:
        _flipped(path, random, 20)
    elif how == 2:
        with rasterio.open(path) as file:
            data = file.read()
        hit = random.random(data.shape) < random.choice([0.1, 0.6, 1.0])
        _bands(path, np.where(hit, random.choice([np.nan, np.inf, -9999.0, 1e36, -5.0, 1e5, 0.0]), data))
    elif how == 3:
        _bands(path, np.full((int(random.choice([1, 2, 11, 12, 13])), 2, 3), float(random.choice([0.0, 0.3, 20.0, 300.0, 1e-7]))))
    else:
        (folder / "other").mkdir()
        paths[name] = str(RASTERS[int(random.integers(len(RASTERS)))](folder / "other", random).path)
    units = {
        "temperature_unit": str(random.choice(["degC", "degC", "degC", "K"])), "npp_unit": str(random.choice(["gC/m2/yr", "gC/m2/s"])),
        "texture_unit": str(random.choice(["%", "%", "1", "g/kg"])), "bedrock_unit": str(random.choice(["m", "cm", "layer"])),
    }  # fmt: skip
    return paths, units if random.random() < 0.2 else {}
