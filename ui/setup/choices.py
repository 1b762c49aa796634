"""The user's choices for the engine's environment, and the disk space that it needs."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..engine.environment import managed_environment
from ..translation import tr

DEVICES = ("cpu", "cuda")
# Installed and downloaded, with room to spare: PyTorch with CUDA brings NVIDIA's libraries.
NEEDED_BYTES = {"cpu": 3 * 1024**3, "cuda": 10 * 1024**3}


def _option(help_text: str, choices: tuple[str, ...] = (), path: str = "in") -> Any:
    metadata = {"help": help_text, "choices": choices, "path": path, "required": False}
    return field(default=choices[0] if choices else "", metadata=metadata)


@dataclass(frozen=True)
class Installation:
    """The user's choices for the engine's environment."""

    python: str = _option(
        "A Python that already has the engine's packages (torch, rasterio and the others). It is used and not changed. Leave "
        "empty to create an environment."
    )
    folder: str = _option("Folder for the environment, about 2 GB. If it is empty, a folder beside the QGIS profile is used.")
    wheels: str = _option(
        "Folder with the packages as wheel files, to install without a network. If it is empty, the package index of pip is used."
    )
    device: str = _option("PyTorch only for the processor (cpu), or also for an NVIDIA graphics card (cuda, about 8 GB).", DEVICES, "")

    @property
    def place(self) -> Path:
        """The folder of the environment."""
        return whole(self.folder) if self.folder else managed_environment()


def whole(path: str) -> Path:
    """A path as a user writes it, ``~`` and relative ones too, made whole: the programs of a set-up run in another folder."""
    return Path(os.path.abspath(os.path.expanduser(path)))


@dataclass(frozen=True)
class Room:
    """Bytes that an environment needs, and that are free in its folder."""

    needed: int
    free: int

    @property
    def enough(self) -> bool:
        return self.free >= self.needed

    @property
    def told(self) -> str:
        return tr("{needed:.0f} GB needed, {free:.1f} GB free").format(needed=self.needed / 1024**3, free=self.free / 1024**3)


def room_for(installation: Installation) -> Room:
    """The room that an environment needs and has; folders that do not exist yet count as the one they are to be made in."""
    folder = installation.place
    # Unlike Path.exists, this one raises nothing where a name is too long or a folder may not be looked into.
    while not os.path.exists(folder) and folder != folder.parent:
        folder = folder.parent
    return Room(NEEDED_BYTES[installation.device], shutil.disk_usage(folder).free)
