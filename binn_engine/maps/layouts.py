"""How a finished map is laid out in its file."""

from __future__ import annotations

import os
import threading
from pathlib import Path

from rasterio.errors import RasterioError
from rasterio.shutil import copy

from ..errors import OutputError
from .rasters import BLOCK

SECONDS_BETWEEN_LOOKS = 0.1
OPTIONS = {
    "driver": "COG",
    "compress": "deflate",
    "predictor": "3",
    "blocksize": BLOCK,
    "overview_resampling": "average",
    "bigtiff": "IF_SAFER",
}


def optimise(path: Path) -> None:
    """Turn a GeoTIFF into a cloud-optimised one, overviews (means of pixels) included, by GDAL's own driver.

    Raises
    ------
    OutputError
        Where it cannot be written.
    """
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
        raise OutputError(f"The raster {path.name} cannot be written: {failed[0]}.", "Check the space on the drive.") from failed[0]
    os.replace(made, path)
