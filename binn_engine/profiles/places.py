"""Where the rows of a table lie, and which profile they belong to."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyproj
from pyproj.exceptions import CRSError
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.spatial import cKDTree

from ..errors import InputError
from . import fields as names
from .audit import Audit
from .depths import measured
from .doubtful import at_zero, exchanged, in_radians
from .ids import id_texts
from .layouts import layout_of
from .numerals import numbers
from .units import check_known, said
from .vectors import LAT, LON, field_list, field_named, location_ids

NAMED = 5  # profiles that a warning names
SOUTHERNMOST_SOIL = -60.0  # degrees; beyond is the Antarctic
METRIC_X, METRIC_Y = ("easting", "eastings", "x_coord", "coord_x"), ("northing", "northings", "y_coord", "coord_y")


def locations(
    table: pd.DataFrame, path: str, lon_field: str = "", lat_field: str = "", crs: str = "", crs_field: str = "", audit: Audit | None = None
) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of every row, ``(rows,)`` degrees: from the fields named, else the geometry, else recognised fields.

    Coordinates in fields are degrees on WGS 84, unless ``crs``, or ``crs_field`` for each row, says another reference system.

    Raises
    ------
    InputError
        For a field that is absent, a reference system that is unknown, or, without an ``audit`` that leaves such rows out, text.
    """
    if LON in table and not (lon_field or lat_field):
        return table[LON].to_numpy(), table[LAT].to_numpy()
    layout = layout_of(table.columns)
    systems = [field_named(table, crs_field, path, "the reference system")] if crs_field else names.recognised(table.columns, names.CRS)
    metric = bool(crs or systems)
    found = []
    for given, role, more, what in (
        (lon_field, "longitude", METRIC_X, "the longitude"),
        (lat_field, "latitude", METRIC_Y, "the latitude"),
    ):
        known = (*layout.names(role), *(more if metric else ()))
        columns = [field_named(table, given, path, what)] if given else names.recognised(table.columns, known)
        if not columns:
            raise InputError(
                f"{path} has no geometry and no field for {what}.",
                f"Name the field, or give a point layer. Its fields: {field_list(table)}.",
            )
        found.append(_coordinates(table, columns[0], path, audit))
    if crs:
        return _turned(found[0], found[1], _system(crs, path))
    return _turned_each(table, systems[0], path, found, audit) if systems else (found[0], found[1])


def _coordinates(table: pd.DataFrame, field: str, path: str, audit: Audit | None) -> np.ndarray:
    found = said(field)
    check_known(found, f"field {field!r}", path, "coordinates", ("deg", "m"))
    if audit is None:
        return numbers(table, field, path, [f"in row {row + 1}" for row in range(len(table))])
    return measured(table, field, audit)


def _system(text: str, path: str) -> pyproj.CRS:
    """The reference system that a text names: ``EPSG:25832``, a bare EPSG code, or anything else that PROJ reads."""
    bare = str(text).strip().removesuffix(".0")
    try:
        system = pyproj.CRS.from_user_input(f"EPSG:{bare}" if bare.isdigit() else bare)
    except CRSError as error:
        raise InputError(f"{path}: {text!r} is no coordinate reference system.", "Write, for example, EPSG:4326.") from error
    if not (system.is_geographic or system.is_projected):
        raise InputError(f"{path}: {system.name!r} gives no places on the earth by two coordinates.", "Write, for example, EPSG:4326.")
    return system


def _turned(x: np.ndarray, y: np.ndarray, system: pyproj.CRS) -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude on WGS 84; NaN where the system does not reach."""
    lon, lat = pyproj.Transformer.from_crs(system, "EPSG:4326", always_xy=True).transform(x, y)
    fine = np.isfinite(lon) & np.isfinite(lat)
    return np.where(fine, lon, np.nan), np.where(fine, lat, np.nan)


def _turned_each(table: pd.DataFrame, field: str, path: str, found: list[np.ndarray], audit: Audit | None) -> tuple[np.ndarray, np.ndarray]:
    """The same with a system for each row, as text in ``field``; rows without one are degrees on WGS 84."""
    lon, lat = found[0].copy(), found[1].copy()
    codes = id_texts(table[field], path)
    for code in np.unique(codes[codes != ""]):
        rows = codes == code
        try:
            system = _system(code, path)
        except InputError:
            if audit is None or audit.strict:
                raise
            audit.lacking(rows, "outside_globe")
            continue
        lon[rows], lat[rows] = _turned(lon[rows], lat[rows], system)
    return lon, lat


def snapped(lon: np.ndarray, lat: np.ndarray, within_degrees: float) -> tuple[np.ndarray, np.ndarray]:
    """The same places ``(rows,)``, those that differ by rounding made equal: all take the westernmost coordinates of their group."""
    places, of_place = np.unique(np.stack([lon, lat], axis=1), axis=0, return_inverse=True)
    pairs = cKDTree(places).query_pairs(within_degrees, p=np.inf, output_type="ndarray")
    if len(pairs) == 0:
        return lon, lat
    links = coo_array((np.ones(len(pairs)), (pairs[:, 0], pairs[:, 1])), shape=(len(places),) * 2)
    _, group = connected_components(links, directed=False)
    _, first = np.unique(group, return_index=True)  # places are sorted, so the first is the westernmost
    chosen = places[first[group][of_place.reshape(-1)]]
    return chosen[:, 0], chosen[:, 1]


def profile_ids(table: pd.DataFrame, path: str, lon: np.ndarray, lat: np.ndarray, id_field: str = "") -> np.ndarray:
    """The profile id of every row as text: from the field named, else a recognised field, else made of the coordinates."""
    known = layout_of(table.columns).names("ids")
    columns = [field_named(table, id_field, path, "the profile id")] if id_field else names.recognised(table.columns, known)
    return id_texts(table[columns[0]], path) if columns else location_ids(lon, lat)


def check_coordinates(lon: np.ndarray, lat: np.ndarray, audit: Audit) -> None:
    """Rows outside the globe are wrong; where most are, it is the fields that are."""
    south = lat < SOUTHERNMOST_SOIL
    if south.sum() > 0.5 * np.isfinite(lat).sum():
        message = f"{int(south.sum()):,} of {len(lat):,} rows lie in the Antarctic. Are longitude and latitude swapped?"
        audit.warn("antarctic", f"{audit.path}: {message}")
    outside = outside_globe(lon, lat)
    if not outside.any():
        _warn_of_doubtful(lon, lat, audit)
        return
    first = int(np.argmax(outside))
    swapped = np.nanmax(np.abs(lon), initial=0.0) <= 90.0
    remedy = (
        "Longitude and latitude look swapped: name their fields." if swapped else "Give degrees on WGS 84, or say the reference system."
    )
    if audit.strict or outside.sum() > 0.5 * np.isfinite(lon + lat).sum():
        raise InputError(
            f"{audit.path}: {int(outside.sum()):,} of {len(lon):,} rows lie outside the globe "
            f"(first: profile {audit.ids[first]}, longitude {lon[first]:g}, latitude {lat[first]:g}).",
            remedy,
        )
    audit.lacking(outside, "outside_globe")
    _warn_of_doubtful(np.where(outside, np.nan, lon), lat, audit)


def outside_globe(lon: np.ndarray, lat: np.ndarray) -> np.ndarray:
    """Which places ``(n,)`` are no longitudes from -180 to 360 and latitudes from -90 to 90."""
    return (np.abs(lat) > 90.0) | (lon < -180.0) | (lon > 360.0)


def _warn_of_doubtful(lon: np.ndarray, lat: np.ndarray, audit: Audit) -> None:
    """Name profiles at places that are probably not meant; they are kept."""
    if in_radians(lon[~audit.left_out], lat[~audit.left_out]):
        farthest = f"longitudes up to {np.nanmax(np.abs(lon)):.4g}, latitudes up to {np.nanmax(np.abs(lat)):.4g}"
        message = f"all places look like radians ({farthest}). Give degrees, unless they lie around the Gulf of Guinea"
        audit.warn("radians", f"{audit.path}: {message}.")
    for code, rows, what in (
        ("null_island", at_zero(lon, lat), "lie at exactly 0, 0, which often stands for a missing place"),
        ("exchanged_places", exchanged(lon, lat), "lie apart from the others, and among them with longitude and latitude exchanged"),
    ):
        rows = rows & ~audit.left_out
        if rows.any():
            ids = list(dict.fromkeys(str(audit.ids[row]) for row in np.flatnonzero(rows)))
            some = ", ".join(ids[:NAMED]) + (", ..." if len(ids) > NAMED else "")
            audit.warn(code, f"{audit.path}: {int(rows.sum()):,} of {len(rows):,} rows {what} (profiles {some}). Correct or empty them.")
