"""The layout of a finished map in its file."""

from __future__ import annotations

import os
import subprocess  # nosec B404 (this very engine)
import sys
import threading
import time
from pathlib import Path
from typing import Any

from rasterio.errors import RasterioError
from rasterio.shutil import copy

from ..errors import cannot_write
from .rasters import BLOCK, check_whole

SECONDS_BETWEEN_LOOKS = 0.1
OPTIONS = {
    "driver": "COG",
    "compress": "deflate",
    "predictor": "3",
    "blocksize": BLOCK,
    "overview_resampling": "average",
    "bigtiff": "IF_SAFER",
}
# Whole maps that a layout keeps at its largest: of a cloud-optimised one the map that it is made from, overviews by themselves, and both.
COPIES = {"plain": 1.0, "overviews": 4.0 / 3.0, "cog": 2.0 + 2.0 / 3.0}


def lay_out(path: Path, layout: str) -> None:
    """Give a plain GeoTIFF another layout: with overviews (means of pixels), or cloud-optimised, which has them too.

    Raises
    ------
    OutputError
        Where it cannot be written.
    """
    if layout == "plain":
        return
    (_optimise if layout == "cog" else _add_overviews)(path)
    check_whole(path)


def _optimise(path: Path) -> None:
    """By GDAL's own driver."""
    made = path.with_suffix(".cog.tif")
    failed: list[Exception] = []

    def make() -> None:
        try:
            copy(path, made, **OPTIONS)
        except RasterioError as error:
            failed.append(error)

    # In a thread, since it is one long call, during which this one can still be cancelled.
    making = threading.Thread(target=make, daemon=True, name="layout")
    making.start()
    while making.is_alive():
        making.join(SECONDS_BETWEEN_LOOKS)
    if failed:
        raise cannot_write(f"The raster {path.name}", failed[0]) from failed[0]
    os.replace(made, path)


def _add_overviews(path: Path) -> None:
    """By a process of its own, which ends where this run is cancelled."""
    command = [sys.executable, "-m", f"{__package__}.overviews", str(path), str(BLOCK)]
    pipes: dict[str, Any] = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, cwd=Path(__file__).parents[2], **pipes, text=True) as making:  # nosec B603 (words, no shell)
        try:
            while making.poll() is None:
                time.sleep(SECONDS_BETWEEN_LOOKS)
        except BaseException:
            making.kill()
            raise
        if making.returncode:
            said = making.stderr.read().strip().splitlines() if making.stderr else []
            raise cannot_write(f"The raster {path.name}", said[-1] if said else f"exit status {making.returncode}")
