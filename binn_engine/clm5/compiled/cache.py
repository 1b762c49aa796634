"""Where the machine code of the kernels is stored between runs, and what is done where it is damaged."""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import tempfile
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from ...errors import BinnError
from ...running.leftovers import RUN_PREFIX

Result = TypeVar("Result")

# The kernels, and the modules whose constants are compiled into them.
KERNELS = (
    "vector_math", "lane_options", "lane_months", "lanes", "lane_elimination", "lane_adjoint", "lane_build_adjoint", "exchange", "mixing",
    "groups", "kernels", "adjoint", "complex_lanes", "lane_shifted", "lane_shifted_solve", "lane_steps", "lane_step_adjoint",
    "system_kernels", "march_kernels", "march_adjoint",
)  # fmt: skip
_FOLDER = Path(__file__).parent
SOURCES = [*(_FOLDER / f"{name}.py" for name in KERNELS), _FOLDER.parent / "geometry.py", _FOLDER.parent / "transport.py"]
ROOM = 64_000_000  # bytes on the drive of the cache, several times what all kernels need
CACHING = ("numba", "core", "caching.py")  # the file that fails where machine code cannot be read


def cache_folder() -> Path:
    """A folder for machine code, named after the sources of the kernels and their constants.

    numba looks only at the file of a function to see whether its code is stale, not at those that it calls: a folder per version of all
    of them is always right. It lies in the user's cache, since the plugin's folder may not be writable.
    """
    digest = hashlib.sha256(b"".join(file.read_bytes() for file in SOURCES)).hexdigest()[:12]
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    folder = Path(base) / "binn" / f"kernels-{digest}"
    return folder if _takes_files(folder) else _folder_of_this_run()


def _takes_files(folder: Path) -> bool:
    """Whether machine code can be kept there: the folder can be written and its drive is not full."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not os.access(folder, os.W_OK) or shutil.disk_usage(folder).free < ROOM:
            return False
        with tempfile.TemporaryFile(dir=folder) as file:  # a quota shows only so
            file.write(bytes(65536))
    except OSError:
        return False
    return True


def _folder_of_this_run() -> Path:
    """A folder that goes with the run. Workers of the run share it; its place is nobody else's to write."""
    temporary = Path(tempfile.gettempdir())
    if temporary.name.startswith(RUN_PREFIX):
        folder = temporary / "kernels"
        folder.mkdir(exist_ok=True)
        return folder
    # Not a known name in the folder of all temporary files, where others could leave code for us to run.
    folder = Path(tempfile.mkdtemp(prefix="binn-kernels-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def with_sound_cache(run: Callable[[], Result]) -> Result:
    """The result of ``run``, which calls kernels. Where machine code from an earlier run is damaged, it is deleted and made again."""
    try:
        return run()
    except BinnError:
        raise
    except Exception as error:  # what comes of loading a damaged file is not one kind of error
        # numba is optional, and takes a second to load.
        from numba.core import config

        if not any(Path(step.filename).parts[-3:] == CACHING for step in traceback.extract_tb(error.__traceback__)):
            raise
        for path in Path(config.CACHE_DIR).rglob("*.nb[ic]"):  # type: ignore[attr-defined]
            path.unlink(missing_ok=True)
        warnings.warn(
            "Compiled code of the CLM5 layer was damaged and has been deleted. It is compiled again.", RuntimeWarning, stacklevel=2
        )
        return run()
