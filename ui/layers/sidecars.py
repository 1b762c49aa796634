"""Files beside a raster from which QGIS reads its style and metadata: ``NAME.qml``, ``NAME.qmd``."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path

from qgis.core import Qgis
from qgis.PyQt.QtXml import QDomDocument, QDomElement

from ...binn_engine.errors import OutputError
from ..translation import tr

# An attribute of the root of every file that the plugin writes beside a raster. QGIS drops it when the user saves a style of their own.
WRITER, PLUGIN = "writer", "BINN"
_MARK = re.compile(rb"\s*(?:<[?!][^>]*>\s*)*<\w+[^<>]*\bwriter=[\"']BINN[\"']")
_HEAD = 4096


def qgis_document(kind: str = "") -> tuple[QDomDocument, QDomElement]:
    """An empty document of QGIS's and its root, to be filled; ``kind`` is the document's type."""
    document = QDomDocument(kind) if kind else QDomDocument()
    root = document.createElement("qgis")
    root.setAttribute("version", Qgis.QGIS_VERSION)  # type: ignore[attr-defined]  # absent from the stubs
    root.setAttribute(WRITER, PLUGIN)
    document.appendChild(root)
    return document, root


def is_own(path: Path) -> bool:
    """Whether the plugin may write ``path``: nothing is there, or what it wrote before, and not a file of the user's."""
    if not os.path.lexists(path) or (path.is_dir() and not path.is_symlink()):
        return True  # that a folder cannot be replaced is said when it is written
    try:
        if path.is_symlink() or not path.is_file():
            return False
        with path.open("rb") as file:
            return _MARK.match(file.read(_HEAD)) is not None
    except OSError:
        return False


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all; raises OSError."""
    made = path.with_name(f".binn-{os.getpid()}{path.suffix}")
    try:
        made.write_bytes(content)
        os.replace(made, path)
    finally:
        with suppress(FileNotFoundError):
            made.unlink()


def write_beside(raster: str | Path, suffix: str, document: QDomDocument, problem: str) -> Path:
    """Write ``document`` beside a raster, unless the user has a file of their own there; returns its path.

    Raises
    ------
    OutputError
        Where it cannot be written: ``problem`` with its ``{path}`` and ``{reason}``.
    """
    target = Path(raster).with_suffix(suffix)
    if not is_own(target):
        return target
    try:
        write_whole(target, document.toString(2).encode())
    except OSError as error:
        raise OutputError(problem.format(path=target, reason=error.strerror), tr("Choose a folder that you can write to.")) from error
    return target
