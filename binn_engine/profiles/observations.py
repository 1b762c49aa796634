"""Observations: profiles of soil organic carbon, layer by layer, in gC/m3 and metres."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..errors import InputError
from ..running.callbacks import Warn
from ..settings import ProfileFields
from .audit import Audit
from .densities import bulk_density
from .depth_readings import read_depths
from .depths import layer_depths
from .horizons import soc_density
from .places import check_coordinates, country_texts, locations
from .tables.columns import LayerColumns, ProfileColumns, resolve_columns
from .tables.ids import id_texts
from .tables.joining import by_property, joined
from .tables.layouts import Layout
from .tables.named_tables import NamedTable
from .tables.stacking import by_layer
from .tables.vectors import location_ids, read_table

ROW = "__row__"
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
        """Some of the profiles, in the order of the mask or of the indices, with their layers.

        Parameters
        ----------
        keep
            Mask ``(n_profiles,)``, or indices ``(kept,)``.
        """
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


@dataclass(frozen=True)
class LayerRows:
    """The rows of a file, one per soil layer, in the units of the model, before they are gathered into profiles.

    Parameters
    ----------
    table
        One row each: ``id``, ``lon``, ``lat`` (degrees), ``top``, ``bottom``, ``depth`` (m), ``soc`` (gC/m3), ``relative_sd`` of SOC,
        ``bulk_density`` (g/cm3), ``density_source``, ``source_row``, the feature's number in the file, from 1, and ``country``, as text.
    audit
        Which rows are left out, and why.
    columns
        Which columns of the file they are from.
    layout
        The layout that was recognised.
    features
        Number of features in the file: those with a field per depth give several rows each.
    """

    table: pd.DataFrame
    audit: Audit
    columns: ProfileColumns
    layout: Layout
    features: int


def read_profiles(path: str, fields: ProfileFields, warn: Warn) -> Profiles:
    """SOC profiles from a CSV or vector file with one row per soil layer, or a field per depth.

    Layers without SOC, depth, place or id, and litter, are left out with a warning that counts them; SOC of zero is kept.

    Parameters
    ----------
    path
        The file; see :func:`binn_engine.profiles.tables.vectors.read_table`.
    fields
        Which field holds what; empty names are recognised.
    warn
        Called with a code and a message.

    Raises
    ------
    InputError
        For a field that is absent or holds text, an empty layer, depths in the wrong order, negative SOC, coordinates outside the globe,
        a profile at two places, or when no layer is left; names the file, field, profile and count.
    """
    rows = read_layers(path, fields, warn)
    audit = rows.audit
    if audit.left_out.all():
        raise InputError(
            f"{path} has no complete layer. Of {len(audit):,} rows, {audit.summary()}.",
            "Each layer needs SOC, a depth, coordinates and a profile id.",
        )
    if audit.left_out.any():
        warn("dropped_layers", f"{path}: {int(audit.left_out.sum()):,} of {len(audit):,} layers are left out; {audit.summary()}.")
    kept = rows.table[~audit.left_out]
    ids, first, profile = np.unique(kept["id"].to_numpy(dtype=str), return_index=True, return_inverse=True)
    _check_places(path, ids, first, profile, (kept["lon"].to_numpy(), kept["lat"].to_numpy()))
    return gathered(path, kept, warn)[0]


def read_layers(path: str, fields: ProfileFields, warn: Warn, strict: bool = True, join: Sequence[str] = ()) -> LayerRows:
    """The rows of a file in the units of the model; which of them cannot be used, and why.

    Parameters
    ----------
    path, fields, warn
        As of :func:`read_profiles`.
    strict
        Whether single values that cannot be raise; else their rows are left out. What concerns the whole file raises in any case.
    join
        Files of the same database that the rows are joined with, by id.
    """
    table = by_property(read_table(path, warn, text=[fields.id_field] if fields.id_field else ()), path)
    features = len(table)
    table = joined(table, path, join, fields.id_field, warn)
    table[ROW] = np.arange(1, len(table) + 1)
    named, fields = by_layer(NamedTable.of(table, path), fields, warn)
    columns = resolve_columns(named, fields, warn)
    audit = Audit(path, len(named.table), warn, strict)
    placed = placed_rows(columns, fields.crs, fields.litter, audit)
    carbon = soc_density(columns, fields, placed["bottom"] - placed["top"], audit)
    # What was not needed for SOC may still be there for quality control.
    density = bulk_density(columns, audit) if np.isnan(carbon.bulk_density).all() else carbon.bulk_density
    rows = {
        **placed, "soc": carbon.soc, "relative_sd": carbon.relative_sd, "density_source": carbon.density_source,
        "bulk_density": density, "source_row": named.table[ROW].to_numpy(), "country": country_texts(columns.place),
    }  # fmt: skip
    return LayerRows(pd.DataFrame(rows), audit, columns, named.layout, features)


def placed_rows(columns: LayerColumns, crs: str, litter: str, audit: Audit) -> dict[str, np.ndarray]:
    """``id``, ``lon``, ``lat`` (degrees), ``top``, ``bottom`` and ``depth`` (m) of every row of a table; rows without are left out.

    Parameters
    ----------
    columns
        That say where a layer is.
    crs
        Reference system of the coordinates in fields; empty: degrees on WGS 84.
    litter
        What becomes of litter, one of ``settings.LITTER``.
    audit
        Leaves out rows, and gets the ids.

    Raises
    ------
    InputError
        For coordinates or depths that cannot be, as a whole or where the reading is strict.
    """
    lon, lat = locations(columns.place, audit.path, crs, audit)
    ids = location_ids(lon, lat) if columns.ids is None else id_texts(columns.ids.values, audit.path)
    audit.ids = ids
    check_coordinates(lon, lat, audit, columns.place)
    audit.lacking(np.isnan(lon + lat), "no_place")
    audit.lacking(ids == "", "no_id")
    top, bottom, depth = layer_depths(read_depths(columns, audit), litter, audit)
    return {"id": ids, "lon": np.where(lon > 180.0, lon - 360.0, lon), "lat": lat, "top": top, "bottom": bottom, "depth": depth}


def gathered(path: str, rows: pd.DataFrame, warn: Warn) -> tuple[Profiles, np.ndarray]:
    """Rows of :class:`LayerRows` gathered into profiles, and the position in ``rows`` of each layer ``(n_layers,)``.

    Sorting makes the result the same whatever the order of the rows.
    """
    columns = {name: rows[name].to_numpy(dtype=float) for name in ("lon", "lat", "top", "bottom", "depth", "soc", "bulk_density")}
    lon, lat = columns.pop("lon"), columns.pop("lat")
    ids, first, profile = np.unique(rows["id"].to_numpy(dtype=str), return_index=True, return_inverse=True)
    places = len(np.unique(np.stack([lon[first], lat[first]], axis=1), axis=0))
    if len(ids) == len(lon) and places < 0.5 * len(ids):
        message = (
            f"each of its {len(ids):,} layers has a different profile id, but there are only {places:,} places. "
            "Perhaps this is the id of the layer."
        )
        warn("single_layers", f"{path}: {message}")
    # Of a profile's coordinates, equal but for rounding, the smallest: independent of the order of rows.
    longitude, latitude = (np.full(len(ids), np.inf) for _ in range(2))
    np.minimum.at(longitude, profile, lon)
    np.minimum.at(latitude, profile, lat)
    if np.isnan(columns["bulk_density"]).all():
        columns.pop("bulk_density")
    keys = [columns[name] for name in ("bulk_density", "bottom", "soc", "top", "depth") if name in columns]
    order = np.lexsort((*keys, profile))
    ordered = {name: values[order] for name, values in columns.items()}
    return Profiles(ids, longitude, latitude, profile[order], **ordered), order


def _check_places(path: str, ids: np.ndarray, first: np.ndarray, profile: np.ndarray, place: tuple[np.ndarray, np.ndarray]) -> None:
    """Raise an InputError where layers of a profile lie apart; ``first`` is each profile's first row, ``profile`` each row's profile."""
    lon, lat = place
    away = np.maximum(np.abs(lon - lon[first][profile]), np.abs(lat - lat[first][profile])) > SAME_PLACE_DEGREES
    if away.any():
        row = int(np.argmax(away))
        origin = first[profile[row]]
        raise InputError(
            f"{path}: {len(np.unique(profile[away])):,} profiles have layers at more than one place "
            f"(first: profile {ids[profile[row]]}, at {lon[origin]:g}, {lat[origin]:g} and {lon[row]:g}, {lat[row]:g}).",
            "Give each place its own profile id, or choose another id field.",
        )
