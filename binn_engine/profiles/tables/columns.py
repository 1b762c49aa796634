"""Finds the columns of a table of soil profiles: their roles, their units, and why; done once, before any value is read.

The steps that follow take these columns, or arrays in the model's units, and do not look at field names again.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from ...errors import InputError
from ...running.callbacks import Warn
from ...settings import LayerFields, ProfileFields
from .. import fields as names
from .named_tables import GEOMETRY, NamedTable, ProfileColumn
from .soc_units import soc_unit
from .units import CONTENTS, DENSITY_FACTORS, METRES, SHARE_FACTORS
from .vectors import LAT, LON, field_list

METRIC_X, METRIC_Y = ("easting", "eastings", "x_coord", "coord_x"), ("northing", "northings", "y_coord", "coord_y")


@dataclass(frozen=True, eq=False)
class PlaceColumns:
    """Columns of the coordinates, and of each row's reference system (None if there is none); ``geometry``: whether the coordinates
    are those of the features' geometry, in degrees on WGS 84. ``country`` is the country that the table names for each row."""

    longitude: ProfileColumn
    latitude: ProfileColumn
    system: ProfileColumn | None
    geometry: bool
    country: ProfileColumn | None = None


@dataclass(frozen=True, eq=False)
class LayerColumns:
    """The columns that say where a soil layer is; None if the table has none.

    Parameters
    ----------
    ids, place
        Profile id; coordinates.
    top, bottom, depth
        Top and bottom depth, both or neither, and mid depth.
    litter
        Whether a layer is litter.
    """

    ids: ProfileColumn | None
    place: PlaceColumns
    top: ProfileColumn | None
    bottom: ProfileColumn | None
    depth: ProfileColumn | None
    litter: ProfileColumn | None


@dataclass(frozen=True, eq=False)
class ProfileColumns(LayerColumns):
    """The columns of a table of profiles by role; None, or empty, if the table has none.

    Parameters
    ----------
    soc, soc_unit, soc_factor
        Soil organic carbon, the best column first, all in one unit of ``settings.SOC_UNITS`` once multiplied by the factor.
    bulk_density
        Bulk density, the best column first.
    coarse, coarse_mass
        Coarse fragments in % of volume and of mass; only used if SOC is a content.
    """

    soc: tuple[ProfileColumn, ...]
    soc_unit: str
    soc_factor: float
    bulk_density: tuple[ProfileColumn, ...]
    coarse: ProfileColumn | None
    coarse_mass: ProfileColumn | None


def resolve_columns(named: NamedTable, fields: ProfileFields, warn: Warn) -> ProfileColumns:
    """The columns of every role, from the settings, else the database, else their names.

    Raises
    ------
    InputError
        For a column that is needed or named and absent, or whose name says a unit that its role is not read in.
    """
    place, depths, soc = needed_columns(named, (place_columns, depth_columns, partial(_soc_columns, warn=warn)), fields)
    layer = _layer_columns(named, fields, place, depths, warn)
    unit, factor = soc_unit(soc[0], fields, named.layout, named.path, warn)
    density = named.find(fields.bulk_density_field, "bulk_density", "the bulk density")
    coarse, mass = None, None
    if unit in CONTENTS:
        if not density and fields.pedotransfer == "none":
            raise InputError(
                f"{named.path}: to convert SOC in {unit}, a bulk density is needed, but no field for it was found.",
                "Set bulk_density_field, or choose a pedotransfer function, or give SOC per volume. "
                f"The fields are: {field_list(named.table)}.",
            )
        for column in density:
            column.check_unit(named.path, "a bulk density", tuple(DENSITY_FACTORS))
        coarse, mass = _coarse_columns(named, fields)
    return ProfileColumns(**vars(layer), soc=soc, soc_unit=unit, soc_factor=factor, bulk_density=density, coarse=coarse, coarse_mass=mass)


def layer_columns(named: NamedTable, fields: LayerFields, warn: Warn) -> LayerColumns:
    """The columns that say where a layer is, from the settings, else the database, else their names.

    Raises
    ------
    InputError
        For a column that is needed or named and absent.
    """
    place, depths = needed_columns(named, (place_columns, depth_columns), fields)
    return _layer_columns(named, fields, place, depths, warn)


def _layer_columns(
    named: NamedTable, fields: LayerFields, place: PlaceColumns, depths: Sequence[ProfileColumn | None], warn: Warn
) -> LayerColumns:
    top, bottom, depth = (_with_depth_unit(column, fields, named.path, warn) for column in depths)
    return LayerColumns(id_column(named, fields), place, top, bottom, depth, first_column(named.matching("", names.LITTER, "litter")))


def needed_columns(named: NamedTable, finders: Sequence[Callable[..., Any]], fields: LayerFields) -> list[Any]:
    """What each of the finders finds in a table; one error names all that is missing.

    Raises
    ------
    InputError
        For columns that are needed or named and absent.
    """
    found: list[Any] = []
    errors: list[InputError] = []
    for find in finders:
        try:
            found.append(find(named, fields))
        except InputError as error:
            errors.append(error)
    if len(errors) > 1:
        known = f" The fields are: {field_list(named.table)}."
        remedies = [error.remedy.removesuffix(known) for error in errors]
        raise InputError(" ".join(error.message for error in errors), " ".join(remedies) + known)
    if errors:
        raise errors[0]
    return found


def id_column(named: NamedTable, fields: LayerFields) -> ProfileColumn | None:
    """The column of the profile id."""
    return first_column(named.find(fields.id_field, "ids", "the profile id"))


def place_columns(named: NamedTable, fields: LayerFields) -> PlaceColumns:
    """The columns of the coordinates: those that the settings name, else the geometry, else those with their names.

    Raises
    ------
    InputError
        For a table without, or a unit in the name of one that coordinates are not read in.
    """
    country = first_column(named.matching("", names.COUNTRY, "the country"))
    if LON in named.table and not (fields.lon_field or fields.lat_field):
        return PlaceColumns(named.column(LON, GEOMETRY), named.column(LAT, GEOMETRY), None, True, country)
    system = first_column(named.matching(fields.crs_field, names.CRS, "the reference system"))
    metric = bool(fields.crs or system)
    found = []
    for given, role, more in ((fields.lon_field, "longitude", METRIC_X), (fields.lat_field, "latitude", METRIC_Y)):
        known = (*named.layout.names(role), *(more if metric else ()))
        column = first_column(named.matching(given, known, f"the {role}", getattr(named.layout, role)))
        if column is None:
            raise InputError(
                f"{named.path} has no geometry, and no field for the {role} was found.",
                f"Set lon_field and lat_field, or use a point layer. The fields are: {field_list(named.table)}.",
            )
        column.check_unit(named.path, "coordinates", ("deg", "m"), lengths=True)
        found.append(column)
    longitude, latitude = found
    return PlaceColumns(longitude, latitude, system, False, country)


def first_column(columns: Sequence[ProfileColumn]) -> ProfileColumn | None:
    """The best of columns, which comes first; None where there are none."""
    return columns[0] if columns else None


def depth_columns(named: NamedTable, fields: LayerFields) -> tuple[ProfileColumn | None, ...]:
    """The columns of top, bottom and mid depth; top and bottom only together.

    Raises
    ------
    InputError
        For a table without them.
    """
    top = first_column(named.find(fields.top_field, "top", "the top depth"))
    bottom = first_column(named.find(fields.bottom_field, "bottom", "the bottom depth"))
    depth = first_column(named.matching(fields.depth_field, names.DEPTH, "the mid depth"))
    limits = fields.top_field or fields.bottom_field
    if top and bottom and (limits or not fields.depth_field):
        return top, bottom, depth
    if limits or not depth:
        lacking = "mid depth, or for top and bottom depth," if not (top or bottom) else "top depth" if bottom else "bottom depth"
        raise InputError(
            f"{named.path}: no field for the {lacking} was found.",
            f"Set top_field and bottom_field, or depth_field. The fields are: {field_list(named.table)}.",
        )
    return None, None, depth


def _with_depth_unit(column: ProfileColumn | None, fields: LayerFields, path: str, warn: Warn) -> ProfileColumn | None:
    """A column of depths with its unit: the one set, else the one that its name says."""
    if column is None:
        return None
    unit = column.name_unit.unit if column.name_unit.unit in METRES else ""
    if fields.depth_unit not in METRES:
        if not column.stacked:
            column.check_unit(path, "a depth", tuple(METRES), lengths=True)
        return dataclasses.replace(column, unit=unit)
    if unit not in ("", fields.depth_unit) and not column.stacked:
        warn("depth_unit", f"{path}: {column.label} is read in {fields.depth_unit}, as you set, but the unit in its name is {unit}.")
    return dataclasses.replace(column, unit=fields.depth_unit)


def _soc_columns(named: NamedTable, fields: ProfileFields, warn: Warn) -> tuple[ProfileColumn, ...]:
    """The columns of SOC in one unit, the best first: the one named, else those of the database, else a density, else a content."""
    database = named.layout.soc
    found = named.matching(fields.soc_field, database, "soil organic carbon", database)
    of_database = not fields.soc_field and bool(found)
    if not found:
        generic = named.matching("", (*names.SOC_DENSITY, *names.SOC), "")
        found = generic or named.matching("", (*names.SOC_STOCK, *names.ORGANIC_MATTER), "")
        # The order is kept but for this: densities first.
        found = tuple(sorted(found, key=lambda column: not names.is_soc_density(column.fields[0])))
    if not found:
        raise InputError(
            f"{named.path}: no field for soil organic carbon was found.", f"Set soc_field. The fields are: {field_list(named.table)}."
        )
    units = [names.split_unit(str(column.values.name))[1] for column in found]
    same = tuple(column for column, unit in zip(found, units) if unit == units[0]) if of_database else found[:1]
    if len(found) > len(same):
        others = ", ".join(column.fields[0] for column in found if column not in same)
        taken = ", ".join(repr(column.fields[0]) for column in same)
        warn("soc_field", f"{named.path}: SOC is read from field {taken}. Other fields that may be SOC are not used: {others}.")
    return same


def _coarse_columns(named: NamedTable, fields: ProfileFields) -> tuple[ProfileColumn | None, ProfileColumn | None]:
    """The columns of coarse fragments as a share of the soil's volume, and as one of its mass where no column is named."""
    mass = None if fields.coarse_field else first_column(named.find("", "coarse_mass", "the coarse fragments"))
    found = named.find(fields.coarse_field, "coarse", "the coarse fragments")
    volume = first_column([column for column in found if mass is None or column.fields != mass.fields])
    for column in (volume, mass):
        if column is not None:
            column.check_unit(named.path, "coarse fragments", tuple(SHARE_FACTORS))
    return volume, mass
