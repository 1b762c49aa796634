"""Which PyTorch fits the machine: the graphics driver, and the package index of the build that it can run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess  # nosec B404 (the driver's own program is asked what it can)
import sys
from dataclasses import dataclass

from ..engine.environment import child_options, clean_environment
from ..translation import tr

INDEX = "https://download.pytorch.org/whl/"
# Builds of PyTorch by the least CUDA version of the driver, the newest first.
BUILDS = (((13, 0), "cu130"), ((12, 6), "cu126"))
CPU_BUILD = "cpu"


@dataclass(frozen=True)
class Driver:
    """An NVIDIA driver: the cards, and the newest CUDA that it runs."""

    cards: tuple[str, ...]
    cuda: tuple[int, int]

    @property
    def build(self) -> str:
        """The build of PyTorch for it; empty where the driver is too old for any."""
        return next((build for least, build in BUILDS if self.cuda >= least), "")

    @property
    def told(self) -> str:
        """The driver in words."""
        return f"{', '.join(self.cards) or tr('NVIDIA graphics card')}, CUDA {self.cuda[0]}.{self.cuda[1]}"


def driver_of(text: str) -> Driver | None:
    """The driver that the output of ``nvidia-smi`` and ``nvidia-smi -L`` tells of; None where it tells of none."""
    version = re.search(r"CUDA Version:\s*(\d+)\.(\d+)", text)
    if version is None:
        return None
    cards = re.findall(r"^GPU \d+: (.+?) \(UUID", text, re.MULTILINE)
    return Driver(tuple(dict.fromkeys(cards)), (int(version[1]), int(version[2])))


def find_driver() -> Driver | None:
    """The NVIDIA driver of this machine; None where there is none that works."""
    system = os.path.join(os.environ.get("SYSTEMROOT", r"C:\Windows"), "System32", "nvidia-smi.exe")
    program = shutil.which("nvidia-smi") or (system if os.path.isfile(system) else None)
    if program is None:
        return None
    said = ""
    for words in ([program], [program, "-L"]):
        try:
            done = subprocess.run(  # nosec B603 (a list of arguments, no shell)
                words, env=clean_environment(), capture_output=True, text=True, timeout=20, check=False, **child_options()
            )
        except (OSError, subprocess.TimeoutExpired):
            return None
        said += done.stdout + "\n"
    return driver_of(said)


def torch_index(device: str, driver: Driver | None, own_index: bool) -> str:
    """The index to take PyTorch from: empty for the one that pip is set to.

    On Linux the common index has PyTorch with CUDA, several GB that a machine without a card cannot use; elsewhere it has the plain one.
    ``own_index`` says that pip has an index of its own, as behind a firewall, which then has what is wanted.
    """
    if device == "cuda" and driver is not None and driver.build:
        return INDEX + driver.build
    return INDEX + CPU_BUILD if sys.platform.startswith("linux") and not own_index else ""
