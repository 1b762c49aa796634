"""Covariates: what the network reads about a place, from tables joined by profile id and from rasters sampled at the profiles."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from . import fields
from .bands import band_names, covariate_bands, has_classes, open_raster, transformer, values_at
from .errors import InputError
from .grids import WGS84, Grid
from .observations import Profiles, locations, profile_ids
from .stacks import CovariateStack
from .vectors import Warn, field_list, is_table, numbers, read_table

__all__ = ["CovariateStack", "CovariateTable", "Grid", "covariate_bands", "looks_categorical", "read_covariates", "sample_rasters"]

# Class covariates in use: land cover (ESA CCI, MODIS IGBP), soil classes (USDA, WRB), climate classes (Koeppen-Geiger).
_CLASS_NAMES = re.compile(
    r"(esa_)?land_?(cover|use)(?!.*(frac|pct|percent|prob)).*|texture_(usda|class).*|usda_.*order.*|(soil_)?(sub_?order|great_?group|order)|wrb_.*"
    r"|koe?ppen.*|(.*_)?igbp(_.*)?|(.*_)?class(es)?|soil_(type|group|unit)|(.*_)?biome|(.*_)?ecoregion|lithology|geology"
)


@dataclass(frozen=True)
class CovariateTable:
    """Covariates at profiles.

    Parameters
    ----------
    names
        Of the covariates.
    categorical
        For each covariate, whether it holds classes.
    values
        ``(n_profiles, n_covariates)`` float64 in the covariates' own units, NaN where missing; classes are whole numbers.
    """

    names: tuple[str, ...]
    categorical: tuple[bool, ...]
    values: np.ndarray


@dataclass(frozen=True)
class _Column:
    """One covariate at the profiles: its values ``(n_profiles,)``, the file it is from, and whether the file says it holds classes."""

    values: np.ndarray
    path: str
    classes: bool


def looks_categorical(name: str) -> bool:
    """Whether a covariate bears the name of a known class covariate.

    >>> looks_categorical("Koppen_Climate_2018"), looks_categorical("BIO1")
    (True, False)
    """
    return _CLASS_NAMES.fullmatch(fields.canonical(name)) is not None


def read_covariates(
    paths: Sequence[str],
    profiles: Profiles,
    categorical: Sequence[str] = (),
    exclude: Sequence[str] = (),
    names: Sequence[str] | None = None,
    warn: Warn = lambda code, message: None,
    id_field: str = "",
) -> CovariateTable:
    """Covariates of profiles.

    Parameters
    ----------
    paths
        Tables with one row per profile, joined by profile id, and rasters, sampled at the profiles: the pixel a profile lies in.
    profiles
        The profiles.
    categorical
        Names of covariates that are classes, besides those recognised by name, colour table or category names.
    exclude
        Names of covariates to leave out.
    names
        The covariates of a trained model: exactly these are read, in this order, and exactly those in ``categorical`` are classes.
    warn
        Called with a code and a message.
    id_field
        Field with the profile id in tables; where it is empty or absent, it is recognised by name.

    Raises
    ------
    InputError
        For a covariate that is absent, in two files, without any value, or text; a name in ``categorical`` that is no covariate; a
        file that cannot be used; names the file and the covariate.
    """
    columns: dict[str, _Column] = {}
    left_out = set()
    for path in dict.fromkeys(str(path) for path in paths):
        read = _from_table if is_table(path) else _from_raster
        for name, column in read(path, profiles, exclude, names, warn, id_field):
            if name in exclude:
                left_out.add(name)
                continue
            if name in columns:
                raise InputError(
                    f"The covariate {name!r} is in two files: {columns[name].path} and {path}.", "Exclude or rename one of them."
                )
            columns[name] = column
    order = _order(columns, names, paths)
    for name in sorted(set(exclude) - left_out):
        warn("exclude", f"There is no covariate {name!r} to exclude.")
    unknown = [name for name in categorical if name not in order]
    if unknown:
        raise InputError(
            f"There is no covariate {unknown[0]!r}, which is said to be categorical.", f"The covariates are {', '.join(order)}."
        )
    classes = tuple(_holds_classes(name, columns[name], name in categorical, names is not None, warn) for name in order)
    values = np.stack([columns[name].values for name in order], axis=1)
    if names is None:
        _warn_of_proxies(order, warn)
    return CovariateTable(tuple(order), classes, values)


def sample_rasters(paths: Sequence[str], names: Sequence[str], categorical: Sequence[str], lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Covariates from rasters at places, ``(n, n_covariates)``, as :func:`read_covariates` would give profiles there.

    Parameters
    ----------
    names, categorical
        The covariates, in their order, and those of them that are classes.
    lon, lat
        ``(n,)`` degrees on WGS 84.
    """
    nothing = np.empty(0)
    places = Profiles(np.arange(len(lon)).astype(str), lon, lat, nothing.astype(int), nothing, nothing, nothing, nothing)
    return read_covariates(paths, places, categorical, names=names).values


def _order(columns: dict[str, _Column], names: Sequence[str] | None, paths: Sequence[str]) -> list[str]:
    """The covariates in their order; an InputError names one that is absent or has no value."""
    files = ", ".join(str(path) for path in paths)
    order = list(columns) if names is None else list(names)
    if not order:
        raise InputError(f"There is no covariate in {files}.", "Give rasters, or tables with covariates beside the profile id.")
    for name in order:
        if name not in columns:
            raise InputError(
                f"The covariate {name!r} is in none of {files}.", f"Add the file that holds it. There are: {', '.join(columns)}."
            )
        if np.isnan(columns[name].values).all():
            raise InputError(
                f"The covariate {name!r} of {columns[name].path} has no value at any profile.",
                "Check the extent, CRS and nodata value of a raster, the profile ids of a table; or exclude it.",
            )
    return order


def _from_table(
    path: str, profiles: Profiles, exclude: Sequence[str], names: Sequence[str] | None, warn: Warn, id_field: str
) -> Iterator[tuple[str, _Column]]:
    """The covariates of a table, at the profiles."""
    table = read_table(path, warn, text=[id_field] if id_field else (), located=False)
    known = set(fields.recognised(table.columns, fields.ID))
    ids = _row_ids(table, path, id_field if id_field in table.columns else "", bool(known))
    row_of = _rows_of_profiles(path, ids, profiles, warn)
    places = fields.recognised(table.columns, (*fields.LONGITUDE, *fields.LATITUDE))
    for name in table.columns:
        if name in known or name in places or name == id_field or (names is not None and name not in names):
            continue
        values = np.zeros(len(table)) if name in exclude else _covariate_numbers(table, name, path, ids)
        _check_one_value(path, name, ids, values)
        yield name, _Column(np.where(row_of >= 0, values[row_of], np.nan), path, False)


def _row_ids(table: pd.DataFrame, path: str, id_field: str, recognised: bool) -> np.ndarray:
    """The profile id of every row: from a field, or made of the coordinates, as those of profiles without one."""
    if id_field or recognised:
        return profile_ids(table, path, np.empty(0), np.empty(0), id_field)
    if not (fields.recognised(table.columns, fields.LONGITUDE) and fields.recognised(table.columns, fields.LATITUDE)):
        raise InputError(f"{path} has no field with the profile id.", f"Call it profile_id. Its fields: {field_list(table)}.")
    return profile_ids(table, path, *locations(table, path))


def _rows_of_profiles(path: str, ids: np.ndarray, profiles: Profiles, warn: Warn) -> np.ndarray:
    """The table's first row of every profile ``(n_profiles,)``, -1 where it has none."""
    unique, first = np.unique(ids, return_index=True)
    at = np.minimum(np.searchsorted(unique, profiles.ids), len(unique) - 1)
    row_of = np.where(unique[at] == profiles.ids, first[at], -1)
    absent = row_of < 0
    if absent.all():
        raise InputError(
            f"{path} has no row for any of the {len(profiles):,} profiles (its ids are like {ids[0]!r}, theirs like {profiles.ids[0]!r}).",
            "Give covariates with the profile ids of the observations.",
        )
    if absent.any():
        warn(
            "profiles_without_covariates",
            f"{path} has no row for {int(absent.sum()):,} of {len(profiles):,} profiles (first: {profiles.ids[absent][0]}).",
        )
    return row_of


def _covariate_numbers(table: pd.DataFrame, name: str, path: str, ids: np.ndarray) -> np.ndarray:
    try:
        return numbers(table, name, path, ids)
    except InputError as error:
        raise InputError(error.message, f"Give classes numeric codes, or exclude {name!r} from the covariates.") from error


def _check_one_value(path: str, name: str, ids: np.ndarray, values: np.ndarray) -> None:
    """Raise an InputError where a profile has rows with different values."""
    _, first, group = np.unique(ids, return_index=True, return_inverse=True)
    differs = (values != values[first][group]) & ~(np.isnan(values) & np.isnan(values[first][group])) & (ids != "")
    if differs.any():
        row = int(np.argmax(differs))
        raise InputError(
            f"{path}: {name!r} has more than one value for {len(np.unique(group[differs])):,} profiles (first: profile {ids[row]}).",
            f"Give one row per profile, or exclude {name!r}.",
        )


def _from_raster(
    path: str, profiles: Profiles, exclude: Sequence[str], names: Sequence[str] | None, warn: Warn, id_field: str
) -> Iterator[tuple[str, _Column]]:
    """The bands of a raster, at the profiles."""
    with open_raster(path) as dataset:
        bands = band_names(dataset)
        wanted = [(name, band) for name, band in bands if name not in exclude and (names is None or name in names)]
        x, y = profiles.longitude, profiles.latitude
        to_raster = transformer(WGS84, dataset.crs)
        if to_raster is not None:
            x, y = to_raster.transform(x, y)
        indices = [band for _, band in wanted]
        values = values_at(dataset, indices, [False] * len(indices), x, y) if wanted else np.empty((0, len(profiles)))
        for (name, band), column in zip(wanted, values, strict=True):
            yield name, _Column(column, path, has_classes(dataset, band))
        for name, _ in bands:
            if name in exclude:
                yield name, _Column(np.empty(0), path, False)


def _holds_classes(name: str, column: _Column, said: bool, trained: bool, warn: Warn) -> bool:
    """Whether a covariate holds classes; an InputError where it is said to but its values are no class codes."""
    if not said and (trained or not (column.classes or looks_categorical(name))):
        return False
    codes = column.values[~np.isnan(column.values)]
    fractions = codes[codes != np.rint(codes)]
    if len(fractions) == 0:
        return True
    if said:
        raise InputError(
            f"The covariate {name!r} of {column.path} is said to be categorical, but has the value {fractions[0]:g}.",
            "Class codes are whole numbers.",
        )
    message = f"bears the name of classes, but has the value {fractions[0]:g}: it is taken as continuous"
    warn("not_classes", f"The covariate {name!r} of {column.path} {message}.")
    return False


def _warn_of_proxies(names: Sequence[str], warn: Warn) -> None:
    proxies = [name for name in names if fields.is_soc_proxy(name)]
    if proxies:
        message = "may be soil carbon by another name. As covariates they would make the scores too good: exclude them"
        warn("soc_as_covariate", f"{', '.join(proxies)} {message}.")
