"""Finished tiles of unfinished maps: they are in a folder beside the maps, from which the next run continues.

``NAME.predict.unfinished`` contains ``README.txt``, which explains the folder, ``manifest.jsonl`` and one file ``tile-NNNNNN.f32`` for each
tile: one bit for each pixel, set if it has a value, then the values as float32, ``(bands, pixels)``, so that pixels without a value need no
space. The first line of the manifest describes the maps. Each further line says that a tile is finished, with a hash of its file. A tile
counts as finished if its line is complete and its file has that hash.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Annotated, Any

import numpy as np
from pydantic import Field, TypeAdapter, ValidationError
from rasterio.windows import Window

from ..errors import JobError, OutputError, cannot_write
from ..running import guard
from ..running.callbacks import Progress
from ..tables import NODATA
from .tiles import TileNotes, TileResult

SUFFIX = "unfinished"
MANIFEST, README, LOCK = "manifest.jsonl", "README.txt", "lock"
FORMAT = "binn-unfinished-map-3"
PARTIAL = ".partial"
TEXT = (
    "This folder contains finished tiles of BINN maps that are not finished: {maps}.\n\nTo finish the "
    "maps, run the same prediction again, with the same inputs, settings and outputs. It uses these "
    "tiles and removes this folder at the end.\nIf you do not need the maps any more, delete the folder. "
    "manifest.jsonl describes the maps and lists the finished tiles.\n"
)


@dataclass(frozen=True)
class _DoneTile:
    """A line of a manifest: a tile that is done, the hash of its file (None: no pixel has a value), and its notes."""

    tile: Annotated[int, Field(ge=0)]
    hash: str | None
    notes: TileNotes


_DONE_TILE = TypeAdapter(_DoneTile)


@dataclass(frozen=True)
class TiledMaps:
    """Maps that are made tile by tile.

    Parameters
    ----------
    description
        Which maps they are: tiles of any others are thrown away.
    tiles, bands
        The tiles, and how many bands their products have together.
    names
        Of the maps, for the folder's README.
    """

    description: Mapping[str, Any]
    tiles: list[Window]
    bands: int
    names: str


class UnfinishedMap:
    """The folder with the finished tiles of maps; open it with :func:`open_unfinished`.

    Parameters
    ----------
    folder
        Holds the tiles.
    tiles, bands
        The windows of all tiles, and the number of bands of each.
    lock, manifest
        Open files: the one keeps other runs away as long as it is open, the other lists the tiles that are done.

    Attributes
    ----------
    done
        Notes of the tiles that are done, by number.
    """

    def __init__(self, folder: Path, tiles: list[Window], bands: int, lock: IO[bytes], manifest: IO[str]) -> None:
        self.folder, self._tiles, self._bands = folder, tiles, bands
        self._lock, self._manifest = lock, manifest
        self.done: dict[int, TileNotes] = {}

    def _path(self, number: int) -> Path:
        return self.folder / f"tile-{number:06d}.f32"

    def keep(self, number: int, result: TileResult) -> None:
        """Put a tile by; raises :class:`OutputError` where there is no room for it."""
        row: dict[str, Any] = {"tile": number, "hash": None, "notes": asdict(result.notes)}
        path = self._path(number)
        try:
            if result.values is not None:
                partial = path.with_suffix(PARTIAL)
                row["hash"] = _write(partial, result.values)
                os.replace(partial, path)
            self._manifest.write(json.dumps(row) + "\n")
            self._manifest.flush()
        except OSError as error:
            raise cannot_write(str(path), error) from error
        self.done[number] = result.notes

    def values(self, number: int, rows: slice = slice(None)) -> np.ndarray | None:
        """Values of some rows of a tile that is done ``(bands, rows, columns)``, nodata filled in; None where no pixel of it has any."""
        if not self.done[number].valid:
            return None
        height, width = int(self._tiles[number].height), int(self._tiles[number].width)
        packed = -(-height * width // 8)
        held = np.unpackbits(np.fromfile(self._path(number), np.uint8, packed), count=height * width).astype(bool).reshape(height, width)
        first, stop, _ = rows.indices(height)
        before, some, count = int(held[:first].sum()), held[first:stop], int(held.sum())
        values = np.full((self._bands, *some.shape), NODATA, dtype=np.float32)
        if some.any():
            stored = np.memmap(self._path(number), np.float32, "r", offset=packed, shape=(self._bands, count))
            values[:, some] = stored[:, before : before + int(some.sum())]
        return values

    def take_up(self, rows: list[dict[str, Any]], progress: Progress) -> None:
        """Count the tiles of a manifest's ``rows`` as done whose files are as they were written."""
        for count, row in enumerate(rows):
            progress(count / len(rows), "checking finished tiles")
            found = _checked(row)
            if found is not None and found.tile < len(self._tiles) and self._holds(found):
                self.done[found.tile] = found.notes

    def _holds(self, row: _DoneTile) -> bool:
        """Whether the file of a tile has the values that its row in the manifest describes."""
        if not row.notes.valid:
            return row.hash is None
        path, pixels = self._path(row.tile), int(self._tiles[row.tile].height) * int(self._tiles[row.tile].width)
        if row.hash is None or self._hash_of(row.tile) != row.hash:
            return False
        packed = -(-pixels // 8)
        held = int(np.unpackbits(np.fromfile(path, np.uint8, packed)).sum())
        return path.stat().st_size == packed + 4 * self._bands * held

    def _hash_of(self, number: int) -> str | None:
        try:
            with self._path(number).open("rb") as file:
                return hashlib.file_digest(file, _digest).hexdigest()
        except OSError:
            return None

    def close(self) -> None:
        """Let go of the folder, which stays where a tile of it has values."""
        with suppress(OSError):  # if the drive is full, which was reported before
            self._manifest.close()
        self._lock.close()
        guard.keep(self.folder)
        if not any(notes.valid for notes in self.done.values()):
            shutil.rmtree(self.folder, ignore_errors=True)


def read_manifest(folder: Path) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """What a manifest says of the maps, and its tiles' rows; nothing where there is none. A last line that was cut off is none."""
    try:
        lines = (folder / MANIFEST).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return {}, []
    rows = []
    for line in lines:
        try:
            rows.append(json.loads(line))
        except (ValueError, RecursionError):
            continue
    rows = [row for row in rows if isinstance(row, dict)]
    if not rows or rows[0].get("format") != FORMAT:
        return {}, []
    return rows[0], [row for row in rows[1:] if "tile" in row]


def _checked(row: dict[str, Any]) -> _DoneTile | None:
    """A row of a manifest; None where it is damaged, so that its tile is made anew."""
    try:
        return _DONE_TILE.validate_python(row)
    except ValidationError:
        return None


def open_unfinished(folder: Path, maps: TiledMaps, progress: Progress, log: Callable[[str], None]) -> UnfinishedMap:
    """The folder of maps that are to be made, new or with the tiles that an earlier run finished.

    Parameters
    ----------
    folder, maps
        Where the tiles are kept; which maps they are of.
    progress, log
        Get how far the checking of finished tiles is, and what was found.

    Raises
    ------
    JobError
        Where another run is at work on it.
    OutputError
        Where it cannot be written, or is a folder of something else.
    """
    lock = _locked(folder)
    guard.remove_at_end(folder, unless="tile-*.f32")
    try:
        rows = _rows_of_earlier_run(folder, {"format": FORMAT, **maps.description}, maps.names, log)
        manifest = open(folder / MANIFEST, "a", encoding="utf-8")  # noqa: SIM115 (closed with the folder)
    except OSError as error:
        lock.close()
        raise cannot_write(str(folder), error) from error
    unfinished = UnfinishedMap(folder, maps.tiles, maps.bands, lock, manifest)
    if rows:
        unfinished.take_up(rows, progress)
        log(f"Resuming: {len(unfinished.done)} of {len(maps.tiles)} tiles were already computed by an earlier run, in {folder}.")
    return unfinished


def _rows_of_earlier_run(folder: Path, settings: Mapping[str, Any], maps: str, log: Callable[[str], None]) -> list[Any]:
    """What the manifest says of the tiles that an earlier run of the ``settings`` maps finished; a folder of other maps is begun anew."""
    found, rows = read_manifest(folder)
    if found == settings:
        _end_line(folder / MANIFEST)
        return rows
    if rows:
        log(f"{folder} contained {len(rows)} tiles of other maps, or with other inputs or settings. They are removed.")
    _empty(folder)
    (folder / README).write_text(TEXT.format(maps=maps), encoding="utf-8")
    (folder / MANIFEST).write_text(json.dumps(settings) + "\n", encoding="utf-8")
    return []


def _empty(folder: Path) -> None:
    """Remove what an earlier run left, and nothing else."""
    for path in folder.iterdir():
        if path.name != LOCK:
            path.unlink()


def _end_line(manifest: Path) -> None:
    """End a line that was cut off, so that the next one begins anew."""
    text = manifest.read_bytes()
    if text and not text.endswith(b"\n"):
        with manifest.open("ab") as file:
            file.write(b"\n")


def _locked(folder: Path) -> IO[bytes]:
    """The folder's lock, held as long as the file is open; the folder is made where absent."""
    try:
        made = not folder.exists()
        folder.mkdir(exist_ok=True)
        known = {README, MANIFEST, LOCK}
        if not made and any(path.name not in known and not path.name.startswith("tile-") for path in folder.iterdir()):
            raise OutputError(f"The folder {folder} contains other files.", "Move these files, or choose another name for the maps.")
        lock = open(folder / LOCK, "ab")  # noqa: SIM115 (held until the folder is closed)
    except OSError as error:
        raise cannot_write(str(folder), error) from error
    try:
        _lock(lock)
    except OSError as error:
        lock.close()
        raise JobError(
            f"Another run is computing the tiles in {folder}.", "Wait until it has finished, or choose another name for the maps."
        ) from error
    return lock


def _lock(file: IO[bytes]) -> None:
    """Lock a file against other processes until it is closed; raises OSError where one holds it."""
    try:
        import fcntl  # Windows has none
    except ImportError:
        import msvcrt  # Windows alone has it

        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # on Windows
    else:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _write(path: Path, values: np.ndarray) -> str:
    """Write a tile's values ``(bands, rows, columns)`` of the pixels that have any; returns the file's hash."""
    held, digest = (values != NODATA).any(0), _digest()
    with path.open("wb") as file:
        for part in (np.packbits(held), *(band[held] for band in values)):
            digest.update(part)
            file.write(part)
    return digest.hexdigest()


def _digest() -> Any:
    return hashlib.blake2b(digest_size=16)
