"""Run a script inside a QGIS desktop on a virtual screen."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

DESKTOP = Path(__file__).resolve().parent / "desktop"
PICTURES = DESKTOP.parents[2] / "build" / "desktop"

needs_desktop = [
    pytest.mark.desktop,
    pytest.mark.skipif(shutil.which("qgis") is None or shutil.which("xvfb-run") is None, reason="needs the QGIS desktop and xvfb-run"),
]


def desktop_session(script: str, folder: Path, plugins: Path, engine_python: Path, seconds: int) -> dict:
    """What ``script`` of the folder ``desktop`` reports, within ``seconds``. ``folder`` has what it reads and gets its pictures, of which
    ``build/desktop`` gets copies."""
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700)
    unwanted = ("QT_QPA_PLATFORM", "DISPLAY", "QGIS_CUSTOM_CONFIG_PATH")
    environment = {name: value for name, value in os.environ.items() if name not in unwanted}
    environment.update(
        BINN_DESKTOP_FOLDER=str(folder), BINN_ENGINE_PYTHON=str(engine_python), QGIS_PLUGINPATH=str(plugins), XDG_RUNTIME_DIR=str(runtime),
        PYTHONPATH=str(DESKTOP),
    )  # fmt: skip
    command = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24", "qgis", "--profiles-path", str(folder / "profiles"), "--nologo"]
    log = folder / "qgis.log"
    with log.open("w") as output:
        subprocess.run(
            [*command, "--noversioncheck", "--code", str(DESKTOP / script)],
            env=environment, stdout=output, stderr=subprocess.STDOUT, timeout=seconds, check=False,
        )  # fmt: skip
    found = folder / "report.json"
    assert found.is_file(), log.read_text(encoding="utf-8", errors="replace")[-3000:]
    report = json.loads(found.read_text(encoding="utf-8"))
    assert report["errors"] == [], "\n".join(report["errors"])
    PICTURES.mkdir(parents=True, exist_ok=True)
    for picture in folder.glob("*.png"):
        shutil.copy(picture, PICTURES)
    return {**report, "folder": folder}
