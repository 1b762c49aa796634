"""Where results are written: names proposed in the project's folder, and results in a folder that QGIS deletes."""

from __future__ import annotations

import os
import re
from pathlib import Path

import qgis.utils  # type: ignore[import-not-found]  # the stubs lack the package itself
from qgis.core import QgsProcessingUtils, QgsProject
from qgis.PyQt.QtCore import QDateTime

from ..translation import tr


def proposed_path(job: type, field: str, suffix: str) -> str | None:
    """A path in the folder of the project for what a ``field`` of a job names, which no file has yet; None without a desktop, where nobody
    sees what is proposed, or without a saved project."""
    home = QgsProject.instance().homePath()
    if qgis.utils.iface is None or not home or not os.access(home, os.W_OK):
        return None
    name = f"{getattr(job, 'kind', '')}_{field}"
    names = (name if number == 1 else f"{name}_{number}" for number in range(1, 10_000))
    return next((str(path) for free in names if not (path := Path(home, free + suffix)).exists()), None)


# What every session of QGIS calls its folder for temporary results.
_OF_A_SESSION = re.compile(r"processing_\w{6,}")


def is_temporary(path: str) -> bool:
    """Whether QGIS deletes a file when it closes, or has deleted it when an earlier session closed."""
    parents = Path(path).parents
    return Path(QgsProcessingUtils.tempFolder()) in parents or any(_OF_A_SESSION.fullmatch(folder.name) for folder in parents)


def model_name(model: str) -> str:
    """What a model is called by its file; empty where that is temporary, since its name was made up."""
    return "" if is_temporary(model) else Path(model).stem


def model_file(model: str) -> str:
    """What a page calls the file of a model, without its folder."""
    return tr("a temporary file, not kept") if is_temporary(model) else Path(model).name


def run_title(model: str, maker: str = "BINN") -> str:
    """What the layers of a run are grouped under: what made them and its model, or the time where the model's name was made up."""
    name = QDateTime.currentDateTime().toString("yyyy-MM-dd HH:mm") if is_temporary(model) else model_name(model)
    return f"{maker} {name}"
