"""Files beside a raster, by which QGIS knows its style and metadata: ``NAME.qml``, ``NAME.qmd``."""

from __future__ import annotations

from pathlib import Path

from qgis.core import Qgis
from qgis.PyQt.QtXml import QDomDocument, QDomElement

from ..binn_engine.errors import OutputError
from .translation import tr


def qgis_document(kind: str = "") -> tuple[QDomDocument, QDomElement]:
    """An empty document of QGIS's and its root, to be filled; ``kind`` is the document's type."""
    document = QDomDocument(kind) if kind else QDomDocument()
    root = document.createElement("qgis")
    root.setAttribute("version", Qgis.QGIS_VERSION)
    document.appendChild(root)
    return document, root


def write_beside(raster: str | Path, suffix: str, document: QDomDocument, problem: str) -> Path:
    """Write ``document`` beside a raster; returns its path.

    Raises
    ------
    OutputError
        Where it cannot be written: ``problem`` with its ``{path}`` and ``{reason}``.
    """
    target = Path(raster).with_suffix(suffix)
    try:
        target.write_text(document.toString(2), encoding="utf-8")
    except OSError as error:
        raise OutputError(problem.format(path=target, reason=error.strerror), tr("Choose a folder that you may write to.")) from error
    return target
