"""The places of the rows of a table, and the profile that each row belongs to."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
import pyproj
from pyproj.exceptions import CRSError
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from ..errors import InputError, first_few
from ..land import SOUTHERNMOST_SOIL
from ..settings import ProfileFields
from .audit import Audit
from .doubtful import abroad, all_exchanged, apart, at_zero, in_radians, mirrored, on_land_if_exchanged
from .fields import LATITUDE, LONGITUDE, canonical
from .readings import measured
from .tables.columns import PlaceColumns, id_column, place_columns
from .tables.ids import id_texts
from .tables.named_tables import NamedTable, ProfileColumn
from .tables.numerals import numbers
from .tables.vectors import location_ids

AXES = {"x", "y"}  # which of them is which differs between countries


def locations(columns: PlaceColumns, path: str, crs: str = "", audit: Audit | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of every row, ``(rows,)`` degrees.

    Coordinates in fields are degrees on WGS 84, unless ``crs``, or a column for each row, says another reference system.

    Raises
    ------
    InputError
        For a reference system that is unknown, or, without an ``audit`` that leaves such rows out, text.
    """
    axes = columns.longitude, columns.latitude
    if columns.geometry:
        return columns.longitude.values.to_numpy(), columns.latitude.values.to_numpy()
    x, y = (numbers(axis.values, path) if audit is None else measured(axis, audit) for axis in axes)
    if crs:
        return _turned(x, y, _system(crs, path))
    return (x, y) if columns.system is None else _turned_each(columns.system, path, (x, y), audit)


def row_ids(table: pd.DataFrame, path: str, fields: ProfileFields, audit: Audit | None = None) -> np.ndarray:
    """The profile id of every row of a table ``(rows,)``, as text: from its field, else made of the coordinates.

    Raises
    ------
    InputError
        For a table that has neither; see :func:`locations` for coordinates.
    """
    named = NamedTable.of(table, path)
    column = id_column(named, fields)
    if column is not None:
        return id_texts(column.values, path)
    return location_ids(*locations(place_columns(named, fields), path, fields.crs, audit))


def _system(text: str, path: str) -> pyproj.CRS:
    """The reference system that a text names: ``EPSG:25832``, a bare EPSG code, or anything else that PROJ reads."""
    bare = str(text).strip().removesuffix(".0")
    try:
        system = pyproj.CRS.from_user_input(f"EPSG:{bare}" if bare.isdigit() else bare)
    except CRSError as error:
        raise InputError(f"{path}: {text!r} is not a coordinate reference system.", "Write, for example, EPSG:4326.") from error
    if not (system.is_geographic or system.is_projected):
        raise InputError(f"{path}: {system.name!r} does not give places on the Earth by two coordinates.", "Write, for example, EPSG:4326.")
    return system


def _turned(x: np.ndarray, y: np.ndarray, system: pyproj.CRS) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude on WGS 84; NaN where the system does not reach."""
    lon, lat = pyproj.Transformer.from_crs(system, "EPSG:4326", always_xy=True).transform(x, y)
    fine = np.isfinite(lon) & np.isfinite(lat)
    return np.where(fine, lon, np.nan), np.where(fine, lat, np.nan)


def _turned_each(
    system: ProfileColumn, path: str, places: tuple[np.ndarray, np.ndarray], audit: Audit | None
) -> tuple[np.ndarray, np.ndarray]:
    """The same with a system for each row, as text; rows without one are degrees on WGS 84."""
    lon, lat = (axis.copy() for axis in places)
    codes = id_texts(system.values, path)
    for code in np.unique(codes[codes != ""]):
        rows = codes == code
        try:
            reference = _system(code, path)
        except InputError:
            if audit is None or audit.strict:
                raise
            audit.lacking(rows, "outside_globe")
            continue
        lon[rows], lat[rows] = _turned(lon[rows], lat[rows], reference)
    return lon, lat


def snapped(lon: np.ndarray, lat: np.ndarray, within_degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """The same places, those that differ by rounding made equal: all take the westernmost coordinates of their group.

    Parameters
    ----------
    lon, lat
        Degrees on WGS 84, ``(rows,)``.
    within_degrees
        Difference in either coordinate up to which two places are one.
    """
    places, of_place = np.unique(np.stack([lon, lat], axis=1), axis=0, return_inverse=True)
    pairs = cKDTree(places).query_pairs(within_degrees, p=np.inf, output_type="ndarray")
    if len(pairs) == 0:
        return lon, lat
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(places),) * 2)
    _, group = connected_components(links, directed=False)
    _, first = np.unique(group, return_index=True)  # places are sorted, so the first is the westernmost
    chosen = places[first[group][of_place.reshape(-1)]]
    return chosen[:, 0], chosen[:, 1]


def check_coordinates(lon: np.ndarray, lat: np.ndarray, audit: Audit, columns: PlaceColumns) -> None:
    """Leave out rows outside the globe, and warn of places that are probably not meant.

    Parameters
    ----------
    lon, lat
        Degrees on WGS 84, NaN where unknown, ``(rows,)``.
    audit
        Leaves out rows outside the globe, and warns.
    columns
        Those that the coordinates were read from.

    Raises
    ------
    InputError
        Where most rows lie outside the globe: the fields are wrong; where the reading is strict, for a single row.
    """
    south = lat < SOUTHERNMOST_SOIL
    if south.sum() > 0.5 * np.isfinite(lat).sum():
        message = f"{int(south.sum()):,} of {len(lat):,} rows are in Antarctica. Perhaps longitude and latitude are exchanged."
        audit.warn("antarctic", f"{audit.path}: {message}")
    outside = outside_globe(lon, lat)
    within = np.where(outside, np.nan, lon)
    all_told = _warn_of_exchanged_axes(within, lat, audit, columns)
    if not outside.any():
        _warn_of_doubtful(lon, lat, audit, columns, all_told)
        return
    first = int(np.argmax(outside))
    swapped = np.nanmax(np.abs(lon), initial=0.0) <= 90.0
    remedy = (
        "Longitude and latitude seem to be exchanged. Set lon_field and lat_field."
        if swapped
        else "Give degrees on WGS 84, or set the coordinate reference system (crs)."
    )
    if audit.strict or outside.sum() > 0.5 * np.isfinite(lon + lat).sum():
        raise InputError(
            f"{audit.path}: {int(outside.sum()):,} of {len(lon):,} rows have impossible coordinates (first: "
            f"profile {audit.ids[first]}, longitude {lon[first]:g}, latitude {lat[first]:g}).",
            remedy,
        )
    audit.lacking(outside, "outside_globe")
    _warn_of_doubtful(within, lat, audit, columns, all_told)


def outside_globe(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Which places are no longitudes from -180 to 360 and latitudes from -90 to 90, ``(n,)`` bool.

    Parameters
    ----------
    lon, lat
        Degrees, ``(n,)``; an unknown place, NaN, is not outside.
    """
    return (np.abs(lat) > 90.0) | (lon < -180.0) | (lon > 360.0)


def _warn_of_exchanged_axes(lon: np.ndarray, lat: np.ndarray, audit: Audit, columns: PlaceColumns) -> bool:
    """Say so where longitude and latitude seem to be exchanged in all rows: by the names of their fields, or since the places lie in the
    sea. Returns whether they do."""
    x, y = columns.longitude.fields[0], columns.latitude.fields[0]
    share = all_exchanged(lon, lat)
    if columns.geometry:
        told, remedy = "", "Write the points again, with the longitude as x and the latitude as y."
    else:
        told = f" The longitude is read from the field {x!r}, the latitude from {y!r}."
        remedy = f"Set lon_field to {y!r} and lat_field to {x!r}."
        if canonical(x) in set(LATITUDE) - AXES and canonical(y) in set(LONGITUDE) - AXES:
            audit.warn("exchanged_axes", f"{audit.path}: by their names, longitude and latitude are exchanged.{told} {remedy}")
            return True
    if share:
        text = f"{100 * share:.0f} % of the places are in the sea, but would be on land if longitude and latitude were exchanged."
        audit.warn("exchanged_axes", f"{audit.path}: {text}{told} Check the coordinates of all rows. {remedy}")
    return bool(share)


def _warn_of_doubtful(lon: np.ndarray, lat: np.ndarray, audit: Audit, columns: PlaceColumns, all_told: bool) -> None:
    """Name profiles at places that are probably not meant; they are kept. ``all_told``: that all are exchanged was said already."""
    if in_radians(lon[~audit.left_out], lat[~audit.left_out]):
        farthest = f"longitudes up to {np.nanmax(np.abs(lon)):.4g}, latitudes up to {np.nanmax(np.abs(lat)):.4g}"
        message = f"all coordinates look like radians ({farthest}). Give degrees, unless the places are near the Gulf of Guinea"
        audit.warn("radians", f"{audit.path}: {message}.")
    told = audit.left_out.copy()
    for code, rows, what in _doubtful(lon, lat, columns):
        rows = rows & ~told
        if not rows.any() or (all_told and code == "places_without_soil"):
            continue
        told |= rows  # a row is named once
        ids = list(dict.fromkeys(str(audit.ids[row]) for row in np.flatnonzero(rows).tolist()))
        text = (
            f"{int(rows.sum()):,} of {len(rows):,} rows {what} (profiles {first_few(ids)}). Correct these coordinates, or leave them empty."
        )
        audit.warn(code, f"{audit.path}: {text}")


def _doubtful(lon: np.ndarray, lat: np.ndarray, columns: PlaceColumns) -> Iterator[tuple[str, np.ndarray, str]]:
    """The kinds of doubtful places: the code of a warning, the rows ``(rows,)`` bool, and what they do."""
    exchange = "if longitude and latitude are exchanged"
    yield "null_island", at_zero(lon, lat), "have the coordinates 0, 0, which often means that the coordinates are missing"
    yield "exchanged_places", apart(lon, lat), f"are far from the others, but near them {exchange}"
    if columns.country is not None:
        field = columns.country.fields[0]
        rows = abroad(lon, lat, country_texts(columns))
        yield "places_abroad", rows, f"are far from the others of their country (field {field!r}), but among them {exchange}"
    yield "mirrored_places", mirrored(lon, lat), f"are in two regions that are the same {exchange}, so one of the two is wrong"
    yield "places_without_soil", on_land_if_exchanged(lon, lat), f"are in the sea or in Antarctica, but on other land {exchange}"


def country_texts(columns: PlaceColumns) -> np.ndarray:
    """The country of each row in lower case, ``(rows,)`` text; empty where there is none."""
    if columns.country is None:
        return np.full(len(columns.longitude.values), "")
    return columns.country.values.astype("string").str.strip().str.lower().fillna("").to_numpy(dtype=str)
