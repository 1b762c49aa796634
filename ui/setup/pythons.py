"""The Python installations of this machine that can be used for the engine's environment."""

from __future__ import annotations

import shutil
import subprocess  # nosec B404 (other Pythons are asked what they are)
import sys
from pathlib import Path

from ..engine.environment import child_options, clean_environment
from ..translation import tr
from .failures import SetupError

LEAST = (3, 11)
_VERSION = "import sys; print('%d.%d %d' % (*sys.version_info[:2], 64 if sys.maxsize > 2**32 else 32))"
_NAMES = ("python3.13", "python3.12", "python3.11", "python3.14", "python3", "python")


def base_python() -> str:
    """A Python of 3.11 or newer that can make virtual environments.

    Raises :class:`SetupError` where there is none.
    """
    found = [shutil.which(name) for name in _NAMES]
    beside = Path(sys.base_prefix) / ("python.exe" if sys.platform == "win32" else "bin/python3")
    for candidate in dict.fromkeys(filter(None, [*found, str(beside), "/usr/bin/python3"])):
        if not why_unfit(Path(candidate), "import venv, ensurepip; "):
            return candidate
    raise SetupError(
        tr("No Python 3.11 or newer that can create virtual environments was found."),
        tr("Install one (Debian, Ubuntu: apt install python3-venv; else python.org), or choose a Python that has the engine's packages."),
        "python",
    )


def why_unfit(python: Path, needs: str = "") -> str:
    """Why a program is no Python for the engine, or an empty string: it must be 64-bit, new enough, and run the statements ``needs``."""
    try:
        done = subprocess.run(  # nosec B603 (a list of arguments, no shell)
            [str(python), "-c", needs + _VERSION],
            env=clean_environment(), capture_output=True, text=True, timeout=30, check=False, **child_options(),
        )  # fmt: skip
        if done.returncode != 0 or not done.stdout.strip():
            return _does_not_run(python, (done.stderr.strip() or tr("no message")).splitlines()[-1])
        version, bits = done.stdout.split()
        parts = tuple(int(part) for part in version.split("."))
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        return _does_not_run(python, error)
    if bits != "64":
        return tr("{python} is a 32-bit Python.").format(python=python)
    old = tr("{python} is Python {version}, which is too old for the engine: it needs 3.11 or newer.")
    return "" if parts >= LEAST else old.format(python=python, version=version)


def _does_not_run(python: Path, error: object) -> str:
    return tr("{python} does not run as a Python program: {error}.").format(python=python, error=error)
