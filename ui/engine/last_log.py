"""The log of the last program that was run for the user, kept in a file for bug reports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from qgis.core import QgsApplication


def log_file() -> Path:
    """Where the log is kept: beside the QGIS profile's settings."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "binn_engine" / "last.log"


def keep(command: Sequence[str], lines: Sequence[str], status: int | None) -> None:
    """Keep what a program said, in place of the one before it. A log that cannot be written is no reason to fail."""
    ended = "stopped by QGIS" if status is None else f"exit status {status}"
    try:
        log_file().parent.mkdir(parents=True, exist_ok=True)
        log_file().write_text("\n".join([f"$ {' '.join(command)}", *lines, f"[{ended}]"]) + "\n", encoding="utf-8")
    except OSError:
        pass


def last_log() -> str:
    """What was kept last; empty where nothing was."""
    try:
        return log_file().read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
