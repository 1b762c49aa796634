"""``qgis_process`` as the tests call it."""

from __future__ import annotations

import shutil
from pathlib import Path

PROGRAM = shutil.which("qgis_process.bin") or shutil.which("qgis_process")


def words(algorithm: str, parameters: dict) -> list[str]:
    """The command line that runs an algorithm."""
    pairs = [(name, item) for name, value in parameters.items() for item in (value if isinstance(value, list) else [value])]
    return [PROGRAM, "run", algorithm, "--json", "--", *(f"{name}={item}" for name, item in pairs)]


def traces(folder: Path) -> list[str]:
    """What a failed run left among its outputs."""
    return sorted(path.name for path in folder.iterdir() if path.name.startswith(("out", ".")))
