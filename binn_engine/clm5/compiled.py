"""Whether compiled kernels can be had here, and where their machine code is kept between runs."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

# The kernels, and the modules whose constants are compiled into them.
KERNELS = ("vector_math", "lane_options", "lanes", "lane_elimination", "lane_adjoint", "exchange", "kernels", "adjoint")
SOURCES = (*KERNELS, "geometry", "transport")


def cache_folder() -> Path:
    """A folder for machine code, named after the sources of the kernels and their constants.

    numba looks only at the file of a function to see whether its code is stale, not at those that it calls: a folder per version of all
    of them is always right. It lies in the user's cache, since the plugin's folder may not be writable.
    """
    digest = hashlib.sha256(b"".join(Path(__file__).with_name(f"{name}.py").read_bytes() for name in SOURCES)).hexdigest()[:12]
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA") or str(Path.home() / ".cache")
    folder = Path(base) / "binn" / f"kernels-{digest}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        folder = Path(tempfile.gettempdir()) / f"binn-kernels-{digest}"
    return folder


def kernels_cold() -> bool:
    """Whether the first use here has to compile the kernels, which takes most of a minute."""
    if not kernels_available():
        return False
    from numba.core import config

    return next(Path(config.CACHE_DIR).rglob("kernels.solve_sites*.nbc"), None) is None


def kernels_available() -> bool:
    """Whether numba is there; sets the folder of its machine code unless the user did."""
    try:
        from numba.core import config
    except ImportError:
        return False
    if not config.CACHE_DIR:
        config.CACHE_DIR = str(cache_folder())
    return True
