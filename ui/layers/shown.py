"""Which layers of a project show a file."""

from __future__ import annotations

import os
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject, QgsProviderRegistry


def layers_showing(path: str, project: QgsProject, layer_name: str = "") -> list[str]:
    """Names of the layers of a project that show the file ``path``; of a file of several layers, those that show ``layer_name``, or the
    one that is called as the file."""
    file = _whole(path)
    return sorted({layer.name() for layer in project.mapLayers().values() if _shows(layer, file, layer_name or Path(path).stem)})


def _shows(layer: QgsMapLayer, file: str, name: str) -> bool:
    parts = QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())
    path = parts.get("path")
    if not path or _whole(path) != file:
        return False
    return parts.get("layerName") in (None, "", name)


def _whole(path: str) -> str:
    """A path by which a file is known, whatever links lead to it."""
    return os.path.normcase(os.path.realpath(path))
