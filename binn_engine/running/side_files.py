"""Files that other programs keep beside a file and read with it: overviews, statistics, masks, journals of databases."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection
from pathlib import Path

from ..files.databases import opened_database

# Endings behind the whole name of a file, by the file's own suffix: NAME.tif.ovr, NAME.gpkg-wal.
_RASTER = (".ovr", ".ovr.aux.xml", ".aux.xml", ".aux.xml.ovr", ".msk", ".msk.ovr")
_ENDINGS = {
    **dict.fromkeys((".tif", ".tiff", ".vrt", ".nc"), _RASTER),
    ".gpkg": ("-wal", "-shm", "-journal", ".aux.xml", ".ovr"),
}
# Endings in place of the file's own suffix: NAME.csvt says of which types the columns of NAME.csv are.
_INSTEAD = {".csv": (".csvt",), ".tif": (".aux",), ".tiff": (".aux",)}
# How the names of tables begin that SQLite, GeoPackage and its spatial index keep for themselves.
_HOUSEKEEPING = ("sqlite_", "gpkg_", "rtree_")
# Bytes of an SQLite database that every reader holds a lock on, as its file format has them.
_SHARED_LOCK, _SHARED_BYTES = 0x40000002, 510


def side_files(path: Path) -> list[Path]:
    """The files beside ``path`` that are read with it, as far as there are any."""
    suffix = path.suffix.lower()
    names = [path.name + ending for ending in _ENDINGS.get(suffix, ())] + [path.stem + ending for ending in _INSTEAD.get(suffix, ())]
    return [beside for name in names if os.path.lexists(beside := path.with_name(name))]


def layers_of(path: Path) -> list[str]:
    """Names of the tables and views that a GeoPackage holds, or another database of that suffix; none for any other file.

    A table that is not registered as a layer counts too: other programs list it, and it would be lost as well.
    """
    if path.suffix.lower() != ".gpkg":
        return []
    # Where there is a write-ahead log, layers may stand in it alone. Without, SQLite is kept from making one.
    log = path.with_name(path.name + "-wal")
    mode = "mode=ro" if os.path.lexists(log) else "immutable=1"
    try:
        with opened_database(path, mode, timeout=1.0) as database:
            tables = [str(name) for (name,) in database.execute("select name from sqlite_master where type in ('table', 'view')")]
            return [name for name in tables if not name.lower().startswith(_HOUSEKEEPING)]
    except (sqlite3.Error, ValueError):
        return []


def other_layers(path: Path, written: Collection[str]) -> list[str]:
    """The layers of a GeoPackage beside those called ``written``; none for any other file."""
    return [name for name in layers_of(path) if name not in written]


def held_by_another(path: Path) -> bool:
    """Whether another program has the database ``path`` open; on Windows the system itself refuses to replace such a file."""
    if path.suffix.lower() != ".gpkg" or not path.is_file():
        return False
    try:
        import fcntl  # Windows has none
    except ImportError:
        return False
    try:
        with path.open("r+b") as file:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _SHARED_LOCK)
    except PermissionError:
        return False  # a file that cannot be written to; that is found out when it is replaced
    except OSError:
        return True
    return False
