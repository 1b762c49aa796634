"""Covariates at profiles, column by column: from tables, from rasters, and from fields of the observations themselves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
from rasterio.io import DatasetReader

from ..errors import InputError
from ..profiles import fields
from ..profiles.audit import Audit
from ..profiles.observations import Profiles
from ..profiles.places import row_ids
from ..profiles.tables.numerals import check_thousands, numbers
from ..profiles.tables.vectors import field_list, field_named, read_table
from ..running.callbacks import AlikeWarnings, Warn
from ..settings import ProfileFields
from .bands import band_names, open_raster, undeclared_missing, values_at
from .classes import has_classes, looks_categorical, mark_classes
from .coasts import nearest_valid
from .fills import Rule, is_fill
from .outside import in_raster
from .possible_ranges import possible
from .sample_warnings import ImpossibleValues, check_share, values_of_sample


@dataclass(frozen=True)
class CovariateChoice:
    """Which covariates are read.

    Parameters
    ----------
    categorical
        Names of covariates that are classes, besides those recognised by name, colour table or category names.
    exclude
        Names of covariates to leave out.
    names
        The covariates of a trained model: exactly these are read, in this order, and exactly those in ``categorical`` are classes. None:
        all covariates of the files.
    """

    categorical: Sequence[str] = ()
    exclude: Sequence[str] = ()
    names: Sequence[str] | None = None


@dataclass(frozen=True)
class Sampling:
    """How a raster is read at a profile: ``nearest`` (the pixel that contains it) or ``bilinear``, and the largest distance in kilometres
    to the nearest cell with a value, if the profile's own cell has none; 0: the nearest cell is not used."""

    method: str = "nearest"
    within_km: float = 0.0


@dataclass(frozen=True)
class _BandAtProfiles:
    """A band by its ``name`` and 1-based ``number``, and its ``values`` at the profiles, ``(n_profiles,)``."""

    name: str
    number: int
    values: np.ndarray


@dataclass(frozen=True)
class CovariateColumn:
    """One covariate at the profiles: its values ``(n_profiles,)``, its file, and whether the file marks it as classes."""

    values: np.ndarray
    path: str
    classes: bool


def from_table(path: str, profiles: Profiles, choice: CovariateChoice, warn: Warn, id_field: str) -> Iterator[tuple[str, CovariateColumn]]:
    """The covariates of a table, at the profiles.

    Parameters
    ----------
    path
        A CSV or another table, with one row for each profile id, or several that agree.
    profiles
        The profiles that get the covariates.
    choice
        Fields to take, without names all but ids and coordinates; of those to exclude the values are not read, zeros stand for them.
    warn
        Called with a code and a message.
    id_field
        Field of the profile id; where it is empty, it is recognised, or the id is made of the coordinates.

    Raises
    ------
    InputError
        Where the table has no row of any profile, text for a number, or two values of one profile.
    """
    exclude, names = choice.exclude, choice.names
    table = read_table(path, warn, text=[id_field] if id_field else (), located=False)
    known = set(fields.recognised(table.columns, fields.ID))
    ids = _row_ids(table, path, id_field if id_field in table.columns else "", bool(known))
    row_of = _rows_of_profiles(path, ids, profiles, warn)
    places = fields.recognised(table.columns, (*fields.LONGITUDE, *fields.LATITUDE))
    for name in table.columns:
        if name in known or name in places or name == id_field or (names is not None and name not in names):
            continue
        values = np.zeros(len(table)) if name in exclude else _covariate_numbers(table, name, path, ids, warn)
        _check_one_value(path, name, ids, values)
        yield name, CovariateColumn(np.where(row_of >= 0, values[row_of], np.nan), path, False)


def _row_ids(table: pd.DataFrame, path: str, id_field: str, recognised: bool) -> np.ndarray:
    """The profile id of every row: from a field, or made of the coordinates, as those of profiles without one."""
    placed = fields.recognised(table.columns, fields.LONGITUDE) and fields.recognised(table.columns, fields.LATITUDE)
    if not (id_field or recognised or placed):
        raise InputError(
            f"{path} has no field with the profile id.", f"Name the field profile_id. The table has these fields: {field_list(table)}."
        )
    return row_ids(table, path, ProfileFields(id_field=id_field))


def _rows_of_profiles(path: str, ids: np.ndarray, profiles: Profiles, warn: Warn) -> np.ndarray:
    """The table's first row of every profile ``(n_profiles,)``, -1 where it has none."""
    unique, first = np.unique(ids, return_index=True)
    at = np.minimum(np.searchsorted(unique, profiles.ids), len(unique) - 1)
    row_of = np.where(unique[at] == profiles.ids, first[at], -1)
    absent = row_of < 0
    if absent.all():
        raise InputError(
            f"{path} has no row for any profile ({len(profiles):,} profiles). Its ids look like {str(ids[0])!r}, "
            f"those of the profiles like {str(profiles.ids[0])!r}.",
            "Give a table of covariates with the same profile ids as the observations.",
        )
    if absent.any():
        warn(
            "profiles_without_covariates",
            f"{path} has no row for {int(absent.sum()):,} of {len(profiles):,} profiles (first: {profiles.ids[absent][0]}).",
        )
    return row_of


def _covariate_numbers(table: pd.DataFrame, name: str, path: str, ids: np.ndarray, warn: Warn) -> np.ndarray:
    check_thousands(table[name], path)
    try:
        values = numbers(table[name], path, list(ids))
    except InputError as error:
        raise InputError(error.message, f"Use numeric codes for the classes, or exclude {name!r} from the covariates.") from error
    fills = is_fill(values) & ~np.isnan(values)
    if fills.any():
        warn("missing_codes", f"{path}: {values[fills][0]:g} in field {name!r} is treated as missing in {int(fills.sum()):,} rows.")
    values = np.where(fills, np.nan, values)
    beyond = Rule(name, bounds=possible(name)).impossible(values)
    if beyond.any():
        check_share(ImpossibleValues(path, name, values[beyond], int(np.isfinite(values).sum())), warn)
    return np.where(beyond, np.nan, values)


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


def from_raster(
    path: str, profiles: Profiles, choice: CovariateChoice, sampling: Sampling, warn: AlikeWarnings
) -> Iterator[tuple[str, CovariateColumn]]:
    """The bands of a raster, at the profiles; classes are never interpolated.

    Parameters
    ----------
    path, profiles
        The raster, and the profiles that get its bands.
    choice
        Bands to take, without names all, and those that hold classes; without names others are recognised too, by the file or by their
        names. The values of bands to exclude are not read; they come last, and empty.
    sampling
        The pixel of a profile, or an interpolation, and how far a value may be fetched.
    warn
        Called with a code and a message; warnings that may hold for several rasters are gathered.

    Raises
    ------
    InputError
        Where the raster cannot be read, or most values of a well-known covariate lie beyond the same bound of what it can be.
    """
    exclude, names, categorical = choice.exclude, choice.names, choice.categorical
    with open_raster(path) as dataset:
        bands = band_names(dataset)
        chosen = [(name, band) for name, band in bands if name not in exclude and (names is None or name in names)]
        x, y = in_raster(dataset, profiles.longitude, profiles.latitude)
        mark_classes(dataset, (band for name, band in chosen if name in categorical))
        classes = [has_classes(dataset, band) for _, band in chosen]
        smooth = [
            sampling.method == "bilinear" and not (name in categorical or (names is None and (coded or looks_categorical(name))))
            for (name, _), coded in zip(chosen, classes, strict=True)
        ]
        values = values_at(dataset, [band for _, band in chosen], smooth, x, y) if chosen else np.empty((0, len(profiles)))
        read = [_BandAtProfiles(name, band, column) for (name, band), column in zip(chosen, values, strict=True)]
        _warn_of_missing(dataset, read, x, y, warn)
        if sampling.within_km > 0.0:
            _fill_from_neighbours(dataset, read, profiles, sampling.within_km, warn)
        for (name, _), coded, column in zip(chosen, classes, values, strict=True):
            yield name, CovariateColumn(column, path, coded)
        for name, _ in bands:
            if name in exclude:
                yield name, CovariateColumn(np.empty(0), path, False)


def _warn_of_missing(dataset: DatasetReader, bands: Sequence[_BandAtProfiles], x: np.ndarray, y: np.ndarray, warn: Warn) -> None:
    """Tell of values that are taken as missing though the raster does not say that they are, once for all bands with the same value; an
    InputError where most cannot be."""
    told: dict[tuple[float, str], int] = {}
    for band in bands:
        missing = np.flatnonzero(np.isnan(band.values))
        reasons, beyond = undeclared_missing(dataset, band.number, x[missing], y[missing])
        for found, count in reasons.items():
            told[found] = max(count, told.get(found, 0))
        if len(beyond):
            known = len(beyond) + int(np.isfinite(band.values).sum())
            check_share(ImpossibleValues(dataset.name, band.name, beyond, known), warn, partial(values_of_sample, dataset, band.number))
    for (value, reason), count in told.items():
        warn("undeclared_nodata", f"{dataset.name} has the value {value:g} at {count:,} profiles, which is treated as missing: {reason}.")


def _fill_from_neighbours(
    dataset: DatasetReader, bands: Sequence[_BandAtProfiles], profiles: Profiles, within_km: float, warn: AlikeWarnings
) -> None:
    """Give profiles on cells without a value that of the nearest cell with one, and say how many and how far, once for all bands that are
    alike in that."""
    told: dict[str, list[str]] = {}
    for band in bands:
        missing = np.flatnonzero(np.isnan(band.values))
        if len(missing) == 0:
            continue
        found, distance = nearest_valid(dataset, band.number, profiles.longitude[missing], profiles.latitude[missing], within_km)
        band.values[missing] = found
        filled = np.isfinite(found)
        if filled.any():
            text = f"profiles on pixels without a value, which get that of the nearest pixel with one: {int(filled.sum()):,}"
            told.setdefault(f"{text}; the largest distance is {np.nanmax(distance[filled]):.3g} km.", []).append(band.name)
    for text, names in told.items():
        warn.of("nearest_valid", f"{dataset.name} ({', '.join(names)})", text)


@dataclass(frozen=True)
class ObservedFields:
    """Fields of the profiles' own table that are covariates: the table's ``path``, the roles of its fields, and their ``names``."""

    path: str
    fields: ProfileFields
    names: Sequence[str]


def from_observations(observed: ObservedFields, profiles: Profiles, warn: Warn) -> Iterator[tuple[str, CovariateColumn]]:
    """Fields of the observations as covariates: one value per profile."""
    path = observed.path
    # The warnings were given when the profiles were read.
    table = read_table(path, lambda code, message: None, text=[observed.fields.id_field] if observed.fields.id_field else ())
    ids = row_ids(table, path, observed.fields, Audit(path, len(table), warn, False))
    used = np.isin(ids, profiles.ids)  # rows that quality control left out may say what they like
    row_of = _rows_of_profiles(path, ids, profiles, warn)
    for name in observed.names:
        field = field_named(table, name, path, "a covariate")
        values = _covariate_numbers(table, field, path, ids, warn)
        _check_one_value(path, field, np.where(used, ids, ""), values)
        yield field, CovariateColumn(np.where(row_of >= 0, values[row_of], np.nan), path, False)
