"""Which layers of a project show a file."""

from __future__ import annotations

import os
from collections.abc import Sequence
from fnmatch import fnmatchcase
from pathlib import Path

from qgis.core import QgsMapLayer, QgsProject, QgsProviderRegistry

from ...binn_engine.paths import subdataset


def layers_showing(path: str, project: QgsProject, layer_name: str = "") -> list[str]:
    """Names of the layers of a project that show the file ``path``; of a file of several layers, those that show ``layer_name``, or the
    one that is called as the file."""
    file = _whole(path)
    return sorted({layer.name() for layer in project.mapLayers().values() if _shows(layer, file, layer_name or Path(path).stem)})


def layers_within(folder: str, patterns: Sequence[str], project: QgsProject) -> list[str]:
    """Names of the layers of a project that show files of a folder whose paths within it match one of some patterns (``*.tif``)."""
    whole = Path(_whole(folder))
    files = [(layer.name(), Path(file)) for layer in project.mapLayers().values() if (file := _file(layer))]
    within = [(name, file.relative_to(whole).as_posix()) for name, file in files if whole in file.parents]
    return sorted({name for name, file in within if any(fnmatchcase(file, pattern) for pattern in patterns)})


def _shows(layer: QgsMapLayer, file: str, name: str) -> bool:
    if _file(layer) != file:
        return False
    return _parts(layer).get("layerName") in (None, "", name)


def _file(layer: QgsMapLayer) -> str:
    """The file of a layer; empty where it has none."""
    within = subdataset(layer.source())  # a variable of a NetCDF file
    path = within[0] if within else _parts(layer).get("path")
    return _whole(path) if path else ""


def _parts(layer: QgsMapLayer) -> dict:
    return QgsProviderRegistry.instance().decodeUri(layer.providerType(), layer.source())


def _whole(path: str) -> str:
    """A path by which a file is known, whatever links lead to it."""
    return os.path.normcase(os.path.realpath(path))
