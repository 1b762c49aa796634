"""Where results are written: names proposed in the project's folder, and results in a folder that QGIS deletes."""

from __future__ import annotations

import os
from pathlib import Path

import qgis.utils  # type: ignore[import-not-found]  # the stubs lack the package itself
from qgis.core import QgsProcessingUtils, QgsProject
from qgis.PyQt.QtCore import QDateTime


def proposed_path(job: type, field: str, suffix: str) -> str | None:
    """A path in the folder of the project for what a ``field`` of a job names, which no file has yet; None without a desktop, where nobody
    sees what is proposed, or without a saved project."""
    home = QgsProject.instance().homePath()
    if qgis.utils.iface is None or not home or not os.access(home, os.W_OK):
        return None
    name = f"{getattr(job, 'kind', '')}_{field}"
    names = (name if number == 1 else f"{name}_{number}" for number in range(1, 10_000))
    return next((str(path) for free in names if not (path := Path(home, free + suffix)).exists()), None)


def is_temporary(path: str) -> bool:
    """Whether QGIS deletes a file when it closes."""
    return Path(QgsProcessingUtils.tempFolder()) in Path(path).parents


def run_title(model: str, maker: str = "BINN") -> str:
    """What the layers of a run are grouped under: what made them and its model, or the time where the model's name was made up."""
    name = QDateTime.currentDateTime().toString("yyyy-MM-dd HH:mm") if is_temporary(model) else Path(model).stem
    return f"{maker} {name}"
