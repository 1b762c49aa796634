"""Files with a change of air temperature by year, of a climate model: a NetCDF with or without months, or a raster with years as bands."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import Any

import cftime
import numpy as np
import xarray
from rasterio.windows import Window

from ..clm5.geometry import N_MONTHS
from ..covariates.bands import band_names, open_raster, read_values
from ..covariates.classic_netcdf import check_whole
from ..errors import InputError
from .air_change import AirChange
from .history_time import BOUNDS_NAMES

SPANS = {"year": 0.0, "decade": 5.0, "time": 0.0}  # dimensions of years, and years from a label to the middle of what it stands for
PLACES = ("lat", "lon"), ("latitude", "longitude")
LARGEST = 25.0  # K: more is a temperature, not its change
WARMEST_MEAN = 8.0  # K, of a whole file in degC: more is a temperature too
YEARS = 1000.0, 12000.0  # numbers beyond are counted from some date, or have months in them
_YEAR = re.compile(r"(?<!\d)(1[89]|2\d)\d\d(?!\d)")
# Units without blanks, signs and words that say that it is a change.
_NO_UNIT = re.compile(r"delta|difference|anomaly|change|\bin\b|\bof\b|[\s_.()°]")
_KELVIN = ("", "k", "kelvin", "kelvins", "degk", "degreek", "degreeskelvin")
_CELSIUS = ("c", "degc", "degreec", "degreesc", "celsius", "degreecelsius", "degreescelsius", "degcelsius")
_FAHRENHEIT = ("f", "degf", "degreef", "degreesf", "fahrenheit", "degreefahrenheit", "degreesfahrenheit")


def read_air_change(path: str, variable: str = "") -> AirChange:
    """The change of air temperature in a file, K.

    Parameters
    ----------
    path
        A NetCDF with a variable on the dimensions ``year``, ``decade`` or ``time`` (numbers of years, or dates of years or months),
        perhaps ``month``, and either ``lat`` and ``lon`` or places with coordinates of these names; or a raster in degrees whose bands
        are named after years.
    variable
        The name of the variable; empty: the only one that fits.

    Raises
    ------
    InputError
        For a file that cannot be read, has no such variable, steps that are neither years nor months, or temperatures in place of changes.
    """
    found, unit = _of_netcdf(path, variable) if path.lower().endswith((".nc", ".nc4")) else _of_raster(path)
    if len(found.years) == 0 or (np.diff(found.years) <= 0.0).any():
        raise InputError(f"The years in {path} do not increase.", "Give each year once, in order.")
    if not np.isfinite(found.kelvin).all():
        raise InputError(f"The change of air temperature in {path} has gaps.", "Fill them, or cut the file to where it has values.")
    spelled = _NO_UNIT.sub("", unit.lower())
    if spelled not in (*_KELVIN, *_CELSIUS, *_FAHRENHEIT):
        raise InputError(
            f"The unit of the change of air temperature in {path} is {unit!r}, which is not known.", "Convert it to K, and name the unit K."
        )
    if spelled in _FAHRENHEIT:  # of a change, which has no zero point
        found = replace(found, kelvin=found.kelvin * (5.0 / 9.0))
    largest, mean = float(np.abs(found.kelvin).max()), float(found.kelvin.mean())
    if largest > LARGEST or (mean > WARMEST_MEAN and spelled not in _KELVIN):
        raise InputError(
            f"{path} has values up to {largest:.4g} K, with a mean of {mean:.3g}, which cannot be changes of air temperature.",
            "Subtract the temperature of today.",
        )
    return replace(found, path=path)


def _of_netcdf(path: str, variable: str) -> tuple[AirChange, str]:
    """The change, and the unit that the file states."""
    check_whole(path)
    try:
        with xarray.open_dataset(path, engine="netcdf4", decode_times=False) as dataset:
            name = variable or _only_variable(dataset, path)
            if name not in dataset.variables:
                there = ", ".join(map(str, dataset.data_vars))
                raise InputError(f"{path} has no variable {name!r}.", f"Choose one of: {there}.")
            return _of_variable(dataset, name, path), str(dataset[name].attrs.get("units", ""))
    except (OSError, ValueError, RuntimeError) as error:
        raise InputError(f"The file {path} cannot be read: {error}.", "Give a complete NetCDF.") from error


def _only_variable(dataset: xarray.Dataset, path: str) -> str:
    """The only variable with years and places."""
    names = [
        str(name)
        for name, found in dataset.data_vars.items()
        if set(SPANS) & set(map(str, found.dims)) and found.ndim > 1 and not _is_bounds(dataset, str(name))
    ]
    if not names:
        raise InputError(
            f"{path} has no variable by year and place.",
            "Give the change of air temperature with the dimensions year, decade or time, and lat and lon.",
        )
    if len(names) > 1:
        raise InputError(f"{path} has several variables by year: {', '.join(names)}.", "Name the variable (air_variable).")
    return names[0]


def _is_bounds(dataset: xarray.Dataset, name: str) -> bool:
    """Whether a variable gives the beginnings and ends of steps."""
    return name in BOUNDS_NAMES or any(name == found.attrs.get("bounds") for found in dataset.variables.values())


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
    months = ("month",) if "month" in values.dims else ()
    years, steps = _years(dataset, time, path)
    if months and (steps > 1 or dataset.sizes["month"] != N_MONTHS):
        raise InputError(f"{path} has a dimension month that does not hold the twelve months of each year.", "Give twelve months a year.")
    gridded = set(axes) <= set(values.dims)
    places = axes if gridded else tuple(str(key) for key in values.dims if key not in (time, "month"))
    if len(places) != (2 if gridded else 1) or set(values.dims) != {time, *months, *places}:
        raise InputError(f"The dimensions of {name} in {path} are {', '.join(map(str, values.dims))}.", "Use year, month, lat and lon.")
    array = values.transpose(*places, time, *months).values.reshape(-1, len(years), N_MONTHS if months else steps)
    kelvin = np.broadcast_to(array, (*array.shape[:2], N_MONTHS)).copy()
    if not gridded:
        return AirChange(years, kelvin, longitude, latitude)
    lat, lon = np.meshgrid(latitude, longitude, indexing="ij")
    return AirChange(years, kelvin, lon.ravel(), lat.ravel(), lat.shape)


def _years(dataset: xarray.Dataset, time: str, path: str) -> tuple[np.ndarray, int]:
    """The years of a dimension, ``(years,)``, and how many steps it has in each: one, or the twelve months."""
    units = str(dataset[time].attrs.get("units", ""))
    if " since " not in units:
        years = np.asarray(dataset[time].values, dtype=float)
        if not ((years >= YEARS[0]) & (years <= YEARS[1])).all() or re.match(r"(day|month|hour)", units):
            raise InputError(
                f"The values of {time} in {path} are not years (the first is {years.flat[0]:g}), and have no unit such as 'days since "
                "2015-01-01'.",
                "Give years, or dates with their unit.",
            )
        return years + SPANS[time], 1
    year, month = _dates(dataset, time, units, path)
    found, count = np.unique(year, return_counts=True)
    if (count == 1).all():
        return year.astype(float), 1
    if len(year) == len(found) * N_MONTHS and (year * N_MONTHS + month == found[0] * N_MONTHS + np.arange(len(year))).all():
        return found.astype(float), N_MONTHS
    odd = int(np.argmax(count != N_MONTHS))
    raise InputError(
        f"The steps of {time} in {path} are neither years nor the months of whole years: {found[odd]} has {count[odd]} of them.",
        "Give yearly means, or monthly means of whole years in order.",
    )


def _dates(dataset: xarray.Dataset, time: str, units: str, path: str) -> tuple[np.ndarray, np.ndarray]:
    """The year of each step, and its month from 0 for January, ``(steps,)`` each."""
    coordinate = dataset[time]
    values, calendar = np.asarray(coordinate.values, dtype=float), str(coordinate.attrs.get("calendar", "standard"))
    named = [name for name in (coordinate.attrs.get("bounds", ""), *BOUNDS_NAMES) if name in dataset.variables]
    if named and dataset[named[0]].shape == (len(values), 2):  # a step may have the date of its end
        values = dataset[named[0]].values.astype(float).mean(1)
    unit, _, since = units.partition(" since ")
    whole = {"month": 1.0, "months": 1.0, "year": 12.0, "years": 12.0, "common_year": 12.0, "common_years": 12.0}.get(unit.strip().lower())
    try:
        if whole:  # which are not of one length in days
            base = cftime.num2date(0.0, f"days since {since}", calendar=calendar)
            return np.divmod(base.year * 12 + base.month - 1 + np.floor(values * whole + 1e-9).astype(int), N_MONTHS)
        dates = list(np.atleast_1d(cftime.num2date(values, units, calendar=calendar)))
    except (ValueError, OverflowError, TypeError) as error:
        remedy = "Give years, or dates with a unit such as 'days since 2015-01-01' and their calendar."
        raise InputError(f"{path}: the values of {time} in {units!r} cannot be converted to dates: {error}.", remedy) from error
    ends = len(dates) % N_MONTHS == 0 and dates[0].month == 2 and all(date.day == 1 and date.hour == date.minute == 0 for date in dates)
    if ends and not named:  # stamped with the end of each month, as files of CESM are
        dates = [date - datetime.timedelta(seconds=1) for date in dates]
    return np.array([date.year for date in dates]), np.array([date.month - 1 for date in dates])


def _of_raster(path: str) -> tuple[AirChange, str]:
    """The change, and the unit that the bands state."""
    with open_raster(path) as dataset:
        named = [(int(match[0]), band) for name, band in band_names(dataset) if (match := _YEAR.search(name))]
        if not named or not dataset.crs.is_geographic:
            raise InputError(
                f"The raster {path} needs bands that are named after years, and a CRS in degrees.", "Name its bands, such as 2050."
            )
        values = read_values(dataset, [band for _, band in named], Window(0, 0, dataset.width, dataset.height))
        columns, rows = np.arange(dataset.width) + 0.5, np.arange(dataset.height) + 0.5
        lon, lat = np.meshgrid(dataset.transform.c + dataset.transform.a * columns, dataset.transform.f + dataset.transform.e * rows)
        unit = str(dataset.units[named[0][1] - 1] or "")
    kelvin = np.repeat(values.reshape(len(named), -1).T[:, :, None], N_MONTHS, 2)
    return AirChange(np.array([float(year) for year, _ in named]), kelvin, lon.ravel(), lat.ravel(), lat.shape), unit
