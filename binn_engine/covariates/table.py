"""Covariates at profiles: the inputs of the network, from tables joined by profile id and from rasters sampled at the profiles."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from ..cells import listed
from ..errors import InputError
from ..paths import holds_raster
from ..profiles import fields
from ..profiles.observations import Profiles
from ..profiles.tables.vectors import is_table
from ..running.callbacks import AlikeWarnings, Warn
from .bands import covariate_bands
from .grids import Grid
from .outside import EXCHANGE, are_exchanged, warn_of_outside
from .samples import (
    CovariateChoice,
    CovariateColumn,
    ObservedFields,
    Sampling,
    from_observations,
    from_raster,
    from_table,
    looks_categorical,
)
from .stacks import CovariateStack

__all__ = [
    "CovariateChoice", "CovariateStack", "CovariateTable", "Grid", "Joining", "ObservedFields", "covariate_bands", "looks_categorical",
    "read_covariates", "sample_rasters",
]  # fmt: skip


FEWEST_CLASSES = 3  # of so few profiles each may well have its own
ALONE = 0.75  # where more of the profiles have a class of their own, it is theirs rather than the place's


@dataclass(frozen=True)
class CovariateTable:
    """Covariates at profiles.

    Parameters
    ----------
    names
        Of the covariates.
    categorical
        For each covariate, whether its values are classes.
    values
        ``(n_profiles, n_covariates)`` float64 in the covariates' own units, NaN where missing; classes are whole numbers.
    """

    names: tuple[str, ...]
    categorical: tuple[bool, ...]
    values: np.ndarray


@dataclass(frozen=True)
class Joining:
    """How covariates are assigned to profiles.

    Parameters
    ----------
    id_field
        Field with the profile id in tables; if it is empty or absent, the field is recognised by name.
    sampling
        How rasters are read at profiles.
    fields
        Fields of the profiles' own table that are covariates; None for none.
    """

    id_field: str = ""
    sampling: Sampling = field(default_factory=Sampling)
    fields: ObservedFields | None = None


EVERYTHING, PLAIN_JOINING = CovariateChoice(), Joining()


def read_covariates(
    paths: Sequence[str],
    profiles: Profiles,
    choice: CovariateChoice = EVERYTHING,
    warn: Warn = lambda code, message: None,
    joining: Joining = PLAIN_JOINING,
) -> CovariateTable:
    """Covariates of profiles.

    Parameters
    ----------
    paths, profiles
        Tables with one row per profile, joined by profile id, and rasters, sampled at the profiles: the pixel a profile lies in.
    choice
        Which covariates are read.
    warn
        Called with a code and a message.
    joining
        How they are brought to the profiles.

    Raises
    ------
    InputError
        For a covariate that is absent, in two files, without any value, or text; a name in ``categorical`` that is no covariate; a
        file that cannot be used; names the file and the covariate.
    """
    names, categorical, alike = choice.names, choice.categorical, AlikeWarnings(warn)
    sources = _sources(paths, profiles, choice, alike, joining)
    columns = _columns(sources, choice.exclude, warn)
    alike.tell()
    order = _order(columns, names, list(sources), profiles)
    _check_categorical(categorical, order)
    classes = tuple(_holds_classes(name, columns[name], name in categorical, names is not None, warn) for name in order)
    warn_of_outside({columns[name].path for name in order}, profiles, warn)
    if names is None:
        _warn_of_proxies(order, warn)
        _warn_of_empty(order, columns, classes, warn)
    return CovariateTable(tuple(order), classes, np.stack([columns[name].values for name in order], axis=1))


def sample_rasters(paths: Sequence[str], names: Sequence[str], categorical: Sequence[str], lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Covariates from rasters at places, ``(n, n_covariates)``, as :func:`read_covariates` would give profiles there.

    Parameters
    ----------
    paths
        Of the rasters.
    names, categorical
        The covariates, in their order, and those of them that are classes.
    lon, lat
        Degrees on WGS 84, ``(n,)``.
    """
    nothing = np.empty(0)
    places = Profiles(np.arange(len(lon)).astype(str), lon, lat, nothing.astype(int), nothing, nothing, nothing, nothing)
    return read_covariates(paths, places, CovariateChoice(categorical, names=names)).values


def _sources(
    paths: Sequence[str], profiles: Profiles, choice: CovariateChoice, warn: AlikeWarnings, joining: Joining
) -> dict[str, Iterator[tuple[str, CovariateColumn]]]:
    """The columns of every file, read when they are asked for."""
    sources: dict[str, Iterator[tuple[str, CovariateColumn]]] = {}
    if joining.fields is not None and joining.fields.names:
        sources[joining.fields.path] = from_observations(joining.fields, profiles, warn)
    for path in dict.fromkeys(str(path) for path in paths):
        if is_table(path) and not holds_raster(path):
            sources[path] = from_table(path, profiles, choice, warn, joining.id_field)
        else:
            sources[path] = from_raster(path, profiles, choice, joining.sampling, warn)
    return sources


def _columns(sources: dict[str, Iterator[tuple[str, CovariateColumn]]], exclude: Sequence[str], warn: Warn) -> dict[str, CovariateColumn]:
    """The covariates of all files by name, without those to exclude; an InputError names one that is in two files."""
    columns: dict[str, CovariateColumn] = {}
    left_out = set()
    for path, found in sources.items():
        for name, column in found:
            if name in exclude:
                left_out.add(name)
                continue
            if name in columns:
                raise InputError(
                    f"The covariate {name!r} is in two files: {columns[name].path} and {path}.", "Exclude or rename one of them."
                )
            columns[name] = column
    for name in sorted(set(exclude) - left_out):
        warn("exclude", f"The covariate {name!r} is to be excluded, but there is no covariate with this name.")
    return columns


def _order(columns: dict[str, CovariateColumn], names: Sequence[str] | None, paths: Sequence[str], profiles: Profiles) -> list[str]:
    """The covariates in their order; an InputError names one that is absent or has no value."""
    files = ", ".join(str(path) for path in paths)
    order = list(columns) if names is None else list(names)
    if not order:
        raise InputError(
            f"No covariates were found in {files}.", "Give rasters, or tables with columns of covariates besides the profile id."
        )
    for name in order:
        if name not in columns:
            raise InputError(
                f"The covariate {name!r} is not in {files}.", f"Add the file that contains it. The covariates found are: {listed(columns)}."
            )
        if np.isnan(columns[name].values).all():
            remedy = "For a raster, check the extent, CRS and nodata value; for a table, the profile ids. Or exclude the covariate."
            if are_exchanged([columns[name].path], profiles.longitude, profiles.latitude):
                remedy = f"The profiles would lie on this raster if longitude and latitude were exchanged. {EXCHANGE}"
            raise InputError(f"The covariate {name!r} of {columns[name].path} has no value at any profile.", remedy)
    return order


def _check_categorical(categorical: Sequence[str], order: Sequence[str]) -> None:
    """Raise :class:`InputError` for a name that is said to be of classes and is no covariate's."""
    unknown = [name for name in categorical if name not in order]
    if unknown:
        raise InputError(
            f"{unknown[0]!r} was given as categorical, but there is no covariate with this name.", f"The covariates are {', '.join(order)}."
        )


def _holds_classes(name: str, column: CovariateColumn, said: bool, trained: bool, warn: Warn) -> bool:
    """Whether a covariate holds classes; an InputError where it is said to but its values are no class codes."""
    if not said and (trained or not (column.classes or looks_categorical(name))):
        return False
    codes = column.values[~np.isnan(column.values)]
    fractions = codes[codes != np.rint(codes)]
    if len(fractions) == 0:
        return True
    if said:
        raise InputError(
            f"The covariate {name!r} of {column.path} was given as categorical, but has the value {fractions[0]:g}.",
            "Classes need whole numbers as codes. Correct the values, or leave it out of categorical.",
        )
    message = f"has a name used for classes, but the value {fractions[0]:g}; it is treated as continuous"
    warn("not_classes", f"The covariate {name!r} of {column.path} {message}.")
    return False


def _warn_of_empty(names: Sequence[str], columns: dict[str, CovariateColumn], classes: Sequence[bool], warn: Warn) -> None:
    """Name covariates that tell no profile from another, or nearly each from all others."""
    constant = []
    for name, coded in zip(names, classes, strict=True):
        known = columns[name].values[~np.isnan(columns[name].values)]
        counts = np.unique(known, return_counts=True)[1]
        alone = int((counts == 1).sum())
        if len(known) >= FEWEST_CLASSES and len(counts) == 1:
            constant.append(f"{name!r} of {columns[name].path} ({known[0]:g})")
        elif coded and len(known) > FEWEST_CLASSES and alone > ALONE * len(known):
            text = f"At {alone:,} of {len(known):,} profiles, the covariate {name!r} of {columns[name].path} has a class"
            warn(
                "class_per_profile",
                f"{text} that no other profile has, so a model memorises these profiles. Exclude it, or give it as numbers.",
            )
    if constant:
        what = "A covariate has" if len(constant) == 1 else f"{len(constant)} covariates have"
        text = f"{what} the same value at all profiles, so a model learns nothing from it: {listed(constant, letters=200)}."
        warn("constant_covariate", f"{text} Check that this is correct.")


def _warn_of_proxies(names: Sequence[str], warn: Warn) -> None:
    proxies = [name for name in names if fields.is_soc_proxy(name)]
    if proxies:
        message = "may contain the same information as SOC. As covariates they make the scores too good: exclude them"
        warn("soc_as_covariate", f"{', '.join(proxies)} {message}.")
