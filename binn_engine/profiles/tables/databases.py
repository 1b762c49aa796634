"""Views of SQLite databases and GeoPackages: their size is unknown before they are computed, so they are computed separately first."""

from __future__ import annotations

import re
import sqlite3
import time
from pathlib import Path

from ...errors import InputError
from ...files.databases import opened_database
from ...limits import VIEW_BYTES, VIEW_CELL_BYTES, VIEW_ROWS, VIEW_SECONDS

_HEADER = b"SQLite format 3\0"
_REMEDY = "Check that the join of the view has a condition, or save the rows of the view as a layer."
_UNKNOWN = re.compile(r"no such function: (\S+)")
_FUNCTIONS = 50  # of GDAL's own that one view may use


def is_database(file: str) -> bool:
    """Whether a file is an SQLite database, which GDAL opens under any name."""
    if not Path(file).is_file():
        return False
    with open(file, "rb") as stream:
        return stream.read(len(_HEADER)) == _HEADER


def check_views(file: str, layer: str = "") -> None:
    """Refuse a database with views that are too slow to give a row, which GDAL asks of all, or where one is the ``layer``, that hold too
    much. Tables with computed columns count as views.

    Raises
    ------
    InputError
        Naming the view and the limit.
    """
    if not is_database(file):
        return
    try:
        with opened_database(file) as connection:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, VIEW_CELL_BYTES)
            for view in _views(connection):
                if not layer or view == layer:
                    _measure(connection, file, view, bool(layer))
    except sqlite3.DatabaseError:
        return  # damaged: GDAL says how


def _views(connection: sqlite3.Connection) -> list[str]:
    found = connection.execute("SELECT name, type FROM sqlite_master WHERE type = 'view' OR sql LIKE '%AS%(%'").fetchall()
    return [name for name, kind in found if kind == "view" or (kind == "table" and _computed(connection, name))]


def _computed(connection: sqlite3.Connection, table: str) -> bool:
    """Whether a table has columns that are computed when they are read, and stand in no file."""
    return any(hidden == 2 for (hidden,) in connection.execute("SELECT hidden FROM pragma_table_xinfo(?)", (table,)))


def _measure(connection: sqlite3.Connection, file: str, view: str, whole: bool) -> None:
    """Raise an InputError where the first row of a view, or where ``whole`` all its rows, hold too much, or take too long."""
    what = f"The layer {view!r} of {file} is a view (a stored query)"
    end = time.monotonic() + VIEW_SECONDS
    connection.set_progress_handler(lambda: time.monotonic() > end, 100_000)
    try:
        size = 0
        for number, (row,) in enumerate(_sizes(connection, view), 1):
            size += row or 0
            if whole and number > VIEW_ROWS:
                raise InputError(f"{what} with more than {VIEW_ROWS:,} rows, which is too many.", _REMEDY)
            if size > VIEW_BYTES:
                raise InputError(f"{what} with more than {VIEW_BYTES >> 20:,} MB, which is too much.", _REMEDY)
            if not whole:
                return
            if time.monotonic() > end:
                raise sqlite3.OperationalError("interrupted")
    except (sqlite3.DataError, sqlite3.OperationalError) as error:
        if isinstance(error, sqlite3.DataError) or "too big" in str(error):
            raise InputError(f"{what} with values of more than {VIEW_CELL_BYTES >> 20:,} MB, which is too much.", _REMEDY) from error
        if time.monotonic() < end:
            return  # what only GDAL's own SQLite has
        raise InputError(f"{what}, and reading it would take more than {VIEW_SECONDS:g} s.", _REMEDY) from error
    finally:
        connection.set_progress_handler(None, 0)


def _sizes(connection: sqlite3.Connection, view: str) -> sqlite3.Cursor:
    """The bytes of each row of a view. Functions that only GDAL has count as ones that are true: what they give is as small."""
    for _ in range(_FUNCTIONS):
        try:
            names = [row[0] for row in connection.execute(f"SELECT * FROM {_quoted(view)} LIMIT 0").description]  # nosec B608
            sizes = [f"ifnull(length(CAST({_quoted(name)} AS BLOB)), 0)" for name in names]
            # In groups, for SQLite takes sums of at most a thousand terms.
            total = " + ".join(f"({' + '.join(sizes[first : first + 40])})" for first in range(0, len(sizes), 40))
            return connection.execute(f"SELECT {total} FROM {_quoted(view)}")  # nosec B608 (names are quoted, and the file is only read)
        except sqlite3.OperationalError as error:
            unknown = _UNKNOWN.match(str(error))
            if not unknown:
                raise
            connection.create_function(unknown[1], -1, lambda *_: 1)
    raise sqlite3.OperationalError("too many functions")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
