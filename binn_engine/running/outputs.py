"""Outputs that appear completely or not at all: they are written to a hidden folder beside their place, then moved."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from ..errors import OutputError, cannot_write
from . import leftovers
from .side_files import held_by_another, layers_of, other_layers, side_files
from .stopping import as_a_whole
from .surroundings import full_drive


class StagedOutputs:
    """A set of files that are all moved to their places on success, or all removed.

    Use as a context manager: ``path = outputs.stage("map.tif")`` gives the path to write to; leaving the block without an error moves every
    staged file into place, which no signal interrupts; leaving it with one removes them. Only regular files are replaced. Files beside them
    that belonged to the old content, such as overviews, are removed with it. If one file cannot be replaced, all others are restored.
    """

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}
        self._moves: list[tuple[Path, Path]] = []
        self._superseded: list[Path] = []

    def supersede(self, folder: Path) -> None:
        """Remove ``folder`` once all outputs are in their places, which makes it useless."""
        self._superseded.append(folder)

    def stage(self, target: str | Path, layer: str = "") -> Path:
        """The path to write to instead of ``target``; where ``target`` is a link, the file that it points to is replaced, not the link.

        Parameters
        ----------
        target
            The file.
        layer
            The only layer of a GeoPackage; empty: called as the file.

        Raises
        ------
        OutputError
            Where the target's folder is absent or not writable, or the target cannot be replaced.
        """
        target = Path(target).absolute()
        if target.is_symlink():
            target = target.resolve()
        check_replaceable(target, (layer or target.stem,))
        folder = self._folder_beside(target)
        staged = folder / target.name
        self._moves.append((staged, target))
        return staged

    def staged(self, target: str | Path) -> Path:
        """Where the content of ``target`` is until it is in its place; the target itself for a file that was not staged."""
        path = Path(target).resolve()
        return next((staged for staged, place in self._moves if place == path or place == Path(target).absolute()), path)

    def _folder_beside(self, target: Path) -> Path:
        parent = target.parent
        if parent not in self._folders:
            try:
                self._folders[parent] = leftovers.staging_folder(parent)
            except OSError as error:
                raise cannot_write(f"The output {target}", error, "Choose a folder that exists and that you can write to.") from error
        return self._folders[parent]

    def __enter__(self) -> StagedOutputs:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        try:
            if kind is None:
                with as_a_whole():
                    self._publish()
                    for folder in self._superseded:
                        shutil.rmtree(folder, ignore_errors=True)
            elif full := full_drive(error, [*self._folders, *self._folders.values()]):
                raise full from error
        finally:
            for folder in self._folders.values():
                leftovers.removed(folder)

    def _publish(self) -> None:
        missing = [target.name for staged, target in self._moves if not staged.exists()]
        if missing:
            raise OutputError(f"The run did not write {', '.join(missing)}.", "This is an error in the engine; please report it.")
        for staged, target in self._moves:
            # Once more: it may have changed while the run was at work.
            check_replaceable(target, layers_of(staged))
        undo: list[tuple[Path, Path | None]] = []
        try:
            for staged, target in self._moves:
                _replace(staged, target, undo)
        except OSError as error:
            for place, kept in reversed(undo):
                _put_back(place, kept)
            raise OutputError(
                f"The output {target} cannot be replaced: {error.strerror}.", "Close the programs that have it open."
            ) from error


def made_folder(folder: Path) -> Path:
    """The folder, which is there when this returns; raises :class:`OutputError` where it cannot be created."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"The folder {folder} cannot be created: {error.strerror or error}.", "Choose another folder.") from error
    return folder


def check_replaceable(target: Path, layers: Collection[str] = ()) -> None:
    """Raise :class:`OutputError` where ``target`` is neither absent nor a regular file that may be replaced.

    ``layers`` are those that a GeoPackage is to hold: one with any other layer is not replaced, for these would be lost.
    """
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return
    except OSError as error:
        raise cannot_write(f"The output {target}", error, "Choose another file name.") from error
    if stat.S_ISDIR(mode):
        raise OutputError(f"The output {target} is a folder.", "Give the name of a file.")
    if not stat.S_ISREG(mode):
        raise OutputError(f"The output {target} is a device or another special file, which is never replaced.", "Give the name of a file.")
    others = other_layers(target, layers)
    if others:
        raise OutputError(
            f"The GeoPackage {target} contains other layers, which would be lost: {', '.join(others[:5])}.", "Write to a new file."
        )
    if held_by_another(target):
        raise OutputError(
            f"The output {target} is open in another program, such as QGIS.", "Remove the layer there, or give the output another name."
        )


def _replace(staged: Path, target: Path, undo: list[tuple[Path, Path | None]]) -> None:
    """Move a staged file into its place; ``undo`` gets how each place was before: what was there, or None."""
    for beside in side_files(target):
        kept = staged.with_name(f"old.{len(undo)}")
        os.replace(beside, kept)
        undo.append((beside, kept))
    old = None
    if target.exists():
        old = staged.with_name(f"old.{len(undo)}")
        with suppress(OSError):  # a file system without links; then there is no way back for this file
            os.link(target, old)
    os.replace(staged, target)
    undo.append((target, old))


def _put_back(place: Path, kept: Path | None) -> None:
    with suppress(OSError):
        if kept is None:
            place.unlink()
        else:
            os.replace(kept, place)
