"""A tile index: a table or vector layer with one feature per tile, whose fields contain paths."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ..errors import InputError
from ..profiles.tables.ids import id_texts
from ..profiles.tables.vectors import field_list, field_named, read_table
from ..running.callbacks import Warn

PATH_FIELDS = re.compile(r"(covariate|path|location|raster)", re.IGNORECASE)
NAME_FIELDS = ("name", "tile", "id")
FORCING_FIELDS = ("forcing",)


@dataclass(frozen=True)
class Tile:
    """A tile: its ``name``, which can be a file name, its covariate rasters, and its own forcing (empty: none)."""

    name: str
    covariates: tuple[str, ...]
    forcing: str


def read_tile_index(path: str, path_fields: Sequence[str], name_field: str, forcing_field: str, warn: Warn) -> list[Tile]:
    """The tiles of an index, in its order.

    Parameters
    ----------
    path
        A CSV or any vector file that GDAL reads.
    path_fields
        Fields with paths of rasters, several in one separated by semicolons, relative ones from the index's own folder; empty: every
        field that is called so.
    name_field, forcing_field
        Fields with the tiles' names and their forcing; empty: recognised. Names are numbers where there is no such field.
    warn
        Gets a code and a message.

    Raises
    ------
    InputError
        For an index that cannot be read, a field that is absent, no field of paths, or two tiles of one name.
    """
    table = read_table(path, warn, text=[*NAME_FIELDS, *([name_field] if name_field else [])], located=False)
    fields = [field_named(table, field, path, "paths of rasters") for field in path_fields]
    fields = fields or [str(column) for column in table.columns if PATH_FIELDS.match(str(column))]
    if not fields:
        raise InputError(
            f"{path} has no field with paths of rasters.", f"Choose the fields (path_fields). Its fields: {field_list(table)}."
        )
    named = _field(table, name_field, NAME_FIELDS, path, "the tiles' names")
    driven = _field(table, forcing_field, FORCING_FIELDS, path, "the tiles' forcing")
    names = id_texts(table[named], path) if named else [str(number) for number in range(1, len(table) + 1)]
    folder = Path(path.split("|")[0]).absolute().parent
    tiles = []
    for row, name in zip(table.to_dict("records"), names):
        rasters = [part for field in fields for part in _paths(row[field], folder)]
        forcing = _paths(row[driven], folder) if driven else []
        tiles.append(Tile(re.sub(r"[^\w.-]+", "_", str(name)) or "tile", tuple(rasters), forcing[0] if forcing else ""))
    _check_names(tiles, path)
    return tiles


def _check_names(tiles: list[Tile], path: str) -> None:
    seen: set[str] = set()
    for tile in tiles:
        # Some file systems do not tell letters of either case apart.
        if tile.name.lower() in seen:
            raise InputError(
                f"{path} has two tiles called {tile.name!r}.", "Choose a field with a different name for each tile (name_field)."
            )
        seen.add(tile.name.lower())


def _field(table: pd.DataFrame, name: str, candidates: Sequence[str], path: str, what: str) -> str:
    if name:
        return field_named(table, name, path, what)
    return next((str(column) for candidate in candidates for column in table.columns if str(column).lower() == candidate), "")


def _paths(value: object, folder: Path) -> list[str]:
    """The paths in a field, from the index's folder where they are relative; what GDAL alone understands stays as it is."""
    text = "" if pd.isna(value) else str(value)
    if "\0" in text:
        raise InputError(f"A path in the tile index in {folder} contains a null byte: {text[:100]!r}.", "Correct the path.")
    words = [word.strip() for word in text.split(";")]
    return [word if os.path.isabs(word) or re.match(r"^\w{2,}:", word) else os.path.normpath(folder / word) for word in words if word]
