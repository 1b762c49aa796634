"""Files of arrays that several processes write and read; each file is replaced as a whole."""

from __future__ import annotations

import hashlib
import os
import re
import struct
import time
import tokenize
import uuid
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import numpy as np

from ..errors import InputError, cannot_write

UNFINISHED = ".new"
_UNFINISHED_NAME = re.compile(rf"(?P<of>manifest\.json|inputs\.npz|wanted|block-\d+\.\w+\.np[yz])\.[0-9a-f]{{32}}{re.escape(UNFINISHED)}")
ANEW = "Delete this file and run proda_invert again, which computes it again."
# What numpy raises for files whose header or content was changed.
_DAMAGED = (
    *(OSError, ValueError, KeyError, TypeError, EOFError, SyntaxError, MemoryError, OverflowError, NotImplementedError),
    *(tokenize.TokenError, struct.error, zipfile.BadZipFile, zlib.error),
)
TRIES, SECONDS_BETWEEN_TRIES = 20, 0.05


def _unfinished_path(path: Path) -> Path:
    """A name to write under until the file is whole: of its own, for a worker that was thought dead may write too."""
    return path.with_name(f"{path.name}.{uuid.uuid4().hex}{UNFINISHED}")


def is_unfinished(path: Path, of: str = "") -> bool:
    """Whether a file has a name under which one is written until it is whole; of the file ``of`` alone, if given."""
    match = _UNFINISHED_NAME.fullmatch(path.name)
    return match is not None and of in ("", match["of"])


def _replace_file(made: Path, path: Path) -> None:
    """Move a finished file into its place; on Windows that fails while another process reads what is there."""
    for _ in range(TRIES):
        with suppress(PermissionError):
            os.replace(made, path)
            return
        time.sleep(SECONDS_BETWEEN_TRIES)
    os.replace(made, path)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """A file to write, which takes the place of ``path`` once all of it is on the disk."""
    made = _unfinished_path(path)
    try:
        with made.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        _replace_file(made, path)
    except OSError as error:
        made.unlink(missing_ok=True)
        remedy = "Free some disk space, then run again with the same folder to resume."
        raise cannot_write(str(path), error.strerror or "it was cut short", remedy) from error


def save_arrays(path: Path, arrays: Mapping[str, np.ndarray]) -> None:
    """Replace a file by one with these arrays, by name.

    Parameters
    ----------
    path
        Of the file.
    arrays
        By name, of any shape.
    """
    with replacing(path) as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]  # no array is called allow_pickle


@contextmanager
def open_arrays(path: Path) -> Iterator[Mapping[str, np.ndarray]]:
    """The arrays of a file, read as they are asked for; raises :class:`InputError` where it is damaged."""
    try:
        with np.load(path, allow_pickle=False) as file:
            yield file
    except _DAMAGED as error:
        raise InputError(f"{path} is damaged, or it cannot be read ({type(error).__name__}).", ANEW) from error


def map_array(path: Path) -> np.ndarray | None:
    """The array of a file, read as it is asked for; None for a file that is damaged or was cut short."""
    try:
        # To read alone: opened to write, a file that was cut short would be filled up with zeros.
        return np.load(path, mmap_mode="r", allow_pickle=False)
    except _DAMAGED:
        return None


def load_arrays(path: Path) -> dict[str, np.ndarray]:
    """All arrays of a file, by name; raises :class:`InputError` where it is damaged."""
    with open_arrays(path) as file:
        return dict(file)


def write_bytes(path: Path, content: bytes) -> None:
    """Replace a file by one with this content."""
    with replacing(path) as file:
        file.write(content)


def digest_of(draws: np.ndarray, written: np.ndarray) -> np.ndarray:
    """A hash, ``(32,)`` uint8, of the first ``written`` records of each chain in ``draws``.

    Parameters
    ----------
    draws
        As of :meth:`binn_engine.proda.chains.ChainFolder.draws`.
    written
        Number of records of each chain, ``(sites, chains)``; what stands behind them does not change the hash.
    """
    least, most = int(written.min()), int(written.max())
    digest = hashlib.sha256(np.ascontiguousarray(draws[:least]).data)
    if most > least:
        there = np.arange(least, most)[:, None, None] < written.T
        digest.update(np.ascontiguousarray(draws[least:most][there]).data)
    return np.frombuffer(digest.digest(), dtype=np.uint8)
