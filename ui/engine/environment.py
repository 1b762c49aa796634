"""Where the engine's Python is, and the environment variables of a child process of QGIS.

QGIS's own variables (its Python, PROJ and GDAL data, Qt, preloaded libraries) would break the libraries of other programs, so a child
starts without them.
"""

from __future__ import annotations

import json
import os
import subprocess  # nosec B404 (child processes are how the engine is kept out of QGIS)
import sys
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from qgis.core import QgsApplication, QgsSettings

from ..translation import tr

PLUGIN_FOLDER = Path(__file__).resolve().parents[2]
SETTING = "binn/engine_python"
VARIABLE = "BINN_ENGINE_PYTHON"
PROGRESS_FILE = "binn-setup.json"

_UNWANTED = (
    "PYTHON",
    "PROJ_",
    "GDAL_",
    "OGR_",
    "CPL_",
    "VIRTUAL_ENV",
    "CONDA_",
    "QT_",
    "QML",
    "QGIS_",
    "LD_",
    "DYLD_",
    "GEOTIFF_",
    "OSGEO",
    "__PYVENV",
)
_ADDED = {"PYTHONUTF8": "1", "PYTHONUNBUFFERED": "1", "PYTHONNOUSERSITE": "1"}


@dataclass(frozen=True)
class SetupProgress:
    """The progress of the set-up of an environment: its device, the finished steps, and whether it is complete.

    It is stored in a file in the environment's folder; an environment without that file was not made by the set-up, and counts as finished.
    """

    device: str = "cpu"
    done: tuple[str, ...] = ()
    unfinished: bool = True

    @classmethod
    def of(cls, folder: Path) -> SetupProgress:
        """The progress in a folder."""
        try:
            held = json.loads((folder / PROGRESS_FILE).read_text(encoding="utf-8"))
            return cls(str(held["device"]), tuple(held["done"]), bool(held["unfinished"]))
        except (OSError, ValueError, KeyError, TypeError):
            return cls(unfinished=False)

    def after(self, step: str) -> SetupProgress:
        """The progress with one more step done."""
        return replace(self, done=(*self.done, step))

    def write(self, folder: Path) -> None:
        """Keep it in a folder."""
        (folder / PROGRESS_FILE).write_text(json.dumps(asdict(self)), encoding="utf-8")


def clean_environment() -> dict[str, str]:
    """This process's environment without what belongs to QGIS, for a child with a Python of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith(_UNWANTED)}
    return {**kept, **_ADDED}


def child_options() -> dict[str, Any]:
    """Keyword arguments of ``subprocess.Popen`` for a child in a process group of its own, without a console window."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def python_in(environment: Path) -> Path:
    """The Python of the virtual environment in a folder."""
    return environment / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")


def managed_environment() -> Path:
    """The default folder of the environment that the set-up makes: beside the QGIS profile."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "binn_engine" / "venv"


def engine_python() -> Path:
    """The engine's Python, whether it exists or not: the environment variable, the setting, the managed environment."""
    chosen = os.environ.get(VARIABLE) or QgsSettings().value(SETTING, "") or ""
    return Path(chosen) if chosen else python_in(managed_environment())


def set_engine_python(python: Path) -> None:
    """Remember the engine's Python in the QGIS settings."""
    settings = QgsSettings()
    settings.setValue(SETTING, str(python))
    settings.sync()


def why_no_engine() -> str:
    """Why no job can run here, and what to do; empty where the engine's Python is in place."""
    python = engine_python()
    if python.is_file() and SetupProgress.of(python.parent.parent).unfinished:
        return tr(
            "The set-up of the BINN engine in {folder} was not finished. Run 'Set up the engine' again with this folder to resume it."
        ).format(folder=python.parent.parent)
    if python.is_file():
        return ""
    return tr(
        "The BINN engine is not set up: there is no Python at {python}. Run the algorithm 'Set up the engine' "
        "(binn:setupengine) of the BINN provider, which creates it, or set the environment variable {variable} to a Python "
        "that has the engine's packages."
    ).format(python=python, variable=VARIABLE)
