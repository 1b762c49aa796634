"""Change of air temperature by year, of a climate model: on a grid of degrees, or at places; with or without months."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import xarray
from rasterio.windows import Window
from scipy.spatial import cKDTree

from ..clm5.geometry import N_MONTHS
from ..covariates.bands import band_names, open_raster, read_values
from ..covariates.classic_netcdf import check_whole
from ..errors import InputError
from .cell_weights import CellWeights
from .sphere import on_sphere

SPANS = {"year": 0.0, "decade": 5.0, "time": 0.0}  # dimensions of years, and years from a label to the middle of what it stands for
PLACES = ("lat", "lon"), ("latitude", "longitude")
LARGEST = 25.0  # K: more is a temperature, not its change
_YEAR = re.compile(r"(?<!\d)(1[89]|2\d)\d\d(?!\d)")


@dataclass(frozen=True)
class AirChange:
    """Change of air temperature at nodes.

    Parameters
    ----------
    years
        Increasing, ``(years,)``.
    kelvin
        By node, year and month, ``(nodes, years, 12)``.
    longitude, latitude
        Degrees, of the nodes, ``(nodes,)``; of a grid row by row.
    shape
        Rows and columns of the grid; None for places that lie in none.
    """

    years: np.ndarray
    kelvin: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    shape: tuple[int, int] | None = None

    def since(self, start: int) -> AirChange:
        """The change since a year: none in it, and from then on the difference to it."""
        before = np.zeros(self.kelvin[:, 0].shape)
        if self.years[0] <= start:
            place = float(np.interp(start, self.years, np.arange(len(self.years))))
            lower = int(place)
            upper = min(lower + 1, len(self.years) - 1)
            before = self.kelvin[:, lower] + (place - lower) * (self.kelvin[:, upper] - self.kelvin[:, lower])
        later = self.years > start
        kelvin = np.concatenate([np.zeros((len(before), 1, N_MONTHS)), self.kelvin[:, later] - before[:, None]], 1)
        return AirChange(np.append(float(start), self.years[later]), kelvin, self.longitude, self.latitude, self.shape)

    def weights(self, longitude: np.ndarray, latitude: np.ndarray) -> CellWeights:
        """The nodes that places read and their weights: the four around a place on a grid, else the nearest.

        Parameters
        ----------
        longitude, latitude
            Degrees, ``(places,)``.
        """
        nearest = cKDTree(on_sphere(self.longitude, self.latitude)).query(on_sphere(longitude, latitude))[1].astype(np.int64)
        if self.shape is None:
            return CellWeights.of_cells(nearest)
        rows, columns = self.shape
        turn = (longitude - self.longitude.mean() + 180.0) % 360.0 - 180.0 + self.longitude.mean()
        down, down_share = _between(self.latitude.reshape(self.shape)[:, 0], latitude)
        right, right_share = _between(self.longitude.reshape(self.shape)[0], turn)
        down_next, right_next = np.minimum(down + 1, rows - 1), np.minimum(right + 1, columns - 1)
        index = np.stack([row * columns + column for row in (down, down_next) for column in (right, right_next)], 1)
        shares = [(1.0 - down_share, down_share), (1.0 - right_share, right_share)]
        return CellWeights(index, np.stack([one * other for one in shares[0] for other in shares[1]], 1))


def _between(axis: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The node before each place on an axis that rises or falls, and the share of the next one; places beyond the ends read the end."""
    numbers = np.arange(len(axis), dtype=float)
    order = np.argsort(axis)
    place = np.interp(places, axis[order], numbers[order])
    lower = np.minimum(place.astype(np.int64), max(len(axis) - 2, 0))
    return lower, place - lower


def read_air_change(path: str, variable: str = "") -> AirChange:
    """The change of air temperature in a file, K.

    Parameters
    ----------
    path
        A NetCDF with a variable on the dimensions ``year``, ``decade`` or ``time`` (numbers of years), perhaps ``month``, and either
        ``lat`` and ``lon`` or places with coordinates of these names; or a raster in degrees whose bands are named after years.
    variable
        The name of the variable; empty: the only one that fits.

    Raises
    ------
    InputError
        For a file that cannot be read, has no such variable, or temperatures in place of changes.
    """
    found = _of_netcdf(path, variable) if path.lower().endswith((".nc", ".nc4")) else _of_raster(path)
    if len(found.years) == 0 or (np.diff(found.years) <= 0.0).any():
        raise InputError(f"The years in {path} do not increase.", "Give each year once, in order.")
    if not np.isfinite(found.kelvin).all():
        raise InputError(f"The change of air temperature in {path} has gaps.", "Fill them, or cut the file to where it has values.")
    if np.abs(found.kelvin).max() > LARGEST:
        largest = float(np.abs(found.kelvin).max())
        raise InputError(
            f"{path} has values up to {largest:g}, which are no changes of air temperature in K.", "Subtract the temperature of today."
        )
    return found


def _of_netcdf(path: str, variable: str) -> AirChange:
    check_whole(path)
    try:
        with xarray.open_dataset(path, engine="netcdf4", decode_times=False) as dataset:
            name = variable or _only_variable(dataset, path)
            if name not in dataset.variables:
                there = ", ".join(map(str, dataset.data_vars))
                raise InputError(f"{path} has no variable {name!r}.", f"Choose one of: {there}.")
            return _of_variable(dataset, name, path)
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"The file {path} cannot be read: {error}.", "Give a complete NetCDF.") from error


def _only_variable(dataset: xarray.Dataset, path: str) -> str:
    """The only variable with years and places."""
    names = [str(name) for name, found in dataset.data_vars.items() if set(SPANS) & set(map(str, found.dims)) and found.ndim > 1]
    if len(names) != 1:
        listed = ", ".join(names) or "none"
        raise InputError(f"{path} has several variables by year, or none: {listed}.", "Name the variable (air_variable).")
    return names[0]


def _of_variable(dataset: xarray.Dataset, name: str, path: str) -> AirChange:
    """The change from a variable, whatever the order of its dimensions."""
    values: Any = dataset[name].astype(np.float64)
    time = next((key for key in SPANS if key in values.dims), "")
    axes = next((pair for pair in PLACES if all(key in dataset.variables for key in pair)), None)
    if not time or axes is None:
        raise InputError(
            f"The variable {name} of {path} needs one of the dimensions {', '.join(SPANS)}, and lat and lon.", "Rename its dimensions."
        )
    latitude, longitude = (np.asarray(dataset[key].values, dtype=float) for key in axes)
    years = np.asarray(dataset[time].values, dtype=float) + SPANS[time]
    months = ("month",) if "month" in values.dims else ()
    gridded = set(axes) <= set(values.dims)
    places = axes if gridded else tuple(str(key) for key in values.dims if key not in (time, "month"))
    if len(places) != (2 if gridded else 1) or set(values.dims) != {time, *months, *places}:
        raise InputError(f"The dimensions of {name} in {path} are {', '.join(map(str, values.dims))}.", "Use year, month, lat and lon.")
    array = values.transpose(*places, time, *months).values.reshape(-1, len(years), N_MONTHS if months else 1)
    kelvin = np.broadcast_to(array, (*array.shape[:2], N_MONTHS)).copy()
    if not gridded:
        return AirChange(years, kelvin, longitude, latitude)
    lat, lon = np.meshgrid(latitude, longitude, indexing="ij")
    return AirChange(years, kelvin, lon.ravel(), lat.ravel(), lat.shape)


def _of_raster(path: str) -> AirChange:
    with open_raster(path) as dataset:
        named = [(int(match[0]), band) for name, band in band_names(dataset) if (match := _YEAR.search(name))]
        if not named or not dataset.crs.is_geographic:
            raise InputError(
                f"The raster {path} needs bands that are named after years, and a CRS in degrees.", "Name its bands, such as 2050."
            )
        values = read_values(dataset, [band for _, band in named], Window(0, 0, dataset.width, dataset.height))
        columns, rows = np.arange(dataset.width) + 0.5, np.arange(dataset.height) + 0.5
        lon, lat = np.meshgrid(dataset.transform.c + dataset.transform.a * columns, dataset.transform.f + dataset.transform.e * rows)
    kelvin = np.repeat(values.reshape(len(named), -1).T[:, :, None], N_MONTHS, 2)
    return AirChange(np.array([float(year) for year, _ in named]), kelvin, lon.ravel(), lat.ravel(), lat.shape)
