"""SQLite databases, GeoPackages among them, opened to be read and never to be changed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def opened_database(path: str | Path, mode: str = "mode=ro", timeout: float = 5.0) -> Iterator[sqlite3.Connection]:
    """A database that exists, to read from.

    Parameters
    ----------
    path, mode
        The file, and what SQLite's address of it says after the question mark.
    timeout
        Seconds to wait for another program that writes.

    Raises
    ------
    sqlite3.Error
        Where it is no database, is damaged or locked.
    """
    connection = sqlite3.connect(f"{Path(path).absolute().as_uri()}?{mode}", uri=True, timeout=timeout)
    # A damaged name must not hide the others.
    connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
    try:
        yield connection
    except UnicodeDecodeError as error:  # SQLite's own message quotes a damaged name
        raise sqlite3.DatabaseError("The database is damaged.") from error
    finally:
        connection.close()
