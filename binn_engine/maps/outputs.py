"""Results that appear whole or not at all: written in a hidden folder beside their place, then moved into it."""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from types import TracebackType

from ..errors import OutputError
from ..events import as_a_whole
from ..protocol import STAGING_PREFIX


class StagedOutputs:
    """A set of files that are all moved to their places on success, or all removed.

    Use as a context manager: ``path = outputs.stage("map.tif")`` gives the path to write to; leaving the block without an
    error moves every staged file into place, which no signal interrupts; leaving it with one removes them.
    """

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}
        self._moves: list[tuple[Path, Path]] = []
        self._superseded: list[Path] = []

    def supersede(self, folder: Path) -> None:
        """Remove ``folder`` once all outputs are in their places, which makes it useless."""
        self._superseded.append(folder)

    def stage(self, target: str | Path) -> Path:
        """The path to write to instead of ``target``.

        Raises
        ------
        OutputError
            Where the target's folder is absent or not writable, or the target is a folder.
        """
        target = Path(target).absolute()
        if target.is_dir():
            raise OutputError(f"The output {target} is a folder.", "Give the name of a file.")
        folder = self._folder_beside(target)
        staged = folder / target.name
        self._moves.append((staged, target))
        return staged

    def _folder_beside(self, target: Path) -> Path:
        parent = target.parent
        if parent not in self._folders:
            try:
                self._folders[parent] = Path(tempfile.mkdtemp(prefix=f"{STAGING_PREFIX}{os.getpid()}-", dir=parent))
            except OSError as error:
                raise OutputError(
                    f"The output {target} cannot be written: {error.strerror}.", "Choose a folder that exists and that you may write to."
                ) from error
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
        finally:
            for folder in self._folders.values():
                shutil.rmtree(folder, ignore_errors=True)

    def _publish(self) -> None:
        missing = [target.name for staged, target in self._moves if not staged.exists()]
        if missing:
            raise OutputError(f"The run did not write {', '.join(missing)}.", "This is an error in the engine; please report it.")
        for staged, target in self._moves:
            try:
                os.replace(staged, target)
            except OSError as error:
                raise OutputError(
                    f"The output {target} cannot be replaced: {error.strerror}.", "Close the programs that have it open."
                ) from error
