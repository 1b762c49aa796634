"""Observations: profiles of soil organic carbon, layer by layer, in gC/m3 and metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from . import fields as names
from .errors import InputError
from .horizons import bulk_density, depths_m, soc_density
from .settings import ProfileFields
from .vectors import LAT, LON, Warn, field_list, field_named, id_texts, location_ids, numbers, read_table

# Layers of a profile may differ in their coordinates by rounding only: 1e-5 degrees is about a metre.
SAME_PLACE_DEGREES = 1e-5


@dataclass(frozen=True)
class Profiles:
    """SOC profiles, sorted by id, and their layers, sorted by profile and depth.

    Parameters
    ----------
    ids
        ``(n_profiles,)`` text.
    longitude, latitude
        ``(n_profiles,)`` degrees on WGS 84; longitudes from -180 to 180.
    profile
        ``(n_layers,)`` index into ``ids``; the layers of a profile are contiguous.
    top, bottom
        ``(n_layers,)`` m, NaN where unknown.
    depth
        ``(n_layers,)`` m, the middle of the layer.
    soc
        ``(n_layers,)`` gC/m3.
    bulk_density
        ``(n_layers,)`` g/cm3, NaN where unknown; None where the table has none.
    """

    ids: np.ndarray
    longitude: np.ndarray
    latitude: np.ndarray
    profile: np.ndarray
    top: np.ndarray
    bottom: np.ndarray
    depth: np.ndarray
    soc: np.ndarray
    bulk_density: np.ndarray | None = None

    def __len__(self) -> int:
        """The number of profiles."""
        return len(self.ids)

    def subset(self, keep: np.ndarray | Sequence[int]) -> Profiles:
        """The profiles that a boolean mask ``(n_profiles,)`` or indices keep, in that order, with their layers."""
        kept = np.asarray(keep)
        chosen = np.flatnonzero(kept) if kept.dtype == bool else kept.astype(int)
        starts = np.searchsorted(self.profile, np.arange(len(self) + 1))
        counts = np.diff(starts)[chosen]
        within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
        layers = np.repeat(starts[chosen], counts) + within
        return Profiles(
            self.ids[chosen], self.longitude[chosen], self.latitude[chosen], np.repeat(np.arange(len(chosen)), counts),
            self.top[layers], self.bottom[layers], self.depth[layers], self.soc[layers],
            None if self.bulk_density is None else self.bulk_density[layers],
        )  # fmt: skip


def read_profiles(path: str, fields: ProfileFields, warn: Warn) -> Profiles:
    """SOC profiles from a CSV or vector file with one row per soil layer.

    Layers without SOC, depth, place or id are left out with a warning that counts them; SOC of zero is kept.

    Parameters
    ----------
    path
        The file; see :func:`binn_engine.vectors.read_table`.
    fields
        Which field holds what; empty names are recognised.
    warn
        Called with a code and a message.

    Raises
    ------
    InputError
        For a field that is absent or holds text, an empty layer, depths in the wrong order, negative depths or SOC, coordinates
        outside the globe, a profile at two places, or when no layer is left; names the file, field, profile and count.
    """
    table = read_table(path, warn, text=[fields.id_field] if fields.id_field else ())
    lon, lat = locations(table, path, fields.lon_field, fields.lat_field)
    ids = profile_ids(table, path, lon, lat, fields.id_field)
    _check_coordinates(path, ids, lon, lat)
    top, bottom, depth = depths_m(table, path, fields, ids, warn)
    soc = soc_density(table, path, fields, ids, warn)
    lacking = {"SOC": np.isnan(soc), "a depth": np.isnan(depth), "a place": np.isnan(lon + lat), "a profile id": ids == ""}
    dropped = np.any(list(lacking.values()), axis=0)
    reasons = ", ".join(f"{int(rows.sum()):,} lack {what}" for what, rows in lacking.items() if rows.any())
    if dropped.all():
        raise InputError(
            f"{path} has no complete layer: of {len(table):,} rows {reasons}.", "Give every layer SOC, a depth, a place and a profile id."
        )
    if dropped.any():
        warn("dropped_layers", f"{path}: {int(dropped.sum()):,} of {len(table):,} layers are left out: {reasons}.")
    lon = np.where(lon > 180.0, lon - 360.0, lon)
    rows = {"ids": ids, "lon": lon, "lat": lat, "top": top, "bottom": bottom, "depth": depth, "soc": soc}
    density = bulk_density(table, path, fields, ids)
    if density is not None:
        rows["bulk_density"] = density
    return _gathered(path, {name: values[~dropped] for name, values in rows.items()}, warn)


def locations(table: pd.DataFrame, path: str, lon_field: str = "", lat_field: str = "") -> tuple[np.ndarray, np.ndarray]:
    """Longitude and latitude of every row, ``(rows,)`` degrees: from the fields named, else the geometry, else recognised fields."""
    if LON in table and not (lon_field or lat_field):
        return table[LON].to_numpy(), table[LAT].to_numpy()
    found = []
    for given, known, what in ((lon_field, names.LONGITUDE, "the longitude"), (lat_field, names.LATITUDE, "the latitude")):
        columns = [field_named(table, given, path, what)] if given else names.recognised(table.columns, known)
        if not columns:
            raise InputError(
                f"{path} has no geometry and no field for {what}.",
                f"Name the field, or give a point layer. Its fields: {field_list(table)}.",
            )
        found.append(numbers(table, columns[0], path, [f"in row {row + 1}" for row in range(len(table))]))
    return found[0], found[1]


def profile_ids(table: pd.DataFrame, path: str, lon: np.ndarray, lat: np.ndarray, id_field: str = "") -> np.ndarray:
    """The profile id of every row as text: from the field named, else a recognised field, else made of the coordinates."""
    columns = [field_named(table, id_field, path, "the profile id")] if id_field else names.recognised(table.columns, names.ID)
    return id_texts(table[columns[0]]) if columns else location_ids(lon, lat)


def _check_coordinates(path: str, ids: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> None:
    outside = (np.abs(lat) > 90.0) | (lon < -180.0) | (lon > 360.0)
    if not outside.any():
        return
    first = int(np.argmax(outside))
    swapped = np.nanmax(np.abs(lon)) <= 90.0
    raise InputError(
        f"{path}: {int(outside.sum()):,} of {len(ids):,} rows lie outside the globe "
        f"(first: profile {ids[first]}, longitude {lon[first]:g}, latitude {lat[first]:g}).",
        "Longitude and latitude look swapped: name their fields." if swapped else "Give degrees on WGS 84, or a point layer with its CRS.",
    )


def _gathered(path: str, rows: dict[str, np.ndarray], warn: Warn) -> Profiles:
    """Rows gathered into profiles. Sorting makes the result the same whatever the order of the rows."""
    lon, lat = rows["lon"], rows["lat"]
    ids, first, profile = np.unique(rows["ids"], return_index=True, return_inverse=True)
    _check_places(path, ids, first, profile, lon, lat)
    places = len(np.unique(np.stack([lon[first], lat[first]], axis=1), axis=0))
    if len(ids) == len(lon) and places < 0.5 * len(ids):
        message = f"each of its {len(ids):,} layers has a profile id of its own, at only {places:,} places. Is the id that of the layer?"
        warn("single_layers", f"{path}: {message}")
    # Of a profile's coordinates, equal but for rounding, the smallest: independent of the order of rows.
    longitude, latitude = (np.full(len(ids), np.inf) for _ in range(2))
    np.minimum.at(longitude, profile, lon)
    np.minimum.at(latitude, profile, lat)
    columns = [name for name in ("top", "bottom", "depth", "soc", "bulk_density") if name in rows]
    keys = [rows[name] for name in ("bulk_density", "bottom", "soc", "top", "depth") if name in rows]
    order = np.lexsort((*keys, profile))
    return Profiles(ids, longitude, latitude, profile[order], *(rows[name][order] for name in columns))


def _check_places(path: str, ids: np.ndarray, first: np.ndarray, profile: np.ndarray, lon: np.ndarray, lat: np.ndarray) -> None:
    """Raise an InputError where layers of a profile lie apart; ``first`` is each profile's first row, ``profile`` each row's profile."""
    away = np.maximum(np.abs(lon - lon[first][profile]), np.abs(lat - lat[first][profile])) > SAME_PLACE_DEGREES
    if away.any():
        row = int(np.argmax(away))
        origin = first[profile[row]]
        raise InputError(
            f"{path}: {len(np.unique(profile[away])):,} profiles have layers at more than one place "
            f"(first: profile {ids[profile[row]]}, at {lon[origin]:g}, {lat[origin]:g} and {lon[row]:g}, {lat[row]:g}).",
            "Give each place a profile id of its own, or name another id field.",
        )
