"""Cleans profiles: every row of every file is either kept, in the units of the model, or left out for a named reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import geopandas
import numpy as np
import pandas as pd
from pyogrio.errors import DataLayerError, DataSourceError

from ..errors import InputError, cannot_write
from ..files.opening import write_features
from ..resampling.splits import place_of
from ..running.callbacks import Warn
from ..settings import ProfileFields
from ..tables import WGS84
from .audit import REASONS
from .doubtful import at_zero, exchanged, mirrored
from .observations import SAME_PLACE_DEGREES, Profiles, gathered, read_layers
from .places import snapped
from .quality import FLAGS, Quality, check_quality

LAYER = "soc_layers"
MANY_PLACES = "id_at_several_places"
NULL_ISLAND, EXCHANGED_PLACE = "null_island", "exchanged_place"
KEPT = ""


@dataclass(frozen=True)
class SourceFile:
    """One file that was read: its path, the layout that was recognised, and its numbers of features and of rows, one per layer."""

    path: str
    layout: str
    features: int
    rows: int


@dataclass(frozen=True)
class Prepared:
    """Clean profiles, and a report on every row that was read.

    Parameters
    ----------
    layers
        One row per layer that is kept, as :func:`write_layers` writes it, with longitude and latitude in ``lon`` and ``lat``.
    rows
        Every row that was read: ``source_file``, ``source_row``, ``profile_id`` and the ``reason`` why it is left out, empty where kept.
    sources
        The files.
    quality
        The flags of all complete layers.
    excluded
        Flags whose layers are left out.
    profiles
        The profiles that the flags are of.
    """

    layers: pd.DataFrame
    rows: pd.DataFrame
    sources: tuple[SourceFile, ...]
    quality: Quality
    excluded: tuple[str, ...]
    profiles: Profiles

    def reasons(self) -> list[tuple[str, str, int]]:
        """Name, meaning and number of rows of every reason for which rows were left out, as in the tables of reasons and flags."""
        counts = self.rows["reason"].value_counts()
        known = [(row.name, row.meaning) for row in (*REASONS, *FLAGS)]
        return [(name, meaning, int(counts[name])) for name, meaning in known if name in counts]

    def _profiles_with(self, flag: str) -> int:
        layers = self.layers
        return int(layers[layers["flags"].str.contains(flag, regex=False)]["profile_id"].nunique())

    def summary(self) -> dict[str, Any]:
        """The account, ready for JSON. ``rows_read`` is ``rows_kept`` plus all of ``left_out``."""
        layers = self.layers
        sources = layers["bulk_density_source"].replace("", "not needed").value_counts()
        estimated = layers["soc_rel_sd"] > 0.0
        return {
            "sources": [vars(source) for source in self.sources],
            "rows_read": len(self.rows),
            "rows_kept": len(layers),
            "profiles_kept": int(layers["profile_id"].nunique()),
            "left_out": {name: count for name, _, count in self.reasons()},
            "flags": self.quality.rows(self.excluded),
            "ids_at_several_places": self._profiles_with(MANY_PLACES),
            "profiles_at_zero": self._profiles_with(NULL_ISLAND),
            "profiles_at_exchanged_places": self._profiles_with(EXCHANGED_PLACE),
            "bulk_density": {str(name): int(count) for name, count in sources.items()},
            "median_relative_sd_where_estimated": float(layers["soc_rel_sd"][estimated].median()) if estimated.any() else None,
        }


def prepare(
    paths: Sequence[str], fields: ProfileFields, exclude: Sequence[str], max_soc: float, warn: Warn, join: Sequence[str] = ()
) -> Prepared:
    """Read files of profiles, each in its own layout and reference system, and sort their rows into kept and left out.

    Layers with one id at several places become profiles of their own. Of what is there twice, by id or by place, the first is kept.

    Parameters
    ----------
    paths
        The files; one that is named twice is read once.
    fields
        Which field holds what; empty names are recognised.
    exclude
        Flags whose profiles or layers are left out.
    max_soc
        SOC in gC/m3 above which layers are flagged.
    warn
        Called with a code and a message.
    join
        Files that every file is joined with: see :func:`binn_engine.profiles.tables.joining.joined`.

    Raises
    ------
    InputError
        For what concerns a whole file, or where no layer is left.
    """
    paths = list(dict.fromkeys(paths))
    sources, rows = _read_all(paths, fields, join, warn)
    complete = rows[rows["reason"] == KEPT]
    lon, lat = snapped(complete["lon"].to_numpy(), complete["lat"].to_numpy(), SAME_PLACE_DEGREES)
    complete = _one_place_an_id(complete.assign(lon=lon, lat=lat), warn)
    profiles, order = gathered(", ".join(Path(path).name for path in paths), complete, warn)
    quality = check_quality(profiles, max_soc)
    flagged = {row.name: quality.layers[row.name] for row in FLAGS}
    _, kept = quality.keep(exclude)
    reason = np.full(len(kept), KEPT, dtype=object)
    for name in reversed([row.name for row in FLAGS if row.name in exclude]):
        reason[flagged[name]] = name
    ordered = complete.iloc[order]
    rows.loc[ordered.index, "reason"] = reason
    rows.loc[ordered.index, "id"] = ordered["id"]
    place, country = (ordered["lon"].to_numpy(), ordered["lat"].to_numpy()), ordered["country"].to_numpy(dtype=str)
    doubtful = {NULL_ISLAND: at_zero(*place), EXCHANGED_PLACE: exchanged(*place, country) | mirrored(*place)}
    texts = _flag_texts({**flagged, MANY_PLACES: ordered["many_places"].to_numpy(), **doubtful})
    layers = _layers(ordered, texts)[kept].reset_index(drop=True)
    account = rows.rename(columns={"id": "profile_id"})[["source_file", "source_row", "profile_id", "reason"]]
    return Prepared(layers, account, tuple(sources), quality, tuple(exclude), profiles)


def _read_all(paths: Sequence[str], fields: ProfileFields, join: Sequence[str], warn: Warn) -> tuple[list[SourceFile], pd.DataFrame]:
    """The files, and their rows under each other, with ``source_file`` and ``reason``; an InputError where no row is complete."""
    sources, tables = [], []
    names = {path: Path(path).name for path in paths}
    for path in paths:
        read = read_layers(path, fields, warn, strict=False, join=join)
        sources.append(SourceFile(path, read.layout.name, read.features, len(read.audit)))
        file = names[path] if list(names.values()).count(names[path]) == 1 else path
        tables.append(read.table.assign(source_file=file, reason=read.audit.reason))
    rows = pd.concat(tables, ignore_index=True)
    if not (rows["reason"] == KEPT).any():
        counts = ", ".join(f"{row.lack}: {count:,}" for row in REASONS if (count := int((rows["reason"] == row.name).sum())))
        raise InputError(
            f"{', '.join(paths)}: no row is a complete layer ({len(rows):,} rows: {counts}).",
            "Set the fields and units, or choose another file.",
        )
    return sources, rows


def _one_place_an_id(rows: pd.DataFrame, warn: Warn) -> pd.DataFrame:
    """The rows, those of an id at several places with ids of their own: ``7``, ``7 (2)``, ``7 (3)`` from west to east."""
    place = pd.Series(place_of(rows["lon"].to_numpy(), rows["lat"].to_numpy()), index=rows.index)
    number = place.groupby(rows["id"]).rank(method="dense").astype(int)
    many = number.groupby(rows["id"]).transform("max") > 1
    if many.any():
        warn(MANY_PLACES, f"{rows['id'][many].nunique():,} profile ids occur at several places. Each place becomes a separate profile.")
    taken, ids = set(rows["id"]), rows["id"].astype(object).copy()
    for (name, which), index in rows[many & (number > 1)].groupby([rows["id"], number]).groups.items():
        new = f"{name} ({which})"
        while new in taken:
            new += "'"
        taken.add(new)
        ids.loc[index] = new
    return rows.assign(id=ids, many_places=many)


def _flag_texts(flagged: dict[str, np.ndarray]) -> np.ndarray:
    """The names of every layer's flags, separated by semicolons."""
    names = np.array(list(flagged))
    marks = np.stack(list(flagged.values()), axis=1)
    return np.array([";".join(names[row]) for row in marks], dtype=object)


def _layers(rows: pd.DataFrame, flags: np.ndarray) -> pd.DataFrame:
    """Layers under the names that every other job recognises."""
    return pd.DataFrame(
        {
            "profile_id": rows["id"].to_numpy(dtype=object),
            "lon": rows["lon"].to_numpy(),
            "lat": rows["lat"].to_numpy(),
            "top_cm": rows["top"].to_numpy() * 100.0,
            "bottom_cm": rows["bottom"].to_numpy() * 100.0,
            "depth_m": rows["depth"].to_numpy(),
            "soc_gC_m3": rows["soc"].to_numpy(),
            "soc_rel_sd": rows["relative_sd"].to_numpy(dtype=float),
            "bulk_density_g_cm3": rows["bulk_density"].to_numpy(dtype=float),
            "bulk_density_source": rows["density_source"].to_numpy(dtype=object),
            "flags": flags,
            "source_file": rows["source_file"].to_numpy(dtype=object),
            "source_row": rows["source_row"].to_numpy(dtype=np.int64),
        }
    )


def write_layers(layers: pd.DataFrame, path: Path, name: str = LAYER) -> None:
    """Write layers, with their places in ``lon`` and ``lat``, as points on WGS 84 into a GeoPackage; ``name``: of its layer.

    Raises
    ------
    OutputError
        Where the file cannot be written.
    """
    points = geopandas.points_from_xy(layers["lon"], layers["lat"])
    table = geopandas.GeoDataFrame(layers.drop(columns=["lon", "lat"]), geometry=points, crs=WGS84)
    try:
        write_features(table, path, layer=name)
    except (DataSourceError, DataLayerError) as error:
        raise cannot_write(f"The GeoPackage {path.name}", error) from error
