"""Folders that runs were written to, kept in QGIS's settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from qgis.core import QgsSettings

FOLDERS_SETTING = "binn/run_folders"
FOLDERS_KEPT = 50


def remembered_folders() -> list[str]:
    """Folders that runs were written to, the latest first."""
    return list(QgsSettings().value(FOLDERS_SETTING, [], type=list) or [])


def remember_folder(folder: Path) -> None:
    """Put a folder first among those that runs were written to; of many, the oldest is forgotten."""
    kept = [name for name in remembered_folders() if name != str(folder)]
    QgsSettings().setValue(FOLDERS_SETTING, [str(folder), *kept][:FOLDERS_KEPT])


def remember_record(result: dict[str, Any]) -> None:
    """Remember the folder of the record that a run wrote, if it wrote one; ``result`` is what :func:`~.client.run_job` returns."""
    record = (result.get("outputs") or {}).get("record")
    if record:
        remember_folder(Path(record).parent)
